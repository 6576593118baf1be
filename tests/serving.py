"""Real servers on loopback, for tests: `kg serve`, and plain requests to it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

KG = Path(sys.executable).with_name("kg")
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtension = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True)
class Reply:
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def kg_serve(folder: Path, *options: str) -> Iterator[str]:
    """The address of a service on a store, ending in a slash."""
    port = free_port()
    command = [str(KG), "serve", "--store", str(folder), "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of a bare Oxigraph server, ending in a slash."""
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso with an empty database of its own, ending in a slash; its user is dba, dba."""
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, sql=sql), "ascii")
    command = [VIRTUOSO or "", "+foreground", "+configfile", "virtuoso.ini"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D", process)
        yield f"http://127.0.0.1:{http}/"
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Until something answers there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no server at {address}")


def send(
    address: str, method: str = "GET", body: bytes | Mapping[str, object] | None = None, **headers: str
) -> Reply:
    """One request; header names with _ for -. A mapping is sent as a form."""
    parts = urlsplit(address)
    named = {name.replace("_", "-"): content for name, content in headers.items()}
    if isinstance(body, Mapping):
        named.setdefault("Content-Type", "application/x-www-form-urlencoded")
        body = urlencode(body, doseq=True).encode()
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, named)
        response = connection.getresponse()
        found = {name.lower(): content for name, content in response.getheaders()}
        return Reply(response.status, found, response.read())
    finally:
        connection.close()


def with_query(address: str, **parameters: object) -> str:
    """The address with parameters, each once or several times."""
    return f"{address}?{urlencode({n.replace('_', '-'): v for n, v in parameters.items()}, doseq=True)}"
