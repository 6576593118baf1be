"""Loads a language folder to a `Grammar`, refusing faults with file and line.

A folder holds `settings.toml`, `lexicon/*.txt`, `names.toml` and `relations.toml`; what they may say is described in
`kg/lang/README.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import RuleError
from kg.language import (
    PLACE_TYPES,
    SIGNS,
    TYPE_GROUPS,
    TYPES,
    WORD,
    Claim,
    Entry,
    Frame,
    Grammar,
    Lexicon,
    LinkRule,
    NameRule,
    Packs,
    Role,
    Settings,
)
from kg.patterns import BOUND, CAPITALISED, COMPOUND, LETTER, Alphabet, Indexed

# Classes that no token has, for rules over the text itself.
WRITTEN = "text."
SHAPES = ("word.cap", "word.low", "word.caps", "num", "sign", "ordnum", "word.hangul", "word.other")


def load_grammars(folder: Path) -> Packs:
    """All language packs below a folder, by code; words and rules are read when a text of the language comes.

    Raises:
        RuleError: the settings of a pack are faulty, or there is none.
    """
    files = sorted(folder.glob("*/settings.toml"))
    if not files:
        raise RuleError("no language pack", where=str(folder), remedy="a pack is a folder with a settings.toml")
    return Packs({each.parent.name: _settings(each) for each in files}, lambda code: load_grammar(folder / code))


def load_grammar(folder: Path, spare: Iterable[frozenset[str]] = ()) -> Grammar:
    """One language pack.

    Args:
        spare: sets of classes, besides those of its words, that tokens may have once another lexicon is put in.

    Raises:
        RuleError: naming file and line or rule.
    """
    settings = _settings(folder / "settings.toml")
    lexicon = make_lexicon(lexicon_lines(folder), settings.inflections)
    alphabet = Alphabet(_class_sets(lexicon, settings, spare))
    names, relations = folder / "names.toml", folder / "relations.toml"
    return Grammar(
        code=folder.name,
        settings=settings,
        lexicon=lexicon,
        alphabet=alphabet,
        names=Indexed(_name_rules(names, alphabet, lexicon), lambda rule: None if rule.on_text else rule.pattern),
        constructions=Indexed(_constructions(relations, alphabet), lambda rule: rule.pattern),
        frames=Indexed(_frames(relations, alphabet), lambda rule: rule.trigger),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(str(error), where=str(path), remedy="see kg/lang/README.md") from error


def _settings(path: Path) -> Settings:
    raw = _read(path)
    try:
        return Settings(
            name=raw["name"],
            script=raw["script"],
            segmenter=raw["segmenter"],
            sentence_end=re.compile(raw["sentence_end"]),
            abbreviations=frozenset(each.lower() for each in raw.get("abbreviations", ())),
            ordinal_dot=raw.get("ordinal_dot", False),
            nouns_capitalised=raw.get("nouns_capitalised", False),
            particles=tuple(sorted(raw.get("particles", ()), key=len, reverse=True)),
            compounds=raw.get("compounds", False),
            head_final=raw.get("head_final", False),
            inflections=tuple(sorted(raw.get("inflections", ()), key=len, reverse=True)),
            place_adjectives=tuple((ending, stem) for ending, stem in raw.get("place_adjectives", ())),
            parts_of_speech=MappingProxyType(
                {tag: name for name, tags in raw.get("parts_of_speech", {}).items() for tag in tags}
            ),
        )
    except (KeyError, re.error) as error:
        raise RuleError(f"missing or faulty setting: {error}", where=str(path)) from error


def lexicon_lines(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(word, class, value) of every line of a pack's lexicon files."""
    for path in sorted((folder / "lexicon").glob("*.txt")):
        heading = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            line = line.split("#", 1)[0].strip()
            if not line:
                continue
            if line.startswith("[") and line.endswith("]"):
                heading = line[1:-1].strip()
                continue
            if not heading:
                raise RuleError("a word before the first [class]", where=f"{path}:{number}")
            word, _, value = (part.strip() for part in line.partition("="))
            if not word.strip("*"):
                raise RuleError("an empty word", where=f"{path}:{number}")
            yield word, heading, value


def make_lexicon(lines: Iterable[tuple[str, str, str]], inflections: tuple[str, ...]) -> Lexicon:
    """The lexicon of (word, class, value) lines; `inflections` are the endings its words may take."""
    classes: dict[str, set[str]] = defaultdict(set)
    values: dict[str, dict[str, str]] = defaultdict(dict)
    written: dict[str, list[str]] = defaultdict(list)
    for word, name, value in lines:
        if name.startswith(WRITTEN):
            written[name].append(word)
            continue
        classes[word].add(name)
        if value:
            values[word][name] = value
    words: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    prefixes: dict[int, dict[str, Entry]] = defaultdict(dict)
    suffixes: dict[int, dict[str, Entry]] = defaultdict(dict)
    for word, names in classes.items():
        entry = Entry(frozenset(names), MappingProxyType(values.get(word, {})))
        bare = word.strip("*")
        if word.startswith("*"):
            suffixes[len(bare)][bare] = Entry(entry.classes | {COMPOUND}, entry.values)
            words.setdefault(bare, entry)
        elif word.endswith("*") and len(WORD.findall(bare)) == 1:
            prefixes[len(bare)][bare] = entry
        else:
            words[word] = entry
            parts = tuple(WORD.findall(word))
            if len(parts) > 1 or word.endswith("*"):
                phrases[parts[0].lower()].append((parts, entry))
    return Lexicon(
        words=words,
        phrases={first: tuple(sorted(group, key=lambda each: -len(each[0]))) for first, group in phrases.items()},
        prefixes=tuple(sorted(prefixes.items(), reverse=True)),
        suffixes=tuple(sorted(suffixes.items(), reverse=True)),
        inflections=inflections,
        written=MappingProxyType({name: tuple(own) for name, own in written.items()}),
    )


def _class_sets(
    lexicon: Lexicon, settings: Settings, spare: Iterable[frozenset[str]]
) -> Iterator[frozenset[str]]:
    entries = [*lexicon.words.values()]
    for _, table in (*lexicon.prefixes, *lexicon.suffixes):
        entries += table.values()
    simple = [*SHAPES, *set(SIGNS.values()), *settings.parts_of_speech.values(), "date", "figure", "genitive",
              *(f"{kind}.{name}" for name in PLACE_TYPES for kind in ("place", "placeadj")),
              *(f"m.{name}" for name in TYPES), *(f"m.{name}.adj" for name in PLACE_TYPES)]
    for classes in {each.classes for each in entries} | {frozenset({each}) for each in simple} | {*spare}:
        yield classes
        yield classes | {CAPITALISED}
        if settings.segmenter == "dictionary":
            yield classes | {LETTER}
        if settings.compounds:
            yield classes | {BOUND}
            yield classes | {BOUND, CAPITALISED}


def _name_rules(path: Path, alphabet: Alphabet, lexicon: Lexicon) -> Iterator[NameRule]:
    raw = _read(path)
    for rule in raw.get("rule", ()):
        where = f"{path}, rule {rule.get('name', '?')!r}"
        kind = _required(rule, "type", where)
        if kind not in TYPES and kind != "head":
            raise RuleError(f"unknown type {kind!r}", where=where)
        yield NameRule(
            name=_required(rule, "name", where),
            type=kind,
            pattern=text_pattern(rule["text"], lexicon, where) if "text" in rule
            else _pattern(alphabet, rule, "pattern", raw.get("macros", {}), where),
            on_text="text" in rule,
            priority=rule.get("priority", 50),
            confidence=rule.get("confidence", 0.9),
            each=rule.get("each", False),
        )


def text_pattern(source: str, lexicon: Lexicon, where: str) -> re.Pattern[str]:
    """An expression over the text itself, in which `{class}` stands for any word of that class.

    Raises:
        RuleError: no word is of a class, or the syntax is wrong.
    """
    def words(found: re.Match[str]) -> str:
        own = [*lexicon.written.get(found[1], ()),
               *(word for word, entry in lexicon.words.items() if found[1] in entry.classes)]
        if not own:
            raise RuleError(f"no word is of the class {found[1]}", where=where)
        return f"(?:{'|'.join(map(re.escape, sorted(own, key=lambda word: (-len(word), word))))})"

    try:
        return re.compile(re.sub(r"\{([a-z][\w.]*)\}", words, source))
    except re.error as error:
        raise RuleError(f"{error} in {source!r}", where=where) from error


def _constructions(path: Path, alphabet: Alphabet) -> Iterator[LinkRule]:
    raw = _read(path)
    for rule in raw.get("construction", ()):
        where = f"{path}, construction {rule.get('name', '?')!r}"
        pattern = _pattern(alphabet, rule, "pattern", raw.get("macros", {}), where)
        claims = tuple(_claims(rule, where))
        missing = {end for claim in claims for end in (claim.subject, claim.object)} - set(pattern.groupindex)
        if missing:
            raise RuleError(f"the pattern has no group {', '.join(sorted(missing))}", where=where)
        yield LinkRule(_required(rule, "name", where), pattern, claims, rule.get("confidence", 0.9),
                       rule.get("status", ""))


def _frames(path: Path, alphabet: Alphabet) -> Iterator[Frame]:
    raw = _read(path)
    macros = raw.get("macros", {})
    for rule in raw.get("frame", ()):
        where = f"{path}, frame {rule.get('name', '?')!r}"
        roles = tuple(_role(name, role, where) for name, role in rule.get("roles", {}).items())
        claims = tuple(_claims(rule, where))
        unknown = {end for claim in claims for end in (claim.subject, claim.object)} - {role.name for role in roles}
        if unknown:
            raise RuleError(f"no role {', '.join(sorted(unknown))}", where=where)
        yield Frame(
            name=_required(rule, "name", where),
            trigger=_pattern(alphabet, rule, "trigger", macros, where),
            roles=roles,
            claims=claims,
            confidence=rule.get("confidence", 0.8),
            status=rule.get("status", ""),
            unless=_pattern(alphabet, rule, "unless", macros, where) if "unless" in rule else None,
            requires=_pattern(alphabet, rule, "requires", macros, where) if "requires" in rule else None,
            beside=_pattern(alphabet, rule, "beside", macros, where) if "beside" in rule else None,
        )


def _role(name: str, raw: Mapping[str, Any], where: str) -> Role:
    types: set[str] = set()
    for each in raw.get("types", ()):
        if each not in TYPES and each not in TYPE_GROUPS:
            raise RuleError(f"role {name}: unknown type {each!r}", where=where)
        types.update(TYPE_GROUPS.get(each, (each,)))
    if not types:
        raise RuleError(f"role {name} has no types", where=where)
    return Role(name, frozenset(types), tuple(raw.get("search", ("before", "after"))), raw.get("optional", False))


def _claims(rule: Mapping[str, Any], where: str) -> Iterator[Claim]:
    for claim in rule.get("claims", ()):
        words = claim.split()
        if len(words) != 3:
            raise RuleError(f"a claim is `subject predicate object`, not {claim!r}", where=where)
        yield Claim(*words)


def _required(rule: Mapping[str, Any], key: str, where: str) -> str:
    if not isinstance(rule.get(key), str):
        raise RuleError(f"{key} is missing", where=where)
    return str(rule[key])


def _pattern(
    alphabet: Alphabet, rule: Mapping[str, Any], key: str, macros: Mapping[str, str], where: str
) -> re.Pattern[str]:
    try:
        return alphabet.compile(_required(rule, key, where), macros)
    except ValueError as error:
        raise RuleError(str(error), where=where) from error
