"""Who is not there yet is added from the list itself: a short form in front of the work."""

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import ID_NUMBER, NAME, PHONE
from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import at_hand, look
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.link_editor import described, record_of
from qinglian_desktop.ui.messages import Banner, ask, push_button

_SAME_NAME = "QL-EN-008"


def short_fields(record: type[Record]) -> tuple[str, ...]:
    """What is asked of somebody new: what names and tells apart; the rest has time."""
    kinds = (ID_NUMBER, PHONE)
    return tuple(
        name
        for name, field in record.fields.items()
        if (field.asked or name in record.named_by or field.kind in kinds or field.drawn_from)
        and not field.link
    )


class NewRecord(QDialog):
    def __init__(
        self, parent: QWidget, reader: Reader, record: type[Record], typed: str = ""
    ) -> None:
        super().__init__(parent)
        self.record, self._reader = record, reader
        self.added = ""
        self.setWindowTitle(f"新建{record.label}")
        look.named(self, f"新建{record.label}")
        self.banner = Banner()
        self.form = RecordForm(record, reader=reader, fields=short_fields(record))
        named = next((n for n in self.form.names if record.fields[n].kind is NAME), "")
        self._named = named
        if named and typed:
            self.form.editors[named].fill_in(typed, "")
        self.done_button = push_button("建好，用上", "primary")
        self.leave = push_button("不建了")
        for button in (self.done_button, self.leave):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        keys = look.label("Ctrl+Enter 建好 · Esc 不建", "hint")
        buttons.addWidget(keys)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.banner)
        column.addWidget(self.form)
        column.addLayout(buttons)
        self.setMinimumWidth(look.metrics().px(520))
        self.form.submitted.connect(self.add)
        self.done_button.clicked.connect(self.add)
        self.leave.clicked.connect(self.reject)
        self.form.focus_first()

    def add(self) -> None:
        """Write the row; somebody of the same name is asked about first (QL-EN-008)."""
        self.form.wait_no_more()
        draft = self.form.draft()
        if twin := self._twin(draft):
            words = described(self._reader, self.record.table, twin)
            if ask(self, f"已有同名：{words}。是同一个人吗？", "是，用他", "不是，新建"):
                self.added = str(twin["id"])
                self.accept()
                return
        try:
            self.added = at_hand.now().make(self.record.table, draft)
        except Refused as refused:
            if not self.form.show_problem(refused):
                self.banner.say(refused)
            return
        self.accept()

    def _twin(self, draft: dict[str, Any]) -> Any:
        name = draft.get(self._named) if self._named else None
        if not name:
            return None
        query = Query(self.record.table, (Where(self._named, "=", name),), limit=1)
        found = self._reader.page(self.record.table, self._reader.ids(query))
        return found[0] if found else None


def add_record(parent: QWidget, reader: Reader | None, table: str, typed: str) -> str:
    """The id of the new row, or of the one that was there already; "" when it was left."""
    record = record_of(reader, table) if reader is not None else None
    if reader is None or record is None:
        return ""
    dialog = NewRecord(parent, reader, record, typed)
    try:
        dialog.exec()
        return dialog.added
    finally:
        dialog.deleteLater()
