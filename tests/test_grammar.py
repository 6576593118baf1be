"""A faulty language folder is refused with the place of the fault; a good one needs no code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.assertions import find_assertions
from kg.errors import RuleError
from kg.gazetteer import Gazetteer
from kg.grammar import load_grammar, load_grammars
from kg.mentions import find_mentions
from kg.model import Document
from kg.text import Reader

INVENTED = Path(__file__).parent / "invented"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("settings.toml", 'script = "latin"', "", "script"),
        ("settings.toml", 'name = "', 'name "', "settings.toml"),
        ("lexicon/words.txt", "[head.Port]", "", "words.txt:4"),
        ("lexicon/words.txt", "zal", "*", "words.txt:4"),
        ("names.toml", 'type = "head"', 'type = "Harbour"', "unknown type 'Harbour'"),
        ("names.toml", "$proper", "$improper", "rule 'head-first'"),
        ("relations.toml", "from seaLink to", "from seaLink", "frame 'ship-line'"),
        ("relations.toml", "from seaLink to", "from seaLink there", "no role there"),
        ("relations.toml", '"Port", "City"', '"Port", "Town"', "unknown type 'Town'"),
        ("relations.toml", "(?P<who>", "(?P<whom>", "has no group who"),
    ],
)
def test_faults_are_refused(tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    pack = tmp_path / "qx"
    shutil.copytree(INVENTED / "qx", pack)
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_grammar(pack)
    assert words in str(caught.value)


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no language pack"):
        load_grammars(tmp_path)


def test_an_invented_language_is_read_without_code() -> None:
    gazetteer = Gazetteer.load()
    text = Reader(load_grammars(INVENTED), gazetteer).read(
        Document("letter.txt", "Mido Hana Oro li zal Busan. Zal Busan li vesti vu Zal Kobe ti Osaka.", "0" * 64,
                 language="qx"))
    mentions = find_mentions(text, gazetteer)
    assert [(each.type, each.text) for each in mentions] == [
        ("Person", "Hana Oro"), ("Port", "zal Busan"), ("Port", "Zal Busan"), ("Port", "Zal Kobe"), ("City", "Osaka")]
    findings = find_assertions(text, mentions, (), (), gazetteer.places)
    found, names = findings.assertions, {each.local: each.text.lower() for each in findings.mentions}
    assert {(frozenset({names[each.subject], names[each.object]}), each.predicate) for each in found} >= {
        (frozenset({"zal busan", "zal kobe"}), "seaLink"),
        (frozenset({"zal busan", "osaka"}), "seaLink"),
        (frozenset({"hana oro", "zal busan"}), "holdsOfficeAt"),
    }
    assert next(each.qualifiers for each in found if each.predicate == "holdsOfficeAt") == {"office": "Mido"}
