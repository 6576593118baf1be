"""The ontology's documentation: every term in three languages, offline, escaped, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import rdflib
from lxml import etree, html
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from test_view_browser import CHROMIUM, FLAGS
from typer.testing import CliRunner

from kg import resources
from kg.cli.main import app
from kg.errors import DataError, InputError
from kg.ontology_page import Documentation, Use, read_terms, render
from kg.ontology_page.terms import EXAMPLES, LANGUAGES
from kg.rdf import ONTOLOGY
from kg.vocabulary import load

DOCUMENTATION = read_terms()
USE = Use("customers", dict.fromkeys(LANGUAGES, "Customers"), "SELECT * { ?a fp:receivesOrdersFrom ?b }")


@pytest.fixture(scope="module")
def page() -> Any:
    return html.document_fromstring(render(DOCUMENTATION, [USE]))


def article(page: Any, name: str) -> str:
    """What the page says of a term in English, white space made plain."""
    (found,) = page.xpath("//article[@id=$name]", name=name)
    words = found.xpath(".//text()[not(ancestor::*[@lang='de' or @lang='zh'])]")
    return " ".join(" ".join(words).split())


def test_every_class_and_property_is_there() -> None:
    terms = rdflib.Graph().parse(resources.ontology() / "fourports.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    own = {str(s) for kind in kinds for s in terms.subjects(RDF.type, kind) if str(s).startswith(ONTOLOGY)}
    assert {ONTOLOGY + name for name in DOCUMENTATION.terms} == own
    for name, term in DOCUMENTATION.terms.items():
        for said, words in ((RDFS.label, term.label), (SKOS.definition, term.definition)):
            told = {o.language: str(o) for o in terms.objects(rdflib.URIRef(ONTOLOGY + name), said)}
            assert told == dict(words)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Port", "broader transport hub"),
        ("Place", "broader entity , geosparql:Feature"),
        ("Port", "never also airport"),
        ("investsIn", "domain country , organization"),
        ("investsIn", "range organization , place"),
        ("portOf", "broader located in"),
        ("basedIn", "follows from based in → located in part of → based in"),
        ("seaLink", "symmetric: its own inverse"),
        ("locatedIn", "transitive"),
        ("unlocode", "range xsd:string"),
        ("unlocode", "close to wdt:P1937"),
        ("seaLink", "example port:DERSK fp:seaLink port:PLGDY ."),
        ("Port", "example port:DERSK a fp:Port ."),
        ("period", 'example figure:687940b84b41759638a18335 fp:period "2023"^^xsd:gYear .'),
        ("receivesOrdersFrom", "asked for by Customers kg query customers"),
    ],
)
def test_a_term_says_how_it_stands_to_others(page: Any, name: str, told: str) -> None:
    assert told in article(page, name)


def test_every_link_within_the_page_leads_somewhere_once(page: Any) -> None:
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    targets = set(page.xpath("//@href[starts-with(., '#')]"))
    assert {f"#{name}" for name in DOCUMENTATION.terms} <= targets
    assert targets <= {f"#{name}" for name in names}


def test_the_picture_has_each_class_once_and_no_two_boxes_overlap(page: Any) -> None:
    classes = {name for name, term in DOCUMENTATION.terms.items() if term.kind == "class"}
    boxes = page.xpath("//svg//a")
    assert sorted(box.get("href") for box in boxes) == sorted(f"#{name}" for name in classes)
    spots = [(int(rect.get("x")), int(rect.get("y"))) for rect in page.xpath("//svg//rect")]
    assert all(a == b or a[0] != b[0] or abs(a[1] - b[1]) >= 25 for a in spots for b in spots)
    assert len(page.xpath("//svg/path")) == sum(
        iri.startswith(ONTOLOGY) for name in classes for iri in DOCUMENTATION.terms[name].links["super"]
    )


def test_the_page_is_the_same_bytes_and_asks_for_nothing() -> None:
    text = render(DOCUMENTATION, [USE])
    assert text == render(read_terms(), [USE])
    assert "<script" not in text and "default-src &#39;none&#39;" in text
    assert not re.search(r"""(?:src|action)=|url\(|@import""", text)


def hostile() -> Documentation:
    bad = '</style><script>alert(1)</script>"\'{0}'
    words = MappingProxyType(dict.fromkeys(LANGUAGES, bad))
    port = DOCUMENTATION.terms["Port"]
    links = {**port.links, "close": ("javascript:alert(1)", 'https://e.org/"onclick="alert(1)')}
    term = replace(port, label=words, definition=words, links=links, example=(bad,))
    return replace(DOCUMENTATION, title=words, version=bad, terms={**DOCUMENTATION.terms, "Port": term})


def test_text_stays_text() -> None:
    page = html.document_fromstring(render(hostile(), [replace(USE, title=dict.fromkeys(LANGUAGES, "<b>{x}"))]))
    assert not page.xpath("//script | //b | //@onclick | //@href[starts-with(., 'javascript')]")
    assert "alert(1)" in article(page, "Port") and "{x}" in article(page, "receivesOrdersFrom")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="choose one of en, de, zh"):
        render(DOCUMENTATION, language="fr")


def test_a_text_that_lacks_a_language_is_told(tmp_path: Path) -> None:
    for name in ("fourports.ttl", "alignments.ttl"):
        text = (resources.ontology() / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(', "港口"@zh', ""), "utf-8")
    with pytest.raises(DataError, match=r"label is missing in zh"):
        read_terms(tmp_path)


def test_every_term_has_an_example_that_agrees_with_the_ontology() -> None:
    assert [name for name, term in DOCUMENTATION.terms.items() if not term.example] == []
    samples = rdflib.Graph().parse(EXAMPLES)
    above = load().above

    def sorts(thing: Any) -> set[str]:
        own = {str(kind).removeprefix(ONTOLOGY) for kind in samples.objects(thing, RDF.type)}
        return own.union(*(above.get(kind, frozenset()) for kind in own))

    for s, p, o in samples:
        if p == RDF.type:
            assert str(o).removeprefix(ONTOLOGY) in DOCUMENTATION.terms
            continue
        links = DOCUMENTATION.terms[str(p).removeprefix(ONTOLOGY)].links
        for thing, side in ((s, "domain"), (o, "range")):
            wanted = {iri.removeprefix(ONTOLOGY) for iri in links[side] if iri.startswith(ONTOLOGY)}
            assert not wanted or wanted & sorts(thing), (s, p, o, side)


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    path = tmp_path / "ontology.html"
    done = CliRunner().invoke(app, ["docs", str(path), "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert f"{len(DOCUMENTATION.terms)} terms" in done.output
    assert html.document_fromstring(path.read_text("utf-8")).get("lang") == "zh"
    etree.fromstring(re.search(r"<svg.*?</svg>", path.read_text("utf-8"), re.DOTALL)[0])  # type: ignore[index]


# In a browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[str]]]:
    """The page opened from a file without a network, and what went wrong or was asked for."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("no Chromium on this computer")
    path = tmp_path_factory.mktemp("page") / "ontology.html"
    path.write_text(render(DOCUMENTATION, [USE]), "utf-8")
    faults: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = browser.new_context(offline=True).new_page()
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("request", lambda request: request.url == path.as_uri() or faults.append(request.url))
        tab.goto(path.as_uri())
        yield tab, faults
        browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_terms_are_shown_in_the_language_chosen_and_in_no_other(
    opened: tuple[Any, list[str]], language: str
) -> None:
    tab, faults = opened
    tab.click(f"label[for=language-{language}]")
    told = {name: tab.inner_text(f"article#{name}") for name in DOCUMENTATION.terms}
    for name, term in DOCUMENTATION.terms.items():
        assert told[name].startswith(f"{term.label[language]} fp:{name}")
        assert term.definition[language] in told[name]
        assert not any(term.definition[other] in told[name] for other in LANGUAGES if other != language)
    names = tab.eval_on_selector_all(
        "svg text", "all => all.filter(each => each.getClientRects().length).map(each => each.textContent)"
    )
    assert sorted(names) == sorted(t.label[language] for t in DOCUMENTATION.terms.values() if t.kind == "class")
    widths = tab.eval_on_selector_all("svg text", "all => all.map(each => each.getBBox().width)")
    assert max(widths) <= 205
    assert faults == []
