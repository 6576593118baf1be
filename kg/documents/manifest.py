"""A `manifest.csv` beside the documents, saying what they do not say themselves.

Columns: `file` (the path below the manifest's folder), `language`, `title`, `publisher`, `published`, `address`;
all but the first may be missing or empty, and further columns are left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.documents.dates import iso_date
from kg.documents.source import About
from kg.errors import InputError

NAME = "manifest.csv"
_FIELDS = ("title", "publisher", "published", "language", "address")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one manifest says, and its faults, each of which costs only its own row."""

    path: Path
    rows: Mapping[str, About]
    faults: tuple[InputError, ...] = ()


def load(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none or it cannot be read at all."""
    path = folder / NAME
    if not path.is_file():
        return Manifest(path, {})
    try:
        table = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        if "file" not in (table.fieldnames or ()):
            raise InputError("has no column `file`", where=str(path), remedy="begin it with file,language,title")
        rows, faults = _rows(table, path)
    except InputError as error:
        return Manifest(path, {}, (error,))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return Manifest(
            path, {}, (InputError(f"cannot be read: {error}", where=str(path), remedy="save as UTF-8 CSV"),)
        )
    return Manifest(path, rows, faults)


def _rows(table: csv.DictReader[str], path: Path) -> tuple[dict[str, About], tuple[InputError, ...]]:
    rows: dict[str, About] = {}
    faults: list[InputError] = []
    for row in table:
        where = f"{path}:{table.line_num}"
        name = (row["file"] or "").strip()
        said = {field: (row.get(field) or "").strip() for field in _FIELDS}
        if not (path.parent / name).is_file():
            faults.append(InputError(f"names {name!r}, which is not there", where=where, remedy="mend the name"))
            continue
        try:
            said["published"] = iso_date(said["published"], where)
        except InputError as error:
            faults.append(error)
            said["published"] = ""
        rows[name] = About(**said)
    return rows, tuple(faults)
