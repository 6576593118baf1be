"""Named queries: `.rq` files that say at their head, as TOML in comments, what they answer and what they need.

# title = { en = "Links of a place", de = "Verbindungen eines Ortes", zh = "某地的交通联系" }
# description.en = "..."
# tags = ["transport"]
# questions = [1]                  which of the competency questions it answers
# display = "network"              table, network, map, timeline or chart
# analysis = "paths"               what is computed from the rows, if anything
# [parameters.place]               binds the variable ?place
# type = "entity"                  entity, language, date, number or text
# default = "Weihai"               or: optional = true, which leaves the variable unbound
# classes = ["fp:City"]            of an entity: the classes preferred among things of that name, best first
# allowed = ["a", "b"]             the only values allowed
# bind = false                     for the analysis alone
# description.en = "..."
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg import resources
from kg.errors import QueryError
from kg.sparql import keywords

LANGUAGES = ("en", "de", "zh")
DISPLAYS = frozenset({"table", "network", "map", "timeline", "chart"})
_HEADER_KEYS = frozenset({"title", "description", "tags", "questions", "display", "analysis", "parameters"})
_PARAMETER_KEYS = frozenset({"type", "description", "default", "optional", "classes", "allowed", "bind"})
_COMMENTS = re.compile(r"\A(?:#[^\n]*\n|[ \t]*\r?\n)*")

Words = Mapping[str, str]
"""Language tag to text."""


class Kind(StrEnum):
    """What sort of value a parameter takes."""

    ENTITY = "entity"
    LANGUAGE = "language"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


class Form(StrEnum):
    """The forms of a SPARQL query."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"


_FORMS = frozenset(Form)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query; see the module for what the fields mean."""

    name: str
    kind: Kind
    description: Words
    default: str = ""
    optional: bool = False
    classes: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    bind: bool = True


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query and what its head says of it; a query without a head has only name, text and form."""

    name: str
    text: str
    form: Form
    title: Words
    description: Words
    tags: tuple[str, ...] = ()
    questions: tuple[int, ...] = ()
    display: str = "table"
    analysis: str = ""
    parameters: tuple[Parameter, ...] = ()


def load_queries(folder: Path | None = None) -> Mapping[str, NamedQuery]:
    """The named queries of a folder by name, in the order of their names; by default those that ship.

    Raises:
        QueryError: a file cannot be read, or its head is broken.
    """
    folder = folder or resources.queries()
    return MappingProxyType({path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))})


def read_query(path: Path) -> NamedQuery:
    """The query in a file.

    Raises:
        QueryError: it cannot be read, or its head is broken.
    """
    try:
        return parse_query(path.stem, path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot be read: {error}", where=str(path)) from error


def parse_query(name: str, text: str, where: str = "") -> NamedQuery:
    r"""A query from its text; comments at its head that are no TOML are comments and nothing more.

    Raises:
        QueryError: the head is TOML and yet broken, or the text has no form of query.

    >>> parse_query("all", "# Everything.\nSELECT ?s WHERE { ?s ?p ?o }").form
    <Form.SELECT: 'select'>
    """
    where = where or name
    head = _COMMENTS.match(text)
    lines = (line.removeprefix("#").removeprefix(" ") for line in (head[0] if head else "").splitlines())
    try:
        said = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        if "title = " in (head[0] if head else ""):
            raise QueryError(f"the head is not TOML: {error}", where=where) from error
        said = {}
    _refuse_unknown(said, _HEADER_KEYS, where)
    if said.get("display", "table") not in DISPLAYS:
        raise QueryError(f"unknown display {said['display']!r}", where=where, remedy=", ".join(sorted(DISPLAYS)))
    try:
        parameters = tuple(_parameter(key, each, where) for key, each in said.get("parameters", {}).items())
        return NamedQuery(
            name=name,
            text=text,
            form=_form(text, where),
            title=MappingProxyType(said.get("title", {})),
            description=MappingProxyType(said.get("description", {})),
            tags=tuple(said.get("tags", ())),
            questions=tuple(said.get("questions", ())),
            display=said.get("display", "table"),
            analysis=said.get("analysis", ""),
            parameters=parameters,
        )
    except (TypeError, AttributeError) as error:
        raise QueryError(f"the head is broken: {error}", where=where) from error


def _parameter(name: str, said: Mapping[str, Any], where: str) -> Parameter:
    _refuse_unknown(said, _PARAMETER_KEYS, f"{where}, parameter {name}")
    try:
        kind = Kind(said.get("type", ""))
    except ValueError as error:
        remedy = "one of " + ", ".join(Kind)
        raise QueryError(
            f"unknown type {said.get('type')!r}", where=f"{where}, parameter {name}", remedy=remedy
        ) from error
    return Parameter(
        name=name,
        kind=kind,
        description=MappingProxyType(said.get("description", {})),
        default=str(said.get("default", "")),
        optional=bool(said.get("optional", False)),
        classes=tuple(said.get("classes", ())),
        allowed=tuple(said.get("allowed", ())),
        bind=bool(said.get("bind", True)),
    )


def _refuse_unknown(said: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(said.keys() - known)
    if unknown:
        raise QueryError(f"unknown key {unknown[0]!r}", where=where, remedy="known: " + ", ".join(sorted(known)))


def _form(text: str, where: str) -> Form:
    for word, _ in keywords(text):
        if word in _FORMS:
            return Form(word)
    raise QueryError("there is no SELECT, ASK, CONSTRUCT or DESCRIBE in it", where=where)
