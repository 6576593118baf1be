"""What the ontology and its vocabularies say, read from `ontology/` once and immutable.

Relations, symmetry, hierarchies and concepts are data: this module reads them, so that no code lists them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg import resources
from kg.rdf import EU_CURRENCY, ONTOLOGY, OWL, RDF, RDFS, SKOS, TYPE, fp, read_turtle, value

VOCABULARIES = ("measures.ttl", "statuses.ttl", "units.ttl")

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology as the program needs it; terms by their local names.

    Attributes:
        relations: properties from entity to entity, such as `seaLink`.
        symmetric, transitive: those relations that are.
        above: class or property to all that stand above it, itself left out.
        chains: relation to the pairs of relations whose chain implies it.
        concepts: IRI of a measure, status or unit to the triples that describe it.
        broader: IRI of a concept to that of the next broader one.
        units: unit code to the IRI of its unit.
    """

    relations: frozenset[str]
    symmetric: frozenset[str]
    transitive: frozenset[str]
    above: Mapping[str, frozenset[str]]
    chains: Mapping[str, Pairs]
    concepts: Mapping[str, tuple[ox.Triple, ...]]
    broader: Mapping[str, str]
    units: Mapping[str, str]

    def unit(self, code: str) -> str:
        """The IRI of a unit code; three capital letters are a currency of ISO 4217, known or not.

        >>> load().unit("per_week")
        'http://qudt.org/vocab/unit/PER-WK'
        """
        known = self.units.get(code, "")
        return known or (EU_CURRENCY + code if len(code) == 3 and code.isupper() else "")

    def with_broader(self, concept: str) -> tuple[str, ...]:
        """A concept and all that are broader, in that order."""
        chain = [concept]
        while (wider := self.broader.get(chain[-1])) is not None:
            chain.append(wider)
        return tuple(chain)


@cache
def load(folder: Path | None = None) -> Ontology:
    """The ontology of a folder, by default the one that ships with the program.

    Raises:
        DataError: a file is missing or is not Turtle.
    """
    folder = folder or resources.ontology()
    terms = read_turtle(folder / "fourports.ttl")
    vocabularies = read_turtle(*(folder / name for name in VOCABULARIES))
    above = _closure(_pairs(terms, RDFS + "subClassOf") | _pairs(terms, RDFS + "subPropertyOf"))
    concepts = _concepts(vocabularies)
    notation = vocabularies.quads_for_pattern(None, ox.NamedNode(SKOS + "notation"), None)
    broader = vocabularies.quads_for_pattern(None, ox.NamedNode(SKOS + "broader"), None)
    return Ontology(
        relations=_relations(terms, above),
        symmetric=_members(terms, "SymmetricProperty"),
        transitive=_members(terms, "TransitiveProperty"),
        above=above,
        chains=_chains(terms),
        concepts=concepts,
        broader=MappingProxyType({value(quad.subject): value(quad.object) for quad in broader}),
        units=MappingProxyType({value(quad.object): value(quad.subject) for quad in notation}),
    )


def _local(term: object) -> str:
    value = term.value if isinstance(term, ox.NamedNode) else ""
    return value.removeprefix(ONTOLOGY) if value.startswith(ONTOLOGY) else ""


def _members(terms: ox.Store, kind: str) -> frozenset[str]:
    return frozenset(_local(q.subject) for q in terms.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + kind)))


def _pairs(terms: ox.Store, predicate: str) -> Pairs:
    quads = terms.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return frozenset((_local(q.subject), _local(q.object)) for q in quads if _local(q.object))


def _closure(pairs: Pairs) -> Mapping[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for lower, upper in pairs:
        direct.setdefault(lower, set()).add(upper)

    def climb(name: str) -> set[str]:
        return direct.get(name, set()).union(*(climb(upper) for upper in direct.get(name, ())))

    return MappingProxyType({name: frozenset(climb(name)) for name in direct})


def _list(terms: ox.Store, head: ox.NamedNode | ox.BlankNode) -> list[str]:
    items: list[str] = []
    while head.value != RDF + "nil":
        items.append(_local(_only(terms, head, RDF + "first")))
        head = _only(terms, head, RDF + "rest")
    return items


def _only(terms: ox.Store, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> ox.NamedNode | ox.BlankNode:
    (quad,) = terms.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    assert isinstance(quad.object, ox.NamedNode | ox.BlankNode)
    return quad.object


def _relations(terms: ox.Store, above: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Object properties whose domain and range are sorts of entities."""

    def of_entities(name: str, side: str) -> bool:
        declared = _only(terms, fp(name), RDFS + side)
        named = isinstance(declared, ox.NamedNode)
        sorts = [_local(declared)] if named else _list(terms, _only(terms, declared, OWL + "unionOf"))
        return all(sort == "Entity" or "Entity" in above.get(sort, ()) for sort in sorts)

    properties = _members(terms, "ObjectProperty")
    return frozenset(n for n in properties if of_entities(n, "domain") and of_entities(n, "range"))


def _chains(terms: ox.Store) -> Mapping[str, Pairs]:
    chains: dict[str, set[tuple[str, str]]] = {}
    for quad in terms.quads_for_pattern(None, ox.NamedNode(OWL + "propertyChainAxiom"), None):
        assert isinstance(quad.object, ox.BlankNode)
        first, second = _list(terms, quad.object)
        chains.setdefault(_local(quad.subject), set()).add((first, second))
    return MappingProxyType({name: frozenset(pairs) for name, pairs in chains.items()})


def _concepts(vocabularies: ox.Store) -> Mapping[str, tuple[ox.Triple, ...]]:
    """What a dataset repeats of a concept, so that it can be read without the vocabulary beside it."""
    kept = {RDF + "type", *(SKOS + name for name in ("prefLabel", "inScheme", "broader", "notation"))}
    found: dict[str, list[ox.Triple]] = {}
    for concept in vocabularies.quads_for_pattern(None, TYPE, ox.NamedNode(SKOS + "Concept")):
        quads = vocabularies.quads_for_pattern(concept.subject, None, None)
        found[value(concept.subject)] = [q.triple for q in quads if q.predicate.value in kept]
    return MappingProxyType({iri: tuple(sorted(triples, key=str)) for iri, triples in found.items()})
