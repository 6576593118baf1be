"""Reads the dates of one text from front to back, with what was named before."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.dates.calendar import Calendar, Parts
from kg.model import Date, Span
from kg.quantities.numerals import fold

PART_MONTHS = {"begin": 1, "end": 12}
MONTHS_AHEAD, YEAR = 6, 12
CONTEXT, NEAR = 600, 4
LEAD = 24
RANGE_GAP = 16
# How far words that speak of the future may stand from a date, and what parts clauses.
FUTURE = 60
CLAUSE = re.compile(r"[,;:.!?，。；：！？\n]\s?")
# A heading: the lines up to the first empty one, if they are few.
HEADING = re.compile(r"\s*(?:[^\n]{1,120}\n){1,3}(?=\s*\n)")
YEAR_AT_END = re.compile(r"(?:19|20)\d\d$")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


class _Reader:
    """Reads one text from front to back and remembers the dates named so far."""

    def __init__(self, text: str, calendar: Calendar, published: str, blocked: Sequence[Span]) -> None:
        self.text, self.calendar = text, calendar
        parts = [int(part) for part in re.findall(r"\d+", published)[:3]]
        self.year, self.month, self.day = (*parts, None, None, None)[:3]
        self.blocked = sorted(blocked)
        self.block_ends = [span.end for span in self.blocked]
        self.found: list[Date] = []
        heading = HEADING.match(text)
        self.heading = heading.end() if heading else 0
        self.absolute: set[Span] = set()
        self.named = (-CONTEXT, 0)

    def read(self) -> list[Date]:
        for match in self._matches():
            if self._is_blocked(*match.span()):
                if year := YEAR_AT_END.search(match.group()):
                    self.named = (match.end(), int(year.group()))
                continue
            place = int((match.lastgroup or "t_0").rpartition("_")[2])
            parts = Parts({kind: match[name] for kind, name in self.calendar.groups[place] if match[name]},
                           self.calendar)
            if self._led(place, match.start()) and (value := self._value(parts, Span(*match.span()))):
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

    def _value(self, parts: Parts, span: Span) -> str:
        """The ISO 8601 value of an expression, or nothing where it cannot be told."""
        start = span.start
        if "publication_day" in parts or "weekday" in parts:
            return self._relative_day(parts, self._ahead(span))
        if "text_day" in parts or "text_steps" in parts:
            return self._stepped(parts)
        if "text_period" in parts:
            return self._shifted(start, parts.number("text_period") or 0)
        if "decade" in parts or "decade_of_century" in parts:
            first = parts.number("decade") or 1900 + (parts.number("decade_of_century") or 0)
            return f"{first}/{first + 9}"
        month = self._month(parts, start)
        if month is None and ("publication_month" in parts or "text_month" in parts):
            return ""
        year = self._year(parts, span, month)
        if year is None:
            return ""
        return self._range(parts, *self._carried(parts, year, month))

    def _carried(self, parts: Parts, year: int, month: int | None) -> tuple[int, int | None]:
        """Year and month with the turn of a year that a relative month brings (12, 0 is 11 of the year before)."""
        if month is not None and not 1 <= month <= 12:
            return year + (month - 1) // 12, (month - 1) % 12 + 1
        return year, month

    def _range(self, parts: Parts, year: int, month: int | None) -> str:
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

    def _point(self, parts: Parts, year: int, month: int | None, day: int | None) -> str:
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

    def _month(self, parts: Parts, start: int) -> int | None:
        if "publication_month" in parts:
            return None if self.month is None else self.month + (parts.number("publication_month") or 0)
        if "text_month" in parts or ("day" in parts and "month" not in parts and "month_number" not in parts):
            if "day2" in parts and ("month2" in parts or "month_number2" in parts):
                return parts.number("month2") or parts.number("month_number2")
            last = self._last_with_month(start, "text_month" in parts)
            return int(last.value.rpartition("/")[2][5:7]) + (parts.number("text_month") or 0) if last else self.month
        return parts.number("month") or parts.number("month_number")

    def _year(self, parts: Parts, span: Span, month: int | None) -> int | None:
        if "year" in parts:
            return parts.number("year")
        if "year2" in parts and ("month2" in parts or "month_number2" in parts):
            return parts.number("year2")
        if "publication_year" in parts:
            return None if self.year is None else self.year + (parts.number("publication_year") or 0)
        if "publication_month" in parts:
            return self.year
        if "text_year" in parts:
            base = self._year_last_named(span.start)
            return None if base is None else base + (parts.number("text_year") or 0)
        return self._nearest_year(parts, span, month)

    def _year_last_named(self, start: int) -> int | None:
        """The year of the date before a position in its sentence, the one reported on, or the last named."""
        if same := self._in_sentence(start):
            return int(same.value[:4])
        return self._reported() or (int(self.found[-1].value[:4]) if self.found else self.year)

    def _reported(self) -> int | None:
        """The year before the publication, where the heading names it."""
        before = None if self.year is None else str(self.year - 1)
        for date in self.found:
            if date.span.start >= self.heading:
                break
            if before and date.value[:4] == before and not DAY.match(date.value):
                return int(before)
        return None

    def _last_with_month(self, start: int, anywhere: bool = False) -> Date | None:
        """The last date before a position that names a month, in the same paragraph if not anywhere."""
        for date in reversed(self.found[-NEAR:]):
            if not anywhere and (start - date.span.end > CONTEXT or "\n" in self.text[date.span.end: start]):
                break
            if re.match(r"\d{4}-\d\d", date.value):
                return date
        return None

    def _nearest_year(self, parts: Parts, span: Span, month: int | None) -> int | None:
        """The year of a date without one (see the package)."""
        start = span.start
        dated = self._last_with_month(start, "text_month" in parts)
        if "text_month" in parts or ("day" in parts and "month" not in parts and "month_number" not in parts):
            return int(dated.value[:4]) if dated else self.year
        due = month or (YEAR if parts.word("part") == "end" else None)
        if self.year and self.month and due and ("coming" in parts or self._ahead(span)):
            return self.year + (due < self.month)
        if (same := self._in_sentence(start)) and "past" not in parts:
            return int(same.value[:4])
        named, year = self.named
        if self.year and year - self.year in (0, 1) and self._one_sentence(named, start):
            self.absolute.add(span)
            return year
        if dated and dated.span in self.absolute and "past" not in parts and dated.span.start >= self.heading:
            return int(dated.value[:4])
        if reported := self._reported():
            return reported
        if self.year is None or self.month is None:
            return self.year
        if "past" in parts:
            return self.year - 1 if (month or 0) >= self.month else self.year
        ahead = (month or parts.number("months") or 3 * (parts.number("quarter") or 0) - 2) - self.month
        if "half" in parts:
            ahead = 6 * (parts.number("half") or 0) - self.month
        whole = "months" in parts or "quarters" in parts
        return self.year - 1 if ahead > (0 if whole else MONTHS_AHEAD) else self.year

    def _ahead(self, span: Span) -> bool:
        """Whether the words of the clause around a date speak of what is to come."""
        before = self.text[max(0, span.start - FUTURE): span.start]
        before = before[max((match.end() for match in CLAUSE.finditer(before)), default=0):]
        begin = CLAUSE.match(self.text, span.end)
        begin_at = begin.end() if begin and begin.group().strip() in (",", "，") else span.end
        close = CLAUSE.search(self.text, begin_at, begin_at + FUTURE)
        after = self.text[begin_at: close.start() if close else begin_at + FUTURE]
        return bool(self.calendar.future_before.search(before) or self.calendar.future_after.match(after))

    def _one_sentence(self, begin: int, end: int) -> bool:
        """Whether no sentence ends between two positions that are not far apart."""
        gap = self.text[begin:end] if end - begin <= CONTEXT else "\n"
        return "\n" not in gap and not self.calendar.sentence.search(gap)

    def _in_sentence(self, start: int) -> Date | None:
        """The date before a position in its sentence that gives a year to one without: one with a month first."""
        near: list[Date] = []
        for date in reversed(self.found[-NEAR:]):
            if not self._one_sentence(date.span.end, start):
                break
            if date.value[:4] == date.value.rpartition("/")[2][:4]:
                near.append(date)
        return next((date for date in near if len(date.value) > 4), near[0] if near else None)

    def _relative_day(self, parts: Parts, ahead: bool) -> str:
        """A day told from the publication: so many days away, or a day of the week."""
        if self.year is None or self.month is None or self.day is None:
            return ""
        published = datetime.date(self.year, self.month, self.day)
        if "publication_day" in parts:
            return (published + datetime.timedelta(parts.number("publication_day") or 0)).isoformat()
        weekday, today = parts.number("weekday") or 0, published.isoweekday()
        if "week" in parts:
            return (published + datetime.timedelta(weekday - today + 7 * (parts.number("week") or 0))).isoformat()
        if (last := parts.number("weekday2")) is not None:
            end = published - datetime.timedelta((today - last) % 7)
            return f"{end - datetime.timedelta((last - weekday) % 7)}/{end}"
        if "coming" in parts or (ahead and "past" not in parts):
            return (published + datetime.timedelta((weekday - today - 1) % 7 + 1)).isoformat()
        passed = (today - weekday - 1) % 7 + 1 if "past" in parts else (today - weekday) % 7
        return (published - datetime.timedelta(passed)).isoformat()

    def _stepped(self, parts: Parts) -> str:
        """A day told from the last one the text named, or nothing if it named none."""
        last = next((date.value for date in reversed(self.found) if DAY.match(date.value)), "")
        if not last:
            return ""
        steps = parts.number("text_day") or 0
        if "text_steps" in parts:
            steps = (parts.number("steps") or 1) * (parts.number("text_steps") or 0)
        day = datetime.date.fromisoformat(last[-10:] if steps > 0 else last[:10])
        return (day + datetime.timedelta(steps)).isoformat()

    def _shifted(self, start: int, years: int) -> str:
        """The last date named in the paragraph so many years away, else only that year."""
        last = next((date for date in reversed(self.found) if "-" in date.value), None)
        if last is None or start - last.span.end > CONTEXT or "\n" in self.text[last.span.end: start]:
            year = self._year_last_named(start)
            return "" if year is None else f"{year + years}"
        return re.sub(r"\d{4}(?=-)", lambda match: f"{int(match.group()) + years}", last.value)
