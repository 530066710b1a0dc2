"""What stands at the head of a page? Its title, one primary button, and the secondary ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class TitleRow(QWidget):
    new = Signal()
    import_asked = Signal()
    export_asked = Signal()
    print_asked = Signal()

    def __init__(
        self,
        title: str,
        *,
        with_import: bool = False,
        with_export: bool = False,
        with_print: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = look.label(title, "title")
        self.add = push_button("新增", "primary", icon="add")
        self.add.setToolTip("新增一条（Ctrl+N）")
        self._last: QWidget | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.add)
        self.add.clicked.connect(self.new)
        for wanted, text, icon, signal in (
            (with_import, "导入", "import", self.import_asked),
            (with_export, "导出", "export", self.export_asked),
            (with_print, "打印", "print", self.print_asked),
        ):
            if wanted:
                button = push_button(text, icon=icon)
                button.clicked.connect(signal)
                row.addWidget(button)

    def put(self, button: QWidget, *, last: bool = False) -> None:
        """One more button; 更多 stays the last, whenever the others come."""
        if last:
            self._row.addWidget(button)
            self._last = button
        else:
            at = self._row.indexOf(self._last) if self._last is not None else -1
            self._row.insertWidget(at, button)
