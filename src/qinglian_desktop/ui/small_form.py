"""A few fields that are saved with a button beside them, not by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.files_editor import StoreFile
from qinglian_desktop.ui.labelled import LabelledGrid

_LABEL = 104  # px at 标准
_ROOM = 120  # px a field should have beside its label


class SmallForm(QWidget):
    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        fields: Mapping[str, Field],
        *,
        reader: Any = None,
        store_file: StoreFile | None = None,
        in_a_row: Sequence[str] = (),
        label_width: int = _LABEL,
        parent: QWidget | None = None,
    ) -> None:
        """`in_a_row` stand beside one another: the three kinds of votes."""
        super().__init__(parent)
        self.editors: dict[str, FieldEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = LabelledGrid(label_width, _ROOM, gap=10)
        self.setLayout(self._grid)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        for place, (name, field) in enumerate(fields.items()):
            editor = editor_for(field, reader=reader, store_file=store_file)
            editor.changed.connect(self.changed)
            editor.submitted.connect(self.submitted)
            words = look.label(f"{field.label}：", "field")
            words.setWordWrap(name not in in_a_row)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setBuddy(editor.input)
            self.editors[name], self._labels[name] = editor, words
            if name in in_a_row:
                beside.addWidget(words)
                beside.addWidget(editor, 0 if field.kind.numeric else 1)
                continue
            self._grid.put(place, words, editor)
        if in_a_row:
            if all(fields[name].kind.numeric for name in in_a_row):
                beside.addStretch(1)
            self._grid.addLayout(beside, 2 * len(fields), 0, 1, 2)
        self._beside = tuple(in_a_row)
        self._grid.lay()
        self._fit()

    def put(self, values: Mapping[str, Any]) -> None:
        """Stored values to begin with; a field not named is empty."""
        for name, editor in self.editors.items():
            editor.set_stored(values.get(name))

    def values(self) -> dict[str, Any]:
        """Stored values by name; None where nothing stands."""
        return {name: editor.stored() for name, editor in self.editors.items()}

    def value(self, name: str) -> Any:
        return self.editors[name].stored()

    def problem(self) -> bool:
        """Says under the first field that cannot be read what is wrong, and goes there."""
        for editor in self.editors.values():
            if editor.isHidden():
                continue
            if (problem := editor.problem()) is not None:
                editor.show_problem(problem)
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def show_refusal(self, refused: Refused, field: str = "") -> bool:
        """The refusal under the field it names; False when that is not here."""
        editor = self.editors.get(field or refused.field)
        if editor is None or editor.isHidden():
            return False
        editor.show_problem(Problem(refused.what, refused.remedy, code=refused.code))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_field(self, name: str, yes: bool) -> None:
        self.editors[name].setVisible(yes)
        self._labels[name].setVisible(yes)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least if self._beside else QSize(self._grid.least(), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._beside:
            self._grid.turn(self.width())

    def _fit(self) -> None:
        self._grid.fit()
        sized = look.metrics()
        for name in self._beside:
            self._labels[name].setContentsMargins(0, self._grid.above, 0, 0)
            editor = self.editors[name]
            if editor.field.kind.numeric:
                editor.input.setMaximumWidth(sized.px(72))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
