"""A dataset sent to a remote store by the SPARQL 1.1 Graph Store HTTP Protocol, graph by graph, in pieces.

https://www.w3.org/TR/sparql11-http-rdf-update/. The first piece of a graph replaces it (PUT), the others are added
(POST). Sending a piece twice changes nothing, since the dataset has no blank nodes, and so a push that broke off goes
on where it stopped.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.rdf import BASE

USER, PASSWORD = "KG_USER", "KG_PASSWORD"
VIRTUOSO = ("/sparql-graph-crud-auth", "/sparql-graph-crud")
_QUERY = {"/store": "/query", "/data": "/query", **dict.fromkeys(VIRTUOSO, "/sparql")}
_PASSING = frozenset({429, 502, 503, 504})  # statuses that say "later", not "no"
_OPEN = 10  # pieces' worth of quads held at most, while they come from many graphs in turn


@dataclass(frozen=True, slots=True)
class Target:
    """Where a dataset is sent.

    Attributes:
        url: of the Graph Store Protocol, without `?graph=`.
        default_graph: what the default graph is called there, where the store has none of its own.
        timeout: seconds to wait for each answer.
        attempts: how often a request that failed in passing is tried in all.
        pause: seconds before the second try; doubled for each further one.
    """

    url: str
    default_graph: str = ""
    timeout: float = 120.0
    attempts: int = 4
    pause: float = 0.5

    @classmethod
    def at(cls, url: str, default_graph: str = "") -> Target:
        """The target at an address; Virtuoso, known by its paths, gets `<base>graph/all` for the default graph.

        Raises:
            InputError: it is not an http(s) address.

        >>> Target.at("http://localhost:8890/sparql-graph-crud-auth").default_graph
        'https://w3id.org/fourports/id/graph/all'
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise InputError(f"{url!r} is no address", remedy="give the http(s) address of a Graph Store Protocol")
        own = f"{BASE}graph/all" if url.endswith(VIRTUOSO) else ""
        return cls(url, default_graph or own)

    def query(self) -> str:
        """The address of the query operation beside it, by the custom of the known servers.

        >>> Target("http://localhost:7878/store").query()
        'http://localhost:7878/query'
        """
        for path, other in _QUERY.items():
            if self.url.endswith(path):
                return self.url.removesuffix(path) + other
        return self.url.rpartition("/")[0] + "/query"

    def graph(self, name: str) -> str:
        """The address of a graph; of the default graph where the name is empty."""
        name = name or self.default_graph
        return f"{self.url}?graph={quote(name, safe='')}" if name else f"{self.url}?default"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some triples of a graph; the first of them replace what is there."""

    graph: str
    triples: tuple[ox.Triple, ...]
    first: bool


@dataclass(slots=True)
class Progress:
    """How far a push has come, kept in a file until it is done.

    Attributes:
        target, dataset, size: what the file is about: where to, which state of which dataset, triples in a piece.
        done: how many pieces have been sent.
    """

    target: str
    dataset: str
    size: int
    done: int = 0
    path: Path | None = field(default=None, compare=False)

    def resume(self) -> None:
        """Take up what the file says, if it is about the same push."""
        try:
            said = json.loads(self.path.read_text("utf-8")) if self.path else {}
        except (OSError, ValueError):
            return
        own = asdict(self)
        if isinstance(said, dict) and all(said.get(name) == own[name] for name in ("target", "dataset", "size")):
            self.done = int(said["done"])

    def sent(self) -> None:
        """One piece more."""
        self.done += 1
        if self.path:
            partial = self.path.with_name(self.path.name + ".partial")
            said = {name: content for name, content in asdict(self).items() if name != "path"}
            partial.write_text(json.dumps(said) + "\n", "utf-8")
            partial.replace(self.path)

    def finish(self) -> None:
        """Nothing is left to resume."""
        if self.path:
            self.path.unlink(missing_ok=True)


class Client:
    """Speaks the Graph Store Protocol, with credentials (Basic or Digest) from KG_USER and KG_PASSWORD."""

    def __init__(self, target: Target) -> None:
        self._target = target
        handlers: list[urllib.request.BaseHandler] = []
        if user := os.environ.get(USER):
            keys = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            keys.add_password(None, target.url, user, os.environ.get(PASSWORD, ""))
            handlers = [urllib.request.HTTPBasicAuthHandler(keys), urllib.request.HTTPDigestAuthHandler(keys)]
        self._opener = urllib.request.build_opener(*handlers)

    def send(self, piece: Piece) -> None:
        """Send a piece of a graph.

        Raises:
            StoreError: the store cannot be reached, does not know us, or refuses.
        """
        body = ox.serialize(piece.triples, format=ox.RdfFormat.N_TRIPLES) or b""
        self._request(piece.graph, "PUT" if piece.first else "POST", body)

    def delete(self, graph: str) -> None:
        """Remove a graph.

        Raises:
            StoreError: the store cannot be reached, does not know us, or refuses.
        """
        self._request(graph, "DELETE", None)

    def _request(self, graph: str, method: str, body: bytes | None) -> None:
        address, pause = self._target.graph(graph), self._target.pause
        for attempt in range(1, self._target.attempts + 1):
            request = urllib.request.Request(address, body, method=method)
            if body is not None:
                request.add_header("Content-Type", "application/n-triples")
            try:
                with self._opener.open(request, timeout=self._target.timeout) as response:
                    response.read()
                return
            except urllib.error.HTTPError as error:
                if error.code not in _PASSING or attempt == self._target.attempts:
                    raise _refused(error, address) from error
            except ValueError as error:  # what urllib makes of wrong credentials for another scheme than Basic
                raise _unknown(address) from error
            except (OSError, http.client.HTTPException) as error:
                if attempt == self._target.attempts:
                    raise StoreError(f"no answer: {error}", where=address, remedy="is it running?") from error
            time.sleep(pause)
            pause *= 2


def push(quads: Iterable[ox.Quad], client: Client, progress: Progress) -> Iterator[Piece]:
    """Send quads in pieces, and yield each piece once it is there; go on after those that are said to be done.

    Args:
        quads: in the same order every time.
        client: to whom.
        progress: what has been sent; kept up to date.

    Raises:
        InputError: the quads have blank nodes.
        StoreError: a piece cannot be sent.
    """
    for number, piece in enumerate(pieces(quads, progress.size)):
        if number >= progress.done:
            client.send(piece)
            progress.sent()
        yield piece


def pieces(quads: Iterable[ox.Quad], size: int) -> Iterator[Piece]:
    """Quads in pieces of one graph each, of so many triples at most.

    Raises:
        InputError: the quads have blank nodes, which would become others with each piece.
    """
    waiting: dict[str, list[ox.Triple]] = {}
    begun: set[str] = set()
    held = 0

    def piece(graph: str) -> Piece:
        first = graph not in begun
        begun.add(graph)
        return Piece(graph, tuple(waiting.pop(graph)), first)

    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise InputError("the dataset has blank nodes", remedy="give them IRIs")
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        waiting.setdefault(graph, []).append(quad.triple)
        held += 1
        if len(waiting[graph]) >= size:
            held -= size
            yield piece(graph)
        elif held >= _OPEN * size:
            largest = max(waiting, key=lambda name: len(waiting[name]))
            held -= len(waiting[largest])
            yield piece(largest)
    for graph in list(waiting):
        yield piece(graph)


def differences(sent: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """What a store has otherwise than it was sent, graph by graph, in words.

    >>> differences({"": 2, "x:g": 1}, {"": 2, "x:h": 1})
    ['x:g: 0 triples in place of 1', 'x:h: 1 triples in place of 0']
    """
    return [
        f"{graph or 'default graph'}: {found.get(graph, 0)} triples in place of {sent.get(graph, 0)}"
        for graph in sorted({*sent, *found})
        if sent.get(graph, 0) != found.get(graph, 0)
    ]


def _refused(error: urllib.error.HTTPError, address: str) -> StoreError:
    said = " ".join(error.read(500).decode("utf-8", "replace").split())
    if error.code in (401, 403):
        return _unknown(address)
    return StoreError(f"the store refuses: HTTP {error.code} {said}".strip(), where=address)


def _unknown(address: str) -> StoreError:
    return StoreError("the store wants other credentials", where=address, remedy=f"set {USER} and {PASSWORD}")
