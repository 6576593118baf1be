"""Where everything is drawn, computed beforehand: communities apart, labels with room, the same for the same graph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.view.communities import Community, communities
from kg.view.geography import on_map
from kg.view.network import Network, to_networkx

Points = NDArray[np.float64]

EDGE_LENGTH = 105.0
LABEL_ROOM = (104.0, 46.0)
"""Width and height kept free for a thing and its name, in drawing units."""
GAP = 48.0
"""Free space between communities."""
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A community as drawn: `parent` is a position in `Layout.clusters` or -1; `centre` its best connected member."""

    parent: int
    x: float
    y: float
    radius: float
    size: int
    centre: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions by node number, in both arrangements, with the tree of communities.

    Attributes:
        network: (x, y) of each node in the arrangement by communities.
        geographic: (x, y) of each node on the map (`kg.view.geography`).
        placed: whether the node or something it is tied to has coordinates.
        cluster: the innermost cluster of each node.
        importance: how many others each node is tied to.
    """

    network: tuple[tuple[float, float], ...]
    geographic: tuple[tuple[float, float], ...]
    placed: tuple[bool, ...]
    cluster: tuple[int, ...]
    clusters: tuple[Cluster, ...]
    importance: tuple[int, ...]


def lay_out(network: Network) -> Layout:
    """Positions for a network.

    Inside a community by stress majorization (Gansner, Koren, North 2004); communities packed as discs around the
    largest, near those they are tied to, and each turned so that its members face their ties outside.
    """
    graph = to_networkx(network.nodes, network.edges)
    positions = np.zeros((len(network.nodes), 2))
    discs = [_arrange(graph, community, positions) for community in communities(graph)]
    _place_discs(graph, discs, positions)
    for leaf in (inner for disc in discs for inner in disc.inner() if not inner.parts):
        _settle(leaf, positions)
    importance = tuple(int(graph.degree(node)) for node in range(len(network.nodes)))
    clusters: list[Cluster] = []
    membership = [0] * len(network.nodes)
    for disc in discs:
        _number(disc, -1, (importance, clusters, membership))
    geographic, placed = on_map(network)
    return Layout(_rounded(positions), _rounded(geographic), placed, tuple(membership), tuple(clusters), importance)


def _rounded(points: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(round(x)), float(round(y))) for x, y in points)


@dataclass(slots=True)
class _Disc:
    """The place a community takes up; moved together with its members and the discs within."""

    community: Community
    radius: float
    parts: list[_Disc]
    x: float = 0.0
    y: float = 0.0

    def turn(self, matrix: Points, positions: Points) -> None:
        members = list(self.community.members)
        positions[members] = positions[members] @ matrix.T
        for disc in self.inner():
            disc.x, disc.y = (float(each) for each in matrix @ (disc.x, disc.y))

    def shift(self, x: float, y: float, positions: Points) -> None:
        positions[list(self.community.members)] += (x, y)
        for disc in self.inner():
            disc.x, disc.y = disc.x + x, disc.y + y

    def inner(self) -> Iterator[_Disc]:
        """This disc and all within it."""
        yield self
        for part in self.parts:
            yield from part.inner()


def _arrange(graph: nx.Graph[int], community: Community, positions: Points) -> _Disc:
    """Lay out one community around (0, 0)."""
    disc = _Disc(community, 0.0, [_arrange(graph, part, positions) for part in community.parts])
    members = list(community.members)
    if disc.parts:
        _place_discs(graph, disc.parts, positions)
    else:
        positions[members] = _spread(_stress(graph.subgraph(members), members))
    middle = (positions[members].min(axis=0) + positions[members].max(axis=0)) / 2
    disc.shift(-float(middle[0]), -float(middle[1]), positions)
    disc.x = disc.y = 0.0
    disc.radius = float(np.hypot(*positions[members].T).max()) + max(LABEL_ROOM) / 2
    return disc


def _stress(graph: nx.Graph[int], members: Sequence[int]) -> Points:
    """Positions whose distances come near to the number of steps between nodes."""
    count = len(members)
    angles = np.arange(count) * GOLDEN_ANGLE
    points: Points = np.sqrt(np.arange(count) + 0.5)[:, None] * np.column_stack((np.cos(angles), np.sin(angles)))
    points *= EDGE_LENGTH / 2
    if count < 3:
        return points
    steps = _steps(graph, members)
    apart = float(steps.max()) + 1.5
    steps[(steps == 0) & ~np.eye(count, dtype=bool)] = min(apart, 2 + math.sqrt(count) / 3)
    ideal = steps * EDGE_LENGTH
    weights = np.where(ideal > 0, 1 / np.maximum(ideal, 1e-9) ** 2, 0)
    total = weights.sum(axis=1)
    for _ in range(45):
        delta = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1e-6)
        pull = weights * ideal / distance
        points = (weights @ points + (pull[..., None] * delta).sum(axis=1)) / total[:, None]
    return points


def _steps(graph: nx.Graph[int], members: Sequence[int]) -> Points:
    """Steps between each two nodes, 0 where there is no way: breadth first from all nodes at once."""
    number = {node: place for place, node in enumerate(members)}
    adjacent = np.zeros((len(members), len(members)), dtype=np.float32)
    for node, other in graph.edges():
        adjacent[number[node], number[other]] = adjacent[number[other], number[node]] = 1
    steps = np.zeros((len(members), len(members)))
    reached = np.eye(len(members), dtype=bool)
    rim = reached
    distance = 0
    while rim.any():
        rim = ((rim.astype(np.float32) @ adjacent) > 0) & ~reached
        reached = reached | rim
        distance += 1
        steps[rim] = distance
    return steps


def _spread(points: Points) -> Points:
    """Move points apart until no two share the room of a label; sideways or upwards, whichever is shorter."""
    width, height = LABEL_ROOM
    moved: Points = points.copy()
    for _ in range(70):
        delta = moved[:, None, :] - moved[None, :, :]
        overlap_x, overlap_y = width - np.abs(delta[..., 0]), height - np.abs(delta[..., 1])
        clash = (overlap_x > 0) & (overlap_y > 0)
        np.fill_diagonal(clash, False)
        if not clash.any():
            break
        sideways = clash & (overlap_x / width < overlap_y / height)
        upwards = clash & ~sideways
        order = np.sign(np.arange(len(moved))[:, None] - np.arange(len(moved))[None, :])
        sign = np.where(delta == 0, order[..., None], np.sign(delta))
        moved[:, 0] += (np.where(sideways, overlap_x, 0) * sign[..., 0]).sum(axis=1) * 0.3
        moved[:, 1] += (np.where(upwards, overlap_y, 0) * sign[..., 1]).sum(axis=1) * 0.3
    return moved


def _settle(leaf: _Disc, positions: Points) -> None:
    """Give names room again after the community was turned, within its disc."""
    members = list(leaf.community.members)
    centre = np.array([leaf.x, leaf.y])
    local = _spread(positions[members] - centre)
    local -= (local.min(axis=0) + local.max(axis=0)) / 2
    reach = float(np.hypot(*local.T).max())
    positions[members] = centre + local * min(1.0, leaf.radius / max(reach, 1.0))


def _place_discs(graph: nx.Graph[int], discs: Sequence[_Disc], positions: Points) -> None:
    """Pack discs without overlap, tied ones near each other, each turned towards its ties."""
    if len(discs) < 2:
        return
    owner = {node: place for place, disc in enumerate(discs) for node in disc.community.members}
    bonds = np.zeros((len(discs), len(discs)))
    outside: list[list[tuple[int, int]]] = [[] for _ in discs]
    for node, place in owner.items():
        for other in graph[node]:
            if owner.get(other, place) != place:
                bonds[place, owner[other]] += 1
                outside[place].append((node, owner[other]))
    centres = _pack(np.array([disc.radius for disc in discs]), bonds)
    for place, disc in enumerate(discs):
        disc.turn(_turned(positions, outside[place], centres - centres[place]), positions)
    for disc, (x, y) in zip(discs, centres, strict=True):
        disc.shift(float(x), float(y), positions)


def _pack(radii: NDArray[np.float64], bonds: NDArray[np.float64]) -> Points:
    """Centres of discs set one after the other, the most strongly bound next, at the free place nearest to its ties."""
    count = len(radii)
    centres = np.zeros((count, 2))
    strength = bonds / np.sqrt(np.outer(radii, radii))
    first = int(np.argmax(radii))
    done, left = [first], [part for part in range(count) if part != first]
    while left:
        left.sort(key=lambda part: (-strength[part, done].sum(), -radii[part], part))
        part = left.pop(0)
        weight = strength[part, done] + 1e-4 * radii[done] / radii.max()
        target = (centres[done] * weight[:, None]).sum(axis=0) / weight.sum()
        centres[part] = _free_place(target, part, done, centres, radii)
        done.append(part)
    return centres


def _free_place(
    target: Points, part: int, done: Sequence[int], centres: Points, radii: NDArray[np.float64]
) -> Points:
    reach = radii[list(done)] + radii[part] + GAP
    angles = np.arange(36) * (2 * math.pi / 36)
    ring = np.column_stack((np.cos(angles), np.sin(angles)))
    candidates = np.concatenate([centres[other] + reach[place] * ring for place, other in enumerate(done)])
    gaps = np.hypot(*(candidates[:, None, :] - centres[list(done)][None, :, :]).transpose(2, 0, 1))
    free = candidates[(gaps >= reach[None, :] - 1e-6).all(axis=1)]
    nearness = np.hypot(*((free - target) * (0.8, 1.15)).T) + 0.35 * np.hypot(*(free * (0.8, 1.15)).T)
    best: Points = free[int(np.argmin(np.round(nearness, 3)))]
    return best


def _turned(positions: Points, ties: Sequence[tuple[int, int]], directions: Points) -> Points:
    """The rotation that brings members nearest to the discs they are tied to (Procrustes)."""
    if not ties:
        return np.eye(2)
    near = positions[[node for node, _ in ties]]
    far = directions[[disc for _, disc in ties]]
    dot = float((near * far).sum())
    cross = float((near[:, 0] * far[:, 1] - near[:, 1] * far[:, 0]).sum())
    angle = math.atan2(cross, dot)
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def _number(disc: _Disc, parent: int, into: tuple[Sequence[int], list[Cluster], list[int]]) -> None:
    importance, clusters, membership = into
    members = disc.community.members
    centre = max(members, key=lambda node: (importance[node], -node))
    number = len(clusters)
    clusters.append(Cluster(parent, round(disc.x), round(disc.y), round(disc.radius), len(members), centre))
    for part in disc.parts:
        _number(part, number, into)
    if not disc.parts:
        for node in members:
            membership[node] = number
