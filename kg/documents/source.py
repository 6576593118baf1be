"""What a reader takes and what it gives: bytes with their place, and text with what the format says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, KgError
from kg.model import Span


@dataclass(frozen=True, slots=True)
class About:
    """What is said about a document; an empty string where nothing is known.

    >>> About(title="Harbour news").or_else(About(title="?", language="en"))
    About(title='Harbour news', publisher='', published='', language='en', address='')
    """

    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    address: str = ""

    def or_else(self, other: About) -> About:
        """These fields, each empty one filled from `other`."""
        return About(
            self.title or other.title,
            self.publisher or other.publisher,
            self.published or other.published,
            self.language or other.language,
            self.address or other.address,
        )


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of one file, what the file itself says about it, and the spans of it that say nothing."""

    text: str
    about: About = About()
    silent: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: its media type, the suffixes that name it, and its reader.

    `read` takes the file's bytes and its path (for messages) and raises `InputError` for what it cannot read.
    """

    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Extract]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that was put aside, and why."""

    path: Path
    error: KgError


def without_text(where: str) -> InputError:
    """The error for a file that was understood but says nothing."""
    return InputError("holds no text", where=where, remedy="remove it or fill it")
