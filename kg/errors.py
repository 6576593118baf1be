"""The kinds of error a user meets, each saying where it happened and what to do about it."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can act on.

    Args:
        what: what went wrong, in one sentence.
        where: the file, line or address it happened at, if there is one.
        remedy: what to do about it, if something can be done.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        place = f"{where}: " if where else ""
        advice = f" ({remedy})" if remedy else ""
        super().__init__(f"{place}{what}{advice}")


class InputError(KgError):
    """A document, folder or argument that cannot be read as what it claims to be."""


class RuleError(KgError):
    """A fault in a language folder: a rule, a lexicon or a setting."""


class DataError(KgError):
    """A fault in data that ships with the program: ontology, gazetteer, shapes."""


class StoreError(KgError):
    """The store cannot be opened, read, written or reached."""


class QueryError(KgError):
    """A query that does not parse, lacks a parameter, or cannot be answered."""
