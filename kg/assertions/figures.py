"""What the numbers of a text are about, when they hold, and which links they count."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from kg.assertions.chunks import Row
from kg.assertions.reader import LINKS, Findings
from kg.assertions.salience import Discourse, most_salient
from kg.language import Text
from kg.model import Assertion, Figure, Mention, Span


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


def find_figures(text: Text, findings: Findings, measured: Mapping[C, Measured]) -> tuple[Figure, ...]:
    """Quantities with the entity each is about and the relations it quantifies.

    Args:
        text: the document.
        findings: its relations and rows.
        measured: each quantity with what it measures.
    """
    figures: list[Figure] = []
    discourse = Discourse.of(findings.rows)
    said_in: dict[Span, list[Assertion]] = defaultdict(list)
    for assertion in findings.assertions:
        for evidence in assertion.evidence:
            said_in[evidence.span].append(assertion)
    ordered = sorted(measured, key=lambda each: each.span)
    starts = [each.span.start for each in ordered]
    for row in findings.rows:
        discourse.enter(row)
        span = row.sentence.span
        for quantity in ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            said = said_in.get(span, [])
            about = most_salient(quantity, measured[quantity].concept, row, said, discourse)
            discourse.focus = about or discourse.focus
            figures.append(_figure(text, (quantity, measured[quantity]), row, said, about))
        discourse.leave(row)
    return tuple(sorted(figures, key=lambda each: each.span))


def _figure(
    text: Text, counted: tuple[Counted, Measured], row: Row, said: Sequence[Assertion], about: Mention | None
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
        about=about.local if about else "",
        of=tuple(_links(said)) if quantity.unit.startswith("per_") else (),
        period=quantity.period or quantity.carried,
        evidence=row.sentence.span,
    )


def _links(said: Sequence[Assertion]) -> Iterator[tuple[str, str, str]]:
    return ((each.subject, each.predicate, each.object) for each in said
            if each.predicate in LINKS or each.predicate == "plannedLink")
