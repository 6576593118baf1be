"""From a job to an HTTP response: whole if it is short, streamed if it is long, from the cache if it was costly.

An answer up to `HELD` bytes is held back until it is whole, so that a query that fails has the status of a failure. A
longer one begins to stream; if it is then cut short, the connection is closed without the last chunk of HTTP/1.1's
chunked transfer coding, which every client reports as an error: no truncated answer looks whole. A client of HTTP/1.0
has no such coding and gets answers up to `WHOLE` bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.web.frames import HEAD
from kg.web.pool import Pool, Run
from kg.web.problems import ProblemError

HELD = 1 << 20
WHOLE = 1 << 25
_COSTLY = 0.05  # seconds from which an answer is worth keeping
_KEPT = 1 << 26  # bytes of answers kept in all
_FIRST = 1.0  # seconds after which the beginning of an answer is sent, however short
_VARYING = re.compile(r"\b(now|rand|uuid|struuid|bnode)\s*\(|\bservice\b", re.IGNORECASE)

log = logging.getLogger("uvicorn.error")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(eq=False, slots=True)
class Cache:
    """The costly answers, those used last."""

    most: int = _KEPT
    size: int = 0
    kept: OrderedDict[str, Whole] = field(default_factory=OrderedDict)

    def get(self, key: str) -> Whole | None:
        """The answer kept under a key."""
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    def put(self, key: str, answer: Whole) -> None:
        """Keep an answer, and drop those not used for longest if there are too many."""
        self.kept[key] = answer
        self.size += len(answer.body)
        while self.size > self.most:
            _, dropped = self.kept.popitem(last=False)
            self.size -= len(dropped.body)


class Answer(Response):
    """The response to a job; errors become responses of their own.

    Args:
        pool, cache: of the service.
        job: see `kg.web.worker.Answerer`.
        request: of the client.
    """

    def __init__(self, pool: Pool, cache: Cache, job: Mapping[str, Any], request: Request) -> None:
        self._pool, self._cache, self._request = pool, cache, request
        self._job = {"rows": None, "graph": None, "most": pool.limits.rows, "federation": False, **job}
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        steady = not _VARYING.search(self._job.get("text", ""))
        key = hashlib.sha256(json.dumps([self._pool.version, self._job], sort_keys=True).encode()).hexdigest()[:32]
        etag = f'W/"{key}"' if steady else ""
        if steady and etag in self._request.headers.get("if-none-match", ""):
            await Response(status_code=304, headers=_headers(etag, {}))(scope, receive, send)
            return
        answer = self._cache.get(key)
        if answer is None:
            try:
                answer = await self._run(scope, receive, send, etag)
            except ProblemError as problem:
                await problem.response()(scope, receive, send)
                return
            if answer is None:
                return
            if steady and float(answer.headers["Server-Timing"].partition("=")[2]) > 1000 * _COSTLY:
                self._cache.put(key, answer)
        await Response(answer.body, headers=_headers(etag, answer.headers))(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send, etag: str) -> Whole | None:
        """The answer, if it is short and whole; a long one is sent on as it comes.

        Raises:
            ProblemError: there is none, and nothing was sent.
        """
        async with self._pool.ask(self._job, self._client()) as run, _watched(receive, run):
            frames = run.frames()
            patient = scope.get("http_version") == "1.0"
            headers, parts, whole = await self._first(frames, WHOLE if patient else HELD, patient)
            if whole:
                return Whole(b"".join(parts), headers | {"Server-Timing": f"query;dur={1000 * run.seconds:.1f}"})
            if patient:
                raise ProblemError("rows", "so long an answer needs HTTP/1.1")
            await _stream(send, _headers(etag, headers), parts, frames)
        return None

    def _client(self) -> str:
        return self._request.client.host if self._request.client else ""

    async def _first(
        self, frames: AsyncIterator[tuple[bytes, bytes]], most: int, patient: bool
    ) -> tuple[dict[str, str], list[bytes], bool]:
        """Headers, the answer up to `most` bytes, and whether that is all of it."""
        headers: dict[str, str] = {}
        parts: list[bytes] = []
        size, clock = 0, asyncio.get_running_loop().time
        begun = 0.0
        async for kind, payload in frames:
            if kind == HEAD:
                head = json.loads(payload)
                taken = "; ".join(f"{name}={quote(term)}" for name, term in head.get("taken", {}).items())
                headers = {"Content-Type": head["media"]} | ({"Query-Parameters": taken} if taken else {})
                continue
            begun = begun or clock()
            parts.append(payload)
            size += len(payload)
            if size > most or (not patient and clock() > begun + _FIRST):
                return headers, parts, False
        return headers, parts, True


async def ask(pool: Pool, job: Mapping[str, Any], client: str) -> bytes:
    """The whole answer to a job of the service's own.

    Raises:
        ProblemError: there is none.
    """
    whole = {"rows": None, "graph": None, "most": pool.limits.rows, "federation": False, **job}
    async with pool.ask(whole, client) as run:
        return b"".join([payload async for kind, payload in run.frames() if kind != HEAD])


async def _stream(
    send: Send, headers: Mapping[str, str], parts: list[bytes], frames: AsyncIterator[tuple[bytes, bytes]]
) -> None:
    """Send an answer as it comes; when it is cut short, return without its last chunk."""
    raw = [(name.lower().encode("latin-1"), content.encode("latin-1")) for name, content in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    await send({"type": "http.response.body", "body": b"".join(parts), "more_body": True})
    try:
        async for _, payload in frames:
            await send({"type": "http.response.body", "body": payload, "more_body": True})
    except ProblemError as problem:
        log.warning("an answer was cut short: %s", problem)
        return
    await send({"type": "http.response.body", "body": b"", "more_body": False})


@contextlib.asynccontextmanager
async def _watched(receive: Receive, run: Run) -> AsyncIterator[None]:
    """End the query when its client goes away."""

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        run.end("gone")

    task = asyncio.create_task(watch())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _headers(etag: str, others: Mapping[str, str]) -> dict[str, str]:
    own = {"Vary": "Accept", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    return own | ({"ETag": etag} if etag else {}) | dict(others)
