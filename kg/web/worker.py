"""The process that answers one query after another, and can be killed: `python -m kg.web.worker FOLDER MEMORY`.

It reads jobs from standard input, one JSON object a line, and writes frames (`kg.web.frames`) to standard output.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NoReturn, cast

import pyoxigraph as ox

from kg.rdf import prefixes
from kg.web.formats import GRAPHS, ROWS
from kg.web.frames import DATA, END, ERROR, HEAD, READY, Job, JobError, send

_PIECE = 1 << 18
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): ")
_CLASS = re.compile(r"\[[^\]]*\]")
_TOKEN = re.compile(r'"(?:\\["\\]|[^"\\])+"|\b[A-Z]{2,}\b')
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_KEYWORD = re.compile(r"(?<![\w:?$@.-])service(?:\s+silent)?(?![\w:-])", re.IGNORECASE | re.ASCII)
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
# What stands between two rows of an engine's answer. In JSON a quote inside a string is escaped, so that the first
# two mean nothing else, but for a text that itself ends or goes on like that.
_BETWEEN: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {"json": (b'},{"', b"},{}"), "xml": (b"</result><result>",), "csv": (b"\r\n",), "tsv": (b"\n",)}
)
_LINES = frozenset({"csv", "tsv"})  # whose marks end a row, the header's too
_PATIENCE = 0.2  # seconds that rows may wait for more of them

class Out:
    """Gathers what is written into frames, and stops at a number of rows.

    Not one of `io`'s classes: those write what they still hold when they are dropped, and so into the next answer.
    """

    def __init__(self, pipe: BinaryIO, most: int, form: str = "") -> None:
        self._pipe, self._most, self._between = pipe, most, _BETWEEN.get(form, ())
        self._longest = max(map(len, self._between), default=1)
        self._rows = -1 if form in _LINES else 1
        self._tail, self._parts, self._size, self._sent = b"", list[bytes](), 0, time.monotonic()

    def write(self, piece: bytes) -> int:
        """Take a piece.

        Raises:
            OSError: there are too many rows.
        """
        self._parts.append(piece)
        self._size += len(piece)
        if self._size >= _PIECE or time.monotonic() > self._sent + _PATIENCE:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Hand on what was gathered.

        Raises:
            OSError: there are too many rows.
        """
        gathered = b"".join(self._parts)
        joined = self._tail + gathered
        self._rows += sum(joined.count(each) - self._tail.count(each) for each in self._between)
        if self.too_many():
            raise OSError("too many rows")
        self._tail = joined[1 - self._longest :] if self._longest > 1 else b""
        self._parts, self._size, self._sent = [], 0, time.monotonic()
        if gathered:
            send(self._pipe, DATA, gathered)

    def too_many(self) -> bool:
        """Whether it was stopped."""
        return self._rows > self._most


def refuse_federation(text: str) -> None:
    """Let a query pass only if no part of it is asked of another service.

    The engine's own parser says so: with every "service" in it replaced by another word, names, variables and strings
    stay what they are, but the keyword makes the query unreadable. Only texts without the keyword are ever evaluated
    here, and those on an empty store.

    Raises:
        JobError: the query uses SERVICE, or does not parse.

    >>> refuse_federation('SELECT ?service { ?service ?p "SERVICE <x:y> {" } # service')
    >>> refuse_federation("SELECT * { SERVICE <http://port.example/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.web.frames.JobError: SERVICE is not allowed: this endpoint asks no other
    """
    if not _SERVICE.search(text):
        return
    letter = next(each for each in "zqxjkvwy" if each * 7 not in text.lower())
    if _fault(_SERVICE.sub(lambda word: "".join(letter.upper() if c.isupper() else letter for c in word[0]), text)):
        # GRAPH has the same grammar as SERVICE: if that is readable, nothing else was wrong.
        error = _fault(_KEYWORD.sub(lambda words: "GRAPH".ljust(len(words[0])), text))
        raise error or JobError("refused", "SERVICE is not allowed: this endpoint asks no other")


def _fault(text: str) -> JobError | None:
    """What the engine's parser says against a query without SERVICE."""
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return unreadable(error)
    except (OSError, RuntimeError, ValueError):
        pass  # it was read; what it would answer is of no interest
    return None


def unreadable(error: SyntaxError) -> JobError:
    """A syntax error with its place, as the engine words it."""
    message = str(error)
    place = _PLACE.match(message)
    if not place:
        return JobError("syntax", message)
    # Of what could stand there, the engine lists classes of characters as well, which help nobody.
    rest = _CLASS.sub("", message[place.end() :])
    wanted = " ".join(dict.fromkeys(json.loads(each) if each[0] == '"' else each for each in _TOKEN.findall(rest)))
    return JobError("syntax", f"expected one of {wanted}" if wanted else "cannot be read",
                    line=int(place["line"]), column=int(place["column"]))


class Answerer:
    """Answers jobs from one generation of a store."""

    def __init__(self, store: ox.Store, pipe: BinaryIO) -> None:
        self._store, self._pipe = store, pipe
        self._ways: Mapping[str, Callable[[Job], None]] = {
            "query": self._query, "graph": self._graph, "named": self._named, "thing": self._thing,
        }

    def answer(self, job: Job) -> None:
        """Answer one job, whatever comes of it."""
        try:
            self._ways[job["op"]](job)
        except JobError as refusal:
            self._error(refusal)
        except MemoryError:
            self._error(JobError("memory", "the query needs more memory than it may use"))
        except (OSError, RuntimeError, ValueError) as error:
            self._error(JobError("failed", f"the query failed: {error}"))
        else:
            send(self._pipe, END, b"{}")

    def _error(self, refusal: JobError) -> None:
        send(self._pipe, ERROR, json.dumps(refusal.said).encode())

    def _head(self, media: str, **more: object) -> None:
        send(self._pipe, HEAD, json.dumps({"media": media, **more}).encode())

    def _query(self, job: Job) -> None:
        text = job["text"]
        if not job["federation"]:
            refuse_federation(text)
        default, named = job["default"], job["named"]
        chosen = bool(default or named)  # a dataset in the request has no other graphs than those it names
        try:
            found = self._store.query(
                text,
                default_graph=[ox.NamedNode(each) for each in default] if chosen else None,
                named_graphs=[ox.NamedNode(each) for each in named] if chosen else None,
            )
        except SyntaxError as error:
            raise unreadable(error) from error
        if isinstance(found, ox.QueryTriples):
            self._triples(found, job)
            return
        form = ROWS[_wanted(job, "rows", ROWS)]
        self._head(form.media)
        boolean = isinstance(found, ox.QueryBoolean)
        out = Out(self._pipe, job["most"], "" if boolean else form.name)
        try:
            found.serialize(cast(BinaryIO, out), format=form.results)
            out.flush()
        except OSError:
            if out.too_many():
                raise _too_many(job) from None
            raise

    def _graph(self, job: Job) -> None:
        if job["name"] == "*":
            self._triples(iter(self._store), job)
            return
        name = ox.NamedNode(job["name"]) if job["name"] else ox.DefaultGraph()
        quads = self._store.quads_for_pattern(None, None, None, name)
        if job["name"] and next(quads, None) is None:
            raise JobError("missing", f"there is no graph {name}")
        self._triples((quad.triple for quad in self._store.quads_for_pattern(None, None, None, name)), job)

    def _triples(self, found: Iterable[ox.Triple] | Iterable[ox.Quad], job: Job) -> None:
        form = GRAPHS[_wanted(job, "graph", GRAPHS)]
        self._head(form.media)
        out = Out(self._pipe, job["most"])
        names = prefixes() if form.prefixed else None
        ox.serialize(_counted(found, job), cast(BinaryIO, out), format=form.rdf, prefixes=names)
        out.flush()

    def _named(self, job: Job) -> None:
        from kg.web import library  # loaded by the first who asks: most never do

        form = ROWS.get(job["rows"] or "")
        head, body = library.answer(self._store, job, form.name if form else "")
        if isinstance(body, str):
            self._head(form.media if form else "application/json", **head)
            out = Out(self._pipe, job["most"])
            out.write(body.encode())
            out.flush()
        else:
            self._triples(body, job)

    def _thing(self, job: Job) -> None:
        from kg.web import library

        self._head("application/json")
        send(self._pipe, DATA, json.dumps(library.thing(self._store, job), ensure_ascii=False).encode())


def _counted(found: Iterable[Any], job: Job) -> Iterator[Any]:
    """Triples or quads, until they are too many."""
    for number, each in enumerate(found, 1):
        if number > job["most"]:
            raise _too_many(job)
        yield each


def _too_many(job: Job) -> JobError:
    return JobError("rows", f"the answer has more than {job['most']} rows")


def _wanted(job: Job, kind: str, known: Mapping[str, object]) -> str:
    name = str(job[kind] or "")
    if name not in known:
        raise JobError("format", f"this answer comes as {', '.join(known)} only")
    return name


def _limit_memory(more: int) -> None:
    """Allow so many bytes of address space beyond what is in use already, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError):
        return
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def main() -> NoReturn:
    """Answer jobs until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _die_with_parent()
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints goes to standard error
    answerer = Answerer(ox.Store.read_only(sys.argv[1]), pipe)
    _limit_memory(int(sys.argv[2]))
    send(pipe, READY, b"")
    for line in sys.stdin.buffer:
        answerer.answer(json.loads(line))
    sys.exit(0)


if __name__ == "__main__":
    main()
