"""照片归位 (T-06): a folder of phone photos by day and time, each group offered to what it fits."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import WEEKDAYS, say
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.photo_groups import Group, Place, others
from qinglian_desktop.modules.tasks.actions import photos as sorting
from qinglian_desktop.modules.tasks.actions.photos import Sorted
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look, taking
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LINES = (
    Heading("什么时候", 190),
    Heading("照片", 90),
    Heading("建议归到", 0, private=True),
    Heading("依据", 190),
    Heading("现在", 130),
)
_WAITING, _PUT, _SKIPPED = "没有归", "已归", "跳过"
_OFFERED = 25  # places in the menu 换一个
_NAMED = 8  # names of photos told at the foot


class Line(NamedTuple):
    """One group as it stands: proposed, agreed to or passed over."""

    members: tuple[int, ...]
    group: Group | None  # None: photos without a time
    place: int
    why: str
    state: str = _WAITING


def open_it(window: "Window") -> None:
    page = PhotosPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class PhotosPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("photos", "照片归位")
        self._window = window
        self.found: Sorted | None = None
        self.lines: list[Line] = []
        self.folder = push_button("选文件夹", "primary", icon="open")
        self.put = push_button("归到这里")
        self.other, self.skip = push_button("换一个"), push_button("跳过")
        self.menu = QMenu(self)
        self.table = PlainTable("按时间分好的照片", _LINES)
        self.empty = EmptyCard("把手机照片文件夹拖进来，或者按“选文件夹”。", "info")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        for button in (self.skip, self.other, self.put, self.folder):
            self.head.addWidget(button)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.said)
        self.table.hide()
        self.setAcceptDrops(True)
        self.folder.clicked.connect(self.choose)
        self.put.clicked.connect(self.on_put)
        self.other.clicked.connect(self.on_other)
        self.skip.clicked.connect(self.on_skip)
        self.table.opened.connect(self.on_put)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        cover.cover().changed.connect(self._tell)
        enter_at(self, self.folder)
        self._tell()

    # -- the photos -----------------------------------------------------------------------

    def choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选手机照片文件夹")
        if folder:
            self.look_at([Path(folder)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.look_at([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def look_at(self, paths: list[Path]) -> None:
        """Reads the times beside the window; nothing is attached."""
        self.banner.hide()

        def work(book: Book, _tick: Any) -> Changes:
            files = [
                f for path in paths for f in (taking.inside(path) if path.is_dir() else [path])
            ]
            return Changes("", result=sorting.sort(book, files))

        self._window.runner.job(
            work, label="正在看照片的时间", on_done=self._fill, on_refused=self.banner.say
        )

    def _fill(self, changes: Changes) -> None:
        if not isValid(self):
            return
        found = changes.result
        assert isinstance(found, Sorted)
        self.found = found
        self.lines = [
            Line(group.members, group, proposal.place, proposal.why)
            for group, proposal in zip(found.groups, found.proposals, strict=True)
        ]
        if found.timeless:
            self.lines.append(Line(found.timeless, None, -1, ""))
        fill(self.folder, False)
        fill(self.put, True)
        self.empty.hide()
        self.table.show()
        self._show(0)
        enter_at(self, self.table)
        self.table.setFocus()

    def _show(self, row: int) -> None:
        self.table.fill([self._texts(line) for line in self.lines])
        if 0 <= row < len(self.lines):
            self.table.selectRow(row)
        self._tell()

    def _texts(self, line: Line) -> tuple[str, ...]:
        place = self._place(line)
        when = _when(line.group) if line.group else "没有拍摄时间"
        where = f"{place.label}：{place.name}" if place else "请按“换一个”自己选"
        return when, f"{len(line.members)} 张", where, line.why, line.state

    def _place(self, line: Line) -> Place | None:
        return self.found.places[line.place] if self.found and line.place >= 0 else None

    # -- one group ------------------------------------------------------------------------

    @property
    def line(self) -> Line | None:
        row = self.table.row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def on_put(self, *_: object) -> None:
        """归到这里: only now are these photos kept."""
        line = self.line
        if line is None or line.state == _PUT:
            return
        place, found, row = self._place(line), self.found, self.table.row()
        if place is None or found is None:
            self.banner.say(Refused("这一组还没有选归到哪里", "按“换一个”选一条，再按“归到这里”"))
            return
        self.banner.hide()
        paths = [found.photos[member].path for member in line.members]

        def work(book: Book, _tick: Any) -> Changes:
            return sorting.put(book, paths, place.table, place.row_id)

        def done(changes: Changes) -> None:
            self._window.bar.say(
                f"已把 {len(paths)} 张照片归到〔{cover.veiled(place.name)}〕。",
                action=partial(self._take_back, row, changes.step),
            )
            if isValid(self):
                self.lines[row] = line._replace(state=_PUT)
                self._show(self._next(row))

        self._window.runner.job(work, label="正在归照片", on_done=done, on_refused=self.banner.say)

    def _take_back(self, row: int, step: int) -> None:
        self._window.runner.undo_step(step)
        if isValid(self) and row < len(self.lines):
            self.lines[row] = self.lines[row]._replace(state=_WAITING)
            self._show(row)

    def _next(self, row: int) -> int:
        """The next group that waits, else the one at hand."""
        after = [*range(row + 1, len(self.lines)), *range(row)]
        return next((one for one in after if self.lines[one].state == _WAITING), row)

    def on_skip(self) -> None:
        line, row = self.line, self.table.row()
        if line is not None and line.state != _PUT:
            self.lines[row] = line._replace(state=_SKIPPED)
            self._show(self._next(row))

    def on_other(self) -> None:
        """Every other place these photos could belong to, the likeliest first."""
        line = self.line
        if line is None or self.found is None:
            return
        self.menu.clear()
        for number in others(line.group, self.found.places)[:_OFFERED]:
            place = self.found.places[number]
            words = f"{say(place.day)}　{place.label}：{cover.veiled(place.name)}"
            self.menu.addAction(words.replace("&", "&&"), partial(self.choose_place, number))
        if self.menu.isEmpty():
            self.banner.say(Refused("这几天没有可以归的记录", "先登记那件事，再回来归照片"))
            return
        self.menu.popup(self.other.mapToGlobal(self.other.rect().bottomLeft()))

    def choose_place(self, number: int) -> None:
        line, row = self.line, self.table.row()
        if line is not None and line.state != _PUT:
            self.lines[row] = line._replace(place=number, why="自己选的", state=_WAITING)
            self._show(row)

    def _tell(self, *_: object) -> None:
        line = self.line
        waits = line is not None and line.state != _PUT
        for button in (self.put, self.other, self.skip):
            button.setEnabled(waits)
        if self.found is None:
            self.said.setText("照片只先看时间，按“归到这里”才会存进来。")
            return
        told = [f"共 {len(self.found.photos)} 张，分成 {len(self.lines)} 组。"]
        if number := len(self.found.timeless):
            told.append(f"这 {number} 张没有拍摄时间，请手工选。")
        if line is not None:
            names = [self.found.photos[member].path.name for member in line.members]
            more = f"等 {len(names)} 张" if len(names) > _NAMED else ""
            told.append(f"这一组：{cover.veiled('、'.join(names[:_NAMED]))}{more}。")
        self.said.setText("".join(told))


def _when(group: Group) -> str:
    first, last = f"{group.first:%H:%M}", f"{group.last:%H:%M}"
    hours = first if first == last else f"{first}–{last}"
    day = group.first.date()
    year = f"{day.year}年" if day.year != clock.today().year else ""
    return f"{year}{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]} {hours}"
