"""The command that documents the ontology: docs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Language
from kg.cli.output import write_file
from kg.ontology_page import Use, read_terms, render
from kg.queries import load_queries

DOCS_HELP = """Write the documentation of the ontology as one HTML page that works offline, in en, de and zh.

Example: kg docs ontology.html --lang zh
"""
PAGE = Path("graph/ontology.html")


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command(help=DOCS_HELP)(docs)


def docs(path: Annotated[Path, typer.Argument(help="The file to write.")] = PAGE, language: Language = "en") -> None:
    documentation = read_terms()
    uses = [Use(query.name, query.title, query.text) for _, query in sorted(load_queries().items())]
    write_file(path, render(documentation, uses, language).encode("utf-8"))
    typer.echo(f"wrote {path}: {len(documentation.terms)} terms")
