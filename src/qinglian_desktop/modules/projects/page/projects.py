"""小型工程 (Z-16): the list; a row opens as a page of its own because it has stages."""

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.projects.page.project_view import ProjectView
from qinglian_desktop.modules.projects.records import Project
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.list_and_view import ListAndView

_COLUMNS = (
    "number", "name", "place", "stage", "budget_fen", "contractor", "contract_fen", "started_on",
)  # fmt: skip


class ProjectsPage(ListAndView):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        ledger = desk.ledger(Project, title="小型工程", columns=_COLUMNS)
        super().__init__(ledger, Project.table, "小型工程", parent)
        self.call_new("新工程", "登记一项小型工程（Ctrl+N）")
        self.list.list.empty.text.setText("没有在建项目。")
        self.view = ProjectView(desk)
        self.view.closed.connect(self.show_list)
        self._stack.addWidget(self.view)
