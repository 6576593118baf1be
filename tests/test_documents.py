"""Documents of every format and encoding are read exactly, and bad ones are put aside with a message."""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
import pypdf
import pytest

from kg.documents import FORMATS, Rejected, read_documents
from kg.documents.source import About
from kg.model import Document

GERMAN = "Die Fähre fährt täglich über die Förde. Der Hafen prüft größere Schiffe."
SIMPLIFIED = "港口集团开通了新的集装箱班轮航线，每周三班。货物当天即可通关。"
TRADITIONAL = "港口集團開通了新的貨櫃航線，每週三班。貨物當天即可通關。"
KOREAN = "항만공사는 새로운 컨테이너 항로를 개설했다. 화물은 매주 세 번 운송된다."
JAPANESE = "港湾会社は新しいコンテナ航路を開設した。貨物は週に三回運ばれます。"


def documents(*paths: Path) -> list[Document]:
    found = list(read_documents(paths))
    rejected = [each for each in found if isinstance(each, Rejected)]
    assert not rejected, rejected
    return [each for each in found if isinstance(each, Document)]


def read(path: Path, data: bytes | str) -> Document:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (document,) = documents(path)
    return document


def refusal(path: Path, data: bytes | str) -> str:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (rejected,) = read_documents([path])
    assert isinstance(rejected, Rejected)
    assert rejected.path == path
    return str(rejected.error)


def pdf(text: str = "", *, password: str = "") -> bytes:
    """A one-page PDF that shows `text`, a line a line."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n") if line)
    content = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    if not password:
        return body
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_text_is_the_file_as_it_lies_on_disk(tmp_path: Path) -> None:
    raw = "\ufeff  First line\r\n\r\nSecond\rline\u2028 \n\n"
    document = read(tmp_path / "a.txt", raw)
    assert document.text == raw
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("encoding", "text", "language"),
    [
        ("cp1252", GERMAN, "de"),
        ("latin-1", GERMAN, "de"),
        ("gb18030", SIMPLIFIED, "zh"),
        ("gbk", SIMPLIFIED, "zh"),
        ("big5", TRADITIONAL, "zh"),
        ("euc_kr", KOREAN, "ko"),
        ("shift_jis", JAPANESE, "ja"),
        ("utf-8-sig", SIMPLIFIED, "zh"),
        ("utf-16", GERMAN, "de"),
    ],
)
def test_legacy_encodings_are_told_from_the_bytes(tmp_path: Path, encoding: str, text: str, language: str) -> None:
    document = read(tmp_path / "a.txt", text.encode(encoding))
    assert document.text.lstrip("\ufeff") == text
    assert document.language == language


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t", "holds no text"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00", "is binary"),
        ("a.txt", bytes(range(1, 256)) * 9, "is "),
        ("a.txt", b"\xef\xbb\xbf\xff\xfe broken", "is not utf-8 from byte 3"),
        ("a.xyz", b"text", "supported: .txt"),
        ("README", b"text", "supported: .txt"),
        ("a.pdf", b"no pdf at all", "is not a PDF"),
        ("a.pdf", pdf("Text")[:-80], "is a truncated PDF"),
        ("a.pdf", pdf("Text")[:200] + b"\n%%EOF", "is a damaged PDF"),
        ("a.pdf", pdf(), "PDF without text, perhaps scanned"),
        ("a.pdf", pdf("Text", password="secret"), "encrypted PDF"),
        ("a.docx", b"PK\x03\x04 nothing", "is not a Word document"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "holds no text"),
        ("a.md", b"---\ntitle: [open\n---\nText\n", "a.md:"),
        ("a.md", b"---\ntitle: A\ndate: yesterday\n---\nText\n", "'yesterday' is no date"),
        ("a.md", b"---\ntitle: A\n---\n \n", "holds no text"),
    ],
)
def test_a_bad_document_is_put_aside_with_what_to_do(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    message = refusal(path, data)
    assert says in message
    assert str(path) in message


def test_one_bad_document_never_costs_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "a.txt").write_text("The first ferry sails.", "utf-8")
    (tmp_path / "c.txt").write_text("The second ferry sails.", "utf-8")
    found = list(read_documents([tmp_path]))
    assert [each.name if isinstance(each, Document) else each.path.name for each in found] == [
        "a.txt",
        "b.txt",
        "c.txt",
    ]
    assert isinstance(found[1], Rejected)


def test_a_folder_is_searched_through_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("z.txt", "sub/a.txt", "sub/deep/m.md", ".hidden.txt", ".git/config.txt", "sub/manifest.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("file\n" if name.endswith("csv") else f"Ferry number {name}", "utf-8")
    assert [each.name for each in documents(tmp_path)] == ["a.txt", "m.md", "z.txt"]
    assert documents(tmp_path, tmp_path / "z.txt") == documents(tmp_path / "sub", tmp_path)


def test_names_are_unique(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(f"The ferry of {folder}", "utf-8")
    assert [each.name for each in documents(tmp_path)] == ["one/same.txt", "two/same.txt"]
    names = [each.name for each in documents(tmp_path / "one", tmp_path / "two")]
    assert len(set(names)) == 2
    assert all(name.endswith(f"{folder}/same.txt") for name, folder in zip(names, ("one", "two"), strict=True))


def test_the_same_bytes_twice_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.", "utf-8")
    (tmp_path / "b.txt").write_text("The ferry sails.", "utf-8")
    first, second = read_documents([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(second, Rejected)
    assert "same bytes as a.txt" in str(second.error)


def test_missing_paths_and_empty_folders_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty, missing = read_documents([tmp_path / "empty", tmp_path / "nowhere.txt"])
    assert isinstance(empty, Rejected)
    assert "holds no documents" in str(empty.error)
    assert isinstance(missing, Rejected)
    assert "no such file" in str(missing.error)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read everything")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text", "utf-8")
    path.chmod(0)
    (rejected,) = read_documents([path])
    assert isinstance(rejected, Rejected)
    assert "cannot be opened" in str(rejected.error)


def test_front_matter_goes_before_the_manifest_and_that_before_the_text(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "file,language,title,publisher,published,note\n"
        "a.md,zh,Manifest title,Manifest paper,2020,x\n"
        "sub/b.txt,,,Below,2021-05,\n",
        "utf-8",
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("Ferry line reopens\nUpdated: 2022-02-02\nIt sails again.", "utf-8")
    (tmp_path / "a.md").write_text(
        "---\ntitle: Own title\ndate: 2021-05-20\nurl: https://news.example/1\n---\n# Heading\n\nText.\n", "utf-8"
    )
    a, b = documents(tmp_path)
    assert (a.title, a.publisher, a.published, a.language) == ("Own title", "Manifest paper", "2021-05-20", "zh")
    assert a.address == "https://news.example/1"
    assert a.silent[0].of(a.text).startswith("---") and a.text[a.silent[0].end :].startswith("# Heading")
    assert (b.title, b.publisher, b.published, b.language) == ("Ferry line reopens", "Below", "2021-05", "en")


def test_a_fault_in_a_manifest_names_its_line_and_costs_only_its_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails.", "utf-8")
    (tmp_path / "manifest.csv").write_text(
        "file,published,publisher\nmissing.txt,2020,\na.txt,last May,Harbour Post\n", "utf-8"
    )
    missing, wrong, document = read_documents([tmp_path])
    assert isinstance(missing, Rejected) and "manifest.csv:2: names 'missing.txt'" in str(missing.error)
    assert isinstance(wrong, Rejected) and "manifest.csv:3: 'last May' is no date" in str(wrong.error)
    assert isinstance(document, Document)
    assert (document.publisher, document.published) == ("Harbour Post", "")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (
            "Ferry line reopens\n(port-news.example)| Updated : 2021-05-20\nThe ferry sails again.",
            About("Ferry line reopens", "port-news.example", "2021-05-20", "en"),
        ),
        (
            "Neue Linie beschlossen\nStand: 3. März 2022\nQuelle: Hafenblatt\nDie Häfen sind sich einig.",
            About("Neue Linie beschlossen", "Hafenblatt", "2022-03-03", "de"),
        ),
        (
            "港口开通新航线\n2023年4月7日\n来源：港口日报 作者：某某\n货物当天即可通关。",
            About("港口开通新航线", "港口日报", "2023-04-07", "zh"),
        ),
        ("JINAN, China, July 31, 2020 /PRNewswire/ -- The port has", About("", "PRNewswire", "2020-07-31", "en")),
        ("The ferry has sailed since 20 May 2021. It is large.\nIt is new.", About("", "", "", "en")),
    ],
)
def test_what_a_text_prints_about_itself(tmp_path: Path, text: str, about: About) -> None:
    document = read(tmp_path / "a.txt", text)
    assert About(document.title, document.publisher, document.published, document.language) == about


def test_only_navigation_advertising_and_disclaimers_are_silent(tmp_path: Path) -> None:
    text = (
        "Print PrintThe ferry of the port sails daily.\n(port-news.example)\nThe editor said: share prices rose.\n"
        "责任编辑：某某\n分享到 微信\n港口在线提示：本文来自网络，不代表本站观点\nCopyright 2021 Harbour Post"
    )
    document = read(tmp_path / "a.txt", text)
    assert [span.of(text) for span in document.silent] == [
        "Print Print",
        "责任编辑：某某",
        "分享到 微信",
        "本文来自网络，不代表本站观点",
        "Copyright 2021 Harbour Post",
    ]


def test_markdown_keeps_its_source_and_silences_what_nobody_reads(tmp_path: Path) -> None:
    raw = "# Ferry *news*\r\n\r\nThe [port](https://port.example/weekly-20) grows.<!-- 30 ships -->\r\n"
    document = read(tmp_path / "a.md", raw)
    assert document.text == raw
    assert document.title == "Ferry *news*"
    assert [span.of(raw) for span in document.silent] == ["(https://port.example/weekly-20)", "<!-- 30 ships -->"]


def test_html_gives_the_article_and_its_metadata(tmp_path: Path) -> None:
    body = "".join(f"<p>The ferry number {n} sails from the port to the islands every morning.</p>" for n in range(9))
    page = (
        '<html><head><meta charset="gb2312"><title>Ferries | Post</title>'
        '<meta property="og:title" content="Ferries grow"><meta property="og:site_name" content="Harbour Post">'
        '<meta property="article:published_time" content="2021-05-20T10:00:00+08:00"></head>'
        f"<body><nav>Home Imprint</nav><article><h1>渡轮</h1>{body}</article></body></html>"
    )
    document = read(tmp_path / "a.html", page.encode("gb18030"))
    assert (document.title, document.publisher, document.published) == ("Ferries grow", "Harbour Post", "2021-05-20")
    assert "ferry number 8" in document.text
    assert "Imprint" not in document.text


def test_html_without_an_article_gives_what_is_visible(tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", "<div>Ferry<script>x()</script></div><div>Port</div>")
    assert "Ferry" in document.text and "Port" in document.text and "x()" not in document.text


def test_pdf_joins_the_lines_of_a_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path / "a.pdf", pdf("Die Häfen wollen zusammen-\narbeiten, auch\nim Winter."))
    assert document.text.strip() == "Die Häfen wollen zusammenarbeiten, auch im Winter."
    assert document.media_type == "application/pdf"


def test_docx_gives_paragraphs_and_tables_in_reading_order(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Ferry report"
    made.add_paragraph("The ferry sails.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Sailings", "21 a week"
    made.add_paragraph("It returns.")
    made.save(str(tmp_path / "a.docx"))
    (document,) = documents(tmp_path)
    assert document.text == "The ferry sails.\nSailings\t21 a week\nIt returns."
    assert document.title == "Ferry report"


def test_every_format_has_a_media_type_and_a_suffix() -> None:
    assert {".txt", ".md", ".html", ".pdf", ".docx"} <= set(FORMATS)
    assert all("/" in each.media_type for each in FORMATS.values())
