"""Rows like a community's own: Chinese texts of ordinary length; all people are invented."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.funds.records import BOOKS, INCOME, SPENDING, Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.identity import Unit, new_unit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from qinglian_desktop.shell.window import Window

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "建国晓梅志强秀英海燕德明桂芳永福玉兰文斌春生月娥国平素珍光荣雪琴"
_WHAT = ("办公用品采购", "道路维修", "绿化养护", "困难群众慰问", "会议室电费", "垃圾清运服务费")
_PURPOSE = ("办公费", "维修费", "慰问支出", "水电费", "环境整治专项", "集体经济分红")
_SHOP = ("文具经营部", "建筑劳务有限公司", "园林绿化服务部", "五金门市", "综合超市")


def _name(chance: random.Random) -> str:
    return chance.choice(_FAMILY) + "".join(chance.sample(_GIVEN, 2))


def _entry(chance: random.Random, number: int) -> Entry:
    what, place = chance.choice(_WHAT), chance.randrange(1, 12)
    return Entry(
        book=chance.choice(BOOKS),
        day=date(2026, 1, 1) + timedelta(days=chance.randrange(270)),
        direction=chance.choice((INCOME, SPENDING, SPENDING)),
        summary=f"{what}（第{place}居民小组，{chance.randrange(1, 10)}月份）",
        purpose=chance.choice(_PURPOSE),
        counterparty=f"綦江区{_name(chance)}{chance.choice(_SHOP)}",
        is_person=False,
        amount_fen=chance.randrange(1_000, 9_000_000),
        voucher_no=f"{number:05d}",
        receipt_no=f"{chance.randrange(10**8):08d}",
        handler=_name(chance),
        approver=_name(chance),
        note="经居民会议讨论同意，票据齐全" if number % 3 == 0 else None,
    )


def _person(chance: random.Random, number: int) -> Person:
    group = chance.randrange(1, 12)
    return Person(
        name=_name(chance),
        sex=chance.choice("男女"),
        born_on=date(1940, 1, 1) + timedelta(days=chance.randrange(27_000)),
        phone=f"138{chance.randrange(10**8):08d}",
        household_no=f"{group}-{number // 3:04d}",
        relation=chance.choice(("户主", "配偶", "之子", "之女")),
        group_name=f"{group}组",
        address=f"通惠街道新街子社区{group}组{chance.randrange(1, 300)}号",
        tags="党员" if number % 11 == 0 else None,
    )


def entries(count: int, seed: int) -> Iterator[Entry]:
    """Receipts and payments alone."""
    chance = random.Random(seed)
    for number in range(count):
        yield _entry(chance, number)


def rows(count: int, seed: int) -> Iterator[Record]:
    """Half entries, half people; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        yield _entry(chance, number) if number % 2 else _person(chance, number)


def office() -> Unit:
    """The community whose book is measured."""
    return new_unit(
        office_id="office", code="500110007001", name="新街子社区", kind="community", role="unit",
        street_id="street", street_name="通惠街道",
    )  # fmt: skip


def window_at_rest(home: Path) -> "tuple[QApplication, Window]":
    """The window of this office, 今日 painted and nothing more to do."""
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.shell.start import application
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.ui import look

    app = application()
    look.apply(app)
    window = Window(Book.open(home, RECORDS))
    window.show()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        app.processEvents()
    return app, window
