"""The Korean pack: words with particles, and texts with names, figures, dates and links."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kg import resources
from kg.documents.metadata import detect_language
from kg.grammar import load_grammar
from kg.language import Lexicon
from kg.model import Document, Reading
from kg.parts import Parts
from kg.pipeline import Extractor

EXTRACTOR = Extractor()
GRAMMAR = load_grammar(resources.languages() / "ko")
PARTS = Parts(GRAMMAR.lexicon, GRAMMAR.settings.particles, {"인천", "인천항", "인천시", "칭다오", "부산", "상하이"},
              re.compile("[가-힣]"))

REPORT = """평택항 여객 늘어
평택·당진항의 올해 1분기 컨테이너 물동량은 24만TEU로 지난해 같은 기간보다 3.2% 늘었다.
평택항은 룽청, 웨이하이, 옌타이 등 중국 4개 항만과 카페리로 연결되며, 매주 15항차가 운항한다.
경기평택항만공사는 4월 14일 웨이하이항그룹과 업무협약을 체결했다.
"""


def read(text: str, language: str = "ko", published: str = "2026-05-10") -> Reading:
    return EXTRACTOR.read(Document("text", text, "0" * 64, language=language, published=published))


def parts(word: str) -> list[str]:
    return [word[start:end] for start, end in pairwise((0, *PARTS.cut(word)))]


@pytest.mark.parametrize(("word", "expected"), [
    ("인천항만공사에서는", ["인천", "항만공사", "에서는"]),
    ("인천항만공사까지만", ["인천", "항만공사", "까지", "만"]),
    ("인천항에", ["인천항", "에"]),
    ("인천시장은", ["인천", "시장", "은"]),
    ("칭다오시와", ["칭다오", "시", "와"]),
    ("상하이", ["상하이"]),
    ("경로", ["경로"]),
    ("항로", ["항로"]),
    ("FTA를", ["FTA", "를"]),
    ("부산물", ["부산물"]),
    ("총회의", ["총회", "의"]),
    ("국제회의", ["국제회의"]),
    ("체결했다", ["체결", "했다"]),
    ("김철수는", ["김철수", "는"]),
])
def test_words_are_cut_into_known_parts_and_particles(word: str, expected: list[str]) -> None:
    assert parts(word) == expected


def test_a_word_of_unknown_parts_stays_whole() -> None:
    empty = Parts(Lexicon({}, {}, (), ()), ("는",), set(), re.compile("[가-힣]"))
    assert empty.cut("가나다라") == (4,)
    assert empty.cut("가나다는") == (3, 4)
    assert empty.cut("") == ()


def test_a_particle_behind_a_number() -> None:
    assert PARTS.cut("월에는", True) == (1, 3)


def test_korean_is_detected() -> None:
    assert detect_language(REPORT) == "ko"
    assert detect_language("부산과 후쿠오카를 잇는 고속선이 다시 뜬다.") == "ko"


def test_a_report() -> None:
    reading = read(REPORT)
    names = {each.local: each.text for each in reading.mentions}
    said = {frozenset((names[each.subject], names[each.object])): each.predicate for each in reading.assertions}
    for other in ("룽청", "웨이하이", "옌타이"):
        assert any(predicate == "seaLink" and other in ends for ends, predicate in said.items())
    assert any(predicate == "cooperatesWith" for predicate in said.values())
    figures = {(each.value, each.unit, each.kind, each.period) for each in reading.figures}
    assert {(240000.0, "count", "level", "2026-Q1"), (3.2, "%", "growth", "2026-Q1")} <= figures
    assert (15.0, "per_week", "level", "") in figures
    assert {each.value for each in reading.dates} == {"2026-Q1", "2025", "2026-04-14"}


def test_a_figure_is_about_what_stands_before_the_genitive() -> None:
    reading = read("인천항만공사는 지난해 인천항의 물동량이 346만TEU를 기록했다고 밝혔다.")
    names = {each.local: each.text for each in reading.mentions}
    assert [names[each.about] for each in reading.figures] == ["인천항"]


def test_what_is_planned_is_no_link_yet() -> None:
    reading = read("포항항과 마이즈루항을 잇는 항로가 개설될 예정이다.")
    [link] = [each for each in reading.assertions if each.predicate.endswith("Link")]
    assert (link.predicate, link.status, dict(link.qualifiers)) == ("plannedLink", "announced", {"mode": "sea"})


def test_what_one_clause_announces_is_not_said_of_the_one_before() -> None:
    reading = read("부산항만공사는 하카타항과 협약을 체결하고 새 항로 개설을 추진하고 있다.")
    [tie] = [each for each in reading.assertions if each.predicate == "cooperatesWith"]
    assert tie.status is None


def test_a_korean_paragraph_in_a_document_of_another_language() -> None:
    reading = read("Die Häfen arbeiten zusammen.\n인천항과 칭다오항을 잇는 카페리가 운항한다.\n", language="de")
    assert [each.predicate for each in reading.assertions] == ["seaLink"]


def test_a_short_form_takes_particles() -> None:
    reading = read("경기해양연구원(GMRI)은 보고서를 냈다. GMRI는 항만을 조사했고, GMRI의 결과는 공개됐다.")
    assert [each.text for each in reading.mentions] == ["경기해양연구원", "GMRI", "GMRI", "GMRI"]
    assert len({each.local for each in reading.mentions}) == 1
