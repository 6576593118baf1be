"""Queries run in processes of their own, so that each can be ended whatever it is doing.

Few queries run at a time, on equal terms. One that takes longer than most is set back: its process yields to all
others (`nice`), and its place among the few is given to the next. If too many are set back, the client with most of
them loses the one that has run longest. So queries that never end cost the others next to nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.store import OxigraphStore
from kg.web.frames import END, ERROR, READY
from kg.web.problems import ProblemError

_BACK = 19  # the niceness of a query that is set back
_CHECK = 0.5  # seconds between looks whether the store was loaded anew
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take.

    Attributes:
        seconds: of time, from its start to the last byte of its answer.
        rows: of its answer, or triples.
        memory: bytes, beyond those of an idle process.
        workers: how many queries run at once on equal terms; as many again may be set back.
        patience: seconds until a query is set back.
        waiting: how many requests wait for their turn before others are turned away.
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    memory: int = 1 << 30
    workers: int = 4
    patience: float = 0.25
    waiting: int = 1000


@dataclass(eq=False, slots=True)
class Generation:
    """One state of the dataset, held as long as a process reads it."""

    store: OxigraphStore
    version: str
    users: int = 0
    retired: bool = False

    @classmethod
    def open(cls, folder: Path) -> Generation:
        """The state in force.

        Raises:
            StoreError: there is none.
        """
        store = OxigraphStore(folder)
        made = store.generation.stat()
        return cls(store, f"{store.generation.name}-{made.st_ino:x}-{made.st_mtime_ns:x}")

    def leave(self, users: int = 0) -> None:
        """One user fewer, or none that is to come."""
        self.users -= users
        if self.retired and self.users <= 0:
            self.store.close()


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, process: asyncio.subprocess.Process, generation: Generation) -> None:
        self._process, self.generation = process, generation
        self.dead = False

    @classmethod
    async def start(cls, generation: Generation, memory: int) -> Worker:
        """A process that is ready for its first query.

        Raises:
            ProblemError: it does not start.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.web.worker", str(generation.store.generation), str(memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            limit=_CHUNK,
        )
        generation.users += 1
        worker = cls(process, generation)
        kind, _ = await worker.frame()
        if kind != READY:
            worker.kill()
            raise ProblemError("failed", "no process could be started to answer the query")
        return worker

    async def ask(self, job: Mapping[str, Any]) -> None:
        """Hand over a job."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        with contextlib.suppress(ConnectionError):  # it ended: what it answers will tell
            await self._process.stdin.drain()

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame; empty when the process has ended."""
        assert self._process.stdout
        try:
            head = await self._process.stdout.readexactly(5)
            return head[:1], await self._process.stdout.readexactly(int.from_bytes(head[1:], "big"))
        except (asyncio.IncompleteReadError, ConnectionError):
            return b"", b""

    async def ended_by(self) -> int:
        """The signal that ended the process; 0 for none."""
        code = await self._process.wait()
        return -code if code < 0 else 0

    def nice(self, by: int) -> bool:
        """Let the process yield to others, or not; whether the system allows that."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, by)
        except (AttributeError, OSError):
            return False
        return True

    def kill(self) -> None:
        """End the process, whatever it does."""
        if not self.dead:
            self.dead = True
            self.generation.leave(1)
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


@dataclass(eq=False, slots=True)
class Run:
    """A query under way, from its client's address."""

    worker: Worker
    client: str
    started: float
    back: bool = False
    finished: bool = False
    why: str = ""
    seconds: float = field(default=0.0)

    async def frames(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """The frames of the answer, but the last.

        Raises:
            ProblemError: the query is refused, fails, or is ended.
        """
        while True:
            kind, payload = await self.worker.frame()
            if kind in (END, ERROR):
                self.finished = True
                self.seconds = asyncio.get_running_loop().time() - self.started
            if kind == ERROR:
                said = json.loads(payload)
                if said["kind"] == "memory":
                    self.finished = False  # the process is no longer good for another query
                raise ProblemError(said["kind"], said["message"], said.get("line", 0), said.get("column", 0))
            if kind == END:
                return
            if not kind:
                raise await self._ended()
            yield kind, payload

    def end(self, why: str) -> None:
        """End the query: "time", "crowded", or "gone" with its client."""
        if not self.finished and not self.why:
            self.why = why
            self.worker.kill()

    async def _ended(self) -> ProblemError:
        signalled = await self.worker.ended_by()
        self.seconds = asyncio.get_running_loop().time() - self.started
        if self.why == "time":
            return ProblemError("time", f"the query was ended after {self.seconds:.1f} s; ask for less at a time")
        if self.why:
            return ProblemError("crowded", f"the query was ended after {self.seconds:.1f} s to let others run")
        if signalled in (signal.SIGABRT, signal.SIGKILL):
            return ProblemError("memory", "the query needs more memory than it may use")
        return ProblemError("failed", "the process that ran the query has ended")


class Pool:
    """Processes that answer queries of one store, always in its state in force.

    Args:
        folder: the store.
        limits: of each query.

    Raises:
        StoreError: the store cannot be read.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self._folder = folder
        self._generation = Generation.open(folder)
        self._checked = 0.0
        self._slots = asyncio.Semaphore(limits.workers)
        # The last in is the first out: its caches are warm.
        self._idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        self._starting: set[asyncio.Task[None]] = set()
        self._running: set[Run] = set()
        self._waiting = 0

    @property
    def version(self) -> str:
        """Names the state in force: another one, another name."""
        self._refresh()
        return self._generation.version

    async def start(self) -> None:
        """Have processes ready."""
        self._fill()
        await asyncio.gather(*self._starting)

    async def stop(self) -> None:
        """End all processes."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        workers = [each.worker for each in self._running] + self._drain()
        for worker in workers:
            worker.kill()
        for worker in workers:
            await worker.ended_by()
        self._generation.retired = True
        self._generation.leave()

    @contextlib.asynccontextmanager
    async def ask(self, job: Mapping[str, Any], client: str) -> AsyncIterator[Run]:
        """Run a job as soon as there is a place for it.

        Raises:
            ProblemError: too many wait, or no process can be started.
        """
        await self._turn()
        run: Run | None = None
        timers: list[asyncio.TimerHandle] = []
        try:
            worker = await self._worker()
            loop = asyncio.get_running_loop()
            run = Run(worker, client, loop.time())
            self._running.add(run)
            timers = [loop.call_later(self.limits.patience, self._set_back, run),
                      loop.call_later(self.limits.seconds, run.end, "time")]
            await worker.ask(job)
            yield run
        finally:
            for timer in timers:
                timer.cancel()
            if run:
                self._running.discard(run)
                self._take_back(run)
            if not run or not run.back:
                self._slots.release()

    async def _turn(self) -> None:
        if self._waiting >= self.limits.waiting:
            raise ProblemError("crowded", f"{self._waiting} others wait")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._slots.acquire(), self.limits.seconds)
        except TimeoutError:
            message = f"no place was free for {self.limits.seconds:g} s"
            raise ProblemError("crowded", message) from None
        finally:
            self._waiting -= 1

    async def _worker(self) -> Worker:
        self._refresh()
        while True:
            self._fill()
            worker = await self._idle.get()
            if worker is None:
                raise ProblemError("failed", "no process could be started to answer the query")
            if worker.generation is self._generation and not worker.dead:
                return worker
            worker.kill()

    def _take_back(self, run: Run) -> None:
        """The process of a query that is over goes on to the next, if it is still good for it."""
        worker = run.worker
        good = run.finished and not worker.dead and worker.generation is self._generation
        if good and (not run.back or worker.nice(0)) and self._idle.qsize() <= self.limits.workers:
            self._idle.put_nowait(worker)
        else:
            worker.kill()
            self._fill()

    def _set_back(self, run: Run) -> None:
        if run.finished or run.why:
            return
        back = [each for each in self._running if each.back]
        if len(back) >= self.limits.workers:
            many = Counter(each.client for each in (*back, run))
            max(back, key=lambda each: (many[each.client], -each.started)).end("crowded")
        run.back = True
        run.worker.nice(_BACK)
        self._slots.release()
        self._fill()

    def _fill(self) -> None:
        """Start as many processes as the free places need, and one more to have at hand."""
        busy = sum(not each.back for each in self._running)
        wanted = self.limits.workers + 1 - busy - self._idle.qsize() - len(self._starting)
        for _ in range(wanted):
            task = asyncio.create_task(self._add())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _add(self) -> None:
        try:
            self._idle.put_nowait(await Worker.start(self._generation, self.limits.memory))
        except (ProblemError, OSError):
            self._idle.put_nowait(None)

    def _refresh(self) -> None:
        """Go over to the state in force, if it is another."""
        now = asyncio.get_running_loop().time()
        if now < self._checked + _CHECK:
            return
        self._checked = now
        if not self._generation.store.is_current():
            old, self._generation = self._generation, Generation.open(self._folder)
            old.retired = True
            for worker in self._drain():
                worker.kill()
            old.leave()
            self._fill()

    def _drain(self) -> list[Worker]:
        found = []
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker:
                found.append(worker)
        return found
