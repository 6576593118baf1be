"""Answers in the standard formats, cut to a number of rows, and ended after a time."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph as ox
import pytest
from query_corpus import corpus
from test_cli import kg

from kg.dataset import to_dataset
from kg.reason import infer
from kg.results import serialize
from kg.sparql import Rows
from kg.store import OxigraphStore

ROWS = Rows(
    ("a", "b"),
    (
        (ox.NamedNode("https://port.example/1"), ox.Literal('威海 <&> "x"\t\r\n', language="zh")),
        (None, ox.Literal(21)),
        (ox.Literal("plain"), None),
        (None, None),
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    with OxigraphStore(folder) as made:
        made.load(infer(to_dataset(corpus())))
    return folder


@pytest.mark.parametrize(
    ("form", "kind"),
    [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)],
)
def test_rows_are_read_back_as_they_were(form: str, kind: ox.QueryResultsFormat) -> None:
    found = ox.parse_query_results(serialize(ROWS, form).encode(), format=kind)
    assert isinstance(found, ox.QuerySolutions)
    assert Rows(tuple(each.value for each in found.variables), tuple(tuple(row) for row in found)) == ROWS


def test_xml_keeps_every_character() -> None:
    space = "{http://www.w3.org/2005/sparql-results#}"
    first, second, third, fourth = ElementTree.fromstring(serialize(ROWS, "xml")).iter(f"{space}result")
    assert [each.text for each in first.iter() if each.text] == ["https://port.example/1", '威海 <&> "x"\t\r\n']
    assert second[0].get("name") == "b" and third[0].get("name") == "a" and len(fourth) == 0


def test_csv_quotes_what_needs_it() -> None:
    assert serialize(ROWS, "csv").startswith('a,b\r\nhttps://port.example/1,"威海 <&> ""x""\t\r\n"\r\n,21\r\n')


def test_xml_and_html_and_a_limit(store: Path) -> None:
    query = "SELECT ?s WHERE { ?s a <https://w3id.org/fourports/ontology#City> } ORDER BY ?s"
    done = kg("query", "-", "--format", "xml", "--limit", "2", store=store, stdin=query)
    assert len(list(ElementTree.fromstring(done.stdout).iter("{http://www.w3.org/2005/sparql-results#}result"))) == 2
    assert "the first 2 of 7" in done.stderr
    assert kg("query", "-", "--format", "html", store=store, stdin=query).stdout.count("<tr>") == 8


def test_a_query_is_ended_after_its_time(store: Path) -> None:
    begun = time.monotonic()
    done = kg("query", "-", "--timeout", "0.5", store=store,
              stdin="SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert done.returncode == 5 and "--timeout" in done.stderr
    assert time.monotonic() - begun < 15
