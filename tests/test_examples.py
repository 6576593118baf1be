"""Every language pack keeps what its own examples promise: what is found in them, and what is not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import resources
from kg.model import Document, Reading
from kg.pipeline import Extractor

EXTRACTOR = Extractor()


def examples() -> Iterator[Any]:
    for path in sorted(resources.languages().glob("*/examples.toml")):
        for number, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("example", ()), 1):
            yield pytest.param(path, example, id=f"{path.parent.name}-{number}")


def facts(reading: Reading) -> set[str]:
    """`Type: text` for every mention, `subject predicate object` by the texts of the ends for every relation."""
    found = {f"{each.type}: {each.text}" for each in reading.mentions}
    texts: dict[str, set[str]] = {}
    for mention in reading.mentions:
        texts.setdefault(mention.local, set()).add(mention.text)
    for each in reading.assertions:
        if each.status not in ("ended", "denied"):
            for subject in texts[each.subject]:
                for object_ in texts[each.object]:
                    found |= {f"{subject} {each.predicate} {object_}"}
                    if each.predicate.endswith("Link") or each.predicate in ("cooperatesWith", "sisterCityOf"):
                        found |= {f"{object_} {each.predicate} {subject}"}
    return found


@pytest.mark.parametrize(("path", "example"), list(examples()))
def test_example(path: Path, example: dict[str, Any]) -> None:
    language = path.parent.name
    document = Document("example", example["text"], "0" * 64, language=language, published=example.get("published", ""))
    found = facts(EXTRACTOR.read(document))
    missing = [each for each in example.get("find", ()) if each not in found]
    wrong = [each for each in example.get("never", ()) if each in found]
    assert not missing and not wrong, f"missing {missing}, wrong {wrong} in {example['text']!r}; found {sorted(found)}"
