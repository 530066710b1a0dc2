"""Who sees a personal value in a form? Masked until it is shown for one record, and that is noted.

Numbers, addresses and whatever else is declared personal stand masked in the form of a record that
is there already. F2 in such a field shows it, a click on 显示个人信息 all that can be seen of the
record; it is written down before they are seen. F9, the lock, another record and another page hide
them again. What the clerk types herself stays to be seen while she is at it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Level, Record, Row
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.messages import Question, push_button

SHOW, HIDE = "显示个人信息", "遮住个人信息"
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
        self._noted: set[str] = set()  # shown whole for this record, and written down
        self._new = True  # the form began without a record: what stands there was typed here
        self._typed: set[str] = set()  # since the record was opened
        self.button = push_button(SHOW, "link", icon="eye")
        self.button.setToolTip("也可以在遮住的格子里按 F2。谁看过会记下来。")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F2 from the field; Tab goes on to work
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        for name, editor in self._personal():
            editor.asked_to_see.connect(partial(self._show, [editor]))
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
            self._new, self._row_id = not row_id, row_id
            self._noted.clear()
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
        self._new = not self._row_id
        self._noted.clear()
        self._typed.clear()
        for name, editor in self._personal():
            if editor.savable() and editor.stored() == self._form.row.get(name):
                editor.set_stored(self._form.row.get(name))  # saved: no longer being typed
        self._fit()

    # -- what is masked -------------------------------------------------------------------

    def _fit(self) -> None:
        for name, editor in self._personal():
            typed = name in self._typed or editor.touched or editor.anew
            noted = name in self._noted
            editor.show_whole(noted)
            editor.veil(bool(self._row_id) and not (noted or self._new or typed))
        self.fit_fold()

    def fit_fold(self) -> None:
        """The button speaks of what can be seen, not of what is folded away."""
        more = bool(self._veiled())
        word = SHOW if more else HIDE
        if self.button.text() != word:
            self.button.setText(word)
            look.named(self.button, word)
            look.set_icon(self.button, "eye" if more else "eye-off")
        self.setVisible(more or bool(self._noted))  # nothing below moves when it is shown

    def _on_clicked(self) -> None:
        if self._veiled():
            self.show_all()
        else:
            self.hide_again()

    def _veiled(self) -> list[FieldEditor]:
        return [e for _, e in self._personal() if e.veiled and not e.isHidden()]

    def _on_gave_up(self, name: str) -> None:
        self._typed.discard(name)
        self._fit()

    def show_all(self) -> None:
        """Everything masked that the form shows just now."""
        self._show(self._veiled())

    def _show(self, editors: Sequence[FieldEditor]) -> None:
        """Written down first; what cannot be written down is not shown."""
        if not editors or cover.cover().on:
            return
        here = next((editor for editor in editors if editor.has_focus()), None)
        label, why = self._form.record_type.label, ""
        sensitive = any(editor.field.level >= Level.SENSITIVE for editor in editors)
        if sensitive and not (why := asked_why(self, label)):
            return
        labels = "、".join(editor.field.label for editor in editors)
        try:
            at_hand.now().reveal(self._form.record_type.table, self._row_id, labels, why)
        except Refused as refused:
            told = Problem(refused.what, refused.remedy, code=refused.code)
            (here or editors[0]).show_problem(told)
            return
        self._noted |= {name for name, editor in self._personal() if editor in editors}
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
