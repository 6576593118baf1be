"""Numbers that measure something: how languages write them, and what they count."""

from kg.quantities.lexicon import QuantityLexicon
from kg.quantities.quantities import find_quantities
from kg.quantities.quantity import Quantity

__all__ = ["Quantity", "QuantityLexicon", "find_quantities"]
