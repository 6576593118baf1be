"""The command `kg`: what a user types, and nothing else."""

from kg.cli.main import app, main

__all__ = ["app", "main"]
