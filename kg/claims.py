"""What the documents of a corpus claim, with the IRIs under which the graph and `kg facts` know it.

A claim's IRI is a hash of what its document says, in the document's own keys: judging two entities to be one
changes the claim's ends, never its name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from kg import vocabulary
from kg.errors import DataError
from kg.model import Assertion, Corpus, Document, Evidence, Figure, Reading, Span, Status
from kg.rdf import BASE, resource

WITHHELD = frozenset({Status.ENDED, Status.DENIED})

Owners = Mapping[tuple[str, str], str]
"""(document name, local key) to the IRI of the entity."""

Triple = tuple[str, str, str]
Identity = tuple[str, str, str, str, str]
"""What makes a claim itself within its document: subject, predicate, object (local keys), status, time."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One document's statement that subject, predicate and object (IRIs and a local name) hold."""

    iri: str
    document: Document
    subject: str
    predicate: str
    object: str
    status: Status | None
    time: str
    evidence: tuple[Evidence, ...]
    qualifiers: tuple[tuple[str, str], ...]

    @property
    def asserted(self) -> bool:
        """Whether the plain triple holds: not when the tie has ended or is denied."""
        return self.status not in WITHHELD

    @property
    def best(self) -> Evidence:
        """The evidence read with most confidence; the earliest of equals."""
        return max(self.evidence, key=lambda each: each.confidence)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with the IRIs of itself, what it is about, the claims it quantifies and what narrows it."""

    iri: str
    document: Document
    figure: Figure
    about: str
    of: tuple[str, ...]
    narrowing: Mapping[str, str]

    @property
    def evidence(self) -> Span:
        """The sentence of the figure, or its own span when no sentence is known."""
        return self.figure.evidence or self.figure.span


@dataclass(frozen=True, slots=True)
class Said:
    """All that one document claims."""

    document: Document
    claims: tuple[Claim, ...]
    counts: tuple[Count, ...]


def owners(corpus: Corpus, base: str = BASE) -> Owners:
    """Which entity each local thing of each document is."""
    return {member: resource(base, entity.key) for entity in corpus.entities for member in entity.members}


def said(reading: Reading, owner: Owners, base: str = BASE) -> Said:
    """The claims and figures of one document, sorted; the same for any order of its assertions.

    Claims whose ends were judged to be one thing are left out: they say nothing.

    Raises:
        DataError: an assertion without evidence, or a local key that belongs to no entity.
    """
    document = reading.document
    groups: dict[Identity, list[Assertion]] = {}
    for assertion in reading.assertions:
        groups.setdefault(_identity(assertion), []).append(assertion)
    every = [(identity, _claim(identity, group, document, owner, base)) for identity, group in groups.items()]
    telling = [(identity, claim) for identity, claim in every if claim.subject != claim.object]
    statements: dict[Triple, list[str]] = {}
    for identity, claim in telling:
        statements.setdefault(identity[:3], []).append(claim.iri)
    counts = {
        count.iri: count for count in (_count(each, document, owner, statements, base) for each in reading.figures)
    }
    return Said(
        document,
        tuple(sorted((claim for _, claim in telling), key=lambda each: (each.evidence[0].span, each.iri))),
        tuple(sorted(counts.values(), key=lambda each: (each.figure.span, each.iri))),
    )


def _ends(subject: str, predicate: str, target: str) -> Triple:
    """The triple as its identity has it: a symmetric relation is the same either way round."""
    if predicate in vocabulary.load().symmetric and target < subject:
        subject, target = target, subject
    return subject, predicate, target


def _identity(assertion: Assertion) -> Identity:
    triple = _ends(assertion.subject, assertion.predicate, assertion.object)
    return (*triple, assertion.status or "", assertion.time)


def _digest(*parts: object) -> str:
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:24]


def _claim(identity: Identity, group: list[Assertion], document: Document, owner: Owners, base: str) -> Claim:
    if not all(assertion.evidence for assertion in group):
        raise DataError(f"the assertion {identity[:3]} has no evidence", where=document.name)
    evidence = sorted({e for each in group for e in each.evidence}, key=lambda e: (e.span, e.rule, e.confidence))
    first = min(group, key=lambda each: (min(e.span for e in each.evidence), each.subject))
    return Claim(
        iri=f"{base}statement/{_digest(document.digest, *identity)}",
        document=document,
        subject=_owner(owner, document, first.subject),
        predicate=first.predicate,
        object=_owner(owner, document, first.object),
        status=first.status,
        time=first.time,
        evidence=tuple(evidence),
        qualifiers=tuple(sorted({pair for each in group for pair in each.qualifiers.items()})),
    )


def _count(
    figure: Figure, document: Document, owner: Owners, statements: Mapping[Triple, list[str]], base: str
) -> Count:
    span = (figure.span.start, figure.span.end)
    of = {iri for triple in figure.of for iri in statements.get(_ends(*triple), ())}
    return Count(
        iri=f"{base}figure/{_digest(document.digest, span, float(figure.value), figure.unit)}",
        document=document,
        figure=figure,
        about=_owner(owner, document, figure.about) if figure.about else "",
        of=tuple(sorted(of)),
        narrowing={name: owner.get((document.name, word), word) for name, word in sorted(figure.narrowing.items())},
    )


def _owner(owner: Owners, document: Document, local: str) -> str:
    try:
        return owner[document.name, local]
    except KeyError:
        raise DataError(f"{local!r} belongs to no entity", where=document.name) from None
