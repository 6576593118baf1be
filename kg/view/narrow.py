"""Part of a network by what the reader asked for; how much was left out is kept and said on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import networkx as nx

from kg.errors import InputError
from kg.literals import instants
from kg.view.network import EdgeData, Network, StatementData, to_networkx


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be drawn; an empty field asks for nothing.

    Attributes:
        around: IRIs of the things to start from, and `hops` how many ties away others may be.
        types, relations: local names of classes and properties.
        since, until: ISO 8601; undated statements stay.
        documents: names of documents (as the graph has them) or their IRIs.
        min_confidence: of a statement.
        top: the number of things to keep, the most central ones by PageRank; equals in the order of their IRIs.
    """

    around: tuple[str, ...] = ()
    hops: int = 1
    types: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""
    documents: frozenset[str] = frozenset()
    min_confidence: float = 0.0
    top: int = 0


def narrow(network: Network, selection: Selection) -> Network:
    """The part of a network that a selection asks for, in its old order.

    Raises:
        InputError: a thing to start from is not in the network.
    """
    documents = {each.id for each in network.documents if {each.id, each.name} & selection.documents}
    types = {node.id: node.type for node in network.nodes}
    edges = [
        kept for edge in network.edges
        if not selection.relations or edge.relation in selection.relations
        if not selection.types or {types[edge.source], types[edge.target]} <= selection.types
        if (kept := _said(edge, selection, documents)) is not None
    ]
    wanted = {node.id for node in network.nodes if not selection.types or node.type in selection.types}
    if selection.documents:
        wanted &= {node.id for node in network.nodes if documents & set(node.documents)} | _ends(edges)
    if selection.relations or selection.since or selection.until or selection.min_confidence:
        wanted &= _ends(edges) | set(selection.around)
    if selection.around:
        wanted &= _reached(network, edges, selection)
    if selection.top:
        wanted &= _central(network, edges, wanted, selection.top)
    return _part(network, edges, wanted)


def _part(network: Network, edges: Iterable[EdgeData], wanted: set[str]) -> Network:
    nodes = tuple(node for node in network.nodes if node.id in wanted)
    kept = tuple(edge for edge in edges if edge.source in wanted and edge.target in wanted)
    left_out = len(network.nodes) - len(nodes), len(network.edges) - len(kept)
    before = network.omitted
    return replace(network, nodes=nodes, edges=kept, omitted=(before[0] + left_out[0], before[1] + left_out[1]))


def _ends(edges: Iterable[EdgeData]) -> set[str]:
    return {end for edge in edges for end in (edge.source, edge.target)}


def _said(edge: EdgeData, selection: Selection, documents: set[str]) -> EdgeData | None:
    """The edge with the statements that are asked for; None when there were some and none is left."""
    if not edge.statements:
        return None if selection.documents else edge
    kept = tuple(
        each for each in edge.statements
        if each.confidence >= selection.min_confidence
        and (not selection.documents or each.document in documents)
        and _in_period(each, selection)
    )
    return replace(edge, statements=kept) if kept else None


def _in_period(statement: StatementData, selection: Selection) -> bool:
    first, last = (day.value if day else "" for day in instants(statement.time))
    since, _ = instants(selection.since)
    _, until = instants(selection.until)
    return not ((since and last and last < since.value) or (until and first and first > until.value))


def _reached(network: Network, edges: Iterable[EdgeData], selection: Selection) -> set[str]:
    graph: nx.Graph[str] = nx.Graph((edge.source, edge.target) for edge in edges)
    graph.add_nodes_from(node.id for node in network.nodes)
    found: set[str] = set()
    for start in selection.around:
        if start not in graph:
            raise InputError(f"{start} is not in the network", remedy="see `kg find` for what the graph knows")
        found |= nx.single_source_shortest_path_length(graph, start, cutoff=selection.hops).keys()
    return found


def _central(network: Network, edges: Iterable[EdgeData], wanted: set[str], top: int) -> set[str]:
    nodes = [node for node in network.nodes if node.id in wanted]
    graph = to_networkx(nodes, [edge for edge in edges if edge.source in wanted and edge.target in wanted])
    rank = _page_rank(graph)
    order = sorted(graph, key=lambda number: (-round(rank[number], 9), nodes[number].id))
    return {nodes[number].id for number in order[:top]}


def _page_rank(graph: nx.Graph[int], damping: float = 0.85, rounds: int = 40) -> dict[int, float]:
    """PageRank by power iteration (Page et al. 1999); networkx' own asks for SciPy."""
    count = max(1, len(graph))
    rank = dict.fromkeys(graph, 1 / count)
    for _ in range(rounds):
        idle = sum(rank[node] for node in graph if not graph[node])
        rank = {
            node: (1 - damping) / count
            + damping * (idle / count + sum(rank[other] / len(graph[other]) for other in sorted(graph[node])))
            for node in graph
        }
    return rank
