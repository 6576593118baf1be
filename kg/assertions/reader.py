"""One document's mentions, dates and quantities to assertions and figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from kg.assertions.chunks import BELONGING, COORDINATED, Chunk, Row, make_row
from kg.assertions.clauses import clause_parts, part_of, verb_part_of
from kg.assertions.frames import Context, Finding, constructions, frames, governed
from kg.assertions.harbours import keys, port_of, renewed, renewed_row
from kg.assertions.inside import RULE as INSIDE
from kg.assertions.inside import inside_names
from kg.language import Text
from kg.model import Assertion, Date, Evidence, Mention, Place, Span, Status

LINKS = {"seaLink": "sea", "airLink": "air", "railLink": "rail", "roadLink": "road", "intermodalLink": "intermodal"}
MODES = {mode: predicate for predicate, mode in LINKS.items()}
SYMMETRIC = frozenset({*LINKS, "plannedLink", "cooperatesWith", "sisterCityOf"})
QUALIFIERS = ("vessel", "carrier", "cargo", "office", "mode")
PLANNED = (Status.ANNOUNCED, Status.NEGOTIATED, Status.SIGNED, Status.ON_TRIAL)
# A word of these classes in the clause, and what it makes of the fact.
STANCES = {
    "status.ended": Status.ENDED,
    "status.denied": Status.DENIED,
    "status.trial": Status.ON_TRIAL,
    "status.negotiated": Status.NEGOTIATED,
    "status.signed": Status.SIGNED,
    "status.announced": Status.ANNOUNCED,
}
SUBJECT_TYPES = frozenset({"City", "Province", "Country", "Port", "Airport", "Zone", "Company", "GovernmentBody",
                           "Association", "University", "ResearchInstitute", "System", "Event", "Person", "Route",
                           "InternationalOrganization", "Agreement", "Plan", "Regulation"})
KEPT_SUBJECTS = 4
# Predicates that say where a port lies and what it is linked with, not what a city does.
PLACING = frozenset({"seaLink", "intermodalLink", "plannedLink", "locatedIn", "portOf"})
# Ends that a link of a mode cannot have: the rule misread.
UNFIT = {"airLink": frozenset({"Port"}), "seaLink": frozenset({"Airport"})}
SHIPS = frozenset({"m.Vessel", "noun.Vessel"})
# What a person speaks for with "we".
EMPLOYERS = frozenset({"Company", "GovernmentBody", "Association", "University", "ResearchInstitute", "Port", "Airport",
                       "InternationalOrganization", "Zone"})
# Who writes "we" and "our company" in a notice or release: the one that it names first.
WRITERS = frozenset({"Company", "Association", "University", "ResearchInstitute"})
# Rules for bodies that are named by their rank alone ("the municipal government"), and what they belong to.
LOCAL_BODIES = {"body-of-city": "City", "body-of-province": "Province"}
# Signs between a place and the wider one that it lies in.
APPOSED, BRACKETED = frozenset({"punct.comma", "punct.open"}), frozenset({"punct.open"})
LONGEST_ARTICLE = len("the ")
# What a noun phrase says of its parts holds, whatever its sentence wishes or denies.
SETTLED = frozenset({"locatedIn", "basedIn", "portOf", "holdsOfficeAt", "memberOf", "partOf"})
# What may stand between a state's adjective and a place that lies there: "Japanese port city of".
BARE = re.compile(r"[^\W\d_]*(?:\s+[^\W\d_]+){0,4}\s+")


# Rules that find adjectives of places.
ADJECTIVES = ("state-word", "place-adjective")


# Types of which a document often names one thing that all its sentences are about.
SOLE = ("Event", "Agreement", "Zone")
# What stands between the place and the text of a report.
DATELINE = tuple(".:–—(/")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a text asserts, what each sentence is about (for its figures), and the mentions as it means them."""

    assertions: tuple[Assertion, ...]
    rows: tuple[Row, ...]
    contexts: tuple[Context, ...]
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class _Collector:
    """Evidence gathered for each distinct fact of the document."""

    text: str
    found: dict[tuple[str, str, str, Status | None], list[tuple[Evidence, str, Mapping[str, str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, ends: tuple[str, str, str], status: Status | None, evidence: Evidence, time: str = "",
            qualifiers: Mapping[str, str] = MappingProxyType({})) -> None:
        subject, predicate, object_ = ends
        if predicate in SYMMETRIC and object_ < subject:
            subject, object_ = object_, subject
        if subject != object_:
            self.found[subject, predicate, object_, status].append((evidence, time, qualifiers))

    def rename(self, keys: Mapping[str, str]) -> None:
        """Puts other keys for those that no mention has any more."""
        found, self.found = self.found, defaultdict(list)
        for (subject, predicate, object_, status), said in found.items():
            for evidence, time, qualifiers in said:
                ends = (keys.get(subject, subject), predicate, keys.get(object_, object_))
                self.add(ends, status, evidence, time, qualifiers)

    def assertions(self) -> Iterator[Assertion]:
        for (subject, predicate, object_, status), said in sorted(
            self.found.items(), key=lambda each: (each[1][0][0].span, each[0][:3], each[0][3] or "")
        ):
            if predicate == "locatedIn" and (subject, "basedIn", object_, status) in self.found:
                continue
            best: dict[Span, Evidence] = {}
            qualifiers: dict[str, str] = {}
            for evidence, _, words in said:
                known = best.get(evidence.span)
                if not known or known.confidence < evidence.confidence:
                    best[evidence.span] = evidence
                for name, value in words.items():
                    qualifiers.setdefault(name, value)
            time = next((time for _, time, _ in said if time), "")
            yield Assertion(subject, predicate, object_, tuple(best[span] for span in sorted(best)), status, time,
                            MappingProxyType(dict(sorted(qualifiers.items()))))


def find_assertions(
    text: Text,
    mentions: Sequence[Mention],
    dates: Sequence[Date],
    quantities: Sequence[Span],
    places: Mapping[str, Place],
) -> Findings:
    """All relations a text asserts, each with the sentences that say so.

    Args:
        mentions: in the order of their spans.
        dates: a relation takes the one date of its clause as its time.
        quantities: spans of numbers, so that rules can step over them.
        places: every place of the gazetteer by key, for what lies in what.
    """
    return _Pass(text, mentions, dates, quantities, places).run()


class _Pass:
    """One reading of one text."""

    def __init__(self, text: Text, mentions: Sequence[Mention], dates: Sequence[Date], quantities: Sequence[Span],
                 places: Mapping[str, Place]) -> None:
        self.text, self.mentions, self.places = text, mentions, places
        self.dates = sorted(dates, key=lambda each: each.span)
        self.starts = [each.span.start for each in mentions]
        self.marks = {"date": sorted(each.span for each in dates), "figure": sorted(quantities)}
        self.topic = _topic(mentions)
        self.out = _Collector(text.document.text)
        self.sentences = [each.span.start for each in text.sentences]
        self.carried: tuple[Mention, ...] = ()
        self.by_type: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self.by_type[mention.type].append(mention)
        self.ports = {city: port for port in reversed(self.by_type["Port"]) if (city := _city_of(port, places))}
        self.meant: dict[Span, Mention] = {}
        self.mode = (-1, "")
        self.speaker: Mention | None = None
        self.sole = tuple(named[0] for kind in SOLE
                          if (named := self.by_type[kind]) and len({each.local for each in named}) == 1)
        self.usual = _usual_link(text)

    def run(self) -> Findings:
        rows: list[Row] = []
        contexts: list[Context] = []
        for sentence in self.text.sentences:
            inside = self._inside(sentence.span)
            row = make_row(sentence, inside, self._marks(sentence.span), self._anaphor, self._pair, self._within)
            context = Context(self.carried, self._dateline(sentence.span) or self.topic, self.sole)
            for finding in (*constructions(row, self.text.view), *frames(row, context)):
                self._assert(finding, row)
            self._juxtaposed(row)
            self._local_bodies(row)
            rows.append(row)
            contexts.append(context)
            self.carried = _carry(row, self.carried)
            modes = [name.partition(".") for token in sentence.tokens for name in token.classes]
            said = [MODES[mode] for kind, _, mode in modes if kind == "mode" and mode in MODES]
            self.mode = (sentence.paragraph, said[-1]) if said else self.mode
        self._ports_throughout()
        named = renewed(self.mentions, self.meant)
        self._names(named)
        self._hosts()
        self.out.rename(keys(self.mentions, named))
        told = [replace(each, carried=renewed(each.carried, self.meant)) for each in contexts]
        told = [replace(each, topic=renewed((each.topic,), self.meant)[0]) if each.topic else each for each in told]
        return Findings(tuple(self.out.assertions()), tuple(renewed_row(row, self.meant) for row in rows),
                        tuple(told), named)

    def _inside(self, span: Span) -> Sequence[Mention]:
        return self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def _marks(self, span: Span) -> Mapping[str, Sequence[Span]]:
        return {name: spans[bisect_left(spans, Span(span.start, 0)) : bisect_left(spans, Span(span.end, 0))]
                for name, spans in self.marks.items()}

    def _within(self, one: Mention, other: Mention) -> bool:
        """Whether the first place lies in the second by the gazetteer."""
        key, seen = one.place, 0
        while key and seen < 6:
            place = self.places.get(key)
            key, seen = (place.within or place.serves if place else ""), seen + 1
            if key and key == other.place:
                return True
        return False

    def _elsewhere(self, one: Mention, other: Mention) -> bool:
        """Whether the gazetteer knows that a place lies in another state than the second, so a rule misread."""
        first, second = self.places.get(one.place), self.places.get(other.place)
        return bool(first and second and first.country and second.country and first.country != second.country)

    def _anaphor(self, kind: str, span: Span) -> Mention | None:
        """What a word such as "the city" stands for: the document's own place, else the last thing of that type."""
        if kind in ("Subject", "Owner"):
            return self._spoken_of(span, kind == "Owner")
        if kind in ("Speaker", "Speakers"):
            return self.speaker
        if kind == "Writer":
            return next((each for each in self.mentions if each.type in WRITERS), None)
        if kind == "City" and (own := self._dateline(span)):
            return own
        if self.topic and self.topic.type == kind:
            return self.topic
        if kind == "Port" and self.topic and self.topic.place in self.ports:
            return self.ports[self.topic.place]
        known = self.by_type.get(kind, [])
        before = known[: bisect_left(known, span.start, key=lambda each: each.span.start)]
        counts = Counter(each.local for each in before)
        return max(before, key=lambda each: (counts[each.local], each.span), default=None)

    def _pair(self, kind: str, span: Span) -> tuple[Mention, ...]:
        """The two things of a type that "both cities" stands for: the document's own place and the last other one."""
        known = self.by_type.get(kind, [])
        before = known[: bisect_left(known, span.start, key=lambda each: each.span.start)]
        own = [self.topic] if self.topic and self.topic.type == kind else []
        distinct = {each.local: each for each in (*own, *reversed(before))}
        return tuple(distinct.values())[:2]

    def _dateline(self, span: Span) -> Mention | None:
        """The city with which a paragraph begins ("Kobe. The city ...")."""
        at = bisect_right(self.sentences, span.start) - 1
        while at > 0 and self.text.sentences[at - 1].paragraph == self.text.sentences[at].paragraph:
            at -= 1
        found = bisect_left(self.starts, self.sentences[at])
        mention = self.mentions[found] if found < len(self.mentions) else None
        if not mention or mention.type != "City" or mention.span.start != self.sentences[at]:
            return None
        return mention if self.text.view[mention.span.end : mention.span.end + 2].strip()[:1] in DATELINE else None

    def _spoken_of(self, span: Span, owner: bool) -> Mention | None:
        """What "it" stands for: the subject that begins the sentence, else that of those before, else any before it.

        "Its" rather means the first name in its own sentence.
        """
        at = bisect_right(self.sentences, span.start) - 1
        named = self.mentions[bisect_left(self.starts, self.sentences[at]) : bisect_left(self.starts, span.start)]
        begins = [each for each in named[:1] if each.span.start - self.sentences[at] <= LONGEST_ARTICLE]
        order = (*named, *self.carried) if owner else (*begins, *self.carried, *named)
        return next((each for each in order
                     if each.type in SUBJECT_TYPES and each.type != "Person" and each.rule not in ADJECTIVES), None)

    def _assert(self, finding: Finding, row: Row) -> None:
        settled = finding.phrase and all(claim.predicate in SETTLED for claim in finding.claims)
        if (not settled and _irrealis(finding, row)) or self.text.view[row.sentence.span.end - 1] == "?":
            return
        status = Status(finding.status) if finding.status else _stance(finding, row, settled)
        evidence = self._evidence(row.sentence.span, finding.rule, finding.confidence)
        time = self._time(row.sentence.span)
        words = dict(finding.words)
        for name in QUALIFIERS:
            if name in finding.roles:
                words[name] = finding.roles[name].members[0].text
        for claim in finding.claims:
            if claim.subject not in finding.roles or claim.object not in finding.roles:
                continue
            named = self._link(finding, row) if claim.predicate == "link" else claim.predicate
            if not named:
                continue
            predicate, kept = _as_planned(named, status or (self._ahead(row) if named in LINKS else None), words)
            ends = list(_pairs(finding.roles[claim.subject], finding.roles[claim.object]))
            if named == "seaLink":
                own = {role: chunk for role, chunk in finding.roles.items() if chunk.implied}
                ends = [(self._port(a, claim.subject in own), self._port(b, claim.object in own)) for a, b in ends]
            for subject, object_ in ends:
                if predicate == "locatedIn" and self._elsewhere(subject, object_):
                    continue
                if {subject.type, object_.type} & UNFIT.get(named, frozenset()):
                    continue
                self.out.add((subject.local, predicate, object_.local), status, evidence, time, kept)
                if predicate == "holdsOfficeAt" and object_.type in EMPLOYERS:
                    self.speaker = object_

    def _ahead(self, row: Row) -> Status | None:
        """Announced, if the sentence names a time after the document's own: what is not yet so."""
        published = self.text.document.published
        for at, chunk in enumerate(row.chunks):
            if published and chunk.has("date") and not (at and row.chunks[at - 1].has("until")):
                value = next((each.value for each in self.dates if each.span == chunk.span), "")
                value = value.partition("-Q")[0]
                if value[: len(published)] > published[: len(value)]:
                    return Status.ANNOUNCED
        return None

    def _port(self, mention: Mention, implied: bool) -> Mention:
        """The port that a city stands for where ships are spoken of; a city only meant, if its port is named too."""
        if mention.type != "City" or mention.rule in ADJECTIVES:
            return mention
        if implied:
            return self.ports.get(mention.place, mention)
        return self.meant.setdefault(mention.span, port_of(mention, self.ports))

    def _ports_throughout(self) -> None:
        """A city that means its port once, and of which nothing else is said, means it everywhere in the document."""
        acting = {end for subject, predicate, object_, _ in self.out.found if predicate not in PLACING
                  for end in (subject, object_)}
        meant = {each.local for each in self.mentions if each.type == "City" and each.span in self.meant}
        for mention in self.mentions:
            if self.topic and mention.local == self.topic.local:
                continue
            if mention.local in meant - acting and mention.type == "City" and mention.place not in self.ports:
                self.meant.setdefault(mention.span, port_of(mention, self.ports))

    def _link(self, finding: Finding, row: Row) -> str:
        """The link of the mode that the nearest word tells, else its ends, the sentences before, the whole document."""
        named = _link(finding, row)
        if named:
            self.mode = (row.sentence.paragraph, named)
        return named or (self.mode[1] if self.mode[0] == row.sentence.paragraph else self.usual)

    def _juxtaposed(self, row: Row) -> None:
        """A place right before a smaller one, or behind it and a comma or in brackets: the smaller lies in it."""
        for chunk in row.chunks:
            for inner in (*chunk.members, *chunk.outer):
                unknown = not inner.place and inner.type in COORDINATED
                wider = [each for each in chunk.outer if unknown or self._within(inner, each)]
                for outer in wider:
                    if not any(self._within(each, outer) for each in wider):
                        self._located(inner, outer, row)
        # Where there are no blanks, or wider places stand first, a comma tells nothing of the place behind it.
        settings = row.sentence.grammar.settings
        signs = APPOSED if settings.segmenter == "words" and not settings.head_final else BRACKETED
        for at, chunk in enumerate(row.chunks[:-2]):
            following = row.chunks[at + 1]
            if not chunk.members or chunk.implied:
                continue
            if following.has_any(signs):
                beyond = row.chunks[at + 2]
                if beyond.members and not beyond.implied and self._within(chunk.members[-1], beyond.members[0]):
                    self._located(chunk.members[-1], beyond.members[0], row)

        for one, other in pairwise(self._inside(row.sentence.span)):
            if settings.segmenter == "dictionary" and one.type == "Country" and one.span.end == other.span.start \
                    and (said := BELONGING.get(other.type)):
                self.out.add((other.local, said, one.local), None,
                             self._evidence(row.sentence.span, "juxtaposition", 0.9))
            between = self.text.view[one.span.end : other.span.start]
            if one.rule == "state-word" and BARE.fullmatch(between) and self._within(other, one):
                self._located(other, one, row)
        if row.sentence.grammar.settings.segmenter == "words":
            self._belonging(row)

    def _belonging(self, row: Row) -> None:
        """The adjective before a list of names tells of all of them, up to the next adjective in the list."""
        named = self._inside(row.sentence.span)
        adjectives = {other.span: one for one, other in pairwise(named) if one.rule in ADJECTIVES
                      and BARE.fullmatch(self.text.view[one.span.end : other.span.start])}
        for member, place, comes in (seat for chunk in row.chunks for seat in chunk.seats):
            evidence = self._evidence(row.sentence.span, "juxtaposition", 0.9)
            self.out.add((member.local, "basedIn" if comes else "locatedIn", place.local), None, evidence)
        for chunk in row.chunks:
            whose: Mention | None = None
            for member in () if chunk.implied else chunk.members:
                listed = member.type not in BELONGING or member.type == "Zone"
                whose = adjectives.get(member.span, whose if listed else None)
                if not whose or member.rule in ADJECTIVES:
                    continue
                if self._within(member, whose):
                    self._located(member, whose, row)
                elif predicate := BELONGING.get(member.type):
                    evidence = self._evidence(row.sentence.span, "juxtaposition", 0.9)
                    self.out.add((member.local, predicate, whose.local), None, evidence)

    def _located(self, inner: Mention, outer: Mention, row: Row) -> None:
        evidence = self._evidence(row.sentence.span, "juxtaposition", 0.95)
        self.out.add((inner.local, "locatedIn", outer.local), None, evidence)

    def _names(self, named: Sequence[Mention]) -> None:
        spans = [each.span for each in self.text.sentences]
        seated = {subject for subject, predicate, _, _ in self.out.found if predicate in ("locatedIn", "basedIn")}
        for subject, predicate, object_ in inside_names(named, self.places):
            if predicate == "basedIn" and object_.type == "Country" and subject.local in seated:
                continue
            speaker = object_ if predicate in ("hosts", "partyTo") else subject
            at = bisect_left(spans, Span(speaker.span.start + 1, 0)) - 1
            evidence = self._evidence(spans[at], INSIDE, 0.85)
            self.out.add((subject.local, predicate, object_.local), None, evidence)

    def _local_bodies(self, row: Row) -> None:
        """A body named by its rank alone lies in the city that the document is about, or in the only province."""
        for mention in (member for chunk in row.chunks for member in chunk.members):
            if mention.rule in LOCAL_BODIES and (owner := self._seat(mention)):
                self._located(mention, owner, row)

    def _seat(self, body: Mention) -> Mention | None:
        """The city or province whose office a body named by its rank alone is."""
        kind = LOCAL_BODIES[body.rule]
        return self.topic if self.topic and self.topic.type == kind else self._only(kind)

    def _only(self, kind: str) -> Mention | None:
        named = {each.local: each for each in self.by_type.get(kind, ())}
        return next(iter(named.values())) if len(named) == 1 else None

    def _hosts(self) -> None:
        """The city in whose hall an event takes place is its host."""
        cities = {each.place: each for each in self.mentions if each.type == "City"}
        halls = {each.local: cities[lead] for each in self.by_type["Landmark"]
                 if (lead := each.parts.get("lead", "")) in cities}
        halls |= {hall: city for (hall, said, place, _) in self.out.found if said == "locatedIn"
                  for city in cities.values() if city.local == place and hall.startswith("Landmark:")}
        for (event, said, hall, status), evidence in list(self.out.found.items()):
            if said == "locatedIn" and event.startswith("Event:") and hall in halls:
                self.out.add((halls[hall].local, "hosts", event), status, evidence[0][0])

    def _evidence(self, span: Span, rule: str, confidence: float) -> Evidence:
        return Evidence(span, span.of(self.text.document.text), rule, confidence)

    def _time(self, span: Span) -> str:
        first, last = (bisect_left(self.dates, at, key=lambda each: each.span.start) for at in (span.start, span.end))
        return self.dates[first].value if last - first == 1 else ""


def _city_of(port: Mention, places: Mapping[str, Place]) -> str:
    """The key of the city whose port is named."""
    return places[port.place].serves if port.place in places else port.parts.get("place", "")


def _topic(mentions: Sequence[Mention]) -> Mention | None:
    """The city (else the country) that the document names most often; of equals the one named first."""
    for kinds in (("City", "Port"), ("Province", "Country")):
        counts: Counter[str] = Counter(each.local for each in mentions if each.type in kinds[:1])
        if counts:
            most = max(counts.values())
            if most > 1:
                return next(each for each in mentions if counts.get(each.local) == most)
    return None


def _carry(row: Row, carried: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The subjects that a following sentence may leave out, newest first."""
    named = [(governed(row, at, "prep"), chunk.members[0]) for at, chunk in enumerate(row.chunks)
             if len(chunk.members) == 1 and chunk.members[0].type in SUBJECT_TYPES
             and chunk.members[0].rule not in ADJECTIVES]
    new = [mention for _, mention in sorted(named, key=lambda each: each[0])]
    kept: list[Mention] = []
    for mention in (*new[:2], *carried):
        if all(mention.local != other.local for other in kept):
            kept.append(mention)
    return tuple(kept[:KEPT_SUBJECTS])


def _irrealis(finding: Finding, row: Row) -> bool:
    """Whether the words around the trigger only wish, ask or suppose."""
    return any(chunk.has("irrealis") for chunk in _around(row, *finding.trigger))


def _stance(finding: Finding, row: Row, settled: bool) -> Status | None:
    """The status that words around the trigger give a fact; for what a noun phrase settles, those in the phrase."""
    around = row.chunks[slice(*finding.trigger)] if settled else _around(row, *finding.trigger)
    return next((status for name, status in STANCES.items() if any(chunk.has(name) for chunk in around)), None)


def _around(row: Row, first: int, last: int) -> list[Chunk]:
    """The trigger's own clause, without what is inserted in it or follows it between commas."""
    if row.sentence.grammar.settings.head_final:
        parts = [verb_part_of(row, first, last)]
    elif row.sentence.grammar.settings.segmenter == "dictionary":
        parts = [part_of(row, first, last)]
    else:
        parts = clause_parts(row, first, last)
    return [chunk for start, end in parts for chunk in row.chunks[start:end]]


def _usual_link(text: Text) -> str:
    """The link of the mode that at least two thirds of the document's words for modes tell; empty if there is none."""
    said = Counter(name[5:] for sentence in text.sentences for token in sentence.tokens
                   for name in token.classes if name.startswith("mode."))
    mode, most = next(iter(said.most_common(1)), ("", 0))
    return MODES[mode] if mode and 3 * most >= 2 * said.total() else ""


def _link(finding: Finding, row: Row) -> str:
    """The link of the mode that the nearest word tells, else that its ends imply; empty if nothing does."""
    chunks = row.chunks[slice(*finding.trigger)]
    start, end = chunks[0].span.start, chunks[-1].span.end
    shipped = any(chunk.has_any(SHIPS) for chunk in row.chunks[: finding.trigger[0]])
    for token in sorted(row.sentence.tokens, key=lambda token: max(start - token.start, token.start - end, 0)):
        for name in token.classes:
            if name.startswith("mode.") and name[5:] in MODES:
                # What a ship carries ("lorries") is no mode of the link.
                return "seaLink" if shipped and name == "mode.road" else MODES[name[5:]]
    ends = {member.type for chunk in finding.roles.values() for member in chunk.members}
    named = {member.type for chunk in row.chunks for member in chunk.members}
    if "Airport" in ends:
        return "airLink"
    return "seaLink" if "Port" in ends or "Vessel" in named else ""


def _as_planned(predicate: str, status: Status | None, words: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A link that does not run yet is a `plannedLink` of that mode."""
    if predicate in LINKS and status in PLANNED:
        return "plannedLink", {**words, "mode": LINKS[predicate]}
    return predicate, dict(words)


def _pairs(subjects: Chunk, objects: Chunk) -> Iterator[tuple[Mention, Mention]]:
    """Every subject with every object; within one list, the first with each of the others.

    In a list with dashes ("A – B – C"), each with the next.
    """
    if subjects.span == objects.span and subjects.members == objects.members:
        if "dash" in subjects.joined:
            yield from pairwise(subjects.members)
            return
        first, *rest = subjects.members
        yield from ((first, other) for other in rest)
        return
    for subject in subjects.members:
        for object_ in objects.members:
            yield subject, object_

