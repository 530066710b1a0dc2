"""凭证: vouchers that are not receipts or payments, each with its lines, made by keyboard alone."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import OPENING, Voucher, VoucherLine
from qinglian_desktop.modules.funds.page.lines import LinesGrid
from qinglian_desktop.modules.funds.page.picker import BookBox
from qinglian_desktop.modules.funds.page.reason import ReasonCard
from qinglian_desktop.modules.funds.page.review_bar import put_above
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import LABEL_WIDTH, RecordForm
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import Banner, ask, push_button

_COLUMNS = ("day", "voucher_no", "kind", "summary", "amount_fen", "book", "reviewer")
_HEAD = ("day", "summary")


class VoucherPage(ListAndView):
    def __init__(self, desk: Desk) -> None:
        ledger = desk.ledger(Voucher, title="凭证", columns=_COLUMNS)
        put_above(ledger, desk.book, desk.runner)
        super().__init__(ledger, Voucher.table, "凭证")
        self.call_new("记凭证", "记一张转账凭证（Ctrl+N）")
        self.view = VoucherView(desk)
        self._stack.addWidget(self.view)
        self.view.closed.connect(self.show_list)
        desk.runner.changed.connect(self._on_changed)

    def show_row(self, _table: str, row_id: str) -> None:
        self.open_record(row_id)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is not self.view and changes.touches(Voucher.table, VoucherLine.table):
            self.reload()


class VoucherView(QWidget):
    """One voucher: its day, its words, its lines. Ctrl+Enter saves it whole."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.row_id = ""
        self._row: dict[str, Any] = {}
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "凭证")
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.save = push_button("保存", "primary")
        look.named(self.save, "保存", "整张保存（Ctrl+Enter）")
        self.red = push_button("红字冲回")
        self.remove = push_button("删到回收站", "danger")
        self.book = BookBox(desk.book)
        self.banner = Banner()
        self.about = look.label("", "hint")
        self.about.setWordWrap(True)
        self.form = RecordForm(Voucher, reader=desk.book, fields=_HEAD)
        self.grid = LinesGrid()
        self.reason = ReasonCard("为什么冲回", "红字冲回")
        self._lay_out()
        for button, act in (
            (self.back, self.closed.emit), (self.save, self.on_save), (self.red, self._ask_red),
            (self.remove, self.on_remove),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.book.currentIndexChanged.connect(self._use_chart)
        self.form.editors["day"].left.connect(self._use_chart)
        self.form.submitted.connect(self.on_save)
        self.reason.done.connect(self.on_red)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        for button in (self.remove, self.red, self.save):
            head.addWidget(button)
        inner = QWidget()
        inner.setProperty("role", "clear")
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 8, 16)
        body.setSpacing(12)
        which = QHBoxLayout()
        which.setSpacing(12)
        words = look.label("账本：", "field")
        words.setFixedWidth(look.metrics().px(LABEL_WIDTH))
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        which.addWidget(words)
        which.addWidget(self.book)
        which.addStretch(1)
        body.addLayout(which)
        for part in (self.about, self.form, self.grid):
            body.addWidget(part)
        body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.reason)
        column.addWidget(self.area, 1)

    # -- what is shown ----------------------------------------------------------------------

    def new_row(self) -> None:
        self._show({}, ())
        self.form.set_row({"day": clock.today().isoformat()})
        self._use_chart()
        self.form.editors["summary"].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_row(self, row_id: str) -> None:
        row = self._desk.book.row(Voucher.table, row_id)
        if row is None:
            return
        self._show(row, actions.lines_in(self._desk.book, row_id))

    def reload(self) -> None:
        if self.row_id:
            self.open_row(self.row_id)

    def _show(self, row: dict[str, Any], lines: Any) -> None:
        self.row_id, self._row = row.get("id", ""), row
        self.banner.hide()
        self.reason.hide()
        new = not row
        self.name.setText("记凭证" if new else f"凭证 {row['voucher_no']}（{row['kind']}）")
        if not new:
            self.book.show_account(row["book"])
            self.form.set_row(row)
        self.book.setEnabled(new)
        fixed = not new and (bool(row["source_table"]) or row["kind"] not in ("转账", OPENING))
        fixed = fixed or bool(row.get("reviewed_on")) or bool(row.get("deleted"))
        self.save.setVisible(not fixed)
        self.red.setVisible(not new and row["kind"] == "转账")
        self.remove.setVisible(not new)
        self.about.setText(self._said(row))
        self.about.setVisible(bool(self.about.text()))
        self._use_chart()
        self.grid.put(lines)

    def _said(self, row: dict[str, Any]) -> str:
        if not row:
            return "收钱、付钱在“收支登记”里记，这里记不收付钱的：结转、折旧、存现、提现、挂账。"
        told = []
        if row["reverses_id"]:
            other = self._desk.book.row(Voucher.table, row["reverses_id"]) or {}
            told.append(f"冲回的是 {other.get('voucher_no', '')} 号凭证")
        red = actions.reversal_of(self._desk.book, Voucher.table, row["id"])
        if red is not None:
            told.append(f"已用 {red['voucher_no']} 号红字冲回")
        if row["reviewed_on"]:
            told.append(f"{row['reviewer']} {row['reviewed_on']} 复核，要改请红字冲回")
        if row["source_table"]:
            record = self._desk.book.tables.records.get(row["source_table"])
            told.append(f"从{record.label if record else '年终结转'}记来的，在那里更正")
        return "；".join(told)

    def _use_chart(self, *_: object) -> None:
        typed = self.form.draft().get("day") or self._row.get("day")
        day = date.fromisoformat(typed) if typed else clock.today()
        try:
            self.grid.use(reads.chart_on(self._desk.book, self.book.account, day))
        except Refused as refused:
            self.banner.say(str(refused))

    def take_focus(self) -> None:
        self.grid.rows.focus_cell()
        self.area.ensureWidgetVisible(self.grid.sums)

    # -- what is done -----------------------------------------------------------------------

    def flush(self) -> None:
        """Nothing is saved by itself: half a voucher is none."""

    def on_save(self) -> None:
        """All of it, or nothing and why."""
        self.form.wait_no_more()
        draft = {**self._row, **self.form.draft()}
        if trouble := self.grid.trouble() or "、".join(self.form.unreadable()):
            self.banner.say(f"{trouble}。请改好再保存。")
            return
        if not draft.get("day"):
            self.banner.say("还没有填日期。请填凭证的日期。")
            return
        day, summary = date.fromisoformat(draft["day"]), draft.get("summary") or ""
        runner, lines = self._desk.runner, self.grid.lines()
        if self.row_id:
            made = runner.act(
                actions.change_voucher, self.row_id, day, summary, lines,
                initiator=self, on_refused=self.banner.say,
            )  # fmt: skip
        else:
            made = runner.act(
                actions.post_voucher, self.book.account, day, summary, lines,
                initiator=self, on_refused=self.banner.say,
            )  # fmt: skip
        if made is not None:
            self.open_row(str(made.result or self.row_id))

    def _ask_red(self) -> None:
        self.reason.begin()

    def on_red(self, reason: str) -> None:
        made = self._desk.runner.act(
            actions.reverse, Voucher.table, self.row_id, clock.today(), reason,
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if made is not None:
            self.open_row(str(made.result))

    def on_remove(self) -> None:
        if not ask(self, "把这张凭证删到回收站？月结以前可以找回。", "删掉", "不删", danger=True):
            return
        act = self._desk.runner.act
        if act(actions.drop_voucher, self.row_id, initiator=self, on_refused=self.banner.say):
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_save()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
