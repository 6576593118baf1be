"""Figures are found with value, unit, modifier and kind, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import resources
from kg.dates import Calendar, find_dates
from kg.errors import RuleError
from kg.model import Span
from kg.quantities import Quantity, QuantityLexicon, find_quantities

DATA = Path(__file__).parent / "data"
PUBLISHED = "2025-06-20"
MODIFIERS = ("over", "under", "approx")
Figure = tuple[str, float, str, str, str]


def lexicon(language: str) -> QuantityLexicon:
    return QuantityLexicon.load(resources.languages() / language)


def read(text: str, language: str, published: str = PUBLISHED) -> list[Quantity]:
    dates = find_dates(text, Calendar.load(resources.languages() / language), published)
    return find_quantities(text, lexicon(language), dates, (), published)


def cases() -> Iterator[object]:
    for path in sorted(DATA.glob("quantities_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                sentence, _, expected = line.partition("\t")
                language = path.stem.removeprefix("quantities_")
                yield pytest.param(language, sentence, expected, id=f"{language}: {sentence}")


def parse(expected: str) -> list[Figure]:
    figures = []
    for part in filter(None, expected.split("; ")):
        text, _, rest = part.rpartition(": ")
        value, unit, *words = rest.split()
        modifier = next((word for word in words if word in MODIFIERS), "")
        kind = next((word for word in words if word not in MODIFIERS), "level")
        figures.append((text, float(value), unit, modifier, kind))
    return figures


@pytest.mark.parametrize(("language", "sentence", "expected"), list(cases()))
def test_a_sentence_has_these_figures(language: str, sentence: str, expected: str) -> None:
    found = [(each.text, each.value, each.unit, each.modifier, each.kind) for each in read(sentence, language)]
    assert found == parse(expected)


def test_spans_are_the_digits_and_what_is_counted() -> None:
    text = "The city opened 9 sea routes to Korea."
    (figure,) = read(text, "en")
    assert figure.span.of(text) == "9"
    assert figure.counted == "sea routes"
    assert figure.counted_span is not None
    assert figure.counted_span.of(text) == "sea routes"


def test_full_width_digits_keep_their_offsets() -> None:
    text = "增长１２．７％，共３０个项目。"
    assert [(each.text, each.value) for each in read(text, "zh")] == [("１２．７", 12.7), ("３０", 30.0)]


def test_numbers_in_names_and_dates_are_no_figures() -> None:
    text = "The Golden Bridge 7 left on 3 May 2021 with 40 trucks."
    dates = find_dates(text, Calendar.load(resources.languages() / "en"))
    names = [Span(4, 19)]
    assert [each.text for each in find_quantities(text, lexicon("en"), dates, names)] == ["40"]


@pytest.mark.parametrize(("sentence", "periods"), [
    ("In 2023 the port handled 500 ships, 5 percent more than in 2022.", ["2023", "2023"]),
    ("It rose from 20 lines in 2019 to 40 lines in 2023.", ["2019", "2023"]),
    ("By 2030 it will have 12 berths.", ["2030"]),
    ("Since 2023 the city has received 80 guests.", ["2023/2025"]),
])
def test_a_figure_holds_for_the_date_of_its_sentence(sentence: str, periods: list[str]) -> None:
    assert [each.period for each in read(sentence, "en")] == periods


def test_a_period_is_carried_within_the_paragraph() -> None:
    figures = read("In 2023 it handled 500 ships. Of these, 20 were ferries.\nIt has 12 berths.", "en")
    assert [(each.period, each.carried) for each in figures] == [("2023", ""), ("", "2023"), ("", "")]


def test_reading_is_linear() -> None:
    text = "The port of 12 berths handled 1,437 ships in 2020, up 5 percent. " * 3000
    assert len(read(text, "en")) == 9000


def test_a_broken_language_is_refused_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"quantities\.toml"):
        QuantityLexicon.load(tmp_path)
    (tmp_path / "quantities.toml").write_text('[numerals]\ndecimal = "."\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"quantities\.toml"):
        QuantityLexicon.load(tmp_path)
