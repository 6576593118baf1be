"""The command that fills a remote store: push."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import pyoxigraph as ox
import typer

from kg.cli.options import STORE, Store
from kg.cli.output import complain, progress
from kg.errors import StoreError
from kg.push import Client, Progress, Target, differences, pieces, push
from kg.rdf import BASE, value
from kg.sparql import Store as SparqlStore
from kg.store import OxigraphStore, RemoteStore, Service

PUSH_HELP = """Send the whole dataset to a remote store by the SPARQL 1.1 Graph Store Protocol, and count what arrived.

URL is that of the protocol: .../store of an Oxigraph server, .../sparql-graph-crud-auth of Virtuoso, .../data of
Fuseki. Credentials come from KG_USER and KG_PASSWORD. A push that broke off goes on where it stopped. Graphs of an
earlier push that the dataset no longer has are removed.

Example: KG_USER=dba KG_PASSWORD=... kg push http://localhost:8890/sparql-graph-crud-auth
"""
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command("push", help=PUSH_HELP)(push_command)


def push_command(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the Graph Store Protocol.")],
    store: Store = STORE,
    endpoint: Annotated[str, typer.Option("--endpoint", metavar="URL", help="Where to query it, to count; else by "
                                          "custom beside URL.")] = "",
    default_graph: Annotated[str, typer.Option(metavar="IRI", help="What the default graph is called there; else the "
                                               "store's own, with Virtuoso <base>graph/all.")] = "",
    chunk: Annotated[int, typer.Option(min=1, help="Triples in one request.")] = 20_000,
) -> None:
    target = Target.at(url, default_graph)
    with OxigraphStore(store) as source:
        state = f"{source.generation.name} {source.generation.stat().st_mtime_ns}"
        done = Progress(url, state, chunk, path=store / "push.json")
        done.resume()
        if done.done:
            complain(f"going on after {done.done} pieces")
        sent: Counter[str] = Counter()
        number = sum(1 for _ in pieces(source.quads(), chunk))
        client = Client(target)
        for piece in progress(push(source.quads(), client, done), number, "sending"):
            sent[piece.graph] += len(piece.triples)
    remote = RemoteStore(Service(endpoint or target.query(), default_graph=target.default_graph))
    for graph in sorted(_found(remote, target).keys() - sent.keys()):
        client.delete(graph)
    wrong = differences(sent, _found(remote, target))
    done.finish()
    if wrong:
        raise StoreError(f"not all arrived: {'; '.join(wrong)}", where=url)
    typer.echo(f"{sum(sent.values())} triples in {len(sent)} graphs: all there")


def _found(remote: SparqlStore, target: Target) -> dict[str, int]:
    """Triples by graph as the remote store counts them: the default graph, and the named ones below the base."""
    rows = remote.select(_COUNTS)
    named = {value(row["g"]): int(value(row["n"])) for row in rows if isinstance(row["g"], ox.NamedNode)}
    own = {name: count for name, count in named.items() if name.startswith(f"{BASE}graph/")}
    if target.default_graph:
        own.pop(target.default_graph, None)
        return {**own, "": named.get(target.default_graph, 0)}
    (row,) = remote.select(_COUNT)
    return {**own, "": int(value(row["n"]))}


