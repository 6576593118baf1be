"""The network page without a browser: what it is made from, what the file holds, and that it is the same each time."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from view_fixtures import BASE, generated, harbours, hostile

from kg.errors import DataError, InputError
from kg.view import Inline, Network, NodeData, Selection, narrow, network_from_store, render, still_png, still_svg
from kg.view.layout import lay_out
from kg.view.page import interface_words

DATA = re.compile(r'<script id="data" type="application/json">(.*?)</script>', re.DOTALL)


def held(page: str) -> Any:
    """The network as the page holds it."""
    found = DATA.search(page)
    assert found
    return json.loads(found[1])


def test_page_holds_every_node_edge_and_sentence() -> None:
    network = harbours()
    data = held(render(network))
    assert len(data["nodes"]) == len(network.nodes)
    assert len(data["edges"]) == len(network.edges)
    quotes = {said.quote for edge in network.edges for said in edge.statements}
    assert quotes <= set(data["sentences"])
    assert data["omitted"] == [12, 30]


def test_page_names_no_address_to_load_from() -> None:
    page = render(generated(30))
    markup = DATA.sub("", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))
    assert not re.search(r'\b(src|href)=(?!"data:)', markup)
    assert "@import" not in markup and "url(" not in markup


def test_policy_names_exactly_the_scripts_and_style_of_the_page() -> None:
    page = render(harbours())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, flags=re.DOTALL)
    assert len(parts) == 3
    for part in parts:
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1]


def test_hostile_text_stays_inside_the_data() -> None:
    page, harmless = render(hostile(), title="</title><script>alert(1)</script>"), render(harbours())
    assert page.lower().count("<script") == harmless.lower().count("<script")
    assert page.lower().count("</script") == harmless.lower().count("</script")
    page.encode("utf-8")
    first = held(page)["nodes"][0]
    assert first[2]["en"] == ["</script><script>window.hacked=1</script>"]


def test_same_network_same_bytes_in_another_process() -> None:
    program = "import hashlib; from view_fixtures import *; from kg.view import *; n = generated(120);" \
              "print(hashlib.sha256((render(n) + still_svg(n)).encode()).hexdigest())"
    digests = {
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True,
                       cwd=Path(__file__).parent.parent,
                       env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".:tests"}).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("size", [200, 2000])
def test_file_size(size: int) -> None:
    assert len(render(generated(size)).encode()) <= 1_500_000 + 1000 * size


def test_layout_gives_names_room_and_keeps_communities_apart() -> None:
    layout = lay_out(generated(400))
    tops = [cluster for cluster in layout.clusters if cluster.parent < 0]
    for one, other in itertools.combinations(tops, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.radius + other.radius) ** 2
    close = sum(
        abs(x1 - x2) < 60 and abs(y1 - y2) < 26
        for (x1, y1), (x2, y2) in itertools.combinations(layout.network, 2)
    )
    assert close <= 4, close


def test_layout_of_two_thousand_takes_seconds() -> None:
    network = generated(2000)
    start = time.perf_counter()
    lay_out(network)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_tiny_networks(size: int) -> None:
    network = replace(generated(5), edges=())
    small = replace(network, nodes=network.nodes[:size])
    assert len(held(render(small))["nodes"]) == size
    assert still_svg(small).startswith("<svg")


def test_edge_to_nowhere_is_refused() -> None:
    network = harbours()
    with pytest.raises(DataError, match="not among the nodes"):
        render(replace(network, nodes=network.nodes[1:]))


def test_things_without_place_stand_by_the_place_they_belong_to() -> None:
    network = harbours()
    layout = lay_out(network)
    number = {node.id: place for place, node in enumerate(network.nodes)}
    ferry, port, lonely = number[f"{BASE}company/blue"], number[f"{BASE}city/weihai"], number[f"{BASE}company/alone"]
    (x1, y1), (x2, y2) = layout.geographic[ferry], layout.geographic[port]
    assert (x1 - x2) ** 2 + (y1 - y2) ** 2 < 200**2
    assert not layout.placed[lonely]


def test_search_knows_pinyin() -> None:
    weihai = held(render(harbours()))["nodes"][0]
    assert {"weihai", "wh", "weihaishi"} <= set(weihai[9].split())


def test_all_languages_say_everything() -> None:
    words = interface_words()
    assert set(words) >= {"en", "de", "zh"}

    def shape(value: Any) -> Any:
        return {key: shape(each) for key, each in value.items()} if isinstance(value, dict) else None

    shapes = [shape(each) for each in words.values()]
    assert all(each == shapes[0] for each in shapes)
    for each in words.values():
        for text in each["page"].values():
            assert text and set(re.findall(r"\{(\w)\}", text)) <= set("nmklab")


def test_script_only_says_what_has_words() -> None:
    folder = Path(__file__).parent.parent / "kg" / "view" / "assets" / "js"
    script = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.js")))
    known = interface_words()["en"]["page"]
    assert {key for key in re.findall(r'\bsay\("(\w+)"', script) if key not in known} == set()
    assert "innerHTML" not in script and "eval(" not in script


def test_svg_is_well_formed_whatever_the_names() -> None:
    root = ElementTree.fromstring(still_svg(hostile(), title="<&>"))
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}


def test_svg_shows_names_legend_and_attribution() -> None:
    picture = still_svg(harbours(), language="zh")
    for word in ("威海", "港口", "GeoNames"):
        assert word in picture


def test_png() -> None:
    pytest.importorskip("resvg_py")
    assert still_png(still_svg(harbours()), zoom=0.5).startswith(b"\x89PNG")


def test_notebook_frame_holds_the_page_as_text() -> None:
    html = Inline(render(harbours()))._repr_html_()
    assert html.count("<") == 2 and 'sandbox="allow-scripts' in html


# --- narrowing


def names(network: Network) -> set[str]:
    return {node.id.removeprefix(BASE) for node in network.nodes}


def test_around_a_thing() -> None:
    part = narrow(harbours(), Selection(around=(f"{BASE}event/expo",), hops=1))
    assert names(part) == {"event/expo", "city/weihai"}
    assert part.omitted == (12 + 6, 30 + 7)


def test_around_something_unknown() -> None:
    with pytest.raises(InputError, match="not in the network"):
        narrow(harbours(), Selection(around=("https://example.org/none",)))


def test_by_type_and_relation() -> None:
    part = narrow(harbours(), Selection(types=frozenset({"Port", "Airport"}), relations=frozenset({"seaLink"})))
    assert names(part) == {"port/weihai", "port/incheon"}


def test_by_period_undated_stay() -> None:
    part = narrow(harbours(), Selection(since="2022", until="2022"))
    kept = {edge.relation for edge in part.edges}
    assert "plannedLink" in kept and "airLink" in kept and "hosts" not in kept and "seaLink" not in kept


def test_by_document_and_confidence() -> None:
    part = narrow(harbours(), Selection(documents=frozenset({"b.txt"}), min_confidence=0.9))
    assert {edge.relation for edge in part.edges} == {"plannedLink"}


def test_top_keeps_the_most_central() -> None:
    part = narrow(harbours(), Selection(top=3))
    assert "city/weihai" in names(part) and len(part.nodes) == 3


# --- from a store

TURTLE = """
PREFIX fp: <https://w3id.org/fourports/ontology#>
PREFIX measure: <https://w3id.org/fourports/measures#>
PREFIX status: <https://w3id.org/fourports/statuses#>
BASE <https://w3id.org/fourports/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<port/A> a fp:Port, fp:TransportHub, fp:Place, fp:Entity ; rdfs:label "Port A"@en, "Hafen A"@de ;
  skos:altLabel "Harbour A"@en ; fp:unlocode "XXAAA" ; geo:lat 54.15 ; geo:long 12.1 ;
  fp:mentionedIn <document/d> ; fp:mention <passage/d-10-16> .
<port/B> a fp:Port, fp:Entity ; rdfs:label "B"@en ; fp:mentionedIn <document/d> ; fp:mention <passage/d-31-32> .
<country/C> a fp:Country, fp:Entity ; rdfs:label "C"@en .
<document/d> a fp:Document ; dcterms:title "News"@en ; dcterms:identifier "d.txt" ; dcterms:issued "2024"^^xsd:gYear .
<statement/1> a fp:Statement, rdf:Statement ; rdf:subject <port/B> ; rdf:predicate fp:seaLink ; rdf:object <port/A> ;
  fp:inDocument <document/d> ; fp:evidence <passage/d-0-33> ; fp:status status:inOperation ;
  fp:time "2024-03"^^xsd:gYearMonth ; fp:vessel "Ark" ; fp:rule "sail" ; fp:confidence 0.9 .
<statement/2> a fp:BackgroundStatement, rdf:Statement ; rdf:subject <port/A> ; rdf:predicate fp:locatedIn ;
  rdf:object <country/C> .
<passage/d-0-33> a fp:Passage ; oa:hasSource <document/d> ; oa:start 0 ; oa:end 33 ;
  oa:exact "Ships from Port A sail to the B. " .
<passage/d-10-16> a fp:Mention ; oa:hasSource <document/d> ; oa:start 11 ; oa:end 17 ; oa:exact "Port A" .
<passage/d-31-32> a fp:Mention ; oa:hasSource <document/d> ; oa:start 30 ; oa:end 31 ; oa:exact "B" .
<figure/1> a fp:Observation ; fp:measure measure:weeklySailings ; fp:measureText "weekly sailings" ; fp:value 12.0 ;
  fp:unitCode "per_week" ; fp:factKind "level" ; fp:about <port/A> ; fp:quantifies <statement/1> ;
  fp:inDocument <document/d> ; fp:evidence <passage/d-0-33> ; fp:writtenAs <passage/d-31-32> ; fp:confidence 0.8 .
measure:weeklySailings a skos:Concept ; skos:prefLabel "weekly sailings"@en, "wöchentliche Abfahrten"@de .
"""


@pytest.fixture(scope="module")
def from_store() -> Network:
    store = ox.Store()
    store.load(TURTLE.encode(), ox.RdfFormat.TURTLE)

    def select(query: str) -> list[dict[str, Any]]:
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    return network_from_store(select)


def test_store_things(from_store: Network) -> None:
    port = next(node for node in from_store.nodes if node.id.endswith("port/A"))
    assert isinstance(port, NodeData)
    assert port.type == "Port"
    assert port.labels == {"de": ("Hafen A",), "en": ("Port A", "Harbour A")}
    assert port.identifiers == {"unlocode": "XXAAA"} and (port.latitude, port.longitude) == (54.15, 12.1)
    assert port.figures[0].value == 12 and port.figures[0].concept == "weeklySailings"


def test_store_tie_with_evidence(from_store: Network) -> None:
    tie = next(edge for edge in from_store.edges if edge.relation == "seaLink")
    assert tie.source.endswith("port/A"), "a tie that goes both ways starts at the smaller IRI"
    assert tie.weekly == 12
    (said,) = tie.statements
    assert [said.quote[start:end] for start, end in said.marks] == ["Port A", "B"]
    assert (said.status, said.time, said.qualifiers) == ("inOperation", "2024-03", {"vessel": "Ark"})
    assert from_store.documents[0].title == "News"


def test_store_background_has_no_statement(from_store: Network) -> None:
    tie = next(edge for edge in from_store.edges if edge.relation == "locatedIn")
    assert tie.statements == ()
    assert from_store.terms["weeklySailings"]["de"] == "wöchentliche Abfahrten"
    assert len(held(render(from_store))["edges"]) == 2
