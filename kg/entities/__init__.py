"""Which mentions are one thing, across documents and languages, with stated reasons.

Readings -> Corpus. Follows the usual order of entity resolution (Christophides et al., "An Overview of End-to-End
Entity Resolution for Big Data", 2020): names taken apart, blocking, comparison, clustering under constraints.
"""

from kg.entities.corpus import explained, resolve, why
from kg.entities.judgements import load_judgements

__all__ = ["explained", "load_judgements", "resolve", "why"]
