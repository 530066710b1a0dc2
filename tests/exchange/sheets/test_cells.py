"""The quick look at a cell says what reading it with care says, or nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qinglian_desktop.exchange.sheets.cells import BLANK, CellReader
from qinglian_desktop.exchange.sheets.mapping import Column
from qinglian_desktop.exchange.sheets.reading import Dated, Figure
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
@given(text=st.sampled_from(SAMPLES) | st.text(st.characters(), max_size=8))
def test_the_quick_look_and_the_careful_one_agree(text: str) -> None:
    for reader in READERS:
        quick = reader._quick(text)
        assert quick is None or quick == reader._fresh(text), reader.field.label
        assert reader._quick(Figure(text)) is reader._quick(Dated(text)) is None


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
