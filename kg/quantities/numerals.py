"""Numbers as a language writes them: digits, words and mixtures of both, to values.

A language says in its data which words are values, which are scales, and how they are joined; this module knows how
such parts add up. Small scales multiply within a section (two *hundred* five), large ones close it (... *thousand*
three), and a larger scale after a smaller one multiplies all before it (1.2万亿).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg.errors import RuleError

FOLDED = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")
HALVES = {"½": "5", "¼": "25", "¾": "75"}
NEVER = r"(?!)"
LONGEST = 12
TENTH = Decimal(10)


def fold(text: str) -> str:
    """The text with full-width digits and signs made ASCII; every character keeps its offset.

    >>> fold("１２％")
    '12%'
    """
    return text.translate(FOLDED)


def alternatives(words: Iterable[str]) -> str:
    """Source of a pattern that matches any of the words, the longest first.

    >>> alternatives(["ten", "tenth"])
    '(?:tenth|ten)'
    """
    escaped = [re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))]
    return f"(?:{'|'.join(escaped)})" if escaped else NEVER


def _decimals(words: Mapping[str, Any]) -> dict[str, Decimal]:
    return {word.lower(): Decimal(str(value)) for word, value in words.items()}


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one language writes numbers.

    Attributes:
        decimal: decimal marks, the usual one first; `group`: marks between thousands.
        values, small, large: number words, scales within a section and scales that close one.
        between, before_scale, after_scale: what may stand between values, before a scale and after it.
        bare: scales that are numbers of their own (hundert, 百).
        infix: words of approximation between a number and its scale (1000多万) to their modifier.
        positional: whether digit words stand for places (二〇二一).
        head, tail: patterns that must hold where a number word begins and ends.
    """

    decimal: str
    group: str
    values: Mapping[str, Decimal]
    small: Mapping[str, Decimal]
    large: Mapping[str, Decimal]
    between: tuple[str, ...] = ()
    before_scale: tuple[str, ...] = ("",)
    after_scale: tuple[str, ...] = ("",)
    bare: tuple[str, ...] = ()
    infix: Mapping[str, str] = field(default_factory=dict)
    positional: bool = False
    digits_after_scale: bool = False
    head: str = ""
    tail: str = ""
    token: re.Pattern[str] = field(default=re.compile(""), compare=False)
    either: re.Pattern[str] = field(default=re.compile(NEVER), compare=False)
    grouped: re.Pattern[str] = field(default=re.compile(""), compare=False)

    @classmethod
    def read(cls, data: Mapping[str, Any], where: str) -> Numerals:
        """The numerals of a language from the table `[numerals]` of its quantities.

        Args:
            data: the table as parsed; where: the file, for errors.

        Raises:
            RuleError: a needed key is missing or a value is no number.
        """
        try:
            built = cls(
                decimal=data["decimal"], group=data["group"],
                values=_decimals(data["values"]), small=_decimals(data["small"]), large=_decimals(data["large"]),
                between=tuple(data.get("between", ())), before_scale=tuple(data.get("before_scale", ("",))),
                after_scale=tuple(data.get("after_scale", ("",))), bare=tuple(data.get("bare", ())),
                infix=dict(data.get("infix", {})), positional=data.get("positional", False),
                digits_after_scale=data.get("digits_after_scale", False),
                head=data.get("head", ""), tail=data.get("tail", ""),
            )
        except (KeyError, ArithmeticError) as error:
            raise RuleError(f"numerals cannot be read: {error!r}", where=where,
                            remedy="see an existing language for the keys needed") from error
        object.__setattr__(built, "token", re.compile(built._token_source(), re.IGNORECASE))
        object.__setattr__(built, "grouped", re.compile(rf"\d{{1,3}}(?:[{re.escape(built.group)}]\d{{3}})+"))
        if built.positional:
            digit = alternatives(built.values)
            object.__setattr__(built, "either", re.compile(
                rf"(?<!{digit})(?P<first>{digit})(?P<second>{digit})(?!{digit})"))
        return built

    @property
    def digits(self) -> str:
        """Source of a pattern for a number in digits."""
        usual = re.escape(self.decimal[0])
        grouped = rf"\d{{1,3}}(?:[{re.escape(self.group)}]\d{{3}})+(?!\d)(?:{usual}\d+)?"
        return rf"(?:{grouped}|\d+(?:[{re.escape(self.decimal)}]\d+)?[{''.join(HALVES)}]?)"

    @property
    def _scales(self) -> str:
        return alternatives([*self.small, *self.large])

    def _token_source(self) -> str:
        return (rf"(?P<digits>{self.digits})|(?P<value>{alternatives(self.values)})"
                rf"|(?P<small>{alternatives(self.small)})|(?P<large>{alternatives(self.large)})")

    def source(self) -> str:
        """Source of a pattern for a number however written; group-free, for use with IGNORECASE."""
        # Atomic and bounded: a long run of numerals must not cost more than its length.
        values, scales = alternatives(self.values), self._scales
        section = rf"{values}(?:{alternatives(self.between)}{values}){{0,{LONGEST}}}+" if self.between else values
        later = rf"(?:{self.digits}|{section})" if self.digits_after_scale else rf"(?:{section})"
        scaled = rf"(?:{alternatives(self.before_scale)}{scales})"
        step = rf"{alternatives(self.after_scale)}{later}{scaled}{{0,3}}+"
        more = rf"(?:{step}){{0,{LONGEST}}}+" if self.after_scale else ""
        counted = rf"(?:{self.digits}|{self.head}{section})(?:{scaled}{{1,3}}+{more})?"
        infix = rf"(?:{alternatives(self.infix)}{alternatives(self.large)}+)?" if self.infix else ""
        end = rf"(?:(?<=[\d½¼¾])|{self.tail or '(?:)'})"
        return rf"(?>(?:{counted}|{self.head}{alternatives(self.bare)}{scaled}{{0,3}}+{more}){infix}{end})"

    def value(self, written: str) -> float | None:
        """What a written number amounts to, or None where its parts do not add up.

        >>> han = dict(zip("一二三四五六七八九", range(1, 10)))
        >>> chinese = Numerals.read({"decimal": ".", "group": ",", "values": {"〇": 0, "零": 0, **han}, "small":
        ...     {"十": 10, "百": 100, "千": 1000}, "large": {"万": 10000, "亿": 100000000}, "between": [""],
        ...     "positional": True}, "example")
        >>> [chinese.value(each) for each in ("一万五千亿", "1.44亿", "十二", "二〇二一", "三百五", "1,800")]
        [1500000000000.0, 144000000.0, 12.0, 2021.0, 350.0, 1800.0]
        """
        written = self._without_second(written)
        total, section, last_large = Decimal(0), Decimal(0), Decimal(0)
        current: Decimal | None = None
        places, zero, last_scale = 0, False, Decimal(0)
        for match in self.token.finditer(written):
            kind, word = match.lastgroup, match.group().lower()
            if kind == "digits":
                if current is not None:
                    return None
                current, places = self._in_digits(word), 0
            elif kind == "value":
                current = self._joined(current, self.values[word], places)
                if current is None:
                    return None
                places, zero = places + 1, zero or not self.values[word]
            elif kind == "small":
                if places > 1 and self.positional:
                    return None
                last_scale = self.small[word]
                section += (current or Decimal(1)) * last_scale
                current, places, zero = None, 0, False
            else:
                last_scale = scale = self.large[word]
                base = section + (current or 0)
                larger = total and scale > last_large
                total = (total + base) * scale if larger else total + (base or Decimal(1)) * scale
                section, current, places, zero, last_large = Decimal(0), None, 0, False, scale
        if self.positional and current is not None and not zero:
            if places == 2 and not last_scale:
                return None  # no place of two digits
            if places == 1 and last_scale > TENTH:
                current *= last_scale / TENTH  # 三百五 is 350
        return float(total + section + (current or 0))

    def _without_second(self, written: str) -> str:
        """A number without the second of two digits in a row that only say about how many (三四十 is some thirty)."""
        return self.either.sub(lambda pair: pair["first"] if self._neighbours(pair) else pair.group(), written) \
            if self.positional else written

    def _neighbours(self, pair: re.Match[str]) -> bool:
        first, second = self.values[pair["first"]], self.values[pair["second"]]
        return first > 0 and second - first == 1

    def _joined(self, current: Decimal | None, value: Decimal, places: int) -> Decimal | None:
        """The value of a further number word beside those before it."""
        if current is None:
            return value
        if self.positional:
            return current * TENTH + value if places else None
        small, large = sorted((current, value))
        fits = small < TENTH <= large and not large % TENTH
        return current + value if fits else None

    def _in_digits(self, written: str) -> Decimal:
        """The value of digits with marks of grouping and of decimals."""
        fraction = HALVES.get(written[-1], "")
        plain = written[:-1] if fraction else written
        if grouped := self.grouped.match(plain):
            plain = re.sub(r"\D", "", grouped.group()) + plain[grouped.end():]
        for mark in self.decimal:
            plain = plain.replace(mark, ".")
        return Decimal(plain) + (Decimal(f"0.{fraction}") if fraction else 0)

    def modifier_inside(self, written: str) -> str:
        """The modifier that an infix gives (1000多万 is over) or two digits in a row (三四 is approx), or nothing."""
        if self._without_second(written) != written:
            return "approx"
        return next((modifier for word, modifier in self.infix.items() if word in written[1:]), "")
