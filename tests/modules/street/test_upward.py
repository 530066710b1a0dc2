"""Tables that go up: filled from the merged rows, cell for cell as the golden files have them."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange.at_work import World, report
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME, BalanceLine
from qinglian_desktop.modules.projects.records import Project
from qinglian_desktop.modules.property.inventory import Inventory, InventoryLine
from qinglian_desktop.modules.property.records import LAND_KINDS, Asset
from qinglian_desktop.modules.street import actions, tracing, upward
from qinglian_desktop.modules.street.figures import UPWARD, SummaryTable
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book, Operator
from windows import TODAY

GOLDEN = Path(__file__).parent / "golden"
YEAR = Period.parse("2026Q2")  # any period of the year
DECLARED = {record.table: record for record in RECORDS}


def land(number: str, kind: str, area: int | None, status: str, **facts: Any) -> Asset:
    measure = facts.pop("area_unit", "亩" if area else None)
    return Asset(number=number, name=f"{kind}{number}", nature="资源性", kind=kind, area=area,
                 area_unit=measure, status=status, **facts)  # fmt: skip


def write(unit: Book, place: int) -> None:
    """What a unit has; the second has other figures, and rows that belong to no table."""
    with unit.change("台账") as change:
        change.put(land("ZY-1", "耕地", 42_500 * place, "发包"))
        change.put(land("ZY-2", "耕地", 10_250, "家庭承包", disputed=place == 2))
        change.put(land("ZY-3", "林地", 136_750, "集体经营"))
        change.put(land("ZY-4", "商服用地", 800_000, "闲置", area_unit="平方米"))
        change.put(land("ZY-5", "林地", 999_000, "已处置"))
        change.put(land("ZY-6", "未利用地", None, "闲置"))
        for year in (2025, 2026):
            count = change.put(Inventory(year=year))
            for number, (kind, nature, book, worn, seen, result) in enumerate((
                ("房屋及建筑物", "经营性", 86_400_00, 17_280_00, 86_400_00, "相符"),
                ("办公设备", "非经营性", 5_000_00 * place, 0, 4_000_00 * place, "盘亏"),
                ("库存物资", "经营性", 0, 0, 120_55, "盘盈"),
            ), 1):  # fmt: skip
                change.put(
                    InventoryLine(
                        inventory_id=count, number=number, name=kind, kind=kind, nature=nature,
                        book_fen=book, worn_fen=worn, counted_fen=seen, result=result,
                    )
                )  # fmt: skip
        sheet = (
            ("货币资金", 1, 30_000_00),
            ("固定资产净值", 13, 69_120_00),
            ("资产总计", 23, 99_120_00),
            ("负债合计", 34, 0),
            ("所有者权益合计", 40, 99_120_00),
        )
        for year in (2025, 2026)[place - 1 :]:
            for item, line, fen in sheet:
                change.put(BalanceLine(sheet=f"{year}年资产负债表", item=item, line_no=line,
                                       opening_fen=0, closing_fen=fen * year // 2025))  # fmt: skip
        for number, day in (("1", date(2026, 5, 1)), ("2", date(2025, 5, 1))):
            change.put(
                Project(number=f"工{number}", name="便道硬化", set_up_on=day, budget_fen=50_000_00,
                        contract_fen=48_800_00 * place)
            )  # fmt: skip
        for number, (programme, period) in enumerate((
            ("种粮大户补贴", "2026"), ("2026年种粮大户补贴", "2026年"), ("种粮大户补贴", "2025"),
            ("耕地地力保护补贴", "2026"),
        )):  # fmt: skip
            change.put(BenefitLine(programme=programme, period=period, row_no=number, name="李建",
                                   area=55_500, amount_fen=1_110_00))  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clock.fixed(TODAY):
        made = World(tmp_path_factory.mktemp("upward"))
        for place in (1, 2):
            unit = made.unit(place)
            write(unit, place)
            for number, (fen, purpose, day) in enumerate((
                (10_000 * place, "租金收入", date(2026, 9, 1)),
                (10_001 * place, "发包收入", date(2026, 9, 1)),
                (10_002 * place, "租金收入", date(2026, 12, 31)),
                (777, "租金收入", date(2025, 12, 31)),
            )):  # fmt: skip
                make_entry(unit, fen, day, INCOME, purpose=purpose, account=COLLECTIVE,
                           voucher_no=f"{number}")  # fmt: skip
            make_entry(unit, 888, voucher_no="8")
            report(unit, made.street, made.usb)
        yield made
        made.close()


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def _cells(path: Path) -> list[str]:
    """Each filled cell with what it says and how it is shown."""
    said = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        said.append(f"[{sheet.title}] {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    looks = f"{cell.number_format}{' b' if cell.font.bold else ''}"
                    said.append(f"{cell.coordinate}\t{cell.value!r}\t{looks}")
    return said


def test_each_cell_of_the_tables_is_that_of_the_golden_file(world: World, tmp_path: Path) -> None:
    out = tmp_path / "上报表.xlsx"
    made = actions.write_summary(world.street, YEAR, out, by=UPWARD)
    assert made.result == 6
    assert _cells(out) == (GOLDEN / "upward.txt").read_text("utf-8").splitlines()


def test_each_line_of_the_paper_is_that_of_the_golden_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[Document] = []

    def drawn(paper: Document, *_rest: Any) -> int:
        papers.append(paper)
        return 1

    monkeypatch.setattr(actions, "_drawn", drawn)
    monkeypatch.setattr(tracing, "keep", lambda *_args: ())
    actions.write_summary(world.street, YEAR, BytesIO(), by=UPWARD)
    (paper,) = papers
    assert as_text(paper) == (GOLDEN / "upward-paper.txt").read_text("utf-8").splitlines()


def by_title(street: Book) -> dict[str, SummaryTable]:
    return {one.title: one for one in upward.tables(street, YEAR)}


def test_the_land_of_all_units_is_what_their_registers_say(world: World) -> None:
    table = by_title(world.street)["资源性资产清查登记汇总表"]
    assert tuple(line.name for line in table.lines) == LAND_KINDS  # with and without any
    told = {line.name: line.values for line in table.lines}
    assert told["耕地"] == (4, 148_000, 20_500, 0, 127_500, 0, 10_250, 0)
    assert told["林地"] == (2, 273_500, 0, 273_500, 0, 0, 0, 0)
    assert told["商服用地"] == (2, 0, 0, 0, 0, 0, 0, 2) == told["未利用地"]


def test_every_figure_and_its_code_open_the_rows_it_was_added_up_from(world: World) -> None:
    street = world.street
    tables = upward.tables(street, YEAR)
    marks = tracing.keep(street, tables, "上报表")
    for table, codes in zip(tables, marks, strict=True):
        for line, row in zip(table.lines, codes, strict=False):
            for value, field, query, code in zip(
                line.values, table.fields, line.behind, row, strict=True
            ):
                rows = street.rows(query)
                assert sum((one[field] or 0) if field else 1 for one in rows) == value
                if value:
                    found = tracing.open_code(street, code)
                    assert found.value == found.now == value and len(found.rows) <= len(rows)
    area = tracing.open_code(street, marks[0][0][1])
    assert area.said.startswith("纸上 148，")


def test_the_tables_are_those_of_the_departments_ledgers(world: World) -> None:
    street = world.street
    seen = {}
    try:
        for department in ("农服中心", "民政办", "平安办"):
            street.operator = Operator("科室的人", department, "somebody")
            seen[department] = len(upward.tables(street, YEAR))
    finally:
        street.operator = Operator("李经办")
    assert seen == {"农服中心": 6, "民政办": 1, "平安办": 0}


def test_the_pack_speaks_of_ledgers_fields_and_values_that_there_are() -> None:
    (pack,) = packs.named(upward.PACK)
    ids = [one["id"] for one in pack.rows("tables")]
    assert len(set(ids)) == len(ids)
    for one in pack.rows("tables"):
        record = DECLARED[one["table"]]
        assert one["by"] == "owner" or one["by"] in record.fields
        if lines := one.get("lines"):
            assert set(lines) <= set(record.fields[one["by"]].choices)
        fields = [column["field"] for column in one["columns"] if "field" in column]
        assert all(record.fields[name].kind.numeric for name in fields)
        wheres = [*one.get("where", ()), *(w for c in one["columns"] for w in c.get("where", ()))]
        for name, _op, *value in wheres:
            choices = record.fields[name].choices
            told = value[0] if value and isinstance(value[0], list) else value
            assert not choices or set(told) - {""} <= set(choices), (one["id"], name)
