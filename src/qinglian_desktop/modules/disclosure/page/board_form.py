"""One board as a form: its name, where it stands, how many slots it has."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.wall_records import NoticeBoard
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button


class BoardForm(QFrame):
    """One board: its name, where it stands, how many slots."""

    done = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self.setProperty("role", "card")
        look.named(self, "这块公开栏")
        self.form = RecordForm(NoticeBoard, reader=desk.book)
        self.name = look.label("加公开栏", "group")
        self.ok = push_button("画好了", "primary")
        self.remove = push_button("删到回收站", "danger")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self.ok)
        row.addStretch(1)
        row.addWidget(self.remove)
        column.addLayout(row)
        column.addStretch(1)
        self.ok.clicked.connect(self._on_ok)
        self.remove.clicked.connect(self._on_remove)
        self.form.edited.connect(self.save)
        self.form.submitted.connect(self._on_ok)

    def open_row(self, row: Any) -> None:
        self.row_id = row.get("id", "")
        self.name.setText("改公开栏" if self.row_id else "加公开栏")
        self.remove.setVisible(bool(self.row_id))
        self.form.set_row(row)

    def save(self) -> bool:
        """What is typed, as soon as the board has a name; False when it was refused."""
        self.form.wait_no_more()
        draft = self.form.changes() if self.row_id else self.form.draft()
        if not draft or not (self.row_id or draft.get("name")):
            return True
        changes = self._desk.runner.act(
            actions.save_board, self.row_id or None, draft, on_refused=self._on_refused
        )
        if changes is None:
            return False
        self.row_id = self.row_id or str(changes.result)
        self.form.settled(self._desk.book.row(NoticeBoard.table, self.row_id))
        self.remove.show()
        return True

    def _on_ok(self) -> None:
        if self.form.unreadable() or (not self.row_id and not self.form.draft().get("name")):
            self._on_refused(Refused("公开栏还没有名称", "例：大门口公开栏", field="name"))
        elif self.save():
            self.done.emit()

    def _on_remove(self) -> None:
        gone = self._desk.runner.act(
            actions.drop_board, self.row_id, say="已删到回收站。", on_refused=self._on_refused
        )
        if gone is not None:
            self.row_id = ""
            self.form.set_row({})
            self.done.emit()

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.refused.emit(refused)
