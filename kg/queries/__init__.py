"""Questions to the graph: `.rq` files with declared parameters, and what is computed from their rows."""

from kg.queries.answer import Answer, run
from kg.queries.library import Form, Kind, NamedQuery, Parameter, load_queries, parse_query, read_query
from kg.queries.names import Candidate, candidates, curie, expand, labels, resolve

__all__ = [
    "Answer",
    "Candidate",
    "Form",
    "Kind",
    "NamedQuery",
    "Parameter",
    "candidates",
    "curie",
    "expand",
    "labels",
    "load_queries",
    "parse_query",
    "read_query",
    "resolve",
    "run",
]
