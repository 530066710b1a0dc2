"""The tab 年终评价 of a street: unit by unit, the claims of bonus, the notice."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.evaluation.records import BonusRuling
from qinglian_desktop.modules.yearend.page.bonus import BonusPage
from qinglian_desktop.modules.yearend.page.notice import NoticePage
from qinglian_desktop.modules.yearend.page.part import Year
from qinglian_desktop.modules.yearend.page.units import UnitsPage
from qinglian_desktop.modules.yearend.records import YearReview, YearVerdict
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.sections import Sections


def make_page(desk: Desk, review: Callable[[str], object]) -> Sections:
    """`review` opens the lines of a unit, to be marked."""
    year = Year(desk.book)
    made: list[Sections] = []

    def to(key: str) -> None:
        made[0].show_section(key)

    def units() -> QWidget:
        page = UnitsPage(desk, year, review)
        page.bonus_asked.connect(partial(to, BonusRuling.table))
        page.notice_asked.connect(partial(to, YearReview.table))
        return page

    whole = Sections(
        "yearend",
        "年终评价",
        (
            (YearVerdict.table, "各单位", units),
            (BonusRuling.table, "加分核定", lambda: BonusPage(desk, year)),
            (YearReview.table, "通报", lambda: NoticePage(desk, year)),
        ),
    )
    made.append(whole)

    def enter(_key: str = "") -> None:
        enter_at(whole, whole.current)

    whole.shown.connect(enter)
    enter()
    return whole
