"""A store in memory on rdflib, for those who bring an rdflib dataset or need no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import SPARQLError
from rdflib.query import Result

from kg.errors import QueryError
from kg.sparql import NO_BINDINGS, Bindings, Rows, Term, with_bindings


class RdflibStore:
    """A dataset of rdflib.

    Args:
        dataset: the dataset to ask; by default an empty one kept by Oxigraph, which is many times faster than
            rdflib's own. Its default graph must not be the union of the others.
    """

    def __init__(self, dataset: rdflib.Dataset | None = None) -> None:
        self.dataset = rdflib.Dataset(store="Oxigraph") if dataset is None else dataset

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """See `Store.load`; made whole before it takes the place of the old one."""
        fresh = [(tuple(map(_to_rdflib, quad.triple)), _to_graph(quad.graph_name)) for quad in quads]
        for graph in list(self.dataset.graphs()):
            graph.remove((None, None, None))
        self.dataset.addN((s, p, o, self.dataset.graph(graph)) for (s, p, o), graph in fresh)

    def select(self, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
        """See `Store.select`."""
        result = self._answer(query, bindings, "SELECT")
        variables = tuple(str(each) for each in result.vars or ())
        found = [{str(name): term for name, term in row.items()} for row in result.bindings]
        return Rows(variables, tuple(tuple(_from_rdflib(row.get(name)) for name in variables) for row in found))

    def ask(self, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
        """See `Store.ask`."""
        return bool(self._answer(query, bindings, "ASK").askAnswer)

    def construct(self, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
        """See `Store.construct`."""
        graph = self._answer(query, bindings, "CONSTRUCT", "DESCRIBE").graph
        for triple in graph or ():
            yield _triple(triple)

    def quads(self) -> Iterator[ox.Quad]:
        """See `Store.quads`."""
        for subject, predicate, object_, graph in self.dataset.quads((None, None, None, None)):
            name = getattr(graph, "identifier", graph)
            named = name is not None and name != DATASET_DEFAULT_GRAPH_ID
            each = _triple((subject, predicate, object_))
            where = ox.NamedNode(str(name)) if named else ox.DefaultGraph()
            yield ox.Quad(each.subject, each.predicate, each.object, where)

    def size(self) -> int:
        """See `Store.size`."""
        return len(self.dataset.default_graph)

    def close(self) -> None:
        """See `Store.close`."""
        self.dataset.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, query: str, bindings: Bindings, *kinds: str) -> Result:
        try:
            result = self.dataset.query(with_bindings(query, bindings))
            if result.type == "SELECT":
                result.bindings  # noqa: B018  rdflib evaluates a query only when its rows are asked for
        except QueryError:
            raise
        except SPARQLError as error:
            raise QueryError(f"the query failed: {error}") from error
        except Exception as error:  # rdflib and its parser raise whatever a bad query happens to cause
            raise QueryError(f"the query cannot be answered: {error}") from error
        if result.type not in kinds:
            raise QueryError(f"this is not a {' or '.join(kinds)} query")
        return result


def _to_graph(name: Any) -> rdflib.term.IdentifiedNode:
    return DATASET_DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else rdflib.URIRef(name.value)


def _to_rdflib(term: Any) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == str(rdflib.XSD.string)
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False)


def _from_rdflib(term: Any) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


def _triple(triple: tuple[Any, Any, Any]) -> ox.Triple:
    subject, predicate, object_ = (_from_rdflib(each) for each in triple)
    return ox.Triple(subject, predicate, object_)  # type: ignore[arg-type]  # rdflib does not type its rows' terms
