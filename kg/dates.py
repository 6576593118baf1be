"""Expressions of calendar time in a text, and their ISO 8601 values.

A language gives templates in its `dates.toml`; each placeholder is a kind of part this module knows how to put
together:

| placeholder | what it stands for |
| --- | --- |
| `{year}` `{short_year}` | 2021; the 23 of 2022/23 |
| `{month}` `{month_number}` `{day}` | a month's name; its number; a day of the month |
| `{year2}` `{month2}` `{month_number2}` `{day2}` | the same at the end of a range |
| `{quarter}` `{half}` | which quarter or half of a year |
| `{months}` `{quarters}` | the first so many months or quarters of a year |
| `{part}` | begin, middle or end of a year or month |
| `{decade}` `{decade_of_century}` | 1990 in the 1990s; 90 in 20世纪90年代 |
| `{publication_year}` `{publication_month}` `{publication_day}` | words relative to the date of publication |
| `{text_year}` `{text_month}` | words relative to the date last named (同年) |
| `{past}` | a word that makes a month the last one before the publication (last May) |
| `{weekday}` | the last such day not after the publication |

A month or day without a year takes the year of a date named before it in the sentence, else that of an absolute date
with a month in the paragraph, else the year of publication nearest to it; with none of them it is left out, as is
every relative expression when the date of publication is unknown.
"""

from __future__ import annotations

import datetime
import itertools
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import RuleError
from kg.model import Date, Span
from kg.quantities.numerals import Numerals, alternatives, fold

PLACEHOLDER = re.compile(r"\{([a-z_]+)(2?)\}")
DIGITS = {
    "year": r"(?:1[0-9]|20)\d\d", "short_year": r"\d\d", "month_number": r"(?:1[0-2]|0?[1-9])",
    "day": r"(?:3[01]|[12]\d|0?[1-9])", "decade": r"(?:1[89]|20)\d0", "decade_of_century": r"[1-9]0",
}
WORDS = ("month", "weekday", "quarter", "half", "part", "publication_year", "publication_month", "publication_day",
         "text_year", "text_month", "past")
ALWAYS_TOLD = ("month", "publication_year", "publication_month", "publication_day", "text_year", "text_month")
NUMBERS = ("months", "quarters")
WORD_START = re.compile(r"\b\w")
PART_MONTHS = {"begin": 1, "end": 12}
MONTHS_AHEAD = 6
LARGEST = 31
CONTEXT, NEAR = 600, 4
LEAD = 24
RANGE_GAP = 16


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
    lowered = {kind: {word.lower(): value for word, value in table.items()} for kind, table in words.items()}
    digit_words = [word for word, value in numerals.values.items() if value <= LARGEST]
    spelt = rf"(?:{alternatives([*digit_words, *numerals.small])}){{1,3}}"
    number = rf"(?:\d{{1,2}}|{spelt})"
    written = data.get("written_numbers", False)

    def source(kind: str, where_: str) -> str:
        if kind in WORDS:
            return alternatives(words[kind])
        if kind in NUMBERS:
            return number
        if kind not in DIGITS:
            raise RuleError(f"unknown placeholder {{{kind}}} in {where_}", where=where,
                            remedy=f"use one of {', '.join([*DIGITS, *WORDS, *NUMBERS])}")
        if written and kind in ("month_number", "day", "year"):
            return f"(?:{DIGITS[kind]}|{alternatives(digit_words) + '{4}' if kind == 'year' else spelt})"
        return DIGITS[kind]

    templates = []
    for place, entry in enumerate(data["templates"]):
        count = itertools.count()
        form = PLACEHOLDER.sub(
            lambda found, place=place, entry=entry, count=count:  # type: ignore[misc]
            f"(?P<{found[1]}{found[2]}_{next(count)}_{place}>{source(found[1], entry['name'])})", entry["form"])
        templates.append(f"(?P<t_{place}>{form})")
        _check(templates[-1], entry["name"], where)
    flags = re.IGNORECASE if data.get("ignore_case", True) else 0
    pattern = re.compile("|".join(templates), flags)
    groups: list[list[tuple[str, str]]] = [[] for _ in templates]
    for group in pattern.groupindex:
        kind, _, index = group.rpartition("_")
        if kind != "t":
            groups[int(index)].append((kind.rpartition("_")[0], group))
    told = {*data.get("hot", ()), *(word for kind in ALWAYS_TOLD for word in words[kind])}
    return Calendar(
        hot=re.compile("|".join([*"0123456789", *map(re.escape, sorted(told, key=lambda word: (-len(word), word)))])),
        spaced=data.get("spaced", True), reach=data.get("reach", 26),
        pattern=pattern, groups=tuple(map(tuple, groups)), names=tuple(entry["name"] for entry in data["templates"]),
        leads=tuple(re.compile(entry["lead"] + "$") if "lead" in entry else None for entry in data["templates"]),
        words=lowered, numerals=numerals,
        joiner=re.compile("|".join(data.get("joiner", [])) or r"(?!)", re.IGNORECASE),
        paired=re.compile(rf"(?:{'|'.join(data.get('paired_before', [])) or '(?!)'})\s?$", re.IGNORECASE),
        sentence=re.compile(data.get("sentence", r"[。！？!?]|\.\s+(?=[^\W\d_a-z])")),
    )


def _check(template: str, name: str, where: str) -> None:
    """Raises a RuleError that names the template, where it does not compile."""
    try:
        re.compile(template)
    except re.error as error:
        raise RuleError(f"template {name} does not compile: {error}", where=where,
                        remedy="mend the template") from error


def find_dates(text: str, calendar: Calendar, published: str = "", blocked: Sequence[Span] = ()) -> list[Date]:
    """All expressions of calendar time in a text whose value can be told, in order.

    Args:
        text: the text; offsets count in it.
        calendar: how its language writes dates.
        published: the date of publication (ISO 8601 date, month or year), or empty.
        blocked: stretches in which dates are none, such as names.

    Example: see tests/test_dates.py; "in the first quarter of 2025" is 2025-Q1.
    """
    return _Reader(fold(text), calendar, published, blocked).read()


@dataclass(frozen=True, slots=True)
class _Parts:
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


class _Reader:
    """Reads one text from front to back and remembers the dates named so far."""

    def __init__(self, text: str, calendar: Calendar, published: str, blocked: Sequence[Span]) -> None:
        self.text, self.calendar = text, calendar
        parts = [int(part) for part in re.findall(r"\d+", published)[:3]]
        self.year, self.month, self.day = (*parts, None, None, None)[:3]
        self.blocked = sorted(blocked)
        self.block_ends = [span.end for span in self.blocked]
        self.found: list[Date] = []
        self.absolute: set[Span] = set()

    def read(self) -> list[Date]:
        for match in self._matches():
            if self._is_blocked(*match.span()):
                continue
            place = int((match.lastgroup or "t_0").rpartition("_")[2])
            parts = _Parts({kind: match[name] for kind, name in self.calendar.groups[place] if match[name]},
                           self.calendar)
            if self._led(place, match.start()) and (value := self._value(parts, match.start())):
                if "year" in parts or "year2" in parts or "text_year" in parts:
                    self.absolute.add(Span(*match.span()))
                self._add(Span(*match.span()), value, self.calendar.names[place])
        return self.found

    def _matches(self) -> Iterator[re.Match[str]]:
        """What the templates match, tried only around digits and words of time, which keeps the reading fast."""
        calendar, text, done = self.calendar, self.text, 0
        for hot in calendar.hot.finditer(text):
            at = hot.start()
            if at < done or (text[at].isdecimal() and at > done and text[at - 1].isdecimal()):
                continue
            for start in (*calendar.starts(text, max(done, at - calendar.reach), at), at):
                if match := calendar.pattern.match(text, start):
                    done = match.end()
                    yield match
                    break

    def _led(self, place: int, start: int) -> bool:
        """Whether the words before a date are those its template asks for."""
        lead = self.calendar.leads[place]
        return lead is None or lead.search(self.text[max(0, start - LEAD): start]) is not None

    def _is_blocked(self, start: int, end: int) -> bool:
        place = bisect_left(self.block_ends, start + 1)
        return place < len(self.blocked) and self.blocked[place].start < end

    def _add(self, span: Span, value: str, rule: str) -> None:
        """Adds a date, as the end of a range where the one before it is joined to it."""
        if self.found and "/" not in value and "/" not in self.found[-1].value:
            last = self.found[-1]
            if 0 < span.start - last.span.end <= RANGE_GAP and self._ranged(last, span) and last.value < value:
                whole = Span(last.span.start, span.end)
                self.found[-1] = Date(whole, whole.of(self.text), f"{last.value}/{value}", f"range of {rule}")
                return
        self.found.append(Date(span, span.of(self.text), value, rule))

    def _ranged(self, last: Date, span: Span) -> bool:
        joint = self.calendar.joiner.fullmatch(self.text, last.span.end, span.start)
        if joint is None:
            return False
        if "pair" in joint.re.groupindex and joint["pair"]:
            return bool(self.calendar.paired.search(self.text[max(0, last.span.start - RANGE_GAP): last.span.start]))
        return True

    def _value(self, parts: _Parts, start: int) -> str:
        """The ISO 8601 value of an expression, or nothing where it cannot be told."""
        if "publication_day" in parts or "weekday" in parts:
            return self._relative_day(parts)
        if "decade" in parts or "decade_of_century" in parts:
            first = parts.number("decade") or 1900 + (parts.number("decade_of_century") or 0)
            return f"{first}/{first + 9}"
        month = self._month(parts, start)
        if month is None and ("publication_month" in parts or "text_month" in parts):
            return ""
        year = self._year(parts, start, month)
        if year is None:
            return ""
        return self._range(parts, *self._carried(parts, year, month))

    def _carried(self, parts: _Parts, year: int, month: int | None) -> tuple[int, int | None]:
        """Year and month with the turn of a year that a relative month brings (12, 0 is 11 of the year before)."""
        if month is not None and not 1 <= month <= 12:
            return year + (month - 1) // 12, (month - 1) % 12 + 1
        return year, month

    def _range(self, parts: _Parts, year: int, month: int | None) -> str:
        day = parts.number("day")
        begin = self._point(parts, year, month, day)
        last_year = parts.number("year2")
        if (short := parts.number("short_year")) is not None:
            last_year = year // 100 * 100 + short
        last_month = parts.number("month2") or parts.number("month_number2")
        last_day = parts.number("day2")
        if last_year is last_month is last_day is None:
            return begin
        if last_month is not None and last_year is not None and "year" not in parts:
            year = last_year - 1 if month and month > last_month else last_year
            begin = self._point(parts, year, month, day)
        end = self._point(parts, last_year or year, last_month or month, last_day)
        return f"{begin}/{end}" if begin and end and begin < end else ""

    def _point(self, parts: _Parts, year: int, month: int | None, day: int | None) -> str:
        if (quarter := parts.number("quarter")) is not None:
            return f"{year}-Q{quarter}"
        if (half := parts.number("half")) is not None:
            return f"{year}-01/{year}-06" if half == 1 else f"{year}-07/{year}-12"
        if (count := parts.number("months") or 3 * (parts.number("quarters") or 0)):
            return f"{year}-01/{year}-{count:02}" if 1 < count <= 12 else ""
        if "part" in parts and month is None:
            month = PART_MONTHS.get(parts.word("part"))
        if month is None:
            return f"{year}"
        if day is None:
            return f"{year}-{month:02}"
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            return ""

    def _month(self, parts: _Parts, start: int) -> int | None:
        if "publication_month" in parts:
            return None if self.month is None else self.month + (parts.number("publication_month") or 0)
        if "text_month" in parts or ("day" in parts and "month" not in parts and "month_number" not in parts):
            if "day2" in parts and ("month2" in parts or "month_number2" in parts):
                return parts.number("month2") or parts.number("month_number2")
            last = self._last_with_month(start, "text_month" in parts)
            return int(last.value.rpartition("/")[2][5:7]) + (parts.number("text_month") or 0) if last else self.month
        return parts.number("month") or parts.number("month_number")

    def _year(self, parts: _Parts, start: int, month: int | None) -> int | None:
        if "year" in parts:
            return parts.number("year")
        if "year2" in parts and ("month2" in parts or "month_number2" in parts):
            return parts.number("year2")
        if "publication_year" in parts:
            return None if self.year is None else self.year + (parts.number("publication_year") or 0)
        if "publication_month" in parts:
            return self.year
        if "text_year" in parts:
            last = self.found[-1].value if self.found else str(self.year or "")
            return int(last[:4]) + (parts.number("text_year") or 0) if last else None
        return self._nearest_year(parts, start, month)

    def _last_with_month(self, start: int, anywhere: bool = False) -> Date | None:
        """The last date before a position that names a month, in the same paragraph if not anywhere."""
        for date in reversed(self.found[-NEAR:]):
            if not anywhere and (start - date.span.end > CONTEXT or "\n" in self.text[date.span.end: start]):
                break
            if re.match(r"\d{4}-\d\d", date.value):
                return date
        return None

    def _nearest_year(self, parts: _Parts, start: int, month: int | None) -> int | None:
        """The year of a date without one (see the module)."""
        dated = self._last_with_month(start, "text_month" in parts)
        if "text_month" in parts or ("day" in parts and "month" not in parts and "month_number" not in parts):
            return int(dated.value[:4]) if dated else self.year
        if (same := self._in_sentence(start)) and "past" not in parts:
            return int(same.value[:4])
        if dated and dated.span in self.absolute and "past" not in parts:
            return int(dated.value[:4])
        if self.year is None or self.month is None:
            return self.year
        if "past" in parts:
            return self.year - 1 if (month or 0) >= self.month else self.year
        ahead = (month or parts.number("months") or 3 * (parts.number("quarter") or 0) - 2) - self.month
        if "half" in parts:
            ahead = 6 * (parts.number("half") or 0) - self.month
        whole = "months" in parts or "quarters" in parts
        return self.year - 1 if ahead > (0 if whole else MONTHS_AHEAD) else self.year

    def _in_sentence(self, start: int) -> Date | None:
        """The date before a position in its sentence that gives a year to one without: one with a month first."""
        near: list[Date] = []
        for date in reversed(self.found[-NEAR:]):
            gap = self.text[date.span.end: start] if start - date.span.end <= CONTEXT else "\n"
            if "\n" in gap or self.calendar.sentence.search(gap):
                break
            if date.value[:4] == date.value.rpartition("/")[2][:4]:
                near.append(date)
        return next((date for date in near if len(date.value) > 4), near[0] if near else None)

    def _relative_day(self, parts: _Parts) -> str:
        if self.year is None or self.month is None or self.day is None:
            return ""
        published = datetime.date(self.year, self.month, self.day)
        if "publication_day" in parts:
            return (published + datetime.timedelta(parts.number("publication_day") or 0)).isoformat()
        weekday = parts.number("weekday") or 0
        return (published - datetime.timedelta((published.isoweekday() - weekday) % 7)).isoformat()
