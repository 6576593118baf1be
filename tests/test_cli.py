"""What a user of the command line meets: answers, messages and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "graph" / "documents"
GBK = "青岛港已开通至韩国釜山的集装箱班轮航线，每周三班，由青岛港集团运营。威海市与仁川市签署了合作协议。" * 3
LATIN = "Der Hafen Göteborg verbindet Dänemark, Schweden und Norwegen über die Ostsee mit Kühlschiffen für Übersee." * 3


def kg(*words: str | Path, store: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"KG_STORE": str(store)} if store else {})}
    return subprocess.run([sys.executable, "-m", "kg", *map(str, words)], capture_output=True, text=True, input=stdin,
                          env=environment, cwd=ROOT)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "store"
    done = kg("build", SAMPLES, store=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("5 documents, ")
    return folder


def test_a_named_query_takes_names_in_any_script(store: Path) -> None:
    answers = []
    for name in ("Weihai", "威海", "웨이하이", "威海市", "id:city/gn1791673"):
        done = kg("query", "customers", "--place", name, "--format", "csv", store=store)
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout)
    assert len(set(answers)) == 1
    assert len(list(csv.DictReader(io.StringIO(answers[0])))) > 3


def test_formats(store: Path) -> None:
    query = "SELECT ?s WHERE { ?s a <https://w3id.org/fourports/ontology#City> } ORDER BY ?s LIMIT 2"
    cells = json.loads(kg("query", "-", "--format", "json", store=store, stdin=query).stdout)
    assert cells["head"]["vars"] == ["s"]
    assert len(cells["results"]["bindings"]) == 2
    assert kg("query", "-", "--format", "markdown", store=store, stdin=query).stdout.startswith("| s |\n| --- |\n")
    construct = "CONSTRUCT WHERE { <https://w3id.org/fourports/id/city/gn1791673> ?p ?o }"
    assert "@prefix fp:" in kg("query", "-", store=store, stdin=construct).stdout
    assert kg("query", "-", store=store, stdin="ASK { ?s ?p ?o }").stdout == "true\n"


def test_chinese_columns_are_aligned(store: Path) -> None:
    from rich.cells import cell_len

    done = kg("query", "documents", "--lang", "zh", store=store)
    header, *lines = done.stdout.splitlines()
    assert len(lines) == 5
    at = cell_len(header[: header.index("published")])
    for line in lines:
        start = next(n for n in range(len(line) + 1) if cell_len(line[:n]) >= at)
        assert cell_len(line[:start]) == at
        assert line[start - 1 : start] in (" ", "")


@pytest.mark.parametrize(
    ("words", "stdin", "code", "message"),
    [
        (("query", "no-such-query"), "", 5, "no query is called 'no-such-query'"),
        (("query", "-"), "SELECT WHERE", 5, ""),
        (("query", "customers", "--place", "Nowhere"), "", 5, "nothing in the graph is called 'Nowhere'"),
        (("query", "customers", "--town", "Weihai"), "", 5, "town"),
        (("query", "customers", "--place"), "", 5, "--place has no value"),
        (("query", "customers", "--format", "xls"), "", 3, "xls"),
        (("facts", "no/such/folder"), "", 3, "no/such/folder"),
        (("build", "--nonsense"), "", 2, "nonsense"),
        (("export", "a.xyz"), "", 3, "xyz"),
    ],
)
def test_errors_have_their_codes_and_say_what(
    store: Path, words: tuple[str, ...], stdin: str, code: int, message: str
) -> None:
    done = kg(*words, store=store, stdin=stdin)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_store_is_a_store_error(tmp_path: Path) -> None:
    done = kg("query", "customers", store=tmp_path / "none")
    assert done.returncode == 4, done.stderr
    assert "kg build" in done.stderr


def test_bad_documents_are_put_aside_and_the_others_built(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (folder / "latin.txt").write_bytes(LATIN.encode("latin-1"))
    (folder / "gb.txt").write_bytes(GBK.encode("gb18030"))
    done = kg("build", folder, store=tmp_path / "store")
    assert done.returncode == 1
    assert done.stdout.startswith("2 documents, ")
    for name in ("empty.txt", "binary.txt", "cut.pdf"):
        assert name in done.stderr
    found = kg("query", "-", "--format", "csv", store=tmp_path / "store", stdin="""
        PREFIX fp: <https://w3id.org/fourports/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?name WHERE { ?port a fp:Port ; rdfs:label ?name FILTER(LANG(?name) IN ("de", "zh")) }""").stdout
    assert "Göteborg" in found
    assert "青岛港" in found


def test_an_empty_folder_is_an_input_error(tmp_path: Path) -> None:
    done = kg("build", tmp_path, store=tmp_path / "store")
    assert done.returncode == 3
    assert str(tmp_path) in done.stderr
    assert not (tmp_path / "store").exists()


def test_check_finds_nothing_in_the_built_graph(store: Path) -> None:
    done = kg("check", store=store)
    assert (done.returncode, done.stdout) == (0, "conforms\n"), done.stdout


def test_export_without_quotes_keeps_places_but_no_text(store: Path, tmp_path: Path) -> None:
    assert kg("export", tmp_path / "a.nt", "--no-quotes", store=store).returncode == 0
    written = (tmp_path / "a.nt").read_text(encoding="utf-8")
    assert "oa#start" in written
    assert "oa#exact" not in written


def test_view_writes_a_page_of_part_of_the_graph(store: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.html", tmp_path / "part.html"
    assert kg("view", whole, store=store).returncode == 0
    done = kg("view", part, "--around", "仁川", "--hops", "1", store=store)
    assert done.returncode == 0, done.stderr
    assert part.stat().st_size < whole.stat().st_size
    assert kg("view", tmp_path / "links.html", "--query", "links-of-place", store=store).returncode == 0


def test_a_closed_pipe_is_no_error(store: Path) -> None:
    done = subprocess.run(f'"{sys.executable}" -m kg facts graph/documents | head -1', shell=True, cwd=ROOT,
                          capture_output=True, text=True)
    assert json.loads(done.stdout)["kind"] == "entity"
    assert "Traceback" not in done.stderr


def test_facts_are_read_by_the_scorer_of_the_corpus() -> None:
    folder = ROOT / "tests" / "corpus" / "de" / "dev"
    done = kg("evaluate", folder / "annotations", "--documents", folder, "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["kg"]["de"]["entities"]["f1"] > report["co-occurrence"]["de"]["relations"]["f1"]
