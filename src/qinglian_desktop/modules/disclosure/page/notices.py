"""公告: the list of notices, and one notice with its next step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.modules.disclosure.notices import VARIANTS
from qinglian_desktop.modules.disclosure.page.compare import ComparePage
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.modules.disclosure.page.three import ThreePapers
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk

_COLUMNS = ("number", "state", "posted_on", "until_on", "title")  # the last one is the widest


class NoticesPage(QWidget):
    """The standard list; a row opens as a page of its own because it has steps and a paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "notice", "公告"
        look.named(self, self.title)
        self._desk = desk
        self.list = desk.ledger(Notice, title="公告", columns=_COLUMNS)
        self.list.table.opened.disconnect(self.list.open_record)
        self.list.table.opened.connect(self.open_record)
        self.list.head.new.disconnect(self.list.new_record)
        self.list.head.new.connect(self.new_record)
        self.list.list.new_asked.disconnect(self.list.new_record)
        self.list.list.new_asked.connect(self.new_record)
        self.list.head.add.setText("写公告")
        look.named(self.list.head.add, "写公告", "写一份一般公开的公告（Ctrl+N）")
        self.view = NoticeView(desk)
        self.view.closed.connect(self.show_list)
        self.view.other_asked.connect(self.open_record)
        self.view.outward.three_asked.connect(self.show_three)
        self.view.outward.compare_asked.connect(self.show_compare)
        self.three: ThreePapers | None = None
        self.compare: ComparePage | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def open_record(self, row_id: str) -> None:
        self.view.open_row(row_id)
        self._stack.setCurrentWidget(self.view)
        self.view.next.take_focus()

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
        self.view.next.take_focus()

    def _print_three(self) -> None:
        self.show_view()
        self.view.on_step("print", {"variants": list(VARIANTS)})

    def show_list(self) -> None:
        row_id = self.view.row_id
        self._stack.setCurrentWidget(self.list)
        self.list.reload()
        self.list.table.select_id(row_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_record(self) -> None:
        self.view.new_row()
        self._stack.setCurrentWidget(self.view)

    def reload(self) -> None:
        if self._stack.currentWidget() is self.view:
            self.view.reload()
        else:
            self.list.reload()

    def print_page(self) -> None:
        if self._stack.currentWidget() is self.view:
            self.view.print_page()
        else:
            self.list.print_page()

    def flush(self) -> None:
        self.view.flush()
