"""Regular expressions over token classes, as in JAPE (GATE) and TokensRegex (CoreNLP).

Every token has a set of classes (`head.Port`, `place.City`, `punct.comma`, ...). Each distinct set is one character
of a private alphabet, so a sentence becomes a string and a pattern over classes an ordinary compiled expression.

In a pattern a word such as `place` stands for one token that has the class `place` or one below it (`place.City`);
`head.Port^` asks for a capital letter as well; `head&compound` for both classes; `_` is any token, `_^` any with a
capital letter; `$name` is a macro; blanks mean nothing; everything else (groups, `|`, `*`, `+`, `?`, `{m,n}`, look-around) is as in `re`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

CAPITALISED = "^"
# The class of a word that the lexicon knows by its ending only.
COMPOUND = "compound"
# The class of a token of one sign in a script without blanks.
LETTER = "letter"
FIRST_SYMBOL = 0xE000

ATOM = re.compile(r"\$(?P<macro>\w+)|(?P<group>\(\?(?:P<\w+>|[:=!]|<[=!]))|(?P<any>_\^?(?![\w.]))"
                  r"|(?P<cls>[A-Za-z][\w.-]*(?:&[A-Za-z][\w.-]*)*)(?P<cap>\^?)"
                  r"|(?P<count>\{\d*,?\d*\}\??)|(?P<op>[()|*+?])|(?P<blank>\s+)")


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

    def symbol(self, classes: frozenset[str]) -> str:
        """The character of a set of classes.

        Raises:
            KeyError: the set was not named when the alphabet was made.
        """
        return self._symbols[classes]

    def __contains__(self, classes: frozenset[str]) -> bool:
        return classes in self._symbols

    def characters(self, name: str, capitalised: bool = False) -> str:
        """All characters whose class set holds `name`, or each of several names joined by `&`, or classes below them."""
        return "".join(
            symbol
            for classes, symbol in self._symbols.items()
            if (not capitalised or CAPITALISED in classes)
            and all(any(each == one or each.startswith(one + ".") for each in classes) for one in name.split("&"))
        )

    def _any_capitalised(self) -> str:
        characters = "".join(symbol for classes, symbol in self._symbols.items() if CAPITALISED in classes)
        return f"[{re.escape(characters)}]"

    def compile(self, pattern: str, macros: Mapping[str, str] | None = None) -> re.Pattern[str]:
        """The expression for a pattern.

        Raises:
            ValueError: a word names no class, a macro is unknown or refers to itself, or the syntax is wrong.
        """
        try:
            return re.compile(self._translate(pattern, macros or {}, ()))
        except re.error as error:
            raise ValueError(f"{error} in pattern {pattern!r}") from error

    def _translate(self, pattern: str, macros: Mapping[str, str], within: tuple[str, ...]) -> str:
        parts, at = [], 0
        while at < len(pattern):
            found = ATOM.match(pattern, at)
            if not found:
                raise ValueError(f"unexpected {pattern[at]!r} at {at} in pattern {pattern!r}")
            at = found.end()
            parts.append(self._part(found, macros, within))
        return "".join(parts)

    def _part(self, found: re.Match[str], macros: Mapping[str, str], within: tuple[str, ...]) -> str:
        if macro := found["macro"]:
            if macro not in macros:
                raise ValueError(f"unknown macro ${macro}")
            if macro in within:
                raise ValueError(f"macro ${macro} refers to itself")
            return f"(?:{self._translate(macros[macro], macros, (*within, macro))})"
        if name := found["cls"]:
            characters = self.characters(name, capitalised=bool(found["cap"]))
            return f"[{re.escape(characters)}]" if characters else "(?!)"
        if found["any"]:
            return "." if found["any"] == "_" else self._any_capitalised()
        return "" if found["blank"] else found[0]
