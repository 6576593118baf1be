"""The command that draws the network: view."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import STORE, Language, MinConfidence, Store
from kg.cli.output import write_file
from kg.queries import load_queries, resolve, run
from kg.rdf import value
from kg.sparql import Store as SparqlStore
from kg.store import open_store

VIEW_HELP = """Draw the network as one HTML page that works offline; a path that ends in .svg or .png gives a picture.

Examples: kg view weihai.html

kg view incheon.html --around 仁川 --hops 2 --lang zh

kg view links.html --relation seaLink --relation airLink --since 2021
"""
PAGE = Path("graph/network.html")
Words = Annotated[list[str] | None, typer.Option()]


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command(help=VIEW_HELP)(view)


def view(
    path: Annotated[Path, typer.Argument(help="The file to write: .html, .svg or .png.")] = PAGE,
    store: Store = STORE,
    around: Annotated[list[str] | None, typer.Option(help="Start from this thing: a name, an IRI.")] = None,
    hops: Annotated[int, typer.Option(min=0, help="How many ties from there.")] = 1,
    query: Annotated[str, typer.Option(help="Only the things that a named query answers with.")] = "",
    types: Annotated[list[str] | None, typer.Option("--type", help="Only things of this type.")] = None,
    relations: Annotated[list[str] | None, typer.Option("--relation", help="Only ties of this kind.")] = None,
    documents: Annotated[list[str] | None, typer.Option("--document", help="Only what this document says.")] = None,
    since: Annotated[str, typer.Option(help="Only what holds from this date on (undated stays).")] = "",
    until: Annotated[str, typer.Option(help="Only what holds up to this date (undated stays).")] = "",
    top: Annotated[int, typer.Option(min=0, help="Only so many things, the most central first.")] = 0,
    min_confidence: MinConfidence = 0.0,
    language: Language = "en",
    title: Annotated[str, typer.Option(help="The title of the page.")] = "fourports",
) -> None:
    # Imported here: the drawing libraries take long to load, and no other command needs them.
    from kg.view import Selection, narrow, network_from_store, render, still_png, still_svg

    with open_store(store) as source:
        starts = [resolve(source, each).value for each in around or ()]
        network = network_from_store(source.select)
        if query:
            drawn = {node.id for node in network.nodes}
            starts += [each for each in _answered(source, query) if each in drawn]
    selection = Selection(
        around=tuple(starts),
        hops=0 if query and not around else hops,
        types=frozenset(types or ()),
        relations=frozenset(relations or ()),
        since=since,
        until=until,
        documents=frozenset(documents or ()),
        min_confidence=min_confidence,
        top=top,
    )
    part = narrow(network, selection)
    if path.suffix in (".svg", ".png"):
        svg = still_svg(part, language=language, title=title)
        write_file(path, svg.encode("utf-8") if path.suffix == ".svg" else still_png(svg))
    else:
        write_file(path, render(part, language=language, title=title).encode("utf-8"))
    typer.echo(f"wrote {path}: {len(part.nodes)} things, {len(part.edges)} ties")


def _answered(store: SparqlStore, query: str) -> list[str]:
    """The IRIs in the answer of a named query with its default parameters."""
    answer = run(store, load_queries()[query])
    return sorted({value(term) for row in answer.rows.rows for term in row if term and str(term).startswith("<")})
