"""Where two computers had changed the same: both values, who and when, and a choice (QL-UB-065)."""

from collections.abc import Callable
from itertools import takewhile

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange import computers, conflicting
from qinglian_desktop.exchange.conflicting import Differing
from qinglian_desktop.exchange.records import MergeConflict
from qinglian_desktop.modules import saving
from qinglian_desktop.shell.opening import open_row
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.history import plain
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.sections import Section, Sections

_COLUMNS = (
    Heading("记录", 0),
    Heading("哪一格", 120),
    Heading("现在用的", 160, private=True),
    Heading("谁填的", 90),
    Heading("另一个", 160, private=True),
    Heading("谁填的", 90),
    Heading("状态", 80, state=True),
)
_HINT = "两台电脑各改了同一格，先用了其中一个。另一个没有丢：可以改用它，不用的会写在“经过”里。"


def with_conflicts(
    desk: Desk,
    title: str,
    first: Callable[[Desk], QWidget],
    between: tuple[Section, ...] = (),
) -> QWidget:
    return Sections(
        "exchange",
        title,
        (
            ("sent_bundle", "报送", lambda: first(desk)),
            *between,
            ("merge_conflict", "两边都改过", lambda: ConflictsPage(desk)),
        ),
    )


class ConflictsPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "merge_conflict", "两边都改过"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.lines: list[Differing] = []
        self.banner = Banner()
        self.table = PlainTable(self.title, _COLUMNS)
        self.empty = EmptyCard("没有两边都改过的内容。", "success")
        self.asked = look.label("", "strong")
        self.when = look.label("", "hint")
        for words in (self.asked, self.when):
            words.setWordWrap(True)
        self.keep = push_button("用现在的")
        self.other = push_button("改用另一个")
        self.row = push_button("打开这条", "link")
        self._lay_out()
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._ask)
        self.keep.clicked.connect(self._on_keep)
        self.other.clicked.connect(self._on_other)
        self.row.clicked.connect(lambda: self._on_opened(self.table.row(), 0))
        desk.runner.changed.connect(self._on_changed)
        self.reload()
        enter_at(self, self.table)

    def _lay_out(self) -> None:
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        self.card = QFrame()
        self.card.setProperty("role", "card")
        holder = QWidget()
        holder.setProperty("role", "clear")
        buttons = FlowLayout(holder)
        for button in (self.keep, self.other, self.row):
            buttons.addWidget(button)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 10, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.asked)
        inside.addWidget(self.when)
        inside.addWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for part in (look.label(self.title, "title"), hint, self.banner):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.card)
        column.addWidget(self.empty, 1)

    def reload(self) -> None:
        book, chosen = self._desk.book, max(self.table.row(), 0)
        self.lines = conflicting.listed(book)
        self.table.fill([_texts(book.tables[one.table], one) for one in self.lines])
        if self.lines:
            self.table.selectRow(min(chosen, len(self.lines) - 1))
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        self._ask()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(MergeConflict.table, *{one.table for one in self.lines}):
            self.reload()

    def _chosen(self) -> Differing | None:
        place = self.table.row()
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def _ask(self, *_: object) -> None:
        one = self._chosen()
        self.card.setVisible(one is not None)
        if one is None:
            return
        named = "、".join(one.labels)
        if one.seen:
            self.asked.setText(f"〔{named}〕已经看过。还可以改用另一个。")
        else:
            self.asked.setText(f"两边都改了〔{named}〕。选一个，另一个会留作说明。")
        there = computers.by_stream(self._desk.book).get(one.lost_stream, "另一台电脑")
        self.when.setText(
            f"现在用的：{_who(one.now_by, one.now_at)}填的；"
            f"另一个：{there} {_who(one.lost_by, one.lost_at)}填的。"
        )
        record = self._desk.book.tables[one.table]
        if alike := _alike(record, one):
            self.when.setText(f"{self.when.text()}{alike}")
        self.keep.setVisible(not one.seen)
        self.other.setEnabled(one.there)

    # -- the choice ------------------------------------------------------------------------

    def _on_keep(self) -> None:
        if (one := self._chosen()) is not None:
            self._do(conflicting.leave_as_it_is, one, say="好了，用现在的。")

    def _on_other(self) -> None:
        if (one := self._chosen()) is not None:
            self._do(use_other, one, say="好了，改用另一个。")

    def _do(self, action: Callable[..., Changes], one: Differing, *, say: str) -> None:
        self.banner.hide()
        self._desk.runner.act(action, one, on_refused=self._on_refused, say=say)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    def _on_opened(self, row: int, _column: int) -> None:
        if 0 <= row < len(self.lines):
            open_row(self, self.lines[row].table, self.lines[row].row_id)


def use_other(book: Book, one: Differing) -> Changes:
    """By the rules of the subject, like an edit in its form."""
    save, drop, bring_back = (
        way(one.table) for way in (saving.saver, saving.dropper, saving.restorer)
    )
    return conflicting.use_other(book, one, save, drop, bring_back)


def _texts(record: type[Record], one: Differing) -> tuple[str, ...]:
    now, other = _values(record, one.now), _values(record, one.other)
    return (
        one.what,
        "、".join(one.labels),
        now,
        one.now_by,
        f"{other}（不同，遮住了）" if now == other else other,
        one.lost_by,
        "已看" if one.seen else "待看",
    )


def _values(record: type[Record], row: Row) -> str:
    return "；".join(
        ("已删除" if value else "没有删") if name == "deleted" else _value(record, name, value)
        for name, value in row.items()
    )


def _alike(record: type[Record], one: Differing) -> str:
    """Two values whose masks look the same: that they differ, and where, which tells nothing."""
    told = []
    for name, now in one.now.items():
        other, field = one.other.get(name), record.fields.get(name)
        if field is None or now == other:
            continue
        if _value(record, name, now) != _value(record, name, other):
            continue
        sides = zip(str(now or ""), str(other or ""), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], sides))
        told.append(f"〔{field.label}〕两个值不同，遮住以后看起来一样：第 {same + 1} 个字起不同")
    return f"{'；'.join(told)}。要看原文请打开这条。" if told else ""


def _value(record: type[Record], name: str, value: object) -> str:
    field = record.fields.get(name)
    return plain(field, value) if field is not None else str(value)


def _who(name: str, at: str) -> str:
    return " ".join(filter(None, (name, at.replace("T", " ")[:16])))
