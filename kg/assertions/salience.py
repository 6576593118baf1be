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
OWNER_REACH, BESIDE, LABEL = 30, 12, 3
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
OPENING, BONUS, OFTEN = 2, 2, 0.6


class Counted(Protocol):
    """What is asked of a number."""

    @property
    def span(self) -> Span: ...
    @property
    def unit(self) -> str: ...


@dataclass(slots=True)
class Discourse:
    """What was named so far: in the whole document, and in the paragraph."""

    counts: Counter[str]
    first: Mapping[str, Mention]
    theme: Mention | None
    paragraph: int = -1
    before: list[Row] = field(default_factory=list)
    focus: Mention | None = None
    opening: Mention | None = None
    recent: dict[str, Mention] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Discourse:
        """The discourse before the first sentence: how often what is named, names of the opening weighing more."""
        counts: Counter[str] = Counter()
        first: dict[str, Mention] = {}
        for number, row in enumerate(rows):
            for mention in (member for chunk in row.chunks for member in chunk.members if member.type in THEMES):
                counts[mention.local] += 1 + BONUS * (number < OPENING)
                first.setdefault(mention.local, mention)
        return cls(counts, first, max(first.values(), key=lambda each: counts[each.local], default=None))

    def enter(self, row: Row) -> None:
        """Goes on to a sentence, in which another paragraph may begin."""
        if row.sentence.paragraph != self.paragraph:
            self.paragraph, self.focus, self.opening, self.before = row.sentence.paragraph, None, None, []

    def leave(self, row: Row) -> None:
        """Remembers a sentence that was read."""
        subject = next(_subjects(row), None)
        self.opening = self.opening or subject
        self.before.append(row)
        self.recent |= {member.type: member for chunk in row.chunks for member in chunk.members}

    def main(self) -> Iterator[Mention]:
        """Of each type, what the document names most often, if more than once."""
        best: dict[str, Mention] = {}
        for key, mention in self.first.items():
            known = best.get(mention.type)
            if self.counts[key] > 1 and (not known or self.counts[known.local] < self.counts[key]):
                best[mention.type] = mention
        return iter(best.values())


Features = dict[str, tuple[Mention, set[str]]]


def candidates(quantity: Counted, concept: str, row: Row, said: Sequence[Assertion],
               discourse: Discourse) -> Features:
    """The names a number may be about, by key, each with what speaks for or against it."""
    found: Features = {}

    def add(mention: Mention, *features: str) -> None:
        if mention.type in THEMES:
            found.setdefault(mention.local, (mention, set()))[1].update(features)

    for mention, features in _in_sentence(quantity.span, row):
        add(mention, *features)
    for back, earlier in enumerate(reversed(discourse.before[-3:])):
        subject = next(_subjects(earlier), None)
        for mention in (member for chunk in earlier.chunks for member in chunk.members):
            add(mention, f"back{back}", *([f"back{back}.subject"] if mention is subject else []))
    for name, known in (("focus", discourse.focus), ("opening", discourse.opening), ("theme", discourse.theme)):
        if known:
            add(known, name)
    for mention in discourse.main():
        add(mention, "main")
    for mention in discourse.recent.values():
        add(mention, "recent")
    groups = [_group(quantity.unit), *([CONCEPTS[concept]] if concept in CONCEPTS else [])]
    most = max(discourse.counts.values(), default=0)
    for key, (mention, features) in found.items():
        features |= {mention.type, *(f"{group}:{mention.type}" for group in groups)}
        if discourse.counts[key] > OFTEN * most:
            features.add("often")
        features |= set(_roles(key, said))
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
        kind = "link" if each.predicate in LINKS else each.predicate
        if key == each.subject:
            yield f"subject of {kind}" if kind != "link" else "end of link"
        if key == each.object:
            yield f"object of {kind}" if kind != "link" else "end of link"


def _in_sentence(span: Span, row: Row) -> Iterator[tuple[Mention, list[str]]]:
    clauses = _clauses(row, span)
    own = next((number for number, clause in enumerate(clauses) if row.chunks[clause.stop - 1].span.end >= span.start),
               len(clauses) - 1)
    owner, related = _owner(row, span), _antecedent(row, clauses, own)
    subject = next(_subjects(row), None)
    first = next((chunk.members[0] for chunk in row.chunks if _is_theme(chunk)), None)
    nearest = max((at for at, chunk in enumerate(row.chunks) if _is_theme(chunk) and chunk.span.end <= span.start),
                  default=-1)
    for number, clause in enumerate(clauses):
        leading = True
        for at in clause:
            chunk = row.chunks[at]
            for place, member in enumerate(chunk.members):
                where = "own" if number == own else f"before{min(own - number, 3)}" if number < own else "after"
                side = ".before" if chunk.span.start < span.start else ".after"
                features = [where + (side if where == "own" else ""), where + "." + _case(row, at)]
                features += ["listed"] * (len(chunk.members) > 1) + ["later in list"] * (place > 0)
                features += ["implied"] * chunk.implied
                features += [name for name, known in (("owner", owner), ("antecedent", related), ("first", first),
                                                      ("subject", subject)) if member is known]
                features += ["nearest"] * (at == nearest) + ["leading"] * leading
                features += ["label"] * _labels(row, at, span) + ["beside"] * (0 <= span.start - chunk.span.end < BESIDE)
                features += ["possessive"] * (at + 1 < len(row.chunks) and row.chunks[at + 1].has("genitive"))
                features += ["bracketed"] * (at > 0 and row.chunks[at - 1].has("punct.open"))
                yield member, features
            leading = leading and not _is_theme(chunk)


def _case(row: Row, at: int) -> str:
    if not governed(row, at, "prep"):
        return "free"
    return next((each for each in (*SETTING, "prep.of", "prep.by", "prep.to", "prep.with") if governed(row, at, each)),
                "governed")


def _labels(row: Row, at: int, span: Span) -> bool:
    """Whether a name is the label of what follows a colon ("Port of X: 3 million tonnes")."""
    for step in range(1, LABEL + 1):
        if at + step >= len(row.chunks) or row.chunks[at + step].span.start >= span.start:
            return False
        if row.chunks[at + step].has("punct.colon"):
            return True
    return False


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
    """What stands behind the counted noun and "of": the delegation of a city, the members of a council."""
    for at, chunk in enumerate(row.chunks):
        if chunk.span.start < span.end:
            continue
        if chunk.has("prep.of"):
            rest = row.chunks[at + 1 : at + 3]
            return next((each.members[0] for each in rest if _is_theme(each)), None)
        if not chunk.has_any(NOUNS) or chunk.span.start > span.end + OWNER_REACH:
            return None
    return None


def _antecedent(row: Row, clauses: Sequence[range], own: int) -> Mention | None:
    """What the relative clause around a number says more of: the last name before it."""
    if own < 1 or not any(row.chunks[at].has("rel") for at in clauses[own][:2]):
        return None
    before = (row.chunks[at] for at in range(clauses[own].start - 1, -1, -1))
    return next((chunk.members[-1] for chunk in before if _is_theme(chunk)), None)


def _is_theme(chunk: Chunk) -> bool:
    return bool(chunk.members) and chunk.members[0].type in THEMES


def _subjects(row: Row) -> Iterator[Mention]:
    """The names of a sentence that no preposition governs."""
    return (chunk.members[0] for at, chunk in enumerate(row.chunks)
            if _is_theme(chunk) and not governed(row, at, "prep"))
