"""Statement nodes as RDF 1.2 writes them: `rdf:reifies` and a triple term in place of RDF 1.1's reification.

Source: RDF 1.2 Concepts, section on triple terms and reification (https://www.w3.org/TR/rdf12-concepts/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.rdf import RDF, TYPE, Subject, Term

REIFIES = ox.NamedNode(RDF + "reifies")
STATEMENT = ox.NamedNode(RDF + "Statement")
_PARTS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))


def with_reifiers(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples, each whole `rdf:Statement` a reifier; the node, and all else that is said of it, stays.

    A node that lacks a part, or has one twice, is left as it is: it is no statement of one triple.

    >>> a, b, c = map(ox.NamedNode, ("x:a", "x:b", "x:c"))
    >>> said = [ox.Triple(a, TYPE, STATEMENT), *(ox.Triple(a, part, end) for part, end in zip(_PARTS, (b, c, b)))]
    >>> [(each.predicate == REIFIES, str(each.object)) for each in with_reifiers(said)]
    [(True, '<x:b> <x:c> <x:b>')]
    """
    given = tuple(triples)
    meant = _reified(given)
    for triple in given:
        of = meant.get(triple.subject)
        if of is None or not _is_part(triple):
            yield triple
        elif triple.predicate == TYPE:
            yield ox.Triple(triple.subject, REIFIES, of)


def _is_part(triple: ox.Triple) -> bool:
    return triple.predicate in _PARTS or (triple.predicate == TYPE and triple.object == STATEMENT)


def _reified(triples: Iterable[ox.Triple]) -> dict[Subject, ox.Triple]:
    """Each whole statement node to the triple it speaks of."""
    parts: dict[Subject, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if _is_part(triple):
            parts[triple.subject][triple.predicate].append(triple.object)
    meant = {}
    for node, found in parts.items():
        match [found.get(each, []) for each in (TYPE, *_PARTS)]:
            case [[_], [ox.NamedNode() | ox.BlankNode() as subject], [ox.NamedNode() as predicate], [object_]]:
                meant[node] = ox.Triple(subject, predicate, object_)
    return meant
