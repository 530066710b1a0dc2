"""Can a clerk reconcile with the keyboard alone, take in a statement, and see what hangs?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from openpyxl import Workbook
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from office import make_book, make_entry, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.bank import layout_of
from qinglian_desktop.modules.funds import actions, bank_reads
from qinglian_desktop.modules.funds.actions.banking import Looked
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.page.reconcile import ReconcilePage
from qinglian_desktop.modules.funds.page.slips import ARRIVAL, sections, take_papers
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.sections import Sections
from windows import LONG, BareWindow

TODAY = date(2026, 11, 24)
HEADER = ["交易日期", "摘要", "发生额", "余额", "对方户名"]
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
        make_opening(made, account=COLLECTIVE)
        yield made


@pytest.fixture
def account(book: Book) -> str:
    with book.change("登记银行账户") as change:
        return change.put(
            BankAccount(book=COLLECTIVE, holder="某合作社", bank="农商行", number="00001234",
                        account="10201")
        )  # fmt: skip


@pytest.fixture
def shown() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def desk(book: Book, shown: list[tuple[Any, ...]]) -> Iterator[Desk]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    yield Desk(
        book=book, runner=runner, go=lambda *where: shown.append(where),
        preview=lambda pdf, title, facts=None: shown.append((title, pdf)),
        ledger=LedgerMaker(window), commands=commands_of, store_file=book.files.add_file,
    )  # fmt: skip
    runner.close()
    runner.deleteLater()


def sheet(*moved: tuple[str, str, float, str]) -> list[list[str]]:
    rows, held = [HEADER], 0.0
    for day, words, yuan, party in moved:
        held += yuan
        rows.append([day, words, f"{yuan:.2f}", f"{held:.2f}", party])
    return rows


def page_on(qtbot: Any, desk: Desk) -> ReconcilePage:
    made = ReconcilePage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_two_hundred_lines_by_keyboard(qtbot: Any, book: Book, account: str, desk: Desk) -> None:
    rows = sheet(
        *(
            ((date(2026, 7, 1) + timedelta(days=n // 3)).isoformat(), "收款", 100 + n % 50, "")
            for n in range(200)
        )
    )  # amounts come again and again, parties are not told: nothing matches by itself
    actions.import_statement(book, account, Looked("流水.xlsx", rows, layout_of(rows)))
    with book.change("登记收支"):
        for n in range(200):
            day = date(2026, 7, 1) + timedelta(days=n // 3)
            make_entry(book, (100 + n % 50) * 100, day, INCOME, account=COLLECTIVE)
    page = page_on(qtbot, desk)
    page.bank.setFocus()
    QTest.keyClick(page.bank, Qt.Key.Key_Down)
    QTest.keyClick(page.bank, Qt.Key.Key_Up)
    for left in range(200, 0, -1):
        assert len(page.bank.placed) == left
        QTest.keyClick(page.bank, Qt.Key.Key_Space)
    assert not page.bank.placed
    assert not page.books.placed
    seen = bank_reads.view(book, account)
    assert all(one.group and not one.broken for one in seen.both())
    pairs: dict[str, set[date]] = {}
    for one in seen.both():
        pairs.setdefault(one.group, set()).add(one.item.day)
    assert all(len(days) == 1 for days in pairs.values())  # each with the nearest day
    assert "调节后一致" in page.state.text()


def test_one_to_many_and_back_by_keyboard(qtbot: Any, book: Book, account: str, desk: Desk) -> None:
    rows = sheet(("2026-10-09", "汇总", 1000, ""), ("2026-10-21", "结息", 3.21, ""))
    actions.import_statement(book, account, Looked("流水.xlsx", rows, layout_of(rows)))
    for fen in (60_000, 40_000):
        make_entry(book, fen, date(2026, 10, 9), INCOME, account=COLLECTIVE)
    page = page_on(qtbot, desk)
    page.bank.setFocus()
    page.bank.selectRow(0)
    QTest.keyClick(page.bank, Qt.Key.Key_Right)
    assert page.books.hasFocus()
    page.books.selectRow(0)
    QTest.keyClick(page.books, Qt.Key.Key_Space)
    assert "差" in page.banner.text.text()
    QTest.keyClick(page.books, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.sums.text() == "选中：银行 1 笔 1,000.00，账上 2 笔 1,000.00，两边一样"
    QTest.keyClick(page.books, Qt.Key.Key_Space)
    assert [one.item.words for one in page.bank.placed] == ["结息"]
    page.which.setCurrentIndex(1)
    page.which.activated.emit(1)
    page.books.selectRow(0)
    page.books.setFocus()
    QTest.keyClick(page.books, Qt.Key.Key_Backspace)
    assert not bank_reads.view(book, account).books[0].group
    page.which.setCurrentIndex(0)
    page.which.activated.emit(0)
    page.bank.selectRow(1)
    page.write_button.click()
    assert book.count(Query("entry")) == 3
    assert [one.item.words for one in page.bank.placed] == ["汇总"]


def test_a_file_is_taken_in_and_strange_columns_are_asked_for(
    qtbot: Any, book: Book, account: str, desk: Desk, tmp_path: Path
) -> None:
    rows = sheet(("2026-10-09", "租金", 1200, "张晓梅"))
    page = page_on(qtbot, desk)
    page.take_file(workbook(tmp_path / "a.xlsx", rows))
    qtbot.waitUntil(lambda: len(page.bank.placed) == 1, timeout=LONG)
    assert "导入 1 笔" in page.banner.text.text()
    strange = [["哪天", "进出", "剩", "谁"], ["2026-10-10", "-200", "1000", "某店"]]
    page.take_file(workbook(tmp_path / "b.xlsx", strange))
    qtbot.waitUntil(page.columns.isVisible, timeout=LONG)
    for role, text in (("day", "哪天"), ("amount", "进出"), ("balance", "剩"), ("party", "谁")):
        box = page.columns.boxes[role]
        box.setCurrentIndex(box.findData(text))
    page.columns.ok.click()
    assert not page.columns.isVisible()
    assert len(page.bank.placed) == 2
    page.take_file(workbook(tmp_path / "c.xlsx", strange))
    qtbot.waitUntil(lambda: "没有重复" in page.banner.text.text(), timeout=LONG)


def workbook(path: Path, rows: list[list[str]]) -> Path:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_the_reconciliation_goes_to_the_preview(
    qtbot: Any, book: Book, account: str, desk: Desk, shown: list[tuple[Any, ...]]
) -> None:
    rows = sheet(("2026-10-09", "租金", 1200, "张晓梅"))
    actions.import_statement(book, account, Looked("流水.xlsx", rows, layout_of(rows)))
    page = page_on(qtbot, desk)
    page.month.setCurrentIndex(page.month.findData("2026-10"))
    page.print_button.click()
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    title, pdf = shown[0]
    assert title == "2026年10月银行存款余额调节表"
    assert pdf.startswith(b"%PDF")


def test_what_hangs_is_listed_and_opened(
    qtbot: Any, book: Book, desk: Desk, shown: list[tuple[Any, ...]]
) -> None:
    told = {"first_no": "0001", "last_no": "0009", "received_on": "2026-09-01"}
    actions.save_receipt_book(book, None, told)
    draft = {"number": "0003", "day": "2026-11-14", "payer": "张晓梅", "amount_fen": 70_000}
    slip = str(actions.save_receipt(book, None, draft).result)
    tab = Sections("funds", "三资", sections(desk))
    qtbot.addWidget(tab)
    page: Any = tab.show_section(ARRIVAL)
    assert page.table.records.rows == [
        ("2026-11-14", "10", "张晓梅", "700.00", "收据 0003：没有入账"),
    ]
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert shown == [("funds", "receipt_slip", slip)]
    page.which.setCurrentIndex(2)
    page.which.activated.emit(2)
    assert page.table.records.rows == [("0001 到 0009", "0001、0002")]
    slips: Any = tab.show_section("receipt_slip")
    slips.new_record()
    begun = slips.drawer.form.draft()
    assert (begun["number"], begun["day"]) == ("0004", "2026-11-24")
    assert book.count(Query("receipt_slip")) == 1  # nothing is spent by looking


def test_an_invoice_by_scanner_and_by_photo(
    qtbot: Any, book: Book, desk: Desk, tmp_path: Path
) -> None:
    tab = Sections("funds", "三资", sections(desk))
    qtbot.addWidget(tab)
    page: Any = tab.show_section("invoice")
    line = next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == "扫码录入")
    QTest.keyClicks(line, "01,32,,25502000000012345678,1130.00,20261103,,7A2B")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [row["total_fen"] for row in book.rows(Query("invoice"))] == [113_000]
    photo, other, plain = (tmp_path / f"{name}.png" for name in ("甲", "乙", "丙"))
    segno.make("01,32,,25502000000012345678,1130.00,20261103,,7A2B").save(str(photo), scale=6)
    segno.make("01,10,050001900111,00012345,1000.00,20261103,1234,0FA1,").save(str(other), scale=6)
    segno.make("https://example.com").save(str(plain), scale=6)
    take_papers(desk, page, [photo, other, plain])
    qtbot.waitUntil(lambda: "登记了 1 张" in page.banner.text.text(), timeout=LONG)
    said = page.banner.text.text()
    assert "已经登记过" in said
    assert "没找到发票的方块" in said
    (new,) = [row for row in book.rows(Query("invoice")) if row["code"]]
    assert new["files"]
