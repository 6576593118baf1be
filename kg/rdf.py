"""What the RDF stages share: namespaces, prefixes, and the sorted, immutable collection of quads.

Names of the graph's own terms are written once, here or in `ontology/`; everything else asks this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import DataError

BASE = "https://w3id.org/fourports/id/"
ONTOLOGY = "https://w3id.org/fourports/ontology#"
MEASURES = "https://w3id.org/fourports/measures#"
STATUSES = "https://w3id.org/fourports/statuses#"
UNITS = "https://w3id.org/fourports/units#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
SIMPLE_FEATURES = "http://www.opengis.net/ont/sf#"
SCHEMA = "https://schema.org/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
QUDT_UNIT = "http://qudt.org/vocab/unit/"
EU_CURRENCY = "http://publications.europa.eu/resource/authority/currency/"

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
DEFAULT = ox.DefaultGraph()

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def fp(name: str) -> ox.NamedNode:
    """The ontology's term of this local name.

    >>> fp("City").value
    'https://w3id.org/fourports/ontology#City'
    """
    return ox.NamedNode(ONTOLOGY + name)


def value(term: Term) -> str:
    """The IRI or the lexical form of a term; a triple inside a triple (RDF 1.2) has none."""
    return "" if isinstance(term, ox.Triple) else term.value


def resource(base: str, key: str) -> str:
    """The IRI of a key under the base, whatever characters the key holds.

    >>> resource(BASE, "city/gn1791673")
    'https://w3id.org/fourports/id/city/gn1791673'
    >>> resource(BASE, "company/a b")
    'https://w3id.org/fourports/id/company/a%20b'
    """
    return base + quote(key, safe="/-._~:@!$&'()*+,;=")


def graph_name(base: str, name: str) -> ox.NamedNode:
    """The named graph `name`: `background`, `inferred`, or the first 16 digits of a document's digest."""
    return ox.NamedNode(f"{base}graph/{name}")


def prefixes(base: str = BASE, kinds: Iterable[str] = ()) -> dict[str, str]:
    """The prefixes of every serialisation; one more for each kind of resource, such as `city` or `statement`.

    >>> prefixes(kinds=["city"])["city"]
    'https://w3id.org/fourports/id/city/'
    """
    return {kind: f"{base}{kind}/" for kind in kinds} | {
        "fp": ONTOLOGY,
        "measure": MEASURES,
        "status": STATUSES,
        "fpunit": UNITS,
        "id": base,
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "foaf": FOAF,
        "geo": WGS84,
        "geosparql": GEOSPARQL,
        "oa": OA,
        "owl": OWL,
        "prov": PROV,
        "qb": QB,
        "qudtunit": QUDT_UNIT,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "sf": SIMPLE_FEATURES,
        "skos": SKOS,
        "void": VOID,
        "xsd": XSD,
    }


def repeated(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Each triple twice: in the default graph, and in the named graph that tells where it comes from."""
    for triple in triples:
        for name in (DEFAULT, graph):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


class Quads(Collection[ox.Quad]):
    """Quads without duplicates, in the order of their N-Quads lines: the same for any order they came in.

    >>> a = ox.Quad(fp("b"), TYPE, fp("c")); b = ox.Quad(fp("a"), TYPE, fp("c"))
    >>> list(Quads([a, b, a])) == [b, a]
    True
    """

    __slots__ = ("_members", "_sorted")

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self._members = frozenset(quads)
        self._sorted: tuple[ox.Quad, ...] | None = None

    def __iter__(self) -> Iterator[ox.Quad]:
        if self._sorted is None:  # sorting costs most: left until someone reads
            self._sorted = tuple(sorted(self._members, key=str))
        return iter(self._sorted)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, quad: object) -> bool:
        return quad in self._members

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quads) and self._members == other._members

    def __hash__(self) -> int:
        return hash(self._members)

    def __or__(self, others: Iterable[ox.Quad]) -> Quads:
        """Both together."""
        return Quads(self._members.union(others))

    @property
    def unordered(self) -> frozenset[ox.Quad]:
        """The quads in no order, for whoever counts or looks up and does not write."""
        return self._members

    def triples(self, graph: ox.NamedNode | ox.DefaultGraph = DEFAULT) -> Iterator[ox.Triple]:
        """The triples of one graph, in order; by default of the default graph, which holds every triple once."""
        return (quad.triple for quad in self if quad.graph_name == graph)

    def in_graph(self, graph: ox.NamedNode) -> frozenset[ox.Triple]:
        """The triples of a named graph in no order, to look them up."""
        return frozenset(quad.triple for quad in self._members if quad.graph_name == graph)

    def without_graph(self, graph: ox.NamedNode) -> Quads:
        """The quads less a named graph and what the default graph has from it alone."""
        apart = self.in_graph(graph)
        if not apart:
            return self
        kept = (q for q in self._members if q.graph_name != graph)
        return Quads(q for q in kept if q.graph_name != DEFAULT or q.triple not in apart)


def read_turtle(*paths: Path) -> ox.Store:
    """The triples of Turtle files in one in-memory store.

    Raises:
        DataError: a file is missing or is not Turtle.
    """
    store = ox.Store()
    for path in paths:
        try:
            store.load(path=str(path), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError, ValueError) as error:
            raise DataError(f"not readable as Turtle: {error}", where=str(path)) from error
    return store
