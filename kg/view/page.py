"""One HTML file that shows a network offline: pyvis' vis-network inline, our own template, no request, no eval."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
from markupsafe import Markup
from pyvis.network import Network as Drawing

from kg.errors import DataError
from kg.view.compact import Compactor
from kg.view.layout import Layout, lay_out
from kg.view.network import Network

ASSETS = Path(__file__).resolve().parent / "assets"
SCRIPTS = (
    "text", "graph", "state", "words", "elements", "search", "scene", "paint",
    "legend", "filters", "charts", "evidence", "panel", "paths", "stage", "keys", "main",
)  # fmt: skip
"""Parts of the page's script, in `assets/js`, in the order they are joined."""
DRAW_AT_ONCE = 1500
OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 1000000, "selectConnectedEdges": False, "multiselect": False},
    "nodes": {"shape": "custom", "labelHighlightBold": False},
    "edges": {"smooth": False, "arrowStrikethrough": False, "hoverWidth": 0, "selectionWidth": 0},
}


def render(network: Network, *, language: str = "en", title: str = "fourports", layout: Layout | None = None) -> str:
    """The page for a network.

    Args:
        network: what is drawn; every edge's ends must be among the nodes.
        language: of the texts and names at first; the reader can change it.
        title: shown above the picture and as the page's title.
        layout: computed when not given.

    Raises:
        DataError: an edge names a node that is not there, or pyvis lacks its vis-network.
    """
    missing = sorted({end for edge in network.edges for end in (edge.source, edge.target)}
                     - {node.id for node in network.nodes})
    if missing:
        raise DataError(f"an edge leads to {missing[0]}, which is not among the nodes", where="network page")
    data = Compactor(network).compact(layout or lay_out(network))
    words = interface_words()
    data |= {
        "title": title,
        "language": language if language in words else "en",
        "limit": DRAW_AT_ONCE,
        "words": words,
        "style": json.loads((ASSETS / "style.json").read_text("utf-8")),
        "land": _land(network),
    }
    scripts = [vis_network(), own_script()]
    style = (ASSETS / "page.css").read_text("utf-8")
    drawing = Drawing(directed=True, cdn_resources="in_line")
    drawing.set_template_dir(str(ASSETS), "page.html")
    drawing.templateEnv.autoescape = True
    drawing.set_options(json.dumps(OPTIONS))
    drawing.templateEnv.globals |= {
        "title": title,
        "language": data["language"],
        "policy": policy(scripts, style),
        "style": Markup(style),
        "scripts": [Markup(script) for script in scripts],
        "data": Markup(embedded(data)),
        "embedded_options": Markup(embedded(OPTIONS)),
    }
    return str(drawing.generate_html())


@cache
def interface_words() -> dict[str, Any]:
    """Texts of the page by language: one file a language in `assets/words`."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((ASSETS / "words").glob("*.json"))}


@cache
def vis_network() -> str:
    """The vis-network that pyvis brings along.

    Raises:
        DataError: this pyvis brings none.
    """
    found = sorted(Path(pyvis.__file__).parent.glob("templates/lib/vis-*/vis-network.min.js"))
    if not found:
        raise DataError("pyvis brings no vis-network", where=pyvis.__file__, remedy="install pyvis 0.3.2")
    script = found[-1].read_text("utf-8").replace("\r\n", "\n")
    return re.sub(r"//# sourceMappingURL=\S*\s*$", "", script)


@cache
def own_script() -> str:
    """The page's own script, its parts joined in one function so that nothing leaks into the page."""
    parts = [(ASSETS / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def policy(scripts: list[str], style: str) -> str:
    """A content security policy that lets exactly these scripts and this style run, and nothing load.

    >>> policy([], "")[:18]
    "default-src 'none'"
    """
    return "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(_hash(script) for script in scripts),
        "style-src " + _hash(style),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def embedded(value: object) -> str:
    r"""JSON that can stand in an HTML script element whatever text it holds.

    >>> embedded("</script>\x00\ud800é")
    '"\\u003c/script\\u003e\\u0000\\ud800é"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029\ud800-\udfff\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _land(network: Network) -> list[list[int]]:
    """Coastlines, where anything has coordinates to show on them."""
    if all(node.latitude is None for node in network.nodes):
        return []
    rings: list[list[int]] = json.loads((ASSETS / "land.json").read_text("utf-8"))["rings"]
    return rings
