"""Reads the numbers of one text: what is a figure, and its unit, modifier, kind and what it counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Span
from kg.quantities.lexicon import QuantityLexicon, Unit
from kg.quantities.quantity import CLAUSE, WINDOW, Blocks, Quantity, coined, headings

NEAR = 24
COUNTED_WORDS, COUNTED_SIGNS = 5, 14
YEARS = range(1900, 2100)
CHANGES = ("growth", "reduction")
COUNT = Unit("count", counter=True)
COUPLED = re.compile(r"[A-Za-z\u00c0-\u024f]|-[A-Za-z\u00c0-\u024f]|[+/:]\d|[\u00b0.]\d")
COUPLING = re.compile(r"[A-Za-z\u00c0-\u024f][-–]$|[#§@№]\s?$|\d[+/:]$|[+(]\d{1,3}\)?[ -]$|\[$")
LISTED = re.compile(r"(?:^|\n)[ \t\u3000]*[(（]?$")
LIST_MARK = re.compile(r"[.、)）](?!\d)")
NOTE = re.compile(r"[:：]\s?$")
NOTE_MARK = re.compile(r"[.、](?=[\u3400-\u9fff])")
RATIO = re.compile(r"(?<![\d.:∶])\d{1,2}(?:\.\d+)?(?:[:：∶]\d{1,2}(?:\.\d+)?)+(?![\d:：∶]|\.\d)")
PART = re.compile(r"[\d.]+")
WHOLE, ROUNDING = 100, 0.5
OPENING = re.compile(r"[“「『《„\"]$")
CLAUSE_END = re.compile(r"[,;.:!?，。；：、！？]|$")
VERSION = re.compile(r"\d\.0")
WORD = re.compile(r"[ \u00a0]([\w'’-]+)")
HAN_RUN = re.compile(r"[^\s,;:。，；：、！？!?()（）“”\"《》.\d]*")


class Reader:
    """Reads one text; holds what is known about it while reading."""

    def __init__(self, text: str, lexicon: QuantityLexicon, taken: Iterable[Span]) -> None:
        self.text, self.lexicon = text, lexicon
        self.rated_until = self.last_end = 0
        self.breaks = [match.end() for match in lexicon.context.sentence.finditer(text)]
        self.blocks = Blocks([
            *((span.start, span.end) for span in taken), *coined(text), *headings(text),
            *(match.span() for match in lexicon.guards.blocked.finditer(text)),
        ])

    def read(self) -> tuple[list[Quantity], list[Quantity]]:
        """Plain numbers, which may yet take units from each other, and the other figures."""
        lexicon, text = self.lexicon, self.text
        others = [found for match in lexicon.fractions.pattern.finditer(text) if (found := self._fraction(match))]
        others += [found for match in lexicon.kinds.change.finditer(text) if (found := self._change(match))]
        others += [part for match in RATIO.finditer(text) for part in self._ratio(match)]
        taken = [(each.whole.start, each.whole.end) for each in others]
        fractions, ordinals = Blocks(taken), list(lexicon.ranks.pattern.finditer(text))
        others += [found for match in ordinals if not fractions.touch(*match.span()) and (found := self._rank(match))]
        used = Blocks([*taken, *(match.span() for match in ordinals)])
        numbers = [found for match in lexicon.number.finditer(text)
                   if not used.touch(*match.span()) and (found := self._number(match))]
        return numbers, others

    def _around(self, start: int, end: int) -> tuple[str, Span]:
        """The text before a number within its clause, and the clause."""
        first = max(0, start - WINDOW)
        before = self.text[first:start]
        begin = first + max((match.end() for match in CLAUSE.finditer(before)), default=0)
        close = CLAUSE.search(self.text, end, end + WINDOW)
        return self.text[begin:start], Span(begin, close.start() if close else min(end + WINDOW, len(self.text)))

    def _sentence(self, position: int) -> Span:
        place = bisect_right(self.breaks, position)
        start = self.breaks[place - 1] if place else 0
        return Span(start, self.breaks[place] if place < len(self.breaks) else len(self.text))

    def _fraction(self, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        if self.blocks.touch(start, end):
            return None
        lexicon, written = self.lexicon, match.group().lower()
        value = lexicon.fractions.words.get(written)
        if value is None and match.group("whole"):
            value = next((each for word, each in lexicon.fractions.words.items() if word in written), None)
        if value is None:
            value = self._quotient(match)
        if value is None:
            return None
        before, clause = self._around(start, end)
        modifier, whole, _ = lexicon.modifier_before.ending(before)
        found = Quantity(Span(start, end), match.group(), value, "%", "share", "fraction",
                         Span(clause.start + whole, end), clause, self._sentence(start), modifier)
        ahead = before[:whole]
        changed = lexicon.kinds.by.search(ahead) or lexicon.kinds.direct.ending(ahead)[0] in CHANGES
        return replace(found, kind=self._kind(found, before)) if changed else found

    def _change(self, match: re.Match[str]) -> Quantity | None:
        """A change that a verb alone gives a size to (doubled)."""
        start, end = match.span()
        if self.blocks.touch(start, end):
            return None
        value, kind = self.lexicon.kinds.changes[match.group().lower()]
        return Quantity(Span(start, end), match.group(), value, "%", kind, "change", Span(start, end),
                        self._around(start, end)[1], self._sentence(start))

    def _ratio(self, match: re.Match[str]) -> list[Quantity]:
        """The shares of a whole that stand side by side (9:46:45), where they add up to a hundred."""
        parts = list(PART.finditer(self.text, *match.span()))
        values = [float(part.group()) for part in parts]
        if abs(sum(values) - WHOLE) > ROUNDING or self.blocks.touch(*match.span()):
            return []
        clause, sentence = self._around(*match.span())[1], self._sentence(match.start())
        return [Quantity(Span(*part.span()), part.group(), value, "%", "share", "ratio", Span(*part.span()), clause,
                         sentence) for part, value in zip(parts, values, strict=True)]

    def _quotient(self, match: re.Match[str]) -> float | None:
        """The value in percent of a fraction said with numerator and denominator."""
        numerals = self.lexicon.numerals
        parts = {name.partition("_")[0]: word for name, word in match.groupdict().items() if word}
        word = parts.get("word")
        if tenths := parts.get("tenths"):
            return 10 * (numerals.value(tenths) or 0) + (numerals.value(parts.get("hundredths") or "") or 0)
        if word:
            below: float | None = self.lexicon.fractions.denominators[word.lower()]
        else:
            below = numerals.value(parts.get("denominator") or "1")
        above = numerals.value(parts.get("numerator") or "") or 1.0
        return round(100 * above / below, 10) if below and above <= below else None

    def _rank(self, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        lexicon, parts = self.lexicon, match.groupdict()
        if self.blocks.touch(start, end):
            return None
        word = next((each for name, each in parts.items() if each and name.startswith("word")), None)
        number = next((each for name, each in parts.items() if each and name.startswith("number")), "")
        value = lexicon.ranks.words[word.lower()] if word else lexicon.numerals.value(number)
        before, clause = self._around(start, end)
        if lexicon.ranks.not_before.search(before):
            return None
        if not value or not (lexicon.ranks.before.search(before) or lexicon.ranks.after.match(self.text, end)):
            return None
        counted, span = self._counted(end, clause)
        return Quantity(Span(start, end), match.group(), value, "ordinal", "rank", "rank", Span(start, end), clause,
                        self._sentence(start), counted=counted, counted_span=span)

    def _number(self, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        lexicon, text, written = self.lexicon, self.text, match.group()
        if start < self.last_end or self.blocks.touch(start, end):
            return None
        before, clause = self._around(start, end)
        value = lexicon.numerals.value(written)
        if value and lexicon.ranks.cardinal.search(text[max(0, start - NEAR): start]):
            return Quantity(Span(start, end), written, value, "ordinal", "rank", "rank", Span(start, end), clause,
                            self._sentence(start))
        if not value or self._no_figure(match, before):
            return None
        found, unit, known, rate = self._measured(match, value, before, clause)
        if unit.counter:
            found = self._rated(found, before, rate)
        elif unit.code == "d" and (rate := lexicon.rates.of_days.at(text, found.whole.end)[0]):
            found = replace(found, unit=rate)
        if not self._measures(found, unit, known, before):
            return None
        self.last_end = found.whole.end
        found = replace(found, kind=self._kind(found, before))
        if unit.growth and found.kind == "growth":
            span = Span(start, found.whole.end)
            return replace(found, value=value * unit.growth, unit="%", span=span, text=span.of(text))
        return self._named(found, unit)

    def _measured(self, match: re.Match[str], value: float, before: str,
                  clause: Span) -> tuple[Quantity, Unit, bool, str]:
        """A number with modifier and unit; whether the unit was said; and a rate said between the two."""
        lexicon, text, (start, end) = self.lexicon, self.text, match.span()
        currency = lexicon.units.currency.search(before)
        if (scale := lexicon.units.scale.match(text, end)) and (currency or self._scales(scale.end(), start)):
            value, end = value * lexicon.units.scales[scale["scale"].lower()], scale.end()
        modifier, begin, _ = lexicon.modifier_before.ending(before[: currency.start()] if currency else before)
        later, after = lexicon.modifier_after.at(text, end)
        if half := lexicon.fractions.half_after.match(text, after):
            after = half.end()
        unit, known, after, rate = self._unit(after, currency)
        if not later:
            later, after = lexicon.modifier_after.at(text, after)
        if known and not half and (half := lexicon.fractions.half_after.match(text, after)):
            after = half.end()
        begin = clause.start + (min(begin, currency.start()) if currency else begin)
        figure = Quantity(
            Span(start, end), text[start:end], (value + (0.5 if half else 0)) * unit.factor, unit.code, "level",
            "number", Span(begin, after), clause, self._sentence(start),
            modifier or lexicon.numerals.modifier_inside(match.group()) or later,
        )
        return figure, unit, known, rate

    def _scales(self, position: int, start: int) -> bool:
        """Whether a letter before this position scales a number: units or people stand beside it (1.2 m TEU)."""
        context = self.lexicon.context
        return bool(self.lexicon.units.word.match(self.text, position) or context.persons.match(self.text, position + 1)
                    or context.scaled_before.search(self.text[max(0, start - WINDOW): start]))

    def _unit(self, position: int, currency: re.Match[str] | None) -> tuple[Unit, bool, int, str]:
        """The unit after a number, whether one was said, where it ends, and a rate between the two."""
        lexicon = self.lexicon
        if currency:
            return lexicon.units.by_word[currency["mark"].lower()], True, position, ""
        rate, after = lexicon.rates.beside.at(self.text, position)
        match = lexicon.units.word.match(self.text, after)
        if match is None:
            return COUNT, False, after, rate
        word = match["lettered"] or match["other"]
        return lexicon.units.by_word[word.lower()], True, match.end(), rate

    def _no_figure(self, match: re.Match[str], before: str) -> bool:
        """Whether a number is a label, a version, a time of day, a list number, or part of a word."""
        text, (start, end), lexicon = self.text, match.span(), self.lexicon
        if lexicon.guards.not_after.match(text, end):
            return True
        near = text[max(0, start - NEAR): start]
        if lexicon.guards.not_before.search(near):
            return True
        if not match.group()[0].isdecimal():
            return lexicon.guards.word_not_before.search(near) is not None
        if (LIST_MARK.match(text, end) and LISTED.search(near)) or (NOTE_MARK.match(text, end) and NOTE.search(near)):
            return True
        plain = match.group().isdecimal()
        unit = lexicon.units.word.match(text, end)
        if COUPLING.search(near) or (near.endswith("[") and text[end: end + 1] == "]"):
            return True
        year = plain and len(match.group()) == 4 and int(match.group()) in YEARS
        if year and OPENING.search(near):
            return True
        if unit is None and not lexicon.rates.beside.at(text, end)[0]:
            scale = lexicon.units.scale.match(text, end)
            scaled = scale and (lexicon.units.currency.search(before) or self._scales(scale.end(), start))
            if COUPLED.match(text, end) and not scaled:
                return True
            if year:
                return True
            return bool(VERSION.fullmatch(match.group())) or (plain and match.group()[0] == "0")
        return False

    def _rated(self, found: Quantity, before: str, rate: str) -> Quantity:
        """The figure with a rate as its unit, where the words beside it say how often."""
        lexicon = self.lexicon
        runs = False
        if rate:
            self.rated_until = found.whole.end
        else:
            runs = bool(lexicon.rates.services.match(self.text[found.whole.end : found.clause.end].lstrip()))
            near = lexicon.rates.of_service if runs else lexicon.rates.after
            rate, end = near.at(self.text, found.whole.end)
            self.rated_until = max(self.rated_until, end if rate else 0)
        if not rate:
            ahead = before[: found.whole.start - found.clause.start]
            rate, _, end = lexicon.rates.before.ending(ahead)
            apart = (lexicon.context.spaced and not runs and len(ahead[end:].split()) > 1
                     and self._noun_follows(found.whole.end))
            rate = "" if apart or found.clause.start + end <= self.rated_until else rate
        if not rate and found.unit == "count" and CLAUSE_END.match(self.text, found.whole.end):
            rate = lexicon.rates.heading.ending(self.text[found.sentence.start: found.whole.start])[0]
        if rate == "per_year" and found.unit == "person":
            rate = ""
        return replace(found, unit=rate) if rate else found

    def _measures(self, found: Quantity, unit: Unit, known: bool, before: str) -> bool:
        """Whether a number word is a number here, and not an article, a pointer back or part of an idiom."""
        lexicon, written = self.lexicon, found.text.lower()
        if any(sign.isdecimal() for sign in written):
            return True
        rated = found.unit.startswith("per_")
        ahead = before[: max(0, found.whole.start - found.clause.start)]
        if lexicon.guards.need_unit and not known:
            return False
        if written in lexicon.guards.articles:
            return rated or (known and not unit.counter) or bool(lexicon.guards.article_before.search(before))
        if (known and not unit.counter) or rated or written in lexicon.guards.adverbs:
            return True
        if lexicon.guards.definite_before.search(ahead):
            return False
        if known:
            return True
        end, context = found.whole.end, lexicon.context
        if lexicon.guards.partitive_after.match(self.text, end):
            return True
        if (joint := context.joiner.match(self.text, end)) and lexicon.number.match(self.text, joint.end()):
            return True
        if found.sentence.start < self.last_end:
            listed = CLAUSE_END.match(self.text, end) and found.span.start - self.last_end < 2 * WINDOW
            if listed or lexicon.guards.partitive.search(self.text, found.sentence.start, found.whole.start):
                return True
        return self._noun_follows(end) or lexicon.guards.word_before.search(before) is not None

    def _noun_follows(self, position: int) -> bool:
        """Whether a word follows that may be, or lead to, the name of what is counted."""
        word = WORD.match(self.text, position)
        return word is not None and word.group(1).lower() not in self.lexicon.context.stops

    def _kind(self, found: Quantity, before: str) -> str:
        """Whether the figure is a level, a change or a share."""
        lexicon = self.lexicon
        ahead = before[: max(0, found.whole.start - found.clause.start)]
        if lexicon.kinds.by.search(ahead):
            cue = lexicon.kinds.before.nearest(ahead)[0]
            later = lexicon.kinds.before.pattern.search(self.text, found.whole.end, found.clause.end)
            if kind := next((each for each in (cue, later and later.lastgroup) if each in CHANGES), ""):
                return kind
        if found.unit != "%":
            return lexicon.kinds.direct.ending(ahead)[0] or "level"
        after, _ = lexicon.kinds.after.at(self.text, found.whole.end)
        if after:
            return after
        cue, _ = lexicon.kinds.before.nearest(ahead)
        if lexicon.kinds.level.search(ahead):
            return "share" if cue == "share" else "level"
        return cue or "level"

    def _named(self, found: Quantity, unit: Unit) -> Quantity:
        """The figure with what it counts; a count of people gets their unit."""
        if not unit.counter:
            return found
        counted, span = self._counted(found.whole.end, found.clause)
        if found.unit in ("count", "per_year") and counted and self.lexicon.context.persons.search(counted):
            found = replace(found, unit="person")
        return replace(found, counted=counted, counted_span=span)

    def _counted(self, end: int, clause: Span) -> tuple[str, Span | None]:
        """The words after a position up to one that cannot belong to the same noun, and where they stand."""
        lexicon, start, words = self.lexicon, end, 0
        if not lexicon.context.spaced:
            run = HAN_RUN.match(self.text, end, min(end + COUNTED_SIGNS, clause.end))
            stop = lexicon.context.stop.search(self.text, end, run.end()) if run else None
            end = stop.start() if stop else run.end() if run else end
        else:
            while words < COUNTED_WORDS and (word := WORD.match(self.text, end, clause.end)):
                if word.group(1).lower() in lexicon.context.stops or word.group(1)[0].isdecimal():
                    break
                start, end, words = start if words else word.start(1), word.end(), words + 1
        return (self.text[start:end], Span(start, end)) if end > start else ("", None)
