"""What the numbers of a text are about, when they hold, and which links they count."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.assertions.chunks import Chunk, Row
from kg.assertions.frames import governed
from kg.assertions.reader import LINKS, Findings
from kg.language import Text
from kg.model import Assertion, Figure, Mention, Span

# What a number can be about, in the order in which types are looked for: bodies mostly report a number, and states
# mostly narrow the noun that is counted, so they come only where nothing else does.
THEMES = frozenset({"City", "Port", "Airport", "Zone", "Company", "University", "ResearchInstitute", "System", "Event",
                    "Route", "Vessel", "Plan", "Agreement", "Landmark", "Recognition"})
BODIES = frozenset({"GovernmentBody", "Association", "InternationalOrganization", "Person"})
WIDE = frozenset({"Province", "Country"})
# Prepositions whose noun can be what a clause is about ("In the port of Busan ...").
SETTING = ("prep.in", "prep.between", "prep.from")
CLAUSE_ENDS = frozenset({"punct.comma", "punct.semicolon", "punct.stop", "punct.colon"})
# A theme named in one of the first sentences counts as if it were named so many times more.
OPENING, BONUS = 2, 2
# What may stand between a number and the "of" behind what it counts, and how far.
NOUNS = frozenset({"word", "noun", "adj", "hyphen", "head", "figure", "pos"})
OWNER_REACH = 30


class Counted(Protocol):
    """What this stage needs of a quantity."""

    @property
    def span(self) -> Span: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def modifier(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def counted(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def carried(self) -> str: ...


class Measured(Protocol):
    """What is measured: the concept, if it is a known one, and words."""

    @property
    def concept(self) -> str: ...
    @property
    def words(self) -> str: ...


C = TypeVar("C", bound=Counted)


@dataclass(slots=True)
class _Discourse:
    """What is carried on: the theme of the document and, within a paragraph, what the last sentence was about."""

    theme: Mention | None
    focus: Mention | None = None
    paragraph: int = -1

    def enter(self, paragraph: int) -> None:
        if paragraph != self.paragraph:
            self.paragraph, self.focus = paragraph, None


def find_figures(text: Text, findings: Findings, measured: Mapping[C, Measured]) -> tuple[Figure, ...]:
    """Quantities with the entity each is about and the relations it quantifies.

    Args:
        text: the document.
        findings: its relations and rows.
        measured: each quantity with what it measures.
    """
    figures: list[Figure] = []
    discourse = _Discourse(_theme(findings.rows))
    said_in: dict[Span, list[Assertion]] = defaultdict(list)
    for assertion in findings.assertions:
        for evidence in assertion.evidence:
            said_in[evidence.span].append(assertion)
    ordered = sorted(measured, key=lambda each: each.span)
    starts = [each.span.start for each in ordered]
    for row in findings.rows:
        discourse.enter(row.sentence.paragraph)
        span = row.sentence.span
        for quantity in ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            figures.append(_figure(text, (quantity, measured[quantity]), row, said_in.get(span, []), discourse))
        if not any(span.covers(each.span) for each in figures[-1:]):
            discourse.focus = _subject(row) or discourse.focus
    return tuple(sorted(figures, key=lambda each: each.span))


def _figure(
    text: Text, counted: tuple[Counted, Measured], row: Row, said: Sequence[Assertion], discourse: _Discourse
) -> Figure:
    quantity, measure = counted
    return Figure(
        span=quantity.span,
        text=quantity.span.of(text.document.text),
        value=quantity.value,
        unit=quantity.unit,
        kind=quantity.kind,
        rule="quantity",
        modifier=quantity.modifier,
        measure=measure.words,
        concept=measure.concept,
        about=_about(quantity, row, said, discourse),
        of=tuple(_links(said)) if quantity.unit.startswith("per_") else (),
        period=quantity.period or quantity.carried,
        evidence=row.sentence.span,
    )


def _links(said: Sequence[Assertion]) -> Iterator[tuple[str, str, str]]:
    return ((each.subject, each.predicate, each.object) for each in said
            if each.predicate in LINKS or each.predicate == "plannedLink")


def _about(quantity: Counted, row: Row, said: Sequence[Assertion], discourse: _Discourse) -> str:
    """The key of what a number is about, or nothing.

    Money of an investment is about what it goes to. Else it is what stands behind the counted noun and "of"; what a
    relative clause belongs to; the theme of the number's own clause, of the clauses before it, of the sentence before
    it in the paragraph, or of the document; for people counted first in a sentence, the event they come to.
    """
    if len(quantity.unit) == 3 and quantity.unit.isupper():
        targets = {each.object for each in said if each.predicate == "investsIn"}
        if len(targets) == 1:
            return targets.pop()
    clauses = _clauses(row, quantity.span)
    found = _owner(row, quantity.span) or _antecedent(row, clauses) or _in_sentence(row, clauses, THEMES)
    if not found and quantity.unit == "person":
        found = next((member for chunk in row.chunks for member in chunk.members if member.type == "Event"), None)
    for kinds in (THEMES, BODIES, WIDE):
        known = (discourse.focus, discourse.theme)
        found = found or _in_sentence(row, clauses, kinds) or next((each for each in known if _of(each, kinds)), None)
    discourse.focus = found or discourse.focus
    return found.local if found else ""


def _of(mention: Mention | None, kinds: frozenset[str]) -> bool:
    return bool(mention) and mention is not None and mention.type in kinds


def _clauses(row: Row, before: Span) -> list[range]:
    """The stretches between signs up to a number, the nearest first."""
    stretches, start = [], 0
    for at, chunk in enumerate(row.chunks):
        if chunk.span.start >= before.start:
            break
        if chunk.has_any(CLAUSE_ENDS):
            stretches.append(range(start, at))
            start = at + 1
    else:
        at = len(row.chunks)
    stretches.append(range(start, at))
    return stretches[::-1]


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
            return next((each.members[0] for each in rest if _is_theme(each, THEMES | BODIES)), None)
        if not chunk.has_any(NOUNS) or chunk.span.start > span.end + OWNER_REACH:
            return None
    return None


def _before_genitive(row: Row, span: Span) -> Mention | None:
    """The nearest name before a number in its clause that has a genitive behind it."""
    for at in reversed(range(len(row.chunks) - 1)):
        chunk = row.chunks[at]
        if chunk.span.end <= span.start:
            if chunk.has_any(CLAUSE_ENDS):
                return None
            if _is_theme(chunk, THEMES | BODIES) and row.chunks[at + 1].has("genitive"):
                return chunk.members[0]
    return None


def _antecedent(row: Row, clauses: Sequence[range]) -> Mention | None:
    """What the relative clause around a number says more of: the last name before it."""
    if len(clauses) < 2 or not any(row.chunks[at].has("rel") for at in clauses[0][:2]):
        return None
    before = (row.chunks[at] for at in range(clauses[0].start - 1, -1, -1))
    return next((chunk.members[-1] for chunk in before if _is_theme(chunk, THEMES | BODIES)), None)


def _in_sentence(row: Row, clauses: Sequence[range], kinds: frozenset[str]) -> Mention | None:
    """The theme of the nearest clause that has one: a name no preposition governs, else one in a setting."""
    for free in (True, False):
        for clause in clauses:
            named = [at for at in clause if _is_theme(row.chunks[at], kinds) and _stands(row, at, free)]
            for at in sorted(named, key=lambda each: row.chunks[each].implied):
                return row.chunks[at].members[0]
    return None


def _stands(row: Row, at: int, free: bool) -> bool:
    """Whether a name is governed by no preposition, or, where it need not be free, by one of its setting."""
    return not governed(row, at, "prep") or (not free and any(governed(row, at, each) for each in SETTING))


def _is_theme(chunk: Chunk, kinds: frozenset[str]) -> bool:
    return bool(chunk.members) and chunk.members[0].type in kinds


def _subject(row: Row) -> Mention | None:
    """What a sentence is about: its first name that no preposition governs."""
    for at, chunk in enumerate(row.chunks):
        if _is_theme(chunk, THEMES) and not governed(row, at, "prep"):
            return chunk.members[0]
    return None


def _theme(rows: Sequence[Row]) -> Mention | None:
    """What the whole document is about: what it names most often, names of its opening weighing more."""
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for number, row in enumerate(rows):
        for mention in (member for chunk in row.chunks for member in chunk.members if member.type in THEMES):
            counts[mention.local] += 1 + BONUS * (number < OPENING)
            first.setdefault(mention.local, mention)
    return max(first.values(), key=lambda each: counts[each.local], default=None)
