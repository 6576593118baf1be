"""What the numbers of a text are about, when they hold, and which links they count."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.assertions.chunks import Chunk, Row
from kg.assertions.frames import governed
from kg.assertions.reader import LINKS, Findings
from kg.language import Text
from kg.model import Assertion, Figure, Mention, Span

# What a number can be about. States are so only where nothing else is: mostly they narrow the noun that is counted.
THEMES = frozenset({"City", "Port", "Airport", "Zone", "Company", "GovernmentBody", "Association", "University",
                    "ResearchInstitute", "InternationalOrganization", "System", "Event", "Route", "Vessel", "Plan",
                    "Agreement", "Landmark", "Recognition"})
WIDE = frozenset({"Province", "Country"})
CLAUSE_ENDS = frozenset({"punct.comma", "punct.semicolon", "punct.stop", "punct.colon"})
# A theme named in one of the first sentences counts as if it were named so many times more.
OPENING, BONUS = 2, 2


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


@dataclass(slots=True)
class _Discourse:
    """What is carried from sentence to sentence: the last theme and, within a paragraph, the last period."""

    theme: Mention | None
    focus: Mention | None = None
    paragraph: int = -1
    period: str = ""

    def enter(self, paragraph: int) -> None:
        if paragraph != self.paragraph:
            self.paragraph, self.period, self.focus = paragraph, "", None


def find_figures(text: Text, findings: Findings, quantities: Sequence[Counted]) -> tuple[Figure, ...]:
    """Quantities with the entity each is about, its period, and the relations it quantifies."""
    figures: list[Figure] = []
    discourse = _Discourse(_theme(findings.rows))
    said_in: dict[Span, list[Assertion]] = defaultdict(list)
    for assertion in findings.assertions:
        for evidence in assertion.evidence:
            said_in[evidence.span].append(assertion)
    ordered = sorted(quantities, key=lambda each: each.span)
    starts = [each.span.start for each in ordered]
    for row in findings.rows:
        discourse.enter(row.sentence.paragraph)
        span = row.sentence.span
        for quantity in ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            figures.append(_figure(text, quantity, row, said_in.get(span, []), discourse))
        discourse.focus = _subject(row) or discourse.focus
    return tuple(sorted(figures, key=lambda each: each.span))


def _figure(
    text: Text, quantity: Counted, row: Row, said: Sequence[Assertion], discourse: _Discourse
) -> Figure:
    discourse.period = quantity.period or discourse.period
    return Figure(
        span=quantity.span,
        text=quantity.span.of(text.document.text),
        value=quantity.value,
        unit=quantity.unit,
        kind=quantity.kind,
        rule="quantity",
        modifier=quantity.modifier,
        measure=quantity.counted,
        about=_about(quantity, row, said, discourse),
        of=tuple(_links(said)) if quantity.unit.startswith("per_") else (),
        period=discourse.period,
        evidence=row.sentence.span,
    )


def _links(said: Sequence[Assertion]) -> Iterator[tuple[str, str, str]]:
    return ((each.subject, each.predicate, each.object) for each in said
            if each.predicate in LINKS or each.predicate == "plannedLink")


def _about(quantity: Counted, row: Row, said: Sequence[Assertion], discourse: _Discourse) -> str:
    """The key of what a number is about.

    Money of an investment is about what it goes to. Else it is the theme of the number's own clause, of the clauses
    before it, of the sentence before it in the paragraph, or of the document; a wider place only failing all these.
    """
    if len(quantity.unit) == 3 and quantity.unit.isupper():
        targets = {each.object for each in said if each.predicate == "investsIn"}
        if len(targets) == 1:
            return targets.pop()
    clauses = _clauses(row, quantity.span)
    for kinds in (THEMES, WIDE):
        for clause in clauses:
            if found := _first(row, clause, kinds):
                return found.local
        for known in (discourse.focus, discourse.theme):
            if known and known.type in kinds:
                return known.local
    return ""


def _clauses(row: Row, before: Span) -> list[range]:
    """The stretches between signs up to a number, the nearest first."""
    stretches, start = [], 0
    for at, chunk in enumerate(row.chunks):
        if chunk.span.start >= before.start:
            stretches.append(range(start, at))
            break
        if chunk.has_any(CLAUSE_ENDS):
            stretches.append(range(start, at))
            start = at + 1
    else:
        stretches.append(range(start, len(row.chunks)))
    return stretches[::-1]


def _first(row: Row, clause: range, kinds: frozenset[str]) -> Mention | None:
    """The first name of a clause that is its theme: governed by no preposition but one of place."""
    for at in clause:
        chunk = row.chunks[at]
        if _is_theme(chunk, kinds) and (governed(row, at, "prep.in") or not governed(row, at, "prep")):
            return chunk.members[0]
    return None


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
