"""What the wizard holds of a table before any of it is shown."""

from pathlib import Path
from typing import Any

from exchange.sheets.corpus import write_xlsx
from office import make_book
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.shell.sheet_import import work
from qinglian_desktop.shell.sheet_import.draft import CHECK, COLUMNS, copies, targets

LEASES: list[list[Any]] = [
    ["合同名称", "类别", "乙方", "租赁期限"],
    ["门面", "物业出租", "向前", "2023.1.1-2025.12.31"],
]
BESIDE: list[list[Any]] = [
    ["收入", "", "", "支出", "", ""],
    ["日期", "项目", "金额", "日期", "项目", "金额"],
    ["2025-03-01", "租金", 2000, "2025-03-02", "电费", 100],
]


def test_a_period_in_one_cell_is_offered_as_one_thing(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", LEASES)
    with make_book(tmp_path) as book:
        draft = work.read_file(book, Contract, path).result
        assert (draft.step, draft.fields[3]) == (CHECK, "start_on+end_on")
        assert targets(Contract)["start_on+end_on"] == "开始和结束"
        work.take(book, draft, lambda _done, _all: True)
        (row,) = book.records(Contract)
        assert (str(row.start_on), str(row.end_on)) == ("2023-01-01", "2025-12-31")


def test_income_beside_spending_comes_in_whole_and_is_remembered(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", BESIDE, ("A1:C1", "D1:F1"))
    with make_book(tmp_path) as book:
        draft = work.read_file(book, Entry, path).result
        assert draft.step == COLUMNS  # what 项目 means is for the clerk to say
        assert copies(draft) == {3: 0, 4: 1, 5: 2}
        draft.fields[1] = "summary"
        draft.constants |= {"book": "委员会", "purpose": "公用", "counterparty": "村民"}
        got = work.check(book, draft).rows
        assert [(row["direction"], row["summary"], row["amount_fen"]) for _, row in got] == [
            ("收入", "租金", 200000),
            ("支出", "电费", 10000),
        ]
        work.take(book, draft, lambda _done, _all: True)
        again = work.read_file(book, Entry, path).result
        assert again.remembered and again.step == CHECK
        assert len(work.check(book, again).already) == 2


def test_columns_go_with_the_left_ones_only_while_none_of_them_is_pointed_at(
    tmp_path: Path,
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", BESIDE, ("A1:C1", "D1:F1"))
    with make_book(tmp_path) as book:
        draft = work.read_file(book, Entry, path).result
        draft.fields[4] = "summary"
        assert copies(draft) == {}
