"""Numbers that measure something, with unit, modifier, kind, what they count and when.

Numbers are found by one pattern over the text; what they are is read off the words beside them. All of it is linear
in the text: windows before and after a number are of bounded length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Date, Span
from kg.quantities.lexicon import QuantityLexicon
from kg.quantities.linking import inherit, join, merge
from kg.quantities.numerals import fold
from kg.quantities.periods import Periods
from kg.quantities.quantity import Quantity
from kg.quantities.reading import Reader


def find_quantities(text: str, lexicon: QuantityLexicon, dates: Sequence[Date] = (), blocked: Sequence[Span] = (),
                    published: str = "") -> list[Quantity]:
    """All numbers of a text that measure something, in order.

    Args:
        text: the text; offsets count in it.
        lexicon: the words of its language.
        dates: the dates found in it: no figures stand in them, and they give figures their period.
        blocked: stretches in which numbers are no figures, such as names.
        published: the date of publication, ISO 8601, which ends a period that began "since" a date.

    >>> from kg import resources
    >>> english = QuantityLexicon.load(resources.languages() / "en")
    >>> [(each.value, each.unit) for each in find_quantities("21 weekly flights, up 12.7 percent", english)]
    [(21.0, 'per_week'), (12.7, '%')]
    """
    plain = fold(text)
    numbers, others = Reader(plain, lexicon, [*blocked, *(date.span for date in dates)]).read()
    figures = [*others, *inherit(join(merge(numbers, plain, lexicon), plain, lexicon), plain, lexicon)]
    dated = Periods(plain, lexicon, dates, published).on(sorted(figures, key=lambda each: each.span))
    return dated if plain == text else [replace(each, text=each.span.of(text)) for each in dated]
