"""The quick look at a cell says what reading it with care says, or nothing."""

from datetime import date
from types import NoneType

from hypothesis import given, settings
from hypothesis import strategies as st

from qinglian_desktop.exchange.sheets.cells import BLANK, CellReader
from qinglian_desktop.exchange.sheets.mapping import Column
from qinglian_desktop.exchange.sheets.reading import Dated, Figure
from qinglian_desktop.exchange.sheets.strips import Strip
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household

READERS = [
    CellReader(record, Column(0, field.label, name))
    for record in RECORDS
    for name, field in record.fields.items()
]
SAMPLES = (
    "张三", "张 三", "张　三", " 办公用品 ", "姓名", "无", "/", "#N/A", "1.38E+10", "2-015",
    "2380.50", "2026-09-01", "是", "委员会", "", "  ", "a\tb", "x\x00", "\x7f",
    "字" * 500, "字" * 501, "\u200b",
)  # fmt: skip


@settings(max_examples=60)
@given(
    text=st.sampled_from(SAMPLES)
    | st.text(st.characters(), max_size=8)
    | st.dates().map(date.isoformat),
    sort=st.sampled_from((str, Figure, Dated)),
)
def test_the_quick_look_and_the_careful_one_agree(text: str, sort: type[str]) -> None:
    for reader in READERS:
        if sort is not Dated or _made_by_a_workbook(text):
            quick = reader._quick(sort(text))
            assert quick is None or quick == reader._fresh(sort(text)), reader.field.label


def _made_by_a_workbook(text: str) -> bool:
    """A `Dated` is made from a day of the library and from nothing else."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


WANTED = ("户主", "对方", "摘要", "备注", "收/支", "金额", "日期", "凭证号", "数量", "身份证号")
COLUMNS = {
    field.label: (record, Column(0, field.label, name))
    for record in RECORDS
    for name, field in record.fields.items()
    if field.label in WANTED
}
CELLS = st.sampled_from((*SAMPLES, "张三丰", "12", "12.5", "3月5日", "1,200")).flatmap(
    lambda text: st.sampled_from((str, Figure)).map(lambda sort: sort(text) if text else "")
) | st.dates().map(lambda day: Dated(day.isoformat()))


@given(cells=st.lists(CELLS, min_size=1, max_size=6), alike=st.booleans())
def test_a_column_read_at_once_says_what_its_cells_say(cells: list[str], alike: bool) -> None:
    if alike:
        cells = [cell for cell in cells if type(cell) is type(cells[0])]
    for record, column in COLUMNS.values():
        each, at_once = CellReader(record, column), CellReader(record, column)
        answers = [each.answer(cell) for cell in cells]
        read = at_once.read_all(Strip(cells))
        if read is None:  # a day without its year: nothing is remembered of it
            assert each.year_guessed and not at_once.year_guessed
            assert at_once.known == {str: {"": BLANK}, Figure: {}, Dated: {}}
            continue
        values, troubled = read
        assert list(values) == [value for value, _ in answers], column.header
        assert all(type(value) in (str, int, NoneType) for value in values)
        assert {c for c, (_, trouble) in zip(cells, answers, strict=True) if trouble} == troubled


def test_plain_words_need_no_careful_look() -> None:
    for record, needing_none in (
        (Entry, {"摘要", "用途", "对方", "对方科目", "凭证号", "票据号", "经手人", "审批人",
                 "录入人", "复核人", "依据的决议", "跨账配对", "备注"}),
        (Household, {"户号", "组/网格", "住址", "备注"}),
    ):  # fmt: skip
        readers = (CellReader(record, Column(0, f.label, n)) for n, f in record.fields.items())
        assert {one.field.label for one in readers if one._quick("办公用品")} == needing_none


def test_a_blank_cell_and_a_stroke_say_nothing_where_something_is_measured() -> None:
    measured = next(r for r in READERS if r.field.label == "金额")
    words = next(r for r in READERS if r.field.label == "摘要")
    assert measured.answer("/") is measured.answer("  ") is words.answer("") is BLANK
    assert words.answer("无") == ("无", None)
