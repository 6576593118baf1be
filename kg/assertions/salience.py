"""How salient the names around a number are: which of them it is most likely about.

In the manner of Lappin and Leass (1994), "An algorithm for pronominal anaphora resolution": every name gets weights for
where it stands and how it is governed, and the heaviest wins. The weights were fitted, by conditional logistic
regression, to documents annotated for development, and rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg.assertions.chunks import Chunk, Row
from kg.assertions.frames import governed
from kg.model import Assertion, Mention, Span

THEMES = frozenset({"City", "Port", "Airport", "Zone", "Company", "University", "ResearchInstitute", "System", "Event",
                    "Route", "Vessel", "Plan", "Agreement", "Landmark", "Recognition", "Regulation", "GovernmentBody",
                    "Association", "InternationalOrganization", "Person", "Province", "Country", "Region"})
LINKS = frozenset({"seaLink", "airLink", "railLink", "roadLink", "intermodalLink", "plannedLink"})
SETTING = ("prep.in", "prep.between", "prep.from")
CLAUSE_ENDS = frozenset({"punct.comma", "punct.semicolon", "punct.stop", "punct.colon"})
NOUNS = frozenset({"word", "noun", "adj", "hyphen", "head", "figure", "pos"})
# How far behind a number the owner of what it counts may stand; clauses further before it all count as far.
OWNER_REACH, FAR = 30, 3
# Sorts of numbers, by unit and by what they measure (concepts of the scheme of measures).
GROUPS = {"h": "time", "min": "time", "d": "time", "month": "term", "year": "term", "t": "mass", "kg": "mass",
          "m": "length", "km": "length", "%": "share", "ordinal": "rank"}
SUBJECTS = {
    "territory": ("foreignTrade", "exports", "imports", "gdp", "population", "sisterCities", "tourists", "serviceTrade",
                  "foreignCapitalUsed", "foreignInvestedEnterprises", "foreignInvestment", "tradingPartners"),
    "harbour": ("containerThroughput", "cargoThroughput", "berths", "portsServed", "shipments", "vehiclesCarried"),
    "firm": ("orders", "revenue", "registeredCapital", "employees", "customers"),
    "gathering": ("participants", "exhibitors", "guests", "events", "projectsSigned"),
    "service": ("weeklyFlights", "weeklySailings", "weeklyTrains", "transitTime", "passengers"),
    "capital": ("investment", "financing", "share"),
    "site": ("enterprises", "newEnterprises", "institutions", "area", "projects"),
}
CONCEPTS = {concept: name for name, concepts in SUBJECTS.items() for concept in concepts}
# A name in one of the first sentences counts as if it were named so many times more.
OPENING, BONUS = 2, 2
REMEMBERED = 3

WEIGHTS: Mapping[str, float] = {
    # where it stands, from the number's clause outwards, and how it is governed
    "focus": 1.9, "own free": 1.7, "own before": 1.4, "owner": 1.3, "before 1": 1.2, "before free": 1.2,
    "own after": 1.1, "antecedent": 0.9, "theme": 0.9, "before 2": 0.8, "before governed": 0.8, "own setting": 0.8,
    "before setting": 0.6, "first": 0.6, "after governed": -0.7, "later in list": -0.7, "listed": -1.8,
    # what the relations of the sentence make of it
    "object of investsIn": 1.7, "object of operates": 1.7, "subject of basedIn": 1.3, "object of establishes": 1.2,
    "object of organizes": 1.0, "subject of partOf": 1.0, "subject of visits": 1.0, "subject of appliesTo": 0.9,
    "end of link": 0.8, "object of hosts": 0.7, "object of issued": 0.7, "object of sisterCityOf": 0.7,
    "subject of received": 0.7, "object of appliesTo": 0.6, "subject of portOf": 0.5, "subject of issued": -0.6,
    "object of basedIn": -0.8,
    # what it is
    "Event": 1.1, "Vessel": 1.1, "Airport": 1.0, "Route": 1.0, "System": 0.8, "Company": 0.6, "Zone": 0.6,
    "Port": 0.5, "Region": -0.6, "University": -0.6, "Province": -1.0, "InternationalOrganization": -1.1,
    "Person": -1.2, "GovernmentBody": -1.5, "Country": -1.7,
    # what it is, for this sort of number
    "firm Company": 1.5, "term Agreement": 1.5, "time Route": 1.4, "harbour Port": 1.3, "territory City": 1.3,
    "rank Port": 1.2, "service Airport": 1.2, "money Plan": 1.1, "person Event": 1.0, "count System": 0.9,
    "gathering Event": 0.9, "site Zone": 0.9, "count Vessel": 0.8, "time Person": 0.8, "time System": 0.8,
    "count Plan": 0.7, "territory Zone": 0.7, "capital Port": 0.6, "count Event": 0.6, "count Zone": 0.6,
    "money Company": 0.6, "money Regulation": 0.6, "money Zone": 0.6, "share System": 0.6, "rate Company": 0.5,
    "service Port": 0.5, "share Company": 0.5, "share Regulation": 0.5, "territory Region": 0.5, "count City": -0.5,
    "harbour Agreement": -0.5, "harbour Event": -0.5, "service Vessel": -0.5, "term City": -0.5,
    "count Country": -0.6, "person Agreement": -0.6, "term Company": -0.6, "time Company": -0.6, "implied": -0.7,
    "time City": -0.8,
}


class Counted(Protocol):
    """What is asked of a number."""

    @property
    def span(self) -> Span: ...
    @property
    def unit(self) -> str: ...


@dataclass(slots=True)
class Discourse:
    """What was named so far: in the whole document, and in the paragraph.

    Attributes:
        theme: what the document names most often; leaders: of each type, what it names most often, if more than once.
        before: the last sentences of the paragraph; recent: of each type, what was named last.
        focus: what the last figure of the paragraph is about.
    """

    theme: Mention | None
    leaders: tuple[Mention, ...]
    paragraph: int = -1
    before: list[Row] = field(default_factory=list)
    recent: dict[str, Mention] = field(default_factory=dict)
    focus: Mention | None = None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Discourse:
        """The discourse before the first sentence: how often what is named, names of the opening weighing more."""
        counts: Counter[str] = Counter()
        first: dict[str, Mention] = {}
        for number, row in enumerate(rows):
            for mention in (member for chunk in row.chunks for member in chunk.members if member.type in THEMES):
                counts[mention.local] += 1 + BONUS * (number < OPENING)
                first.setdefault(mention.local, mention)
        ranked = sorted(first.values(), key=lambda each: -counts[each.local])
        leaders: dict[str, Mention] = {}
        for mention in ranked:
            if counts[mention.local] > 1:
                leaders.setdefault(mention.type, mention)
        return cls(ranked[0] if ranked else None, tuple(leaders.values()))

    def enter(self, row: Row) -> None:
        """Goes on to a sentence, in which another paragraph may begin."""
        if row.sentence.paragraph != self.paragraph:
            self.paragraph, self.focus, self.before = row.sentence.paragraph, None, []

    def leave(self, row: Row) -> None:
        """Remembers a sentence that was read."""
        self.before = [*self.before, row][-REMEMBERED:]
        self.recent |= {member.type: member for chunk in row.chunks for member in chunk.members}

    def known(self) -> Iterator[Mention]:
        """What the last sentences of the paragraph named, and of each type what was named last or most often."""
        yield from (member for row in self.before for chunk in row.chunks for member in chunk.members)
        yield from self.recent.values()
        yield from self.leaders


Features = dict[str, tuple[Mention, set[str]]]


def most_salient(quantity: Counted, concept: str, row: Row, said: Sequence[Assertion],
                 discourse: Discourse) -> Mention | None:
    """What a number is most likely about, or nothing where nothing is named.

    Args:
        quantity: the number; concept: what it measures, as the scheme of measures names it, or empty.
        row: its sentence; said: the relations the sentence asserts.
        discourse: what was named before.
    """
    found = candidates(quantity, concept, row, said, discourse)
    best = max(found, key=lambda key: sum(WEIGHTS.get(each, 0.0) for each in sorted(found[key][1])), default="")
    return found[best][0] if best else None


def candidates(quantity: Counted, concept: str, row: Row, said: Sequence[Assertion],
               discourse: Discourse) -> Features:
    """The names a number may be about, by key, each with what speaks for or against it."""
    found: Features = {}

    def add(mention: Mention, *features: str) -> None:
        if mention.type in THEMES:
            found.setdefault(mention.local, (mention, set()))[1].update(features)

    for mention, features in _in_sentence(quantity.span, row):
        add(mention, *features)
    for mention in discourse.known():
        add(mention)
    for name, known in (("focus", discourse.focus), ("theme", discourse.theme)):
        if known:
            add(known, name)
    groups = [_group(quantity.unit), *([CONCEPTS[concept]] if concept in CONCEPTS else [])]
    for key, (mention, marks) in found.items():
        marks |= {mention.type, *(f"{group} {mention.type}" for group in groups), *_roles(key, said)}
    return found


def _group(unit: str) -> str:
    if unit.startswith("per_"):
        return "rate"
    if len(unit) == 3 and unit.isupper():
        return "money"
    return GROUPS.get(unit, unit)


def _roles(key: str, said: Sequence[Assertion]) -> Iterator[str]:
    """What the relations of the sentence make of a name."""
    for each in said:
        if key in (each.subject, each.object) and each.predicate in LINKS:
            yield "end of link"
        elif key == each.subject:
            yield f"subject of {each.predicate}"
        elif key == each.object:
            yield f"object of {each.predicate}"


def _in_sentence(span: Span, row: Row) -> Iterator[tuple[Mention, list[str]]]:
    """The names of a number's sentence: in which clause they stand, seen from its own, and how they are governed."""
    clauses = _clauses(row, span)
    own = next((number for number, clause in enumerate(clauses) if row.chunks[clause.stop - 1].span.end >= span.start),
               len(clauses) - 1)
    known = {"owner": _owner(row, span), "antecedent": _antecedent(row, clauses, own),
             "first": next((chunk.members[0] for chunk in row.chunks if _is_theme(chunk)), None)}
    for number, clause in enumerate(clauses):
        for at in clause:
            chunk = row.chunks[at]
            where = f"before {min(own - number, FAR)}" if number < own else "after"
            if number == own:
                where = "own before" if chunk.span.start < span.start else "own after"
            for place, member in enumerate(chunk.members):
                features = [where, f"{where.split()[0]} {_case(row, at)}"]
                features += ["implied"] * chunk.implied + ["listed"] * (len(chunk.members) > 1)
                features += ["later in list"] * (place > 0)
                yield member, features + [name for name, each in known.items() if member is each]


def _case(row: Row, at: int) -> str:
    """Whether no preposition governs a name, one of its setting (in, from), or another."""
    if not governed(row, at, "prep"):
        return "free"
    return "setting" if any(governed(row, at, each) for each in SETTING) else "governed"


def _clauses(row: Row, span: Span) -> list[range]:
    """The stretches between signs."""
    stretches, start = [], 0
    for at, chunk in enumerate(row.chunks):
        if chunk.has_any(CLAUSE_ENDS):
            if at > start:
                stretches.append(range(start, at))
            start = at + 1
    if start < len(row.chunks):
        stretches.append(range(start, len(row.chunks)))
    return stretches


def _owner(row: Row, span: Span) -> Mention | None:
    """What stands behind the counted noun and "of": the delegation of a city, the members of a council.

    In a language with postpositions it is what stands before the number with a genitive behind it.
    """
    if row.sentence.grammar.settings.head_final:
        return _before_genitive(row, span)
    for at, chunk in enumerate(row.chunks):
        if chunk.span.start < span.end:
            continue
        if chunk.has("prep.of"):
            rest = row.chunks[at + 1 : at + 3]
            return next((each.members[0] for each in rest if _is_theme(each)), None)
        if not chunk.has_any(NOUNS) or chunk.span.start > span.end + OWNER_REACH:
            return None
    return None


def _before_genitive(row: Row, span: Span) -> Mention | None:
    """The nearest name before a number in its clause that has a genitive behind it."""
    for at in range(len(row.chunks) - 2, -1, -1):
        chunk = row.chunks[at]
        if chunk.span.end > span.start:
            continue
        if chunk.has_any(CLAUSE_ENDS):
            return None
        if _is_theme(chunk) and row.chunks[at + 1].has("genitive"):
            return chunk.members[0]
    return None


def _antecedent(row: Row, clauses: Sequence[range], own: int) -> Mention | None:
    """What the relative clause around a number says more of: the last name before it."""
    if own < 1 or not any(row.chunks[at].has("rel") for at in clauses[own][:2]):
        return None
    before = (row.chunks[at] for at in range(clauses[own].start - 1, -1, -1))
    return next((chunk.members[-1] for chunk in before if _is_theme(chunk)), None)


def _is_theme(chunk: Chunk) -> bool:
    return bool(chunk.members) and chunk.members[0].type in THEMES
