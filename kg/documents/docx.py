"""Word documents (Office Open XML): paragraphs and tables in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.table import Table
from lxml.etree import XMLSyntaxError

from kg.documents.source import About, Extract, Format, without_text
from kg.errors import InputError

_MOST_BYTES = 200_000_000  # unpacked; a text of a thousand pages has a hundredth of it


def read(data: bytes, where: str) -> Extract:
    """A line a paragraph or table row (cells parted by tabs), and the title and language the file declares.

    Raises:
        InputError: it is no Word document, is damaged or implausibly large, or says nothing.
    """
    remedy = "save it again as .docx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise InputError("unpacks to more than a document can hold", where=where, remedy=remedy)
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_lines(document))
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, OSError) as error:
        raise InputError("is not a Word document, or is damaged", where=where, remedy=remedy) from error
    if not text.strip():
        raise without_text(where)
    return Extract(text, About(title=document.core_properties.title.strip()))


def _lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
        else:
            yield block.text


FORMAT = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), read)
