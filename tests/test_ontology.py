"""The ontology says all that the guidelines ask, in three languages, and a reasoner finds it consistent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg import resources, vocabulary
from kg.model import Status
from kg.rdf import ONTOLOGY, STATUSES, value

LANGUAGES = {"en", "de", "zh"}
TYPES = (
    "Country",
    "Region",
    "Province",
    "City",
    "Zone",
    "Port",
    "Airport",
    "Landmark",
    "Company",
    "GovernmentBody",
    "Association",
    "InternationalOrganization",
    "University",
    "ResearchInstitute",
    "MediaOrganization",
    "Person",
    "Vessel",
    "Agreement",
    "Regulation",
    "Plan",
    "Event",
    "Route",
    "System",
    "Recognition",
)
PREDICATES = (
    "locatedIn",
    "portOf",
    "seaLink",
    "airLink",
    "railLink",
    "roadLink",
    "intermodalLink",
    "plannedLink",
    "cooperatesWith",
    "sisterCityOf",
    "partyTo",
    "issued",
    "appliesTo",
    "received",
    "hosts",
    "organizes",
    "participatesIn",
    "holdsOfficeAt",
    "investsIn",
    "basedIn",
    "receivesOrdersFrom",
    "establishes",
    "partOf",
    "operates",
    "visits",
    "memberOf",
)
UNDIRECTED = {"seaLink", "airLink", "railLink", "roadLink", "intermodalLink", "linkedWith", "plannedLink"}


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(resources.ontology() / "fourports.ttl")


def test_every_type_is_a_narrowest_class_of_entities() -> None:
    above = vocabulary.load().above
    assert all("Entity" in above[name] for name in TYPES)
    assert not set(TYPES) & set().union(*above.values())


def test_relations_are_those_of_the_guidelines_and_what_all_links_share() -> None:
    assert vocabulary.load().relations == {*PREDICATES, "linkedWith"}


def test_undirected_relations_are_symmetric_and_a_planned_link_is_no_link() -> None:
    ontology = vocabulary.load()
    assert ontology.symmetric == UNDIRECTED | {"cooperatesWith", "sisterCityOf"}
    links = {name for name in PREDICATES if "linkedWith" in ontology.above.get(name, ())}
    assert links == UNDIRECTED - {"linkedWith", "plannedLink"}


def test_place_relations() -> None:
    ontology = vocabulary.load()
    assert "locatedIn" in ontology.transitive
    assert "locatedIn" in ontology.above["portOf"]


def test_every_term_has_a_label_and_a_definition_in_three_languages(terms: rdflib.Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    own = {s for kind in kinds for s in terms.subjects(RDF.type, kind) if str(s).startswith(ONTOLOGY)}
    assert len(own) > 90
    for term in own:
        for said in (RDFS.label, SKOS.definition):
            assert len(list(terms.objects(term, said))) == 3, (term, said)
            assert {o.language for o in terms.objects(term, said)} == LANGUAGES, (term, said)


@pytest.mark.parametrize("name", vocabulary.VOCABULARIES)
def test_every_concept_has_one_label_and_definition_a_language(name: str) -> None:
    scheme = rdflib.Graph().parse(resources.ontology() / name)
    concepts = set(scheme.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        for said in (SKOS.prefLabel, SKOS.definition):
            assert sorted(o.language for o in scheme.objects(concept, said)) == sorted(LANGUAGES), (concept, said)
    assert all(wider in concepts for wider in scheme.objects(None, SKOS.broader))


def test_no_two_measures_share_a_preferred_name() -> None:
    scheme = rdflib.Graph().parse(resources.ontology() / "measures.ttl")
    names = list(scheme.objects(None, SKOS.prefLabel))
    assert len(names) == len(set(names))


def test_statuses_are_those_of_the_model() -> None:
    known = {iri.removeprefix(STATUSES) for iri in vocabulary.load().concepts if iri.startswith(STATUSES)}
    assert known == {status.value for status in Status}


def test_units_have_concepts_and_unknown_currencies_an_iri() -> None:
    ontology = vocabulary.load()
    codes = ("%", "CNY", "USD", "t", "kg", "km", "m", "h", "min", "d", "month", "year", "person", "per_week")
    codes += ("per_day", "per_month", "per_year", "ordinal", "count")
    assert all(ontology.unit(code) in ontology.concepts for code in codes)
    assert ontology.unit("THB").endswith("/currency/THB")
    assert ontology.unit("furlong") == ""


def test_shapes_know_every_relation_and_speak_three_languages() -> None:
    shapes = rdflib.Graph().parse(resources.ontology() / "shapes.ttl")
    lists = {
        frozenset(str(i).removeprefix(ONTOLOGY) for i in Collection(shapes, o)) for o in shapes.objects(None, SH["in"])
    }
    assert frozenset(PREDICATES) in lists
    assert frozenset(TYPES) in lists
    (query,) = (str(q) for q in shapes.objects(None, SH.select) if "?path IN" in str(q))
    assert all(f"fp:{name}" in query for name in PREDICATES)
    for node in set(shapes.subjects(SH.message)):
        assert {o.language for o in shapes.objects(node, SH.message)} == LANGUAGES


def test_alignments_declare_what_their_axioms_use() -> None:
    aligned = rdflib.Graph().parse(resources.ontology() / "alignments.ttl")
    declared = set(aligned.subjects(RDF.type, OWL.Class)) | set(aligned.subjects(RDF.type, OWL.ObjectProperty))
    used = set(aligned.objects(None, RDFS.subClassOf)) | set(aligned.objects(None, RDFS.subPropertyOf))
    assert used == declared


def test_alignments_speak_of_terms_that_exist(terms: rdflib.Graph) -> None:
    aligned = rdflib.Graph().parse(resources.ontology() / "alignments.ttl")
    own = {s for s in aligned.subjects() if str(s).startswith(ONTOLOGY)}
    assert all((term, RDF.type, None) in terms for term in own)


def test_competency_questions_name_terms_that_exist(terms: rdflib.Graph) -> None:
    text = (resources.ontology() / "competency-questions.md").read_text(encoding="utf-8")
    named = {word.strip("`").removeprefix("fp:") for word in text.replace(",", " ").split() if word.startswith("`fp:")}
    assert named
    assert all((rdflib.URIRef(ONTOLOGY + name), RDF.type, None) in terms for name in named)


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")
def test_hermit_finds_it_consistent_with_no_unsatisfiable_class(tmp_path: Path) -> None:
    owlready = pytest.importorskip("owlready2")
    store = ox.Store()
    for name in ("fourports.ttl", "alignments.ttl"):
        store.load(path=str(resources.ontology() / name), format=ox.RdfFormat.TURTLE)
    merged = tmp_path / "merged.nt"
    kept = (quad.triple for quad in store if value(quad.predicate) != str(OWL.imports))
    merged.write_bytes(ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b"")
    world = owlready.World(filename=str(tmp_path / "quads.sqlite3"))
    world.get_ontology(merged.as_uri()).load()
    assert len(list(world.classes())) > 40
    owlready.sync_reasoner_hermit(world, debug=0)
    assert list(world.inconsistent_classes()) == []
