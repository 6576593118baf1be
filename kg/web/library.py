"""Named queries and single things, answered inside a worker: these need the query library, which is slow to load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pyoxigraph as ox

from kg import sparql
from kg.errors import QueryError
from kg.queries import labels, load_queries, run
from kg.rdf import value
from kg.results import serialize
from kg.sparql import NO_BINDINGS, Bindings, Rows, Store
from kg.web.frames import JobError

_OUT = "SELECT ?p ?o WHERE { ?s ?p ?o } ORDER BY ?p ?o LIMIT %d"
_IN = "SELECT ?s ?p WHERE { ?s ?p ?o } ORDER BY ?p ?s LIMIT %d"


class Snapshot:
    """One generation of the embedded store, for reading."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def select(self, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
        """See `Store.select`."""
        return sparql.select(self._store, query, bindings)

    def ask(self, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
        """See `Store.ask`."""
        return sparql.ask(self._store, query, bindings)

    def construct(self, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
        """See `Store.construct`."""
        return sparql.construct(self._store, query, bindings)


def answer(
    store: ox.Store, job: Mapping[str, Any], form: str
) -> tuple[dict[str, Any], str | Iterable[ox.Triple]]:
    """What a named query answers: what its parameters were taken to be, and its text or its triples.

    Args:
        store: where to look.
        job: "name", "arguments", "language", and "most" rows.
        form: a format of rows, or empty for a table with labels (JSON, for a page).

    Raises:
        JobError: the query is at fault, or has too many rows.
    """
    query = load_queries()[job["name"]]
    arguments = dict(job["arguments"])
    if any(each.name == "lang" for each in query.parameters):
        arguments.setdefault("lang", job["language"])
    source = cast(Store, Snapshot(store))  # reading is all that `run` does
    try:
        found = run(source, query, arguments)
    except QueryError as error:
        raise JobError("arguments", str(error)) from error
    taken = {name: str(term) for name, term in found.taken.items()}
    if query.form.value in ("construct", "describe"):
        return {"taken": taken}, found.triples
    rows = found.rows if found.verdict is None else Rows(("answer",), ((ox.Literal(found.verdict),),))
    if len(rows) > job["most"]:
        raise JobError("rows", f"the answer has more than {job['most']} rows")
    return {"taken": taken}, serialize(rows, form) if form else json.dumps(_table(source, rows, job["language"]))


def thing(store: ox.Store, job: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a thing and what points at it, with labels, for a page.

    Args:
        store: where to look.
        job: its "iri", a "language", and the "most" rows each way.

    Raises:
        JobError: nothing is known of it.
    """
    node, language = ox.NamedNode(job["iri"]), job["language"]
    source = cast(Store, Snapshot(store))
    out = source.select(_OUT % job["most"], {"s": node})
    into = source.select(_IN % job["most"], {"o": node})
    if not out.rows and not into.rows:
        raise JobError("missing", f"the graph knows nothing of {node.value}")
    return {
        "label": labels(source, [node], language).get(node.value, ""),
        "out": _table(source, out, language)["rows"],
        "in": _table(source, into, language)["rows"],
    }


def _table(store: Store, rows: Rows, language: str) -> dict[str, Any]:
    """Columns, and rows of (text, IRI or nothing)."""
    names = labels(store, {term for row in rows.rows for term in row if isinstance(term, ox.NamedNode)}, language)

    def cell(term: sparql.Term | None) -> tuple[str, str]:
        if isinstance(term, ox.NamedNode):
            return names.get(term.value, ""), term.value
        return ("" if term is None else value(term)), ""

    return {"columns": rows.variables, "rows": [[cell(term) for term in row] for row in rows.rows]}
