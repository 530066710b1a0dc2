"""脱敏对照: what is still to be seen, what was left out or masked and what stood there before."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.privacy import NAMES, Finding, stands_for
from qinglian_desktop.modules.disclosure import actions, steps
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_SEEN = (
    Heading("是什么", 120), Heading("纸上写着", 0, private=True), Heading("遮住后", 160),
)  # fmt: skip
_DONE = (
    Heading("在哪里", 150), Heading("原来", 0, private=True), Heading("纸上", 160, private=True),
    Heading("为什么", 0),
)  # fmt: skip


_ROOM, _EDGE = 2, 4  # rows that are seen without scrolling, and the frame around them in px


class ComparePage(OverPage):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("compare", "脱敏对照", parent)
        self._desk, self.row = desk, dict[str, Any]()
        self._found: tuple[Finding, ...] = ()
        self.name = look.label("", "group")
        self.name.setWordWrap(True)
        self.hide_all = push_button("一键遮住", "primary", icon="eye-off")
        self.hide_all.setToolTip("只改纸上的，底稿不动")
        self.unhide = push_button("不再遮住")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.seen = PlainTable("还没遮住的", _SEEN)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么可以公开？例：居委会的对公账号")
        look.named(self.reason, "为什么可以公开")
        self.let_pass = push_button("放行这一条")
        self.done_word = look.label("不登和遮住的", "group")
        self.done = PlainTable("不登和遮住的", _DONE)
        self._lay_out()
        self.hide_all.clicked.connect(lambda: self._act(actions.hide))
        self.unhide.clicked.connect(lambda: self._act(actions.unhide))
        self.let_pass.clicked.connect(self.on_let_pass)
        self.reason.returnPressed.connect(self.on_let_pass)

    def _lay_out(self) -> None:
        self.head.addWidget(self.unhide)
        self.head.addWidget(self.hide_all)
        self._passing = QWidget()
        line = QHBoxLayout(self._passing)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(self.let_pass)
        whole = self.column
        whole.addWidget(self.name)
        whole.addWidget(self.said)
        whole.addWidget(self.seen, 2)
        whole.addWidget(self._passing)
        whole.addWidget(self.done_word)
        whole.addWidget(self.done, 3)
        self._clean = EmptyCard("没有要遮的，也没有不登的栏目。这份公告可以放心贴。", "success")
        whole.addWidget(self._clean, 1)

    def show_notice(self, row: dict[str, Any]) -> None:
        self.banner.hide()
        self.reason.clear()
        self._fill(row)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, row: dict[str, Any]) -> None:
        book, self.row = self._desk.book, row
        self.name.setText(f"{row['number']} {row['title'] or ''}")
        editable = row["state"] in steps.EDITABLE
        self._found = actions.privacy_findings(book, row["id"]) if editable else ()
        covers = actions.covers(book, row["id"])
        self.seen.fill([_seen(one) for one in self._found])
        self.done.fill([tuple(one) for one in covers])
        some = bool(self._found)
        for part in (self.seen, self._passing, self.hide_all):
            part.setVisible(some)
        fill(self.hide_all, some)
        self.unhide.setVisible(bool(row["hides"]) and editable)
        self.done.setVisible(bool(covers))
        self.done_word.setVisible(bool(covers))
        self._clean.setVisible(not covers and not some)
        if some:
            self.seen.selectRow(0)
            head, line = self.seen.horizontalHeader(), self.seen.verticalHeader()
            rows = min(len(self._found), _ROOM) * line.defaultSectionSize()
            self.seen.setMinimumHeight(head.sizeHint().height() + rows + _EDGE)
        self.said.setText(_told(len(self._found), bool(row["hides"])))
        self.said.setVisible(bool(some or covers))

    def _act(self, action: Any, *args: Any) -> None:
        self.banner.hide()
        done = self._desk.runner.act(
            action, self.row["id"], *args, initiator=None, on_refused=self._on_refused
        )
        if done is not None:
            self.reason.clear()
            self._fill(dict(self._desk.book.page("notice", [self.row["id"]])[0]))
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_let_pass(self) -> None:
        place = self.seen.row()
        if 0 <= place < len(self._found):
            one = self._found[place]
            self._act(actions.let_pass, one.kind, one.text, self.reason.text())

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        if refused.field == "reason":
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)


def _seen(one: Finding) -> tuple[str, str, str]:
    return NAMES[one.kind], " ".join(one.text.split()), stands_for(one)


def _told(seen: int, hides: bool) -> str:
    if seen:
        return (
            f"还有 {seen} 处没有遮住，不能送审核、打印、上墙。"
            "是单位自己的账号、地址，选中它，写明原因再放行。"
        )
    if hides:
        return "纸上的号码和门牌都遮住了，底稿没有动。"
    return "纸上没有要遮的号码和门牌。下面是没有登或遮住的。"
