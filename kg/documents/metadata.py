"""What a text prints about itself: its title, publisher, date of publication and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kg.documents.dates import printed_date
from kg.documents.source import About
from kg.documents.wording import wording
from kg.model import Span
from kg.resources import languages

_LINE = re.compile(r"[^\n\r]*\S[^\n\r]*")
_HEAD_LINES, _TAIL_LINES = 5, 3
_LONGEST_TITLE = 160
_SENTENCE_END = re.compile(r"""[.。;；:：,，…—–-]["'”’»」』)）]?$""")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SAMPLE = 4000  # code points that the language is told from: enough to be sure, and no slower for a book


def from_text(text: str, silent: Sequence[Span] = ()) -> About:
    r"""What the first and last lines of a text say about it, by its own layout; nothing is guessed boldly.

    >>> about = from_text("Ferry line reopens\n(port-news.example)| Updated : 2021-05-20\nThe ferry sails again.")
    >>> about.title, about.publisher, about.published, about.language
    ('Ferry line reopens', 'port-news.example', '2021-05-20', 'en')
    """
    heard = _without(text, silent)
    lines = [found[0].strip() for found in _LINE.finditer(heard)]
    ends = lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    return About(_title(lines), _publisher(ends), _published(ends), detect_language(heard))


def detect_language(text: str) -> str:
    """The language most of the beginning of `text` is in, as a BCP 47 tag; empty where no letter tells.

    >>> detect_language("威海市与仁川市签署合作协议"), detect_language("Die Häfen arbeiten zusammen.")
    ('zh', 'de')
    >>> detect_language("12 : 7")
    ''
    """
    sample = text[:_SAMPLE]
    if not any(each.isalpha() for each in sample):
        return ""
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    packs = {folder.name for folder in languages().iterdir() if folder.is_dir()} if languages().is_dir() else set()
    identifier.set_languages(sorted(packs & set(identifier.labels) | set(wording().languages)))
    return identifier


def _without(text: str, silent: Sequence[Span]) -> str:
    """The text with its silent spans cut out, line ends kept."""
    pieces, at = [], 0
    for span in sorted(silent):
        pieces.append(text[at : span.start])
        at = max(at, span.end)
    return "".join([*pieces, text[at:]]).lstrip("\ufeff")


def _title(lines: Sequence[str]) -> str:
    """The first line, where it looks like a headline over more text: short, and not ended like a sentence."""
    if len(lines) < 2:
        return ""
    line = lines[0].lstrip("#").strip()
    width = len(line) + 2 * len(_WIDE.findall(line))
    headline = 0 < width <= _LONGEST_TITLE and not _SENTENCE_END.search(line) and any(each.isalpha() for each in line)
    return line if headline and not _published([line]) and not _publisher([line]) else ""


def _publisher(lines: Sequence[str]) -> str:
    found = (pattern.search(line) for line in lines for pattern in wording().publishers)
    return next((each["publisher"].strip() for each in found if each), "")


def _published(lines: Sequence[str]) -> str:
    """A date after a label that announces one, or a line that is nothing but a date."""
    for line in lines:
        labelled = (
            printed_date(line[label.end() :]) for each in wording().date_labels for label in each.finditer(line)
        )
        found = next((each for each in labelled if each), "") or (printed_date(line) if len(line) <= 20 else "")
        if found:
            return found
    return ""
