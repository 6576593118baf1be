"""What the ontology and its alignments say of each term, read for those who read and not for those who reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import BNode, Node

from kg import resources
from kg.errors import DataError
from kg.rdf import ONTOLOGY

EXAMPLES = Path(__file__).resolve().parent / "assets" / "examples.ttl"
LANGUAGES = ("en", "de", "zh")
KINDS = MappingProxyType(
    {"class": OWL.Class, "objectProperty": OWL.ObjectProperty, "datatypeProperty": OWL.DatatypeProperty}
)
TRAITS = ("SymmetricProperty", "TransitiveProperty", "FunctionalProperty", "InverseFunctionalProperty",
          "AsymmetricProperty", "ReflexiveProperty", "IrreflexiveProperty")

Words = Mapping[str, str]
"""Language tag to text."""


@dataclass(frozen=True, slots=True)
class Use:
    """A named query, as an example of how its terms are used."""

    name: str
    title: Words
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property.

    Attributes:
        name: the local name.
        kind: one of `KINDS`.
        links: what it stands in relation to: a key such as `super` or `domain` to IRIs.
        chains: properties, in order, that imply this one when they follow each other.
        traits: those of `TRAITS` it has.
        example: a triple that uses it, from `assets/examples.ttl`; empty when there is none.
    """

    name: str
    kind: str
    label: Words
    definition: Words
    links: Mapping[str, tuple[str, ...]]
    chains: tuple[tuple[str, ...], ...]
    traits: tuple[str, ...]
    example: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """The ontology: its title, description and version, its terms by local name, and prefixes to shorten IRIs with."""

    title: Words
    description: Words
    version: str
    terms: Mapping[str, Term]
    prefixes: Mapping[str, str]


def read_terms(folder: Path | None = None) -> Documentation:
    """All classes and properties of the ontology in a folder, by default the one that ships with the program.

    Raises:
        DataError: a file is missing or is not Turtle, or a text lacks one of the languages.
    """
    folder = folder or resources.ontology()
    graph = Graph(bind_namespaces="none")
    samples = Graph(bind_namespaces="none")
    for path, into in ((folder / "fourports.ttl", graph), (folder / "alignments.ttl", graph), (EXAMPLES, samples)):
        try:
            into.parse(path, format="turtle")
        except (OSError, SyntaxError) as error:
            raise DataError(f"not readable as Turtle: {error}", where=str(path)) from error
    own = URIRef(ONTOLOGY.rstrip("#"))
    found = sorted(_terms(graph, _examples(samples)), key=lambda term: (term.name.casefold(), term.name))
    return Documentation(
        title=_words(graph, own, RDFS.label),
        description=_words(graph, own, URIRef("http://purl.org/dc/terms/description")),
        version=str(graph.value(own, OWL.versionInfo) or ""),
        terms=MappingProxyType({term.name: term for term in found}),
        prefixes=MappingProxyType({name: str(iri) for name, iri in chain(graph.namespaces(), samples.namespaces())}),
    )


def _terms(graph: Graph, examples: Mapping[str, tuple[str, ...]]) -> Iterator[Term]:
    disjoint = _disjoint(graph)
    for kind, of in KINDS.items():
        for term in graph.subjects(RDF.type, of):
            if isinstance(term, URIRef) and term.startswith(ONTOLOGY):
                links = {key: tuple(sorted(iris, key=_own_first)) for key, iris in _links(graph, term).items()}
                yield Term(
                    name=term.removeprefix(ONTOLOGY),
                    kind=kind,
                    label=_words(graph, term, RDFS.label),
                    definition=_words(graph, term, SKOS.definition),
                    links=MappingProxyType(links | {"disjoint": tuple(sorted(disjoint.get(term, ())))}),
                    chains=tuple(sorted(_members(graph, head) for head in graph.objects(term, OWL.propertyChainAxiom))),
                    traits=tuple(name for name in TRAITS if (term, RDF.type, OWL[name]) in graph),
                    example=examples.get(str(term), ()),
                )


def _examples(samples: Graph) -> Mapping[str, tuple[str, ...]]:
    """Each term to the first triple, in the order of IRIs, that has it as predicate or as class."""
    found: dict[str, tuple[str, ...]] = {}
    for s, p, o in sorted(samples):
        found.setdefault(str(o if p == RDF.type else p), tuple(each.n3() for each in (s, p, o)))
    return found


def _own_first(iri: str) -> tuple[bool, str]:
    return not iri.startswith(ONTOLOGY), iri


def _links(graph: Graph, term: URIRef) -> dict[str, set[str]]:
    """What the term points at and is pointed at from; the two sides of a hierarchy in one key each."""
    return {
        "super": _named(graph, term, RDFS.subClassOf) | _named(graph, term, RDFS.subPropertyOf),
        "sub": {str(s) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s in graph.subjects(p, term)},
        "domain": _named(graph, term, RDFS.domain),
        "range": _named(graph, term, RDFS.range),
        "inverse": _named(graph, term, OWL.inverseOf) | set(map(str, graph.subjects(OWL.inverseOf, term))),
        "same": _named(graph, term, OWL.equivalentClass) | _named(graph, term, OWL.equivalentProperty),
        "close": _named(graph, term, SKOS.closeMatch),
        "see": _named(graph, term, RDFS.seeAlso),
    }


def _named(graph: Graph, term: URIRef, predicate: URIRef) -> set[str]:
    """The IRIs a term points at; those of a union, one by one."""
    found: set[str] = set()
    for each in graph.objects(term, predicate):
        union = graph.value(each, OWL.unionOf) if isinstance(each, BNode) else None
        found.update(_members(graph, union) if union is not None else [str(each)])
    return found


def _members(graph: Graph, head: Node) -> tuple[str, ...]:
    return tuple(map(str, Collection(graph, head)))


def _disjoint(graph: Graph) -> dict[Node, set[str]]:
    apart: dict[Node, set[str]] = {}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        head = graph.value(axiom, OWL.members)
        members = _members(graph, head) if head is not None else ()
        for each in members:
            apart.setdefault(URIRef(each), set()).update(other for other in members if other != each)
    return apart


def _words(graph: Graph, term: URIRef, predicate: URIRef) -> Words:
    words = {o.language: str(o) for o in graph.objects(term, predicate) if isinstance(o, Literal) and o.language}
    missing = [language for language in LANGUAGES if language not in words]
    if missing:
        raise DataError(f"{predicate} is missing in {', '.join(missing)}", where=str(term))
    return MappingProxyType({language: words[language] for language in LANGUAGES})
