"""备份与还原 in the settings: what there is, back up now, go back to one of them (U-05)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from qinglian_desktop.shell import backing_up
from qinglian_desktop.shell.preferences import moment_of, newest_backups
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_COLUMNS = (Heading("日期", 140), Heading("时间", 90), Heading("在哪里", 0))


class BackupsCard(QFrame):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._found: list[Path] = []
        self.setProperty("role", "card")
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.table = PlainTable("备份", _COLUMNS)
        self.table.setMinimumHeight(look.metrics().px(160))
        self.now = push_button("立即备份", "primary", icon="backup")
        self.place = push_button("换备份位置", icon="folder")
        self.back = push_button("还原到选中的备份", "danger")
        self.back.setAutoDefault(False)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.now, self.place, self.back):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(look.label("备份与还原", "group"))
        for part in (self.said, buttons, self.table):
            column.addWidget(part)
        self.now.clicked.connect(self.on_now)
        self.place.clicked.connect(self.on_place)
        self.back.clicked.connect(self.on_back)
        self.reload()

    def reload(self) -> None:
        folder = self._window.preferences.backups(self._window.home)
        self._found = newest_backups(folder)
        self.table.fill([(*moment_of(path), str(path)) for path in self._found])
        self.table.setVisible(bool(self._found))
        self.back.setVisible(bool(self._found))
        where = f"备份放在：{folder}。"
        beside = "它和数据在同一个盘上，最好换到 U 盘或另一个盘。"
        first = "" if self._found else "还没有备份。"
        at_home = not self._window.preferences.backup_folder
        self.said.setText(first + where + (beside if at_home else ""))

    def on_now(self) -> None:
        backing_up.back_up(self._window)

    def on_place(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "备份放到哪里")
        if name:
            self._window.keep(backup_folder=name)
            self.reload()
            self._window.say_status()

    def on_back(self) -> None:
        """Asks, then hands the way back to whoever holds the process."""
        source = self._found[max(self.table.row(), 0)]
        day, time = moment_of(source)
        text = f"将回到 {day} {time} 的样子。之后登记的会先另存一份，不会丢。"
        if ask(self, text, "还原", "取消", danger=True):
            self._window.restore_asked.emit(source)
