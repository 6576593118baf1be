"""A network inline in a notebook: the page in a frame of its own, cut off from the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Inline:
    """Shows a page (from `render`) as the value of a notebook's cell.

    >>> Inline("<p>hi</p>", 300)._repr_html_()[:28]
    '<iframe sandbox="allow-scrip'
    """

    page: str
    height: int = 640

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-popups allow-downloads" width="100%" height="{int(self.height)}" '
            f'title="network" style="border:0" srcdoc="{escape(self.page)}"></iframe>'
        )
