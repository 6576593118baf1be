"""The page: static HTML, no script, nothing loaded; every text escaped; the language is chosen by radio buttons."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from kg.errors import InputError
from kg.ontology_page.terms import KINDS, LANGUAGES, Documentation, Term, Use, Words
from kg.ontology_page.tree import picture
from kg.rdf import ONTOLOGY, TYPE

ASSETS = Path(__file__).resolve().parent / "assets"
NAMES = MappingProxyType({"en": "English", "de": "Deutsch", "zh": "中文"})
LINKS = ("super", "sub", "domain", "range", "inverse", "same", "disjoint", "close", "see")
"""The rows of a term that list other terms, in order."""


def render(documentation: Documentation, uses: Sequence[Use] = (), language: str = "en") -> str:
    """The page.

    Args:
        documentation: what to document.
        uses: named queries; each stands as an example beside the terms it uses.
        language: shown at first; the reader can change it.

    Raises:
        InputError: the page does not speak the language.
    """
    if language not in LANGUAGES:
        raise InputError(f"no such language: {language!r}", remedy=f"choose one of {', '.join(LANGUAGES)}")
    style = (ASSETS / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = Markup((ASSETS / "page.html").read_text("utf-8")).format(
        language=language,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        switch=_joined(_choice(each, each == language) for each in LANGUAGES),
        plain_title=documentation.title[language],
        title=_said(documentation.title),
        description=_said(documentation.description),
        version=documentation.version,
        iri=ONTOLOGY,
        note=_said(_words("note")),
        tree_title=_said(_words("tree")),
        tree=picture({name: term for name, term in documentation.terms.items() if term.kind == "class"}),
        sections=_joined(_section(documentation, kind, uses) for kind in KINDS),
    )
    return str(page)


@cache
def _all_words() -> Mapping[str, Words]:
    return MappingProxyType(json.loads((ASSETS / "words.json").read_text("utf-8")))


def _words(key: str) -> Words:
    return _all_words()[key]


def _joined(parts: Iterable[str], between: str = "") -> Markup:
    return Markup(between).join(parts)


def _said(words: Words) -> Markup:
    """A text in every language; the style shows the one chosen."""
    return _joined(Markup('<span lang="{}">{}</span>').format(tag, text) for tag, text in words.items())


def _choice(language: str, chosen: bool) -> Markup:
    checked = Markup(" checked") if chosen else Markup("")
    return Markup(
        '<input type="radio" name="language" id="language-{0}"{1}><label for="language-{0}" lang="{0}">{2}</label>'
    ).format(language, checked, NAMES[language])


def _section(documentation: Documentation, kind: str, uses: Sequence[Use]) -> Markup:
    terms = [term for term in documentation.terms.values() if term.kind == kind]
    index = (Markup('<li><a href="#{}">{}</a></li>').format(term.name, _said(term.label)) for term in terms)
    return Markup("<section><h2>{} <small>{}</small></h2><ul>{}</ul>{}</section>\n").format(
        _said(_words(kind)), len(terms), _joined(index), _joined(_article(documentation, term, uses) for term in terms)
    )


def _article(documentation: Documentation, term: Term, uses: Sequence[Use]) -> Markup:
    def refer(iris: Sequence[str], between: str) -> Markup:
        return _joined((_reference(documentation, iri) for iri in iris), between)

    rows = [(key, refer(term.links[key], ", ")) for key in LINKS if term.links.get(key)]
    rows += [("chain", refer(chain, " → ")) for chain in term.chains]
    rows += [("traits", _said(_words(trait))) for trait in term.traits]
    if term.example:
        words = " ".join(_turtle(part, documentation.prefixes) for part in term.example)
        rows.append(("example", Markup("<code>{} .</code>").format(words)))
    rows += [("query", _query(use)) for use in uses if re.search(rf"\bfp:{re.escape(term.name)}\b", use.text)]
    grouped = ((key, _joined((each for _, each in group), "<br>")) for key, group in groupby(rows, lambda row: row[0]))
    cells = (Markup("<dt>{}</dt><dd>{}</dd>").format(_said(_words(key)), content) for key, content in grouped)
    return Markup('<article id="{0}"><h3>{1} <code>fp:{0}</code></h3><p>{2}</p><dl>{3}</dl></article>\n').format(
        term.name, _said(term.label), _said(term.definition), _joined(cells)
    )


def _query(use: Use) -> Markup:
    return Markup("{} <code>kg query {}</code>").format(_said(use.title), use.name)


def _reference(documentation: Documentation, iri: str) -> Markup:
    """A link to a term: within the page, or to where its IRI leads."""
    own = documentation.terms.get(iri.removeprefix(ONTOLOGY)) if iri.startswith(ONTOLOGY) else None
    if own is not None:
        return Markup('<a href="#{}">{}</a>').format(own.name, _said(own.label))
    code = Markup("<code>{}</code>").format(_short(iri, documentation.prefixes))
    web = iri.startswith(("http://", "https://"))
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(iri, code) if web else code


def _turtle(n3: str, prefixes: Mapping[str, str]) -> str:
    """A term in N3 with its IRI shortened; `a` for the type.

    >>> _turtle('"12"^^<http://www.w3.org/2001/XMLSchema#integer>', {"xsd": "http://www.w3.org/2001/XMLSchema#"})
    '"12"^^xsd:integer'
    """
    if n3 == str(TYPE):
        return "a"
    return re.sub(r"(?:^|(?<=\^\^))<([^<>]+)>$", lambda iri: _short(iri[1], prefixes), n3)


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI with a prefix, the longest that fits.

    >>> _short("http://www.wikidata.org/entity/Q5", {"wd": "http://www.wikidata.org/entity/"})
    'wd:Q5'
    """
    fitting = [prefix for prefix, start in prefixes.items() if iri.startswith(start)]
    best = max(sorted(fitting), key=lambda prefix: len(prefixes[prefix]), default="")
    return f"{best}:{iri.removeprefix(prefixes[best])}" if best else iri
