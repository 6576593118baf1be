"""A corpus as RDF: what was said, by whom, where, and what the gazetteer adds.

The shape (`ontology/README.md` tells it with examples):

- An entity has a type, `rdfs:label` and `skos:prefLabel` (one a language), `skos:altLabel`, identifiers, coordinates,
  `fp:mentionedIn` its documents and `fp:mention` the passages that name it.
- A relation is a plain triple between entities, and for each document a statement (`fp:Statement`, `rdf:Statement`)
  with `rdf:subject`, `rdf:predicate`, `rdf:object`, `fp:inDocument`, `fp:evidence`, `fp:rule`, `fp:confidence`,
  `fp:status`, `fp:time` and qualifiers. What has ended or is denied has the statement only.
- A passage is a node `passage/DIGEST-START-END`: a Web Annotation specific resource that is its own selector, so
  `oa:hasSource`, `oa:start`, `oa:end` and `oa:exact` stand on it. Facts of one sentence share its passage.
- A figure is an observation; the mention of a date is a passage with a time; a document carries Dublin Core.
- What the gazetteer says of places stands in the graph `background`, its relations as `fp:BackgroundStatement`.

The default graph holds every triple once; named graphs repeat them by document and for the background.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import vocabulary
from kg.background import background, names
from kg.claims import Claim, Count, Owners, Said, owners, said
from kg.literals import decimal, instants, moment, text, words
from kg.model import Corpus, Document, Entity, Mention, Reading, Span
from kg.rdf import (
    BASE,
    DCTERMS,
    FOAF,
    LABEL,
    MEASURES,
    OA,
    PROV,
    QB,
    RDF,
    STATUSES,
    TYPE,
    Quads,
    fp,
    graph_name,
    repeated,
    resource,
)

Triples = Iterator[ox.Triple]

QUALIFIERS = frozenset({"office", "vessel", "carrier", "cargo", "mode"})
NARROWINGS = frozenset({"direction", "mode", "industry"})


def to_dataset(corpus: Corpus, base: str = BASE) -> Quads:
    """The quads of a corpus; the same for any order of its documents, entities and facts.

    Args:
        corpus: readings, the entities they speak of, and the gazetteer rows those lie in.
        base: the IRI that all resources start with.

    Raises:
        DataError: an assertion without evidence, or a local key that belongs to no entity.
    """
    owner = owners(corpus, base)
    entities = {resource(base, entity.key): entity for entity in corpus.entities}
    quads: list[ox.Quad] = []
    concepts: set[str] = set()
    for reading in corpus.readings:
        spoken = said(reading, owner, base)
        concepts |= _concepts(spoken)
        name = graph_name(base, reading.document.digest[:16])
        quads += repeated(_reading(reading, spoken, entities, owner, base), name)
    quads += repeated(background(corpus, concepts, base), graph_name(base, "background"))
    return Quads(quads)


def _reading(reading: Reading, spoken: Said, entities: dict[str, Entity], owner: Owners, base: str) -> Triples:
    document = _document_node(reading.document, base)
    yield from _document(reading.document, document)
    named = {end for claim in spoken.claims for end in (claim.subject, claim.object)}
    named |= {count.about for count in spoken.counts if count.about}
    for mention in reading.mentions:
        iri = owner.get((reading.document.name, mention.local))
        if iri is not None:
            named.add(iri)
            yield from _mention(ox.NamedNode(iri), mention, document)
    for iri in named:
        yield from _entity(ox.NamedNode(iri), entities[iri], document)
    for claim in spoken.claims:
        yield from _statement(claim, document)
    for count in spoken.counts:
        yield from _observation(count, document, base)
    for date in reading.dates:
        node = _passage_node(document, date.span)
        yield from _passage(node, date.span, date.text, document)
        yield ox.Triple(node, TYPE, fp("DateMention"))
        yield ox.Triple(node, fp("rule"), ox.Literal(date.rule))
        yield ox.Triple(node, fp("inDocument"), document)
        yield from _time(node, "time", date.value)


def _document_node(document: Document, base: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}document/{document.digest[:16]}")


def _document(document: Document, node: ox.NamedNode) -> Triples:
    yield ox.Triple(node, TYPE, fp("Document"))
    yield ox.Triple(node, TYPE, ox.NamedNode(FOAF + "Document"))
    yield ox.Triple(node, LABEL, words(document.title or document.name, document.language if document.title else ""))
    yield ox.Triple(node, fp("sha256"), ox.Literal(document.digest))
    said_of = {
        "identifier": text(document.name),
        "title": words(document.title, document.language) if document.title else None,
        "publisher": text(document.publisher),
        "issued": moment(document.published) if document.published else None,
        "language": text(document.language),
        "format": text(document.media_type),
        "source": text(document.address),
    }
    for name, literal in said_of.items():
        if literal is not None:
            yield ox.Triple(node, ox.NamedNode(DCTERMS + name), literal)


def _entity(node: ox.NamedNode, entity: Entity, document: ox.NamedNode) -> Triples:
    """Type, and names where no gazetteer gives them, as the document's own; see `background` for the others."""
    yield ox.Triple(node, TYPE, fp(entity.type))
    yield ox.Triple(node, fp("mentionedIn"), document)
    if entity.place is None:
        yield from names(node, entity.labels)


def _passage_node(document: ox.NamedNode, span: Span) -> ox.NamedNode:
    base, _, digest = document.value.rpartition("document/")
    return ox.NamedNode(f"{base}passage/{digest}-{span.start}-{span.end}")


def _passage(node: ox.NamedNode, span: Span, quote: str, document: ox.NamedNode) -> Triples:
    yield ox.Triple(node, ox.NamedNode(OA + "hasSource"), document)
    yield ox.Triple(node, ox.NamedNode(OA + "start"), ox.Literal(span.start))
    yield ox.Triple(node, ox.NamedNode(OA + "end"), ox.Literal(span.end))
    yield ox.Triple(node, ox.NamedNode(OA + "exact"), ox.Literal(quote))


def _mention(entity: ox.NamedNode, mention: Mention, document: ox.NamedNode) -> Triples:
    node = _passage_node(document, mention.span)
    yield ox.Triple(entity, fp("mention"), node)
    yield ox.Triple(node, TYPE, fp("Mention"))
    yield ox.Triple(node, fp("rule"), ox.Literal(mention.rule))
    yield ox.Triple(node, fp("confidence"), decimal(mention.confidence))
    yield from _passage(node, mention.span, mention.text, document)


def _evidence(holder: ox.NamedNode, relation: str, span: Span, quote: str, document: ox.NamedNode) -> Triples:
    node = _passage_node(document, span)
    yield ox.Triple(holder, fp(relation), node)
    for kind in (fp("Passage"), *(ox.NamedNode(OA + name) for name in _SELECTORS)):
        yield ox.Triple(node, TYPE, kind)
    yield ox.Triple(node, ox.NamedNode(OA + "hasSelector"), node)
    yield from _passage(node, span, quote, document)


_SELECTORS = ("SpecificResource", "TextPositionSelector", "TextQuoteSelector")


def _statement(claim: Claim, document: ox.NamedNode) -> Triples:
    node = ox.NamedNode(claim.iri)
    ends = ox.NamedNode(claim.subject), fp(claim.predicate), ox.NamedNode(claim.object)
    if claim.asserted:
        yield ox.Triple(*ends)
    for name, end in zip(("subject", "predicate", "object"), ends, strict=True):
        yield ox.Triple(node, ox.NamedNode(RDF + name), end)
    yield ox.Triple(node, TYPE, fp("Statement"))
    yield ox.Triple(node, TYPE, ox.NamedNode(RDF + "Statement"))
    yield from _sourced(node, document)
    yield ox.Triple(node, fp("confidence"), decimal(claim.best.confidence))
    if claim.status is not None:
        yield ox.Triple(node, fp("status"), ox.NamedNode(STATUSES + claim.status))
    if claim.time:
        yield from _time(node, "time", claim.time)
    for each in claim.evidence:
        yield ox.Triple(node, fp("rule"), ox.Literal(each.rule))
        yield from _evidence(node, "evidence", each.span, each.quote, document)
    for name, word in claim.qualifiers:
        known = name in QUALIFIERS
        yield ox.Triple(node, fp(name if known else "qualifier"), ox.Literal(word if known else f"{name}={word}"))


def _sourced(node: ox.NamedNode, document: ox.NamedNode) -> Triples:
    yield ox.Triple(node, fp("inDocument"), document)
    yield ox.Triple(node, ox.NamedNode(PROV + "hadPrimarySource"), document)


def _time(node: ox.NamedNode, name: str, value: str) -> Triples:
    """The time as said, and its first and last day wherever they are known."""
    yield ox.Triple(node, fp(name), moment(value))
    for suffix, day in zip(("Start", "End"), instants(value), strict=True):
        if day is not None:
            yield ox.Triple(node, fp(name + suffix), day)


def _observation(count: Count, document: ox.NamedNode, base: str) -> Triples:
    node, figure = ox.NamedNode(count.iri), count.figure
    yield ox.Triple(node, TYPE, fp("Observation"))
    yield ox.Triple(node, TYPE, ox.NamedNode(QB + "Observation"))
    yield ox.Triple(node, ox.NamedNode(QB + "dataSet"), ox.NamedNode(base + "dataset/figures"))
    yield from _sourced(node, document)
    yield from _evidence(node, "evidence", count.evidence, count.evidence.of(count.document.text), document)
    yield from _evidence(node, "writtenAs", figure.span, figure.text, document)
    yield ox.Triple(node, fp("value"), decimal(figure.value))
    yield ox.Triple(node, fp("confidence"), decimal(figure.confidence))
    literals = {
        "rule": figure.rule,
        "unitCode": figure.unit,
        "factKind": figure.kind,
        "modifier": figure.modifier,
        "measureText": figure.measure,
    }
    for name, word in literals.items():
        if word:
            yield ox.Triple(node, fp(name), ox.Literal(word))
    links = {"measure": _measure(count), "unit": vocabulary.load().unit(figure.unit), "about": count.about}
    for name, iri in links.items():
        if iri:
            yield ox.Triple(node, fp(name), ox.NamedNode(iri))
    for statement in count.of:
        yield ox.Triple(node, fp("quantifies"), ox.NamedNode(statement))
    if figure.period:
        yield from _time(node, "period", figure.period)
    for name, value in count.narrowing.items():
        yield _narrowing(node, name, value, base)


def _measure(count: Count) -> str:
    return MEASURES + count.figure.concept if count.figure.concept else ""


def _narrowing(node: ox.NamedNode, name: str, value: str, base: str) -> ox.Triple:
    if value.startswith(base):
        return ox.Triple(node, fp("partner" if name == "partner" else "narrowedTo"), ox.NamedNode(value))
    if name == "partner":
        return ox.Triple(node, fp("partnerText"), ox.Literal(value))
    if name in NARROWINGS:
        return ox.Triple(node, fp(name), ox.Literal(value))
    return ox.Triple(node, fp("narrowing"), ox.Literal(f"{name}={value}"))


def _concepts(spoken: Said) -> set[str]:
    """The concepts a document uses, with those above them."""
    ontology = vocabulary.load()
    used = {STATUSES + claim.status for claim in spoken.claims if claim.status is not None}
    used |= {iri for count in spoken.counts for iri in (_measure(count), ontology.unit(count.figure.unit)) if iri}
    return {concept for iri in used for concept in ontology.with_broader(iri)}
