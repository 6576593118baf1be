"""The dataset's description of itself in VoID and DCAT: title, licence, sources, version, counts; no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from kg import __version__, vocabulary
from kg.literals import words
from kg.rdf import (
    BASE,
    DCAT,
    DCTERMS,
    DEFAULT,
    LABEL,
    MEASURES,
    ONTOLOGY,
    OWL,
    QB,
    STATUSES,
    TYPE,
    UNITS,
    VOID,
    Quads,
    fp,
    graph_name,
    repeated,
    value,
)

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
GEONAMES = "https://www.geonames.org/"
TITLE = {
    "en": "fourports: how cities work together across borders",
    "de": "fourports: wie Städte über Grenzen hinweg zusammenarbeiten",
    "zh": "fourports：城市跨境合作知识图谱",
}
ATTRIBUTION = {
    "en": "Place names, coordinates and identifiers from GeoNames (geonames.org), CC BY 4.0.",
    "de": "Ortsnamen, Koordinaten und Kennungen von GeoNames (geonames.org), CC BY 4.0.",
    "zh": "地名、坐标与标识符来自 GeoNames（geonames.org），CC BY 4.0。",
}


def describe(quads: Quads, base: str = BASE) -> Quads:
    """The quads with a description of them as `<base>dataset`, in the default graph and the graph `catalogue`.

    The counts are those of the default graph without the description itself.
    """
    graph = graph_name(base, "catalogue")
    kept = quads.without_graph(graph)
    default = [quad for quad in kept.unordered if quad.graph_name == DEFAULT]
    return kept | repeated({*_identity(base), *_counts(default, base)}, graph)


def _dcterms(name: str) -> ox.NamedNode:
    return ox.NamedNode(DCTERMS + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(VOID + name)


def _identity(base: str) -> Iterator[ox.Triple]:
    node, figures = ox.NamedNode(base + "dataset"), ox.NamedNode(base + "dataset/figures")
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield ox.Triple(node, TYPE, ox.NamedNode(kind))
    for language, title in TITLE.items():
        yield ox.Triple(node, _dcterms("title"), words(title, language))
        yield ox.Triple(node, _dcterms("rights"), words(ATTRIBUTION[language], language))
    yield ox.Triple(node, _dcterms("license"), ox.NamedNode(LICENCE))
    yield ox.Triple(node, _dcterms("source"), ox.NamedNode(GEONAMES))
    yield ox.Triple(node, _dcterms("hasPart"), figures)
    yield ox.Triple(node, ox.NamedNode(OWL + "versionInfo"), ox.Literal(__version__))
    yield ox.Triple(node, ox.NamedNode(DCAT + "version"), ox.Literal(__version__))
    yield ox.Triple(node, _void("uriSpace"), ox.Literal(base))
    for namespace in (ONTOLOGY, MEASURES, STATUSES, UNITS, DCTERMS, QB, VOID):
        yield ox.Triple(node, _void("vocabulary"), ox.NamedNode(namespace))
    yield ox.Triple(figures, TYPE, ox.NamedNode(QB + "DataSet"))
    yield ox.Triple(figures, LABEL, words("Figures of the documents", "en"))
    yield ox.Triple(figures, LABEL, words("Zahlen der Dokumente", "de"))
    yield ox.Triple(figures, LABEL, words("文献中的数值", "zh"))


def _counts(default: list[ox.Quad], base: str) -> Iterator[ox.Triple]:
    node = ox.NamedNode(base + "dataset")
    types = {(quad.subject, quad.object) for quad in default if quad.predicate == TYPE}
    kinds = Counter(kind for _, kind in types if value(kind).startswith(ONTOLOGY))
    properties = Counter(quad.predicate for quad in default)
    totals = {
        "triples": len(default),
        "distinctSubjects": len({quad.subject for quad in default}),
        "distinctObjects": len({quad.object for quad in default}),
        "properties": len(properties),
        "documents": kinds[fp("Document")],
        "entities": len({subject for subject, kind in types if _is_entity(kind)}),
    }
    for name, count in totals.items():
        yield ox.Triple(node, _void(name), ox.Literal(count))
    for kind, count in kinds.items():
        part = _part(base, value(kind))
        yield ox.Triple(node, _void("classPartition"), part)
        yield ox.Triple(part, _void("class"), kind)
        yield ox.Triple(part, _void("entities"), ox.Literal(count))
    for term, count in properties.items():
        if term.value.startswith(ONTOLOGY):
            part = _part(base, term.value)
            yield ox.Triple(node, _void("propertyPartition"), part)
            yield ox.Triple(part, _void("property"), term)
            yield ox.Triple(part, _void("triples"), ox.Literal(count))


def _part(base: str, term: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}dataset/{term.removeprefix(ONTOLOGY)}")


def _is_entity(kind: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> bool:
    name = value(kind).removeprefix(ONTOLOGY)
    return name == "Entity" or "Entity" in vocabulary.load().above.get(name, ())
