"""Do the guards of many new rows look at nothing but the fields they are said to look at?"""

from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.modules.funds.banking import BankLine
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.guarding import GUARDS, LOOKS_AT


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
    assert row.asked <= set(LOOKS_AT[table])
