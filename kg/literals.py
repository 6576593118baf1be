"""Values as RDF literals: partial dates with the right datatype, exact decimals, words with their language."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.rdf import XSD

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12])")
_MONTHS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}

Days = tuple[date, date]


def decimal(number: float) -> ox.Literal:
    """An xsd:decimal without exponent or superfluous zeros.

    >>> decimal(144000000.0).value, decimal(0.85).value, decimal(1e-7).value
    ('144000000', '0.85', '0.0000001')
    """
    exact = Decimal(repr(number))
    plain = f"{exact:f}"
    lexical = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return ox.Literal(lexical, datatype=ox.NamedNode(XSD + "decimal"))


def text(value: str) -> ox.Literal | None:
    """A plain string, or nothing where there is none."""
    return ox.Literal(value) if value else None


def words(value: str, language: str) -> ox.Literal:
    """Words in a language; without a tag when the language is unknown."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def moment(value: str) -> ox.Literal:
    """An ISO 8601 time as the narrowest XML Schema type that fits; a quarter, interval or oddity is a string.

    >>> moment("2021-05").datatype.value.rpartition("#")[2], moment("2021-Q1").datatype.value.rpartition("#")[2]
    ('gYearMonth', 'string')
    """
    kinds = ((_DAY, "date"), (_MONTH, "gYearMonth"), (_YEAR, "gYear"))
    for pattern, kind in kinds:
        if pattern.fullmatch(value) and _days(value) is not None:
            return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    return ox.Literal(value)


def instants(value: str) -> tuple[ox.Literal | None, ox.Literal | None]:
    """The first and the last day of an ISO 8601 date, month, quarter, half, year or interval, as far as known.

    >>> [day.value for day in instants("2024-01/2024-02")]
    ['2024-01-01', '2024-02-29']
    """
    first, _, last = value.partition("/")
    begins, ends = _days(first), _days(last or ("" if "/" in value else first))
    return (_day(begins[0]) if begins else None, _day(ends[1]) if ends else None)


def _day(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def _days(value: str) -> Days | None:
    try:
        if _DAY.fullmatch(value):
            return (date.fromisoformat(value),) * 2
        if _YEAR.fullmatch(value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
        if match := _MONTH.fullmatch(value):
            return _months(int(match[1]), int(match[2]), int(match[2]))
        if match := _PART.fullmatch(value):
            return _months(int(match[1]), *_MONTHS[match[2]])
    except ValueError:
        return None
    return None


def _months(year: int, first: int, last: int) -> Days:
    begin = date(year, first, 1)
    return begin, date(year, last, calendar.monthrange(year, last)[1])
