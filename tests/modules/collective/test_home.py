"""Does the tab 三资 show the right figures, keep its ledgers, and make the quarter's notice?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from office import make_book, make_entry, make_opening, unguarded
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.collective.page import CollectivePage, make_page
from qinglian_desktop.modules.collective.page.home import HOME, HomePage, Tile
from qinglian_desktop.modules.contracts import actions as letting
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, INCOME
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.shell.pages import tabs_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.page import Page
from qinglian_desktop.ui.runner import Runner
from windows import LONG, BareWindow

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(TODAY):
        yield
    cover.set_covered(False)
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def gone() -> list[tuple[str, str, str]]:
    """Where the page asked the window to go."""
    return []


@pytest.fixture
def papers() -> list[tuple[bytes, str, Any]]:
    """What was laid into the preview: the PDF, its title, its facts."""
    return []


@pytest.fixture
def desk(
    book: Book, tmp_path: Path, gone: list[tuple[str, str, str]],
    papers: list[tuple[bytes, str, Any]],
) -> Iterator[Desk]:  # fmt: skip
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    yield Desk(
        book=book,
        runner=runner,
        go=lambda *where: gone.append(where),
        preview=lambda pdf, title, facts=None: papers.append((pdf, title, facts)),
        ledger=LedgerMaker(window),
        commands=commands_of,
        store_file=book.files.add_file,
    )
    runner.close()
    runner.deleteLater()


@pytest.fixture
def page(qtbot: Any, desk: Desk) -> CollectivePage:
    made = make_page(desk)
    assert isinstance(made, CollectivePage)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    return made


def home(page: CollectivePage) -> HomePage:
    found = page.findChild(HomePage)
    assert isinstance(found, HomePage)
    return found


def notices(book: Book) -> list[dict[str, Any]]:
    return book.rows(Query("notice"))


def test_a_page_answers_to_the_names_the_window_uses(page: CollectivePage) -> None:
    assert isinstance(page, Page)
    assert (page.page_id, page.title) == ("funds", "三资")
    assert page.groups() == [
        "首页", "记账", "收付", "建账", "资产资源", "合同", "工程用工", "审计汇报",
    ]  # fmt: skip
    assert page.key == "collective_home"


def test_the_two_books_are_never_added_together(book: Book, page: CollectivePage) -> None:
    make_opening(book, 2026, cash_fen=100_000, bank_fen=500_000)
    make_opening(book, 2026, cash_fen=7_00, account=COLLECTIVE)
    make_entry(book, 20_000, date(2026, 10, 8))
    make_entry(book, 30_050, date(2026, 11, 3), channel="现金")
    make_entry(book, 90_000, date(2026, 11, 4), INCOME)
    page.reload()
    own, collective = home(page).books[COMMITTEE], home(page).books[COLLECTIVE]
    assert own.accessibleName() == (
        "居委会账，结余 6,399.50 元，现金 699.50，银行 5,700.00，本月收入 900.00，本月支出 300.50"
    )
    assert collective.total.text() == "结余 7.00 元"
    assert "本月支出 0.00" in collective.parts.text()


def test_a_saved_entry_changes_the_figures_at_once(book: Book, page: CollectivePage) -> None:
    make_opening(book, 2026, bank_fen=500_000)
    page.new_record()
    ledger = page.current
    assert isinstance(ledger, LedgerPage) and ledger.drawer.isVisible()
    form = ledger.drawer.form
    form.set_row(
        {
            "book": COMMITTEE, "day": "2026-11-03", "direction": "支出", "summary": "办公用品",
            "purpose": "办公费", "counterparty": "某文具店", "channel": "银行",
        }
    )  # fmt: skip
    amount: Any = form.editors["amount_fen"]
    amount.line.setFocus()
    amount.line.insert("1200")
    page.flush()
    page.show_group("首页")
    assert home(page).books[COMMITTEE].total.text() == "结余 3,800.00 元"
    (row,) = book.rows(Query("entry"))
    assert row["amount_fen"] == 120_000


def test_the_cover_hides_the_figures(book: Book, page: CollectivePage) -> None:
    make_opening(book, 2026, bank_fen=500_000)
    page.reload()
    cover.set_covered(True)
    assert "5,000" not in home(page).books[COMMITTEE].accessibleName()
    cover.set_covered(False)
    assert home(page).books[COMMITTEE].total.text() == "结余 5,000.00 元"


def test_the_quarter_becomes_a_numbered_draft(
    qtbot: Any, book: Book, page: CollectivePage, gone: list[tuple[str, str, str]]
) -> None:
    make_opening(book, 2026, bank_fen=500_000)
    make_entry(book, 20_000, date(2026, 9, 1))
    make_entry(book, 10_000, date(2026, 9, 2), counterparty="周建国", voucher_no="0009")
    qtbot.mouseClick(home(page).compose_button, Qt.MouseButton.LeftButton)
    assert (
        home(page).composer.period.itemText(0) == "2026年第三季度"
    )  # the running quarter is not over
    offered = [home(page).composer.period.itemData(n) for n in range(9)]
    assert "2026Q4" not in offered and offered[6:] == ["2026-10", "2026-09", "2026-08"]
    qtbot.mouseClick(home(page).composer.done, Qt.MouseButton.LeftButton)
    (notice,) = notices(book)
    assert (notice["state"], notice["period"], notice["total_fen"]) == ("草稿", "2026Q3", 30_000)
    said = home(page).composer.answer.text()
    assert notice["number"] in said and "2026年第三季度居委会账" in said
    assert "有 1 笔的对方像是人名（凭证 0009）" in said

    home(page).composer.done.click()  # again, without any difference: the same notice
    assert len(notices(book)) == 1 and notice["number"] in home(page).composer.answer.text()
    home(page).composer.open.click()
    assert gone == [("disclosure", "notice", notice["id"])]
    assert not home(page).composer.isVisible()


def test_a_refusal_stands_in_the_card_and_nothing_is_made(book: Book, page: CollectivePage) -> None:
    make_entry(book, 20_000, date(2026, 9, 1))
    home(page).show_composer()
    home(page).composer.compose()
    assert home(page).composer.trouble.isVisible() and not home(page).composer.answer.isVisible()
    assert home(page).composer.trouble.text.text().startswith("委员会这本账还没有期初余额。")
    assert home(page).composer.trouble.code.text() == "QL-SZ-013"
    assert notices(book) == []


def test_a_row_is_opened_in_its_own_ledger(book: Book, page: CollectivePage) -> None:
    opening = make_opening(book, 2026, bank_fen=1)
    page.show_row("opening_balance", opening)
    ledger = page.current
    assert isinstance(ledger, LedgerPage) and ledger.record_type.table == "opening_balance"
    assert ledger.drawer.isVisible() and ledger.drawer.row_id == opening


@pytest.mark.parametrize("size", look.SIZES)
def test_it_fits_the_smallest_window_in_every_size(
    qapp: QApplication, page: CollectivePage, size: str
) -> None:
    look.apply(qapp, size=size)
    qapp.processEvents()
    assert page.minimumSizeHint().width() <= 1166
    assert page.minimumSizeHint().height() <= 640
    home(page).show_composer()
    qapp.processEvents()
    assert page.minimumSizeHint().height() <= 640


def test_everything_to_press_has_a_name(page: CollectivePage) -> None:
    home(page).show_composer()
    nameless = [b for b in page.findChildren(QPushButton) if not b.accessibleName()]
    assert nameless == []
    assert [
        home(page).composer.account.accessibleName(),
        home(page).composer.period.accessibleName(),
    ] == [
        "哪一本账",
        "哪一期",
    ]


def tile(page: CollectivePage, label: str) -> Tile:
    return next(one for one in home(page).tiles if one.label.text() == label)


def test_what_wants_a_look_is_counted_and_leads_there(
    book: Book, page: CollectivePage, gone: list[tuple[str, str, str]]
) -> None:
    late = make_entry(book, 20_000, date(2026, 10, 8))
    make_entry(book, 30_050, date(2026, 11, 3))
    with book.change("登记") as change:
        idle = change.add(
            Asset,
            {
                "name": "旧仓库", "nature": "经营性", "status": "闲置",
                "status_since": "2026-01-05",
            },
        )  # fmt: skip
        change.add(
            Asset,
            {
                "name": "晒坝", "nature": "经营性", "status": "闲置",
                "status_since": "2026-11-05",
            },
        )  # fmt: skip
    page.reload()
    unchecked, asleep = tile(page, "待复核"), tile(page, "闲置资产")
    assert unchecked.count.text() == "2 笔"
    assert unchecked.hint.text() == "最早2026年10月8日"
    assert (asleep.count.text(), asleep.hint.text()) == ("1 项", "最久2026年1月5日起")
    for one in (unchecked, asleep):
        one.open.click()
    assert gone == [("funds", "entry", late), ("funds", "asset", idle)]
    nothing = tile(page, "应收逾期")
    assert nothing.count.text() == "没有" and not nothing.open.isVisible()


def test_the_window_finds_every_page_of_the_tab(page: CollectivePage) -> None:
    tab = next(tab for tab in tabs_of(street=False) if tab.page_id == "funds")
    assert list(tab.tables) == [key for key in page.keys() if key != HOME]  # noqa: SIM118


def test_the_month_is_printed_a_sheet_of_each_book_in_use(
    qtbot: Any, book: Book, page: CollectivePage, papers: list[tuple[bytes, str, Any]]
) -> None:
    home(page).print_button.click()
    qtbot.waitUntil(home(page).banner.isVisible, timeout=LONG)
    assert "两本账都还没有收支" in home(page).banner.text.text()
    make_entry(book, 20_000, date(2026, 10, 8))
    make_entry(book, 30_050, date(2026, 11, 3))
    make_entry(book, 7_000, date(2026, 11, 4), account=COLLECTIVE)
    home(page).print_button.click()
    qtbot.waitUntil(lambda: bool(papers), timeout=LONG)
    ((pdf, title, facts),) = papers
    assert title == "2026年11月收支明细" and facts.draft
    assert not home(page).banner.isVisible()
    with pypdfium2.PdfDocument(bytes(pdf)) as paper:
        texts = [paper[place].get_textpage().get_text_range() for place in range(len(paper))]
    assert ["300.50" in text for text in texts] == [True, False]
    assert ["70.00" in text for text in texts] == [False, True]
    assert "500.50" in texts[0]  # the year so far


def test_an_office_that_has_not_begun_is_told_how(
    book: Book, page: CollectivePage, gone: list[tuple[str, str, str]]
) -> None:
    assert home(page).begin.isVisible()
    assert home(page).begin.text.text() == "先建账：期初余额可从旧账导入。"
    home(page).begin.open.click()
    assert gone == [("funds", "opening_balance", "")]
    make_opening(book, 2026, bank_fen=1)
    page.reload()
    assert not home(page).begin.isVisible()


def test_a_transfer_that_lacks_a_side_is_told_and_shown(
    book: Book, page: CollectivePage, gone: list[tuple[str, str, str]]
) -> None:
    make_opening(book, 2026, bank_fen=500_000)
    sort = actions.sorts(book, TODAY)[0]
    first, second = actions.transfer(
        book, sort.only_from or COMMITTEE, TODAY, 50_000, "补助办公经费", sort.name
    ).result
    page.reload()
    assert not home(page).gap.isVisible()
    with unguarded(), book.change("缺一边") as change:  # as a half restored file would have it
        change.drop("entry", second)
    page.reload()
    assert home(page).gap.text.text() == "两本账有 1 笔跨账没配对。"
    home(page).gap.open.click()
    assert gone == [("funds", "entry", first)]


def test_tab_comes_to_the_group_that_is_open(page: CollectivePage) -> None:
    page.show_group("记账")
    (words,) = [b for b in page.findChildren(QPushButton) if b.text() == "合同"]
    words.setFocus(Qt.FocusReason.TabFocusReason)  # had the keys once
    page.show_section("transfers")
    reached, here = [], page.nextInFocusChain()
    while here is not page:
        if isinstance(here, QPushButton) and here.isVisible() and here.isCheckable():
            reached += [here.text()] * bool(here.focusPolicy() & Qt.FocusPolicy.TabFocus)
        here = here.nextInFocusChain()
    assert reached == ["记账", "跨账划转"]


def test_a_due_and_a_deposit_are_found_in_their_contract(
    book: Book, page: CollectivePage, gone: list[tuple[str, str, str]]
) -> None:
    contract = letting.save_contract(
        book, None,
        {
            "title": "门面出租", "kind": "物业出租", "party": "某超市", "subject": "1号门面",
            "start_on": "2026-01-01", "end_on": "2026-12-31", "rent_fen": 120_000,
            "pay_every": "每年", "signed_on": "2025-12-20", "deposit_fen": 10_000,
        },
    ).result  # fmt: skip
    letting.deposit(book, contract, "收到", letting.Payment(10_000, date(2026, 1, 4)))
    for table in ("rent_due", "deposit_move"):
        page.show_row(table, book.ids(Query(table))[0])
    assert gone == [("funds", "contract", contract)] * 2
