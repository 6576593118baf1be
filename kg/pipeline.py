"""The order of the stages: documents -> text -> mentions -> assertions -> entities -> dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from kg import resources
from kg.assertions import find_assertions, find_figures
from kg.catalogue import describe
from kg.confidence import Confidences
from kg.dataset import to_dataset
from kg.dates import Calendar, find_dates
from kg.entities import resolve
from kg.gazetteer import Gazetteer, Match
from kg.grammar import load_grammars
from kg.language import Text
from kg.measures import Measure, Measures
from kg.mentions import find_mentions
from kg.model import Corpus, Date, Document, Judgement, Place, Reading, Span
from kg.quantities import Quantity, QuantityLexicon, find_quantities
from kg.rdf import BASE, Quads
from kg.reason import infer
from kg.text import Reader
from kg.trust import trusted


class Extractor:
    """Reads documents with all language packs; loads its data once, when first needed."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of places in all their scripts."""
        return Gazetteer.load()

    @cached_property
    def _reader(self) -> Reader[Match]:
        return Reader(load_grammars(resources.languages()), self.gazetteer)

    @cached_property
    def _calendars(self) -> dict[str, Calendar]:
        return {each.name: Calendar.load(each) for each in resources.languages().iterdir()
                if (each / "dates.toml").is_file()}

    @cached_property
    def _units(self) -> dict[str, QuantityLexicon]:
        return {each.name: QuantityLexicon.load(each) for each in resources.languages().iterdir()
                if (each / "quantities.toml").is_file()}

    @cached_property
    def _confidences(self) -> Confidences:
        return Confidences.load()

    @cached_property
    def _measures(self) -> dict[str, Measures]:
        return {code: Measures.load(resources.languages() / code) for code in self._units}

    def read(self, document: Document) -> Reading:
        """All that one document says."""
        text = self._reader.read(document)
        mentions = find_mentions(text, self.gazetteer)
        named = tuple(each.span for each in mentions)
        dates = tuple(self._dates(text, named))
        measured = dict(self._quantities(text, dates, named))
        findings = find_assertions(text, mentions, dates, [each.span for each in measured], self.gazetteer.places)
        figures = find_figures(text, findings, measured)
        return Reading(document, findings.mentions, findings.assertions, figures, dates)

    def read_all(self, documents: Iterable[Document], min_confidence: float = 0.0) -> Iterator[Reading]:
        """The readings of documents, each as soon as it is made, without facts of a lower confidence."""
        for document in documents:
            yield _trusted(self._confidences.apply(self.read(document)), min_confidence)

    def corpus(self, readings: Iterable[Reading], judgements: tuple[Judgement, ...] = ()) -> Corpus:
        """Readings with one entity for each thing across documents and languages, and the places those lie in.

        Args:
            readings: of the documents.
            judgements: what people decided is, or is not, one thing; it overrides what the names suggest.
        """
        corpus = resolve(tuple(readings), self.gazetteer.places, judgements)
        return replace(corpus, places=self._surroundings(corpus))

    def _surroundings(self, corpus: Corpus) -> tuple[Place, ...]:
        """The places that the corpus' own places lie in or serve, up to the country, in the order of their keys."""
        found: dict[str, Place] = {}
        waiting = [each.place for each in corpus.entities if each.place]
        while waiting:
            place = waiting.pop()
            for key in (place.within, place.serves):
                if key in self.gazetteer.places and key not in found:
                    found[key] = self.gazetteer.places[key]
                    waiting.append(found[key])
        return tuple(found[key] for key in sorted(found))

    def _dates(self, text: Text, named: tuple[Span, ...]) -> Iterator[Date]:
        for code, part in _blocks(text):
            if code in self._calendars:
                for date in find_dates(part, self._calendars[code], text.document.published, named):
                    yield replace(date, text=date.span.of(text.document.text))

    def _quantities(
        self, text: Text, dates: tuple[Date, ...], named: tuple[Span, ...]
    ) -> Iterator[tuple[Quantity, Measure]]:
        for code, part in _blocks(text):
            if code in self._units:
                for each in find_quantities(part, self._units[code], dates, named, text.document.published):
                    yield each, self._measures[code].describe(part, each)


def graph_of(corpus: Corpus, base: str = BASE) -> Quads:
    """The whole dataset of a corpus: what was said, the background, and what follows from both."""
    return describe(infer(to_dataset(corpus, base), base), base)


def sure_graph(quads: Quads, least: float, base: str = BASE) -> Quads:
    """The dataset with the facts of at least that confidence, and what follows from those."""
    return infer(trusted(quads, least, base), base)


def _trusted(reading: Reading, least: float) -> Reading:
    """The reading without assertions and figures of a confidence below `least`."""
    return replace(
        reading,
        assertions=tuple(each for each in reading.assertions if each.confidence >= least),
        figures=tuple(each for each in reading.figures if each.confidence >= least),
    )


def _blocks(text: Text) -> Iterator[tuple[str, str]]:
    """For each language of a text, the view with everything else blanked: offsets stay those of the document."""
    codes = sorted({each.grammar.code for each in text.sentences})
    for code in codes:
        parts, at = [], 0
        for own, group in groupby(text.sentences, key=lambda each: each.grammar.code):
            spans = [each.span for each in group]
            if own == code:
                parts += [_blank(text.view[at : spans[0].start]), text.view[spans[0].start : spans[-1].end]]
                at = spans[-1].end
        yield code, "".join((*parts, _blank(text.view[at:])))


def _blank(stretch: str) -> str:
    """Line breaks kept, all else blanks."""
    return "".join("\n" if each == "\n" else " " for each in stretch)
