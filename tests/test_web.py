"""The service keeps the SPARQL 1.1 Protocol, ends what takes too much, and never passes off a part as the whole."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import IncompleteRead
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from query_corpus import corpus
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Reply, kg_serve, send, with_query
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper

from kg.dataset import to_dataset
from kg.rdf import ONTOLOGY
from kg.reason import infer
from kg.store import OxigraphStore
from kg.web.formats import ROWS, TRIPLES, choose

EX = "https://port.example/"
DATA = [f"{EX}data{number}" for number in range(4)]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SECONDS, ROWS_MOST, WORKERS = 1.5, 5000, 2
XML = "application/sparql-results+xml"


def quads() -> list[ox.Quad]:
    """The corpus, and four graphs of one triple each that the default graph does not hold."""
    kind, document = ox.NamedNode(str(rdflib.RDF.type)), ox.NamedNode(EX + "Document")
    return [*infer(to_dataset(corpus())), *(ox.Quad(ox.NamedNode(n), kind, document, ox.NamedNode(n)) for n in DATA)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("web")
    with OxigraphStore(made) as store:
        store.load(quads())
    return made


@pytest.fixture(scope="module")
def root(folder: Path) -> Iterator[str]:
    limits = ("--timeout", str(SECONDS), "--max-rows", str(ROWS_MOST), "--memory", "256", "--workers", str(WORKERS))
    with kg_serve(folder, *limits) as address:
        yield address


@pytest.fixture
def sparql(root: str) -> str:
    return root + "sparql"


def is_true(reply: Reply) -> bool:
    assert reply.status == 200, reply.body
    answer = reply.json()["boolean"]
    assert isinstance(answer, bool)
    return answer


# The query tests of the W3C's SPARQL 1.1 Protocol test suite, re-stated
# (https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/).

IN_1_AND_2 = f"ASK {{ <{DATA[1]}> a ?t . <{DATA[2]}> a ?t }}"
IN_3 = f"ASK {{ <{DATA[3]}> a ?t }}"
NAMED_1_AND_2 = f"ASK {{ GRAPH ?g {{ <{DATA[1]}> a ?t }} GRAPH ?h {{ <{DATA[2]}> a ?t }} }}"
NAMED_3 = f"ASK {{ GRAPH ?g {{ <{DATA[3]}> a ?t }} }}"


def test_query_get(sparql: str) -> None:
    assert is_true(send(with_query(sparql, query="ASK {}")))


def test_query_post_form(sparql: str) -> None:
    assert is_true(send(sparql, "POST", {"query": "ASK {}"}))


def test_query_post_direct(sparql: str) -> None:
    assert is_true(send(sparql, "POST", b"ASK {}", Content_Type="application/sparql-query"))
    charset = "application/sparql-query; charset=UTF-8"
    assert is_true(send(sparql, "POST", "ASK { FILTER('é' = 'é') }".encode(), Content_Type=charset))


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "dataset", "answer"),
    [
        (IN_1_AND_2, {"default-graph-uri": DATA[1:3]}, True),
        (IN_3, {"default-graph-uri": DATA[1:3]}, False),
        (IN_1_AND_2, {"default-graph-uri": DATA[1]}, False),
        (NAMED_1_AND_2, {"default-graph-uri": DATA[1:3]}, False),
        (NAMED_1_AND_2, {"named-graph-uri": DATA[1:3]}, True),
        (NAMED_3, {"named-graph-uri": DATA[1:3]}, False),
        ("ASK { ?s ?p ?o }", {"named-graph-uri": DATA[1]}, False),
        (f"ASK {{ <{DATA[0]}> a ?t GRAPH ?g {{ <{DATA[1]}> a ?t }} }}",
         {"default-graph-uri": DATA[0], "named-graph-uri": DATA[1]}, True),
        (f"ASK FROM <{DATA[3]}> {{ <{DATA[1]}> a ?t }}", {"default-graph-uri": DATA[1]}, True),
        (f"ASK FROM <{DATA[3]}> {{ <{DATA[3]}> a ?t }}", {"default-graph-uri": DATA[1]}, False),
        (f"ASK FROM <{DATA[3]}> {{ <{DATA[3]}> a ?t }}", {}, True),
    ],
)
def test_query_dataset(sparql: str, way: str, query: str, dataset: dict[str, object], answer: bool) -> None:
    if way == "get":
        reply = send(with_query(sparql, query=query, **dataset))
    elif way == "form":
        reply = send(sparql, "POST", {"query": query, **dataset})
    else:
        where = with_query(sparql, **dataset) if dataset else sparql
        reply = send(where, "POST", query.encode(), Content_Type="application/sparql-query")
    assert is_true(reply) == answer


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT (1 AS ?one) {}", "application/sparql-results+json", "application/sparql-results+json"),
        ("SELECT (1 AS ?one) {}", f"{XML};q=0.9, text/html;q=0.5", XML),
        ("SELECT (1 AS ?one) {}", "application/json", "application/sparql-results+json"),
        ("SELECT (1 AS ?one) {}", "text/csv", "text/csv"),
        ("SELECT (1 AS ?one) {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT (1 AS ?one) {}", "text/turtle;q=1, text/csv;q=0.1", "text/csv"),
        ("ASK {}", XML, XML),
        ("ASK {}", "*/*", "application/sparql-results+json"),
        ("DESCRIBE <https://port.example/data1>", "text/turtle", "text/turtle"),
        ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", "*/*", "text/turtle"),
        ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", "application/ld+json", "application/ld+json"),
    ],
)
def test_query_content_type(sparql: str, query: str, accept: str, media: str) -> None:
    reply = send(with_query(sparql, query=query), Accept=accept)
    assert reply.status == 200 and reply.headers["content-type"].partition(";")[0] == media
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (405, {"method": "PUT", "body": b"ASK {}", "Content_Type": "application/sparql-query"}),
        (405, {"method": "DELETE"}),
        (400, {"method": "POST", "body": {"query": ["ASK {}", "SELECT * {}"]}}),
        (400, {"method": "POST", "body": {"nothing": "ASK {}"}}),
        (415, {"method": "POST", "body": b"ASK {}", "Content_Type": "text/plain"}),
        (415, {"method": "POST", "body": b"ASK {}"}),
        (415, {"method": "POST", "body": "ASK {}".encode("utf-16"),
               "Content_Type": "application/sparql-query; charset=UTF-16"}),
        (400, {"method": "POST", "body": b"ASK { '\xe9' ?p ?o }", "Content_Type": "application/sparql-query"}),
        (400, {"method": "POST", "body": {"query": "ASK { ?s ?p }"}}),
        (400, {"method": "POST", "body": {"query": "CLEAR ALL"}}),
        (400, {"method": "POST", "body": {"query": "LOAD <http://127.0.0.1:9/>"}}),
        (403, {"method": "POST", "body": {"update": "CLEAR ALL"}}),
        (403, {"method": "POST", "body": b"CLEAR ALL", "Content_Type": "application/sparql-update"}),
        (400, {"method": "POST", "body": {"query": "ASK {}", "default-graph-uri": "no iri"}}),
        (406, {"method": "POST", "body": {"query": "ASK {}"}, "Accept": "image/png"}),
        (406, {"method": "POST", "body": {"query": "ASK {}"}, "Accept": "text/turtle"}),
        (413, {"method": "POST", "body": b"#" * (2 << 20), "Content_Type": "application/sparql-query"}),
    ],
)
def test_bad_requests(sparql: str, status: int, request_: dict[str, str]) -> None:
    assert send(sparql, **request_).status == status
    assert send(with_query(sparql, query=["ASK {}", "ASK {}"])).status == 400


def test_a_bad_query_is_told_its_place(sparql: str) -> None:
    said = send(with_query(sparql, query="SELECT * WHERE {\n  ?s ?p }")).json()
    assert (said["line"], said["status"]) == (2, 400) and said["column"] in (9, 10)
    assert said["detail"].startswith(f"line 2, column {said['column']}: expected one of ")


# What is not allowed


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <http://127.0.0.1:9/> } SERVICE ?e { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o { SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "PREFIX e: <x:y/> SELECT * { ?s e:a\\#b ?o SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT ?zzzzzzz { ?qqqqqqq ?p '''\n'# ''' SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    ],
)
def test_no_other_service_is_asked(sparql: str, query: str) -> None:
    reply = send(sparql, "POST", {"query": query})
    assert reply.status == 403 and "SERVICE" in reply.json()["detail"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("# SERVICE <http://127.0.0.1:9/> {}\nASK {}", 200),
        ("PREFIX service: <x:service#> SELECT ?service { ?service service:Service 'SERVICE <x:y> { }' }", 200),
        ("ASK { ?s <x:SERVICE> \"\"\" SERVICE ?x { \"\"\" }", 200),
        ("SELECT * { ?service ?p }", 400),
        ("SELECT * { SERVICE <x:y> }", 400),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
    ],
)
def test_the_word_alone_is_no_offence(sparql: str, query: str, status: int) -> None:
    assert send(sparql, "POST", {"query": query}).status == status


# Limits


def test_a_query_that_takes_too_long_is_ended(sparql: str) -> None:
    begun = time.monotonic()
    reply = send(sparql, "POST", {"query": ENDLESS})
    assert reply.status == 500 and reply.json()["kind"] == "time"
    assert SECONDS <= time.monotonic() - begun < SECONDS + 1


def test_a_query_that_needs_too_much_memory_is_ended(sparql: str) -> None:
    hungry = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?b ?d ?e ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
    reply = send(sparql, "POST", {"query": hungry})
    assert reply.status == 500 and reply.json()["kind"] in ("memory", "time")
    assert is_true(send(with_query(sparql, query="ASK {}")))


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", XML, "application/sparql-results+json"])
def test_an_answer_of_as_many_rows_as_allowed(sparql: str, accept: str) -> None:
    query = "SELECT ?a {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {}"
    assert send(with_query(sparql, query=query.format(ROWS_MOST)), Accept=accept).status == 200
    reply = send(with_query(sparql, query=query.format(ROWS_MOST + 1)), Accept=accept)
    assert reply.status == 500 and reply.json()["kind"] == "rows"


def test_too_many_triples(sparql: str) -> None:
    query = "CONSTRUCT { ?a <x:p> ?n } { ?a ?b ?c . ?d ?e ?f BIND(STRUUID() AS ?n) } LIMIT {}"
    assert send(with_query(sparql, query=query.replace("{}", str(ROWS_MOST)))).status == 200
    assert send(with_query(sparql, query=query.replace("{}", str(ROWS_MOST + 1)))).status == 500


def test_nothing_of_an_answer_gets_into_the_next(sparql: str) -> None:
    for _ in range(2 * WORKERS + 2):  # every process has had both
        many = "CONSTRUCT { ?a <x:p> ?n } { ?a ?b ?c . ?d ?e ?f BIND(STRUUID() AS ?n) }"
        assert send(with_query(sparql, query=many)).status == 500
        assert is_true(send(with_query(sparql, query="ASK {}")))


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_an_answer_that_is_cut_short_does_not_look_whole(folder: Path, coding: str) -> None:
    long = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with kg_serve(folder, "--max-rows", "100000", "--timeout", "20") as root, pytest.raises(IncompleteRead):
        send(with_query(root + "sparql", query=long), Accept="text/csv", Accept_Encoding=coding)


def test_endless_queries_do_not_slow_the_others(folder: Path) -> None:
    with kg_serve(folder, "--timeout", "3", "--workers", "2") as root:
        sparql = root + "sparql"

        def times() -> list[float]:
            found = []
            for number in range(150):
                begun = time.monotonic()
                assert send(with_query(sparql, query=f"SELECT * {{ ?s a ?t }} LIMIT {number + 1}")).status == 200
                found.append(time.monotonic() - begun)
            return sorted(found)

        alone = times()
        endless = [threading.Thread(target=send, args=(sparql, "POST", {"query": ENDLESS})) for _ in range(5)]
        for thread in endless:
            thread.start()
        time.sleep(0.7)  # until they are set back
        beside = times()
        for thread in endless:
            thread.join()
    assert beside[75] < 4 * alone[75] + 0.01, "the median of ordinary queries"


def test_a_client_that_goes_away_ends_its_query(sparql: str) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(["curl", "-s", sparql, "--data-urlencode", f"query={ENDLESS}"], timeout=0.3, check=False)
    assert is_true(send(with_query(sparql, query="ASK {}")))


# HTTP


def test_etags_and_gzip_and_cors(sparql: str) -> None:
    address = with_query(sparql, query="SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 100")
    first = send(address, Origin="https://client.example", Accept_Encoding="gzip")
    assert first.headers["content-encoding"] == "gzip" and first.headers["access-control-allow-origin"] == "*"
    assert len(json.loads(gzip.decompress(first.body))["results"]["bindings"]) == 100
    assert send(address, If_None_Match=first.headers["etag"]).status == 304
    assert send(address, Accept=XML).headers["etag"] != first.headers["etag"]
    assert "etag" not in send(with_query(sparql, query="SELECT (RAND() AS ?r) {}")).headers
    preflight = send(sparql, "OPTIONS", Origin="https://client.example", Access_Control_Request_Method="POST",
                     Access_Control_Request_Headers="content-type")
    assert preflight.status == 200 and "POST" in preflight.headers["access-control-allow-methods"]


def test_head_has_no_body(root: str) -> None:
    reply = send(with_query(root + "sparql", query="ASK {}"), "HEAD")
    assert reply.status == 200 and not reply.body
    assert send(root + "data?default", "HEAD").status == 200


def test_a_store_that_is_loaded_anew_is_served_at_once(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with OxigraphStore(tmp_path) as store:
        store.load(quads())
        with kg_serve(tmp_path) as root:
            address = with_query(root + "sparql", query=count)
            first = send(address)
            store.load([ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(1))])
            time.sleep(1)
            second = send(address, If_None_Match=first.headers["etag"])
            assert second.status == 200
            assert second.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_an_unbuilt_store_is_refused(tmp_path: Path) -> None:
    from serving import KG

    done = subprocess.run([KG, "serve", "--store", tmp_path / "none"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 4 and "kg build" in done.stderr


# Graph Store Protocol


def test_graphs_are_read(root: str) -> None:
    reply = send(with_query(root + "data", graph=DATA[1]), Accept="application/n-triples")
    assert reply.body.decode() == f"<{DATA[1]}> <{rdflib.RDF.type}> <{EX}Document> .\n"
    default = send(root + "data?default", Accept="text/turtle")
    assert set(ox.parse(default.body, format=ox.RdfFormat.TURTLE)) == {
        ox.Quad(*each.triple) for each in quads() if each.graph_name == ox.DefaultGraph()
    }
    whole = send(root + "data", Accept="application/n-quads")
    assert set(ox.parse(whole.body, format=ox.RdfFormat.N_QUADS)) == set(quads())


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("data?graph=https://port.example/none", "GET", 404),
        ("data?graph=none", "GET", 400),
        ("data?default&graph=https://port.example/data1", "GET", 400),
        ("data?default", "PUT", 405),
        ("data?default", "DELETE", 405),
        ("data?default", "POST", 405),
        ("nothing", "GET", 404),
    ],
)
def test_graphs_are_only_read(root: str, path: str, method: str, status: int) -> None:
    assert send(root + path, method).status == status


# Descriptions, things, named queries


def test_the_service_describes_itself(root: str) -> None:
    reply = send(root + "sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    endpoint = rdflib.URIRef(root + "sparql")
    assert (endpoint, sd.endpoint, endpoint) in graph
    assert (endpoint, sd.feature, sd.BasicFederatedQuery) not in graph
    assert {str(each) for each in graph.objects(None, sd.name)} >= set(DATA)
    for example in graph.subjects(rdflib.RDF.type, sh.SPARQLExecutable):
        assert {each.language for each in graph.objects(example, rdflib.RDFS.label)} == {"en", "de", "zh"}
        for text in graph.objects(example, sh.select):
            rdflib.Graph().query(str(text))
    assert b"<form" in send(root + "sparql", Accept="text/html").body


def test_void(root: str) -> None:
    reply = send(root + ".well-known/void", Accept="application/ld+json")
    graph = rdflib.Graph().parse(data=reply.body, format="json-ld")
    endpoints = list(graph.objects(None, rdflib.VOID.sparqlEndpoint))
    assert endpoints == [rdflib.URIRef(root + "sparql")]


def test_a_thing_answers_with_its_page_or_its_triples(root: str) -> None:
    page = send(root + "id/city/1", Accept="text/html,*/*;q=0.8", Accept_Language="zh-CN")
    assert "<h1>罗斯托克</h1>" in page.body.decode() and 'href="/id/city/2"' in page.body.decode()
    assert "script" not in page.headers["content-security-policy"]
    for accept, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        reply = send(root + "id/city/1", Accept=accept)
        assert reply.headers["content-type"].startswith(accept)
        graph = rdflib.Graph().parse(data=reply.body, format=form)
        rostock = rdflib.URIRef("https://w3id.org/fourports/id/city/1")
        assert (rostock, rdflib.RDF.type, rdflib.URIRef(ONTOLOGY + "City")) in graph
    assert send(root + "id/city/none").status == 404
    assert send(root + "id/city/<script>", Accept="text/html").status in (400, 404)


def test_named_queries(root: str) -> None:
    names = {each["name"] for each in send(root + "queries").json()}
    assert "links-of-place" in names
    address = with_query(root + "queries/links-of-place", place="罗斯托克")
    rows = send(address).json()["results"]["bindings"]
    assert len(rows) == 5
    assert send(address).headers["query-parameters"].startswith("place=")
    assert send(address + "&format=csv").body.decode().count("\n") == 6
    assert "<table>" in send(address, Accept="text/html").body.decode()
    for wrong, status in (("queries/none", 404), ("queries/links-of-place?place=Atlantis", 400),
                          ("queries/links-of-place?plaice=Rostock", 400), ("queries/links-of-place?format=png", 406)):
        reply = send(root + wrong)
        assert reply.status == status and reply.headers["content-type"] == "application/problem+json"
    assert b"SELECT" in send(root + "queries/links-of-place.rq").body


def test_the_ontology_is_at_hand(root: str) -> None:
    rdflib.Graph().parse(data=send(root + "ontology").body, format="turtle")
    assert b"SPARQL" in send(root + "ontology/README.md").body
    assert send(root + "ontology/..%2f..%2fpyproject.toml").status == 404


# Clients


def test_sparqlwrapper(sparql: str) -> None:
    for method in ("GET", POST):
        client = SPARQLWrapper(sparql)
        client.setMethod(method)
        client.setQuery("SELECT ?s { ?s a ?t } ORDER BY ?s LIMIT 3")
        client.setReturnFormat(JSON)
        assert len(client.queryAndConvert()["results"]["bindings"]) == 3
        client.setReturnFormat(CSV)
        assert client.queryAndConvert().count(b"\r\n") == 4
    client.setQuery(f"CONSTRUCT {{ ?s a ?t }} WHERE {{ GRAPH <{DATA[1]}> {{ ?s a ?t }} }}")
    client.setReturnFormat(TURTLE)
    assert DATA[1].encode() in client.queryAndConvert()


def test_rdflibs_sparqlstore(sparql: str) -> None:
    graph = rdflib.Graph(SPARQLStore(sparql))
    rostock = rdflib.URIRef("https://w3id.org/fourports/id/city/1")
    assert rdflib.Literal("罗斯托克", lang="zh") in set(graph.objects(rostock, rdflib.RDFS.label))
    assert len(list(graph.query("SELECT ?s { ?s a ?t } LIMIT 7"))) == 7


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(sparql: str) -> None:
    command = ["curl", "-sS", "--fail-with-body", "-H", "Accept: text/csv", sparql, "--data-urlencode"]
    done = subprocess.run([*command, "query=SELECT (1 AS ?n) {}"], capture_output=True, timeout=20)
    assert done.stdout == b"n\r\n1\r\n" and done.returncode == 0
    failed = subprocess.run([*command, "query=SELECT"], capture_output=True, text=True, timeout=20)
    assert failed.returncode == 22 and "line 1" in failed.stdout


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/*", "csv", "ttl"),
        ("text/turtle", "", "ttl"),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", "csv", ""),
        ("text/csv;q=x", "", ""),
        ("application/rdf+xml, text/turtle;q=0.9", "", "rdf"),
        ("application/sparql-results+xml,application/xml;q=0.9,*/*;q=0.1", "xml", "rdf"),
    ],
)
def test_formats_are_negotiated(accept: str, rows: str, graph: str) -> None:
    assert (choose(accept, ROWS), choose(accept, TRIPLES)) == (rows, graph)
