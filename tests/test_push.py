"""The dataset arrives whole in remote stores, goes on where it broke off, and is counted."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from query_corpus import corpus
from serving import KG, VIRTUOSO, oxigraph, virtuoso

from kg.dataset import to_dataset
from kg.errors import InputError, StoreError
from kg.push import Client, Progress, Target, pieces, push
from kg.rdf import BASE, Quads
from kg.reason import infer
from kg.store import OxigraphStore, RemoteStore, Service

QUADS = infer(to_dataset(corpus()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("push")
    with OxigraphStore(made) as store:
        store.load(QUADS)
    return made


def kg_push(folder: Path, url: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(KG), "push", url, "--store", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | environment)


def test_oxigraph(folder: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as root:
        for chunk in ("100", "5000"):  # the second time over what is there
            done = kg_push(folder, root + "store", "--chunk", chunk)
            assert done.returncode == 0, done.stderr
            assert f"{len(QUADS)} triples" in done.stdout and "all there" in done.stdout
            assert set(RemoteStore(Service(root + "query")).quads()) == set(QUADS)
    assert not (folder / "push.json").exists()


def test_graphs_of_an_earlier_push_are_removed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with OxigraphStore(tmp_path / "old") as store:
        gone = ox.NamedNode(f"{BASE}graph/0000000000000000")
        store.load([ox.Quad(gone, ox.NamedNode("x:p"), ox.Literal(1), gone)])
    with oxigraph(tmp_path / "server") as root:
        assert kg_push(tmp_path / "old", root + "store").returncode == 0
        assert kg_push(folder, root + "store").returncode == 0
        assert set(RemoteStore(Service(root + "query")).quads()) == set(QUADS)


@pytest.mark.skipif(not VIRTUOSO, reason="Virtuoso is not installed")
def test_virtuoso(folder: Path, tmp_path: Path) -> None:
    with virtuoso(tmp_path) as root:
        url = root + "sparql-graph-crud-auth"
        for keys in ({}, {"KG_USER": "dba", "KG_PASSWORD": "wrong"}):
            refused = kg_push(folder, url, **keys)
            assert refused.returncode == 4 and "KG_USER" in refused.stderr
        done = kg_push(folder, url, "--chunk", "700", KG_USER="dba", KG_PASSWORD="dba")
        assert done.returncode == 0, done.stderr
        remote = RemoteStore(Service(root + "sparql", default_graph=f"{BASE}graph/all"))
        assert remote.size() == sum(1 for each in QUADS if each.graph_name == ox.DefaultGraph())


class Failing(BaseHTTPRequestHandler):
    """Takes some requests, then fails."""

    taken: list[tuple[str, str, int]]
    statuses: list[int]

    def do_PUT(self) -> None:
        lines = self.rfile.read(int(self.headers["Content-Length"])).count(b"\n")
        status = self.statuses.pop(0) if self.statuses else 204
        if status == 204:
            self.taken.append((self.command, self.path, lines))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PUT  # noqa: N815  the server's own naming

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the test's output."""


@contextmanager
def failing(*statuses: int) -> Iterator[tuple[Target, list[tuple[str, str, int]]]]:
    handler = type("Handler", (Failing,), {"taken": [], "statuses": list(statuses)})
    httpd = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Target(f"http://127.0.0.1:{httpd.server_port}/store", attempts=3, pause=0.001), handler.taken  # type: ignore[attr-defined]
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


SMALL = [ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(n)) for n in range(5)]


def test_a_push_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    path = tmp_path / "push.json"
    with failing(204, 500) as (target, taken):
        with pytest.raises(StoreError, match="HTTP 500"):
            list(push(SMALL, Client(target), Progress(target.url, "one", 2, path=path)))
        assert json.loads(path.read_text())["done"] == 1
        again = Progress(target.url, "one", 2, path=path)
        again.resume()
        list(push(SMALL, Client(target), again))
        assert taken == [("PUT", "/store?default", 2), ("POST", "/store?default", 2), ("POST", "/store?default", 1)]
        other = Progress(target.url, "two", 2, path=path)
        other.resume()
        assert other.done == 0, "another state of the dataset is sent from its beginning"


def test_a_passing_failure_is_tried_again() -> None:
    with failing(503, 429, 204) as (target, taken):
        list(push(SMALL, Client(target), Progress(target.url, "", 10)))
        assert len(taken) == 1


def test_pieces_hold_every_quad_once() -> None:
    for size in (1, 7, 100, 10_000):
        found = list(pieces(QUADS, size))
        assert max(len(each.triples) for each in found) <= size
        assert len({each.graph for each in found}) == sum(each.first for each in found)
        graphs = [(ox.NamedNode(each.graph) if each.graph else ox.DefaultGraph(), each.triples) for each in found]
        assert Quads(ox.Quad(*triple, graph) for graph, triples in graphs for triple in triples) == QUADS


def test_blank_nodes_are_refused() -> None:
    with pytest.raises(InputError, match="blank"):
        list(pieces([ox.Quad(ox.BlankNode(), ox.NamedNode("x:p"), ox.Literal(1))], 10))


def test_an_address_is_needed(folder: Path) -> None:
    assert kg_push(folder, "store").returncode == 3
