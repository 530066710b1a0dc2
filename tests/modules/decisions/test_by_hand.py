"""What the rules have said of a matter stays: no cell chooses an easier way or another body."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import held, hold, make_matter, make_office
from office import make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.decisions import actions
from qinglian_desktop.modules.decisions.actions import Excluded, Given
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.decisions.records import DECISION, STUDY, TALK
from qinglian_desktop.store import cells
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
OPENED = TODAY - timedelta(days=8)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path, "village") as made:
        yield made


def opened(book: Book, title: str, amount: int | None = None) -> str:
    """A matter as the page opens it: the rules are asked first."""
    given = Given(has_collective=False, amount_fen=amount)
    found = actions.match(book, title, OPENED)
    assert found.sure
    route = actions.routed(book, found.rows[0].id, OPENED, given)
    facts = {**actions.draft_of(route, given), "amount_fen": amount, "title": title}
    return make_matter(book, OPENED, **facts)


def row(book: Book, matter: str) -> Row:
    return book.row("matter", matter) or {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("path", "简易"), ("body", "两委"), ("threshold", "two-committees"), ("pre_review", 1),
        ("matter_class", "M01 规划和章程"), ("for_collective", 1), ("basis", "口头同意"),
        ("route_answers", "{}"),
    ],
)  # fmt: skip
def test_no_cell_changes_what_the_rules_said(book: Book, field: str, value: Any) -> None:
    matter = make_matter(book, OPENED)
    before = row(book, matter)[field]
    with pytest.raises(Refused, match="由规则判断"):
        saving.saver("matter")(book, matter, {field: value})
    cells.write_cells(book, saving.saver("matter"), "matter", [RowEdit(matter, {field: value})])
    assert row(book, matter)[field] == before


def test_no_row_of_a_list_opens_a_matter_past_the_rules(book: Book) -> None:
    told = {"title": "卖掉老村部", "matter_class": "M03 资产处置和借贷投资", "origin": "干部提出"}
    with pytest.raises(Refused, match="先看由谁决定"):
        saving.saver("matter")(book, None, {**told, "path": "简易"})


def test_another_amount_is_judged_anew(book: Book) -> None:
    """Below the line both committees decide; above it the whole way is gone."""
    with book.change("定标准") as change:
        line = {"matter_class": "M06 公益项目", "amount_fen": 500_000,
                "from_on": date(2026, 1, 1), "resolution": "决议1号"}  # fmt: skip
        change.put(MatterStandard(**line))
    given = Given(has_collective=False, amount_fen=300_000)
    facts = actions.draft_of(actions.routed(book, "works", OPENED, given), given)
    matter = make_matter(book, OPENED, **facts, amount_fen=300_000)
    assert (row(book, matter)["path"], row(book, matter)["body"]) == ("简易", "两委")
    saving.saver("matter")(book, matter, {"amount_fen": 5_000_000})
    assert (row(book, matter)["path"], row(book, matter)["pre_review"]) == ("完整", 0)
    assert row(book, matter)["body"] in ("全体会议", "代表会议")
    saving.saver("matter")(book, matter, {"amount_fen": 200_000})
    assert row(book, matter)["path"] == "简易"


def test_a_title_of_another_row_is_another_matter(book: Book) -> None:
    matter = opened(book, "村规民约修订")
    with pytest.raises(Refused, match="另一样事"):
        saving.saver("matter")(book, matter, {"title": "误工补贴标准"})
    saving.saver("matter")(book, matter, {"title": "2026年村规民约修订"})
    assert row(book, matter)["title"] == "2026年村规民约修订"


def test_a_title_that_was_put_right_by_hand_may_still_be_mended(book: Book) -> None:
    at = {"given": Given(has_collective=True, outsiders=True)}
    route = actions.routed(book, "land-lease", OPENED, at["given"])
    assert route.matter.id == "land-outsiders"
    facts = {**actions.draft_of(route, at["given"]), "title": "鱼塘承包给王老扳"}
    matter = make_matter(book, OPENED, **facts)
    saving.saver("matter")(book, matter, {"title": "鱼塘承包给王老板"})
    assert row(book, matter)["title"] == "鱼塘承包给王老板"


def test_nobody_is_left_out_of_the_count_twice(book: Book) -> None:
    matter = make_matter(book, OPENED, body="全体会议")
    day = hold(book, matter, OPENED, until=STUDY) + timedelta(days=1)
    away = Excluded("李外出", "联系不上", "3月1日、5日两次打电话无人接听")
    told = held(day, 48, present=48, due=50, excluded=(away, away))
    with pytest.raises(Refused, match="写了两次李外出"):
        actions.record_meeting(book, matter, DECISION, told)
    step = actions.record_meeting(book, matter, DECISION, told._replace(excluded=(away,))).result
    assert (book.row("matter_step", str(step)) or {})["due_count"] == 49


def test_below_the_line_of_a_collective_its_council_meets(book: Book) -> None:
    make_posts(book, "石理事", "秦理事", "何理事", body="理事会", kind="集体经济组织理事会")
    with book.change("定标准") as change:
        line = {"matter_class": "M04 大额支出和分配", "amount_fen": 500_000,
                "from_on": date(2026, 1, 1), "resolution": "决议1号"}  # fmt: skip
        change.put(MatterStandard(**line))
    given = Given(has_collective=True, amount_fen=300_000)
    route = actions.routed(book, "collective-spending", OPENED, given)
    assert (route.path, route.body) == ("简易", "council")
    matter = make_matter(book, OPENED, **actions.draft_of(route, given), amount_fen=300_000)
    assert row(book, matter)["next_step"] == "开集体经济组织理事会商议"
    told = held(OPENED, 2, 1)
    step = str(actions.record_meeting(book, matter, TALK, told).result)
    kept = book.row("matter_step", step) or {}
    assert (kept["body"], kept["due_count"], kept["result"]) == ("理事会", 3, "通过")


@pytest.mark.parametrize(
    ("kind", "asked"), [("M06 公益项目", 1), ("M08 宅基地和征地补偿", 1), ("M13 其他", 0)]
)
def test_a_line_for_an_amount_leaves_the_street_where_it_was(
    book: Book, kind: str, asked: int
) -> None:
    """Writing down an amount does not switch 街道预审 off; unticking it in the line does."""
    draft = {"matter_class": kind, "amount_fen": 500_000, "from_on": "2026-01-01"}
    done = saving.saver("matter_standard")(book, None, {**draft, "pre_review": 0})
    line = done.ids("matter_standard")[0]
    assert (book.row("matter_standard", line) or {})["pre_review"] == asked
    saving.saver("matter_standard")(book, line, {"pre_review": 0})
    assert (book.row("matter_standard", line) or {})["pre_review"] == 0
