"""Every named query gives the same rows embedded, from `kg serve`, and from two other makers' servers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from query_corpus import corpus
from serving import KG, VIRTUOSO, kg_serve, oxigraph, virtuoso
from test_queries import EXPECTED

from kg.dataset import to_dataset
from kg.queries import load_queries, run
from kg.rdf import BASE, XSD
from kg.reason import infer
from kg.sparql import Store, Term
from kg.store import OxigraphStore, RemoteStore, Service

NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "int"))
QUERIES = load_queries()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("everywhere")
    with OxigraphStore(made) as store:
        store.load(infer(to_dataset(corpus())))
    return made


@pytest.fixture(scope="module")
def embedded(folder: Path) -> Iterator[Store]:
    with OxigraphStore(folder) as store:
        yield store


@pytest.fixture(scope="module", params=["kg serve", "oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with ExitStack() as stack:
        if request.param == "kg serve":
            yield RemoteStore(Service(stack.enter_context(kg_serve(folder)) + "sparql"))
        elif request.param == "oxigraph":
            root = stack.enter_context(oxigraph(tmp_path_factory.mktemp("oxigraph")))
            filled(folder, root + "store")
            yield RemoteStore(Service(root + "query"))
        else:
            if not VIRTUOSO:
                pytest.skip("Virtuoso is not installed")
            root = stack.enter_context(virtuoso(tmp_path_factory.mktemp("virtuoso")))
            filled(folder, root + "sparql-graph-crud-auth")
            yield RemoteStore(Service(root + "sparql", default_graph=f"{BASE}graph/all"))


def filled(folder: Path, url: str) -> None:
    keys = {"KG_USER": "dba", "KG_PASSWORD": "dba"}
    subprocess.run([KG, "push", url, "--store", folder], check=True, timeout=120, env=os.environ | keys,
                   stdout=subprocess.DEVNULL)


def plain(term: Term | None) -> object:
    """A term such that the same number is equal however it is written."""
    if isinstance(term, ox.Literal):
        if term.datatype.value in NUMBERS:
            return round(Decimal(term.value), 9)
        return term.value, term.language or ""
    return getattr(term, "value", None)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_the_same_rows(embedded: Store, remote: Store, name: str) -> None:
    arguments = EXPECTED[name][0] if name in EXPECTED else {}
    here, there = (run(store, QUERIES[name], arguments) for store in (embedded, remote))
    assert here.taken == there.taken
    assert here.rows.variables == there.rows.variables
    assert [tuple(map(plain, row)) for row in here.rows.rows] == [tuple(map(plain, row)) for row in there.rows.rows]
    assert here.triples == there.triples
