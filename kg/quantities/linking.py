"""Figures that take unit or scale from another: the first of a range, the bare one of a pair, a part of a whole."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.quantities.lexicon import QuantityLexicon
from kg.quantities.numerals import Numerals
from kg.quantities.quantity import Quantity

CLOSE, JOINT, NEAR, CARRY = 25, 10, 60, 200


def join(numbers: list[Quantity], text: str, lexicon: QuantityLexicon) -> list[Quantity]:
    """The figures, where the first of two joined ones takes unit and scale from the second (20 to 40 percent)."""
    for place in range(len(numbers) - 2, -1, -1):
        left, right = numbers[place], numbers[place + 1]
        gap = right.whole.start - left.whole.end
        if not 0 < gap < JOINT or not lexicon.joiner.fullmatch(text, left.whole.end, right.whole.start):
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
        last = numbers[place - 1]
        gap = text[last.whole.end: each.whole.start]
        if each.unit != "count" or len(gap) > CARRY or "\n" in gap:
            continue
        bare = not each.counted and each.whole.end == each.span.end
        pointing = bare and lexicon.anaphor.search(text[each.clause.start: each.whole.start])
        rate = last.unit.startswith("per_")
        part = rate and last.sentence == each.sentence and lexicon.part_of.search(gap)
        told = bare and last.sentence == each.sentence and len(gap) < NEAR and (last.unit == "%" or rate)
        if pointing or part or told:
            numbers[place] = replace(each, unit=last.unit)
    for place, each in enumerate(numbers[:-1]):
        following = numbers[place + 1]
        gap = text[each.whole.end: following.whole.start]
        if each.unit == "count" and not each.counted and each.whole.end == each.span.end and len(gap) < CLOSE \
                and following.unit.startswith("per_") and re.match(r" ?[,，、]", gap):
            numbers[place] = replace(each, unit=following.unit)
    return numbers


def _scale(figure: Quantity, numerals: Numerals) -> float:
    """How much the scale words of a figure multiply its digits."""
    digits = re.match(numerals.digits, figure.text)
    plain = numerals.value(digits.group()) if digits else None
    return figure.value / plain if plain else 1.0
