"""What follows from the facts, and that it is marked as such."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from small_corpus import corpus

from kg.dataset import to_dataset
from kg.model import Place
from kg.rdf import BASE, DEFAULT, TYPE, Quads, fp, graph_name
from kg.reason import infer, inferred


def fact(subject: str, relation: str, target: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(BASE + subject), fp(relation), ox.NamedNode(BASE + target))


def kind(subject: str, name: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(BASE + subject), TYPE, fp(name))


def follows(*triples: ox.Triple) -> frozenset[ox.Triple]:
    return inferred(infer(Quads(ox.Quad(t.subject, t.predicate, t.object) for t in triples)))


@pytest.fixture(scope="module")
def quads() -> Quads:
    return infer(to_dataset(corpus()))


def test_what_is_inferred_stands_in_its_graph_and_in_the_default_graph_once(quads: Quads) -> None:
    asserted = set(to_dataset(corpus()).triples())
    new = inferred(quads)
    assert new and not new & asserted
    assert set(quads.triples()) == asserted | new
    assert len(list(quads.triples())) == len(asserted) + len(new)


def test_inferring_twice_changes_nothing(quads: Quads) -> None:
    assert infer(quads) == quads


def test_what_no_longer_follows_goes_away(quads: Quads) -> None:
    start = ox.NamedNode(BASE + "city/gn2844588")
    fewer = Quads(
        q
        for q in quads
        if not (
            q.subject == start
            and q.predicate == fp("locatedIn")
            and q.graph_name in (DEFAULT, graph_name(BASE, "background"))
        )
    )
    assert fact("port/DERSK", "locatedIn", "country/DE") in inferred(quads)
    assert fact("port/DERSK", "locatedIn", "country/DE") not in inferred(infer(fewer))


def test_links_go_both_ways_and_are_links() -> None:
    assert follows(fact("a", "airLink", "b")) == {
        fact("b", "airLink", "a"),
        fact("a", "linkedWith", "b"),
        fact("b", "linkedWith", "a"),
    }
    assert follows(fact("a", "plannedLink", "b")) == {fact("b", "plannedLink", "a")}


def test_location_holds_through_larger_places() -> None:
    assert follows(fact("p", "portOf", "c"), fact("c", "locatedIn", "s"), fact("s", "locatedIn", "x")) == {
        fact("p", "locatedIn", "c"),
        fact("p", "locatedIn", "s"),
        fact("p", "locatedIn", "x"),
        fact("c", "locatedIn", "x"),
    }


def test_a_circle_ends_and_relates_nothing_to_itself() -> None:
    assert follows(fact("a", "locatedIn", "b"), fact("b", "locatedIn", "a")) == frozenset()


def test_a_subsidiary_is_based_where_its_parent_is_and_in_its_country() -> None:
    assert follows(
        fact("unit", "partOf", "group"), fact("group", "basedIn", "city"), fact("city", "locatedIn", "land")
    ) == {
        fact("unit", "basedIn", "city"),
        fact("unit", "basedIn", "land"),
        fact("group", "basedIn", "land"),
    }


def test_a_place_that_is_part_of_a_place_lies_in_it_but_a_firm_does_not() -> None:
    places = follows(kind("z", "Zone"), kind("y", "Zone"), fact("z", "partOf", "y"))
    firms = follows(kind("f", "Company"), kind("g", "Company"), fact("f", "partOf", "g"))
    assert fact("z", "locatedIn", "y") in places
    assert fact("f", "locatedIn", "g") not in firms


def test_types_above(quads: Quads) -> None:
    assert {kind("port/DERSK", name) for name in ("TransportHub", "Place", "Entity")} <= inferred(quads)
    assert follows(kind("m", "Mention"), kind("s", "Statement")) == frozenset()


def test_order_does_not_matter(quads: Quads) -> None:
    assert list(infer(Quads(reversed(list(to_dataset(corpus())))))) == list(quads)


def test_a_port_lies_in_its_country_through_the_gazetteer() -> None:
    land = Place("country/PL", "Country", {"en": ("Poland",)}, {"iso3166_1": "PL"}, "PL")
    whole = corpus()
    entities = tuple(
        replace(e, place=replace(e.place, within=land.key)) if e.place and e.key == "city/gn3099424" else e
        for e in whole.entities
    )
    quads = infer(to_dataset(replace(whole, entities=entities, places=(*whole.places, land))))
    assert fact("port/PLGDY", "locatedIn", "country/PL") in inferred(quads)
