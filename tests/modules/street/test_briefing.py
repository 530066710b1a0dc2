"""A briefing for Word: tables and two charts whose figures are those of the merged tables."""

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from modules.yearend.made_street import put
from office import make_book
from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import Chart, Series, as_text, from_plain, to_plain
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING
from qinglian_desktop.modules.street import actions, briefing
from qinglian_desktop.modules.street.briefing import Said
from qinglian_desktop.modules.street.figures import SummaryTable
from qinglian_desktop.paper.draw.flow import lay_out
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

TODAY, QUARTER = date(2026, 11, 24), Period.parse("2026Q3")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
UNITS = 13


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = make_book(tmp_path_factory.mktemp("street"), "street")
    with clock.fixed(TODAY):
        with book.change("登记单位") as change:
            for number in range(1, UNITS + 1):
                change.add(EnrolledUnit, {
                    "code": f"500110007{number:03d}", "name": f"第{number}社区", "kind": "社区",
                    "office_id": f"office-{number}", "state": "已登记",
                })  # fmt: skip
        book.connection.execute("BEGIN")
        for number in range(1, UNITS + 1):
            _fill(book, number)
        book.connection.execute("COMMIT")
        yield book
    book.close()


def _fill(book: Book, number: int) -> None:
    owner = f"office-{number}"
    for place in range(number):
        state = ("已完成", "进行中", "未开始")[place % 3]
        put(book, "task", owner, code=f"T{number}-{place}", title="任务", year=2026, item="1",
            due_on="2026-10-01", state=state)  # fmt: skip
    for place in range(number % 5):
        state = ("已公开", "待公开")[place % 2]
        notice = put(book, "notice", owner, posted_on=f"2026-10-1{place * 2}", state="已上墙",
                     kind="一般公开", title="公开", number=f"{number}{place}")  # fmt: skip
        put(book, "planned_posting", owner, year=2026, code=f"{place}", category="财务",
            item="财务收支", period="2026Q3", due_on="2026-10-12", state=state,
            notice_id=notice if state == "已公开" else None)  # fmt: skip
    if number != 4:
        put(book, "entry", owner, book=COMMITTEE, day="2026-08-03", direction=SPENDING,
            amount_fen=12_345 * number, purpose="办公", summary="纸")  # fmt: skip


@pytest.fixture(scope="module")
def package(street: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("word") / "简报.docx"
    said = Said("2026年第4期", "各单位抓紧。", "按月报送\n补齐材料")
    assert briefing.save_as_word(street, QUARTER, path, said).result == ()
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def tables(street: Book) -> dict[str, SummaryTable]:
    return {one.key: one for one in actions.summary(street, QUARTER)}


def chart_of(package: dict[str, bytes], number: int) -> dict[str, dict[str, int]]:
    """What a chart part shows: for each kind of bar the figure of each name."""
    root = ElementTree.fromstring(package[f"word/charts/qinglian_chart{number}.xml"])
    found = {}
    for series in root.iter(f"{C}ser"):
        (name,) = [v.text for v in series.findall(f"{C}tx//{C}v")]
        names = [v.text for v in series.findall(f"{C}cat//{C}v")]
        values = [int(v.text or "") for v in series.findall(f"{C}val//{C}v")]
        found[str(name)] = dict(zip(map(str, names), values, strict=True))
    return found


def columns_of(table: SummaryTable, *words: str) -> dict[str, dict[str, int]]:
    return {
        word: {line.name: line.values[table.columns.index(word)] for line in table.lines}
        for word in words
    }


def word_tables(package: dict[str, bytes]) -> list[list[list[str]]]:
    root = ElementTree.fromstring(package["word/document.xml"])
    return [
        [["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
         for row in table.iter(f"{W}tr")]
        for table in root.iter(f"{W}tbl")
    ]  # fmt: skip


def test_the_figures_of_both_charts_are_the_aggregates(
    street: Book, package: dict[str, bytes]
) -> None:
    found = tables(street)
    tasks = columns_of(found["tasks"], "已完成", "进行中", "未开始")
    posted = columns_of(found["disclosure"], "按期公开", "迟公开", "逾期未公开", "还没到期")
    assert chart_of(package, 1) == tasks and chart_of(package, 2) == posted
    assert sum(tasks["已完成"].values()) == sum(-(-n // 3) for n in range(1, UNITS + 1))
    assert sum(posted["按期公开"].values()) and sum(posted["迟公开"].values())
    assert [*tasks["已完成"]] == [f"第{n}社区" for n in range(1, UNITS + 1)], "by codes, no ranks"
    assert sum(name.startswith("word/charts/q") for name in package) == 2


def test_a_chart_carries_its_figures_as_a_workbook(street: Book, package: dict[str, bytes]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(package["word/embeddings/qinglian_chart1.xlsx"]))
    rows = list(sheet.worksheets[0].iter_rows(values_only=True))
    tasks = columns_of(tables(street)["tasks"], "已完成", "进行中", "未开始")
    assert rows[0] == (None, *tasks)
    assert {row[0]: row[1:] for row in rows[1:]} == {
        name: tuple(kind[name] for kind in tasks.values()) for name in tasks["已完成"]
    }


def test_every_part_of_the_package_is_named_and_found(package: dict[str, bytes]) -> None:
    types = package["[Content_Types].xml"].decode()
    relations = package["word/_rels/document.xml.rels"].decode()
    body = ElementTree.fromstring(package["word/document.xml"])
    asked = [one.get(f"{R}id") for one in body.iter(f"{C}chart")]
    assert len(asked) == 2
    for number, name in enumerate(asked, 1):
        assert f'Id="{name}"' in relations
        assert f'PartName="/word/charts/qinglian_chart{number}.xml"' in types
        assert f'Target="charts/qinglian_chart{number}.xml"' in relations
        inner = package[f"word/charts/_rels/qinglian_chart{number}.xml.rels"].decode()
        assert f"../embeddings/qinglian_chart{number}.xlsx" in inner
    assert types.count('Extension="xlsx"') == 1


def test_the_tables_say_what_the_merged_tables_say(street: Book, package: dict[str, bytes]) -> None:
    found, (board, tasks, posted, funds) = tables(street), word_tables(package)
    assert [row[1] for row in board[1:]] == [line.name for line in actions.board(street)]
    for told, table in ((tasks, found["tasks"]), (posted, found["disclosure"]),
                        (funds, found["funds"])):  # fmt: skip
        for place, label in enumerate(told[0][2:], 2):
            column = table.columns.index(label.removesuffix("（元）"))
            show = money.show if table.money[column] else "{:,}".format
            values = [line.values[column] for line in table.lines]
            assert [row[place] for row in told[1:]] == [*map(show, values), show(sum(values))]
    left = {label for label, total in zip(found["funds"].columns, found["funds"].totals,
                                          strict=True) if not total}  # fmt: skip
    assert left and not left & {label.removesuffix("（元）") for label in funds[0]}


def test_what_the_clerk_adds_stands_in_its_place(package: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(package["word/document.xml"])
    body = "\n".join(
        "".join(t.text or "" for t in line.iter(f"{W}t")) for line in root.iter(f"{W}p")
    )
    assert "工作简报（2026年第4期）" in body
    assert body.index("各单位抓紧。") < body.index("一、报送情况")
    assert body.index("五、下一步工作") < body.index("补齐材料")
    assert "〔" not in body


def test_on_paper_each_bar_has_its_figure(street: Book) -> None:
    paper = briefing.briefing(street, QUARTER)
    text = "\n".join("".join(one.text for one in page.texts) for page in lay_out(paper, Fonts()))
    table = tables(street)["tasks"]
    columns = [table.columns.index(word) for word in ("已完成", "进行中", "未开始")]
    for line in table.lines:
        figures = "、".join(str(line.values[column]) for column in columns if line.values[column])
        assert f"{line.name}{figures}" in text
    assert from_plain(to_plain(paper)) == paper
    assert any(line.startswith("第13社区\t5\t4\t4") for line in as_text(paper))


def test_a_chart_that_is_not_whole_is_not_read() -> None:
    made = Chart("图", ("甲",), (Series("件", (1,)),))
    with pytest.raises(ValueError, match="2 bars for 1 names"):
        Chart("图", ("甲",), (Series("件", (1, 2)),))
    with pytest.raises(ValueError, match="below nothing"):
        Chart("图", ("甲",), (Series("件", (-1,)),))
    assert Chart("图", (), ()).longest == 1 and made.longest == 1
    paper = {"v": 1, "title": "纸", "kind": "official", "blocks": [
        {"is": "chart", "title": "图", "names": ["甲"], "series": [{"name": "件", "values": ["1"]}]}
    ]}  # fmt: skip
    with pytest.raises(Damaged):
        from_plain(paper)


def test_a_unit_and_a_street_without_units_are_told_why_not(tmp_path: Path) -> None:
    for kind, what in (("community", "由街道来写"), ("street", "还没有单位")):
        with make_book(tmp_path, kind, folder=kind) as book, pytest.raises(Refused, match=what):
            briefing.briefing(book, QUARTER)
