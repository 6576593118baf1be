"""What goes wrong between a client and the service, and the one table from its kinds to HTTP statuses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

STATUSES: Mapping[str, int] = MappingProxyType(
    {
        "syntax": 400,  # MalformedQuery of the SPARQL 1.1 Protocol
        "request": 400,
        "arguments": 400,
        "refused": 403,
        "missing": 404,
        "format": 406,
        "length": 413,
        "media": 415,
        # QueryRequestRefused: not 503, which clients take for "try the same again".
        "rows": 500,
        "time": 500,
        "memory": 500,
        "failed": 500,
        "crowded": 503,
    }
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "syntax": "The query does not parse",
        "request": "The request is not one of the SPARQL 1.1 Protocol",
        "arguments": "The parameters do not fit the query",
        "refused": "Not allowed here",
        "missing": "Not found",
        "format": "Not available in an accepted format",
        "length": "The query is too long",
        "media": "The body is of a media type that is not understood",
        "rows": "The answer is too large",
        "time": "The query takes too long",
        "memory": "The query needs too much memory",
        "failed": "The query failed",
        "crowded": "Too many queries at once",
    }
)
_RETRY_SECONDS = "2"


class ProblemError(Exception):
    """A request that is not answered.

    Args:
        kind: one of `STATUSES`.
        message: what is wrong with this one.
        line, column: where in the query, from 1; 0 if nowhere.
    """

    def __init__(self, kind: str, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.kind, self.message, self.line, self.column = kind, message, line, column

    def response(self) -> Response:
        """The problem as JSON (RFC 9457)."""
        said: dict[str, object] = {"type": "about:blank", "title": TITLES[self.kind], "status": STATUSES[self.kind]}
        at = f"line {self.line}, column {self.column}: " if self.line else ""
        said |= {"detail": at + self.message, "kind": self.kind}
        if self.line:
            said |= {"line": self.line, "column": self.column}
        headers = {"Cache-Control": "no-store"} | ({"Retry-After": _RETRY_SECONDS} if self.kind == "crowded" else {})
        return JSONResponse(said, STATUSES[self.kind], headers, "application/problem+json")


async def on_problem(request: Request, error: Exception) -> Response:
    """The response to a problem raised while a request is read."""
    assert isinstance(error, ProblemError)
    return error.response()
