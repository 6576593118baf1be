"""From a named query and what the user gave to its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import QueryError
from kg.queries.analysis import ANALYSES
from kg.queries.library import Form, Kind, NamedQuery, Parameter
from kg.queries.names import resolve
from kg.rdf import XSD
from kg.sparql import Rows, Store, Term

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answered.

    Attributes:
        query: the query that was asked.
        taken: parameter to the term it was taken to mean; those left open are absent.
        rows: of a SELECT query, else empty.
        triples: of a CONSTRUCT or DESCRIBE query, in the order of their N-Triples lines, else empty.
        verdict: of an ASK query, else None.
    """

    query: NamedQuery
    taken: Mapping[str, Term]
    rows: Rows = field(default=Rows(()))
    triples: tuple[ox.Triple, ...] = ()
    verdict: bool | None = None


def run(store: Store, query: NamedQuery, arguments: Mapping[str, str] | None = None) -> Answer:
    """Ask a store a query.

    Args:
        store: the store.
        query: from the library, or parsed from any text.
        arguments: parameter to value as the user wrote it; defaults stand in for those missing.

    Raises:
        QueryError: an argument is unknown, missing, not of its type or ambiguous, or the query is at fault.
        StoreError: the store cannot be read.
    """
    taken = _taken(store, query, arguments or {})
    bound = {each.name: taken[each.name] for each in query.parameters if each.bind and each.name in taken}
    match query.form:
        case Form.ASK:
            return Answer(query, taken, verdict=store.ask(query.text, bound))
        case Form.CONSTRUCT | Form.DESCRIBE:
            return Answer(query, taken, triples=tuple(sorted(store.construct(query.text, bound), key=str)))
    rows = store.select(query.text, bound)
    if query.analysis:
        analysis = ANALYSES.get(query.analysis)
        if analysis is None:
            raise QueryError(f"unknown analysis {query.analysis!r}", where=query.name, remedy=", ".join(ANALYSES))
        rows = analysis(rows, taken)
    return Answer(query, taken, rows=rows)


def _taken(store: Store, query: NamedQuery, arguments: Mapping[str, str]) -> Mapping[str, Term]:
    known = {each.name for each in query.parameters}
    unknown = sorted(arguments.keys() - known)
    if unknown:
        remedy = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
        raise QueryError(f"the query has no parameter {unknown[0]!r}", where=query.name, remedy=remedy)
    taken: dict[str, Term] = {}
    for each in query.parameters:
        value = arguments.get(each.name, "") or each.default
        if value:
            taken[each.name] = _term(store, each, value, query.name)
        elif not each.optional:
            description = each.description.get("en", each.kind)
            raise QueryError(f"the parameter {each.name!r} is missing", where=query.name, remedy=f"give {description}")
    return taken


def _term(store: Store, parameter: Parameter, value: str, where: str) -> Term:
    """The term a value stands for.

    Raises:
        QueryError: it stands for none of the parameter's type, or is not allowed.
    """
    if parameter.allowed and value not in parameter.allowed:
        remedy = "one of " + ", ".join(parameter.allowed)
        raise QueryError(f"{parameter.name} cannot be {value!r}", where=where, remedy=remedy)
    match parameter.kind:
        case Kind.ENTITY:
            return resolve(store, value, parameter.classes)
        case Kind.LANGUAGE if _LANGUAGE.fullmatch(value):
            return ox.Literal(value)
        case Kind.DATE if term := _day(value):
            return term
        case Kind.NUMBER if term := _number(value):
            return term
        case Kind.TEXT:
            return ox.Literal(value)
    raise QueryError(f"{parameter.name}: {value!r} is not a {parameter.kind}", where=where)


def _day(value: str) -> ox.Literal | None:
    """A day; a month or year stands for its first, since times in the graph are compared by days."""
    found = _DATE.fullmatch(value)
    try:
        day = date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        return None
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date")) if day else None


def _number(value: str) -> ox.Literal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    whole = number == number.to_integral_value()
    return ox.Literal(
        f"{number:f}" if not whole else str(int(number)),
        datatype=ox.NamedNode(XSD + ("integer" if whole else "decimal")),
    )
