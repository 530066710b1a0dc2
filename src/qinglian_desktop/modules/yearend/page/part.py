"""What the pages of the tab have in common: the year, and what makes them read again."""

from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.modules.yearend import reads
from qinglian_desktop.ui.yearly import AskedYear, YearlyPage

TABLES = (
    "assessment", "assessment_line", "assessment_mark", "bonus_claim", "bonus_ruling",
    "veto_event", "year_verdict", "year_review", "enrolled_unit", "rule_pack", "own_value",
)  # fmt: skip
_UNTIL = 6  # the month to which the year before is looked at, while this one has nothing


class Year(AskedYear):
    """Which year is looked at; one answer for the whole tab."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        today = clock.today()
        self.year = today.year
        settled = reads.is_issued(book, today.year - 1) and today.year in reads.years(book)
        if today.month <= _UNTIL and not settled:
            self.year -= 1

    def years(self) -> list[int]:
        return sorted({*reads.years(self._book), self.year, clock.today().year})


class YearEndPage(YearlyPage):
    """`show_year` of the heir reads again."""

    tables: tuple[str, ...] = TABLES
