"""Step 1: where does the table come from? Dropped, chosen, pasted; or an empty one is asked for."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.page import enter_at

KINDS = "表格 (*.xlsx *.xls *.et *.xlsm *.csv *.txt *.ods *.html *.xml);;所有文件 (*)"
_WORDS = (
    "拖一个表格进来，或在 Excel 里复制后按 Ctrl+V。\n先检查，看过再决定导不导入；导入以后也能撤销。"
)


class SourceStep(QWidget):
    file_chosen = Signal(object)  # Path
    paste_asked = Signal()
    blank_asked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.card = EmptyCard(_WORDS, "import")
        self.choose = self.card.add("选表格", "folder")
        self.paste = self.card.add("粘贴", "copy")
        self.blank = self.card.add("要一张空表", "table")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        self.choose.clicked.connect(self._on_choose)
        self.paste.clicked.connect(self.paste_asked)
        self.blank.clicked.connect(self.blank_asked)
        enter_at(self, self.choose)

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._title, "", KINDS)
        if name:
            self.file_chosen.emit(Path(name))
