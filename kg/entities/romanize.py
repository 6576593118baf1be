"""Names in Latin letters, whatever their script, and how they sound: evidence when two scripts name one thing.

Han by Hanyu Pinyin (pypinyin) or by their Sino-Korean reading, Hangul by the Revised Romanization of Korean (2000),
here without assimilation between syllables, as is usual in names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")

_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = ("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
           "eu", "ui", "i")
_FINALS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
           "ng", "t", "t", "k", "t", "p", "t")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss", "œ": "oe", "þ": "th"})

# Spellings of one sound in the romanisations in use (Pinyin, Wade-Giles, Revised, McCune-Reischauer, English usage).
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch|zh|ch|sh|sch|ts|tz|cz|sz|q|j|x|z|c(?=[eiy])", "s"),
        ("ph|pf|f|v|w(?=[aeiou])", "f"),
        ("ck|kk|kh|gh|g|c|k", "k"),
        ("d|t+h?", "t"),
        ("b|p+", "p"),
        ("r|l+", "l"),
        ("ng|n+", "n"),
        ("m+", "m"),
        ("s+", "s"),
        ("[aeiouyhw' -]", ""),
    )
)
_KOREAN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("woo|oo|you", "o"), ("ee", "i"), ("eo|eu|oe|u", "o"), ("o+", "o"), ("ae", "e"),
        ("ch|jj|j", "s"), ("kk|k|g", "k"), ("tt|t|d", "t"), ("pp|p|b", "p"), ("l|r", "l"),
        ("(?<=[aeou])h(?![aeiou])", ""),
    )
)

_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeiouv]\w*)")
_WADE_INITIALS = {"b": "p", "d": "t", "g": "k", "zh": "ch", "j": "ch", "q": "ch", "x": "hs", "z": "ts", "c": "ts",
                  "r": "j"}
_WADE_FINALS = {"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "iong": "iung"}
_WHOLE = {"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu",
          "yan": "yen", "ye": "yeh", "yi": "i", "you": "yu", "yong": "yung", "er": "erh", "yue": "yueh", "ju": "chu"}


def folded(word: str) -> str:
    """A word in lower case without marks on its letters; Hangul and kana keep their syllables.

    >>> folded("Łódź"), folded("Universität")
    ('lodz', 'universitat')
    """
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFC", word).casefold().translate(_LETTERS)
    return "".join(each if each > "\u2e7f" else _bare(each) for each in lower)


def _bare(letter: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", letter) if not unicodedata.combining(each))


def hangul(text: str) -> str:
    """Hangul in Latin letters.

    >>> hangul("인천")
    'incheon'
    """
    return "".join(_syllable(each) if HANGUL.match(each) else each for each in text)


def _syllable(character: str) -> str:
    index = ord(character) - 0xAC00
    return _INITIALS[index // 588] + _VOWELS[index % 588 // 28] + _FINALS[index % 28]


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of Chinese characters in Pinyin, other letters folded.

    >>> syllables("海阔")
    ('hai', 'kuo')
    """
    return tuple(folded(each) for each in lazy_pinyin(text)) if HAN.search(text) else (folded(hangul(text)),)


@lru_cache(maxsize=65536)
def latin(text: str) -> str:
    """Letters and digits of a name in plain Latin letters, nothing between them.

    >>> latin("海阔"), latin("Göteborg"), latin("부산")
    ('haikuo', 'goteborg', 'busan')
    """
    return "".join(each for each in "".join(syllables(text)) if each.isalnum())


def sino_korean(text: str, readings: Mapping[str, str]) -> str:
    """Chinese characters by their Korean reading, in Latin letters; empty when a character has none.

    >>> sino_korean("仁川", {"仁": "인", "川": "천"})
    'incheon'
    """
    if not all(each in readings for each in text):
        return ""
    return "".join(_syllable(readings[each]) for each in text)


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """The consonants of a Latin spelling in few classes: near to equal for two transcriptions of one name.

    >>> consonants("papadopoulos") == consonants("papaduopuluosi")
    True
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=65536)
def korean_sound(word: str) -> str:
    """A romanised Korean word such that the usual spellings of one name fall together.

    >>> korean_sound("woomin") == korean_sound("umin")
    True
    """
    for pattern, sound in _KOREAN:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=65536)
def wade_giles(syllable: str) -> str:
    """A Pinyin syllable in Wade-Giles, without its apostrophes, as names from Taiwan are written.

    >>> wade_giles("jia"), wade_giles("rong"), wade_giles("zhi"), wade_giles("xian")
    ('chia', 'jung', 'chih', 'hsien')
    """
    found = _PINYIN.fullmatch(syllable)
    if not found:
        return syllable
    initial, final = found.groups()
    if whole := _WHOLE.get(syllable):
        return whole
    if initial in ("g", "k", "h") and final in ("e", "ui"):
        final = {"e": "o", "ui": "uei" if initial != "h" else "ui"}[final]
    elif initial in ("d", "t", "n", "l", "z", "c", "s", "r", "zh", "ch", "sh") and final == "uo":
        final = "o"
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)
