"""Answers to queries as tables, CSV, TSV, JSON, XML, Markdown, HTML and RDF."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

import pyoxigraph as ox
from rich.cells import cell_len, set_cell_size

from kg.cli.output import print_table
from kg.errors import InputError
from kg.queries import Answer, curie, labels
from kg.rdf import prefixes, value
from kg.results import serialize
from kg.sparql import Rows, Store, Term

QUOTE_WIDTH = 72
RDF_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
NUMERIC = ("integer", "decimal", "double")


def print_answer(answer: Answer, form: str, store: Store, language: str) -> None:
    """Prints an answer in one of `FORMATS`; triples are Turtle where a table is asked for.

    Raises:
        InputError: the format does not fit the kind of answer, or is unknown.
    """
    if answer.verdict is not None:
        print(json.dumps({"head": {}, "boolean": answer.verdict}) if form == "json" else str(answer.verdict).lower())
    elif answer.triples or answer.query.form.value in ("construct", "describe"):
        _print_triples(answer.triples, "ttl" if form == "table" else form)
    elif form in ROW_FORMATS:
        ROW_FORMATS[form](answer.rows, store, language)
    else:
        raise InputError(f"rows cannot be written as {form!r}", remedy=f"choose one of {', '.join(ROW_FORMATS)}")


def _print_triples(triples: Sequence[ox.Triple], form: str) -> None:
    if form not in RDF_FORMATS:
        raise InputError(f"triples cannot be written as {form!r}", remedy=f"choose one of {', '.join(RDF_FORMATS)}")
    kind = RDF_FORMATS[form]
    names = prefixes() if kind == ox.RdfFormat.TURTLE else None
    written = ox.serialize(triples, format=kind, prefixes=names) or b""
    sys.stdout.write(written.decode("utf-8"))


def _named(rows: Rows, store: Store, language: str) -> Iterator[list[str]]:
    """The cells of each row for people: names in place of IRIs."""
    things = {term for row in rows.rows for term in row if isinstance(term, ox.NamedNode)}
    names = labels(store, things, language)
    for row in rows.rows:
        yield [_cell(term, names) for term in row]


def _cell(term: Term | None, names: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return names.get(term.value) or curie(term.value)
    return " ".join(value(term).split())


def _table(rows: Rows, store: Store, language: str) -> None:
    right = [at for at in range(len(rows.variables)) if _is_numeric(rows, at)]
    cells = ([_shortened(cell) for cell in row] for row in _named(rows, store, language))
    print_table(rows.variables, cells, right)


def _is_numeric(rows: Rows, at: int) -> bool:
    terms = [row[at] for row in rows.rows if row[at] is not None]
    return bool(terms) and all(isinstance(term, ox.Literal) and term.datatype.value.endswith(NUMERIC) for term in terms)


def _shortened(cell: str) -> str:
    return cell if cell_len(cell) <= QUOTE_WIDTH else set_cell_size(cell, QUOTE_WIDTH - 1) + "…"


def _markdown(rows: Rows, store: Store, language: str) -> None:
    print("| " + " | ".join(rows.variables) + " |")
    print("| " + " | ".join("---" for _ in rows.variables) + " |")
    for row in _named(rows, store, language):
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")


def _separated(sign: str) -> Callable[[Rows, Store, str], None]:
    def write(rows: Rows, store: Store, language: str) -> None:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=sign, lineterminator="\n")
        writer.writerow(rows.variables)
        writer.writerows(["" if term is None else value(term) for term in row] for row in rows.rows)
        sys.stdout.write(buffer.getvalue())

    return write


def _standard(form: str) -> Callable[[Rows, Store, str], None]:
    def write(rows: Rows, store: Store, language: str) -> None:
        print(serialize(rows, form).rstrip("\n"))

    return write


def _html(rows: Rows, store: Store, language: str) -> None:
    """A table to put into a page; names in place of IRIs."""
    print("<table>\n<thead><tr>" + "".join(f"<th>{escape(name)}</th>" for name in rows.variables) + "</tr></thead>")
    for row in _named(rows, store, language):
        print("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
    print("</table>")


ROW_FORMATS: dict[str, Callable[[Rows, Store, str], None]] = {
    "table": _table, "csv": _separated(","), "tsv": _separated("\t"), "json": _standard("json"),
    "xml": _standard("xml"), "markdown": _markdown, "html": _html,
}
FORMATS = (*ROW_FORMATS, *RDF_FORMATS)
