"""Judgements that people made, and the way back from an entity to the reasons for it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.model import Corpus, Entity, Judgement

VERDICTS = {"same": True, "different": False}
CURATED = "curated"


def load_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a tab-separated file: left, right, `same` or `different`, reason.

    A side is a name (of whatever type), a name with its type (`Port:Weihai`), `document#local key`, or the key of a
    place. Lines that are empty or begin with `#` are passed over.

    Raises:
        InputError: a line has another form, or the file is not readable.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"not readable: {error}", where=str(path)) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) not in (3, 4) or cells[2] not in VERDICTS or not cells[0] or not cells[1]:
            raise InputError("not a judgement", where=f"{path}:{number}",
                             remedy="write left, right, same or different, and a reason, with tabs between them")
        found.append(Judgement(cells[0], cells[1], VERDICTS[cells[2]], 1.0, (CURATED, *cells[3:])))
    return tuple(found)


def entities_named(corpus: Corpus, name: str) -> tuple[Entity, ...]:
    """The entities with that key, member (`document#local`) or name, whatever its case."""
    wanted = name.casefold()
    return tuple(
        entity for entity in corpus.entities
        if entity.key == name
        or any(f"{document}#{local}" == name for document, local in entity.members)
        or any(wanted == label.casefold() for labels in entity.labels.values() for label in labels)
    )


def path_between(judgements: Iterable[Judgement], left: str, right: str) -> tuple[Judgement, ...]:
    """The shortest chain of merges from one thing of a document to another; empty when there is none."""
    steps: dict[str, list[Judgement]] = defaultdict(list)
    for each in judgements:
        if each.same:
            steps[each.left].append(each)
            steps[each.right].append(each)
    came: dict[str, Judgement | None] = {left: None}
    waiting = deque([left])
    while waiting and right not in came:
        here = waiting.popleft()
        for step in steps[here]:
            there = step.right if step.left == here else step.left
            if there not in came:
                came[there] = step
                waiting.append(there)
    chain = []
    while last := came.get(right):
        chain.append(last)
        right = last.left if last.right == right else last.right
    return tuple(reversed(chain))
