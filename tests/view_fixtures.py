"""Generated networks for the tests and benchmarks of the page: invented places, deterministic, any size."""

from __future__ import annotations

import random

from kg.view import DocumentData, EdgeData, FigureData, Network, NodeData, StatementData

BASE = "https://example.org/id/"
TYPES = ("City", "Port", "Airport", "Company", "Company", "Event", "Agreement", "GovernmentBody", "University",
         "Person", "Plan", "Zone", "Association", "Route", "Recognition", "System")
RELATIONS = ("seaLink", "airLink", "cooperatesWith", "locatedIn", "appliesTo", "hosts", "participatesIn", "investsIn",
             "plannedLink", "partOf", "issued")
SYLLABLES = ("har", "bor", "lin", "stad", "mar", "ost", "wen", "kai", "sul", "ter", "nor", "vik", "tan", "ree")
HAN = "海港东西南北新大平安和明青白金石"


def statement(number: int, document: str, quote: str, *words: str, **rest: object) -> StatementData:
    """A statement whose marks are the first places of `words` in `quote`."""
    marks = tuple((quote.index(word), quote.index(word) + len(word)) for word in words)
    return StatementData(f"{BASE}statement/{number:06x}", document, quote, marks, **rest)  # type: ignore[arg-type]


def generated(size: int, seed: int = 7) -> Network:
    """A network of `size` things in communities of ten to eighty, with about 1.8 ties a thing."""
    chance = random.Random(seed)
    documents = tuple(
        DocumentData(f"{BASE}document/{number}", f"doc-{number}.txt", f"Report number {number}", "The Harbour Post",
                     f"{2018 + number % 7}-{1 + number % 12:02d}", "en", f"https://news.example/{number}")
        for number in range(max(4, size // 40))
    )
    nodes: list[NodeData] = []
    groups: list[range] = []
    while len(nodes) < size:
        group = range(len(nodes), min(size, len(nodes) + chance.randint(10, 80)))
        groups.append(group)
        nodes.extend(_node(number, chance, documents) for number in group)
    edges: list[EdgeData] = []
    for group in groups:
        hub = group[0]
        for number in group[1:]:
            other = hub if chance.random() < 0.45 else chance.choice(group[: max(1, number - group[0])])
            edges.append(_edge(len(edges), nodes[number], nodes[other], chance, documents))
        for _ in range(len(group) // 2):
            far = chance.choice(groups)[0] if chance.random() < 0.5 else chance.choice(group)
            near = chance.choice(group)
            if far != near:
                edges.append(_edge(len(edges), nodes[near], nodes[far], chance, documents))
    return Network(tuple(nodes), tuple(edges), documents, attribution={"": "GeoNames (CC BY 4.0)"}, licence="CC BY 4.0")


def _node(number: int, chance: random.Random, documents: tuple[DocumentData, ...]) -> NodeData:
    name = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
    kind = TYPES[number % len(TYPES)]
    chinese = "".join(chance.choice(HAN) for _ in range(3))
    where = (chance.uniform(20, 50), chance.uniform(100, 145)) if kind in ("City", "Port", "Airport") else (None, None)
    return NodeData(f"{BASE}{kind.lower()}/{number:05d}", kind, {"en": (f"{name} {kind}",), "zh": (chinese,)},
                    latitude=where[0], longitude=where[1], documents=(chance.choice(documents).id,))


def _edge(
    number: int, source: NodeData, target: NodeData, chance: random.Random, documents: tuple[DocumentData, ...]
) -> EdgeData:
    relation = chance.choice(RELATIONS)
    first, second = source.labels["en"][0], target.labels["en"][0]
    quote = f"In its yearly survey the paper reports that {first} and {second} stand in close relation ({relation})."
    status = chance.choice(("", "", "inOperation", "announced", "signed", "ended"))
    time = chance.choice(("", f"{chance.randint(2016, 2024)}", f"{chance.randint(2016, 2024)}-0{chance.randint(1, 9)}"))
    said = statement(number, chance.choice(documents).id, quote, first, second, status=status, time=time,
                     confidence=round(chance.uniform(0.5, 1.0), 2), rule="survey")
    weekly = float(chance.randint(1, 20)) if relation.endswith("Link") and chance.random() < 0.4 else None
    return EdgeData(f"{BASE}tie/{number}", source.id, target.id, relation, status, (said,), weekly)


def harbours() -> Network:
    """A small invented network with every feature: three scripts, a conflict, figures, a planned and an ended link."""
    paper = DocumentData(f"{BASE}document/a", "a.txt", "Harbour news", "The Harbour Post", "2021-05-20", "en",
                         "https://news.example/a")
    zeitung = DocumentData(f"{BASE}document/b", "b.txt", "Hafenblatt", "Küstenzeitung", "2023-02", "de")
    bao = DocumentData(f"{BASE}document/c", "c.txt", "港口报道", "海报", "2024", "zh")
    nodes = _harbour_nodes(paper, zeitung)
    said = _harbour_edges(paper.id, zeitung.id, bao.id)
    return Network(nodes, said, (paper, zeitung, bao), omitted=(12, 30),
                   attribution={"": "GeoNames (CC BY 4.0)"}, licence="CC BY 4.0")


def _harbour_nodes(paper: DocumentData, zeitung: DocumentData) -> tuple[NodeData, ...]:
    def figure(number: int, value: float, period: str, document: DocumentData) -> FigureData:
        quote = f"Foreign trade of Weihai came to {value:.0f} billion yuan in {period}."
        return FigureData(f"{BASE}figure/{number}", "foreign trade", value * 1e9, "CNY",
                          statement(900 + number, document.id, quote, f"{value:.0f} billion"), period=period)

    return (
        NodeData(f"{BASE}city/weihai", "City",
                 {"en": ("Weihai",), "de": ("Weihai",), "zh": ("威海", "威海市"), "ko": ("웨이하이",), "ja": ("威海",)},
                 {"geonames": "1791673", "unlocode": "CNWEI"}, 37.5, 122.12,
                 (figure(1, 160, "2019", paper), figure(2, 180, "2020", paper), figure(3, 206, "2021", zeitung),
                  figure(4, 199, "2021", paper)), documents=(paper.id, zeitung.id)),
        NodeData(f"{BASE}port/weihai", "Port", {"en": ("Port of Weihai",), "de": ("Hafen Weihai",), "zh": ("威海港",)},
                 {"unlocode": "CNWEG"}, 37.43, 122.17),
        NodeData(f"{BASE}port/incheon", "Port",
                 {"en": ("Port of Incheon",), "de": ("Hafen Incheon",), "zh": ("仁川港",), "ko": ("인천항",)},
                 {"unlocode": "KRINC"}, 37.45, 126.6),
        NodeData(f"{BASE}city/tokyo", "City", {"en": ("Tokyo",), "de": ("Tokio",), "zh": ("东京",), "ja": ("東京",)},
                 {"geonames": "1850147"}, 35.68, 139.69),
        NodeData(f"{BASE}airport/ICN", "Airport",
                 {"en": ("Incheon Airport",), "de": ("Flughafen Incheon",), "zh": ("仁川机场",)}, {"iata": "ICN"},
                 37.46, 126.44),
        NodeData(f"{BASE}company/blue", "Company", {"en": ("Blue Ferry Co.",), "zh": ("蓝色轮渡公司",)}),
        NodeData(f"{BASE}event/expo", "Event", {"en": ("Harbour Expo 2021",), "de": ("Hafenmesse 2021",)},
                 facts={"date": "2021-09"}),
        NodeData(f"{BASE}company/alone", "Company", {"en": ("Lonely Works",)}),
    )


def _harbour_edges(paper: str, zeitung: str, bao: str) -> tuple[EdgeData, ...]:
    def tie(name: str, source: str, target: str, relation: str, *said: StatementData, **rest: object) -> EdgeData:
        return EdgeData(f"{BASE}tie/{name}", BASE + source, BASE + target, relation, statements=said,
                        **rest)  # type: ignore[arg-type]

    ferry = "Ferries run between the port of Weihai and Incheon seven times a week."
    fähre = "Die Fähre zwischen Weihai und Incheon wurde eingestellt."
    air = "Incheon Airport has flights to Tokyo."
    return (
        tie("1", "port/weihai", "city/weihai", "portOf",
            statement(1, paper, "The port of Weihai is a gateway.", "port of Weihai")),
        tie("2", "port/weihai", "port/incheon", "seaLink",
            statement(2, paper, ferry, "Weihai", "Incheon", status="inOperation", time="2021", rule="between"),
            statement(3, zeitung, fähre, "Weihai", "Incheon", status="ended", time="2023", confidence=0.8),
            statement(4, bao, "威海港至仁川港每周七班。", "威海港", "仁川港", status="inOperation", time="2021"),
            status="inOperation", weekly=7.0),
        tie("3", "airport/ICN", "city/tokyo", "airLink", statement(5, paper, air, "Incheon Airport", "Tokyo"),
            weekly=40.0),
        tie("4", "airport/ICN", "port/incheon", "roadLink",
            statement(6, paper, "Lorries drive from the port of Incheon to its airport.", "Lorries", time="2020")),
        tie("5", "city/weihai", "city/tokyo", "plannedLink",
            statement(7, zeitung, "Ein Flug von Weihai nach Tokio ist angekündigt.", "Weihai", "Tokio",
                      status="announced", time="2022", qualifiers={"mode": "air"}), status="announced"),
        tie("6", "company/blue", "port/weihai", "operates",
            statement(8, paper, "Blue Ferry Co. runs a terminal in the port of Weihai.", "Blue Ferry Co.")),
        tie("7", "city/weihai", "event/expo", "hosts",
            statement(9, paper, "Weihai hosts the Harbour Expo in September 2021.", "Weihai", time="2021-09")),
        tie("8", "company/blue", "city/weihai", "locatedIn"),
    )


def hostile() -> Network:
    """Names and quotes that try to run, to turn the text around, or to burst the page."""
    names = ("</script><script>window.hacked=1</script>", "<img src=x onerror=window.hacked=2>",
             "\u202eevil\u202c \u200f\u061cright", "x" * 10_000, "🛳️👩‍👩‍👧‍👦🇰🇷", "nul\x00 bell\x07 \x1b[31m",
             "javascript:window.hacked=3", "{{7*7}} ${window.hacked=4} <!--", "\ud800 alone", "__proto__",
             "constructor")
    document = DocumentData("javascript:window.hacked=5", "<b>x</b>.txt", "<script>window.hacked=6</script>",
                            "\u202epub", "not a date", "xx", "javascript:window.hacked=7")
    nodes = tuple(NodeData(f"{BASE}thing/{number}\"'><", name if number > 8 else "City", {"en": (name,), "zh": (name,)},
                           {"wikidata": name, name[:20]: "x"}, facts={name[:50]: name})
                  for number, name in enumerate(names))
    edges = tuple(
        EdgeData(f"{BASE}tie/{number}", nodes[0].id, node.id, "constructor" if number % 2 else "<b>rel</b>", "",
                 (StatementData(f"{BASE}s/{number}", document.id, name, ((0, 5), (3, 9), (50_000, 60_000)),
                                status="<i>st</i>", time="9999-99", rule="<u>", qualifiers={"<k>": name}),))
        for number, (node, name) in enumerate(zip(nodes, names, strict=True)) if number)
    return Network(nodes, edges, (document,), {"__proto__": {"en": "<b>"}}, attribution={"": "<script>x</script>"})
