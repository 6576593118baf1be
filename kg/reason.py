"""What follows from the facts by the ontology, in a graph of its own.

A fixed set of OWL 2 RL rules, driven by the axioms of `ontology/fourports.ttl`: super-properties (prp-spo1), symmetry
(prp-symp), transitivity (prp-trp), property chains of two (prp-spo2) over relations between entities, and super-classes
(cax-sco) of entities. One rule more, which OWL 2 DL cannot say simply: a place that is part of a place lies in it.

Source of the rule names: https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg import vocabulary
from kg.rdf import BASE, DEFAULT, ONTOLOGY, TYPE, Quads, fp, graph_name, repeated, value

Fact = tuple[str, str, str]
"""Subject IRI, local name of the relation, object IRI."""


def infer(quads: Quads, base: str = BASE) -> Quads:
    """The quads with all that follows from their default graph, there and in the graph `inferred`.

    What is asserted is not inferred again, and what an earlier call inferred is inferred anew.
    """
    graph = graph_name(base, "inferred")
    kept = quads.without_graph(graph)
    telling = {TYPE, *map(fp, vocabulary.load().relations)}
    asserted = {q.triple for q in kept.unordered if q.predicate in telling and q.graph_name == DEFAULT}
    return kept | repeated(set(_entailed(asserted)) - asserted, graph)


def inferred(quads: Quads, base: str = BASE) -> frozenset[ox.Triple]:
    """The triples that were inferred and not asserted."""
    return quads.in_graph(graph_name(base, "inferred"))


def _entailed(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    ontology = vocabulary.load()
    facts: list[Fact] = []
    types: dict[str, set[str]] = defaultdict(set)
    for s, p, o in triples:
        name = p.value.removeprefix(ONTOLOGY)
        if p == TYPE and value(o).startswith(ONTOLOGY):
            types[value(s)].add(value(o).removeprefix(ONTOLOGY))
        elif name in ontology.relations and isinstance(o, ox.NamedNode):
            facts.append((value(s), name, o.value))
    for node, kinds in types.items():
        above = set().union(*(ontology.above.get(kind, frozenset()) for kind in kinds))
        if "Entity" in above:
            yield from (ox.Triple(ox.NamedNode(node), TYPE, fp(kind)) for kind in above)
    places = {node for node, kinds in types.items() if any("Place" in ontology.above.get(k, ()) for k in kinds)}
    for s, name, target in _Closure(ontology, places).of(facts):
        yield ox.Triple(ox.NamedNode(s), fp(name), ox.NamedNode(target))


class _Closure:
    """Forward chaining: each fact is met once, with all facts met before it."""

    def __init__(self, ontology: vocabulary.Ontology, places: set[str]) -> None:
        self._ontology, self._places = ontology, places
        self._after: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._before: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._chains = [(a, b, name) for name, pairs in ontology.chains.items() for a, b in pairs]
        self._chains += [(name, name, name) for name in ontology.transitive]

    def of(self, facts: Iterable[Fact]) -> set[Fact]:
        """The facts and all that follows from them; nothing is related to itself."""
        known: set[Fact] = set()
        ahead = list(facts)
        while ahead:
            fact = ahead.pop()
            subject, name, target = fact
            if fact in known or subject == target:
                continue
            known.add(fact)
            self._after[subject, name].add(target)
            self._before[target, name].add(subject)
            ahead += self._from(fact)
        return known

    def _from(self, fact: Fact) -> Iterator[Fact]:
        subject, name, target = fact
        for upper in self._ontology.above.get(name, ()):
            yield subject, upper, target
        if name in self._ontology.symmetric:
            yield target, name, subject
        if name == "partOf" and subject in self._places and target in self._places:
            yield subject, "locatedIn", target
        for first, second, whole in self._chains:
            if name == first:
                yield from ((subject, whole, further) for further in self._after[target, second])
            if name == second:
                yield from ((earlier, whole, target) for earlier in self._before[subject, first])
