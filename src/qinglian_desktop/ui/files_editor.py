"""How are files attached? Dropped on the field or chosen; each one is listed and can be removed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import cover, look, taking
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import push_button

StoreFile = Callable[[Path], str]


class FilesEditor(FieldEditor):
    """A drop zone with the list of what is attached."""

    def __init__(
        self,
        field: Field,
        store_file: StoreFile | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, parent)
        self._store_file = store_file
        self._ids: list[str] = []
        self._names: dict[str, str] = {}
        self.zone = QFrame()
        self.zone.setProperty("role", "drop")
        self.zone.setAcceptDrops(store_file is not None)
        self._list = QVBoxLayout(self.zone)
        self._list.setContentsMargins(8, 8, 8, 8)
        self._list.setSpacing(4)
        self.choose = push_button("选文件", icon="attach")
        self.choose.clicked.connect(self.choose_files)
        self.choose.installEventFilter(self)  # Ctrl+V where the keys are
        words = look.label(
            "把文件、照片或文件夹拖到这里，也可以按 Ctrl+V 粘贴"
            if store_file is not None
            else "还没有附件",
            "hint",
        )
        words.setWordWrap(True)
        self._none = words
        foot = QHBoxLayout()
        foot.addWidget(words, 1)
        foot.addWidget(self.choose)
        self._list.addLayout(foot)
        self.take_input(self.zone)
        self._fit_choose(usable=store_file is not None)

    # -- adding and removing --------------------------------------------------------------

    def choose_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, f"选择{self.field.label}")
        self.add([Path(path) for path in paths])

    def add(self, paths: list[Path]) -> None:
        """Keep these files and list them; what cannot be kept is said under the field."""
        if self._store_file is None or not paths:
            return
        trouble: Problem | None = None
        try:
            paths = taking.files_in(paths)
        except Refused as refusal:
            self.show_problem(Problem(refusal.what, refusal.remedy))
            return
        for path in paths:
            try:
                file_id = self._store_file(path)
            except Refused as refusal:
                trouble = Problem(f"{path.name}：{refusal.what}", refusal.remedy)
                continue
            except OSError:
                trouble = Problem(f"〔{path.name}〕打不开", "请确认文件还在，再拖一次")
                continue
            self._names[file_id] = path.name
            if file_id not in self._ids:
                self._ids.append(file_id)
        self._draw()
        self.mark_touched()
        self.show_problem(trouble)

    def paste(self) -> None:
        """Files or a picture that were copied elsewhere, as from a chat."""
        data = QGuiApplication.clipboard().mimeData()
        if self._store_file is None or self._read_only:
            return
        if not taking.holds_files(data):
            self.show_problem(Problem("剪贴板里没有文件或图片", "先在别处复制照片，再回来粘贴"))
            return
        with taking.on_clipboard() as paths:
            self.add(paths)

    def remove(self, file_id: str) -> None:
        self._ids.remove(file_id)
        self._draw()
        self.mark_touched()

    def know(self, names: Mapping[str, str]) -> None:
        """The names under which files of this record were attached."""
        self._names.update(names)

    def names(self) -> list[str]:
        """What is listed; a file whose name is not known, or is covered now, is numbered."""
        known = {} if cover.cover().on else self._names
        return [known.get(i, f"附件 {n}") for n, i in enumerate(self._ids, 1)]

    def on_cover(self, on: bool) -> None:
        super().on_cover(on)
        self._draw()

    def _draw(self) -> None:
        emptied(self._list, keep=1)
        for place, (file_id, name) in enumerate(zip(self._ids, self.names(), strict=True)):
            self._list.insertWidget(place, self._line(file_id, name))
        self._none.setVisible(self._store_file is not None or not self._ids)

    def _line(self, file_id: str, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        words = look.label(name)
        words.setWordWrap(True)
        away = QToolButton()
        look.set_icon(away, "close")
        look.named(away, f"去掉{name}", "去掉")
        away.setProperty("fileId", file_id)
        away.setVisible(not self._read_only)
        away.clicked.connect(self._on_away)
        row.addWidget(words, 1)
        row.addWidget(away)
        return line

    def _on_away(self) -> None:
        self.remove(self.sender().property("fileId"))

    # -- values ---------------------------------------------------------------------------

    def text(self) -> str:
        return " ".join(self._ids)

    def put_text(self, text: str) -> None:
        self._ids = text.split()
        self._draw()

    def shown(self, stored: Any) -> str:
        fits = bool(stored) and self.field.kind.fits(stored)
        return " ".join(self.field.kind.load(stored)) if fits else ""

    def parsed(self, text: str) -> str:
        return json.dumps(text.split())

    def set_read_only(self, yes: bool) -> None:
        super().set_read_only(yes)
        self._fit_choose(usable=not yes and self._store_file is not None)
        self.zone.setAcceptDrops(not yes and self._store_file is not None)
        self._draw()

    def _fit_choose(self, *, usable: bool) -> None:
        """Tab comes to the button; where there is none, it goes on and is not caught here."""
        self.choose.setVisible(usable)
        self.setFocusProxy(self.choose if usable else None)  # type: ignore[arg-type]

    # -- dropping -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            if watched is self.choose and event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
        elif kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if event.mimeData().hasUrls():
                self._over(True)
                event.acceptProposedAction()
                return True
        elif kind == QEvent.Type.DragLeave:
            self._over(False)
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._over(False)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            urls = event.mimeData().urls()
            self.add([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
            return True
        return super().eventFilter(watched, event)

    def _over(self, yes: bool) -> None:
        self.zone.setProperty("over", yes)
        self.zone.style().unpolish(self.zone)
        self.zone.style().polish(self.zone)
