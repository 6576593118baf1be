"""The names in a text: rules of name formation over tokens, the gazetteer, and the short forms a text defines.

Text -> Mentions. A name inside a longer name is no mention of its own, save where a rule says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from kg.language import PLACE_TYPES, NameRule, Sentence, Text, Token
from kg.model import NOTHING, Mention, Place, Span
from kg.patterns import CAPITALISED, LETTER

PLACE_RULE, STATE_RULE, SHORT_RULE = "gazetteer", "state-word", "short-form"
ADJECTIVE_RULE = "place-adjective"
SHORTENED = frozenset({"Company", "Person", "GovernmentBody", "Association", "University", "ResearchInstitute",
                       "InternationalOrganization", "MediaOrganization", "Agreement", "System", "Plan", "Event", "Zone",
                       "Regulation", "Route", "Recognition", "Landmark"})
# Classes of the words in a name of a port or airport that do not tell it from its city's only one.
GENERAL = ("head", "place", "state", "prep", "art", "pos")
# Bodies that are often named without the place at the beginning of their name.
BODIES = frozenset({"Company", "GovernmentBody", "Association", "University", "ResearchInstitute", "Zone"})
# The places in such a name are its ends and act themselves.
OPEN = ("Route",)
# So many letters a short form shares with the beginning of its name, if it is made of other words.
SHARED = 3
LONGEST_SHORT = 24
# So many letters of a word are left when it loses an ending.
STEM = 4
# Classes of the words behind which a letter of the class `letter.state` stands for a state.
BESIDE = ("prep", "conj", "state", "letter.state", "punct.list", "v.visit")
# Classes of a single sign behind such a letter that makes a longer word or name of it.
SYLLABLES = ("pos.n", "pos.a", "pos.person", "verb", "word.other", "surname")
HAN = re.compile(r"[\u3400-\u9fff]")
JOINERS = re.compile(r"[\s'’\"“”„«»「」『』()\[\]\-–—·・,.]+")


class Places(Protocol):
    """What this stage asks of a gazetteer."""

    places: Mapping[str, Place]

    def port_of(self, key: str) -> Place | None:
        """The seaport of a city."""

    def airports_of(self, key: str) -> tuple[Place, ...]:
        """The airports of a city."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: int
    span: Span
    type: str
    rule: NameRule
    head: str = ""
    short: str = ""

    @property
    def order(self) -> tuple[int, int, Span]:
        return (-self.rule.priority, self.span.start - self.span.end, self.span)


def find_mentions(text: Text, gazetteer: Places) -> tuple[Mention, ...]:
    """All mentions of a text in the order of their place, with `local` keys that tell which name one thing."""
    chosen = _choose(_candidates(text))
    mentions: list[Mention] = []
    for number, sentence in enumerate(text.sentences):
        named = chosen.get(number, [])
        mentions += (_named(candidate, sentence, text.view, gazetteer) for candidate in named)
        closed = [each.span for each in named if each.type not in OPEN or not _joins_places(each.span, sentence)]
        mentions += _places(sentence, closed, text.view, gazetteer)
    mentions = _one_thing(_uninflected(text, mentions))
    mentions = _short_forms(text, mentions)
    written = (replace(each, text=each.span.of(text.document.text)) for each in mentions)
    return tuple(sorted(written, key=lambda each: (each.span, each.type)))


def _candidates(text: Text) -> Iterator[_Candidate]:
    for number, sentence in enumerate(text.sentences):
        for rule in sentence.grammar.names.within(sentence.symbols):
            if rule.on_text:
                for found in rule.pattern.finditer(text.view, sentence.span.start, sentence.span.end):
                    group = "name" if "name" in rule.pattern.groupindex else 0
                    yield _Candidate(number, Span(*found.span(group)), rule.type, rule)
            else:
                for found in rule.pattern.finditer(sentence.symbols):
                    yield from _matches(rule, found, number, sentence)


def _matches(rule: NameRule, found: re.Match[str], number: int, sentence: Sentence) -> Iterator[_Candidate]:
    groups, tokens = rule.pattern.groupindex, sentence.tokens
    first, last = found.span("name" if "name" in groups else 0)
    if first == last or first < 0:
        return
    head = tokens[found.start("head")] if "head" in groups and found["head"] else None
    kind = rule.type if rule.type != "head" or not head else _head_type(head)
    if kind == "head":
        return
    if not rule.each:
        short = " ".join(each.text for each in tokens[slice(*found.span("short"))]) if "short" in groups else ""
        yield _Candidate(number, Span(tokens[first].start, tokens[last - 1].end), kind, rule,
                         head.text if head else "", short)
        return
    for token in tokens[first:last]:
        if any(name.startswith(("place.", "word.cap")) for name in token.classes):
            yield _Candidate(number, Span(token.start, token.end), kind, rule)


def _head_type(token: Token) -> str:
    """The type that the noun a name is built on tells; a noun in small letters is rather one beside the name."""
    groups = ("head.", "noun.") if CAPITALISED in token.classes else ("noun.", "head.")
    return next((name[5:] for group in groups for name in sorted(token.classes) if name.startswith(group)), "head")


def _choose(candidates: Iterable[_Candidate]) -> dict[int, list[_Candidate]]:
    """Candidates that do not overlap, by priority and then length; in each sentence from left to right."""
    chosen: dict[int, list[_Candidate]] = {}
    for candidate in sorted(candidates, key=lambda each: each.order):
        others = chosen.setdefault(candidate.sentence, [])
        if not any(candidate.span.overlaps(other.span) for other in others):
            others.append(candidate)
    return {number: sorted(each, key=lambda one: one.span) for number, each in chosen.items()}


def _named(candidate: _Candidate, sentence: Sentence, view: str, gazetteer: Places) -> Mention:
    span = candidate.span
    tokens = [token for token in sentence.tokens if span.start < token.end and token.start < span.end]
    inner = [token.place for token in tokens if token.place]
    parts = {"head": candidate.head.lower(), "short": candidate.short, **_inner_places(tokens)}
    if candidate.type in BODIES and len(tokens) > 2 and tokens[0].place and HAN.match(view[span.start]):
        parts["rest"] = view[tokens[1].start : span.end] if span.end - tokens[1].start > SHARED else ""
    place = _transport_place(candidate.type, tokens, inner, gazetteer)
    name = span.of(view)
    return Mention(
        span=span,
        text=name,
        type=candidate.type,
        rule=candidate.rule.name,
        place=place.key if place else "",
        local=place.key if place else f"{candidate.type}:{_plainest(candidate.type, tokens, name)}",
        parts=MappingProxyType({key: value for key, value in parts.items() if value}),
        confidence=candidate.rule.confidence,
    )


def _inner_places(tokens: Sequence[Token]) -> dict[str, str]:
    """Keys of the places in a name: all of them, those it begins and ends with, and the one in brackets."""
    keyed = [(at, key) for at, token in enumerate(tokens)
             for key in ([token.place.key] if token.place else token.values.get("state", "").split())]
    # A name that begins with several states belongs to none of them.
    single = len(keyed) == 1 or (len(keyed) > 1 and keyed[0][0] != keyed[1][0])
    bracket = next((key for at, key in keyed if at and "punct.open" in tokens[at - 1].classes
                    and at + 1 < len(tokens) and "punct.close" in tokens[at + 1].classes), "")
    return {
        "place": keyed[0][1] if keyed else "",
        "places": " ".join(key for _, key in keyed),
        "lead": keyed[0][1] if single and keyed[0][0] == 0 else "",
        "tail": keyed[-1][1] if keyed and keyed[-1][0] == len(tokens) - 1 else "",
        "bracket": bracket,
    }


def _transport_place(
    kind: str, tokens: Sequence[Token], inner: Sequence[Place], gazetteer: Places
) -> Place | None:
    """The port or airport of the gazetteer that a name such as "Port of X" or "X Airport" stands for."""
    if kind not in PLACE_TYPES or not inner:
        return None
    exact = [place for place in inner if place.type == kind]
    if exact:
        return exact[0]
    if kind not in ("Port", "Airport") or not _general(tokens):
        return None
    if kind == "Port":
        return gazetteer.port_of(inner[-1].key)
    airports = gazetteer.airports_of(inner[-1].key)
    return airports[0] if len(airports) == 1 else None


def _joins_places(span: Span, sentence: Sentence) -> bool:
    """Whether a name names two places or more."""
    return sum(1 if each.place else len(each.values.get("state", "").split()) for each in sentence.tokens
               if span.covers(Span(each.start, each.end))) > 1


def _general(tokens: Sequence[Token]) -> bool:
    """Whether a name is only a place and a common noun: "Port of X", not "X New Port"."""
    return all("unit" not in token.classes and (
        any(name.startswith(GENERAL) for name in token.classes) or "state" in token.values) for token in tokens)


def _plainest(kind: str, tokens: Sequence[Token], name: str) -> str:
    """What two spellings of one name share: for "Port of X" and "X Port" the place, else the plain name."""
    inner = [token.place.key for token in tokens if token.place]
    return inner[-1] if kind in ("Port", "Airport") and inner and _general(tokens) else plain_name(name)


def _places(
    sentence: Sentence, named: Sequence[Span], view: str, gazetteer: Places
) -> Iterator[Mention]:
    """Places and words for states that stand outside every longer name, or alone in brackets in one."""
    for at, token in enumerate(sentence.tokens):
        inside = (token.place or token.values) and any(span.overlaps(Span(token.start, token.end)) for span in named)
        if inside and not _alone_in_brackets(sentence.tokens, at):
            continue
        if token.place:
            adjective = any(name.startswith("placeadj") for name in token.classes)
            port = gazetteer.port_of(token.place.key) if token.place.type == "City" else None
            yield _place_mention(Span(token.start, token.end), view, token.place,
                                 ADJECTIVE_RULE if adjective else PLACE_RULE, port)
        elif (keys := token.values.get("state", "")) or (
            (keys := token.values.get("letter.state", "")) and _beside_state(sentence.tokens, at)
        ):
            yield from _states(token, keys, view, gazetteer)


def _beside_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether a letter stands where it means a state: behind a preposition or another word for a place."""
    following = tokens[at + 1].classes if at + 1 < len(tokens) else frozenset()
    if LETTER in following and any(name.startswith(SYLLABLES) for name in following):
        return False
    return at > 0 and (bool(tokens[at - 1].place) or any(name.startswith(BESIDE) for name in tokens[at - 1].classes))


def _alone_in_brackets(tokens: Sequence[Token], at: int) -> bool:
    """Whether a place stands in brackets with nothing but other places and dashes."""
    first = last = at
    while first and (tokens[first].place or "dash" in tokens[first].classes):
        first -= 1
    while last + 1 < len(tokens) and (tokens[last].place or "dash" in tokens[last].classes):
        last += 1
    return "punct.open" in tokens[first].classes and "punct.close" in tokens[last].classes


def _states(token: Token, keys: str, view: str, gazetteer: Places) -> Iterator[Mention]:
    """A word that stands for one state, or for several with one letter each, with signs between or not (中韩)."""
    several = keys.split()
    letters = [at for at, sign in enumerate(token.text) if sign.isalnum()]
    for number, key in enumerate(several):
        if key in gazetteer.places:
            whole = Span(token.start, token.end)
            at = token.start + letters[number]
            span = Span(at, at + 1) if len(several) > 1 else whole
            yield _place_mention(span, view, gazetteer.places[key], STATE_RULE)


def _place_mention(span: Span, view: str, place: Place, rule: str, port: Place | None = None) -> Mention:
    parts = MappingProxyType({"port": port.key}) if port else NOTHING
    return Mention(span, span.of(view), place.type, rule, place.key, place.key, parts, confidence=0.95)


def plain_name(name: str) -> str:
    """A name without case, quotation marks, brackets and blanks: equal for two spellings of one name.

    >>> plain_name("“Four-Port” linkage")
    'four port linkage'
    """
    return " ".join(JOINERS.sub(" ", name).split()).lower()


def _uninflected(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """Gives names that differ in endings of inflection only the key of the first of them."""
    endings = {each for sentence in text.sentences for each in sentence.grammar.settings.inflections}
    if not endings:
        return list(mentions)
    ending = re.compile(rf"(?<=\w{{{STEM}}})(?:{'|'.join(sorted(endings, key=len, reverse=True))})\b")
    first: dict[tuple[str, str], str] = {}
    keys = (each.local if each.place or each.rule in (PLACE_RULE, STATE_RULE) or each.type in ("Person", "Vessel")
            else first.setdefault((each.type, ending.sub("", plain_name(each.text))), each.local) for each in mentions)
    return [replace(mention, local=key) for mention, key in zip(mentions, keys, strict=True)]


def _one_thing(mentions: Sequence[Mention]) -> list[Mention]:
    """Gives a name that is the short form, or the end, of one longer name of its type that name's key."""
    whole: dict[tuple[str, str], str] = {}
    for mention in mentions:
        if mention.place or mention.rule in (PLACE_RULE, STATE_RULE):
            continue
        words = plain_name(mention.text).split()
        tails = [" ".join(words[at:]) for at in range(1, len(words) - (mention.type != "Person"))]
        if len(words) == 1 and HAN.search(mention.text):
            tails += (words[0][at:] for at in range(1, len(words[0]) - SHARED + 1))
        for short in filter(None, (plain_name(mention.parts.get("short", "")), *tails)):
            if whole.setdefault((mention.type, short), mention.local) != mention.local:
                whole[mention.type, short] = ""
    keys = (each.local if each.place else whole.get((each.type, plain_name(each.text)), "") for each in mentions)
    return [replace(mention, local=key) if key else mention for mention, key in zip(mentions, keys, strict=True)]


def _short_forms(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the later uses of short forms, defined in brackets or implied by a name (a last name)."""
    shorts = dict(_defined(text, mentions))
    for short, mention in _implied(mentions):
        shorts.setdefault(short, mention)
    if not shorts:
        return list(mentions)
    kept = [each for each in mentions if each.rule != PLACE_RULE or each.text not in shorts
            or shorts[each.text].type != "Person"]
    kept = [replace(shorts[each.text], span=each.span, text=each.text, rule=SHORT_RULE, confidence=0.85)
            if each.text in shorts and shorts[each.text].text != each.text
            and (not each.place or each.type == "Port") else each
            for each in kept]
    settings = {each.grammar.code: each.grammar.settings for each in text.sentences}
    endings = sorted({"s", *(particle for each in settings.values() for particle in each.particles)})
    behind = f"(?:{'|'.join(map(re.escape, endings))})?"
    pattern = re.compile("|".join(_sought(each, behind) for each in sorted(shorts, key=len, reverse=True)))
    found = {Span(*match.span()): match[0] for match in pattern.finditer(text.view)}
    reach = {span.start: span.end for span in found}
    # A place that only begins a short form ("西安" in "西安陆港") gives way to it.
    kept = [each for each in kept if each.rule != PLACE_RULE or each.span.end >= reach.get(each.span.start, 0)]
    covered = sorted(each.span for each in kept)
    for span, short in found.items():
        at = bisect_left(covered, span)
        if not any(span.overlaps(other) for other in covered[max(at - 2, 0) : at + 1]):
            kept.append(replace(shorts[short], span=span, text=short, rule=SHORT_RULE, confidence=0.85))
    return kept


def _sought(short: str, behind: str) -> str:
    """The expression for a short form: a whole word with or without a particle, save in scripts without blanks."""
    whole = short[0].isascii() or (short[0].isalpha() and not "\u3400" <= short[0] <= "\u9fff")
    return rf"(?<![^\W\d_]){re.escape(short)}(?={behind}(?![^\W\d_]))" if whole else re.escape(short)


DEFINITION = re.compile(r"\s*[(]([^()]{2,40})[)]")
# What leads to the short form within the brackets: "hereinafter: ", "im Folgenden ", "以下简称".
LEADING = re.compile(r"(?:.*[:：,称]\s*|.*\s(?=[\"“„「])|[^“„「\"]*\s(?=[A-ZÀ-Þ][^\s]*$))")


def _defined(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[str, Mention]]:
    """Short forms in brackets right behind a name: (KIC), (im Folgenden "Agentur"), (简称“协会”)."""
    for mention in mentions:
        if mention.type not in SHORTENED:
            continue
        found = DEFINITION.match(text.view, mention.span.end)
        for short in (found[1], LEADING.sub("", found[1], count=1)) if found else ():
            if 1 < len(plain := short.strip(" \"“„「‘”」’")) <= LONGEST_SHORT and _abbreviates(plain, mention.text):
                yield plain, mention
                break


def _abbreviates(short: str, name: str) -> bool:
    """Whether a short form is made of capitals, begins as the name does, or has letters that stand so in the name."""
    if short.isupper() and short.isalpha() and len(short) <= 8:
        return True
    if " " not in short and short[:1].isupper() and short[:SHARED].lower() == name[:SHARED].lower():
        return True
    letters = iter(name.lower())
    return len(short) < len(name) and short[0].isalpha() and all(each in letters for each in short.lower())


def _implied(mentions: Sequence[Mention]) -> Iterator[tuple[str, Mention]]:
    """What a rule says is short for a name, the last word of a person's name of two words or more, and in scripts
    without blanks a body's name without the place that it begins with."""
    rests = {rest: {each.local for each in mentions if each.parts.get("rest") == rest}
             for rest in {each.parts.get("rest", "") for each in mentions}}
    for mention in mentions:
        words = mention.text.replace("·", " ").split()
        if (rest := mention.parts.get("rest", "")) and len(rests[rest]) == 1:
            yield rest, mention
        if short := mention.parts.get("short"):
            yield short, mention
        elif mention.type == "Person" and len(words) > 1 and len(words[-1]) > (1 if HAN.match(words[-1]) else 2):
            yield words[-1], mention
