"""Patterns over token classes behave as the expressions they stand for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.patterns import CAPITALISED, Alphabet

SETS = [frozenset(each) for each in (
    {"place.City"}, {"place.City", CAPITALISED}, {"head.Port"}, {"head.Port", CAPITALISED}, {"head.Event", "weak"},
    {"prep.of"}, {"word.cap", CAPITALISED}, {"word.low"},
)]
ALPHABET = Alphabet(SETS)


def row(*sets: frozenset[str]) -> str:
    return "".join(map(ALPHABET.symbol, sets))


@pytest.mark.parametrize(
    ("pattern", "tokens", "matches"),
    [
        ("place head", (SETS[0], SETS[2]), True),
        ("place head.Event", (SETS[0], SETS[2]), False),
        ("head.Port^", (SETS[2],), False),
        ("head.Port^", (SETS[3],), True),
        ("head&weak", (SETS[4],), True),
        ("head&weak", (SETS[2],), False),
        ("(place | head)^ prep", (SETS[1], SETS[5]), True),
        ("(place | head)^ prep", (SETS[0], SETS[5]), False),
        ("$name{1,2} prep", (SETS[0], SETS[6], SETS[5]), True),
        ("$name^ prep", (SETS[0], SETS[5]), False),
        ("_{3}", (SETS[0], SETS[1], SETS[2]), True),
        ("_^", (SETS[7],), False),
        ("nothing_of_this_name?  place", (SETS[0],), True),
        ("nothing_of_this_name", (SETS[0],), False),
        ("(?! weak) (?P<head>head)", (SETS[2],), True),
    ],
)
def test_pattern(pattern: str, tokens: tuple[frozenset[str], ...], matches: bool) -> None:
    compiled = ALPHABET.compile(pattern, {"name": "(place | word.cap)"})
    assert bool(compiled.fullmatch(row(*tokens))) is matches


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("place )", "unbalanced"),
        ("$missing", "unknown macro"),
        ("$round", "refers to itself"),
        ("place §", "unexpected"),
    ],
)
def test_faults_are_named(pattern: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ALPHABET.compile(pattern, {"round": "$round"})


@given(st.lists(st.sampled_from(range(len(SETS))), max_size=12))
def test_alternatives_mean_the_same_as_written_out(numbers: list[int]) -> None:
    """A set of alternatives is made one set of characters; what it matches stays."""
    text = row(*(SETS[each] for each in numbers))
    merged = ALPHABET.compile("(place | head.Event | (prep | word.low))+")
    apart = re.compile("|".join(
        re.escape(ALPHABET.symbol(each)) for each in SETS
        if any(name.startswith(("place", "head.Event", "prep", "word.low")) for name in each)))
    assert [found.span() for found in merged.finditer(text)] == [
        found.span() for found in re.finditer(f"(?:{apart.pattern})+", text)]
