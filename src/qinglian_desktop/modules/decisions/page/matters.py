"""事项台账 (D-01): every matter with where it stands; one opens as a page of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.page.new_matter import NewMatter
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage

if TYPE_CHECKING:
    from qinglian_desktop.modules.decisions.page.household import HouseholdsPage
    from qinglian_desktop.modules.decisions.page.meeting import MeetingPage

_COLUMNS = ("number", "title", "stage", "next_step", "public_until", "late", "state",
            "matter_class")  # fmt: skip


class MattersPage(ListAndView):
    """The standard list; a row opens as a page of its own because it has steps."""

    def __init__(
        self,
        desk: Desk,
        checks: Mapping[str, Callable[[], object]] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        """`checks`: further buttons at the head of the list, by their word."""
        ledger = desk.ledger(Matter, title="事项台账", columns=_COLUMNS)
        super().__init__(ledger, "matter", "事项", parent)
        self._desk = desk
        self.list.table.records.says = {"public_until": left_words, "late": late_word}
        self.call_new("新事项", "立一件要集体决定的事（Ctrl+N）")
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
        for page in (self.view, self.fresh):
            self._stack.addWidget(page)

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
