"""What a text says of the things it names: relations by constructions and frames, and what its figures are about."""

from kg.assertions.figures import find_figures
from kg.assertions.reader import Findings, find_assertions

__all__ = ["Findings", "find_assertions", "find_figures"]
