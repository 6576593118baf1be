"""Where things stand on the map: at their coordinates, around the place they belong to, or below the map."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from kg.view.network import Network

DEGREE = 120.0
"""Drawing units for a degree of longitude on the map."""
STEP = 30.0
"""Distance between things that share a spot."""
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
PLACING = frozenset({"locatedIn", "portOf", "hosts", "partOf", "basedIn", "holdsOfficeAt", "issued", "establishes"})
"""Relations that tell where a thing belongs; any other tie is the second choice."""
COLUMNS = 40

Point = tuple[float, float]


def mercator(longitude: float, latitude: float) -> Point:
    """Position of a place on the map; y grows to the south.

    >>> mercator(122.0, 0.0)
    (14640.0, 0.0)
    """
    clipped = math.radians(max(-80.0, min(80.0, latitude)))
    north = math.degrees(math.asinh(math.tan(clipped)))
    return longitude * DEGREE, 0.0 - north * DEGREE


def on_map(network: Network) -> tuple[list[Point], tuple[bool, ...]]:
    """Position of each node, and whether it has a place at all."""
    homes = _homes(network)
    spots: list[Point] = []
    for number, home in enumerate(homes):
        node = network.nodes[home if home >= 0 else number]
        spots.append(mercator(node.longitude or 0.0, node.latitude or 0.0))
    points = list(spots)
    crowd: dict[Point, int] = {}
    own_first = sorted((number for number, home in enumerate(homes) if home >= 0),
                       key=lambda number: (homes[number] != number, number))
    for number in own_first:
        turn = crowd.get(spots[number], 0)
        crowd[spots[number]] = turn + 1
        reach, angle = STEP * math.sqrt(turn), turn * GOLDEN_ANGLE
        points[number] = (spots[number][0] + reach * math.cos(angle), spots[number][1] + reach * math.sin(angle))
    _line_up(points, homes)
    return points, tuple(home >= 0 for home in homes)


def _homes(network: Network) -> list[int]:
    """For each node the node whose coordinates it borrows (itself, if it has some), or -1."""
    numbers = {node.id: number for number, node in enumerate(network.nodes)}
    placing: list[list[int]] = [[] for _ in network.nodes]
    ties: list[list[int]] = [[] for _ in network.nodes]
    for edge in network.edges:
        source, target = numbers[edge.source], numbers[edge.target]
        for kind in (placing, ties) if edge.relation in PLACING else (ties,):
            kind[source].append(target)
            kind[target].append(source)
    homes = [
        number if node.latitude is not None and node.longitude is not None else -1
        for number, node in enumerate(network.nodes)
    ]
    for neighbours in (placing, ties):
        _spread_homes(homes, neighbours)
    return homes


def _spread_homes(homes: list[int], neighbours: Sequence[Sequence[int]]) -> None:
    queue = deque(number for number, home in enumerate(homes) if home >= 0)
    while queue:
        number = queue.popleft()
        for other in neighbours[number]:
            if homes[other] < 0:
                homes[other] = homes[number]
                queue.append(other)


def _line_up(points: list[Point], homes: Sequence[int]) -> None:
    """Rows of what has no place, below the southernmost thing on the map."""
    placed = [points[number] for number, home in enumerate(homes) if home >= 0]
    left = min((x for x, _ in placed), default=0.0)
    top = max((y for _, y in placed), default=0.0) + 6 * STEP
    homeless = [number for number, home in enumerate(homes) if home < 0]
    for place, number in enumerate(homeless):
        points[number] = (left + place % COLUMNS * 2 * STEP, top + place // COLUMNS * 2 * STEP)
