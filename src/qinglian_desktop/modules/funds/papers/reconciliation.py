"""银行存款余额调节表: what each side has not seen yet, and that both come to the same."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Note,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.modules.funds.matching import Item, Reconciled

_COLUMNS: Final = (
    Column("项目", 34), Column("日期", 12), Column("对方", 20), Column("摘要", 20),
    Column("金额（元）", 16, "right", money=True, summed=False),
)  # fmt: skip


def reconciliation(
    unit: str, account: dict[str, Any], found: Reconciled, *, person: Callable[[str], bool]
) -> Document:
    """Both sides one under the other, as the sheet that goes into the voucher binder.

    `person` tells whose names are not printed in full.
    """
    hidden = partial(_hidden_items, person)
    blocks: list[Block] = [
        Facts(
            (
                ("账本", account["book"] or ""),
                ("开户行", account["bank"] or ""),
                ("账号", _hidden(account["number"] or "")),
                ("截至", paper_day(found.day)),
            )
        ),
        _side(
            "银行对账单余额", found.bank, "加：账上已收，银行未收", "减：账上已付，银行未付",
            hidden(found.books_only), found.bank_after,
        ),
        _side(
            "账上银行存款余额", found.books, "加：银行已收，账上未收", "减：银行已付，账上未付",
            hidden(found.bank_only), found.books_after,
        ),
        Paragraph(_conclusion(found), indent=False),
        SignLine(("出纳（报账员）", "会计", "监督人", "日期")),
        Note("未达账项在下个月到账或补记后，请在银行对账里对上。"),
    ]  # fmt: skip
    return sealed(
        Document("银行存款余额调节表", "table", tuple(blocks), unit=unit, sheet="portrait")
    )


def _side(
    title: str, balance: int | None, plus: str, minus: str, items: Sequence[Item], after: int | None
) -> Table:
    rows: list[tuple[Cell, ...]] = [(title, "", "", "", "" if balance is None else balance)]
    for label, sign in ((plus, 1), (minus, -1)):
        listed = [item for item in items if item.fen * sign > 0]
        rows.append((label, "", "", f"{len(listed)} 笔", abs(sum(item.fen for item in listed))))
        rows += (
            ("", paper_day(item.day), item.party, item.words, abs(item.fen)) for item in listed
        )
    rows.append(("调节后余额", "", "", "", "" if after is None else after))
    return Table(_COLUMNS, tuple(rows), strong=(0, len(rows) - 1))


def _hidden_items(person: Callable[[str], bool], items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(
        item._replace(party=mask_name(item.party)) if item.party and person(item.party) else item
        for item in items
    )


def _hidden(number: str) -> str:
    digits = "".join(number.split())
    return f"尾号 {digits[-4:]}" if digits else ""


def _conclusion(found: Reconciled) -> str:
    if found.bank is None:
        return "没有这一天的银行余额，请导入流水后再编。"
    if found.agrees:
        return f"调节后两边一致，都是 {money.show(found.books_after)} 元。"
    return f"调节后还差 {money.show(abs(found.gap))} 元，请逐笔核对。"
