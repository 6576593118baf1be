"""The formats that answers come in, and which of them a client wants (RFC 9110, Accept)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class RowFormat:
    """A format of rows and truth values; `media` stands first among the media types that mean it."""

    name: str
    media: str
    results: ox.QueryResultsFormat
    others: tuple[str, ...] = ()
    iri: str = ""


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format of triples, and of quads if `dataset`."""

    name: str
    media: str
    rdf: ox.RdfFormat
    others: tuple[str, ...] = ()
    iri: str = ""
    prefixed: bool = False
    dataset: bool = False


_W3C = "http://www.w3.org/ns/formats/"
_ROWS = (
    RowFormat("json", "application/sparql-results+json", ox.QueryResultsFormat.JSON, ("application/json", "text/json"),
              _W3C + "SPARQL_Results_JSON"),
    RowFormat("xml", "application/sparql-results+xml", ox.QueryResultsFormat.XML, ("application/xml", "text/xml"),
              _W3C + "SPARQL_Results_XML"),
    RowFormat("csv", "text/csv; charset=utf-8", ox.QueryResultsFormat.CSV, iri=_W3C + "SPARQL_Results_CSV"),
    RowFormat("tsv", "text/tab-separated-values; charset=utf-8", ox.QueryResultsFormat.TSV,
              iri=_W3C + "SPARQL_Results_TSV"),
)
_GRAPHS = (
    GraphFormat("ttl", "text/turtle", ox.RdfFormat.TURTLE, ("application/x-turtle", "application/turtle", "text/n3"),
                _W3C + "Turtle", prefixed=True),
    GraphFormat("nt", "application/n-triples", ox.RdfFormat.N_TRIPLES, ("text/plain",), _W3C + "N-Triples"),
    GraphFormat("rdf", "application/rdf+xml", ox.RdfFormat.RDF_XML, ("application/xml", "text/xml"),
                _W3C + "RDF_XML"),
    GraphFormat("jsonld", "application/ld+json", ox.RdfFormat.JSON_LD, ("application/json",), _W3C + "JSON-LD",
                dataset=True),
    GraphFormat("trig", "application/trig", ox.RdfFormat.TRIG, (), _W3C + "TriG", prefixed=True, dataset=True),
    GraphFormat("nq", "application/n-quads", ox.RdfFormat.N_QUADS, (), _W3C + "N-Quads", dataset=True),
)
ROWS: Mapping[str, RowFormat] = MappingProxyType({each.name: each for each in _ROWS})
GRAPHS: Mapping[str, GraphFormat] = MappingProxyType({each.name: each for each in _GRAPHS})
TRIPLES: Mapping[str, GraphFormat] = MappingProxyType({n: f for n, f in GRAPHS.items() if n not in ("trig", "nq")})
DATASETS: Mapping[str, GraphFormat] = MappingProxyType({n: GRAPHS[n] for n in ("trig", "nq", "jsonld")})
HTML = "html"


def choose(accept: str, known: Mapping[str, RowFormat] | Mapping[str, GraphFormat], page: bool = False) -> str:
    """The name of the format that an Accept header prefers; of equals, the one that stands first.

    Args:
        accept: the header; empty means anything.
        known: what there is.
        page: whether there is a page of HTML as well, for those who ask for one by name.

    Returns:
        A name of `known`, "html", or nothing when none is accepted.

    >>> choose("text/csv;q=0.5, application/xml", ROWS), choose("*/*", ROWS), choose("image/png", ROWS)
    ('xml', 'json', '')
    >>> choose("text/html,application/xhtml+xml,*/*;q=0.8", TRIPLES, page=True)
    'html'
    """
    ranges = _ranges(accept or "*/*")
    offers = [(name, (form.media.partition(";")[0], *form.others)) for name, form in known.items()]
    if page:
        offers.append((HTML, ("text/html", "application/xhtml+xml")))
    best, most = "", 0.0
    for name, medias in offers:
        quality = max(_quality(media, ranges, 0.999 if at else 1.0) for at, media in enumerate(medias))
        if quality > most:
            best, most = name, quality
    return best


def _ranges(accept: str) -> Sequence[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (each.strip().lower() for each in part.split(";"))
        weights = [each[2:] for each in parameters if each.startswith("q=")]
        try:
            found.append((media, float(weights[0]) if weights else 1.0))
        except ValueError:
            found.append((media, 0.0))
    return found


def _quality(media: str, ranges: Sequence[tuple[str, float]], own: float) -> float:
    """How welcome a media type is; the narrowest range that fits it decides. A range with a star counts a little less,
    lest an alias named by the client lose against it."""
    kind = media.partition("/")[0]
    for pattern, worth in ((media, own), (f"{kind}/*", 0.99 * own), ("*/*", 0.98 * own)):
        found = [quality for each, quality in ranges if each == pattern]
        if found:
            return max(found) * worth
    return 0.0
