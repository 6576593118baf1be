"""Prefectures and counties of China: names from the list of divisions, identity and place from GeoNames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin
from sources import Division, Town, curated
from table import Row, Table, is_han, simplified, word_class

from kg.gazetteer import folded

TownsByName = dict[tuple[str, str], list[Town]]

PROVINCES = {
    "11": ("BJ", "22"), "12": ("TJ", "28"), "13": ("HE", "10"), "14": ("SX", "24"), "15": ("NM", "20"),
    "21": ("LN", "19"), "22": ("JL", "05"), "23": ("HL", "08"), "31": ("SH", "23"), "32": ("JS", "04"),
    "33": ("ZJ", "02"), "34": ("AH", "01"), "35": ("FJ", "07"), "36": ("JX", "03"), "37": ("SD", "25"),
    "41": ("HA", "09"), "42": ("HB", "12"), "43": ("HN", "11"), "44": ("GD", "30"), "45": ("GX", "16"),
    "46": ("HI", "31"), "50": ("CQ", "33"), "51": ("SC", "32"), "52": ("GZ", "18"), "53": ("YN", "29"),
    "54": ("XZ", "14"), "61": ("SN", "26"), "62": ("GS", "15"), "63": ("QH", "06"), "64": ("NX", "21"),
    "65": ("XJ", "13"),
}  # fmt: skip
"""GB/T 2260 code to the ISO 3166-2 suffix and the GeoNames admin1 code."""

MUNICIPALITIES = {"11": "北京", "12": "天津", "31": "上海", "50": "重庆"}
LEVELS = re.compile(r"(?:自治州|地区|新区|林区|特区|自治县|自治旗|[市县区盟旗州])$")
PEOPLES = re.compile(
    r"(?:维吾尔|哈萨克|蒙古|柯尔克孜|朝鲜|土家|布依|哈尼|彝|傣|景颇|傈僳|独龙|拉祜|佤|布朗|纳西|普米|藏|羌|苗|侗|壮|回|白|瑶|满|"
    r"黎|畲|水|仡佬|毛南|仫佬|土|撒拉|保安|东乡|裕固|锡伯|塔吉克|鄂温克|鄂伦春|达斡尔|各)族.*$"
)
ZONES = ("开发区", "园区", "管理区", "示范区", "试验区", "市辖区", "矿区")
"""Statistical units that are zones or nothing of their own."""
OTHER_SCRIPTS = {"15", "54", "65"}
"""Inner Mongolia, Tibet and Xinjiang, where the usual Latin name is not the pinyin of the Chinese one."""

AMBIGUOUS = frozenset(name for (names,) in curated("counties_ambiguous.tsv") for name in names.split())
"""Names of counties and districts that are everyday words as well: sought only with the word for their level."""


def add_divisions(table: Table, towns: dict[int, Town], cities: list[Division], counties: list[Division]) -> None:
    """Add municipalities, prefectures, counties, and the well-known areas that are none of them."""
    by_name = _by_chinese_name(towns)
    keys: dict[str, str] = {}
    larger = frozenset(base(city.name) for city in cities)
    for code, name in MUNICIPALITIES.items():
        keys[code] = _add(table, by_name, Division(code, name + "市", ""), "country/CN").key
    for city in cities:
        if city.above in MUNICIPALITIES or not LEVELS.search(city.name):
            keys[city.code] = keys.get(city.above, f"province/CN-{PROVINCES[city.above][0]}")
        else:
            keys[city.code] = _add(table, by_name, city, f"province/CN-{PROVINCES[city.above][0]}").key
    for county in counties:
        if LEVELS.search(county.name) and not county.name.endswith(ZONES):
            _add(table, by_name, county, keys[county.above], larger)
    _add_well_known(table, keys)


def _add_well_known(table: Table, keys: dict[str, str]) -> None:
    for above, kind, slug, english, german, chinese in curated("cn_extra.tsv"):
        within = keys.get(above) or f"province/CN-{PROVINCES[above[:2]][0]}"
        row = Row(f"{kind.lower()}/{slug.replace(chr(39), '')}", kind, "CN", within, curated=True)
        for language, names in (("en", english), ("de", german), ("zh", chinese)):
            row.name(language, names.split("|"))
        table.add(row)


def _by_chinese_name(towns: dict[int, Town]) -> TownsByName:
    found: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns.values():
        if town.country == "CN":
            for name in {simplified(name) for name in town.alternates if is_han(name)}:
                found[town.admin1, name].append(town)
    return found


def _add(
    table: Table, by_name: TownsByName, division: Division, within: str, larger: frozenset[str] = frozenset()
) -> Row:
    bare = base(division.name)
    admin1 = PROVINCES[division.code[:2]][1]
    candidates = by_name.get((admin1, division.name), []) + by_name.get((admin1, bare), [])
    free = [town for town in candidates if f"city/gn{town.id}" not in table.rows]
    town = max(free, key=lambda town: (_spelt(town.name, bare), town.population, -town.id), default=None)
    row = Row(f"city/gn{town.id}" if town else f"city/cn{division.code}", "City", "CN", within)
    if town:
        row.identifiers["geonames"] = str(town.id)
        row.latitude, row.longitude, row.population = town.latitude, town.longitude, town.population
    latin = _latin(division, bare, town)
    row.name("en", latin)
    row.name("de", latin)
    row.name("zh", [bare, division.name] if _clear(bare, division, larger) else [division.name])
    if division.name.endswith("自治州"):
        row.name("zh", [bare + "州"])
    return table.add(row)


def base(name: str) -> str:
    """The name without its level: 威海市 -> 威海, 延边朝鲜族自治州 -> 延边; itself when little would be left."""
    short = PEOPLES.sub("", LEVELS.sub("", name))
    return short if len(short) > 1 else name


def _clear(bare: str, division: Division, larger: frozenset[str]) -> bool:
    """Whether the name without its level is safe to seek: a prefecture's is, a county's by its word class."""
    if len(division.code) <= 4:
        return len(bare) > 1 and not division.name.endswith("藏族自治州")
    if len(bare) < 2 or bare == division.name or bare in AMBIGUOUS or bare in larger:
        return False
    known = word_class(bare)
    if division.name.endswith("市") or len(bare) > 2:
        return True
    return known == "ns" or (known in {"nr", "nrt", "nz"} and division.name.endswith("区"))


def _latin(division: Division, bare: str, town: Town | None) -> list[str]:
    syllables = lazy_pinyin(bare, style=Style.NORMAL, v_to_u=False)
    pinyin = "".join("'" + each if each[0] in "aoe" and number else each for number, each in enumerate(syllables))
    pinyin = pinyin.capitalize().replace("v", "ü")
    names = [pinyin] + ([pinyin.replace("'", "")] if "'" in pinyin else [])
    if town and (division.code[:2] in OTHER_SCRIPTS or len(division.code) <= 2) and not _spelt(town.name, bare):
        return [town.name, *names]
    return names


def _spelt(name: str, chinese: str) -> bool:
    """Whether a Latin name is the pinyin of a Chinese one."""
    return _letters([folded(name)]) == _letters(lazy_pinyin(chinese, style=Style.NORMAL))


def _letters(parts: Iterable[str]) -> str:
    return re.sub("[^a-z]", "", "".join(parts).lower().replace("ü", "u").replace("v", "u"))
