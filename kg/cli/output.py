"""How answers and messages are printed."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from kg.errors import InputError

WIDE = 10_000
T = TypeVar("T")


def complain(message: object) -> None:
    """One line on standard error."""
    print(f"kg: {message}", file=sys.stderr)


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a bar on standard error when someone is looking."""
    console = Console(stderr=True)
    return iter(track(items, description=what, total=total, console=console, disable=not console.is_terminal,
                      transient=True))


def print_line(item: Mapping[str, object]) -> None:
    """One JSON object on one line."""
    print(json.dumps(item, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Aligned columns that count Chinese signs as two wide; wrapped on a terminal, one line a row in a pipe."""
    console = Console(soft_wrap=False) if sys.stdout.isatty() else Console(width=WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for at, name in enumerate(columns):
        table.add_column(name, justify="right" if at in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as capture:
        console.print(table)
    print("\n".join(line.rstrip() for line in capture.get().splitlines()))


def write_file(path: Path, content: bytes) -> None:
    """The file, whole or not at all; folders that lack are made.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror}", where=str(path)) from error
