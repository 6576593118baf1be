"""The sample documents are whole, well formed and read without a finding."""

from __future__ import annotations

import csv

import pytest

from kg.documents import Rejected, read_documents
from kg.model import Document
from kg.resources import sample_documents


def samples() -> list[Document]:
    found = list(read_documents([sample_documents()]))
    assert not [each for each in found if isinstance(each, Rejected)]
    return [each for each in found if isinstance(each, Document)]


def test_every_sample_has_its_metadata_and_every_row_its_sample() -> None:
    with (sample_documents() / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert {each.name for each in samples()} == set(rows)
    for each in samples():
        row = rows[each.name]
        assert (each.title, each.language, each.publisher, each.published) == (
            row["title"],
            row["language"],
            row["publisher"],
            row["published"],
        )
        assert row["source"].startswith("Retold from")
        assert each.text.startswith(each.title)


def test_the_samples_cover_the_three_languages_and_say_so_by_name() -> None:
    languages = {each.language for each in samples()}
    assert languages == {"de", "en", "zh"}
    assert all(each.name.endswith(f".{each.language}.txt") for each in samples())


def test_what_is_told_of_language_agrees_with_what_is_detected(tmp_path_factory: pytest.TempPathFactory) -> None:
    for each in samples():
        copy = tmp_path_factory.mktemp("copy") / "a.txt"
        copy.write_bytes(each.text.encode())
        (alone,) = read_documents([copy])
        assert isinstance(alone, Document)
        assert (alone.language, alone.title) == (each.language, each.title)


def test_only_navigation_is_silent_in_the_samples() -> None:
    silent = {each.name: [span.of(each.text).strip() for span in each.silent] for each in samples() if each.silent}
    assert silent == {"weihai-open-city-2021.zh.txt": ["分享到"]}
