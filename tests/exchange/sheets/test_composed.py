"""Tables put together at random from what offices put into tables: only the people come out."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.sheets.corpus import person_rows
from qinglian_desktop.exchange.sheets.choosing import choose
from qinglian_desktop.exchange.sheets.reading import Figure, SheetData
from qinglian_desktop.exchange.sheets.sifting import sift
from qinglian_desktop.modules.registry.records import Person

P = person_rows(12)
NAMES = (
    ["姓名", "身份证号", "联系电话", "组别"],
    ["名字", "公民身份号码", "手机号码", "村民小组"],
    ["姓 名", "身份证\n号码", "电话（手机）", "所在小组"],
)
TITLES = (
    "红旗村2026年居民名册",
    "附件2",
    "红旗村人员基本情况登记表（第一批）",
    "填报单位：红旗村民委员会",
    "填表日期：2026年9月1日",
    "单位：人",
    "填表说明：1.姓名与身份证一致；2.不得空项。",
    "",
)
BETWEEN: tuple[list[str], ...] = (
    [],
    ["小计", "", "", "3人"],
    ["本页小计", "3"],
    ["", "合  计", "3"],
    ["第一村民小组"],
    ["二、脱贫户"],
    ["总计：12人"],
    ["第 1 页 共 3 页"],
    ["共3户5人"],
)
FEET: tuple[list[str], ...] = (
    [],
    ["合计", "12"],
    ["备注：由本人核对"],
    ["填表人：周文书", "审核人：吴监督"],
    ["2026年9月30日"],
    ["（此表一式三份）"],
    ["注：1.本表由各组填写。"],
    ["负责人签字：", "", "盖章："],
    ["— 3 —"],
    ["制表人", "周文书", "审核人", "吴监督"],
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[SheetData, list[list[str]]]:
    people = draw(st.lists(st.sampled_from(P), min_size=2, max_size=8, unique_by=lambda p: p[1]))
    header: list[Any] = list(draw(st.sampled_from(NAMES)))
    places = draw(st.permutations(range(4)))
    counted, extra = draw(st.booleans()), draw(st.booleans())
    gap = draw(st.integers(0, 2))
    grouped = draw(st.booleans())

    def line(cells: list[Any], number: Any, last: Any) -> list[Any]:
        own = [cells[n] for n in places]
        return [*[""] * gap, *([number] if counted else []), *own, *([last] if extra else [])]

    rows: list[list[Any]] = [
        [*[""] * gap, title] for title in draw(st.lists(st.sampled_from(TITLES), max_size=4))
    ]
    if grouped:
        rows.append([*[""] * gap, "基本情况", *[""] * (len(line(header, "", "")) - 1)])
    header_line = line(header, "序号", "民族")
    rows.append(header_line)
    if draw(st.booleans()):
        rows.append([*[""] * gap, *[Figure(n) for n in range(1, len(header_line) - gap + 1)]])
    for number, person in enumerate(people, 1):
        rows.append(line(list(person), Figure(number), "汉"))
        between = draw(st.sampled_from((*BETWEEN, [], [], "header")))
        if between == "header":
            rows.append(header_line)
        elif between or draw(st.booleans()):
            rows.append([*[""] * gap, *between])
    rows += [[*[""] * gap, *foot] for foot in draw(st.lists(st.sampled_from(FEET), max_size=5))]
    return SheetData(
        "名册", [[c if isinstance(c, str) else str(c) for c in r] for r in rows]
    ), people


@settings(max_examples=150, deadline=None)
@given(tables())
def test_only_the_people_come_out(made: tuple[SheetData, list[list[str]]]) -> None:
    sheet, people = made
    sieve = sift(Person, choose(Person, [sheet], None, None, {}))
    assert sieve.bad == []
    found = [(d["name"], d["id_number"], d["phone"], d["group_name"]) for _, d in sieve.good]
    assert found == [tuple(person) for person in people]
