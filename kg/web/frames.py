"""How a worker and the service talk: frames of a letter, the length in four bytes, and so many bytes.

R: ready. H: head of an answer (JSON). D: a piece of the answer. E: its end (JSON). X: an error (JSON). Nothing else is
said of a job after E or X.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

READY, HEAD, DATA, END, ERROR = b"R", b"H", b"D", b"E", b"X"

Job = Mapping[str, Any]


class JobError(Exception):
    """A job that is not, or no longer, answered.

    Args:
        kind: "syntax", "refused", "rows", "format", "missing", "failed" or "memory".
        message: why.
    """

    def __init__(self, kind: str, message: str, **place: int) -> None:
        super().__init__(message)
        self.said = {"kind": kind, "message": message, **place}


def send(pipe: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Write one frame."""
    pipe.write(kind + len(payload).to_bytes(4, "big") + payload)
    pipe.flush()
