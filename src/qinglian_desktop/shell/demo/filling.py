"""What else a unit keeps, a row or two of each: so that no page of 三资 is seen empty."""

from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.benefits.records import SubsidyStandard
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import (
    COLLECTIVE,
    COMMITTEE,
    SPENDING,
    Entry,
    Grant,
)
from qinglian_desktop.shell.demo.unit import Unit

_YUAN = 100
_TAX = 101  # per cent of the price that an invoice comes to


def fill(unit: Unit) -> None:
    """Money between the books, an account of the office's own, a grant, an invoice, a rate."""
    book, today = unit.book, clock.today()
    sort = next(one for one in funds.sorts(book, today) if one.only_from in ("", COMMITTEE))
    funds.transfer(
        book, COMMITTEE, today - timedelta(days=4), 5_000 * _YUAN, "借给集体周转", sort.name
    )
    own = {
        "book": COLLECTIVE, "code": "5130201", "name": "打印费",
        "from_on": date(today.year, 1, 1).isoformat(),
    }  # fmt: skip
    funds.save_account(book, None, own)
    _invoice(unit)
    if book.unit.kind != "village":  # a village shows the published samples of both
        _rates(unit)


def _rates(unit: Unit) -> None:
    year = clock.today().year
    with unit.book.change("登记专项资金和补贴标准") as change:
        for category, yuan in (("扶持集体经济", 300_000), ("人居环境整治", 80_000)):
            change.put(
                Grant(year=year, receiver=unit.name, category=category,
                      amount_fen=yuan * _YUAN, source="街道拨款通知")
            )  # fmt: skip
        change.put(
            SubsidyStandard(
                year=year, programme="高龄津贴", rate_fen=200 * _YUAN, source="街道通知"
            )
        )


def _invoice(unit: Unit) -> None:
    """The newest payment to a shop has its invoice."""
    where = (
        Where("book", "=", COMMITTEE), Where("direction", "=", SPENDING),
        Where("counterparty", "=", "綦江区某文具店"),
    )  # fmt: skip
    found = unit.book.rows(Query(Entry.table, where, order=(("day", True),), limit=1))
    for row in found:
        fen = int(row["amount_fen"])
        net = fen * 100 // _TAX
        funds.save_invoice(
            unit.book, None,
            {"number": f"255020000000{unit.index:02d}345678", "day": row["day"],
             "net_fen": net, "tax_fen": fen - net, "total_fen": fen, "seller": row["counterparty"],
             "buyer": unit.name, "entry_id": row["id"]},
        )  # fmt: skip
