"""Real servers on loopback, for tests: `kg serve`, and plain requests to it."""

from __future__ import annotations

import json
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
