"""The types of a language pack and of a text read with it: what `grammar` loads and the later stages use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.model import Document, Place, Span
from kg.patterns import Alphabet, Indexed

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")
PLACE_TYPES = ("Country", "Region", "Province", "City", "Zone", "Port", "Airport")
ORGANIZATION_TYPES = ("Company", "GovernmentBody", "Association", "InternationalOrganization", "University",
                      "ResearchInstitute", "MediaOrganization")
OTHER_TYPES = ("Landmark", "Person", "Vessel", "Agreement", "Regulation", "Plan", "Event", "Route", "System",
               "Recognition")
TYPES = PLACE_TYPES + ORGANIZATION_TYPES + OTHER_TYPES
SHORTEST_STEM = 4
# Classes of words that take no endings.
UNINFLECTED = ("prep", "conj", "adv", "pron", "neg")
TYPE_GROUPS = {"Place": PLACE_TYPES, "Organization": ORGANIZATION_TYPES, "Thing": TYPES}
SIGNS = {
    ",": "punct.comma", "、": "punct.list", "､": "punct.list", ";": "punct.semicolon", ":": "punct.colon",
    "(": "punct.open", ")": "punct.close", "[": "punct.open", "]": "punct.close", "【": "punct.open",
    "】": "punct.close", "“": "quote.open", "„": "quote.open", "«": "quote.open", "「": "quote.open",
    "『": "quote.open", "”": "quote.close", "»": "quote.close", "」": "quote.close", "』": "quote.close",
    '"': "quote.plain", "'": "quote.single", "’": "quote.single", "‘": "quote.single", "‚": "quote.single",
    "《": "title.open", "》": "title.close", "〈": "title.open", "〉": "title.close", "—": "dash", "–": "dash",
    "―": "dash", "─": "dash", "-": "hyphen", "‐": "hyphen", "‑": "hyphen", "·": "dot", "•": "dot", "・": "dot",
    "/": "slash", "|": "slash", "│": "slash", "&": "amp", "+": "amp", ".": "punct.stop", "。": "punct.stop",
    "!": "punct.stop", "?": "punct.stop", "…": "punct.stop", "%": "percent", "~": "dash",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a language is written.

    Attributes:
        name: English name of the language.
        script: `latin`, `han`, `hangul` or `kana`: paragraphs in another script are not of this language.
        segmenter: `words` (split at blanks and punctuation) or `dictionary` (no blanks between words).
        sentence_end: expression for the end of a sentence.
        abbreviations: words with a full stop that end no sentence.
        ordinal_dot: whether a number with a full stop is an ordinal ("30. Juli").
        nouns_capitalised: whether common nouns have capital letters.
        particles: endings set directly to a name that are not part of it.
        compounds: whether words are cut into the parts, known names and words, that they are made of.
        head_final: whether what governs a name stands behind it (postpositions), and a wider place before a smaller.
        inflections: endings that a word of the lexicon may take, the longest first.
        place_adjectives: (ending, what it replaces): a capitalised word such as "Hamburger" that stands for a place.
        parts_of_speech: for a dictionary segmenter, its tags to token classes.
    """

    name: str
    script: str
    segmenter: str
    sentence_end: re.Pattern[str]
    abbreviations: frozenset[str] = frozenset()
    ordinal_dot: bool = False
    nouns_capitalised: bool = False
    particles: tuple[str, ...] = ()
    compounds: bool = False
    head_final: bool = False
    inflections: tuple[str, ...] = ()
    place_adjectives: tuple[tuple[str, str], ...] = ()
    parts_of_speech: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon knows of a word: its classes, and a value for some (the state an adjective stands for)."""

    classes: frozenset[str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with their classes. Entries with a capital letter match as written, all others in any case.

    Attributes:
        words: whole words.
        phrases: first word to (all words, entry), the longest first.
        prefixes, suffixes: by length, longest first: (length, beginning or ending to entry).
        inflections: endings that a word or the end of a compound may take.
        written: class to words that only rules over the text itself ask for; no token has them.
    """

    words: Mapping[str, Entry]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    prefixes: tuple[tuple[int, Mapping[str, Entry]], ...]
    suffixes: tuple[tuple[int, Mapping[str, Entry]], ...]
    inflections: tuple[str, ...] = ()
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, word: str) -> Entry | None:
        """The entry of a word: as written, in lower case, uninflected, by its ending, by its beginning."""
        stems = [word, *self._stems(word)]
        for stem in stems:
            entry = self.words.get(stem) or self.words.get(stem.lower())
            if entry and (stem == word or not any(name.startswith(UNINFLECTED) for name in entry.classes)):
                return entry
        for stem in stems:
            lower = stem.lower()
            for length, endings in self.suffixes:
                if len(lower) > length and (entry := endings.get(lower[-length:])):
                    return entry
        lower = word.lower()
        for length, beginnings in self.prefixes:
            if len(word) >= length and (entry := beginnings.get(word[:length]) or beginnings.get(lower[:length])):
                return entry
        return None

    def _stems(self, word: str) -> Iterator[str]:
        """What is left of a word without each ending it may have taken."""
        for ending in self.inflections:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                yield word[: -len(ending)]


@dataclass(frozen=True, slots=True)
class NameRule:
    """How a kind of name is formed.

    Attributes:
        type: local name of a class, or `head`: the type that the group `head` names by its class `head.<Type>`.
        pattern: over token classes; the group `name`, if there, is the name, else the whole match.
        priority: a rule with a higher number wins where two names overlap; then the longer name.
        on_text: the pattern is an ordinary expression over the text, not over token classes.
        each: every place or capitalised word in the group `name` is a name of its own (the members of a list).
    """

    name: str
    type: str
    pattern: re.Pattern[str]
    priority: int
    confidence: float
    each: bool = False
    on_text: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """One argument of a frame.

    Attributes:
        types: classes that may fill it (with `Place` and `Organization` written out by the loader).
        search: where to look, in this order: `before`, `after`, `subject`, `carried`, `topic`, `any`,
            or `after:CLASS` / `before:CLASS`: the first group behind a token of that class.
        optional: the frame holds without it.
    """

    name: str
    types: frozenset[str]
    search: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What a frame or pattern asserts: subject role, predicate, object role."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger word or phrase with typed arguments around it (in the sense of frame semantics)."""

    name: str
    trigger: re.Pattern[str]
    roles: tuple[Role, ...]
    claims: tuple[Claim, ...]
    confidence: float
    status: str = ""
    unless: re.Pattern[str] | None = None
    requires: re.Pattern[str] | None = None
    beside: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A construction: a pattern over mentions and words of a sentence whose groups are the roles."""

    name: str
    pattern: re.Pattern[str]
    claims: tuple[Claim, ...]
    confidence: float
    status: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language folder, checked and compiled."""

    code: str
    settings: Settings
    lexicon: Lexicon
    alphabet: Alphabet
    names: Indexed[NameRule]
    constructions: Indexed[LinkRule]
    frames: Indexed[Frame]


class Packs(Mapping[str, Grammar]):
    """Language packs by code, each compiled when it is first asked for.

    Args:
        settings: how each language is written; known at once, so that a text can be given to its pack.
        load: compiles the pack of a code.
    """

    def __init__(self, settings: Mapping[str, Settings], load: Callable[[str], Grammar]) -> None:
        self.settings = settings
        self._load = cache(load)

    def __getitem__(self, code: str) -> Grammar:
        if code not in self.settings:
            raise KeyError(code)
        return self._load(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self.settings)

    def __len__(self) -> int:
        return len(self.settings)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign with all that the lexicon and the gazetteer know of it."""

    start: int
    end: int
    text: str
    classes: frozenset[str]
    symbol: str
    values: Mapping[str, str]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Consecutive tokens of one sentence or heading, in one language."""

    span: Span
    grammar: Grammar
    tokens: tuple[Token, ...]
    symbols: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Text:
    """A document cut into sentences and tokens.

    Attributes:
        view: the document's text with every code point at its own offset, but full-width and traditional
            forms turned into the usual ones.
    """

    document: Document
    view: str
    sentences: tuple[Sentence, ...]
