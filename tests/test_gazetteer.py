"""The gazetteer finds the places of this field by their names in German, English, Chinese and Korean."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.gazetteer import COLUMNS, Gazetteer
from kg.model import Place

LOOKUP = Path(__file__).parent / "data" / "places_lookup.tsv"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def chosen(gazetteer: Gazetteer, sentence: str, name: str) -> Place | None:
    """The place chosen for a name, the other unambiguous names of the sentence being its surroundings."""
    matches = gazetteer.scan(sentence)
    near = [match.places[0].key for match in matches if len(match.places) == 1 and not match.weak]
    match = next((match for match in matches if match.text == name), None)
    return gazetteer.choose(match, near) if match else None


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    return [match.text for match in gazetteer.scan(text)]


def test_known_places_are_found_in_context(gazetteer: Gazetteer) -> None:
    rows = [line.split("\t") for line in LOOKUP.read_text("utf-8").splitlines() if not line.startswith("#")]
    wrong = [
        (name, key)
        for sentence, name, key in rows
        if (place := chosen(gazetteer, sentence, name)) is None or place.key != key
    ]
    assert len(rows) >= 120
    assert len(wrong) <= 0.02 * len(rows), wrong


def test_coverage(gazetteer: Gazetteer) -> None:
    places = gazetteer.places.values()
    kinds = ("Country", "Region", "City", "Port", "Airport")
    of = {kind: [place for place in places if place.type == kind] for kind in kinds}
    assert len(of["Country"]) >= 249
    assert len(of["Region"]) >= 80
    assert len(of["City"]) >= 9000
    assert sum("unlocode" in port.identifiers for port in of["Port"]) >= 1000
    assert sum("iata" in airport.identifiers for airport in of["Airport"]) >= 1500
    assert all(language in place.names for place in of["Country"] for language in ("de", "en", "zh", "ko", "ja"))
    divisions = {place.identifiers["iso3166_2"][:2] for place in places if "iso3166_2" in place.identifiers}
    assert {"CN", "KR", "JP", "DE", "US", "VN", "RU", "NL", "BE", "PL", "IT", "ES"} <= divisions


@pytest.mark.parametrize(("country", "count"), [("CN", 31), ("KR", 17), ("JP", 47), ("DE", 16)])
def test_all_first_level_divisions_are_there(gazetteer: Gazetteer, country: str, count: int) -> None:
    places = [place for place in gazetteer.places.values() if place.country == country]
    codes = [place.identifiers["iso3166_2"] for place in places if "iso3166_2" in place.identifiers]
    assert len(codes) == len(set(codes)) == count


def test_links_lead_to_known_places_and_never_in_circles(gazetteer: Gazetteer) -> None:
    for place in gazetteer.places.values():
        assert not place.within or place.within in gazetteer.places, place.key
        assert not place.serves or gazetteer.places[place.serves].type == "City", place.key
        assert place.key not in {up.key for up in gazetteer.containers(place.key)}


def test_containers_lead_from_county_to_country(gazetteer: Gazetteer) -> None:
    [rongcheng] = gazetteer.named("荣成市")
    assert [up.names["en"][0] for up in gazetteer.containers(rongcheng.key)] == ["Weihai", "Shandong", "China"]


def test_port_and_airports_of_a_city(gazetteer: Gazetteer) -> None:
    weihai, incheon, hamburg = (gazetteer.named(name)[0].key for name in ("Weihai", "Incheon", "Hamburg"))
    ports = [gazetteer.port_of(key) for key in (weihai, incheon, hamburg)]
    assert [port and port.key for port in ports] == ["port/CNWEG", "port/KRINC", "port/DEHAM"]
    assert [airport.key for airport in gazetteer.airports_of(weihai)] == ["airport/WEH"]
    assert gazetteer.port_of("city/unknown") is None
    assert gazetteer.containers("city/unknown") == ()


def test_codes_that_are_easily_confused(gazetteer: Gazetteer) -> None:
    keys = ("port/CNWEG", "airport/WEH", "port/KRINC", "airport/ICN")
    identifiers = {key: gazetteer.places[key].identifiers for key in keys}
    assert identifiers["port/CNWEG"]["unlocode"] == "CNWEG"
    assert identifiers["airport/WEH"]["iata"] == "WEH"
    assert "iata" not in identifiers["port/KRINC"]
    assert identifiers["airport/ICN"]["icao"] == "RKSI"
    assert gazetteer.named("Weihai")[0].identifiers["unlocode"] == "CNWEI"


@pytest.mark.parametrize(
    ("sentence", "name", "country"),
    [
        ("韩国丽水的石化企业", "丽水", "KR"),
        ("浙江丽水的旅游业", "丽水", "CN"),
        ("中国与韩国的清州合作", "清州", "KR"),
        ("韩国群山举行会议", "群山", "KR"),
        ("韩国光州的光产业", "光州", "KR"),
        ("广州与韩国企业签约", "广州", "CN"),
        ("韩国晋州的丝绸节", "晋州", "KR"),
        ("河北省石家庄市的晋州", "晋州", "CN"),
        ("宁波的镇海", "镇海", "CN"),
    ],
)
def test_names_shared_by_chinese_and_korean_cities(
    gazetteer: Gazetteer, sentence: str, name: str, country: str
) -> None:
    place = chosen(gazetteer, sentence, name)
    assert place is not None
    assert place.country == country


def test_everyday_words_are_weak_and_need_support(gazetteer: Gazetteer) -> None:
    assert chosen(gazetteer, "Nice weather for the port of call.", "Nice") is None
    essen = chosen(gazetteer, "Zwischen Duisburg und Essen fährt die Bahn.", "Essen")
    assert essen is not None and essen.country == "DE"
    assert chosen(gazetteer, "辽宁海城市以外的沿海城市", "海城市") is not None
    assert chosen(gazetteer, "扩大沿海城市开放", "海城市") is None
    assert "合作" not in found(gazetteer, "双方加强合作，建设和平友好的东方城市")


def test_single_characters_are_known_but_never_sought(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("光")[0].country == "JP"
    assert found(gazetteer, "阳光洒向海面") == []


def test_words_of_alphabetic_scripts_are_taken_whole(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Hamburgs Hafen und ein Hamburgerladen in Hamburg-Mitte") == ["Hamburg", "Hamburg"]
    assert found(gazetteer, "Weihai's port, weihai, WEIHAI") == ["Weihai", "WEIHAI"]
    assert found(gazetteer, "부산에서 새부산까지") == ["부산"]
    assert found(gazetteer, "US$ 500 million from the US") == ["US"]


def test_the_longest_name_wins_and_offsets_count_code_points(gazetteer: Gazetteer) -> None:
    text = "𠀀威海港与釜山新港"
    matches = gazetteer.scan(text)
    assert [match.text for match in matches] == ["威海港", "釜山新港"]
    assert all(text[match.start : match.end] == match.text for match in matches)


def test_a_weak_name_never_hides_another(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "构建面向日本的航线") == ["日本"]


def test_named_ignores_case_and_diacritics(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("dusseldorf")[0] == gazetteer.named("Düsseldorf")[0] == gazetteer.named("DUESSELDORF")[0]
    assert gazetteer.named("Gdansk") == gazetteer.named("Gdańsk")
    assert gazetteer.named("no such place") == ()


def test_loading_and_scanning_are_quick(gazetteer: Gazetteer) -> None:
    text = "Die Stadt Hamburg und der Hafen Rotterdam arbeiten mit Qingdao zusammen. 威海港至仁川港航线。" * 5000
    started = time.perf_counter()
    assert gazetteer.scan(text)
    assert len(text.encode()) / (time.perf_counter() - started) > 1e6


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no table"):
        Gazetteer.load(tmp_path)
    (tmp_path / "places.tsv").write_text("key\ttype\n", "utf-8")
    with pytest.raises(DataError, match="columns"):
        Gazetteer.load(tmp_path)
    row = ["city/x", "City", "DE", "", "", "north", "", "", "", "X", "", "", "", ""]
    (tmp_path / "places.tsv").write_text("\t".join(COLUMNS) + "\n" + "\t".join(row) + "\n", "utf-8")
    with pytest.raises(DataError, match="row 2"):
        Gazetteer.load(tmp_path)
