"""The form of a notice's kind, drawn from the pack: its fields, and a list for each table."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.records import FINANCE, GENERAL
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import PAUSE, RecordForm
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.rows_editor import RowsEditor


class KindForm(QWidget):
    """`edited` asks to be saved; empty and hidden for a notice in free form."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._label, self._facts = desk, "", dict[str, Any]()
        self.form: RecordForm | None = None
        self.lists: dict[str, RowsEditor] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.edited)
        self.hide()

    # -- which notice ---------------------------------------------------------------------

    def show_notice(self, row: Mapping[str, Any] | None, editable: bool) -> None:
        """The facts of this notice; nothing for one without a form or past its draft."""
        facts = actions.facts_of(self._desk.book, row["id"]) if row and editable else {}
        if row is None or not editable or row["kind"] == GENERAL or not self._has_form(row, facts):
            self.hide()
            return
        self._build(row["kind"])
        self._facts = facts
        assert self.form is not None
        # With an id the form knows the facts as saved; it is no row of any table.
        self.form.set_row({**facts, "id": row["id"]})
        for name, listed in self.lists.items():
            listed.set_rows(facts.get(name) or ())
        self.show()

    def _has_form(self, row: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
        """A finance notice composed from the books has no form: its figures are the books'."""
        return row["kind"] != FINANCE or bool(facts)

    def _build(self, label: str) -> None:
        if label == self._label:
            return
        self._label = label
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        kind = actions.kind_named(self._desk.book, label)
        self._column.addWidget(look.label(f"{kind.label}（{kind.mode}）", "group"))
        self.form = RecordForm(kind.record, reader=self._desk.book)
        self.form.edited.connect(self.edited)
        self.form.submitted.connect(self.edited)
        self._column.addWidget(self.form)
        self.lists = {}
        for listed in kind.tables:
            editor = RowsEditor(listed.name, listed.row)
            editor.edited.connect(self._pause.start)
            editor.named.connect(partial(self._on_named, editor))
            self.lists[listed.name] = editor
            self._column.addWidget(editor)

    def _on_named(self, editor: RowsEditor, number: int, name: str) -> None:
        editor.model.fill(number, actions.person_facts(self._desk.book, name))

    # -- values ---------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        return self._pause.isActive() or (self.form is not None and self.form.waits)

    def changes(self) -> dict[str, Any]:
        """What differs from the facts as saved; what cannot be read yet is not among it."""
        self._pause.stop()
        if self.form is None:
            return {}
        self.form.wait_no_more()
        made = self.form.changes()
        for name, editor in self.lists.items():
            if editor.rows() != (self._facts.get(name) or []):
                made[name] = editor.rows()
        return made

    def saved(self, facts: Mapping[str, Any], row_id: str) -> None:
        """The facts were kept so: later changes are compared with them."""
        self._facts = dict(facts)
        if self.form is not None:
            self.form.settled({**facts, "id": row_id})

    def unreadable(self) -> list[str]:
        return [told for editor in self.lists.values() for told in editor.unreadable()]

    def show_problem(self, refused: Refused) -> bool:
        """The input a refusal names, told and focused; False when it names none here."""
        if self.isHidden() or self.form is None:
            return False
        parts: Sequence[Problem] = refused.problems
        shown = self.form.show_problem(refused) if parts else False
        if not shown and refused.field in self.lists:
            self.lists[refused.field].focus_cell()
        return shown


class KindPicker(QWidget):
    """Which of the twenty kinds is to be written; `asked` carries its label."""

    asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.box = ChoiceBox("公告种类")
        self.start = push_button("开始填", "primary")
        look.named(self.start, "开始填", "按这一种的项目填，纸面自动排好")
        row = FlowLayout(self, gap=8)
        words = look.label("写哪一种：", "field")
        words.setBuddy(self.box)
        row.addWidget(words)
        row.addWidget(self.box)
        row.addWidget(self.start)
        self.start.clicked.connect(self._on_start)
        self.box.currentIndexChanged.connect(self._on_chosen)

    def fill(self) -> None:
        """The kinds of today's pack, the free form first."""
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem("自己写（一般公开）", GENERAL)
        for kind in actions.kinds_there(self._desk.book):
            said = "（账不在本机的才填）" if kind.label == FINANCE else f"（{kind.mode}）"
            self.box.addItem(f"{kind.label}{said}", kind.label)
        self.box.blockSignals(False)
        self._on_chosen(0)

    def _on_chosen(self, place: int) -> None:
        self.start.setEnabled(place > 0)

    def _on_start(self) -> None:
        self.asked.emit(str(self.box.currentData(Qt.ItemDataRole.UserRole)))
