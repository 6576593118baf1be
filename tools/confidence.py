"""Counts, on the developing half of the corpus, how often each rule is right; writes kg/lang/confidence.tsv.

Run from the checkout after a change of rules: `python tools/confidence.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from kg.confidence import COLUMNS, TABLE
from kg.documents import Rejected, read_documents
from kg.evaluation import by_document, evaluate
from kg.facts import fact_lines
from kg.pipeline import Extractor

ROOT = Path(__file__).parent.parent
DEVELOPING = [ROOT / "tests" / "corpus" / code / "dev" for code in ("de", "en", "zh")]


def main() -> None:
    """Writes the table."""
    right: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    extractor = Extractor()
    for folder in DEVELOPING:
        annotated = sorted((folder / "annotations").glob("*.json"))
        gold = [json.loads(path.read_text(encoding="utf-8")) for path in annotated]
        documents = [each for each in read_documents(sorted(folder.glob("*.txt"))) if not isinstance(each, Rejected)]
        facts = by_document(fact_lines(extractor.corpus(extractor.read_all(documents))))
        report = evaluate(facts, gold)
        for document, own in facts.items():
            wrong = {id(each) for kind in ("relations", "figures") for each in report.scores[document].spurious[kind]}
            for each in (*own["relations"], *own["figures"]):
                key = report.languages[document], str(each["rule"])
                found[key] += 1
                right[key] += id(each) not in wrong
    lines = [f"{language}\t{rule}\t{right[language, rule]}\t{number}"
             for (language, rule), number in sorted(found.items())]
    (ROOT / "kg" / "lang" / TABLE).write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
