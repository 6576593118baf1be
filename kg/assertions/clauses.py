"""The clauses of a sentence in languages that part them by commas, and the names that belong to a verb in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from kg.assertions.chunks import Row
from kg.patterns import CAPITALISED

# Words that may stand between the relative pronoun's preposition and the comma before it.
PRONOUNS = ("art.the", "rel")
# Words before an article that make it a genitive ("the port of the city") where it could be a nominative too.
NOUNS = ("noun", "head", "nn", "word.cap", "title", "place", "given")
FUNCTION = ("prep", "art", "conj", "adv", "pron")

Part = tuple[int, int]


def part_of(row: Row, first: int, last: int) -> Part:
    """The stretch between commas or stronger signs around chunks."""
    before, after = bisect_left(row.ends, first), bisect_left(row.ends, last)
    return (row.ends[before - 1] + 1 if before else 0), (row.ends[after] if after < len(row.ends) else len(row.chunks))


def verb_part_of(row: Row, first: int, last: int) -> Part:
    """The stretch around chunks between signs, or words such as "signing" that end a clause where verbs come last."""
    start, end = part_of(row, first, last)
    before = (at + 1 for at in range(first - 1, start - 1, -1) if row.chunks[at].has("connective"))
    behind = (at + 1 for at in range(last - 1, end) if row.chunks[at].has("connective"))
    return next(before, start), next(behind, end)


def clause_parts(row: Row, first: int, last: int) -> list[Part]:
    """The parts of the clause around chunks: its own, and the one it goes on from, or in, around an inserted part.

    A part that begins with a verb goes on from the part before the insertion ("The train, which ran daily, was ...").
    """
    own = part_of(row, first, last)
    parts = [own]
    if own[0] > 1 and row.chunks[own[0]].has("v") and row.chunks[own[0] - 1].has("punct.comma"):
        inserted = part_of(row, own[0] - 2, own[0] - 1)
        if inserted[0] > 1 and row.chunks[inserted[0] - 1].has("punct.comma"):
            parts.append(part_of(row, inserted[0] - 2, inserted[0] - 1))
        if len(parts) == 1 or row.chunks[inserted[0]].members:
            parts.append(inserted)
    elif own[1] + 1 < len(row.chunks) and row.chunks[own[1]].has("punct.comma"):
        inserted = part_of(row, own[1] + 1, own[1] + 1)
        after = inserted[1] + 1
        if after < len(row.chunks) and row.chunks[inserted[1]].has("punct.comma") and row.chunks[after].has("v"):
            parts.append(part_of(row, after, after))
    return parts


def clause_positions(row: Row, first: int, last: int) -> Iterator[int]:
    """Where names of the clause around a trigger are sought: before it, behind it, then in the clause's other part."""
    own, *others = clause_parts(row, first, last)
    yield from range(first - 1, own[0] - 1, -1)
    yield from range(last, own[1])
    for start, end in others:
        yield from range(end - 1, start - 1, -1) if end <= first else range(start, end)


def antecedent(row: Row, first: int, last: int) -> tuple[int, int]:
    """Where the thing a relative clause around a trigger tells of is sought, and where its pronoun stands.

    Returns (-1, -1) when the clause is no relative clause.
    """
    start = part_of(row, first, last)[0]
    if start < 2 or not row.chunks[start - 1].has("punct.comma"):
        return -1, -1
    pronoun = start + 1 if row.chunks[start].has("prep") and not row.chunks[start].has("art") else start
    if pronoun >= first or not any(row.chunks[pronoun].has(name) for name in PRONOUNS):
        return -1, -1
    following = row.chunks[pronoun + 1]
    if pronoun + 1 >= first or any(following.has(name) for name in ("noun", "head", "nn")):
        return -1, -1
    return start - 2, pronoun


def governs(row: Row, at: int) -> bool:
    """Whether a word that is a preposition or an article governs what follows: an article does behind a noun."""
    chunk = row.chunks[at]
    if not chunk.has("art"):
        return True
    if not at:
        return False
    before = row.chunks[at - 1]
    if before.members or any(before.has(name) for name in NOUNS):
        return True
    noun = CAPITALISED in before.classes and at > 1 and not any(before.has(name) for name in FUNCTION)
    return noun and row.sentence.grammar.settings.nouns_capitalised
