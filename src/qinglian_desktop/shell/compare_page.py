"""比对: what stands at two units at once; it is looked into here, or passed to the units (K-07)."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.street import answering, comparing
from qinglian_desktop.modules.street.comparing import Match
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("类型", 120), Heading("说的是", 0, private=True), Heading("单位", 180),
    Heading("记录", 260, private=True), Heading("结果", 120, state=True),
)  # fmt: skip
_HOW = (
    "两个单位都有，不一定有问题。核实过的写一句为什么；要单位核对的按“转单位”，随下发的文件带去。"
)


def open_it(window: "Window") -> None:
    page = ComparePage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class ComparePage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("cross-check", "跨单位比对")
        self._window = window
        self.matches: tuple[Match, ...] = ()
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("没有发现重复。", "search")
        self.whole = look.label("")  # the chosen one, however narrow its columns are
        self.whole.setWordWrap(True)
        self.note = QLineEdit()
        self.note.setPlaceholderText("核实无问题的，写一句为什么")
        look.named(self.note, "核实说明")
        self.verify = push_button("核实")
        self.pass_on = push_button("转单位", "primary", icon="export")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addWidget(self.verify)
        row.addWidget(self.pass_on)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.whole)
        self.column.addLayout(row)
        self.verify.clicked.connect(self.on_verify)
        self.note.returnPressed.connect(self.on_verify)
        self.pass_on.clicked.connect(self.on_pass_on)
        window.runner.changed.connect(self._on_changed)
        self.table.selectionModel().selectionChanged.connect(self._tell_chosen)
        cover.cover().changed.connect(self._tell_chosen)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        at = max(self.table.row(), 0)
        book = self._window.book
        self.matches, told = tuple(comparing.matches(book)), answering.said(book)
        self.table.fill(
            [
                (one.kind, one.words, "、".join(one.units),
                 _records(one),
                 told[one.mark]["verdict"] if one.mark in told else "待核实")
                for one in self.matches
            ]
        )  # fmt: skip
        there = bool(self.matches)
        for part in (self.table, self.whole, self.note, self.verify, self.pass_on):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self.table.selectRow(min(at, len(self.matches) - 1))
            self._tell_chosen()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()

    def _tell_chosen(self, *_what: object) -> None:
        match = self._chosen()
        if match is not None:
            said = cover.veiled(f"{match.words}：{_records(match)}")
            self.whole.setText(f"{'、'.join(match.units)}。{said}")

    def _chosen(self) -> Match | None:
        place = self.table.row()
        return self.matches[place] if 0 <= place < len(self.matches) else None

    def on_verify(self) -> None:
        match, run = self._chosen(), self._window.runner
        if match is not None and run.act(
            answering.verify, match, self.note.text(), on_refused=self._on_refused
        ):
            self.note.clear()

    def on_pass_on(self) -> None:
        match = self._chosen()
        if match is not None:
            self._window.runner.act(answering.pass_on, match, on_refused=self._on_refused)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        if refused.field == "note":
            self.note.setFocus()


def _records(match: Match) -> str:
    return "；".join(dict.fromkeys(place.words for place in match.places))
