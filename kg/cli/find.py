"""The command that looks things up by name: find."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import STORE, Language, Store
from kg.cli.output import complain, print_line, print_table
from kg.errors import InputError
from kg.find import Names
from kg.queries import curie
from kg.store import open_store

FIND_HELP = """Find things by name: in any script, romanised, without marks, abbreviated, or with typing errors.

The likeliest stands first. Exit code 1 when nothing fits.

Examples: kg find 仁川

kg find "uni triest" --limit 3

kg find weihei --format json
"""
FORMATS = ("table", "json")


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command("find", help=FIND_HELP)(find)


def find(
    text: Annotated[str, typer.Argument(help="A name, or what you remember of it.")],
    store: Store = STORE,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    language: Language = "en",
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}; json is one object a "
                                      "line.")] = "table",
    endpoint: Annotated[str, typer.Option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 service instead of the "
                                          "store.")] = "",
) -> None:
    if form not in FORMATS:
        raise InputError(f"no such format: {form!r}", remedy=f"choose one of {', '.join(FORMATS)}")
    with open_store(endpoint or store) as source:
        hits = Names(source).find(text, language, limit)
    if form == "json":
        for each in hits:
            print_line({"iri": each.iri, "type": each.kind, "label": each.label, "name": each.name, "how": each.how,
                        "score": each.score})
    elif hits:
        rows = [(f"{each.score:.2f}", each.label, each.kind, "" if each.name == each.label else each.name, each.how,
                 curie(each.iri)) for each in hits]
        print_table(("score", "label", "type", "found as", "how", "entity"), rows, right=(0,))
    if not hits:
        complain(f"nothing is called like {text!r}")
        raise typer.Exit(1)
