"""Commands that read documents without a store: facts, evaluate, why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.options import Judgements, MinConfidence, Paths, documents_at, judged
from kg.cli.output import print_line, print_table
from kg.entities import explained, why
from kg.errors import InputError
from kg.evaluation import Report, by_document, co_occurrence, evaluate
from kg.facts import fact_lines
from kg.model import Corpus, Document, Judgement
from kg.pipeline import Extractor

FACTS_HELP = """Print what documents say, one JSON object a line: entities, relations, figures, dates.

Example: kg facts graph/documents | jq 'select(.kind == "relation")'
"""
EVALUATE_HELP = """Measure what is found in documents against their annotations.

ANNOTATIONS are files in the scorer's format (or folders of them); the documents they name are looked for in
--documents. The last rows are a baseline: relations by co-occurrence in a sentence.

Example: kg evaluate tests/corpus/de/dev/annotations --documents tests/corpus/de/dev --misses
"""
WHY_HELP = """Tell why two names are, or are not, one thing.

Example: kg why 威海 Weihai --documents graph/documents
"""

COLUMNS = ("reader", "language", "level", "precision", "recall", "F1", "matched", "found", "annotated")
Reports = Mapping[str, Report]


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command(help=FACTS_HELP)(facts)
    app.command("evaluate", help=EVALUATE_HELP)(evaluate_command)
    app.command("why", help=WHY_HELP)(why_command)


def facts(paths: Paths = None, min_confidence: MinConfidence = 0.0, judgements: Judgements = None) -> None:
    decided = judged(judgements)
    documents, aside = documents_at(paths)
    for line in fact_lines(_corpus(documents, min_confidence, decided)):
        print_line(line)
    raise typer.Exit(1 if aside else 0)


def why_command(
    left: Annotated[str, typer.Argument(help="A name as a document writes it.")],
    right: Annotated[str, typer.Argument(help="Another name.")],
    paths: Annotated[list[Path] | None, typer.Option("--documents", help="The documents that name them.")] = None,
    judgements: Judgements = None,
) -> None:
    documents, _ = documents_at(paths)
    found = why(_corpus(documents, 0.0, judged(judgements)), left, right)
    if not found:
        raise InputError(f"no document names both {left!r} and {right!r}",
                         remedy="write the names as the documents do, and say where those lie with --documents")
    for judgement in found:
        print(explained(judgement))


def _corpus(documents: list[Document], min_confidence: float, decided: tuple[Judgement, ...] = ()) -> Corpus:
    extractor = Extractor()
    return extractor.corpus(extractor.read_all(documents, min_confidence), decided)


def evaluate_command(
    annotations: Annotated[list[Path], typer.Argument(help="Annotation files or folders of them.")],
    documents: Annotated[list[Path], typer.Option("--documents", help="Where the annotated documents lie.")],
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed and what was spurious.")] = False,
    form: Annotated[str, typer.Option("--format", help="table, markdown or json.")] = "table",
) -> None:
    gold = [_annotation(path) for place in annotations for path in _files(place)]
    wanted = {str(each["document"]) for each in gold}
    found, aside = documents_at([file for place in documents for file in _named(place, wanted)])
    corpus = _corpus(found, 0.0)
    facts_by_document = by_document(fact_lines(corpus))
    spans = {reading.document.name: sentence_spans(reading.document.text) for reading in corpus.readings}
    base = {name: co_occurrence(own, spans[name]) for name, own in facts_by_document.items()}
    reports = {"kg": evaluate(facts_by_document, gold), "co-occurrence": evaluate(base, gold)}
    if form not in FORMS:
        raise InputError(f"no such format: {form!r}", remedy=f"choose one of {', '.join(FORMS)}")
    FORMS[form](reports)
    if misses:
        for line in reports["kg"].misses():
            print(line)
    raise typer.Exit(1 if aside else 0)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Rough sentences for the baseline: up to a full stop or the end of a line."""
    spans, start = [], 0
    for at, sign in enumerate(text):
        if sign in ".!?。!?\n":
            spans.append((start, at + 1))
            start = at + 1
    return [*spans, (start, len(text))]


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.json")) if place.is_dir() else [place]


def _named(place: Path, wanted: set[str]) -> list[Path]:
    """The files of those names in a folder, or below it."""
    return sorted(file for file in place.rglob("*") if file.name in wanted) if place.is_dir() else [place]


def _annotation(path: Path) -> dict[str, Any]:
    try:
        annotation: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "document" in annotation:
            return annotation
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"not an annotation: {error}", where=str(path)) from error
    raise InputError("an annotation without `document`", where=str(path))


def _table(reports: Reports) -> None:
    print_table(COLUMNS, _rows(reports), right=range(3, 9))


def _markdown(reports: Reports) -> None:
    print(f"| {' | '.join(COLUMNS)} |")
    print(f"| {' | '.join('---' for _ in COLUMNS)} |")
    for row in _rows(reports):
        print(f"| {' | '.join(row)} |")


def _rows(reports: Reports) -> Iterator[tuple[str, ...]]:
    for name, report in reports.items():
        for language, level, measure in report.rows():
            if name == "kg" or level == "relations":
                yield (name, language, level, f"{measure.precision:.3f}", f"{measure.recall:.3f}", f"{measure.f1:.3f}",
                       str(measure.matched), str(measure.found), str(measure.annotated))


def _json(reports: Reports) -> None:
    print(json.dumps({name: _as_json(report) for name, report in reports.items()}, indent=1))


def _as_json(report: Report) -> dict[str, dict[str, dict[str, float]]]:
    table: dict[str, dict[str, dict[str, float]]] = {}
    for language, level, measure in report.rows():
        table.setdefault(language, {})[level] = {
            "precision": round(measure.precision, 3), "recall": round(measure.recall, 3), "f1": round(measure.f1, 3),
            "matched": measure.matched, "found": measure.found, "annotated": measure.annotated,
        }
    return table


FORMS: dict[str, Callable[[Reports], None]] = {"table": _table, "markdown": _markdown, "json": _json}
