"""A tree of communities over a network: what the page draws closed when there is too much to draw at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

SEED = 20
LEAF = 140
"""A community above this size is divided again where its ties allow it."""
BREADTH = 60
"""No community has more parts than this."""
RESOLUTIONS = (1.0, 0.4, 0.15, 0.05)
"""Tried in turn while there are too many communities."""
SMALL = 3
"""A smaller community joins the one it has most ties with; those without ties are put together."""


@dataclass(frozen=True, slots=True)
class Community:
    """Node numbers that belong together, and the communities within them (none, or a partition of the members)."""

    members: tuple[int, ...]
    parts: tuple[Community, ...] = ()


def communities(graph: nx.Graph[int]) -> tuple[Community, ...]:
    """The top communities of a graph by Louvain's method (Blondel et al. 2008), each divided while it is large.

    Args:
        graph: nodes are the numbers 0 to n-1; `weight` on edges counts.

    >>> two_rings = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(4))
    >>> [community.members for community in communities(two_rings)]
    [(0, 1, 2, 3, 4), (5, 6, 7, 8)]
    """
    return tuple(_divided(graph, members, depth=0) for members in _partition(graph, sorted(graph)))


def _divided(graph: nx.Graph[int], members: tuple[int, ...], depth: int) -> Community:
    if len(members) <= LEAF:
        return Community(members)
    partition = _partition(graph, members) if depth < 6 else []
    if len(partition) < 2:
        partition = [tuple(members[start : start + LEAF]) for start in range(0, len(members), LEAF)]
    return Community(members, tuple(_divided(graph, part, depth + 1) for part in partition))


def _partition(graph: nx.Graph[int], members: Sequence[int]) -> list[tuple[int, ...]]:
    inner = graph.subgraph(members)
    for resolution in RESOLUTIONS:
        found = nx.community.louvain_communities(inner, weight="weight", resolution=resolution, seed=SEED)
        if sum(len(group) >= SMALL for group in found) <= BREADTH:
            break
    ordered = sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group))
    few = [group for place, group in enumerate(ordered) if len(group) < SMALL or place >= BREADTH]
    kept = [list(group) for group in ordered[: len(ordered) - len(few)]]
    home = {node: place for place, group in enumerate(kept) for node in group}
    scattered: list[int] = []
    for group in few:
        ties = Counter(home[other] for node in group for other in inner[node] if other in home)
        nearest = min(ties, key=lambda place: (-ties[place], place), default=None)
        (scattered if nearest is None else kept[nearest]).extend(group)
    return [tuple(sorted(group)) for group in (*kept, scattered) if group]
