"""A corpus made by hand that has an answer for every named query: invented news of Rostock and its partners."""

from __future__ import annotations

import hashlib

from kg.model import Assertion, Corpus, Document, Entity, Evidence, Figure, Mention, Place, Reading, Span, Status

ENGLISH = (
    "Ships link Rostock with Gdynia and Turku by 21 sailings a week.",
    "From Gdynia the goods go on to Sweden by air.",
    "Repair yards in Rostock have orders from Egypt and Italy.",
    "Howden of Finland invested in the Warnow Park of Rostock.",
    "Howden comes from Finland.",
    "The State Chancellery issued the Harbour Plan for Rostock in 2021.",
    "Rostock won the Blue Award for the fourth time.",
    "The State Chancellery awarded the Blue Award.",
    "Foreign trade of Rostock grew by 12.7 % to 180 billion euros in 2021.",
    "Finnish firms are 60.3 % of the foreign firms there.",
    "The Sea Institute works with Turku University.",
    "The port of Rostock serves the city.",
)
GERMAN = (
    "Rostock fährt nach Gdynia, 30 Abfahrten sind es pro Woche.",
    "Über eine Linie von Rostock nach Oslo wird verhandelt.",
    "Der Außenhandel von Rostock lag 2021 bei 175 Milliarden Euro.",
    "Anna Berg ist Bürgermeisterin von Rostock.",
    "Rostock war Gastgeber des Hafenforums mit 600 Gästen.",
    "Das Ostseeinstitut nahm am Hafenforum teil.",
    "Die Linie nach Tallinn endete 2019.",
)
CHINESE = (
    "2023年12月，罗斯托克至奥斯陆航线开始试运行。",
    "环海联运面向罗斯托克和奥斯陆，已投入运行。",
    "罗斯托克与格但斯克共同建设环海联运。",
)

PLACES = {
    "de": Place("country/DE", "Country", {"en": ("Germany",), "de": ("Deutschland",), "zh": ("德国",)}, country="DE"),
    "fi": Place("country/FI", "Country", {"en": ("Finland",), "zh": ("芬兰",)}, country="FI"),
    "se": Place("country/SE", "Country", {"en": ("Sweden",), "de": ("Schweden",)}, country="SE"),
    "eg": Place("country/EG", "Country", {"en": ("Egypt",)}, country="EG"),
    "it": Place("country/IT", "Country", {"en": ("Italy",)}, country="IT"),
    "mv": Place("province/MV", "Province", {"de": ("Mecklenburg-Vorpommern",)}, country="DE", within="country/DE"),
    "rostock": Place(
        "city/1", "City", {"en": ("Rostock",), "de": ("Rostock",), "zh": ("罗斯托克",)}, within="province/MV"
    ),
    "port": Place("port/R", "Port", {"en": ("Port of Rostock",), "de": ("Hafen Rostock",)}, serves="city/1"),
    "gdynia": Place("city/2", "City", {"en": ("Gdynia",)}, {"geonames": "2"}),
    "turku": Place("city/3", "City", {"en": ("Turku",), "fi": ("Turku",)}, within="country/FI"),
    "oslo": Place("city/4", "City", {"en": ("Oslo",), "zh": ("奥斯陆",)}),
    "malmo": Place("city/5", "City", {"en": ("Malmö", "Malmo")}, within="country/SE"),
    "tallinn": Place("city/6", "City", {"en": ("Tallinn",)}),
    "gdansk": Place("city/7", "City", {"zh": ("格但斯克",)}),
}
THINGS = {
    "howden": ("company/h", "Company", {"en": "Howden"}),
    "park": ("zone/w", "Zone", {"en": "Warnow Park"}),
    "chancellery": ("body/c", "GovernmentBody", {"en": "State Chancellery"}),
    "plan": ("plan/h", "Plan", {"en": "Harbour Plan"}),
    "award": ("recognition/b", "Recognition", {"en": "Blue Award"}),
    "institute": ("institute/s", "ResearchInstitute", {"en": "Sea Institute", "de": "Ostseeinstitut"}),
    "university": ("university/t", "University", {"en": "Turku University"}),
    "berg": ("person/b", "Person", {"de": "Anna Berg"}),
    "forum": ("event/f", "Event", {"de": "Hafenforum"}),
    "loop": ("system/l", "System", {"zh": "环海联运"}),
    # Of the same name as the city, to be told apart by class.
    "ship": ("vessel/r", "Vessel", {"en": "Turku"}),
}


class Draft:
    """A document under construction; every fact names the number of its sentence."""

    def __init__(self, name: str, language: str, published: str, sentences: tuple[str, ...]) -> None:
        text = "\n".join(sentences)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.document = Document(
            name, text, digest, language=language, title=sentences[0][:12], publisher="Hafenblatt", published=published
        )
        self.sentences = sentences
        self.assertions: list[Assertion] = []
        self.figures: list[Figure] = []
        self.used: dict[str, Span] = {}

    def _span(self, number: int, part: str = "") -> Span:
        start = self.document.text.index(self.sentences[number])
        inner = self.sentences[number].index(part)
        return Span(start + inner, start + inner + len(part or self.sentences[number]))

    def fact(
        self, number: int, subject: str, predicate: str, object_: str, status: str = "", time: str = "", **words: str
    ) -> None:
        """Add an assertion."""
        span = self._span(number)
        for end in (subject, object_):
            self.used.setdefault(end, span)
        evidence = (Evidence(span, span.of(self.document.text), "test", 0.9),)
        known = Status(status) if status else None
        self.assertions.append(Assertion(subject, predicate, object_, evidence, known, time, words))

    def figure(self, number: int, digits: str, value: float, unit: str, **rest: object) -> None:
        """Add a figure."""
        kind = str(rest.pop("kind", "level"))
        self.figures.append(
            Figure(
                self._span(number, digits),
                digits,
                value,
                unit,
                kind,
                "test",
                evidence=self._span(number),
                **rest,  # type: ignore[arg-type]
            )
        )

    def reading(self) -> Reading:
        """All of it."""
        text = self.document.text
        mentions = tuple(Mention(span, span.of(text), "Entity", "test", local=key) for key, span in self.used.items())
        return Reading(self.document, mentions, tuple(self.assertions), tuple(self.figures))


def english() -> Draft:
    """News in English, of May 2021."""
    draft = Draft("news.en.txt", "en", "2021-05-20", ENGLISH)
    draft.fact(0, "port", "seaLink", "gdynia", vessel="Baltic Star")
    draft.fact(0, "rostock", "seaLink", "turku")
    draft.figure(
        0,
        "21",
        21,
        "per_week",
        concept="weeklySailings",
        about="rostock",
        of=(("port", "seaLink", "gdynia"), ("rostock", "seaLink", "turku")),
    )
    draft.fact(1, "gdynia", "airLink", "se")
    draft.fact(2, "rostock", "receivesOrdersFrom", "eg")
    draft.fact(2, "rostock", "receivesOrdersFrom", "it")
    draft.fact(3, "howden", "investsIn", "park")
    draft.fact(3, "park", "locatedIn", "rostock")
    draft.fact(4, "howden", "basedIn", "fi")
    draft.fact(5, "chancellery", "issued", "plan", time="2021")
    draft.fact(5, "plan", "appliesTo", "rostock")
    draft.fact(6, "rostock", "received", "award")
    draft.figure(6, "fourth", 4, "ordinal", kind="rank", concept="recognitions", about="rostock", measure="awards")
    draft.fact(7, "chancellery", "issued", "award")
    draft.figure(8, "12.7", 12.7, "%", kind="growth", concept="foreignTrade", about="rostock", period="2021")
    draft.figure(8, "180 billion", 180e9, "EUR", concept="foreignTrade", about="rostock", period="2021")
    draft.figure(
        9,
        "60.3",
        60.3,
        "%",
        kind="share",
        concept="foreignInvestedEnterprises",
        about="rostock",
        narrowing={"partner": "fi"},
    )
    draft.fact(10, "institute", "cooperatesWith", "university")
    draft.fact(11, "port", "portOf", "rostock")
    draft.used |= dict.fromkeys(("fi", "malmo", "ship"), draft.used["rostock"])
    return draft


def german() -> Draft:
    """News in German, of March 2022."""
    draft = Draft("nachrichten.de.txt", "de", "2022-03", GERMAN)
    draft.fact(0, "rostock", "seaLink", "gdynia")
    draft.figure(
        0, "30", 30, "per_week", concept="weeklySailings", about="rostock", of=(("rostock", "seaLink", "gdynia"),)
    )
    draft.fact(1, "rostock", "plannedLink", "oslo", "negotiated")
    draft.figure(2, "175 Milliarden", 175e9, "EUR", concept="foreignTrade", about="rostock", period="2021")
    draft.fact(3, "berg", "holdsOfficeAt", "rostock", office="Bürgermeisterin")
    draft.fact(4, "rostock", "hosts", "forum")
    draft.figure(4, "600", 600, "person", concept="guests", about="forum", measure="Gäste")
    draft.fact(5, "institute", "participatesIn", "forum")
    draft.fact(6, "rostock", "seaLink", "tallinn", "ended", "2019")
    return draft


def chinese() -> Draft:
    """News in Chinese, of 2024."""
    draft = Draft("xinwen.zh.txt", "zh", "2024", CHINESE)
    draft.fact(0, "oslo", "plannedLink", "rostock", "onTrial", "2023-12")
    draft.fact(1, "loop", "appliesTo", "rostock", "inOperation")
    draft.fact(1, "loop", "appliesTo", "oslo")
    draft.fact(2, "rostock", "establishes", "loop")
    draft.fact(2, "gdansk", "establishes", "loop")
    return draft


def corpus() -> Corpus:
    """The three documents and their entities."""
    drafts = (english(), german(), chinese())

    def members(key: str) -> tuple[tuple[str, str], ...]:
        return tuple((each.document.name, key) for each in drafts if key in each.used)

    places = [
        Entity(place.key, place.type, place.names, members(key), place.identifiers, place)
        for key, place in PLACES.items()
        if members(key)
    ]
    things = [
        Entity(own, kind, {tag: (name,) for tag, name in names.items()}, members(key))
        for key, (own, kind, names) in THINGS.items()
    ]
    return Corpus(tuple(each.reading() for each in drafts), (*places, *things), (), tuple(PLACES.values()))
