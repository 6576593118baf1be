"""The facts of a corpus as plain objects, one a line: what `kg facts` prints and the scorer reads.

The identifiers are the IRIs of the graph. Claims of one triple in one document are one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg import vocabulary
from kg.claims import Claim, Count, owners, said
from kg.model import Corpus, Document, Entity, Mention, Reading, Span
from kg.rdf import BASE, resource

Line = dict[str, Any]
"""One JSON object; its keys depend on its kind."""


def fact_lines(corpus: Corpus, base: str = BASE) -> Iterator[Line]:
    """Entities, then each document's relations, figures and dates, in an order that only the content decides.

    Raises:
        DataError: an assertion without evidence, or a local key that belongs to no entity.
    """
    owner = owners(corpus, base)
    readings = sorted(corpus.readings, key=lambda each: each.document.name)
    mentions: dict[str, list[tuple[str, Mention]]] = {}
    for reading in readings:
        for mention in reading.mentions:
            if (iri := owner.get((reading.document.name, mention.local))) is not None:
                mentions.setdefault(iri, []).append((reading.document.name, mention))
    for entity in sorted(corpus.entities, key=lambda each: each.key):
        iri = resource(base, entity.key)
        yield _entity(iri, entity, mentions.get(iri, []))
    for reading in readings:
        spoken = said(reading, owner, base)
        yield from _relations(spoken.claims)
        yield from (_figure(count) for count in spoken.counts)
        yield from _dates(reading)


def _entity(iri: str, entity: Entity, mentions: list[tuple[str, Mention]]) -> Line:
    places = sorted({(document, mention.span, mention.text) for document, mention in mentions})
    return {
        "kind": "entity",
        "id": iri,
        "type": entity.type,
        "labels": {language: list(entity.labels[language]) for language in sorted(entity.labels)},
        "identifiers": dict(sorted(entity.identifiers.items())),
        "mentions": [{"document": document, **_span(span, text)} for document, span, text in places],
    }


def _relations(claims: tuple[Claim, ...]) -> Iterator[Line]:
    """One line for a triple, whichever way round a symmetric one was said; ended and denied ones stay apart."""
    symmetric = vocabulary.load().symmetric
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        ends = (claim.subject, claim.object)
        key = tuple(sorted(ends)) if claim.predicate in symmetric else ends
        groups.setdefault((key, claim.predicate, claim.asserted), []).append(claim)
    for group in groups.values():
        yield _relation(group)


def _relation(group: list[Claim]) -> Line:
    best = max(group, key=lambda each: each.best.confidence)
    places = sorted({(each.span, each.quote) for claim in group for each in claim.evidence})
    qualifiers: dict[str, list[str]] = {}
    for name, word in sorted({pair for claim in group for pair in claim.qualifiers}):
        qualifiers.setdefault(name, []).append(word)
    return {
        "kind": "relation",
        "id": best.iri,
        "subject": best.subject,
        "predicate": best.predicate,
        "object": best.object,
        "document": best.document.name,
        "evidence": [_span(span, quote) for span, quote in places],
        "status": _first(best.status, *(claim.status for claim in group)),
        "time": _first(best.time, *(claim.time for claim in group)),
        "qualifiers": {name: "; ".join(words) for name, words in qualifiers.items()},
        "confidence": best.best.confidence,
        "rule": best.best.rule,
    }


def _first(*values: str | None) -> str | None:
    return next((str(value) for value in values if value), None)


def _figure(count: Count) -> Line:
    figure = count.figure
    return {
        "kind": "figure",
        "id": count.iri,
        "about": count.about or None,
        "of": list(count.of),
        "measure": figure.measure,
        "concept": figure.concept or None,
        "narrowing": dict(count.narrowing),
        "value": int(figure.value) if float(figure.value).is_integer() else figure.value,
        "unit": figure.unit,
        "modifier": figure.modifier or None,
        "fact_kind": figure.kind,
        "period": figure.period or None,
        "document": count.document.name,
        "span": _span(figure.span, figure.text),
        "evidence": [_slice(count.document, count.evidence)],
        "confidence": figure.confidence,
        "rule": figure.rule,
    }


def _dates(reading: Reading) -> Iterator[Line]:
    for date in sorted(reading.dates, key=lambda each: (each.span, each.value)):
        yield {
            "kind": "date",
            "value": date.value,
            "document": reading.document.name,
            "span": _span(date.span, date.text),
        }


def _slice(document: Document, span: Span) -> Mapping[str, object]:
    return _span(span, span.of(document.text))


def _span(span: Span, text: str) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": text}
