"""Whether two names are of one person: by their letters in one script, by their sound in two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from kg.entities.names import Name
from kg.entities.romanize import HAN, HANGUL, consonants, korean_sound, latin, sino_korean, syllables, wade_giles

SURE, FAIR = 0.95, 0.88
LONG = 9
"""A name of so many letters is rarely that of two people."""
WORD_ALIKE, NAME_ALIKE, SOUND_ALIKE = 0.8, 0.9, 0.85
TRANSCRIBED = 4
"""From so many characters a Chinese name transcribes one of another language."""


class PersonComparer:
    """Compares names of persons.

    Args:
        readings: Chinese characters to their Korean reading.
        surnames: the same for characters that are surnames.
        spellings: Latin spellings of Korean surnames to the usual one.
    """

    def __init__(
        self, readings: Mapping[str, str], surnames: Mapping[str, str], spellings: Mapping[str, str]
    ) -> None:
        self._readings = readings
        self._surnames = surnames
        self._spellings = spellings

    def compare(self, left: Name, right: Name) -> tuple[float, str]:
        """A score and its reason."""
        scripts = {_script(left), _script(right)}
        if len(scripts) == 1:
            return _in_one_script(left, right, scripts.pop())
        if "latin" in scripts:
            other, own = (left, right) if _script(right) == "latin" else (right, left)
            return self._in_latin(other, own)
        han, hangul = (left, right) if _script(left) == "han" else (right, left)
        if self.korean(han) == korean_sound(latin("".join(hangul.rest))):
            return SURE, f"same in Korean: {han.text}, {hangul.text}"
        return 0.0, f"different names: {left.text}, {right.text}"

    def korean(self, name: Name) -> str:
        """How the characters of a name sound in Korean; empty when they have no such reading."""
        text = "".join(name.rest)
        if _script(name) == "hangul":
            return korean_sound(latin(text))
        first = self._surnames.get(text[:1])
        return korean_sound(latin(first) + sino_korean(text[1:], self._readings)) if first and len(text) < 5 else ""

    def korean_of_latin(self, words: Sequence[str]) -> Iterator[str]:
        """How a Latin name sounds when its first or its last word is a Korean surname."""
        for turned in (tuple(words), (*words[-1:], *words[:-1])):
            if surname := self._spellings.get(turned[0]):
                yield korean_sound(surname + "".join(turned[1:]))

    def _in_latin(self, other: Name, own: Name) -> tuple[float, str]:
        """A name in Chinese characters or Hangul against one in Latin letters."""
        pair = f"{other.text}, {own.text}"
        if len(own.rest) < 2:
            return 0.0, f"different names: {pair}"
        orders = {"".join(own.rest), "".join((*own.rest[1:], own.rest[0])), "".join((own.rest[-1], *own.rest[:-1]))}
        korean = self.korean(other)
        if korean and korean in set(self.korean_of_latin(own.rest)):
            return SURE, f"same read in Korean: {pair}"
        if _script(other) != "han":
            return 0.0, f"different names: {pair}"
        text = "".join(other.rest)
        if latin(text) in orders:
            return SURE if len(latin(text)) > LONG else FAIR, f"same in Pinyin: {pair}"
        if "".join(map(wade_giles, syllables(text))) in orders:
            return FAIR, f"same in Wade-Giles: {pair}"
        if len(text) > TRANSCRIBED:
            sound = consonants(latin(text))
            likeness = max(Levenshtein.normalized_similarity(sound, consonants(each)) for each in orders)
            if len(sound) > TRANSCRIBED and likeness >= SOUND_ALIKE:
                return FAIR, f"alike in consonants: {pair}"
            return round(likeness * 0.8, 3), f"unlike in consonants: {pair}"
        return 0.0, f"different names: {pair}"


def _in_one_script(left: Name, right: Name, script: str) -> tuple[float, str]:
    pair = f"{left.text}, {right.text}"
    ours, theirs = sorted(left.rest), sorted(right.rest)
    if ours == theirs or "".join(left.rest) == "".join(right.rest):
        sure = script != "latin" or len(left.spelling) > LONG
        return SURE if sure else FAIR, f"same name: {pair}"
    if script != "latin" or len(ours) != len(theirs) or len(left.spelling) <= LONG:
        return 0.0, f"different names: {pair}"
    likeness = [Levenshtein.normalized_similarity(one, other) for one, other in zip(ours, theirs, strict=True)]
    whole = Levenshtein.normalized_similarity("".join(ours), "".join(theirs))
    if min(likeness) >= WORD_ALIKE and whole >= NAME_ALIKE:
        return FAIR, f"alike: {pair}"
    return round(0.7 * whole, 3), f"unlike: {pair}"


def _script(name: Name) -> str:
    text = "".join(name.rest)
    return "han" if HAN.search(text) else "hangul" if HANGUL.search(text) else "latin"
