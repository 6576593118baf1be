"""A time limit for a command that nothing inside can interrupt."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

from kg.cli.output import complain


@contextlib.contextmanager
def deadline(seconds: float, code: int) -> Iterator[None]:
    """Ends the process with an exit code if the block takes longer; 0 seconds set no limit.

    The embedded store can neither be told to stop nor be interrupted by a signal, but it lets other threads run.
    """

    def end() -> None:
        complain(f"the query was ended after {seconds:g} s (ask for less, or raise --timeout)")
        sys.stdout.flush()
        os._exit(code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
