"""发生了一件: which item, on which day, what; above the matrix, closed when done."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import DAY, LINK, TEXT
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.messages import Banner, close_button, push_button
from qinglian_desktop.ui.tucked import Tucked

_FIELDS = {
    "item": Field("哪一项", LINK, link="catalog_item"),
    "event_on": Field("哪天", DAY),
    "event": Field("发生了什么", TEXT, example="代表会议通过修路方案"),
}


class EventForm(Tucked):
    wanted = Signal(str, object, str)  # catalogue row, day, what

    def __init__(self, reader: Any, parent: QWidget | None = None) -> None:
        super().__init__("发生了一件", parent)
        self.banner = Banner()
        self.editors: dict[str, FieldEditor] = {
            name: editor_for(field, reader=reader) for name, field in _FIELDS.items()
        }
        self.go = push_button("登记", "primary")
        self._lay_out()
        self.go.clicked.connect(self._on_go)
        for editor in self.editors.values():
            editor.submitted.connect(self._on_go)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(look.label("发生了一件要公开的事", "group"))
        head.addWidget(look.label("Ctrl+Enter 登记 · Esc 收起", "hint"), 1)
        away = close_button("收起")
        away.clicked.connect(self.hide)
        head.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.banner)
        for names in (("item", "event_on"), ("event",)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for name in names:
                label = look.label(f"{_FIELDS[name].label}：", "field")
                label.setBuddy(self.editors[name].input)
                line.addWidget(label)
                line.addWidget(self.editors[name], 1)
            column.addLayout(line)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        words = "随时、分阶段公开的，发生以后登记；开会、选举前要先公开的，填会议或选举那天。"
        self.setToolTip(words)

    def begin(self, item_id: str) -> None:
        """Opens with this row of the catalogue (none: the clerk picks one) and today."""
        self.banner.hide()
        self.editors["item"].set_stored(item_id or None)
        self.editors["event_on"].set_stored(clock.today().isoformat())
        self.editors["event"].set_stored(None)
        self.show()
        first = "event" if item_id else "item"
        self.editors[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        self.hide()

    def _on_go(self) -> None:
        for editor in self.editors.values():
            if problem := editor.problem():
                editor.show_problem(problem)
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        values = {name: editor.stored() for name, editor in self.editors.items()}
        for name, editor in self.editors.items():
            if values[name] in (None, ""):
                self.banner.say(f"还没填〔{_FIELDS[name].label}〕。")
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        day = date.fromisoformat(values["event_on"])
        self.wanted.emit(values["item"], day, values["event"])

    def show_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        if refused.field in self.editors:
            self.editors[refused.field].setFocus(Qt.FocusReason.OtherFocusReason)
