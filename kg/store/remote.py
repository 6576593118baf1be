"""A remote SPARQL 1.1 service, asked through SPARQLWrapper."""

from __future__ import annotations

import http.client
import os
import time
import urllib.error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox
import SPARQLWrapper as wrapper  # noqa: N813  its main class has the same name
from SPARQLWrapper import SPARQLExceptions as refused  # noqa: N813

from kg.errors import QueryError, StoreError
from kg.sparql import NO_BINDINGS, Bindings, Rows, keywords, with_bindings

USER, PASSWORD = "KG_USER", "KG_PASSWORD"
_PASSING = frozenset({429, 502, 503, 504})  # statuses that say "later", not "no"
_BATCH = 5000  # quads in one update request
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_IN_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is and how patiently it is asked.

    Attributes:
        query: address of the query operation.
        update: address of the update operation; by default `query` with its last `/query` made `/update`.
        default_graph: the graph that stands in for the default graph, where the service has none of its own; a query
            that uses GRAPH is then asked of the service's whole dataset.
        timeout: seconds to wait for an answer.
        attempts: how often a request that failed in passing is tried in all.
        pause: seconds before the second try; doubled for each further one.
    """

    query: str
    update: str = ""
    default_graph: str = ""
    timeout: int = 60
    attempts: int = 4
    pause: float = 0.25

    def update_address(self) -> str:
        """Where updates go.

        >>> Service("http://localhost:7878/query").update_address()
        'http://localhost:7878/update'
        """
        stem = self.query.removesuffix("/query")
        return self.update or (self.query if stem == self.query else f"{stem}/update")


class RemoteStore:
    """The dataset of a SPARQL 1.1 service.

    Credentials for HTTP Basic authentication come from the environment: KG_USER and KG_PASSWORD.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Replace everything by SPARQL Update; readers may see a part while more than one request is under way.

        Raises:
            StoreError: the service cannot be reached or does not allow it.
        """
        rest = iter(quads)
        clear = "CLEAR ALL"
        while (batch := list(islice(rest, _BATCH))) or clear:
            operations = [clear, *self._insertions(batch)]
            self._request(" ;\n".join(each for each in operations if each), update=True)
            clear = ""

    def select(self, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
        """See `Store.select`."""
        found = self._solutions(query, bindings)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("this is not a SELECT query")
        try:
            return Rows(tuple(each.value for each in found.variables), tuple(tuple(row) for row in found))
        except (SyntaxError, ValueError) as error:
            raise self._cut_off(error) from error

    def ask(self, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
        """See `Store.ask`."""
        found = self._solutions(query, bindings)
        if not isinstance(found, ox.QueryBoolean):
            raise QueryError("this is not an ASK query")
        return bool(found)

    def construct(self, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
        """See `Store.construct`."""
        answer = self._request(with_bindings(query, bindings), accept=wrapper.TURTLE)
        try:
            return iter(dict.fromkeys(quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.TURTLE)))
        except (SyntaxError, ValueError) as error:
            raise self._cut_off(error) from error

    def quads(self) -> Iterator[ox.Quad]:
        """See `Store.quads`."""
        for triple in self.construct(_EVERYTHING):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph())
        for row in self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"):
            graph = row["g"]
            if isinstance(graph, ox.NamedNode) and graph.value != self._service.default_graph:
                for triple in self.construct(_IN_GRAPH, {"g": graph}):
                    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def size(self) -> int:
        """See `Store.size`."""
        (row,) = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return int(row["n"].value) if isinstance(row["n"], ox.Literal) else 0

    def close(self) -> None:
        """Nothing is held between requests."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _insertions(self, quads: Iterable[ox.Quad]) -> Iterator[str]:
        by_graph: dict[str, list[str]] = {}
        for quad in quads:
            name = quad.graph_name
            graph = name.value if isinstance(name, ox.NamedNode) else self._service.default_graph
            by_graph.setdefault(graph, []).append(f"{quad.triple.subject} {quad.predicate} {quad.object} .")
        for graph, lines in by_graph.items():
            data = "\n".join(lines)
            yield (
                f"INSERT DATA {{ GRAPH {ox.NamedNode(graph)} {{ {data} }} }}" if graph else f"INSERT DATA {{ {data} }}"
            )

    def _solutions(self, query: str, bindings: Bindings) -> ox.QuerySolutions | ox.QueryBoolean:
        answer = self._request(with_bindings(query, bindings), accept=wrapper.JSON)
        try:
            return ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._cut_off(error) from error

    def _request(self, text: str, *, accept: str = wrapper.JSON, update: bool = False) -> bytes:
        """The whole body of the answer, tried again while the failure is a passing one.

        Raises:
            QueryError: the service refuses the query.
            StoreError: it cannot be reached, does not know us, or fails.
        """
        request = self._prepared(text, accept, update)
        pause = self._service.pause
        for attempt in range(1, self._service.attempts + 1):
            try:
                return bytes(request.query().response.read())
            except refused.QueryBadFormed as error:
                raise QueryError(f"the service refuses the query: {_message(error)}", where=request.endpoint) from error
            except refused.Unauthorized as error:
                remedy = f"set {USER} and {PASSWORD} in the environment"
                raise StoreError(
                    "the service wants other credentials", where=request.endpoint, remedy=remedy
                ) from error
            except refused.SPARQLWrapperException as error:
                raise StoreError(f"the service failed: {_message(error)}", where=request.endpoint) from error
            except (OSError, http.client.HTTPException) as error:
                status = error.code if isinstance(error, urllib.error.HTTPError) else None
                if attempt == self._service.attempts or (status is not None and status not in _PASSING):
                    remedy = "is it running, and the address right?"
                    raise StoreError(f"no answer: {error}", where=request.endpoint, remedy=remedy) from error
            time.sleep(pause)
            pause *= 2
        raise StoreError("was never asked", where=self._service.query, remedy="allow at least one attempt")

    def _prepared(self, text: str, accept: str, update: bool) -> Any:
        request = wrapper.SPARQLWrapper(self._service.query, updateEndpoint=self._service.update_address())
        request.setTimeout(self._service.timeout)
        request.setOnlyConneg(True)  # Virtuoso and others trip over the extra parameters
        request.setMethod(wrapper.POST)
        request.setReturnFormat(accept)
        if user := os.environ.get(USER):
            request.setCredentials(user, os.environ.get(PASSWORD, ""))
        # A dataset given in the request has no named graphs, so a query that asks for them gets the service's own.
        if self._service.default_graph and not update and all(word != "graph" for word, _ in keywords(text)):
            request.addDefaultGraph(self._service.default_graph)
        # Not by `setQuery`, which guesses the kind of query by a pattern of its own.
        request.queryString = text
        request.queryType = (
            wrapper.INSERT if update else wrapper.CONSTRUCT if accept == wrapper.TURTLE else wrapper.SELECT
        )
        return request

    def _cut_off(self, error: Exception) -> StoreError:
        remedy = "ask for less, or raise the service's time limit"
        return StoreError(f"the answer is cut off or malformed: {error}", where=self._service.query, remedy=remedy)


def _message(error: Exception) -> str:
    """What the service itself wrote, in one line."""
    text = error.args[0] if error.args else str(error)
    body = text.split("Response:\n", 1)[-1] if isinstance(text, str) else str(text)
    if body.startswith(("b'", 'b"')):
        body = body[2:-1].replace("\\n", " ")
    return " ".join(body.split())
