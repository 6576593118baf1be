"""Each competency question beside the ontology has its named queries, and they give the expected answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_queries import EXPECTED, QUADS, QUERIES, short

from kg import resources
from kg.queries import run
from kg.sparql import Store
from kg.store import OxigraphStore


@dataclass(frozen=True)
class Question:
    """One line of the table."""

    number: int
    text: str
    queries: tuple[str, ...]


def questions() -> Iterator[Question]:
    for line in (resources.ontology() / "competency-questions.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith("|") and cells[1].isdigit():
            yield Question(int(cells[1]), cells[2], tuple(re.findall(r"`([^`]+)`", cells[3])))


QUESTIONS = tuple(questions())


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("competency")
    with OxigraphStore(folder) as store:
        store.load(QUADS)
        yield store


def test_the_questions_are_numbered_from_1_to_20() -> None:
    assert [each.number for each in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.number))
def test_a_question_has_its_queries_with_the_expected_answer(graph: Store, question: Question) -> None:
    assert set(question.queries) == {each.name for each in QUERIES.values() if question.number in each.questions}
    for name in question.queries:
        arguments, columns, rows = EXPECTED[name]
        assert rows, f"{name} has no expected answer"
        assert short(run(graph, QUERIES[name], arguments).rows, columns) == rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.number))
def test_words_in_braces_are_parameters(question: Question) -> None:
    known = {each.name for name in question.queries for each in QUERIES[name].parameters}
    assert set(re.findall(r"{(\w+)}", question.text)) <= known


def test_every_query_answers_a_question() -> None:
    assert {name for each in QUESTIONS for name in each.queries} == set(QUERIES)
