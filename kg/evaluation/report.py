"""Scores of many documents, summed by language and level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.score import LEVELS, Facts, Item, Score, score


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts of one level and what follows from them (micro-averaged)."""

    matched: int
    found: int
    annotated: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.matched / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        >>> Measure(6, 8, 12).f1
        0.6
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by document, with the language of each."""

    scores: Mapping[str, Score]
    languages: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]

    def measure(self, level: str, language: str = "") -> Measure:
        """The sum over all documents, or over those of one language."""
        counts = [each.counts[level] for document, each in self.scores.items()
                  if not language or self.languages[document] == language]
        return Measure(*(sum(column) for column in zip(*counts, strict=True))) if counts else Measure(0, 0, 0)

    def rows(self) -> Iterator[tuple[str, str, Measure]]:
        """(language or `all`, level, measure) for every level that has annotated items."""
        for language in ("", *sorted(set(self.languages.values()))):
            for level in LEVELS:
                measure = self.measure(level, language)
                if measure.annotated:
                    yield language or "all", level, measure

    def misses(self) -> Iterator[str]:
        """One line for each item missed or found without need."""
        for document, each in self.scores.items():
            for word, table in (("missed", each.missed), ("spurious", each.spurious)):
                for level, items in table.items():
                    for item in items:
                        yield f"{word}\t{document}\t{level}\t{_describe(item, self.names[document])}"


def evaluate(facts: Mapping[str, Facts], annotations: Sequence[Mapping[str, object]]) -> Report:
    """Facts by document name against annotations (the scorer's file format)."""
    scores, languages, names = {}, {}, {}
    for gold in annotations:
        document = str(gold["document"])
        kinds: dict[str, Sequence[Item]] = {kind: _items(gold, kind) for kind in
                                            ("entities", "relations", "figures", "dates")}
        found = facts.get(document, {})
        scores[document] = score(found, kinds)
        languages[document] = str(gold["language"])
        names[document] = {each["id"]: each["mentions"][0]["text"] for source in (found, kinds)
                           for each in source.get("entities", ())}
    return Report(scores, languages, names)


def _items(gold: Mapping[str, object], kind: str) -> list[Item]:
    found = gold.get(kind, ())
    return list(found) if isinstance(found, Iterable) else []


def _describe(item: Item, names: Mapping[str, str]) -> str:
    if "mentions" in item:
        return f"{item['type']} {item['mentions'][0]['text']!r}"
    if "predicate" in item:
        ends = [names.get(item[end], item[end]) for end in ("subject", "object")]
        return f"{ends[0]!r} {item['predicate']} {ends[1]!r}"
    words = [str(item[key]) for key in ("value", "unit", "period") if item.get(key) is not None]
    return " ".join((*words, repr(item["span"].get("text", ""))))
