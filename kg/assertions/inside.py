"""Relations that a name itself states: the place in a firm's name, the states of a treaty, the city of a port.

Only between things that the document names as well, except the parts that act in the name (a place in brackets, the
ends of a route), which are mentions themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import Mention, Place

ORGANIZATIONS = frozenset({"Company", "Association", "University", "ResearchInstitute", "GovernmentBody",
                           "MediaOrganization"})
FOUNDED = frozenset({"Company", "Association", "ResearchInstitute", "University"})
SEATS = frozenset({"City", "Province", "Country"})
SITES = frozenset({"Zone", "Landmark"})
ABOUT = frozenset({"Plan", "Regulation", "System"})
RULE = "inside-name"

Claimed = tuple[Mention, str, Mention]


def inside_names(mentions: Sequence[Mention], places: Mapping[str, Place]) -> Iterator[Claimed]:
    """(subject, predicate, object) for every relation that a mention's own name states."""
    by_place: dict[str, Mention] = {}
    for mention in mentions:
        if mention.place:
            by_place.setdefault(mention.place, mention)
    for mention in mentions:
        if mention.type in ("Port", "Airport"):
            yield from _harbour(mention, by_place, places)
        elif mention.type in ORGANIZATIONS or mention.type in SITES:
            yield from _organization(mention, by_place, places)
        elif mention.type in ABOUT or mention.type in ("Agreement", "Event"):
            yield from _scope(mention, by_place)


def _harbour(mention: Mention, by_place: Mapping[str, Mention], places: Mapping[str, Place]) -> Iterator[Claimed]:
    city = mention.parts.get("place", "")
    row = places.get(mention.place)
    for key in (row.serves if row else "", city):
        if key in by_place and by_place[key].type in ("City", "Province") and _says(mention, places[key]):
            yield mention, "portOf", by_place[key]
            return


def _says(mention: Mention, city: Place) -> bool:
    """Whether the name of a port holds the name of its city."""
    return any(name in mention.text and name != mention.text for names in city.names.values() for name in names)


def _organization(mention: Mention, by_place: Mapping[str, Mention], places: Mapping[str, Place]) -> Iterator[Claimed]:
    parts = ("bracket", "lead", "tail", "place") if mention.type == "Zone" else ("bracket", "lead", "tail")
    inner = [mention.parts[part] for part in parts if part in mention.parts]
    seats = [seat for key in inner for seat in (key, places[key].serves if key in places else "")]
    found = next((by_place[seat] for seat in seats if seat in by_place and by_place[seat].type in SEATS), None)
    if not found:
        return
    if found.type == "Country":
        if mention.type in FOUNDED:
            yield mention, "basedIn", found
        elif mention.type == "GovernmentBody":
            yield mention, "locatedIn", found
    else:
        yield mention, "locatedIn", found


def _scope(mention: Mention, by_place: Mapping[str, Mention]) -> Iterator[Claimed]:
    if mention.type == "Event":
        found = by_place.get(mention.parts.get("bracket", ""))
        if found and found.type != "Country":
            yield found, "hosts", mention
        return
    for key in mention.parts.get("places", "").split():
        found = by_place.get(key)
        if not found:
            continue
        if mention.type == "Agreement":
            yield found, "partyTo", mention
        else:
            yield mention, "appliesTo", found
