"""Markdown, as it lies on disk: the source is the text, and marks that nobody reads are silent."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.documents import txt
from kg.documents.source import About, Extract, Format
from kg.model import Span

_UNREAD = re.compile(
    r"""(?P<comment><!--.*?-->)
      | ^(?P<fence>```|~~~)[^\n]*\n.*?^(?P=fence)[^\n]*$     # code
      | (?<=\])\((?P<target>[^()\s]+(?:\s+"[^"\n]*")?)\)     # where a link leads
      | ^\[[^\]\n]+\]:[ \t]+\S+[^\n]*$                       # a reference definition
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_HEADING = re.compile(r"^#[ \t]+(?P<title>[^\n\r]*?)[ \t#]*\r?$", re.MULTILINE)


def read(data: bytes, where: str) -> Extract:
    """The decoded file, titled by its first heading; link targets, comments and code are silent spans.

    Raises:
        InputError: the bytes are no text, or the front matter is broken.
    """
    plain = txt.read(data, where)
    start = plain.silent[0].end if plain.silent else 0
    unread = tuple(Span(*found.span()) for found in _UNREAD.finditer(plain.text, start))
    heading = _HEADING.search(plain.text, start)
    titled = About(title=heading["title"].strip() if heading else "")
    return replace(plain, about=plain.about.or_else(titled), silent=plain.silent + unread)


FORMAT = Format("text/markdown", (".md", ".markdown"), read)
