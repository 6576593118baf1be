"""The commands together, and the one table from kinds of error to exit codes."""

from __future__ import annotations

import sys

import typer

from kg import __version__
from kg.cli import ask, bench, docs, find, graph, push, read, serve, view
from kg.cli.output import complain
from kg.errors import DataError, InputError, KgError, QueryError, RuleError, StoreError

EXIT_CODES: dict[type[KgError], int] = {
    InputError: 3,
    StoreError: 4,
    QueryError: 5,
    DataError: 6,
    RuleError: 6,
}
INTERRUPTED = 130

HELP = """A knowledge graph of how cities work together across borders, made from documents.

Exit codes: 0 done; 1 done with findings (a violation, a document put aside); 2 usage; 3 input; 4 store; 5 query;
6 data or rules of the program.
"""

app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  context_settings={"help_option_names": ["-h", "--help"]})
read.register(app)
graph.register(app)
ask.register(app)
view.register(app)
bench.register(app)
find.register(app)
serve.register(app)
push.register(app)
docs.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True,
                                       help="Print the version.")) -> None:
    pass


def main() -> None:
    """Runs the command line; errors become one line on standard error and an exit code."""
    try:
        app()
    except KgError as error:
        complain(error)
        sys.exit(next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind)))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
