"""Cuts words that are written together with what follows them: names, common nouns, endings and particles.

For scripts with blanks whose words take particles without one and join nouns freely (`compounds` in the settings of a
language). A word is cut so that as much of it as possible is known, in as few parts as possible: the least costly
path through it, as in a dictionary segmenter, but from the pack's own words and the names of places alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kg.language import Lexicon

# What a part costs: a known one, a known single sign, one known by its beginning, and an unknown one with its signs.
KNOWN, SIGN, BEGINNING, PARTICLE, UNKNOWN, EACH = 1.0, 1.5, 2.5, 0.9, 2.0, 2.0
# A short name of a place with an unknown part behind it may as well be the beginning of another word.
DOUBT, SHORT_NAME = 3.0, 2
# An unknown single sign is hardly a word.
ALONE = 12.0
SHORTEST_UNKNOWN = 2
WORDS_KEPT = 50_000

STANDING = re.compile(r"(?:ana|both)\.|alone$").match

Path = tuple[float, tuple[int, ...]]


class Parts:
    """Cuts words of one language.

    Args:
        lexicon: its whole words, and its beginnings of words, are known parts.
        particles: what may be set, one or two of them, to the end of a word.
        names: names of places, known parts at the beginning of a word.
        letters: one letter of the language's script; a stretch of other letters is a part of its own.
    """

    def __init__(
        self, lexicon: Lexicon, particles: Collection[str], names: Collection[str], letters: re.Pattern[str]
    ) -> None:
        self._particles, self._names, self._whole = frozenset(particles), names, lexicon.words
        # What points back stands alone, with its particle ("the city"), and so do the words a pack says it of.
        self._words = frozenset(word for word, entry in lexicon.words.items() if not any(map(STANDING, entry.classes)))
        self._beginnings = {start for _, table in lexicon.prefixes for start in table}
        self._runs = re.compile(f"(?:{letters.pattern})+|(?:(?!{letters.pattern}).)+")
        self._letter = letters
        self.cut = lru_cache(WORDS_KEPT)(self._cut)

    def _cut(self, word: str, attached: bool = False) -> tuple[int, ...]:
        """Where the parts of a word end, the last being its own end; `attached`: a number is written before it."""
        if word in self._whole:
            return (len(word),)
        ends: list[int] = []
        for run in self._runs.finditer(word):
            own = self._best(run[0], attached or bool(ends)) if self._letter.match(run[0]) else (len(run[0]),)
            ends += (run.start() + end for end in own)
        return tuple(ends)

    def _best(self, run: str, attached: bool) -> tuple[int, ...]:
        """The ends of the parts of a run of letters; `attached`: something of the word stands before it."""
        paths: list[Path | None] = [(0.0, ()), *[None] * len(run)]
        for start in range(len(run)):
            path = paths[start]
            if path is None:
                continue
            for end, cost in self._parts(run, start, attached, path[1]):
                other, total = paths[end], path[0] + cost
                if other is None or total < other[0]:
                    paths[end] = (total, (*path[1], end))
        found = paths[-1]
        return found[1] if found else (len(run),)

    def _parts(self, run: str, start: int, attached: bool, before: tuple[int, ...]) -> Iterator[tuple[int, float]]:
        """The ends and costs of the parts that can begin at a place of a run."""
        whole = len(run)
        behind = (start > 0 or attached) and (attached or before != (1,))
        for end in range(start + 1, whole + 1):
            part, last = run[start:end], end == whole or run[end:] in self._particles
            if behind and last and part in self._particles:
                yield end, PARTICLE
            elif part in self._words and (end - start > 1 or (behind and last)):
                yield end, KNOWN if end - start > 1 else SIGN
            elif part in self._names and not start and not attached:
                yield end, KNOWN
            else:
                doubt = DOUBT if before == (SHORT_NAME,) and run[:start] in self._names else 0.0
                yield end, doubt + UNKNOWN + EACH * (end - start) if end - start >= SHORTEST_UNKNOWN else ALONE
        if any(run[start:end] in self._beginnings for end in range(start + 1, whole + 1)):
            yield whole, BEGINNING
