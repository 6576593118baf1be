"""What asking and keeping a graph share: terms, rows, the `Store` protocol, and how parameters are bound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from kg.errors import QueryError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Bindings = Mapping[str, Term]
NO_BINDINGS: Bindings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT query; a cell that was left unbound is None."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...] = field(default=())

    def __iter__(self) -> Iterator[Mapping[str, Term]]:
        """Each row as the mapping of its bound variables."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def __len__(self) -> int:
        return len(self.rows)


class Store(Protocol):
    """A dataset that answers SPARQL 1.1 queries; its default graph holds every triple once.

    A context manager: what it holds open is let go at the end of the `with` block. Every method raises `StoreError`
    when the store cannot be reached or read, and the query methods `QueryError` when the query is at fault.
    """

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Replace all that the store holds; readers see either the old dataset or the new one, whole."""

    def select(self, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
        """The rows of a SELECT query, its variables named in `bindings` standing for the terms given there."""

    def ask(self, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
        """The answer to an ASK query."""

    def construct(self, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, in no particular order, each once."""

    def quads(self) -> Iterator[ox.Quad]:
        """Everything the store holds, in no particular order."""

    def size(self) -> int:
        """How many triples the default graph holds."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*> | \#[^\n\r]* | '{3}.*?'{3} | "{3}.*?"{3} | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
      | [?$@][\w-]+ | [\w.-]*:[\w.:%-]*                # in all of these a word or brace means nothing
      | (?P<word>[A-Za-z]\w*|\{)""",
    re.VERBOSE | re.DOTALL,
)


def keywords(query: str) -> Iterator[tuple[str, int]]:
    """The bare words and opening braces of a query in lower case, each with the offset where it ends.

    >>> [word for word, _ in keywords('SELECT ?graph WHERE { ?s a:graph "graph" } # graph')]
    ['select', 'where', '{']
    """
    return ((token["word"].lower(), token.end()) for token in _TOKEN.finditer(query) if token["word"])


def with_bindings(query: str, bindings: Bindings) -> str:
    """The query, in which each variable of `bindings` stands for its term.

    The terms are written by the RDF library, never pasted, and joined as a VALUES block to the outermost WHERE group,
    which means the same on every engine, unlike their own ways of binding. A variable used only inside a subquery is
    not reached by it.

    Raises:
        QueryError: the query has no WHERE, a name is no variable, or a blank node was given.

    >>> with_bindings("SELECT ?o WHERE { ?s ?p ?o }", {"s": ox.NamedNode("https://port.example/1")})
    'SELECT ?o WHERE { VALUES (?s) { (<https://port.example/1>) } ?s ?p ?o }'
    """
    if not bindings:
        return query
    for name, term in bindings.items():
        if not _VARIABLE.fullmatch(name) or not isinstance(term, ox.NamedNode | ox.Literal):
            raise QueryError(f"?{name} cannot be bound to {term}", remedy="bind a variable to an IRI or a literal")
    names = sorted(bindings)
    values = f" VALUES ({' '.join('?' + name for name in names)}) {{ ({' '.join(str(bindings[n]) for n in names)}) }}"
    seen_where = False
    for word, end in keywords(query):
        if seen_where and word == "{":
            return query[:end] + values + query[end:]
        seen_where = seen_where or word == "where"
    raise QueryError("a query with parameters needs the word WHERE", remedy="write SELECT ... WHERE { ... }")


def select(store: ox.Store, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
    """The rows a store of pyoxigraph answers.

    Raises:
        QueryError: the query does not parse, fails, or is not a SELECT.
    """
    found = _answer(store, query, bindings)
    if not isinstance(found, ox.QuerySolutions):
        raise QueryError("this is not a SELECT query")
    variables = tuple(each.value for each in found.variables)
    try:
        return Rows(variables, tuple(tuple(row) for row in found))
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error


def ask(store: ox.Store, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
    """What a store of pyoxigraph answers to an ASK query.

    Raises:
        QueryError: the query does not parse, fails, or is not an ASK.
    """
    found = _answer(store, query, bindings)
    if not isinstance(found, ox.QueryBoolean):
        raise QueryError("this is not an ASK query")
    return bool(found)


def construct(store: ox.Store, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
    """The triples a store of pyoxigraph constructs.

    Raises:
        QueryError: the query does not parse, fails, or is neither CONSTRUCT nor DESCRIBE.
    """
    found = _answer(store, query, bindings)
    if not isinstance(found, ox.QueryTriples):
        raise QueryError("this is neither a CONSTRUCT nor a DESCRIBE query")
    return iter(dict.fromkeys(found))


def _answer(store: ox.Store, query: str, bindings: Bindings) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        return store.query(with_bindings(query, bindings))
    except SyntaxError as error:
        raise QueryError(
            f"the query does not parse: {error}", remedy="see https://www.w3.org/TR/sparql11-query/"
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error
