"""Rows in the four standard formats of SPARQL 1.1 results.

JSON https://www.w3.org/TR/sparql11-results-json/, XML https://www.w3.org/TR/rdf-sparql-XMLres/, CSV and TSV
https://www.w3.org/TR/sparql11-results-csv-tsv/. For rows that a program made or changed; an engine's own answers are
written by the engine.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import InputError
from kg.sparql import Rows, Term

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def serialize(rows: Rows, form: str) -> str:
    """The rows as text.

    Args:
        rows: what to write.
        form: one of `FORMATS`.

    Raises:
        InputError: no such format.

    >>> serialize(Rows(("city",), ((ox.Literal("Kiel", language="de"),), (None,))), "tsv")
    '?city\\n"Kiel"@de\\n\\n'
    """
    if form not in _WRITERS:
        raise InputError(f"no such format: {form!r}", remedy=f"choose one of {', '.join(_WRITERS)}")
    return _WRITERS[form](rows)


def _json(rows: Rows) -> str:
    bindings = [{name: _as_json(term) for name, term in row.items()} for row in rows]
    head = {"vars": list(rows.variables)}
    return json.dumps({"head": head, "results": {"bindings": bindings}}, ensure_ascii=False)


def _as_json(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        return {"type": "triple", "value": str(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = term.datatype.value == XSD_STRING
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})


def _xml(rows: Rows) -> str:
    return "".join(_xml_parts(rows))


def _xml_parts(rows: Rows) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    yield from (f"<variable name={quoteattr(name)}/>" for name in rows.variables)
    yield "</head><results>"
    for row in rows:
        bound = "".join(f"<binding name={quoteattr(name)}>{_as_xml(term)}</binding>" for name, term in row.items())
        yield f"\n<result>{bound}</result>"
    yield "\n</results></sparql>\n"


def _as_xml(term: Term) -> str:
    said = _as_json(term)
    text = escape(said["value"], {"\r": "&#13;"})
    if said["type"] != "literal":
        return f"<{said['type']}>{text}</{said['type']}>"
    kind = f" xml:lang={quoteattr(said['xml:lang'])}" if "xml:lang" in said else ""
    kind = f" datatype={quoteattr(said['datatype'])}" if "datatype" in said else kind
    return f"<literal{kind}>{text}</literal>"


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.variables)
    writer.writerows(["" if term is None else _as_json(term)["value"] for term in row] for row in rows.rows)
    return out.getvalue()


def _tsv(rows: Rows) -> str:
    lines = ["\t".join("?" + name for name in rows.variables)]
    lines += ["\t".join("" if term is None else _as_tsv(term) for term in row) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _as_tsv(term: Term) -> str:
    return str(term).replace("\t", "\\t")


_WRITERS: Mapping[str, Callable[[Rows], str]] = MappingProxyType(
    {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
)
FORMATS = tuple(_WRITERS)
