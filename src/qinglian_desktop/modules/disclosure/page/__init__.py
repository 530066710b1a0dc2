"""The tab 公开公示: what must be posted, the notices step by step, the catalogue, the details."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.page.catalogue import COLUMNS, CataloguePage
from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.modules.disclosure.page.plan import PlanPage
from qinglian_desktop.modules.disclosure.page.yearly import YearlyPage
from qinglian_desktop.modules.disclosure.records import CatalogItem, DetailLine
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Sections

_LINE_COLUMNS = ("subject", "seq", "place", "item", "quantity", "amount_fen", "note")


def make_page(desk: Desk) -> QWidget:
    return DisclosurePage(desk)


class DisclosurePage(Sections):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            "disclosure",
            "公开公示",
            (
                ("planned_posting", "要公开的", self._plan),
                ("notice", "公告", partial(NoticesPage, desk)),
                ("catalog_item", "目录", self._catalogue),
                ("disclosure_plan", "年度调整", self._yearly),
                (
                    "detail_line",
                    "明细",
                    partial(
                        desk.ledger,
                        DetailLine,
                        title="公开明细",
                        columns=_LINE_COLUMNS,
                    ),
                ),
                ("notice_board", "公开栏", self._boards),
                ("objection", "异议", self._objections),
                ("question", "回音壁", self._echo),
                ("inspection_request", "查阅", self._requests),
                ("disclosure_demand", "联名要求", self._demands),
                ("archive", "档案", self._archive),
            ),
        )

    def _plan(self) -> QWidget:
        page = PlanPage(self._desk)
        page.notice_asked.connect(self.open_notice)
        return page

    def _catalogue(self) -> QWidget:
        return self._desk.ledger(
            CatalogItem, title="公开目录", columns=COLUMNS, page_type=CataloguePage
        )

    def _yearly(self) -> QWidget:
        page = YearlyPage(self._desk)
        page.notice_asked.connect(self.open_notice)
        page.item_asked.connect(partial(self.show_row, "catalog_item"))
        page.plan_asked.connect(self._to_plan)
        page.catalogue_asked.connect(self._to_catalogue)
        return page

    def _to_plan(self, year: int) -> None:
        page = self.show_section("planned_posting")
        if isinstance(page, PlanPage):
            page.show_year(year)

    def _to_catalogue(self) -> None:
        yearly, page = self.current, self.show_section("catalog_item")
        if isinstance(page, CataloguePage) and isinstance(yearly, YearlyPage):
            page.show_year(yearly.year)

    def open_notice(self, row_id: str) -> None:
        self.show_row("notice", row_id)

    # -- what hangs, and what people said (imported when first shown) ----------------------

    def _boards(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page.boards import BoardsPage

        page = BoardsPage(self._desk)
        page.notice_asked.connect(self.open_notice)
        return page

    def _objections(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page.objections import ObjectionsPage

        page = ObjectionsPage(self._desk)
        page.notice_asked.connect(self.open_notice)
        return page

    def _echo(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page import heard

        return self._desk.ledger(
            wall.Question, title="回音壁", columns=heard.QUESTION_COLUMNS, page_type=heard.EchoPage
        )

    def _requests(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page import heard

        page = self._desk.ledger(
            wall.InspectionRequest,
            title="查阅登记",
            columns=heard.REQUEST_COLUMNS,
            page_type=heard.InspectionPage,
        )
        assert isinstance(page, heard.InspectionPage)
        page.desk = self._desk
        return page

    def _demands(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page import heard

        return self._desk.ledger(
            wall.DisclosureDemand,
            title="联名要求公开",
            columns=heard.DEMAND_COLUMNS,
            page_type=heard.TodayPage,
        )

    def _archive(self) -> QWidget:
        from qinglian_desktop.modules.disclosure.page.archive import ArchivePage

        page = ArchivePage(self._desk)
        page.notice_asked.connect(self.open_notice)
        page.objection_asked.connect(self._object)
        return page

    def _object(self, notice_id: str) -> None:
        page: Any = self.show_section("objection")
        page.begin(notice_id)

    def show_row(self, table: str, row_id: str) -> None:
        """A hanging is shown on its board."""
        if table == wall.Hanging.table:
            page: Any = self.show_section("notice_board")
            page.show_row(table, row_id)
        else:
            super().show_row(table, row_id)
