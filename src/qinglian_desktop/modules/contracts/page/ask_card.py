"""A card that asks a few things before something is done: 登记收款, 记录送达, 退押金."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.ui import look
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.tucked import Tucked

_LABEL, _ROOM = 112, 160  # px at 标准
_EDGE = 4  # px for the focus ring of the last field
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Fields(QScrollArea):
    """As high as its fields, and on a low screen as high as there is room."""

    def __init__(self, fields: QWidget) -> None:
        super().__init__()
        self._held = fields
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(fields)

    def _high(self) -> int:
        """Choices in a row take more lines where it is narrow."""
        layout = self._held.layout()
        assert layout is not None
        wide = self.viewport().width()
        flows = layout.hasHeightForWidth() and wide > 0
        return (layout.heightForWidth(wide) if flows else layout.sizeHint().height()) + _EDGE

    def sizeHint(self) -> QSize:
        return QSize(self._held.minimumSizeHint().width(), self._high())

    def minimumSizeHint(self) -> QSize:
        least = 2 * (look.metrics().field + _EDGE)
        return QSize(self._held.minimumSizeHint().width(), min(least, self._high()))

    def fit(self) -> None:
        self._held.setFixedHeight(self._high())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class AskCard(Tucked):
    """`done` carries the stored values; whoever acts hides the card or shows the refusal."""

    done = Signal(dict)

    def __init__(
        self, title: str, fields: Mapping[str, Field], verb: str, *, reader: Any = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, parent)
        self.name = look.label(title, "group")
        self.about = FigureLine()
        self.banner = Banner()
        self.editors: dict[str, FieldEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = LabelledGrid(_LABEL, _ROOM, gap=8)
        for place, (name, field) in enumerate(fields.items()):
            editor = editor_for(field, reader=reader)
            editor.submitted.connect(self._on_do)
            editor.changed.connect(self._fit_later)
            words = look.label(f"{field.label}：", "field")
            words.setBuddy(editor.input)
            self.editors[name], self._labels[name] = editor, words
            self._grid.put(place, words, editor)
        self._grid.lay()
        self.do, self.cancel = push_button(verb, "primary"), push_button("收起", "link")
        buttons = QWidget()
        row = FlowLayout(buttons)
        for part in (self.do, self.cancel):
            row.addWidget(part)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.about)
        column.addWidget(self.banner)
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setLayout(self._grid)
        self.fields = _Fields(inner)
        column.addWidget(self.fields, 1)
        column.addWidget(buttons)
        self.do.clicked.connect(self._on_do)
        self.cancel.clicked.connect(self.hide)

    def begin(self, values: Mapping[str, Any], about: str = "", *amounts: int) -> None:
        """Open with these values and go to the first field; `about` has {} for each amount."""
        self.banner.hide()
        self.about.tell(about, *amounts)
        self.about.setVisible(bool(about))
        for name, editor in self.editors.items():
            editor.set_stored(values.get(name))
        self.show()
        self.fields.fit()
        next(iter(self.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_field(self, name: str, yes: bool) -> None:
        self.editors[name].setVisible(yes)
        self._labels[name].setVisible(yes)

    def _fit_later(self) -> None:
        """A hint or a message came under a field: with the next turn of events it has its size."""
        QTimer.singleShot(0, self.fields, self.fields.fit)

    def values(self) -> dict[str, Any]:
        return {name: editor.stored() for name, editor in self.editors.items()}

    def refuse(self, refused: Refused) -> None:
        """Under the field it names, else above the fields."""
        editor = self.editors.get(refused.field)
        if editor is None:
            self.banner.say(refused)
            return
        editor.show_problem(Problem(refused.what, refused.remedy, code=refused.code))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_later()

    def _on_do(self) -> None:
        for editor in self.editors.values():
            if (problem := editor.problem()) is not None:
                editor.show_problem(problem)
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                self._fit_later()
                return
        self.banner.hide()
        self.done.emit(self.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._on_do()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.turn(self.width())
        self.fields.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._grid.fit()
            self.fields.fit()
