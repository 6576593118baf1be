"""A still picture of a network: SVG written here, the same bytes for the same network, and PNG made from it."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from kg.errors import InputError
from kg.view.layout import Layout, lay_out
from kg.view.narrow import Selection, narrow
from kg.view.network import EdgeData, Network, NodeData
from kg.view.page import ASSETS, DRAW_AT_ONCE, interface_words

WIDTH = 1600.0
MARGIN = 90.0
FONT = "'Noto Sans','Noto Sans CJK SC','DejaVu Sans',sans-serif"
LETTERS = 26
"""A name is cut after this many letters."""
COLOURS = {"ground": "#f7f8fa", "text": "#1b2430", "quiet": "#566072", "over": "#a3abb7"}
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def still_svg(network: Network, *, language: str = "en", title: str = "fourports") -> str:
    """The network as one SVG document with names, a legend, and what is not drawn.

    Args:
        network: drawn in the arrangement of the page; above 1,500 things only the most central ones.
        language: of names and legend.
        title: written above.
    """
    drawn = narrow(network, Selection(top=DRAW_AT_ONCE)) if len(network.nodes) > DRAW_AT_ONCE else network
    return _Picture(drawn, language, title).svg()


def still_png(svg: str, *, zoom: float = 2.0) -> bytes:
    """A PNG of a still picture, in the system's fonts.

    Raises:
        InputError: the part of the program that makes PNG is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        remedy = "pip install 'fourports[png]', or write SVG"
        raise InputError("PNG needs the package resvg-py", remedy=remedy) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom))


@cache
def style() -> dict[str, Any]:
    """Shapes, colours and glyphs, the same as the page's."""
    found: dict[str, Any] = json.loads((ASSETS / "style.json").read_text("utf-8"))
    return found


def _family(type_: str) -> str:
    return next((name for name, family in style()["families"].items() if type_ in family["types"]), "other")


def _name(node: NodeData, language: str) -> str:
    """The name in the language asked for, else in one of the page's, else any, cut and without control characters."""
    for each in (language, *interface_words(), *sorted(node.labels)):
        if node.labels.get(each):
            plain = UNPRINTABLE.sub("", node.labels[each][0])
            return plain if len(plain) <= LETTERS else plain[: LETTERS - 1] + "…"
    return node.id.rpartition("/")[2][:LETTERS]


def _width(text: str, size: float) -> float:
    """Near enough for setting names apart: East Asian letters are square, others a bit over half as wide."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return size * (wide + 0.58 * (len(text) - wide))


class _Picture:
    def __init__(self, network: Network, language: str, title: str) -> None:
        self.network, self.title, self.language = network, title, language
        self.words = interface_words().get(language, interface_words()["en"])
        self.names = [_name(node, language) for node in network.nodes]
        layout = lay_out(network)
        self.radii = [6 + min(10.0, 1.7 * math.sqrt(weight)) for weight in layout.importance]
        self.importance = layout.importance
        self.points, self.bottom = _fitted(layout)
        self.numbers = {node.id: number for number, node in enumerate(network.nodes)}

    def svg(self) -> str:
        legend = list(self._legend())
        height = self.bottom + MARGIN + 24 * (1 + max((row for _, row, _ in legend), default=0)) + 60
        body = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}"'
            f' height="{height:.0f}" font-family="{FONT}">',
            f"<title>{_text(self.title)}</title>",
            f'<rect width="100%" height="100%" fill="{COLOURS["ground"]}"/>',
            f'<text x="40" y="48" font-size="24" font-weight="600" fill="{COLOURS["text"]}">{_text(self.title)}</text>',
            *(self._line(edge) for edge in self.network.edges if edge.source != edge.target),
            *(self._sign(node.type, point, radius)
              for node, point, radius in zip(self.network.nodes, self.points, self.radii, strict=True)),
            *self._labels(),
            *(self._legend_entry(part, column, row) for part, row, column in legend),
            *self._foot(height),
            "</svg>\n",
        ]
        return "\n".join(body)

    def _line(self, edge: EdgeData) -> str:
        (x1, y1), (x2, y2) = self.points[self.numbers[edge.source]], self.points[self.numbers[edge.target]]
        colour, dash = _line_look(edge)
        width = 1.4 + min(5.0, math.sqrt(edge.weekly)) if edge.weekly else 1.2
        return (f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="{width:.1f}"'
                f'{dash} stroke-opacity=".65" fill="none"/>')

    def _sign(self, type_: str, point: Point, radius: float) -> str:
        look = style()["families"][_family(type_)]
        paint, ink = look["light"]
        glyph = style()["glyphs"].get(type_, style()["glyphs"][""])
        scale = radius / 12
        inner = (f'<path d="{glyph}" transform="translate(5.2 5.2) scale(.567)" fill="none" stroke="{ink}"'
                 ' stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>') if radius > 6.5 else ""
        return (f'<g transform="translate({point[0] - radius:.1f} {point[1] - radius:.1f}) scale({scale:.3f})">'
                f'<path d="{style()["outlines"][look["shape"]]}" fill="{paint}" stroke="{COLOURS["ground"]}"'
                f' stroke-width="2"/>{inner}</g>')

    def _labels(self) -> Iterable[str]:
        """Names beside their signs, the most important first; a name without a free place is left out."""
        signs = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(self.points, self.radii, strict=True)]
        taken = _Grid(signs)
        size = 11.0
        for number in sorted(range(len(self.names)), key=lambda each: (-self.importance[each], each)):
            (x, y), radius, width = self.points[number], self.radii[number], _width(self.names[number], size)
            for left, middle in ((x - width / 2, y + radius + 8), (x + radius + 3, y), (x - radius - 3 - width, y),
                                 (x - width / 2, y - radius - 8)):
                box = (left - 1, middle - 6.5, left + width + 1, middle + 6.5)
                if box[0] > 4 and box[2] < WIDTH - 4 and taken.free(box):
                    taken.add(box)
                    yield (f'<text x="{left:.1f}" y="{middle + 4:.1f}" font-size="{size:.0f}" fill="{COLOURS["text"]}"'
                           f' stroke="{COLOURS["ground"]}" stroke-width="3" paint-order="stroke">'
                           f"{_text(self.names[number])}</text>")
                    break

    def _legend(self) -> Iterable[tuple[tuple[str, str], int, int]]:
        types = sorted({node.type for node in self.network.nodes}, key=lambda each: (list(style()["families"]).index(
            _family(each)), each))
        relations = sorted({edge.relation for edge in self.network.edges})
        for place, part in enumerate([("type", each) for each in types] + [("relation", each) for each in relations]):
            yield part, place // 7, place % 7

    def _legend_entry(self, part: tuple[str, str], column: int, row: int) -> str:
        kind, name = part
        x, y = 52 + column * (WIDTH - 80) / 7, self.bottom + MARGIN + row * 24
        if kind == "type":
            sample, word = self._sign(name, (x, y), 9), self.words["types"].get(name, name)
        else:
            colour, dash = _line_look(EdgeData("", "", "", name, statements=_SAID))
            sample = f'<path d="M{x - 12} {y}h24" stroke="{colour}" stroke-width="2.5"{dash}/>'
            word = self.words["relations"].get(name, [name])[0]
        return (f'{sample}<text x="{x + 20:.1f}" y="{y + 4:.1f}" font-size="12" fill="{COLOURS["text"]}">'
                f"{_text(word)}</text>")

    def _foot(self, height: float) -> Iterable[str]:
        page = self.words["page"]
        parts = [page["drawn"].format(n=len(self.network.nodes), m=len(self.network.nodes) + self.network.omitted[0],
                                      k=len(self.network.edges), l=len(self.network.edges) + self.network.omitted[1])]
        named = self.network.attribution
        if named:
            parts.append(named.get(self.language) or named.get("") or next(iter(named.values())))
        if self.network.licence:
            parts.append(page["licence"].format(a=self.network.licence))
        yield (f'<text x="40" y="{height - 22:.0f}" font-size="12" fill="{COLOURS["quiet"]}">'
               f'{_text("  ·  ".join(parts))}</text>')


_SAID: Any = (None,)


def _line_look(edge: EdgeData) -> tuple[str, str]:
    known = style()["relations"].get(edge.relation, style()["relations"][""])
    statuses = {edge.status} | {each.status for each in edge.statements if each}
    planned, over = (set(style()["statuses"][name]) for name in ("planned", "over"))
    colour = COLOURS["over"] if statuses - {""} and statuses - {""} <= over else known["light"]
    if not edge.statements:
        return colour, ' stroke-dasharray="2 4"'
    dashed = known.get("planned") or (statuses - {""} and statuses - {""} <= planned)
    return colour, ' stroke-dasharray="7 5"' if dashed else ""


def _fitted(layout: Layout) -> tuple[list[Point], float]:
    """The positions on a sheet of the given width, and the lowest of them."""
    xs, ys = [x for x, _ in layout.network] or [0.0], [y for _, y in layout.network] or [0.0]
    scale = min(1.5, (WIDTH - 2 * MARGIN) / ((max(xs) - min(xs)) or 1))
    left = (WIDTH - scale * (max(xs) - min(xs))) / 2
    points = [(left + (x - min(xs)) * scale, MARGIN + (y - min(ys)) * scale) for x, y in layout.network]
    return points, max((y for _, y in points), default=MARGIN)


class _Grid:
    """Boxes by cell, so that asking whether a place is free does not look at all of them."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    @staticmethod
    def _near(box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box[0] // 80), int(box[2] // 80) + 1):
            for row in range(int(box[1] // 40), int(box[3] // 40) + 1):
                yield column, row

    def add(self, box: Box) -> None:
        for cell in self._near(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in self._near(box) for other in self._cells.get(cell, ())
        )


def _text(text: str) -> str:
    return escape(UNPRINTABLE.sub("", text))
