"""公告: the list of notices, and one notice with its next step."""

from typing import Any

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.disclosure.notices import VARIANTS
from qinglian_desktop.modules.disclosure.page.compare import ComparePage
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.modules.disclosure.page.three import ThreePapers
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.list_and_view import ListAndView

_COLUMNS = ("number", "state", "posted_on", "until_on", "title")  # the last one is the widest


class NoticesPage(ListAndView):
    """The standard list; a row opens as a page of its own because it has steps and a paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk.ledger(Notice, title="公告", columns=_COLUMNS), "notice", "公告", parent
        )
        self._desk = desk
        self.call_new("写公告", "写一份一般公开的公告（Ctrl+N）")
        self.view = NoticeView(desk)
        self.view.closed.connect(self.show_list)
        self.view.other_asked.connect(self.open_record)
        self.view.outward.three_asked.connect(self.show_three)
        self.view.outward.compare_asked.connect(self.show_compare)
        self.three: ThreePapers | None = None
        self.compare: ComparePage | None = None
        self._stack.addWidget(self.view)

    def show_three(self, row_id: str) -> None:
        """The three papers side by side; the page is made when it is first asked for."""
        self._turn_to(row_id)
        if self.three is None:
            self.three = ThreePapers(self._desk)
            self.three.closed.connect(self.show_view)
            self.three.print_asked.connect(self._print_three)
            self._stack.addWidget(self.three)
        self._stack.setCurrentWidget(self.three)
        self.three.show_notice(self.view.row)

    def show_compare(self, row_id: str) -> None:
        self._turn_to(row_id)
        if self.compare is None:
            self.compare = ComparePage(self._desk)
            self.compare.closed.connect(self.show_view)
            self._stack.addWidget(self.compare)
        self._stack.setCurrentWidget(self.compare)
        self.compare.show_notice(self.view.row)

    def _turn_to(self, row_id: str) -> None:
        """What was typed is kept, and the notice below is the one that is looked at."""
        self.view.flush()
        if self.view.row_id != row_id:
            self.view.open_row(row_id)

    def show_view(self) -> None:
        """Back to the notice from what was looked at beside it."""
        self._stack.setCurrentWidget(self.view)
        self.view.reload()
        self.focus_view()

    def _print_three(self) -> None:
        self.show_view()
        self.view.on_step("print", {"variants": list(VARIANTS)})

    def focus_view(self) -> None:
        self.view.next.take_focus()

    @property
    def _shown(self) -> Any:
        """What the window speaks to: what is looked at beside a notice is none of its business."""
        return self.view if self._stack.currentWidget() is self.view else self.list

    def reload(self) -> None:
        self._shown.reload()

    def print_page(self) -> None:
        self._shown.print_page()
