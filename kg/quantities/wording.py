"""Lists of a language's patterns, compiled: what ends or begins at a number, and which of several names matches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.quantities.numerals import NEVER

FLAGS = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Choice:
    """Patterns under names, tried together: which name matches."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, table: Mapping[str, str], prefix: str = "", suffix: str = "") -> Choice:
        """From name to the source of a pattern, with what must stand before and after each."""
        parts = "|".join(f"(?P<{name}>{source})" for name, source in table.items())
        return cls(re.compile(f"{prefix}(?:{parts or NEVER}){suffix}", FLAGS))

    def at(self, text: str, position: int = 0) -> tuple[str, int]:
        """The name that matches at a position and where its match ends, or nothing and the position."""
        match = self.pattern.match(text, position)
        return (match.lastgroup or "", match.end()) if match else ("", position)

    def ending(self, text: str) -> tuple[str, int, int]:
        """The name that matches up to the end of the text and where its words begin and end, or nothing."""
        match = self.pattern.search(text)
        return (match.lastgroup or "", *match.span(match.lastgroup or 0)) if match else ("", len(text), len(text))

    def nearest(self, text: str) -> tuple[str, int]:
        """The name whose match stands last in the text, and where."""
        name, place = "", -1
        for match in self.pattern.finditer(text):
            name, place = match.lastgroup or "", match.start()
        return name, place


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the pattern lists of one language, in which `{n}` stands for a number however written."""

    number: str

    def source(self, patterns: Sequence[str]) -> str:
        """The source of a pattern for any of these."""
        joined = "|".join(patterns) or NEVER
        return f"(?:{joined.replace('{n}', self.number)})"

    def anywhere(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """What is sought in a text or asked of the place where it begins."""
        return re.compile(self.source(patterns), FLAGS)

    def ending(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """What is asked of the text before a number."""
        return re.compile(self.source(patterns) + r"\s?$", FLAGS)

    def choice(self, table: Mapping[str, Sequence[str]], prefix: str = "", suffix: str = "") -> Choice:
        """Several lists under names, of which one is to match."""
        return Choice.of({name: self.source(patterns) for name, patterns in table.items()}, prefix, suffix)
