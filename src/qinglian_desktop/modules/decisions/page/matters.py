"""事项台账 (D-01): every matter with where it stands; one opens as a page of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.page.new_matter import NewMatter
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage

if TYPE_CHECKING:
    from qinglian_desktop.modules.decisions.page.household import HouseholdsPage
    from qinglian_desktop.modules.decisions.page.meeting import MeetingPage

_COLUMNS = ("number", "title", "stage", "next_step", "public_until", "late", "state",
            "matter_class")  # fmt: skip


class MattersPage(QWidget):
    """The standard list; a row opens as a page of its own because it has steps."""

    def __init__(
        self,
        desk: Desk,
        checks: Mapping[str, Callable[[], object]] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        """`checks`: further buttons at the head of the list, by their word."""
        super().__init__(parent)
        self.page_id, self.title = "matter", "事项"
        look.named(self, "事项台账")
        self._desk = desk
        self.list = desk.ledger(Matter, title="事项台账", columns=_COLUMNS)
        self.list.table.records.says = {"public_until": left_words, "late": late_word}
        self.list.table.opened.disconnect(self.list.open_record)
        self.list.table.opened.connect(self.open_record)
        self.list.head.new.disconnect(self.list.new_record)
        self.list.head.new.connect(self.new_record)
        self.list.list.new_asked.disconnect(self.list.new_record)
        self.list.list.new_asked.connect(self.new_record)
        self.list.head.add.setText("新事项")
        look.named(self.list.head.add, "新事项", "立一件要集体决定的事（Ctrl+N）")
        self.list.list.empty.text.setText("凡是要集体决定的事，从这里开始。")
        for word, act in checks.items():
            button = push_button(word)
            button.clicked.connect(partial(_do, act))
            self.list.head.put(button)
        self.view = MatterView(desk)
        self.view.closed.connect(self.show_list)
        self.view.other_asked.connect(self.open_record)
        self.view.prepare_asked.connect(self.prepare)
        self.view.homes_asked.connect(self.ask_homes)
        self.meeting: MeetingPage | None = None  # both with the first click
        self.homes: HouseholdsPage | None = None
        self.fresh = NewMatter(desk)
        self.fresh.closed.connect(self.show_list)
        self.fresh.opened.connect(self.open_record)
        self._stack = QStackedWidget()
        for page in (self.list, self.view, self.fresh):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def open_record(self, row_id: str) -> None:
        self.view.open_row(row_id)
        self._stack.setCurrentWidget(self.view)
        self.view.take_focus()

    def new_record(self) -> None:
        self.view.flush()
        self.fresh.begin()
        self._stack.setCurrentWidget(self.fresh)
        self.fresh.take_focus()

    def prepare(self, matter_id: str, gate: str) -> None:
        """会议准备: when and where, who must come, what is printed."""
        if self.meeting is None:
            from qinglian_desktop.modules.decisions.page.meeting import MeetingPage

            self.meeting = MeetingPage(self._desk)
            self._lay_over(self.meeting)
        self.view.flush()
        self._stack.setCurrentWidget(self.meeting)
        self.meeting.open_gate(matter_id, gate)

    def ask_homes(self, matter_id: str) -> None:
        """入户征求意见: the empty form, and the answers with 1, 2 and 3."""
        if self.homes is None:
            from qinglian_desktop.modules.decisions.page.household import HouseholdsPage

            self.homes = HouseholdsPage(self._desk)
            self._lay_over(self.homes)
        self.view.flush()
        self._stack.setCurrentWidget(self.homes)
        self.homes.open_matter(matter_id)

    def _lay_over(self, page: OverPage) -> None:
        page.closed.connect(self._back_to_view)
        self._stack.addWidget(page)

    def _back_to_view(self) -> None:
        self.view.reload()
        self._stack.setCurrentWidget(self.view if self.view.row_id else self.list)
        self.view.take_focus()

    def show_list(self) -> None:
        row_id = self.view.row_id
        self._stack.setCurrentWidget(self.list)
        self.list.reload()
        self.list.table.select_id(row_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.view:
            self.view.reload()
        elif shown is self.list:
            self.list.reload()

    def print_page(self) -> None:
        shown = self._stack.currentWidget()
        if shown is not None and hasattr(shown, "print_page"):
            shown.print_page()

    def flush(self) -> None:
        for page in (self.view, self.meeting, self.homes):
            if page is not None and hasattr(page, "flush"):
                page.flush()


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def late_word(row: Mapping[str, Any]) -> str:
    return "补录" if row.get("late") else ""


def left_words(row: Mapping[str, Any]) -> str:
    """How long a notice of the matter still hangs: 剩 5 天, 可以办结."""
    if not row.get("public_until"):
        return ""
    left = (date.fromisoformat(row["public_until"]) - clock.today()).days
    return f"还有 {left} 天" if left > 0 else "满期，可以办结"
