"""Who sees a personal value in a form? Masked until it is shown for one record, and that is noted.

Numbers, addresses and whatever else is declared personal stand masked in the form of a record that
is there already. A click on 显示个人信息, or F2 in such a field, shows them for this record; it is
written down before they are seen. F9, the lock, another record and another page hide them again.
What the clerk types herself stays to be seen while she is at it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Level, Record, Row
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.messages import Question, push_button

_LEAST = 2  # characters of a reason


class Form(Protocol):
    record_type: type[Record]

    @property
    def editors(self) -> Mapping[str, FieldEditor]: ...
    @property
    def row(self) -> Row: ...


class Revealing(QWidget):
    """The line above a form that shows what is masked in it; not there while nothing is."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self._row_id = ""
        self._noted = False  # shown whole for this record, and written down
        self._new = True  # the form began without a record: what stands there was typed here
        self._typed: set[str] = set()  # since the record was opened
        self.button = push_button("显示个人信息", "link", icon="eye")
        self.button.setToolTip("也可以在遮住的格子里按 F2。谁看过会记下来。")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F2 from the field; Tab goes on to work
        self.button.clicked.connect(self.show_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        for name, editor in self._personal():
            editor.asked_to_see.connect(self.show_all)
            editor.changed.connect(partial(self._typed.add, name))
            editor.gave_up.connect(partial(self._on_gave_up, name))
        cover.cover().changed.connect(self.hide_again)
        cover.cover().left.connect(self.hide_again)
        self.hide()

    def _personal(self) -> list[tuple[str, FieldEditor]]:
        return [(n, e) for n, e in self._form.editors.items() if e.field.level >= Level.PERSON]

    # -- which record ---------------------------------------------------------------------

    def fit_row(self) -> None:
        """Another row, or the same with other values, stands in the form."""
        row_id = str(self._form.row.get("id") or "")
        if row_id != self._row_id or not row_id:
            self._noted, self._new, self._row_id = False, not row_id, row_id
            self._typed.clear()
        self._fit()

    def saved(self) -> None:
        """What is to be seen stays so; the rest is masked with its new value."""
        self._row_id = str(self._form.row.get("id") or "")
        for name, editor in self._personal():
            if editor.stored() == self._form.row.get(name):
                editor.saved()
        self._fit()

    def hide_again(self, _why: bool = True) -> None:
        """The record is left, or somebody may look on: what was shown for a while is masked."""
        self._noted, self._new = False, not self._row_id
        self._typed.clear()
        for name, editor in self._personal():
            if editor.savable() and editor.stored() == self._form.row.get(name):
                editor.set_stored(self._form.row.get(name))  # saved: no longer being typed
        self._fit()

    # -- what is masked -------------------------------------------------------------------

    def _fit(self) -> None:
        for name, editor in self._personal():
            typed = name in self._typed or editor.touched or editor.anew
            editor.show_whole(self._noted)
            editor.veil(bool(self._row_id) and not (self._noted or self._new or typed))
        self.setVisible(any(editor.veiled for _, editor in self._personal()))

    def _on_gave_up(self, name: str) -> None:
        self._typed.discard(name)
        self._fit()

    def show_all(self) -> None:
        """Written down first; what cannot be written down is not shown."""
        veiled = [editor for _, editor in self._personal() if editor.veiled]
        if not veiled or cover.cover().on:
            return
        here = next((editor for editor in veiled if editor.has_focus()), None)
        label, why = self._form.record_type.label, ""
        sensitive = any(editor.field.level >= Level.SENSITIVE for editor in veiled)
        if sensitive and not (why := asked_why(self, label)):
            return
        labels = "、".join(editor.field.label for editor in veiled)
        try:
            at_hand.now().reveal(self._form.record_type.table, self._row_id, labels, why)
        except Refused as refused:
            shown = here or next((e for e in veiled if e.isVisible()), veiled[0])
            shown.show_problem(Problem(refused.what, refused.remedy, code=refused.code))
            return
        self._noted = True
        self._fit()
        if here is not None:  # all of it chosen, as when Tab leads there
            here.setFocus(Qt.FocusReason.TabFocusReason)


class _Reason(Question):
    def __init__(self, parent: QWidget, label: str) -> None:
        text = f"这条{label}里有敏感内容，看之前请写明缘由。谁看过、为什么看会记下来。"
        super().__init__(parent, text, "显示", "不看了")
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.why.setPlaceholderText("缘由，例：核对联系记录")
        look.named(self.why, "缘由")
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.why)
        self.yes.setEnabled(False)
        self.why.textChanged.connect(self._on_written)
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_written(self, text: str) -> None:
        self.yes.setEnabled(len(text.strip()) >= _LEAST)


def asked_why(parent: QWidget, label: str) -> str:
    """The reason, or "" when it is not to be shown."""
    dialog = _Reason(parent, label)
    try:
        yes = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.why.text().strip() if yes else ""
    finally:
        dialog.deleteLater()
