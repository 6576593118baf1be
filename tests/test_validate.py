"""A sound graph conforms; a graph broken in each shape's way is caught, and told in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH
from small_corpus import corpus

from kg import resources
from kg.catalogue import describe
from kg.dataset import to_dataset
from kg.errors import DataError
from kg.export import without_quotes
from kg.rdf import BASE, LABEL, OA, STATUSES, TYPE, WGS84, XSD, Quads, fp, value
from kg.rdf import RDF as RDF_NS
from kg.reason import infer
from kg.validate import validate


@pytest.fixture(scope="module")
def quads() -> Quads:
    return describe(infer(to_dataset(corpus())))


def subjects(quads: Quads, kind: str) -> Iterator[str]:
    return (value(t.subject) for t in quads.triples() if t.predicate == TYPE and t.object == fp(kind))


def without(quads: Quads, subject: str, predicate: str, target: str = "") -> Quads:
    """The quads less what a subject says by a predicate (of one object)."""
    return Quads(
        q
        for q in quads
        if not (value(q.subject) == subject and q.predicate.value == predicate and target in ("", value(q.object)))
    )


def plus(quads: Quads, subject: str, predicate: str, term: ox.NamedNode | ox.Literal) -> Quads:
    return quads | [ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term)]


def instead(quads: Quads, subject: str, predicate: str, term: ox.NamedNode | ox.Literal) -> Quads:
    return plus(without(quads, subject, predicate), subject, predicate, term)


def value_of(quads: Quads, subject: str, predicate: str) -> str:
    """The first object of a subject's predicate, or nothing."""
    found = (value(t.object) for t in quads.triples() if value(t.subject) == subject and t.predicate.value == predicate)
    return next(found, "")


def decimal(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "decimal"))


def test_a_sound_graph_conforms(quads: Quads) -> None:
    report = validate(quads)
    assert report.findings == ()
    assert report.conforms


def test_a_graph_conforms_before_reasoning_and_without_quotes(quads: Quads) -> None:
    assert validate(to_dataset(corpus())).conforms
    assert validate(without_quotes(quads)).conforms


FP = fp("").value
PORT = BASE + "port/DERSK"
LINKED = BASE + "port/PLGDY"
CITY = BASE + "city/gn2844588"


@pytest.mark.parametrize("name", ["inDocument", "evidence", "rule", "confidence"])
@pytest.mark.parametrize(("kind", "shape"), [("Statement", "StatementShape"), ("Observation", "ObservationShape")])
def test_what_a_fact_must_have(quads: Quads, kind: str, shape: str, name: str) -> None:
    node = next(subjects(quads, kind))
    found = validate(without(quads, node, FP + name)).findings
    assert (shape, node) in {(each.shape, each.node) for each in found}


@pytest.mark.parametrize("name", ["subject", "predicate", "object"])
@pytest.mark.parametrize("kind", ["Statement", "BackgroundStatement"])
def test_a_claim_needs_its_three_parts(quads: Quads, kind: str, name: str) -> None:
    node = next(subjects(quads, kind))
    found = validate(without(quads, node, RDF_NS + name)).findings
    assert (f"{kind}Shape", node, RDF_NS + name) in {(each.shape, each.node, each.path) for each in found}


def test_each_broken_value_is_caught(quads: Quads) -> None:
    statement, figure = next(subjects(quads, "Statement")), next(subjects(quads, "Observation"))
    mention, date = next(subjects(quads, "Mention")), next(subjects(quads, "DateMention"))
    document = next(subjects(quads, "Document"))
    passage = next(subjects(quads, "Passage"))
    timed = next(each for each in subjects(quads, "Statement") if value_of(quads, each, FP + "timeEnd"))
    early = ox.Literal("1999-01-01", datatype=ox.NamedNode(XSD + "date"))
    other = next(d for d in subjects(quads, "Document") if value_of(quads, statement, FP + "inDocument") != d)
    text = ox.Literal
    cases = {
        "confidence over 1": ("StatementShape", instead(quads, statement, FP + "confidence", decimal("1.5"))),
        "unknown status": ("StatementShape", plus(quads, statement, FP + "status", ox.NamedNode(STATUSES + "maybe"))),
        "unknown relation": ("StatementShape", instead(quads, statement, RDF_NS + "predicate", fp("likes"))),
        "evidence elsewhere": ("StatementShape", instead(quads, statement, FP + "inDocument", ox.NamedNode(other))),
        "ends before it begins": ("StatementShape", instead(quads, timed, FP + "timeEnd", early)),
        "no quote": ("PassageShape", without(quads, passage, OA + "exact")),
        "no source": ("PassageShape", without(quads, mention, OA + "hasSource")),
        "end before start": ("PassageShape", instead(quads, mention, OA + "end", text(0))),
        "a date that ends before": ("DateMentionShape", instead(quads, date, FP + "timeEnd", early)),
        "no time": ("DateMentionShape", without(quads, date, FP + "time")),
        "no value": ("ObservationShape", without(quads, figure, FP + "value")),
        "unknown unit": ("ObservationShape", instead(quads, figure, FP + "unitCode", text("furlong"))),
        "unknown kind": ("ObservationShape", instead(quads, figure, FP + "factKind", text("guess"))),
        "unknown modifier": ("ObservationShape", instead(quads, figure, FP + "modifier", text("roughly"))),
        "no number": ("ObservationShape", without(quads, figure, FP + "writtenAs")),
        "no label": ("EntityShape", without(quads, PORT, LABEL.value)),
        "two labels of a language": ("EntityShape", plus(quads, PORT, LABEL.value, text("Other", language="en"))),
        "no narrow type": ("EntityShape", plus(quads, BASE + "thing/x", TYPE.value, fp("Place"))),
        "two narrow types": ("EntityShape", plus(quads, PORT, TYPE.value, fp("City"))),
        "bad UN/LOCODE": ("UnlocodeShape", plus(quads, PORT, FP + "unlocode", text("DE RSK"))),
        "bad IATA": ("IataShape", plus(quads, PORT, FP + "iata", text("rlg"))),
        "bad ICAO": ("IcaoShape", plus(quads, PORT, FP + "icao", text("ED"))),
        "bad country": ("Iso31661Shape", plus(quads, PORT, FP + "iso3166_1", text("DEU"))),
        "bad division": ("Iso31662Shape", plus(quads, PORT, FP + "iso3166_2", text("MV"))),
        "bad GeoNames": ("GeonamesShape", plus(quads, PORT, FP + "geonames", text("gn1"))),
        "bad Wikidata": ("WikidataShape", plus(quads, PORT, FP + "wikidata", text("12"))),
        "latitude": ("LatShape", instead(quads, CITY, WGS84 + "lat", decimal("95"))),
        "longitude": ("LongShape", instead(quads, CITY, WGS84 + "long", decimal("181"))),
        "no digest": ("DocumentShape", without(quads, document, FP + "sha256")),
        "nobody says so": ("FactShape", plus(quads, PORT, FP + "airLink", ox.NamedNode(CITY))),
        "it has ended": ("FactShape", plus(quads, PORT, FP + "seaLink", ox.NamedNode(BASE + "city/gn633679"))),
        "said, not asserted": ("AssertedShape", without(quads, CITY, FP + "sisterCityOf")),
    }
    for name, (shape, broken) in cases.items():
        assert shape in {each.shape for each in validate(broken).findings}, name
    shapes = rdflib.Graph().parse(resources.ontology() / "shapes.ttl")
    all_shapes = {str(s).rpartition("#")[2] for s in shapes.subjects(RDF.type, SH.NodeShape)}
    assert all_shapes - {shape for shape, _ in cases.values()} == {"BackgroundStatementShape"}  # the test before


def test_a_finding_tells_what_is_wrong_in_three_languages(quads: Quads) -> None:
    (finding,) = validate(plus(quads, PORT, FP + "iata", ox.Literal("rlg"))).findings
    assert (finding.node, finding.path, finding.value, finding.severity) == (PORT, FP + "iata", "rlg", "Violation")
    assert finding.message() == "This is not an identifier of IATA."
    assert finding.message("de") == "Das ist keine Kennung von IATA."
    assert "IATA" in finding.message("zh") != finding.message("fr") == finding.message("en")


def test_a_fact_nobody_states_is_found_at_its_subject(quads: Quads) -> None:
    (finding,) = validate(plus(quads, PORT, FP + "airLink", ox.NamedNode(CITY))).findings
    assert (finding.node, finding.path) == (PORT, FP + "airLink")


def test_shapes_that_are_no_turtle_are_refused(quads: Quads, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("this is no turtle")
    with pytest.raises(DataError, match=r"bad\.ttl"):
        validate(quads, bad)
