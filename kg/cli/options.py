"""Arguments that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg import resources
from kg.cli.output import complain
from kg.documents import Rejected, read_documents
from kg.entities import load_judgements
from kg.errors import InputError
from kg.model import Document, Judgement

STORE = Path("graph/store")
DOCUMENTS = Path("graph/documents")

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Documents or folders of them; by default the sample documents.", show_default=False),
]
Store = Annotated[
    Path, typer.Option("--store", envvar="KG_STORE", help="The directory of the embedded store.", metavar="DIR")
]
Judgements = Annotated[
    Path | None,
    typer.Option("--judgements", metavar="FILE", help="Tab-separated lines: name, name, same or different, reason. "
                 "They override what the names suggest."),
]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out facts of a lower confidence.")
]
Language = Annotated[str, typer.Option("--lang", help="Language of labels and titles: en, de or zh.", metavar="CODE")]


def judged(path: Path | None) -> tuple[Judgement, ...]:
    """The judgements of a file, if one is given.

    Raises:
        InputError: the file is not readable, or a line is no judgement.
    """
    return load_judgements(path) if path else ()


def documents_at(paths: Sequence[Path] | None) -> tuple[list[Document], int]:
    """The documents at the given paths, and how many were put aside, each with a message.

    Raises:
        InputError: there is not one readable document.
    """
    places = list(paths or [DOCUMENTS if DOCUMENTS.is_dir() else resources.sample_documents()])
    documents, aside = [], 0
    for each in read_documents(places):
        if isinstance(each, Rejected):
            complain(f"put aside: {each.error}")
            aside += 1
        else:
            documents.append(each)
    if not documents:
        raise InputError("no readable document", where=", ".join(map(str, places)),
                         remedy="give files or folders with txt, md, html, pdf or docx documents")
    return documents, aside
