"""Facts below a confidence go, with the triples that only they state; others stay."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.confidence import Confidences, smoothed
from kg.dataset import to_dataset
from kg.errors import DataError
from kg.model import Assertion, Corpus, Document, Entity, Evidence, Mention, Reading, Span
from kg.pipeline import graph_of, sure_graph
from kg.rdf import BASE, fp


def reading(name: str, *claims: tuple[str, float]) -> Reading:
    text = "Aaa trades with Bbb and Ccc."
    mentions = tuple(Mention(Span(text.index(key), text.index(key) + 3), key, "Company", "test", local=key)
                     for key in ("Aaa", "Bbb", "Ccc"))
    said = tuple(Assertion("Aaa", "cooperatesWith", other, (Evidence(Span(0, len(text)), text, "test", confidence),))
                 for other, confidence in claims)
    return Reading(Document(name, text, name.ljust(64, "0"), language="en"), mentions, said)


def corpus(*readings: Reading) -> Corpus:
    entities = tuple(
        Entity(f"company/{key.lower()}", "Company", {"en": (key,)},
               tuple((each.document.name, key) for each in readings))
        for key in ("Aaa", "Bbb", "Ccc"))
    return Corpus(readings, entities)


def triple(other: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(BASE + "company/aaa"), fp("cooperatesWith"), ox.NamedNode(BASE + f"company/{other}"))


def test_a_triple_stays_as_long_as_a_sure_statement_says_it() -> None:
    whole = graph_of(corpus(reading("a", ("Bbb", 0.5), ("Ccc", 0.5)), reading("b", ("Bbb", 0.95))))
    sure = sure_graph(whole, 0.9)
    assert {triple("bbb"), triple("ccc")} <= set(whole.triples())
    assert triple("bbb") in set(sure.triples())
    assert triple("ccc") not in set(sure.triples())
    turned = ox.Triple(triple("ccc").object, fp("cooperatesWith"), triple("ccc").subject)  # type: ignore[arg-type]
    assert turned in set(whole.triples())
    assert turned not in set(sure.triples())


def test_nothing_goes_when_all_is_sure() -> None:
    quads = to_dataset(corpus(reading("a", ("Bbb", 0.95))))
    assert set(sure_graph(quads, 0.9).triples()) >= set(quads.triples())


def test_confidence_grows_with_what_was_right() -> None:
    few, many, wrong = smoothed({("en", "few"): (2, 2), ("en", "many"): (40, 40), ("en", "wrong"): (10, 40)}).values()
    assert wrong < few < 0.9 <= many


def test_a_faulty_table_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "confidence.tsv"
    path.write_text("language\trule\tright\tfound\nde\trule\tmany\t3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"confidence\.tsv:2"):
        Confidences.load(path)
