"""Commands that ask the graph: query, queries, show."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.answers import FORMATS, print_answer
from kg.cli.deadline import deadline
from kg.cli.options import STORE, Language, MinConfidence, Store
from kg.cli.output import complain, print_line, print_table
from kg.errors import QueryError
from kg.pipeline import sure_graph
from kg.queries import Answer, NamedQuery, curie, labels, load_queries, parse_query, resolve, run
from kg.rdf import Quads, value
from kg.sparql import Rows
from kg.sparql import Store as SparqlStore
from kg.store import RdflibStore, open_store

QUERY_HELP = """Ask the graph: a named query, a file of SPARQL, or standard input (-).

Parameters of a named query are options of their own; an entity is given by its name in any language, an IRI or a
CURIE. `kg queries` lists them.

Examples: kg query links-of-place --place 威海 --lang zh

kg query my.rq --format csv

echo 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }' | kg query -
"""
QUERIES_HELP = """List the named queries with what they answer and their parameters.

Example: kg queries --lang de
"""
SHOW_HELP = """Show all the graph knows about one thing: facts in and out, figures, each with its source.

Example: kg show "Port of Incheon"
"""
TIMED_OUT = 5  # as any query that cannot be answered
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

Format = Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")]
Endpoint = Annotated[str, typer.Option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 service instead of the "
                                       "store.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command(help=QUERY_HELP, context_settings=PASS_ON)(query)
    app.command(help=QUERIES_HELP)(queries)
    app.command(help=SHOW_HELP)(show)


def query(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="Name of a query, a file, or - for standard input.")],
    store: Store = STORE,
    form: Format = "table",
    language: Language = "en",
    endpoint: Endpoint = "",
    limit: Annotated[int, typer.Option(min=0, help="Print so many rows at most; 0 prints all.")] = 0,
    timeout: Annotated[float, typer.Option(min=0, help="End after so many seconds, with exit code 5.")] = 0,
    min_confidence: MinConfidence = 0.0,
) -> None:
    asked = _found(what)
    with deadline(timeout, TIMED_OUT), open_store(endpoint or store) as whole:
        source = sure_of(whole, min_confidence) if min_confidence else whole
        answer = _answer(source, asked, _arguments(context.args), language)
        print_answer(_cut(answer, limit), form, source, language)


def sure_of(store: SparqlStore, least: float) -> SparqlStore:
    """A store in memory with the facts of at least that confidence."""
    sure = RdflibStore()
    sure.load(sure_graph(Quads(store.quads()), least))
    return sure


def _cut(answer: Answer, limit: int) -> Answer:
    """The answer, its rows or triples no more than the limit; says so if that leaves some out."""
    rows, triples = answer.rows.rows, answer.triples
    if not limit or max(len(rows), len(triples)) <= limit:
        return answer
    complain(f"the first {limit} of {max(len(rows), len(triples))}")
    return replace(answer, rows=Rows(answer.rows.variables, rows[:limit]), triples=triples[:limit])


def _answer(store: SparqlStore, asked: NamedQuery, arguments: dict[str, str], language: str) -> Answer:
    names = {each.name for each in asked.parameters}
    if "lang" in names:
        arguments.setdefault("lang", language)
    answer = run(store, asked, arguments)
    for name, term in answer.taken.items():
        if arguments.get(name) and str(term).startswith("<"):
            complain(f"{name}: took {arguments[name]!r} as {curie(value(term))}")
    return answer


def _found(what: str) -> NamedQuery:
    """The query of that name, of that file, or on standard input."""
    if what == "-":
        return parse_query("standard input", sys.stdin.read())
    library = load_queries()
    if what in library:
        return library[what]
    path = Path(what)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        try:
            return parse_query(path.stem, path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot be read: {error}", where=what) from error
    raise QueryError(f"no query is called {what!r}", remedy="kg queries lists them")


def _arguments(words: Sequence[str]) -> dict[str, str]:
    """`--place Weihai --hops=2` as parameter to value.

    Raises:
        QueryError: an option without a value, or a value without an option.
    """
    arguments: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            raise QueryError(f"{word!r} is no option", remedy="write --parameter value")
        name, equals, given = word[2:].partition("=")
        value = given if equals else next(rest, None)
        if value is None:
            raise QueryError(f"{word} has no value")
        arguments[name.replace("-", "_")] = value
    return arguments


def queries(language: Language = "en", as_json: Annotated[bool, typer.Option("--json", help="One JSON object a "
                                                                             "line.")] = False) -> None:
    library = load_queries()
    if as_json:
        for each in library.values():
            print_line({"name": each.name, "title": dict(each.title), "description": dict(each.description),
                        "tags": list(each.tags), "questions": list(each.questions), "display": each.display,
                        "parameters": [{"name": one.name, "type": one.kind.value, "default": one.default,
                                        "description": dict(one.description)} for one in each.parameters]})
        return
    rows = [(each.name, " ".join(f"--{one.name.replace('_', '-')} {one.default or '…'}" for one in each.parameters),
             each.description.get(language) or each.description.get("en", "")) for each in library.values()]
    print_table(("query", "parameters", "answers"), rows)


def show(
    entity: Annotated[str, typer.Argument(help="A name in any language, an IRI or a CURIE.")],
    store: Store = STORE,
    form: Format = "table",
    language: Language = "en",
    endpoint: Endpoint = "",
) -> None:
    about = load_queries()["about"]
    with open_store(endpoint or store) as source:
        parameter = next(each.name for each in about.parameters if each.kind.value == "entity")
        answer = run(source, about, {parameter: entity})
        thing = resolve(source, value(answer.taken[parameter]))
        complain(f"{labels(source, [thing], language).get(thing.value, '')} ({curie(thing.value)})")
        print_answer(answer, form, source, language)
