"""The words of the field in several languages, each standing for a concept of no language.

Tables (`*.tsv`) have the columns `concept`, `kind`, `scope` and one a language; forms of one language are separated by
`|`. Kinds: `head` (with the type of thing it heads, `head:GovernmentBody`), `name` (identifies a thing by itself,
`name:Agreement`), `topic`, `weak` (says little), `legal` (form of a firm), `letter` (one character that stands for a
state beside another such), `phrase` (stands for several concepts, or for a place: `ministry commerce country/CN`).
Scope of a head: `national` or `local`, for bodies that a text names without saying whose they are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg import resources
from kg.entities.romanize import HAN, HANGUL, folded
from kg.errors import DataError

FIXED = ("concept", "kind", "scope")
KINDS = frozenset({"head", "name", "topic", "weak", "legal", "letter", "phrase"})
TOKEN = re.compile(r"[\u3400-\u9fff々]+|[\uac00-\ud7a3]+|[\u3040-\u30ff]+|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
SETTINGS = frozenset({"stop", "endings", "place_endings", "links", "ordinals", "ordinal_words", "home"})
SHORTEST_STEM = 4
MOST_ENDINGS = 2
"""A word loses as many endings at most: import-er-s."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its local name, kind, the type of thing it heads or names, and its scope."""

    name: str
    kind: str
    type: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything known about the words of names, immutable.

    Attributes:
        concepts: by local name.
        words: tuples of stems to concepts (and place keys); for scripts with blanks between words.
        runs: stretches of Chinese or Korean to the same.
        longest_words, longest_run: limits of the two.
        letters: single characters to place keys.
        stop: words that say nothing.
        endings, place_endings: what a stem loses (`ies>y`: and gets), longest first.
        ordinals: expressions whose group `n` is an ordinal.
        ordinal_words: stems or stretches to their number.
        home: language tags to the key of the state whose bodies a text of that language leaves unsaid.
        readings: Chinese characters to their Korean reading in Hangul.
        surnames, surname_spellings: characters of Korean surnames to Hangul, Latin spellings of them to the usual one.
    """

    concepts: Mapping[str, Concept]
    words: Mapping[tuple[str, ...], tuple[str, ...]]
    runs: Mapping[str, tuple[str, ...]]
    longest_words: int
    longest_run: int
    letters: Mapping[str, str]
    stop: frozenset[str]
    endings: tuple[str, ...]
    place_endings: tuple[str, ...]
    links: tuple[str, ...]
    ordinals: tuple[re.Pattern[str], ...]
    ordinal_words: Mapping[str, str]
    home: Mapping[str, str]
    readings: Mapping[str, str]
    surnames: Mapping[str, str]
    surname_spellings: Mapping[str, str]

    def stem(self, word: str) -> str:
        """A word folded and without its ending."""
        return _stem(word, self.endings)

    def split(self, word: str) -> tuple[str, ...]:
        """The concepts of a compound that is made of known words alone; empty if it is not."""
        return self._split(folded(word), True)

    def _split(self, word: str, whole: bool) -> tuple[str, ...]:
        if not whole and (found := self.words.get((self.stem(word),))):
            return found
        for length in range(len(word) - 3, 2, -1):
            found = self.words.get((self.stem(word[:length]),))
            if not found:
                continue
            for link in self.links:
                if word.startswith(link, length) and (others := self._split(word[length + len(link) :], False)):
                    return found + others
        return ()


def _stem(word: str, endings: tuple[str, ...]) -> str:
    word = folded(word).replace("’", "'").removesuffix("'s").replace("'", "")
    for _ in range(MOST_ENDINGS):
        for ending in endings:
            ending, _, instead = ending.partition(">")
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                word = word[: -len(ending)] + instead
                break
    return word


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program.

    Raises:
        DataError: a table or the settings are not what they should be.
    """
    return load_vocabulary(resources.data() / "translations")


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read `words.toml`, `readings.txt` and `surnames.txt` (if any) and every table of a folder.

    Raises:
        DataError: a file is missing or faulty; the message names file and line.
    """
    settings = _settings(folder / "words.toml")
    endings = tuple(sorted(settings["endings"], key=lambda each: (-len(each), each)))
    surnames = _cells(folder / "surnames.txt")
    rows = [row for table in sorted(folder.glob("*.tsv")) for row in _rows(table)]
    concepts = {row.concept.name: row.concept for row in rows if row.concept.kind not in ("phrase", "letter")}
    words: dict[tuple[str, ...], tuple[str, ...]] = {}
    runs: dict[str, tuple[str, ...]] = {}
    letters: dict[str, str] = {}
    for row in rows:
        atoms = tuple(row.concept.name.split())
        missing = [each for each in atoms if not each.startswith("#") and "/" not in each and each not in concepts]
        if missing:
            raise DataError(f"unknown concept {missing[0]!r}", where=row.where)
        for form in row.forms:
            if row.concept.kind == "letter":
                letters[form] = atoms[0]
                continue
            if _spaced(form):
                known = words.setdefault(_key(form, endings), atoms)
            else:
                known = runs.setdefault(_run(form), atoms)
            if known != atoms:
                raise DataError(f"{form!r} stands for {' '.join(known)!r} already", where=row.where)
    return Vocabulary(
        concepts=MappingProxyType(concepts),
        words=MappingProxyType(words),
        runs=MappingProxyType(runs),
        longest_words=max(map(len, words), default=0),
        longest_run=max(map(len, runs), default=0),
        letters=MappingProxyType(letters),
        stop=frozenset(_stem(each, endings) if _spaced(each) else each for each in settings["stop"]),
        endings=endings,
        place_endings=tuple(settings["place_endings"]),
        links=tuple(sorted(settings["links"], key=len)),
        ordinals=tuple(re.compile(each) for each in settings["ordinals"]),
        ordinal_words=MappingProxyType({_stem(word, endings) if _spaced(word) else word: str(number)
                                        for word, number in settings["ordinal_words"].items()}),
        home=MappingProxyType(dict(settings["home"])),
        readings=MappingProxyType(_readings(folder / "readings.txt")),
        surnames=MappingProxyType({each: cells[0] for cells in surnames for each in cells[1]}),
        surname_spellings=MappingProxyType({each: cells[2] for cells in surnames for each in cells[2:]}),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    concept: Concept
    forms: tuple[str, ...]
    where: str


def _rows(table: Path) -> Iterator[_Row]:
    lines = table.read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")[:3]) != FIXED:
        raise DataError("the first columns are not concept, kind, scope", where=f"{table}:1")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        where = f"{table}:{number}"
        name, kind, scope, *cells = (cell.strip() for cell in (line + "\t\t").split("\t"))
        kind, _, of_type = kind.partition(":")
        if kind not in KINDS:
            raise DataError(f"unknown kind {kind!r}", where=where)
        forms = tuple(form.strip() for cell in cells for form in cell.split("|") if form.strip())
        if not name or not forms:
            raise DataError("a row without a concept or without words", where=where)
        yield _Row(Concept(name, kind, of_type, scope), forms, where)


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"not readable: {error}", where=str(path), remedy="install the package again") from error
    missing = SETTINGS - settings.keys()
    if missing:
        raise DataError(f"missing: {', '.join(sorted(missing))}", where=str(path))
    return settings


def _spaced(form: str) -> bool:
    return not (HAN.search(form) or HANGUL.search(form))


def _key(form: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_stem(each, endings) for each in TOKEN.findall(form))


def _run(form: str) -> str:
    return "".join(TOKEN.findall(form)).lower()


def _readings(path: Path) -> dict[str, str]:
    """Lines `reading characters`: each character to its reading."""
    return {character: cells[0] for cells in _cells(path) for character in cells[1]}


def _cells(path: Path) -> list[list[str]]:
    """The words of each line of a list; none when there is no such list."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line.split() for line in lines if line and not line.startswith("#")]
