"""Shows what a language pack knows for the sake of one document only: `python tools/ablation.py`.

Every word of a lexicon, name rule, construction and frame is left out in turn, in memory. What changes the mentions,
relations or figures found in exactly one source document, and in no other text, is fitted to that document and is
reported. The other texts are the corpus of `tests/corpus`, the sample documents and the examples beside the rules.

    python tools/ablation.py [--language de] [--sources FOLDER] [--json]

The source documents are those of `../shared/documents` beside the checkout, or of the folder given. A removal is only
tried where it can matter: a word in texts that hold it, a rule in texts of its language. The exit code is 1 if
anything is reported.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import jieba

from kg import resources
from kg.documents import Rejected, read_documents
from kg.errors import RuleError
from kg.gazetteer import Gazetteer, Match
from kg.grammar import lexicon_lines, load_grammar, make_lexicon, text_pattern
from kg.language import WORD, Entry, Grammar, Lexicon, NameRule, Packs
from kg.model import Document, Reading
from kg.patterns import Indexed
from kg.pipeline import Extractor
from kg.segmenter import HAN_RUN, LEXICON_FREQUENCY, NAME_FREQUENCY, NO_WORD, Segmenter, teach
from kg.text import Reader, plain_view

ROOT = Path(__file__).parent.parent
SOURCES = ROOT.parent / "shared" / "documents"
PROCESSES = 2
WORD_KIND, NAME_KIND, CONSTRUCTION_KIND, FRAME_KIND = "word", "name rule", "construction", "frame"

R = TypeVar("R")
Facts = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """What can be left out of a pack: a word in one of its classes, or the rule at a place among those of its kind.

    Attributes:
        sought: expressions that a text must match for a word to matter in it.
    """

    language: str
    kind: str
    name: str
    classed: str = ""
    at: int = 0
    sought: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A part without which only one source document is read otherwise."""

    language: str
    kind: str
    name: str
    classed: str
    document: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many parts were tried by (language, kind), and what was found to serve one source document only."""

    tested: Mapping[tuple[str, str], int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it is read with everything in place.

    Attributes:
        source: whether it is a source document.
        view: its text in small and plain letters, to look words up in.
        languages: the packs that its sentences are read with.
        rules: the rules that found something in it.
    """

    document: Document
    source: bool
    view: str
    languages: frozenset[str]
    rules: frozenset[str]
    facts: Facts


class Altered(Indexed[R]):
    """Rules of which some, by their place, are left out or another stands instead."""

    def __init__(self, rules: Indexed[R], instead: Mapping[int, R | None]) -> None:
        self._all = rules
        self._instead = {id(rule): instead[at] for at, rule in enumerate(rules) if at in instead}

    def __iter__(self) -> Iterator[R]:
        return self._altered(iter(self._all))

    def within(self, text: str) -> Iterator[R]:
        """The rules that may match in a text."""
        return self._altered(self._all.within(text))

    def _altered(self, rules: Iterable[R]) -> Iterator[R]:
        """The rules, or what stands for them."""
        for rule in rules:
            if (kept := self._instead.get(id(rule), rule)) is not None:
                yield kept


class Pack:
    """A language pack of which parts can be left out; its alphabet knows the classes that words then have."""

    def __init__(self, folder: Path) -> None:
        self._lines = tuple(lexicon_lines(folder))
        self.grammar = load_grammar(folder, spare=_reduced(load_grammar(folder).lexicon))
        rules = tomllib.loads((folder / "names.toml").read_text(encoding="utf-8")).get("rule", ())
        self._texts = {at: rule["text"] for at, rule in enumerate(rules) if "text" in rule}

    def parts(self) -> Iterator[Part]:
        """Everything that can be left out, each once."""
        grammar = self.grammar
        for word, classed in dict.fromkeys(line[:2] for line in self._lines):
            inside = word.startswith("*") or grammar.settings.compounds or grammar.settings.segmenter != "words"
            yield Part(grammar.code, WORD_KIND, word, classed, sought=_sought(word, inside))
        yield from (Part(grammar.code, NAME_KIND, rule.name, at=at) for at, rule in enumerate(grammar.names))
        yield from (Part(grammar.code, CONSTRUCTION_KIND, rule.name, at=at)
                    for at, rule in enumerate(grammar.constructions))
        yield from (Part(grammar.code, FRAME_KIND, rule.name, at=at) for at, rule in enumerate(grammar.frames))

    def without(self, part: Part) -> Grammar:
        """The grammar with one part left out."""
        grammar = self.grammar
        if part.kind == NAME_KIND:
            return replace(grammar, names=Altered(grammar.names, {part.at: None}))
        if part.kind == CONSTRUCTION_KIND:
            return replace(grammar, constructions=Altered(grammar.constructions, {part.at: None}))
        if part.kind == FRAME_KIND:
            return replace(grammar, frames=Altered(grammar.frames, {part.at: None}))
        kept = (line for line in self._lines if line[:2] != (part.name, part.classed))
        lexicon = make_lexicon(kept, grammar.settings.inflections)
        return replace(grammar, lexicon=lexicon, names=Altered(grammar.names, dict(self._names(lexicon, part.classed))))

    def _names(self, lexicon: Lexicon, classed: str) -> Iterator[tuple[int, NameRule | None]]:
        """The name rules over the text itself that ask for a class, with the words that it has left."""
        for at, rule in enumerate(self.grammar.names):
            if f"{{{classed}}}" in self._texts.get(at, ""):
                try:
                    yield at, replace(rule, pattern=text_pattern(self._texts[at], lexicon, rule.name))
                except RuleError:  # the class has no word left: the rule finds nothing
                    yield at, None


def _sought(word: str, inside: bool) -> tuple[str, ...]:
    """Expressions for the parts of a word or phrase; `inside`: it may stand behind other letters."""
    parts = WORD.findall(word.strip("*").lower())
    before = "" if inside else r"(?<![^\W\d_])"
    return tuple(before * each[0].isalpha() + re.escape(each) for each in parts)


def _reduced(lexicon: Lexicon) -> Iterator[frozenset[str]]:
    """The sets of classes that words have when one class is taken from them."""
    entries: list[Entry] = [*lexicon.words.values()]
    for _, table in (*lexicon.prefixes, *lexicon.suffixes):
        entries += table.values()
    for entry in entries:
        yield from (entry.classes - {each} for each in entry.classes if len(entry.classes) > 1)


class TrialSegmenter(Segmenter):
    """A segmenter that can unlearn words for a while, without loading its dictionary again."""

    @cached_property
    def _untaught(self) -> Mapping[str, int]:
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        return tokenizer.FREQ  # type: ignore[no-any-return]

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for place in self._places for names in place.names.values() for name in names)

    @contextmanager
    def learned(self, lexicon: Lexicon) -> Iterator[None]:
        """Knows the words of another lexicon, which lacks some of its own."""
        tokenizer, own, other = self._dictionary(), self._lexicon.words, lexicon.words
        changed = [word for word, entry in own.items()
                   if word not in other or (NO_WORD in entry.classes) != (NO_WORD in other[word].classes)]
        before, total = {word: tokenizer.FREQ.get(word, 0) for word in changed}, tokenizer.total
        for word in changed:
            tokenizer.FREQ[word] = self._untaught.get(word, 0)
            if len(word) > 1 and HAN_RUN.fullmatch(word):
                if word in other:
                    teach(tokenizer, word, LEXICON_FREQUENCY)
                if word in self._names:
                    teach(tokenizer, word, NAME_FREQUENCY)
        try:
            yield
        finally:
            tokenizer.FREQ.update(before)
            tokenizer.total = total


class TrialReader(Reader[Match]):
    """A reader whose grammars can be exchanged for a while."""

    def __init__(self, grammars: Packs, gazetteer: Gazetteer) -> None:
        super().__init__(grammars, gazetteer)
        self._trials = {code: TrialSegmenter(grammars[code].lexicon, gazetteer.places.values())
                        for code, settings in grammars.settings.items() if settings.segmenter == "dictionary"}
        self._tools = cache(lambda code: replace(self._tools_of(code), segmenter=self._trials.get(code)))

    @contextmanager
    def with_grammar(self, grammar: Grammar) -> Iterator[None]:
        """Reads its language with another grammar."""
        code, packs, tools = grammar.code, self._grammars, self._tools
        relearned = grammar.lexicon is not packs[code].lexicon
        self._grammars = Packs(packs.settings, lambda own: grammar if own == code else packs[own])
        if relearned:
            trial = replace(self._tools_of(code), segmenter=self._trials.get(code))
            self._tools = lambda own: trial if own == code else tools(own)
        try:
            with self._trials[code].learned(grammar.lexicon) if relearned and code in self._trials else nullcontext():
                yield
        finally:
            self._grammars, self._tools = packs, tools


class Trial(Extractor):
    """An extractor that tells, part by part, where leaving it out changes what is found.

    Args:
        packs: the folder of the language packs.
        documents: the texts, each with whether it is a source document.
    """

    def __init__(self, packs: Path, documents: Iterable[tuple[Document, bool]], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.packs = {each.parent.name: Pack(each.parent) for each in sorted(packs.glob("*/settings.toml"))}
        settings = {code: pack.grammar.settings for code, pack in self.packs.items()}
        self._trial = TrialReader(Packs(settings, lambda code: self.packs[code].grammar), gazetteer)
        self._reader = self._trial
        self.samples = [self._sample(document, source) for document, source in documents]

    def parts(self, languages: Iterable[str]) -> list[Part]:
        """The parts of packs that can matter in a source document."""
        sources = [each for each in self.samples if each.source]
        return [part for code in languages for part in self.packs[code].parts()
                if any(_can_matter(part, sample) for sample in sources)]

    def only_in(self, part: Part) -> str:
        """The name of the one source document, and only text, that is read otherwise without a part; else nothing."""
        near = [each for each in self.samples if _can_matter(part, each)]
        others = sorted((each for each in near if not each.source),
                        key=lambda each: (part.kind != WORD_KIND and part.name not in each.rules, len(each.view)))
        with self._trial.with_grammar(self.packs[part.language].without(part)):
            changed = [each for each in near if each.source and self._changes(each)]
            if len(changed) != 1 or any(map(self._changes, others)):
                return ""
        return changed[0].document.name

    def _changes(self, sample: Sample) -> bool:
        return _facts(self.read(sample.document)) != sample.facts

    def _sample(self, document: Document, source: bool) -> Sample:
        languages = frozenset(each.grammar.code for each in self._trial.read(document).sentences)
        reading = self.read(document)
        rules = {each.rule for each in reading.mentions}
        rules |= {each.rule for assertion in reading.assertions for each in assertion.evidence}
        view = plain_view(document.text).lower()
        return Sample(document, source, view, languages, frozenset(rules), _facts(reading))


def _can_matter(part: Part, sample: Sample) -> bool:
    """Whether leaving a part out can change what is found in a text."""
    if part.language not in sample.languages:
        return False
    return all(re.search(each, sample.view) for each in part.sought)


def _facts(reading: Reading) -> Facts:
    """What is found, without the rules that found it and their confidence."""
    facts: set[tuple[object, ...]] = {(each.span, each.type, each.local) for each in reading.mentions}
    facts |= {(each.subject, each.predicate, each.object, each.status, each.time, *sorted(each.qualifiers.items()))
              for each in reading.assertions}
    facts |= {(each.span, each.value, each.unit, each.kind, each.modifier, each.concept, each.about, each.of,
               each.period, *sorted(each.narrowing.items())) for each in reading.figures}
    return frozenset(facts)


def ablate(trial: Trial, languages: Iterable[str], processes: int = PROCESSES) -> Outcome:
    """Leaves out every part of some packs in turn.

    Raises:
        EOFError: a process ended before its work was done.
    """
    parts = trial.parts(languages)
    context = multiprocessing.get_context("fork")  # what is loaded and read is shared
    waiting: list[Connection] = []
    for share in range(processes):
        here, there = context.Pipe(duplex=False)
        context.Process(target=_work, args=(trial, parts[share::processes], there), daemon=True).start()
        there.close()
        waiting.append(here)
    findings = [found for each in waiting for found in each.recv()]
    tested = Counter((part.language, part.kind) for part in parts)
    return Outcome(tested, tuple(sorted(findings)))


def _work(trial: Trial, parts: Sequence[Part], results: Connection) -> None:
    results.send([Finding(part.language, part.kind, part.name, part.classed, document)
                  for part in parts if (document := trial.only_in(part))])


def texts(sources: Path) -> Iterator[tuple[Document, bool]]:
    """All texts, each with whether it is a source document."""
    corpus = sorted((ROOT / "tests" / "corpus").glob("*/*/*.txt"))
    for paths, source in (([sources] if sources.is_dir() else [], True), (corpus, False),
                          ([resources.sample_documents()], False)):
        for each in read_documents(paths):
            if isinstance(each, Rejected):
                print(each, file=sys.stderr)
            else:
                yield each, source
    for path in sorted(resources.languages().glob("*/examples.toml")):
        for number, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("example", ()), 1):
            yield Document(f"{path.parent.name} example {number}", example["text"], "0" * 64, language=path.parent.name,
                           published=example.get("published", "")), False


def main() -> int:
    """Prints what is fitted to one source document."""
    parser = argparse.ArgumentParser(description="what a language pack knows for the sake of one document only")
    parser.add_argument("--language", action="append", metavar="CODE", help="only this pack; can be repeated")
    parser.add_argument("--sources", type=Path, default=SOURCES, metavar="FOLDER", help="the source documents")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    documents = list(texts(asked.sources))
    if not any(source for _, source in documents):
        print(f"no source documents in {asked.sources}: nothing to compare", file=sys.stderr)
        return 0
    trial = Trial(resources.languages(), documents, Gazetteer.load())
    if unknown := set(asked.language or ()) - set(trial.packs):
        parser.error(f"no language pack {', '.join(sorted(unknown))}; there are {', '.join(trial.packs)}")
    outcome = ablate(trial, asked.language or trial.packs)
    if asked.json:
        tested = [{"language": code, "kind": kind, "tested": number} for (code, kind), number in outcome.tested.items()]
        print(json.dumps({"tested": tested, "found": [asdict(each) for each in outcome.findings]}, ensure_ascii=False,
                         indent=1))
    else:
        for (code, kind), number in outcome.tested.items():
            print(f"{code}\t{kind}\t{number} tested")
        for each in outcome.findings:
            print(f"{each.language}\t{each.kind}\t{each.name}\t{each.classed}\tonly {each.document}")
    return 1 if outcome.findings else 0


if __name__ == "__main__":
    sys.exit(main())
