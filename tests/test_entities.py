"""One thing, one entity: across documents and languages, for a stated reason, whatever the order of documents."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from clusters.gold import PLACES, b_cubed, reading_of, reading_of_names

from kg.entities import load_judgements, resolve, why
from kg.entities.vocabulary import load_vocabulary
from kg.errors import DataError, InputError
from kg.gazetteer import Gazetteer, folded
from kg.model import Corpus, Judgement, Mention, Place, Reading, Span

TESTS = Path(__file__).parent
ANNOTATIONS = sorted(TESTS.glob("corpus/*/dev/annotations/*.json"))
WEIHAI = "city/gn1791673"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def readings(gazetteer: Gazetteer) -> tuple[Reading, ...]:
    return tuple(reading_of(path, gazetteer) for path in ANNOTATIONS)


@pytest.fixture(scope="module")
def corpus(readings: tuple[Reading, ...], gazetteer: Gazetteer) -> Corpus:
    return resolve(readings, gazetteer.places)


def rows(name: str) -> Iterator[list[str]]:
    for line in (TESTS / "clusters" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def language(text: str) -> str:
    return "zh" if re.search(r"[\u3400-\u9fff]", text) else "ko" if re.search(r"[\uac00-\ud7a3]", text) else "en"


def resolved(places: Mapping[str, Place], *names: tuple[str, str], near: str = "") -> Corpus:
    """The corpus of documents with one name each."""
    around = [near] if near else []
    return resolve(tuple(reading_of_names(f"d{number}", language(name), [(kind, name)], around)
                         for number, (kind, name) in enumerate(names)), places)


def count(corpus: Corpus) -> int:
    """How many entities there are beside places of the gazetteer."""
    return sum(1 for each in corpus.entities if not each.place)


def test_names_of_one_thing_and_of_two(gazetteer: Gazetteer) -> None:
    wrong, false_merges, total = [], 0, 0
    text = folded((TESTS / "clusters" / "pairs.tsv").read_text(encoding="utf-8"))
    places = {key: place for key, place in gazetteer.places.items()
              if key in text or any(folded(name) in text for names in place.names.values() for name in names)}
    for kind, left, right, verdict, near in rows("pairs.tsv"):
        same = count(resolved(places, (kind, left), (kind, right), near=near)) == 1
        total += 1
        if same != (verdict == "same"):
            wrong.append(f"{left} / {right}: {verdict}")
            false_merges += same
    assert total >= 150
    assert not false_merges, wrong
    assert len(wrong) <= 0.03 * total, wrong


def gold_clusters(corpus: Corpus) -> dict[tuple[str, str], str]:
    """The annotated clusters over the things found, for the documents at hand."""
    local = {(document, member): entity.key for entity in corpus.entities for document, member in entity.members}
    known = {reading.document.name for reading in corpus.readings}
    gold: dict[tuple[str, str], str] = {}
    for thing, members in rows("clusters.tsv"):
        items = [tuple(each.rsplit("#", 1)) for each in members.split()]
        here = [(document, member) for document, member in items if document in known]
        if len({document for document, _ in here}) > 1:
            gold.update(dict.fromkeys(here, thing))
    assert local
    return gold


def found_clusters(corpus: Corpus, gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """The entity of each annotated thing: annotation and reading differ in their keys for places."""
    by_member = {member: entity.key for entity in corpus.entities for member in entity.members}
    found: dict[tuple[str, str], str] = {}
    for path in ANNOTATIONS:
        reading = reading_of(path, gazetteer, keep_ids=True)
        for mention in reading.mentions:
            key = by_member[(reading.document.name, mention.place or mention.local)]
            found[(reading.document.name, mention.local)] = key
    return found


def measured(found: dict[tuple[str, str], str], gold: dict[tuple[str, str], str]) -> tuple[float, float, float]:
    """B-cubed; whatever else an entity of annotated things holds counts against it."""
    keys = {found[item] for item in gold}
    alone = {item: f"alone {item}" for item, key in found.items() if key in keys and item not in gold}
    return b_cubed(found, gold | alone)


def test_clusters_of_the_corpora(corpus: Corpus, gazetteer: Gazetteer) -> None:
    gold = gold_clusters(corpus)
    found = found_clusters(corpus, gazetteer)
    precision, recall, f1 = measured(found, gold)
    assert f1 >= 0.95, (precision, recall, [(each, gold[each], found[each]) for each in sorted(gold)])


def test_clusters_across_languages(corpus: Corpus, gazetteer: Gazetteer) -> None:
    gold = gold_clusters(corpus)
    tongues: dict[str, set[str]] = {}
    for (document, _), thing in gold.items():
        tongues.setdefault(thing, set()).add(document[:2])
    gold = {item: thing for item, thing in gold.items() if len(tongues[thing]) > 1}
    found = found_clusters(corpus, gazetteer)
    assert len(gold) > 30
    assert b_cubed(found, gold)[2] >= 0.95
    alone = {item: str(number) for number, item in enumerate(gold)}
    assert b_cubed(alone, gold)[2] < 0.6


def test_no_two_different_places_are_one(corpus: Corpus) -> None:
    for entity in corpus.entities:
        if entity.type in PLACES and entity.place:
            assert {local for _, local in entity.members} == {entity.place.key}


def test_the_order_of_documents_does_not_matter(
    readings: tuple[Reading, ...], corpus: Corpus, gazetteer: Gazetteer
) -> None:
    for seed in range(4):
        shuffled = list(readings)
        random.Random(seed).shuffle(shuffled)
        assert resolve(tuple(shuffled), gazetteer.places) == corpus


def test_an_unrelated_document_changes_no_key(readings: tuple[Reading, ...], gazetteer: Gazetteer) -> None:
    other = reading_of_names("zzz", "en", [("Company", "Zephyr Umbrella Works Ltd"), ("Person", "Ottoline Quigg")])
    before = {(entity.key, entity.members) for entity in resolve(readings, gazetteer.places).entities}
    after = {(entity.key, entity.members) for entity in resolve((*readings, other), gazetteer.places).entities}
    assert before <= after
    assert len(after) == len(before) + 2


def test_another_language_does_not_change_a_key(gazetteer: Gazetteer) -> None:
    one = resolved(gazetteer.places, ("GovernmentBody", "Ministry of Commerce"), near="country/CN")
    both = ("GovernmentBody", "Ministry of Commerce"), ("GovernmentBody", "商务部")
    two = resolved(gazetteer.places, *both, near="country/CN")
    keys = [next(each.key for each in corpus.entities if not each.place) for corpus in (one, two)]
    assert keys[0] == keys[1]
    assert re.fullmatch(r"governmentbody/china-commerce-ministry-[0-9a-f]{8}", keys[0])


def test_names_are_kept_by_language_the_fullest_first(gazetteer: Gazetteer) -> None:
    corpus = resolved(gazetteer.places, ("Company", "Yuanzhou Shipping Co., Ltd."), ("Company", "Yuanzhou Shipping"),
                      ("Company", "远洲航运有限公司"), near="country/CN")
    entity = next(each for each in corpus.entities if not each.place)
    assert entity.labels["en"] == ("Yuanzhou Shipping Co., Ltd.", "Yuanzhou Shipping")
    assert entity.labels["zh"] == ("远洲航运有限公司",)


def test_a_port_is_not_its_city(gazetteer: Gazetteer) -> None:
    port = gazetteer.port_of(WEIHAI)
    assert port
    mentions = [Mention(Span(0, 2), "威海", "City", "x", place=WEIHAI, local=WEIHAI),
                Mention(Span(4, 6), "威海", "Port", "x", place=port.key, local=port.key)]
    document = reading_of_names("d", "zh", []).document
    corpus = resolve((Reading(document, tuple(mentions)),), gazetteer.places)
    assert {each.key for each in corpus.entities} == {WEIHAI, port.key}
    city = next(each for each in corpus.entities if each.key == WEIHAI)
    assert city.place and city.identifiers and {"en", "de", "zh", "ko"} <= city.labels.keys()


def test_a_bare_name_is_known_only_in_its_document(gazetteer: Gazetteer) -> None:
    twice = [("Agreement", "Memorandum")] * 2
    assert count(resolved(gazetteer.places, *twice, near="country/CN")) == 2


def test_a_body_of_a_state_is_not_that_of_a_town_beside_it(gazetteer: Gazetteer) -> None:
    mentions = (Mention(Span(0, 2), "威海", "City", "x", place=WEIHAI, local=WEIHAI),
                Mention(Span(2, 5), "国务院", "GovernmentBody", "x", local="GovernmentBody:国务院"))
    document = replace(reading_of_names("d", "zh", []).document, text="威海国务院")
    body = next(each for each in resolve((Reading(document, mentions),), gazetteer.places).entities if not each.place)
    assert body.key.startswith("governmentbody/china-state-council-")


def test_people_of_one_name_need_a_place_in_common(gazetteer: Gazetteer) -> None:
    def people(*near: str) -> int:
        made = tuple(reading_of_names(f"d{n}", "en", [("Person", "Wang Lei")], [key]) for n, key in enumerate(near))
        return count(resolve(made, gazetteer.places))

    assert people(WEIHAI, WEIHAI) == 1
    assert people(WEIHAI, "city/gn2911298") == 2


def test_curated_judgements_override(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_text("# left\tright\tverdict\treason\n"
                    "Blue Anchor Line\tAncora Blu\tsame\tnew name since 2020\n"
                    "Agreement:RCEP\td1#Agreement:rcep\tdifferent\n", encoding="utf-8")
    judgements = load_judgements(path)
    readings = (reading_of_names("d0", "en", [("Company", "Blue Anchor Line"), ("Agreement", "RCEP")]),
                reading_of_names("d1", "en", [("Company", "Ancora Blu"), ("Agreement", "RCEP")]))
    assert count(resolve(readings, gazetteer.places)) == 3
    corpus = resolve(readings, gazetteer.places, judgements[:1])
    assert count(corpus) == 2
    assert why(corpus, "blue anchor line", "Ancora Blu")[0].reasons == ("curated", "new name since 2020")
    assert count(resolve(readings, gazetteer.places, (Judgement("d0#Agreement:rcep", "d1#Agreement:rcep", False, 1.0,
                                                                ("curated",)),))) == 4


@pytest.mark.parametrize("line", ["a\tb\tperhaps", "a\tb", "\tb\tsame", "a b same"])
def test_a_faulty_judgement_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_text(f"a\tb\tsame\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=":2"):
        load_judgements(path)


def test_why_two_names_are_one_thing_or_two(gazetteer: Gazetteer) -> None:
    corpus = resolved(gazetteer.places, ("GovernmentBody", "Ministry of Commerce"), ("GovernmentBody", "商务部"),
                      ("GovernmentBody", "Ministry of Finance"), near="country/CN")
    one = why(corpus, "Ministry of Commerce", "商务部")
    assert one and all(each.same and each.reasons for each in one)
    two = why(corpus, "商务部", "Ministry of Finance")
    assert two and not two[0].same and two[0].reasons
    assert why(corpus, "商务部", "nothing of the kind") == ()


def test_every_merge_has_a_judgement(corpus: Corpus) -> None:
    merges = sum(len(each.members) - 1 for each in corpus.entities)
    assert merges == sum(1 for each in corpus.judgements if each.same)
    assert all(each.reasons for each in corpus.judgements)


def test_a_faulty_vocabulary_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(
        "stop=[]\nendings=[]\nplace_endings=[]\nlinks=['']\nordinals=[]\n[ordinal_words]\n[home]\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text("concept\tkind\tscope\ten\nport\ttopic\t\tport\nharbour\ttopic\t\tport\n",
                                    encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.tsv:3"):
        load_vocabulary(tmp_path)


def test_work_grows_with_the_number_of_things(gazetteer: Gazetteer) -> None:
    """Judgements that were made, as a measure of the comparisons: near-linear, where all pairs would be 16 times."""
    cities = sorted(key for key, place in gazetteer.places.items() if place.type == "City" and "en" in place.names)

    def judged(number: int) -> int:
        names = [("GovernmentBody", f"{gazetteer.places[city].names['en'][0]} Bureau of {topic}")
                 for city in cities[: number // 2] for topic in ("Commerce", "Transport")]
        corpus = resolve((reading_of_names("d", "en", names),), gazetteer.places)
        return len(corpus.judgements) + len(corpus.entities)

    assert judged(2000) < 8 * judged(500)
