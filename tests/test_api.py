"""The graph as a program and a notebook use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from query_corpus import corpus

from kg import Graph
from kg.dataset import to_dataset
from kg.errors import InputError, QueryError
from kg.reason import infer
from kg.store import OxigraphStore

CITY = "https://w3id.org/fourports/id/city/"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("api")
    with OxigraphStore(folder) as store:
        store.load(infer(to_dataset(corpus())))
    with Graph(folder, language="zh") as made:
        yield made


def test_a_named_query_gives_plain_values(graph: Graph) -> None:
    rows = graph.query("services-over-time", place="Rostock", partner="Gdynia")
    assert [row["value"] for row in rows] == [21, 30]
    assert rows[0]["measure"].endswith("weeklySailings") and "value" in rows.columns
    assert rows.answer.taken["place"].value == CITY + "1"


def test_any_sparql(graph: Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) (true AS ?yes) (2.5 AS ?x) ?none WHERE { ?s ?p ?o }"
                         .replace("?none ", ""))
    assert isinstance(row["n"], int) and row["yes"] is True and row["x"] == 2.5
    assert graph.query("ASK { ?s ?p ?o }") and not graph.query("ASK { ?s <x:p> ?o }")
    (triple,) = graph.query("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}")
    assert triple == {"subject": "x:s", "predicate": "x:p", "object": 1}
    with pytest.raises(QueryError):
        graph.query("no-such-query")


def test_the_network(graph: Graph) -> None:
    whole, near = graph.network(), graph.network(around="Rostock")
    assert whole.nodes[CITY + "1"] == {"label": "罗斯托克", "type": "City"}
    assert 0 < len(near) < len(whole)
    assert "seaLink" in {data["relation"] for _, _, data in near.edges(data=True)}


def test_a_notebook_shows_it(graph: Graph) -> None:
    assert graph._repr_html_().startswith("<iframe")


def test_names(graph: Graph) -> None:
    assert graph.find("luosituoke")[0].iri == CITY + "1" and graph.label(CITY + "1") == "罗斯托克"


def test_a_frame_or_what_it_needs(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="pandas"):
        graph.frame("documents")
    monkeypatch.undo()
    pytest.importorskip("pandas", reason="pandas is not installed")
    assert list(graph.frame("services-over-time", place="Rostock", partner="Gdynia")["value"]) == [21, 30]


def test_the_package_loads_nothing_heavy() -> None:
    code = "import sys, kg; sys.exit(bool({'rdflib', 'networkx', 'pyoxigraph'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0
