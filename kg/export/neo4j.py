"""The network as two files for `neo4j-admin database import full --nodes=... --relationships=...`.

Source: Neo4j Operations Manual, "Import", CSV header format: fields `:ID`, `:LABEL`, `:START_ID`, `:END_ID`, `:TYPE`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from kg import vocabulary
from kg.export.tables import Network, Node

NODES = ("iri:ID", ":LABEL", "label", "label_en", "label_de", "label_zh", "latitude:double", "longitude:double",
         "documents:int")
RELATIONSHIPS = (":START_ID", ":END_ID", ":TYPE", "origin", "status", "time", "confidence:double", "documents")
_BREAKS = re.compile(r"[\r\n\u0085\u2028\u2029]+")


def nodes(network: Network) -> bytes:
    """Entities: a label for the narrow type and each wider one, so that `MATCH (p:Place)` finds ports too."""
    return _table(NODES, (
        (n.id, _labels(n), n.label, n.label_en, n.label_de, n.label_zh, n.latitude, n.longitude, n.documents)
        for n in network.nodes
    ))  # fmt: skip


def relationships(network: Network) -> bytes:
    """Relations: the type is the local name of the predicate, such as `seaLink`."""
    return _table(RELATIONSHIPS, (
        (e.source, e.target, e.predicate, e.origin, e.status, e.time, e.confidence, e.documents) for e in network.edges
    ))  # fmt: skip


def _labels(node: Node) -> str:
    return ";".join((node.type, *sorted(vocabulary.load().above[node.type])))


def _table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """CSV without a byte order mark, each record on one line: the importer wants both."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_BREAKS.sub(" ", str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode()
