"""A network and its layout as the compact JSON value the page reads: tables, and numbers that point into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from pypinyin import lazy_pinyin

from kg.view.layout import Layout
from kg.view.network import EdgeData, FigureData, Network, NodeData, StatementData

HAN = re.compile(r"[㐀-鿿豈-﫿]")


class Table:
    """Values numbered in the order they first come; the page looks them up by number."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.values: list[str] = []
        self._numbers: dict[str, int] = {}
        for value in values:
            self.number(value)

    def number(self, value: str) -> int:
        """The number of a value, a new one if it was not there."""
        known = self._numbers.setdefault(value, len(self.values))
        if known == len(self.values):
            self.values.append(value)
        return known


class Compactor:
    """Writes one network; the tables fill as nodes and edges are written."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.base = common_base([node.id for node in network.nodes])
        self.numbers = {node.id: number for number, node in enumerate(network.nodes)}
        self.documents = Table(document.id for document in network.documents)
        self.sentences, self.rules = Table([""]), Table([""])
        self.types, self.relations, self.statuses = Table(), Table(), Table([""])

    def compact(self, layout: Layout) -> dict[str, Any]:
        """The whole network as JSON-able tables, rows in the order of `assets/js/graph.js`."""
        nodes = [self._node(node, place, layout) for place, node in enumerate(self.network.nodes)]
        edges = [self._edge(edge) for edge in self.network.edges]
        return {
            "base": self.base,
            "nodes": nodes,
            "edges": edges,
            "clusters": [[c.parent, c.x, c.y, c.radius, c.size, c.centre] for c in layout.clusters],
            "documents": [
                [d.id, d.name, d.title, d.publisher, d.date, d.language, d.address] for d in self.network.documents
            ],
            "types": self.types.values,
            "relations": self.relations.values,
            "statuses": self.statuses.values,
            "rules": self.rules.values,
            "sentences": self.sentences.values,
            "terms": {name: dict(labels) for name, labels in sorted(self.network.terms.items())},
            "omitted": list(self.network.omitted),
            "attribution": dict(sorted(self.network.attribution.items())),
            "licence": self.network.licence,
        }

    def _short(self, iri: str) -> str:
        return iri.removeprefix(self.base)

    def _node(self, node: NodeData, place: int, layout: Layout) -> list[Any]:
        x, y = layout.network[place]
        map_x, map_y = layout.geographic[place]
        row: list[Any] = [
            self._short(node.id),
            self.types.number(node.type),
            {language: list(names) for language, names in sorted(node.labels.items())},
            int(x), int(y), int(map_x), int(map_y),
            int(layout.placed[place]),
            layout.cluster[place],
            pinyin(node.labels),
            dict(sorted(node.identifiers.items())),
            dict(sorted(node.facts.items())),
            [self.documents.number(document) for document in node.documents],
            [self._figure(figure) for figure in node.figures],
        ]
        while row and row[-1] in ({}, [], ""):
            row.pop()
        return row

    def _edge(self, edge: EdgeData) -> list[Any]:
        return [
            self.numbers[edge.source],
            self.numbers[edge.target],
            self.relations.number(edge.relation),
            self.statuses.number(edge.status),
            edge.weekly or 0,
            [self._statement(statement) for statement in edge.statements],
            *([[self._figure(figure) for figure in edge.figures]] if edge.figures else []),
        ]

    def _statement(self, statement: StatementData) -> list[Any]:
        row: list[Any] = [
            self._short(statement.id),
            self.documents.number(statement.document),
            self.sentences.number(statement.quote),
            [offset for mark in sorted(statement.marks) for offset in mark],
            self.statuses.number(statement.status),
            statement.time,
            round(statement.confidence, 3),
            self.rules.number(statement.rule),
            dict(sorted(statement.qualifiers.items())),
        ]
        if not row[-1]:
            row.pop()
        return row

    def _figure(self, figure: FigureData) -> list[Any]:
        return [
            figure.measure, figure.concept, figure.value, figure.unit, figure.modifier, figure.kind, figure.period,
            dict(sorted(figure.narrowing.items())), self._statement(figure.evidence), figure.ties,
        ]


def common_base(iris: Iterable[str]) -> str:
    """The longest common beginning of IRIs that ends in `/` or `#`.

    >>> common_base(["https://example.org/id/city/1", "https://example.org/id/port/2"])
    'https://example.org/id/'
    """
    first, last = min(iris := list(iris), default=""), max(iris, default="")
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return re.sub(r"[^/#]*$", "", first[:shared])


def pinyin(labels: Mapping[str, Iterable[str]]) -> str:
    """Chinese names in Latin letters without tones, whole and as initials, for typing them on any keyboard.

    >>> pinyin({"zh": ("威海",)})
    'weihai wh'
    """
    spelled: dict[str, None] = {}
    for name in (name for _, names in sorted(labels.items()) for name in names):
        if HAN.search(name) and len(name) <= 40:
            syllables = [plain(syllable) for syllable in lazy_pinyin(name)]
            spelled["".join(syllables)] = None
            spelled["".join(syllable[:1] for syllable in syllables)] = None
    return " ".join(spelled)


def plain(text: str) -> str:
    """Lower case without diacritics, as the page's search compares.

    >>> plain("Würth Łódź")
    'wurth łodz'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
