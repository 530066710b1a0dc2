"""The card of the register: what the national tables ask for, its kind, its number, its label."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdings import make_asset
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.property import actions, due, reads, rules
from qinglian_desktop.modules.property.actions.labels import label_of, labels
from qinglian_desktop.modules.property.records import KINDS, METHODS, Asset
from qinglian_desktop.paper.labels import SHEETS
from qinglian_desktop.store.book import Book
from windows import TODAY


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path, "village") as made:
        yield made


def test_the_28_columns_of_the_national_tables_are_there(book: Book) -> None:
    rows = reads.rules_on(book, TODAY).pack.rows("columns")
    assert len(rows) == 28 and len({row["column"] for row in rows}) == 28
    assert len({row["form"] for row in rows}) == 4
    worked_out = {"worn", "net"}
    for row in rows:
        assert row["derived"] == (row["field"] in worked_out)
        assert row["derived"] or row["field"] in Asset.fields
    one = reads.standing(book, TODAY) or None
    assert one is None  # an empty register: what is worked out is asked of a card below
    make_asset(book, worn_fen=1_000, worn_until="2025-12-31")
    (standing,) = reads.standing(book, TODAY)
    assert (standing.worn, standing.net) == (1_000, 999_000)


def test_every_kind_has_its_rules_and_every_method_a_formula(book: Book) -> None:
    given_ = reads.rules_on(book, TODAY)
    assert set(given_.kinds) == set(KINDS) and set(given_.methods) == set(METHODS)
    for kind in given_.kinds.values():
        assert kind.card in given_.needed and kind.method in METHODS
        assert (kind.months > 0) == bool(kind.contra) == (kind.method != "不提折旧")
    assert all(set(names) <= set(Asset.fields) for names in given_.needed.values())


@pytest.mark.parametrize(
    ("draft", "lacks"),
    [
        ({"name": "门面", "kind": "房屋及建筑物", "status": "自用"},
         ("原值", "取得日期", "坐落位置", "保管人", "来源")),
        ({"name": "大湾地", "kind": "耕地", "status": "发包"},
         ("面积", "面积单位", "四至", "所有权人")),
        ({"name": "老砖厂", "kind": "未利用地", "status": "闲置", "disputed": 1},
         ("面积", "面积单位", "四至")),
        ({"name": "入股合作社", "kind": "长期投资"}, ("持股比例或份额", "原值", "取得日期")),
        ({}, ("名称", "分类")),
    ],
)  # fmt: skip
def test_each_card_says_what_it_lacks_and_is_never_refused_for_it(
    book: Book, draft: dict[str, object], lacks: tuple[str, ...]
) -> None:
    row_id = str(actions.save_asset(book, None, draft).result)
    row = reads.asset(book, row_id)
    said = rules.lacking(row, reads.rules_on(book, TODAY))
    assert set(said) == set(lacks)


def test_numbers_run_by_kind_and_are_given_once(book: Book) -> None:
    for name, kind in (("甲", "机器设备"), ("乙", "耕地"), ("丙", "办公设备")):
        actions.save_asset(book, None, {"name": name, "kind": kind})
    numbers = {row["name"]: row["number"] for row in book.rows(Query("asset"))}
    assert numbers == {"甲": "GD-0001", "乙": "ZY-0001", "丙": "GD-0002"}
    with pytest.raises(Refused, match="编号 GD-0001 已经用过"):
        actions.save_asset(book, None, {"name": "丁", "kind": "机器设备", "number": "GD-0001"})
    first = book.rows(Query("asset", order=(("number", False),)))[0]["id"]
    saving.dropper("asset")(book, first)
    made = str(actions.save_asset(book, None, {"name": "戊", "kind": "机器设备"}).result)
    assert reads.asset(book, made)["number"] == "GD-0003"
    by_hand = {"name": "己", "kind": "机器设备", "number": "GD-0070"}
    with book.change("一批") as change:
        actions.save_asset(book, None, by_hand)
        after = [actions.save_asset(book, None, {"name": n, "kind": "机器设备"}) for n in "庚辛"]
    assert change.changes.touches("asset") and len(after) == 2
    numbers = {row["name"]: row["number"] for row in book.rows(Query("asset"))}
    assert (numbers["庚"], numbers["辛"]) == ("GD-0071", "GD-0072")


def test_another_kind_brings_its_own_account_and_life(book: Book) -> None:
    asset = make_asset(book, kind="办公设备")
    row = reads.asset(book, asset)
    assert (row["nature"], row["account"], row["life_months"]) == ("非经营性", "15102", 60)
    actions.save_asset(book, asset, {"kind": "机器设备", "nature": "经营性"})
    row = reads.asset(book, asset)
    assert (row["account"], row["life_months"], row["residual_fen"]) == ("15101", 120, 40_000)
    actions.save_asset(book, asset, {"life_months": 84})
    actions.save_asset(book, asset, {"value_fen": 2_000_000})
    row = reads.asset(book, asset)
    assert (row["life_months"], row["residual_fen"]) == (84, 80_000)  # what was said by hand stays


@given(st.integers(0, 10**9), st.sampled_from(KINDS))
def test_what_a_kind_gives_never_breaks_a_rule(value: int, kind: str) -> None:
    from qinglian_desktop.store import packs

    given_ = rules.given(packs.named("assets")[-1])
    made = rules.with_kind({"kind": kind, "value_fen": value, "book": "集体经济组织"}, given_)
    assert rules.asset_problem(made, None, TODAY) is None
    assert made["nature"] in ("经营性", "非经营性", "资源性")


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"value_fen": -1}, "QL-SZ-220"),
        ({"value_fen": 10**14}, "QL-SZ-220"),
        ({"value_fen": 100, "worn_fen": 101}, "QL-SZ-221"),
        ({"life_months": 5_000}, "QL-SZ-222"),
        ({"acquired_on": "2027-01-01"}, "QL-SZ-223"),
    ],
)
def test_impossible_figures_are_refused(book: Book, draft: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_asset(book, None, {"name": "甲", "kind": "机器设备", **draft})
    assert refused.value.code == code
    assert not book.count(Query("asset"))


def test_today_speaks_of_what_lies_idle_is_lent_or_uncharged(book: Book) -> None:
    assert due.due(book, TODAY) == []
    make_asset(book, "门面", kind="房屋及建筑物", status="闲置", status_since="2026-01-10")
    make_asset(book, "碾米机", status="出借")
    make_asset(book, "水泵", acquired_on="2026-01-10")
    actions.charge_month(book, "集体经济组织", "2026-09")
    said = [line.subject for line in catalog.due_today(book, TODAY) if line.module == "property"]
    assert said == [
        "1 项资产闲置超过 180 天", "2026年10月的折旧还没提（集体经济组织）",
        "1 项资产出借或被占用，没有收益",
    ]  # fmt: skip


# -- labels -------------------------------------------------------------------------------------


def squares(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Label by label: left, top, right and bottom in mm of what is dark where its square is."""
    sheet, dots = SHEETS[0], 6  # dots a mm
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=dots * 25.4 / 72, grayscale=True)
    data, stride, found = bytes(bitmap.buffer), bitmap.stride, []
    for place in range(sheet.places):
        row, column = divmod(place, sheet.columns)
        left = round((sheet.left + column * sheet.width + sheet.width - 22) * dots)
        top, wide = round((sheet.top + row * sheet.height) * dots), 22 * dots
        lines = [
            data[y * stride + left : y * stride + left + wide]
            for y in range(top, top + round(sheet.height * dots))
        ]
        dark = [(x, y) for y, line in enumerate(lines) for x, dot in enumerate(line) if dot < 128]
        xs, ys = [x for x, _ in dark], [y for _, y in dark]
        found.append(
            ((left + min(xs)) / dots, (top + min(ys)) / dots,
             (left + max(xs) + 1) / dots, (top + max(ys) + 1) / dots)
        )  # fmt: skip
    return found


def test_24_labels_stand_on_the_grid_within_a_millimetre(book: Book) -> None:
    ids = [make_asset(book, f"水泵{n}") for n in range(24)]
    sheet = SHEETS[0]
    for place, box in enumerate(squares(labels(book, ids, 0, 1))):
        row, column = divmod(place, sheet.columns)
        right = sheet.left + column * sheet.width + sheet.width - 4
        middle = sheet.top + row * sheet.height + sheet.height / 2
        assert abs(box[2] - right) < 1 and abs(box[0] - (right - 16)) < 1
        assert abs((box[1] + box[3]) / 2 - middle) < 1


def test_the_first_labels_of_a_used_sheet_stay_empty(book: Book) -> None:
    ids = [make_asset(book, f"水泵{n}") for n in range(20)]
    with pypdfium2.PdfDocument(labels(book, ids, 0, 7)) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert len(texts) == 2
    assert [len(re.findall("水泵", text)) for text in texts] == [18, 2]


def test_a_label_says_number_name_and_place_and_what_is_gone_has_none(book: Book) -> None:
    asset = make_asset(book, value=100)
    made = label_of(reads.asset(book, asset), "红旗村")
    assert made.lines == ("GD-0001　红旗村", "一社晒坝", "保管：李守田")
    assert made.number == "编号：GD-0001\n名称：加工机\n单位：红旗村"
    actions.record_event(book, asset, {"kind": "报废", "day": TODAY.isoformat()})
    with pytest.raises(Refused, match="没有要打的标签"):
        labels(book, [asset], 0, 1)
