"""The words this stage knows, read once from `wording.toml` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import DataError

_FILE = Path(__file__).with_name("wording.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns by what they find, of all languages together: a document may mix them.

    Attributes:
        languages: those a document's main language is looked for among.
        months: month names to their numbers.
        dates: full dates, with groups year, month and day.
        date_labels: what stands before a date of publication; ends where the date begins.
        publishers: where a publisher is named, in a group of that name.
        silent_head, silent_tail: navigation, advertising and disclaimers near either end of a document.
    """

    languages: tuple[str, ...]
    months: Mapping[str, int]
    dates: tuple[re.Pattern[str], ...]
    date_labels: tuple[re.Pattern[str], ...]
    publishers: tuple[re.Pattern[str], ...]
    silent_head: tuple[re.Pattern[str], ...]
    silent_tail: tuple[re.Pattern[str], ...]


@cache
def wording() -> Wording:
    """The wording that ships with the program.

    Raises:
        DataError: the file is broken.

    >>> wording().months["mai"]
    5
    """
    try:
        data = tomllib.loads(_FILE.read_text("utf-8"))
        packs = data["language"].values()
        return Wording(
            languages=tuple(data["languages"]),
            months=MappingProxyType(
                {
                    name: number
                    for pack in packs
                    for number, names in enumerate(pack.get("months", ()), 1)
                    for name in names
                }
            ),
            dates=_patterns(packs, "dates"),
            date_labels=_patterns(packs, "date_labels"),
            publishers=_patterns(packs, "publishers"),
            silent_head=_patterns(packs, "silent") + _patterns(packs, "silent_head"),
            silent_tail=_patterns(packs, "silent") + _patterns(packs, "silent_tail"),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise DataError(f"cannot be used: {error}", where=str(_FILE), remedy="install the package again") from error


def _patterns(packs: Any, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.MULTILINE | re.IGNORECASE) for pack in packs for each in pack.get(name, ()))
