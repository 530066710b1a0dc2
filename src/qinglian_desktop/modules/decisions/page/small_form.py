"""A few fields of a step that are saved with its button, not by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.files_editor import StoreFile

_LABEL = 104  # px at 标准
_ROOM = 120  # px a field should have beside its label
_ANY_WIDTH = 16777215  # QWIDGETSIZE_MAX


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
        self._label_width = label_width
        self.editors: dict[str, FieldEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._lines: list[tuple[int, str]] = []  # the place and name of each field with its line
        self._stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
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
            self._lines.append((place, name))
        if in_a_row:
            if all(fields[name].kind.numeric for name in in_a_row):
                beside.addStretch(1)
            self._grid.addLayout(beside, 2 * len(fields), 0, 1, 2)
        self._beside = tuple(in_a_row)
        self._place()
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

    def _place(self) -> None:
        """Each field beside its label, or under it where there is no room for both."""
        side = Qt.AlignmentFlag.AlignLeft if self._stacked else Qt.AlignmentFlag.AlignRight
        for place, name in self._lines:
            words, editor = self._labels[name], self.editors[name]
            words.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, 2 * place, 0, 1, 2 if self._stacked else 1)
            if self._stacked:
                self._grid.addWidget(editor, 2 * place + 1, 0, 1, 2)
            else:
                self._grid.addWidget(editor, 2 * place, 1)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least if self._beside else QSize(self._widest(), least.height())

    def _widest(self) -> int:
        shown = [self.editors[name] for _, name in self._lines]
        return max((w.minimumSizeHint().width() for w in shown if not w.isHidden()), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sized = look.metrics()
        needed = sized.px(self._label_width) + 12 + max(self._widest(), sized.px(_ROOM))
        if not self._beside and (needed > self.width()) is not self._stacked:
            self._stacked = not self._stacked
            self._place()
            self._fit()

    def _fit(self) -> None:
        sized = look.metrics()
        above = 0 if self._stacked else max((sized.field - sized.body * 3 // 2) // 2, 0)
        for name, words in self._labels.items():
            if name not in self._beside:
                wide = sized.px(self._label_width)
                words.setMinimumWidth(0 if self._stacked else wide)
                words.setMaximumWidth(_ANY_WIDTH if self._stacked else wide)
            words.setContentsMargins(0, above, 0, 0)
        for name in self._beside:
            editor = self.editors[name]
            if editor.field.kind.numeric:
                editor.input.setMaximumWidth(sized.px(72))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
