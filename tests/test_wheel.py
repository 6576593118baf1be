"""The wheel carries all it needs and works outside a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked by pip, without the checkout."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)],
                   check=True, capture_output=True)
    wheel = next(folder.glob("fourports-*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", str(folder / "site"), str(wheel)], check=True,
                   capture_output=True)
    return folder / "site"


def kg(installed: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "KG_STORE": str(cwd / "store")}
    command = [sys.executable, "-m", "kg", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)


def test_commands_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run([sys.executable, "-c", "import kg; print(kg.__file__)"], cwd=tmp_path, capture_output=True,
                           text=True, env={**os.environ, "PYTHONPATH": str(installed)}).stdout
    assert where.startswith(str(installed))
    commands = (
        ("build",), ("check",), ("facts",), ("queries",), ("query", "customers"), ("show", "威海"), ("find", "weihai"),
        ("view", "page.html"), ("export", "graph.ttl"), ("why", "威海", "Weihai"), ("bench", "--megabytes", "0.001"),
        ("docs", "ontology.html"),
    )
    for words in commands:
        done = kg(installed, *words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout, words
    assert (tmp_path / "page.html").stat().st_size > 500_000
    assert (tmp_path / "graph.ttl").read_text(encoding="utf-8").startswith("#")
