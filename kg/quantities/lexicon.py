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
from kg.quantities.wording import FLAGS, Choice, Compiler

WORD_START = r"(?<!\w)"
NO_LETTER_BEFORE = r"(?<![A-Za-z\u00c0-\u024f])"
NO_LETTER = r"(?![A-Za-z0-9\u00b2\u00b3\u00c0-\u024f])"
NAMED = re.compile(r"\(\?P<(\w+)>")
TELEPHONE = r"\+\d{1,3}[ /-]\(?\d[\d ()/-]{4,}|\(?(?<!\d)0\d{1,5}[)/ -]\s?\d[\d -]{3,}"
ADDRESS = r"(?:https?://|www\.)[\w./%?=&#~+:-]+"
SENTENCE = r"[。！？!?\n]|(?<!\d)\.(?=\s)|(?<=\d\d\d)\.(?=\s)"
# What may stand before a service's own noun: a hyphen, or a first part cut off ("passenger- and").
COMPOUND = r"(?:[^\W\d]+(?:-? [^\W\d]{2,3} |-))?(?:[^\W\d]+[ -])?"
# What may stand between a rate that a list is headed by and a member of the list.
HEADED = r"[^:：。.\n]{0,90}[:：][^:：。.\n]{0,120}$"
SERVICE_REACH = r"[^,;:.!?\n\d]{0,90}?"

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code, what one of it is in that code, and whether it is a mere counter (个, pieces).

    A unit with `growth` is said of a growth in other terms (增长1.1倍): so many percent for one of it.
    """

    code: str
    factor: float = 1.0
    counter: bool = False
    growth: float = 0.0


@dataclass(frozen=True, slots=True)
class Units:
    """Units and currencies by the words for them, and the scales that may stand after an amount (m, bn)."""

    by_word: Mapping[str, Unit]
    word: re.Pattern[str]
    currency: re.Pattern[str]
    scale: re.Pattern[str]
    scales: Mapping[str, float]

    @classmethod
    def read(cls, data: Table) -> Units:
        """From the tables `units`, `currency_scales` and `unit_joint`."""
        words, before = _units(data["units"], "words"), _units(data["units"], "before")
        scales = _numbers(data.get("currency_scales", {}))
        return cls(
            by_word={**words, **before},
            word=re.compile(_unit_source(words, data.get("unit_joint", r"[ \u00a0\u202f-]?")), FLAGS),
            currency=re.compile(rf"{NO_LETTER_BEFORE}(?P<mark>{alternatives(before)})\s?$", FLAGS),
            scale=re.compile(rf"\s?(?P<scale>{alternatives(scales)}){NO_LETTER}", FLAGS),
            scales=scales,
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """Words for how often: before a number, beside it, after it, after a service or days, and at the head of a list."""

    before: Choice
    beside: Choice
    after: Choice
    services: re.Pattern[str]
    of_service: Choice
    of_days: Choice
    heading: Choice

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Rates:
        """From the tables `rates` and `text`."""
        table, text = data.get("rates", {}), data.get("text", {})
        gap = rf"[^,;:。，；：.!?\n\d]{{0,{text.get('reach', 30)}}}?"
        after = _by_part(table, "after")
        either = {name: [*parts.get("before", ()), *parts.get("after", ())] for name, parts in table.items()}
        return cls(
            before=make.choice(_by_part(table, "before"), suffix=f"{gap}$"),
            beside=make.choice(_by_part(table, "beside"), "[ -]?"),
            after=make.choice(after, gap if text.get("spaced", True) else r"\s?"),
            services=make.anywhere([rf"{COMPOUND}{each}(?!\w)" for each in text.get("services", ())]),
            of_service=make.choice(after, SERVICE_REACH),
            of_days=make.choice({name: each for name, each in after.items() if name != "per_day"}, r"\s?"),
            heading=make.choice(either, suffix=HEADED),
        )


@dataclass(frozen=True, slots=True)
class Kinds:
    """Words by which a figure is a change or a share, and verbs that alone say how great a change is (doubled)."""

    before: Choice
    after: Choice
    direct: Choice
    level: re.Pattern[str]
    by: re.Pattern[str]
    change: re.Pattern[str]
    changes: Mapping[str, tuple[float, str]]

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Kinds:
        """From the tables `kinds` and `changes`."""
        table = data.get("kinds", {})
        changes = {word.lower(): (float(value), kind)
                   for kind, words in data.get("changes", {}).items() for word, value in words.items()}
        start = WORD_START if data.get("text", {}).get("spaced", True) else ""
        return cls(
            before=make.choice(_by_part(table, "before")),
            after=make.choice(_by_part(table, "after"), r"\s?"),
            direct=make.choice(_by_part(table, "direct"), suffix=r"\s?$"),
            level=make.ending(table.get("level", {}).get("direct", [])),
            by=make.ending(table.get("by", {}).get("words", [])),
            change=re.compile(rf"{start}{alternatives(changes)}{NO_LETTER}", FLAGS),
            changes=changes,
        )


@dataclass(frozen=True, slots=True)
class Fractions:
    """How shares are said in words, and what adds a half to a number."""

    pattern: re.Pattern[str]
    words: Mapping[str, float]
    denominators: Mapping[str, float]
    half_after: re.Pattern[str]

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Fractions:
        """From the table `fractions`, in whose forms `{d}` is a denominator and `{e}` one of "every fifth"."""
        table = data.get("fractions", {})
        denominators, every = _numbers(table.get("denominators", {})), _numbers(table.get("every", {}))
        forms = [NAMED.sub(rf"(?P<\1_{place}>", form)
                 .replace("{d}", rf"(?P<word_{place}>{alternatives(denominators)})")
                 .replace("{e}", rf"(?P<word_{place}>{alternatives(every)})").replace("{n}", make.number)
                 for place, form in enumerate(table.get("forms", []))]
        whole = rf"(?P<whole>{make.source(table.get('whole', []))})"
        return cls(
            pattern=re.compile("|".join([*forms, whole]), FLAGS),
            words=_numbers(table.get("words", {})),
            denominators={**denominators, **every},
            half_after=make.anywhere(table.get("half_after", [])),
        )


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ordinal words, and what must or must not stand beside them for a place in a ranking."""

    pattern: re.Pattern[str]
    words: Mapping[str, float]
    before: re.Pattern[str]
    after: re.Pattern[str]
    not_before: re.Pattern[str]
    cardinal: re.Pattern[str]

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Ranks:
        """From the table `ranks`, in whose forms `{o}` is an ordinal word."""
        table = data.get("ranks", {})
        words = _numbers(table.get("words", {}))
        forms = [form.replace("{o}", rf"(?P<word{place}>{alternatives(words)})")
                 .replace("{n}", rf"(?P<number{place}>{make.number})")
                 for place, form in enumerate(table.get("forms", []))]
        return cls(
            pattern=re.compile("|".join(forms) or NEVER, FLAGS),
            words=words,
            before=make.ending(table.get("before", [])),
            after=make.anywhere(table.get("after", [])),
            not_before=make.ending(table.get("not_before", [])),
            cardinal=make.ending(table.get("cardinal_before", [])),
        )


@dataclass(frozen=True, slots=True)
class Guards:
    """What makes a number no figure, or, where it could be an article or point back, makes it one after all."""

    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    blocked: re.Pattern[str]
    word_not_before: re.Pattern[str]
    word_before: re.Pattern[str]
    articles: frozenset[str]
    article_before: re.Pattern[str]
    definite_before: re.Pattern[str]
    partitive: re.Pattern[str]
    partitive_after: re.Pattern[str]
    adverbs: frozenset[str]
    need_unit: bool

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Guards:
        """From the table `guards`."""
        table = data.get("guards", {})
        return cls(
            not_before=make.ending(table.get("not_before", [])),
            not_after=make.anywhere(table.get("not_after", [])),
            blocked=make.anywhere([*table.get("idioms", []), TELEPHONE, ADDRESS]),
            word_not_before=make.ending(table.get("word_not_before", [])),
            word_before=make.ending(table.get("word_before", [])),
            articles=frozenset(table.get("articles", ())),
            article_before=make.ending(table.get("article_before", [])),
            definite_before=make.ending(table.get("definite_before", [])),
            partitive=make.anywhere(table.get("partitive", [])),
            partitive_after=make.anywhere(table.get("partitive_after", [])),
            adverbs=frozenset(table.get("adverbs", ())),
            need_unit=table.get("need_unit", False),
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Words by which figures of a sentence belong together, to its dates, or end what is counted."""

    spaced: bool
    sentence: re.Pattern[str]
    joiner: re.Pattern[str]
    durations: re.Pattern[str]
    persons: re.Pattern[str]
    stops: frozenset[str]
    stop: re.Pattern[str]
    anaphor: re.Pattern[str]
    part_of: re.Pattern[str]
    more: re.Pattern[str]
    times: re.Pattern[str]
    restated: re.Pattern[str]
    scaled_before: re.Pattern[str]
    comparison: re.Pattern[str]
    ranged: re.Pattern[str]
    comparison_after: re.Pattern[str]
    since_before: re.Pattern[str]
    since_after: re.Pattern[str]

    @classmethod
    def read(cls, data: Table, make: Compiler) -> Context:
        """From the table `text`."""
        table = data.get("text", {})
        return cls(
            spaced=table.get("spaced", True),
            sentence=re.compile(table.get("sentence", SENTENCE)),
            joiner=make.anywhere(table.get("joiner", [])),
            durations=make.anywhere(table.get("durations", [])),
            persons=make.anywhere(table.get("persons", [])),
            stops=frozenset(table.get("stops", ())),
            stop=re.compile(alternatives(table.get("stops", ()))),
            anaphor=make.ending(table.get("anaphor_before", [])),
            part_of=make.anywhere(table.get("part_of", [])),
            more=make.anywhere(table.get("more", [])),
            times=make.anywhere(table.get("times", [])),
            restated=make.ending(table.get("restated", [])),
            scaled_before=make.ending(table.get("scaled_before", [])),
            comparison=make.ending(table.get("comparison", [])),
            ranged=make.ending(table.get("ranged", [])),
            comparison_after=make.anywhere(table.get("comparison_after", [])),
            since_before=make.ending(table.get("since_before", [])),
            since_after=make.anywhere(table.get("since_after", [])),
        )


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """All a language says about quantities, ready to be matched; see `load`."""

    numerals: Numerals
    number: re.Pattern[str]
    modifier_before: Choice
    modifier_after: Choice
    units: Units
    rates: Rates
    kinds: Kinds
    fractions: Fractions
    ranks: Ranks
    guards: Guards
    context: Context

    @classmethod
    def load(cls, folder: Path) -> QuantityLexicon:
        """The lexicon of the language whose folder this is.

        Raises:
            RuleError: `quantities.toml` is missing, cannot be parsed, or holds a pattern that does not compile.
        """
        path = folder / "quantities.toml"
        try:
            return _compile(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
        except FileNotFoundError as error:
            raise RuleError("the language has no quantities.toml", where=str(path),
                            remedy="copy one of another language and translate its words") from error
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"not valid TOML: {error}", where=str(path), remedy="mend the file") from error
        except (re.error, KeyError, TypeError, AttributeError) as error:
            raise RuleError(f"cannot be compiled: {error!r}", where=str(path),
                            remedy="see an existing language for the keys and patterns") from error


def _compile(data: Table, where: str) -> QuantityLexicon:
    numerals = Numerals.read(data["numerals"], where)
    number = numerals.source()
    make = Compiler(number)
    start = WORD_START if data.get("text", {}).get("spaced", True) else ""
    return QuantityLexicon(
        numerals=numerals,
        number=re.compile(rf"(?<![\dA-Za-z\u00c0-\u024f])(?<!\d[.,:/]){number}", FLAGS),
        modifier_before=make.choice(data["modifiers"]["before"], start, r"\s?$"),
        modifier_after=make.choice(data["modifiers"]["after"], r"\s?"),
        units=Units.read(data), rates=Rates.read(data, make), kinds=Kinds.read(data, make),
        fractions=Fractions.read(data, make), ranks=Ranks.read(data, make), guards=Guards.read(data, make),
        context=Context.read(data, make),
    )


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {word.lower(): float(value) for word, value in table.items()}


def _unit_source(units: Mapping[str, Unit], joint: str) -> str:
    """A pattern for any unit word, with a boundary where it ends in a letter of an alphabet."""
    lettered = [word for word in units if re.search(r"[A-Za-z\u00c0-\u024f]$", word)]
    others = [word for word in units if word not in set(lettered)]
    return rf"{joint}(?:(?P<lettered>{alternatives(lettered)}){NO_LETTER}|(?P<other>{alternatives(others)}))"


def _units(entries: Sequence[Table], key: str) -> dict[str, Unit]:
    return {
        word.lower(): Unit(entry["unit"], float(entry.get("factor", 1)), bool(entry.get("counter", False)),
                           float(entry.get("growth", 0)))
        for entry in entries for word in entry.get(key, ())
    }


def _by_part(table: Mapping[str, Mapping[str, Sequence[str]]], part: str) -> dict[str, Sequence[str]]:
    return {name: parts[part] for name, parts in table.items() if part in parts}
