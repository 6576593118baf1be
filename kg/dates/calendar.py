"""How a language writes dates: the templates and words of its `dates.toml`, compiled."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import RuleError
from kg.quantities.numerals import NEVER, Numerals, alternatives

PLACEHOLDER = re.compile(r"\{([a-z_]+)(2?)\}")
DIGITS = {
    "year": r"(?:1[0-9]|20)\d\d", "short_year": r"\d\d", "month_number": r"(?:1[0-2]|0?[1-9])",
    "day": r"(?:3[01]|[12]\d|0?[1-9])", "decade": r"(?:1[89]|20)\d0", "decade_of_century": r"[1-9]0",
}
RELATIVE = ("publication_year", "publication_month", "publication_day", "text_year", "text_month", "text_day",
            "text_period", "text_steps")
WORDS = ("month", "weekday", "week", "quarter", "half", "part", "past", "coming", *RELATIVE)
ALWAYS_TOLD = ("month", *RELATIVE)
NUMBERS = ("months", "quarters", "steps")
WORD_START = re.compile(r"\b\w")
LARGEST = 31


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language writes dates; see `load`."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]
    hot: re.Pattern[str]
    spaced: bool
    reach: int
    groups: tuple[tuple[tuple[str, str], ...], ...]
    leads: tuple[re.Pattern[str] | None, ...]
    words: Mapping[str, Mapping[str, int | str]]
    numerals: Numerals
    joiner: re.Pattern[str]
    paired: re.Pattern[str]
    sentence: re.Pattern[str]
    future_before: re.Pattern[str]
    future_after: re.Pattern[str]

    def starts(self, text: str, begin: int, end: int) -> Iterator[int]:
        """The positions at which an expression may begin: words, or every sign where words are not set apart."""
        if not self.spaced:
            return iter(range(begin, end))
        return (match.start() for match in WORD_START.finditer(text, begin, end))

    @classmethod
    def load(cls, folder: Path) -> Calendar:
        """The calendar of the language whose folder this is (`dates.toml` and the numerals of `quantities.toml`).

        Raises:
            RuleError: a file is missing or cannot be parsed, a template names an unknown placeholder or does not
                compile.
        """
        path = folder / "dates.toml"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            numerals = tomllib.loads((folder / "quantities.toml").read_text(encoding="utf-8"))["numerals"]
            return _compile(data, Numerals.read(numerals, str(folder / "quantities.toml")), str(path))
        except FileNotFoundError as error:
            raise RuleError("a file of the language is missing", where=str(error.filename),
                            remedy="copy one of another language and translate its words") from error
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"not valid TOML: {error}", where=str(path), remedy="mend the file") from error
        except (re.error, KeyError, TypeError) as error:
            raise RuleError(f"cannot be compiled: {error!r}", where=str(path),
                            remedy="see an existing language for the keys and templates") from error


def _compile(data: Mapping[str, Any], numerals: Numerals, where: str) -> Calendar:
    words = {kind: dict(data.get(kind, {})) for kind in WORDS}
    templates = _templates(data, _sources(words, numerals, data.get("written_numbers", False), where), where)
    pattern = re.compile("|".join(templates), re.IGNORECASE if data.get("ignore_case", True) else 0)
    groups: list[list[tuple[str, str]]] = [[] for _ in templates]
    for group in pattern.groupindex:
        kind, _, index = group.rpartition("_")
        if kind != "t":
            groups[int(index)].append((kind.rpartition("_")[0], group))
    told = {*data.get("hot", ()), *(word for kind in ALWAYS_TOLD for word in _cases(words[kind]))}
    return Calendar(
        hot=re.compile("|".join([*"0123456789", *map(re.escape, sorted(told, key=lambda word: (-len(word), word)))])),
        spaced=data.get("spaced", True), reach=data.get("reach", 26),
        pattern=pattern, groups=tuple(map(tuple, groups)), names=tuple(entry["name"] for entry in data["templates"]),
        leads=tuple(re.compile(entry["lead"] + "$") if "lead" in entry else None for entry in data["templates"]),
        words={kind: {word.lower(): value for word, value in table.items()} for kind, table in words.items()},
        numerals=numerals,
        joiner=re.compile("|".join(data.get("joiner", [])) or NEVER, re.IGNORECASE),
        paired=_ending(data, "paired_before"),
        sentence=re.compile(data.get("sentence", r"[。！？!?]|\.\s+(?=[^\W\d_a-z])")),
        future_before=_ending(data, "future_before"),
        future_after=re.compile("|".join(data.get("future_after", [])) or NEVER),
    )


def _ending(data: Mapping[str, Any], key: str) -> re.Pattern[str]:
    """What is asked of the text before a date."""
    return re.compile(rf"(?:{'|'.join(data.get(key, [])) or NEVER})\s?$", re.IGNORECASE)


def _cases(words: Mapping[str, Any]) -> set[str]:
    """Words as written and, for headings, in capitals."""
    return {each for word in words for each in (word, word.upper())}


def _sources(words: Mapping[str, Mapping[str, Any]], numerals: Numerals, written: bool,
             where: str) -> Callable[[str, str], str]:
    """What gives the source of a pattern for a placeholder of a template."""
    digit_words = [word for word, value in numerals.values.items() if value <= LARGEST and value == int(value)]
    spelt = rf"(?:{alternatives([*digit_words, *numerals.small])}){{1,3}}"

    def source(kind: str, template: str) -> str:
        if kind in WORDS:
            return alternatives(_cases(words[kind]))
        if kind in NUMBERS:
            return rf"(?:\d{{1,2}}|{spelt})"
        if kind not in DIGITS:
            raise RuleError(f"unknown placeholder {{{kind}}} in {template}", where=where,
                            remedy=f"use one of {', '.join([*DIGITS, *WORDS, *NUMBERS])}")
        if written and kind in ("month_number", "day", "year"):
            return f"(?:{DIGITS[kind]}|{alternatives(digit_words) + '{4}' if kind == 'year' else spelt})"
        return DIGITS[kind]

    return source


def _templates(data: Mapping[str, Any], source: Callable[[str, str], str], where: str) -> list[str]:
    """The templates with their placeholders replaced by groups named after kind, place and template."""
    templates = []
    for place, entry in enumerate(data["templates"]):
        count = itertools.count()
        form = PLACEHOLDER.sub(
            lambda found, place=place, entry=entry, count=count:  # type: ignore[misc]
            f"(?P<{found[1]}{found[2]}_{next(count)}_{place}>{source(found[1], entry['name'])})", entry["form"])
        templates.append(f"(?P<t_{place}>{form})")
        _check(templates[-1], entry["name"], where)
    return templates


def _check(template: str, name: str, where: str) -> None:
    """Raises a RuleError that names the template, where it does not compile."""
    try:
        re.compile(template)
    except re.error as error:
        raise RuleError(f"template {name} does not compile: {error}", where=where,
                        remedy="mend the template") from error


@dataclass(frozen=True, slots=True)
class Parts:
    """What a template matched: parts by placeholder, as written or as the language's words say."""

    written: Mapping[str, str]
    calendar: Calendar

    def __contains__(self, kind: str) -> bool:
        return kind in self.written

    def number(self, kind: str) -> int | None:
        """The number a part stands for, or None where it is absent or makes none."""
        word = self.written.get(kind)
        if word is None:
            return None
        table = self.calendar.words.get(kind.rstrip("2"))
        if table is not None:
            return int(table[word.lower()])
        value = int(word) if word.isdecimal() else self.calendar.numerals.value(word)
        return None if value is None else int(value)

    def word(self, kind: str) -> str:
        """What a word stands for in the language's table."""
        return str(self.calendar.words[kind][self.written[kind].lower()]) if kind in self.written else ""
