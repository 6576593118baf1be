"""From a name in any language to the thing it names, and from things to their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import pyoxigraph as ox

from kg import resources, sparql
from kg.errors import QueryError
from kg.rdf import ONTOLOGY, SKOS, prefixes, read_turtle
from kg.sparql import Store

_IRI = re.compile(r"<?(?P<iri>(?:https?|urn):[^\s<>\"{}|\\^`]+)>?")
_CURIE = re.compile(r"(?P<prefix>[A-Za-z]\w*):(?P<local>[^\s<>\"{}|\\^`]*)")
_TAGS = ("en", "de", "zh", "ko", "ja")  # under which a name is looked up directly, before all names are compared
_FALLBACK = "en"  # the language of a label where the one asked for has none
_BATCH = 500  # IRIs in one query for labels
_SHOWN = 8  # candidates named in an error

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
_CANDIDATES = """
SELECT DISTINCT ?thing ?rank ?class (BOUND(?document) AS ?mentioned)
WHERE {
  VALUES (?property ?rank) {
    (skos:prefLabel 0) (rdfs:label 0) (dcterms:identifier 0) (skos:altLabel 1)
    (fp:unlocode 2) (fp:iata 2) (fp:icao 2) (fp:iso3166_1 2) (fp:iso3166_2 2)
  }
  %s
  ?thing ?property ?name .
  %s
  OPTIONAL { ?thing a ?class }
  OPTIONAL { ?thing fp:mentionedIn ?document }
}
"""
_LABELS = """
SELECT ?thing ?name
WHERE { VALUES ?thing { %s } ?thing rdfs:label|skos:prefLabel ?name }
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that goes by a name.

    Attributes:
        iri: the thing.
        classes: IRIs of its classes.
        rank: 0 if it is the thing's preferred name, 1 another, 2 a code.
        mentioned: whether a document names it.
    """

    iri: ox.NamedNode
    classes: frozenset[str]
    rank: int
    mentioned: bool


def curie(iri: str) -> str:
    """An IRI in short, where a prefix of this program fits.

    >>> curie("https://w3id.org/fourports/id/city/gn1791673")
    'id:city/gn1791673'
    """
    fitting = [(namespace, prefix) for prefix, namespace in prefixes().items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    namespace, prefix = max(fitting)
    return f"{prefix}:{iri.removeprefix(namespace)}"


def expand(text: str) -> str:
    """The IRI that an IRI or CURIE stands for; empty for anything else.

    >>> expand("fp:City"), expand("<https://port.example/1>"), expand("Weihai")
    ('https://w3id.org/fourports/ontology#City', 'https://port.example/1', '')
    """
    if whole := _IRI.fullmatch(text):
        return whole["iri"]
    short = _CURIE.fullmatch(text)
    return prefixes()[short["prefix"]] + short["local"] if short and short["prefix"] in prefixes() else ""


def resolve(store: Store, text: str, classes: Sequence[str] = ()) -> ox.NamedNode:
    """The thing meant by an IRI, a CURIE or a name in any language.

    Among several of one name, those of the class that stands first in `classes` win, then those whose preferred name
    it is, then those that documents name.

    Args:
        store: where to look; the program's own vocabularies are looked through as well.
        text: what the user wrote.
        classes: CURIEs of classes, the preferred ones first.

    Raises:
        QueryError: nothing, or more than one thing, is left; with the candidates.
    """
    text = text.strip()
    if iri := expand(text):
        return _known(store, iri)
    found = candidates(store, text)
    if not found:
        remedy = "give its full name in one of the graph's languages, or its IRI"
        raise QueryError(f"nothing in the graph is called {text!r}", remedy=remedy)
    order = [expand(each) for each in classes]

    def worth(each: Candidate) -> tuple[int, int, bool]:
        fitting = [at for at, name in enumerate(order) if name in each.classes]
        return min(fitting, default=len(order)), each.rank, not each.mentioned

    best = min(map(worth, found))
    left = [each for each in found if worth(each) == best]
    if len(left) > 1:
        shown = "; ".join(f"{curie(each.iri.value)} ({_sorts(each)})" for each in left[:_SHOWN])
        raise QueryError(f"{text!r} may be any of {len(left)} things: {shown}", remedy="give one of these instead")
    return left[0].iri


def candidates(store: Store, text: str) -> list[Candidate]:
    """The things of that very name; if there are none, those that differ in case only. In the order of their IRIs."""
    spellings = [ox.Literal(text), *(ox.Literal(text, language=tag) for tag in _TAGS)]
    exact = _CANDIDATES % (f"VALUES ?name {{ {' '.join(map(str, spellings))} }}", "")
    folded = _CANDIDATES % ("", f"FILTER (LCASE(STR(?name)) = {ox.Literal(text.lower())})")
    for query in (exact, folded):
        rows = [*store.select(_HEAD + query), *sparql.select(_vocabularies(), _HEAD + query)]
        if rows:
            return _gathered(rows)
    return []


def labels(store: Store, things: Iterable[ox.NamedNode], language: str) -> Mapping[str, str]:
    """The names of things by IRI: in the language asked for, else in English, else in any; those without are absent.

    Raises:
        StoreError: the store cannot be read.
    """
    chosen: dict[str, tuple[tuple[bool, bool, str, str], str]] = {}
    rest = iter(sorted({thing.value for thing in things}))
    while batch := list(islice(rest, _BATCH)):
        query = _HEAD + _LABELS % " ".join(str(ox.NamedNode(each)) for each in batch)
        for row in (*store.select(query), *sparql.select(_vocabularies(), query)):
            thing, name = row["thing"], row["name"]
            if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
                tag = name.language or ""
                key = (tag != language, tag != _FALLBACK, tag, name.value)
                if thing.value not in chosen or key < chosen[thing.value][0]:
                    chosen[thing.value] = key, name.value
    return {iri: name for iri, (_, name) in chosen.items()}


@cache
def _vocabularies() -> ox.Store:
    return read_turtle(*sorted(resources.ontology().glob("*.ttl")))


def _known(store: Store, iri: str) -> ox.NamedNode:
    """The IRI as a term.

    Raises:
        QueryError: it is not one, or neither the graph nor the vocabularies know it.
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is not an IRI") from error
    query = "ASK WHERE { { ?thing ?p ?o } UNION { ?s ?q ?thing } }"
    if not (store.ask(query, {"thing": node}) or sparql.ask(_vocabularies(), query, {"thing": node})):
        raise QueryError(f"the graph does not know {curie(iri)}", remedy="look for it by name")
    return node


def _gathered(rows: Iterable[Mapping[str, sparql.Term]]) -> list[Candidate]:
    found: dict[str, tuple[set[str], int, bool]] = {}
    for row in rows:
        thing, rank, mentioned, kind = row["thing"], row["rank"], row["mentioned"], row.get("class")
        if isinstance(thing, ox.NamedNode) and isinstance(rank, ox.Literal) and isinstance(mentioned, ox.Literal):
            classes, best, named = found.get(thing.value, (set(), int(rank.value), False))
            if isinstance(kind, ox.NamedNode):
                classes.add(kind.value)
            found[thing.value] = classes, min(best, int(rank.value)), named or mentioned.value in {"true", "1"}
    return [
        Candidate(ox.NamedNode(iri), frozenset(kinds), rank, named)
        for iri, (kinds, rank, named) in sorted(found.items())
    ]


def _sorts(candidate: Candidate) -> str:
    """The classes of a candidate in words, for a message."""
    return ", ".join(sorted(_own(candidate.classes))) or "of no known class"


def _own(classes: Iterable[str]) -> Iterator[str]:
    for each in classes:
        if each.startswith(ONTOLOGY):
            yield each.removeprefix(ONTOLOGY)
        elif each == SKOS + "Concept":
            yield "concept"
