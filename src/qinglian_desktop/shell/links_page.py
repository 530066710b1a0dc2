"""决议关联: large payments that hang on no decision; each is linked to one, or explained."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import links
from qinglian_desktop.modules.decisions.links import Orphan
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("哪一类", 110), Heading("哪一条", 0, private=True), Heading("日期", 120),
    Heading("金额", 140, numeric=True, private=True), Heading("标准", 140, numeric=True),
)  # fmt: skip
_NO_LINE = "本单位还没有定多少钱以上要有决议。请先在“事项标准”里登记会议定下的大额标准。"
_ALL_LINKED = "达到标准的，都有决议或者说明。"
_CHOOSE = "选一件事项"
_SEEN = ("matter", "matter_link", "matter_standard", *(kind.table for kind in links.LINKABLE))


def open_it(window: "Window") -> None:
    page = LinksPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class LinksPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("decision-links", "决议关联")
        self._window = window
        self._orphans: tuple[Orphan, ...] = ()
        self.open = push_button("打开这一条")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard(_ALL_LINKED, "decisions")
        self.matter = ChoiceBox("关联哪件事项")
        self.link = push_button("补链接", "primary")
        self.reason = QLineEdit()
        look.named(self.reason, "没有决议的说明")
        self.reason.setPlaceholderText("不用决议的，写明为什么")
        self.explain = push_button("说明")
        self._lay_out()
        self.open.clicked.connect(self.on_open)
        self.link.clicked.connect(self.on_link)
        self.explain.clicked.connect(self.on_explain)
        self.reason.returnPressed.connect(self.on_explain)
        self.table.opened.connect(lambda _row, _column: self.on_open())
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self._show(())
        self.reload()

    def _lay_out(self) -> None:
        self.head.addWidget(self.open)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        for field, button in ((self.matter, self.link), (self.reason, self.explain)):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(field, 1)
            row.addWidget(button)
            self.column.addLayout(row)

    def reload(self) -> None:
        book = self._window.book
        line = links.said_line(book)
        self.said.setText(f"{line}，下面这些还没有。" if line else "")
        self.said.setVisible(bool(line))
        self.empty.text.setText(_ALL_LINKED if line else _NO_LINE)
        self.matter.clear()
        self.matter.addItem(_CHOOSE, "")
        for row in links.linkable_matters(book):
            self.matter.addItem(f"{row['number']} {row['title']}（{row['stage']}）", row["id"])
        self._window.runner.read(links.orphans, self._show)

    def _show(self, orphans: tuple[Orphan, ...]) -> None:
        at = max(self.table.row(), 0)
        self._orphans = orphans
        self.table.fill([_texts(one) for one in orphans])
        there = bool(orphans)
        for part in (self.table, self.open, self.matter, self.link, self.reason, self.explain):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self.table.selectRow(min(at, len(orphans) - 1))

    def _chosen(self) -> Orphan | None:
        row = self.table.row()
        return self._orphans[row] if 0 <= row < len(self._orphans) else None

    def _on_chosen(self) -> None:
        self.reason.clear()
        self.banner.hide()

    def on_open(self) -> None:
        one = self._chosen()
        if one is not None:
            self._window.close_over()
            table, row_id = one.opened
            self._window.go(self._window.tab_of(table), table, row_id)

    def on_link(self) -> None:
        one, matter = self._chosen(), str(self.matter.currentData() or "")
        if one is None:
            return
        if not matter:
            self.banner.say(Refused("还没有选事项", "请先选是按哪件事项办的"))
            self.matter.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._act(partial(links.link, table=one.table, row_id=one.row_id, matter_id=matter))

    def on_explain(self) -> None:
        one = self._chosen()
        if one is not None:
            text = self.reason.text()
            self._act(partial(_explain, one, text))

    def _act(self, action: partial[Changes]) -> None:
        self.banner.hide()
        done = self._window.runner.act(action, say="记下了，可以撤销", on_refused=self.banner.say)
        if done is not None:
            self.reason.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_SEEN):
            self.reload()


def _explain(one: Orphan, text: str, book: Book) -> Changes:
    return links.explain(book, one.table, one.row_id, text)


def _texts(one: Orphan) -> tuple[str, ...]:
    shown = (money.show(fen) for fen in (one.amount_fen, one.line_fen))
    return (one.label, one.name, one.on.isoformat(), *shown)
