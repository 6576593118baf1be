"""fourports: a knowledge graph of how cities work together across borders, made from documents."""

__version__ = "0.1.0"
