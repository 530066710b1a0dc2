"""The board says what the packages say, the phone list what is missing; in no order of merit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, entries, forge, report, take
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.street import actions, phoning
from qinglian_desktop.modules.tasks.records import Task

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clock.fixed(TODAY):
        made = six_units(tmp_path_factory.mktemp("board"))
    yield made
    made.close()


def six_units(folder: Path) -> World:
    """Reported, with a gap, silent this month, never reported, not enrolled, stopped."""
    made = World(folder)
    sent, gap, old, never = (made.unit(number) for number in (5, 2, 4, 1))
    made.unit(6, enrolled=False)
    stopped = made.unit(3)
    with clock.fixed(date(2026, 10, 28)):
        for unit in (old, gap):
            entries(unit, 2)
            report(unit, made.street, made.usb)
    beyond = {"full": False, "base_seq": 500, "high_seq": 501, "bundle_no": 3}
    take(made.street, forge(gap, made.usb / "3.qlb", {}, **beyond))  # 第 2 号 never arrived
    with sent.change("任务") as change:
        for code, day in (("1", 20), ("2", 24), ("3", 30)):  # one past its day
            change.put(Task(year=2026, code=code, title="办事", due_on=date(2026, 11, day)))
    report(sent, made.street, made.usb)
    with made.street.change("登记单位") as change:
        for number, row in enumerate(actions.units(made.street), 1):
            change.put_row(
                "enrolled_unit", row["id"],
                {"contact": f"联络{number}", "phone": f"1380000000{number}"}
                | ({"state": "已停用"} if row["office_id"] == stopped.unit.office_id else {}),
            )  # fmt: skip
    draft = {"title": "补贴公告", "due_on": "2026-11-20"}
    directing.issue(made.street, ["500110007004", "500110007005"], draft)
    assert never
    return made


def test_the_states_of_the_board_are_those_of_the_packages(world: World) -> None:
    lines = actions.board(world.street)
    assert [line.code[-3:] for line in lines] == ["001", "002", "003", "004", "005", "006"]
    assert [line.state for line in lines] == [
        "还没报送", "缺前面的包", "已停用", "本月未报", "本月已报", "待登记",
    ]  # fmt: skip
    assert [line.last_number for line in lines] == [0, 3, 0, 1, 1, 0]
    assert [line.last_on for line in lines] == [
        "",
        "2026-11-24",
        "",
        "2026-10-28",
        "2026-11-24",
        "",
    ]
    assert [line.warnings for line in lines] == [0, 0, 0, 1, 2, 0]


def test_the_phone_list_says_exactly_what_each_unit_owes(world: World) -> None:
    found = {call.code[-3:]: call.what for call in phoning.calls(world.street)}
    assert found == {
        "001": ("还没有报送过",),
        "002": ("缺第 2 号包",),
        "004": (
            "11月还没有报送，上次是第 1 号包（2026-10-28）", "下发的事项有 1 件过了期还没办完",
        ),
        "005": ("下发的事项有 1 件过了期还没办完",),
        "006": ("单位文件还没有登记，请带登记文件来",),
    }  # fmt: skip
    assert list(found) == sorted(found)


def test_on_paper_the_list_stands_by_codes_and_has_no_column_of_ranks(world: World) -> None:
    (table,) = [b for b in phoning.paper(world.street).blocks if isinstance(b, Table)]
    assert [column.label for column in table.columns] == [
        "编码", "单位", "联系人", "电话", "缺什么", "打过、怎么说",
    ]  # fmt: skip
    codes = [row[0] for row in table.rows]
    assert codes == sorted(map(str, codes)) and len(codes) == 5


def test_telephones_are_masked_until_somebody_asks_and_that_is_noted(world: World) -> None:
    masked = "".join(as_text(phoning.paper(world.street)))
    assert "13800000001" not in masked and "联络1" in masked
    assert not world.street.rows(Query("revealed_row"))
    whole = "".join(as_text(phoning.paper(world.street, whole=True)))
    assert "13800000001" in whole
    noted = world.street.rows(Query("revealed_row"))
    assert {row["why"] for row in noted} == {"打印提醒电话单"} and len(noted) == 5


def test_where_all_have_sent_there_is_nothing_to_print(tmp_path: Path) -> None:
    made = World(tmp_path)
    with pytest.raises(Refused, match="没有要打电话的单位"):
        phoning.paper(made.street)
    made.close()
