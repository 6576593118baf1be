"""What the service says of itself in RDF: SPARQL 1.1 Service Description, VoID, and the named queries as examples.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/; examples as `sh:SPARQLExecutable`
(https://www.w3.org/TR/shacl-af/#SPARQLExecutable), as many endpoints publish them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.queries import NamedQuery
from kg.rdf import BASE, RDF, RDFS, SCHEMA, VOID, graph_name, prefixes
from kg.web.formats import GRAPHS, ROWS

SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
_TYPE = RDF + "type"
_FORMS = {"select": "Select", "ask": "Ask", "construct": "Construct", "describe": "Describe"}
_PREFIXED = ("fp", "measure", "status", "id", "rdf", "rdfs", "skos", "dcterms", "oa", "geo", "xsd", "qb", "prov")
DEFAULT_GRAPH = {
    "en": "Every triple of the dataset once: facts, the statements behind them, background, inferences. Ask it, and "
          "counts are right. The named graphs repeat who said what: one a document, one for the background, one for "
          "inferences. The ontology, in three languages with examples, is at rdfs:seeAlso.",
    "de": "Jedes Tripel des Datensatzes einmal: Tatsachen, die Aussagen dahinter, Hintergrund, Folgerungen. Wer hier "
          "fragt, zählt richtig. Die benannten Graphen wiederholen, wer was sagt: einer je Dokument, einer für den "
          "Hintergrund, einer für Folgerungen. Die Ontologie in drei Sprachen mit Beispielen: siehe rdfs:seeAlso.",
    "zh": "数据集的每个三元组各一次：事实、其背后的陈述、背景知识与推论；在此查询，计数才正确。"
          "命名图重复说明出处：每份文献一图，背景一图，推论一图。三种语言的本体及示例见 rdfs:seeAlso。",
}

Node = ox.NamedNode | ox.Literal


def service(
    root: str, graphs: Iterable[str], triples: int, queries: Iterable[NamedQuery], federation: bool
) -> list[ox.Triple]:
    """The description of a service.

    Args:
        root: its address, ending in a slash.
        graphs: the IRIs of its named graphs.
        triples: how many its default graph holds.
        queries: its named queries.
        federation: whether it asks other services.
    """
    return [*_service(root, federation), *_dataset(root, graphs, triples), *_examples(root, queries)]


def void(root: str, triples: Iterable[ox.Triple], base: str = BASE) -> list[ox.Triple]:
    """The dataset's own description with where it can be asked and fetched here."""
    dataset = base + "dataset"
    return [
        *triples,
        _triple(dataset, _TYPE, _iri(VOID + "Dataset")),
        _triple(dataset, VOID + "sparqlEndpoint", _iri(root + "sparql")),
        _triple(dataset, VOID + "dataDump", _iri(root + "data")),
        _triple(dataset, VOID + "uriLookupEndpoint", _iri(root + "id/")),
    ]


def _service(root: str, federation: bool) -> Iterator[ox.Triple]:
    endpoint = root + "sparql"
    yield _triple(endpoint, _TYPE, _iri(SD + "Service"))
    yield _triple(endpoint, SD + "endpoint", _iri(endpoint))
    yield _triple(endpoint, SD + "supportedLanguage", _iri(SD + "SPARQL11Query"))
    if federation:
        yield _triple(endpoint, SD + "feature", _iri(SD + "BasicFederatedQuery"))
    for name in (*(each.iri for each in ROWS.values()), *(each.iri for each in GRAPHS.values())):
        yield _triple(endpoint, SD + "resultFormat", _iri(name))
    yield _triple(endpoint, SD + "defaultDataset", _iri(endpoint + "#dataset"))
    yield _triple(endpoint, SD + "availableGraphs", _iri(endpoint + "#graphs"))
    yield _triple(endpoint, RDFS + "seeAlso", _iri(root + "ontology"))
    yield _triple(endpoint, RDFS + "seeAlso", _iri(root + ".well-known/void"))
    for name in _PREFIXED:
        yield _triple(endpoint, SH + "declare", _iri(f"{endpoint}#prefix-{name}"))
        yield _triple(f"{endpoint}#prefix-{name}", SH + "prefix", ox.Literal(name))
        namespace = ox.Literal(prefixes()[name], datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#anyURI"))
        yield _triple(f"{endpoint}#prefix-{name}", SH + "namespace", namespace)


def _dataset(root: str, graphs: Iterable[str], triples: int) -> Iterator[ox.Triple]:
    endpoint = root + "sparql"
    dataset, default = endpoint + "#dataset", endpoint + "#default-graph"
    yield _triple(dataset, _TYPE, _iri(SD + "Dataset"))
    yield _triple(dataset, SD + "defaultGraph", _iri(default))
    yield _triple(default, _TYPE, _iri(SD + "Graph"))
    yield _triple(default, VOID + "triples", ox.Literal(triples))
    yield _triple(default, RDFS + "seeAlso", _iri(root + "ontology"))
    yield from _words(default, RDFS + "comment", DEFAULT_GRAPH)
    yield _triple(endpoint + "#graphs", _TYPE, _iri(SD + "GraphCollection"))
    for graph in graphs:
        node = f"{endpoint}#{graph.removeprefix(BASE)}"
        yield _triple(dataset, SD + "namedGraph", _iri(node))
        yield _triple(endpoint + "#graphs", SD + "namedGraph", _iri(node))
        yield _triple(node, _TYPE, _iri(SD + "NamedGraph"))
        yield _triple(node, SD + "name", _iri(graph))


def _examples(root: str, queries: Iterable[NamedQuery]) -> Iterator[ox.Triple]:
    for each in queries:
        node = f"{root}queries/{each.name}"
        yield _triple(node, _TYPE, _iri(SH + "SPARQLExecutable"))
        yield _triple(node, _TYPE, _iri(f"{SH}SPARQL{_FORMS[each.form.value]}Executable"))
        yield _triple(node, SH + each.form.value, ox.Literal(each.text))
        yield _triple(node, SH + "prefixes", _iri(root + "sparql"))
        yield _triple(node, SCHEMA + "target", _iri(root + "sparql"))
        yield from _words(node, RDFS + "label", each.title)
        yield from _words(node, RDFS + "comment", each.description)
        for tag in each.tags:
            yield _triple(node, SCHEMA + "keywords", ox.Literal(tag))


def catalogue_query(base: str = BASE) -> str:
    """The query for the dataset's own description.

    >>> catalogue_query()
    'CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/fourports/id/graph/catalogue> { ?s ?p ?o } }'
    """
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph_name(base, 'catalogue')} {{ ?s ?p ?o }} }}"


def _words(subject: str, predicate: str, words: Mapping[str, str]) -> Iterator[ox.Triple]:
    return (_triple(subject, predicate, ox.Literal(text, language=tag)) for tag, text in words.items())


def _triple(subject: str, predicate: str, object_: Node) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)
