"""写给各单位: who gets what with the next stick, what each has taken in, and writing it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import directing
from qinglian_desktop.modules.directives import sending
from qinglian_desktop.modules.directives.page.composing import ComposePage
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_LIST = (
    Heading("单位", 180),
    Heading("现在", 120, state=True),
    Heading("下一包写什么", 0),
    Heading("上次写出", 180),
    Heading("单位收到", 200),
)
Choose = Callable[[QWidget, Callable[[Path], object]], None]


class WritingPage(QWidget):
    def __init__(self, desk: Desk, choose: Choose, parent: QWidget | None = None) -> None:
        """`choose` finds the stick: (button, what to do with the folder)."""
        super().__init__(parent)
        self.page_id, self.title = "down", "写给各单位"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._choose = desk, choose
        self.lines: list[sending.UnitDown] = []
        self.write = push_button("全部写到 U 盘", "primary", icon="exchange")
        self.some = push_button("只写选中的")
        self.new = push_button("下发一件", icon="add")
        self.banner = Banner()
        self.done = look.label("", "group")
        self.done.setWordWrap(True)
        self.done.hide()
        self.table = PlainTable("各单位", _LIST)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.empty = EmptyCard("还没有登记好的单位。登记以后才能写给它们。", "street")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.form = ComposePage(desk)
        self._lay_out()
        self.new.clicked.connect(self.compose)
        self.form.closed.connect(self._back)
        self.write.clicked.connect(partial(self._on_write, False))
        self.some.clicked.connect(partial(self._on_write, True))
        self.table.selectionModel().selectionChanged.connect(self._offer)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.write)
        self.reload()

    def _lay_out(self) -> None:
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(24, 16, 24, 12)
        inside.setSpacing(12)
        buttons = (self.new, self.some, self.write)
        inside.addWidget(HeadRow((look.label(self.title, "title"),), buttons))
        inside.addWidget(self.banner)
        inside.addWidget(self.done)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        inside.addWidget(self.said)
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def reload(self) -> None:
        self.lines = sending.units_down(self._desk.book)
        self.table.fill([_texts(line) for line in self.lines])
        for part in (self.table, self.said):
            part.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        self.write.setEnabled(bool(self.lines))
        self.said.setText(
            "每个单位一个文件，只有它自己打得开。没到的会在下一包里再写一遍，丢了 U 盘也不要紧。"
        )
        self._offer()

    def _offer(self, *_: object) -> None:
        count = len(self.chosen())
        self.some.setText(f"只写选中的 {count} 个" if count else "只写选中的")
        self.some.setAccessibleName(self.some.text())
        self.some.setEnabled(bool(count))

    def chosen(self) -> list[str]:
        """The codes of the units that are selected."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.lines[place].code for place in places if place < len(self.lines)]

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(
            "directive", "review", "enrolled_unit", "received_bundle", "sent_bundle", "rule_pack"
        ):
            self.reload()

    # -- one more matter --------------------------------------------------------------------

    def compose(self) -> None:
        """下发一件: kind, words, last day, which units."""
        self.form.begin()
        self._stack.setCurrentIndex(1)

    new_record = compose

    def _back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.reload()
        fill(self.write, True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing --------------------------------------------------------------------------

    def _on_write(self, some: bool) -> None:
        codes = tuple(self.chosen()) if some else ()
        self._choose(self.some if some else self.write, partial(self.write_to, codes))

    def write_to(self, codes: Sequence[str], folder: Path) -> None:
        """Writes each unit's file, reads it back, and says so."""
        self.banner.hide()
        self.done.hide()
        self._desk.runner.job(
            partial(_written, tuple(codes)), folder, label="写给各单位",
            on_done=self._on_written, on_refused=self._on_refused,
        )  # fmt: skip

    def _on_written(self, changes: Changes) -> None:
        made: Any = changes.result
        names = "、".join(one.name for one in made[:3]) + ("等" if len(made) > 3 else "")
        self.done.setText(
            f"已写入并核对无误，可以拔了。{names} {len(made)} 个单位，每个单位一个文件。"
        )
        self.done.show()
        self.reload()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.reload()


def _texts(line: sending.UnitDown) -> tuple[str, ...]:
    return (line.name, line.state, line.waiting, line.written, line.taken)


def _written(codes: tuple[str, ...], book: Any, folder: Path, tick: Any) -> Changes:
    return directing.write_down(book, folder, codes, tick=tick)
