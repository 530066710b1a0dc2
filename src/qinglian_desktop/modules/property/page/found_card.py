"""登记盘盈: something that stands there and is in no register."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.property.inventory import InventoryLine
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.tucked import Tucked

_FIELDS = ("name", "kind", "place", "seen_qty", "measure", "counted_fen", "remark")


class FoundCard(Tucked):
    asked = Signal(dict)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("登记盘盈", parent)
        self.banner = Banner()
        self.form = RecordForm(InventoryLine, reader=desk.book, fields=_FIELDS)
        self.go = push_button("登记")
        self.away = push_button("先不登")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (look.label("登记盘盈", "group"), self.banner):
            column.addWidget(part)
        column.addWidget(scrolled(self.form), 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(self.away)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.go.clicked.connect(self._on_go)
        self.away.clicked.connect(self.hide)
        self.form.submitted.connect(self._on_go)

    def begin(self) -> None:
        self.banner.hide()
        self.form.set_row({})
        self.show()
        self.form.focus_first()

    def _on_go(self, _checked: bool = False) -> None:
        self.form.wait_no_more()
        if self.form.unreadable():
            self.form.focus_first()
            return
        given = self.form.draft()
        self.asked.emit({name: given.get(name) for name in _FIELDS})

    def show_refusal(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self.banner.say(refused)
