"""The tab 公开公示: what must be posted, the notices step by step, the catalogue, the details."""

from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.modules.disclosure.page.plan import PlanPage
from qinglian_desktop.modules.disclosure.records import CatalogItem, DetailLine
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Sections

_ITEM_COLUMNS = ("code", "category", "item", "frequency", "min_posting", "reviewer", "confirmed")
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
                (
                    "catalog_item",
                    "目录",
                    partial(desk.ledger, CatalogItem, title="公开目录", columns=_ITEM_COLUMNS),
                ),
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
            ),
        )

    def _plan(self) -> QWidget:
        page = PlanPage(self._desk)
        page.notice_asked.connect(self.open_notice)
        return page

    def open_notice(self, row_id: str) -> None:
        self.show_row("notice", row_id)
