"""Rows judged a column at a time say what they say one by one, whatever stands among them."""

from dataclasses import replace
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets import guess, sifting
from qinglian_desktop.exchange.sheets.reading import Dated, Figure, SheetData
from qinglian_desktop.exchange.sheets.rowreading import RowReader
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household, Person

ENTRIES = ("序号", "日期", "收/支", "摘要", "用途", "对方", "金额", "凭证号", "账本", "备注")
PEOPLE = ("序号", "姓名", "身份证号", "电话", "住址", "备注")
ENTRY = ("1", Dated("2026-03-05"), "收入", "电费", "水电费", "张三", Figure("12.5"), "0012",
         "委员会", "")  # fmt: skip
PERSON = ("1", "王小明", "11010519491231002X", Figure("13800000000"), "一组", "")
HOUSES, HOUSE = ("户号", "住址", "备注"), ("001", "一组5号", "租住")
WORDS = ("甲户", "一组5号", "租住")
ODD = (
    "合计", "本页小计：", "会计服务费", "全年累计收入", "共12户", "说明：以上都是", "填表人：张三",
    "审核：李四", "备注", "主任", "  ", "", "-", "———", "1", "姓名", "序号", " 序 号", "日期",
    "（例）", "必填", "3月5日", "一组", "社区（盖章）", "第 2 页", "#N/A", "+1", "甲", "王 小 明",
    "其中：一组", "年 月 日", "社区（盖章）：",
    "平均", "期末余额", "一", "二、", "王\u200b明",
)  # fmt: skip


@st.composite
def _tables(draw: st.DrawFn) -> tuple[type[Record], SheetData]:
    record, header, usual = draw(
        st.sampled_from(
            ((Entry, ENTRIES, ENTRY), (Person, PEOPLE, PERSON), (Household, HOUSES, HOUSE))
        )
    )
    rows = [list(header)]
    for _ in range(draw(st.integers(1, 7))):
        row = list(draw(st.sampled_from((usual, usual, usual, header, [""] * len(usual)))))
        for _ in range(draw(st.sampled_from((0, 0, 1, 2, 3)))):
            odd = draw(st.sampled_from(ODD))
            row[draw(st.integers(0, len(row) - 1))] = (
                draw(st.sampled_from((str, Figure)))(odd) or ""
            )
        rows.append(row[: draw(st.sampled_from((len(row), len(row), 3, 1)))])
    return record, SheetData("表", rows)


def _sheet(*rows: tuple[str, ...]) -> SheetData:
    return SheetData("表", [list(row) for row in rows])


LONELY = ("", "李四方", "", "", "", "")


@example((Person, _sheet(PEOPLE, PERSON, ("", "第 2 页"))), 4)
@example((Person, _sheet(PEOPLE, PERSON, ("备注：无",), PERSON, LONELY)), 4)
@example((Household, _sheet(HOUSES, HOUSE, HOUSES, HOUSE)), 4)
@example((Entry, _sheet(ENTRIES, ENTRY, ("一", *ENTRY[1:]), ENTRY)), 4)
@example((Entry, _sheet(ENTRIES, ENTRY, ("1", "", "", "上年结转", *ENTRY[4:]))), 4)
@example((Household, _sheet(HOUSES, HOUSE, ("小计", "2户"), ("其中低保户", "一组"), HOUSE)), 4)
@example((Entry, _sheet(ENTRIES, ENTRY, ("2", *[""] * 9), ENTRY)), 4)
@example((Household, _sheet(HOUSES, WORDS, ("社区主任：张三", "经办人：李四"), WORDS)), 4)
@example((Household, _sheet(HOUSES, WORDS, ("社区（盖章）：", "2026年3月5日"), WORDS)), 4)
@example((Household, _sheet(HOUSES, WORDS, ("乙户", "审核：李四", "填表人：张三"), WORDS)), 4)
@given(_tables(), st.integers(1, 4))
def test_rows_together_are_judged_as_rows_one_by_one(
    table: tuple[type[Record], SheetData], slab: int
) -> None:
    record, sheet = table
    chosen = guess(record, sheet)
    assert chosen is not None
    with patch.object(sifting, "_SLAB", slab):
        together = sifting.sift(record, chosen)
    with patch.object(RowReader, "at_once", return_value=None):
        alone = sifting.sift(record, chosen)
    assert together == alone


def test_most_rows_are_taken_together() -> None:
    rows = [list(ENTRIES), *([str(n), *ENTRY[1:7], f"{n:04}", *ENTRY[8:]] for n in range(1, 40))]
    rows.append(["合计", "", "", "", "", "", Figure("487.5"), "", "", ""])
    chosen = guess(Entry, SheetData("表", rows))
    assert chosen is not None
    with patch.object(sifting, "_sift_row", wraps=sifting._sift_row) as looked_at:
        sieve = sifting.sift(Entry, chosen)
    assert (len(sieve.good), len(sieve.skipped)) == (39, 1)
    assert looked_at.call_count == 2  # the first record and the total
    assert sieve == sifting.sift(Entry, replace(chosen))
