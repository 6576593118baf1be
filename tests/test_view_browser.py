"""The network page in a real browser, from a file, network off: the tasks of a reader, by mouse and by keys."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from view_fixtures import BASE, generated, harbours, hostile

from kg.view import Network, render
from kg.view.layout import lay_out

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
AXE = os.environ.get("AXE_CORE", "")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer")


@dataclass
class Reader:
    """A page opened as a reader opens it; `faults` collects requests, errors and warnings."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def search(self, words: str) -> None:
        self.page.fill("#search-input", words)
        self.page.wait_for_selector("#search-list [role=option]")

    def heading(self) -> str:
        return self.text("#details h2")

    def drawn(self) -> tuple[int, int]:
        """Things and ties drawn, as the page counts them."""
        numbers = [int(each.replace(",", "")) for each in re.findall(r"[\d,]+", self.text("#counts span"))]
        return numbers[0], numbers[2]


Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opener(network: Network, fragment: str = "", **options: Any) -> Reader:
        path = tmp_path / "page.html"
        path.write_text(render(network), encoding="utf-8")
        context = browser.new_context(offline=True, viewport={"width": 1400, "height": 880}, **options)
        contexts.append(context)
        reader = Reader(context.new_page())
        page, faults = reader.page, reader.faults
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: request.url.startswith("file:") or faults.append(request.url))
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]")
        return reader

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def reader(opened: Open) -> Iterator[Reader]:
    found = opened(harbours())
    yield found
    assert found.faults == []


@pytest.mark.parametrize("words", ["威海", "weihai", "웨이하이", "WEIHAI", "cnwei"])
def test_find_in_any_script(reader: Reader, words: str) -> None:
    reader.search(words)
    reader.page.keyboard.press("Enter")
    assert reader.heading() == "Weihai"


def test_read_the_sentence_behind_a_link(reader: Reader) -> None:
    reader.search("port of weihai")
    reader.page.keyboard.press("Enter")
    reader.page.click("#details .tie-evidence:has-text('sea link')")
    assert "Port of Incheon" in reader.heading()
    card = reader.page.locator("#details article").first
    assert card.locator("blockquote").inner_text() == (
        "Ferries run between the port of Weihai and Incheon seven times a week.")
    assert card.locator("mark").all_inner_texts() == ["Weihai", "Incheon"]
    shown = card.inner_text()
    for word in ("Harbour news", "The Harbour Post", "May 20, 2021", "in operation", "Confidence 100 %", "between"):
        assert word in shown


def place(name: str) -> tuple[float, float]:
    """Where a thing of the small network is drawn."""
    network = harbours()
    return lay_out(network).network[[node.id for node in network.nodes].index(BASE + name)]


def middle(reader: Reader) -> tuple[float, float]:
    """The middle of the picture on the screen."""
    box = reader.page.locator("#picture").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_click_on_a_line_shows_its_evidence(opened: Open) -> None:
    (x1, y1), (x2, y2) = place("port/weihai"), place("port/incheon")
    reader = opened(harbours(), f"#v={(x1 + x2) / 2:.0f}+{(y1 + y2) / 2:.0f}+0.9")
    reader.page.mouse.click(*middle(reader))
    reader.page.wait_for_selector("#details article blockquote")
    assert "sea link" in reader.heading()
    assert reader.faults == []


def test_contradicting_statements_stand_side_by_side(reader: Reader) -> None:
    reader.page.evaluate("location.hash = 'e=port/weihai seaLink port/incheon'")
    reader.page.wait_for_selector("#details .beside")
    columns = reader.page.locator("#details .beside > div")
    assert columns.count() == 2
    assert "eingestellt" in columns.nth(1).inner_text()
    boxes = [columns.nth(place).bounding_box() for place in range(2)]
    assert boxes[0]["y"] == boxes[1]["y"]


def test_figures_have_a_chart_and_say_where_sources_differ(reader: Reader) -> None:
    reader.page.evaluate("location.hash = 'n=city/weihai'")
    chart = reader.page.wait_for_selector("#details svg.chart")
    assert "206B CNY" in chart.get_attribute("aria-label")
    assert reader.page.locator("#details .figure .warn").count() == 2


def test_hide_all_but_ports_and_links(reader: Reader) -> None:
    reader.page.click("[data-key='only offTypes Port']", force=True)
    assert reader.drawn() == (2, 1)
    assert "hidden by filters" in reader.text("#counts")
    reader.page.click("[data-key='all offTypes']")
    assert reader.drawn() == (8, 8)


def test_move_time_to_2021(reader: Reader) -> None:
    for handle in ("periodFrom", "periodTo"):
        reader.page.evaluate("""(handle) => {
          const input = document.querySelector(`input[data-key=${handle}]`);
          input.value = 2021; input.dispatchEvent(new Event('change'));
        }""", handle)
    _, ties = reader.drawn()
    assert ties == 6, "the announced flight of 2022 and the road of 2020 are gone"
    assert reader.text("#undated") == "4 undated ties stay visible"


def test_path_from_weihai_to_tokyo(reader: Reader) -> None:
    for end, words in (("from", "weihai"), ("to", "tokyo")):
        reader.page.fill(f"#path-{end}-input", words)
        reader.page.keyboard.press("Enter")
    assert reader.heading() == "1 step from Weihai to Tokyo"
    reader.page.click("[data-key='only offRelations plannedLink']", force=True)
    reader.page.click("[data-key='all offRelations']")
    reader.page.click("input[data-key='offRelations plannedLink']")
    assert reader.heading() == "4 steps from Weihai to Tokyo"


def test_switch_to_chinese_without_reload(reader: Reader) -> None:
    reader.page.evaluate("location.hash = 'n=city/weihai'")
    reader.page.evaluate("window.stays = true")
    reader.page.click("[data-key='language zh']")
    assert reader.heading() == "威海"
    assert reader.page.get_attribute("html", "lang") == "zh"
    assert reader.page.evaluate("window.stays") is True
    for english in ("Kinds of things", "Neighbourhood", "Figures", "Search"):
        assert english not in reader.text("body")
    reader.page.click("[data-key='language de']")
    assert "Arten von Dingen" in reader.text("#filters")


def test_neighbourhood_by_double_click_and_undo(reader: Reader) -> None:
    reader.page.evaluate("location.hash = 'n=event/expo'")
    reader.page.click("#details [data-key=neighbourhood]")
    assert reader.drawn() == (2, 1)
    reader.page.click("#chips [data-key=wider]")
    assert reader.drawn()[0] == 5
    reader.page.click("[data-key=undo]")
    reader.page.click("[data-key=undo]")
    assert reader.drawn() == (8, 8)
    reader.page.click("[data-key=redo]")
    assert reader.drawn() == (2, 1)


def test_communities_close_and_open(reader: Reader) -> None:
    reader.page.click("[data-key='close all']")
    assert reader.drawn()[0] == 0
    assert "8 things in 3 closed communities" in reader.text("#counts")
    reader.page.click("#details [data-key^='community']")
    reader.page.click("#details [data-key='toggle community']")
    assert reader.drawn()[0] > 2
    reader.page.click("[data-key='open all']")
    assert reader.drawn() == (8, 8)


def test_all_by_keyboard(reader: Reader) -> None:
    keyboard = reader.page.keyboard
    keyboard.press("/")
    keyboard.type("威海")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    assert reader.heading() == "Weihai"
    reader.page.focus("#picture")
    keyboard.press("ArrowRight")
    assert reader.heading() != "Weihai"
    keyboard.press("ArrowLeft")
    keyboard.press("n")
    assert reader.drawn()[0] < 8
    keyboard.press("Control+z")
    keyboard.press("Control+z")
    keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.tagName") == "H2"
    keyboard.press("Escape")
    assert reader.heading() == "fourports"
    keyboard.press("?")
    assert reader.page.is_visible("#help")
    keyboard.press("Escape")
    assert not reader.page.is_visible("#help")
    for _ in range(60):
        keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.dataset.key") == "language zh":
            break
    keyboard.press("Enter")
    assert "事物类型" in reader.text("#filters")
    assert reader.page.evaluate("document.activeElement.dataset.key") == "language zh", "the focus stays"


def test_share_fragment_restores_the_view(opened: Open) -> None:
    first = opened(harbours())
    first.page.click("[data-key='language de']")
    first.page.click("[data-key='layout map']")
    first.page.click("input[data-key='offTypes Event']")
    first.search("tokio")
    first.page.keyboard.press("Enter")
    first.page.click("[data-key=share]")
    fragment = first.page.evaluate("location.hash")
    second = opened(harbours(), fragment)
    assert second.heading() == "Tokio"
    assert second.drawn() == first.drawn() == (6, 7)
    assert second.page.get_attribute("[data-key='layout map']", "aria-pressed") == "true"
    assert second.page.evaluate("location.hash") == "" or second.page.evaluate("location.hash").startswith("#l=de")
    assert first.faults == second.faults == []


def test_dragging_moves_a_thing_and_can_be_undone(opened: Open) -> None:
    x, y = place("city/tokyo")
    reader = opened(harbours(), f"#v={x:.0f}+{y:.0f}+1")
    left, top = middle(reader)
    reader.page.mouse.move(left, top)
    reader.page.mouse.down()
    reader.page.mouse.move(left + 120, top + 90, steps=5)
    reader.page.mouse.up()
    reader.page.wait_for_selector("[data-key=undo]:enabled")
    reader.page.mouse.click(left + 120, top + 90)
    reader.page.wait_for_selector("#details h2:has-text('Tokyo')")
    reader.page.keyboard.press("Control+z")
    reader.page.keyboard.press("Control+z")
    reader.page.mouse.click(left + 120, top + 90)
    reader.page.wait_for_timeout(400)
    assert reader.heading() == "fourports"
    assert reader.faults == []


def test_double_click_shows_the_neighbourhood(opened: Open) -> None:
    x, y = place("event/expo")
    reader = opened(harbours(), f"#v={x:.0f}+{y:.0f}+1")
    reader.page.mouse.dblclick(*middle(reader))
    reader.page.wait_for_selector("#chips [data-key=wider]")
    assert reader.drawn() == (2, 1)
    assert reader.faults == []


def test_hostile_text_runs_nothing(opened: Open) -> None:
    reader = opened(hostile())
    page = reader.page
    for words in ("script", "xxxx", "evil", "proto", "nul", "constructor"):
        reader.search(words)
        page.keyboard.press("Enter")
        assert page.locator("#details h2").count() == 1
    for button in range(page.locator("#details .tie-evidence").count()):
        page.locator("#details .tie-evidence").nth(button).click()
        page.click("[data-key=undo]")
    reader.search("script")
    page.keyboard.press("Enter")
    page.click("#details .tie-evidence >> nth=0")
    for language in ("zh", "de", "en"):
        page.click(f"[data-key='language {language}']")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#details a[href^=javascript]").count() == 0
    assert page.locator("img, iframe, object").count() == 0
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert reader.faults == []


def test_policy_stops_what_is_put_in_later(opened: Open) -> None:
    reader = opened(harbours())
    reader.page.evaluate("""() => {
      const script = document.createElement('script');
      try { script.textContent = 'window.hacked = 1'; document.body.append(script); } catch {}
      try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hacked=2">'); } catch {}
      try { fetch('https://example.org/').catch(() => {}); } catch {}
    }""")
    reader.page.wait_for_timeout(100)
    assert reader.page.evaluate("window.hacked") is None
    assert reader.faults, "each attempt is refused aloud"


# The bars are one second (2,000 nodes) and four (20,000); a machine shared by many gets some room.
@pytest.mark.parametrize(("size", "draw", "answer"), [(200, 2.0, 2.0), (2000, 2.0, 3.0)])
def test_opens_and_answers_in_time(opened: Open, size: int, draw: float, answer: float) -> None:
    reader = opened(generated(size))
    ready = reader.page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
    assert ready < draw * 1000
    start = time.perf_counter()
    reader.page.click("#details .tie-name >> nth=0")
    reader.page.wait_for_selector("#details .actions")
    assert time.perf_counter() - start < answer
    assert reader.faults == []


def test_big_network_opens_as_communities_that_say_what_they_hold(opened: Open) -> None:
    reader = opened(generated(2000))
    counts = reader.text("#counts")
    assert "0 of 2,000 things" in counts and "2,000 things in" in counts
    reader.page.click("#details [data-key^='community']")
    reader.page.click("#details [data-key='toggle community']")
    assert reader.drawn()[0] > 20
    assert reader.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Open, scheme: str) -> None:
    if not AXE:
        pytest.skip("set AXE_CORE to axe.min.js")
    reader = opened(harbours(), "#n=city/weihai", color_scheme=scheme, bypass_csp=True)
    for fragment in ("n=city/weihai", "e=port/weihai seaLink port/incheon", "w=0 city/weihai city/tokyo&l=zh", "m=map"):
        reader.page.evaluate("(fragment) => { location.hash = fragment }", fragment)
        reader.page.wait_for_timeout(200)
        reader.page.evaluate(Path(AXE).read_text("utf-8"))
        found = reader.page.evaluate("async () => (await axe.run()).violations")
        serious = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found
                   if each["impact"] in ("serious", "critical")]
        assert serious == []
