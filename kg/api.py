"""The graph in a program or a notebook: `from kg import Graph`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import networkx as nx
import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.find import Hit, Names
from kg.queries import Answer, NamedQuery, labels, load_queries, parse_query, resolve, run
from kg.rdf import XSD
from kg.sparql import Rows
from kg.store import open_store
from kg.view import Inline, Network, Selection, narrow, network_from_store, render

if TYPE_CHECKING:
    import pandas

DEFAULT = Path("graph/store")
_NUMBERS: Mapping[str, type[int] | type[float]] = {
    XSD + "integer": int, XSD + "decimal": float, XSD + "double": float, XSD + "float": float, XSD + "int": int,
}


@dataclass(frozen=True, slots=True)
class Result(Sequence[Mapping[str, Any]]):
    """The rows of an answer as mappings of plain values: text, numbers, truth values; IRIs as text.

    Attributes:
        answer: what was asked and answered, with full terms; see `kg.queries.Answer`.
        rows: column to value; a cell left open is None.
    """

    answer: Answer
    rows: tuple[Mapping[str, Any], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.answer.rows.variables

    def __getitem__(self, at: Any) -> Any:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """Whether there is an answer; of an ASK query, whether it is yes."""
        return bool(self.rows) if self.answer.verdict is None else self.answer.verdict


class Graph:
    """A graph to ask: a store's directory, or the address of a SPARQL 1.1 service's query operation.

    Args:
        where: the directory or address; by default the store that `kg build` makes.
        language: of names and labels.

    Raises:
        StoreError: the directory holds something else than a store.

    Example (with a store in graph/store):
        graph = Graph()
        for row in graph.query("links-of-place", place="威海"):
            print(row["to"], row["quote"])
        graph.network(around="Weihai")
        graph  # in a notebook: the network, inline
    """

    def __init__(self, where: str | Path = DEFAULT, language: str = "en") -> None:
        self._store = open_store(where)
        self._language = language

    def query(self, what: str, **parameters: object) -> Result:
        """Ask a named query, or SPARQL (which has a brace).

        Args:
            what: the name of a query, or its text.
            parameters: of a named query; things by name in any language, CURIE or IRI.

        Raises:
            QueryError: there is no such query, or it or a parameter is at fault.
            StoreError: the store cannot be read or reached.
        """
        asked = parse_query("query", what) if "{" in what else _named(what)
        given = {name: str(content) for name, content in parameters.items()}
        if any(each.name == "lang" for each in asked.parameters):
            given.setdefault("lang", self._language)
        answer = run(self._store, asked, given)
        return Result(answer, tuple(_plain(answer.rows)) if not answer.triples else tuple(_spread(answer.triples)))

    def frame(self, what: str, **parameters: object) -> pandas.DataFrame:
        """The rows of `query` as a data frame.

        Raises:
            InputError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise InputError("data frames need pandas", remedy="pip install pandas") from error
        found = self.query(what, **parameters)
        return pandas.DataFrame(list(found), columns=list(found.columns) or None)

    def network(self, around: str = "", hops: int = 1) -> nx.MultiDiGraph[str]:
        """The network of things and ties: nodes are IRIs with `label` and `type`, edges have `relation` and `status`.

        Args:
            around: only what is so many `hops` away from the thing of this name.
            hops: see `around`.
        """
        part = self._part(around, hops)
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in part.nodes:
            names = node.labels.get(self._language) or next(iter(node.labels.values()), (node.id,))
            graph.add_node(node.id, label=names[0], type=node.type)
        for edge in part.edges:
            graph.add_edge(edge.source, edge.target, relation=edge.relation, status=edge.status)
        return graph

    def show(self, around: str = "", hops: int = 1, height: int = 640) -> Inline:
        """The interactive network, as a notebook shows it; see `network` for the arguments."""
        return Inline(render(self._part(around, hops), language=self._language), height)

    def find(self, text: str, limit: int = 10) -> list[Hit]:
        """The things that a text may mean, the likeliest first; see `kg.find`."""
        return Names(self._store).find(text, self._language, limit)

    def label(self, iri: str) -> str:
        """The name of a thing; empty if it has none."""
        return labels(self._store, [ox.NamedNode(iri)], self._language).get(iri, "")

    @property
    def queries(self) -> Mapping[str, NamedQuery]:
        """The named queries."""
        return load_queries()

    def close(self) -> None:
        """Let go of files."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    def _part(self, around: str, hops: int) -> Network:
        whole = network_from_store(self._store.select)
        if not around:
            return whole
        return narrow(whole, Selection(around=(resolve(self._store, around).value,), hops=hops))


def _named(name: str) -> NamedQuery:
    library = load_queries()
    if name not in library:
        raise QueryError(f"no query is called {name!r}", remedy=", ".join(library))
    return library[name]


def _plain(rows: Rows) -> Iterator[Mapping[str, Any]]:
    for row in rows.rows:
        yield {name: _value(term) for name, term in zip(rows.variables, row, strict=True)}


def _spread(triples: Sequence[ox.Triple]) -> Iterator[Mapping[str, Any]]:
    for each in triples:
        yield {"subject": _value(each.subject), "predicate": each.predicate.value, "object": _value(each.object)}


def _value(term: object) -> Any:
    """A term as a plain value; what is no number or truth value stays text."""
    if not isinstance(term, ox.Literal):
        return getattr(term, "value", None if term is None else str(term))
    if term.datatype.value == XSD + "boolean":
        return term.value in ("true", "1")
    try:
        return _NUMBERS.get(term.datatype.value, str)(term.value)
    except ValueError:
        return term.value
