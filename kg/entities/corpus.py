"""Readings to the corpus: entities with keys, names and identifiers, and the judgements between their members."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kg.entities.compare import Comparer
from kg.entities.judgements import entities_named, path_between
from kg.entities.names import Analyser, Areas, Name
from kg.entities.resolver import Resolver
from kg.entities.romanize import latin
from kg.entities.things import Collector, Thing, language_of
from kg.entities.vocabulary import vocabulary
from kg.model import Corpus, Entity, Judgement, Place, Reading

LONGEST_SLUG = 60
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
# The parts of a name an entity carries on, so that two entities can be compared again.
PARTS = ("heads", "topics", "places", "branch", "numbers")


def resolve(
    readings: tuple[Reading, ...], places: Mapping[str, Place], judgements: tuple[Judgement, ...] = ()
) -> Corpus:
    """One entity for each thing across the documents, whatever their order.

    Args:
        readings: what was found in each document; mentions with the same `local` are one thing already.
        places: the rows of the gazetteer by key.
        judgements: curated ones (`load_judgements`), which override what names say.

    Raises:
        DataError: the vocabulary that ships with the program is faulty.
    """
    words = vocabulary()
    areas = Areas(places)
    collector = Collector(Analyser(words, areas), words, places)
    things = [thing for reading in readings for thing in collector.things(reading)]
    groups, made = Resolver(Comparer(areas, words), words, judgements).resolve(things)
    ordered = tuple(sorted(readings, key=lambda each: each.document.name))
    made.sort(key=lambda each: (each.left, each.right, not each.same, -each.score))
    return Corpus(ordered, tuple(sorted(_entities(groups, places), key=lambda each: each.key)), tuple(made))


def why(corpus: Corpus, left: str, right: str) -> tuple[Judgement, ...]:
    """Why two names, keys or members (`document#local`) are, or are not, one entity.

    The chain of merges from one to the other; or, where they are two, the judgements that keep them apart, made anew
    from their parts when none was recorded. Empty when one of them names nothing in the corpus.
    """
    ours, theirs = entities_named(corpus, left), entities_named(corpus, right)
    if both := [each for each in ours if each in theirs]:
        one, other = (_member(both[0], corpus, name) for name in (left, right))
        chain = path_between(corpus.judgements, one, other)
        return chain or (Judgement(left, right, True, 1.0, ("one thing in its document",)),)
    found = [_apart(corpus, one, other) for one in ours for other in theirs]
    return tuple(found)


def _apart(corpus: Corpus, one: Entity, other: Entity) -> Judgement:
    members = [{f"{document}#{local}" for document, local in each.members} for each in (one, other)]
    for each in corpus.judgements:
        if not each.same and any({each.left, each.right} == {a, b} for a in members[0] & {each.left, each.right}
                                 for b in members[1] & {each.left, each.right}):
            return each
    if one.place and other.place:
        return Judgement(one.key, other.key, False, 1.0, ("two places of the gazetteer",))
    places = {each.place.key: each.place for each in corpus.entities if each.place}
    verdict = Comparer(Areas(places), vocabulary()).compare(_name(one), _name(other))
    return Judgement(one.key, other.key, False, verdict.score, verdict.reasons or ("nothing in common",))


def _member(entity: Entity, corpus: Corpus, name: str) -> str:
    """The first member of an entity that bears a name."""
    members = [f"{document}#{local}" for document, local in entity.members]
    if name in members:
        return name
    wanted = name.casefold()
    keys = set(entity.members)
    return min(
        (f"{reading.document.name}#{mention.local}" for reading in corpus.readings for mention in reading.mentions
         if mention.text.casefold() == wanted and (reading.document.name, mention.local) in keys),
        default=members[0],
    )


def _entities(groups: Iterable[list[Thing]], places: Mapping[str, Place]) -> list[Entity]:
    entities = [_entity(sorted(group, key=lambda each: each.id), places) for group in groups]
    taken = Counter(each.key for each in entities)
    return [_distinct(each) if taken[each.key] > 1 else each for each in entities]


def _distinct(entity: Entity) -> Entity:
    """The entity with a key of its own, where people or contexts keep apart what names alone would make one."""
    suffix = _digest(" ".join(min(entity.members)))
    return Entity(f"{entity.key}-{suffix}", entity.type, entity.labels, entity.members, entity.identifiers,
                  entity.place, entity.parts)


def _entity(things: Sequence[Thing], places: Mapping[str, Place]) -> Entity:
    members = tuple((each.document, each.local) for each in things)
    kinds = Counter(each.type for each in things)
    kind = min(kinds, key=lambda each: (-kinds[each], each))
    key = min((each.place for each in things if each.place), default="")
    place = places.get(key)
    if place:
        return Entity(key, place.type, _place_labels(place, things), members, place.identifiers, place)
    name = min((each.name for each in things), key=lambda each: (each.signature, each.type))
    return Entity(key or minted(name, places), kind, _labels(things), members, parts=_parts(name))


def minted(name: Name, places: Mapping[str, Place]) -> str:
    """The key of what a name's parts say, in no language.

    >>> minted(Name("RCEP", "Instrument", "Agreement", topics=frozenset({"rcep"})), {})
    'agreement/rcep-1a06c86f'
    """
    where = sorted(latin(_short_name(places.get(each), each)) for each in name.places)
    numbers = sorted(each.lstrip("#") for each in name.numbers)
    words = (*where, *numbers, name.spelling, *sorted(name.topics), *sorted(name.heads))
    kind, digest = name.type.lower(), _digest(name.signature)
    slug = NOT_A_LETTER.sub("-", "-".join(words).lower()).strip("-")[:LONGEST_SLUG].strip("-")
    return f"{kind}/{slug}-{digest}" if slug else f"{kind}/{digest}"


def _short_name(place: Place | None, key: str) -> str:
    return next((names[0] for names in place.names.values() if names), key) if place else key.rpartition("/")[2]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _place_labels(place: Place, things: Sequence[Thing]) -> Mapping[str, tuple[str, ...]]:
    """The gazetteer's names, then those that documents use."""
    labels = {tag: list(names) for tag, names in place.names.items()}
    for tag, names in _labels(things).items():
        known = labels.setdefault(tag, [])
        known += [each for each in names if each not in known]
    return MappingProxyType({tag: tuple(names) for tag, names in sorted(labels.items())})


def _labels(things: Sequence[Thing]) -> Mapping[str, tuple[str, ...]]:
    """The names documents use by language: the fullest first, then the most frequent, then the shortest."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    fullness: dict[str, float] = {}
    for thing in things:
        for text, count in thing.written.items():
            counts[language_of(text, thing.language)][" ".join(text.split())] += count
        fullness.update((" ".join(name.text.split()), name.fullness) for name in thing.names)
    return MappingProxyType({
        tag: tuple(sorted(texts, key=lambda each: (-fullness.get(each, 0), -texts[each], len(each), each)))
        for tag, texts in sorted(counts.items())
    })


def _parts(name: Name) -> Mapping[str, str]:
    found = {part: " ".join(sorted(getattr(name, part))) for part in PARTS}
    found |= {"family": name.family, "rest": " ".join(name.rest), "context": name.context}
    return MappingProxyType({part: value for part, value in sorted(found.items()) if value})


def _name(entity: Entity) -> Name:
    """An entity's name taken apart, from the parts it carries."""
    if not entity.parts:
        return Name(entity.key, entity.type, entity.type, rest=(entity.key,))
    heads, topics, places, branch, numbers = (frozenset(entity.parts.get(part, "").split()) for part in PARTS)
    label = next(iter(next(iter(entity.labels.values()), ())), entity.key)
    return Name(label, entity.parts["family"], entity.type, heads, topics, places=places, branch=branch,
                numbers=numbers, rest=tuple(entity.parts.get("rest", "").split()),
                context=entity.parts.get("context", ""))


def explained(judgement: Judgement) -> str:
    """A judgement in one line."""
    verdict = "same" if judgement.same else "different"
    return f"{judgement.left} / {judgement.right}: {verdict} ({judgement.score:.2f}): {'; '.join(judgement.reasons)}"
