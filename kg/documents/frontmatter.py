"""Front matter: a YAML block between `---` lines at the very head of a text, as Jekyll and Pandoc write it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from kg.documents.dates import iso_date
from kg.documents.source import About
from kg.errors import InputError
from kg.model import Span

# The first line must look like a key, so that a text that merely begins with a rule is left alone.
_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>[A-Za-z_][\w-]*[ \t]*:.*?^)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "publisher": ("publisher", "source", "site"),
    "published": ("published", "date"),
    "language": ("language", "lang"),
    "address": ("address", "url", "link"),
}


def parse(text: str, where: str) -> tuple[About, Span | None]:
    r"""What the front matter says, and the span it takes up (None without one).

    Raises:
        InputError: the block is no YAML mapping, or its date is no date.

    >>> parse("---\ntitle: Ferries\ndate: 2021-05-20\n---\nText", "a.md")
    (About(title='Ferries', publisher='', published='2021-05-20', language='', address=''), Span(start=0, end=40))
    >>> parse("---\nA rule, then text.\n---\n", "a.md")
    (About(title='', publisher='', published='', language='', address=''), None)
    """
    block = _BLOCK.match(text)
    if not block:
        return About(), None
    try:
        # BaseLoader leaves every scalar as written, so 2021-05 stays a month and 2021 a year.
        fields = yaml.load(block["yaml"], Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 2}" if mark else ""
        raise InputError("the front matter is not YAML", where=where + line, remedy="mend or remove it") from error
    if not isinstance(fields, dict):
        raise InputError("the front matter is not `key: value` lines", where=where, remedy="mend or remove it")
    lowered = {str(key).lower(): value for key, value in fields.items()}
    said = {name: _first(lowered, keys) for name, keys in _KEYS.items()}
    said["published"] = iso_date(said["published"], where)
    return About(**said), Span(*block.span())


def _first(fields: Mapping[str, object], keys: tuple[str, ...]) -> str:
    return next((value.strip() for key in keys if isinstance(value := fields.get(key), str) and value.strip()), "")
