"""Things are found by name in any script, romanised, abbreviated and misspelt; the right one first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from query_corpus import corpus
from typer.testing import CliRunner

from kg.cli import app
from kg.dataset import to_dataset
from kg.documents import Rejected, read_documents
from kg.find import Names
from kg.pipeline import Extractor, graph_of
from kg.reason import infer
from kg.sparql import Store
from kg.store import OxigraphStore

ROOT = Path(__file__).parent.parent
NAMES = ROOT / "tests" / "data" / "find_names.tsv"
LEAST = 95  # of a hundred


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("find")
    with OxigraphStore(folder) as store:
        store.load(infer(to_dataset(corpus())))
    yield folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph of the sample documents and of the documents the program is developed with."""
    extractor = Extractor()
    places = [ROOT / "graph" / "documents", *sorted(ROOT.glob("tests/corpus/*/dev"))]
    documents = [each for each in read_documents(places) if not isinstance(each, Rejected)]
    with OxigraphStore(tmp_path_factory.mktemp("sample")) as store:
        store.load(graph_of(extractor.corpus(extractor.read_all(documents))))
        yield store


def test_a_hundred_names(sample: Store) -> None:
    names = Names(sample)
    asked = [line.split("\t") for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(asked) == 100
    missed = []
    for text, way, kind, meant in asked:
        first = names.find(text, limit=1)
        if not first or first[0].kind != kind or meant not in names.of(first[0].iri):
            missed.append(f"{text} ({way}): {first}")
    assert len(missed) <= 100 - LEAST, "\n".join(missed)


@pytest.mark.parametrize(
    ("text", "how", "label"),
    [
        ("Rostock", "name", "Rostock"),
        ("罗斯托克", "name", "Rostock"),
        ("luosituoke", "sound", "Rostock"),
        ("aosilu", "sound", "Oslo"),
        ("MALMO", "name", "Malmö"),
        ("rostokc", "similar", "Rostock"),
        ("meck vorp", "part", "Mecklenburg-Vorpommern"),
        ("wp", "initials", "Warnow Park"),
        ("环运", "part", "环海联运"),
        ("hhly", "initials", "环海联运"),
    ],
)
def test_how_a_name_is_found(small: Path, text: str, how: str, label: str) -> None:
    with OxigraphStore(small) as store:
        first = Names(store).find(text, "en")[0]
    assert (first.label, first.how) == (label, how)


@pytest.mark.parametrize("text", ["", "  ", "!?", "qqqqqqqqqq"])
def test_what_is_like_nothing_finds_nothing(small: Path, text: str) -> None:
    with OxigraphStore(small) as store:
        assert Names(store).find(text) == []


def test_the_command(small: Path) -> None:
    found = CliRunner().invoke(app, ["find", "luosituoke", "--store", str(small), "--format", "json", "--limit", "1",
                                     "--lang", "zh"])
    assert found.exit_code == 0
    assert json.loads(found.stdout) == {
        "iri": "https://w3id.org/fourports/id/city/1", "type": "City", "label": "罗斯托克", "name": "罗斯托克",
        "how": "sound", "score": 0.95,
    }
    nothing = CliRunner().invoke(app, ["find", "qqqqqqqqqq", "--store", str(small)])
    assert nothing.exit_code == 1
