"""工作简报 (T-04): what changed in a week or month, in words to be edited, then .docx or paper."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QStandardPaths
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.tasks.actions import noting
from qinglian_desktop.modules.tasks.actions.noting import WorkNote
from qinglian_desktop.modules.tasks.rules import work_note as rules
from qinglian_desktop.shell import drawing
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.where import where_to

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HINTS = {
    rules.DONE: "这段时间办结和终止的，一行一项。",
    rules.DOING: "这段时间动过、还在办的，一行一项。",
    rules.ASKING: "超过期限、推迟、退回的，要请上级协调的写在这里。",
}
_LINES = 3  # the least that is seen of each part; the rest of the page is scrolled


def open_it(window: "Window") -> None:
    page = WorkNotePage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def week_of(day: date) -> tuple[date, date]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    month = Period.holding(day, "M")
    return month.first, month.last


class WorkNotePage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("work-note", "工作简报")
        self._window = window
        self.note: WorkNote | None = None
        self._as_made: dict[str, str] = {}
        self._day = clock.today()
        self._span: Callable[[date], tuple[date, date]] = month_of
        self.word = push_button("存为 Word", "primary", icon="document")
        self.paper = push_button("打印", icon="print")
        self.weekly, self.monthly = push_button("按周", "choice"), push_button("按月", "choice")
        self.before, self.after = push_button("往前"), push_button("往后")
        self.anew = push_button("重新生成")
        self.anew.setToolTip("不要改过的文字，照台账再写一遍")
        self.when, self.said = look.label("", "strong"), look.label("", "hint")
        self.said.setWordWrap(True)
        self.boxes = {part: _box(part) for part in rules.PARTS}
        self._lay_out()
        self._connect()
        enter_at(self, self.word)
        self.reload()

    def _lay_out(self) -> None:
        for button in (self.paper, self.word):
            self.head.addWidget(button)
        tools = QWidget()
        tools.setProperty("role", "clear")
        row = FlowLayout(tools)
        for button in (self.weekly, self.monthly):
            button.setCheckable(True)
        self.monthly.setChecked(True)
        for part in (self.when, self.monthly, self.weekly, self.before, self.after, self.anew):
            row.addWidget(part)
        self.when.setMinimumHeight(look.metrics().button)  # level with the buttons beside it
        self.column.addWidget(tools)
        self.column.addWidget(self.said)
        parts = QWidget()
        parts.setProperty("role", "clear")
        inside = QVBoxLayout(parts)
        inside.setContentsMargins(0, 0, 0, 0)
        for name, box in self.boxes.items():
            inside.addWidget(look.label(name, "strong"))
            inside.addWidget(box, 1)
        self.column.addWidget(scrolled(parts, grows=parts), 1)

    def _connect(self) -> None:
        self.weekly.clicked.connect(partial(self._turn_to, week_of))
        self.monthly.clicked.connect(partial(self._turn_to, month_of))
        self.before.clicked.connect(partial(self._step, -1))
        self.after.clicked.connect(partial(self._step, 1))
        self.anew.clicked.connect(self._on_anew)
        self.word.clicked.connect(self.ask_where)
        self.paper.clicked.connect(self.print_page)
        cover.cover().changed.connect(self._on_cover)
        self._window.runner.changed.connect(self._on_changed)

    # -- which days -----------------------------------------------------------------------

    def _turn_to(self, span: Callable[[date], tuple[date, date]], _on: bool = False) -> None:
        if self._may_leave():
            self._span = span
            self.reload()
        self.weekly.setChecked(self._span is week_of)
        self.monthly.setChecked(self._span is month_of)

    def _step(self, by: int, _on: bool = False) -> None:
        """The week or month before or after the one shown."""
        if self._may_leave():
            first, last = self._span(self._day)
            self._day = first - timedelta(days=1) if by < 0 else last + timedelta(days=1)
            self.reload()

    def _on_anew(self) -> None:
        if self._may_leave():
            self.reload()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        """Read again, unless the clerk has begun to write: then it is only said."""
        if not changes.touches("task", "task_note"):
            return
        if self.edited:
            self.said.setText("台账里又有变化。要带上，按“重新生成”，改过的文字会重写。")
        else:
            self.reload()

    def reload(self) -> None:
        first, last = self._span(self._day)
        self.when.setText(rules.span(first, last))
        self.after.setEnabled(last < clock.today())
        self._window.runner.read(lambda book: noting.gather(book, first, last), self._fill)

    def _fill(self, note: WorkNote) -> None:
        if not isValid(self) or (note.first, note.last) != self._span(self._day):
            return
        self.note = note
        self._as_made = {part: rules.text_of(note.items, part) for part in rules.PARTS}
        self._show(self._as_made)
        self.said.setText(_told(note))

    # -- the words ------------------------------------------------------------------------

    @property
    def words(self) -> dict[str, str]:
        """What stands in the boxes, also while they are covered."""
        return {part: box.whole() for part, box in self.boxes.items()}

    @property
    def edited(self) -> bool:
        return bool(self._as_made) and self.words != self._as_made

    def _show(self, words: dict[str, str]) -> None:
        for part, box in self.boxes.items():
            box.put(words[part])

    def _on_cover(self, on: bool) -> None:
        for box in self.boxes.values():
            box.cover(on)

    def _may_leave(self) -> bool:
        return not self.edited or ask(
            self, "改过的文字还没有存为 Word，这样就没有了。", "不要了", "接着改", danger=True
        )

    def leave(self) -> None:
        if self._may_leave():
            self.closed.emit()

    # -- out ------------------------------------------------------------------------------

    def _title(self) -> str:
        weekly = self._span is week_of
        if weekly:
            return "一周工作简报"
        return f"{Period.holding(self._day, 'M').label}工作简报"

    def _made(self) -> Document | None:
        """The paper of what stands on the page; None with a word in the banner."""
        self.banner.hide()
        if (stopped := cover.stops("生成简报")) is not None:
            self.banner.say(stopped)
            return None
        if self.note is None:
            return None  # it is being read
        return noting.note_paper(self._window.book, self.note, self._title(), self.words)

    def print_page(self) -> None:
        if (paper := self._made()) is not None:
            drawing.show_paper(self._window, paper, self._title())

    def ask_where(self) -> None:
        if (paper := self._made()) is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = str(Path(folder) / f"{self._title()} {self.when.text()}.docx")
        place = where_to(self, "存为 Word", wanted, "Word 文件 (*.docx)", (".docx",))
        if place is not None:
            self.save_as(paper, place)

    def save_as(self, paper: Document, path: Path) -> None:
        assert self.note is not None
        count, words = len(self.note.items), self.words

        def work(book: Any, _tick: Any) -> Changes:
            return noting.save_note_as_word(book, paper, count, path)

        def done(_changes: Changes) -> None:
            if isValid(self):
                self._as_made = words  # what was written is no longer lost
            self._window.runner.said.emit(f"已存为 Word：{path}")

        self._window.runner.job(
            work, label="正在存为 Word", on_done=done, on_refused=self.banner.say
        )


class _Box(QPlainTextEdit):
    """One part of the note; under the cover its words are kept and stars stand for them."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: str | None = None
        self.setTabChangesFocus(True)

    def whole(self) -> str:
        return self.toPlainText() if self._kept is None else self._kept

    def put(self, words: str) -> None:
        self.setPlainText(words)
        self._kept = None
        self.cover(cover.cover().on)

    def cover(self, on: bool) -> None:
        if on and self._kept is None:
            self._kept = self.toPlainText()
            self.setPlainText(cover.veiled(self._kept))
        elif not on and self._kept is not None:
            self.setPlainText(self._kept)
            self._kept = None
        self.setReadOnly(on)

    def minimumSizeHint(self) -> QSize:
        lines = self.fontMetrics().lineSpacing() * _LINES
        return QSize(super().minimumSizeHint().width(), lines + look.metrics().px(20))


def _box(part: str) -> _Box:
    box = _Box()
    box.setPlaceholderText(_HINTS[part])
    look.named(box, part)
    return box


def _told(note: WorkNote) -> str:
    if note.since is not None:
        since = f"{note.since.month}月{note.since.day}日"
        early = f"这台电脑从{since}起才有经过，之前的变化看不到。"
    else:
        early = ""
    if not note.items:
        return f"{rules.NOTHING}{early}"
    told = rules.told(note.items, zero=True)
    return f"有变化的任务 {len(note.items)} 项：{told}。下面的文字可以改，改好再生成。{early}"
