"""备份与还原 in the settings: what there is, back up now, go back to one of them (U-05)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import backing_up, second_place
from qinglian_desktop.shell.preferences import Preferences, around, newest_backups
from qinglian_desktop.store import backup, copies, differing, kept
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copy_log import Log
from qinglian_desktop.store.differing import Will
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_COLUMNS = (
    Heading("日期", 120),
    Heading("时间", 80),
    Heading("条数", 100, numeric=True),
    Heading("大小", 100, numeric=True),
    Heading("为什么备的", 0),
    Heading("在哪里", 200),
    Heading("试还原", 120, state=True),
)
_NAMED = 4  # ledgers named in the question before a restore
GOOD, BAD = "通过", "没通过"


class Line(NamedTuple):
    """One copy, wherever it lies."""

    copy: Copy
    where: str
    tried: str = ""  # GOOD, BAD or not yet


class Shown(NamedTuple):
    lines: tuple[Line, ...]
    second: Path | None  # plugged in now
    log: Log
    replaced: int  # states kept by earlier restores


def look_around(home: Path, prefs: Preferences) -> Shown:
    """All copies, newest first; one that lies in both places is one line."""
    second, log = second_place.find(prefs), Log.load(home)
    found: dict[str, Line] = {}
    for place, word in ((home / copies.HERE, "这台电脑"), (second, "备份盘")):
        for copy in copies.listed(place) if place is not None else ():
            name = copy.folder.name
            there = found.get(name)
            tried = (GOOD if log.tried_ok else BAD) if name == log.tried_copy else ""
            found[name] = there._replace(where="两处都有") if there else Line(copy, word, tried)
    ordered = copies.in_order(line.copy for line in found.values())
    lines = [found[copy.folder.name] for copy in ordered]
    return Shown(tuple(lines), second, log, len(kept.listed(home)))


class BackupsCard(QFrame):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self.shown = Shown((), None, Log(), 0)
        self.setProperty("role", "card")
        self.by_itself = look.label(
            "每天第一次打开、退出时、合并和清理以前，都会自动备份到这台电脑。", "hint"
        )
        self.second, self.tried = look.label(""), look.label("")
        self.bad = look.label("", "problem")
        self.table = PlainTable("备份", _COLUMNS)
        self.table.setMinimumHeight(look.metrics().px(200))
        self.now = push_button("立即备份", "primary", icon="backup")
        self.back = push_button("还原到选中的备份", "danger")
        self.back.setAutoDefault(False)
        self.place = push_button("选备份盘", icon="folder")
        self.other = push_button("到别处找备份", icon="folder")
        self.replaced = push_button("找回还原前登记的", icon="undo")
        self.everything = push_button("全部带走")
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.now, self.back, self.place, self.other, self.replaced, self.everything):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(look.label("备份与还原", "group"))
        for line in (self.second, self.tried, self.bad, self.by_itself):
            line.setWordWrap(True)
            column.addWidget(line)
        column.addWidget(buttons)
        column.addWidget(self.table)
        self.now.clicked.connect(self.on_now)
        self.place.clicked.connect(self.on_place)
        self.back.clicked.connect(self.on_back)
        self.other.clicked.connect(self.on_other)
        self.replaced.clicked.connect(self.on_replaced)
        self.everything.clicked.connect(self.on_everything)
        self.table.opened.connect(self.on_back)
        self._fill(self.shown)
        self.reload()

    def reload(self) -> None:
        """Copies on a stick are looked for beside the window: it may be slow."""
        prefs = self._window.preferences

        def looked(book: Book) -> Shown:
            return look_around(book.home, prefs)

        self._window.runner.read(looked, self._on_looked)

    def _on_looked(self, shown: Shown) -> None:
        if isValid(self):
            self._fill(shown)

    def _fill(self, shown: Shown) -> None:
        self.shown = shown
        self.table.fill([_texts(line) for line in shown.lines])
        if shown.lines and self.table.row() < 0:
            self.table.selectRow(0)
        there = bool(shown.lines)
        self.table.setVisible(there)
        self.back.setVisible(there)
        self.replaced.setVisible(shown.replaced > 0)
        self.place.setText("换备份盘" if self._window.preferences.backup_folder else "选备份盘")
        self.place.setAccessibleName(self.place.text())
        self.second.setText(_of_second(self._window.preferences, shown))
        self.tried.setText(_of_trial(shown))
        self.tried.setVisible(shown.log.tried_ok)
        self.bad.setVisible(not shown.log.tried_ok)
        self.bad.setText(f"最近一次试还原没有通过：{shown.log.tried_said}。请立即换一个盘备份。")

    def on_now(self) -> None:
        backing_up.back_up(self._window)

    def on_place(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "备份盘上放备份的文件夹")
        if name:
            try:
                second_place.choose(self._window, Path(name))
            except Refused as refused:
                self._window.on_refused(refused)
                return
            self.reload()
            self._window.say_status()

    def on_other(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "备份在哪个文件夹")
        if not name:
            return
        folder = Path(name)
        found = [folder] if (folder / "qinglian.db").is_file() else newest_backups(*around(folder))
        if found:
            self._ask_about(found[0])
        else:
            self._window.on_refused(
                Refused("这个文件夹里没有备份", "请选名字以“清廉备份”开头的文件夹，或它外面一层")
            )

    def on_replaced(self) -> None:
        from qinglian_desktop.shell import kept_page

        kept_page.open_it(self._window)

    def on_everything(self) -> None:
        from qinglian_desktop.shell import take_out

        take_out.open_it(self._window)

    def on_back(self, *_: object) -> None:
        if self.shown.lines:
            self._ask_about(self.shown.lines[max(self.table.row(), 0)].copy.folder)

    def _ask_about(self, source: Path, pin: str = "") -> None:
        """What a restore would do is counted beside the window, then asked about."""
        self._window.runner.read(
            partial(_weigh, source, pin), partial(self._on_weighed, source, pin)
        )

    def _on_weighed(self, source: Path, pin: str, will: Will | Refused) -> None:
        if not isValid(self):
            return
        if not isinstance(will, Refused):
            if ask(self, question(will), "还原", "取消", danger=True):
                self._window.restore_asked.emit(will.copy.folder, pin)
        elif will.code == backup.OTHER_KEYS:
            from qinglian_desktop.shell.other_keys import OtherKeys

            asked = OtherKeys(will, self)
            asked.given.connect(partial(self._ask_about, source))
            asked.open()
        else:
            self._window.on_refused(will)


def _weigh(source: Path, pin: str, book: Book) -> Will | Refused:
    try:
        return differing.will_be(book, source, RECORDS, pin)
    except Refused as refused:
        return refused


def question(will: Will) -> str:
    """会变成什么样: the day, what is set aside, in which ledgers."""
    day, time = will.copy.day, will.copy.time
    year, month, number = (*day.split("-"), "", "")[:3]
    when = f"{int(month)}月{int(number)}日 {time}" if number.isdigit() else day
    text = f"将回到 {year}年{when} 的样子（{will.rows:,} 条）。"
    if not will.changed:
        return f"{text}之后没有登记过新的。"
    text += f"之后登记的 {will.changed:,} 条会先另存一份，不会丢。"
    named = "、".join(f"{label} {count:,} 条" for label, count in will.later[:_NAMED])
    more = "等" if len(will.later) > _NAMED else ""
    text += f"其中：{named}{more}。还原以后可以用“找回还原前登记的”逐条找回。"
    if will.lacking:
        text += f"这份备份旁边少了 {will.lacking:,} 个附件。"
    return text


def _texts(line: Line) -> tuple[str, ...]:
    copy = line.copy
    rows = f"{copy.rows:,}" if copy.is_told else ""
    size = f"{max(copy.size / (1 << 20), 0.1):,.1f} MB" if copy.size else ""
    return (copy.day, copy.time, rows, size, copy.why or "按了备份", line.where, line.tried)


def _of_second(prefs: Preferences, shown: Shown) -> str:
    if not prefs.backup_folder:
        return "还没有备份盘。插一个 U 盘或移动硬盘，按“选备份盘”，以后自动放两份。"
    when = f"上次放进去是 {shown.log.away_at[:10]}。" if shown.log.away_at else ""
    if shown.second is None:
        return f"备份盘现在没有插。{when}插上以后会自动补。"
    return f"备份盘：{shown.second}。{when}"


def _of_trial(shown: Shown) -> str:
    log = shown.log
    if not log.tried_at:
        return "每月会自动打开一份备份试一试，看能不能还原。"
    return f"{log.tried_at[:10]} 试过还原：打开核对过，可还原，共 {log.tried_rows:,} 条。"
