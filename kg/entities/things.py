"""The things of single documents, each with its names and what its document says around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.entities.names import Analyser, Name
from kg.entities.romanize import HAN, HANGUL
from kg.entities.vocabulary import Vocabulary
from kg.model import Mention, Place, Reading

BESIDE = 4
"""At most so many characters lie between a body and the state it belongs to."""
BREAK = re.compile(r"[^\w\s'’-]|\n")
"""Signs that part a body from a place beside it."""
CLEAR = 0.4
"""The share of a document's places from which one is what the document is about."""
SPECIFIC = 3
"""A name that says at least so much needs nothing of its document to be known again."""
AT_HOME = ("Organization", "Regulation", "Instrument", "Event", "Landmark", "Zone", "Region", "Port")
ABBREVIATION = 8


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """One thing of one document.

    Attributes:
        id: document and local key, the thing's name in judgements.
        names: its names taken apart, the fullest first.
        written: the names as written, with how often each.
        near: keys of the places its document names.
    """

    document: str
    local: str
    type: str
    names: tuple[Name, ...]
    written: Mapping[str, int]
    language: str
    place: str = ""
    near: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The thing's name in judgements."""
        return f"{self.document}#{self.local}"

    @property
    def name(self) -> Name:
        """The fullest name."""
        return self.names[0]


class Collector:
    """Makes things of readings."""

    def __init__(self, analyser: Analyser, vocabulary: Vocabulary, places: Mapping[str, Place]) -> None:
        self._analyser = analyser
        self._home = vocabulary.home
        self._places = places

    def things(self, reading: Reading) -> Iterator[Thing]:
        """The things a reading mentions, in the order of their local keys."""
        near = Counter(mention.place for mention in reading.mentions if mention.place)
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in reading.mentions:
            groups[mention.local or mention.place or f"{mention.type}:{mention.text}"].append(mention)
        around = _Surroundings(reading, near, self._places)
        for local, mentions in sorted(groups.items()):
            yield self._thing(local, mentions, reading, around)

    def _thing(self, local: str, mentions: list[Mention], reading: Reading, around: _Surroundings) -> Thing:
        kinds = Counter(mention.type for mention in mentions)
        kind = min(kinds, key=lambda each: (-kinds[each], each))
        written = Counter(mention.text for mention in mentions)
        place = next((mention.place for mention in mentions if mention.place), "")
        document, language = reading.document.name, reading.document.language
        if place:
            names: tuple[Name, ...] = (Name(min(written), kind, kind),)
        else:
            beside = Counter(found for mention in mentions if (found := around.beside(mention)))
            names = tuple(sorted(
                (self._in_context(self._analyser.analyse(text, kind, around.keys), reading, around, beside)
                 for text in written),
                key=lambda each: (-each.fullness, each.signature, each.text),
            ))
        return Thing(document, local, kind, names, MappingProxyType(dict(written)), language, place, around.keys)

    def _in_context(
        self, name: Name, reading: Reading, around: _Surroundings, beside: Counter[str]
    ) -> Name:
        """The name with what its document leaves unsaid: whose body it is; or that nobody can tell."""
        if name.family not in AT_HOME or name.places or name.named or name.rest:
            return name
        if not name.topics and not name.numbers and not (name.heads and name.scope):
            return replace(name, context=reading.document.name)
        if (name.weight >= SPECIFIC and not name.scope) or "international" in name.weak:
            return name
        owners = [each for each in beside if name.scope != "national" or each.startswith("country/")]
        if owners:
            return replace(name, places=frozenset({min(owners, key=lambda each: (-beside[each], each))}))
        language = reading.document.language
        home = self._home.get(language) or self._home.get(language.split("-")[0], "")
        state = home if home and name.scope == "national" else around.state
        context = around.city if name.scope == "local" else state
        if not context:
            return replace(name, context=reading.document.name)
        return replace(name, places=frozenset({context}))


class _Surroundings:
    """Which places a document names, and which of them it is about."""

    def __init__(self, reading: Reading, near: Counter[str], places: Mapping[str, Place]) -> None:
        states_near = {f"country/{places[key].country}" for key in near if key in places and places[key].country}
        self.keys = frozenset(near) | states_near
        self._text = reading.document.text
        states: Counter[str] = Counter()
        cities: Counter[str] = Counter()
        self._ends: dict[int, str] = {}
        self._starts: dict[int, str] = {}
        for key, count in near.items():
            place = places.get(key)
            if place and place.country:
                states[f"country/{place.country}"] += count
            if place and place.type in ("City", "Port", "Airport"):
                cities[place.serves or key] += count
        for mention in reading.mentions:
            place = places.get(mention.place)
            if place and place.type in ("Country", "Province", "City"):
                self._ends[mention.span.end] = place.key
                self._starts[mention.span.start] = place.key
        self.city = _clear(cities)
        # The town spoken of most tells the state better than the states named: those are mostly the partners.
        main = places.get(min(cities, key=lambda each: (-cities[each], each), default=""))
        self.state = f"country/{main.country}" if main else _clear(states)

    def beside(self, mention: Mention) -> str:
        """The place named right before or right after a body ("Chinese Ministry", "Ministry of China")."""
        start, end = mention.span.start, mention.span.end
        for at in range(start, start - BESIDE, -1):
            if at in self._ends and not BREAK.search(self._text, at, start):
                return self._ends[at]
        for at in range(end + 2, end + BESIDE + 3):
            if at in self._starts and not BREAK.search(self._text, end, at):
                return self._starts[at]
        return ""


def _clear(counts: Counter[str]) -> str:
    best = min(counts, key=lambda each: (-counts[each], each), default="")
    return best if best and counts[best] >= CLEAR * counts.total() else ""


def language_of(text: str, language: str) -> str:
    """The language of a name: the document's if that is written in the name's script, else the script's usual one.

    >>> language_of("威海", "de"), language_of("Weihai", "zh-CN"), language_of("Weihai", "de")
    ('zh', 'en', 'de')
    """
    own = language.split("-")[0]
    if any("\u3040" <= each <= "\u30ff" for each in text):
        return "ja"
    if HANGUL.search(text):
        return "ko"
    if HAN.search(text):
        return own if own in ("zh", "ja") else "zh"
    return own if own and own not in ("zh", "ja", "ko") else "en"
