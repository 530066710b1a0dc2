"""看三版, 脱敏对照, 发到群里: what else can be looked at, and how a posted notice goes round."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.disclosure import actions, steps
from qinglian_desktop.modules.disclosure.page import papers
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.where import where_to

_WAYS = (
    ("网页（手机上看）", "网页文件 (*.html)", ".html"),
    ("长图", "图片 (*.png)", ".png"),
    ("PDF", "PDF 文件 (*.pdf)", ".pdf"),
)


class OutwardButtons(QObject):
    """Three buttons beside the paper; they wrap with its other choices."""

    three_asked = Signal(str)  # the notice's id
    compare_asked = Signal(str)

    def __init__(self, desk: Desk, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._banner = desk, banner
        self.row: dict[str, Any] = {}
        self.three = push_button("看三版")
        self.three.setToolTip("公开栏版、大字白话版、大喇叭稿放在一起看")
        self.compare = push_button("脱敏对照")
        self.compare.setToolTip("哪些没有登、哪些遮住了，原来是什么")
        self.share = push_button("发到群里", icon="expand")
        menu = QMenu(self.share)
        for word, kinds, ending in _WAYS:
            act = QAction(word, menu)
            act.triggered.connect(partial(self.ask_where, word, kinds, ending))
            menu.addAction(act)
        self.share.setMenu(menu)
        self.three.clicked.connect(lambda: self.three_asked.emit(self.row["id"]))
        self.compare.clicked.connect(lambda: self.compare_asked.emit(self.row["id"]))

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.three, self.compare, self.share

    def show_for(self, row: dict[str, Any]) -> None:
        """The buttons this notice has use for; none before it has a title."""
        self.row = row
        self.three.setVisible(bool(row))
        self.compare.setVisible(bool(row))
        self.share.setVisible(bool(row) and row["state"] in steps.FROZEN)

    def ask_where(self, word: str, kinds: str, ending: str, _checked: bool = False) -> None:
        if stopped := cover.stops("往外存"):
            self._banner.say(stopped)
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = papers.file_title(self._desk.book, self.row)
        name = str(Path(folder) / f"{self.row['number']} {title}{ending}")
        path = where_to(self.share, f"存为{word}", name, kinds, (ending,))
        if path is not None:
            self.save_as(path)

    def save_as(self, path: Path) -> None:
        """Writes beside the window; a long picture takes a moment."""
        self._banner.hide()
        self._desk.runner.job(
            partial(_shared, str(self.row["id"]), path),
            label="正在导出公告",
            on_done=self._on_done,
            on_refused=self._banner.say,
        )

    def _on_done(self, changes: Changes) -> None:
        self._desk.runner.said.emit(f"已存好，可以发到群里：{changes.result}")


def _shared(row_id: str, path: Path, book: Any, _tick: Any) -> Changes:
    return actions.share(book, row_id, path)
