"""The tab 三资: the home page, then the books, assets, contracts, works and audits in groups."""

from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.audits.page import sections as audits
from qinglian_desktop.modules.collective.page.home import HOME, HomePage
from qinglian_desktop.modules.contracts.page import sections as contracts
from qinglian_desktop.modules.funds.page import sections as books
from qinglian_desktop.modules.funds.page import setting_up, watching
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.labour.page import sections as labour
from qinglian_desktop.modules.projects.page import sections as projects
from qinglian_desktop.modules.property.page import sections as holdings
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections


def make_page(desk: Desk) -> "CollectivePage":
    return CollectivePage(desk)


class CollectivePage(GroupedSections):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            "funds",
            "三资",
            (
                ("首页", ((HOME, "首页", partial(HomePage, desk, self._new_entry)),)),
                ("记账", books(desk)),
                ("收付", watching(desk)),
                ("建账", setting_up(desk)),
                ("资产资源", holdings(desk)),
                ("合同", contracts(desk)),
                ("工程用工", (*projects(desk), *labour(desk))),
                ("审计汇报", audits(desk)),
            ),
            parent,
        )

    def _new_entry(self) -> None:
        self.show_section(Entry.table)
        self.new_record()
