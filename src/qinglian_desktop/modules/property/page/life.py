"""What the life of an asset shows, tab by tab: rows of words, and where each row leads."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.records import (
    LENT_OUT,
    LET_OUT,
    REPAIRED,
    TAKEN_BACK,
    AssetEvent,
)
from qinglian_desktop.ui.plain_table import Heading

Row = Mapping[str, Any]
TAB = "funds"  # the tab in which the register and the books stand


Lead = tuple[str, str, str]


class Shown(NamedTuple):
    """The rows of one tab. `leads` are where a row opens: (page, table, row id), or None."""

    rows: tuple[tuple[str, ...], ...] = ()
    said: str = ""
    leads: "tuple[Lead | None, ...]" = ()


class Tab(NamedTuple):
    headings: tuple[Heading, ...]
    ask: Callable[[Any, Row], Shown]
    empty: str


def _yuan(fen: int | None) -> str:
    return money.show(fen) if fen else ""


def _events(book: Any, row: Row) -> Shown:
    events = reads.events_of(book, row["id"])[::-1]
    return Shown(tuple(_told(event) for event in events), "", tuple(map(_behind, events)))


def _behind(event: Row) -> Lead | None:
    """The decision it rests on, else its voucher."""
    if event["matter_id"]:
        return "decisions", "matter", event["matter_id"]
    return (TAB, "voucher", event["voucher_id"]) if event["voucher_id"] else None


def _told(event: Row) -> tuple[str, ...]:
    if event["reversed_on"]:
        after = f"{event['reversed_on']} 冲销"
    else:
        after = "有决议" if event["matter_id"] else ""
    amount = _yuan(event["proceeds_fen"] or event["amount_fen"])
    return (event["day"], event["kind"], amount, event["other"] or "", event["reason"] or "", after)


def _wear(book: Any, row: Row) -> Shown:
    given = reads.rules_on(book, clock.today())
    worn, made = int(row["worn_fen"] or 0), []
    for line in reads.wear_of(book, row["id"]):
        worn += line["amount_fen"]
        net = int(row["value_fen"] or 0) - worn
        figures = (_yuan(line["amount_fen"]), money.show(worn), money.show(net))
        made.append((line["month"], *figures, line["expense"] or ""))
    card = reads.card_of(dict(row), given)
    said = ""
    if card is not None:
        years, months = divmod(card.months, 12)
        life = (f"{years} 年" if years else "") + (f" {months} 个月" if months else "")
        said = f"{row['method']}，用 {life.strip()}，净残值 {money.show(card.residual)} 元。"
        if row["worn_fen"]:
            said += f"建卡时已提 {money.show(row['worn_fen'])} 元。"
    return Shown(tuple(made[::-1]), said)


def _repairs(book: Any, row: Row) -> Shown:
    events = [e for e in reads.events_of(book, row["id"]) if e["kind"] == REPAIRED]
    total = sum(e["amount_fen"] or 0 for e in events if not e["reversed_on"])
    said = f"修过 {len(events)} 次，共 {money.show(total)} 元。" if events else ""
    rows = tuple(
        (e["day"], _yuan(e["amount_fen"]), e["other"] or "", e["reason"] or "")
        for e in events[::-1]
    )
    return Shown(rows, said)


def _leases(book: Any, row: Row) -> Shown:
    """Events of letting and lending, and what other ledgers say of this asset."""
    found: list[tuple[tuple[str, ...], Lead | None]] = [
        ((one.label, one.name, "", "", ""), (TAB, one.table, one.row_id))
        for one in reads.linked(book, row["id"])
    ]
    for event in reads.events_of(book, row["id"])[::-1]:
        if event["kind"] in (LET_OUT, LENT_OUT, TAKEN_BACK) and not event["reversed_on"]:
            told = (event["kind"], event["other"] or "", event["day"], event["until"] or "",
                    _yuan(event["amount_fen"]))  # fmt: skip
            found.append((told, None))
    return Shown(tuple(r for r, _ in found), "", tuple(lead for _, lead in found))


TABS: Mapping[str, Tab] = {
    "变动": Tab(
        (
            Heading("日期", 100), Heading("变动", 84), Heading("金额（元）", 110, numeric=True),
            Heading("对方", 110, private=True), Heading("原因", 0), Heading("备注", 120),
        ),
        _events,
        f"没有{AssetEvent.label}。出租、维修、处置，都从上面的“变动”“处置”登记。",
    ),
    "折旧": Tab(
        (
            Heading("月份", 100), Heading("折旧额（元）", 120, numeric=True),
            Heading("累计（元）", 120, numeric=True), Heading("净值（元）", 120, numeric=True),
            Heading("记到科目", 0),
        ),
        _wear,
        "还没有提过折旧。每个月在“折旧”里一次提。",
    ),
    "维修": Tab(
        (
            Heading("日期", 100), Heading("金额（元）", 120, numeric=True),
            Heading("谁修的", 120, private=True), Heading("修了什么", 0),
        ),
        _repairs,
        "没有维修记录。修好以后按“变动”选“维修”。",
    ),
    "出租和合同": Tab(
        (
            Heading("哪一种", 110), Heading("给谁", 0, private=True), Heading("从哪天", 100),
            Heading("到哪天", 100), Heading("年租金（元）", 120, numeric=True),
        ),
        _leases,
        "没有出租出借，也没有合同。",
    ),
}  # fmt: skip
