"""A statement whose header nobody knows: which column is which? Asked once, then remembered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.exchange.bank import ROLES
from qinglian_desktop.modules.funds.actions.banking import Looked
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button

_ASKED = ("day", "in", "out", "amount", "sign", "balance", "party", "summary")
_ROWS = 40  # rows among which the header may be
_LEAST = 3  # filled cells of a header


class ColumnsCard(QFrame):
    done = Signal(object, int, object)  # what was looked at, the header's row, {role: header}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: Looked | None = None
        self.setProperty("role", "card")
        look.named(self, "指明各列是什么")
        self.row = ChoiceBox("哪一行是表头")
        self.boxes = {role: ChoiceBox(ROLES[role]) for role in _ASKED}
        self.ok, self.cancel = push_button("按这样导入", "primary"), push_button("先不导入", "link")
        self.trouble = Banner()
        boxes = QWidget()
        flow = FlowLayout(boxes, gap=8)
        flow.addWidget(_labelled("表头在", self.row))
        for role, box in self.boxes.items():
            flow.addWidget(_labelled(ROLES[role], box))
        for button in (self.ok, self.cancel):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        words = look.label("这家银行的表头没见过，请指明各列是什么；下次就认得了。")
        words.setWordWrap(True)
        for part in (words, boxes, self.trouble):
            column.addWidget(part)
        self.row.activated.connect(self._fill_columns)
        self.ok.clicked.connect(self._on_ok)
        self.cancel.clicked.connect(self.hide)
        self.hide()

    def begin(self, seen: Looked) -> None:
        """The first row that could be a header is proposed."""
        self._seen = seen
        self.trouble.hide()
        self.row.clear()
        for number, cells in enumerate(seen.rows[:_ROWS]):
            said = "、".join(cell.strip() for cell in cells if cell.strip())
            if sum(bool(cell.strip()) for cell in cells) >= _LEAST:
                self.row.addItem(f"第 {number + 1} 行：{said[:24]}", number)
        self._fill_columns()
        self.show()
        self.row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_columns(self) -> None:
        number = self.row.currentData()
        header = self._seen.rows[number] if self._seen and number is not None else []
        for box in self.boxes.values():
            box.clear()
            box.addItem("没有", "")
            for cell in dict.fromkeys("".join(cell.split()) for cell in header):
                if cell:
                    box.addItem(cell, cell)

    def _on_ok(self, _checked: bool = False) -> None:
        if self._seen is None or self.row.currentData() is None:
            self.trouble.say("这个文件里没有像表头的一行。请确认选对了文件。")
            return
        said = {role: str(box.currentData()) for role, box in self.boxes.items()}
        chosen = {role: text for role, text in said.items() if text}
        self.trouble.hide()
        self.done.emit(self._seen, int(self.row.currentData()), chosen)


def _labelled(word: str, box: ChoiceBox) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(look.label(word, "hint"))
    column.addWidget(box)
    return made
