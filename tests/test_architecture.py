"""The house stands as its plan says: which module may import which."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
# What every stage may use.
SHARED = {"model", "errors", "resources", "language", "patterns", "rdf", "vocabulary", "literals", "claims",
          "background", "sparql", ""}
ENDS = {"cli", "web"}
ENTRIES = {"__main__", "__init__", "api"}
FREE = {"pipeline", "cli", "web", "api", "__main__"}
# Helpers of one stage that are modules of their own.
OWN = {"__init__": {"api"}, "text": {"segmenter", "parts"}, "dates": {"quantities"}, "measures": {"quantities"},
       "find": {"entities", "queries"}}


def imports() -> Iterator[tuple[str, str]]:
    """(module, imported module) by the first name below the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else (
                [each.name for each in node.names] if isinstance(node, ast.Import) else [])
            for name in names:
                if name.startswith("kg."):
                    yield module, name.split(".")[1]


def test_no_stage_imports_another() -> None:
    wrong = {(module, other) for module, other in imports()
             if module not in FREE and other != module and other not in SHARED | OWN.get(module, set())}
    assert not wrong


def test_nothing_imports_the_ends() -> None:
    assert not {(module, other) for module, other in imports() if other in ENDS and module not in ENDS | ENTRIES}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_code_names_no_language(path: Path) -> None:
    """Words of a language live in its folder."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    codes = {"de", "en", "zh", "ko", "ja"}
    named = [side.value for node in compared for side in (node.left, *node.comparators)
             if isinstance(side, ast.Constant) and side.value in codes]
    assert not named, f"{path.name} treats a language apart"
