"""What a request asks: the query operation of the SPARQL 1.1 Protocol, and reading by the Graph Store Protocol.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request

from kg.web.formats import DATASETS, ROWS, TRIPLES, choose
from kg.web.problems import ProblemError

LONGEST = 1 << 20  # bytes of a query
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"

Pairs = Sequence[tuple[str, str]]


async def query_job(request: Request, federation: bool) -> dict[str, Any] | None:
    """The job a request asks for; None if it asks for no query, and so for the service's description.

    Raises:
        ProblemError: it is not a request of the protocol, or no format fits.
    """
    pairs = list(request.query_params.multi_items())
    text: str | None = None
    if request.method == "POST":
        media, body = await _body(request)
        if media == FORM:
            pairs = [*_form(body)]
        elif media == QUERY:
            text = body
        elif media == UPDATE:
            raise ProblemError("refused", "this endpoint is for reading only")
        else:
            raise ProblemError("media", f"{media or 'no media type'}; send {QUERY} or {FORM}")
    if _all(pairs, "update"):
        raise ProblemError("refused", "this endpoint is for reading only")
    if text is None:
        texts = _all(pairs, "query")
        if not texts and request.method in ("GET", "HEAD"):
            return None
        if len(texts) != 1:
            raise ProblemError("request", f"{len(texts) or 'no'} parameters 'query' in place of one")
        (text,) = texts
    default, named = (_iris(_all(pairs, f"{kind}-graph-uri")) for kind in ("default", "named"))
    job = {"op": "query", "text": text, "default": default, "named": named, "federation": federation}
    return job | formats(request)


def graph_job(request: Request) -> dict[str, Any]:
    """The job of a request for a graph: `?default`, `?graph=IRI`, or neither for the whole dataset.

    Raises:
        ProblemError: it asks for both, or no format fits.
    """
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if len(names) + default > 1:
        raise ProblemError("request", "ask for one graph at a time")
    whole = not names and not default
    known = DATASETS if whole else TRIPLES
    form = choose(request.headers.get("accept", ""), known)
    if not form:
        raise ProblemError("format", f"available: {', '.join(each.media for each in known.values())}")
    name = "*" if whole else _iris(names)[0] if names else None
    return {"op": "graph", "name": name, "graph": form}


def formats(request: Request) -> dict[str, str]:
    """The formats of rows and of triples that a request accepts.

    Raises:
        ProblemError: it accepts none.
    """
    accept = request.headers.get("accept", "")
    found = {"rows": choose(accept, ROWS), "graph": choose(accept, TRIPLES)}
    if not any(found.values()):
        known: list[Any] = [*ROWS.values(), *TRIPLES.values()]
        raise ProblemError("format", f"available: {', '.join(each.media for each in known)}")
    return found


async def _body(request: Request) -> tuple[str, str]:
    """The media type and the text of a body.

    Raises:
        ProblemError: it is too long or not UTF-8.
    """
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError("media", f"the body is in {charset}; send UTF-8")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            raise ProblemError("length", f"more than {LONGEST} bytes")
    try:
        return media.strip(), body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError("request", f"the body is not UTF-8: {error}") from error


def _form(body: str) -> Pairs:
    try:
        return parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise ProblemError("request", f"the form cannot be read: {error}") from error


def _all(pairs: Pairs, name: str) -> list[str]:
    return [content for each, content in pairs if each == name]


def _iris(texts: Sequence[str]) -> list[str]:
    try:
        return [ox.NamedNode(each).value for each in texts]
    except ValueError as error:
        raise ProblemError("request", f"the name of a graph is not an IRI: {error}") from error


def named_job(request: Request, name: str, language: str, form: str) -> dict[str, Any]:
    """The job of a request for a named query; parameters stand in the address beside `format` and `lang`.

    Raises:
        ProblemError: no format fits.
    """
    given: Mapping[str, str] = request.query_params
    arguments = {key: content for key, content in given.items() if key not in ("format", "language")}
    chosen = {"rows": form, "graph": form} if form else formats(request)
    return {"op": "named", "name": name, "arguments": arguments, "language": language, **chosen}
