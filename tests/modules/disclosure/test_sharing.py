"""A posted notice goes round as it was posted: the square, the web page, the long picture."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from office import SUPERVISOR, make_book, make_details, make_entry, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Paragraph, Table, as_text
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.web_page import web_page
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def _posted(
    book: Book, title: str = "慰问金发放公开", body: str = "正文。", subject: str = ""
) -> str:
    made = actions.compose_general(book, title, body=body, subject=subject or None)
    row_id = str(made.ids("notice")[0])
    actions.post(book, row_id, "公开栏第一格")
    return row_id


# -- the square --------------------------------------------------------------------------------


def _decoded(pdf: bytes, dpi: int = 150) -> list[str]:
    """What an independent reader sees in the squares of a paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    return [str(found.text) for page in pages for found in zxingcpp.read_barcodes(page)]


def test_twenty_papers_say_in_the_square_what_the_archive_holds(book: Book) -> None:
    make_opening(book, cash_fen=100_000)
    make_entry(book, 238_000, date(2026, 9, 1))
    finance = funds.compose_quarterly(book, COMMITTEE, Period.parse("2026Q3")).ids("notice")[0]
    actions.send_to_review(book, finance)
    actions.approve(book, finance, SUPERVISOR)
    actions.post(book, finance, "公开栏第一格")
    ids = [finance]
    for number in range(19):
        subject = f"第{number}批慰问金"
        make_details(book, subject, [10_000 * (number + 1)] * (number + 1))
        ids.append(_posted(book, f"{subject}发放公开" + "长" * (number * 8), subject=subject))
    for row_id in ids:
        pdf = BytesIO()
        actions.print_notice(book, row_id, pdf)
        (said,) = _decoded(pdf.getvalue())
        row = book.record(Notice, row_id)
        assert f"核对码：{row.fingerprint}" in said.split("\n")
        assert f"编号：{row.number}" in said.split("\n")
        title = said.split("\n")[0]
        assert row.title.startswith(title.removesuffix("…")) and len(title) <= 60
        assert "http" not in said
    assert "本期支出 2,380.00 元" in _square(book, finance)
    assert "所属期：2026年第三季度" in _square(book, finance)


def _square(book: Book, row_id: str) -> str:
    pdf = BytesIO()
    actions.print_notice(book, row_id, pdf)
    return _decoded(pdf.getvalue())[0]


def test_the_longest_title_leaves_a_square_that_fits(book: Book) -> None:
    row_id = _posted(book, "关于" + "公开事项" * 100 + "的公开")
    assert "…\n编号：" in _square(book, row_id)


def test_the_big_print_carries_the_square_too(book: Book) -> None:
    row_id = _posted(book)
    pdf = BytesIO()
    actions.print_notice(book, row_id, pdf, "plain")
    plain = actions.document_of(book, row_id, "plain")
    assert f"核对码：{plain.fingerprint}" in _decoded(pdf.getvalue())[0]


# -- the web page ------------------------------------------------------------------------------


class _Seen(HTMLParser):
    """The text of a page, its tags, and every attribute that could lead somewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.leads = "", set[str](), list[str]()
        self._open = list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        names = ("src", "href", "srcset", "action", "data", "poster", "xlink:href", "background")
        self.leads += [f"{tag} {name}" for name, _ in attrs if name in names]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.text += data


def test_the_web_page_is_whole_and_leads_nowhere(book: Book, tmp_path: Path) -> None:
    make_details(book, "慰问金", [50_000, 30_050])
    row_id = _posted(book, "慰问金<发放>&公开", "见 http://example.com。", "慰问金")
    path = tmp_path / "公告.html"
    assert actions.share(book, row_id, path).result == path
    page = path.read_text("utf-8")
    seen = _Seen(page)
    assert seen.leads == []
    assert not seen.tags & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "a",
    }
    assert not re.search(r"url\(|@import|//(?!example\.com)", page)
    assert "default-src 'none'" in page
    paper = actions.document_of(book, row_id)
    assert "800.50" in seen.text and "合计（大写）：捌佰元伍角整" in seen.text
    for line in as_text(Document(paper.title, "board", paper.blocks)):
        if line.startswith("合计\t"):
            continue
        for part in re.split(r"\t|：|  ", line):
            if "____" not in part and part not in ("（盖章处）", "填表人", "审核人", "日期"):
                assert part in seen.text, part
    assert paper.fingerprint in seen.text
    assert "大字白话版" in seen.text


def test_a_row_of_a_table_is_labelled_for_small_screens() -> None:
    table = Table((Column('姓名"x'), Column("金额", money=True)), (("李建华", 500),), totals=True)
    page = web_page(Document("公开", "board", (table,))).decode()
    assert '<td data-label="姓名&quot;x">李建华</td>' in page
    assert '<td class="r" data-label="金额">5.00</td>' in page
    assert "合计（大写）：伍元整" in page


def test_what_looks_like_markup_stays_text() -> None:
    page = web_page(Document("<b>", "board", (Paragraph("<script>alert(1)</script>"),))).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# -- the long picture --------------------------------------------------------------------------


def test_the_long_picture_holds_every_page(book: Book, tmp_path: Path) -> None:
    make_details(book, "慰问金", [100 + n for n in range(90)])
    row_id = _posted(book, subject="慰问金")
    pages = actions.print_notice(book, row_id, BytesIO()).result
    actions.share(book, row_id, tmp_path / "公告.png")
    with Image.open(tmp_path / "公告.png") as picture:
        assert picture.width == 1080
        assert isinstance(pages, int) and pages > 1
        assert 1080 * (pages - 1) < picture.height <= 1528 * pages + 40 * (pages + 1)
        (found,) = zxingcpp.read_barcodes(picture)
    assert book.record(Notice, row_id).fingerprint in str(found.text)


# -- only as it was posted ---------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["html", "png", "pdf"])
def test_nothing_goes_round_before_it_hangs(book: Book, tmp_path: Path, ending: str) -> None:
    row_id = str(actions.compose_general(book, "公开", body="正文。").ids("notice")[0])
    with pytest.raises(Refused, match="还没上墙"):
        actions.share(book, row_id, tmp_path / f"a.{ending}")
    assert not list(tmp_path.glob("a.*"))


def test_an_archive_that_was_touched_is_not_passed_on(book: Book, tmp_path: Path) -> None:
    row_id = _posted(book)
    with book.change("改") as change:
        change.put_row(Notice.table, row_id, {"fingerprint": "00000000"})
    with pytest.raises(Damaged, match="指纹不符"):
        actions.share(book, row_id, tmp_path / "a.html")


def test_another_ending_is_refused_and_each_way_out_is_in_the_log(
    book: Book, tmp_path: Path
) -> None:
    row_id = _posted(book)
    with pytest.raises(Refused, match=r"\.html"):
        actions.share(book, row_id, tmp_path / "a.exe")
    changes = actions.share(book, row_id, tmp_path / "a.pdf")
    assert changes.label.startswith("导出PDF")
    pdf = BytesIO()
    actions.print_notice(book, row_id, pdf)
    assert (tmp_path / "a.pdf").read_bytes() == pdf.getvalue()
