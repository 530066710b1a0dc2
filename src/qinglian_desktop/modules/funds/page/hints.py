"""请核实: payments that somebody should look at again, and what was found."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.control import HintAnswer
from qinglian_desktop.modules.funds.hints import Hint
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("日期", 110), Heading("哪一种", 150), Heading("请核实什么", 0, private=True),
    Heading("合计（元）", 120, numeric=True), Heading("说明", 0, private=True),
)  # fmt: skip
_HINT = "只是提醒看一眼，不是说哪里错了。核实过的写一句说明，就不再提。"


class HintsPage(QWidget):
    page_id, title = "payment_hints", "请核实"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: tuple[Hint, ...] = ()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.banner = Banner()
        self.every = QCheckBox("核实过的也看")
        look.named(self.every, self.every.text())
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        self.table = PlainTable("请核实", _COLUMNS)
        self.empty = EmptyCard("近一年的支出没有要核实的。", "success")
        self.empty.hide()  # until it is known
        self.basis = look.label("", "hint")
        self.basis.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("核实的情况，例：两个点位各一笔，发票各一张")
        look.named(self.reason, "核实的情况")
        self.done, self.open = push_button("记下说明", "primary"), push_button("去看这几笔")
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        head.addWidget(self.every)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (hint, self.banner):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._card())
        self.every.toggled.connect(self.reload)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self.on_open)
        self.reason.returnPressed.connect(self.on_done)
        self.done.clicked.connect(self.on_done)
        self.open.clicked.connect(self.on_open)
        cover.cover().changed.connect(self._on_row)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def _card(self) -> QFrame:
        self.card = QFrame()
        self.card.setProperty("role", "card")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(self.open)
        line.addWidget(self.done)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(16, 10, 16, 12)
        column.addWidget(self.basis)
        column.addLayout(line)
        return self.card

    def reload(self, *_: object) -> None:
        """A year of payments is compared beside the window."""
        self._desk.runner.read(partial(_asked, self.every.isChecked()), self._fill)

    def _fill(self, found: tuple[tuple[Hint, ...], dict[str, str]]) -> None:
        self.lines, told = found
        self.table.fill(
            [
                (h.day.isoformat(), h.name, h.what, money.show(h.fen), told.get(h.key, ""))
                for h in self.lines
            ]
        )
        for part, yes in (
            (self.table, bool(self.lines)), (self.card, bool(self.lines)),
            (self.empty, not self.lines),
        ):  # fmt: skip
            part.setVisible(yes)
        if self.lines and self.table.row() < 0:
            self.table.selectRow(0)
        self._on_row()

    def chosen(self) -> Hint | None:
        row = self.table.row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def _on_row(self, *_: object) -> None:
        one = self.chosen()
        shown = one is not None and not cover.cover().on
        self.basis.setText(f"{one.what}。依据：{one.basis}" if one and shown else "")

    def on_done(self) -> None:
        one = self.chosen()
        if one is None:
            return
        self.banner.hide()
        changes = self._desk.runner.act(
            actions.answer_hint, one, self.reason.text(), on_refused=self._on_refused
        )
        if changes is not None:
            self.reason.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_open(self, *_: object) -> None:
        one = self.chosen()
        if one is not None:
            self._desk.go("funds", Entry.table, one.rows[-1])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(Entry.table, HintAnswer.table):
            self.reload()


def _asked(every: bool, book: Any) -> tuple[tuple[Hint, ...], dict[str, str]]:
    """The hints, and what was found where somebody looked."""
    told = {row["hint"]: row["reason"] for row in reads.answers(book)}
    return reads.hints_of(book, clock.today(), answered=every), told
