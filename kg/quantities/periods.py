"""Which date of a text holds for a figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Date, Span
from kg.quantities.lexicon import QuantityLexicon
from kg.quantities.quantity import CLAUSE, WINDOW, Quantity

CLOSE, BESIDE, NEAR_DATES, FAR = 25, 5, 3, 3600
HEADING, LINES = 400, 3
BREAK = re.compile(rf"{CLAUSE.pattern}|[(（]")


class Periods:
    """The dates of a text, asked for the one that holds for a figure.

    Args:
        text: the text; lexicon: the words of its language; dates: the dates found in it.
        published: the date of publication, ISO 8601, or empty.
    """

    def __init__(self, text: str, lexicon: QuantityLexicon, dates: Sequence[Date], published: str) -> None:
        self.text, self.lexicon, self.published = text, lexicon, published
        self.dates = sorted(dates, key=lambda date: date.span)
        self.title = self._of_title()
        self.date_starts = [date.span.start for date in self.dates]

    def on(self, figures: list[Quantity]) -> list[Quantity]:
        """The figures with the date of their sentence that holds for them."""
        dated = []
        for place, each in enumerate(figures):
            others = [other.span for other in figures[max(0, place - 1): place + 2] if other is not each]
            period = self._period(each, others)
            dated.append(replace(each, period=period, carried="" if period else self._carried(each)))
        return dated

    def _carried(self, figure: Quantity) -> str:
        """The last date of the paragraph before a figure's sentence that may hold on, else that of the title."""
        start = figure.sentence.start
        place = bisect_left(self.date_starts, start)
        for date in reversed(self.dates[max(0, place - NEAR_DATES): place]):
            if start - date.span.end > FAR or "\n" in self.text[date.span.end: start]:
                break
            if not self._compared(date) and not self._since(date) and self.text[date.span.start - 1] not in "(（":
                return date.value
        return self.title if self.title != self.published else ""

    def _of_title(self) -> str:
        """The first date of the heading: of the first lines up to an empty one, as far as they are no sentences."""
        position = len(self.text) - len(self.text.lstrip())
        for line in self.text[position: position + HEADING].split("\n")[:LINES]:
            if not line.strip() or self.lexicon.context.sentence.search(f"{line.strip()} "):
                break
            inside = Span(position, position + len(line))
            if date := next((date for date in self.dates[:NEAR_DATES] if inside.covers(date.span)), None):
                return date.value
            position = inside.end + 1
        return ""

    def _period(self, figure: Quantity, others: list[Span]) -> str:
        """The last date before a figure in its sentence, or the one that follows it closely."""
        spaced = self.lexicon.context.spaced
        first = bisect_left(self.date_starts, figure.sentence.start)
        middle = bisect_left(self.date_starts, figure.span.start)
        last = bisect_left(self.date_starts, figure.sentence.end)
        earlier = [date for date in self.dates[max(first, middle - NEAR_DATES): middle]
                   if not self._compared(date) and not self._aside(date, figure.span.start)
                   and not (self._label(date) and figure.span.start - date.span.end > BESIDE)]
        later = [date for date in self.dates[middle: min(last, middle + NEAR_DATES)]
                 if not self._compared(date) and not self._label(date)]
        if later:
            end = figure.counted_span.end if figure.counted_span else figure.whole.end
            gap = Span(end, max(later[0].span.start, end))
            wide = gap.end - gap.start
            nearer = earlier and figure.span.start - earlier[-1].span.end < wide and wide > (BESIDE if spaced else 0)
            parted = (nearer or wide > WINDOW or BREAK.search(self.text, gap.start, gap.end)
                      or any(map(gap.overlaps, others)))
            only = not earlier and len(later) == 1 and spaced and not self._restated(gap)
            if only or (not parted and wide <= (CLOSE if earlier else WINDOW)):
                return self._holding(later[0])
        return self._holding(earlier[-1]) if earlier else ""

    def _aside(self, date: Date, position: int) -> bool:
        """Whether a date stands in brackets that are closed before a position."""
        start = date.span.start
        return self.text[max(0, start - 1): start] in ("(", "（") \
            and re.search("[)）]", self.text[date.span.end: min(position, date.span.end + 2 * WINDOW)]) is not None

    def _compared(self, date: Date) -> bool:
        """Whether a figure is only compared with that date (5 percent more than in 2019)."""
        start, context = date.span.start, self.lexicon.context
        before = self.text[max(0, start - WINDOW // 2): start]
        if "/" in date.value and context.ranged.search(before):
            return False
        return bool(context.comparison.search(before) or context.comparison_after.match(self.text, date.span.end))

    def _label(self, date: Date) -> bool:
        """Whether a date in brackets is the label of what follows it (2022: 13 million)."""
        return self.text[date.span.start - 1] in "(（" and self.text[date.span.end: date.span.end + 1] in (":", "：")

    def _restated(self, gap: Span) -> bool:
        """Whether another number between a figure and a date is what the figure is compared with (after 3 in 2019)."""
        number = self.lexicon.number.search(self.text, gap.start, gap.end)
        return bool(number and self.lexicon.context.restated.search(self.text[gap.start: number.start()]))

    def _holding(self, date: Date) -> str:
        """The period a date stands for: what began "since" an earlier date lasts until publication."""
        until = self.published[: len(date.value)]
        lasting = self._since(date) and "/" not in date.value and date.value < until
        return f"{date.value}/{until}" if lasting else date.value

    def _since(self, date: Date) -> bool:
        """Whether the words around a date say that something began with it."""
        start = date.span.start
        return bool(self.lexicon.context.since_after.match(self.text, date.span.end)
                    or self.lexicon.context.since_before.search(self.text[max(0, start - WINDOW // 2): start]))
