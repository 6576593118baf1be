"""Which things of documents are one, decided with reasons.

Things with equal parts are one. Other pairs are compared only when they share a block (a key made of a few of their
parts), so the work grows with the number of things, not of pairs. Decisions are taken in the order of their score, and
none joins two things that a constraint or a person keeps apart; so the order of the documents does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from kg.entities.compare import DATED, Comparer, Verdict, described
from kg.entities.names import Name, is_han
from kg.entities.persons import PersonComparer
from kg.entities.romanize import consonants, latin, sino_korean, syllables, wade_giles
from kg.entities.things import Thing
from kg.entities.vocabulary import Vocabulary
from kg.model import Judgement

WIDEST = 12
"""In a block of more names each is compared with so many neighbours only."""
NOTED = 0.7
"""The score from which a pair that is not one is worth a record."""
PLACED = 1.0
TELLING = 3
"""From so many known words a name may be told by them alone, whatever unknown words it has."""


@dataclass(slots=True)
class _Cluster:
    """Things judged to be one so far."""

    things: list[Thing]
    names: dict[str, Name] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    sides: set[tuple[int, bool]] = field(default_factory=set)


class Resolver:
    """Puts things together.

    Args:
        comparer: tells how alike two names are.
        words: tells how Chinese characters are read in Korean.
        curated: judgements of people, which decide whatever the names say.
    """

    def __init__(self, comparer: Comparer, words: Vocabulary, curated: Sequence[Judgement]) -> None:
        self._comparer = comparer
        self._readings = words.readings
        self._persons = PersonComparer(words.readings, words.surnames, words.surname_spellings)
        self._curated = curated
        self._clusters: dict[str, _Cluster] = {}
        self._made: list[Judgement] = []

    def resolve(self, things: Iterable[Thing]) -> tuple[list[list[Thing]], list[Judgement]]:
        """The things in groups that are one each, and the judgements behind them."""
        ordered = sorted(things, key=lambda each: each.id)
        for thing in ordered:
            names = {} if thing.place else {name.signature: name for name in thing.names}
            self._clusters[thing.id] = _Cluster([thing], names, {thing.document})
        self._decide_curated(ordered)
        self._join_equal(ordered)
        self._join_alike()
        clusters = {id(each): each for each in self._clusters.values()}
        return [cluster.things for cluster in clusters.values()], self._made

    def _decide_curated(self, things: Sequence[Thing]) -> None:
        if not self._curated:
            return
        handles: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            for handle in _handles(thing):
                handles[handle].append(thing)
        for number, each in enumerate(self._curated):
            left, right = (handles.get(_plain(side), []) for side in (each.left, each.right))
            if each.same:
                everything = [*left, *right] if left and right else []
                for one, other in pairwise(everything):
                    self._join(one, other, Verdict(1.0, each.reasons))
            else:
                for side, members in ((True, left), (False, right)):
                    for thing in members:
                        self._clusters[thing.id].sides.add((number, side))
                self._made += [Judgement(one.id, other.id, False, 1.0, each.reasons)
                               for one, other in zip(left, right, strict=False)]

    def _join_equal(self, things: Sequence[Thing]) -> None:
        """Joins things of one place of the gazetteer, and things whose fullest names have equal parts."""
        equal: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            equal[f"place {thing.place}" if thing.place else thing.name.signature].append(thing)
        for _, group in sorted(equal.items()):
            first = group[0]
            heads = [first]
            for thing in group[1:]:
                verdict = (Verdict(PLACED, (f"same place of the gazetteer: {thing.place}",)) if thing.place
                           else self._in_two_documents(first, thing, self._comparer.compare(first.name, thing.name)))
                if verdict.same and any(self._join(head, thing, verdict) for head in heads):
                    continue
                heads.append(thing)

    def _join_alike(self) -> None:
        """Joins clusters with names that are alike, the most alike first."""
        found: list[tuple[float, str, str, Verdict]] = []
        pairs = self._candidates()
        for left, right in sorted(pairs, key=lambda each: (each[0].id, each[1].id)):
            verdict = self._best(left, right)
            if verdict.same:
                found.append((-verdict.score, left.id, right.id, verdict))
            elif verdict.score >= NOTED:
                self._made.append(Judgement(left.id, right.id, False, verdict.score, verdict.reasons))
        things = {each.id: each for pair in pairs for each in pair}
        for _, left_id, right_id, verdict in sorted(found, key=lambda each: each[:3]):
            self._join(things[left_id], things[right_id], verdict, apart=True)

    def _best(self, left: Thing, right: Thing) -> Verdict:
        """The best verdict on any two names of two things; a conflict between the fullest ones stands."""
        first = self._comparer.compare(left.name, right.name)
        if first.conflict and left.name.weight and right.name.weight:
            return first
        verdicts = [first, *(self._comparer.compare(one, other) for one, other in _aliases(left, right))]
        best = max((each for each in verdicts if not each.conflict), key=lambda each: each.score, default=first)
        return self._in_two_documents(left, right, best)

    def _in_two_documents(self, left: Thing, right: Thing, verdict: Verdict) -> Verdict:
        """People of one name are one only if their documents have a place in common, or the name is long."""
        if left.type != "Person" or left.document == right.document or left.near & right.near:
            return verdict
        if min(len(left.name.spelling), len(right.name.spelling)) > 12:
            return verdict
        return Verdict(min(verdict.score, 0.7), (*verdict.reasons, "their documents have no place in common"))

    def _candidates(self) -> set[tuple[Thing, Thing]]:
        """Pairs of the first things of clusters that share a block."""
        firsts = {id(each): each for each in self._clusters.values() if each.names}
        blocks: dict[str, dict[str, tuple[str, Thing]]] = defaultdict(dict)
        for cluster in firsts.values():
            thing = cluster.things[0]
            for signature, name in cluster.names.items():
                for block in self._blocks(name):
                    blocks[block].setdefault(thing.id, (signature, thing))
        pairs: set[tuple[str, str]] = set()
        known = {cluster.things[0].id: cluster.things[0] for cluster in firsts.values()}
        for members in blocks.values():
            ids = [thing.id for _, thing in sorted(members.values(), key=lambda each: (each[0], each[1].id))]
            for number, one in enumerate(ids):
                for other in ids[number + 1 : number + 1 + WIDEST]:
                    pairs.add((one, other) if one < other else (other, one))
        return {(known[one], known[other]) for one, other in pairs}

    def _blocks(self, name: Name) -> Iterator[str]:
        """Keys that names of one thing share: their sound, or their place and head, or two of their words."""
        if name.family == "Person":
            yield from (f"Person {each}" for each in self._sounds(name))
            return
        places = " ".join(sorted(name.places))
        dated = " ".join(sorted(name.numbers)) if name.family in DATED else ""
        where = f"{name.family} {name.context} {places} {dated}"
        if name.rest:
            sound = consonants(name.spelling)
            yield f"{where} {sound[:4]}"
            yield f"{where} …{sound[-4:]}"
            if korean := sino_korean("".join(name.rest), self._readings):
                yield f"{where} {consonants(korean)[:4]}"
        if name.places:
            yield f"{where} heads {' '.join(sorted(name.heads))}"
        words = sorted(name.topics)
        if not name.rest or len(words) >= TELLING:
            for pair in combinations(words[:6], 2) if len(words) > 1 else [tuple(words)]:
                yield f"{where} topics {' '.join(pair)}"

    def _sounds(self, name: Name) -> set[str]:
        """What the spellings of one person's name have in common, in whatever order its words stand."""
        letters = name.spelling
        longest = max(map(latin, name.rest), key=len, default="")
        korean = {self._persons.korean(name), *(self._persons.korean_of_latin(name.rest) if name.rest else ())}
        wade = "".join(map(wade_giles, syllables("".join(name.rest)))) if is_han(name.text) else letters
        sounds = {"".join(sorted(consonants(each))) for each in (letters, wade)}
        return sounds | {f"word {consonants(longest)}"} | {f"korean {each}" for each in korean if each}

    def _join(self, left: Thing, right: Thing, verdict: Verdict, apart: bool = False) -> bool:
        """Makes two clusters one, unless that joins what must stay apart; whether they are one now.

        `apart` also keeps two things of one document apart, since a document knows which of its things are one.
        """
        one, other = self._clusters[left.id], self._clusters[right.id]
        if one is other:
            return True
        if any((number, not side) in other.sides for number, side in one.sides):
            return False
        if apart and (reason := self._obstacle(one, other)):
            self._made.append(Judgement(left.id, right.id, False, verdict.score, (*verdict.reasons, reason)))
            return False
        if len(one.things) < len(other.things):
            one, other = other, one
        one.things += other.things
        one.names.update(other.names)
        one.documents |= other.documents
        one.sides |= other.sides
        for thing in other.things:
            self._clusters[thing.id] = one
        self._made.append(Judgement(left.id, right.id, True, verdict.score, verdict.reasons))
        return True

    def _obstacle(self, one: _Cluster, other: _Cluster) -> str:
        if shared := one.documents & other.documents:
            return f"both stand in {min(shared)} as different things"
        for left in one.names.values():
            for right in other.names.values():
                if left.weight and right.weight and (conflict := self._comparer.conflict(left, right)):
                    return f"{described(left)} against {described(right)}: {conflict}"
        return ""


def _aliases(left: Thing, right: Thing) -> Iterator[tuple[Name, Name]]:
    """The fullest name of one with short names of the other; short names alone only in two scripts and one place."""
    if left.type == "Person" or right.type == "Person":
        return
    yield from ((left.name, other) for other in right.names[1:] if other.weight)
    yield from ((one, right.name) for one in left.names[1:] if one.weight)
    if is_han(left.name.text) != is_han(right.name.text) and left.name.places and left.name.places == right.name.places:
        yield from ((one, other) for one in left.names[1:] for other in right.names[1:] if one.weight and other.weight)


def _handles(thing: Thing) -> Iterator[str]:
    """What a curated judgement may call a thing."""
    yield _plain(thing.id)
    yield _plain(thing.local)
    if thing.place:
        yield _plain(thing.place)
    for name in thing.written:
        yield _plain(name)
        yield _plain(f"{thing.type}:{name}")


def _plain(handle: str) -> str:
    return " ".join(handle.split()).casefold()
