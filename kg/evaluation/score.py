"""Compares the facts of one document with its annotation, level by level.

A system item matches at most one annotated item, and as many as can be are matched (augmenting paths). Entities match
by a compatible type and a mention of each that shares half of the longer; relations by predicate (or an allowed
neighbour) and matched ends; figures by overlapping span, value and unit; figures+ by period and subject as well; dates
by overlapping span and value. What has ended or is denied, what was inferred, and a rank of one are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]
Facts = dict[str, list[Item]]

LEVELS = ("entities", "relations", "figures", "figures+", "dates")
KINDS = {"entity": "entities", "relation": "relations", "figure": "figures", "date": "dates"}
UNDIRECTED = frozenset({"seaLink", "airLink", "railLink", "roadLink", "intermodalLink", "plannedLink", "cooperatesWith",
                        "sisterCityOf"})


def _pairs(text: str) -> list[frozenset[str]]:
    return [frozenset(line.split()) for line in text.strip().splitlines()]


# Types and predicates so close that people who annotate differ: either is a match.
NEAR_TYPES = _pairs("""
Port City
Airport City
Province City
Plan System
Plan Regulation
Agreement Plan
ResearchInstitute University
ResearchInstitute GovernmentBody
GovernmentBody Association
Association InternationalOrganization
Company Zone
Company System
Company MediaOrganization
System Recognition
Plan Recognition
System Route
Zone Region
System Zone
Landmark Zone
Landmark Port
Plan Event
Region Country
""")
NEAR_PREDICATES = _pairs("""
locatedIn portOf partOf hosts
organizes hosts
investsIn establishes
issued partyTo
operates establishes
cooperatesWith partyTo
memberOf partOf
locatedIn basedIn
participatesIn organizes
appliesTo received
intermodalLink roadLink seaLink
visits participatesIn
holdsOfficeAt memberOf
""")
# Neighbours that run opposite ways: one's subject is the other's object.
INVERSE = _pairs("""
locatedIn hosts
partOf hosts
portOf hosts
appliesTo received
""")


@dataclass(frozen=True, slots=True)
class Score:
    """One document's result: level to (matched, found, annotated), and what did not match."""

    counts: Mapping[str, tuple[int, int, int]]
    missed: Mapping[str, Sequence[Item]]
    spurious: Mapping[str, Sequence[Item]]


def by_document(lines: Iterable[Item]) -> dict[str, Facts]:
    """The lines of `kg facts` as facts of each document, without those that no document asserts."""
    facts: dict[str, Facts] = defaultdict(lambda: {kind: [] for kind in KINDS.values()})
    for line in lines:
        if line.get("inferred") or line.get("status") in ("ended", "denied"):
            continue
        if line["kind"] == "entity":
            mentions = defaultdict(list)
            for mention in line["mentions"]:
                mentions[mention["document"]].append(mention)
            for document, own in mentions.items():
                facts[document]["entities"].append({"id": line["id"], "type": line["type"], "mentions": own})
        else:
            facts[line["document"]][KINDS[line["kind"]]].append(line)
    for found in facts.values():
        found["relations"] = list({_triple(each): each for each in found["relations"]}.values())
    return dict(facts)


def _triple(relation: Item) -> tuple[str, str, str]:
    return relation["subject"], relation["predicate"], relation["object"]


def score(found: Mapping[str, Sequence[Item]], gold: Mapping[str, Sequence[Item]]) -> Score:
    """The facts found in one document against its annotation."""
    matcher = _Matcher(_without_firsts(found), _without_firsts(gold))
    pairs = {level: matcher.match(level) for level in LEVELS}
    kinds = {level: level.rstrip("+") for level in LEVELS}
    return Score(
        counts={level: (len(pairs[level]), len(matcher.found[kind]), len(matcher.gold[kind]))
                for level, kind in kinds.items()},
        missed={level: [item for at, item in enumerate(matcher.gold[kind]) if at not in pairs[level]]
                for level, kind in kinds.items()},
        spurious={level: [item for at, item in enumerate(matcher.found[kind]) if at not in pairs[level].values()]
                  for level, kind in kinds.items()},
    )


def _without_firsts(facts: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    """Facts without ranks of one: people differ on whether "first" is a figure."""
    kept = {kind: list(facts.get(kind, ())) for kind in KINDS.values()}
    kept["figures"] = [each for each in kept["figures"] if each["unit"] != "ordinal" or each["value"] != 1]
    return kept


class _Matcher:
    """Found and annotated items of one document, and which found entity stands for which annotated one."""

    def __init__(self, found: Mapping[str, list[Item]], gold: Mapping[str, list[Item]]) -> None:
        self.found, self.gold = found, gold
        self.stands_for = self._votes()

    def match(self, level: str) -> dict[int, int]:
        alike: dict[str, Callable[[Item, Item], bool]] = {
            "entities": _entity_alike, "relations": self._relation_alike, "figures": _figure_alike,
            "figures+": self._figure_full, "dates": _date_alike,
        }
        kind = level.rstrip("+")
        return _largest(self.found[kind], self.gold[kind], alike[level])

    def _votes(self) -> dict[str, str]:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for own in self.found["entities"]:
            for gold in self.gold["entities"]:
                if _near(own["type"], gold["type"], NEAR_TYPES):
                    votes[own["id"]][gold["id"]] += sum(
                        any(_overlap(mine, theirs) for mine in own["mentions"]) for theirs in gold["mentions"]
                    )
        return {own: max(each, key=lambda gold: each[gold]) for own, each in votes.items() if max(each.values())}

    def _relation_alike(self, own: Item, gold: Item) -> bool:
        if not _near(own["predicate"], gold["predicate"], NEAR_PREDICATES):
            return False
        subject, object_ = self.stands_for.get(own["subject"]), self.stands_for.get(own["object"])
        forward = (subject, object_) == (str(gold["subject"]), str(gold["object"]))
        backward = (object_, subject) == (str(gold["subject"]), str(gold["object"]))
        pair = {own["predicate"], gold["predicate"]}
        turned = pair in INVERSE
        return backward if turned else forward or (backward and pair <= UNDIRECTED)

    def _figure_full(self, own: Item, gold: Item) -> bool:
        about = not gold.get("about") or self.stands_for.get(str(own.get("about"))) == str(gold["about"])
        period = not gold.get("period") or str(own.get("period")) == str(gold["period"])
        return _figure_alike(own, gold) and about and period


def _largest(found: Sequence[Item], gold: Sequence[Item], alike: Callable[[Item, Item], bool]) -> dict[int, int]:
    """The largest one-to-one matching, as {annotated: found}."""
    fits = [[at for at, item in enumerate(found) if alike(item, each)] for each in gold]
    owner: dict[int, int] = {}

    def place(item: int, seen: set[int]) -> bool:
        for at in fits[item]:
            if at not in seen:
                seen.add(at)
                if at not in owner or place(owner[at], seen):
                    owner[at] = item
                    return True
        return False

    for item in range(len(gold)):
        place(item, set())
    return {item: at for at, item in owner.items()}


def _near(one: str, other: str, sets: Sequence[frozenset[str]]) -> bool:
    return one == other or any(one in each and other in each for each in sets)


def _overlap(one: Item, other: Item) -> bool:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared > 0 and bool(2 * shared >= max(one["end"] - one["start"], other["end"] - other["start"]))


def _touches(one: Item, other: Item) -> bool:
    return bool(min(one["end"], other["end"]) > max(one["start"], other["start"]))


def _entity_alike(own: Item, gold: Item) -> bool:
    return _near(own["type"], gold["type"], NEAR_TYPES) and any(
        _overlap(mine, theirs) for mine in own["mentions"] for theirs in gold["mentions"]
    )


def _figure_alike(own: Item, gold: Item) -> bool:
    counts = {"count", "person"}
    same_unit = own["unit"] == gold["unit"] or {own["unit"], gold["unit"]} <= counts
    near = abs(own["value"] - gold["value"]) <= 1e-6 * max(1.0, abs(gold["value"]))
    return same_unit and near and _touches(own["span"], gold["span"])


def _date_alike(own: Item, gold: Item) -> bool:
    return bool(own["value"] == gold["value"]) and _touches(own["span"], gold["span"])
