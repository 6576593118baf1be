"""Puts the table of `kg evaluate` on the test half of the corpus into the README: `make evaluation`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- evaluation -->\n", "<!-- /evaluation -->"


def main() -> None:
    """Runs the command and rewrites the README between its two marks."""
    folders = [ROOT / "tests" / "corpus" / code / "test" for code in ("de", "en", "zh")]
    words = [str(folder / "annotations") for folder in folders]
    for folder in folders:
        words += ["--documents", str(folder)]
    command = [sys.executable, "-m", "kg", "evaluate", *words, "--format", "markdown"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    table = f"{BEGIN}{done.stdout}{END}"
    path.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
