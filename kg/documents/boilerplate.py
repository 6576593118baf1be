"""Lines around a text that nobody wrote as part of it: share buttons, editors' lines, disclaimers."""

from __future__ import annotations

import re

from kg.documents.wording import wording
from kg.model import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEAD_LINES, _TAIL_LINES = 6, 10


def silent_spans(text: str, start: int = 0) -> tuple[Span, ...]:
    r"""The navigation, advertising and disclaimers among the first and last lines from `start` on.

    >>> text = "Print Print\nThe ferry sails.\n分享到"
    >>> [span.of(text) for span in silent_spans(text)]
    ['Print Print', '分享到']
    """
    lines = [found.span() for found in _LINE.finditer(text, start)]
    if not lines:
        return ()
    head, tail = (lines[0][0], lines[:_HEAD_LINES][-1][1]), (lines[-_TAIL_LINES:][0][0], len(text))
    found = {
        Span(*match.span())
        for patterns, (begin, end) in ((wording().silent_head, head), (wording().silent_tail, tail))
        for pattern in patterns
        for match in pattern.finditer(text, begin, end)
        if match.end() > match.start()
    }
    return tuple(sorted(found))
