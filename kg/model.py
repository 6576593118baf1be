"""The types that travel between the stages, all frozen.

documents -> Document; text -> Text; mentions -> Mention; assertions -> Assertion, Figure, Date;
entities -> Entity, Judgement. Offsets are code points of `Document.text`, `end` exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


def _nothing() -> Mapping[str, str]:
    return NOTHING


class Status(StrEnum):
    """How far a fact has come; `ENDED` and `DENIED` facts are recorded but never asserted."""

    ANNOUNCED = "announced"
    NEGOTIATED = "negotiated"
    SIGNED = "signed"
    ON_TRIAL = "onTrial"
    IN_OPERATION = "inOperation"
    ENDED = "ended"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of `text` this span names.

        >>> Span(0, 6).of("Weihai, Shandong")
        'Weihai'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its text and what is said about it.

    Attributes:
        name: the file's name, unique within one build (with the path where two would be the same).
        text: the decoded or extracted text that every offset counts in.
        digest: SHA-256 of the source bytes, hexadecimal.
        media_type: IANA media type of the source.
        language: BCP 47 tag of the main language, detected when nobody said it.
        title, publisher, address: from front matter, a manifest or the text; empty when unknown.
        published: ISO 8601 date, month or year; empty when unknown.
        silent: spans kept as text that yield nothing (navigation, advertising, front matter).
    """

    name: str
    text: str
    digest: str
    media_type: str = "text/plain"
    language: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    address: str = ""
    silent: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer: a country, region, province, city, zone, port or airport.

    Attributes:
        key: stable local name, e.g. `country/KR`, `province/CN-SD`, `city/gn1791673`,
            `port/KRINC`, `airport/ICN`, `region/europe`; entity IRIs end in it.
        type: local name of the ontology class.
        names: language tag to names, the preferred one first.
        identifiers: scheme (geonames, unlocode, iata, icao, iso3166_1, iso3166_2, wikidata) to code.
        country: ISO 3166-1 alpha-2 code, empty for regions.
        within: key of the smallest known place that contains it.
        serves: for a port or airport, the key of its city.
    """

    key: str
    type: str
    names: Mapping[str, tuple[str, ...]]
    identifiers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    country: str = ""
    within: str = ""
    serves: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names one thing.

    Attributes:
        span: where it stands; `text` is the slice itself.
        type: local name of the ontology class.
        rule: the rule or lexicon that found it.
        place: key of the gazetteer row it names, if it is one.
        local: key of the thing within its document; mentions of one thing share it.
        parts: key-value hints for resolution (head, place, ordinal, year, parent ...).
        confidence: 0 to 1.
    """

    span: Span
    text: str
    type: str
    rule: str
    place: str = ""
    local: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place of a document that says so."""

    span: Span
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Assertion:
    """Subject, predicate, object as one document asserts it; the ends are `Mention.local` keys."""

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]
    status: Status | None = None
    time: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @property
    def confidence(self) -> float:
        """The confidence of the best evidence."""
        return max(each.confidence for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that measures something.

    Attributes:
        value: in base units (1.44亿美元 is 144000000).
        unit: `%`, an ISO 4217 code, t, kg, km, m, h, min, d, month, year, person, per_week,
            per_day, per_month, per_year, ordinal or count.
        modifier: approx, over, under or empty.
        kind: level, growth, share, rank or reduction.
        measure: what is measured, in a few words of the document or English.
        concept: local name of the concept in `ontology/measures.ttl`, when it is a known measure.
        narrowing: dimension (partner, direction, mode, industry) to a word or local entity key.
        about: local key of the entity it is about, or empty.
        of: (subject, predicate, object) local keys of the relations it quantifies.
        period: ISO 8601 date, month, year, quarter or interval, or empty.
    """

    span: Span
    text: str
    value: float
    unit: str
    kind: str
    rule: str
    modifier: str = ""
    measure: str = ""
    concept: str = ""
    narrowing: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    about: str = ""
    of: tuple[tuple[str, str, str], ...] = ()
    period: str = ""
    evidence: Span | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Date:
    """An expression of calendar time and its ISO 8601 value."""

    span: Span
    text: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Date, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two things of two documents (or names) are, or are not, one."""

    left: str
    right: str
    same: bool
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing across documents and languages.

    Attributes:
        key: what the thing is, as the tail of its IRI (`city/gn1791673`, `event/3f2a...`).
        labels: language tag to names, the preferred one first.
        identifiers: as in `Place`.
        members: (document name, local key) of every local thing judged to be this one.
        place: the gazetteer row behind it, if any.
    """

    key: str
    type: str
    labels: Mapping[str, tuple[str, ...]]
    members: tuple[tuple[str, str], ...]
    identifiers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    place: Place | None = None
    parts: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a build hands to the dataset: readings, entities and the judgements between them.

    Attributes:
        places: gazetteer rows that entities' places lie in or serve, up to the country.
    """

    readings: tuple[Reading, ...]
    entities: tuple[Entity, ...]
    judgements: tuple[Judgement, ...] = ()
    places: tuple[Place, ...] = ()
