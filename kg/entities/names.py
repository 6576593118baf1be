"""A name taken apart: what heads it, what it is about, which places, numbers and unknown words it holds.

The parts are concepts and keys, not words, so that the parts of one thing's names in two languages can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.entities.romanize import HAN, folded, latin
from kg.entities.vocabulary import TOKEN, Vocabulary
from kg.model import Place

ORGANISATIONS = ("GovernmentBody", "Association", "InternationalOrganization", "University", "ResearchInstitute",
                 "MediaOrganization")
DOCUMENTS = ("Agreement", "Regulation", "Plan", "System", "Recognition")
FAMILIES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(ORGANISATIONS, "Organization") | dict.fromkeys(DOCUMENTS, "Instrument")
)
WHOLE = ("Person",)
"""Types whose names are made of no words of the field."""
AREAS = ("Country", "Region", "Province", "City")
SMALLEST_CITY = 15_000
"""Cities with fewer people are seen inside a name only when the document names them as places too."""
LARGE_CITY = 1_000_000
MOST_WORDS = 5

BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?([\w.-]+?)(?:\.(?:com|org|net|gov|edu|co|news|info))?(?:\.[a-z]{2})?/?$")
YEAR = re.compile(r"(?:19|20)\d\d")
ROMAN = re.compile(r"[IVX]{2,4}|[VX]")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
HAN_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of one name.

    Attributes:
        text: the name as written.
        family: types that languages do not keep apart count as one; decided by the head where it has a type.
        type: the type of the head, or the one that was given with the name.
        heads, topics, weak, legal: concepts.
        places: keys of places in the name, without states that contain another of them.
        branch: those of the places that stand in brackets.
        numbers: ordinals as `#4`, years and other numbers as they are.
        rest: words that nothing is known of, in their order, folded.
        scope: whether the head belongs to some state or town that the name need not say.
        named: whether the name identifies a thing by itself (RCEP).
    """

    text: str
    family: str
    type: str
    heads: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    legal: bool = False
    places: frozenset[str] = frozenset()
    branch: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    rest: tuple[str, ...] = ()
    scope: str = ""
    named: bool = False
    context: str = ""

    @property
    def spelling(self) -> str:
        """The unknown words in Latin letters, without blanks."""
        return "".join(latin(each) for each in self.rest)

    @property
    def weight(self) -> float:
        """How much the name says: 0 for a bare head."""
        return 2 * len(self.rest) + len(self.topics) + len(self.places) + len(self.numbers) + 3 * self.named

    @property
    def fullness(self) -> float:
        """How complete the name is beside other names of the same thing."""
        return self.weight + len(self.heads) + 0.5 * self.legal + 0.1 * len(self.weak)

    @property
    def signature(self) -> str:
        """The parts as one string: equal for equal names in two languages."""
        sets = (self.places, self.numbers, self.topics, self.heads)
        return "|".join((self.family, self.context, *(" ".join(sorted(each)) for each in sets), self.spelling))


class Areas:
    """Names of states, regions, provinces and cities, for names that hold one.

    Args:
        places: the gazetteer's rows by key.
    """

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        table: dict[str, list[Place]] = {}
        for place in places.values():
            if place.type in AREAS:
                for name in {folded(name) for names in place.names.values() for name in names}:
                    table.setdefault(name, []).append(place)
        self._named = {
            name: tuple(place.key for place in sorted(found, key=_rank)) for name, found in table.items()
        }

    def find(self, name: str, near: frozenset[str]) -> str:
        """The key of the place of that name: one of `near`, else the most prominent; empty when there is none.

        A city that is not large counts only in a document that names a place of its state.
        """
        keys = self._named.get(folded(name), ())
        known = next((key for key in keys if key in near), "")
        if known or not keys:
            return known
        best = self.places[keys[0]]
        if best.type != "City" or best.population >= LARGE_CITY:
            return best.key
        at_home = not near or f"country/{best.country}" in near
        return best.key if at_home and best.population >= SMALLEST_CITY else ""

    def containers(self, key: str) -> frozenset[str]:
        """The keys of all places that contain this one."""
        found: set[str] = set()
        place = self.places.get(key)
        while place and place.within and place.within not in found:
            found.add(place.within)
            place = self.places.get(place.within)
        return frozenset(found)


def _rank(place: Place) -> tuple[int, int, str]:
    return AREAS.index(place.type), -place.population, place.key


@dataclass(slots=True)
class _Parts:
    concepts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def add(self, atoms: Iterable[str]) -> None:
        for atom in atoms:
            (self.numbers if atom[0] == "#" else self.places if "/" in atom else self.concepts).append(atom)


class Analyser:
    """Takes names apart with the vocabulary of the field and the names of places."""

    def __init__(self, vocabulary: Vocabulary, areas: Areas) -> None:
        self._words = vocabulary
        self._areas = areas

    def analyse(self, text: str, kind: str, near: frozenset[str] = frozenset()) -> Name:
        """The parts of a name.

        Args:
            text: the name, in simplified characters.
            kind: local name of the type of the thing.
            near: keys of places that the document names.
        """
        parts = _Parts()
        if kind in WHOLE:
            parts.rest += [folded(each) for each in _person(text)]
            return Name(text, kind, kind, rest=tuple(parts.rest))
        plain = self._ordinals(ADDRESS.sub(r"\1", text) if kind == "MediaOrganization" else text, parts)
        for inner in BRACKETS.findall(plain):
            inside = _Parts()
            self._read(inner, inside, near)
            parts.branch += inside.places
            parts.places += inside.places
            parts.numbers += inside.numbers
            parts.concepts += inside.concepts
            parts.rest += [each for each in inside.rest if not inner.isupper()]
        self._read(BRACKETS.sub(" ", plain), parts, near)
        return self._name(text, kind, parts)

    def _ordinals(self, text: str, parts: _Parts) -> str:
        for pattern in self._words.ordinals:
            parts.numbers += [f"#{_number(found['n'])}" for found in pattern.finditer(text)]
            text = pattern.sub(" ", text)
        return text

    def _read(self, text: str, parts: _Parts, near: frozenset[str]) -> None:
        tokens = TOKEN.findall(text)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.isdigit():
                parts.numbers.append(token.lstrip("0") or "0")
                at += 1
            elif token[0] > "\u2e7f":
                self._run(token, parts, near)
                at += 1
            else:
                at += self._spaced(tokens, at, parts, near)

    def _spaced(self, tokens: Sequence[str], at: int, parts: _Parts, near: frozenset[str]) -> int:
        """Reads what begins at a word of a script with blanks; how many words it took."""
        stems = [self._words.stem(each) for each in tokens[at : at + self._words.longest_words]]
        for length in range(len(stems), 0, -1):
            known = self._words.words.get(tuple(stems[:length]))
            place = self._place(tokens[at : at + length], near) if length <= MOST_WORDS and not known else ""
            if known or place:
                parts.add(known or (place,))
                return length
        self._word(tokens[at], stems[0], parts, first=at == 0)
        return 1

    def _word(self, token: str, stem: str, parts: _Parts, first: bool) -> None:
        if stem in self._words.stop:
            return
        if ordinal := self._words.ordinal_words.get(stem):
            parts.numbers.append(f"#{ordinal}")
        elif ROMAN.fullmatch(token) and not first:
            parts.numbers.append(str(_roman(token)))
        elif compound := self._words.split(token):
            parts.add(compound)
        else:
            parts.rest.append(folded(token).replace("'", "").replace("’", ""))

    def _place(self, tokens: Sequence[str], near: frozenset[str]) -> str:
        if not tokens[0][0].isupper():
            return ""
        for joint in (" ", "-", ""):
            name = joint.join(tokens)
            if found := self._areas.find(name, near):
                return found
        for ending in self._words.place_endings:
            if name.endswith(ending) and (found := self._areas.find(name.removesuffix(ending), near)):
                return found
        return ""

    def _run(self, run: str, parts: _Parts, near: frozenset[str]) -> None:
        """Reads a stretch without blanks, the longest known piece first; unknown characters draw in single ones."""
        at = 0
        pieces: list[tuple[str, tuple[str, ...] | None]] = []
        while at < len(run):
            length, found = self._longest(run, at, near)
            atoms: tuple[str, ...] | None = found
            last = at + max(length, 1)
            single = length == 1 and not (last == len(run) and self._is_head(found))
            if not length or (single and self._after_unknown(pieces)):
                atoms = None
            if atoms is None and pieces and (pieces[-1][1] is None or self._drawn(pieces[-1])):
                pieces[-1] = (pieces[-1][0] + run[at:last], None)
            else:
                pieces.append((run[at:last], atoms))
            at = last
        for piece, known in pieces:
            if known is None:
                parts.rest.append(piece)
            else:
                parts.add(known)

    def _after_unknown(self, pieces: Sequence[tuple[str, tuple[str, ...] | None]]) -> bool:
        return bool(pieces) and pieces[-1][1] is None

    def _drawn(self, piece: tuple[str, tuple[str, ...] | None]) -> bool:
        """Whether a known piece is so short that unknown characters behind it make it part of a name."""
        text, atoms = piece
        return len(text) == 1 and text not in self._words.stop and not (atoms and self._is_weak(atoms))

    def _is_head(self, atoms: Sequence[str]) -> bool:
        return any(each in self._words.concepts and self._words.concepts[each].kind == "head" for each in atoms)

    def _is_weak(self, atoms: Sequence[str]) -> bool:
        return all(each in self._words.concepts and self._words.concepts[each].kind == "weak" for each in atoms)

    def _longest(self, run: str, at: int, near: frozenset[str]) -> tuple[int, tuple[str, ...]]:
        words = self._words
        for length in range(min(words.longest_run, len(run) - at), 0, -1):
            piece = run[at : at + length]
            if found := words.runs.get(piece):
                return length, found
            if ordinal := words.ordinal_words.get(piece):
                return length, (f"#{ordinal}",)
            if length > 1:
                if letters := self._letters(piece):
                    return length, letters
                if place := self._areas.find(piece, near):
                    return length, (place,)
            if piece in words.stop:
                return length, ()
        return 0, ()

    def _letters(self, piece: str) -> tuple[str, ...]:
        found = tuple(self._words.letters.get(each, "") for each in piece)
        return found if all(found) else ()

    def _name(self, text: str, kind: str, parts: _Parts) -> Name:
        known = [self._words.concepts[each] for each in parts.concepts]
        named = [each for each in known if each.kind == "name"]
        types = {each.type for each in known if each.kind in ("name", "head") and each.type}
        heads = [each for each in known if each.kind == "head" and each.type not in {one.type for one in named}]
        places = frozenset(parts.places)
        states = frozenset(up for each in places for up in self._areas.containers(each) if up.startswith("country/"))
        inner = frozenset(up for each in places - frozenset(parts.branch) for up in self._areas.containers(each))
        scopes = {each.scope for each in known} - {""}
        return Name(
            text=text,
            family=(family := _family(kind, types)),
            type=kind if kind in types or FAMILIES.get(kind, kind) == family else min(types),
            heads=frozenset(each.name for each in heads),
            topics=frozenset(each.name for each in known if each.kind in ("topic", "name")),
            weak=frozenset(each.name for each in known if each.kind == "weak"),
            legal=any(each.kind == "legal" for each in known),
            places=places - states - (frozenset() if parts.branch else inner),
            branch=frozenset(parts.branch),
            numbers=frozenset(parts.numbers),
            rest=tuple(parts.rest),
            scope="national" if "national" in scopes else min(scopes, default=""),
            named=bool(named),
        )


def _family(kind: str, types: set[str]) -> str:
    """Organisations and instruments by their head, since languages and extractors differ; all else by its type."""
    own = FAMILIES.get(kind, kind)
    families = {FAMILIES.get(each, each) for each in types}
    if kind in FAMILIES and families and own not in families and len(families) == 1:
        return families.pop()
    return own


def _person(text: str) -> Iterator[str]:
    """The words of a person's name, the one first that begins it in no language: sorted."""
    for word in re.split(r"[\s·・•]+", BRACKETS.sub(" ", text)):
        plain = "".join(each for each in word if each.isalnum())
        if plain:
            yield plain


def _number(digits: str) -> int:
    """The value of Western or Chinese digits below 1,000.

    >>> _number("12"), _number("二十三"), _number("十")
    (12, 23, 10)
    """
    if digits.isdecimal() and digits.isascii():
        return int(digits)
    value, last = 0, 0
    for each in digits:
        if each in "十百":
            value, last = value + (last or 1) * (10 if each == "十" else 100), 0
        else:
            last = HAN_DIGITS.get(each, 0)
    return value + last


def _roman(digits: str) -> int:
    """The value of a Roman number below 40.

    >>> _roman("VII"), _roman("IX")
    (7, 9)
    """
    values = [ROMAN_VALUES[each] for each in digits]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def is_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return bool(HAN.search(text))
