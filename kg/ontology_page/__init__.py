"""The ontology documented as one offline HTML page in three languages, with a picture of its classes."""

from kg.ontology_page.page import render
from kg.ontology_page.terms import Documentation, Term, Use, read_terms

__all__ = ["Documentation", "Term", "Use", "read_terms", "render"]
