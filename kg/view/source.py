"""From a store to a network: a few flat SELECT queries (the shape is told in `ontology/README.md`), joined here."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import vocabulary
from kg.rdf import DCTERMS, LABEL, MEASURES, OA, ONTOLOGY, RDF, SKOS, STATUSES, TYPE, WGS84, Term, value
from kg.view.network import DocumentData, EdgeData, FigureData, Network, NodeData, StatementData

Select = Callable[[str], Iterable[Mapping[str, Term]]]
"""A SELECT query to its rows, such as `Store.select`."""
Properties = Mapping[str, list[Term]]
Triple = tuple[str, str, str]

FP = ONTOLOGY
IDENTIFIERS = ("geonames", "unlocode", "iata", "icao", "iso3166_1", "iso3166_2", "wikidata")
QUALIFIERS = ("vessel", "carrier", "cargo", "mode", "office")
NARROWINGS = ("partner", "partnerText", "direction", "mode", "industry", "narrowedTo")


def _about(pattern: str) -> str:
    return f"SELECT ?s ?p ?o WHERE {{ {pattern} ?s ?p ?o }}"


ENTITIES = _about(f"?s a <{FP}Entity> .") + " ORDER BY ?s ?p ?o"
DOCUMENTS = _about(f"?s a <{FP}Document> .")
STATEMENTS = _about(f"?s a <{FP}Statement> .")
BACKGROUND = _about(f"?s a <{FP}BackgroundStatement> .")
FIGURES = _about(f"?s a <{FP}Observation> .")
PASSAGES = (
    f"SELECT ?s ?document ?start ?end ?quote WHERE {{ ?s <{OA}hasSource> ?document ; <{OA}start> ?start ;"
    f" <{OA}end> ?end OPTIONAL {{ ?s <{OA}exact> ?quote }} }}"
)
CATALOGUE = f"SELECT ?rights ?licence WHERE {{ ?s <{DCTERMS}rights> ?rights ; <{DCTERMS}license> ?licence }}"
CONCEPTS = f"SELECT ?s ?label WHERE {{ ?s <{SKOS}prefLabel> ?label . FILTER(STRSTARTS(STR(?s), '{MEASURES}')) }}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text; `quote` is empty where texts were left out of the graph."""

    document: str
    start: int
    end: int
    quote: str


def network_from_store(select: Select) -> Network:
    """The network a store holds: entities, what documents say of them, and what the gazetteer adds.

    Ties that were only inferred are left out: they repeat what is there.

    Args:
        select: asks the store, such as `Store.select`.

    Raises:
        StoreError, QueryError: the store's own.
    """
    return _Reader(select).network()


def _grouped(rows: Iterable[Mapping[str, Term]]) -> dict[str, dict[str, list[Term]]]:
    found: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        found.setdefault(value(row["s"]), {}).setdefault(value(row["p"]), []).append(row["o"])
    return dict(sorted(found.items()))


def _first(properties: Properties, name: str) -> str:
    return min((value(term) for term in properties.get(name, ())), default="")


def _local(iri: str) -> str:
    for base in (FP, STATUSES, MEASURES):
        iri = iri.removeprefix(base)
    return iri


class _Reader:
    """The rows of one store, each query asked once."""

    def __init__(self, select: Select) -> None:
        self.entities = _grouped(select(ENTITIES))
        self.documents = _grouped(select(DOCUMENTS))
        self.statements = _grouped(select(STATEMENTS))
        self.background = _grouped(select(BACKGROUND))
        self.figures = _grouped(select(FIGURES))
        self.passages = {
            value(row["s"]): Passage(
                value(row["document"]), int(value(row["start"])), int(value(row["end"])),
                value(row["quote"]) if "quote" in row else "",
            )
            for row in select(PASSAGES)
        }
        self.concepts = {(value(row["s"]), row["label"]) for row in select(CONCEPTS)}
        self.catalogue = {(row["rights"], value(row["licence"])) for row in select(CATALOGUE)}
        self.mentions = self._mentions()

    def _mentions(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Where each entity is named, by entity and document, sorted."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for entity, properties in self.entities.items():
            for mention in properties.get(FP + "mention", ()):
                passage = self.passages[value(mention)]
                found[entity, passage.document].append((passage.start, passage.end))
        return {key: sorted(places) for key, places in found.items()}

    def network(self) -> Network:
        figures = {iri: self._figure(iri, properties) for iri, properties in self.figures.items()}
        edges = self._edges(figures)
        about: dict[str, list[FigureData]] = defaultdict(list)
        for iri, properties in self.figures.items():
            for entity in properties.get(FP + "about", ()):
                about[value(entity)].append(figures[iri])
        nodes = tuple(self._node(iri, properties, about[iri]) for iri, properties in self.entities.items())
        known = {node.id for node in nodes}
        return Network(
            nodes,
            tuple(edge for edge in edges if edge.source in known and edge.target in known),
            tuple(self._document(iri, properties) for iri, properties in self.documents.items()),
            self._terms(),
            attribution={
                rights.language or "": rights.value
                for rights, _ in sorted(self.catalogue, key=str) if isinstance(rights, ox.Literal)
            },
            licence=min((licence for _, licence in self.catalogue), default=""),
        )

    def _terms(self) -> dict[str, dict[str, str]]:
        terms: dict[str, dict[str, str]] = {}
        for concept, label in sorted(self.concepts, key=str):
            if isinstance(label, ox.Literal):
                terms.setdefault(_local(concept), {})[label.language or ""] = label.value
        return terms

    def _document(self, iri: str, properties: Properties) -> DocumentData:
        names = ("identifier", "title", "publisher", "issued", "language", "source")
        name, title, publisher, issued, language, source = (_first(properties, DCTERMS + each) for each in names)
        return DocumentData(iri, name or iri, title, publisher, issued, language, source)

    def _node(self, iri: str, properties: Properties, figures: Iterable[FigureData]) -> NodeData:
        labels: dict[str, list[str]] = {}
        for predicate in (LABEL.value, SKOS + "altLabel"):
            for term in properties.get(predicate, ()):
                if isinstance(term, ox.Literal) and term.value not in labels.setdefault(term.language or "", []):
                    labels[term.language or ""].append(term.value)
        latitude, longitude = (_first(properties, WGS84 + name) for name in ("lat", "long"))
        return NodeData(
            iri,
            _narrowest(_local(value(kind)) for kind in properties.get(TYPE.value, ())),
            {language: tuple(names) for language, names in labels.items()},
            {name: code for name in IDENTIFIERS if (code := _first(properties, FP + name))},
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            tuple(figures),
            documents=tuple(sorted(value(document) for document in properties.get(FP + "mentionedIn", ()))),
        )

    def _edges(self, figures: Mapping[str, FigureData]) -> list[EdgeData]:
        symmetric = vocabulary.load().symmetric
        said: dict[Triple, list[str]] = defaultdict(list)
        for iri, properties in (self.statements | self.background).items():
            subject, object_ = _first(properties, RDF + "subject"), _first(properties, RDF + "object")
            relation = _local(_first(properties, RDF + "predicate"))
            if relation in symmetric and object_ < subject:
                subject, object_ = object_, subject
            said[subject, relation, object_].append(iri)
        quantified: dict[str, list[str]] = defaultdict(list)
        for iri, properties in self.figures.items():
            for statement in properties.get(FP + "quantifies", ()):
                quantified[value(statement)].append(iri)
        return [
            self._edge(triple, iris, [figures[each] for iri in iris for each in quantified[iri]])
            for triple, iris in sorted(said.items())
        ]

    def _edge(self, triple: Triple, iris: Iterable[str], figures: Iterable[FigureData]) -> EdgeData:
        subject, relation, object_ = triple
        own = tuple(self._statement(iri, triple) for iri in iris if iri in self.statements)
        unique = {figure.id: figure for figure in figures}
        weekly = [figure for figure in unique.values() if figure.unit == "per_week" and figure.ties == 1]
        latest = max(weekly, key=lambda figure: (figure.period, figure.id), default=None)
        return EdgeData(
            f"{subject} {relation} {object_}", subject, object_, relation,
            statements=own, weekly=latest.value if latest else None, figures=tuple(unique.values()),
        )

    def _statement(self, iri: str, triple: Triple) -> StatementData:
        properties = self.statements[iri]
        return self._said(iri, properties, {
            name: word for name in QUALIFIERS if (word := _first(properties, FP + name))
        }, lambda passage: self._named_in(passage, (triple[0], triple[2])))

    def _figure(self, iri: str, properties: Properties) -> FigureData:
        narrowing = {name: word for name in NARROWINGS if (word := _first(properties, FP + name))}
        written = [self.passages[value(each)] for each in properties.get(FP + "writtenAs", ())]
        return FigureData(
            iri,
            _first(properties, FP + "measureText"),
            float(_first(properties, FP + "value")),
            _first(properties, FP + "unitCode"),
            self._said(iri, properties, {}, lambda passage: [(each.start, each.end) for each in written]),
            _local(_first(properties, FP + "measure")),
            _first(properties, FP + "modifier"),
            _first(properties, FP + "factKind") or "level",
            _first(properties, FP + "period"),
            {name: self._name(word) for name, word in narrowing.items()},
            len(properties.get(FP + "quantifies", ())),
        )

    def _name(self, word: str) -> str:
        """An entity's first name, for a figure that is narrowed by it; other words stay."""
        labels = self.entities.get(word, {}).get(LABEL.value, ())
        return _first({"": list(labels)}, "") or word

    def _said(
        self, iri: str, properties: Properties, qualifiers: Mapping[str, str],
        places: Callable[[Passage], Iterable[tuple[int, int]]],
    ) -> StatementData:
        """What one document says: its sentences one after the other, and the marks within them."""
        quotes: list[str] = []
        marks: list[tuple[int, int]] = []
        for passage in sorted((self.passages[value(each)] for each in properties.get(FP + "evidence", ())),
                              key=lambda each: (each.start, each.end)):
            shift = sum(map(len, quotes)) + len(GAP) * len(quotes) - passage.start
            marks += [(start + shift, end + shift) for start, end in places(passage)
                      if passage.start <= start and end <= passage.end]
            quotes.append(passage.quote)
        quote = GAP.join(quotes)
        return StatementData(
            iri, _first(properties, FP + "inDocument"), quote, tuple(sorted(set(marks))) if quote else (),
            _local(_first(properties, FP + "status")), _first(properties, FP + "time"),
            float(_first(properties, FP + "confidence") or 1), _first(properties, FP + "rule"), qualifiers,
        )

    def _named_in(self, passage: Passage, entities: Iterable[str]) -> Iterable[tuple[int, int]]:
        for entity in entities:
            places = self.mentions.get((entity, passage.document), [])
            for place in places[bisect_left(places, (passage.start, 0)):]:
                if place[0] >= passage.end:
                    break
                yield place


GAP = " … "


def _narrowest(kinds: Iterable[str]) -> str:
    above = vocabulary.load().above
    entities = sorted(kind for kind in kinds if "Entity" in above.get(kind, ()))
    return next((kind for kind in entities if not any(kind in above[other] for other in entities)), "Entity")
