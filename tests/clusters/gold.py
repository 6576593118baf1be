"""Readings made of annotations, and the B-cubed measure: helpers of the tests of entity resolution."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

from kg.gazetteer import Gazetteer
from kg.mentions import plain_name
from kg.model import Document, Mention, Place, Reading, Span
from kg.text import plain_view

PLACES = ("Country", "Region", "Province", "City", "Port", "Airport")


def reading_of(path: Path, gazetteer: Gazetteer, keep_ids: bool = False) -> Reading:
    """The reading that an annotation file stands for.

    Local keys are the annotation's own, save for places of the gazetteer, unless those are to be kept as well.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    mentions = []
    for entity in raw["entities"]:
        texts = sorted({plain_view(each["text"]) for each in entity["mentions"]}, key=lambda each: (-len(each), each))
        names = [*texts, entity["name"]]
        place = _place(entity["type"], names, gazetteer) if entity["type"] in PLACES else None
        mentions += [
            Mention(Span(each["start"], each["end"]), plain_view(each["text"]), entity["type"], "gold",
                    place=place.key if place else "", local=place.key if place and not keep_ids else entity["id"])
            for each in entity["mentions"]
        ]
    text = " " * (1 + max((each.span.end for each in mentions), default=0))
    document = Document(raw["document"], text, "0" * 64, language=raw["language"])
    return Reading(document, tuple(sorted(mentions, key=lambda each: each.span)))


def reading_of_names(
    document: str, language: str, names: Iterable[tuple[str, str]], near: Iterable[str] = ()
) -> Reading:
    """A reading with one thing for each (type, name), and the places its document speaks of."""
    at, mentions = 0, []
    for key in near:
        mentions.append(Mention(Span(at, at + 1), key, "Country", "gold", place=key, local=key))
        at += 20
    for kind, name in names:
        name = plain_view(name)
        mentions.append(Mention(Span(at, at + len(name)), name, kind, "gold", local=f"{kind}:{plain_name(name)}"))
        at += len(name) + 20
    return Reading(Document(document, " " * at, "0" * 64, language=language), tuple(mentions))


def _place(kind: str, names: Iterable[str], gazetteer: Gazetteer) -> Place | None:
    for name in names:
        found = gazetteer.named(name)
        if exact := [each for each in found if each.type == kind]:
            return exact[0]
        cities = [each for each in found if each.type == "City"]
        if kind == "Port" and cities:
            return gazetteer.port_of(cities[0].key)
        if kind == "Airport" and cities and len(gazetteer.airports_of(cities[0].key)) == 1:
            return gazetteer.airports_of(cities[0].key)[0]
    return None


def b_cubed(found: Mapping[Hashable, Hashable], gold: Mapping[Hashable, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 (Bagga and Baldwin 1998) over the items of `gold`: item to cluster.

    >>> b_cubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x"})
    (1.0, 0.5555555555555555, 0.7142857142857143)
    """
    ours, theirs = _clusters({item: found[item] for item in gold}), _clusters(gold)
    precision = sum(len(ours[found[i]] & theirs[gold[i]]) / len(ours[found[i]]) for i in gold) / len(gold)
    recall = sum(len(ours[found[i]] & theirs[gold[i]]) / len(theirs[gold[i]]) for i in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _clusters(assignment: Mapping[Hashable, Hashable]) -> Mapping[Hashable, set[Hashable]]:
    clusters: dict[Hashable, set[Hashable]] = defaultdict(set)
    for item, cluster in assignment.items():
        clusters[cluster].add(item)
    return clusters
