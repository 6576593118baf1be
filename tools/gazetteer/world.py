"""States, regions, provinces and cities outside China."""

from __future__ import annotations

from sources import Extract, Town, curated, territories
from table import Row, Table, is_han, simplified, word_class

from kg.gazetteer import LANGUAGES, folded

NO_CODE = "XK"
"""Kosovo: CLDR and GeoNames use this code, ISO 3166-1 leaves it to users."""
LARGE = 100_000
MIDDLE = {"JP": 50_000, "DE": 20_000, "KR": 10**9, "CN": 10**9}
"""Least population of a city without curated names; Korea and China are covered by their own tables."""
SHORTEST = 4
"""Shorter names of uncurated cities would be taken for words and abbreviations."""
SMALL = 150_000
"""Below this a city whose name is an everyday word is not sought by it."""
NO_CITIES = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLL"}
DIVISION_WORDS = (
    " prefecture", " province", " voivodeship", " oblast", " krai", " region", "-do", "-si", " governorate", " state",
)  # fmt: skip
KOREA = {
    "01": "49", "03": "45", "05": "43", "06": "42", "10": "26", "11": "11", "12": "28", "13": "41", "14": "47",
    "15": "27", "16": "46", "17": "44", "18": "29", "19": "30", "20": "48", "21": "31", "22": "50",
}  # fmt: skip
"""GeoNames admin1 to ISO 3166-2."""


def add_countries(table: Table) -> None:
    """States and territories with CLDR's names and the curated further ones."""
    extra = {row[0]: row[1:] for row in curated("countries.tsv")}
    names = {language: territories(language) for language in LANGUAGES}
    for code in names["en"]:
        row = Row(f"country/{code}", "Country", code, curated=True)
        if code != NO_CODE:
            row.identifiers["iso3166_1"] = code
        for language, more in zip(LANGUAGES, extra.get(code, []), strict=False):
            row.name(language, more.split("|"))
        for language in LANGUAGES:
            row.name(language, _short_forms(names[language].get(code, "")))
        table.add(row)


def _short_forms(name: str) -> list[str]:
    for mark, word in ((" & ", " and "), ("St. ", "Saint ")):
        if mark in name:
            return [name, name.replace(mark, word)]
    without = name.removeprefix("中国").removesuffix("特别行政区")
    return [name, without] if without != name and without else [name]


def add_regions(table: Table) -> None:
    """Regions, all curated."""
    for slug, within, *names in curated("regions.tsv"):
        country = within.removeprefix("country/") if within.startswith("country/") else ""
        row = Row(f"region/{slug}", "Region", country, within, curated=True)
        for language, listed in zip(LANGUAGES, names, strict=False):
            row.name(language, listed.split("|"))
        table.add(row)


def add_korea(table: Table, towns: dict[int, Town]) -> None:
    """Korean cities: GeoNames' romanisations are too mixed, so every name is curated."""
    for place, english, chinese, korean in curated("cities_kr.tsv"):
        if place.startswith("+"):
            name, point = place[1:].split(",", 1)
            row = _beyond_geonames("KR", name, point)
        else:
            town = towns[int(place)] if place.isdigit() else _largest(towns, "KR", place)
            if town is None or f"city/gn{town.id}" in table.rows:
                continue
            row = _row(town)
        row.curated = True
        for language, listed in (("en", english), ("de", english), ("zh", chinese), ("ko", korean)):
            row.name(language, listed.split("|"))
        table.add(row)


def add_curated_cities(table: Table, towns: dict[int, Town]) -> None:
    """Cities with curated names; Chinese ones are in the table already and get theirs in front."""
    for where, english, german, chinese, *korean in curated("cities_world.tsv"):
        country, _, point = where.partition("@")
        row = _existing(table, country, chinese) if country == "CN" else _new(table, towns, country, english, point)
        if row is None:
            print("not to be found:", country, english)
            continue
        before, row.names = row.names, type(row.names)(list)
        for language, listed in (("en", english), ("de", german), ("zh", chinese), ("ko", "".join(korean[:1]))):
            row.name(language, listed.split("|"))
        for language, listed_before in before.items():
            row.name(language, listed_before)
        row.curated = True
        table.index(row)


def _new(table: Table, towns: dict[int, Town], country: str, english: str, point: str) -> Row | None:
    if point:
        return table.add(_beyond_geonames(country, english.split("|")[0], point))
    town = next((found for name in english.split("|") if (found := _largest(towns, country, name))), None)
    return table.add(_row(town)) if town and f"city/gn{town.id}" not in table.rows else None


def _beyond_geonames(country: str, name: str, point: str) -> Row:
    latitude, longitude, population = point.split(",")
    slug = "-".join(folded(name).replace("'", "").split())
    row = Row(f"city/{country.lower()}-{slug}", "City", country)
    row.latitude, row.longitude, row.population = float(latitude), float(longitude), int(population)
    return row


def _existing(table: Table, country: str, chinese: str) -> Row | None:
    """The row that has one of the names, the fullest first."""
    for name in reversed(chinese.split("|")):
        found = [row for row in table.rows.values() if row.country == country and name in row.names["zh"]]
        if found:
            return max(found, key=lambda row: row.population)
    return None


def add_korean(table: Table) -> None:
    """Korean names of places that the other tables name in other languages only; asked twice, as ports come last."""
    for key, names in curated("korean.tsv"):
        if key in table.rows:
            table.rows[key].name("ko", names.split("|"))


def add_provinces(table: Table) -> None:
    """First-level divisions; one that is a city (=) is that city's row, with the code of the division."""
    for code, english, *rest in curated("provinces.tsv"):
        country = code.removeprefix("=")[:2]
        if code.startswith("="):
            city = table.rows.get(f"city/gn{english}") or table.city(country, english)
            if city is None:
                raise SystemExit(f"no city for {code} {english}")
            city.identifiers["iso3166_2"] = code[1:]
            city.within = f"country/{country}"
            continue
        row = Row(f"province/{code}", "Province", country, f"country/{country}", identifiers={"iso3166_2": code})
        row.curated = True
        for language, listed in zip(("en", "de", "zh", "ko"), [english, *rest], strict=False):
            row.name(language, listed.split("|"))
        table.add(row)


def add_cities(table: Table, towns: dict[int, Town], extract: Extract) -> None:
    """The large cities of the world, and the smaller ones of Germany and Japan."""
    taken = {name for row in table.rows.values() for name in row.names["zh"]}
    for town in sorted(towns.values(), key=lambda town: (-town.population, town.id)):
        feature = extract.features.get(town.id, "")
        least = MIDDLE.get(town.country, LARGE)
        if f"city/gn{town.id}" in table.rows or feature in NO_CITIES or (town.population < least and feature != "PPLC"):
            continue
        if town.country in ("CN", "KR") or len(town.name) < SHORTEST:
            continue
        row = _row(town)
        latin = _tidy(town)
        row.name("en", latin)
        row.name("de", latin)
        _add_han(row, town, extract, taken)
        if table.city(town.country, latin[0], (town.latitude, town.longitude)) is None:
            table.add(row)


def _tidy(town: Town) -> list[str]:
    name = town.name.removesuffix("-shi") if town.country == "JP" else town.name
    name = name.removesuffix("chō") if town.country == "JP" and len(name) > 6 else name
    plain = "".join(each for each in name.translate(str.maketrans("ōūŌŪ", "ouOU"))) if town.country == "JP" else name
    bare = plain.split(" (")[0]
    return [bare, *([name] if name != plain else [])]


def _add_han(row: Row, town: Town, extract: Extract, taken: set[str]) -> None:
    han = [name for name in town.alternates if is_han(name)]
    if town.country == "JP":
        plain = sorted({simplified(name, japanese=True) for name in han}, key=lambda name: (len(name), name))
        row.name("zh", [name for name in plain if _usable(name, taken)])
        return
    preferred = simplified(extract.chinese.get(town.id, ""))
    plain = sorted({simplified(name) for name in han}, key=lambda name: (name != preferred, len(name), name))
    row.name("zh", [name for name in plain if _usable(name, taken)][:2])


def _usable(name: str, taken: set[str]) -> bool:
    """Whether an uncurated Chinese name is worth having: no Chinese or curated place's, no everyday word."""
    place_or_unknown = word_class(name) in {"", "ns", "nz", "nt"}
    return len(name) > 1 and name not in taken and place_or_unknown and not name.startswith("中国")


def put_into_provinces(table: Table, extract: Extract) -> None:
    """Let each city lie in its first-level division, found by the division's name; else in its country."""
    divisions = {
        (row.country, _plain_division(name)): row.key
        for row in table.rows.values()
        if row.type == "Province"
        for language in ("en", "de")
        for name in row.names[language]
    }
    codes = {row.identifiers["iso3166_2"]: row.key for row in table.rows.values() if "iso3166_2" in row.identifiers}
    for row in table.rows.values():
        if row.type != "City" or row.within or "iso3166_2" in row.identifiers:
            continue
        name = extract.divisions.get(f"{row.country}.{row.admin1}", "")
        code = f"KR-{KOREA.get(row.admin1, '')}" if row.country == "KR" else f"{row.country}-{row.admin1}"
        known = codes.get(code) if row.country in ("KR", "US") else None
        within = known or divisions.get((row.country, _plain_division(name))) or f"country/{row.country}"
        row.within = within if within != row.key else f"country/{row.country}"


def _plain_division(name: str) -> str:
    plain = folded(name)
    for word in DIVISION_WORDS:
        plain = plain.removesuffix(word)
    return plain.removeprefix("provinz ").removeprefix("province of ")


def _row(town: Town) -> Row:
    row = Row(f"city/gn{town.id}", "City", town.country, population=town.population, admin1=town.admin1)
    row.latitude, row.longitude = town.latitude, town.longitude
    row.identifiers["geonames"] = str(town.id)
    if town.country == "JP":
        row.name("ja", (name for name in town.alternates if is_han(name)))
    return row


_INDEX: dict[tuple[str, str], list[Town]] = {}


def _largest(towns: dict[int, Town], country: str, name: str) -> Town | None:
    if not _INDEX:
        for town in towns.values():
            for each in {folded(town.name), *(folded(each) for each in town.alternates)}:
                _INDEX.setdefault((town.country, each), []).append(town)
    found = _INDEX.get((country, folded(name)), [])
    return max(found, key=lambda town: (folded(town.name) == folded(name), town.population, -town.id), default=None)


def guard_words(table: Table) -> None:
    """Let a small uncurated city whose name is an everyday word be sought only as Stadt or City of that name."""
    listed = {folded(name) for language, names in curated("words.tsv") if language != "zh" for name in names.split()}
    for row in table.rows.values():
        if row.type == "City" and not row.curated and row.population < SMALL:
            for language, form in (("en", "City of {}"), ("de", "Stadt {}")):
                row.names[language] = [form.format(n) if folded(n) in listed else n for n in row.names[language]]


def weak_names(table: Table) -> set[str]:
    """Names that need support: the curated ones, and uncurated two-character ones outside China."""
    listed = {name for _, names in curated("words.tsv") for name in names.split()}
    short = {
        name
        for row in table.rows.values()
        if row.type == "City" and row.country != "CN" and not row.curated
        for name in row.names["zh"]
        if len(name) == 2
    }
    safe = {name for row in table.rows.values() if row.curated or row.country == "CN" for name in row.names["zh"]}
    return listed | (short - safe)
