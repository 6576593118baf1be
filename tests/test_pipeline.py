"""From documents to facts: every place is exact, and the same documents give the same bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.documents import Rejected, read_documents
from kg.export import serialize
from kg.facts import fact_lines
from kg.model import Corpus, Document, Span
from kg.pipeline import Extractor, graph_of

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "graph" / "documents"
SOURCES = ROOT.parent / "shared" / "documents"
CORPUS = ROOT / "tests" / "corpus"
FOLDERS = [SAMPLES, *(CORPUS / code / half for code in ("de", "en", "zh") for half in ("dev", "test"))]
EXTRACTOR = Extractor()


def documents(folder: Path) -> list[Document]:
    return [each for each in read_documents([folder]) if not isinstance(each, Rejected)]


def corpus(folder: Path) -> Corpus:
    return EXTRACTOR.corpus(EXTRACTOR.read_all(documents(folder)))


def spans(corpus: Corpus) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(kind, document, span) of every place that `kg facts` prints."""
    for line in fact_lines(corpus):
        if line["kind"] == "entity":
            yield from (("mention", each["document"], each) for each in line["mentions"])
        else:
            yield from ((line["kind"], line["document"], each) for each in line.get("evidence", ()))
            if "span" in line:
                yield line["kind"], line["document"], line["span"]


@pytest.mark.parametrize("folder", [*FOLDERS, SOURCES], ids=lambda path: "-".join(path.parts[-3:]))
def test_every_place_is_exact(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the source documents are not here")
    texts = {each.name: each.text for each in documents(folder)}
    found = list(spans(corpus(folder)))
    assert {kind for kind, _, _ in found} == {"mention", "relation", "figure", "date"}
    for kind, document, span in found:
        place = Span(int(str(span["start"])), int(str(span["end"])))
        assert place.of(texts[document]) == span["text"], (kind, document)


def test_the_order_of_documents_changes_nothing() -> None:
    own = documents(SAMPLES)
    shuffled = random.Random(7).sample(own, len(own))
    first, second = (serialize(graph_of(EXTRACTOR.corpus(EXTRACTOR.read_all(each))), "nq") for each in (own, shuffled))
    assert first == second


def test_another_process_with_another_hash_seed_builds_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        target = tmp_path / f"{seed}.ttl"
        for command in (["build", str(SAMPLES)], ["export", str(target)]):
            subprocess.run([sys.executable, "-m", "kg", *command, "--store", str(tmp_path / seed)], check=True,
                           env=environment, capture_output=True)
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_confidence_filters_facts() -> None:
    own = documents(SAMPLES)
    everything = [each for reading in EXTRACTOR.read_all(own) for each in reading.assertions]
    sure = [each for reading in EXTRACTOR.read_all(own, 0.9) for each in reading.assertions]
    assert 0 < len(sure) < len(everything)
    assert all(each.confidence >= 0.9 for each in sure)


def test_a_document_may_mix_languages() -> None:
    text = "Der Hafen Hamburg liegt in Deutschland.\n\n青岛港已开通至釜山的集装箱班轮航线。\n\nIn 2021 Busan grew."
    reading = EXTRACTOR.read(Document("mixed.txt", text, "0" * 64, language="de"))
    assert {"port/DEHAM", "port/CNQDG", "country/DE", "city/gn1838524"} <= {each.place for each in reading.mentions}
    assert "2021" in {each.value for each in reading.dates}


def test_silent_text_yields_nothing() -> None:
    text = "Busan trades with Osaka.\nShare | Print | Hamburg"
    start = text.index("Share")
    reading = EXTRACTOR.read(Document("a.txt", text, "0" * 64, language="en", silent=(Span(start, len(text)),)))
    assert [each.text for each in reading.mentions] == ["Busan", "Osaka"]


def test_traditional_characters_are_read_at_their_own_offsets() -> None:
    text = "韓國釜山港與臺灣高雄港之間每週有3班貨櫃船。"
    reading = EXTRACTOR.read(Document("a.txt", text, "0" * 64, language="zh"))
    assert {("country/KR", "韓國"), ("port/KRPUS", "釜山港"), ("port/TWKHH", "高雄港")} <= {
        (each.place, each.span.of(text)) for each in reading.mentions}
