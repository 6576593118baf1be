"""One contract for every store, and what the embedded one promises about publishing."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import QueryError, StoreError
from kg.store import OxigraphStore, RdflibStore, RemoteStore, Service, Store, open_store, with_bindings

EX = "https://port.example/"
SERVER = Path(sys.executable).with_name("oxigraph")


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


GRAPH = node("graph/one")
TRIPLES = (
    ox.Triple(node("weihai"), node("link"), node("incheon")),
    ox.Triple(node("weihai"), node("name"), ox.Literal("威海", language="zh")),
    ox.Triple(node("weihai"), node("name"), ox.Literal('W"ei\\hai\n}', language="en")),
    ox.Triple(node("incheon"), node("sailings"), ox.Literal("21", datatype=ox.NamedNode(str(rdflib.XSD.integer)))),
)
QUADS = tuple(ox.Quad(*each, graph) for each in TRIPLES for graph in (ox.DefaultGraph(), GRAPH))


@contextmanager
def served() -> Iterator[str]:
    """A real SPARQL server on loopback, empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [SERVER, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(params=["embedded", "rdflib", "oxrdflib", "remote", "remote, default graph named"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kind = request.param
    made: Store
    if kind == "embedded":
        made = OxigraphStore(tmp_path / "store")
    elif kind == "rdflib":
        made = RdflibStore(rdflib.Dataset())
    elif kind == "oxrdflib":
        made = RdflibStore()
    else:
        default = EX + "graph/all" if kind.endswith("named") else ""
        made = RemoteStore(Service(request.getfixturevalue("server"), default_graph=default, pause=0.01))
    with made:
        made.load(QUADS)
        yield made


def test_what_is_loaded_is_there_once(store: Store) -> None:
    assert store.size() == len(TRIPLES)
    assert set(store.quads()) == set(QUADS)
    (row,) = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert row["n"] == ox.Literal(len(TRIPLES))


def test_loading_again_replaces_everything(store: Store) -> None:
    store.load(QUADS[:2])
    assert set(store.quads()) == set(QUADS[:2])
    store.load([])
    assert store.size() == 0 and not list(store.quads())


def test_many_quads(store: Store) -> None:
    many = [ox.Quad(node(f"a{n}"), node("p"), ox.Literal(n)) for n in range(6000)]
    store.load(many)
    assert store.size() == 6000


def test_rows_keep_their_order_their_terms_and_their_gaps(store: Store) -> None:
    rows = store.select(f"""
        SELECT ?s ?name ?n WHERE {{ ?s ?p ?o . OPTIONAL {{ ?s <{EX}name> ?name FILTER(LANG(?name) = "zh") }}
          OPTIONAL {{ ?s <{EX}sailings> ?n }} FILTER(?p IN (<{EX}link>, <{EX}sailings>)) }} ORDER BY DESC(?s)""")
    assert rows.variables == ("s", "name", "n")
    assert rows.rows == (
        (node("weihai"), ox.Literal("威海", language="zh"), None),
        (node("incheon"), None, TRIPLES[3].object),
    )
    assert list(rows)[1] == {"s": node("incheon"), "n": TRIPLES[3].object}


def test_parameters_are_terms(store: Store) -> None:
    query = f"SELECT ?o WHERE {{ ?s ?p ?o FILTER NOT EXISTS {{ ?s <{EX}sailings> ?n }} }}"
    assert set(store.select(query, {"s": node("weihai"), "p": node("name")}).rows) == {
        (TRIPLES[1].object,),
        (TRIPLES[2].object,),
    }
    hostile = TRIPLES[2].object
    assert store.select("SELECT ?s WHERE { ?s ?p ?name }", {"name": hostile}).rows == ((node("weihai"),),)
    assert store.ask("ASK WHERE { ?s ?p ?o }", {"o": hostile})
    assert not store.ask("ASK WHERE { ?s ?p ?o }", {"o": ox.Literal('" } #')})


def test_construct_gives_each_triple_once(store: Store) -> None:
    built = list(store.construct("CONSTRUCT { ?s <x:named> true } WHERE { ?s ?p ?o }", {"s": node("weihai")}))
    assert built == [ox.Triple(node("weihai"), ox.NamedNode("x:named"), ox.Literal(True))]


def test_named_graphs_say_who_said_it(store: Store) -> None:
    rows = store.select(
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://port.example/graph/all>) }"
    )
    assert rows.rows == ((GRAPH,),)


@pytest.mark.parametrize(
    "query", ["SELEC ?s WHERE {}", "SELECT ?s WHERE { ?s ?p }", "", "SELECT ?s WHERE { ?s ex:a ?o }"]
)
def test_a_query_that_does_not_parse_is_a_query_error(store: Store, query: str) -> None:
    with pytest.raises(QueryError):
        store.select(query)


def test_the_wrong_kind_of_query_is_a_query_error(store: Store) -> None:
    with pytest.raises(QueryError):
        store.select("ASK WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError):
        store.ask("SELECT ?s WHERE { ?s ?p ?o }")
    with pytest.raises((QueryError, StoreError)):
        list(store.construct("SELECT ?s WHERE { ?s ?p ?o }"))


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ('PREFIX a: <x:where{> SELECT ?o { ?where a:b "where {" } # where {', None),
        ("SELECT ?o WHERE{ ?s ?p ?o }", 15),
        ("CONSTRUCT { ?s ?p ?o } where\n{ ?s ?p ?o }", 29),
        ("SELECT ?o WHERE { { SELECT ?o WHERE { ?s ?p ?o } } }", 16),
    ],
)
def test_bindings_join_the_outermost_group(query: str, at: int | None) -> None:
    if at is None:
        with pytest.raises(QueryError, match="WHERE"):
            with_bindings(query, {"s": node("a")})
    else:
        bound = with_bindings(query, {"s": node("a")})
        assert bound[: at + 1] == query[: at + 1] and bound[at + 1 :].startswith(" VALUES (?s)")


@pytest.mark.parametrize("name", ["a b", "s) {} #", "1a", ""])
def test_a_parameter_name_cannot_smuggle_text(name: str) -> None:
    with pytest.raises(QueryError):
        with_bindings("SELECT ?o WHERE { ?s ?p ?o }", {name: node("a")})


# The embedded store


def test_an_unbuilt_store_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "none") as store, pytest.raises(StoreError, match="kg build"):
        store.size()
    assert not (tmp_path / "none").exists()


def test_a_damaged_or_foreign_folder_is_refused(tmp_path: Path) -> None:
    OxigraphStore(tmp_path).load(QUADS)
    (tmp_path / "current").write_text("generation-000009\n")
    with pytest.raises(StoreError, match="damaged"):
        OxigraphStore(tmp_path)
    (tmp_path / "current").write_text("../elsewhere\n")
    with pytest.raises(StoreError, match="not a store"):
        OxigraphStore(tmp_path)


def test_a_reader_keeps_its_view_while_the_store_is_loaded_anew(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path) as writer:
        writer.load(QUADS)
        with OxigraphStore(tmp_path) as reader:
            for _ in range(3):
                writer.load(QUADS[:2])
            assert reader.size() == len(TRIPLES) and set(reader.quads()) == set(QUADS)
            with OxigraphStore(tmp_path) as second:
                assert second.size() == 1
        writer.load(QUADS[:4])
        assert [each.name for each in sorted(tmp_path.glob("generation-*")) if each.is_dir()] == ["generation-000005"]


def test_a_load_that_fails_leaves_the_old_graph(tmp_path: Path) -> None:
    def broken() -> Iterator[ox.Quad]:
        yield QUADS[0]
        raise RuntimeError("extraction failed")

    with OxigraphStore(tmp_path) as store:
        store.load(QUADS)
        with pytest.raises(RuntimeError):
            store.load(broken())
        assert store.size() == len(TRIPLES)
    with OxigraphStore(tmp_path) as again:
        assert set(again.quads()) == set(QUADS)
        again.load(QUADS[:2])
        assert not list(tmp_path.glob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no advisory locks")
def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path) as store, OxigraphStore(tmp_path) as other:

        def while_loading() -> Iterator[ox.Quad]:
            with pytest.raises(StoreError, match="another process"):
                other.load(QUADS)
            yield from QUADS

        store.load(while_loading())
        assert store.size() == len(TRIPLES)


# The remote store


class Flaky(BaseHTTPRequestHandler):
    """Answers with the statuses it is given, the last one for ever; 200 carries an answer that is cut off."""

    statuses: list[int]
    asked: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked.append(self.headers.get("Authorization", ""))
        statuses = type(self).statuses
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:a"}},')

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the test's output."""


@contextmanager
def flaky(*statuses: int) -> Iterator[tuple[Store, list[str]]]:
    handler = type("Handler", (Flaky,), {"statuses": list(statuses), "asked": []})
    httpd = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        service = Service(f"http://127.0.0.1:{httpd.server_port}/query", attempts=3, pause=0.001, timeout=5)
        yield RemoteStore(service), handler.asked  # type: ignore[attr-defined]
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.mark.parametrize(
    ("statuses", "requests", "says"),
    [
        ((503,), 3, "no answer"),
        ((503, 400), 2, "refuses the query"),
        ((401,), 1, "KG_USER"),
        ((500,), 1, "service failed"),
        ((403,), 1, "no answer"),
        ((502, 200), 2, "cut off"),
    ],
)
def test_a_failing_service_is_asked_again_only_when_that_may_help(
    statuses: tuple[int, ...], requests: int, says: str
) -> None:
    with flaky(*statuses) as (store, asked), pytest.raises((StoreError, QueryError), match=says):
        store.select("SELECT ?s WHERE { ?s ?p ?o }")
    assert len(asked) == requests


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_USER", "reader")
    monkeypatch.setenv("KG_PASSWORD", "päss")
    with flaky(500) as (store, asked), pytest.raises(StoreError):
        store.size()
    assert asked[0].startswith("Basic ")


def test_a_service_that_is_not_there(tmp_path: Path) -> None:
    store = RemoteStore(Service("http://127.0.0.1:9/query", attempts=2, pause=0.001, timeout=2))
    with pytest.raises(StoreError, match="no answer"):
        store.size()
