"""Seaports, airports and UN/LOCODEs, each tied to its city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sources import Location, Town, curated
from table import Row, Table, distance

from kg.gazetteer import folded

PORT_WORDS = re.compile(r"[ ,-]*\b(?:Pt|Port|Hbr|Harbour)\b\.?$")
NEAR, SAME = 70.0, 40.0
"""Kilometres within which a port or airport may serve a city of its name, or a code may be a city's."""
INTERNATIONAL = re.compile(r"\b(?:International|Intl)\b")
GENERAL = re.compile(r"^[\w'’. -]+$")


def add_codes(table: Table, locations: dict[str, Location]) -> None:
    """Give each city the UN/LOCODE of its name, its country and its neighbourhood."""
    best: dict[str, tuple[int, float, str]] = {}
    for location in locations.values():
        for name in {location.name, location.ascii, location.name.split(" (")[0]}:
            city = table.city(location.code[:2], name, (location.latitude, location.longitude))
            if city is None:
                continue
            point = location.latitude is not None and location.longitude is not None
            away = distance(city, location.latitude or 0, location.longitude or 0) if point else SAME
            if away <= SAME:
                rank = (-sum(map(str.isdigit, location.function)), away, location.code)
                best[city.key] = min(rank, best.get(city.key, rank))
    for key, (_, _, code) in best.items():
        table.rows[key].identifiers["unlocode"] = code


def add_ports(table: Table, towns: dict[int, Town], locations: dict[str, Location], notable: set[str]) -> None:
    """The curated ports, then each notable port of UN/LOCODE whose city is known and has no port yet."""
    served: set[str] = set()
    for code, city_name, *names in curated("ports.tsv"):
        city = _city(table, city_name)
        if city_name and city is None:
            print("no city for port", code, city_name)
        row = _port(code, city, locations.get(code))
        for language, listed in zip(("en", "de", "zh", "ko"), names, strict=False):
            for name in listed.split("|"):
                row.name(language, _usual_port_names(city, language) if name == "+" and city else [name])
        if city and names[0].startswith("+"):
            row.population += 1
            row.name("ja", _usual_port_names(city, "ja"))
        served.add(row.serves)
        table.add(row)
    for location in sorted(locations.values(), key=lambda each: (not PORT_WORDS.search(each.name), each.code)):
        if location.function[:1] != "1" or f"port/{location.code}" in table.rows:
            continue
        country, point = location.code[:2], (location.latitude, location.longitude)
        city = table.city(country, PORT_WORDS.sub("", location.ascii), point)
        wanted = location.code in notable or country in ("KR", "JP", "DE") or PORT_WORDS.search(location.name)
        if city is None or not wanted or city.key in served:
            continue
        served.add(city.key)
        row = _port(location.code, city, location)
        for language in ("en", "de", "zh", "ko", "ja"):
            row.name(language, _usual_port_names(city, language))
        table.add(row)


def prefer_ports(table: Table) -> None:
    """Let a port's proper name mean the port, not an uncurated town or quarter of the same name."""
    ports = [row for row in table.rows.values() if row.type == "Port"]
    proper = {folded(name): port.country for port in ports for name in port.names["en"]}
    for row in list(table.rows.values()):
        small = row.type == "City" and row.country != "CN" and not row.curated
        if small and any(proper.get(folded(name)) == row.country for name in row.names["en"]):
            table.forget(row, proper)


def _port(code: str, city: Row | None, location: Location | None) -> Row:
    own = code.removeprefix("*")
    row = Row(f"port/{own}", "Port", own[:2], city.key if city else f"country/{own[:2]}", city.key if city else "")
    row.curated = True
    if not code.startswith("*"):
        row.identifiers["unlocode"] = code
        if location is None:
            raise SystemExit(f"{code} is no UN/LOCODE")
        row.latitude, row.longitude = location.latitude, location.longitude
    if row.latitude is None and city and not code.startswith("*"):
        row.latitude, row.longitude = city.latitude, city.longitude
    if city:
        row.population = city.population // 1000
    return row


def _usual_port_names(city: Row | None, language: str) -> Iterator[str]:
    if city is None:
        return
    for name in city.names[language]:
        if language == "en":
            yield from (f"Port of {name}", f"{name} Port", f"{name} Harbour")
        elif language == "de" and GENERAL.match(name):
            yield from (f"Hafen {name}", f"Hafen von {name}", f"{_adjective(name)} Hafen")
        elif language == "zh" and not name.endswith(("市", "省", "特别行政区", "自治州", "州", "地区", "县", "区")):
            yield from (f"{name}港",)
        elif language == "ko" and not name.endswith(("시", "군")):
            yield from (f"{name}항",)
        elif language == "ja" and not name.endswith(("市", "都", "し", "シ")):
            yield from (f"{name}港",)


def _adjective(name: str) -> str:
    """The German adjective of a town: Hamburger, Bremer, Danziger, Wilhelmshavener."""
    if name in ("Bremen", "Emden", "München"):
        return {"Bremen": "Bremer", "Emden": "Emder", "München": "Münchner"}[name]
    return name + ("r" if name.endswith("e") else "er")


def add_airports(table: Table, towns: dict[int, Town], airports: dict[str, dict[str, object]]) -> None:
    """The curated airports, then those with an IATA code that are international or at a known city."""
    known = {row[0]: row[1:] for row in curated("airports.tsv")}
    at_city: dict[str, list[Row]] = {}
    for code, raw in airports.items():
        given = known.get(code)
        city = _city(table, given[0]) if given else _airport_city(table, raw)
        if given is None and city is None:
            continue
        if city is None:
            print("no city for airport", code, given)
        row = _airport(code, raw, city, str(raw["country"]))
        for language, listed in zip(("en", "de", "zh", "ko"), given[1:] if given else (), strict=False):
            row.name(language, listed.split("|"))
        row.name("en", [str(raw["name"])])
        row.curated = bool(given)
        table.add(row)
        at_city.setdefault(row.serves, []).append(row)
    for key, rows in at_city.items():
        if key and len(rows) == 1:
            _name_after_city(rows[0], table.rows[key])


def _airport_city(table: Table, raw: dict[str, object]) -> Row | None:
    name = str(raw["name"])
    point = (float(str(raw["lat"])), float(str(raw["lon"])))
    city = table.city(str(raw["country"]), str(raw["city"]), point)
    large = city is not None and (city.population >= 200_000 or city.curated)
    return city if large or INTERNATIONAL.search(name) or (city and city.country in ("CN", "KR", "JP", "DE")) else None


def _airport(code: str, raw: dict[str, object], city: Row | None, country: str) -> Row:
    serves = city.key if city else ""
    row = Row(f"airport/{code}", "Airport", country, serves or f"country/{country}", serves)
    row.latitude, row.longitude = round(float(str(raw["lat"])), 4), round(float(str(raw["lon"])), 4)
    row.identifiers["iata"] = code
    if raw["icao"]:
        row.identifiers["icao"] = str(raw["icao"])
    row.population = city.population // 1000 if city else 0
    if city and INTERNATIONAL.search(str(raw["name"])):
        row.population += 1
    return row


def _name_after_city(row: Row, city: Row) -> None:
    for name in city.names["en"]:
        row.name("en", [f"{name} Airport", f"{name} International Airport"])
    row.name("de", [f"Flughafen {name}" for name in city.names["de"] if GENERAL.match(name)])
    for name in city.names["zh"]:
        if not name.endswith(("市", "州", "地区", "县", "区")):
            row.name("zh", [f"{name}机场", f"{name}国际机场"])


def _city(table: Table, named: str) -> Row | None:
    if not named:
        return None
    country, name = named.split(":", 1)
    found = table.city(country, name)
    return found or next((row for row in table.rows.values() if row.country == country and _has(row, name)), None)


def _has(row: Row, name: str) -> bool:
    latin = {folded(each) for each in row.names["en"]}
    return row.type == "City" and (name in row.names["zh"] or folded(name) in latin)
