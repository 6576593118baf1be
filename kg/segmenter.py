"""Words of a script without blanks: jieba's dictionary segmentation, taught the pack's and the gazetteer's words."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable, Iterator

import jieba
import jieba.posseg

from kg.language import Lexicon
from kg.model import Place

jieba.setLogLevel(logging.WARNING)

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
OTHER = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*|\S")
# Class of the words of the dictionary that are to be cut ("局局长").
NO_WORD = "not.word"
# How often a taught word is taken to occur in jieba's corpus of sixty million words.
NAME_FREQUENCY, LEXICON_FREQUENCY = 500, 3000


class Segmenter:
    """Cuts a stretch of text into words by the most probable path through the dictionary.

    Args:
        lexicon: its whole words are taught.
        places: their names in that script are taught.
    """

    def __init__(self, lexicon: Lexicon, places: Iterable[Place]) -> None:
        self._lexicon, self._places = lexicon, places
        self._tokenizer: jieba.Tokenizer | None = None
        self._tags: dict[str, str] = {}

    def words(self, view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Start and end of each word of `view[start:end]`."""
        at = start
        for run in HAN_RUN.finditer(view, start, end):
            yield from ((found.start(), found.end()) for found in OTHER.finditer(view, at, run.start()))
            at = run.start()
            for word in self._dictionary().cut(run[0], HMM=False):
                yield at, at + len(word)
                at += len(word)
        yield from ((found.start(), found.end()) for found in OTHER.finditer(view, at, end))

    def tag(self, word: str) -> str:
        """The dictionary's part of speech of a word, or nothing."""
        return self._tags.get(word, "")

    def _dictionary(self) -> jieba.Tokenizer:
        """The taught dictionary, loaded when the first such text comes."""
        if self._tokenizer is None:
            tokenizer = jieba.Tokenizer()
            tokenizer.initialize()
            self._tags = jieba.posseg.POSTokenizer(tokenizer).word_tag_tab
            for word, entry in self._lexicon.words.items():
                if NO_WORD in entry.classes:
                    tokenizer.del_word(word)
                elif HAN_RUN.fullmatch(word) and len(word) > 1:
                    teach(tokenizer, word, LEXICON_FREQUENCY)
            for name in (name for place in self._places for names in place.names.values() for name in names):
                if len(name) > 1 and HAN_RUN.fullmatch(name):
                    teach(tokenizer, name, NAME_FREQUENCY)
            self._tokenizer = tokenizer
        return self._tokenizer


def teach(tokenizer: jieba.Tokenizer, word: str, frequency: int) -> None:
    """Adds a word, at least as probable as the pieces the dictionary would cut it into."""
    if tokenizer.FREQ.get(word, 0) < frequency:
        parts = math.prod(tokenizer.FREQ.get(letter, 1) / tokenizer.total for letter in word)
        tokenizer.add_word(word, max(frequency, int(parts * tokenizer.total) + 1))
