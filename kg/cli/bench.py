"""The command that measures: how fast and with how much memory documents are read and the graph is built."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated

import typer

from kg import resources
from kg.cli.output import print_line, print_table
from kg.documents import Rejected, read_documents
from kg.model import Document
from kg.pipeline import Extractor, graph_of

BENCH_HELP = """Measure extraction: megabytes of text a second and core for each language, and memory.

The documents are made from the sentences of the sample documents, put together anew.

Example: kg bench --megabytes 1 --megabytes 10
"""
COLUMNS = ("language", "MB", "seconds", "MB/s", "mentions", "relations", "figures", "peak MB")
PARAGRAPHS = 12
SEED = 20
MEGA = 1_000_000


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command(help=BENCH_HELP)(bench)


def bench(
    megabytes: Annotated[list[float] | None, typer.Option(help="How much text; may be given several times.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    began = time.process_time()
    extractor = Extractor()
    for document in _samples().values():
        extractor.read(document[0])
    rows = [("(start-up)", 0.0, time.process_time() - began, 0.0, 0, 0, 0, _peak())]
    for size in megabytes or [1.0]:
        rows += [_measured(extractor, code, size) for code in sorted(_samples())]
    rows.append(_built(extractor))
    for row in rows:
        if as_json:
            print_line(dict(zip(COLUMNS, row, strict=True)))
    if not as_json:
        print_table(COLUMNS, [tuple(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row)
                              for row in rows], right=range(1, len(COLUMNS)))


Row = tuple[str, float, float, float, int, int, int, int]


def _measured(extractor: Extractor, code: str, megabytes: float) -> Row:
    size = mentions = relations = figures = 0
    spent = 0.0
    for document in made_documents(_samples()[code], int(megabytes * MEGA)):
        began = time.process_time()
        reading = extractor.read(document)
        spent += time.process_time() - began
        size += len(document.text.encode("utf-8"))
        mentions += len(reading.mentions)
        relations += len(reading.assertions)
        figures += len(reading.figures)
    return code, size / MEGA, spent, size / MEGA / spent, mentions, relations, figures, _peak()


def _built(extractor: Extractor) -> Row:
    """The sample documents from text to quads."""
    documents = [document for group in _samples().values() for document in group]
    began = time.process_time()
    corpus = extractor.corpus(extractor.read_all(documents))
    graph_of(corpus)
    spent = time.process_time() - began
    size = sum(len(each.text.encode("utf-8")) for each in documents) / MEGA
    relations = sum(len(each.assertions) for each in corpus.readings)
    figures = sum(len(each.figures) for each in corpus.readings)
    return ("samples to graph", size, spent, size / spent, sum(len(each.mentions) for each in corpus.readings),
            relations, figures, _peak())


def _samples() -> dict[str, list[Document]]:
    groups: dict[str, list[Document]] = defaultdict(list)
    for each in read_documents([resources.sample_documents()]):
        if not isinstance(each, Rejected):
            groups[each.language].append(each)
    return dict(groups)


def made_documents(samples: list[Document], size: int) -> Iterator[Document]:
    """Documents of the paragraphs of samples, drawn anew with a fixed seed, until `size` bytes are reached."""
    draw = random.Random(SEED)
    paragraphs = [line for each in samples for line in each.text.split("\n") if line.strip()]
    made, number = 0, 0
    while made < size:
        text = "\n\n".join(draw.choice(paragraphs) for _ in range(PARAGRAPHS))
        number += 1
        made += len(text.encode("utf-8"))
        digest = f"{number:064x}"
        yield Document(f"made-{number}.txt", text, digest, language=samples[0].language, published="2024-05-01")


def _peak() -> int:
    """The most memory this process has held, in megabytes (Linux counts in kilobytes, macOS in bytes)."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // (1024 * 1024 if sys.platform == "darwin" else 1024)
