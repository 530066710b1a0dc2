"""选择列: which columns a list shows, and in which order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

_FLAG = Qt.ItemFlag
_FLAGS = (
    _FLAG.ItemIsEnabled
    | _FLAG.ItemIsSelectable
    | _FLAG.ItemIsUserCheckable
    | _FLAG.ItemIsDragEnabled
)


class ColumnChooser(QDialog):
    chosen = Signal(object)  # names in order
    reset_asked = Signal()

    def __init__(
        self,
        offered: Sequence[str],
        shown: Sequence[str],
        label: Callable[[str], str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("选择列")
        hint = look.label("打勾的显示，从上到下就是从左到右。空格打勾，也可以拖着换位置。", "hint")
        hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        look.named(self.list, "列，空格打勾")
        for name in (*shown, *(n for n in offered if n not in shown)):
            item = QListWidgetItem(label(name), self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(_FLAGS)
            item.setSizeHint(QSize(0, look.metrics().row))
            on = name in shown
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.up, self.down = push_button("上移"), push_button("下移")
        self.usual = push_button("恢复默认列", "link")
        self.problem = look.label("至少留一列，请打一个勾。", "problem")
        self.problem.hide()
        self.ok, self.no = push_button("就这样显示", "primary"), push_button("不改了")
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.up, self.down):
            button.setAutoDefault(False)
            side.addWidget(button)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.usual)
        below.addStretch(1)
        below.addWidget(self.no)
        below.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(hint)
        column.addLayout(middle, 1)
        column.addWidget(self.problem)
        column.addLayout(below)
        sized = look.metrics()
        room = parent.height() - 80 if parent is not None else 620
        self.resize(sized.px(460), min(sized.px(560), room))
        self.no.setAutoDefault(False)
        self.usual.setAutoDefault(False)
        self.ok.setDefault(True)
        self.up.clicked.connect(self.move_up)
        self.down.clicked.connect(self.move_down)
        self.ok.clicked.connect(self._on_ok)
        self.no.clicked.connect(self.reject)
        self.usual.clicked.connect(self._on_usual)
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def names(self) -> list[str]:
        """The ticked columns from top to bottom."""
        items = [self.list.item(n) for n in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked]

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        here = self.list.currentRow()
        if 0 <= here + step < self.list.count():
            self.list.insertItem(here + step, self.list.takeItem(here))
            self.list.setCurrentRow(here + step)

    def _on_ok(self) -> None:
        if not self.names():
            self.problem.show()
            return
        self.chosen.emit(self.names())
        self.accept()

    def _on_usual(self) -> None:
        self.reset_asked.emit()
        self.accept()
