"""The two books: entries, balances, the quarter's figures, the finance notice."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import SUPERVISOR, make_book, make_entry, make_opening
from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.catalog import due_today
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.funds import actions, notices, rules
from qinglian_desktop.modules.funds.due import due
from qinglian_desktop.modules.funds.reads.telling import statement
from qinglian_desktop.modules.funds.records import (
    BOOKS,
    COLLECTIVE,
    COMMITTEE,
    INCOME,
    SPENDING,
    Entry,
)
from qinglian_desktop.paper.draw.styles import STYLES
from qinglian_desktop.paper.draw.table import measured
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store import cells
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.readings import Readings

TODAY = date(2026, 10, 12)
Q3 = Period.parse("2026Q3")
BOARD = "社区公开栏第一格"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def _draft(fen: int = 238_000, day: str = "2026-09-01", **facts: object) -> Row:
    return {
        "book": COMMITTEE, "day": day, "direction": SPENDING, "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": fen, **facts,
    }  # fmt: skip


def _save(book: Book, draft: Row) -> Entry:
    return book.record(Entry, str(actions.save_entry(book, None, draft).result))


def _id(changes: Changes) -> str:
    return changes.ids("notice")[0]


# -- entries -----------------------------------------------------------------------------------


def test_voucher_numbers_run_by_book_and_year_without_gaps(book: Book) -> None:
    saved = [
        _save(book, _draft(day="2025-12-31")),
        _save(book, _draft(day="2026-01-01")),
        _save(book, _draft(book=COLLECTIVE)),
        _save(book, _draft(day="2026-01-02")),
    ]
    assert [entry.voucher_no for entry in saved] == ["0001", "0001", "0001", "0002"]
    with pytest.raises(Refused):
        actions.save_entry(book, None, _draft(0))
    assert _save(book, _draft()).voucher_no == "0003"


def test_numbers_go_on_after_those_brought_in(book: Book) -> None:
    make_entry(book, voucher_no="0041")
    make_entry(book, voucher_no="记-7")
    assert _save(book, _draft()).voucher_no == "0042"


def test_a_number_written_by_hand_is_kept_unless_it_is_taken(book: Book) -> None:
    assert _save(book, _draft(voucher_no="0007")).voucher_no == "0007"
    with pytest.raises(Refused, match="凭证号 0007 已经用过") as told:
        actions.save_entry(book, None, _draft(voucher_no="0007"))
    assert told.value.field == "voucher_no"
    _save(book, _draft(voucher_no="0007", day="2025-09-01"))
    _save(book, _draft(voucher_no="0007", book=COLLECTIVE))
    assert _save(book, _draft()).voucher_no == "0008"


def test_a_half_filled_entry_gets_its_number_when_book_and_day_are_known(book: Book) -> None:
    row_id = str(actions.save_entry(book, None, {"summary": "办公用品"}).result)
    assert (book.row("entry", row_id) or {})["voucher_no"] is None
    actions.save_entry(book, row_id, {"book": COMMITTEE, "day": "2026-09-01"})
    assert (book.row("entry", row_id) or {})["voucher_no"] == "0001"
    actions.save_entry(book, row_id, _draft())
    assert book.record(Entry, row_id).voucher_no == "0001"


@pytest.mark.parametrize(
    ("draft", "field", "code"),
    [
        (_draft(0), "amount_fen", "QL-SZ-001"),
        (_draft(-1), "amount_fen", "QL-SZ-001"),
        (_draft(10**13), "amount_fen", "QL-SZ-002"),
        (_draft(day="2026-10-13"), "day", "QL-SZ-003"),
    ],
)
def test_amounts_and_days_that_cannot_be_are_refused(
    book: Book, draft: Row, field: str, code: str
) -> None:
    with pytest.raises(Refused) as told:
        actions.save_entry(book, None, draft)
    assert (told.value.field, told.value.code) == (field, code)
    assert book.count(Query("entry")) == 0


def test_the_edges_are_accepted(book: Book) -> None:
    assert _save(book, _draft(1, day="2026-10-12")).amount_fen == 1
    assert _save(book, _draft(10**13 - 1)).amount_fen == 10**13 - 1


def test_an_entry_stays_in_its_book_and_year(book: Book) -> None:
    row_id = _save(book, _draft()).id
    with pytest.raises(Refused, match="不能改到另一本账"):
        actions.save_entry(book, row_id, {"book": COLLECTIVE})
    with pytest.raises(Refused, match="不能改到别的年度"):
        actions.save_entry(book, row_id, {"day": "2025-12-31"})
    actions.save_entry(book, row_id, {"day": "2026-01-01", "amount_fen": 5})
    assert book.record(Entry, row_id).amount_fen == 5


def test_one_opening_balance_for_each_book_and_year(book: Book) -> None:
    facts = {"book": COMMITTEE, "year": 2026, "cash_fen": 0, "bank_fen": 5}
    actions.save_opening(book, None, facts)
    with pytest.raises(Refused, match="已经登记"):
        actions.save_opening(book, None, facts)
    actions.save_opening(book, None, {**facts, "book": COLLECTIVE})


# -- figures -----------------------------------------------------------------------------------

_ENTRIES = st.lists(
    st.tuples(
        st.dates(date(2025, 11, 1), date(2026, 10, 12)),
        st.sampled_from(BOOKS),
        st.sampled_from((INCOME, SPENDING)),
        st.sampled_from(("银行", "现金", None)),
        st.integers(1, 10**9),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ENTRIES, st.integers(-(10**6), 10**9), st.integers(0, 10**9), st.sampled_from("QMHY"))
def test_figures_equal_an_independent_sum_to_the_fen(
    entries: list[tuple[date, str, str, str | None, int]], cash: int, bank: int, kind: str
) -> None:
    with TemporaryDirectory() as folder, make_book(Path(folder)) as book, clock.fixed(TODAY):
        make_opening(book, 2026, cash, bank)
        with book.change("登记") as change:
            for day, account, direction, channel, fen in entries:
                draft = _draft(fen, day.isoformat(), book=account, direction=direction)
                change.add(Entry, {**draft, "channel": channel, "voucher_no": "1"})
        before = dict.fromkeys(("现金", "银行"), 0)
        period = Period.holding(date(2026, 8, 20), kind)
        figures = actions.quarter_figures(book, COMMITTEE, period)
        held = {"现金": cash, "银行": bank}
        income = spending = 0
        for day, account, direction, channel, fen in entries:
            if account != COMMITTEE or day.year < 2026:
                continue
            signed = fen if direction == INCOME else -fen
            if day < period.first:
                before[channel or "银行"] += signed
            if day <= period.last:
                held[channel or "银行"] += signed
            if day in period:
                income += max(signed, 0)
                spending += max(-signed, 0)
        opening = (cash + before["现金"], bank + before["银行"])
        assert (figures.opening.cash, figures.opening.bank) == opening
        assert (figures.closing.cash, figures.closing.bank) == (held["现金"], held["银行"])
        assert (figures.income, figures.spending, figures.gap) == (income, spending, 0)


def test_without_an_opening_balance_the_book_begins_with_its_first_entry(book: Book) -> None:
    make_entry(book, 500, date(2025, 12, 31), INCOME)
    make_entry(book, 200, date(2026, 1, 1))
    assert actions.balances(book, COMMITTEE, date(2025, 12, 30)).total == 0
    assert actions.balances(book, COMMITTEE, date(2025, 12, 31)).total == 500
    assert actions.balances(book, COMMITTEE, date(2026, 1, 1)).total == 300


def test_half_filled_and_deleted_entries_do_not_count(book: Book) -> None:
    make_opening(book)
    with book.change("登记") as change:
        change.add(Entry, {**_draft(700), "counterparty": None, "voucher_no": "1"})
        change.drop("entry", change.add(Entry, {**_draft(900), "voucher_no": "2"}))
    make_entry(book, 100)
    assert actions.balances(book, COMMITTEE, TODAY).bank == -100
    assert actions.quarter_figures(book, COMMITTEE, Q3).spending == 100


def test_last_years_opening_carries_into_this_year(book: Book) -> None:
    make_opening(book, 2025, 0, 1_000)
    make_entry(book, 400, date(2025, 12, 31))
    make_entry(book, 100, date(2026, 1, 1))
    figures = actions.quarter_figures(book, COMMITTEE, Period.parse("2026Q1"))
    assert (figures.opening.total, figures.closing.total) == (600, 500)
    assert actions.opening_gap(book, COMMITTEE, 2026) == 0
    make_opening(book, 2026, 0, 650)
    assert actions.opening_gap(book, COMMITTEE, 2026) == 50
    assert any("差 0.50 元" in line.subject for line in due(book, TODAY))
    assert actions.quarter_figures(book, COMMITTEE, Period.parse("2026Q1")).opening.total == 650


def test_figures_that_do_not_agree_are_told_apart(book: Book) -> None:
    make_opening(book)
    make_entry(book, 100)
    figures = actions.quarter_figures(book, COMMITTEE, Q3)
    assert figures._replace(lines=()).gap == 100


# -- the notice --------------------------------------------------------------------------------


def _filled(book: Book) -> None:
    make_opening(book, 2026, 10_000, 500_000)
    make_entry(book, 3_000_000, date(2026, 7, 1), INCOME, summary="工作经费", purpose="经费",
               counterparty="街道办事处", voucher_no="0001")  # fmt: skip
    make_entry(book, 238_000, date(2026, 9, 30), voucher_no="0002")
    make_entry(book, 50_001, date(2026, 8, 1), voucher_no="0003", channel="现金")
    make_entry(book, 77, date(2026, 6, 30), voucher_no="0000")  # the day before
    make_entry(book, 88, date(2026, 10, 1), voucher_no="0004")  # the day after
    make_entry(book, 99, date(2026, 9, 1), account=COLLECTIVE, voucher_no="0001")


def test_the_notice_shows_every_line_and_the_books_own_totals(book: Book) -> None:
    _filled(book)
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    row = book.record(Notice, row_id)
    assert (row.total_fen, row.line_count, row.code) == (288_001, 3, "F04")
    assert row.title == "通惠街道新街子社区居民委员会2026年第三季度财务收支公开"
    paper = disclosure.document_of(book, row_id)
    received, paid = (block for block in paper.blocks if isinstance(block, Table))
    assert received.grand() == (3_000_000,)
    assert paid.grand() == (288_001,)
    assert [line[:2] for line in paid.rows] == [("8月1日", "0003"), ("9月30日", "0002")]
    assert [column.label for column in paid.columns] == [
        "2026年", "凭证号", "用途", "摘要", "收款方", "经手人", "审批人", "金额（元）",
    ]  # fmt: skip
    words = "\n".join(as_text(paper))
    assert "上期结余：¥5,099.23（伍仟零玖拾玖元贰角叁分）" in words
    assert "本期支出：¥2,880.01（贰仟捌佰捌拾元零壹分）" in words
    assert "本期结余：¥32,219.22（叁万贰仟贰佰壹拾玖元贰角贰分）" in words
    assert "其中现金：¥-400.01" in words
    assert "填表人：________  审核人（监委会）：________  批准人：________  日期：________" in words
    assert "（盖章处）" in words


def test_a_name_that_all_rows_share_is_told_once_over_the_table(book: Book) -> None:
    _filled(book)
    make_entry(book, 300, date(2026, 9, 2), voucher_no="0006", handler="李经手")
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    paper = disclosure.document_of(book, row_id)
    words = "\n".join(as_text(paper))
    _, paid = (block for block in paper.blocks if isinstance(block, Table))
    labels = [column.label for column in paid.columns]
    assert "审批人都是郑主任。" in words and "审批人" not in labels
    assert "经手人" in labels and "李经手" in words and "经手人都是" not in words


def test_a_quarter_of_a_small_community_hangs_on_three_sheets(book: Book, tmp_path: Path) -> None:
    make_opening(book, 2026, 10_000, 500_000)
    sides = ("綦江区某文具店", "某建材经营部", "某供电公司", "綦江区某商贸公司")
    for number in range(40):
        make_entry(
            book, 10_000 + number, date(2026, 7, 1) + timedelta(days=2 * number),
            SPENDING if number % 5 else INCOME, voucher_no=f"{number:04d}",
            summary="便民服务中心电费" if number % 2 else "会议资料印制",
            counterparty=sides[number % 4],
        )  # fmt: skip
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    made = disclosure.print_notice(book, row_id, tmp_path / "公告.pdf").result
    assert made == 3
    for table in disclosure.document_of(book, row_id).blocks:
        if isinstance(table, Table):
            rows = measured(table, STYLES["board"], Fonts(), STYLES["board"].measure).rows(999)
            assert max(len(box.lines) for row in rows for box in row.boxes) <= 2


def test_the_three_papers_tell_the_same_sums(book: Book) -> None:
    _filled(book)
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    plain = disclosure.document_of(book, row_id, "plain")
    (table,) = (block for block in plain.blocks if isinstance(block, Table))
    assert table.sums() == (288_001,)
    said = as_text(disclosure.document_of(book, row_id, "broadcast"))
    for fen in (509_923, 3_000_000, 288_001, 3_221_922):
        assert any(line.endswith(f"{money.spoken(fen)}。") for line in said)
        assert f"{money.show(fen)} 元" in "\n".join(as_text(plain))
    spoken = [b.text for b in disclosure.document_of(book, row_id, "broadcast").blocks]  # type: ignore[union-attr]
    assert all(len(line) <= 25 and not re.search(r"\d", line) for line in spoken)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**8), st.integers(0, 11)), max_size=40))
def test_the_big_print_table_always_adds_up(sums: list[tuple[int, int]]) -> None:
    lines = tuple(
        Entry(book=COMMITTEE, day=date(2026, 9, 1), direction=SPENDING, summary="x",
              purpose=f"用途{kind}", counterparty="店", amount_fen=fen, voucher_no=str(n))
        for n, (fen, kind) in enumerate(sums)
    )  # fmt: skip
    total = sum(fen for fen, _ in sums)
    figures = actions_figures(lines, total)
    content = notices.finance(figures, "居民")
    tables = [block for block in content.plain if isinstance(block, Table)]
    assert sum(table.sums()[0] for table in tables) == total
    assert all(len(table.rows) <= 5 and len(table.columns) <= 4 for table in tables)


def actions_figures(lines: tuple[Entry, ...], total: int) -> notices.Figures:
    from qinglian_desktop.modules.funds.figures import Balance, Figures

    return Figures(COMMITTEE, Q3, Balance(0, total), Balance(0, 0), lines)


def test_each_kind_of_office_and_book_has_its_code(tmp_path: Path, book: Book) -> None:
    with make_book(tmp_path, "village", folder="village") as village:
        assert actions.finance_code(village, COMMITTEE) == "F03"
        assert actions.finance_code(village, COLLECTIVE) == "F05"
        make_opening(village)
        row_id = _id(actions.compose_quarterly(village, COMMITTEE, Q3))
        words = "\n".join(as_text(disclosure.document_of(village, row_id)))
        assert "通惠街道红旗村村民委员会" in words
        assert "居民委员会" not in words
    assert actions.finance_code(book, COMMITTEE) == "F04"
    assert actions.account_of(book, "F05") == COLLECTIVE
    assert actions.account_of(book, "F03") is None


def test_a_period_without_entries_says_so(book: Book) -> None:
    make_opening(book, bank_fen=123)
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    words = "\n".join(as_text(disclosure.document_of(book, row_id)))
    assert "本期无收支。" in words
    assert "本期结余：¥1.23" in words
    said = as_text(disclosure.document_of(book, row_id, "broadcast"))
    assert "这段时间没收钱也没花钱。" in said
    disclosure.send_to_review(book, row_id)


@pytest.mark.parametrize(
    ("purpose", "summary", "named", "shown"),
    [
        ("办公费", "付李建华打印费", "李＊＊", "付李＊＊打印费"),
        ("误工补贴", "李建华误工 3 天", "李建华", "李建华误工 3 天"),
        ("慰问金", "慰问李建华", "受助居民", "慰问受助居民"),
        ("工资", "困难职工补助", "受助居民", "困难职工补助"),
    ],
)
def test_people_are_named_by_what_the_money_was_for(
    book: Book, purpose: str, summary: str, named: str, shown: str
) -> None:
    make_opening(book)
    make_entry(book, 100, counterparty="李建华", is_person=True, purpose=purpose, summary=summary)
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    paper = disclosure.document_of(book, row_id)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert (table.rows[0][4], table.rows[0][3]) == (named, shown)


def test_names_not_marked_as_people_are_pointed_out(book: Book) -> None:
    for name, person in (("李建华", False), ("王面馆", False), ("张晓梅", True), ("某公司", False)):
        make_entry(book, 100, counterparty=name, is_person=person)
    found = actions.doubtful_payees(book, COMMITTEE, Q3)
    assert [entry.counterparty for entry in found] == ["李建华"]
    assert not rules.may_be_person("綦江区某文具店")


def test_an_id_number_in_a_summary_stops_the_notice(book: Book) -> None:
    make_opening(book)
    make_entry(book, 100, summary="付 11010519491231002X 报酬")
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    with pytest.raises(Refused) as told:
        disclosure.send_to_review(book, row_id)
    assert told.value.code == "QL-PD-031"


def test_a_draft_is_composed_anew_under_its_number(book: Book) -> None:
    _filled(book)
    first = actions.compose_quarterly(book, COMMITTEE, Q3)
    make_entry(book, 1, date(2026, 9, 2))
    again = actions.compose_quarterly(book, COMMITTEE, Q3)
    assert (again.result, _id(again)) == (first.result, _id(first))
    assert book.record(Notice, _id(first)).total_fen == 288_002
    other = actions.compose_quarterly(book, COMMITTEE, Period.parse("2026Q2"))
    assert other.result != first.result


def test_the_clerks_words_survive_composing_anew(book: Book) -> None:
    _filled(book)
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    disclosure.save_notice(book, row_id, {"body": "欢迎监督。"})
    actions.compose_quarterly(book, COMMITTEE, Q3)
    words = "\n".join(as_text(disclosure.document_of(book, row_id)))
    assert "欢迎监督。" in words
    assert "合计\t¥2,880.01" in words


def test_what_would_publish_a_wrong_figure_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="还没有期初余额"):
        actions.compose_quarterly(book, COMMITTEE, Q3)
    make_opening(book)
    with pytest.raises(Refused, match="2026年第四季度还没结束"):
        actions.compose_quarterly(book, COMMITTEE, Period.parse("2026Q4"))
    with pytest.raises(Refused, match="没有“别的”这本账"):
        actions.compose_quarterly(book, "别的", Q3)
    row_id = str(actions.save_entry(book, None, {**_draft(), "counterparty": None}).result)
    with pytest.raises(Refused, match="1 笔收支没填完：办公用品，〔对方〕还没填"):
        actions.compose_quarterly(book, COMMITTEE, Q3)
    assert book.count(Query("notice")) == 0
    actions.save_entry(book, row_id, {"counterparty": "某文具店"})
    actions.save_entry(book, None, {**_draft(day="2026-06-30"), "counterparty": None})
    actions.compose_quarterly(book, COMMITTEE, Q3)


def test_a_quarter_may_be_composed_on_its_last_day(book: Book) -> None:
    make_opening(book)
    with clock.fixed(date(2026, 9, 29)), pytest.raises(Refused, match="还没结束"):
        actions.compose_quarterly(book, COMMITTEE, Q3)
    with clock.fixed(date(2026, 9, 30)):
        actions.compose_quarterly(book, COMMITTEE, Q3)


def _hung(book: Book) -> str:
    row_id = _id(actions.compose_quarterly(book, COMMITTEE, Q3))
    _hang(book, row_id)
    return row_id


def _hang(book: Book, row_id: str) -> None:
    disclosure.send_to_review(book, row_id)
    disclosure.approve(book, row_id, SUPERVISOR)
    disclosure.post(book, row_id, BOARD)


def test_the_whole_way_from_the_plan_to_the_archive(book: Book, tmp_path: Path) -> None:
    _filled(book)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    line = book.find(PlannedPosting, code="F04", period="2026Q3")
    assert line is not None
    row_id = _id(actions.compose_planned(book, line["id"]))
    disclosure.send_to_review(book, row_id)
    with pytest.raises(Refused, match="还没有监委会的审核意见"):
        disclosure.post(book, row_id, BOARD)
    with pytest.raises(Refused, match="已是“待审”"):
        actions.compose_quarterly(book, COMMITTEE, Q3)
    disclosure.approve(book, row_id, SUPERVISOR)
    pages = [
        disclosure.print_notice(book, row_id, tmp_path / f"{v}.pdf", v).result
        for v in ("board", "plain", "broadcast")
    ]
    assert pages == [2, 1, 1]  # big print and loudspeaker text are one sheet each
    disclosure.post(book, row_id, BOARD)
    assert book.record(PlannedPosting, line["id"]).state == "已公开"
    with clock.fixed(TODAY + timedelta(days=15)):
        assert disclosure.take_down(book, row_id).result == "已归档"


def test_the_wall_keeps_its_words_when_the_book_changes_and_says_it_is_due(book: Book) -> None:
    _filled(book)
    row_id = _hung(book)
    before = disclosure.reprint_document(book, row_id)
    assert not any("和墙上的不一样" in line.subject for line in due_today(book, TODAY))
    entry = book.find(Entry, voucher_no="0002", book=COMMITTEE)
    assert entry is not None
    actions.save_entry(book, entry["id"], {"amount_fen": 238_001})
    assert disclosure.reprint_document(book, row_id) == before
    (line,) = (x for x in due_today(book, TODAY) if "和墙上的不一样" in x.subject)
    assert "2,880.01" in line.why
    assert "2,880.02" in line.why
    with pytest.raises(Refused, match="账有变动请发更正公告"):
        actions.compose_quarterly(book, COMMITTEE, Q3)
    made = actions.correct_quarterly(book, COMMITTEE, Q3, "第 0002 号凭证少记一分。")
    words = "\n".join(as_text(disclosure.document_of(book, _id(made))))
    assert "新街子社区〔2026〕1号" in words
    assert "合计\t¥2,880.02" in words
    for variant in ("plain", "broadcast"):
        said = "".join(as_text(disclosure.document_of(book, _id(made), variant)))
        assert "少记一分" in said
    assert not any("和墙上的不一样" in x.subject for x in due_today(book, TODAY))
    assert not statement(book, COMMITTEE, "public", Q3).broken  # held against the correction
    _hang(book, _id(made))
    assert not any("和墙上的不一样" in x.subject for x in due_today(book, TODAY))
    actions.save_entry(book, entry["id"], {"amount_fen": 238_002})
    assert statement(book, COMMITTEE, "public", Q3).broken
    (again,) = (x for x in due_today(book, TODAY) if "和墙上的不一样" in x.subject)
    assert "2,880.02" in again.why and "2,880.03" in again.why


def test_correcting_what_was_never_composed_is_refused(book: Book) -> None:
    make_opening(book)
    with pytest.raises(Refused, match="还没有财务公告"):
        actions.correct_quarterly(book, COMMITTEE, Q3, "改")


def test_a_plan_line_that_is_not_about_a_book_is_refused(book: Book) -> None:
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    line = book.find(PlannedPosting, code="G17", period="2026Q3")
    assert line is not None
    with pytest.raises(Refused, match="不是从账上编的"):
        actions.compose_planned(book, line["id"])


# -- what is due -------------------------------------------------------------------------------


def test_without_a_plan_the_quarters_notice_is_due_once(book: Book) -> None:
    _filled(book)

    def lines(day: date) -> list[str]:
        return [x.subject for x in due(book, day) if x.due_on == date(2026, 10, 15)]

    assert lines(date(2026, 10, 7)) == []
    assert lines(date(2026, 10, 8)) == [
        "2026年第三季度居委会财务公开还没上墙",
        "2026年第三季度集体经济组织财务公开还没上墙",
    ]
    _hung(book)
    assert lines(TODAY) == ["2026年第三季度集体经济组织财务公开还没上墙"]


def test_an_earlier_quarter_stays_due_until_it_is_posted(book: Book) -> None:
    _filled(book)
    make_opening(book, 2025)
    make_entry(book, 100, date(2025, 5, 6))

    def owed(day: date) -> list[str]:
        ending = "季度居委会财务公开还没上墙"
        return [x.subject.removesuffix(ending) for x in due(book, day) if ending in x.subject]

    next_year = date(2027, 1, 20)  # the quarters between them had no entry
    assert owed(TODAY) == ["2025年第二", "2026年第二", "2026年第三"]
    assert owed(next_year) == ["2026年第二", "2026年第三", "2026年第四"]
    _hung(book)
    assert owed(TODAY) == ["2025年第二", "2026年第二"]
    assert owed(next_year) == ["2026年第二", "2026年第四"]


def test_a_plan_speaks_for_its_own_year_only(book: Book) -> None:
    _filled(book)
    make_opening(book, 2025)
    make_entry(book, 100, date(2025, 5, 6))
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    found = [x.subject for x in due(book, TODAY) if "居委会财务公开" in x.subject]
    assert found == ["2025年第二季度居委会财务公开还没上墙"]


def test_with_a_plan_only_the_plan_speaks(book: Book) -> None:
    _filled(book)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    finance = [x for x in due_today(book, TODAY) if "第三季度 居委会工作经费" in x.subject]
    assert [x.module for x in finance] == ["disclosure"]
    assert not any("居委会财务公开还没上墙" in x.subject for x in due_today(book, TODAY))


def test_an_office_without_any_entry_owes_no_notice(book: Book) -> None:
    assert due(book, TODAY) == []


def test_the_year_end_belongs_to_the_year_before(book: Book) -> None:
    make_opening(book, 2025)
    make_entry(book, 100, date(2025, 12, 31))
    make_entry(book, 200, date(2026, 1, 1))
    last = actions.quarter_figures(book, COMMITTEE, Period.parse("2025Q4"))
    first = actions.quarter_figures(book, COMMITTEE, Period.parse("2026Q1"))
    assert (last.spending, first.spending) == (100, 200)
    assert first.opening == last.closing


def test_the_trail_keeps_the_day_of_the_payment_beside_the_day_of_entry(book: Book) -> None:
    draft = {
        "book": COMMITTEE, "day": "2026-08-06", "direction": "支出", "summary": "办公用品",
        "purpose": "办公费", "counterparty": "文具店", "amount_fen": 100,
    }  # fmt: skip
    row_id = actions.save_entry(book, None, draft).result
    (line,) = book.history("entry", str(row_id))
    assert (line["event_on"], line["entered_on"]) == ("2026-08-06", TODAY.isoformat())
    actions.save_entry(book, str(row_id), {"summary": "办公用品（更正）"})
    assert book.history("entry", str(row_id))[-1]["event_on"] == TODAY.isoformat()


def test_a_long_paste_looks_the_numbers_up_once(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    filled = Readings.filled

    def counted(readings: Readings, query: Query, field: str) -> list[tuple[str, Any]]:
        asked.append(field)
        return filled(readings, query, field)

    monkeypatch.setattr(Readings, "filled", counted)
    rows = [RowEdit("", {**_draft(100 + n), "voucher_no": None}) for n in range(20)]
    rows.insert(10, RowEdit("", _draft(7, voucher_no="0050")))
    rows.insert(5, RowEdit("", _draft(-1)))  # refused: what it put into the counter is gone
    cells.write_cells(book, actions.save_entry, "entry", rows, "粘贴 22 行")
    found = [row["voucher_no"] for row in book.rows(Query("entry"))]
    # entries and vouchers, those in use and those in the recycle bin
    assert len(asked) == 4 and len(set(found)) == len(found) == 22
    assert found[-1] == "0060" and "0050" in found
