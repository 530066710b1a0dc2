"""签字页: which papers came back signed, which page is missing. Scans are dropped on a paper."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.decisions.actions import papering
from qinglian_desktop.modules.decisions.actions.papering import Returned
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import Banner, push_button

_KINDS = "照片和扫描件 (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.pdf)"


class SignedPages(QFrame):
    """A card with one line a paper; hidden while nothing of the step was printed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "签字页")
        self._desk, self.step_id = desk, ""
        self.lines: dict[str, _Line] = {}
        self.banner = Banner()
        hint = look.label("签完字拍照或扫描，拖到那一行。缺哪一页会说出来。", "hint")
        hint.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(look.label("签字页", "group"))
        column.addWidget(hint)
        column.addWidget(self.banner)
        column.addLayout(self._list)
        desk.runner.changed.connect(self._on_changed)
        self.hide()

    def show_step(self, step_id: str) -> None:
        """The papers of this step; "" hides the card."""
        self.step_id = step_id
        found = papering.returned(self._desk.book, step_id) if step_id else ()
        if [one.paper for one in found] != list(self.lines):
            emptied(self._list)
            self.lines = {one.paper: _Line(one.paper) for one in found}
            for paper, line in self.lines.items():
                line.choose.clicked.connect(partial(self._choose, paper))
                line.dropped.connect(partial(self.take, paper))
                self._list.addWidget(line)
        for one in found:
            self.lines[one.paper].show_found(one)
        self.setVisible(bool(found))

    def take(self, paper: str, paths: list[Path]) -> None:
        """Counts these pages to the paper; what is no page is told and nothing is kept."""
        self.banner.hide()
        if not paths:
            return
        self._desk.runner.act(
            papering.take_scans, self.step_id, paper, paths, on_refused=self.banner.say,
            say=f"{paper}的签字页收好了。",
        )  # fmt: skip

    def _choose(self, paper: str, _checked: bool = False) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, f"选{paper}的签字页", "", _KINDS)
        if paths:
            self.take(paper, [Path(path) for path in paths])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.step_id and changes.touches("meeting_paper"):
            self.show_step(self.step_id)


class _Line(QFrame):
    """One paper: its name, its pages in words, a place to drop scans."""

    dropped = Signal(list)  # paths

    def __init__(self, paper: str) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        look.named(self, f"{paper}的签字页")
        self.chip = look.chip("没收", "neutral", self)
        self.words = look.label("")
        self.words.setWordWrap(True)
        self.choose = push_button("选文件", icon="attach")
        look.named(self.choose, f"选{paper}的签字页", "选文件")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.choose)
        self.installEventFilter(self)

    def show_found(self, one: Returned) -> None:
        whole = f"{one.paper} {one.scanned} 页，齐了。" if not one.words else one.words
        self.words.setText(whole)
        word, mood = ("齐了", "success") if not one.words else ("缺页", "warning")
        if one.scanned > (one.pages or 0):
            word = "多了"
        elif not one.scanned:
            word, mood = "没收", "neutral"
        self.chip.say(word, mood)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            urls = event.mimeData().urls()
            self.dropped.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
            event.acceptProposedAction()
            return True
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)
