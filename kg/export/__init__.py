"""A dataset written as files: RDF in six syntaxes and in RDF 1.2, GraphML and GEXF, tables as CSV and for Neo4j.

The same dataset gives the same bytes, whatever order it was built in; a file is there whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from types import MappingProxyType

import networkx as nx
import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError
from kg.export import neo4j
from kg.export.reifiers import with_reifiers
from kg.export.tables import Edge, Network, Node, network
from kg.rdf import BASE, OA, Quads, fp, prefixes, value

NOTE = (
    f"fourports {__version__}: how cities work together across borders.",
    "Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); quoted passages belong to their publishers.",
    "Place names, coordinates and identifiers: GeoNames (https://www.geonames.org/), CC BY 4.0.",
)

_EXACT = ox.NamedNode(OA + "exact")
_NUMBERS = frozenset({"latitude", "longitude", "confidence"})
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Writer = Callable[[Quads, str], bytes]


def export(quads: Quads, path: Path, form: str = "", *, quotes: bool = True, base: str = BASE) -> tuple[Path, ...]:
    """Write a dataset to a file; tables are two, `STEM-nodes.csv` and `STEM-edges.csv` (Neo4j: `STEM-neo4j-...`).

    Args:
        quads: the dataset.
        path: where to; its folder must exist.
        form: one of `FORMATS`; empty: by the ending of `path`.
        quotes: whether the quoted text goes along; without it each passage keeps its place and the SHA-256 of its text.
        base: the IRI that all resources start with.

    Returns:
        The files written.

    Raises:
        InputError: no such format, or the file cannot be written.
    """
    form = form or path.suffix.lstrip(".")
    if form in _TABLES:
        rows = network(quads, base)
        files = {path.with_name(f"{path.stem}-{name}.csv"): table for name, table in _TABLES[form].items()}
        for file, table in files.items():
            _write(file, table(rows))
        return tuple(files)
    _write(path, serialize(quads, form, quotes=quotes, base=base))
    return (path,)


def serialize(quads: Quads, form: str, *, quotes: bool = True, base: str = BASE) -> bytes:
    """A dataset in one of `FORMATS` (but tables); all but TriG and N-Quads hold the default graph.

    Raises:
        InputError: no such format.
    """
    if form not in _WRITERS:
        raise InputError(f"no such format: {form!r}", remedy=f"choose one of {', '.join(FORMATS)}")
    return _WRITERS[form](quads if quotes else without_quotes(quads), base)


def without_quotes(quads: Quads) -> Quads:
    """The dataset with the SHA-256 of each quoted passage in place of its text."""

    def hashed(quad: ox.Quad) -> ox.Quad:
        if quad.predicate != _EXACT:
            return quad
        digest = ox.Literal(hashlib.sha256(value(quad.object).encode()).hexdigest())
        return ox.Quad(quad.subject, fp("quoteSha256"), digest, quad.graph_name)

    return Quads(map(hashed, quads))


def _kinds(quads: Quads, base: str) -> list[str]:
    """The kinds of resources there are: what stands between the base and the next slash."""
    tails = (value(quad.subject).removeprefix(base).partition("/") for quad in quads)
    kinds = {kind for kind, slash, _ in tails if slash and kind.isalpha()}
    return sorted(kinds - prefixes(base).keys())


def _turtle(quads: Quads, base: str) -> bytes:
    return _prefixed(quads.triples(), ox.RdfFormat.TURTLE, prefixes(base, _kinds(quads, base)))


def _turtle_12(quads: Quads, base: str) -> bytes:
    """Turtle 1.2: the statement nodes are reifiers; the version stands first, lest a reader of 1.1 stumble later."""
    body = _prefixed(with_reifiers(quads.triples()), ox.RdfFormat.TURTLE, prefixes(base, _kinds(quads, base)))
    return b'VERSION "1.2"\n' + body


def _trig(quads: Quads, base: str) -> bytes:
    by_graph = sorted(quads, key=lambda quad: str(quad.graph_name))
    return _prefixed(by_graph, ox.RdfFormat.TRIG, prefixes(base, _kinds(quads, base)))


def _prefixed(items: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat, names: dict[str, str]) -> bytes:
    """Serialise under a header of our own: the serialiser's order of prefixes changes from run to run."""
    body = ox.serialize(items, format=form, prefixes=names) or b""
    end = 0
    while body.startswith(b"@prefix", end):
        end = body.index(b"\n", end) + 1
    notes = "".join(f"# {line}\n" for line in NOTE)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(names.items()))
    return f"{notes}{head}\n".encode() + body[end:]


def _lines(form: ox.RdfFormat) -> Writer:
    def write(quads: Quads, base: str) -> bytes:
        items: Iterable[ox.Triple] | Iterable[ox.Quad] = quads if form == ox.RdfFormat.N_QUADS else quads.triples()
        lines = (ox.serialize(items, format=form) or b"").splitlines(keepends=True)
        return b"".join(sorted(lines))

    return write


def _rdf_xml(quads: Quads, base: str) -> bytes:
    """RDF/XML, the carriage return escaped lest readers make it a line feed; what XML cannot say becomes U+FFFD."""
    text = (ox.serialize(quads.triples(), format=ox.RdfFormat.RDF_XML) or b"").decode()
    return _UNPRINTABLE.sub("\ufffd", text).replace("\r", "&#13;").encode()


def _json_ld(quads: Quads, base: str) -> bytes:
    return ox.serialize(quads.triples(), format=ox.RdfFormat.JSON_LD) or b""


def _graph(quads: Quads, base: str) -> nx.MultiDiGraph[str]:
    rows = network(quads, base)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in rows.nodes:
        graph.add_node(node.id, **dict(_attributes(node, leave=("id",))))
    for edge in rows.edges:
        graph.add_edge(edge.source, edge.target, **dict(_attributes(edge, leave=("source", "target"))))
    return graph


def _attributes(row: Node | Edge, leave: tuple[str, ...]) -> Iterator[tuple[str, str | int | float]]:
    """What network tools can hold: numbers as numbers, nothing empty, no character that XML refuses."""
    for name, content in asdict(row).items():
        if name in leave or content == "":
            continue
        if isinstance(content, int):
            yield name, content
        else:
            yield name, float(content) if name in _NUMBERS else _UNPRINTABLE.sub("\ufffd", content)


def _graphml(quads: Quads, base: str) -> bytes:
    return ("\n".join(nx.generate_graphml(_graph(quads, base))) + "\n").encode()


def _gexf(quads: Quads, base: str) -> bytes:
    """GEXF without the day it was written, which networkx puts in."""
    text = "\n".join(nx.generate_gexf(_graph(quads, base))) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1).encode()


def _table(kind: type[Node] | type[Edge], rows: Iterable[Node | Edge]) -> bytes:
    """Comma-separated values (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheets read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = [each.name for each in fields(kind)]
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _write(path: Path, content: bytes) -> None:
    """Write beside the target and put in its place, so that a reader never sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"the file cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


_WRITERS: MappingProxyType[str, Writer] = MappingProxyType(
    {
        "ttl": _turtle,
        "ttl12": _turtle_12,
        "trig": _trig,
        "nt": _lines(ox.RdfFormat.N_TRIPLES),
        "nq": _lines(ox.RdfFormat.N_QUADS),
        "jsonld": _json_ld,
        "rdf": _rdf_xml,
        "graphml": _graphml,
        "gexf": _gexf,
    }
)
_TABLES: MappingProxyType[str, Mapping[str, Callable[[Network], bytes]]] = MappingProxyType(
    {
        "csv": {"nodes": lambda rows: _table(Node, rows.nodes), "edges": lambda rows: _table(Edge, rows.edges)},
        "neo4j": {"neo4j-nodes": neo4j.nodes, "neo4j-relationships": neo4j.relationships},
    }
)
FORMATS = (*_WRITERS, *_TABLES)
