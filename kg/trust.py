"""A dataset without the facts that are not sure enough."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf import BASE, RDF, Quads, fp, graph_name, value

_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))


def trusted(quads: Quads, least: float, base: str = BASE) -> Quads:
    """The quads without statements and figures below a confidence, and without the triples that only those state.

    What was inferred is left out as well, since it may rest on what is gone: infer anew.
    """
    inferred = graph_name(base, "inferred")
    doubtful = {value(quad.subject) for quad in quads
                if quad.predicate == fp("confidence") and float(value(quad.object)) < least}
    gone, kept = (_stated(quads, doubtful, wanted) for wanted in (True, False))
    unstated = gone - kept
    stale = {quad.triple for quad in quads if quad.graph_name == inferred} | {
        quad.triple for quad in quads if (value(quad.subject), quad.predicate.value, value(quad.object)) in unstated}
    return Quads(quad for quad in quads if value(quad.subject) not in doubtful and quad.triple not in stale)


def _stated(quads: Quads, doubtful: set[str], wanted: bool) -> set[tuple[str, str, str]]:
    """The triples that doubtful (or all other) statements state."""
    parts: dict[str, dict[ox.NamedNode, str]] = {}
    for quad in quads:
        if quad.predicate in (_SUBJECT, _PREDICATE, _OBJECT) and (value(quad.subject) in doubtful) is wanted:
            parts.setdefault(value(quad.subject), {})[quad.predicate] = value(quad.object)
    return {(each[_SUBJECT], each[_PREDICATE], each[_OBJECT]) for each in parts.values() if len(each) == 3}
