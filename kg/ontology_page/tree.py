"""The picture of the classes: a tree from left to right as inline SVG, each box a link to its class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kg.ontology_page.terms import Term
from kg.rdf import ONTOLOGY

COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 250, 32, 205, 25, 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a class is drawn: its column, and its row, which may lie between two."""

    column: int
    row: float


def picture(classes: Mapping[str, Term]) -> Markup:
    """The tree; a class with several parents hangs below the first and is joined with all."""
    parents = {name: _own(term.links["super"]) for name, term in classes.items()}
    places = _places(parents)
    width = MARGIN * 2 + max(place.column for place in places.values()) * COLUMN + WIDTH
    height = MARGIN * 2 + round(max(place.row for place in places.values())) * ROW + HEIGHT
    lines = (_line(places[parent], places[name]) for name in places for parent in parents[name])
    boxes = (_box(classes[name], place) for name, place in places.items())
    return Markup('<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-labelledby="class-tree">{}{}</svg>').format(
        Markup("").join(lines), Markup("").join(boxes), w=width, h=height
    )


def _own(iris: tuple[str, ...]) -> list[str]:
    return [iri.removeprefix(ONTOLOGY) for iri in iris if iri.startswith(ONTOLOGY)]


def _places(parents: Mapping[str, list[str]]) -> dict[str, Place]:
    """Leaves one below the other, each parent in the middle of its children."""
    places: dict[str, Place] = {}
    free = 0

    def put(name: str, column: int) -> float:
        nonlocal free
        rows = [put(child, column + 1) for child, above in parents.items() if above[:1] == [name]]
        row = (rows[0] + rows[-1]) / 2 if rows else float(free)
        free += 0 if rows else 1
        places[name] = Place(column, row)
        return row

    for root in (name for name, above in parents.items() if not above):
        put(root, 0)
    return places


def _at(place: Place) -> tuple[int, int]:
    return MARGIN + place.column * COLUMN, MARGIN + round(place.row * ROW)


def _line(parent: Place, child: Place) -> Markup:
    (x1, y1), (x2, y2) = _at(parent), _at(child)
    bend = x2 - (COLUMN - WIDTH) // 2
    return Markup('<path d="M{} {}H{}V{}H{}"/>').format(x1 + WIDTH, y1 + HEIGHT // 2, bend, y2 + HEIGHT // 2, x2)


def _box(term: Term, place: Place) -> Markup:
    x, y = _at(place)
    middle = Markup('<text x="{}" y="{}" lang="{}">{}</text>')
    names = (middle.format(x + WIDTH // 2, y + 17, language, text) for language, text in term.label.items())
    return Markup('<a href="#{}"><rect x="{}" y="{}" width="{}" height="{}" rx="5"/>{}</a>').format(
        term.name, x, y, WIDTH, HEIGHT, Markup("").join(names)
    )
