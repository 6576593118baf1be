"""What a network page draws: things, ties between them, and the sentences that say so; all frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import networkx as nx

Labels = Mapping[str, tuple[str, ...]]
"""Language tag to names, the preferred one first."""


@dataclass(frozen=True, slots=True)
class DocumentData:
    """A source document as the page cites it; `address` is where it was published, if known."""

    id: str
    name: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class StatementData:
    """One document saying one thing.

    Attributes:
        id: IRI of the statement node.
        document: `DocumentData.id` of the document that says it.
        quote: the sentence or sentences, as written.
        marks: (start, end) of the fact's words within `quote`, in code points, end exclusive.
        status: local name of the status, empty when the text gives none.
        time: ISO 8601 date, month, year, quarter or interval the fact holds in, empty when undated.
        rule: the rule that found it.
        qualifiers: what narrows the fact (vessel, carrier, office ...).
    """

    id: str
    document: str
    quote: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    status: str = ""
    time: str = ""
    confidence: float = 1.0
    rule: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureData:
    """A number measured about a thing or a tie, with the place that says it; fields as in `kg.model.Figure`.

    `ties` is the number of statements that it quantifies together.
    """

    id: str
    measure: str
    value: float
    unit: str
    evidence: StatementData
    concept: str = ""
    modifier: str = ""
    kind: str = "level"
    period: str = ""
    narrowing: Mapping[str, str] = field(default_factory=dict)
    ties: int = 0


@dataclass(frozen=True, slots=True)
class NodeData:
    """A thing: its IRI, the local name of its class, its names, and what is known of it besides its ties."""

    id: str
    type: str
    labels: Labels
    identifiers: Mapping[str, str] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    figures: tuple[FigureData, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeData:
    """A tie between two things with every statement behind it; without statements it was inferred or is background.

    Attributes:
        relation: local name of the property.
        status: the tie's own status where it has one (each statement carries its own as well).
        weekly: services a week, when a figure belongs to this one link.
        figures: numbers that quantify the tie, alone or together with others.
    """

    id: str
    source: str
    target: str
    relation: str
    status: str = ""
    statements: tuple[StatementData, ...] = ()
    weekly: float | None = None
    figures: tuple[FigureData, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """All a page is made from.

    Attributes:
        terms: local name of a class, property, status or measure to language to label.
        omitted: how many things and ties the graph holds beside these, left out by the user's choice.
        attribution: who is to be named for the data, by language ("" for all), shown at the foot of the page.
        licence: under what terms the data may be used.
    """

    nodes: tuple[NodeData, ...]
    edges: tuple[EdgeData, ...] = ()
    documents: tuple[DocumentData, ...] = ()
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    omitted: tuple[int, int] = (0, 0)
    attribution: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""


def to_networkx(nodes: Iterable[NodeData], edges: Iterable[EdgeData]) -> nx.Graph[int]:
    """The simple graph of who is tied to whom; nodes are positions in `nodes`, weights count the ties.

    Numbers, not IRIs, so that no set of strings lets the hash seed order the result.
    """
    numbers = {node.id: number for number, node in enumerate(nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(numbers)))
    for edge in edges:
        source, target = numbers[edge.source], numbers[edge.target]
        if source == target:
            continue
        weight = graph[source][target]["weight"] + 1 if graph.has_edge(source, target) else 1
        graph.add_edge(source, target, weight=weight)
    return graph
