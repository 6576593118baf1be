"""Every command the README shows is run here, and prints what the README says (`...` stands for anything)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import EXIT_CODES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def sessions() -> Iterator[tuple[str, str]]:
    """(command, expected output) of every console block, in order."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "graph").mkdir()
    (folder / "graph" / "documents").symlink_to(ROOT / "graph" / "documents")
    (folder / "kg").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    (folder / "kg").chmod(0o755)
    return folder


def test_examples_run_and_print_what_they_say(place: Path) -> None:
    environment = {**os.environ, "PATH": f"{place}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    for command, expected in sessions():
        done = subprocess.run(["bash", "-c", command], cwd=place, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
        pattern = ".*?".join(map(re.escape, re.split(r"\.\.\.", " ".join(expected.split()))))
        assert re.match(pattern, " ".join(done.stdout.split())), (command, done.stdout)


def test_python_examples_run(place: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "kg", "build"], cwd=place, env=environment, check=True, capture_output=True)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=place, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout


def test_every_command_is_named() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, text=True, check=True)
    commands = re.findall(r"^│ (\w+) ", done.stdout.split("Commands")[1], re.MULTILINE)
    assert commands
    assert [each for each in commands if f"kg {each}" not in README] == []


def test_exit_codes_are_named() -> None:
    assert all(f"| {code} |" in README for code in {0, 1, 2, *EXIT_CODES.values()})


def test_every_dependency_has_a_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)\]", project, re.DOTALL | re.MULTILINE)
    assert block
    names = re.findall(r'"([\w-]+)', block[1])
    table = README.split("## Dependencies")[1].split("##")[0]
    assert [name for name in names if name not in table] == []
