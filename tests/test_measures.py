"""Figures are told what they measure by the words beside them, with concepts that the scheme has."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from kg import resources
from kg.errors import RuleError
from kg.measures import Measures
from kg.quantities import QuantityLexicon, find_quantities

SCHEME = "https://w3id.org/fourports/measures#"


def concepts(text: str, language: str) -> list[str]:
    folder = resources.languages() / language
    measures = Measures.load(folder)
    return [measures.describe(text, each).concept for each in find_quantities(text, QuantityLexicon.load(folder))]


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("en", "Container throughput rose 5 percent to 2 million TEU.", ["containerThroughput", "containerThroughput"]),
    ("en", "There are 21 weekly flights and three sailings a week.", ["weeklyFlights", "weeklySailings"]),
    ("en", "It has 27 sister cities.", ["sisterCities"]),
    ("de", "Der Außenhandel wuchs um 5 Prozent auf 20 Mrd. Euro.", ["foreignTrade", "foreignTrade"]),
    ("de", "Es gibt 9 Seeverbindungen und 60 wöchentliche Frachtflüge.", ["seaRoutes", "weeklyFlights"]),
    ("zh", "全市进出口729.5亿元，缔结27对国际友城。", ["foreignTrade", "sisterCities"]),
    ("zh", "开通18条国际班轮航线，每周有46个航班。", ["seaRoutes", "weeklyFlights"]),
    ("ko", "협약 2건을 체결했다.", ["agreements"]),
])
def test_a_figure_measures(language: str, text: str, expected: list[str]) -> None:
    assert concepts(text, language) == expected


@pytest.mark.parametrize("path", sorted(resources.languages().glob("*/measures.toml")),
                         ids=lambda path: path.parent.name)
def test_every_concept_is_in_the_scheme(path: Path) -> None:
    scheme = Graph().parse(resources.ontology() / "measures.ttl")
    named = {entry["concept"] for entry in tomllib.loads(path.read_text(encoding="utf-8"))["measures"]}
    assert all((URIRef(SCHEME + each), RDF.type, SKOS.Concept) in scheme for each in named)


def test_a_language_without_measures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"measures\.toml"):
        Measures.load(tmp_path)
