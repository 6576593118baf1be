"""Regular expressions over token classes, as in JAPE (GATE) and TokensRegex (CoreNLP).

Every token has a set of classes (`head.Port`, `place.City`, `punct.comma`, ...). Each distinct set is one character
of a private alphabet, so a sentence becomes a string and a pattern over classes an ordinary compiled expression.

In a pattern a word such as `place` stands for one token that has the class `place` or one below it (`place.City`);
`head.Port^` asks for a capital letter as well, and so do `_^`, `$name^` and `(...)^` for their first token;
`head&compound` asks for both classes; `_` is any token; `$name` is a macro; blanks mean nothing; everything else
(groups, `|`, `*`, `+`, `?`, `{m,n}`, look-around) is as in `re`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

CAPITALISED = "^"
# The class of a word that the lexicon knows by its ending only.
COMPOUND = "compound"
# The class of a token of one sign in a script without blanks.
LETTER = "letter"
# The class of a token written to the word before it, in languages whose words are cut into parts.
BOUND = "bound"
FIRST_SYMBOL = 0xE000

# Matches no token: a class that no word has.
NOTHING = "(?!)"
CHARACTERS = re.compile(r"\[([^\]]+)\]")
ALTERNATIVES = re.compile(r"\(\?:((?:\[[^\]]+\]|\(\?!\))(?:\|(?:\[[^\]]+\]|\(\?!\)))*)\)")

R = TypeVar("R")
ATOM = re.compile(r"\$(?P<macro>\w+)(?P<macro_cap>\^?)|(?P<group>\(\?(?:P<\w+>|[:=!]|<[=!]))|(?P<any>_\^?(?![\w.]))"
                  r"|(?P<cls>[A-Za-z][\w.-]*(?:&[A-Za-z][\w.-]*)*)(?P<cap>\^?)"
                  r"|(?P<count>\{\d*,?\d*\}\??)|(?P<close>\)\^)|(?P<op>[()|*+?])|(?P<blank>\s+)")


class Alphabet:
    """One character for each distinct set of token classes.

    >>> alphabet = Alphabet([{"place.City"}, {"head.Port"}, {"head.Port", "^"}])
    >>> port = alphabet.compile("place head.Port^")
    >>> text = alphabet.symbol(frozenset({"place.City"})) + alphabet.symbol(frozenset({"head.Port", "^"}))
    >>> bool(port.fullmatch(text))
    True
    """

    def __init__(self, class_sets: Iterable[Iterable[str]]) -> None:
        distinct = sorted({tuple(sorted(each)) for each in class_sets})
        self._symbols = {frozenset(each): chr(FIRST_SYMBOL + n) for n, each in enumerate(distinct)}
        self._members: dict[str, set[str]] = {}
        for classes, symbol in self._symbols.items():
            for name in lineage(classes):
                self._members.setdefault(name, set()).add(symbol)

    def symbol(self, classes: frozenset[str]) -> str:
        """The character of a set of classes.

        Raises:
            KeyError: the set was not named when the alphabet was made.
        """
        return self._symbols[classes]

    def __contains__(self, classes: frozenset[str]) -> bool:
        return classes in self._symbols

    def characters(self, name: str, capitalised: bool = False) -> str:
        """All characters whose class set holds `name` or a class below it; names joined by `&` must all be held."""
        names = [*name.split("&"), *([CAPITALISED] if capitalised else [])]
        return "".join(sorted(set.intersection(*(self._members.get(each, set()) for each in names))))

    def _any_capitalised(self) -> str:
        return f"[{''.join(sorted(self._members.get(CAPITALISED, set())))}]"

    def compile(self, pattern: str, macros: Mapping[str, str] | None = None) -> re.Pattern[str]:
        """The expression for a pattern.

        Raises:
            ValueError: a word names no class, a macro is unknown or refers to itself, or the syntax is wrong.
        """
        try:
            return re.compile(_compact(self._translate(pattern, macros or {}, ())))
        except re.error as error:
            raise ValueError(f"{error} in pattern {pattern!r}") from error

    def _translate(self, pattern: str, macros: Mapping[str, str], within: tuple[str, ...]) -> str:
        parts: list[str] = []
        opened: list[int] = []
        at = 0
        while at < len(pattern):
            found = ATOM.match(pattern, at)
            if not found:
                raise ValueError(f"unexpected {pattern[at]!r} at {at} in pattern {pattern!r}")
            at = found.end()
            if found["group"] or found[0] == "(":
                opened.append(len(parts))
            elif found[0].startswith(")"):
                begin = opened.pop() if opened else 0
                if found["close"]:
                    parts[begin] = self._capital_ahead() + parts[begin]
            parts.append(")" if found["close"] else self._part(found, macros, within))
        return "".join(parts)

    def _capital_ahead(self) -> str:
        return f"(?={self._any_capitalised()})"

    def _part(self, found: re.Match[str], macros: Mapping[str, str], within: tuple[str, ...]) -> str:
        if macro := found["macro"]:
            if macro not in macros:
                raise ValueError(f"unknown macro ${macro}")
            if macro in within:
                raise ValueError(f"macro ${macro} refers to itself")
            ahead = self._capital_ahead() if found["macro_cap"] else ""
            return f"{ahead}(?:{self._translate(macros[macro], macros, (*within, macro))})"
        if name := found["cls"]:
            characters = self.characters(name, capitalised=bool(found["cap"]))
            return f"[{characters}]" if characters else NOTHING
        if found["any"]:
            return "." if found["any"] == "_" else self._any_capitalised()
        if found[0] == "(":
            return "(?:"
        return "" if found["blank"] else found[0]


@cache
def lineage(classes: frozenset[str]) -> frozenset[str]:
    """Classes with all the classes above them.

    >>> sorted(lineage(frozenset({"head.Port"})))
    ['head', 'head.Port']
    """
    return frozenset(".".join(parts[:n]) for parts in (name.split(".") for name in classes)
                     for n in range(1, len(parts) + 1))


def _compact(source: str) -> str:
    """Alternatives of single tokens as one set of characters, and sets as ranges: fast to compile and to match."""
    before = ""
    while before != source:
        before, source = source, ALTERNATIVES.sub(_union, source)
    return CHARACTERS.sub(lambda found: f"[{_ranges(found[1])}]", source)


def _union(found: re.Match[str]) -> str:
    characters = "".join(sorted(set("".join(CHARACTERS.findall(found[1])))))
    return f"[{characters}]" if characters else NOTHING


@cache
def _ranges(characters: str) -> str:
    parts: list[list[str]] = []
    for each in sorted(characters):
        if parts and ord(each) == ord(parts[-1][1]) + 1:
            parts[-1][1] = each
        else:
            parts.append([each, each])
    return "".join(first if first == last else f"{first}-{last}" for first, last in parts)


class Indexed(Generic[R]):
    """Rules in their order, of which those that cannot match a text are passed over without being tried.

    >>> rules = Indexed(["ab?c", "[cd]", "e*"], re.compile)
    >>> list(rules.within("ac")), list(rules.within("d")), list(rules.within(""))
    (['ab?c', '[cd]', 'e*'], ['[cd]', 'e*'], ['e*'])
    """

    def __init__(self, rules: Iterable[R], pattern: Callable[[R], re.Pattern[str] | None]) -> None:
        """`pattern` gives the expression of a rule that is sought in the text, or None to try it always."""
        self._rules = tuple(rules)
        self._always: set[int] = set()
        self._by_character: dict[str, set[int]] = {}
        for number, rule in enumerate(self._rules):
            sought = pattern(rule)
            need = min(_needs(_parser.parse(sought.pattern)), key=len, default=None) if sought else None
            if need is None:
                self._always.add(number)
            for character in need or ():
                self._by_character.setdefault(character, set()).add(number)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rules)

    def within(self, text: str) -> Iterator[R]:
        """The rules that may match in a text."""
        numbers = self._always.union(*(self._by_character.get(each, ()) for each in set(text)))
        return (self._rules[number] for number in sorted(numbers))


def _needs(items: Iterable[tuple[object, Any]]) -> Iterator[frozenset[str]]:
    """Sets of characters of which every text that matches a parsed expression has one each."""
    for kind, value in items:
        if kind is _constants.LITERAL:
            yield frozenset(chr(value))
        elif kind is _constants.IN:
            yield from _set(value)
        elif kind is _constants.SUBPATTERN:
            yield from _needs(value[-1])
        elif kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0]:
            yield from _needs(value[2])
        elif kind is _constants.BRANCH:
            ways = [min(_needs(each), key=len, default=frozenset()) for each in value[1]]
            if all(ways):
                yield frozenset().union(*ways)


def _set(items: Iterable[tuple[object, Any]]) -> Iterator[frozenset[str]]:
    members: set[str] = set()
    for kind, value in items:
        if kind is _constants.LITERAL:
            members.add(chr(value))
        elif kind is _constants.RANGE:
            members.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return
    yield frozenset(members)
