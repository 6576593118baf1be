"""From bytes to text: byte order mark, UTF-8, and else the legacy encoding the bytes are most plausible in."""

from __future__ import annotations

import codecs

import charset_normalizer

from kg.errors import InputError

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "latin_1", "gb18030", "big5", "cp949", "cp932", "euc_jp")
_MOST_CHAOS = 0.15  # charset-normalizer's measure of disorder; real text of the right encoding stays under 0.05
_MOST_CONTROLS = 0.01  # of all characters; prose has none, a log with escapes a few
_REMEDY = "save it as UTF-8 text, or give it the suffix of what it is"


def decode(data: bytes, where: str) -> str:
    r"""The text these bytes hold, with its byte order mark and line ends as they are.

    Args:
        data: a whole file.
        where: its path, for the message.

    Raises:
        InputError: the bytes are no text, or their encoding cannot be told.

    >>> decode("Häfen\r\n".encode(), "a.txt")
    'Häfen\r\n'
    >>> decode(b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt")
    Traceback (most recent call last):
    kg.errors.InputError: a.txt: is binary, not text (save it as UTF-8 text, or give it the suffix of what it is)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, where)
    if b"\x00" in data:
        raise InputError("is binary, not text", where=where, remedy=_REMEDY)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data, where)
    controls = sum(ord(each) < 32 and each not in "\t\n\r\f" for each in text)
    if controls > _MOST_CONTROLS * len(text):
        raise InputError("is binary, not text", where=where, remedy=_REMEDY)
    return text


def _legacy(data: bytes, where: str) -> str:
    best = charset_normalizer.from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None or best.chaos > _MOST_CHAOS:
        raise InputError("is not UTF-8, nor text in an encoding that can be told", where=where, remedy=_REMEDY)
    return _strict(data, best.encoding, where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"is not {encoding} from byte {error.start} on", where=where, remedy=_REMEDY) from error
