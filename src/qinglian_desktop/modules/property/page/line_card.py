"""One difference: why, who answers for it, and how it is handled as it was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.property import actions
from qinglian_desktop.modules.property.inventory import SURPLUS, InventoryLine
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.tucked import Tucked

_WHY = ("cause", "responsible", "in_qty", "out_qty", "remark")
_WORTH = ("counted_fen", *_WHY)
_HANDLED = ("handling", "paid_fen", "matter_id", "handled_on")


class LineCard(Tucked):
    done = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("这一处", parent)
        self._desk = desk
        self.line: dict[str, Any] = {}
        self.title = look.label("", "group")
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.banner = Banner()
        self.form: RecordForm | None = None
        self.go: QPushButton = push_button("记下")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        for part in (self.title, self.words, self.banner):
            self._column.addWidget(part)
        self._column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.go.clicked.connect(self._on_go)

    def open_line(self, line: Mapping[str, Any]) -> None:
        """Before the count is verified the reason is asked, afterwards how it is handled."""
        self.line = dict(line)
        self.banner.hide()
        self.title.setText(f"{line['number']} 号 {line['name'] or ''}：{line['result']}")
        fields = self._fields()
        self._show_form(fields)
        self.go.setVisible(bool(fields))
        self.go.setText("按决议处理" if fields == _HANDLED else "记下")
        look.named(self.go, self.go.text())
        self.words.setText(self._words())
        self.show()
        if self.form is not None:
            self.form.focus_first()

    def _fields(self) -> tuple[str, ...]:
        if self.line["handled_on"]:
            return ()
        if self.line["found_on"]:
            return _HANDLED
        return _WORTH if self.line["result"] == SURPLUS else _WHY

    def _words(self) -> str:
        line = self.line
        if line["handled_on"]:
            return f"{line['handled_on']}已按“{line['handling']}”处理。要改先撤销那一步。"
        if not line["found_on"]:
            return "写清原因；丢失、保管不善的写责任人。时点以后又进出的，写在增加、减少里。"
        fen = actions.loss_of(self._desk.book, line, clock.today())
        return (
            f"待处理 {money.show(fen)} 元。有金额的要先有通过的决议。"
            if fen
            else "没有金额，直接处理。"
        )

    def _show_form(self, fields: tuple[str, ...]) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if not fields:
            return
        self.form = RecordForm(InventoryLine, reader=self._desk.book, fields=fields)
        known = dict(self.line)
        if fields == _HANDLED:
            known["handled_on"] = clock.today().isoformat()
            row = self._desk.book.row("inventory", self.line["inventory_id"]) or {}
            known["matter_id"] = known["matter_id"] or row.get("matter_id")
        self.form.set_row(known)
        self.form.submitted.connect(self._on_go)
        self._column.insertWidget(3, self.form)

    def _on_go(self, _checked: bool = False) -> None:
        if self.form is None:
            return
        self.form.wait_no_more()
        if self.form.unreadable():
            self.form.focus_first()
            return
        given = self.form.draft()
        act = self._desk.runner.act
        if self.line["found_on"]:
            day = date.fromisoformat(given.get("handled_on") or clock.today().isoformat())
            handling = given.get("handling") or ""
            if not handling:
                self._on_refused(Refused("还没选怎么处理", "选一种", field="handling"))
                return

            def handle(book: Any) -> Any:
                return actions.handle(
                    book, self.line["id"], handling, day, paid_fen=given.get("paid_fen"),
                    matter_id=given.get("matter_id"),
                )  # fmt: skip

            made = act(handle, on_refused=self._on_refused, say="已处理，记了账，可以撤销。")
        else:
            draft = {name: given.get(name) for name in self.form.names}
            made = act(actions.save_line, self.line["id"], draft, on_refused=self._on_refused)
        if made is not None:
            self.hide()
            self.done.emit()

    def _on_refused(self, refused: Refused) -> None:
        if self.form is None or not self.form.show_problem(refused):
            self.banner.say(refused)
