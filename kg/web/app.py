"""The service: its routes, and how it is put together."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import resources
from kg.queries import NamedQuery, load_queries
from kg.rdf import BASE, RDFS, prefixes
from kg.web import description, pages
from kg.web.answers import Answer, Cache, ask
from kg.web.formats import GRAPHS, HTML, ROWS, TRIPLES, GraphFormat, choose
from kg.web.pool import Limits, Pool
from kg.web.problems import ProblemError, on_problem
from kg.web.protocol import graph_job, named_job, query_job

_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 1000"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_THING = f"""CONSTRUCT {{ ?thing ?p ?o . ?s ?q ?thing . ?o <{RDFS}label> ?of . ?s <{RDFS}label> ?for }} WHERE {{
  {{ ?thing ?p ?o OPTIONAL {{ ?o <{RDFS}label> ?of }} }} UNION
  {{ ?s ?q ?thing OPTIONAL {{ ?s <{RDFS}label> ?for }} }} VALUES ?thing {{ %s }} }}"""
_SHOWN = 300  # triples each way on the page of a thing
_FAST = 1  # of zlib's levels: larger answers cost less time to send than to squeeze


@dataclass(frozen=True, slots=True)
class Site:
    """What all routes share.

    Attributes:
        pool, cache: where queries run and costly answers are kept.
        federation: whether queries may ask other services.
    """

    pool: Pool
    federation: bool = False
    cache: Cache = field(default_factory=Cache)
    library: Mapping[str, NamedQuery] = field(default_factory=load_queries)

    async def sparql(self, request: Request) -> Response:
        """The query operation; the service's description where nothing is asked."""
        job = await query_job(request, self.federation)
        return Answer(self.pool, self.cache, job, request) if job else await self._described(request)

    async def data(self, request: Request) -> Response:
        """Reading by the Graph Store Protocol."""
        return Answer(self.pool, self.cache, graph_job(request), request)

    async def void(self, request: Request) -> Response:
        """The description of the dataset."""
        form = _form(request)
        job = {"op": "query", "text": description.catalogue_query(), "default": [], "named": [], "graph": "nt"}
        found = ox.parse(await ask(self.pool, job, _client(request)), format=ox.RdfFormat.N_TRIPLES)
        return _rdf(description.void(_root(request), [each.triple for each in found]), form)

    async def thing(self, request: Request) -> Response:
        """A thing by its IRI: as a page or in RDF."""
        tail = request.scope["raw_path"].decode("latin-1").removeprefix("/id/")
        try:
            node = ox.NamedNode(BASE + tail)
        except ValueError as error:
            raise ProblemError("missing", f"not an IRI: {error}") from error
        language = _language(request)
        form = choose(_accept(request), TRIPLES, page=True)
        known = await ask(self.pool, {"op": "thing", "iri": node.value, "language": language, "most": _SHOWN},
                          _client(request))
        if form == HTML:
            return _html(pages.thing(node.value, json.loads(known), language))
        if not form:
            raise ProblemError("format", "available: text/html, text/turtle and other formats of RDF")
        job = {"op": "query", "text": _THING % node, "default": [], "named": [], "graph": form}
        return Answer(self.pool, self.cache, job, request)

    async def queries(self, request: Request) -> Response:
        """The list of named queries."""
        if "text/html" in request.headers.get("accept", ""):
            return _html(pages.queries(self.library.values(), _language(request)))
        return JSONResponse([_described(each, _root(request)) for each in self.library.values()])

    async def query(self, request: Request) -> Response:
        """A named query, asked; its text at `/queries/NAME.rq`."""
        name = request.path_params["name"]
        if name.endswith(".rq") and name[:-3] in self.library:
            return PlainTextResponse(self.library[name[:-3]].text, media_type="application/sparql-query")
        if name not in self.library:
            raise ProblemError("missing", f"no query is called {name!r}")
        language, form = _language(request), request.query_params.get("format", "")
        if form and form not in {*ROWS, *GRAPHS, HTML}:
            raise ProblemError("format", f"available: {', '.join((*ROWS, *TRIPLES, HTML))}")
        if form == HTML or (not form and choose(_accept(request), ROWS, page=True) == HTML):
            found = json.loads(await ask(self.pool, named_job(request, name, language, "page"), _client(request)))
            title = self.library[name].title
            return _html(pages.table(title.get(language) or name, found["columns"], found["rows"], language))
        return Answer(self.pool, self.cache, named_job(request, name, language, form), request)

    async def ontology(self, request: Request) -> Response:
        """The ontology in Turtle, a file beside it, or its guide in Markdown."""
        name = request.path_params.get("name", "fourports.ttl")
        path = resources.ontology() / name
        if "/" in name or path.suffix not in (".ttl", ".md") or not path.is_file():
            files = ", ".join(sorted(each.name for each in resources.ontology().glob("*.*")))
            raise ProblemError("missing", f"there are {files}")
        return FileResponse(path, media_type="text/turtle" if path.suffix == ".ttl" else "text/markdown")

    async def home(self, request: Request) -> Response:
        """Where to find what."""
        return _html(pages.home(_language(request)))

    async def _described(self, request: Request) -> Response:
        if choose(_accept(request), TRIPLES, page=True) == HTML:
            return _html(pages.endpoint(_language(request)))
        form = _form(request)
        graphs, count = [await self._rows(request, text) for text in (_GRAPHS, _COUNT)]
        names = [row["g"]["value"] for row in graphs]
        triples = description.service(_root(request), names, int(count[0]["n"]["value"]), self.library.values(),
                                      self.federation)
        return _rdf(triples, form)

    async def _rows(self, request: Request, text: str) -> list[dict[str, dict[str, str]]]:
        job = {"op": "query", "text": text, "default": [], "named": [], "rows": "json"}
        rows: list[dict[str, dict[str, str]]] = json.loads(await ask(self.pool, job, _client(request)))["results"][
            "bindings"]
        return rows


def create_app(folder: Path, limits: Limits, federation: bool = False) -> Starlette:
    """The service on a store.

    Args:
        folder: the store's directory.
        limits: of each query.
        federation: whether queries may ask other services (SERVICE).
    """
    reading = ["GET", "HEAD"]

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        site = Site(Pool(folder, limits), federation)
        app.router.routes.extend([
            Route("/", site.home, methods=reading),
            Route("/sparql", site.sparql, methods=[*reading, "POST"]),
            Route("/data", site.data, methods=reading),
            Route("/.well-known/void", site.void, methods=reading),
            Route("/id/{tail:path}", site.thing, methods=reading),
            Route("/queries", site.queries, methods=reading),
            Route("/queries/{name}", site.query, methods=reading),
            Route("/ontology", site.ontology, methods=reading),
            Route("/ontology/{name}", site.ontology, methods=reading),
        ])
        await site.pool.start()
        yield
        await site.pool.stop()

    middleware = [
        Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"],
                   expose_headers=["ETag", "Server-Timing", "Query-Parameters"]),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=_FAST),
    ]
    return Starlette(lifespan=lifespan, middleware=middleware, exception_handlers={ProblemError: on_problem})


def _described(query: NamedQuery, root: str) -> dict[str, Any]:
    parameters = [
        {"name": each.name, "type": each.kind.value, "description": dict(each.description), "default": each.default,
         "optional": each.optional, "allowed": list(each.allowed)}
        for each in query.parameters
    ]
    return {"name": query.name, "title": dict(query.title), "description": dict(query.description),
            "tags": list(query.tags), "display": query.display, "parameters": parameters,
            "address": f"{root}queries/{query.name}", "text": f"{root}queries/{query.name}.rq"}


def _accept(request: Request) -> str:
    return request.headers.get("accept", "")


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _language(request: Request) -> str:
    return pages.language_of(request.query_params.get("language", ""), request.headers.get("accept-language", ""))


def _root(request: Request) -> str:
    return str(request.base_url)


def _form(request: Request) -> GraphFormat:
    name = choose(_accept(request), TRIPLES)
    if not name:
        raise ProblemError("format", f"available: {', '.join(each.media for each in TRIPLES.values())}")
    return TRIPLES[name]


def _rdf(triples: list[ox.Triple], form: GraphFormat) -> Response:
    names = prefixes() | {"sd": description.SD, "sh": description.SH}
    body = ox.serialize(triples, format=form.rdf, prefixes=names if form.prefixed else None)
    return Response(body, media_type=form.media, headers={"Vary": "Accept"})


def _html(text: str) -> Response:
    return HTMLResponse(text, headers={"Content-Security-Policy": pages.POLICY, "X-Content-Type-Options": "nosniff",
                                       "Vary": "Accept, Accept-Language"})
