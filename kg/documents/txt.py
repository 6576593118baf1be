"""Plain text, as it lies on disk."""

from __future__ import annotations

from kg.documents import frontmatter
from kg.documents.encoding import decode
from kg.documents.source import Extract, Format


def read(data: bytes, where: str) -> Extract:
    """The decoded file; front matter at its head is understood and kept as a silent span.

    Raises:
        InputError: the bytes are no text, or the front matter is broken.
    """
    text = decode(data, where)
    about, span = frontmatter.parse(text, where)
    return Extract(text, about, (span,) if span else ())


FORMAT = Format("text/plain", (".txt", ".text"), read)
