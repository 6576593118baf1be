"""Every named query gives its expected rows, the same on every store; parameters are understood, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from query_corpus import corpus
from test_store import served

from kg.dataset import to_dataset
from kg.errors import QueryError
from kg.queries import (
    Answer,
    Form,
    Kind,
    NamedQuery,
    curie,
    labels,
    load_queries,
    parse_query,
    resolve,
    run,
)
from kg.reason import infer
from kg.sparql import Rows, Store
from kg.store import OxigraphStore, RdflibStore, RemoteStore, Service

QUERIES = load_queries()
QUADS = infer(to_dataset(corpus()))
NEWS, NACHRICHTEN, XINWEN = "2021-05-20", "2022-03", "2024"
ROSTOCK, PORT, GDYNIA, TURKU, OSLO = "city/1", "port/R", "city/2", "city/3", "city/4"

# Query to its arguments, the columns looked at, and the rows expected, in order.
EXPECTED: Mapping[str, tuple[dict[str, str], str, list[str]]] = {
    "links-of-place": (
        {"place": "罗斯托克"},
        "from mode to status vessel weekly links published",
        [
            f"{ROSTOCK} plannedLink {OSLO} negotiated - - - {NACHRICHTEN}",
            f"{ROSTOCK} plannedLink {OSLO} onTrial - - - {XINWEN}",
            f"{ROSTOCK} seaLink {GDYNIA} - - 30 1 {NACHRICHTEN}",
            f"{PORT} seaLink {GDYNIA} - Baltic_Star 21 2 {NEWS}",
            f"{ROSTOCK} seaLink {TURKU} - - 21 2 {NEWS}",
        ],
    ),
    "services-over-time": (
        {"place": "Rostock", "partner": "Gdynia"},
        "published measure value unit",
        [f"{NEWS} weeklySailings 21 per_week", f"{NACHRICHTEN} weeklySailings 30 per_week"],
    ),
    "links-by-status": (
        {},
        "status from mode to time",
        [
            f"ended {ROSTOCK} seaLink city/6 2019",
            f"inOperation {GDYNIA} airLink country/SE -",
            f"inOperation {ROSTOCK} seaLink {GDYNIA} -",
            f"inOperation {ROSTOCK} seaLink {TURKU} -",
            f"inOperation {PORT} seaLink {GDYNIA} -",
            f"negotiated {ROSTOCK} plannedLink {OSLO} -",
            f"onTrial {OSLO} plannedLink {ROSTOCK} 2023-12",
        ],
    ),
    "status-history": (
        {"place": "Rostock", "other": "奥斯陆"},
        "when status subject relation object",
        [
            f"{NACHRICHTEN} negotiated {ROSTOCK} plannedLink {OSLO}",
            f"2023-12 onTrial {OSLO} plannedLink {ROSTOCK}",
            f"{XINWEN} inOperation system/l appliesTo {ROSTOCK}",
            f"{XINWEN} - system/l appliesTo {OSLO}",
            f"{XINWEN} - {ROSTOCK} establishes system/l",
            f"{XINWEN} - city/7 establishes system/l",
        ],
    ),
    "chain-of-links": (
        {"origin": "Rostock", "goal": "Sweden", "paths": "2"},
        "path step from mode to vessel published",
        [
            f"1 1 {ROSTOCK} seaLink {GDYNIA} - {NACHRICHTEN}",
            f"1 2 {GDYNIA} airLink country/SE - {NEWS}",
            f"2 1 {ROSTOCK} portOf {PORT} - {NEWS}",
            f"2 2 {PORT} seaLink {GDYNIA} Baltic_Star {NEWS}",
            f"2 3 {GDYNIA} airLink country/SE - {NEWS}",
        ],
    ),
    "customers": ({"place": "Rostock"}, "country published", [f"country/EG {NEWS}", f"country/IT {NEWS}"]),
    "investors": ({"place": "Rostock"}, "investor origin target zone", ["company/h country/FI zone/w zone/w"]),
    "agreements-and-plans": (
        {"place": "Rostock"},
        "instrument kind subject relation object time",
        [f"plan/h Plan plan/h appliesTo {ROSTOCK} -", "plan/h Plan body/c issued plan/h 2021"],
    ),
    "events": (
        {},
        "event role who words value unit",
        [
            "event/f about - Gäste 600 person",
            f"event/f hosts {ROSTOCK} - - -",
            "event/f participatesIn institute/s - - -",
        ],
    ),
    "offices": ({}, "person office where", [f"person/b Bürgermeisterin {ROSTOCK}"]),
    "recognitions": (
        {"place": "Rostock"},
        "recipient recognition issuer value unit",
        [f"{ROSTOCK} - - 4 ordinal", f"{ROSTOCK} recognition/b body/c - -"],
    ),
    "research-partners": (
        {},
        "institute partner",
        ["institute/s university/t", "university/t institute/s"],
    ),
    "figures": (
        {"measure": "Außenhandel", "place": "Rostock"},
        "concept period value unit kind published",
        [
            f"foreignTrade 2021 12.7 % growth {NEWS}",
            f"foreignTrade 2021 175000000000 EUR level {NACHRICHTEN}",
            f"foreignTrade 2021 180000000000 EUR level {NEWS}",
        ],
    ),
    "shares": (
        {"place": "Rostock"},
        "concept with value unit",
        ["foreignInvestedEnterprises country/FI 60.3 %"],
    ),
    "said-twice": (
        {},
        "subject relation object published secondPublished",
        [f"{OSLO} plannedLink {ROSTOCK} {XINWEN} {NACHRICHTEN}"],
    ),
    "figures-compared": (
        {},
        "verdict about measure period value published",
        [
            f"differs {ROSTOCK} foreignTrade 2021 180000000000 {NEWS}",
            f"differs {ROSTOCK} foreignTrade 2021 175000000000 {NACHRICHTEN}",
            f"differs {ROSTOCK} weeklySailings - 21 {NEWS}",
            f"differs {ROSTOCK} weeklySailings - 30 {NACHRICHTEN}",
        ],
    ),
    "hubs-in-area": (
        {"area": "德国"},
        "hub kind published",
        [f"{PORT} Port {NEWS}", f"zone/w Zone {NEWS}"],
    ),
    "names": (
        {},
        "entity kind language name documents",
        [f"{ROSTOCK} City de Rostock 3", f"{ROSTOCK} City en Rostock 3", f"{ROSTOCK} City zh 罗斯托克 3"],
    ),
    "timeline": (
        {"thing": "环海联运"},
        "when subject relation object",
        [
            f"{XINWEN} system/l appliesTo {ROSTOCK}",
            f"{XINWEN} system/l appliesTo {OSLO}",
            f"{XINWEN} {ROSTOCK} establishes system/l",
            f"{XINWEN} city/7 establishes system/l",
        ],
    ),
    "centrality": (
        {"top": "3"},
        "entity degree documents",
        [f"{ROSTOCK} 12 3", "event/f 2 1", "zone/w 2 1"],
    ),
    "about": (
        {"thing": "Turku University"},
        "direction relation other published",
        [f"in cooperatesWith institute/s {NEWS}"],
    ),
    "documents": (
        {},
        "name entities ownEntities facts ownFacts figures",
        ["nachrichten.de.txt 7 3 6 6 3", "news.en.txt 17 14 14 14 5", "xinwen.zh.txt 4 2 5 5 0"],
    ),
    "without-document": (
        {"document": "xinwen.zh.txt"},
        "subject relation object",
        [
            f"{OSLO} plannedLink {ROSTOCK}",
            f"system/l appliesTo {ROSTOCK}",
            f"system/l appliesTo {OSLO}",
            f"{ROSTOCK} establishes system/l",
            "city/7 establishes system/l",
        ],
    ),
}
QUOTED = set(EXPECTED) - {"centrality", "documents", "names"}


def short(rows: Rows, columns: str) -> list[str]:
    """Rows as words: local names, and a dash for what is unbound."""
    found = []
    for row in rows:
        terms = (row.get(name) for name in columns.split())
        words = [re.sub(r"^(?:fp|id|measure|status):", "", curie(term.value)) if term else "-" for term in terms]  # type: ignore[union-attr]
        found.append(" ".join(word.replace(" ", "_") for word in words))
    return found


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with OxigraphStore(tmp_path_factory.mktemp("store")) as store:
        store.load(QUADS)
        yield store


@pytest.fixture(scope="module")
def others() -> Iterator[Mapping[str, Store]]:
    with served() as address:
        stores = {"rdflib": RdflibStore(rdflib.Dataset()), "remote": RemoteStore(Service(address))}
        for each in stores.values():
            each.load(QUADS)
        yield stores


def test_every_query_has_an_expected_answer() -> None:
    assert set(QUERIES) == set(EXPECTED)


def test_every_question_has_a_query() -> None:
    assert {number for each in QUERIES.values() for number in each.questions} == set(range(1, 21))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_query_gives_its_expected_rows(graph: Store, name: str) -> None:
    arguments, columns, rows = EXPECTED[name]
    assert short(run(graph, QUERIES[name], arguments).rows, columns) == rows


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("engine", ["rdflib", "remote"])
def test_every_store_gives_the_same_rows(graph: Store, others: Mapping[str, Store], engine: str, name: str) -> None:
    here, there = (run(store, QUERIES[name], EXPECTED[name][0]).rows for store in (graph, others[engine]))
    assert here.variables == there.variables
    assert here.rows == there.rows


@pytest.mark.parametrize("name", sorted(QUOTED))
def test_every_row_quotes_its_document(graph: Store, name: str) -> None:
    texts = {reading.document.text for reading in corpus().readings}
    rows = run(graph, QUERIES[name], EXPECTED[name][0]).rows
    assert {"published", "quote"} <= set(rows.variables)
    for row in rows:
        quote = row["quote"]
        assert isinstance(quote, ox.Literal) and any(quote.value in text for text in texts)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_describes_itself_in_three_languages(query: NamedQuery) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", query.name)
    assert query.tags and query.form is Form.SELECT
    for words in (query.title, query.description, *(each.description for each in query.parameters)):
        assert set(words) == {"en", "de", "zh"} and all(words.values())
    for each in query.parameters:
        assert not each.bind or re.search(rf"\?{each.name}\b", query.text), f"?{each.name} is not used"
        assert each.kind is not Kind.ENTITY or each.classes


# Parameters


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Rostock", ROSTOCK),
        ("rostock", ROSTOCK),
        ("罗斯托克", ROSTOCK),
        ("id:city/1", ROSTOCK),
        ("https://w3id.org/fourports/id/city/1", ROSTOCK),
        ("Malmo", "city/5"),
        (" Hafen Rostock ", PORT),
        ("Schweden", "country/SE"),
    ],
)
def test_an_entity_is_meant_by_iri_curie_or_name_in_any_language(graph: Store, said: str, meant: str) -> None:
    assert curie(resolve(graph, said).value) == f"id:{meant}"


def test_a_concept_is_meant_by_its_name_even_where_the_graph_does_not_use_it(graph: Store) -> None:
    for name in ("container throughput", "Containerumschlag", "measure:containerThroughput"):
        assert curie(resolve(graph, name, ["skos:Concept"]).value) == "measure:containerThroughput"


def test_a_name_of_several_things_is_told_apart_by_class_or_refused(graph: Store) -> None:
    assert curie(resolve(graph, "Turku", ["fp:City"]).value) == "id:city/3"
    assert curie(resolve(graph, "Turku", ["fp:Vessel"]).value) == "id:vessel/r"
    with pytest.raises(QueryError) as refused:
        resolve(graph, "Turku")
    assert "id:city/3" in str(refused.value) and "id:vessel/r" in str(refused.value)


@pytest.mark.parametrize("said", ["Atlantis", "id:city/99", 'x" } #', "<>", "https://port.example/a"])
def test_what_the_graph_does_not_know_is_refused(graph: Store, said: str) -> None:
    with pytest.raises(QueryError):
        resolve(graph, said)


def test_arguments_are_checked(graph: Store) -> None:
    links, names = QUERIES["links-of-place"], QUERIES["names"]
    with pytest.raises(QueryError, match="no parameter 'city'"):
        run(graph, links, {"city": "Rostock"})
    with pytest.raises(QueryError, match="'document' is missing"):
        run(graph, QUERIES["without-document"])
    with pytest.raises(QueryError, match="'many' is not a number"):
        run(graph, names, {"languages": "many"})
    with pytest.raises(QueryError, match="whole number"):
        run(graph, QUERIES["centrality"], {"top": "-1"})


def typed(kind: str, **rest: object) -> NamedQuery:
    more = "".join(f"# {key} = {value}\n" for key, value in rest.items())
    head = f'# title = {{ en = "t" }}\n# [parameters.x]\n# type = "{kind}"\n{more}'
    return parse_query("typed", f"{head}SELECT ?x WHERE {{ }}")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("number", "3", ox.Literal(3)),
        ("number", "2.5", ox.Literal("2.5", datatype=ox.NamedNode(str(rdflib.XSD.decimal)))),
        ("date", "2021-05", ox.Literal("2021-05-01", datatype=ox.NamedNode(str(rdflib.XSD.date)))),
        ("language", "zh-Hant", ox.Literal("zh-Hant")),
        ("text", '"; DROP', ox.Literal('"; DROP')),
    ],
)
def test_values_become_terms_of_their_type(graph: Store, kind: str, value: str, term: ox.Literal) -> None:
    answer = run(graph, typed(kind), {"x": value})
    assert answer.taken == {"x": term}
    assert answer.rows.rows == ((term,),)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", "NaN"), ("number", "1e"), ("date", "2021-13"), ("date", "May"), ("language", "d"), ("text", "")],
)
def test_values_of_another_type_are_refused(graph: Store, kind: str, value: str) -> None:
    with pytest.raises(QueryError):
        run(graph, typed(kind), {"x": value})


def test_allowed_values_and_optional_parameters(graph: Store) -> None:
    choice = typed("text", allowed='["a", "b"]', optional="true")
    assert run(graph, choice).taken == {}
    assert run(graph, choice, {"x": "a"}).rows.rows == ((ox.Literal("a"),),)
    with pytest.raises(QueryError, match="one of a, b"):
        run(graph, choice, {"x": "c"})


# Queries of a user's own


def test_any_query_can_be_asked(graph: Store) -> None:
    def ask(text: str) -> Answer:
        return run(graph, parse_query("own", text))

    assert ask("# whatever I like\nASK WHERE { ?s ?p ?o }").verdict is True
    triples = ask("CONSTRUCT { ?s a <x:Place> } WHERE { ?s a <https://w3id.org/fourports/ontology#Port> }").triples
    assert len(triples) == 1
    assert len(ask("SELECT ?s WHERE { ?s a <https://w3id.org/fourports/ontology#Port> }").rows) == 1
    with pytest.raises(QueryError):
        ask("SELECT ?s WHERE {")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('# title = { en = "open\nSELECT ?s WHERE { }', "not TOML"),
        ('# display = "hologram"\nSELECT ?s WHERE { }', "unknown display"),
        ('# [parameters.a]\n# type = "colour"\nSELECT ?s WHERE { }', "unknown type"),
        ('# [parameters.a]\n# typ = "text"\nSELECT ?s WHERE { }', "unknown key 'typ'"),
        ("# only a comment", "no SELECT"),
    ],
)
def test_a_broken_head_is_refused(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse_query("broken", text)


def test_an_unknown_analysis_is_refused(graph: Store) -> None:
    query = parse_query("own", '# analysis = "magic"\nSELECT ?s WHERE { }')
    with pytest.raises(QueryError, match="unknown analysis"):
        run(graph, query)


def test_labels_are_in_the_language_asked_for_or_the_next_best(graph: Store) -> None:
    things = [ox.NamedNode(f"https://w3id.org/fourports/id/{key}") for key in ("city/1", "city/5", "person/b", "none")]
    terms = [*things, ox.NamedNode("https://w3id.org/fourports/ontology#seaLink")]
    found = {curie(iri): name for iri, name in labels(graph, terms, "zh").items()}
    assert found == {
        "id:city/1": "罗斯托克",
        "id:city/5": "Malmö",
        "id:person/b": "Anna Berg",
        "fp:seaLink": "海运联系",
    }


def test_a_chain_needs_a_link_and_both_its_ends(graph: Store) -> None:
    chain = QUERIES["chain-of-links"]
    nowhere = run(graph, chain, {"origin": "Rostock", "goal": "Egypt"}).rows
    assert not nowhere and nowhere.variables[:2] == ("path", "step")
    to_malmo = run(graph, chain, {"origin": "Rostock", "goal": "Malmö", "paths": "1"}).rows
    assert short(to_malmo, "from mode to") == [
        f"{ROSTOCK} seaLink {GDYNIA}",
        f"{GDYNIA} airLink country/SE",
        "country/SE locatedIn city/5",
    ]


def test_a_planned_link_is_taken_only_where_none_runs(graph: Store) -> None:
    found = run(graph, QUERIES["chain-of-links"], {"origin": "Gdynia", "goal": "Oslo"}).rows
    assert short(found, "path from mode to status")[-2:] == [
        f"2 {ROSTOCK} plannedLink {OSLO} negotiated",
        f"2 {ROSTOCK} plannedLink {OSLO} onTrial",
    ]


def test_the_queries_of_a_folder_are_found(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text("SELECT ?s WHERE { ?s ?p ?o }", "utf-8")
    (tmp_path / "a.rq").write_text("ASK WHERE { ?s ?p ?o }", "utf-8")
    assert list(load_queries(tmp_path)) == ["a", "b"]
