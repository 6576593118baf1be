"""A figure is about the name that its sentence, or what was said before, makes most salient."""

from __future__ import annotations

import pytest

from kg.model import Document, Figure
from kg.pipeline import Extractor

EXTRACTOR = Extractor()
PUBLISHED = "2025-06-20"


def read(text: str, language: str) -> list[tuple[Figure, str]]:
    """The figures of a text, each with the name of what it is about."""
    reading = EXTRACTOR.read(Document("text", text, "0" * 64, language=language, published=PUBLISHED))
    names = {each.local: each.text for each in reversed(reading.mentions)}
    return [(each, names.get(each.about, "")) for each in reading.figures]


@pytest.mark.parametrize(("language", "text", "about"), [
    ("en", "The Port of Gdansk handled 3 million TEU in 2024.", ["Port of Gdansk"]),
    ("en", "In the Port of Gdansk, 40 cranes are at work.", ["Port of Gdansk"]),
    ("en", "The Port of Gdansk grew. It handled 3 million TEU, 5 percent more.", ["Port of Gdansk"] * 2),
    ("de", "Umgeschlagen wurden 3 Mio. t Stückgut im Hafen Rostock.", ["Hafen Rostock"]),
    ("de", "Der Hafen Danzig wächst. Im Jahr 2024 waren es 3 Mio. TEU.", ["Hafen Danzig"]),
    ("zh", "青岛港完成集装箱吞吐量3000万标箱，同比增长5%。", ["青岛港"] * 2),
    ("zh", "青岛市对外开放水平提高，国际友城增至29个。", ["青岛市"]),
])
def test_a_figure_is_about_the_most_salient_name(language: str, text: str, about: list[str]) -> None:
    assert [name for _, name in read(text, language)] == about


def test_a_figure_without_any_name_is_about_nothing() -> None:
    assert [figure.about for figure, _ in read("Trade grew by 5 percent.", "en")] == [""]


def test_the_date_of_the_heading_holds_for_figures_without_one() -> None:
    ((figure, _),) = read("City of Gdansk\nYearbook 2024\n\nThe Port of Gdansk handled 3 million TEU.", "en")
    assert figure.period == "2024"
