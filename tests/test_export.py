"""Every format reads back equal in independent readers, whole or not at all, the same bytes each time."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from shutil import which

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic
from small_corpus import ENGLISH, corpus

from kg.catalogue import describe
from kg.dataset import to_dataset
from kg.errors import InputError
from kg.export import FORMATS, export, serialize, without_quotes
from kg.export.reifiers import REIFIES, STATEMENT, with_reifiers
from kg.rdf import BASE, DEFAULT, OA, RDF, RDFS, TYPE, Quads, value
from kg.reason import infer

RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "trig": "trig", "nq": "nquads"}
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
RAPTOR = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "trig": "trig", "nq": "nquads"}
WHOLE = ("trig", "nq")


HOSTILE = ox.Quad(
    ox.NamedNode(f"{BASE}city/gn2844588"),
    ox.NamedNode(RDFS + "comment"),
    ox.Literal('two\r\nlines, a\ttab, <b>&amp;</b>, "quotes" \\ and 😀'),
)


@pytest.fixture(scope="module")
def quads() -> Quads:
    return describe(infer(to_dataset(corpus()))) | [HOSTILE]


def expected(quads: Quads, form: str) -> set[ox.Quad]:
    return {quad for quad in quads if form in WHOLE or quad.graph_name == DEFAULT}


@pytest.mark.parametrize("form", OXIGRAPH)
def test_pyoxigraph_reads_it_back(quads: Quads, form: str) -> None:
    assert set(ox.parse(serialize(quads, form), format=OXIGRAPH[form])) == expected(quads, form)


@pytest.mark.parametrize("form", RDFLIB)
def test_rdflib_reads_it_back(quads: Quads, form: str) -> None:
    read, given = rdflib.Dataset(), rdflib.Dataset()
    read.parse(data=serialize(quads, form), format=RDFLIB[form])
    given.parse(data=ox.serialize(expected(quads, form), format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    names = {graph.identifier for graph in given.graphs()}
    assert {graph.identifier for graph in read.graphs() if len(graph)} <= names
    for name in names:
        assert to_isomorphic(read.graph(name)) == to_isomorphic(given.graph(name))


@pytest.mark.skipif(which("rapper") is None, reason="raptor is not installed")
@pytest.mark.parametrize("form", RAPTOR)
def test_raptor_reads_it_back(quads: Quads, form: str, tmp_path: Path) -> None:
    (path,) = export(quads, tmp_path / f"g.{form}")
    run = subprocess.run(
        ["rapper", "-q", "-i", RAPTOR[form], "-o", "nquads", str(path)], check=True, capture_output=True
    )
    assert run.stderr == b""
    read = set(ox.parse(run.stdout, format=ox.RdfFormat.N_QUADS))
    assert read == expected(quads, form)


def test_rdf_1_2_says_the_same_as_rdf_1_1(quads: Quads) -> None:
    read = [quad.triple for quad in ox.parse(serialize(quads, "ttl12"), format=ox.RdfFormat.TURTLE)]
    back = set()
    for s, p, o in read:
        if p != REIFIES:
            back.add(ox.Triple(s, p, o))
            continue
        assert isinstance(o, ox.Triple)
        parts = {"type": STATEMENT, "subject": o.subject, "predicate": o.predicate, "object": o.object}
        back |= {ox.Triple(s, ox.NamedNode(RDF + name), end) for name, end in parts.items()}
    assert back == set(quads.triples())
    assert sum(p == REIFIES for _, p, _ in read) == sum(o == STATEMENT for _, _, o in quads.triples()) > 0
    assert not any(p.value == RDF + "subject" or o == STATEMENT for _, p, o in read)


def test_rdf_1_2_asserts_no_more_than_rdf_1_1(quads: Quads) -> None:
    """What has ended is spoken of and not said."""
    store = ox.Store()
    store.load(serialize(quads, "ttl12"), format=ox.RdfFormat.TURTLE)
    ended = "SELECT * WHERE { ?r rdf:reifies <<( ?s ?p ?o )>> MINUS { ?s ?p ?o } }"
    silent = store.query(ended, prefixes={"rdf": RDF})
    statements = {q.subject for q in quads if q.object == STATEMENT and q.graph_name == DEFAULT}
    asserted = {value(s) + value(p) + value(o) for s, p, o in quads.triples()}
    parts = {(q.subject, q.predicate.value): value(q.object) for q in quads if q.graph_name == DEFAULT}
    expected = {s for s in statements
                if "".join(parts[s, RDF + name] for name in ("subject", "predicate", "object")) not in asserted}
    assert isinstance(silent, ox.QuerySolutions)
    assert {row["r"] for row in silent} == expected


@pytest.mark.parametrize("broken", ["missing", "twice"])
def test_a_statement_of_no_one_triple_stays_as_it_is(broken: str) -> None:
    node, end = ox.NamedNode("x:st"), ox.NamedNode("x:end")
    parts = ["subject", "predicate"] if broken == "missing" else ["subject", "predicate", "object"]
    triples = [ox.Triple(node, TYPE, STATEMENT), *(ox.Triple(node, ox.NamedNode(RDF + name), end) for name in parts)]
    if broken == "twice":
        triples.append(ox.Triple(node, ox.NamedNode(RDF + "object"), node))
    assert list(with_reifiers(triples)) == triples


def test_turtle_is_headed_by_licence_and_source_and_grouped_by_subject(quads: Quads) -> None:
    lines = serialize(quads, "ttl").decode().splitlines()
    assert any("CC BY 4.0" in line for line in lines[:3]) and any("GeoNames" in line for line in lines[:3])
    names = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert names == sorted(names) and "city:" in names
    subjects = [line.split()[0] for line in lines if line and line[0] not in "#@\t"]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_lines_are_sorted(quads: Quads, form: str) -> None:
    lines = serialize(quads, form).splitlines()
    assert lines == sorted(lines) and len(lines) == len(expected(quads, form))


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("csv", "neo4j")])
def test_the_same_bytes_from_any_order(quads: Quads, form: str) -> None:
    assert serialize(Quads(reversed(list(quads))), form) == serialize(quads, form)


def test_without_quotes_there_are_places_and_hashes_but_no_text(quads: Quads) -> None:
    bare = serialize(quads, "ttl", quotes=False).decode()
    assert "Ferries sail from" in serialize(quads, "ttl").decode()
    assert "Ferries sail from" not in bare and "oa:exact" not in bare
    assert "fp:quoteSha256" in bare and "oa:start" in bare
    assert len(without_quotes(quads)) == len(quads)
    assert not any(quad.predicate.value == OA + "exact" for quad in without_quotes(quads))
    assert ENGLISH[:60] not in bare


def test_graphml_and_gexf_hold_the_network(quads: Quads, tmp_path: Path) -> None:
    (graphml,) = export(quads, tmp_path / "g.graphml")
    (gexf,) = export(quads, tmp_path / "g.gexf")
    for graph in (nx.read_graphml(graphml, force_multigraph=True), nx.read_gexf(gexf)):
        assert graph.number_of_nodes() == 12
        assert graph.nodes[f"{BASE}port/DERSK"]["type"] == "Port"
        assert graph.nodes[f"{BASE}city/gn2844588"]["label_zh"] == "罗斯托克"
        edges = [d for _, _, d in graph.edges(data=True) if d["predicate"] == "seaLink"]
        assert {(d["origin"], d["documents"]) for d in edges} == {("document", "ferry.txt"), ("document", "hafen.txt")}
    assert b"lastmodifieddate" not in gexf.read_bytes()


def test_csv_tables_join(quads: Quads, tmp_path: Path) -> None:
    nodes, edges = export(quads, tmp_path / "g.csv")
    assert (nodes.name, edges.name) == ("g-nodes.csv", "g-edges.csv")
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    with edges.open(encoding="utf-8-sig", newline="") as file:
        links = list(csv.DictReader(file))
    assert all(link["source"] in rows and link["target"] in rows for link in links)
    assert rows[f"{BASE}person/berg"]["label"] == "Anna Berg"
    planned = [link for link in links if link["predicate"] == "plannedLink"]
    assert [(link["status"], link["confidence"], link["origin"]) for link in planned] == [
        ("announced", "0.9", "document")
    ]
    assert {link["origin"] for link in links if link["predicate"] == "portOf"} == {"background"}


def test_neo4j_files_have_its_headers_and_join(quads: Quads, tmp_path: Path) -> None:
    name = ox.Literal("安娜\n贝格", language="zh")
    broken = ox.Quad(ox.NamedNode(f"{BASE}person/berg"), ox.NamedNode(RDFS + "label"), name)
    nodes, relationships = export(quads | [broken], tmp_path / "g", "neo4j")
    assert (nodes.name, relationships.name) == ("g-neo4j-nodes.csv", "g-neo4j-relationships.csv")
    with nodes.open(encoding="utf-8", newline="") as file:
        things = list(csv.DictReader(file))
    with relationships.open(encoding="utf-8", newline="") as file:
        ties = list(csv.DictReader(file))
    assert {"iri:ID", ":LABEL"} <= set(things[0]) and {":START_ID", ":END_ID", ":TYPE"} <= set(ties[0])
    rows = {row["iri:ID"]: row for row in things}
    assert len(rows) == len(things) and ties
    assert all(tie[":START_ID"] in rows and tie[":END_ID"] in rows and tie[":TYPE"].isalpha() for tie in ties)
    assert rows[f"{BASE}port/DERSK"][":LABEL"] == "Port;Entity;Place;TransportHub"
    assert rows[f"{BASE}person/berg"]["label_zh"] == "安娜 贝格"
    assert len(nodes.read_bytes().splitlines()) == len(things) + 1, "one line a record"
    for column in ("latitude:double", "longitude:double", "documents:int"):
        assert [float(row[column]) for row in things if row[column]]


def test_xml_leaves_out_only_what_xml_cannot_say() -> None:
    quad = ox.Quad(HOSTILE.subject, HOSTILE.predicate, ox.Literal("a\x00b\x0bc"))
    read = rdflib.Graph().parse(data=serialize(Quads([quad]), "rdf"), format="xml")
    assert [str(o) for o in read.objects()] == ["a\ufffdb\ufffdc"]


def test_an_unknown_format_is_refused_with_the_known_ones(quads: Quads, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such format: 'docx'.*ttl"):
        export(quads, tmp_path / "g.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_told(quads: Quads, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        export(quads, tmp_path / "missing" / "g.ttl")


def test_a_failed_write_leaves_the_old_file(quads: Quads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.nt"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left"):
        export(quads, path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["g.nt"]
