"""The books behind the entries: vouchers, accounts, opening balances, corrections in red."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FEN
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Conflict, Refused
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.actions.yearend import closing_drafts
from qinglian_desktop.modules.funds.books import CLOSING, OPENING, Line, Voucher, VoucherLine
from qinglian_desktop.modules.funds.posting import gap, lines_of
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, Entry, OpeningBalance
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
DAY = date(2026, 9, 30)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def entry(book: Book, **facts: Any) -> str:
    draft = {
        "book": COLLECTIVE, "day": "2026-09-01", "direction": "支出", "summary": "打印纸",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": 12_000, **facts,
    }  # fmt: skip
    return str(actions.save_entry(book, None, draft).result)


def post(book: Book, *lines: Line, account: str = COLLECTIVE, day: date = DAY, **rest: Any) -> str:
    return str(actions.post_voucher(book, account, day, "计提折旧", lines, **rest).result)


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


# -- every entry is a voucher ------------------------------------------------------------------


def test_an_entry_is_a_voucher_of_two_lines_the_clerk_never_sees(book: Book) -> None:
    bank = actions.save_bank_account(
        book, None, {"book": COLLECTIVE, "holder": "某社", "bank": "农商行", "number": "5001 1"}
    ).result
    paid = row(book, "entry", entry(book, bank_account_id=bank))
    assert paid["account"] == "51302", "from the words of the purpose"
    codes = reads.bank_codes(book, COLLECTIVE)
    debit, credit = lines_of(paid, codes)
    assert (debit.account, debit.debit_fen) == ("51302", 12_000)
    assert (credit.account, credit.credit_fen) == ("10201", 12_000)
    got = row(book, "entry", entry(book, direction="收入", channel="现金", purpose="门面租金"))
    debit, credit = lines_of(got, codes)
    assert (debit.account, credit.account) == ("101", "50102")
    assert gap(lines_of(got, codes)) == 0
    held = reads.account_balances(book, COLLECTIVE, TODAY)
    assert held["101"].closing == 12_000 and held["10201"].closing == -12_000
    assert held["102"] == held["10201"], "a detail counts in the account above it"
    assert held["513"].debit == held["51302"].debit == 12_000


def test_an_entry_of_before_stands_in_suspense_and_is_told(book: Book) -> None:
    with book.change("旧账") as change:
        for fen in (100, 250):
            change.add(Entry, {
                "book": COLLECTIVE, "day": "2026-09-02", "direction": "支出", "summary": "某事",
                "purpose": "说不清", "counterparty": "某店", "amount_fen": fen,
                "voucher_no": f"{fen:04d}",
            })  # fmt: skip
    held = reads.account_balances(book, COLLECTIVE, TODAY)
    assert held["000"].closing == 350 and held["102"].closing == -350
    assert reads.chart_on(book, COLLECTIVE, TODAY).name("000") == "还没归科目"
    assert reads.off_balance(book, COLLECTIVE, TODAY) == 0


def test_five_hundred_random_vouchers_stand_equal_on_both_sides(book: Book) -> None:
    """Against a plain recount of every line, to the 分."""
    chance = random.Random(5)
    chart = reads.chart_on(book, COLLECTIVE, DAY)
    free = [c for c in chart.items if chart.problem(c) is None and c not in chart.paired]
    drafts, told = [], dict.fromkeys(free, 0)
    for number in range(500):
        cuts = [chance.randrange(1, 10**7) for _ in range(chance.randrange(1, 5))]
        lines = [Line(chance.choice(free), fen) for fen in cuts]
        lines.insert(chance.randrange(len(lines) + 1), Line(chance.choice(free), 0, sum(cuts)))
        for line in lines:
            told[line.account] += line.debit_fen - line.credit_fen
        day = date(2026, chance.randrange(1, 10), chance.randrange(1, 29))
        drafts.append(actions.Draft(day, f"第{number}张", lines))
    ids = actions.post_many(book, COLLECTIVE, drafts).result
    assert isinstance(ids, tuple) and len(set(ids)) == 500
    assert reads.off_balance(book, COLLECTIVE, TODAY) == 0
    held = reads.exact_balances(book, COLLECTIVE, TODAY)
    assert {c: b.closing for c, b in held.items()} == {c: n for c, n in told.items() if c in held}
    assert all(told[code] == 0 for code in told.keys() - held.keys())
    numbers = [row["voucher_no"] for row in book.rows(Query(Voucher.table))]
    assert numbers == [f"{n:04d}" for n in range(1, 501)]
    for voucher in book.rows(Query(Voucher.table)):
        lines = actions.lines_in(book, voucher["id"])
        assert gap(lines) == 0 and voucher["amount_fen"] == sum(one.debit_fen for one in lines)


# -- refused in words ---------------------------------------------------------------------------

GOOD = (Line("51306", 500), Line("152", 0, 500))


@pytest.mark.parametrize(
    ("account", "day", "lines", "said"),
    [
        (COLLECTIVE, DAY, (), "凭证只有 0 行"),
        (COLLECTIVE, DAY, GOOD[:1], "凭证只有 1 行"),
        (COLLECTIVE, DAY, (GOOD[0], Line("152", 0, 501)), "借贷不平，贷方比借方多 0.01 元"),
        (COLLECTIVE, DAY, (Line("99999", 500), GOOD[1]), "第 1 行：科目 99999 在这本账的科目表里"),
        (COLLECTIVE, DAY, (Line("322", 500), GOOD[1]), "322 收益分配下面有明细"),
        (COLLECTIVE, DAY, (Line("541", 500), GOOD[1]), "541 管理费用是2023年底以前的科目"),
        (COLLECTIVE, DAY, (Line("519", 500), GOOD[1]), "519 其他支出是委员会账的科目"),
        (COMMITTEE, DAY, (Line("519", 500), Line("133", 0, 500)), "是集体经济组织账的科目"),
        (COLLECTIVE, DAY, (Line("51306", -500), Line("152", 0, -500)), "金额 -5.00 是负数"),
        (COLLECTIVE, DAY, (Line("51306", 5, 5), GOOD[1]), "借方和贷方都填了"),
        (COLLECTIVE, DAY, (Line("51306"), GOOD[1]), "没有金额"),
        (COLLECTIVE, DAY, (Line("51306", 10**15), Line("152", 0, 10**15)), "太大"),
        (COLLECTIVE, date(2026, 10, 13), GOOD, "在今天之后"),
        ("别的账", DAY, GOOD, "没有“别的账”这本账"),
        (COLLECTIVE, DAY, (Line("11303", 500), GOOD[1]), "要两本账一起记"),
        (COLLECTIVE, date(2023, 6, 1), GOOD, "51306 折旧摊销是2024年起的科目"),
    ],
)
def test_a_wrong_voucher_is_refused_in_words(
    book: Book, account: str, day: date, lines: tuple[Line, ...], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        post(book, *lines, account=account, day=day)
    assert said in refused.value.what and refused.value.remedy and refused.value.code
    assert book.count(Query(Voucher.table, deleted=True)) == 0
    assert book.count(Query(VoucherLine.table, deleted=True)) == 0


def test_a_tenth_of_a_fen_is_no_amount(book: Book) -> None:
    with pytest.raises(Unreadable, match="不到一分"):
        FEN.read("0.001")
    with pytest.raises(Refused, match="不到一分"):
        post(book, Line("51306", 0.1), Line("152", 0, 0.1))  # type: ignore[arg-type]


def test_the_same_code_means_another_account_before_2024(book: Book) -> None:
    """502 was spending until 2023 and is income since; 153 and 154 changed places."""
    for code, old, new in (("502", ("经营支出", "借"), ("投资收益", "贷")),
                           ("511", ("发包及上交收入", "贷"), ("经营支出", "借")),
                           ("153", ("固定资产清理", "双向"), ("在建工程", "借"))):  # fmt: skip
        for day, (name, side) in ((date(2023, 12, 31), old), (date(2024, 1, 1), new)):
            item = reads.chart_on(book, COLLECTIVE, day).items[code]
            assert (item.name, item.side) == (name, side), (code, day)
    chart = reads.chart_on(book, COLLECTIVE, TODAY)
    assert {c for c, item in chart.items.items() if item.kind == "资产" and item.side == "贷"} == {
        "133", "152", "162",
    }  # fmt: skip
    assert len([c for c in chart.items if len(c) == 3]) == 42
    assert all(chart.top(c) in chart.items for c in chart.items)
    post(book, Line("541", 500), Line("152", 0, 500), day=date(2023, 6, 1))


def test_money_of_the_other_book_is_refused(book: Book) -> None:
    facts = {"holder": "某居委会", "bank": "农商行", "number": "5001 2", "book": COMMITTEE}
    theirs = actions.save_bank_account(book, None, facts).result
    with pytest.raises(Refused, match="这是委员会的银行账户，不能收付集体经济组织账的钱"):
        entry(book, bank_account_id=theirs)
    with pytest.raises(Refused, match="这个账号已经登记在委员会账"):
        actions.save_bank_account(book, None, {**facts, "number": "50012", "book": COLLECTIVE})
    with pytest.raises(Refused, match="不能存在个人名下") as refused:
        actions.save_bank_account(
            book, None, {**facts, "number": "6", "holder": "张三", "holder_kind": "个人"}
        )
    assert "第44条" in refused.value.remedy
    assert actions.two_basic(book, COMMITTEE) == ()
    second = actions.save_bank_account(book, None, {**facts, "number": "7"}).result
    assert len(actions.two_basic(book, COMMITTEE)) == 2
    assert row(book, "bank_account", str(second))["account"] == "10204", "the next free code"
    assert reads.chart_on(book, COMMITTEE, TODAY).items["10204"].name == "农商行"


def test_an_account_of_the_office_stands_below_an_official_one(book: Book) -> None:
    made = {"book": COLLECTIVE, "code": "51310", "name": "党建活动", "from_on": "2026-01-01"}
    row_id = str(actions.save_account(book, None, made).result)
    item = reads.chart_on(book, COLLECTIVE, TODAY).items["51310"]
    assert (item.parent, item.kind, item.side) == ("513", "损益", "借")
    with pytest.raises(Refused, match="513 管理费用下面有明细"):
        post(book, Line("513", 500), GOOD[1])
    post(book, Line("51310", 500), GOOD[1])
    with pytest.raises(Refused, match="已经记过账，不能删"):
        actions.drop_account(book, row_id)
    with pytest.raises(Refused, match="已经记过账，不能改编码"):
        actions.save_account(book, row_id, {"code": "51311"})
    for code, said in (("51310", "已经用过"), ("51302", "是科目表里已有的"),
                       ("99901", "没有上级科目"), ("5131", "不对")):  # fmt: skip
        with pytest.raises(Refused, match=said):
            actions.save_account(book, None, {**made, "code": code, "name": "别的"})


# -- whole, or not at all -----------------------------------------------------------------------


@pytest.mark.parametrize("table", ["voucher", "voucher_line"])
def test_no_way_but_its_own_writes_a_voucher(book: Book, table: str) -> None:
    voucher = post(book, *GOOD)
    line = book.rows(Query(VoucherLine.table))[0]["id"]
    row_id, field = (voucher, "amount_fen") if table == "voucher" else (line, "debit_fen")
    with pytest.raises(Refused):  # a cell
        saving.saver(table)(book, row_id, {field: 1})
    with pytest.raises(Refused):  # a new row, pasted
        saving.saver(table)(book, None, {field: 1})
    with pytest.raises(Refused, match="借贷要平"), book.change("绕道") as change:
        change.put_row(table, row_id, {field: 1})
    with pytest.raises(Refused, match="借贷要平"), book.change("绕道") as change:
        change.drop(VoucherLine.table, line)  # a voucher goes with its lines
    review = saving.reviewer(table)
    assert review is not None and not isinstance(review(book)({}), dict), "no sheet brings any"
    assert [ln[:3] for ln in actions.lines_in(book, voucher)] == [ln[:3] for ln in GOOD]


def test_a_voucher_goes_and_comes_back_with_its_lines(book: Book) -> None:
    voucher = post(book, *GOOD)
    three = (Line("51306", 300), Line("51302", 200), Line("152", 0, 500))
    actions.change_voucher(book, voucher, DAY, "改成三行", three)
    actions.change_voucher(book, voucher, DAY, "又是两行", GOOD)
    actions.drop_voucher(book, voucher)
    assert reads.account_balances(book, COLLECTIVE, TODAY) == {}
    saving.restorer("voucher")(book, voucher)
    assert actions.lines_in(book, voucher) == GOOD
    assert reads.account_balances(book, COLLECTIVE, TODAY)["152"].closing == -500


def test_a_change_of_lines_is_undone_whole(book: Book) -> None:
    voucher = post(book, *GOOD)
    changed = actions.change_voucher(
        book, voucher, DAY, "改了", (Line("51306", 7), Line("51302", 3), Line("152", 0, 10))
    )
    book.undo(changed.step)
    assert actions.lines_in(book, voucher) == GOOD
    assert row(book, "voucher", voucher)["amount_fen"] == 500


# -- corrected in red ---------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["entry", "voucher"])
def test_red_takes_back_to_zero_and_both_stay(book: Book, table: str) -> None:
    row_id = entry(book) if table == "entry" else post(book, *GOOD)
    before = row(book, table, row_id)
    red = row(book, table, str(actions.reverse(book, table, row_id, TODAY, "记错了科目").result))
    assert red["reverses_id"] == row_id and red["voucher_no"] == "0002"
    assert (actions.reversal_of(book, table, row_id) or {})["id"] == red["id"]
    assert red["amount_fen"] == -before["amount_fen"]
    assert red["summary"] == "冲回0001号：记错了科目"
    assert all(b.closing == 0 for b in reads.account_balances(book, COLLECTIVE, TODAY).values())
    assert row(book, table, row_id) == before
    for again, said in ((row_id, "已经用0002号冲回过"), (red["id"], "这是红字冲回的凭证")):
        with pytest.raises(Refused, match=said):
            actions.reverse(book, table, again, TODAY, "再来一次")
    with pytest.raises(Refused, match=r"红字冲回|红字凭证"):
        saving.dropper(table)(book, row_id)


def test_red_asks_for_a_reason_and_a_day_that_can_be(book: Book) -> None:
    row_id = entry(book)
    for day, reason, said in ((TODAY, " ", "还没有写冲回的原因"),
                              (date(2026, 8, 1), "记错了", "9月1日到今天之间"),
                              (date(2026, 10, 13), "记错了", "到今天之间")):  # fmt: skip
        with pytest.raises(Refused, match=said):
            actions.reverse(book, "entry", row_id, day, reason)


def test_a_negative_entry_comes_only_from_a_reversal(book: Book) -> None:
    with pytest.raises(Refused, match="要大于 0"):
        entry(book, amount_fen=-5)
    with pytest.raises(Refused, match="由程序填写"):
        entry(book, amount_fen=-5, reverses_id="x")


# -- opening balances ---------------------------------------------------------------------------

OPENED = (
    Line("101", 30_000), Line("102", 970_000), Line("15102", 500_000),
    Line("152", 0, 200_000), Line("32202", 0, 1_300_000),
)  # fmt: skip


def test_the_books_begin_equal_on_both_sides(book: Book) -> None:
    with pytest.raises(Refused, match=r"期初余额不平，借方多 1,300.00 元"):
        actions.open_books(book, COLLECTIVE, 2026, [*OPENED[:-1], Line("32202", 0, 1_170_000)])
    actions.save_opening(
        book, None, {"book": COLLECTIVE, "year": 2026, "cash_fen": 1, "bank_fen": 2}
    )
    made = actions.open_books(book, COLLECTIVE, 2026, OPENED)
    held = reads.account_balances(book, COLLECTIVE, TODAY)
    assert held["101"].opening == 30_000 and held["152"].opening == -200_000
    assert sum(one.closing for code, one in held.items() if len(code) == 3) == 0
    assert reads.balances(book, COLLECTIVE, TODAY).total == 1_000_000
    assert book.count(Query(OpeningBalance.table)) == 0, "the two figures are taken over"
    with pytest.raises(Refused, match="已经按科目登记"):
        actions.save_opening(
            book, None, {"book": COLLECTIVE, "year": 2026, "cash_fen": 1, "bank_fen": 2}
        )
    voucher = row(book, "voucher", str(made.result))
    assert (voucher["voucher_no"], voucher["kind"]) == (OPENING, OPENING)
    assert entry(book) and book.rows(Query(Entry.table))[0]["voucher_no"] == "0001"
    book.undo(made.step)
    assert book.count(Query(OpeningBalance.table)) == 1


def test_two_figures_still_open_a_book_and_what_they_are_off_is_in_suspense(book: Book) -> None:
    for year, cash in ((2025, 1_000), (2026, 900)):
        actions.save_opening(
            book, None, {"book": COLLECTIVE, "year": year, "cash_fen": cash, "bank_fen": 0}
        )
    entry(book, day="2025-03-01", direction="收入", channel="现金", amount_fen=50)
    held = reads.account_balances(book, COLLECTIVE, TODAY)
    assert held["101"].closing == 900 == reads.balances(book, COLLECTIVE, TODAY).cash
    assert reads.off_balance(book, COLLECTIVE, TODAY) == 0
    assert held["000"].closing == -1_000 - 50 + 150, "the start, and what the second one is off"


# -- the year is closed -------------------------------------------------------------------------


def test_a_year_ends_in_what_is_not_yet_distributed(book: Book) -> None:
    actions.open_books(book, COLLECTIVE, 2026, OPENED)
    entry(book, direction="收入", purpose="门面租金", amount_fen=90_000)
    entry(book, amount_fen=20_000)
    post(book, Line("3220101", 10_000), Line("31101", 0, 10_000))
    with pytest.raises(Refused, match="2026年还没过完"):
        actions.close_year(book, COLLECTIVE, 2026)
    with clock.fixed(date(2027, 1, 8)):
        made = actions.close_year(book, COLLECTIVE, 2026)
        with pytest.raises(Refused, match="已经做过年终结转"):
            actions.close_year(book, COLLECTIVE, 2026)
        held = reads.account_balances(book, COLLECTIVE, date(2026, 12, 31))
        assert {c: held[c].closing for c in ("501", "513", "321", "32201")} == dict.fromkeys(
            ("501", "513", "321", "32201"), 0
        )
        assert held["32202"].closing == -(1_300_000 + 90_000 - 20_000 - 10_000)
        assert reads.off_balance(book, COLLECTIVE, date(2026, 12, 31)) == 0
        ids = made.result
        assert isinstance(ids, tuple)
        assert [row(book, "voucher", i)["summary"] for i in ids] == [
            "结转本年收入", "结转本年支出", "本年收益转入未分配收益", "各项分配转入未分配收益",
        ]  # fmt: skip
        assert {row(book, "voucher", i)["kind"] for i in ids} == {CLOSING}
        actions.drop_year_end(book, COLLECTIVE, 2026)
        assert (
            reads.account_balances(book, COLLECTIVE, date(2026, 12, 31))["501"].closing == -90_000
        )


def test_the_committee_closes_straight_into_its_surplus(book: Book) -> None:
    chart = reads.chart_on(book, COMMITTEE, DAY)
    drafts = closing_drafts(chart, {"501": -700, "51101": 200, "102": 500}, DAY)
    assert [d.summary for d in drafts] == ["结转本年收入", "结转本年支出"]
    assert all(gap(d.lines) == 0 for d in drafts)
    assert sum(ln.credit_fen - ln.debit_fen for d in drafts for ln in d.lines
               if ln.account == "301") == 500  # fmt: skip


def test_income_below_zero_is_closed_too(book: Book) -> None:
    chart = reads.chart_on(book, COLLECTIVE, DAY)
    drafts = closing_drafts(chart, {"504": 300, "513": -100, "102": -200}, DAY)
    assert all(gap(d.lines) == 0 for d in drafts) and drafts
    assert all(ln.debit_fen >= 0 and ln.credit_fen >= 0 for d in drafts for ln in d.lines)


# -- numbers without gaps -----------------------------------------------------------------------


def test_gaps_are_closed_in_the_order_that_is_there(book: Book) -> None:
    ids = [entry(book, summary=f"第{n}笔") for n in range(3)]
    voucher = post(book, *GOOD)
    saving.dropper("entry")(book, ids[1])
    assert actions.close_gaps(book, COLLECTIVE, 2026).result == 2
    assert [row(book, "entry", i)["voucher_no"] for i in (ids[0], ids[2])] == ["0001", "0002"]
    assert row(book, "voucher", voucher)["voucher_no"] == "0003"
    saving.restorer("entry")(book, ids[1])
    assert row(book, "entry", ids[1])["voucher_no"] == "0004", "back under a new number"
    with pytest.raises(Refused, match="没有缺号"):
        actions.close_gaps(book, COLLECTIVE, 2026)


def test_what_was_undone_gives_its_number_free_and_comes_back_under_another(book: Book) -> None:
    first = actions.post_voucher(book, COLLECTIVE, DAY, "甲", GOOD)
    undone = book.undo(first.step)
    assert row(book, "voucher", post(book, *GOOD))["voucher_no"] == "0001"
    book.undo(undone.step)
    assert row(book, "voucher", str(first.result))["voucher_no"] == "0002"


def test_a_voucher_that_pays_stands_in_the_finance_figures(book: Book) -> None:
    """Money moves in the notice as it does in the book, also where a voucher of more lines paid."""
    actions.save_opening(
        book, None, {"book": COLLECTIVE, "year": 2026, "cash_fen": 0, "bank_fen": 10_000}
    )
    post(book, Line("51303", 600), Line("51302", 400), Line("102", 0, 1_000))
    post(book, Line("101", 200), Line("102", 0, 200))  # drawn from the bank: nothing spent
    from qinglian_desktop.core.period import Period

    figures = reads.quarter_figures(book, COLLECTIVE, Period.parse("2026Q3"))
    assert (figures.spending, figures.income, figures.gap) == (1_000, 0, 0)
    assert [line.purpose for line in figures.lines] == ["管理费用—水电费", "管理费用—办公费"]
    assert (figures.closing.cash, figures.closing.bank) == (200, 8_800)


def test_an_edit_that_came_later_stands_before_an_undo(book: Book) -> None:
    made = actions.post_voucher(book, COLLECTIVE, DAY, "甲", GOOD)
    actions.change_voucher(book, str(made.result), DAY, "乙", GOOD)
    with pytest.raises(Conflict):
        book.undo(made.step)
