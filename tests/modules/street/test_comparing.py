"""Across units: nine seeded matches found among look-alikes, masked, passed to the units."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, report
from office import make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.projects.records import Project
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.modules.street import answering, comparing
from qinglian_desktop.modules.street.comparing import CONTRACTOR, HOUSEHOLD, LISTED, PAID
from qinglian_desktop.store.book import Book
from windows import TODAY


def number(of: int) -> str:
    first = f"50011019700101{of:03d}"
    return first + check_digit(first)


def paid(unit: Book, of: int, programme: str = "耕地地力保护补贴", period: str = "2026") -> None:
    with unit.change("名单") as change:
        change.put(
            BenefitLine(programme=programme, period=period, row_no=of, name=f"李建{of}",
                        amount_fen=100, id_number=number(of))
        )  # fmt: skip


def built(unit: Book, contractor: str, year: int = 2026) -> None:
    with unit.change("工程") as change:
        change.put(
            Project(number=f"工{year}-{clock.new_id()[-4:]}", name="便道硬化",
                    contractor=contractor, set_up_on=date(year, 5, 1))
        )  # fmt: skip


def hired(unit: Book, party: str) -> None:
    with unit.change("合同") as change:
        change.put(
            Contract(number=clock.new_id()[-6:], title="保洁", kind="劳务", flow="我方付款",
                     party=party, party_kind="企业", signed_on=date(2026, 3, 1))
        )  # fmt: skip


def housed(unit: Book, head: str, **facts: str) -> None:
    with unit.change("户") as change:
        change.put(Household(number=clock.new_id()[-5:], head=head, **facts))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with clock.fixed(TODAY):
        made = World(tmp_path)
        one, two, three = (made.unit(place) for place in (1, 2, 3))
        # The nine: three paid twice, two listed twice, two firms, two households.
        for unit, of in ((one, 1), (two, 1), (one, 2), (three, 2), (two, 3), (three, 3)):
            paid(unit, of)
        for unit, of in ((one, 11), (two, 11), (two, 12), (three, 12)):
            make_person(unit, "王秀英", id_number=number(of))
        built(one, "綦江区某建筑劳务（有限）公司")
        built(three, "綦江区某建筑劳务(有限) 公司")
        built(one, "某园林绿化公司")
        hired(two, "某园林绿化公司")
        housed(one, "周永福", phone="13800000001")
        housed(two, "周永福", phone="13800000001")
        housed(two, "赵德明", address="通惠街道1号")
        housed(three, "赵德明", address="通惠街道 1号")
        # What only looks alike.
        paid(one, 1, period="2025")
        paid(two, 4)
        paid(three, 4, programme="高龄津贴")
        paid(one, 5)
        paid(one, 5, programme="高龄津贴")
        make_person(one, "陈桂芳", id_number=number(13))
        make_person(three, "陈桂芳", id_number=number(13), state="迁出")
        make_person(one, "孙文斌")
        make_person(two, "孙文斌")
        built(two, "某五金门市", 2025)
        built(three, "某五金门市", 2026)
        housed(one, "钱海燕")
        housed(two, "钱海燕")
        for unit in (three, one, two):
            report(unit, made.street, made.usb)
        yield made
        made.close()


def test_the_nine_are_found_and_nothing_that_only_looks_alike(world: World) -> None:
    found = [
        (one.kind, *(unit[1] for unit in one.units)) for one in comparing.matches(world.street)
    ]
    assert found == [
        (PAID, "1", "2"), (PAID, "1", "3"), (PAID, "2", "3"),
        (LISTED, "1", "2"), (LISTED, "2", "3"),
        (CONTRACTOR, "1", "2"), (CONTRACTOR, "1", "3"),
        (HOUSEHOLD, "1", "2"), (HOUSEHOLD, "2", "3"),
    ]  # fmt: skip


def test_the_units_are_asked_about_their_own_rows_and_read_no_personal_value(
    world: World,
) -> None:
    for match in comparing.matches(world.street):
        answering.pass_on(world.street, match)
    sent = world.street.rows(Query("directive"))
    assert len(sent) == 18 and {row["due_on"] for row in sent} == {"2026-12-09"}
    told = json.dumps([[row["title"], row["what"]] for row in sent], ensure_ascii=False)
    for private in ("王秀英", "周永福", "赵德明", "李建1", "13800000001", number(1), number(11)):
        assert private not in told
    first = next(row for row in sent if row["to_name"] == "第1社区" and PAID in row["title"])
    assert "耕地地力保护补贴 2026 1" in first["what"] and "第2社区也有" in first["what"]
    with pytest.raises(Refused, match="已转单位"):
        answering.pass_on(world.street, comparing.matches(world.street)[0])


def test_what_was_looked_into_holds_and_says_why(world: World) -> None:
    match = comparing.matches(world.street)[0]
    with pytest.raises(Refused, match="写一句为什么"):
        answering.verify(world.street, match, " ")
    answering.verify(world.street, match, "两处都是他的地，已看台账")
    assert answering.said(world.street)[match.mark]["verdict"] == "核实无问题"
    assert not world.street.rows(Query("directive"))
