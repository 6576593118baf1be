"""What the gazetteer and the vocabularies add to what documents say, each relation marked as background."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg import vocabulary
from kg.literals import decimal, words
from kg.model import Corpus, Place
from kg.rdf import (
    DCTERMS,
    GEOSPARQL,
    LABEL,
    PROV,
    RDF,
    SCHEMA,
    SIMPLE_FEATURES,
    SKOS,
    TYPE,
    WGS84,
    fp,
    resource,
)

Triples = Iterator[ox.Triple]
Names = Mapping[str, tuple[str, ...]]

PROPERTIES = frozenset({"geonames", "unlocode", "iata", "icao", "iso3166_1", "iso3166_2", "wikidata"})
SAME_AS = {"geonames": "https://sws.geonames.org/{}/", "wikidata": "http://www.wikidata.org/entity/{}"}
SOURCES = {"geonames": "https://www.geonames.org/", "unlocode": "https://unece.org/trade/uncefact/unlocode"}


def background(corpus: Corpus, concepts: Iterable[str], base: str) -> Triples:
    """Names, identifiers and coordinates of places, where they lie, and the labels of the concepts used.

    Args:
        corpus: its entities' places, and in `places` the rows those lie in or serve.
        concepts: IRIs of measures, statuses and units.
        base: the IRI that all resources start with.
    """
    rows = {place.key: place for place in corpus.places}
    nodes: dict[str, str] = {}
    for entity in corpus.entities:
        node = ox.NamedNode(resource(base, entity.key))
        yield from _identifiers(node, entity.identifiers)
        if entity.place is not None:
            rows[entity.place.key] = entity.place
            nodes[entity.place.key] = node.value
            yield from names(node, entity.labels)
    for key in sorted(_reached(nodes, rows)):
        node = ox.NamedNode(nodes.get(key) or resource(base, key))
        if key not in nodes:
            yield ox.Triple(node, TYPE, fp(rows[key].type))
            yield from names(node, rows[key].names)
            yield from _identifiers(node, rows[key].identifiers)
        yield from _coordinates(node, rows[key])
        for predicate, target in (("locatedIn", rows[key].within), ("portOf", rows[key].serves)):
            if target in rows:
                other = ox.NamedNode(nodes.get(target) or resource(base, target))
                yield from _statement((node, fp(predicate), other), rows[key], base)
    for concept in concepts:
        yield from vocabulary.load().concepts.get(concept, ())


def names(node: ox.NamedNode, labels: Names) -> Triples:
    """The names of a thing: the first of each language preferred, the others alternative."""
    for language, spellings in labels.items():
        for name in spellings[:1]:
            yield ox.Triple(node, LABEL, words(name, language))
            yield ox.Triple(node, ox.NamedNode(SKOS + "prefLabel"), words(name, language))
        for name in spellings[1:]:
            yield ox.Triple(node, ox.NamedNode(SKOS + "altLabel"), words(name, language))


def _reached(start: Iterable[str], rows: Mapping[str, Place]) -> set[str]:
    """The keys of all rows that one comes to from `start` through `within` and `serves`."""
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        key = ahead.pop()
        if key in rows and key not in reached:
            reached.add(key)
            ahead += [rows[key].within, rows[key].serves]
    return reached


def _identifiers(node: ox.NamedNode, identifiers: Mapping[str, str]) -> Triples:
    for scheme, code in identifiers.items():
        if scheme in PROPERTIES:
            yield ox.Triple(node, fp(scheme), ox.Literal(code))
        else:
            yield ox.Triple(node, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(f"{scheme}:{code}"))
        if scheme in SAME_AS:
            yield ox.Triple(node, ox.NamedNode(SCHEMA + "sameAs"), ox.NamedNode(SAME_AS[scheme].format(code)))


def _coordinates(node: ox.NamedNode, place: Place) -> Triples:
    if place.latitude is None or place.longitude is None:
        return
    latitude, longitude = decimal(place.latitude), decimal(place.longitude)
    point = ox.NamedNode(node.value + "#point")
    well_known = ox.Literal(
        f"POINT({longitude.value} {latitude.value})", datatype=ox.NamedNode(GEOSPARQL + "wktLiteral")
    )
    yield ox.Triple(node, ox.NamedNode(WGS84 + "lat"), latitude)
    yield ox.Triple(node, ox.NamedNode(WGS84 + "long"), longitude)
    yield ox.Triple(node, ox.NamedNode(GEOSPARQL + "hasGeometry"), point)
    yield ox.Triple(point, TYPE, ox.NamedNode(SIMPLE_FEATURES + "Point"))
    yield ox.Triple(point, ox.NamedNode(GEOSPARQL + "asWKT"), well_known)


def _statement(triple: tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode], row: Place, base: str) -> Triples:
    yield ox.Triple(*triple)
    named = hashlib.sha256(" ".join(("background", *(term.value for term in triple))).encode()).hexdigest()[:24]
    node = ox.NamedNode(f"{base}statement/{named}")
    yield ox.Triple(node, TYPE, fp("BackgroundStatement"))
    yield ox.Triple(node, TYPE, ox.NamedNode(RDF + "Statement"))
    for name, term in zip(("subject", "predicate", "object"), triple, strict=True):
        yield ox.Triple(node, ox.NamedNode(RDF + name), term)
    for scheme in sorted(SOURCES.keys() & row.identifiers.keys()):
        yield ox.Triple(node, ox.NamedNode(PROV + "hadPrimarySource"), ox.NamedNode(SOURCES[scheme]))
