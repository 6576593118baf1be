"""The command that answers over HTTP: serve."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn

from kg.cli.options import STORE, Store
from kg.store import OxigraphStore
from kg.web.app import create_app
from kg.web.pool import Limits

SERVE_HELP = """Answer queries over HTTP: the SPARQL 1.1 Protocol at /sparql, graphs at /data, things at /id/, named
queries at /queries, descriptions at /.well-known/void and (asked for without a query) at /sparql. Read-only.

A query that exceeds a limit is ended; its answer is then an error, or breaks off such that clients notice.

Example: kg serve --port 8080 --timeout 10
"""
_MIB = 1 << 20


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command(help=SERVE_HELP)(serve)


def serve(
    store: Store = STORE,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8080,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows or triples that an answer may have.")] = 1_000_000,
    memory: Annotated[int, typer.Option(min=16, help="MiB of memory that a query may take.")] = 1024,
    workers: Annotated[int, typer.Option(min=1, help="Queries that run at once; as many again may be slow ones.")] = 4,
    federation: Annotated[bool, typer.Option("--federation", help="Let queries ask other services (SERVICE).")] = False,
) -> None:
    OxigraphStore(store).generation  # noqa: B018  an unbuilt store is refused here, in the words of every command
    limits = Limits(seconds=timeout, rows=max_rows, memory=memory * _MIB, workers=workers)
    config = uvicorn.Config(create_app(store, limits, federation), host=host, port=port, log_level="info",
                            access_log=False, server_header=False, timeout_graceful_shutdown=5)
    uvicorn.Server(config).run()
