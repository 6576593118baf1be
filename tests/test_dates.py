"""Dates are found with their ISO 8601 values; what cannot be resolved is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import resources
from kg.dates import Calendar, find_dates
from kg.errors import RuleError
from kg.model import Span

DATA = Path(__file__).parent / "data"


def calendar(language: str) -> Calendar:
    return Calendar.load(resources.languages() / language)


def cases() -> Iterator[object]:
    for path in sorted(DATA.glob("dates_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                published, sentence, expected = line.replace("\\n", "\n").split("\t")
                language = path.stem.removeprefix("dates_")
                yield pytest.param(language, published, sentence, expected, id=f"{language}: {sentence} {published}")


@pytest.mark.parametrize(("language", "published", "sentence", "expected"), list(cases()))
def test_a_sentence_has_these_dates(language: str, published: str, sentence: str, expected: str) -> None:
    found = find_dates(sentence, calendar(language), published)
    assert "; ".join(f"{each.text} = {each.value}" for each in found) == expected
    assert all(each.span.of(sentence) == each.text for each in found)


def test_dates_in_names_are_none() -> None:
    text = "Expo Horizon 2020 opened in 2021."
    assert [each.text for each in find_dates(text, calendar("en"), "", [Span(0, 17)])] == ["2021"]


def test_a_publication_known_to_the_year_resolves_years_only() -> None:
    text = "Last year it grew; last month it fell; on Monday it rose."
    assert [each.value for each in find_dates(text, calendar("en"), "2025")] == ["2024"]


def test_an_impossible_day_is_left_out() -> None:
    assert find_dates("It opened on 31 February 2021.", calendar("en")) == []


def test_reading_is_linear() -> None:
    text = "Since May 2019 it has grown, and by the end of 2024 it will have 12 berths.\n" * 3000
    assert len(find_dates(text, calendar("en"), "2022")) == 6000


def test_a_broken_language_is_refused_with_the_template(tmp_path: Path) -> None:
    source = resources.languages() / "en"
    (tmp_path / "quantities.toml").write_bytes((source / "quantities.toml").read_bytes())
    (tmp_path / "dates.toml").write_text('[[templates]]\nname = "odd"\nform = "{eon}"\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"\{eon\} in odd"):
        Calendar.load(tmp_path)
