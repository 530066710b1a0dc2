"""Rows of a batch that somebody changed since: then and now side by side, and which to keep."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.record import Field, naming
from qinglian_desktop.shell import waiting_words
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.undo_plan import Held, Key, Later, Plan
from qinglian_desktop.ui import cover, history, look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

KEEP, BACK, AGAIN, STAYS = "保留现在的", "退回去", "恢复", "不能退"
_LITTLE, _MUCH = 24, 120  # characters of one value in a cell, and below the table
_UNDONE = "撤销："  # how the label of an undoing begins
_COLUMNS = (
    Heading("记录", 200, private=True),
    Heading("这一批写的", 0, private=True),
    Heading("现在的", 0, private=True),
    Heading("谁改的", 200),
    Heading("怎么办", 140, state=True),
)


class UndoChoice(QWidget):
    chosen = Signal(int, object)  # step, the rows that go back
    cancelled = Signal()

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self.plan = book, Plan(0, "")
        self.back: set[Key] = set()
        self.said = look.label("", "group")
        self.said.setWordWrap(True)
        self.again = False  # what was taken back is done again
        self.hint = look.label("", "hint")
        self.hint.setWordWrap(True)
        self.table = PlainTable("后来又改过的记录", _COLUMNS)
        self.whole = look.label("")  # of the chosen row, what its cells have no room for
        self.whole.setWordWrap(True)
        self.turn = push_button("这一条换一种")
        self.keep_all, self.back_all = push_button("全部保留现在的"), push_button("全部退回去")
        self.cancel, self.go = push_button("取消"), push_button("撤回", "primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.turn, self.keep_all, self.back_all):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.said, self.hint):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addLayout(row)
        space = QShortcut(Qt.Key.Key_Space, self.table)  # a table takes this key for itself
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.on_turn)
        self.turn.clicked.connect(self.on_turn)
        self.keep_all.clicked.connect(lambda: self.set_all(back=False))
        self.back_all.clicked.connect(lambda: self.set_all(back=True))
        self.cancel.clicked.connect(self.cancelled)
        self.go.clicked.connect(self.on_go)
        self.table.opened.connect(self.on_turn)
        self.table.selectionModel().selectionChanged.connect(self._say_whole)
        cover.cover().changed.connect(self._say_whole)

    def show_plan(self, plan: Plan) -> None:
        """What is now is kept unless the clerk says otherwise."""
        self.plan, self.back = plan, set()
        self.again = plan.label.startswith(_UNDONE)
        parts = []
        if plan.later:
            parts.append(f"有 {len(plan.later):,} 条后来又改过：逐条选择保留哪一个")
        if plan.held:
            parts.append(f"有 {len(plan.held):,} 条不能{'恢复' if self.again else '退'}")
        if plan.free:
            parts.append(f"其余 {len(plan.free):,} 条直接{self._verb}")
        label = history.deed(plan.label.removeprefix(_UNDONE))
        self.said.setText(f"{'重做：' if self.again else ''}{label}：{'；'.join(parts)}。")
        means = "恢复＝回到撤销以前的样子。"
        if not self.again:
            means = "退回去＝回到这一批以前的样子，这一批新增的会进回收站。"
        self.hint.setText(f"{means}空格键换一种。")
        self.back_all.setText(f"全部{self._word}")
        self.back_all.setAccessibleName(self.back_all.text())
        self._fill()
        self.table.selectRow(0)

    @property
    def _verb(self) -> str:
        return "重做" if self.again else "撤回"

    @property
    def _word(self) -> str:
        """What a row does that is not kept as it is now."""
        return AGAIN if self.again else BACK

    def _fill(self) -> None:
        rows = [self._later(one) for one in self.plan.later]
        rows += [self._held(one) for one in self.plan.held]
        self.table.fill(rows)
        some = bool(self.plan.later)
        for button in (self.turn, self.keep_all, self.back_all):
            button.setVisible(some)
        count = len(self.plan.free) + len(self.back)
        self.go.setText(f"{self._verb} {count:,} 条")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(count > 0)

    def _say_whole(self, *_: object) -> None:
        place = self.table.row()
        shown = 0 <= place < len(self.plan.later) and not cover.cover().on
        self.whole.setVisible(shown)
        if shown:
            one = self.plan.later[place]
            then, now = _apart(self._book, one, _MUCH)
            self.whole.setText(f"这一批写的——{then}\n现在的——{now}")

    def _later(self, one: Later) -> tuple[str, ...]:
        record = self._book.tables[one.table]
        then, now = _apart(self._book, one)
        who = f"{one.who} {one.at.replace('T', ' ')[:16]}"
        name = f"{record.label} {waiting_words.called(self._book, record, one.now)}"
        return (name, then, now, who, self._word if one.key in self.back else KEEP)

    def _held(self, one: Held) -> tuple[str, ...]:
        return (f"{self._book.tables[one.table].label} {one.name}", "", one.why, "", STAYS)

    def on_turn(self, *_: object) -> None:
        """The chosen row the other way."""
        place = self.table.row()
        if 0 <= place < len(self.plan.later):
            self.back ^= {self.plan.later[place].key}
            self._fill()

    def set_all(self, *, back: bool) -> None:
        self.back = {one.key for one in self.plan.later} if back else set()
        self._fill()

    def on_go(self) -> None:
        self.chosen.emit(self.plan.step, frozenset(self.back))


def _apart(book: Book, one: Later, longest: int = _LITTLE) -> tuple[str, str]:
    """The fields in which then and now differ, each side for itself."""
    then, now, fields = one.then or {}, one.now, book.tables[one.table].fields
    names = [name for name in fields if then.get(name) != now.get(name)]
    sides = []
    for row in (then, now):
        words = [f"{fields[n].label}：{_word(book, fields[n], row.get(n), longest)}" for n in names]
        if row.get("deleted"):
            words.insert(0, "在回收站")
        sides.append("；".join(words))
    return sides[0], sides[1]


def _word(book: Book, field: Field, stored: Any, longest: int) -> str:
    there = book.row(field.link, stored) if field.link and stored else None
    if there is not None:
        return naming(book.tables[field.link], there)[:longest]
    return history.plain(field, stored, longest)
