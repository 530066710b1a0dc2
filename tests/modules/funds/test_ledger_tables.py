"""An old ledger opens a book; vouchers come from a table, all of them or none."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.shell import cli
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "旧账.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


OLD = (
    "某村2023年12月科目余额表", "",
    "科目编码,科目名称,借方余额,贷方余额",
    "101,现金,300.00,",
    "102,银行存款,9700.00,",
    "131,牲畜（禽）资产,500,",
    "152,累计折旧,,2000",
    "151,固定资产,5000,",
    "154,在建工程,800,",
    "202,应付款,,900",
    "20201,单位应付款,,900",
    "311,公积公益金,,13400",
    "合计,,16300,16300",
)  # fmt: skip


def test_an_old_ledger_is_read_by_code_and_name_and_says_what_must_be_split(
    book: Book, tmp_path: Path
) -> None:
    found = actions.read_opening(book, COLLECTIVE, 2024, table(tmp_path, *OLD))
    held = {line.account: (line.debit_fen, line.credit_fen) for line in found.lines}
    assert held == {
        "101": (30_000, 0), "102": (970_000, 0), "131": (50_000, 0), "152": (0, 200_000),
        "151": (500_000, 0), "153": (80_000, 0), "211": (0, 90_000), "311": (0, 1_340_000),
    }  # fmt: skip
    assert sum(d - c for d, c in held.values()) == 0
    told = "\n".join(found.told)
    assert "131 牲畜（禽）资产 500.00 元：旧制度的科目，要分到 131 消耗性生物资产、132" in told
    assert "编码对调：旧154是在建工程" in told and "应付款挪到211" in told
    actions.open_books(book, COLLECTIVE, 2024, found.lines)
    assert reads.account_balances(book, COLLECTIVE, date(2024, 1, 1))["153"].opening == 80_000


def test_the_same_code_with_the_name_of_today_stays(book: Book, tmp_path: Path) -> None:
    rows = ("科目代码,科目名称,借方,贷方", "153,在建工程,800,", "322,收益分配,,800")
    found = actions.read_opening(book, COLLECTIVE, 2026, table(tmp_path, *rows))
    assert [line.account for line in found.lines] == ["153", "322"]
    assert any("322" in said and "请分到明细" in said for said in found.told)


def test_what_does_not_add_up_is_told_by_how_much(book: Book, tmp_path: Path) -> None:
    rows = ("科目编码,科目名称,借方余额,贷方余额", "101,库存现金,8,", "999,某某,,7.5")
    found = actions.read_opening(book, COLLECTIVE, 2026, table(tmp_path, *rows))
    assert found.told[0] == "合起来借方多 0.50 元，请对照旧账补上"
    assert "999 某某 7.50 元：认不出是哪个科目" in found.told[1]
    for wrong, code in (
        (("姓名,年龄", "甲,3"), "QL-SZ-510"),
        (("科目编码,科目名称,借方余额,贷方余额", "101,现金,,"), "QL-SZ-694"),
    ):
        with pytest.raises(Refused) as refused:
            actions.read_opening(book, COLLECTIVE, 2026, table(tmp_path, *wrong))
        assert refused.value.code == code


VOUCHERS = (
    "日期,凭证号,摘要,科目编码,借方金额,贷方金额",
    "2026-09-01,记-1,计提折旧,51306,125,",
    ",记-1,,152,,125",
    "2026-09-03,记-2,存现,102,3000,",
    "2026-09-03,记-2,存现,101,,3000",
)


def test_vouchers_of_a_table_are_posted(book: Book, tmp_path: Path) -> None:
    drafts = actions.read_vouchers(table(tmp_path, *VOUCHERS[:2], *VOUCHERS[3:]))
    assert len(drafts) == 2
    with pytest.raises(Refused, match="凭证只有 1 行"):
        actions.post_many(book, COLLECTIVE, drafts)
    assert book.count(Query(Voucher.table)) == 0, "all or none"
    whole = [line.replace("\n", "") for line in VOUCHERS]
    whole[2] = "2026-09-01,记-1,,152,,125"
    actions.post_many(book, COLLECTIVE, actions.read_vouchers(table(tmp_path, *whole)))
    rows = book.rows(Query(Voucher.table))
    assert [(row["voucher_no"], row["day"], row["summary"]) for row in rows] == [
        ("0001", "2026-09-01", "计提折旧"), ("0002", "2026-09-03", "存现"),
    ]  # fmt: skip
    assert actions.lines_in(book, rows[1]["id"])[0][:3] == ("102", 300_000, 0)


def test_without_numbers_a_voucher_ends_where_it_is_balanced(tmp_path: Path) -> None:
    rows = ("日期,摘要,科目,借方,贷方", "2026-09-01,甲,51306,5,", "2026-09-01,甲,152,,5",
            "2026-09-01,乙,51302,7,", "2026-09-01,乙,21101,,7")  # fmt: skip
    drafts = actions.read_vouchers(table(tmp_path, *rows))
    assert [draft.lines for draft in drafts] == [
        (Line("51306", 500, 0, "甲"), Line("152", 0, 500, "甲")),
        (Line("51302", 700, 0, "乙"), Line("21101", 0, 700, "乙")),
    ]


def test_every_row_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = (VOUCHERS[0], "2026-09-01,1,甲,51306,0.001,", "某天,1,甲,152,,5",
            "2026-09-01,1,甲,152,,5")  # fmt: skip
    with pytest.raises(Refused, match=r"有 2 行读不了：第 2 行：.*不到一分") as refused:
        actions.read_vouchers(table(tmp_path, *rows))
    assert [p.what[:6] for p in refused.value.problems] == ["第 2 行：", "第 3 行："]


def test_the_command_posts_and_refuses_like_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_book(tmp_path) as book:
        home = book.home
    rows = list(VOUCHERS)
    rows[2] = "2026-09-01,记-1,,152,,125"
    path = table(tmp_path, *rows)
    given = ["--home", str(home), "--today", "2026-10-12", "--json", "books", "post", str(path)]
    assert cli.main([*given, "--book", "集体"]) == 0
    assert json.loads(capsys.readouterr().out)["posted"] == 2
    assert cli.main([*given, "--book", "集体"]) == 1, "the numbers are in use"
    assert "凭证号 0001 已经用过" in capsys.readouterr().out
    assert cli.main([*given, "--book", "食堂"]) == 1
    assert "没有“食堂”这本账" in capsys.readouterr().out
