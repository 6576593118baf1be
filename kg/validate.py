"""Whether a dataset keeps what the ontology promises: SHACL by pySHACL, the findings as rows for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from kg import resources, vocabulary
from kg.errors import DataError
from kg.rdf import BASE, ONTOLOGY, TYPE, Quads, graph_name


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach of a shape.

    Attributes:
        node: the IRI that breaks it.
        path: the property it breaks it with, or empty.
        value: the value that is wrong, or empty.
        shape: local name of the shape.
        severity: Violation, Warning or Info.
        messages: language to what is wrong and what is needed.
    """

    node: str
    path: str
    value: str
    shape: str
    severity: str
    messages: Mapping[str, str]

    def message(self, language: str = "en") -> str:
        """What is wrong, in a language if there is such a text, else in English."""
        return self.messages.get(language) or self.messages.get("en", "")


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, in a stable order."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def validate(quads: Quads, shapes: Path | None = None, base: str = BASE) -> Report:
    """Check the default graph against shapes.

    Relations that were inferred are left out: the shapes ask who said a fact, and nobody said those.

    Args:
        quads: the dataset.
        shapes: a Turtle file of SHACL shapes, by default the ones that ship with the ontology.
        base: the IRI that all resources start with.

    Raises:
        DataError: the shapes cannot be read or are no shapes.
    """
    path = shapes or resources.ontology() / "shapes.ttl"
    rules = _shapes(path)
    try:
        _, results, _ = pyshacl.validate(_data(quads, base), shacl_graph=rules, inplace=True, inference="none")
    except (pyshacl.errors.ReportableRuntimeError, pyshacl.errors.ShapeLoadError) as error:
        raise DataError(f"the shapes cannot be used: {error}", where=str(path)) from error
    assert isinstance(results, rdflib.Graph)
    found = (_finding(results, node, rules) for node in results.subjects(RDF.type, SH.ValidationResult))
    return Report(tuple(sorted(found, key=lambda each: (each.shape, each.node, each.path, each.value))))


def _shapes(path: Path) -> rdflib.Graph:
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except Exception as error:
        raise DataError(f"not readable as Turtle: {error}", where=str(path)) from error


def _data(quads: Quads, base: str) -> rdflib.Graph:
    """The default graph without inferred relations, with the hierarchy of classes that targets need."""
    inferred = quads.in_graph(graph_name(base, "inferred"))
    kept = (each for each in quads.triples() if each.predicate == TYPE or each not in inferred)
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    for lower, uppers in vocabulary.load().above.items():
        for upper in uppers:
            graph.add((rdflib.URIRef(ONTOLOGY + lower), RDFS.subClassOf, rdflib.URIRef(ONTOLOGY + upper)))
    return graph


def _finding(results: rdflib.Graph, node: rdflib.term.Node, rules: rdflib.Graph) -> Finding:
    def part(name: rdflib.URIRef) -> str:
        return str(results.value(node, name) or "")

    focus, value = part(SH.focusNode), part(SH.value)
    if focus.startswith(ONTOLOGY):  # a shape over the whole graph has a term of ours as its focus
        focus, value = value, ""
    texts = [text for text in results.objects(node, SH.resultMessage) if isinstance(text, rdflib.Literal)]
    path = results.value(node, SH.resultPath)
    return Finding(
        node=focus,
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        value=value,
        shape=_name(results.value(node, SH.sourceShape), rules),
        severity=part(SH.resultSeverity).rpartition("#")[2],
        messages=MappingProxyType({text.language or "en": str(text) for text in texts}),
    )


def _name(shape: rdflib.term.Node | None, rules: rdflib.Graph) -> str:
    """The local name of a shape, or of the one that a nameless property shape belongs to."""
    while isinstance(shape, rdflib.BNode):
        shape = next(rules.subjects(None, shape), None)
    return str(shape or "").rpartition("#")[2]
