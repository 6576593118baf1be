"""What a figure measures: words of a language to concepts of the scheme `ontology/measures.ttl`.

A concept's trigger words stand in the language's `measures.toml`, with the sorts of unit it can be said in. The word
nearest to the figure decides: in its unit and what is counted first, then before the figure in its clause, after it,
and before it in the sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import RuleError
from kg.model import Span

SORTS = {
    "count": ("count", "person", "ordinal"), "rate": ("per_day", "per_week", "per_month", "per_year"),
    "mass": ("t", "kg"), "length": ("km", "m"), "time": ("h", "min", "d", "month", "year"),
}
ANY = ("%",)
FAR = 80


class Counted(Protocol):
    """What this module needs of a quantity."""

    @property
    def span(self) -> Span: ...
    @property
    def whole(self) -> Span: ...
    @property
    def clause(self) -> Span: ...
    @property
    def sentence(self) -> Span: ...
    @property
    def unit(self) -> str: ...
    @property
    def counted(self) -> str: ...
    @property
    def counted_span(self) -> Span | None: ...


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: a concept's local name (empty when unknown) and its name in words."""

    concept: str
    words: str


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures a language has words for; see `load`."""

    pattern: re.Pattern[str]
    concepts: Mapping[str, tuple[str, tuple[str, ...]]]

    @classmethod
    def load(cls, folder: Path) -> Measures:
        """The measures of the language whose folder this is, from `measures.toml`.

        Raises:
            RuleError: the file is missing, cannot be parsed, or a pattern in it does not compile.
        """
        path = folder / "measures.toml"
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))["measures"]
            parts = [f"(?P<{entry['concept']}_{place}>{'|'.join(entry['words'])})"
                     for place, entry in enumerate(entries)]
            concepts = {f"{entry['concept']}_{place}": (entry["concept"], tuple(entry.get("units", ())))
                        for place, entry in enumerate(entries)}
            return cls(re.compile("|".join(parts), re.IGNORECASE), concepts)
        except FileNotFoundError as error:
            raise RuleError("the language has no measures.toml", where=str(path),
                            remedy="copy one of another language and translate its words") from error
        except (tomllib.TOMLDecodeError, re.error, KeyError) as error:
            raise RuleError(f"cannot be read: {error!r}", where=str(path), remedy="mend the file") from error

    def describe(self, text: str, figure: Counted) -> Measure:
        """What a figure of a text measures; without a known word, what it counts.

        Args:
            text: the text the figure was found in; figure: as `find_quantities` gives it.

        >>> from kg import resources
        >>> from kg.quantities import QuantityLexicon, find_quantities
        >>> english = resources.languages() / "en"
        >>> text = "Container throughput rose 12.7 percent to 2.1 million TEU."
        >>> figures = find_quantities(text, QuantityLexicon.load(english))
        >>> [Measures.load(english).describe(text, figure).concept for figure in figures]
        ['containerThroughput', 'containerThroughput']
        """
        counted, clause, sentence = figure.counted_span, figure.clause, figure.sentence
        start, end = figure.span.start, figure.whole.end
        if figure.unit == "ordinal":
            return Measure("ranking", figure.counted or "ranking")
        places = [(figure.span.end, counted.end if counted else end, False)]
        places += [(clause.start, start, True), (end, clause.end, False),
                   (max(sentence.start, start - FAR), start, True)]
        for begin, stop, last in places:
            if concept := self._named(text, begin, stop, last, figure.unit):
                words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", concept).lower()
                return Measure(concept, figure.counted or words)
        return Measure("", figure.counted)

    def _named(self, text: str, begin: int, end: int, last: bool, unit: str) -> str:
        """The concept that the first or last fitting word between two positions names."""
        found = ""
        for match in self.pattern.finditer(text, begin, end):
            concept, sorts = self.concepts[match.lastgroup or ""]
            if _fits(unit, sorts):
                found = concept
                if not last:
                    break
        return found


def _fits(unit: str, sorts: tuple[str, ...]) -> bool:
    """Whether a measure that is said in these sorts of unit can be said in this one."""
    if not sorts or unit in ANY:
        return True
    money = len(unit) == 3 and unit.isupper()
    return any(unit in SORTS.get(sort, ()) or (sort == "money" and money) for sort in sorts)
