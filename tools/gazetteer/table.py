"""The rows of the gazetteer while it is built, and what names may stand in them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import cache

import jieba
import opencc

from kg.gazetteer import COLUMNS, LANGUAGES, folded

_SIMPLIFIED = opencc.OpenCC("t2s")
_FROM_JAPANESE = opencc.OpenCC("jp2t")


@dataclass(slots=True)
class Row:
    """One place in the making."""

    key: str
    type: str
    country: str = ""
    within: str = ""
    serves: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    admin1: str = ""
    curated: bool = False
    identifiers: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def name(self, language: str, names: Iterable[str]) -> None:
        """Add names in one language; the first ever added is the preferred one."""
        known = self.names[language]
        known.extend(each for name in names if (each := name.strip()) and each not in known)

    def line(self) -> str:
        """The row as tab-separated text."""
        point = ["" if degrees is None else f"{degrees:.4f}" for degrees in (self.latitude, self.longitude)]
        ids = " ".join(f"{scheme}={code}" for scheme, code in sorted(self.identifiers.items()) if code)
        names = ["|".join(dict.fromkeys(self.names.get(language, ()))) for language in LANGUAGES]
        population = str(self.population or "")
        return "\t".join([self.key, self.type, self.country, self.within, self.serves, *point, population, ids, *names])


class Table:
    """All rows by key, with an index of cities by country and name."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self._cities: dict[tuple[str, str], list[Row]] = defaultdict(list)

    def add(self, row: Row) -> Row:
        """Add a row; a key is used once."""
        if row.key in self.rows:
            raise SystemExit(f"{row.key} twice")
        self.rows[row.key] = row
        if row.type == "City":
            self.index(row)
        return row

    def index(self, row: Row) -> None:
        """Make a city findable by all its names in Latin script."""
        for name in {folded(name) for language in ("en", "de") for name in row.names[language]}:
            if row not in self._cities[row.country, name]:
                self._cities[row.country, name].append(row)

    def forget(self, row: Row, unwanted: Container[str]) -> None:
        """Take folded Latin names from a row, and the row itself when none is left."""
        for language in ("en", "de"):
            row.names[language] = [name for name in row.names[language] if folded(name) not in unwanted]
        if not row.names["en"]:
            del self.rows[row.key]
            for found in self._cities.values():
                if row in found:
                    found.remove(row)

    def city(self, country: str, name: str, near: tuple[float | None, float | None] = (None, None)) -> Row | None:
        """The city of that name, the nearest when a point is given (within 70 km), else the largest."""
        found = self._cities.get((country, folded(name)), [])
        latitude, longitude = near
        if latitude is None or longitude is None:
            return max(found, key=lambda row: row.population, default=None)
        close = [(distance(row, latitude, longitude), row.key, row) for row in found if row.latitude is not None]
        close = [each for each in close if each[0] < 70]
        return min(close)[2] if close else None

    def counts(self) -> list[tuple[str, int]]:
        """How many rows of each type."""
        return sorted(Counter(row.type for row in self.rows.values()).items())

    def text(self) -> str:
        """The table, sorted by key."""
        return "\n".join(["\t".join(COLUMNS), *(self.rows[key].line() for key in sorted(self.rows))]) + "\n"


def distance(row: Row, latitude: float, longitude: float) -> float:
    """Kilometres, flat-earth: enough to tell two towns of one name apart."""
    if row.latitude is None or row.longitude is None:
        return math.inf
    east = (row.longitude - longitude) * math.cos(math.radians(latitude))
    return 111.2 * math.hypot(row.latitude - latitude, east)


@cache
def _dictionary() -> dict[str, tuple[int, str]]:
    with jieba.get_dict_file() as lines:
        rows = (line.decode("utf-8").split() for line in lines)
        return {row[0]: (int(row[1]), row[2] if len(row) > 2 else "") for row in rows}


def word_class(name: str) -> str:
    """What jieba's dictionary takes a Chinese string for: its tag, `ns` for places; empty when unknown."""
    return _dictionary().get(name, (0, ""))[1]


def simplified(name: str, *, japanese: bool = False) -> str:
    """The name in simplified characters."""
    return _SIMPLIFIED.convert(_FROM_JAPANESE.convert(name) if japanese else name)


def is_han(name: str) -> bool:
    """Whether all of it are Chinese characters."""
    return bool(name) and all("\u4e00" <= character <= "\u9fff" for character in name)
