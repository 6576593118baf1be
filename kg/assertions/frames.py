"""Fills the roles of frames and constructions in a row of chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.assertions.chunks import Chunk, Row
from kg.assertions.clauses import antecedent, clause_positions, governs, part_of
from kg.language import PLACE_TYPES, Claim, Frame, LinkRule, Role
from kg.model import Mention

CLAUSE_ENDS = frozenset({"punct.semicolon", "punct.stop", "punct.colon", "clause"})
# What begins a part of a sentence between commas that says more of the name before it.
INSERTIONS = ("rel", "art", "part", "v", "prep", "punct.open")
# Words that may stand between a preposition and the name it governs.
FILLER = ("art", "num", "figure", "adj", "word.low", "modifier", "quote", "head", "pos", "title", "genitive", "noun",
          "mode", "part")
NOUNS = frozenset({"head", "noun", "n", "adj"})
REACH = 6
# Words that may stand between a name and the postposition that governs it.
BEHIND = ("etc", "head", "noun", "nn", "word.hangul", "title", "mode", "count", "num", "figure", "quote", "punct.close")
# Words between a body and the person who holds an office there, where no blanks are written.
OFFICIAL = frozenset({"title", "pos.n", "head", "not.head", "not.lead"})
OWNERS = ("City", "Country", "Province", "Region")
# Bodies whose parts are written right behind them.
BODIES = frozenset({"Company", "University", "ResearchInstitute", "GovernmentBody", "Association"})
# Nouns that a state's name narrows, and nouns that stand for the state whose name is written before them.
NARROWED = frozenset({"pos.n", "head", "not.head", "not.lead"})
MEANT = frozenset({"n.delegation", "etc", "title", "noun.Company", "v", "n.member", "mutual"})
# Words that may stand between the adjective of a place and the name it belongs to.
MODIFIED = ("head", "noun", "nn", "word.cap", "word.low", "adj", "title", "quote", "hyphen")


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier sentences leave: the last subjects, newest first, and the place the document is about.

    Attributes:
        sole: things that are the only ones of their type in the document, so that "it" may mean them at any time.
    """

    carried: tuple[Mention, ...]
    topic: Mention | None
    sole: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met in a row: who fills which role, and where the trigger (for a phrase all of it) stands."""

    rule: str
    claims: tuple[Claim, ...]
    roles: Mapping[str, Chunk]
    trigger: tuple[int, int]
    confidence: float
    status: str
    words: Mapping[str, str]
    phrase: bool = False


def constructions(row: Row, view: str) -> Iterator[Finding]:
    """Every match of the pack's constructions."""
    for rule in row.sentence.grammar.constructions.within(row.symbols):
        for found in rule.pattern.finditer(row.symbols):
            roles, words = _groups(rule, found, row, view)
            yield Finding(rule.name, rule.claims, roles, found.span(), rule.confidence, rule.status, words, phrase=True)


def _groups(
    rule: LinkRule, found: re.Match[str], row: Row, view: str
) -> tuple[dict[str, Chunk], dict[str, str]]:
    ends = {end for claim in rule.claims for end in (claim.subject, claim.object)}
    roles, words = {}, {}
    for name, (first, last) in ((name, found.span(name)) for name in rule.pattern.groupindex):
        if first < 0 or first == last:
            continue
        if name in ends:
            roles[name] = _member(row.chunks[first], name)
        else:
            words[name] = view[row.chunks[first].span.start : row.chunks[last - 1].span.end]
    return roles, words


def _member(chunk: Chunk, role: str) -> Chunk:
    """A list of names, or only the last (first) of it for a role whose name says so."""
    which = {"last": -1, "first": 0}.get(role.rpartition("_")[2])
    return chunk if which is None else replace(chunk, members=(chunk.members[which],))


def frames(row: Row, context: Context) -> Iterator[Finding]:
    """Every trigger of the pack's frames whose needed roles can be filled."""
    for frame in row.sentence.grammar.frames.within(row.symbols):
        for found in frame.trigger.finditer(row.symbols):
            first, last = _clause(row, *found.span())
            clause = row.symbols[first:last]
            if (frame.unless and frame.unless.search(clause)) or (frame.requires and not frame.requires.search(clause)):
                continue
            near = _part(row, found.span(), (first, last))
            if frame.beside and not frame.beside.search(row.symbols[slice(*near)]):
                continue
            roles = _fill(frame, row, found.span(), (first, last), context)
            if roles is not None:
                yield Finding(frame.name, frame.claims, roles, found.span(), frame.confidence, frame.status, {})


def _clause(row: Row, first: int, last: int) -> tuple[int, int]:
    """The stretch around a trigger up to the next signs that end a clause."""
    start, end = first, last
    while start > 0 and not _ends_clause(row.chunks[start - 1]):
        start -= 1
    while end < len(row.chunks) and not _ends_clause(row.chunks[end]):
        end += 1
    return start, end


def _ends_clause(chunk: Chunk) -> bool:
    return chunk.has_any(CLAUSE_ENDS)


def _fill(
    frame: Frame, row: Row, trigger: tuple[int, int], clause: tuple[int, int], context: Context
) -> dict[str, Chunk] | None:
    roles: dict[str, Chunk] = {}
    for role in frame.roles:
        chunk = _search(role, row, trigger, clause, context, list(roles.values()))
        if chunk:
            fitting = tuple(member for member in chunk.members if member.type in role.types)
            if role.name.endswith("_sole") and len(fitting) > 1:
                return None
            roles[role.name] = _member(replace(chunk, members=fitting), role.name)
        elif not role.optional:
            return None
    return roles


def _search(
    role: Role, row: Row, trigger: tuple[int, int], clause: tuple[int, int], context: Context, used: list[Chunk]
) -> Chunk | None:
    for way in role.search:
        found = _look(way, role, row, trigger, clause, context, used)
        if found:
            return found
    return None


def _look(
    way: str,
    role: Role,
    row: Row,
    trigger: tuple[int, int],
    clause: tuple[int, int],
    context: Context,
    used: list[Chunk],
) -> Chunk | None:
    way, _, marker = way.partition(":")
    if way == "earlier":
        return _earlier(role, row, clause[0], used)
    if way in ("carried", "topic"):
        return _remembered(way, role, row, context, used)
    if way != "inside" and role.types.isdisjoint(row.types):
        return None
    if way in ("all", "part-all"):
        return _all(role, row, clause if way == "all" else _part(row, trigger, clause), used)
    if way == "office":
        return _employer(role, row, clause, used)
    if way in ("here", "ahead", "then", "foremost", "antecedent"):
        return _in_clause(way, marker, role, row, trigger, used)
    if way == "inside":
        return _inside(role, row.chunks[trigger[0] : trigger[1]], used)
    if way == "parts":
        return _parts(role, row, trigger[0], clause[0], used)
    if way.startswith("part-"):
        way, clause = way[5:], _part(row, trigger, clause)
    if way == "subject":
        return _subject(role, row, trigger[0], clause[0], used)
    positions = {
        "self": range(*trigger),
        "before": range(trigger[0] - 1, clause[0] - 1, -1),
        "owner": range(trigger[0] - 1, clause[0] - 1, -1),
        "first": range(clause[0], trigger[0]),
    }.get(way, range(trigger[1], clause[1]))
    for at in positions:
        chunk = row.chunks[at]
        if way == "object" and _another_verb(row, at):
            break
        if not _fits(chunk, role, used) or _owns(row, at) != (way == "owner"):
            continue
        if way == "self" and _attribute(row, at):
            return chunk
        if _modifies(row, at) or (way != "self" and _of_another(role, row, at, used)):
            continue
        if (not marker or governed(row, at, marker)) and not (way in ("first", "object") and governed(row, at, "prep")):
            return chunk
    return None


def _another_verb(row: Row, at: int) -> bool:
    """Whether a word is a verb, and no noun too, that is not one of two joined by "and"."""
    chunk = row.chunks[at]
    return chunk.has("v") and not chunk.has_any(NOUNS) and not row.chunks[at - 1].has("conj.and")


def _earlier(role: Role, row: Row, start: int, used: list[Chunk]) -> Chunk | None:
    """The nearest fitting name in the clauses before of the same sentence that no preposition governs."""
    for at in range(start - 1, -1, -1):
        if _fits(row.chunks[at], role, used) and not _modifies(row, at) and not governed(row, at, "prep"):
            return row.chunks[at]
    return None


def _part(row: Row, trigger: tuple[int, int], clause: tuple[int, int]) -> tuple[int, int]:
    """The stretch around a trigger between commas."""
    start, end = trigger
    while start > clause[0] and not row.chunks[start - 1].has("punct.comma"):
        start -= 1
    while end < clause[1] and not row.chunks[end].has("punct.comma"):
        end += 1
    return start, end


def _parts(role: Role, row: Row, trigger: int, start: int, used: list[Chunk]) -> Chunk | None:
    """The first fitting name that no preposition governs, in the trigger's own part, else in those before."""
    end = trigger
    while end > start:
        first = end
        while first > start and not row.chunks[first - 1].has("punct.comma"):
            first -= 1
        for at in range(first, end):
            if _fits(row.chunks[at], role, used) and not _modifies(row, at) and not _held_office(role, row, at) \
                    and not governed(row, at, "prep") and not _of_another(role, row, at, used):
                return row.chunks[at]
        end = first - 1
    return None


def _subject(role: Role, row: Row, trigger: int, start: int, used: list[Chunk]) -> Chunk | None:
    """The nearest fitting name before a trigger that no preposition governs.

    What stands between two commas behind a name and only says more of it is passed over; the subject of a relative
    clause is the name right before it. An object of a verb that comes before (class `fin`) is no subject.
    """
    at, relative = trigger - 1, False
    while at >= start:
        chunk = row.chunks[at]
        if chunk.has("rel"):
            relative = True
        elif chunk.members:
            if _owns(row, at):
                at -= 1
                continue
            free = relative or not any(governed(row, at, each) for each in ("prep", "fin", "v"))
            if free and _fits(chunk, role, used) and not _modifies(row, at):
                return chunk
        elif chunk.has("punct.comma") and not relative:
            at = _before_insertion(row, at, start)
        at -= 1
    return None


def _before_insertion(row: Row, comma: int, start: int) -> int:
    """Where the inserted part that a comma ends begins (its own first comma); the comma itself if there is none."""
    for at in range(comma - 1, start, -1):
        if row.chunks[at].has("punct.comma"):
            return at if any(row.chunks[at + 1].has(name) for name in INSERTIONS) else comma
    return comma


def _all(role: Role, row: Row, clause: tuple[int, int], used: list[Chunk]) -> Chunk | None:
    """Every fitting name of the sentence that no preposition governs, as one chunk."""
    found = [chunk for at, chunk in enumerate(row.chunks[: clause[1]]) if at >= clause[0] and not chunk.implied
             and _fits(chunk, role, used) and not _modifies(row, at) and not _held_office(role, row, at)
             and not _behind_person(row, at)
             and not governed(row, at, "prep")]
    members = tuple(member for chunk in found for member in chunk.members if member.type in role.types)
    return replace(found[0], members=members) if found else None


def _in_clause(
    way: str, marker: str, role: Role, row: Row, trigger: tuple[int, int], used: list[Chunk]
) -> Chunk | None:
    """The name that fits in the trigger's own clause, or the one its relative pronoun stands for.

    Without a marker no preposition may govern the name, or the pronoun; with one, a word of that class must.
    """
    if way != "antecedent":
        start, end = {"ahead": (0, trigger[0]), "then": (trigger[1], part_of(row, *trigger)[1])}.get(
            way, (0, len(row.chunks)))
        positions = [at for at in clause_positions(row, *trigger) if start <= at < end]
        for at in sorted(positions) if way == "foremost" else positions:
            if _fits(row.chunks[at], role, used) and not _modifies(row, at) and not _of_another(role, row, at, used) \
                    and governed(row, at, marker or "prep") == bool(marker):
                return row.chunks[at]
        return None
    at, pronoun = antecedent(row, *trigger)
    if at < 0 or governed(row, pronoun, marker or "prep") != bool(marker):
        return None
    named = (back for back in range(at, max(at - REACH, -1), -1) if not _modifies(row, back))
    return next((row.chunks[back] for back in named if _fits(row.chunks[back], role, used)), None)


def _inside(role: Role, chunks: Sequence[Chunk], used: list[Chunk]) -> Chunk | None:
    """The first mention within a name of the trigger that fits and is not taken."""
    inner = (Chunk(each.span, frozenset({f"m.{each.type}"}), (each,)) for chunk in chunks for each in chunk.inner)
    return next((chunk for chunk in inner if _fits(chunk, role, used)), None)


def _fits(chunk: Chunk, role: Role, used: list[Chunk]) -> bool:
    if not any(member.type in role.types for member in chunk.members):
        return False
    taken = {member.local for each in used for member in each.members}
    return any(member.local not in taken for member in chunk.members)


def _behind_person(row: Row, at: int) -> bool:
    """Whether a name in brackets only tells whom the person before it speaks for."""
    return at > 1 and row.chunks[at - 1].has("punct.open") and row.chunks[at - 2].has("m.Person")


def _held_office(role: Role, row: Row, at: int) -> bool:
    """Whether a role for persons meets a body written to the title and name of who holds an office there."""
    return "Person" in role.types and row.sentence.grammar.settings.segmenter != "words" and bool(_officer(row, at))


def _officer(row: Row, at: int) -> Chunk | None:
    """The person who holds an office in the place or body at a position, if their title and name follow."""
    end = at + 1
    while end < min(at + REACH, len(row.chunks) - 1) and row.chunks[end].has_any(OFFICIAL):
        end += 1
    titled = end < len(row.chunks) and row.chunks[end - 1].has("title") and row.chunks[end].has("m.Person")
    return row.chunks[end] if titled else None


def _employer(role: Role, row: Row, clause: tuple[int, int], used: list[Chunk]) -> Chunk | None:
    """The place or body in which a person found before holds an office, by what stands between them."""
    persons = {member.local for each in used for member in each.members if member.type == "Person"}
    for at in range(clause[0], clause[1]):
        person = _officer(row, at)
        if person and _fits(row.chunks[at], role, used) and person.members[0].local in persons:
            return _member(row.chunks[at], "_last")
    return None


def _belongs_behind(row: Row, at: int) -> bool:
    """Whether a place or body only tells what the name written to it belongs to ("韩国现代汽车", "大学研究院")."""
    if row.sentence.grammar.settings.segmenter == "words" or at + 1 == len(row.chunks):
        return False
    chunk, following = row.chunks[at], row.chunks[at + 1]
    if not following.members or chunk.span.end != following.span.start or chunk.implied or following.implied:
        return False
    return chunk.members[-1].type in PLACE_TYPES or {chunk.members[-1].type, following.members[0].type} <= BODIES


def _modifies(row: Row, at: int) -> bool:
    """Whether an adjective of a place only tells where the name behind it belongs ("the Danish carrier DFDS")."""
    if not any(name.endswith(".adj") for name in row.chunks[at].classes):
        return _belongs_behind(row, at) or _genitive(row, at) or _attribute(row, at)
    for following in row.chunks[at + 1 : at + 4]:
        if following.members:
            return True
        if following.has("noun.people") or not any(following.has(name) for name in MODIFIED):
            return False
    return False


def _attribute(row: Row, at: int) -> bool:
    """Whether a state or system only narrows the noun written to it ("韩国客人"), in scripts without blanks.

    A word such as "delegation" or a title stands for the state itself.
    """
    if row.sentence.grammar.settings.segmenter != "dictionary" or at + 1 == len(row.chunks):
        return False
    chunk, following = row.chunks[at], row.chunks[at + 1]
    narrows = bool(chunk.members) and not chunk.implied and chunk.members[-1].type in ("Country", "System")
    return narrows and chunk.span.end == following.span.start and following.has_any(NARROWED) \
        and not following.has_any(MEANT)


def _genitive(row: Row, at: int) -> bool:
    """Whether a place stands right before a noun, as in "Triests Bürgermeisterin": it only tells whose that is."""
    if not row.sentence.grammar.settings.nouns_capitalised or row.chunks[at].implied or at + 1 == len(row.chunks):
        return False
    place = any(row.chunks[at].has(f"m.{kind}") for kind in OWNERS)
    # The ending of the genitive is not of the name, so that more than a blank stands before the noun.
    ending = row.chunks[at + 1].span.start - row.chunks[at].span.end > 1
    return place and ending and any(row.chunks[at + 1].has(name) for name in ("title", "noun", "head", "nn"))


def _of_another(role: Role, row: Row, at: int, used: list[Chunk]) -> bool:
    """Whether a name only says whose the next one is, which fits as well: in scripts without blanks, "A 的 B"."""
    return row.sentence.grammar.settings.segmenter == "dictionary" and at + 2 < len(row.chunks) \
        and row.chunks[at + 1].has("de") and _fits(row.chunks[at + 2], role, used) and not _modifies(row, at + 2)


def _owns(row: Row, at: int) -> bool:
    """Whether a name only tells whose the thing behind it is ("Busan's mayor")."""
    if at + 1 >= len(row.chunks):
        return False
    office = row.sentence.grammar.settings.head_final and row.chunks[at + 1].has("title")
    return row.chunks[at + 1].has("genitive") or (office and not row.chunks[at].has("m.Person"))


def governed(row: Row, at: int, marker: str) -> bool:
    """Whether a word of a class stands right before a chunk, with only articles and modifiers between.

    In a language that sets it behind what it governs, right behind the chunk.
    """
    if row.sentence.grammar.settings.head_final:
        return _followed(row, at, marker)
    for step in range(1, REACH + 1):
        if at - step < 0:
            return False
        chunk = row.chunks[at - step]
        if chunk.has(marker):
            if governs(row, at - step):
                return True
            continue
        if chunk.has("conj.and") and at > step and row.chunks[at - step - 1].members:
            return governed(row, at - step - 1, marker)
        if not any(chunk.has(name) for name in FILLER) and not chunk.members:
            return False
        adjective = _owns(row, at - step) or any(name.endswith(".adj") for name in chunk.classes) or (
            step > 1 and bool(chunk.members) and chunk.members[0].rule == "state-word")
        unspaced = row.sentence.grammar.settings.segmenter == "dictionary"
        touching = unspaced and chunk.span.end == row.chunks[at - step + 1].span.start
        if chunk.members and not adjective and not touching:
            return False
    return False


def _followed(row: Row, at: int, marker: str) -> bool:
    """Whether a postposition of a class stands behind a chunk, with only nouns and signs between.

    Behind "and others" the row may name what kind of things they are, and where ("A, B and other Chinese ports").
    """
    others = False
    for chunk in row.chunks[at + 1 : at + 1 + REACH]:
        if chunk.has(marker):
            return True
        others = others or chunk.has("etc")
        if not others if chunk.members else not any(chunk.has(name) for name in BEHIND):
            return False
    return False


def _remembered(way: str, role: Role, row: Row, context: Context, used: list[Chunk]) -> Chunk | None:
    taken = {member.local for each in used for member in each.members}
    known = (*context.carried, *context.sole) if way == "carried" else (context.topic,) if context.topic else ()
    for mention in known:
        if mention.type in role.types and mention.local not in taken:
            return Chunk(row.sentence.span, frozenset({f"m.{mention.type}"}), (mention,), implied=True)
    return None
