"""The network in a dataset as rows of nodes and edges, for tools that know tables and not triples.

An edge is a relation that documents or the background assert; what was only inferred is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import vocabulary
from kg.rdf import (
    BASE,
    DCTERMS,
    LABEL,
    ONTOLOGY,
    RDF,
    STATUSES,
    TYPE,
    WGS84,
    Quads,
    Term,
    fp,
    graph_name,
    value,
)

LANGUAGES = ("en", "de", "zh")


@dataclass(frozen=True, slots=True)
class Node:
    """One entity."""

    id: str
    label: str
    type: str
    label_en: str
    label_de: str
    label_zh: str
    latitude: str
    longitude: str
    documents: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation: who says it (names of documents, `; ` between), its statuses and times, its best confidence."""

    source: str
    target: str
    predicate: str
    origin: str
    status: str
    time: str
    confidence: str
    documents: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, each in the order of their identifiers."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


Properties = Mapping[str, list[Term]]


def network(quads: Quads, base: str = BASE) -> Network:
    """The entities of a dataset and the relations asserted between them."""
    about: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in quads.triples():
        about[value(s)][p.value].append(o)
    inferred = quads.in_graph(graph_name(base, "inferred"))
    nodes = {iri: node for iri, properties in sorted(about.items()) if (node := _node(iri, properties)) is not None}
    claims: dict[tuple[str, str, str], list[Properties]] = defaultdict(list)
    for properties in about.values():
        if RDF + "predicate" in properties:
            ends = tuple(value(properties[RDF + name][0]) for name in ("subject", "predicate", "object"))
            claims[ends[0], ends[1], ends[2]].append(properties)
    edges = [
        _edge((value(t.subject), t.predicate.value, value(t.object)), claims, about)
        for t in quads.triples()
        if t.predicate.value.removeprefix(ONTOLOGY) in vocabulary.load().relations
        and isinstance(t.object, ox.NamedNode)
        and t not in inferred
    ]
    return Network(tuple(nodes.values()), tuple(edges))


def _node(iri: str, properties: Properties) -> Node | None:
    above = vocabulary.load().above
    kinds = [value(kind).removeprefix(ONTOLOGY) for kind in properties.get(TYPE.value, ())]
    sorts = sorted(kind for kind in kinds if "Entity" in above.get(kind, ()))
    narrowest = [kind for kind in sorts if not any(kind in above[other] for other in sorts)]
    if not narrowest:
        return None
    labels = {o.language or "": o.value for o in properties.get(LABEL.value, ()) if isinstance(o, ox.Literal)}
    ranked = [labels[language] for language in (*LANGUAGES, *sorted(labels)) if language in labels]
    return Node(
        id=iri,
        label=ranked[0] if ranked else iri,
        type=narrowest[0],
        label_en=labels.get("en", ""),
        label_de=labels.get("de", ""),
        label_zh=labels.get("zh", ""),
        latitude=_all(properties, WGS84 + "lat"),
        longitude=_all(properties, WGS84 + "long"),
        documents=len(properties.get(fp("mentionedIn").value, ())),
    )


def _edge(
    triple: tuple[str, str, str],
    claims: Mapping[tuple[str, str, str], list[Properties]],
    about: Mapping[str, Properties],
) -> Edge:
    said = [each for each in claims.get(triple, ()) if fp("inDocument").value in each]
    documents = {value(each[fp("inDocument").value][0]) for each in said}
    confidences = [value(c) for each in said for c in each.get(fp("confidence").value, ())]
    return Edge(
        source=triple[0],
        target=triple[2],
        predicate=triple[1].removeprefix(ONTOLOGY),
        origin="document" if said else "background",
        status=_joined(s.removeprefix(STATUSES) for each in said for s in _values(each, "status")),
        time=_joined(t for each in said for t in _values(each, "time")),
        confidence=max(confidences, key=float, default=""),
        documents=_joined(_all(about.get(document, {}), DCTERMS + "identifier") for document in documents),
    )


def _values(properties: Properties, name: str) -> list[str]:
    return [value(each) for each in properties.get(fp(name).value, ())]


def _all(properties: Properties, predicate: str) -> str:
    return _joined(value(each) for each in properties.get(predicate, ()))


def _joined(words: Iterable[str]) -> str:
    return "; ".join(sorted(set(words)))
