"""走过场自检 (D-07): what stands out in the matters, seen by the clerk before anybody else."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import self_check
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.modules.decisions.self_check import Found
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("事项", 240, private=True), Heading("提示", 110), Heading("看到的", 0, private=True),
    Heading("说明", 90, state=True),
)  # fmt: skip
_SEEN = (
    "matter", "matter_step", "step_person", "meeting_paper", "check_note",
)  # fmt: skip


def open_it(window: "Window") -> None:
    page = FormalityPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class FormalityPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("formality", "走过场自检")
        self._window = window
        self._found: tuple[Found, ...] = ()
        self.go = push_button("去补", "primary")
        self.said = look.label("只给本单位自己看，不报送、不打印。", "hint")
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("没有发现需要留意的地方。", "success")
        self.whole = look.label("")  # what the line of the list has no room for
        self.whole.setWordWrap(True)
        self.reason = QLineEdit()
        look.named(self.reason, "情况说明")
        self.reason.setPlaceholderText("情况属实的，写明是怎么回事")
        self.true = push_button("情况属实")
        self.head.addWidget(self.go)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.whole)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.true)
        self.column.addLayout(row)
        self.go.clicked.connect(self.on_go)
        self.true.clicked.connect(self.on_true)
        self.reason.returnPressed.connect(self.on_true)
        self.table.opened.connect(lambda _row, _column: self.on_go())
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        window.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_chosen)
        enter_at(self, self.table)
        self._show(())
        self.reload()

    def reload(self) -> None:
        """Asked beside the window: a year of meetings is read."""
        self._window.runner.read(self_check.found, self._show)

    def _show(self, found: tuple[Found, ...]) -> None:
        at = max(self.table.row(), 0)
        self._found = found
        self.table.fill([_texts(one) for one in found])
        there = bool(found)
        for part in (self.table, self.go, self.whole, self.reason, self.true):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self.table.selectRow(min(at, len(found) - 1))
            self._on_chosen()

    def _chosen(self) -> Found | None:
        row = self.table.row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _on_chosen(self) -> None:
        one, covered = self._chosen(), cover.cover().on
        self.reason.setText(one.explanation if one and not covered else "")
        self.reason.setEnabled(not covered)
        self.true.setEnabled(not covered)
        what = cover.veiled(one.hint.what) if one else ""
        self.whole.setText(f"{what}。怎么补：{one.hint.remedy}。" if one else "")

    def on_go(self) -> None:
        """To the matter itself, where the step can be put right."""
        one = self._chosen()
        if one is not None:
            self._window.close_over()
            self._window.go(self._window.tab_of(Matter.table), Matter.table, one.hint.matter_id)

    def on_true(self) -> None:
        one = self._chosen()
        if one is None:
            return
        self.banner.hide()
        act = partial(self_check.explain, hint=one.hint, explanation=self.reason.text())
        done = self._window.runner.act(act, say="记下了，可以撤销", on_refused=self._refuse)
        if done is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_SEEN):
            self.reload()


def _texts(one: Found) -> tuple[str, ...]:
    hint = one.hint
    return (hint.matter, hint.pattern, hint.what, "已说明" if one.explanation else "")
