"""The street asks and the units answer: a task for all, an order, opinions, and their way back."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import directing, incoming
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.modules.directives.records import (
    CLOSED,
    DONE,
    NOTICE,
    ORDER,
    REMARK,
    RETURNED,
    TASK,
)
from qinglian_desktop.shell.demo import picture
from qinglian_desktop.shell.demo.unit import Unit
from qinglian_desktop.store.book import Book

Results = list[tuple[str, Path]]
Report = Callable[[Book, Unit, Path], Results]


def play(office: Book, made: Sequence[Unit], usb: Path, report: Report) -> Results:
    """Everything down to the units, two of them answer, and what the street makes of it.

    `report` takes a unit's bundle to the street and the receipt back.
    """
    pilot = made[0]
    _ask(office, made)
    results = _down(office, made, usb)
    order = _named(pilot.book, ORDER)
    photo = pilot.book.files.add(picture.board())
    said = {"state": DONE, "said": "已重新上墙，拍了照片。", "files": json.dumps([photo])}
    actions.answer(pilot.book, order, said)
    for one in made[1:2]:
        actions.register_task(one.book, _named(one.book, TASK))
    for one in made[:2]:
        results += report(office, one, usb / one.name)
    actions.close(office, order)
    return results


def _ask(office: Book, made: Sequence[Unit]) -> None:
    pilot, today = made[0].book, clock.today()
    every = [one.book.unit.code for one in made]
    first, second = pilot.rows(Query("entry", limit=2))
    actions.issue(
        office,
        every,
        {
            "kind": TASK,
            "title": "报送三季度惠民补贴发放台账",
            "what": "按户列出发放对象、标准和金额，盖章后扫描一并交来。",
            "evidence": "盖章的台账扫描件",
            "due_on": (today + timedelta(days=10)).isoformat(),
        },
    )
    actions.issue(
        office,
        every[:1],
        {
            "kind": ORDER,
            "title": "公开栏三季度财务公告重新上墙",
            "what": "检查时公告已被覆盖，请重新上墙并贴满规定的天数。",
            "ground": "街道第三季度公开检查记录",
            "evidence": "上墙后的照片",
            "due_on": (today + timedelta(days=15)).isoformat(),
        },
    )
    actions.issue(office, every, {"kind": NOTICE, "title": "十二月起月报改在 25 日前交"})
    actions.review(office, "entry", first["id"], RETURNED, "票据没有附，请补上", "files")
    actions.review(office, "entry", second["id"], REMARK, "摘要写得清楚")


def _down(office: Book, made: Sequence[Unit], usb: Path) -> Results:
    results: Results = []
    for one in made:
        folder = usb / one.name
        (sent,) = _sent(office, folder, one)
        incoming.import_file(one.book, sent.path)
        results.append((f"街道写给{one.name}的第 {sent.number} 号包（{sent.rows} 条）", sent.path))
    return results


def _sent(office: Book, folder: Path, one: Unit) -> tuple[directing.SentDown, ...]:
    made: Any = directing.write_down(office, folder, (one.book.unit.code,)).result
    return tuple(made)


def _named(book: Book, kind: str) -> str:
    """The open matter of this kind that came to a unit."""
    rows = book.rows(Query("directive"))
    return next(str(row["id"]) for row in rows if row["kind"] == kind and row["state"] != CLOSED)
