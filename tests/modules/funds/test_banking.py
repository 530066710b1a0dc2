"""Is the bank's statement taken in once, never changed, and matched without a doubt?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_entry, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.bank import header_key
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, bank_reads, checks, rules
from qinglian_desktop.modules.funds.actions.banking import Looked, Taken, known_layouts
from qinglian_desktop.modules.funds.books import BankAccount, Line
from qinglian_desktop.modules.funds.papers.reconciliation import reconciliation
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME, SPENDING
from qinglian_desktop.store import undoing
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.undo_plan import Rules

TODAY = date(2026, 11, 24)
HEADER = ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名"]


@pytest.fixture(autouse=True)
def fixed() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        make_opening(made, bank_fen=1_000_000, account=COLLECTIVE)
        yield made


@pytest.fixture
def account(book: Book) -> str:
    return make_account(book)


def make_account(book: Book, number: str = "5001020000001234", code: str = "10201") -> str:
    with book.change("登记银行账户") as change:
        return change.put(
            BankAccount(book=COLLECTIVE, holder="通惠街道某经济合作社", bank="重庆农商行通惠支行",
                        number=number, account=code)
        )  # fmt: skip


def bank_sheet(*moved: tuple[str, float, str, str], opening: float = 10_000) -> list[list[str]]:
    """A statement of (day, yuan, words, party); its balance runs on from `opening`."""
    rows, held = [HEADER], opening
    for day, yuan, words, party in moved:
        held += yuan
        out, into = (f"{-yuan:.2f}", "") if yuan < 0 else ("", f"{yuan:.2f}")
        rows.append([day, words, out, into, f"{held:.2f}", party])
    return rows


def take(book: Book, account: str, rows: list[list[str]], **how: Any) -> Taken:
    from qinglian_desktop.exchange.bank import layout_of

    seen = Looked("流水.xlsx", rows, layout_of(rows, known_layouts(book)))
    made = actions.import_statement(book, account, seen, **how).result
    assert isinstance(made, Taken)
    return made


def entry(book: Book, yuan: float, day: str, party: str = "张晓梅", **facts: Any) -> str:
    return make_entry(
        book, round(abs(yuan) * 100), date.fromisoformat(day), INCOME if yuan > 0 else SPENDING,
        **{"account": COLLECTIVE, "counterparty": party, **facts},
    )  # fmt: skip


OCTOBER = (
    ("2026-10-09", 1200, "租金", "张晓梅"),
    ("2026-10-12", -300, "办公用品", "綦江区某文具店"),
    ("2026-10-21", 3.21, "结息", ""),
)


def test_the_same_statement_twice_adds_nothing(book: Book, account: str) -> None:
    sheet = bank_sheet(*OCTOBER)
    assert (take(book, account, sheet).added, book.count(Query("bank_line"))) == (3, 3)
    again = take(book, account, sheet)
    assert (again.added, again.known) == (0, 3)
    longer = bank_sheet(
        *OCTOBER, ("2026-11-02", -8, "手续费", ""), ("2026-11-02", -8, "手续费", "")
    )
    made = take(book, account, longer)
    assert (made.added, made.known, made.hole) == (2, 3, 0)
    assert take(book, account, longer).added == 0


def test_a_hole_between_two_statements_is_told(book: Book, account: str) -> None:
    take(book, account, bank_sheet(*OCTOBER))
    later = bank_sheet(("2026-11-10", 50, "租金", "李建华"), opening=11_000)
    assert "差 96.79，中间可能缺一段" in str(take(book, account, later))


def test_an_older_month_may_come_after_a_newer_one(book: Book, account: str) -> None:
    take(book, account, bank_sheet(("2026-11-10", 50, "租金", "李建华"), opening=10_903.21))
    take(book, account, bank_sheet(*OCTOBER))
    seen = bank_reads.view(book, account)
    assert [one.item.fen for one in seen.bank] == [120_000, -30_000, 321, 5_000]
    assert seen.began == date(2026, 10, 9)
    assert bank_reads.opening_gap(book, seen) == 0
    found = bank_reads.reconciled(book, account, date(2026, 10, 31), seen)
    assert found.bank == 1_090_321


def test_another_accounts_statement_and_one_that_does_not_run_on_are_refused(
    book: Book, account: str
) -> None:
    sheet = bank_sheet(*OCTOBER)
    with pytest.raises(Refused, match="尾号 9999"):
        take(book, account, [["账号：5001 0200 0000 9999"], *sheet])
    assert take(book, account, [["账号：5001 0200 0000 1234"], *sheet]).added == 3
    broken = bank_sheet(("2026-11-02", 5, "a", ""), ("2026-11-03", 6, "b", ""))
    broken[2][4] = "1.00"
    with pytest.raises(Refused, match="第 3 行余额接不上"):
        take(book, account, broken)
    assert take(book, account, broken, with_breaks=True).added == 2
    with pytest.raises(Refused, match="还没到"):
        take(book, account, bank_sheet(("2026-11-25", 5, "a", "")))


def test_an_unknown_header_is_matched_once(book: Book, account: str) -> None:
    rows = bank_sheet(*OCTOBER)
    rows[0] = ["哪天", "事", "出", "进", "剩", "谁"]
    seen = Looked("流水.csv", rows, None)
    with pytest.raises(Refused, match="表头没见过"):
        actions.import_statement(book, account, seen)
    with pytest.raises(Refused, match="哪一列"):
        actions.match_columns(book, seen, 0, {"day": "哪天"})
    assert known_layouts(book) == {}
    said = {"day": "哪天", "summary": "事", "out": "出", "in": "进", "balance": "剩", "party": "谁"}
    actions.match_columns(book, seen, 0, said)
    assert list(known_layouts(book)) == [header_key(rows[0])]
    assert take(book, account, rows).added == 3


def test_no_road_edits_a_line_of_the_bank(book: Book, account: str) -> None:
    take(book, account, bank_sheet(*OCTOBER))
    (line, *_) = book.ids(Query("bank_line"))
    before = book.row("bank_line", line)

    def through_the_door() -> None:
        with book.change("改流水") as change:
            change.put_row("bank_line", line, {"amount_fen": 1})

    def to_the_bin() -> None:
        with book.change("删流水") as change:
            change.drop("bank_line", line)

    for road in (
        lambda: saving.saver("bank_line")(book, line, {"amount_fen": 1}),
        lambda: saving.saver("bank_line")(book, None, {"amount_fen": 1}),
        lambda: saving.dropper("bank_line")(book, line),
        through_the_door,
        to_the_bin,
    ):
        with pytest.raises(Refused) as refused:
            road()
        assert refused.value.code == "QL-SZ-188"
    assert book.row("bank_line", line) == before
    # Only the import as a whole is taken back.
    step = next(s["step"] for s in book.steps() if s["label"].startswith("导入"))
    rules_of_all = Rules(saving.hold, saving.admit, saving.FACTS, saving.PARTS)
    entry(book, 1200, "2026-10-08")
    actions.auto_tick(book, account)
    with pytest.raises(Refused, match="已经对上的"):
        undoing.undo(book, step, rules_of_all)
    (group,) = {row["group_key"] for row in book.rows(Query("bank_tick"))}
    actions.untick(book, group)
    undoing.undo(book, step, rules_of_all)
    assert not book.count(Query("bank_line"))
    assert take(book, account, bank_sheet(*OCTOBER)).added == 3


def test_by_itself_and_what_is_left_to_the_clerk(book: Book, account: str) -> None:
    take(
        book, account,
        bank_sheet(
            *OCTOBER,
            ("2026-10-22", 500, "押金", ""), ("2026-10-22", 500, "押金", ""),
            ("2026-10-22", 500, "押金", ""), ("2026-10-23", 800, "租金", "李建华"),
            ("2026-10-23", 800, "租金", "王秀英"),
        ),
    )  # fmt: skip
    entry(book, 1200, "2026-10-08")
    entry(book, -300, "2026-10-12", "某文具店")
    for _ in range(3):
        entry(book, 500, "2026-10-22", "租户")
    entry(book, 800, "2026-10-22", "王秀英")
    entry(book, 800, "2026-10-22", "李建华")
    told = actions.auto_tick(book, account).result
    assert str(told) == "自动对上 4 笔。同一金额有 3 笔，请手工选。（500.00）"
    seen = bank_reads.view(book, account)
    pairs: dict[str, set[str]] = {}
    for one in seen.both():
        if one.group:
            pairs.setdefault(one.group, set()).add(one.item.party)
    assert {"李建华"} in pairs.values()
    assert {"王秀英"} in pairs.values()
    assert len([one for one in seen.bank if one.open]) == 4  # the interest, and the three of 500


def test_one_to_many_many_to_one_and_nothing_that_differs(book: Book, account: str) -> None:
    take(
        book, account,
        bank_sheet(("2026-10-09", 1000, "汇总", ""), ("2026-10-10", 300, "a", ""),
                   ("2026-10-11", 200, "b", "")),
    )  # fmt: skip
    one, two = entry(book, 600, "2026-10-09"), entry(book, 400, "2026-10-09")
    both = entry(book, 500, "2026-10-12")
    bank = [placed.item.key for placed in bank_reads.view(book, account).bank]
    with pytest.raises(Refused, match=r"银行 1,000\.00，账上 600\.00，差 400\.00"):
        actions.tick(book, account, [bank[0], f"entry:{one}"])
    with pytest.raises(Refused, match="还没选全"):
        actions.tick(book, account, [f"entry:{one}", f"entry:{two}"])
    key = str(actions.tick(book, account, [bank[0], f"entry:{one}", f"entry:{two}"]).result)
    actions.tick(book, account, [bank[1], bank[2], f"entry:{both}"])
    assert not [placed for placed in bank_reads.view(book, account).both() if placed.open]
    with pytest.raises(Refused, match="已经对上"):
        actions.tick(book, account, [bank[0], f"entry:{one}"])
    actions.untick(book, key)
    assert len([placed for placed in bank_reads.view(book, account).both() if placed.open]) == 3


def test_a_match_that_was_changed_later_is_open_again(book: Book, account: str) -> None:
    take(book, account, bank_sheet(OCTOBER[0]))
    row = entry(book, 1200, "2026-10-08")
    assert str(actions.auto_tick(book, account).result) == "自动对上 1 笔。"
    with book.change("改收支") as change:
        change.put_row("entry", row, {"amount_fen": 110_000})
    seen = bank_reads.view(book, account)
    assert all(one.broken and one.open for one in seen.both())
    found = bank_reads.reconciled(book, account, TODAY, seen)
    assert "对上以后又改了" in bank_reads.told(book, seen, found)
    with book.change("改回去一半，另一半单独记") as change:
        change.put_row("entry", row, {"amount_fen": 70_000})
    rest = entry(book, 500, "2026-10-08")
    actions.tick(book, account, [seen.bank[0].item.key, f"entry:{row}", f"entry:{rest}"])
    assert not any(one.open for one in bank_reads.view(book, account).both())
    assert book.count(Query("bank_tick")) == 3


def test_interest_becomes_an_entry_with_one_act(book: Book, account: str) -> None:
    take(book, account, bank_sheet(*OCTOBER))
    (line,) = [r for r in book.rows(Query("bank_line")) if r["summary"] == "结息"]
    made = book.row("entry", str(actions.entry_from_line(book, line["id"]).result))
    assert made is not None
    told = {name: made[name] for name in ("amount_fen", "purpose", "book", "day", "account")}
    assert told == {
        "amount_fen": 321, "purpose": "存款利息", "book": COLLECTIVE, "day": "2026-10-21",
        "account": "50401",
    }  # fmt: skip
    assert made["voucher_no"]
    with pytest.raises(Refused, match="已经对上"):
        actions.entry_from_line(book, line["id"])


def test_the_reconciliation_agrees_and_the_month_may_be_closed(book: Book, account: str) -> None:
    october = Period.parse("2026-10")
    take(book, account, bank_sheet(*OCTOBER, ("2026-11-02", -50, "转账", "某店")))
    entry(book, 1200, "2026-10-08")
    entry(book, -300, "2026-10-12", "某文具店")
    entry(book, -50, "2026-10-31", "某店")  # the bank pays it in November
    entry(book, 900, "2026-10-31", "李建华")  # on its way
    actions.auto_tick(book, account)
    found = bank_reads.reconciled(book, account, october.last)
    assert [item.fen for item in found.bank_only] == [321]
    assert sorted(item.fen for item in found.books_only) == [-5_000, 90_000]
    assert (found.bank, found.books) == (1_090_321, 1_175_000)
    assert found.bank_after == found.books_after == 1_175_321
    assert bank_reads.month_problems(book, COLLECTIVE, october) == []
    (fit,) = [one for one in checks.of_month(book, COLLECTIVE, october) if one.name == "银行对账"]
    assert fit.fine
    account_row = bank_reads.view(book, account).account
    paper = reconciliation(book.unit.name, account_row, found, person=rules.may_be_person)
    text = "\n".join(as_text(paper)) + "\n"
    golden = Path(__file__).parent / "golden" / "reconciliation.txt"
    assert text == golden.read_text("utf-8")
    with book.change("少记一笔") as change:  # something that neither side explains
        change.drop("opening_balance", book.ids(Query("opening_balance"))[0])
    (said,) = bank_reads.month_problems(book, COLLECTIVE, october)
    assert said.firm
    (asked,) = [one for one in checks.of_month(book, COLLECTIVE, october) if one.name == "银行对账"]
    assert asked.blocks
    assert asked.words == said.words
    assert "调节后还差 10,000.00" in said.words


def test_a_month_without_its_statement_is_named(book: Book, account: str) -> None:
    take(book, account, bank_sheet(*OCTOBER))
    (said,) = bank_reads.month_problems(book, COLLECTIVE, Period.parse("2026-11"))
    assert not said.firm
    assert "2026年11月的银行流水还没导入" in said.words
    assert bank_reads.month_problems(book, COLLECTIVE, Period.parse("2026-09")) == []


def test_two_accounts_of_one_book_keep_to_themselves(book: Book, account: str) -> None:
    other = make_account(book, "5001020000009999", "10202")
    mine = entry(book, 1200, "2026-10-08", bank_account_id=account)
    entry(book, 700, "2026-10-08", bank_account_id=other)
    actions.post_voucher(
        book, COLLECTIVE, date(2026, 10, 9), "转存专户",
        (Line("10202", 30_000, 0), Line("10201", 0, 30_000)),
    )  # fmt: skip
    take(book, account, bank_sheet(("2026-10-09", 1200, "", ""), ("2026-10-09", -300, "转存", "")))
    seen = bank_reads.view(book, account)
    assert [(one.item.fen, one.table) for one in seen.books] == [
        (120_000, "entry"), (-30_000, "voucher_line"),
    ]  # fmt: skip
    assert seen.books[0].row_id == mine
    assert str(actions.auto_tick(book, account).result) == "自动对上 2 笔。"


def test_opening_a_second_account_leaves_the_first_as_it_was(book: Book, account: str) -> None:
    take(book, account, bank_sheet(*OCTOBER))
    entry(book, 1200, "2026-10-08")  # names no account
    entry(book, -300, "2026-10-12", "某文具店")
    actions.auto_tick(book, account)
    before = bank_reads.reconciled(book, account, TODAY)
    other = make_account(book, "5001020000009999", "10202")
    actions.post_voucher(
        book, COLLECTIVE, date(2026, 11, 9), "转存专户",
        (Line("10202", 30_000, 0), Line("10201", 0, 30_000)),
    )  # fmt: skip
    after = bank_reads.reconciled(book, account, TODAY)
    assert after.books == before.books - 30_000
    assert [item.fen for item in after.books_only] == [-30_000]
    assert after.agrees
    assert bank_reads.reconciled(book, other, TODAY).books == 30_000


def test_two_hundred_lines_match_by_themselves(book: Book, account: str) -> None:
    moved = [
        ((date(2026, 7, 1) + timedelta(days=n // 2)).isoformat(), 100 + n, "收款", f"住户{n:03d}")
        for n in range(200)
    ]
    take(book, account, bank_sheet(*moved))
    for day, yuan, _, party in moved:
        entry(book, yuan, day, party)
    assert str(actions.auto_tick(book, account).result) == "自动对上 200 笔。"
