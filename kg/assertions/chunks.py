"""A sentence as a row of chunks: names (with their coordination), dates, figures and words.

The row is a string over the same alphabet as the tokens, so that constructions and triggers are patterns over it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.language import Sentence, Token
from kg.model import Mention, Span
from kg.patterns import lineage

COORDINATED = ("Country", "Region", "Province", "City", "Zone", "Port", "Airport")
NAMING = ("prep.of", "head", "noun", "hyphen", "place", "quote", "name", "word.cap", "given",
          "prep.in")
SEATING = ("prep.in", "prep.from")
# What a place written to an organisation or site says of it.
BELONGING = {"Company": "basedIn", "Association": "basedIn", "Zone": "locatedIn", "University": "locatedIn",
             "ResearchInstitute": "locatedIn", "GovernmentBody": "locatedIn", "MediaOrganization": "locatedIn",
             "Landmark": "locatedIn"}
ENDS = frozenset({"punct.comma", "punct.semicolon", "punct.stop", "punct.colon", "dash"})
OWNERS = frozenset({"ana.Owner", "ana.Speakers"})
JOINING = ("punct.list", "punct.comma", "conj.and", "dash")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One element of a row.

    Attributes:
        members: the mentions it stands for: several where names are coordinated, none for a word.
        implied: the mention is not named here but meant (an anaphor such as "the city").
        joined: signs and words between the members.
        inner: mentions inside the name, such as the ends in the name of a route.
        seats: (member, place, whether it comes from there) where a list says so within: "A of X and B of Y".
        outer: wider places written right before the name with no blank between, which tell where it lies.
    """

    span: Span
    classes: frozenset[str]
    members: tuple[Mention, ...] = ()
    implied: bool = False
    joined: frozenset[str] = frozenset()
    inner: tuple[Mention, ...] = ()
    seats: tuple[tuple[Mention, Mention, bool], ...] = ()
    outer: tuple[Mention, ...] = ()

    def has(self, name: str) -> bool:
        """Whether it is of a class or of one below it."""
        return name in lineage(self.classes)

    def has_any(self, names: frozenset[str]) -> bool:
        """Whether it is of one of the classes or of one below them."""
        return not names.isdisjoint(lineage(self.classes))


@dataclass(frozen=True, slots=True)
class Row:
    """The chunks of a sentence and their symbols.

    Attributes:
        ends: positions of the chunks that end a part of a sentence: commas and stronger signs.
        types: the types of the names in it.
    """

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    symbols: str
    ends: tuple[int, ...]
    types: frozenset[str]


Within = Callable[[Mention, Mention], bool]
Anaphor = Callable[[str, Span], Mention | None]
Pair = Callable[[str, Span], tuple[Mention, ...]]


def make_row(
    sentence: Sentence,
    mentions: Sequence[Mention],
    marks: Mapping[str, Sequence[Span]],
    anaphor: Anaphor,
    others: Pair,
    within: Within,
) -> Row:
    """The row of a sentence.

    Args:
        mentions: the mentions inside the sentence, in order.
        marks: class (`date`, `figure`) to the spans that are one chunk of it.
        others: the two mentions that words such as "both cities" stand for.
        anaphor: the mention that a word such as "the port" stands for.
        within: whether the first place lies in the second, so that a comma between them is no list.
    """
    gap = 1 if sentence.grammar.settings.head_final else 0
    waiting = _kinds_left_out(list(_chunks(sentence, mentions, marks, anaphor, others)))
    chunks = _folded(waiting, within, gap)
    if sentence.grammar.settings.segmenter == "words" and not gap:
        chunks = list(_with_wider(chunks, within))
    joining = JOINING if sentence.grammar.settings.segmenter == "words" else tuple({*JOINING} - {"punct.comma"})
    row = tuple(_coordinate(chunks, _nowhere if gap else within, joining))
    ends = tuple(at for at, chunk in enumerate(row) if not chunk.members and chunk.has_any(ENDS))
    types = frozenset(member.type for chunk in row for member in chunk.members)
    return Row(sentence, row, "".join(sentence.grammar.alphabet.symbol(chunk.classes) for chunk in row), ends, types)


def _chunks(
    sentence: Sentence, mentions: Sequence[Mention], marks: Mapping[str, Sequence[Span]], anaphor: Anaphor, others: Pair
) -> Iterator[Chunk]:
    waiting = [each for each in sorted(mentions, key=lambda each: each.span)
               if not any(other is not each and other.span.covers(each.span) for other in mentions)]
    spaced = sentence.grammar.settings.segmenter == "words"
    whole = {name: [span for span in spans if not _within_word(span, sentence)] for name, spans in marks.items()}
    marked = sorted((span, name) for name, spans in whole.items() for span in spans)
    taken = 0
    for at, token in enumerate(sentence.tokens):
        own = Span(token.start, token.end)
        while waiting and waiting[0].span.start < own.end:
            mention = waiting.pop(0)
            inner = tuple(each for each in mentions if each is not mention and mention.span.covers(each.span))
            kind = f"m.{mention.type}.adj" if spaced and _adjectival(token, mention) else f"m.{mention.type}"
            taken = max(taken, mention.span.end)
            yield Chunk(mention.span, frozenset({kind}), (mention,), inner=inner)
        while marked and marked[0][0].start < own.end:
            span, name = marked.pop(0)
            taken = max(taken, span.end)
            yield Chunk(span, frozenset({name}))
        if own.start < taken:
            continue
        yield _word(token, own, _definite(sentence.tokens, at), anaphor, others)
        if not OWNERS.isdisjoint(token.classes):
            yield Chunk(own, frozenset({"genitive"}))


def _within_word(span: Span, sentence: Sentence) -> bool:
    """Whether a date or number is only a part of a word of the lexicon ("Erster Bürgermeister")."""
    at = bisect_right(sentence.tokens, span.start, key=lambda token: token.start) - 1
    token = sentence.tokens[at]
    return token.start <= span.start and span.end <= token.end and (token.start, token.end) != (span.start, span.end)


def _adjectival(token: Token, mention: Mention) -> bool:
    """Whether a mention is an adjective: of a state ("Danish"), or of a city ("Hamburger")."""
    return mention.type in COORDINATED and mention.span == Span(token.start, token.end) \
        and any(name.partition(".")[0] in ("state", "placeadj") for name in token.classes)


def _definite(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun stands alone behind a word such as "the", and no "of" names what it is."""
    if not at or "art.the" not in tokens[at - 1].classes:
        return False
    return at + 1 == len(tokens) or not any(name.startswith(NAMING) for name in tokens[at + 1].classes)


def _word(token: Token, span: Span, definite: bool, anaphor: Anaphor, others: Pair) -> Chunk:
    for name in sorted(token.classes):
        group, _, kind = name.partition(".")
        if group == "ana" or (group == "noun" and definite):
            mention = anaphor(kind, span)
            if mention:
                return Chunk(span, frozenset({f"m.{mention.type}"}), (mention,), implied=True)
        if group == "both" and len(pair := others(kind, span)) > 1:
            return Chunk(span, frozenset({f"m.{pair[0].type}"}), pair, implied=True)
    return Chunk(span, token.classes)


def _kinds_left_out(chunks: list[Chunk]) -> list[Chunk]:
    """The row without the common nouns that only say of what kind a name is: "the city of X", "the ferry X"."""
    kept: list[Chunk] = []
    for chunk in chunks:
        if chunk.members and not chunk.implied:
            of = len(kept) > 1 and kept[-1].has("prep.of")
            kind = kept[-2 if of else -1] if kept else chunk
            if not kind.members and any(_same_kind(name, chunk.members[0].type) for name in kind.classes):
                del kept[-2 if of else -1 :]
        kept.append(chunk)
    return kept


def _same_kind(name: str, kind: str) -> bool:
    group, _, named = name.partition(".")
    return group == "noun" and (named == kind or (named in COORDINATED and kind in COORDINATED))


def _folded(chunks: Sequence[Chunk], within: Within, gap: int) -> list[Chunk]:
    """The row with a wider place taken into the place in it that is written right behind it ("韩国仁川")."""
    kept: list[Chunk] = []
    for chunk in chunks:
        while kept and chunk.members and not chunk.implied and _encloses(kept[-1], chunk, within, gap):
            wider = kept.pop()
            chunk = replace(chunk, outer=(*wider.outer, *wider.members, *chunk.outer))
        kept.append(chunk)
    return kept


def _with_wider(chunks: Sequence[Chunk], within: Within) -> Iterator[Chunk]:
    """The row with a wider place taken into the place in it that it follows behind a comma ("Accra, Ghana,")."""
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        while _says_where(chunks[at + 1 : at + 5], chunk, within):
            chunk = replace(chunk, outer=(*chunk.outer, *chunks[at + 2].members))
            at += 2
        closing = bool(chunk.outer) and at + 2 < len(chunks) and chunks[at + 1].has("punct.comma")
        yield chunk
        at += 2 if closing and not (chunks[at + 2].members or chunks[at + 2].has("conj.and")) else 1


def _nowhere(inner: Mention, outer: Mention) -> bool:
    """No place is said to lie in the one behind it, where wider places stand first."""
    return False


def _says_where(behind: Sequence[Chunk], place: Chunk, within: Within) -> bool:
    """Whether a comma and a wider place stand behind a place, and no list of such wider places begins there."""
    if len(behind) < 2 or not place.members or place.implied or not behind[0].has("punct.comma"):
        return False
    wider = behind[1]
    if len(wider.members) != 1 or wider.implied or not within(place.members[-1], wider.members[0]):
        return False
    listed = len(behind) == 4 and behind[2].has("conj.and") and bool(behind[3].members)
    return not (listed and behind[3].members[0].type == wider.members[0].type)


def _encloses(wider: Chunk, chunk: Chunk, within: Within, gap: int) -> bool:
    return len(wider.members) == 1 and not wider.implied and chunk.span.start - wider.span.end <= gap \
        and (within(chunk.members[0], wider.members[0]) or _unknown(chunk.members[0], wider.members[0]))


def _unknown(inner: Mention, outer: Mention) -> bool:
    """Whether the gazetteer does not know a place that stands behind a state or province."""
    return not inner.place and inner.type in COORDINATED and outer.type in ("Country", "Province")


def _coordinate(chunks: list[Chunk], within: Within, joining: Sequence[str]) -> Iterator[Chunk]:
    """Names of like kind with commas or "and" between them as one chunk; "Qingdao, Shandong" stays two."""
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if not chunk.members:
            yield chunk
            at += 1
            continue
        group, signs, end = [chunk], [], at + 1
        prep = _preposition(chunks, at)
        while step := _next_member(chunks, end, group[-1], within, (joining, prep)):
            signs += [name for each in chunks[end : end + step - 1] for name in each.classes]
            group.append(chunks[end + step - 1])
            end += step
        if len(group) == 2 and signs == ["punct.comma"] and "punct.comma" in joining:
            yield chunk
            at += 1
            continue
        if len(group) == 1:
            yield chunk
            at = end
            continue
        span = Span(chunk.span.start, group[-1].span.end)
        members = tuple(mention for each in group for mention in each.members)
        outer = tuple(mention for each in group for mention in each.outer)
        seats = tuple(_seats(chunks[at:end], within)) if len(group) > 1 else ()
        yield replace(chunk, span=span, members=members, joined=frozenset(signs), outer=outer, seats=seats)
        at = end


def _preposition(chunks: Sequence[Chunk], at: int) -> frozenset[str]:
    """The classes of the preposition right before a name, with at most an article between."""
    before = at - 2 if at > 1 and chunks[at - 1].has("art") else at - 1
    return chunks[before].classes if before >= 0 and chunks[before].has("prep") else frozenset()


def _next_member(
    chunks: Sequence[Chunk], at: int, last: Chunk, within: Within, joins: tuple[Sequence[str], frozenset[str]]
) -> int:
    """How many chunks on the next member of a list stands; 0 if the list ends here.

    `joins`: the classes of what stands between members, and those of a preposition that may be said again.
    """
    joining, prep = joins
    if at < len(chunks) and chunks[at].members and not chunks[at].implied and _state_letters(last, chunks[at]):
        return 1
    start = at
    at = _after_bracket(chunks, at)
    end = at = _after_wider(chunks, _after_seat(chunks, _after_short(chunks, at, last), last), last, within)
    while end < min(at + 2, len(chunks)) and any(chunks[end].has(name) for name in joining):
        end += 1
    joined = end > at and chunks[end - 1].has("conj.and")
    commas = end == at + 1 and chunks[at].has("punct.comma")
    again = bool(prep) and at < end < len(chunks) and chunks[end].classes == prep
    end += again
    if again or joined:
        while end + 1 < len(chunks) and (chunks[end].has("art") or _adjective(chunks[end], chunks[end + 1])):
            end += 1
    if at < end < len(chunks) - 1 and _origin(chunks[end], chunks[end + 1]):
        end += 1
    if end == at or end >= len(chunks) or not chunks[end].members or (chunks[end].implied and not joined):
        return 0
    one, other = last.members[-1], chunks[end].members[0]
    return 0 if not _alike(one, other) or (commas and within(one, other)) else end - start + 1


def _after_seat(chunks: Sequence[Chunk], at: int, last: Chunk) -> int:
    """Where the row goes on behind the place of an organisation that is followed by "and" and another one."""
    seat = [chunk for chunk in chunks[at : at + 4] if not chunk.has("art.the")][:3]
    if len(seat) < 3 or last.members[-1].type in COORDINATED or not any(seat[2].has(name) for name in JOINING):
        return at
    place = seat[1].members and seat[1].members[-1].type in COORDINATED
    return chunks.index(seat[2], at) if place and any(seat[0].has(name) for name in SEATING) else at


def _after_bracket(chunks: Sequence[Chunk], at: int) -> int:
    """Where a list goes on behind a bracket without names ("X (daily), Y (weekly)")."""
    if at >= len(chunks) or not chunks[at].has("punct.open"):
        return at
    for end in range(at + 1, min(at + 6, len(chunks) - 1)):
        if chunks[end].members:
            return at
        if chunks[end].has("punct.close"):
            return end + 1 if any(chunks[end + 1].has(name) for name in JOINING) else at
    return at


def _after_wider(chunks: Sequence[Chunk], at: int, last: Chunk, within: Within) -> int:
    """Where a list of places goes on behind the wider place that one of them lies in ("X in A, Y in B and Z, C")."""
    bracket = chunks[at : at + 3]
    if len(bracket) == 3 and bracket[0].has("punct.open") and bracket[1].members and bracket[2].has("punct.close"):
        return at + 3 if within(last.members[-1], bracket[1].members[0]) else at
    if at >= len(chunks) or not any(chunks[at].has(name) for name in (*SEATING, "prep.of", "punct.comma")):
        return at
    wider = at + 1
    last_word = min(at + 4, len(chunks) - 1)
    while wider < last_word and (chunks[wider].has("art") or _adjective(chunks[wider], chunks[wider + 1])):
        wider += 1
    ends = wider + 1 >= len(chunks) or not any(chunks[wider + 1].has(name) for name in ("punct.comma", "conj.and"))
    enclosed = wider < len(chunks) and chunks[wider].members and within(last.members[-1], chunks[wider].members[0])
    return wider + 1 if enclosed and not ends else at


def _seats(chunks: Sequence[Chunk], within: Within) -> Iterator[tuple[Mention, Mention, bool]]:
    """The organisations of a list with the places that the list tells of them."""
    for one, between, other in zip(chunks, chunks[1:], chunks[2:], strict=False):
        if one.members and other.members and any(between.has(name) for name in SEATING):
            yield one.members[-1], other.members[0], between.has("prep.from")
    named = [chunk for chunk, following in zip(chunks, [*chunks[1:], chunks[-1]], strict=True)
             if chunk.members and not _adjective(chunk, following)]
    for one, other in pairwise(named):
        if one.members[-1].type in COORDINATED and within(one.members[-1], other.members[0]):
            yield one.members[-1], other.members[0], False


def _after_short(chunks: Sequence[Chunk], at: int, last: Chunk) -> int:
    """Where the row goes on behind the short form of a name in brackets."""
    short = chunks[at : at + 3]
    named = len(short) == 3 and short[0].has("punct.open") and short[2].has("punct.close") and short[1].members
    return at + 3 if named and short[1].members[-1].local == last.members[-1].local else at


def _adjective(chunk: Chunk, following: Chunk) -> bool:
    """Whether a word for a state only says whose the name behind it is: "the Japanese city of X"."""
    return bool(chunk.members and following.members and chunk.members[0].rule == "state-word"
                and following.span.start > chunk.span.end)


def _origin(chunk: Chunk, following: Chunk) -> bool:
    """Whether a state is written to the body behind it that belongs there ("韩国釜山港湾公社")."""
    return len(chunk.members) == 1 and chunk.has("m.Country") and bool(following.members) and not following.implied \
        and chunk.span.end == following.span.start and following.members[0].type in BELONGING


def _state_letters(one: Chunk, other: Chunk) -> bool:
    """Two states written together with one letter each."""
    a, b = one.members[-1], other.members[0]
    return a.rule == b.rule == "state-word" and a.span.end == b.span.start


def _alike(one: Mention, other: Mention) -> bool:
    if one.type in COORDINATED and other.type in COORDINATED:
        return True
    apart = ("Country", "Region", "Province", "City", "Person")
    return one.type == other.type or not (one.type in apart or other.type in apart)
