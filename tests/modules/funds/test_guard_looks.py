"""Do the guards of many new rows look at nothing but the fields they are said to look at?"""

from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds.actions.guarding import posting
from qinglian_desktop.modules.funds.banking import BankLine
from qinglian_desktop.modules.funds.books import BookMonth
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.guarding import GUARDS, LOOKS_AT
from qinglian_desktop.store import guards


class Watched(dict[str, Any]):
    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.asked = set[str]()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


@pytest.mark.parametrize("table", LOOKS_AT)
def test_a_guard_looks_at_no_other_field_of_a_new_row(tmp_path: Path, table: str) -> None:
    fields = {Entry.table: Entry, BankLine.table: BankLine}[table].fields
    row = Watched({name: "2026-09-01" if name == "day" else f"〔{name}〕" for name in fields})
    row["reviewed_on"] = None  # with one it is refused at once
    with make_book(tmp_path) as book, book.change("登记") as change:
        GUARDS[table](change, None, row)
    assert row.asked <= {name.partition(":")[0] for name in LOOKS_AT[table]}


def test_of_thousands_of_entries_one_a_month_and_book_is_asked_about(tmp_path: Path) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    own = {"book": ["委员会", *["集体经济组织"] * 55], "day": [*days[:-1], None]}
    with make_book(tmp_path):
        asked = [(own["book"][n], own["day"][n]) for n in guards.unlike("entry", own, 56)]
        assert guards.unlike("matter_step", own, 3) == range(3)  # nobody said what it looks at
        assert len([*guards.unlike("bank_line", own, 56)]) == 1
    assert [(book, day and day[:7]) for book, day in asked] == [
        ("委员会", "2026-01"), ("集体经济组织", "2026-01"), ("集体经济组织", "2026-02"),
        ("集体经济组织", None),
    ]  # fmt: skip


def test_no_day_of_a_closed_month_comes_in_with_a_sheet(tmp_path: Path) -> None:
    draft = {"book": "委员会", "direction": "收入", "summary": "利息", "amount_fen": 100}
    days = ("2026-07-31", "2026-09-01", "2026-08-31")
    with make_book(tmp_path) as book:
        with book.change("结账") as change, posting(change):
            change.add(BookMonth, {"book": "委员会", "month": "2026-08", "closed_on": "2026-09-02"})
        for several in (days, (*days, *["2026-10-01"] * 5)):
            with pytest.raises(Refused, match="已结账"), book.change("导入") as change:
                change.add_all(Entry, [{**draft, "day": day} for day in several])
        with book.change("导入") as change:
            change.add_all(Entry, [{**draft, "day": day} for day in ("2026-09-01", "2026-09-30")])
