"""Things by name in any script: as written, without marks, romanised, abbreviated, in part, or with typing errors.

Every name is compared in three spellings: folded (no case, no marks), romanised letter by letter (Hanyu Pinyin,
Revised Romanization of Korean), and by its initials. Typing errors are counted by the optimal string alignment
distance, in which two letters swapped are one error (Damerau 1964); sounds are compared by classes of consonants.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pyoxigraph as ox
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg import vocabulary
from kg.entities.romanize import HAN, HANGUL, consonants, folded, hangul, korean_sound, latin, syllables
from kg.rdf import ONTOLOGY, RDFS, SKOS, value
from kg.sparql import Store

K = TypeVar("K")
CODES = ("unlocode", "iata", "icao", "iso3166_1", "iso3166_2")
_NAMES = f"""
SELECT ?thing ?property ?name WHERE {{
  ?thing a <{ONTOLOGY}Entity> ; ?property ?name .
  VALUES ?property {{ <{RDFS}label> <{SKOS}altLabel> {" ".join(f"<{ONTOLOGY}{code}>" for code in CODES)} }}
}}"""
_KINDS = f"SELECT ?thing ?kind WHERE {{ ?thing a <{ONTOLOGY}Entity> , ?kind }}"
_MENTIONS = f"SELECT ?thing (COUNT(?place) AS ?times) WHERE {{ ?thing <{ONTOLOGY}mention> ?place }} GROUP BY ?thing"

_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NOT_LETTERS = re.compile(r"[\W_]+")
_PINYIN_U = re.compile(r"(?<=[ln])v")  # how keyboards write the ü of Pinyin
_SMALL = 3  # a word of so few letters in lower case does not count among initials
_LEAST = 0.6  # of the letters that two names share, to be similar at all
_POOL = 60  # similar spellings looked at


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a text may mean.

    Attributes:
        iri: the thing.
        kind: local name of its narrowest class.
        label: its name in the language asked for, else in another.
        name: which of its names fits the text.
        how: "name", "code", "spelling" (other case, marks or joins), "sound" (romanised), "initials", "part" or
            "similar".
        score: 1 for the very name, down to 0.
    """

    iri: str
    kind: str
    label: str
    name: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the number of the thing it belongs to; `rank` is 0 for a label, 1 for another name, 2 for a code."""

    text: str
    tag: str
    rank: int
    thing: int

    @property
    def words(self) -> str:
        """The name without case, marks and punctuation."""
        return spaced(self.text)


class Names:
    """The names of all entities in a store; read once, then asked as often as you like.

    Raises:
        StoreError: the store cannot be read.
    """

    def __init__(self, store: Store) -> None:
        number: dict[str, int] = {}
        names = []
        for row in store.select(_NAMES):
            thing, name, kind = row["thing"], row["name"], value(row["property"])
            rank = 0 if kind == RDFS + "label" else 1 if kind == SKOS + "altLabel" else 2
            tag = (name.language or "") if isinstance(name, ox.Literal) else ""
            names.append(Name(value(name), tag, rank, number.setdefault(value(thing), len(number))))
        self._names = sorted(names, key=lambda each: (each.rank, each.text, each.tag))
        self._things = tuple(number)
        self._kinds = _narrowest((value(row["thing"]), value(row["kind"])) for row in store.select(_KINDS))
        self._mentions = {value(row["thing"]): int(value(row["times"])) for row in store.select(_MENTIONS)}

    def find(self, text: str, language: str = "", limit: int = 10) -> list[Hit]:
        """The things that a text may mean, the likeliest first.

        Args:
            text: a name as the user knows or remembers it, in any script.
            language: of the labels given back.
            limit: how many at most.
        """
        best: dict[int, tuple[float, Name, str]] = {}
        for score, how, name in self._matches(text):
            worth = score - 0.005 * name.rank
            if name.thing not in best or worth > best[name.thing][0]:
                best[name.thing] = worth, name, how
        ranked = sorted(best.items(), key=lambda each: self._order(each[0], each[1][0]))
        return [
            Hit(self._things[at], self._kinds.get(self._things[at], "Entity"), self._label(at, language), name.text,
                how, round(max(0.0, score), 3))
            for at, (score, name, how) in ranked[:limit]
        ]

    def of(self, iri: str) -> list[str]:
        """All names of a thing."""
        return [each.text for each in self._names if self._things[each.thing] == iri]

    def _order(self, thing: int, score: float) -> tuple[float, int, str]:
        iri = self._things[thing]
        return -round(score, 2), -self._mentions.get(iri, 0), iri

    def _label(self, thing: int, language: str) -> str:
        own = [each for each in self._by_thing[thing] if each.rank == 0] or self._by_thing[thing]
        return min(own, key=lambda each: (each.tag != language, HAN.search(each.text) is not None, each.text)).text

    @cached_property
    def _by_thing(self) -> Mapping[int, Sequence[Name]]:
        return _grouped((each.thing, each) for each in self._names)

    @cached_property
    def _by_text(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((_plain(each.text), each) for each in self._names)

    @cached_property
    def _by_words(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((each.words, each) for each in self._names if each.rank < 2)

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((spelling, each) for each in self._names if each.rank < 2 for spelling in keys(each.text))

    @cached_property
    def _by_initials(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((each, name) for name in self._names if name.rank < 2 and (each := initials(name.text)))

    @cached_property
    def _by_sound(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((sound, name) for key, names in self._by_key.items() for sound in _sounds(key)
                        for name in names)

    def _matches(self, text: str) -> Iterator[tuple[float, str, Name]]:
        """Every way a name fits: how well, how, and the name."""
        words, wanted = spaced(text), keys(text)
        if not any(wanted):
            return
        for name in self._by_text.get(_plain(text), ()):
            yield 1.0, "code" if name.rank == 2 else "name", name
        for name in self._by_words.get(words, ()):
            yield 0.98, "spelling", name
        for key in wanted:
            for name in self._by_key.get(key, ()):
                yield 0.95, "sound" if _script(text) != _script(name.text) else "spelling", name
        for name in self._by_initials.get(wanted[0], ()):
            yield 0.88 + 0.01 * min(4, len(wanted[0])), "initials", name
        yield from self._parts(words)
        yield from self._similar(words, wanted)

    def _parts(self, words: str) -> Iterator[tuple[float, str, Name]]:
        """Names that hold the text: its words as beginnings of theirs, or its characters in their order."""
        parts = words.split()
        ideographs = bool(HAN.search(words))
        for other, names in self._by_words.items():
            if other == words:
                continue
            if ideographs:
                fits = len(words) > 1 and _follow("".join(parts), other)
                score = 0.72 + 0.16 * len(words) / len(other) + (0.05 if words in other else 0)
            else:
                fits = _begin(parts, other.split())
                score = 0.7 + 0.2 * len(words) / len(other)
            if fits:
                for name in names:
                    yield score, "part", name

    def _similar(self, words: str, wanted: Sequence[str]) -> Iterator[tuple[float, str, Name]]:
        for key in wanted:
            for other, likeness, _ in process.extract(
                key, self._by_key.keys(), scorer=OSA.normalized_similarity, score_cutoff=_LEAST, limit=_POOL
            ):
                for name in self._by_key[other]:
                    yield 0.92 * likeness, "similar", name
            for sound in _sounds(key):
                for name in self._by_sound.get(sound, ()):
                    nearness = max(OSA.normalized_similarity(key, each) for each in keys(name.text))
                    yield 0.62 + 0.28 * nearness, "sound", name
        for other, likeness, _ in process.extract(
            words, self._by_words.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=100 * _LEAST, limit=_POOL
        ):
            for name in self._by_words[other]:
                yield 0.0088 * likeness, "similar", name


def spaced(text: str) -> str:
    """A text without case, marks and punctuation, its words apart.

    >>> spaced("Port of  Gdańsk"), spaced("Xi’an"), spaced("日机装(威海)")
    ('port of gdansk', 'xi an', '日机装 威海')
    """
    return _NOT_LETTERS.sub(" ", folded(unicodedata.normalize("NFKC", text))).strip()


def keys(text: str) -> tuple[str, ...]:
    """The romanised letters of a text, nothing between them: without marks, and with the digraphs that replace them.

    >>> keys("威海港"), keys("Xi'an"), keys("Köln"), keys("인천")
    (('weihaigang',), ('xian',), ('koln', 'koeln'), ('incheon',))
    """
    whole = unicodedata.normalize("NFKC", text)
    digraphs = whole.casefold().translate(_DIGRAPHS)
    found = (_PINYIN_U.sub("u", latin(each)) if HAN.search(each) else latin(each) for each in (whole, digraphs))
    return tuple(dict.fromkeys(found))


def initials(text: str) -> str:
    """The first letters of a name of several words or Chinese characters; empty for a single word.

    >>> initials("Economic Research Institute for Northeast Asia"), initials("威海港"), initials("Weihai")
    ('erina', 'whg', '')
    """
    if HAN.search(text):
        heads = [each[0] for each in syllables(text) if each.strip()]
    else:
        words = [each for each in _NOT_LETTERS.split(text) if each]
        heads = [folded(hangul(each))[0] for each in words if len(each) > _SMALL or not each.islower()]
    return "".join(heads) if len(heads) > 1 else ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _script(text: str) -> str:
    return "han" if HAN.search(text) else "hangul" if HANGUL.search(text) else "latin"


def _sounds(key: str) -> tuple[str, ...]:
    """How a romanised name sounds to those who write it otherwise; too few consonants say nothing."""
    return tuple(kind + each for kind, each in (("c", consonants(key)), ("k", korean_sound(key))) if len(each) > _SMALL)


def _begin(parts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each part begins a word, in that order.

    >>> _begin(["uni", "triest"], ["universitat", "triest"])
    True
    """
    rest = iter(words)
    return all(any(word.startswith(part) for word in rest) for part in parts)


def _follow(signs: str, text: str) -> bool:
    """Whether the signs stand in a text in their order, as in a Chinese abbreviation."""
    rest = iter(text)
    return all(sign in rest for sign in signs)


def _grouped(pairs: Iterable[tuple[K, Name]]) -> Mapping[K, Sequence[Name]]:
    groups: dict[K, list[Name]] = {}
    for key, name in pairs:
        groups.setdefault(key, []).append(name)
    return groups


def _narrowest(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Thing to the local name of its class that has no other of its classes below it."""
    above = vocabulary.load().above
    kinds: dict[str, set[str]] = {}
    for thing, kind in pairs:
        if kind.startswith(ONTOLOGY):
            kinds.setdefault(thing, set()).add(kind.removeprefix(ONTOLOGY))
    return {thing: min(own - set().union(*(above.get(each, ()) for each in own)), default="Entity")
            for thing, own in kinds.items()}
