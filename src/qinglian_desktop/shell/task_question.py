"""What a step of a task asks before it is taken: a reason, a later day with it, or who does it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qinglian_desktop.core.kinds import DAY, NAME, TEXT
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.small_form import SmallForm

POSTPONE, ASSIGN = "postpone", "assign"
_REASON = {"reason": Field("原因", TEXT)}
_FIELDS = {
    POSTPONE: {"due_on": Field("新的日期", DAY, ahead=True), **_REASON},
    ASSIGN: {
        "assignee": Field("责任人", NAME, suggests="person"),
        "helpers": Field("协办", TEXT, required=False, example="网格长、监督委员会"),
    },
    "": _REASON,
}


class TaskQuestion(QFrame):
    """One question at a time; `act` is POSTPONE, ASSIGN or the state that needs a reason."""

    answered = Signal()
    put_away = Signal()

    def __init__(self, reader: Any) -> None:
        super().__init__()
        self.act = ""
        self.forms = {name: SmallForm(fields, reader=reader) for name, fields in _FIELDS.items()}
        self.sure, self.no = push_button("就这样", "primary"), push_button("先不")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.sure)
        for form in self.forms.values():
            column.addWidget(form)
            form.submitted.connect(self._on_sure)
        column.addLayout(row)
        self.sure.clicked.connect(self._on_sure)
        self.no.clicked.connect(self.close_it)
        self.hide()

    @property
    def form(self) -> SmallForm:
        return self.forms[self.act if self.act in self.forms else ""]

    def ask(self, act: str, word: str, values: Mapping[str, Any]) -> None:
        """`word` is what the button says; the fields begin with `values`."""
        self.act = act
        for form in self.forms.values():
            form.setVisible(form is self.form)
        self.form.put(values)
        self.sure.setText(word)
        self.show()
        next(iter(self.form.editors.values())).setFocus()

    def close_it(self) -> None:
        self.act = ""
        self.hide()
        self.put_away.emit()

    def text(self, name: str) -> str:
        return str(self.form.value(name) or "")

    def show_refusal(self, refused: Refused) -> bool:
        """Under the field it names; False where that is none of these."""
        return bool(self.act) and self.form.show_refusal(refused)

    def _on_sure(self) -> None:
        if not self.form.problem():
            self.answered.emit()
