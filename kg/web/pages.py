"""The few pages of HTML: where to find what, one thing, the named queries, a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from urllib.parse import quote

from kg.queries import NamedQuery, curie
from kg.rdf import BASE

LANGUAGES = ("en", "de", "zh")
Cell = Sequence[str]  # text, and the IRI it stands for or nothing

TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"queries": "Questions", "endpoint": "SPARQL endpoint", "ontology": "Ontology", "dataset": "The dataset",
               "out": "What is said of it", "in": "What points at it", "ask": "Ask", "home": "fourports",
               "about": "How cities work together across borders: a knowledge graph made from documents."},
        "de": {"queries": "Fragen", "endpoint": "SPARQL-Endpunkt", "ontology": "Ontologie", "dataset": "Der Datensatz",
               "out": "Was darüber gesagt wird", "in": "Was darauf verweist", "ask": "Fragen", "home": "fourports",
               "about": "Wie Städte über Grenzen hinweg zusammenarbeiten: ein Wissensgraph aus Dokumenten."},
        "zh": {"queries": "问题", "endpoint": "SPARQL 端点", "ontology": "本体", "dataset": "数据集",
               "out": "关于它的陈述", "in": "指向它的陈述", "ask": "查询", "home": "fourports",
               "about": "城市如何跨境合作：由文献构建的知识图谱。"},
    }
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1f24;background:#fff}
a{color:#0b5394}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem
.3rem 0;border-bottom:1px solid #dde2e6}th{font-weight:600}td{overflow-wrap:anywhere}small{color:#566069}
textarea{width:100%;box-sizing:border-box;font:14px/1.4 ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{color:#e6e9ec;background:#14181b}a{color:#8ab8e8}th,td{border-color:#333b42}
small{color:#9aa5ae}}
"""


def language_of(wanted: str, accept: str) -> str:
    """The language of a page: the one asked for, else the first of Accept-Language that there is.

    >>> language_of("", "fr, de-AT;q=0.8"), language_of("zh", "de")
    ('de', 'zh')
    """
    asked = (wanted, *(each.partition(";")[0].strip() for each in accept.split(",")))
    known = (each.partition("-")[0].lower() for each in asked)
    return next((each for each in known if each in LANGUAGES), LANGUAGES[0])


def page(title: str, body: str, language: str) -> str:
    """A whole page; `body` is HTML, all else is text."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )


def home(language: str) -> str:
    """Where to find what."""
    texts = TEXTS[language]
    places = (("queries", "queries"), ("endpoint", "sparql"), ("dataset", ".well-known/void"), ("ontology", "ontology"))
    items = "".join(f'<li><a href="/{path}">{escape(texts[name])}</a></li>' for name, path in places)
    return page(texts["home"], f"<p>{escape(texts['about'])}</p><ul>{items}</ul>", language)


def endpoint(language: str) -> str:
    """A form for a query."""
    texts = TEXTS[language]
    form = (
        f'<form action="/sparql" method="post"><label for="query">SPARQL 1.1</label><textarea id="query" name="query" '
        f'rows="14">SELECT * WHERE {{ ?s ?p ?o }} LIMIT 10</textarea><button>{escape(texts["ask"])}</button></form>'
        f'<p><a href="/queries">{escape(texts["queries"])}</a> <a href="/ontology">{escape(texts["ontology"])}</a></p>'
    )
    return page(texts["endpoint"], form, language)


def queries(library: Iterable[NamedQuery], language: str) -> str:
    """The named queries, each with what it answers and a form for its parameters."""
    return page(TEXTS[language]["queries"], "".join(_query(each, language) for each in library), language)


def _query(query: NamedQuery, language: str) -> str:
    fields = "".join(
        f'<label>{escape(_said(each.description, language) or each.name)} <input name="{escape(each.name)}" '
        f'value="{escape(each.default)}"></label> '
        for each in query.parameters
        if each.name != "lang"
    )
    hidden = f'<input type="hidden" name="language" value="{escape(language)}">'
    return (
        f"<h2>{escape(_said(query.title, language) or query.name)}</h2><p>{escape(_said(query.description, language))}"
        f'</p><form action="/queries/{escape(query.name)}">{fields}{hidden}'
        f"<button>{escape(TEXTS[language]['ask'])}</button></form>"
    )


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> str:
    """Rows of an answer."""
    return page(title, _table(columns, rows), language)


def thing(iri: str, said: Mapping[str, object], language: str) -> str:
    """What is said of a thing and what points at it."""
    out, into, label = said["out"], said["in"], str(said["label"] or curie(iri))
    assert isinstance(out, list) and isinstance(into, list)
    texts = TEXTS[language]
    body = f"<p><small>{escape(iri)}</small></p>"
    for name, rows in (("out", out), ("in", into)):
        body += f"<h2>{escape(texts[name])}</h2>{_table((), rows)}" if rows else ""
    return page(label, body, language)


def link(iri: str, text: str) -> str:
    """A link to a thing: within the service where it is one of its own, else nothing but its name."""
    shown = escape(text or curie(iri))
    if iri.startswith(BASE):
        return f'<a href="/id/{quote(iri.removeprefix(BASE), safe="/%:@!$&()*+,;=~-._")}">{shown}</a>'
    return f'<span title="{escape(iri)}">{shown}</span>'


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    lines = ("".join(f"<td>{link(iri, text) if iri else escape(text)}</td>" for text, iri in row) for row in rows)
    body = "".join(f"<tr>{each}</tr>" for each in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get(LANGUAGES[0], "")
