"""What a quantity is, and the stretches of text in which numbers measure nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Span

WINDOW = 60
CLAUSE = re.compile(r"[,;:。，；：！？!?…\n]|(?<!\d)\.\s")
QUOTED = re.compile(r"“([^“”\n]{1,40})”|„([^“”„\"\n]{1,40})[“”\"]|\"([^\"\n]{1,40})\"|「([^「」\n]{1,40})」")
COINED_WORDS, COINED_SIGNS = 4, 12
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
SPOKEN = re.compile(r"[。！？，,!?]|\.$")
HEADING = re.compile(r"^[ \t]*(\d{1,2})(?:\.\d{1,2})*[ \t]+(?=[^\W\d_])[^\n]{1,80}(?<![.;:,。；])$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that measures something, as the words around it say.

    Attributes:
        span, text: the number with its own scale words.
        value, unit, modifier, kind: as in `kg.model.Figure`.
        rule: which reading found it (number, fraction, rank).
        counted, counted_span: the words for what is counted, without the number, where the text gives them.
        whole: the number with modifier, currency and unit.
        clause, sentence: the stretches it stands in.
        period: the date of its sentence that most likely holds for it, or empty.
        carried: without one, the date that holds from an earlier sentence of the paragraph or from the title.
    """

    span: Span
    text: str
    value: float
    unit: str
    kind: str
    rule: str
    whole: Span
    clause: Span
    sentence: Span
    modifier: str = ""
    counted: str = ""
    counted_span: Span | None = None
    period: str = ""
    carried: str = ""


class Blocks:
    """Stretches of text in which no figure may stand."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether a stretch shares a character with a blocked one."""
        place = bisect_left(self._ends, start + 1)
        return place < len(self._starts) and self._starts[place] < end


def coined(text: str) -> list[tuple[int, int]]:
    """Short quotations, in which a number belongs to a coined term and measures nothing (“三纵四横”, "drei Säulen")."""
    found = []
    for match in QUOTED.finditer(text):
        inner = next(filter(None, match.groups()))
        if SPOKEN.search(inner):
            continue
        if len(inner) <= COINED_SIGNS if IDEOGRAPH.search(inner) else len(inner.split()) <= COINED_WORDS:
            found.append(match.span())
    return found


def headings(text: str) -> list[tuple[int, int]]:
    """The numbers before headings: of short lines that are counted up from one, with no sign at their end.

    >>> text = "1 Sea\\n20 lines to Japan.\\n2 Air"
    >>> [text[start:end] for start, end in headings(text)]
    ['1', '2']
    """
    found: list[tuple[int, int]] = []
    last = 0
    for match in HEADING.finditer(text):
        if int(match[1]) in (last, last + 1):
            last = int(match[1])
            found.append(match.span(1))
    return found if last > 1 else []
