"""几台电脑: who of this office writes on which computer, and bringing them up to date by stick."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import computers, peering
from qinglian_desktop.exchange.records import Computer, StoppedComputer
from qinglian_desktop.shell import sticks
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_OURS = (
    Heading("电脑", 0), Heading("状态", 110, state=True), Heading("加入日期", 120),
    Heading("它写的读到", 170), Heading("本机写的它读到", 200),
)  # fmt: skip
_UNITS = (
    Heading("单位", 0), Heading("电脑", 130), Heading("状态", 110, state=True),
    Heading("最近一包", 200),
)  # fmt: skip
_HINT = (
    "几台电脑各记各的，隔几天用 U 盘对一次数：在一台上写出，到另一台上读入，再换过来。"
    "线索、联审等限制内容只留在录它的那台，不过去；街道发来的包每台都要读。"
)
_HINT_OTHER = "再加电脑要在 1 号电脑上做；它坏了，先向街道重新要单位文件。"
_HINT_STREET = "一个单位可以用几台电脑。哪台丢了，停用它：以后用它写的包不再收，以前的照样算数。"
_EMPTY = "现在只用这一台。要几台一起用，按“加一台电脑”。"
_EMPTY_STREET = "还没有单位来过报送包。"
_MOST_DELETED = "QL-UB-121"


def open_it(window: "Window") -> None:
    page = ComputersPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class ComputersPage(OverPage):
    def __init__(self, window: "Window") -> None:
        street = window.book.unit.is_street
        super().__init__("computers.street" if street else "computers", "几台电脑")
        self._window, self._book, self._street = window, window.book, street
        self.lines: list[Row] = []
        self._added: Any = None  # the file and the digits of the computer added last
        self._last: Path | None = None  # what was to be read when much would have been deleted
        self.read, self.write = push_button("读入", icon="import"), push_button("写出", "primary")
        self.add = push_button("加一台电脑", icon="add")
        self.table = PlainTable("几台电脑", _UNITS if street else _OURS)
        self.empty = EmptyCard(_EMPTY_STREET if street else _EMPTY, "exchange")
        self.done = look.label("", "group")
        self.done.setWordWrap(True)
        self.agree = push_button("同意删除，读入")
        self.reason = QLineEdit()
        self.stop = push_button("停用这台")
        self.copied = push_button("这份数据是复制来的", "link")
        self.sure = push_button("是复制来的，单独算")
        self._lay_out()
        self.read.clicked.connect(self._on_read)
        self.write.clicked.connect(lambda: sticks.choose(self.write, self.write_to))
        self.add.clicked.connect(lambda: sticks.choose(self.add, self.add_to))
        self.agree.clicked.connect(self._on_agreed)
        self.stop.clicked.connect(self._on_stop)
        self.copied.clicked.connect(self._on_copied)
        self.sure.clicked.connect(self._on_sure)
        self.table.selectionModel().currentRowChanged.connect(self._show_act)
        window.runner.changed.connect(self._on_changed)
        self.reload()
        enter_at(self, self.table if self.lines else self.add)

    def _lay_out(self) -> None:
        first = self._street or computers.is_first(self._book)
        hint = look.label(_HINT_STREET if self._street else _HINT, "hint")
        if not first:
            hint.setText(_HINT + _HINT_OTHER)
        hint.setWordWrap(True)
        if not self._street:
            for button in (self.add, self.read, self.write):
                self.head.addWidget(button)
        self.column.addWidget(hint)
        self.column.addWidget(self._joining())
        self.column.addWidget(self.done)
        for button in (self.agree, self.sure):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.reason.setPlaceholderText("为什么停用，例：电脑丢了")
        self.reason.setMinimumWidth(look.metrics().px(260))
        look.named(self.reason, "为什么停用")
        self.foot = QWidget()
        self.foot.setProperty("role", "clear")
        row = FlowLayout(self.foot)
        for part in (self.reason, self.stop, self.copied):
            row.addWidget(part)
        self.column.addWidget(self.foot)
        for said in (self.done, self.agree, self.sure):
            said.hide()

    def _joining(self) -> QWidget:
        """The digits of a new computer: shown once, kept nowhere."""
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.told, self.digits = look.label(""), look.label("", "figure")
        self.told.setWordWrap(True)
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.print = push_button("打印这张纸", icon="print")
        self.print.clicked.connect(self._on_print)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 10, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.told)
        inside.addWidget(self.digits)
        inside.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.hide()
        return self.card

    # -- the list --------------------------------------------------------------------------

    def reload(self) -> None:
        chosen = max(self.table.row(), 0)
        self.lines = _units(self._book) if self._street else computers.listed(self._book)
        show = _unit_texts if self._street else _own_texts
        self.table.fill([show(self._book, row) for row in self.lines])
        if self.lines:
            self.table.selectRow(min(chosen, len(self.lines) - 1))
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        several = bool(self.lines)
        self.read.setVisible(not self._street)
        self.write.setVisible(not self._street and several)
        self.add.setVisible(not self._street and computers.is_first(self._book))
        self.copied.setVisible(not self._street)
        self._show_act()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Computer.table, StoppedComputer.table, "received_bundle"):
            self.reload()

    def _chosen(self) -> Row | None:
        place = self.table.row()
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def _show_act(self, *_: object) -> None:
        row = self._chosen()
        may = row is not None and row["state"] != computers.STOPPED
        if row is not None and not self._street:
            may = may and row["key_id"] != computers.own_key_id(self._book)
        for part in (self.reason, self.stop):
            part.setVisible(may)

    # -- exchange --------------------------------------------------------------------------

    def write_to(self, folder: Path) -> None:
        """Writes what the other computers may lack, reads it back, and says so."""
        self._begin()
        self._job(_export, folder, label="写给另一台电脑", on_done=self._on_written)

    def _on_written(self, changes: Changes) -> None:
        sent: Any = changes.result
        told = f"已写入并核对无误，可以拔了。{sent.rows:,} 条，到另一台上读入：{sent.path.name}"
        self._say("。".join((told, *sent.notes)))

    def _on_read(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, "选另一台电脑写的", sticks.usual_place(), "对数包 (*.qlb);;全部文件 (*)"
        )
        if path:
            self.read_in(Path(path))

    def read_in(self, path: Path, *, agreed: bool = False) -> None:
        """Merges what another computer of this office wrote."""
        self._begin()
        self._last = path
        self._job(partial(_import, agreed), path, label="读入", on_done=self._on_came)

    def _on_agreed(self) -> None:
        if self._last is not None:
            self.read_in(self._last, agreed=True)

    def _on_came(self, changes: Changes) -> None:
        outcome: Any = changes.result
        seen = outcome.preview
        counted = f"新增 {seen.new:,} 条，修改 {seen.changed:,} 条"
        self._say("。".join((f"读好了：{counted}", *outcome.notes)) + "。")

    # -- one more, one less ----------------------------------------------------------------

    def add_to(self, folder: Path) -> None:
        """Writes the file a new computer begins with, and shows its digits once."""
        self._begin()
        self._job(_add, folder, label="加一台电脑", on_done=self._on_added)

    def _on_added(self, changes: Changes) -> None:
        added: Any = changes.result
        self.told.setText(
            f"已写好“{added.path.name}”。请打印这张纸，或抄下面 16 位数字"
            "（离开这一页就看不到了）。到新电脑上第一次打开程序时，选这个文件、输这些数字。"
            "纸和 U 盘分开放。"
        )
        self.digits.setText(added.digits)
        self._added = added
        self.card.show()
        self.reload()

    def _on_print(self) -> None:
        from qinglian_desktop.shell import drawing, joining_paper

        paper = joining_paper.sheet_of(self._added, self._book.unit.name)
        drawing.show_paper(self._window, paper, "加电脑的纸", restricted=True)

    def _on_stop(self) -> None:
        row = self._chosen()
        if row is None:
            return
        self._begin()
        why = self.reason.text().strip()
        if self._street:
            args = (row["office_id"], row["key_id"], why)
            done = self._act(computers.stop_for, *args)
        else:
            done = self._act(computers.stop, row["id"], why)
        if done:
            self.reason.clear()

    def _on_copied(self) -> None:
        self._begin()
        self._say(
            "整个数据文件夹是从别的电脑复制来、两边都接着用了的，才要这样做。"
            "这份从此单独算，内容一条不少；以后请用“加一台电脑”，不要复制。"
        )
        self.sure.show()

    def _on_sure(self) -> None:
        self._begin()
        if self._act(computers.branch):
            self._say("好了，这份数据从现在起单独算。下一次报送会写整包，街道会列出两边不一样的。")

    # -- answers ---------------------------------------------------------------------------

    def _begin(self) -> None:
        for part in (self.banner, self.done, self.agree, self.sure, self.card):
            part.hide()

    def _say(self, words: str) -> None:
        self.done.setText(words)
        self.done.show()
        self.reload()

    def _act(self, action: Callable[..., Changes], *args: object) -> bool:
        return self._window.runner.act(action, *args, on_refused=self._on_refused) is not None

    def _job(
        self,
        action: Callable[..., Changes],
        path: Path,
        *,
        label: str,
        on_done: Callable[[Changes], None],
    ) -> None:
        self._window.runner.job(
            action, path, label=label, on_done=on_done, on_refused=self._on_refused
        )

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.agree.setVisible(refused.code == _MOST_DELETED)


def _export(book: Book, folder: Path, tick: Any) -> Changes:
    return peering.export_peer(book, folder, tick=tick)


def _add(book: Book, folder: Path, _tick: Any) -> Changes:
    from qinglian_desktop.exchange import joining

    return joining.add_computer(book, folder)


def _import(agreed: bool, book: Book, path: Path, tick: Any) -> Changes:
    from qinglian_desktop.exchange import incoming

    return incoming.import_file(book, path, tick=tick, approve_deletions=agreed)


def _own_texts(book: Book, row: Row) -> tuple[str, ...]:
    own = row["key_id"] == computers.own_key_id(book)
    came, reached = ("", "") if own else peering.standing(book, row["key_id"] or "")
    name = f"{row['name']}（本机）" if own else row["name"]
    return name, row["state"], row["added_on"] or "", came, reached


def _units(book: Book) -> list[Row]:
    """At the street: every computer a bundle came from, by unit."""
    return computers.at_the_street(book)


def _unit_texts(_book: Book, row: Row) -> tuple[str, ...]:
    return row["office"], row["name"], row["state"], row["last"]
