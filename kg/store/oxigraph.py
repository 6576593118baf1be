"""The embedded store: Oxigraph on disk, each load a directory of its own, published by swapping one small file.

A store's directory holds `generation-<n>` directories, of which `current` names the one in force. A generation is
written under another name, closed, renamed, and never written again, so readers keep a consistent view and nothing
half-written is ever seen. Old generations are removed once no reader holds them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg import sparql
from kg.errors import StoreError
from kg.sparql import NO_BINDINGS, Bindings, Rows
from kg.store.lease import Lease

_CURRENT = "current"
_PREFIX = "generation-"
_ATTEMPTS = 20  # of a reader, each lost only to a load that was published in between


class OxigraphStore:
    """A dataset in a directory.

    Args:
        folder: the store's directory; made by the first `load`.

    Raises:
        StoreError: the directory holds no store that can be read (a missing or empty one may be loaded).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lease: Lease | None = None
        self._name = ""
        self._store = ox.Store()
        self._empty = True
        self._open()

    @property
    def generation(self) -> Path:
        """The directory of the generation being read; it stays until `close`, and nothing in it changes.

        Raises:
            StoreError: the store was never loaded.
        """
        self._readable()
        return self._folder / self._name

    def is_current(self) -> bool:
        """Whether the generation being read is still the one in force."""
        return self._name == self._current()

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Write a new generation and put it in force.

        Raises:
            StoreError: another process is loading, or the disk refuses.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            writer = Lease.take(self._folder / "write.lock", exclusive=True)
            if writer is None:
                remedy = "wait until it has ended"
                raise StoreError("another process is writing this store", where=str(self._folder), remedy=remedy)
            with writer:
                self._publish(quads)
        except OSError as error:
            raise StoreError(f"cannot be written: {error}", where=str(self._folder)) from error
        self._open()
        self._remove_old()

    def select(self, query: str, bindings: Bindings = NO_BINDINGS) -> Rows:
        """See `Store.select`."""
        return sparql.select(self._readable(), query, bindings)

    def ask(self, query: str, bindings: Bindings = NO_BINDINGS) -> bool:
        """See `Store.ask`."""
        return sparql.ask(self._readable(), query, bindings)

    def construct(self, query: str, bindings: Bindings = NO_BINDINGS) -> Iterator[ox.Triple]:
        """See `Store.construct`."""
        return sparql.construct(self._readable(), query, bindings)

    def quads(self) -> Iterator[ox.Quad]:
        """See `Store.quads`."""
        return iter(self._readable())

    def size(self) -> int:
        """See `Store.size`."""
        return sum(1 for _ in self._readable().quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def close(self) -> None:
        """See `Store.close`."""
        self._store, self._empty, self._name = ox.Store(), True, ""
        if self._lease:
            self._lease.release()
            self._lease = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _readable(self) -> ox.Store:
        if self._empty:
            raise StoreError("holds no graph", where=str(self._folder), remedy="run `kg build` first")
        return self._store

    def _current(self) -> str:
        """The name of the generation in force; empty before the first load."""
        try:
            name = (self._folder / _CURRENT).read_text("ascii").strip()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"cannot be read: {error}", where=str(self._folder)) from error
        if not name.startswith(_PREFIX) or "/" in name:
            raise StoreError("is not a store of this program", where=str(self._folder), remedy="choose another folder")
        return name

    def _open(self) -> None:
        self.close()
        for _ in range(_ATTEMPTS):
            name = self._current()
            if not name:
                return
            lease = Lease.take(self._folder / f"{name}.lock", exclusive=False)
            try:
                self._store = ox.Store.read_only(str(self._folder / name))
            except (OSError, RuntimeError) as error:
                if lease:
                    lease.release()
                if name == self._current():
                    message = f"is damaged: {error}"
                    raise StoreError(message, where=str(self._folder), remedy="build it again") from error
                continue
            self._lease, self._empty, self._name = lease, False, name
            return
        raise StoreError("is being rewritten all the time", where=str(self._folder), remedy="try again")

    def _publish(self, quads: Iterable[ox.Quad]) -> None:
        for partial in self._folder.glob("*.partial"):  # of a load that was interrupted
            shutil.rmtree(partial, ignore_errors=True) if partial.is_dir() else partial.unlink()
        last = max((_number(each) for each in self._folder.glob(f"{_PREFIX}*")), default=0)
        name = f"{_PREFIX}{last + 1:06}"
        partial = self._folder / f"{name}.partial"
        store = ox.Store(str(partial))
        store.bulk_extend(quads)
        store.flush()
        del store  # closes the files
        partial.rename(self._folder / name)
        pointer = self._folder / f"{_CURRENT}.partial"
        pointer.write_text(name + "\n", "ascii")
        with pointer.open("rb+") as file:
            os.fsync(file.fileno())
        pointer.replace(self._folder / _CURRENT)

    def _remove_old(self) -> None:
        """Remove the generations that are no longer in force and that nobody reads."""
        current = self._current()
        for each in sorted(self._folder.glob(f"{_PREFIX}*")):
            if each.is_dir() and each.name != current and not each.name.endswith(".partial"):
                lock = self._folder / f"{each.name}.lock"
                lease = Lease.take(lock, exclusive=True)
                if lease:
                    with lease, suppress(OSError):
                        shutil.rmtree(each)
                        lock.unlink()


def _number(generation: Path) -> int:
    digits = generation.name.removeprefix(_PREFIX).split(".")[0]
    return int(digits) if digits.isdigit() else 0
