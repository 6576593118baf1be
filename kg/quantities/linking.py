"""Figures that take unit or scale from another: the first of a range, the bare one of a pair, a part of a whole."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Span
from kg.quantities.lexicon import QuantityLexicon
from kg.quantities.numerals import Numerals
from kg.quantities.quantity import Quantity

CLOSE, JOINT, NEAR, CARRY = 25, 10, 60, 200
BEFORE = 4
HOUR = 60
LARGE, MOST = 100_000, 1000
MASSES = ("t", "kg")
LIST_ENDS = (".", ";", ",", "")


def merge(numbers: list[Quantity], text: str, lexicon: QuantityLexicon) -> list[Quantity]:
    """The figures, where hours and minutes side by side are one (10 hours 30 minutes)."""
    merged: list[Quantity] = []
    for each in numbers:
        last = merged[-1] if merged else each
        if (last.unit, each.unit) == ("h", "min") and lexicon.context.durations.fullmatch(
                text, last.whole.end, each.whole.start):
            span = Span(last.span.start, each.whole.end)
            merged[-1] = replace(last, span=span, text=span.of(text), value=last.value + each.value / HOUR,
                                 whole=Span(last.whole.start, each.whole.end))
        else:
            merged.append(each)
    return merged


def join(numbers: list[Quantity], text: str, lexicon: QuantityLexicon) -> list[Quantity]:
    """The figures, where the first of two joined ones takes unit and scale from the second (20 to 40 percent)."""
    for place in range(len(numbers) - 2, -1, -1):
        left, right = numbers[place], numbers[place + 1]
        gap = right.whole.start - left.whole.end
        if not 0 < gap < JOINT or not lexicon.context.joiner.fullmatch(text, left.whole.end, right.whole.start):
            continue
        if left.unit != right.unit and "count" not in (left.unit, right.unit):
            continue
        bare = left.whole.end == left.span.end
        scale = _scale(right, lexicon.numerals) if left.text.replace(".", "").isdecimal() else 1.0
        if right.whole == right.span and not right.counted and not bare and right.unit == "count":
            numbers[place + 1] = replace(right, unit=left.unit, kind=left.kind)
            continue
        numbers[place] = replace(
            left, unit=right.unit if bare else left.unit, kind=right.kind if bare else left.kind,
            value=left.value * scale if left.value * scale <= right.value else left.value,
            counted=left.counted or right.counted, counted_span=left.counted_span or right.counted_span,
        )
    return numbers


def inherit(numbers: list[Quantity], text: str, lexicon: QuantityLexicon) -> list[Quantity]:
    """The figures, where a bare one has the unit of the figure it stands for or is a part of (six of them)."""
    for place, each in enumerate(numbers[1:], 1):
        if each.unit == "count" and (unit := _inherited(numbers[max(0, place - BEFORE): place], each, text, lexicon)):
            numbers[place] = replace(each, unit=unit)
    for place, each in enumerate(numbers[:-1]):
        following = numbers[place + 1]
        gap = text[each.whole.end: following.whole.start]
        if each.unit != "count" or not following.unit.startswith("per_"):
            continue
        listed = _bare(each, lexicon) and len(gap) < CLOSE and re.match(r" ?[,，、]", gap)
        each_times = lexicon.context.times.search(each.whole.of(text)) and each.sentence == following.sentence
        if listed or each_times:
            numbers[place] = replace(each, unit=following.unit)
    return numbers


def _bare(figure: Quantity, lexicon: QuantityLexicon) -> bool:
    """Whether a figure says neither what it counts nor in what, or only that it is more or fewer."""
    counted = figure.counted and not lexicon.context.more.match(figure.counted)
    return not counted and figure.whole.end == figure.span.end


def _inherited(earlier: list[Quantity], each: Quantity, text: str, lexicon: QuantityLexicon) -> str:
    """The unit that a figure takes from one before it, or nothing."""
    last, context = earlier[-1], lexicon.context
    gap = text[last.whole.end: each.whole.start]
    bare, rate = _bare(each, lexicon), last.unit.startswith("per_")
    same = last.sentence == each.sentence
    if len(gap) > CARRY or "\n" in gap:
        return ""
    if bare and same and each.value >= LARGE and not lexicon.numerals.grouped.fullmatch(each.text):
        amount = next((other.unit for other in reversed(earlier) if other.unit != "%"), "")
        return amount if amount in MASSES or amount.isupper() else ""
    pointing = bare and context.anaphor.search(text[each.clause.start: each.whole.start])
    part = rate and same and context.part_of.search(gap)
    more = bool(each.counted) or rate
    told = bare and same and len(gap) < NEAR and (more or (last.unit == "%" and each.value <= MOST))
    told = told or bool(rate and same and len(gap) < NEAR and context.times.search(each.whole.of(text)))
    restated = bare and same and context.restated.search(gap) and len(gap) < CLOSE
    listed = bare and same and rate and ";" in gap and text[each.whole.end: each.whole.end + 1] in LIST_ENDS
    return last.unit if pointing or part or told or restated or listed else ""


def _scale(figure: Quantity, numerals: Numerals) -> float:
    """How much the scale words of a figure multiply its digits."""
    digits = re.match(numerals.digits, figure.text)
    plain = numerals.value(digits.group()) if digits else None
    return figure.value / plain if plain else 1.0
