"""Lists of who gets what: every seeded fault is found with its reason, and nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_id_number, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import sheets
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.benefits import actions, reads, rules
from qinglian_desktop.modules.benefits.records import BenefitLine, SubsidyStandard
from qinglian_desktop.modules.benefits.rules import Around, Line, Standard
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.registry.records import Kin, Person
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
GRAIN, FARMING, RELIEF = "种粮大户补贴", "耕地地力保护补贴", "低保金"
ROWS = 300
PACK = packs.named("subsidy-checks")[0]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def number_of(place: int) -> str:
    return make_id_number(f"19{50 + place % 40:02}0{1 + place % 9}1{place % 9}", f"{place:03}")


def name_of(place: int) -> str:
    """Names that differ, so that only what was seeded is alike."""
    first = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
    last = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    return first[place % 20] + last[place // 20] + "明"


def clean_row(place: int) -> dict[str, Any]:
    """60 亩 and more at 20 元 each."""
    area = 50_000 + place * 1000
    return {
        "programme": GRAIN, "period": "2026", "row_no": place, "name": name_of(place),
        "id_number": number_of(place), "card_no": f"62{place:014}", "card_holder": name_of(place),
        "plot": f"{place % 8}组-{place:03}", "area": area, "amount_fen": area * 2000 // 1000,
    }  # fmt: skip


def office_of(book: Book, rows: list[dict[str, Any]]) -> None:
    """Everybody of the list is registered; a committee, its kin, and the standard of the year."""
    with book.change("登记人员") as change:
        for row in rows:
            change.put(Person(name=row["name"], id_number=row["id_number"]))
        change.put(
            SubsidyStandard(
                year=2026, programme=GRAIN, area_from=50_000, area_to=3_000_000, rate_fen=2000
            )
        )
    make_posts(book, "郑主任", body="居委会", kind="委员会")


def put(book: Book, rows: list[dict[str, Any]]) -> None:
    with book.change("导入名单") as change:
        change.add_all(BenefitLine, rows)


def person(book: Book, name: str) -> str:
    row = book.find(Person, name=name)
    assert row is not None
    return str(row["id"])


def test_three_hundred_rows_with_eleven_faults(book: Book) -> None:
    """The acceptance of SZ-11: eleven faults found, each with its reason, and no false one."""
    rows = [clean_row(place) for place in range(1, ROWS + 1)]
    office_of(book, rows)
    by_no = {row["row_no"]: row for row in rows}
    with book.change("登记") as change:
        change.put_row(Person.table, person(book, name_of(12)),
                       {"state": "去世", "left_on": "2026-05-09"})  # fmt: skip
        change.put_row(Person.table, person(book, name_of(20)), {"state": "迁出"})
        change.put(Person(name="欧阳海", id_number=number_of(301)))
        change.put(Kin(person_name="郑主任", relative_name=name_of(30), relation="兄弟姐妹"))
    by_no[40]["id_number"] = by_no[40]["id_number"][:-1] + (
        "X" if by_no[40]["id_number"][-1] != "X" else "1"
    )
    by_no[50]["id_number"] = number_of(301)  # that of somebody who is on no list
    by_no[60]["card_no"] = by_no[61]["card_no"]
    by_no[70]["card_holder"] = "别人"
    by_no[80]["amount_fen"] -= 10_000
    by_no[90]["area"], by_no[90]["amount_fen"] = 3_000_001, 6_000_002
    by_no[100]["plot"] = by_no[101]["plot"]
    by_no[110] |= {k: by_no[10][k] for k in ("name", "id_number", "card_no", "card_holder", "plot")}
    put(book, rows)
    found = actions.check_list(book, GRAIN, "2026").result
    assert isinstance(found, list)
    assert [(one.row_no, one.what) for one in found] == [
        (12, "已登记死亡（2026-05）"),
        (20, "已登记迁出"),
        (30, "与两委成员郑主任为亲属（兄弟姐妹），请确认是否需要公示说明"),
        (40, "身份证号对不上校验位，可能有一位打错"),
        (50, "名册里这个身份证号是欧阳海的"),
        (61, f"这张卡还收第 60 行{name_of(60)}的钱"),
        (70, "卡主是别人，和领取人不是一个人"),
        (80, "按面积和标准应是 2,600.00 元，名单上是 2,500.00 元"),
        (90, "面积合计 3,000.001，超过单户上限 3,000"),
        (101, f"地块 {by_no[101]['plot']} 今年已经报过（第 100 行{name_of(100)}）"),
        (110, "和第 10 行是同一个人"),
    ]
    assert all(one.remedy and one.code.startswith("SUB-") for one in found)


def test_three_hundred_rows_with_eleven_faults_oddly_written(book: Book) -> None:
    """Blanks, wide digits, old and broken numbers hide nobody, and raise no false alarm."""
    rows = [clean_row(place) for place in range(1, ROWS + 1)]
    office_of(book, rows)
    by_no = {row["row_no"]: row for row in rows}
    with book.change("登记") as change:
        for place, left in ((33, "2025-12-30"), (34, "2026-02-01")):
            change.put_row(Person.table, person(book, name_of(place)),
                           {"state": "去世", "left_on": left})  # fmt: skip
        change.put_row(Person.table, person(book, name_of(34)), {"id_number": None})
        change.put(Kin(person_name="郑主任", relative_name=name_of(35), relation="配偶"))
    wide = {ord("0") + n: ord("０") + n for n in range(10)}
    by_no[15]["name"] = "　".join(name_of(15))
    by_no[16]["id_number"] = number_of(16).translate(wide)
    by_no[17]["id_number"] = f"'{number_of(17).lower()}"
    for place in (33, 35):
        by_no[place]["id_number"] = number_of(place)[:17]
    by_no[36]["id_number"] = number_of(36)[:6] + number_of(36)[8:17]
    by_no[43]["card_no"] = f"{by_no[44]['card_no'][:4]}-{by_no[44]['card_no'][4:]}"
    by_no[47]["plot"] = by_no[48]["plot"].replace("-", " － ")
    by_no[51]["agent"] = "郑 主任"
    by_no[53]["amount_fen"] *= -1
    by_no[210] |= {**by_no[5], "row_no": 210, "id_number": None}
    with book.change("另一份名单") as change:
        change.add(BenefitLine, {
            "programme": "慰问金", "period": "2026-09", "row_no": 7, "name": "欧阳海",
            "card_no": by_no[220]["card_no"], "amount_fen": 100,
        })  # fmt: skip
    put(book, rows)
    found = actions.check_list(book, GRAIN, "2026").result
    assert isinstance(found, list)
    assert [(one.row_no, one.what) for one in found] == [
        (33, "身份证号只有 17 位，可能丢了最后的 X"),
        (33, "已登记死亡（2025-12）"),
        (34, "已登记死亡（2026-02）"),
        (35, "身份证号只有 17 位，可能丢了最后的 X"),
        (35, "与两委成员郑主任为亲属（配偶），请确认是否需要公示说明"),
        (36, "身份证号只有 15 位，是旧号码"),
        (44, f"这张卡还收第 43 行{name_of(43)}的钱"),
        (48, f"地块 {by_no[48]['plot']} 今年已经报过（第 47 行{name_of(47)}）"),
        (51, "由干部郑主任代领"),
        (53, "按面积和标准应是 2,060.00 元，名单上是 -2,060.00 元"),
        (210, "和第 5 行是同一个人"),
        (220, "这张卡还收慰问金第 7 行欧阳海的钱"),
    ]


def test_each_finding_says_on_what_it_rests_and_what_no_law_settles(book: Book) -> None:
    row = {"programme": "慰问金", "period": "2026", "row_no": 1, "name": "李建华",
           "amount_fen": 100, "paid_on": "2026-05-10"}  # fmt: skip
    checked(book, row)
    (kept,) = reads.rows_of(book, "慰问金", "2026")
    assert kept["remedy"].endswith("。依据：外地做法（发放前公示）（外地做法，待核实）")


def test_nobody_declares_a_row_sound_but_the_check(book: Book) -> None:
    row = {"programme": "慰问金", "period": "2026", "name": "李建华", "amount_fen": 100,
           "row_no": 1, "card_holder": "别人"}  # fmt: skip
    put(book, [row])
    (kept,) = reads.rows_of(book, "慰问金", "2026")
    for state in ("没有问题", "已核实"):
        with pytest.raises(Refused, match="检查时写上的"):
            saving.saver("benefit_line")(book, kept["id"], {"state": state})
    with book.change("导入") as change:
        told = {**row, "row_no": None, "state": "没有问题", "problem": "没事"}
        (made,) = actions.number_lines(change, [told])
        change.add(BenefitLine, made)
    assert state_of(book, 2) == ("待检查", None)
    with pytest.raises(Refused, match="2 行还没检查"):
        actions.draft_list_notice(book, "慰问金", "2026")


def test_a_period_without_a_year_is_not_checked_against_nothing(book: Book) -> None:
    put(book, [{"programme": "慰问金", "period": "10月", "row_no": 1, "name": "李建华",
                "amount_fen": 100}])  # fmt: skip
    with pytest.raises(Refused, match="看不出是哪一年"):
        actions.check_list(book, "慰问金", "10月")


def checked(book: Book, *rows: dict[str, Any]) -> list[str]:
    put(book, list(rows))
    found = actions.check_list(book, rows[0]["programme"], rows[0]["period"]).result
    assert isinstance(found, list)
    return [str(one) for one in found]


def state_of(book: Book, row_no: int) -> tuple[str, str | None]:
    row = book.find(BenefitLine, row_no=row_no)
    assert row is not None
    return row["state"], row["problem"]


def test_a_clean_list_of_three_hundred_is_left_alone(book: Book) -> None:
    rows = [clean_row(place) for place in range(1, ROWS + 1)]
    office_of(book, rows)
    assert checked(book, *rows) == []
    assert {row["state"] for row in reads.rows_of(book, GRAIN, "2026")} == {"没有问题"}


def test_two_benefits_that_bar_one_another_and_a_plot_reported_under_another_name(
    book: Book,
) -> None:
    office_of(book, [clean_row(1), clean_row(2)])
    put(book, [clean_row(1), clean_row(2)])
    relief = {
        "programme": RELIEF, "period": "2026-10", "row_no": 1, "name": name_of(1),
        "id_number": number_of(1), "amount_fen": 60_000,
    }  # fmt: skip
    assert checked(book, relief) == [f"第 1 行：同一年又在{GRAIN}的名单里，这两项不能一起享受。"]
    plot = {
        "programme": FARMING, "period": "2026", "row_no": 5, "name": name_of(1),
        "plot": clean_row(2)["plot"], "amount_fen": 6000,
    }  # fmt: skip
    (one,) = checked(book, plot)
    assert "今年已经报过（种粮大户补贴第 2 行" in one


def test_once_in_a_life_and_an_area_that_grew(book: Book) -> None:
    house = {"programme": "农村危房改造", "name": "李建华", "amount_fen": 100, "row_no": 1}
    put(book, [{**house, "period": "2023"}])
    assert checked(book, {**house, "period": "2026"})[-1].startswith(
        "第 1 行：2023年已经享受过农村危房改造"
    )
    last, now = clean_row(3), clean_row(3)
    put(book, [{**last, "period": "2025", "area": 50_000}])
    assert any(
        "面积比上一年的 50 多了 11%" in one
        for one in checked(book, {**now, "area": 55_500, "amount_fen": 111_000})
    )
    assert checked(book, {**now, "period": "2027", "area": 50_000, "amount_fen": 100_000}) == []


def test_who_died_after_the_money_was_paid_is_no_fault(book: Book) -> None:
    with book.change("登记人员") as change:
        change.put(Person(name="李建华", state="去世", left_on=date(2026, 5, 9)))
    row = {"programme": "高龄津贴", "name": "李建华", "amount_fen": 20_000, "row_no": 1}
    assert checked(book, {**row, "period": "2026-04"}) == []
    (late,) = checked(book, {**row, "period": "2026-06"})
    assert late == "第 1 行：已登记死亡（2026-05）。"
    (paid,) = checked(book, {**row, "period": "2026-05", "paid_on": "2026-05-01"})
    assert paid == "第 1 行：2026年5月1日就发了，名单还没公示。", "not that he died on the ninth"


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (None, "名单还没公示"), (date(2026, 5, 11), "名单还没公示"),
        (date(2026, 5, 6), "公示才 4 天，不到 5 天"), (date(2026, 5, 5), ""),
    ],
)  # fmt: skip
def test_money_waits_until_the_list_has_hung(posted: date | None, said: str) -> None:
    line = Line("1", 1, "慰问金", "2026", "李建华", paid_on=date(2026, 5, 10), posted_on=posted)
    found = [str(one) for one in rules.check(PACK, [line], Around())]
    assert found == ([f"第 1 行：2026年5月10日就发了，{said}。"] if said else [])


def test_who_is_paid_by_the_state_is_asked_about_unless_everybody_gets_it(book: Book) -> None:
    with book.change("登记人员") as change:
        change.put(Person(name="李建华", tags="党员、财政供养"))
    row = {"name": "李建华", "amount_fen": 100, "row_no": 1, "period": "2026"}
    assert checked(book, {**row, "programme": FARMING}) == []
    assert checked(book, {**row, "programme": "慰问金"}) == ["第 1 行：名册里标了财政供养。"]


def test_everybodys_benefit_asks_no_cadre_and_a_cadre_who_draws_for_others_is_told(
    book: Book,
) -> None:
    make_posts(book, "郑主任", body="居委会", kind="委员会")
    with book.change("登记人员") as change:
        change.put(Person(name="郑主任"))
    row = {"name": "郑主任", "amount_fen": 100, "row_no": 1, "period": "2026"}
    assert checked(book, {**row, "programme": FARMING}) == []
    assert checked(book, {**row, "programme": "慰问金"}) == ["第 1 行：本人是居委会委员。"]
    other = {**row, "name": "李建华", "agent": "郑主任", "programme": "高龄津贴"}
    assert "由干部郑主任代领" in checked(book, other)[-1]


def test_a_register_with_few_people_does_not_call_everybody_a_stranger(book: Book) -> None:
    rows = [
        {"programme": "慰问金", "period": "2026", "row_no": n, "name": name_of(n),
         "amount_fen": 100} for n in range(1, 11)
    ]  # fmt: skip
    with book.change("登记人员") as change:
        change.put(Person(name=name_of(1)))
    assert checked(book, *rows) == []
    with book.change("登记人员") as change:
        for n in range(2, 10):
            change.put(Person(name=name_of(n)))
    found = actions.check_list(book, "慰问金", "2026").result
    assert isinstance(found, list)
    assert [one.row_no for one in found] == [10]


def test_an_explanation_settles_a_finding_until_the_facts_change(book: Book) -> None:
    row = {"programme": "慰问金", "period": "2026", "name": "李建华", "amount_fen": 100,
           "row_no": 1, "card_holder": "李小妹"}  # fmt: skip
    checked(book, row)
    assert state_of(book, 1) == ("待核实", "卡主是李小妹，和领取人不是一个人")
    save, row_id = saving.saver("benefit_line"), reads.rows_of(book, "慰问金", "2026")[0]["id"]
    with pytest.raises(Refused, match="太短"):
        save(book, row_id, {"answer": "是"})
    with pytest.raises(Refused, match="检查时写上的"):
        save(book, row_id, {"problem": "没事"})
    save(book, row_id, {"answer": "女儿代管，有委托书"})
    actions.check_list(book, "慰问金", "2026")
    assert state_of(book, 1)[0] == "已核实"
    save(book, row_id, {"card_holder": "李二妹"})
    assert state_of(book, 1)[0] == "待检查"
    actions.check_list(book, "慰问金", "2026")
    assert state_of(book, 1) == ("待核实", "卡主是李二妹，和领取人不是一个人")


def test_a_checked_list_becomes_the_draft_of_its_kind_once(book: Book) -> None:
    rows = [clean_row(place) for place in range(1, 4)]
    office_of(book, rows)
    put(book, rows)
    with pytest.raises(Refused, match="3 行还没检查"):
        actions.draft_list_notice(book, GRAIN, "2026")
    actions.check_list(book, GRAIN, "2026")
    number = actions.draft_list_notice(book, GRAIN, "2026").result
    notice = book.find(book.tables["notice"], number=number)
    assert notice is not None
    assert (notice["state"], notice["kind"], notice["line_count"]) == ("草稿", "补贴发放名单", 3)
    assert notice["total_fen"] == sum(row["amount_fen"] for row in rows)
    facts = disclosure.facts_of(book, notice["id"])
    assert (facts["standard"], facts["rows"][0]["base"]) == ("不低于20.00 元", 51_000)
    with pytest.raises(Refused, match="已经编了"):
        actions.draft_list_notice(book, GRAIN, "2026")
    (one,) = reads.lists(book)
    assert (one.rows, one.notice_id, one.moved) == (3, notice["id"], False)
    first = reads.rows_of(book, GRAIN, "2026")[0]
    changed = saving.saver("benefit_line")(book, first["id"], {"amount_fen": 1}).step
    assert reads.lists(book)[0].moved
    book.undo(changed)
    saving.dropper("notice")(book, notice["id"])
    (one,) = reads.lists(book)
    assert one.notice_id == ""
    assert actions.draft_list_notice(book, GRAIN, "2026").result != number


def test_relief_is_published_on_its_own_form_and_waits_for_explanations(book: Book) -> None:
    rows = [
        {"programme": RELIEF, "period": "2026-11", "row_no": 1, "name": "李建华", "heads": 3,
         "amount_fen": 90_000, "card_holder": "李小妹"},
    ]  # fmt: skip
    checked(book, *rows)
    with pytest.raises(Refused, match="第 1 行"):
        actions.draft_list_notice(book, RELIEF, "2026-11")
    row_id = reads.rows_of(book, RELIEF, "2026-11")[0]["id"]
    saving.saver("benefit_line")(book, row_id, {"answer": "有委托书，已收存"})
    number = actions.draft_list_notice(book, RELIEF, "2026-11").result
    notice = book.find(book.tables["notice"], number=number)
    assert notice is not None
    assert notice["kind"] == "救助公示"
    (line,) = disclosure.facts_of(book, notice["id"])["rows"]
    assert (line["heads"], line["amount"]) == (3, 90_000)


def test_a_sheet_from_above_comes_in_whole_with_its_wrong_numbers(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "姓名,身份证号码,补贴面积(亩),补贴金额（元）\n李建华,51022219500101001,60,1200\n张晓梅,,50,1000\n",
        "utf-8-sig",
    )
    given = {"programme": GRAIN, "period": "2026"}
    intake = sheets.check_sheet(book, BenefitLine, path, constants=given)
    complete = saving.completer("benefit_line")
    assert not intake.bad
    sheets.import_rows(book, intake, complete=complete)
    rows = reads.rows_of(book, GRAIN, "2026")
    assert [(row["row_no"], row["name"], row["state"]) for row in rows] == [
        (1, "李建华", "待检查"), (2, "张晓梅", "待检查"),
    ]  # fmt: skip
    found = actions.check_list(book, GRAIN, "2026").result
    assert isinstance(found, list)
    assert [one.what for one in found] == ["身份证号只有 17 位，可能丢了最后的 X"]


def test_a_number_of_the_list_goes_on_and_undo_takes_the_check_back(book: Book) -> None:
    save = saving.saver("benefit_line")
    for name in ("甲一", "乙二"):
        save(book, None, {"programme": "慰问金", "period": "2026", "name": name,
                          "amount_fen": 1, "card_holder": "别人"})  # fmt: skip
    assert [r["row_no"] for r in reads.rows_of(book, "慰问金", "2026")] == [1, 2]
    changes = actions.check_list(book, "慰问金", "2026")
    assert book.count(Query(BenefitLine.table, (Where("state", "=", "待核实"),))) == 2
    book.undo(changes.step)
    assert book.count(Query(BenefitLine.table, (Where("state", "=", "待检查"),))) == 2


def test_a_list_that_is_not_there_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="没有“慰问金 2026”这份名单"):
        actions.check_list(book, "慰问金", "2026")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6), st.sampled_from(["", "A", "B"]), st.integers(0, 10**9),
            st.integers(-(10**9), 10**9),
        ),
        max_size=12,
    ),
    st.booleans(),
)  # fmt: skip
def test_every_finding_names_a_row_of_the_list_and_the_first_of_twins_is_never_blamed(
    given_rows: list[tuple[int, str, int, int]], plots: bool
) -> None:
    lines = [
        Line(str(n), n, GRAIN if plots else "慰问金", "2026", f"人{who}", plot=plot, area=area,
             amount_fen=amount)
        for n, (who, plot, area, amount) in enumerate(given_rows, 1)
    ]  # fmt: skip
    found = rules.check(PACK, lines, Around(standard=Standard(2000)))
    assert {one.line_id for one in found} <= {line.id for line in lines}
    twins = [one.row_no for one in found if one.rule == "twice"]
    seen: set[tuple[str, str]] = set()
    expected = []
    for line in lines:
        key = (line.name, line.plot if plots else "")
        if key in seen:
            expected.append(line.row_no)
        seen.add(key)
    assert twins == expected
