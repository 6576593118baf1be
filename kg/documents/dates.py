"""Dates of publication: checked where they are declared, recognised where a text prints them."""

from __future__ import annotations

import re
from datetime import date

from kg.documents.wording import wording
from kg.errors import InputError

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?:[T ]\d{2}:\d{2}.*)?")


def iso_date(declared: str, where: str) -> str:
    """A declared date as ISO 8601 year, month or day; a time of day is dropped; empty stays empty.

    Raises:
        InputError: it is not one.

    >>> iso_date("2021-05-20T08:00:00+08:00", "manifest.csv:2")
    '2021-05-20'
    >>> iso_date("May 2021", "manifest.csv:2")
    Traceback (most recent call last):
    kg.errors.InputError: manifest.csv:2: 'May 2021' is no date (write it as 2021, 2021-05 or 2021-05-20)
    """
    if not declared:
        return ""
    found = _ISO.fullmatch(declared)
    if not found or not _exists(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)):
        remedy = "write it as 2021, 2021-05 or 2021-05-20"
        raise InputError(f"{declared!r} is no date", where=where, remedy=remedy)
    return "-".join(part for part in (found["year"], found["month"], found["day"]) if part)


def printed_date(text: str) -> str:
    """The full date that stands at the start of `text`, in any wording known, as ISO 8601; empty without one.

    >>> {printed_date(each) for each in ("2021/5/20 10:30", "20. Mai 2021", "May 20, 2021", "2021年5月20日")}
    {'2021-05-20'}
    >>> printed_date("about 2021")
    ''
    """
    for pattern in wording().dates:
        found = pattern.match(text)
        if found:
            word = found["month"].lower().rstrip(".")
            month = int(word) if word.isdigit() else wording().months.get(word, 0)
            year, day = int(found["year"]), int(found["day"])
            if _exists(year, month, day):
                return f"{year:04}-{month:02}-{day:02}"
    return ""


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
