"""PDF: the text layer, with the lines of a paragraph joined again."""

from __future__ import annotations

import io
import re

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from kg.documents.source import About, Extract, Format
from kg.errors import InputError

_WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-öø-ÿ])")
_WRAPPED_WIDE = re.compile(rf"(?<={_WIDE})(?<![。！？；：])\n(?={_WIDE})")
_WRAPPED = re.compile(r"(?<=[^\s.!?:;。！？；：])\n(?=[^\W\d_]|\d)")
_TRAILER_BYTES = 2048  # the mark of the end stands among them in every complete file
_FILE_NAME = re.compile(r"(?:^(?:microsoft|untitled)\b|\.\w{2,5}$)", re.IGNORECASE)


def read(data: bytes, where: str) -> Extract:
    """The text of all pages, a blank line between two, and the title the file declares.

    Raises:
        InputError: it is no PDF, is cut off or damaged, is encrypted, or has no text layer.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError("is not a PDF", where=where, remedy="give it the suffix of what it is")
    if b"%%EOF" not in data[-_TRAILER_BYTES:]:
        # pypdf would rebuild the rest and lose pages without a word.
        raise InputError("is a truncated PDF", where=where, remedy="fetch it again")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except (FileNotDecryptedError, DependencyError) as error:
        raise InputError("is an encrypted PDF", where=where, remedy="save it without a password") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        # pypdf meets damaged structures with whatever exception they happen to cause.
        raise InputError("is a damaged PDF", where=where, remedy="fetch it again") from error
    if not any(page.strip() for page in pages):
        remedy = "run it through text recognition (OCR) first"
        raise InputError("is a PDF without text, perhaps scanned", where=where, remedy=remedy)
    text = "\n\n".join(unwrap(page) for page in pages if page.strip())
    return Extract(text, About(title="" if _FILE_NAME.search(title) else title.strip()))


def unwrap(page: str) -> str:
    r"""A page with the lines of each paragraph joined, words divided at line ends made whole.

    A line is taken to go on where it does not end like a sentence and the next begins with a letter or digit.

    >>> unwrap("Die Häfen wollen zusammen-\narbeiten, auch\nim Winter.\nNeu: 威海港\n和仁川港")
    'Die Häfen wollen zusammenarbeiten, auch im Winter.\nNeu: 威海港和仁川港'
    """
    lines = "\n".join(line.strip() for line in page.splitlines())
    return _WRAPPED.sub(" ", _WRAPPED_WIDE.sub("", _HYPHENATED.sub("", lines)))


FORMAT = Format("application/pdf", (".pdf",), read)
