"""报数记忆 (W-16): which numbers were handed up, to whom, and which rows they rested on."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.forms import actions, numbers
from qinglian_desktop.modules.forms.page.differences import COMPARED, RowsDialog
from qinglian_desktop.modules.forms.records import BY_HAND, ReportedNumber
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("日期", 120), Heading("给谁", 130), Heading("哪个数", 150), Heading("口径", 0),
    Heading("数值", numeric=True), Heading("凭据（行）", numeric=True),
)  # fmt: skip
_BY_HAND = ("to_whom", "what", "value", "unit", "definition", "reported_on", "reason")
_SHOWN = 500


class ReportedPage(QWidget):
    page_id, title = "reported_number", "报数记忆"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[Any] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.add = push_button("登记一个数", icon="add")
        self.then = push_button("看当时名单", "primary")
        self.compare = push_button("与现在比较")
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        self.save, self.leave = push_button("记下", "primary"), push_button("不记了")
        for button in (self.then, self.compare, self.add, self.save, self.leave):
            button.setAutoDefault(False)
            head.addWidget(button)
        self.banner = Banner()
        self.table = PlainTable("报过的数", _COLUMNS)
        self.empty = EmptyCard("以后每次对外报数都会记在这里。", "clock")
        self.form = RecordForm(ReportedNumber, reader=desk.book, fields=_BY_HAND)
        self.hand = QScrollArea()
        self.hand.setWidgetResizable(True)
        self.hand.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        paper = QWidget()
        paper.setProperty("role", "clear")
        self.hand.setWidget(paper)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self.hand.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addWidget(self.hand, 1)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        self.add.clicked.connect(self.new_record)
        self.save.clicked.connect(self.on_save)
        self.leave.clicked.connect(self._leave)
        self.form.submitted.connect(self.on_save)
        self.then.clicked.connect(self.on_then)
        self.compare.clicked.connect(self.on_compare)
        self.table.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        order = (self.table, self.then, self.compare, self.add)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        last = self.form.editors[_BY_HAND[-1]].input
        for before, after in pairwise((last, self.save, self.leave)):
            self.setTabOrder(before, after)
        self.reload()

    def reload(self) -> None:
        by = (("reported_on", True), ("id", True))
        self._rows = self._desk.book.rows(Query(ReportedNumber.table, order=by, limit=_SHOWN))
        self.table.fill([self._texts(row) for row in self._rows])
        there, writing = bool(self._rows), not self.hand.isHidden()
        self.table.setVisible(there and not writing)
        self.empty.setVisible(not there and not writing)
        for button in (self.then, self.compare):
            button.setVisible(there and not writing)
        self.add.setVisible(not writing)
        for button in (self.save, self.leave):
            button.setVisible(writing)
        if there and self.table.row() < 0:
            self.table.selectRow(0)
        fill(self.add, not there)
        enter_at(self, self.table if there else self.add)

    @staticmethod
    def _texts(row: Any) -> list[str]:
        by_hand = row["origin"] == BY_HAND
        value = (
            f"{show_quantity(row['value'])} {row['unit'] or ''}".strip()
            if row["value"] is not None
            else ""
        )
        return [
            row["reported_on"] or "", row["to_whom"] or "", row["what"] or "",
            row["definition"] or "", value, "手工登记" if by_hand else str(row["rows"] or 0),
        ]  # fmt: skip

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(ReportedNumber.table):
            self.reload()

    def show_row(self, _table: str, row_id: str) -> None:
        for place, row in enumerate(self._rows):
            if row["id"] == row_id:
                self.table.selectRow(place)

    # -- a number by hand -----------------------------------------------------------------

    def new_record(self) -> None:
        """登记一个数."""
        self.form.set_row({})
        self.hand.show()
        self.reload()
        self.form.focus_first()

    def on_save(self) -> None:
        changes = self._desk.runner.act(
            actions.save_number, None, self.form.draft(), initiator=self,
            on_refused=self._on_refused,
        )  # fmt: skip
        if changes is not None:
            self._leave()

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.banner.say(refused)

    def _leave(self) -> None:
        self.hand.hide()
        self.reload()
        self.setFocus()

    # -- then and now ---------------------------------------------------------------------

    def _chosen(self) -> Any:
        place = self.table.row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _on_opened(self, _row: int, _column: int) -> None:
        self.on_then()

    def on_then(self) -> None:
        row = self._chosen()
        then = numbers.rows_then(self._desk.book, row) if row else None
        if then is None:
            self.banner.say("这个数是手工登记的，没有名单。口径写在表里。")
            return
        what = f"{row['reported_on']} 给{row['to_whom']}报的“{row['what']}”"
        said = f"{what}，共 {len(then['rows'])} 行。"
        lines = [(str(n), name) for n, (_, _, name) in enumerate(then["rows"], start=1)]
        columns = (Heading("序号", 70, numeric=True), Heading("名单", 0, private=True))
        RowsDialog("当时名单", said, columns, lines, self).open()

    def on_compare(self) -> None:
        row = self._chosen()
        found = numbers.compare_again(self._desk.book, row["id"]) if row else None
        if found is None:
            self.banner.say("这个数是手工登记的，没有名单可比。")
            return
        old, new = show_quantity(found.before["value"]), show_quantity(found.now.value)
        unit = found.now.unit
        said = f"当时是 {old} {unit}，现在是 {new} {unit}。"
        said += "名单有这些不同：" if found.lines else "名单没有变化。"
        RowsDialog("与现在比较", said, COMPARED, found.lines, self).open()
