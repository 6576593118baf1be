"""How far two names name one thing, with the reasons.

Type, places and numbers are constraints: where they differ the names are of two things. Words of the field, unknown
words and their transliteration are evidence. The score is the Dice coefficient of what the names say, weighted.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from kg.entities.names import Areas, Name
from kg.entities.persons import PersonComparer
from kg.entities.romanize import HAN, HANGUL, consonants, korean_sound, latin, sino_korean
from kg.entities.vocabulary import Vocabulary

SAME = 0.85
"""The score from which two names are one thing."""
ALIKE = 0.82
"""The likeness from which two unknown words may be one word in two scripts."""
WEIGHTS = {"rest": 2.0, "places": 1.0, "topics": 1.0, "heads": 0.6, "numbers": 0.6}
DATED = ("Event",)
ROUTE_PLACE = 1.5
"""The ends of a route say more of it than a place in another name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score from 0 to 1 with its reasons; a conflict is a reason that no likeness outweighs."""

    score: float
    reasons: tuple[str, ...]
    conflict: bool = False

    @property
    def same(self) -> bool:
        """Whether the names are judged to be of one thing."""
        return not self.conflict and self.score >= SAME


class Comparer:
    """Compares names.

    Args:
        areas: tells which places contain which.
        words: tells how Chinese characters are read in Korean.
    """

    def __init__(self, areas: Areas, words: Vocabulary) -> None:
        self._areas = areas
        self._readings = words.readings
        self._persons = PersonComparer(words.readings, words.surnames, words.surname_spellings)

    def compare(self, left: Name, right: Name) -> Verdict:
        """The verdict on two names."""
        if conflict := self.conflict(left, right):
            return Verdict(0.0, (conflict,), conflict=True)
        if left.family == "Person":
            score, reason = self._persons.compare(left, right)
            return Verdict(score, (reason,))
        if left.signature == right.signature:
            return Verdict(0.98, (f"same parts: {described(left)}",))
        return self._names(left, right)

    def conflict(self, left: Name, right: Name) -> str:
        """Why the names cannot be of one thing; empty when nothing speaks against it."""
        if left.family != right.family:
            return f"different types: {left.family}, {right.family}"
        if left.context != right.context and left.context and right.context:
            return f"different contexts: {left.context}, {right.context}"
        if numbers := _numbers(left, right):
            return numbers
        if not self._same_places(left, right):
            return f"different places: {_listed(left.places)}; {_listed(right.places)}"
        if left.heads and right.heads and left.heads != right.heads:
            return f"different heads: {_listed(left.heads)}; {_listed(right.heads)}"
        return ""

    def _same_places(self, left: Name, right: Name) -> bool:
        """Equal, but for a place that contains one which both have."""
        if left.places == right.places:
            return True
        if left.branch or right.branch:
            return False
        common = left.places & right.places
        around = frozenset(up for key in common for up in self._areas.containers(key))
        implied = frozenset({left.context, right.context})
        return bool(common or implied - {""}) and (left.places ^ right.places) <= around | implied

    def _names(self, left: Name, right: Name) -> Verdict:
        likeness, reason = self.likeness(left.rest, right.rest)
        reasons = [reason] if reason else []
        words = min(len(left.rest), len(right.rest))
        shared = likeness * WEIGHTS["rest"] * words
        total = WEIGHTS["rest"] * (words + max(len(left.rest), len(right.rest)))
        if likeness >= ALIKE:
            # Two scripts cut one name into different numbers of words.
            total = 2 * WEIGHTS["rest"] * words
        for part, label in (("places", "place"), ("topics", "words"), ("heads", "head"), ("numbers", "number")):
            ours, theirs = getattr(left, part), getattr(right, part)
            weight = ROUTE_PLACE if (left.family, part) == ("Route", "places") else WEIGHTS[part]
            shared += weight * len(ours & theirs)
            total += weight * (len(ours) + len(theirs))
            if ours & theirs:
                reasons.append(f"same {label}: {_listed(ours & theirs)}")
            if ours ^ theirs:
                reasons.append(f"only one has {label}: {_listed(ours ^ theirs)}")
        score = 2 * shared / total if total else 0.0
        if likeness < ALIKE and left.rest and right.rest:
            return Verdict(min(score, SAME - 0.1), (*reasons, f"unlike words: {left.spelling}, {right.spelling}"))
        return Verdict(round(min(score, 0.97), 3), tuple(reasons))

    def likeness(self, left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, str]:
        """How alike the unknown words of two names sound, from 0 to 1, and in which way."""
        if not left or not right:
            return 0.0, ""
        one, other = "".join(map(latin, left)), "".join(map(latin, right))
        if one == other:
            return 1.0, f"same spelling: {one}"
        best = (Levenshtein.normalized_similarity(one, other), f"alike in Latin letters: {one}, {other}")
        scripts = {_script("".join(left)), _script("".join(right))}
        if scripts == {"latin"}:
            return (0.0 if min(len(one), len(other)) < 6 else best[0]), best[1]
        for first, second in ((left, right), (right, left)):
            if korean := sino_korean("".join(first), self._readings):
                written = "".join(map(latin, second))
                alike = Levenshtein.normalized_similarity(korean_sound(korean), korean_sound(written))
                best = max(best, (alike, f"alike read in Korean: {korean}, {written}"))
        sounds = consonants(one), consonants(other)
        if len(scripts) > 1 and min(map(len, sounds)) >= 4:
            alike = Levenshtein.normalized_similarity(*sounds)
            best = max(best, (alike - 0.05, f"alike in consonants: {one}, {other}"))
        return best


def described(name: Name) -> str:
    """The parts of a name for people to read."""
    parts = (*sorted(name.places), *sorted(name.numbers), *name.rest, *sorted(name.topics), *sorted(name.heads))
    return ", ".join((*parts, f"in {name.context}") if name.context else parts)


def _numbers(left: Name, right: Name) -> str:
    ours, theirs = left.numbers, right.numbers
    if ours == theirs:
        return ""
    ordinals = {each for each in ours if each[0] == "#"}, {each for each in theirs if each[0] == "#"}
    if all(ordinals) and ordinals[0] == ordinals[1]:
        return ""
    if (ours and theirs and not ours & theirs) or all(ordinals) or left.family in DATED:
        return f"different numbers: {_listed(ours)}; {_listed(theirs)}"
    return ""


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values)) or "none"


def _script(text: str) -> str:
    return "han" if HAN.search(text) else "hangul" if HANGUL.search(text) else "latin"
