"""The process that answers one query after another, and can be killed: `python -m kg.web.worker FOLDER MEMORY`.

It reads jobs from standard input, one JSON object a line, and writes frames to standard output: a letter, the length
in four bytes, and so many bytes. R: ready. H: head of an answer (JSON). D: a piece of the answer. E: its end (JSON).
X: an error (JSON). Nothing else can be said of a job after E or X.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NoReturn

import pyoxigraph as ox

from kg.rdf import prefixes
from kg.web.formats import GRAPHS, ROWS

READY, HEAD, DATA, END, ERROR = b"R", b"H", b"D", b"E", b"X"
_PIECE = 1 << 16
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): ")
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
# What stands between two rows of an engine's answer. In JSON a quote inside a string is escaped, so that the first
# two mean nothing else, but for a text that itself ends or goes on like that.
_BETWEEN: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {"json": (b'},{"', b"},{}"), "xml": (b"</result><result>",), "csv": (b"\r\n",), "tsv": (b"\n",)}
)

Job = Mapping[str, Any]


class Refusal(Exception):
    """A job that is not, or no longer, answered.

    Args:
        kind: "syntax", "refused", "rows", "format", "missing", "failed" or "memory".
        message: why.
    """

    def __init__(self, kind: str, message: str, **place: int) -> None:
        super().__init__(message)
        self.said = {"kind": kind, "message": message, **place}


class Out(io.RawIOBase):
    """Gathers what is written into frames, and stops at a number of rows."""

    def __init__(self, pipe: BinaryIO, most: int, between: tuple[bytes, ...] = ()) -> None:
        self._pipe, self._most, self._between = pipe, most, between
        self._longest = max(map(len, between), default=1)
        self._rows, self._tail, self._parts, self._size = 0, b"", list[bytes](), 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Take a piece."""
        piece = bytes(data)
        if self._between:
            joined = self._tail + piece
            self._rows += sum(joined.count(each) - self._tail.count(each) for each in self._between)
            if self._rows > self._most:
                raise OSError("too many rows")
            self._tail = joined[1 - self._longest :] if self._longest > 1 else b""
        self._parts.append(piece)
        self._size += len(piece)
        if self._size >= _PIECE:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Hand on what was gathered."""
        if self._parts:
            send(self._pipe, DATA, b"".join(self._parts))
            self._parts, self._size = [], 0

    def too_many(self) -> bool:
        """Whether it was stopped."""
        return self._rows > self._most


def send(pipe: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Write one frame."""
    pipe.write(kind + len(payload).to_bytes(4, "big") + payload)
    pipe.flush()


def refuse_federation(text: str) -> None:
    """Let a query pass only if no part of it is asked of another service.

    The engine's own parser says so: with every "service" in it replaced by another word, names, variables and strings
    stay what they are, but the keyword makes the query unreadable.

    Raises:
        Refusal: the query uses SERVICE.

    >>> refuse_federation('SELECT ?service { ?service ?p "SERVICE <x:y> {" } # service')
    >>> refuse_federation("SELECT * { SERVICE <http://port.example/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.web.worker.Refusal: this service does not ask other services (SERVICE)
    """
    if not _SERVICE.search(text):
        return
    letter = next(each for each in "zqxjkvwy" if each * 7 not in text.lower())
    other = _SERVICE.sub(lambda word: "".join(letter.upper() if c.isupper() else letter for c in word[0]), text)
    empty = ox.Store()
    try:
        empty.query(text) if other == text else empty.query(other)
    except SyntaxError as error:
        try:
            # Unreadable as it stands: let the engine say where.
            _parsed(text)
        except SyntaxError:
            return
        raise Refusal("refused", "this service does not ask other services (SERVICE)") from error


def _parsed(text: str) -> None:
    """Read a query without ever evaluating it: what does not parse is found before what follows it is run.

    Raises:
        SyntaxError: it does not parse.
    """
    try:
        # An update of which only the reading is wanted: a graph that is made by it does not outlive this function.
        ox.Store().query(text, default_graph=[], named_graphs=[])
    except (OSError, RuntimeError, ValueError):
        return
