"""HTML: the article of a page, without what is built around it."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
import trafilatura
from trafilatura.settings import Document as Article

from kg.documents.dates import iso_date
from kg.documents.encoding import decode
from kg.documents.source import About, Extract, Format, without_text
from kg.errors import InputError

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*(?P<name>[\w.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_UNSEEN = "//script | //style | //noscript | //template | //head | //nav | //footer | //form | //comment()"
_BLOCK = "//p | //div | //li | //tr | //h1 | //h2 | //h3 | //h4 | //h5 | //h6 | //br | //section | //article"
# Only what the page declares counts as its date, whatever the day it is read on.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2200-01-01"}


def read(data: bytes, where: str) -> Extract:
    """The text of the page's article and the metadata the page declares.

    Trafilatura finds the article; where it finds none, all visible text is taken.

    Raises:
        InputError: it is no text, no HTML, or says nothing.
    """
    page = _decoded(data, where)
    if not page.strip():
        raise without_text(where)
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params=_DATES, fast=True
    )
    if not isinstance(found, Article):
        found = Article()
    text = found.text or _visible(page, where)
    if not text.strip():
        raise without_text(where)
    about = About(
        title=found.title or "",
        publisher=found.sitename or "",
        published=iso_date(found.date or "", where),
        address=found.url or "",
    )
    return Extract(text, about)


def _decoded(data: bytes, where: str) -> str:
    """The page in the encoding it declares, where that holds; else in the one its bytes show."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared:
        name = declared["name"].decode("ascii").lower()
        try:
            # Browsers read a page that says GB2312 as its superset.
            return data.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass  # a declaration that does not hold says nothing; the bytes decide
    return decode(data, where)


def _visible(page: str, where: str) -> str:
    try:
        root = lxml.html.document_fromstring(page.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.ParserError, ValueError) as error:
        raise InputError("is not HTML", where=where, remedy="give it the suffix of what it is") from error
    for each in root.xpath(_UNSEEN):
        each.drop_tree()
    for each in root.xpath(_BLOCK):
        each.tail = "\n" + (each.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)


FORMAT = Format("text/html", (".html", ".htm", ".xhtml"), read)
