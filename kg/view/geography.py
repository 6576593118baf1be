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
AREAS = frozenset({"Country", "Province", "Region"})
"""These stand amid what lies in them; a tie to a city far away is no reason to stand there."""
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
    spots = _spots(network)
    points = [spot or (0.0, 0.0) for spot in spots]
    crowd: dict[Point, int] = {}
    exact = [node.latitude is not None and node.longitude is not None for node in network.nodes]
    for number in sorted(range(len(points)), key=lambda each: (not exact[each], each)):
        spot = spots[number]
        if spot is None:
            continue
        turn = crowd.get(spot, 0)
        crowd[spot] = turn + 1
        reach, angle = STEP * math.sqrt(turn), turn * GOLDEN_ANGLE
        points[number] = (spot[0] + reach * math.cos(angle), spot[1] + reach * math.sin(angle))
    _line_up(points, spots)
    return points, tuple(spot is not None for spot in spots)


def _spots(network: Network) -> list[Point | None]:
    """Where each node belongs: its own coordinates, the middle of what lies in it, or the place of a neighbour."""
    numbers = {node.id: number for number, node in enumerate(network.nodes)}
    spots: list[Point | None] = [
        None if node.latitude is None or node.longitude is None else mercator(node.longitude, node.latitude)
        for node in network.nodes
    ]
    within: list[list[int]] = [[] for _ in network.nodes]
    placing: list[list[int]] = [[] for _ in network.nodes]
    ties: list[list[int]] = [[] for _ in network.nodes]
    for edge in network.edges:
        source, target = numbers[edge.source], numbers[edge.target]
        if edge.relation == "locatedIn":
            within[target].append(source)
        for kind in (placing, ties) if edge.relation in PLACING else (ties,):
            kind[source].append(target)
            kind[target].append(source)
    areas = frozenset(number for number, node in enumerate(network.nodes) if node.type in AREAS)
    _stand_amid(spots, within, areas)
    for neighbours in (placing, ties):
        _borrow(spots, neighbours, areas)
    return spots


def _stand_amid(spots: list[Point | None], within: Sequence[Sequence[int]], areas: frozenset[int]) -> None:
    """Areas without coordinates get the mean of what lies in them; larger ones by way of smaller ones."""
    for _ in range(3):
        for area in sorted(areas):
            inside = [spot for spot in (spots[number] for number in within[area]) if spot is not None]
            if spots[area] is None and inside:
                spots[area] = (sum(x for x, _ in inside) / len(inside), sum(y for _, y in inside) / len(inside))


def _borrow(spots: list[Point | None], neighbours: Sequence[Sequence[int]], areas: frozenset[int]) -> None:
    queue = deque(number for number, spot in enumerate(spots) if spot is not None)
    while queue:
        number = queue.popleft()
        for other in neighbours[number]:
            if spots[other] is None and other not in areas:
                spots[other] = spots[number]
                queue.append(other)


def _line_up(points: list[Point], spots: Sequence[Point | None]) -> None:
    """Rows of what has no place, below the southernmost thing; drawn only when it is asked for."""
    placed = [point for point, spot in zip(points, spots, strict=True) if spot is not None]
    left = min((x for x, _ in placed), default=0.0)
    top = max((y for _, y in placed), default=0.0) + 6 * STEP
    homeless = [number for number, spot in enumerate(spots) if spot is None]
    for place, number in enumerate(homeless):
        points[number] = (left + place % COLUMNS * 2 * STEP, top + place // COLUMNS * 2 * STEP)
