"""fourports: a knowledge graph of how cities work together across borders, made from documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph

__version__ = "0.1.0"
__all__ = ["Graph", "__version__"]


def __getattr__(name: str) -> Any:
    """Loads `Graph` when it is first asked for: what it needs is slow to load, and most commands do without."""
    if name == "Graph":
        from kg.api import Graph

        return Graph
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
