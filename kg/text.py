"""A document cut into sentences and tokens, each token with what the lexicon and the gazetteer know of it.

The view that is read is as long as the document's text: full-width signs become ASCII and traditional characters
simplified ones, one code point for one, so that every offset counts in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Generic, Protocol, TypeVar

import opencc

from kg.language import SIGNS, WORD, Entry, Grammar, Packs, Sentence, Text, Token
from kg.model import NOTHING, Document, Place, Span
from kg.parts import Parts
from kg.patterns import BOUND, CAPITALISED, LETTER
from kg.segmenter import Segmenter

HAN = re.compile(r"[\u3400-\u9fff]")
SCRIPTS = {
    "han": HAN,
    "hangul": re.compile(r"[\uac00-\ud7a3]"),
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
}
# A letter of these scripts says as much as two or three of the Latin one.
WEIGHTS = {"han": 2.5, "hangul": 2.0, "kana": 2.0, "latin": 1.0}
PARAGRAPH = re.compile(r"[^\r\n]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|" + WORD.pattern)
SPACED_HYPHEN = " - "
NO_ENTRY = Entry(frozenset(), NOTHING)
# Types of places whose names mean them wherever they stand.
PLAIN = ("Country", "Region", "Province")
# Types of places that an adjective such as "Hamburger" may stand for.
SETTLED = ("City", "Province", "Region")
SHORTEST_PLACE = 4
# The sign that stands between the members of a list only.
ENUMERATION = "、"
WORDS_KEPT = 50_000


@cache
def _table() -> Mapping[int, str]:
    """Full-width to ASCII and traditional to simplified, one code point for one (OpenCC's characters)."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({0x3000: " ", 0xA0: " ", 0x202F: " ", 0x2009: " "})
    han = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table.update({ord(old): new for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1})
    return table


def plain_view(text: str) -> str:
    """The text with each code point in its usual form, at the same offset.

    >>> plain_view("韓國３家")
    '韩国3家'
    """
    return text.translate(_table())


class PlaceMatch(Protocol):
    """A stretch of text that is the name of one or more places."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def places(self) -> tuple[Place, ...]: ...
    @property
    def weak(self) -> bool: ...


M = TypeVar("M", bound=PlaceMatch)


class Places(Protocol[M]):
    """What this stage asks of a gazetteer."""

    places: Mapping[str, Place]

    def scan(self, text: str) -> list[M]:
        """Names of places in a text."""

    def choose_all(self, matches: Iterable[M], near: Iterable[str]) -> list[Place | None]:
        """The place each match means, given keys of places spoken of nearby."""


@dataclass(frozen=True, slots=True)
class _Tools:
    """What cuts and looks up the words of one language."""

    segmenter: Segmenter | None
    parts: Parts | None
    known: Callable[[str], Entry | None]


class Reader(Generic[M]):
    """Cuts documents into sentences and tokens.

    Args:
        grammars: language packs by code.
        gazetteer: names of places.
    """

    def __init__(self, grammars: Packs, gazetteer: Places[M]) -> None:
        self._grammars = grammars
        self._gazetteer = gazetteer
        self._tools = cache(self._tools_of)
        self._adjective = lru_cache(WORDS_KEPT)(self._place_of_adjective)
        self._alone = lru_cache(WORDS_KEPT)(self._place_of_word)

    def _tools_of(self, code: str) -> _Tools:
        grammar = self._grammars[code]
        settings, lexicon = grammar.settings, grammar.lexicon
        taught = settings.segmenter == "dictionary"
        return _Tools(
            segmenter=Segmenter(lexicon, self._gazetteer.places.values()) if taught else None,
            parts=Parts(lexicon, settings.particles, self._named_in(settings.script), SCRIPTS[settings.script])
            if settings.compounds else None,
            known=lru_cache(WORDS_KEPT)(lexicon.find),
        )

    def _named_in(self, script: str) -> frozenset[str]:
        """The names of places in a script."""
        letter = SCRIPTS[script]
        return frozenset(name for place in self._gazetteer.places.values() for names in place.names.values()
                         for name in names if letter.match(name))

    def read(self, document: Document) -> Text:
        """The document's sentences, leaving out its silent spans."""
        view = plain_view(document.text)
        return Text(document, view, tuple(self._sentences(document, view)))

    def _sentences(self, document: Document, view: str) -> Iterator[Sentence]:
        named = self._named(view)
        for number, line in enumerate(PARAGRAPH.finditer(view)):
            span = Span(*line.span())
            if any(silent.overlaps(span) for silent in document.silent):
                continue
            grammar = self._grammar(line[0], document.language)
            if not grammar:
                continue
            for start, end in _split(line[0], grammar):
                tokens = tuple(self._tokens(view, Span(line.start() + start, line.start() + end), grammar, named))
                if tokens:
                    yield Sentence(Span(tokens[0].start, tokens[-1].end), grammar, tokens,
                                   "".join(token.symbol for token in tokens), number)

    def _named(self, view: str) -> dict[int, tuple[int, Place]]:
        """Start of each name of a place to its end and the place that this document means by it."""
        matches = self._gazetteer.scan(view)
        near = Counter(match.places[0].key for match in matches
                       if not match.weak and (len(match.places) == 1 or match.places[0].type in PLAIN))
        chosen = list(zip(matches, self._gazetteer.choose_all(matches, near), strict=True))
        named = {match.start: (match.end, place) for match, place in chosen if place}
        for at, (match, place) in enumerate(chosen):
            if not place and any(_vouches(chosen[beside], match, view) for beside in (at - 1, at + 1)
                                 if 0 <= beside < len(chosen)):
                named[match.start] = match.end, match.places[0]
        return named

    def _grammar(self, paragraph: str, language: str) -> Grammar | None:
        """The pack for a paragraph: the document's language if it has that script, else one that does."""
        weights = {name: len(letters.findall(paragraph)) * WEIGHTS[name] for name, letters in SCRIPTS.items()}
        script = max(weights, key=lambda name: weights[name])
        if not weights[script]:
            return None
        if weights["kana"] > 0.1 * weights["han"] and script == "han":
            script = "kana"
        same = [code for code, settings in self._grammars.settings.items() if settings.script == script]
        own = language.split("-")[0]
        if own in same or len(same) == 1:
            return self._grammars[own if own in same else same[0]]
        known = (self._grammars[code] for code in same)
        return max(known, key=lambda each: _familiarity(paragraph, each), default=None)

    def _tokens(
        self, view: str, span: Span, grammar: Grammar, named: Mapping[int, tuple[int, Place]]
    ) -> Iterator[Token]:
        tools = self._tools(grammar.code)
        segmenter, parts = tools.segmenter, tools.parts
        exact = bool(segmenter or parts)
        if segmenter:
            taught = grammar.lexicon.words
            words = list(_cut_at_places(segmenter.words(view, span.start, span.end), named,
                                        lambda start, end: view[start:end] in taught))
        elif parts:
            words = [piece for found in TOKEN.finditer(view, span.start, span.end)
                     for piece in _cut(found, view, parts)]
        else:
            words = [piece for found in TOKEN.finditer(view, span.start, span.end)
                     for piece in _pieces(found, grammar.settings.particles)]
        texts = [view[a:b] for a, b in words]
        at = 0
        while at < len(words):
            length, entry = _entry(texts, at, grammar, tools.known)
            start, end = words[at][0], words[at + length - 1][1]
            reach, place = _place_at(words, at, named, exact)
            weaker = entry is NO_ENTRY or (length == 1 and not _whole(texts[at], grammar))
            if place and (reach > length or (reach == length and weaker) or entry is NO_ENTRY):
                length, entry, end = reach, NO_ENTRY, named[start][0]
            else:
                whole = exact and entry is NO_ENTRY and words[at][0] in named
                place = self._alone(texts[at]) if whole else None
            kind = "place"
            if entry is NO_ENTRY and not place:
                place = self._adjective(texts[at], grammar.settings.place_adjectives)
                kind = "placeadj"
            tag = segmenter.tag(view[start:end]) if segmenter else ""
            word = "–" if view[max(start - 1, 0) : end + 1] == SPACED_HYPHEN else view[start:end]
            token = _token(word, start, (entry, place, tag), grammar, kind)
            attached = parts and start and view[start - 1].isalnum() and view[start].isalnum()
            yield _bound(token, grammar) if attached else token
            at += length

    def _place_of_word(self, word: str) -> Place | None:
        """The place a word names by itself, where a longer name of the gazetteer ends inside the words behind it."""
        matches = self._gazetteer.scan(word)
        whole = [match for match in matches if match.end - match.start == len(word) and not match.weak]
        return next(iter(self._gazetteer.choose_all(whole, ())), None)

    def _place_of_adjective(self, word: str, endings: tuple[tuple[str, str], ...]) -> Place | None:
        """The place that a word such as "Hamburger" or "Dresdner" is made of."""
        for ending, stem in endings:
            name = word[: -len(ending)] + stem
            if word[:1].isupper() and word.endswith(ending) and len(name) >= SHORTEST_PLACE:
                for match in self._gazetteer.scan(name):
                    if match.end - match.start == len(name) and not match.weak and match.places[0].type in SETTLED:
                        return match.places[0]
        return None


def _vouches(beside: tuple[PlaceMatch, Place | None], match: PlaceMatch, view: str) -> bool:
    """Whether a name that is an everyday word too stands in a list with a place, or right behind its own country."""
    other, place = beside
    if not place:
        return False
    if other.end == match.start:
        return place.type == "Country" and match.places[0].country == place.country
    between = view[other.end : match.start] if other.end < match.start else view[match.end : other.start]
    return between == ENUMERATION and not other.weak and place.type in (*PLAIN, "City")


def _pieces(found: re.Match[str], particles: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A word, or the word and the particle set to it ("city's")."""
    start, end = found.span()
    particle = next((each for each in particles if found[0].endswith(each) and len(found[0]) > len(each)), "")
    cut = end - len(particle)
    yield start, cut
    if particle:
        yield cut, end


def _cut(found: re.Match[str], view: str, parts: Parts) -> Iterator[tuple[int, int]]:
    """A word in its parts."""
    start = found.start()
    for end in parts.cut(found[0], start > 0 and view[start - 1].isdigit()):
        yield start, found.start() + end
        start = found.start() + end


def _bound(token: Token, grammar: Grammar) -> Token:
    """A token that is written to the word before it."""
    classes = token.classes | {BOUND}
    return replace(token, classes=classes, symbol=grammar.alphabet.symbol(classes))


def _familiarity(paragraph: str, grammar: Grammar) -> tuple[int, str]:
    """How many words of a paragraph a pack knows: tells languages of one script apart."""
    words = grammar.lexicon.words
    return sum(word.lower() in words for word in WORD.findall(paragraph)), grammar.code


def _cut_at_places(
    words: Iterable[tuple[int, int]], named: Mapping[int, tuple[int, Place]], whole: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """Words of a dictionary that begin with the name of a place, cut behind it if the pack does not know them whole."""
    for start, end in words:
        middle = named[start][0] if start in named and not whole(start, end) else end
        yield start, min(middle, end)
        if middle < end:
            yield middle, end


def _place_at(
    words: Sequence[tuple[int, int]], at: int, named: Mapping[int, tuple[int, Place]], whole: bool
) -> tuple[int, Place | None]:
    """How many words the name of a place that begins here has; its end must be a word's, or an ending's, end."""
    end, place = named.get(words[at][0], (0, None))
    if not place:
        return 0, None
    for step in range(at, len(words)):
        if words[step][1] == end or (words[step][0] < end < words[step][1] and not whole):
            return step - at + 1, place
        if words[step][1] > end:
            break
    return 0, None


def _entry(
    texts: Sequence[str], at: int, grammar: Grammar, find: Callable[[str], Entry | None]
) -> tuple[int, Entry]:
    """The longest phrase of the lexicon that begins at a word, else the word's own entry; how many words it has."""
    word = texts[at]
    following = texts[at + 1].lower() if at + 1 < len(texts) else ""
    for parts, entry in grammar.lexicon.phrases.get(word.lower(), ()):
        if (len(parts) == 1 or parts[1].lower() == following) and _agrees(texts[at : at + len(parts)], parts):
            return len(parts), entry
    return 1, find(word) or NO_ENTRY


def _whole(word: str, grammar: Grammar) -> bool:
    return word in grammar.lexicon.words or word.lower() in grammar.lexicon.words


def _token(
    word: str, start: int, known: tuple[Entry, Place | None, str], grammar: Grammar, kind: str = "place"
) -> Token:
    entry, place, tag = known
    classes = entry.classes
    if place:
        classes = frozenset({f"{kind}.{place.type}"})
    elif not classes:
        classes = frozenset({grammar.settings.parts_of_speech.get(tag) or _shape(word)})
    if word[:1].isupper() and (place or " " not in word or word.rpartition(" ")[2][:1].isupper()):
        classes |= {CAPITALISED}
    if len(word) == 1 and grammar.settings.segmenter == "dictionary" and HAN.match(word):
        classes |= {LETTER}
    return Token(start, start + len(word), word, classes, grammar.alphabet.symbol(classes), entry.values, place)


def _agrees(texts: Sequence[str], parts: tuple[str, ...]) -> bool:
    if len(texts) != len(parts):
        return False
    return all(text == part or (text.lower() == part and part.islower()) or (not part.isalpha() and text == part)
               for text, part in zip(texts, parts, strict=True))


def _shape(word: str) -> str:
    if NUMBER.fullmatch(word):
        return "num"
    if sign := SIGNS.get(word):
        return sign
    if not word[0].isalnum():
        return "sign"
    if SCRIPTS["latin"].match(word[0]) or unicodedata.name(word[0], "").startswith(("LATIN", "GREEK", "CYRILLIC")):
        if len(word) > 1 and word.isupper():
            return "word.caps"
        return "word.cap" if word[0].isupper() else "word.low"
    if word[0].isdigit():
        return "num"
    return "word.hangul" if SCRIPTS["hangul"].match(word[0]) else "word.other"


def _split(line: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a line."""
    start = 0
    for found in grammar.settings.sentence_end.finditer(line):
        if _ends(line, found.start(), grammar):
            yield start, found.end()
            start = found.end()
    if start < len(line):
        yield start, len(line)


def _ends(line: str, at: int, grammar: Grammar) -> bool:
    """Whether a full stop at `at` ends a sentence: not after an abbreviation, an initial or an ordinal number."""
    if line[at] != ".":
        return True
    word = re.search(r"[^\s(]*$", line[:at])
    before = word[0] if word else ""
    if before.lower() in grammar.settings.abbreviations or (len(before) == 1 and before.isalpha()):
        return False
    return not (grammar.settings.ordinal_dot and before.isdigit() and len(before) <= 2)
