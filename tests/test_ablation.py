"""What only one source document needs is shown; what a second text needs as well is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.model import Document

ROOT = Path(__file__).parent.parent
INVENTED = Path(__file__).parent / "invented"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "ablation", raising=False)


def document(name: str, text: str) -> Document:
    return Document(name, text, "0" * 64, language="qx")


@pytest.mark.usefixtures("tools")
def test_what_serves_one_source_document_only_is_shown() -> None:
    import ablation

    source = document("source.txt", "Mido Hana Oro li zal Busan. Zal Busan li vesti vu Zal Kobe.")
    other = document("other.txt", "Zal Osaka li vesti vu Zal Dalian.")
    trial = ablation.Trial(INVENTED, [(source, True), (other, False)], Gazetteer.load())
    outcome = ablation.ablate(trial, ["qx"])
    assert {(each.kind, each.name, each.document) for each in outcome.findings} == {
        ("word", "mido", "source.txt"), ("word", "li", "source.txt"), ("name rule", "person", "source.txt"),
        ("construction", "office", "source.txt")}
    # "ti" stands in no source document and is not tried.
    assert outcome.tested == {("qx", "word"): 5, ("qx", "name rule"): 2, ("qx", "construction"): 1, ("qx", "frame"): 1}


@pytest.mark.usefixtures("tools")
def test_two_source_documents_vouch_for_each_other() -> None:
    import ablation

    sources = [document(name, "Zal Osaka li vesti vu Zal Dalian.") for name in ("one.txt", "two.txt")]
    trial = ablation.Trial(INVENTED, [(each, True) for each in sources], Gazetteer.load())
    assert ablation.ablate(trial, ["qx"]).findings == ()
