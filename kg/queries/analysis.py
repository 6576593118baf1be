"""What SPARQL cannot compute, computed by networkx over a query's rows: shortest chains and central entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from types import MappingProxyType

import networkx as nx
import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import ONTOLOGY, STATUSES
from kg.sparql import Rows, Term

Row = Mapping[str, Term]
Values = Mapping[str, Term]

_NOT_YET = frozenset({STATUSES + name for name in ("announced", "negotiated", "signed", "onTrial")})
_TRANSFER, _VAGUE, _RUNS, _PLANNED = 0.2, 0.5, 1.0, 3.0
_SAMPLE = 1000  # nodes from which betweenness is estimated in a network of more
_SEED = 1
_HOP = ("from", "mode", "to", "status", "vessel", "document", "published", "quote", "start")


def paths(rows: Rows, values: Values) -> Rows:
    """The best chains of links from one place to another, a row for each hop and its sources.

    A hop costs 1 where the link runs and 3 where it is only planned; between a port and its city 0.2. A country stands
    for the origin or the goal that lies in it, for 0.5, so that a link said to end in a country leads to its cities.
    Yen's algorithm (1971), as networkx has it, over Dijkstra's.

    Args:
        rows: `from`, `mode`, `to` and what else is said of each link.
        values: `origin`, `goal` and how many `paths` at most.
    """
    origin, goal = values["origin"], values["goal"]
    most = _whole(values["paths"], "paths")
    hops: dict[frozenset[str], list[tuple[float, int, Row]]] = {}
    network: nx.Graph[str] = nx.Graph()
    for number, row in enumerate(rows):
        cost = _cost(row, (origin, goal))
        if cost is not None:
            start, end = _iri(row["from"]), _iri(row["to"])
            network.add_edge(start, end)
            hops.setdefault(frozenset((start, end)), []).append((cost, number, row))
    for start, end in network.edges:
        network.edges[start, end]["cost"] = min(hops[frozenset((start, end))])[0]
    ends = _iri(origin), _iri(goal)
    columns = ("path", "step", *_HOP)
    if ends[0] == ends[1] or not all(end in network for end in ends) or not nx.has_path(network, *ends):
        return Rows(columns)
    chains = (chain for chain in nx.shortest_simple_paths(network, *ends, weight="cost") if _travels(chain, hops))
    found = []
    for at, chain in enumerate(islice(chains, most), 1):
        for step, (start, end) in enumerate(pairwise(chain), 1):
            for row in _best(hops[frozenset((start, end))]):
                ahead = {**row, "from": ox.NamedNode(start), "to": ox.NamedNode(end)}
                found.append((ox.Literal(at), ox.Literal(step), *(ahead.get(name) for name in _HOP)))
    return Rows(columns, tuple(found))


def centrality(rows: Rows, values: Values) -> Rows:
    """How many neighbours each entity has, how often it lies between others, and its community.

    Betweenness is Brandes' (2001), estimated from a fixed sample in a large network; communities are Louvain's
    (Blondel and others 2008), numbered by size.

    Args:
        rows: `from` and `to` of every fact, and its `document`.
        values: how many entities to give at most, the `top` ones by betweenness.
    """
    top = _whole(values["top"], "top")
    documents: dict[str, set[str]] = {}
    ties: set[tuple[str, str]] = set()
    for row in rows:
        start, end = _iri(row["from"]), _iri(row["to"])
        if start != end:
            ties.add((min(start, end), max(start, end)))
        for each in (start, end):
            documents.setdefault(each, set()).add(_iri(row["document"]))
    names = sorted(documents)
    number = {name: at for at, name in enumerate(names)}
    # Whole numbers as nodes: strings would be ordered anew in every process.
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(len(names)))
    network.add_edges_from(sorted((number[start], number[end]) for start, end in ties))
    sample = _SAMPLE if len(names) > _SAMPLE else None
    between = nx.betweenness_centrality(network, k=sample, seed=_SEED)
    community = _communities(network)
    order = sorted(network, key=lambda node: (-round(between[node], 9), -network.degree[node], names[node]))
    found = tuple(
        (
            ox.NamedNode(names[node]),
            ox.Literal(int(network.degree[node])),
            ox.Literal(round(between[node], 6)),
            ox.Literal(community[node]),
            ox.Literal(len(documents[names[node]])),
        )
        for node in order[:top]
    )
    return Rows(("entity", "degree", "betweenness", "community", "documents"), found)


ANALYSES: Mapping[str, Callable[[Rows, Values], Rows]] = MappingProxyType({"paths": paths, "centrality": centrality})


def _communities(network: nx.Graph[int]) -> Mapping[int, int]:
    found = nx.community.louvain_communities(network, seed=_SEED)
    ranked = sorted((sorted(each) for each in found), key=lambda each: (-len(each), each))
    return {node: at for at, members in enumerate(ranked, 1) for node in members}


def _cost(row: Row, ends: tuple[Term, Term]) -> float | None:
    """What a hop costs; None where it may not be taken."""
    mode = _iri(row["mode"]).removeprefix(ONTOLOGY)
    if mode == "portOf":
        return _TRANSFER
    if mode == "locatedIn":
        return _VAGUE if row["from"] in ends else None
    status = row.get("status")
    planned = mode == "plannedLink" or (status is not None and _iri(status) in _NOT_YET)
    return _PLANNED if planned else _RUNS


def _travels(chain: Sequence[str], hops: Mapping[frozenset[str], list[tuple[float, int, Row]]]) -> bool:
    """Whether a chain is more than places that lie in one another."""
    return any(min(hops[frozenset(hop)])[0] >= _RUNS for hop in pairwise(chain))


def _best(hop: list[tuple[float, int, Row]]) -> Iterator[Row]:
    """What says that a hop can be made: every source of a link at its lowest cost, one of what merely lies there."""
    least = min(hop)[0]
    rows = (row for cost, _, row in sorted(hop, key=lambda each: each[1]) if cost == least)
    return rows if least >= _RUNS else islice(sorted(rows, key=lambda row: "document" not in row), 1)


def _iri(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _whole(term: Term, name: str) -> int:
    if isinstance(term, ox.Literal) and term.value.isdigit() and int(term.value) > 0:
        return int(term.value)
    raise QueryError(f"{name} must be a whole number from 1 on")
