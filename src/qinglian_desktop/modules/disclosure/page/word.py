"""存为 Word, 改模板, 恢复原样: the buttons beside the paper of a notice."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.word.templates import NOTICE, Template
from qinglian_desktop.modules.disclosure.actions import word
from qinglian_desktop.modules.disclosure.page import papers
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.where import where_to

Say = Callable[[Refused | str], None]  # where what could not be done is said
_HOW = "模板用 WPS 打开了。〔〕里的名字会换成内容，可以挪动、换字体；存盘后下次就照它出。"


class WordButtons(QWidget):
    """`row` answers the notice that is shown; the banner says what could not be done."""

    def __init__(self, desk: Desk, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._banner = desk, banner
        self.row: dict[str, Any] = {}
        self.save = push_button("存为 Word", icon="document")
        self.template = push_button("模板", "link", icon="expand")
        self.template.setAccessibleName("公告的 Word 模板")
        menu = QMenu(self)
        self.edit, self.restore = QAction("改模板", self), QAction("恢复原样", self)
        menu.addActions([self.edit, self.restore])
        self.template.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.save)
        row.addWidget(self.template)
        self.save.clicked.connect(self.ask_where)
        self.edit.triggered.connect(self._edit)
        self.restore.triggered.connect(partial(restore_template, desk, banner.say))
        look.named(self, "Word 文件")

    def ask_where(self) -> None:
        """Asks for a name, beginning with the notice's own."""
        if cover.cover().on:
            self._banner.say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = papers.file_title(self._desk.book, self.row)
        wanted = str(Path(folder) / f"{self.row['number']} {title}.docx")
        place = where_to(self, "存为 Word", wanted, "Word 文件 (*.docx)", (".docx",))
        if place is not None:
            self.save_as(place)

    def save_as(self, path: Path) -> None:
        """Writes beside the window; a page long or a hundred, the window stays alive."""
        self._banner.hide()
        self._desk.runner.job(
            partial(_write, str(self.row["id"]), path),
            label="正在存为 Word",
            on_done=self._on_written,
            on_refused=self._banner.say,
        )

    def _on_written(self, changes: Changes) -> None:
        written = changes.result
        assert isinstance(written, word.Written)
        if written.unknown:
            names = "、".join(written.unknown[:3])
            self._banner.say(
                f"已存好，但模板里的{names}认不出，原样留着。请改成{self._some_names()}这样的名字。"
            )
        else:
            self._desk.runner.said.emit(f"已存为 Word：{written.path}")

    def _edit(self, _checked: bool = False) -> None:
        """Opens the template, and says beside the notice which names it may use."""
        if edit_template(self._desk, self._banner.say):
            names = "".join(f"〔{name}〕" for name in self._names())
            self._banner.say(f"{_HOW}可以用的名字：{names}")

    def _names(self) -> list[str]:
        return word.names(self._desk.book, str(self.row["id"]))

    def _some_names(self) -> str:
        return "、".join(f"〔{name}〕" for name in self._names()[:6])


def _write(row_id: str, path: Path, book: Any, _tick: Any) -> Changes:
    return word.save_word(book, row_id, path)


def edit_template(desk: Desk, trouble: Say, template: Template = NOTICE) -> bool:
    """Opens the template in what opens .docx here (WPS); False when that could not be."""
    try:
        path = template.own(desk.book.home)
    except Refused as refused:
        trouble(refused)
        return False
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        desk.runner.said.emit(_HOW)
        return True
    trouble(f"这台电脑没有能打开 .docx 的程序。模板在：{path}")
    return False


def restore_template(
    desk: Desk, trouble: Say, _checked: bool = False, *, template: Template = NOTICE
) -> None:
    """The template as it came; the edited one is kept beside it."""
    try:
        kept = template.put_back(desk.book.home)
    except Refused as refused:
        trouble(refused)
        return
    said = f"模板已恢复原样。改过的留在：{kept}" if kept else "模板本来就是原样，没有改过。"
    desk.runner.said.emit(said)
