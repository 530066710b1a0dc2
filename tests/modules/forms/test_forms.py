"""Ten forms from above: understood by themselves, filled cell for cell, known again next time."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import upstream_forms
from forms_office import full_office
from office import make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.forms import form_of
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.modules.forms import actions, filling, knowing, proposing, sources
from qinglian_desktop.modules.forms.actions import Filled, Looked
from qinglian_desktop.modules.forms.mapping import Column, Condition, Spot, from_text, to_text
from qinglian_desktop.modules.forms.writings import OF_KIND, writing
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book, Operator
from upstream_forms import FORMS, Upstream

TODAY = date(2026, 11, 24)
GOLDEN = Path(__file__).parent / "golden"
each_form = pytest.mark.parametrize("upstream", FORMS, ids=lambda form: form.name)

_COLLECTIVE = Condition("book", "=", "集体经济组织")
_QUARTER, _YEAR = (Condition("day", "within", word) for word in ("quarter", "year"))


def _sum(row: int, column: int, label: str, *where: Condition) -> Spot:
    period = _QUARTER if column == 1 else _YEAR
    return Spot(
        row, column, label, "sum:amount_fen", source="entry", where=(_COLLECTIVE, *where, period)
    )


_IN, _OUT = (Condition("direction", "=", word) for word in ("收入", "支出"))
_RENT, _OFFICE = (Condition("purpose", "=", word) for word in ("租金收入", "办公费"))
REPORT = tuple(
    _sum(row, column, f"{word} / {over}", *where)
    for row, (word, where) in enumerate(
        (("一、收入", (_IN,)), ("其中租金收入", (_IN, _RENT)), ("二、支出", (_OUT,)),
         ("其中办公费", (_OUT, _OFFICE))), start=3,
    )
    for column, over in ((1, "本季数"), (2, "本年累计"))
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), full_office(tmp_path) as made:
        yield made


def put(tmp_path: Path, upstream: Upstream) -> Path:
    path = tmp_path / upstream.file
    path.write_bytes(upstream.make())
    return path


def pointed_out(book: Book, path: Path, upstream: Upstream) -> Looked:
    """The form with what a clerk still has to point out himself."""
    looked = actions.look(book, path)
    if upstream.name != "集体收支季报":
        return looked
    spots = (*looked.mapping.spots, *REPORT)
    return looked._replace(mapping=replace(looked.mapping, spots=spots))


def cells_of(path: Path) -> str:
    """Every cell with something in it, and every formula, a line each."""
    formulas = {s.name: s.formulas for s in form_of(path.read_bytes()).sheets}
    lines = []
    for sheet in read_sheets(path):
        lines.append(f"[{sheet.name}]")
        for row, texts in enumerate(sheet.rows):
            for column, text in enumerate(texts):
                mark = "（算式）" if (row, column) in formulas[sheet.name] else text
                if mark:
                    lines.append(
                        f"{chr(65 + column)}{row + 1} {json.dumps(mark, ensure_ascii=False)}"
                    )
    return "\n".join(lines) + "\n"


@each_form
def test_each_form_is_filled_cell_for_cell(upstream: Upstream, book: Book, tmp_path: Path) -> None:
    path, out = put(tmp_path, upstream), tmp_path / f"填好{upstream.suffix}"
    actions.fill(book, pointed_out(book, path, upstream), out)
    assert cells_of(out) == (GOLDEN / f"{upstream.name}.txt").read_text("utf-8")


def test_each_form_is_known_among_all_and_filled_the_same(book: Book, tmp_path: Path) -> None:
    for upstream in FORMS:
        looked = pointed_out(book, put(tmp_path, upstream), upstream)
        actions.fill(book, looked, tmp_path / f"一_{upstream.file}")
    for upstream in FORMS:
        again = actions.look(book, tmp_path / upstream.file)
        assert again.known is not None and again.known.said == "", upstream.name
        second = tmp_path / f"二_{upstream.file}"
        filled = actions.fill(book, again, second).result
        assert isinstance(filled, Filled)
        assert cells_of(second) == cells_of(tmp_path / f"一_{upstream.file}")
    assert book.count(Query("form_map")) == len(FORMS), "filled again, not kept twice"


def test_the_title_may_change_with_the_year(book: Book, tmp_path: Path) -> None:
    path = put(tmp_path, FORMS[0])
    actions.fill(book, actions.look(book, path), tmp_path / "一.xlsx")
    sheet = openpyxl.load_workbook(path)
    sheet["党员花名册"]["A1"] = "2027年党员基本情况花名册"
    sheet["党员花名册"].insert_rows(2)
    sheet.save(tmp_path / "明年.xlsx")
    found = actions.look(book, tmp_path / "明年.xlsx")
    assert found.known is not None and found.known.said == ""


def test_a_form_with_one_column_more_keeps_the_old_ones(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    columns = tuple(
        c._replace(take="tags") if c.header == "入党时间" else c for c in looked.mapping.columns
    )
    actions.remember(book, replace(looked.mapping, columns=columns), looked.data)
    path = tmp_path / "变了.xlsx"
    path.write_bytes(upstream_forms.party_members("备注2"))
    known = actions.look(book, path).known
    assert known is not None
    assert known.said == "表格变了：多了“备注2”列。旧的对应都保留，只要补 1 列。"
    assert known.mapping.columns[5] == Column(5, "入党时间", "tags")
    assert known.mapping.columns[8] == Column(8, "备注2")


def test_another_form_with_the_same_columns_is_another_form(book: Book, tmp_path: Path) -> None:
    actions.fill(book, actions.look(book, put(tmp_path, FORMS[2])), tmp_path / "一.xlsx")
    other = openpyxl.Workbook()
    page = other.active
    assert page is not None
    page.append(["高龄老人补贴申报表（二〇二六年）"])
    page.append(["所属街道：", None, "社区意见：", None, "经办："])
    page.append(["序号", "姓名", "性别", "出生日期", "开户行", "账号", "开户人"])
    other.save(tmp_path / "别的.xlsx")
    assert actions.look(book, tmp_path / "别的.xlsx").known is None


# -- 证件号口径 -----------------------------------------------------------------------------------

SIX = {
    "full": "999999193801030114",
    "hide8": "999999********0114",
    "hide6": "999999******030114",
    "last4": "**************0114",
    "last6": "************030114",
    "last8": "**********01030114",
}


def test_the_same_person_in_six_forms_has_six_masks(book: Book, tmp_path: Path) -> None:
    person = book.find(actions_person(), name="李建华")
    assert person is not None
    number = person["id_number"]
    path = put(tmp_path, FORMS[0])
    for key in SIX:
        looked = actions.look(book, path)
        columns = tuple(
            c._replace(write=key) if c.take == "id_number" else c for c in looked.mapping.columns
        )
        mapping = replace(looked.mapping, name=f"花名册 {key}", columns=columns)
        actions.remember(book, mapping, looked.data)
    for key, expected in SIX.items():
        row_id, mapping = actions.mapping_named(book, f"花名册 {key}")
        out = tmp_path / f"{key}.xlsx"
        actions.fill(book, actions.fitted(book, path, mapping, row_id), out)
        page = openpyxl.load_workbook(out)["党员花名册"]
        assert page["E4"].value == expected
        if key == "full":
            assert page["E4"].value == number
    revealed = book.rows(Query("revealed_export", order=(("id", False),)))
    assert [("身份证号" in row["what"]) for row in revealed] == [True, *[False] * 5]


def actions_person() -> type:
    from qinglian_desktop.modules.registry.records import Person

    return Person


def test_nothing_leaves_unmasked_that_nobody_chose(book: Book, tmp_path: Path) -> None:
    """The usual writing of numbers of persons hides them."""
    for upstream in FORMS:
        looked = actions.look(book, put(tmp_path, upstream))
        prepared = filling.prepare(book, looked.form, looked.mapping)
        assert not any("身份证号" in label or "电话" in label for label in prepared.revealed)
    for kind in ("id_number", "phone"):
        assert not OF_KIND[kind][0].open


def test_what_a_role_may_not_open_stays_off_the_form(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    book.operator = Operator("来客", "来客")
    with pytest.raises(Refused, match="查看，没有填"):
        filling.prepare(book, looked.form, looked.mapping)


def test_an_own_remark_never_goes_onto_a_form_by_itself(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    assert {c.header: c.take for c in looked.mapping.columns}["备注"] == ""


@pytest.mark.parametrize(
    ("kind", "key", "value", "written"),
    [
        ("day", "dots", date(2026, 11, 3), "2026.11.3"),
        ("day", "month_words", date(2026, 11, 3), "2026年11月"),
        ("day", "solid", date(2026, 11, 3), "20261103"),
        ("day", "month_dots", date(1962, 3, 9), "1962.03"),
        ("sex", "digit", "女", 2),
        ("flag", "cross", False, "×"),
        ("money", "capitals", 238_000, "贰仟叁佰捌拾元整"),
        ("id_number", "last4", "99999919380103011X", "**************011X"),
        ("phone", "hide4", "19900001000", "199****1000"),
    ],
)
def test_the_ways_of_writing(kind: str, key: str, value: object, written: object) -> None:
    assert writing(kind, key).write(value) == written


# -- who is on it, and where it comes from --------------------------------------------------------


def test_only_complete_rows_of_this_office_in_the_roster_are_listed(
    book: Book, tmp_path: Path
) -> None:
    make_person(book, "外地的", tags="党员", state="迁出")
    with book.change("半张") as change:
        change.add(actions_person(), {"tags": "党员"})
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    assert len(filling.prepare(book, looked.form, looked.mapping).rows) == 5


def test_a_tag_is_a_whole_word(book: Book, tmp_path: Path) -> None:
    make_person(book, "预备的", tags="预备党员")
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    names = [r["name"] for r in filling.prepare(book, looked.form, looked.mapping).rows]
    assert "预备的" not in names and len(names) == 5


def test_what_others_wrote_into_the_list_does_not_stay_beside_our_people(
    book: Book, tmp_path: Path
) -> None:
    path = put(tmp_path, FORMS[2])
    old = openpyxl.load_workbook(path)
    page = old["台账"]
    for row in range(4, 8):
        for column, text in enumerate((row - 3, "外人", "男", 50, "x", "肢体", "二级"), start=1):
            page.cell(row, column, text)
    old.save(path)
    looked = actions.look(book, path)
    prepared = filling.prepare(book, looked.form, looked.mapping)
    assert "表里已有 4 行内容，会换成这次的名单" in prepared.notes
    out = tmp_path / "填好.xlsx"
    actions.fill(book, looked, out)
    new = openpyxl.load_workbook(out)["台账"]
    assert [new.cell(row, 2).value for row in range(4, 8)] == ["欧阳永红", "陈素琴", None, None]
    assert [new.cell(row, 7).value for row in range(4, 8)] == [None] * 4


def test_too_few_rows_that_cannot_grow_are_said_before_anything_is_written(
    book: Book, tmp_path: Path
) -> None:
    path = put(tmp_path, FORMS[0])
    sheet = openpyxl.load_workbook(path)
    page = sheet["党员花名册"]
    page["C8"] = openpyxl.worksheet.formula.ArrayFormula("C8", "=SUM(LEN(B4:B7))")
    sheet.save(path)
    looked, out = actions.look(book, path), tmp_path / "填好.xlsx"
    with pytest.raises(Refused) as refused:
        actions.fill(book, looked, out)
    assert "表里只有 4 行，名单有 5 行" in str(refused.value)
    assert "请在 WPS 里把空行加到 5 行" in str(refused.value)
    assert not out.exists() and book.count(Query("form_map")) == 0


def test_a_file_that_cannot_be_written_leaves_nothing_behind(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    (tmp_path / "一个文件").write_text("x")
    with pytest.raises(Refused):
        actions.fill(book, looked, tmp_path / "一个文件" / "填好.xlsx")
    assert book.count(Query("form_map")) == book.count(Query("reported_number")) == 0


def test_a_form_is_written_under_its_own_ending_only(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    for name in ("o.csv", "o.xls", "o"):
        with pytest.raises(Refused, match=r"请把文件名写成 \.xlsx"):
            actions.fill(book, looked, tmp_path / name)
        assert not (tmp_path / name).exists()
    actions.fill(book, looked, tmp_path / "O.XLSX")


def test_undo_takes_the_memory_back(book: Book, tmp_path: Path) -> None:
    changes = actions.fill(book, actions.look(book, put(tmp_path, FORMS[0])), tmp_path / "一.xlsx")
    book.undo(changes.step)
    assert book.count(Query("form_map")) == book.count(Query("reported_number")) == 0


def test_a_field_that_is_gone_is_refused_in_words(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[0]))
    columns = (*looked.mapping.columns[:-1], Column(7, "备注", "no_such_field"))
    with pytest.raises(Refused, match="来处已经没有了"):
        filling.prepare(book, looked.form, replace(looked.mapping, columns=columns))


def test_a_mapping_comes_back_from_its_text(book: Book, tmp_path: Path) -> None:
    for upstream in FORMS:
        mapping = pointed_out(book, put(tmp_path, upstream), upstream).mapping
        assert from_text(to_text(mapping)) == mapping


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"name": 1}', "null", '{"columns": [[]]}'])
def test_a_text_that_is_no_mapping_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="看不懂"):
        from_text(text)


def test_the_empty_form_is_kept_and_filled_without_the_file(book: Book, tmp_path: Path) -> None:
    path = put(tmp_path, FORMS[1])
    actions.fill(book, actions.look(book, path), tmp_path / "一.xls")
    path.unlink()
    (row,) = book.rows(Query("form_map"))
    again = actions.look_again(book, row["id"])
    actions.fill(book, again, tmp_path / "二.xls")
    assert cells_of(tmp_path / "二.xls") == cells_of(tmp_path / "一.xls")


def test_every_declared_field_can_be_taken(book: Book) -> None:
    records = book.tables.records
    for record in sources.sources(records.values()):
        for each in sources.fields_of(record, records):
            assert sources.taken(each.take, record, records) is not None, each


def test_renamed_forms_may_not_share_a_name(book: Book, tmp_path: Path) -> None:
    first = actions.look(book, put(tmp_path, FORMS[0]))
    second = actions.look(book, put(tmp_path, FORMS[2]))
    actions.remember(book, first.mapping, first.data)
    kept = str(actions.remember(book, second.mapping, second.data).result)
    with pytest.raises(Refused, match="已经有一张表叫"):
        actions.remember(book, replace(second.mapping, name=first.mapping.name), None, kept)
    ledger.drop_row(book, "form_map", kept)
    assert knowing.recognise(book, second.form) is None, "what is in the bin is not known"


def test_two_forms_of_one_title_are_two_forms(book: Book, tmp_path: Path) -> None:
    heads = ("序号", "姓名", "性别", "联系电话")
    first = actions.look(book, sheet_of(tmp_path, ("人员花名册",), heads))
    actions.fill(book, first, tmp_path / "一.xlsx")
    report = (
        ("人员花名册",),
        ("总户数", " "),
        ("总人口（人）", " "),
        ("填表人", " "),
        ("盖章处", " "),
    )
    second = actions.look(book, sheet_of(tmp_path, *report))
    assert second.known is None and second.mapping.name == "人员花名册（2）"
    actions.fill(book, second, tmp_path / "二.xlsx")
    assert book.count(Query("form_map")) == 2


def test_a_report_is_no_list(book: Book, tmp_path: Path) -> None:
    looked = actions.look(book, put(tmp_path, FORMS[7]))
    assert looked.mapping.source == "" and looked.mapping.columns == ()
    assert proposing.title_of(looked.form.sheets[0], None) == "农村集体经济组织收支情况季报表"
    with io.BytesIO(looked.data) as opened:
        assert openpyxl.load_workbook(opened)


# -- forms nobody has seen ------------------------------------------------------------------------


def sheet_of(tmp_path: Path, *rows: tuple[object, ...], title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    path = tmp_path / "没见过.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("title", "heads", "takes", "where"),
    [
        (
            "60周岁以上老年人基本信息统计表",
            ("序\n号", "姓  名", "性 别", "出生年月日", "身份证号码（18位）", "年龄（周岁）",
             "家庭住址（具体到门牌号）", "联系方式", "监护人电话"),
            ("#no", "name", "sex", "born_on", "id_number", "#age", "address", "phone", ""),
            (Condition("#age", ">=", 60), Condition("state", "=", "在册")),
        ),
        (
            "重阳节慰问老党员花名册",
            ("序号", "姓名", "现居住地址", "慰问金额（元）", "领款人签字", "备注"),
            ("#no", "name", "address", "", "", ""),
            (Condition("tags", "has", "党员"), Condition("state", "=", "在册")),
        ),
        (
            "居民委员会成员信息表",
            ("姓名", "职务", "性别", "政治面貌", "任现职时间", "身份证号码"),
            ("person_name", "title", "person_id.sex", "", "from_on", "person_id.id_number"),
            (Condition("until_on", "serving"),),
        ),
        (
            "集体经济收支明细表（季度）",
            ("日期", "凭证号", "摘要", "收入", "支出", "经手人"),
            ("day", "voucher_no", "summary", "side:收入", "side:支出", "handler"),
            (_COLLECTIVE, _QUARTER),
        ),
    ],
)  # fmt: skip
def test_an_unseen_list_is_understood_by_its_words(
    book: Book, tmp_path: Path, title: str, heads: tuple[str, ...], takes: tuple[str, ...],
    where: tuple[Condition, ...],
) -> None:  # fmt: skip
    mapping = actions.look(book, sheet_of(tmp_path, (title,), heads)).mapping
    assert tuple(column.take for column in mapping.columns) == takes
    assert mapping.where == where
    assert mapping.name == title.replace("（", "(").replace("）", ")")


def test_a_table_of_counts_counts_what_it_says(book: Book, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path, ("社区基本情况统计表",), ("社区名称", " "), ("总人口（人）", " "),
        ("其中：党员人数", " "), ("60岁以上人数", " "), ("总户数", " "), ("低保户数", " "),
    )  # fmt: skip
    looked, out = actions.look(book, path), tmp_path / "填好.xlsx"
    actions.fill(book, looked, out)
    page = openpyxl.load_workbook(out)["Sheet1"]
    assert [page.cell(row, 2).value for row in range(2, 8)] == [
        "新街子社区", 12, 5, 8, 4, " ",
    ]  # fmt: skip
    assert book.count(Query("reported_number")) == 4


def test_the_example_row_stays(book: Book, tmp_path: Path) -> None:
    rows = (("党员花名册",), ("序号", "姓名", "性别", "联系电话"), ("例", "张某", "男", "138"))
    looked, out = actions.look(book, sheet_of(tmp_path, *rows)), tmp_path / "填好.xlsx"
    actions.fill(book, looked, out)
    page = openpyxl.load_workbook(out)["Sheet1"]
    assert [page.cell(row, 2).value for row in (3, 4, 8)] == ["张某", "李建华", "韩长福"]


def test_two_columns_of_one_name_are_two_columns_next_time_too(book: Book, tmp_path: Path) -> None:
    heads = ("序号", "姓名", "身份证号", "姓名", "联系电话")
    path = sheet_of(tmp_path, ("人员花名册",), heads)
    actions.fill(book, actions.look(book, path), tmp_path / "一.xlsx")
    again = actions.look(book, path)
    assert again.known is not None and again.known.said == ""
    takes = [column.take for column in again.mapping.columns]
    assert takes == ["#no", "name", "id_number", "", "phone"]


def test_a_second_list_below_is_said_to_stay_empty(book: Book, tmp_path: Path) -> None:
    heads = ("序号", "姓名", "性别", "联系电话")
    rows = (("人员花名册",), ("一、党员",), heads, *[(n,) for n in range(1, 13)])
    path = sheet_of(
        tmp_path, *rows, ("二、低保户",), heads, (1,), (2,), ("填表人：", "", "联系电话：")
    )
    looked = actions.look(book, path)
    (note,) = filling.prepare(book, looked.form, looked.mapping).notes
    assert note.startswith("第 17 行起还有一张名单")
    alone = actions.look(book, sheet_of(tmp_path, *rows, ("填表人：", "", "联系电话：")))
    assert filling.prepare(book, alone.form, alone.mapping).notes == ()


def test_a_day_left_open_stays_open(book: Book, tmp_path: Path) -> None:
    line = "单位（盖章）：                  年   月   日"
    looked = actions.look(
        book, sheet_of(tmp_path, ("党员名册",), (line,), ("序号", "姓名", "性别"))
    )
    filled = filling.prepare(book, looked.form, looked.mapping).filling.spots[1, 0]
    assert str(filled).startswith("单位（盖章）：新街子社区") and "年   月   日" in str(filled)
