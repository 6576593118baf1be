"""Bytes of txt, Markdown, HTML, PDF and docx to documents with metadata."""

from kg.documents.reading import FORMATS, read_documents
from kg.documents.source import Rejected

__all__ = ["FORMATS", "Rejected", "read_documents"]
