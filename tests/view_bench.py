"""How long the page takes to open and answer, beside plain pyvis with physics: `python tests/view_bench.py`.

Each page is opened from a file in headless Chromium with the network off. "first draw" is when the canvas was first
painted, "answer" when a click on a thing, made at once, has been answered (the panel shows it; in plain pyvis, the
click event is delivered). Plain pyvis gets `LIMIT` seconds.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from view_fixtures import generated

from kg.view import Network, render

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LIMIT = 120
PLAIN_WATCH = """
  const look = () => {
    if (!window.network || !network.body.nodeIndices.length) return setTimeout(look, 20);
    network.once('afterDrawing', () => {
      window.drawn = performance.now();
      network.once('click', () => { window.answered = performance.now(); });
      network.body.emitter.emit('click', {});
    });
    network.redraw();
  };
  look();
"""


def ours(network: Network, path: Path, page: Any) -> tuple[float, float]:
    """Milliseconds to the first draw and to the answer."""
    path.write_text(render(network), encoding="utf-8")
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("performance.getEntriesByName('first draw').length")
    page.click("#details .tie-name >> nth=0")
    page.wait_for_selector("#details .actions")
    answered = float(page.evaluate("performance.now()"))
    return float(page.evaluate("performance.getEntriesByName('first draw')[0].startTime")), answered


def plain(network: Network, path: Path, page: Any) -> tuple[float, float]:
    """The same of pyvis as it comes."""
    from pyvis.network import Network as Drawing

    drawing = Drawing(cdn_resources="in_line")
    drawing.nodes = [{"id": n.id, "label": n.labels["en"][0], "shape": "dot"} for n in network.nodes]
    drawing.edges = [{"from": e.source, "to": e.target} for e in network.edges]
    path.write_text(drawing.generate_html(), encoding="utf-8")
    page.add_init_script(PLAIN_WATCH)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("window.answered")
    return float(page.evaluate("window.drawn")), float(page.evaluate("window.answered"))


def main(sizes: list[int]) -> None:
    """Prints one line a size."""
    from playwright.sync_api import Error, sync_playwright

    print("nodes  render s   MB   first draw ms  answer ms   plain pyvis: draw ms  answer ms   ratio draw, answer")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        path = Path(folder) / "page.html"
        for size in sizes:
            network = generated(size)
            start = time.perf_counter()
            size_mb = len(render(network).encode()) / 1e6
            took = time.perf_counter() - start
            times = []
            for open_page in (ours, plain):
                context = browser.new_context(offline=True)
                page = context.new_page()
                page.set_default_timeout(LIMIT * 1000)
                try:
                    times.append(open_page(network, path, page))
                except Error:
                    times.append((LIMIT * 1000.0, LIMIT * 1000.0))
                context.close()
            (draw, answer), (their_draw, their_answer) = times
            print(f"{size:6d} {took:7.1f} {size_mb:6.2f} {draw:12.0f} {answer:10.0f} {their_draw:22.0f}"
                  f" {their_answer:10.0f}   {their_draw / draw:8.1f} {their_answer / answer:8.1f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 2000, 20000])
