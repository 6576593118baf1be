"""The graph of a small corpus: its shape, its graphs, its sameness."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from small_corpus import CHINESE, ENGLISH, GERMAN, corpus, says

from kg import resources
from kg.catalogue import describe
from kg.dataset import to_dataset
from kg.errors import DataError
from kg.facts import fact_lines
from kg.literals import decimal, instants, moment
from kg.model import Corpus, Reading, Status
from kg.rdf import BASE, DEFAULT, RDF, Quads, fp, graph_name, prefixes, resource
from kg.reason import infer

ROSTOCK = f"{BASE}port/DERSK"
GDYNIA = f"{BASE}port/PLGDY"
TURKU = f"{BASE}city/gn633679"


@pytest.fixture(scope="module")
def quads() -> Quads:
    return to_dataset(corpus())


@pytest.fixture(scope="module")
def store(quads: Quads) -> ox.Store:
    return stored(describe(infer(quads)))


def stored(quads: Quads) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query over the default graph, with all prefixes of the README; terms as their values."""
    names = prefixes(kinds=["city", "port", "company", "person", "document", "statement", "figure"])
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in names.items())
    rows = store.query(head + query)
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple("" if term is None else term.value for term in row) for row in rows]  # type: ignore[union-attr]


def test_no_blank_nodes(quads: Quads) -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)


def test_default_graph_holds_every_triple_once_and_named_graphs_repeat_it(quads: Quads) -> None:
    default = list(quads.triples())
    named = {quad.triple for quad in quads if quad.graph_name != DEFAULT}
    assert len(default) == len(set(default))
    assert set(default) == named


def test_who_said_what(quads: Quads) -> None:
    digests = [reading.document.digest[:16] for reading in corpus().readings]
    link = ox.Triple(ox.NamedNode(ROSTOCK), fp("seaLink"), ox.NamedNode(GDYNIA))
    back = ox.Triple(ox.NamedNode(GDYNIA), fp("seaLink"), ox.NamedNode(ROSTOCK))
    lies = ox.Triple(ox.NamedNode(ROSTOCK), fp("portOf"), ox.NamedNode(f"{BASE}city/gn2844588"))
    english, german, chinese = (set(quads.triples(graph_name(BASE, digest))) for digest in digests)
    assert link in english and link not in german
    assert back in german and back not in english
    assert lies in set(quads.triples(graph_name(BASE, "background"))) and lies not in english | german | chinese


def test_statement_names_document_place_quote_rule_and_confidence(store: ox.Store) -> None:
    rows = ask(
        store,
        """SELECT ?name ?start ?end ?quote ?rule ?confidence ?status WHERE {
        ?st a fp:Statement ; rdf:subject port:DERSK ; rdf:predicate fp:seaLink ; rdf:object port:PLGDY ;
            fp:inDocument ?doc ; fp:evidence ?e ; fp:rule ?rule ; fp:confidence ?confidence ; fp:status ?status .
        ?doc dcterms:identifier ?name . ?e oa:hasSource ?doc ; oa:hasSelector/oa:start ?start ; oa:end ?end ;
            oa:exact ?quote }""",
    )
    end = ENGLISH.index(" On 3 March")
    assert rows == [
        (
            "ferry.txt",
            "0",
            str(end),
            ENGLISH[:end],
            "test.rule",
            "0.9",
            "https://w3id.org/fourports/statuses#inOperation",
        )
    ]


def test_every_passage_slices_its_document(store: ox.Store) -> None:
    texts = {"ferry.txt": ENGLISH, "hafen.txt": GERMAN, "forum.txt": CHINESE}
    rows = ask(
        store,
        """SELECT ?name ?start ?end ?quote WHERE {
        ?e oa:hasSource/dcterms:identifier ?name ; oa:start ?start ; oa:end ?end ; oa:exact ?quote }""",
    )
    assert len(rows) > 25
    assert all(texts[name][int(start) : int(end)] == quote for name, start, end, quote in rows)


def test_what_has_ended_is_stated_but_not_asserted(store: ox.Store) -> None:
    said = ask(store, "SELECT ?time WHERE { ?st fp:status status:ended ; rdf:object city:gn633679 ; fp:time ?time }")
    assert said == [("2019",)]
    assert ask(store, "SELECT ?x WHERE { ?x fp:seaLink|fp:linkedWith city:gn633679 }") == []


def test_a_planned_link_is_no_link(store: ox.Store) -> None:
    assert ask(store, "SELECT ?x WHERE { port:DERSK fp:plannedLink ?x }") == [(TURKU,)]
    assert ask(store, "SELECT ?x WHERE { port:DERSK fp:linkedWith ?x }") == [(GDYNIA,)]


def test_qualifiers(store: ox.Store) -> None:
    assert ask(store, "SELECT ?o WHERE { ?st rdf:predicate fp:holdsOfficeAt ; fp:office ?o }") == [
        ("Geschäftsführerin",)
    ]


def test_entity_names_identifiers_and_coordinates(store: ox.Store) -> None:
    rows = ask(
        store,
        """SELECT (LANG(?n) AS ?l) ?n ?id ?lat ?wkt ?same WHERE {
        city:gn2844588 rdfs:label ?n ; skos:prefLabel ?n ; fp:geonames ?id ; geo:lat ?lat ; schema:sameAs ?same ;
            geosparql:hasGeometry/geosparql:asWKT ?wkt } ORDER BY ?l""",
    )
    rest = ("2844588", "54.0887", "POINT(12.1405 54.0887)", "https://sws.geonames.org/2844588/")
    assert rows == [("de", "Rostock", *rest), ("en", "Rostock", *rest), ("zh", "罗斯托克", *rest)]
    assert ask(store, "SELECT ?n WHERE { port:DERSK skos:altLabel ?n }") == [("Rostock Harbour",)]


def test_background_places_are_labelled_and_marked(store: ox.Store) -> None:
    rows = ask(
        store,
        """SELECT ?name WHERE { ?b a fp:BackgroundStatement ; rdf:subject city:gn2844588 ;
        rdf:predicate fp:locatedIn ; rdf:object/rdfs:label ?name . FILTER(LANG(?name) = "de") }""",
    )
    assert rows == [("Mecklenburg-Vorpommern",)]
    assert ask(store, "SELECT ?p WHERE { ?p a fp:Country . FILTER NOT EXISTS { ?p fp:mentionedIn ?d } }") == [
        (f"{BASE}country/DE",)
    ]


def test_figure_as_observation(store: ox.Store) -> None:
    rows = ask(
        store,
        """SELECT ?value ?code ?about ?measure ?quote ?digits WHERE {
        ?f a fp:Observation, qb:Observation ; fp:quantifies ?st ; fp:value ?value ; fp:unitCode ?code ;
            fp:about ?about ; fp:measure/skos:prefLabel ?measure ; fp:evidence/oa:exact ?quote ;
            fp:writtenAs/oa:exact ?digits . ?st rdf:predicate fp:seaLink . FILTER(LANG(?measure) = "zh") }""",
    )
    assert rows == [("12", "per_week", ROSTOCK, "每周航班（海运）", ENGLISH[: ENGLISH.index(" On 3")], "twelve")]


def test_figure_with_period_modifier_and_narrowing(store: ox.Store) -> None:
    rows = ask(
        store,
        """SELECT ?value ?unit ?modifier ?period ?start ?end ?partner ?direction WHERE {
        ?f fp:unitCode "EUR" ; fp:value ?value ; fp:unit/skos:notation ?unit ; fp:modifier ?modifier ;
           fp:period ?period ; fp:periodStart ?start ; fp:periodEnd ?end ;
           fp:partnerText ?partner ; fp:direction ?direction }""",
    )
    assert rows == [("1200000000", "EUR", "approx", "2023", "2023-01-01", "2023-12-31", "the EU", "import")]


def test_measures_can_be_asked_by_a_broader_one(store: ox.Store) -> None:
    assert len(ask(store, "SELECT ?f WHERE { ?f fp:measure/skos:broader* measure:trade }")) == 2


def test_dates_of_documents_have_the_datatype_they_deserve(quads: Quads) -> None:
    issued = {
        q.object.value: q.object.datatype.value.rpartition("#")[2]
        for q in quads  # type: ignore[union-attr]
        if q.predicate.value.endswith("issued")
    }
    assert issued == {"2024-03-04": "date", "2024-02": "gYearMonth", "2024": "gYear"}


@pytest.mark.parametrize(
    ("said", "kind", "first", "last"),
    [
        ("2021-05-12", "date", "2021-05-12", "2021-05-12"),
        ("2024-02", "gYearMonth", "2024-02-01", "2024-02-29"),
        ("2021", "gYear", "2021-01-01", "2021-12-31"),
        ("2025-Q1", "string", "2025-01-01", "2025-03-31"),
        ("2021-01/2021-11", "string", "2021-01-01", "2021-11-30"),
        ("2021-01/", "string", "2021-01-01", None),
        ("2021-02-30", "string", None, None),
        ("2021-13", "string", None, None),
        ("soon", "string", None, None),
    ],
)
def test_times(said: str, kind: str, first: str | None, last: str | None) -> None:
    assert moment(said).datatype.value.endswith(f"#{kind}")
    assert tuple(day and day.value for day in instants(said)) == (first, last)


def test_decimals_keep_their_value() -> None:
    assert [decimal(n).value for n in (0.1, 100.0, 1e10, 2.5e-8, -3.0, 10)] == [
        "0.1",
        "100",
        "10000000000",
        "0.000000025",
        "-3",
        "10",
    ]


def shuffled(seed: int) -> Corpus:
    chance = random.Random(seed)
    whole = corpus()

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    readings = tuple(
        replace(
            r,
            mentions=mixed(r.mentions),
            assertions=mixed(r.assertions),
            figures=mixed(r.figures),
            dates=mixed(r.dates),
        )
        for r in whole.readings
    )
    return replace(whole, readings=mixed(readings), entities=mixed(whole.entities), places=mixed(whole.places))


@pytest.mark.parametrize("seed", range(5))
def test_order_does_not_matter(quads: Quads, seed: int) -> None:
    assert list(to_dataset(shuffled(seed))) == list(quads)
    assert list(fact_lines(shuffled(seed))) == list(fact_lines(corpus()))


def test_hash_seed_does_not_matter(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from small_corpus import corpus; from kg.dataset import to_dataset; from kg.reason import infer\n"
        "from kg.catalogue import describe; from kg.export import FORMATS, export; from pathlib import Path\n"
        "for form in FORMATS: export(describe(infer(to_dataset(corpus()))), Path(sys.argv[1]) / f'g.{form}')\n"
    )
    made = []
    for seed in ("1", "77"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            check=True,
            cwd=resources.CHECKOUT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 13


def test_merging_entities_never_renames_a_claim() -> None:
    whole = corpus()
    nordkai, baltic = (next(e for e in whole.entities if e.key == key) for key in ("company/nordkai", "company/baltic"))
    apart = {line["id"] for line in fact_lines(whole) if line["kind"] == "relation"}
    merged = replace(nordkai, key="company/group", members=nordkai.members + baltic.members)
    others = tuple(e for e in whole.entities if e not in (nordkai, baltic))
    together = {
        line["id"] for line in fact_lines(replace(whole, entities=(*others, merged))) if line["kind"] == "relation"
    }
    assert together < apart
    assert len(apart - together) == 1  # that the two cooperate says nothing once they are one


def test_adding_a_document_changes_only_what_it_adds() -> None:
    whole = corpus()
    less = replace(
        whole,
        readings=whole.readings[:2],
        entities=tuple(
            replace(e, members=members)
            for e in whole.entities
            if (members := tuple(m for m in e.members if m[0] != "forum.txt"))
        ),
    )
    assert set(to_dataset(less)) < set(to_dataset(whole))


def test_one_claim_said_twice_and_both_ways_round_is_one() -> None:
    text = "Rostock und Gdynia. Gdynia und Rostock."
    reading = corpus().readings[1]
    both = replace(
        reading,
        document=replace(reading.document, text=text),
        assertions=(
            says(text, "Gdynia und Rostock", "g", "seaLink", "r"),
            says(text, "Rostock und Gdynia", "r", "seaLink", "g"),
        ),
        mentions=(),
        figures=(),
        dates=(),
    )
    lines = [line for line in fact_lines(replace(corpus(), readings=(both,))) if line["kind"] == "relation"]
    assert [(line["subject"], line["object"], len(line["evidence"])) for line in lines] == [(ROSTOCK, GDYNIA, 2)]


def test_statuses_of_one_triple_stay_apart_when_one_is_withheld() -> None:
    text = GERMAN
    reading = replace(
        corpus().readings[1],
        assertions=(
            says(text, "Hafen Rostock", "r", "seaLink", "g"),
            says(text, "Hafen Gdynia", "r", "seaLink", "g", status=Status.DENIED),
        ),
    )
    lines = [line for line in fact_lines(replace(corpus(), readings=(reading,))) if line["kind"] == "relation"]
    assert [line["status"] for line in lines] == [None, "denied"]


def test_a_claim_without_evidence_is_refused() -> None:
    reading = corpus().readings[1]
    broken = replace(reading, assertions=(replace(reading.assertions[0], evidence=()),))
    with pytest.raises(DataError, match=r"hafen\.txt.*no evidence"):
        to_dataset(replace(corpus(), readings=(broken,)))


def test_an_end_that_is_no_entity_is_refused() -> None:
    reading = replace(corpus().readings[1], assertions=(says(GERMAN, "Hafen", "nobody", "seaLink", "g"),))
    with pytest.raises(DataError, match="'nobody' belongs to no entity"):
        to_dataset(replace(corpus(), readings=(reading,)))


def test_another_base() -> None:
    base = "https://example.org/kg/"
    own = [q for q in to_dataset(corpus(), base) if str(q.subject).startswith(f"<{base}")]
    assert own
    assert not any(BASE in str(quad) for quad in to_dataset(corpus(), base))


def test_an_empty_corpus_is_an_empty_dataset() -> None:
    assert len(to_dataset(Corpus((), ()))) == 0


def test_any_key_makes_an_iri() -> None:
    assert ox.NamedNode(resource(BASE, 'event/a <b> "c" 会')).value == f"{BASE}event/a%20%3Cb%3E%20%22c%22%20%E4%BC%9A"


def test_fact_lines_follow_the_guidelines() -> None:
    lines = list(fact_lines(corpus()))
    kinds = [line["kind"] for line in lines]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"entity": 10, "relation": 9, "figure": 3, "date": 2}
    texts = {"ferry.txt": ENGLISH, "hafen.txt": GERMAN, "forum.txt": CHINESE}
    for line in lines:
        places = [*line.get("mentions", []), *line.get("evidence", []), *([line["span"]] if "span" in line else [])]
        assert places
        for place in places:
            text = texts[place.get("document") or line["document"]]
            assert text[place["start"] : place["end"]] == place["text"]


def test_facts_and_graph_use_the_same_iris(store: ox.Store) -> None:
    known = {row[0] for row in ask(store, "SELECT DISTINCT ?s WHERE { ?s ?p ?o }")}
    for line in fact_lines(corpus()):
        if line["kind"] in ("relation", "figure", "entity"):
            assert line["id"] in known
            assert set(line.get("of", [])) <= known


def test_every_example_of_the_ontology_page_runs(store: ox.Store) -> None:
    page = (resources.ontology() / "README.md").read_text(encoding="utf-8")
    head, *examples = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)
    assert len(examples) >= 5
    for example in examples:
        assert list(store.query(head + example)), example  # type: ignore[arg-type]


def test_description_counts_the_default_graph(quads: Quads) -> None:
    described = stored(describe(quads))
    rows = ask(
        described, f"SELECT ?t ?d ?e WHERE {{ <{BASE}dataset> void:triples ?t ; void:documents ?d ; void:entities ?e }}"
    )
    assert rows == [(str(len(list(quads.triples()))), "3", "12")]
    assert ask(described, f"SELECT ?l WHERE {{ <{BASE}dataset> dcterms:license ?l }}") == [
        ("https://creativecommons.org/licenses/by/4.0/",)
    ]
    assert describe(describe(quads)) == describe(quads)


def test_statement_type_is_understood_by_plain_rdf_tools(quads: Quads) -> None:
    kinds = {q.object.value for q in quads if q.predicate.value == RDF + "type"}  # type: ignore[union-attr]
    assert RDF + "Statement" in kinds


def test_reading_without_facts_still_gives_its_document(quads: Quads) -> None:
    document = corpus().readings[0].document
    lone = to_dataset(Corpus((Reading(document),), ()))
    assert any(quad.object == fp("Document") for quad in lone)
