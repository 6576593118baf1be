"""What a fact's confidence means: how often facts of its rule were right in the documents we developed with.

`kg/lang/confidence.tsv` counts, for each language and rule, the facts found in the annotated developing half of the
corpus and how many of them are right. Rules do worse on text they were not written with, so a rule has to show many
right facts before it counts as sure: its share is drawn towards a cautious one with the weight of a few facts (additive
smoothing). `tools/confidence.py` makes the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg import resources
from kg.errors import DataError
from kg.model import Assertion, Evidence, Figure, Reading

TABLE = "confidence.tsv"
COLUMNS = "language\trule\tright\tfound"
# The share of right facts expected of a rule nobody has measured, and its weight in facts.
CAUTIOUS, WEIGHT = 0.75, 3


@dataclass(frozen=True, slots=True)
class Confidences:
    """Confidence by language and rule; see `load`."""

    table: Mapping[tuple[str, str], float]

    @classmethod
    def load(cls, path: Path | None = None) -> Confidences:
        """The table that ships with the program, or another one.

        Raises:
            DataError: a line is not language, rule, right and found.
        """
        path = path or resources.languages() / TABLE
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
            cells = line.split("\t")
            if len(cells) != 4 or not cells[2].isdigit() or not cells[3].isdigit():
                raise DataError("not language, rule, right and found", where=f"{path}:{number}")
            counts[cells[0], cells[1]] = int(cells[2]), int(cells[3])
        return cls(smoothed(counts))

    def apply(self, reading: Reading) -> Reading:
        """The reading with the confidence of every relation and figure taken from the table.

        A rule that the table does not know keeps the confidence its pack gives it.
        """
        language = reading.document.language.split("-")[0]
        return replace(
            reading,
            assertions=tuple(self._assertion(each, language) for each in reading.assertions),
            figures=tuple(self._figure(each, language) for each in reading.figures),
        )

    def _assertion(self, assertion: Assertion, language: str) -> Assertion:
        return replace(assertion, evidence=tuple(self._evidence(each, language) for each in assertion.evidence))

    def _evidence(self, evidence: Evidence, language: str) -> Evidence:
        return replace(evidence, confidence=self.table.get((language, evidence.rule), evidence.confidence))

    def _figure(self, figure: Figure, language: str) -> Figure:
        return replace(figure, confidence=self.table.get((language, figure.rule), figure.confidence))


def smoothed(counts: Mapping[tuple[str, str], tuple[int, int]]) -> dict[tuple[str, str], float]:
    """Counts of right and found facts as confidences of two digits.

    >>> smoothed({("en", "a"): (30, 30), ("en", "b"): (1, 2)})
    {('en', 'a'): 0.98, ('en', 'b'): 0.65}
    """
    return {key: round((right + WEIGHT * CAUTIOUS) / (found + WEIGHT), 2) for key, (right, found) in counts.items()}
