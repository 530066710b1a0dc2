"""What stands at the head of a page? Its title, one primary button, and the secondary ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import push_button


class TitleRow(HeadRow):
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
    ) -> None:
        self.title = look.label(title, "title")
        self.add = push_button("新增", "primary", icon="add")
        self.add.setToolTip("新增一条（Ctrl+N）")
        self._last: QWidget | None = None
        super().__init__([self.title], [self.add])
        self.add.clicked.connect(self.new)
        for wanted, text, icon, signal in (
            (with_import, "导入", "import", self.import_asked),
            (with_export, "导出", "export", self.export_asked),
            (with_print, "打印", "print", self.print_asked),
        ):
            if wanted:
                button = push_button(text, icon=icon)
                button.clicked.connect(signal)
                self.put(button)

    def put(self, button: QWidget, before: QWidget | None = None, *, last: bool = False) -> None:
        """One more button; 更多 stays the last, whenever the others come."""
        super().put(button, before or self._last)
        if last:
            self._last = button
