"""公开目录 (P-01): the standard list, of one year at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.year_box import YearBox

COLUMNS = (
    "code", "item", "frequency", "due_rule", "min_posting", "channel", "reviewer", "assignee",
    "enabled",
)  # fmt: skip


class CataloguePage(LedgerPage):
    """Rows of other years stay out of sight; a new row belongs to the year that is shown."""

    year = 0  # every year, while the page is being built

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._save = self._in_year(self._save)
        self.years = YearBox()
        self.head.beside(self.years)
        self.years.chosen.connect(self._on_year)
        book: Any = self._reader
        self.year = actions.year_in_force(book, clock.today())
        self.reload()

    def _in_year(self, save: Callable[..., Changes]) -> Callable[..., Changes]:
        def save_in_year(
            book: Any, table: str, row_id: str | None, draft: Mapping[str, Any]
        ) -> Changes:
            year = {} if row_id or draft.get("year") else {"year": self.year}
            return save(book, table, row_id, {**draft, **year})

        return save_in_year

    def query(self, *, but: str = "") -> Query:
        asked = super().query(but=but)
        if not self.year:
            return asked
        return asked._replace(where=(Where("year", "=", self.year), *asked.where))

    def reload(self) -> None:
        if self.year:
            self.years.offer(self._reader.distinct("catalog_item", "year"), self.year)
            self.head.title.setVisible(self.years.isHidden())  # one of them, in the narrow row
        super().reload()

    def _on_year(self, year: int) -> None:
        if self._may_leave():
            self.show_year(year)

    def show_year(self, year: int) -> None:
        self.year = year
        self.reload()

    def open_record(self, row_id: str) -> None:
        """The row, in the list of its own year."""
        row = self._row(row_id)
        if row and row.get("year") and row["year"] != self.year:
            self.show_year(int(row["year"]))
        super().open_record(row_id)

    def save_now(self) -> bool:
        """Saves; where no day was written the one that the rules give is named (P-01)."""
        waiting = self.drawer.form.changes() if self.drawer.row_id else self.drawer.form.draft()
        saved = super().save_now()
        if saved and waiting.get("frequency") and self.drawer.row_id:
            book: Any = self._reader
            words = actions.usual_limit(book, self._row(self.drawer.row_id))
            if words:
                self.bar.say(words)
        return saved
