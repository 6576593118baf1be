"""From paths to documents, one at a time: which files, under which names, in which order."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.documents import docx, html, manifest, markdown, pdf, txt
from kg.documents.boilerplate import silent_spans
from kg.documents.manifest import Manifest
from kg.documents.metadata import from_text
from kg.documents.source import About, Format, Rejected, without_text
from kg.errors import InputError
from kg.model import Document, Span

FORMATS: Mapping[str, Format] = {
    suffix: each
    for each in (txt.FORMAT, markdown.FORMAT, html.FORMAT, pdf.FORMAT, docx.FORMAT)
    for suffix in each.suffixes
}
_SUPPORTED = "supported: " + " ".join(FORMATS)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read, with the path below the folder it was found under."""

    path: Path
    below: str
    name: str = ""


def read_documents(paths: Sequence[Path]) -> Iterator[Document | Rejected]:
    """Read files and folders, in the order of the documents' names, one at a time.

    Folders are searched through; hidden files and manifests are passed over. What a document's front matter says
    goes before what the manifest beside it says, that before what its format declares, and that before what its text
    prints. A file with the same bytes as one read before is put aside.

    Args:
        paths: files and folders.

    Yields:
        A `Document` for each file that can be read, and a `Rejected` for each that cannot, for each path that is
        not there, for each folder that holds nothing, and for each fault of a manifest.
    """
    files: list[_File] = []
    for path in sorted(set(paths)):
        found = list(_files(path))
        files.extend(each for each in found if isinstance(each, _File))
        yield from (each for each in found if isinstance(each, Rejected))
    manifests = {folder: manifest.load(folder) for folder in _folders(files)}
    for each in manifests.values():
        yield from (Rejected(each.path, fault) for fault in each.faults)
    seen: dict[str, str] = {}
    for file in _named(files):
        try:
            document = _read(file, _said(file, manifests))
        except InputError as error:
            yield Rejected(file.path, error)
            continue
        first = seen.setdefault(document.digest, document.name)
        if first == document.name:
            yield document
        else:
            same = InputError(f"holds the same bytes as {first}", where=str(file.path), remedy="keep one of them")
            yield Rejected(file.path, same)


def _files(path: Path) -> Iterator[_File | Rejected]:
    """The files under one path the user named, or why there are none."""
    if path.is_file():
        yield _File(path, path.name)
        return
    if not path.is_dir():
        yield Rejected(path, InputError("no such file or folder", where=str(path)))
        return
    empty = True
    unreadable: list[OSError] = []
    for folder, below, names in os.walk(path, onerror=unreadable.append):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and name != manifest.NAME:
                empty = False
                file = Path(folder, name)
                yield _File(file, file.relative_to(path).as_posix())
    for error in unreadable:
        yield Rejected(Path(error.filename), InputError(f"cannot be opened: {error.strerror}", where=error.filename))
    if empty and not unreadable:
        yield Rejected(path, InputError("holds no documents", where=str(path), remedy=_SUPPORTED))


def _named(files: Iterable[_File]) -> list[_File]:
    """The files, each once and by its name: the file's own, or with so much of its path as tells it from others."""
    once = {file.path.resolve(): file for file in sorted(files, key=lambda each: each.below)}
    short = Counter(file.path.name for file in once.values())
    below = Counter(file.below for file in once.values())
    named = []
    for path, file in once.items():
        name = file.path.name if short[file.path.name] == 1 else file.below
        # Two folders given by the user may hold the same path below them.
        if short[file.path.name] > 1 and below[file.below] > 1:
            name = path.as_posix().lstrip("/")
        named.append(_File(file.path, file.below, name))
    return sorted(named, key=lambda each: each.name)


def _folders(files: Iterable[_File]) -> list[Path]:
    """Every folder, from those the user named down to the files', that may hold a manifest."""
    return sorted({parent for file in files for parent in file.path.parents[: len(Path(file.below).parts)]})


def _said(file: _File, manifests: Mapping[Path, Manifest]) -> About:
    """What the manifests say about a file, the nearest one first."""
    about = About()
    for folder in file.path.parents[: len(Path(file.below).parts)]:
        about = about.or_else(manifests[folder].rows.get(file.path.relative_to(folder).as_posix(), About()))
    return about


def _read(file: _File, said: About) -> Document:
    where = str(file.path)
    format_ = FORMATS.get(file.path.suffix.lower())
    if format_ is None:
        raise InputError(
            f"the format {file.path.suffix or 'without a suffix'} is not read", where=where, remedy=_SUPPORTED
        )
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=where) from error
    if not data:
        raise InputError("is empty", where=where, remedy="remove it or fill it")
    extract = format_.read(data, where)
    start = extract.silent[0].end if extract.silent and extract.silent[0].start == 0 else 0
    if not extract.text[start:].strip("\ufeff \t\r\n\f"):
        raise without_text(where)
    silent = _merged((*extract.silent, *silent_spans(extract.text, start)))
    declared = extract.about.or_else(said) if start else said.or_else(extract.about)
    about = declared.or_else(from_text(extract.text, silent))
    return Document(
        name=file.name,
        text=extract.text,
        digest=hashlib.sha256(data).hexdigest(),
        media_type=format_.media_type,
        language=about.language,
        title=about.title,
        publisher=about.publisher,
        published=about.published,
        address=about.address,
        silent=silent,
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
