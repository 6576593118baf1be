"""Commands that make, check and publish the graph: build, check, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import STORE, Judgements, Language, MinConfidence, Paths, Store, documents_at, judged
from kg.cli.output import complain, progress
from kg.export import FORMATS, export
from kg.pipeline import Extractor, graph_of
from kg.rdf import Quads
from kg.store import open_store
from kg.validate import validate

BUILD_HELP = """Read documents and build the graph.

Without PATHS the folder graph/documents is read, or the sample documents of the installed program. Documents that
cannot be read are put aside with a message; the others are built, and the exit code is 1.

Example: kg build reports/ --store graph/store
"""
EXPORT_HELP = """Write the graph to a file; the ending says the format.

Example: kg export weihai.ttl --no-quotes
"""
CHECK_HELP = """Check the graph against its SHACL shapes; exit code 1 when something is wrong.

Example: kg check --lang zh
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command(help=BUILD_HELP)(build)
    app.command("export", help=EXPORT_HELP)(export_command)
    app.command(help=CHECK_HELP)(check)


def build(
    paths: Paths = None, store: Store = STORE, min_confidence: MinConfidence = 0.0, judgements: Judgements = None
) -> None:
    decided = judged(judgements)
    documents, aside = documents_at(paths)
    extractor = Extractor()
    readings = extractor.read_all(progress(documents, len(documents), "reading"), min_confidence)
    corpus = extractor.corpus(readings, decided)
    quads = graph_of(corpus)
    with open_store(store) as target:
        target.load(quads)
        size = target.size()
    facts = sum(len(each.assertions) for each in corpus.readings)
    figures = sum(len(each.figures) for each in corpus.readings)
    typer.echo(f"{len(documents)} documents, {len(corpus.entities)} entities, {facts} relations, {figures} figures: "
               f"{size} triples in {store}")
    if aside:
        complain(f"{aside} put aside, see above")
    raise typer.Exit(1 if aside else 0)


def stored(store: Path) -> Quads:
    """Everything in the store."""
    with open_store(store) as source:
        return Quads(source.quads())


def export_command(
    path: Annotated[Path, typer.Argument(help="The file to write.")],
    store: Store = STORE,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}; else by the ending.")] = "",
    quotes: Annotated[bool, typer.Option("--quotes/--no-quotes", help="Leave out the quoted text, keep its place and "
                                         "hash.")] = True,
) -> None:
    for written in export(stored(store), path, form, quotes=quotes):
        typer.echo(f"wrote {written}")


def check(
    store: Store = STORE,
    shapes: Annotated[Path | None, typer.Option(help="Other SHACL shapes than the ontology's own.")] = None,
    language: Language = "en",
) -> None:
    report = validate(stored(store), shapes)
    for finding in report.findings:
        typer.echo(f"{finding.severity}\t{finding.node}\t{finding.path}\t{finding.value}\t{finding.message(language)}")
    if not report.conforms:
        complain(f"{len(report.findings)} findings")
        raise typer.Exit(1)
    typer.echo("conforms")
