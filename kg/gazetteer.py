"""Names of places, ports and airports in several languages, and where a text mentions them.

The table `places.tsv.gz` and any plain `.tsv` beside it hold one row a place (`COLUMNS`); `words.tsv` lists the
names that are everyday words too. Text is expected in simplified characters. Offsets are code points.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import ahocorasick_rs

from kg import resources
from kg.errors import DataError
from kg.model import NOTHING, Place

LANGUAGES = ("en", "de", "zh", "ko", "ja")
FACTS = ("key", "type", "country", "within", "serves", "latitude", "longitude", "population", "identifiers")
COLUMNS = (*FACTS, *LANGUAGES)
WORDS = "words.tsv"
SHORTEST_CAPITALS = 4
"""Names shorter than this are not also sought in capitals: the result would look like an abbreviation."""

_RANK = {"Country": 1e11, "Region": 1e10, "Province": 2e6, "Zone": 1e5, "Port": 5e4, "Airport": 4e4}
_FAR_LARGER = 15
_SPECIFIC = 2
# Inhabitants from which on a town whose name is an everyday word needs no more than its country to be spoken of.
_KNOWN = 60_000
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "’": "'"})


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of text that is a place's name.

    Attributes:
        places: every place of that name, the most prominent first.
        weak: the name is an everyday word or a person's name too; believe it only with support.
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    weak: bool = False


def folded(name: str) -> str:
    """The name without case and diacritics, for lookup.

    >>> folded("Dalián"), folded("Łódź")
    ('dalian', 'lodz')
    """
    return _without_marks(name).casefold()


def prominence(place: Place) -> float:
    """How likely a bare name means this place: states, then large cities, provinces, small cities, facilities."""
    return _RANK.get(place.type, 0.0) + place.population


class Gazetteer:
    """All known places, found by key, by name, or in running text."""

    def __init__(self, places: Iterable[Place], weak: frozenset[str] = frozenset()) -> None:
        self.places: Mapping[str, Place] = MappingProxyType({place.key: place for place in places})
        self._weak = weak | {name.upper() for name in weak}
        self._ranked = sorted(self.places.values(), key=lambda place: (-prominence(place), place.key))
        self._candidates: dict[str, list[Place]] = {}
        for place in self._ranked:
            for form in {form for name in _names(place) for form in _forms(name)}:
                self._candidates.setdefault(form, []).append(place)
        self._patterns = sorted(form for form in self._candidates if len(form) > 1)
        self._found = [tuple(self._candidates[pattern]) for pattern in self._patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns, store_patterns=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read every table of `folder`, by default the one that ships with the program.

        Raises:
            DataError: a table is missing, or a row is not what its columns say.
        """
        folder = folder or resources.data()
        tables = sorted(path for path in folder.glob("*.tsv*") if path.name != WORDS)
        if not tables:
            raise DataError("there is no table of places", where=str(folder), remedy="install the package again")
        words = folder / WORDS
        weak = {line.split("\t")[0] for line in _lines(words) if line} if words.is_file() else set()
        return cls((place for table in tables for place in _rows(table)), frozenset(weak))

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of that name, whatever its case; when there is none, whatever its diacritics; best first."""
        exact = self._candidates.get(name)
        return tuple(exact) if exact else self._folded.get(folded(name), ())

    def scan(self, text: str) -> list[Match]:
        """The names of places in `text`, leftmost and longest first, none overlapping another or one character long.

        A weak name gives way to any other it overlaps: 面向日本 names 日本, not the town of 向日.
        """
        spans = [
            (self._patterns[index] in self._weak, start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _stands_alone(text, start, end)
        ]
        taken = bytearray(len(text))
        matches: list[Match] = []
        for weak, start, minus_end, index in sorted(spans):
            end = -minus_end
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                matches.append(Match(start, end, self._patterns[index], self._found[index], weak))
        return sorted(matches, key=lambda match: match.start)

    def choose(self, match: Match, near: Iterable[str]) -> Place | None:
        """The place a match means, given the keys of places certain in the same document; None when it is likely none.

        A candidate is supported by itself, its province or any place in it, and less by its country. Without support
        the most prominent wins; a weak name needs support by more than its country, unless it is a larger town's.
        China is named in nearly every Chinese text, so it supports no candidate of a name in Chinese characters.
        """
        return self.choose_all([match], near)[0]

    def choose_all(self, matches: Iterable[Match], near: Iterable[str]) -> list[Place | None]:
        """What each of several matches of one text means; see `choose`."""
        around = frozenset(up for key in near for up in (key, *(place.key for place in self.containers(key))))
        return [self._chosen(match, around) for match in matches]

    def _chosen(self, match: Match, around: frozenset[str]) -> Place | None:
        chinese = _is_ideographic(match.text[0])
        best = match.places[0]
        chosen, support = best, self._support(best, around, chinese)
        for place in match.places[1:]:
            comparable = prominence(best) < _FAR_LARGER * max(prominence(place), 1.0)
            evidence = self._support(place, around, chinese)
            if evidence > support and (comparable or evidence >= _SPECIFIC):
                chosen, support = place, evidence
        enough = 1 if not chinese and chosen.population >= _KNOWN else _SPECIFIC
        return None if match.weak and support < enough else chosen

    def containers(self, key: str) -> tuple[Place, ...]:
        """The chain of places that contain this one, the smallest first; empty for an unknown key."""
        return tuple(self._upwards(key))

    def port_of(self, city_key: str) -> Place | None:
        """The chief seaport that serves a city, or None."""
        ports = [place for place in self._serving.get(city_key, ()) if place.type == "Port"]
        return ports[0] if ports else None

    def airports_of(self, city_key: str) -> tuple[Place, ...]:
        """The airports that serve a city, the chief one first."""
        return tuple(place for place in self._serving.get(city_key, ()) if place.type == "Airport")

    def _upwards(self, key: str) -> Iterator[Place]:
        seen = {key}
        place = self.places.get(key)
        while place and place.within not in seen:
            seen.add(place.within)
            place = self.places.get(place.within)
            if place:
                yield place

    def _support(self, place: Place, around: Container[str], chinese: bool) -> int:
        below_country = (up.key for up in self._upwards(place.key) if up.type not in ("Country", "Region"))
        specific = place.key in around or any(key in around for key in below_country)
        country = f"country/{place.country}"
        counts = country in around and place.key != country and not (chinese and place.country == "CN")
        return _SPECIFIC * specific + counts

    @cached_property
    def _folded(self) -> Mapping[str, tuple[Place, ...]]:
        table: dict[str, dict[str, Place]] = {}
        for place in self._ranked:
            for name in _names(place):
                table.setdefault(folded(name), {})[place.key] = place
        return {name: tuple(found.values()) for name, found in table.items()}

    @cached_property
    def _serving(self) -> Mapping[str, tuple[Place, ...]]:
        table: dict[str, list[Place]] = {}
        for place in self._ranked:
            if place.serves:
                table.setdefault(place.serves, []).append(place)
        return {city: tuple(found) for city, found in table.items()}


def _names(place: Place) -> Iterator[str]:
    for names in place.names.values():
        yield from names


def _forms(name: str) -> Iterator[str]:
    """The spellings of a name to seek in text: itself, without diacritics, with ae oe ue, in capitals."""
    yield name
    if _is_ideographic(name[0]) or _is_hangul(name[0]):
        return
    spellings = {name} if name.isascii() else {name, _without_marks(name), name.translate(_UMLAUTS)}
    if "'" in name:
        spellings.add(name.replace("'", "’"))
    yield from spellings
    if len(name) >= SHORTEST_CAPITALS:
        yield from (spelling.upper() for spelling in spellings)


def _without_marks(name: str) -> str:
    if name.isascii():
        return name
    if _is_hangul(name[0]):
        return name
    decomposed = unicodedata.normalize("NFD", name.translate(_PLAIN))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def _is_ideographic(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _in_word(character: str) -> bool:
    """Whether the character would continue a word of an alphabetic script."""
    return character.isalnum() and not _is_ideographic(character) and not _is_hangul(character)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is a word of its own: no boundary asked of Chinese and Japanese, a beginning of Korean."""
    first = text[start]
    if _is_ideographic(first):
        return True
    if _is_hangul(first):
        return start == 0 or not _is_hangul(text[start - 1])
    if start and _in_word(text[start - 1]):
        return False
    after = text[end : end + 2]
    if not after or not _in_word(after[0]):
        return not after.startswith("$")
    genitive = after[0] == "s" and text[end - 1] not in "sS"
    return genitive and (len(after) == 1 or not _in_word(after[1]))


def _lines(table: Path) -> list[str]:
    raw = gzip.decompress(table.read_bytes()) if table.suffix == ".gz" else table.read_bytes()
    return [line for line in raw.decode("utf-8").splitlines() if not line.startswith("#")]


def _rows(table: Path) -> Iterator[Place]:
    header, *lines = _lines(table)
    if tuple(header.split("\t")) != COLUMNS:
        raise DataError("the columns are not those of a table of places", where=str(table), remedy=", ".join(COLUMNS))
    for number, line in enumerate(lines, 2):
        try:
            yield _place(line.split("\t"))
        except ValueError as fault:
            raise DataError(f"not a row of places: {fault}", where=f"{table}, row {number}") from fault


def _place(cells: list[str]) -> Place:
    key, kind, country, within, serves, latitude, longitude, population, identifiers, *names = cells
    if len(names) != len(LANGUAGES) or not key or not kind:
        raise ValueError(f"{len(cells)} cells")
    return Place(
        key=key,
        type=kind,
        names={tag: tuple(cell.split("|")) for tag, cell in zip(LANGUAGES, names, strict=True) if cell},
        identifiers=dict(each.split("=", 1) for each in identifiers.split(" ")) if identifiers else NOTHING,
        country=country,
        within=within,
        serves=serves,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        population=int(population) if population else 0,
    )
