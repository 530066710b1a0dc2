"""The pages of contracts with a clerk's hands: a new contract, its card, money, the lists."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leasing import RENT, draft_of, make_contract, pay
from office import make_book, make_posts
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import Payment
from qinglian_desktop.modules.contracts.page import sections
from qinglian_desktop.modules.contracts.page.calendar_page import CalendarPage
from qinglian_desktop.modules.contracts.page.contract_view import ContractView
from qinglian_desktop.modules.contracts.page.contracts import ContractsPage
from qinglian_desktop.modules.contracts.page.deposits import DepositsPage
from qinglian_desktop.modules.contracts.page.receivables import ReceivablesPage
from qinglian_desktop.modules.contracts.page.schedule_part import SchedulePart
from qinglian_desktop.modules.contracts.records import RUNNING, TO_CLEAR, Contract
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Kin
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.sections import Sections
from windows import Clerk, program, shown_buttons, window_on


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Book, Sections]]:
    with program(qapp):
        book = make_book(tmp_path)
        with window_on(book) as window:
            page = Sections("funds", "三资", sections(window.desk))
            window.pages["funds"] = page
            window.stack.addWidget(page)
            window.go("funds")
            yield book, page


def contracts_of(page: Sections) -> ContractsPage:
    shown = page.show_section("contract")
    assert isinstance(shown, ContractsPage)
    return shown


def put(form: Any, **values: Any) -> None:
    for name, value in values.items():
        form.editors[name].set_stored(None)
        form.editors[name].put_text(value)
        form.editors[name].changed.emit()


def test_a_new_contract_with_gaps_is_refused_and_kept_for_clearing_up(
    desk: tuple[Book, Sections],
) -> None:
    book, page = desk
    ledger, clerk = contracts_of(page), Clerk(page.window())
    ledger.new_record()
    terms = ledger.view.terms
    clerk.fill(terms.form.editors["title"].input, "old shop")
    clerk.press("存下合同", ledger)
    assert terms.banner.isVisible()
    assert "还差：类别、对方" in terms.banner.text.text()
    assert book.count(Query(Contract.table)) == 0
    clerk.press("先存成待清理", ledger)
    (row,) = book.rows(Query(Contract.table))
    assert (row["state"], row["title"], row["number"]) == (TO_CLEAR, "old shop", "2026-001")
    assert "条款齐了，开始履行" in shown_buttons(ledger)
    rest = {"kind": "物业出租", "party": "某店", "subject": "1号", "start_on": "2026-01-01",
            "end_on": "2026-12-31", "rent_fen": 120_000}  # fmt: skip
    actions.save_contract(book, row["id"], rest)
    ledger.view.reload()
    clerk.press("条款齐了，开始履行", ledger)
    assert reads.contract(book, row["id"])["state"] == RUNNING
    assert len(reads.account_of(book, row["id"]).dues) == 1


def test_money_is_registered_on_the_card_in_one_act(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    one = make_contract(book)
    ledger, clerk = contracts_of(page), Clerk(page.window())
    ledger.open_record(one)
    part = ledger.view.parts.show_section("plan")
    assert isinstance(part, SchedulePart)
    assert part.table.records.rows[0][7] == "久欠"
    clerk.press("登记收款", part)
    assert part.paying.values()["fen"] == RENT, "what is owed is proposed"
    clerk.press("记下", part)
    assert part.table.records.rows[0][7] == "已收"
    assert book.count(Query(Entry.table)) == 1
    clerk.acts = 0
    part.receipts.selectRow(0)
    clerk.press("取消对应", part)
    assert part.table.records.rows[0][7] == "久欠"
    assert book.count(Query(Entry.table)) == 1, "the entry stays in the book"


def test_a_payment_from_the_list_pays_what_is_chosen(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    for number in range(2):
        make_contract(book, title=f"{number}号门面出租")
    shown = page.show_section("rent_due")
    assert isinstance(shown, ReceivablesPage)
    clerk = Clerk(page.window())
    shown.table.selectAll()
    clerk.press("登记收款", shown)
    assert shown.paying.values()["fen"] == 2 * RENT
    clerk.press("记下收款", shown)
    assert shown.empty.isVisible()
    assert reads.overdue(book, date(2026, 11, 24)) == []
    assert book.count(Query(Entry.table)) == 1


def test_a_contract_is_ended_on_its_card_and_says_what_is_left(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    one = make_contract(book)
    actions.deposit(book, one, "收到", Payment(200_000, date(2026, 1, 5)))
    ledger, clerk = contracts_of(page), Clerk(page.window())
    ledger.open_record(one)
    part: Any = ledger.view.parts.show_section("chain")
    clerk.press("终止或收回", part)
    clerk.press("就此结束", part)
    assert reads.contract(book, one)["state"] == RUNNING, "it asks why first"
    part.ending.editors["ended_why"].set_stored("对方不做了")
    clerk.press("就此结束", part)
    assert "押金还有 2,000.00 元没退" in part.banner.text.text()
    held = page.show_section("deposit_move")
    assert isinstance(held, DepositsPage)
    assert "押金共 2,000.00 元，账上押金保证金 2,000.00 元，相符" in held.said.text()


def test_the_calendar_marks_the_months_that_are_behind(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    make_contract(book, pay_every="每季")
    shown = page.show_section("rent_calendar")
    assert isinstance(shown, CalendarPage)
    assert shown.table.records.rows[0][0] == "临街门面出租"
    assert shown.table.records.rows[0][4:6] == ["3,000", ""]
    assert shown.table.records.marks == {(0, 4), (0, 7), (0, 10), (0, 13)}
    assert shown.table.records.rows[-1][1:4] == ["12,000", "", "12,000"], "sums beside the name"
    cover.set_covered(True)
    index = shown.table.records.index(0, 1)
    assert shown.table.records.data(index) == cover.STARS
    assert "12,000" not in shown.said.text()
    ledger = contracts_of(page)
    assert "12,000" not in ledger.figures.words.text()
    cover.set_covered(False)
    assert "12,000.00" in shown.said.text() and "12,000.00" in ledger.figures.words.text()


def test_contracts_of_an_import_get_their_schedules_from_the_line_above_the_list(
    desk: tuple[Book, Sections],
) -> None:
    book, page = desk
    ledger, clerk = contracts_of(page), Clerk(page.window())
    make_contract(book)
    with book.change("导入") as change:
        rows = actions.number_contracts(change, [draft_without_schedule(n) for n in range(3)])
        change.add_all(Contract, rows)
    ledger.reload()
    clerk.press("有 3 份还没有收款计划，按条款生成", ledger)
    assert actions.without_schedule(book) == []
    assert ledger.figures.make.isHidden()


def draft_without_schedule(number: int) -> dict[str, Any]:
    return draft_of(title=f"{number}号门面出租", number=None)


def test_a_declared_relative_of_somebody_in_office_is_proposed_and_noted_with_one_press(
    desk: tuple[Book, Sections],
) -> None:
    book, page = desk
    make_posts(book, "郑主任", body="居委会", kind="委员会", from_on=date(2024, 1, 1))
    with book.change("登记亲属") as change:
        change.put(Kin(person_name="郑主任", relative_name="李建华", relation="兄弟姐妹"))
    other = make_contract(book, party="张三丰")
    early = make_contract(book, party="李建华", signed_on="2023-12-31")
    one = make_contract(book, party="綦江区某合作社", legal_rep="李 建华")
    ledger, clerk = contracts_of(page), Clerk(page.window())
    for contract, proposed in ((other, False), (early, False), (one, True)):
        ledger.open_record(contract)
        assert ledger.view.terms.note_kin.isVisible() is proposed
    cover.set_covered(True)
    assert "郑主任" not in ledger.view.terms.told_kin.text()
    cover.set_covered(False)
    assert "郑主任" in ledger.view.terms.told_kin.text()
    clerk.press("记进合同", ledger)
    assert "李 建华是" in reads.contract(book, one)["kin_note"]
    assert "郑主任的兄弟姐妹" in reads.contract(book, one)["kin_note"]
    assert ledger.view.terms.note_kin.isHidden()


def test_the_line_above_the_list_counts_a_chain_once(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    one = make_contract(book, end_on="2026-12-31")
    actions.renew(book, one, {"end_on": "2029-12-31", "rent_fen": 1_500_000})
    make_contract(book, title="修路", kind="工程", flow="我方付款")
    ledger = contracts_of(page)
    ledger.open_record(make_contract(book, title="修桥", kind="工程", flow="我方付款"))
    assert "登记付款" in shown_buttons(ledger.view.parts.show_section("plan"))
    ledger.show_list()
    assert ledger.figures.words.text().startswith("现行 1 份，年租金 12,000.00 ·")
    assert "合计" not in ledger.list.table.footer, "the old and the new terms are not added up"


def test_nothing_typed_is_lost_when_the_clerk_goes_away(desk: tuple[Book, Sections]) -> None:
    book, page = desk
    ledger, clerk = contracts_of(page), Clerk(page.window())
    ledger.new_record()
    clerk.fill(ledger.view.terms.form.editors["title"].input, "half a contract")
    clerk.press("返回列表", ledger)
    (row,) = book.rows(Query(Contract.table))
    assert (row["title"], row["state"]) == ("half a contract", TO_CLEAR)
    one = make_contract(book)
    ledger.open_record(one)
    rents: Any = ledger.view.parts.show_section("rents")
    rents.rows.model.set_rows(
        [{"kind": "改租金", "from_on": "2027-01-01", "amount_fen": 1_500_000}]
    )
    rents.rows.edited.emit()
    ledger.view.parts.show_section("deposit")
    assert [due.due.fen for due in reads.account_of(book, one).dues] == [RENT, 1_500_000, 1_500_000]
    details: Any = ledger.view.parts.show_section("details")
    editor = details.editors["修缮责任"]
    editor.setFocus()
    clerk.write("the tenant")
    clerk.press("返回列表", ledger)
    assert [row["value"] for row in book.rows(Query("contract_detail"))] == ["the tenant"]


def test_in_large_letters_on_a_low_screen_the_schedule_still_shows_its_sums(
    qapp: QApplication, tmp_path: Path
) -> None:
    with program(qapp):
        book = make_book(tmp_path)
        one = make_contract(book, title="一处名字很长、要写两行才写得下的临街门面和后院仓库出租")
        pay(book, one, RENT)
        look.apply(qapp, size="extra")
        with window_on(book, size="extra") as window:
            window.desk.go("funds", "contract", one)
            (view,) = window.findChildren(ContractView)
            part = view.parts.show_section("plan")
            assert isinstance(part, SchedulePart)
            shown_buttons(window)
            for table, least in ((part.table, 3), (part.receipts, 1)):
                assert table.viewport().height() >= least * look.metrics().row


def test_a_supplement_that_leaves_the_rent_empty_keeps_it_as_it_stands(
    desk: tuple[Book, Sections],
) -> None:
    book, page = desk
    one = make_contract(
        book, start_on="2024-01-01", end_on="2028-12-31", rise_percent=10_000, rise_every=1
    )
    ledger, clerk = contracts_of(page), Clerk(page.window())
    ledger.open_record(one)
    part = ledger.view.parts.show_section("chain")
    clerk.press("补充协议", part)
    clerk.press("存成补充协议", part)
    (after,) = book.rows(Query(Contract.table, (Where("follows_id", "=", one),)))
    assert (after["state"], after["rent_fen"]) == (RUNNING, 1_452_000), "12,000 × 1.1 × 1.1"
    part = ledger.view.parts.show_section("chain")
    clerk.press("续签", part)
    assert part.renewing.editors["rent_fen"].stored() == 1_756_920
