"""Advisory file locks: who reads a generation of a store, and who writes the next."""

from __future__ import annotations

import sys
from io import BufferedRandom
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl


class Lease:
    """A lock on a file, held until released or until the process ends; shared among readers or exclusive."""

    def __init__(self, file: BufferedRandom) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path, *, exclusive: bool) -> Lease | None:
        """The lease on `path`, which is made if missing; None when another holder stands against it.

        On Windows the lock is not taken: there the system itself refuses to remove files that are open.
        """
        try:
            file = path.open("ab+")
        except OSError:
            if exclusive:
                raise
            return None  # a store on a read-only disk has no writer to guard against
        if sys.platform != "win32":
            try:
                fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return None
        return cls(file)

    def release(self) -> None:
        """Give the lease back."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
