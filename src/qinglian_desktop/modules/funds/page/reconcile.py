"""Z-03 银行对账: the bank on the left, the books on the right, and space says they are one."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions, bank_reads, reads
from qinglian_desktop.modules.funds.actions import banking as acts
from qinglian_desktop.modules.funds.actions.banking import Looked
from qinglian_desktop.modules.funds.bank_reads import LINE, Placed, View
from qinglian_desktop.modules.funds.banking import BY_HAND, BankLine, BankTick
from qinglian_desktop.modules.funds.books import BankAccount, VoucherLine
from qinglian_desktop.modules.funds.matching import Reconciled
from qinglian_desktop.modules.funds.page.bank_columns import ColumnsCard
from qinglian_desktop.modules.funds.page.bank_side import SideTable
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, ask, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.scrolled import scrolled

_FILES = "银行流水 (*.xlsx *.xls *.csv *.txt *.et)"
_OPEN, _DONE, _ALL = "没对上的", "对上的", "全部"
_ROOM_FOR_TWO = 500  # px at 标准 for both sides next to one another
_ROOM_FOR_TITLE = 520  # px at 标准 of height; below it the lists need the room
_MONTHS_BACK = 24
_BREAKS = "QL-SZ-186"
_TABLES = (
    BankLine.table, BankTick.table, Entry.table, VoucherLine.table, BankAccount.table,
    "opening_balance",
)  # fmt: skip


class ReconcilePage(QWidget):
    page_id, title = BankLine.table, "银行对账"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._book = desk, desk.book
        self.seen: View | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.account, self.which = ChoiceBox("哪个银行账户"), ChoiceBox("显示哪些")
        self.month = ChoiceBox("截至哪个月底")
        for word in (_OPEN, _DONE, _ALL):
            self.which.addItem(word, word)
        self.tick_button = push_button("对上（空格）", "primary")
        self.auto_button = push_button("自动对")
        self.import_button = push_button("导入流水", icon="import")
        self.write_button = push_button("补记到账上")
        self.back_button = push_button("取消对上", "link")
        self.print_button = push_button("打印调节表", icon="print")
        self.banner, self.columns = Banner(), ColumnsCard()
        self.heading = look.label(self.title, "title")
        self.sums, self.state = look.label(""), look.label("", "hint")
        self.bank = SideTable("银行流水", Qt.Key.Key_Right)
        self.books = SideTable("账上", Qt.Key.Key_Left)
        self._lay_out()
        self._connect()
        enter_at(self, self.bank)
        self.reload()

    def _lay_out(self) -> None:
        top = QWidget()
        flow = FlowLayout(top, gap=8)
        for part in (
            self.account, self.which, self.month, self.tick_button, self.auto_button,
            self.import_button, self.write_button, self.print_button, self.back_button,
        ):  # fmt: skip
            flow.addWidget(part)
        sides = QWidget()
        sides.setProperty("role", "clear")
        sides.setMinimumHeight(look.metrics().px(130))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, sides)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(12)
        for word, table in (("银行流水", self.bank), ("账上", self.books)):
            side = QVBoxLayout()
            side.addWidget(look.label(word, "group"))
            side.addWidget(table, 1)
            self._sides.addLayout(side, 1)
        for label in (self.sums, self.state):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 4)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(
            scrolled(top, self.banner, self.columns, sides, self.sums, self.state, grows=sides), 1
        )

    def _connect(self) -> None:
        for table in (self.bank, self.books):
            table.tick.connect(self.tick)
            table.back.connect(self.untick)
            table.chosen.connect(self._say_sums)
        self.bank.across.connect(partial(self._to, self.books))
        self.books.across.connect(partial(self._to, self.bank))
        self.bank.chosen.connect(self._propose)
        self.tick_button.clicked.connect(self.tick)
        self.auto_button.clicked.connect(self.match_all)
        self.import_button.clicked.connect(self.ask_file)
        self.write_button.clicked.connect(self.write_entry)
        self.back_button.clicked.connect(self.untick)
        self.print_button.clicked.connect(self.print_page)
        self.account.activated.connect(self._on_account)
        self.which.activated.connect(self._show_sides)
        self.month.activated.connect(self._say_state)
        self.columns.done.connect(self._on_columns)
        self._desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)

    # -- what stands there ----------------------------------------------------------------

    def reload(self) -> None:
        """The accounts there are, and both sides of the chosen one."""
        kept = self.account.currentData()
        self.account.clear()
        for row in bank_reads.accounts(self._book):
            whose = reads.called(self._book, row["book"])
            self.account.addItem(f"{whose}：{bank_reads.called(row)}", row["id"])
        self.account.setCurrentIndex(max(self.account.findData(kept), 0))
        self._on_account()

    def _on_account(self) -> None:
        account_id = self.account.currentData()
        self.seen = bank_reads.view(self._book, account_id) if account_id else None
        there = self.seen is not None
        for button in (self.tick_button, self.auto_button, self.import_button, self.write_button,
                       self.back_button, self.print_button):  # fmt: skip
            button.setEnabled(there)
        self._fill_months()
        self._show_sides()

    def _fill_months(self) -> None:
        kept = self.month.currentData()
        self.month.clear()
        one = Period.holding(clock.today(), "M")
        first = self.seen.began if self.seen and self.seen.began else clock.today()
        for _ in range(_MONTHS_BACK):
            self.month.addItem(f"截至{one.label}底", str(one))
            if one.first <= first:
                break
            one = one.previous
        self.month.setCurrentIndex(max(self.month.findData(kept), 0))

    def _show_sides(self) -> None:
        which = self.which.currentData()
        for table, rows in ((self.bank, self._of("bank")), (self.books, self._of("books"))):
            kept = [one for one in rows if which == _ALL or one.open == (which == _OPEN)]
            table.show_rows(kept, states=which != _OPEN)
        self._propose()
        self._say_state()

    def _of(self, side: str) -> tuple[Placed, ...]:
        return getattr(self.seen, side) if self.seen is not None else ()

    def _say_state(self) -> None:
        if self.seen is None:
            self.state.setText("先在“银行账户”里登记一个账户，再导入银行给的 Excel 流水。")
            return
        if not self.seen.bank:
            self.state.setText("导入银行给的 Excel 流水。")
            return
        day = Period.parse(str(self.month.currentData())).last
        found = bank_reads.reconciled(self._book, self.seen.account["id"], day, self.seen)
        told = bank_reads.told(self._book, self.seen, found)
        self.state.setText(f"{_balance_words(day, found)} {told}".strip())

    def _say_sums(self) -> None:
        ours, theirs = self.books.picked(), self.bank.picked()
        sums = [sum(one.item.fen for one in side) for side in (theirs, ours)]
        gap = sums[0] - sums[1]
        self.sums.setText(
            f"选中：银行 {len(theirs)} 笔 {_shown(sums[0])}，账上 {len(ours)} 笔 {_shown(sums[1])}"
            + (f"，差 {_shown(gap)}" if gap else "，两边一样")
        )

    def _propose(self) -> None:
        """One line of the bank is chosen: the only row that can be it is chosen beside it."""
        theirs = self.bank.picked()
        if len(theirs) != 1 or not theirs[0].open or not self.bank.hasFocus():
            return
        item = theirs[0].item
        same = [one for one in self.books.placed if one.open and one.item.fen == item.fen]
        same.sort(key=lambda one: abs((one.item.day - item.day).days))
        self.books.pick([same[0].item.key] if same else [])

    # -- acts -----------------------------------------------------------------------------

    def _to(self, table: SideTable) -> None:
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self, _checked: bool = False) -> None:
        """What is chosen on both sides belongs together."""
        if self.seen is None:
            return
        self.banner.hide()
        chosen = (*self.bank.picked(), *self.books.picked())
        keys = [one.item.key for one in chosen]
        changes = self._desk.runner.act(
            actions.tick, self.seen.account["id"], keys, on_refused=self.banner.say, say="对上了",
            initiator=self,
        )  # fmt: skip
        if changes is None:
            return
        if any(one.broken for one in chosen):
            self._on_account()  # what is left of the old match is open now
            return
        self.seen = bank_reads.with_match(self.seen, keys, str(changes.result), BY_HAND)
        self._show_sides()

    def untick(self, _checked: bool = False) -> None:
        groups = {one.group for one in (*self.bank.picked(), *self.books.picked()) if one.group}
        if not groups:
            self.banner.say("选中的还没有对上。先把上面换成“对上的”，再选要取消的一笔。")
            return
        self.banner.hide()
        for group in sorted(groups):
            self._desk.runner.act(actions.untick, group, on_refused=self.banner.say)

    def match_all(self, _checked: bool = False) -> None:
        if self.seen is None:
            return
        changes = self._desk.runner.act(
            actions.auto_tick, self.seen.account["id"], on_refused=self.banner.say
        )
        if changes is not None:
            self.banner.say(str(changes.result))

    def write_entry(self, _checked: bool = False) -> None:
        """The chosen line of the bank becomes an entry: interest, a fee."""
        lines = [one for one in self.bank.picked() if one.open]
        if len(lines) != 1:
            self.banner.say("请在左边选一笔还没对上的流水，再补记到账上。")
            return
        self.banner.hide()
        changes = self._desk.runner.act(
            actions.entry_from_line, lines[0].row_id, on_refused=self.banner.say
        )
        if changes is not None:
            self._desk.runner.said.emit("已补记并对上，到收支登记里补全用途和附件")

    # -- the bank's sheet -----------------------------------------------------------------

    def ask_file(self, _checked: bool = False) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选银行流水", "", _FILES)
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Reads it beside the window; columns nobody knows are asked for."""
        self.banner.hide()
        self._desk.runner.job(
            partial(_look, path), label="正在读银行流水", on_done=self._looked,
            on_refused=self.banner.say,
        )  # fmt: skip

    def _looked(self, changes: Changes) -> None:
        seen = changes.result
        assert isinstance(seen, Looked)
        if seen.layout is None or not seen.layout.whole:
            self.columns.begin(seen)
        else:
            self._import(seen)

    def _on_columns(self, seen: Looked, row: int, said: dict[str, str]) -> None:
        changes = self._desk.runner.act(
            _matched, seen, row, said, on_refused=self.columns.trouble.say
        )
        if changes is not None:
            self.columns.hide()
            assert isinstance(changes.result, Looked)
            self._import(changes.result)

    def _import(self, seen: Looked, *, with_breaks: bool = False) -> None:
        if self.seen is None:
            return
        changes = self._desk.runner.act(
            partial(acts.import_statement, with_breaks=with_breaks), self.seen.account["id"], seen,
            on_refused=partial(self._not_imported, seen),
        )  # fmt: skip
        if changes is not None:
            self.banner.say(f"{changes.result}。")

    def _not_imported(self, seen: Looked, refused: Refused) -> None:
        if refused.code == _BREAKS and ask(self, str(refused), "照样导入", "先不导入"):
            self._import(seen, with_breaks=True)
        else:
            self.banner.say(refused)

    # -- paper ----------------------------------------------------------------------------

    def print_page(self, _checked: bool = False) -> None:
        if self.seen is None:
            return
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        month = Period.parse(str(self.month.currentData()))
        title = f"{month.label}银行存款余额调节表"
        account_id = self.seen.account["id"]
        self._desk.runner.job(
            acts.print_reconciliation, account_id, month.last, label="正在排余额调节表",
            on_done=partial(self._preview, title, f"bank:{account_id}:{month}"),
            on_refused=self.banner.say,
        )  # fmt: skip

    def _preview(self, title: str, key: str, changes: Changes) -> None:
        pdf: Any = changes.result
        self._desk.preview(pdf, title, PaperFacts(key))

    # -- what the window asks of a page ---------------------------------------------------

    def open_record(self, row_id: str) -> None:
        """A line of the bank, or what is asked for of another page."""
        for one in self._of("bank"):
            if one.row_id == row_id and one.table == LINE:
                self.which.setCurrentIndex(self.which.findData(_OPEN if one.open else _ALL))
                self._show_sides()
                self.bank.pick([one.item.key])

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is self:
            return  # shown already: a long list is not read anew at each press of space
        if changes.touches(BankAccount.table):
            self.reload()
        elif changes.touches(*_TABLES):
            self._on_account()

    def _on_cover(self, _on: bool) -> None:
        self._say_sums()
        self._say_state()

    def _place(self) -> None:
        wide = self.width() >= look.metrics().px(_ROOM_FOR_TWO)
        self.heading.setVisible(self.height() >= look.metrics().px(_ROOM_FOR_TITLE))
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_sides"):
            QTimer.singleShot(0, self, self._place)


def _shown(fen: int | None) -> str:
    if fen is None:
        return "不知道"
    return cover.amount(fen)


def _look(path: Path, book: Any, _tick: object) -> Changes:
    return Changes("", result=acts.look_at(book, path))


def _matched(book: Any, seen: Looked, row: int, said: dict[str, str]) -> Changes:
    return Changes("", result=acts.match_columns(book, seen, row, said))


def _balance_words(day: date, found: Reconciled) -> str:
    words = (
        f"截至{paper_day(day)}：银行 {_shown(found.bank)}，账上 {_shown(found.books)}；"
        f"银行有账上没有 {len(found.bank_only)} 笔，账上有银行没有 {len(found.books_only)} 笔"
    )
    if found.bank is None:
        return f"{words}。"
    return f"{words}；调节后{'一致' if found.agrees else f'还差 {_shown(abs(found.gap))}'}。"
