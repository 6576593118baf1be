"""The words of a language for units, rates, ranks, fractions and change, compiled from its `quantities.toml`.

Lists of patterns are regular expressions in which `{n}` stands for a number however written. What is asked of the
text before a number is compiled to end there, what is asked of the text after it to begin there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import RuleError
from kg.quantities.numerals import NEVER, Numerals, alternatives

FLAGS = re.IGNORECASE
WORD_START = r"(?<!\w)"
NO_LETTER_BEFORE = r"(?<![A-Za-z\u00c0-\u024f])"
NAMED = re.compile(r"\(\?P<(\w+)>")
TELEPHONE = r"\+\d{1,3}[ /-]\(?\d[\d ()/-]{4,}|\(?(?<!\d)0\d{1,5}[)/ -]\s?\d[\d -]{3,}"
ADDRESS = r"(?:https?://|www\.)[\w./%?=&#~+:-]+"
NO_LETTER = r"(?![A-Za-z0-9\u00c0-\u024f])"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code, what one of it is in that code, and whether it is a mere counter (个, pieces)."""

    code: str
    factor: float = 1.0
    counter: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Patterns under names, tried together: which name matches."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, table: Mapping[str, str], prefix: str = "", suffix: str = "") -> Choice:
        """From name to the source of a pattern, with what must stand before and after each."""
        parts = "|".join(f"(?P<{name}>{source})" for name, source in table.items())
        return cls(re.compile(f"{prefix}(?:{parts or NEVER}){suffix}", FLAGS))

    def at(self, text: str, position: int = 0) -> tuple[str, int]:
        """The name that matches at a position and where its match ends, or nothing and the position."""
        match = self.pattern.match(text, position)
        return (match.lastgroup or "", match.end()) if match else ("", position)

    def ending(self, text: str) -> tuple[str, int, int]:
        """The name that matches up to the end of the text and where its words begin and end, or nothing."""
        match = self.pattern.search(text)
        return (match.lastgroup or "", *match.span(match.lastgroup or 0)) if match else ("", len(text), len(text))

    def nearest(self, text: str) -> tuple[str, int]:
        """The name whose match stands last in the text, and where."""
        name, place = "", -1
        for match in self.pattern.finditer(text):
            name, place = match.lastgroup or "", match.start()
        return name, place


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """All a language says about quantities, ready to be matched; see `load`."""

    numerals: Numerals
    number: re.Pattern[str]
    units: Mapping[str, Unit]
    unit: re.Pattern[str]
    currency: re.Pattern[str]
    currency_scale: re.Pattern[str]
    currency_scales: Mapping[str, float]
    modifier_before: Choice
    modifier_after: Choice
    rate_before: Choice
    rate_beside: Choice
    rate_after: Choice
    kind_before: Choice
    kind_after: Choice
    kind_direct: Choice
    level_before: re.Pattern[str]
    fraction: re.Pattern[str]
    fraction_words: Mapping[str, float]
    denominators: Mapping[str, float]
    ordinal: re.Pattern[str]
    ordinals: Mapping[str, float]
    rank_before: re.Pattern[str]
    rank_after: re.Pattern[str]
    cardinal_rank: re.Pattern[str]
    articles: frozenset[str]
    article_before: re.Pattern[str]
    definite_before: re.Pattern[str]
    word_before: re.Pattern[str]
    need_unit: bool
    adverbs: frozenset[str]
    anaphor: re.Pattern[str]
    part_of: re.Pattern[str]
    change: re.Pattern[str]
    changes: Mapping[str, tuple[float, str]]
    rank_not_before: re.Pattern[str]
    word_not_before: re.Pattern[str]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    blocked: re.Pattern[str]
    half_after: re.Pattern[str]
    joiner: re.Pattern[str]
    persons: re.Pattern[str]
    stops: frozenset[str]
    stop: re.Pattern[str]
    spaced: bool
    sentence: re.Pattern[str]
    comparison: re.Pattern[str]
    since_before: re.Pattern[str]
    since_after: re.Pattern[str]
    services: re.Pattern[str]
    service_rate: Choice

    @classmethod
    def load(cls, folder: Path) -> QuantityLexicon:
        """The lexicon of the language whose folder this is.

        Raises:
            RuleError: `quantities.toml` is missing, cannot be parsed, or holds a pattern that does not compile.
        """
        path = folder / "quantities.toml"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return _compile(data, str(path))
        except FileNotFoundError as error:
            raise RuleError("the language has no quantities.toml", where=str(path),
                            remedy="copy one of another language and translate its words") from error
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"not valid TOML: {error}", where=str(path), remedy="mend the file") from error
        except (re.error, KeyError, TypeError, AttributeError) as error:
            raise RuleError(f"cannot be compiled: {error!r}", where=str(path),
                            remedy="see an existing language for the keys and patterns") from error


class _Compiler:
    """Compiles the pattern lists of one language."""

    def __init__(self, number: str) -> None:
        self._number = number

    def source(self, patterns: Sequence[str]) -> str:
        joined = "|".join(patterns) or NEVER
        return f"(?:{joined.replace('{n}', self._number)})"

    def starting(self, patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile(self.source(patterns), FLAGS)

    def ending(self, patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile(self.source(patterns) + r"\s?$", FLAGS)

    def choice(self, table: Mapping[str, Sequence[str]], prefix: str = "", suffix: str = "") -> Choice:
        return Choice.of({name: self.source(patterns) for name, patterns in table.items()}, prefix, suffix)


def _unit_source(units: Mapping[str, Unit], joints: str) -> str:
    """A pattern for any unit word, with a boundary where it ends in a letter of an alphabet."""
    lettered = [word for word in units if re.search(r"[A-Za-z\u00c0-\u024f]$", word)]
    others = [word for word in units if word not in set(lettered)]
    return rf"{joints}(?:(?P<lettered>{alternatives(lettered)}){NO_LETTER}|(?P<other>{alternatives(others)}))"


def _units(entries: Sequence[Mapping[str, Any]], key: str) -> dict[str, Unit]:
    return {
        word.lower(): Unit(entry["unit"], float(entry.get("factor", 1)), bool(entry.get("counter", False)))
        for entry in entries for word in entry.get(key, ())
    }


def _by_part(table: Mapping[str, Mapping[str, Sequence[str]]], part: str) -> dict[str, Sequence[str]]:
    return {name: parts[part] for name, parts in table.items() if part in parts}


def _compile(data: Mapping[str, Any], where: str) -> QuantityLexicon:
    numerals = Numerals.read(data["numerals"], where)
    number = numerals.source()
    make = _Compiler(number)
    units = _units(data["units"], "words")
    currencies = _units(data["units"], "before")
    scales = {word.lower(): float(value) for word, value in data.get("currency_scales", {}).items()}
    fractions, ranks, guards, text = (data.get(key, {}) for key in ("fractions", "ranks", "guards", "text"))
    rates, kinds = data.get("rates", {}), data.get("kinds", {})
    fraction_words = {word.lower(): float(value) for word, value in fractions.get("words", {}).items()}
    denominators = {word.lower(): float(value) for word, value in fractions.get("denominators", {}).items()}
    ordinals = {word.lower(): float(value) for word, value in ranks.get("words", {}).items()}
    spaced = text.get("spaced", True)
    changes = {word.lower(): (float(value), kind)
               for kind, table in data.get("changes", {}).items() for word, value in table.items()}
    gap = rf"[^,;:。，；：.!?\n\d]{{0,{text.get('reach', 30)}}}?"
    forms = [NAMED.sub(rf"(?P<\1_{place}>", form).replace("{d}", rf"(?P<word_{place}>{alternatives(denominators)})")
             .replace("{n}", number) for place, form in enumerate(fractions.get("forms", []))]
    ordinal_forms = [form.replace("{o}", rf"(?P<word{place}>{alternatives(ordinals)})")
                     .replace("{n}", rf"(?P<number{place}>{number})")
                     for place, form in enumerate(ranks.get("forms", []))]
    return QuantityLexicon(
        numerals=numerals,
        number=re.compile(rf"(?<![\dA-Za-z\u00c0-\u024f])(?<!\d[.,:/]){number}", FLAGS),
        units={**units, **currencies},
        unit=re.compile(_unit_source(units, data.get("unit_joint", r"[ \u00a0\u202f-]?")), FLAGS),
        currency=re.compile(rf"{NO_LETTER_BEFORE}(?P<mark>{alternatives(currencies)})\s?$", FLAGS),
        currency_scale=re.compile(rf"\s?(?P<scale>{alternatives(scales)}){NO_LETTER}", FLAGS),
        currency_scales=scales,
        modifier_before=make.choice(data["modifiers"]["before"], WORD_START if spaced else "", r"\s?$"),
        modifier_after=make.choice(data["modifiers"]["after"], r"\s?"),
        rate_before=make.choice(_by_part(rates, "before"), suffix=f"{gap}$"),
        rate_beside=make.choice(_by_part(rates, "beside"), "[ -]?"),
        rate_after=make.choice(_by_part(rates, "after"), gap if spaced else r"\s?"),
        kind_before=make.choice(_by_part(kinds, "before")),
        kind_after=make.choice(_by_part(kinds, "after"), r"\s?"),
        kind_direct=make.choice(_by_part(kinds, "direct"), suffix=r"\s?$"),
        level_before=make.ending(kinds.get("level", {}).get("direct", [])),
        fraction=re.compile("|".join([*forms, rf"(?P<whole>{make.source(list(fractions.get('whole', [])))})"])
                            if forms or fractions.get("whole") else NEVER, FLAGS),
        fraction_words=fraction_words,
        denominators=denominators,
        ordinal=re.compile("|".join(ordinal_forms) or NEVER, FLAGS),
        ordinals=ordinals,
        rank_before=make.ending(ranks.get("before", [])),
        rank_after=make.starting(ranks.get("after", [])),
        cardinal_rank=make.ending(ranks.get("cardinal_before", [])),
        articles=frozenset(guards.get("articles", ())),
        article_before=make.ending(guards.get("article_before", [])),
        definite_before=make.ending(guards.get("definite_before", [])),
        word_before=make.ending(guards.get("word_before", [])),
        need_unit=guards.get("need_unit", False),
        adverbs=frozenset(guards.get("adverbs", ())),
        anaphor=make.ending(guards.get("anaphor_before", [])),
        part_of=re.compile(make.source(guards.get("part_of", [])), FLAGS),
        change=re.compile(rf"{WORD_START if spaced else ''}{alternatives(changes)}{NO_LETTER}", FLAGS),
        changes=changes,
        rank_not_before=make.ending(ranks.get("not_before", [])),
        word_not_before=make.ending(guards.get("word_not_before", [])),
        not_before=make.ending(guards.get("not_before", [])),
        not_after=make.starting(guards.get("not_after", [])),
        blocked=make.starting([*guards.get("idioms", []), TELEPHONE, ADDRESS]),
        half_after=make.starting(fractions.get("half_after", [])),
        joiner=make.starting(text.get("joiner", [])),
        persons=re.compile(make.source(text.get("persons", [])), FLAGS),
        stops=frozenset(text.get("stops", ())),
        stop=re.compile(alternatives(text.get("stops", ()))),
        spaced=spaced,
        sentence=re.compile(text.get("sentence", r"[。！？!?\n]|(?<!\d)\.(?=\s)|(?<=\d\d\d)\.(?=\s)")),
        comparison=make.ending(text.get("comparison", [])),
        since_before=make.ending(text.get("since_before", [])),
        since_after=make.starting(text.get("since_after", [])),
        services=make.starting([rf"(?:[^\W\d]+(?:-? [^\W\d]{2,3} |-))?(?:[^\W\d]+[ -])?{each}(?!\w)"
                                for each in text.get("services", [])]),
        service_rate=make.choice(_by_part(rates, "after"), r"[^,;:.!?\n\d]{0,90}?"),
    )
