"""What the simplest reader would find: any two names in one sentence are related as such types mostly are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from kg.evaluation.score import Facts, Item

# The predicate that most often holds between two things of these types; tried in this order.
USUAL = (
    ("Port", "City", "portOf"),
    ("Airport", "City", "portOf"),
    ("Person", "GovernmentBody", "holdsOfficeAt"),
    ("Person", "Company", "holdsOfficeAt"),
    ("Port", "Port", "seaLink"),
    ("City", "Port", "seaLink"),
    ("Company", "Country", "basedIn"),
    ("City", "Event", "hosts"),
    ("City", "Agreement", "partyTo"),
    ("Country", "Agreement", "partyTo"),
    ("City", "City", "cooperatesWith"),
    ("City", "Country", "locatedIn"),
    ("Port", "Country", "locatedIn"),
    ("Zone", "City", "locatedIn"),
)


def co_occurrence(facts: Facts, sentences: list[tuple[int, int]]) -> Facts:
    """The same entities, figures and dates, with relations by co-occurrence in a sentence alone."""
    relations: dict[tuple[str, str, str], Item] = {}
    for start, end in sentences:
        inside = [each for each in facts["entities"]
                  if any(start <= mention["start"] < end for mention in each["mentions"])]
        for one, other in combinations(inside, 2):
            for relation in _usual(one, other):
                relations[relation["subject"], relation["predicate"], relation["object"]] = relation
    return {**facts, "relations": list(relations.values())}


def _usual(one: Item, other: Item) -> list[Mapping[str, str]]:
    for subject, object_, predicate in USUAL:
        for a, b in ((one, other), (other, one)):
            if (a["type"], b["type"]) == (subject, object_):
                return [{"subject": a["id"], "predicate": predicate, "object": b["id"]}]
    return []
