"""Where the data of the program lies, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.errors import DataError

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
SHIPPED = PACKAGE / "_shipped"


def in_checkout() -> bool:
    """Whether the program runs from its source tree."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "ontology").is_dir()


def _folder(name: str, in_tree: Path) -> Path:
    shipped = SHIPPED / name
    folder = shipped if shipped.is_dir() else in_tree
    if not folder.is_dir():
        raise DataError(f"the folder of {name} is missing", where=str(folder), remedy="install the package again")
    return folder


def ontology() -> Path:
    """The folder of the ontology, vocabularies and shapes (Turtle)."""
    return _folder("ontology", CHECKOUT / "ontology")


def queries() -> Path:
    """The folder of the named queries (`.rq`)."""
    return _folder("queries", CHECKOUT / "queries")


def sample_documents() -> Path:
    """The folder of the sample documents."""
    return _folder("documents", CHECKOUT / "graph" / "documents")


def languages() -> Path:
    """The folder of the language packs, one folder a language."""
    return PACKAGE / "lang"


def data() -> Path:
    """The folder of gazetteer tables."""
    return PACKAGE / "data"
