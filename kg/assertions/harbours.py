"""Cities that stand for their ports: the ends of sea links ("ferries to X and Y") name the ports of X and Y."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.assertions.chunks import Chunk, Row
from kg.model import Mention, Span

RULE = "port-of-link"


def port_of(city: Mention, named: Mapping[str, Mention]) -> Mention:
    """The port that a mention of a city means where ships are spoken of.

    Args:
        named: the ports that the document names by the keys of their cities.
    """
    known = named.get(city.place)
    key = known.place if known else city.parts.get("port", "")
    local = known.local if known else key or f"Port:{city.place or city.local}"
    return replace(city, type="Port", rule=RULE, place=key, local=local, confidence=0.8,
                   parts={**city.parts, "place": city.place})


def renewed(mentions: Sequence[Mention], ports: Mapping[Span, Mention]) -> tuple[Mention, ...]:
    """The mentions with those that mean ports as such."""
    return tuple(ports.get(each.span, each) if each.type == "City" else each for each in mentions)


def renewed_row(row: Row, ports: Mapping[Span, Mention]) -> Row:
    """A row whose chunks hold the renewed mentions."""
    if not any(row.sentence.span.covers(span) for span in ports):
        return row
    return replace(row, chunks=tuple(_renewed_chunk(chunk, ports) for chunk in row.chunks))


def _renewed_chunk(chunk: Chunk, ports: Mapping[Span, Mention]) -> Chunk:
    return replace(chunk, members=renewed(chunk.members, ports)) if chunk.members else chunk


def keys(old: Sequence[Mention], new: Sequence[Mention]) -> dict[str, str]:
    """Keys that no mention has any more, to those that have taken their place."""
    left = {each.local for each in new}
    return {before.local: after.local for before, after in zip(old, new, strict=True) if before.local not in left}
