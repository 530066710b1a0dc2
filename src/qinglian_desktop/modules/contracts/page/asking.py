"""Which fields the cards of contracts ask for, and what is made of the answers."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import CHOICE, DAY, FEN, FLAG, LONG, NAME, TEXT
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.contracts.actions import Ending, Payment, Served
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.ui.desk import Desk

TAB: Final = "funds"  # where the pages of contracts stand
_DAY: Final = Field("日期", DAY)

PAYMENT: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "fen": Field("金额", FEN),
        "day": _DAY,
        "channel": Field("收付方式", CHOICE, choices=("银行", "现金")),
        "receipt_no": Field("票据号", TEXT, required=False),
    }
)
DEPOSIT: Final[Mapping[str, Field]] = MappingProxyType(
    {
        **PAYMENT,
        "for_rent": Field("抵欠的租金", FLAG, required=False),
        "reason": Field("原因", LONG, required=False),
    }
)
SERVED: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "received_by": Field("谁收的", NAME, required=False, suggests="person"),
        "day": Field("送达日期", DAY),
        "way": Field("怎么送达", CHOICE, choices=("当面签收", "邮寄", "留置", "电话短信")),
    }
)
ENDING: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "ended_on": Field("哪天结束", DAY),
        "how": Field("怎么结束", CHOICE, choices=("提前终止", "到期收回")),
        "ended_why": Field("原因", LONG),
    }
)
# What is left empty stays as it was.
RENEWAL: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "start_on": Field("从哪天起", DAY, ahead=True),
        "end_on": Field("到哪天止", DAY, ahead=True),
        "rent_fen": Field("年租金", FEN, required=False),
        "signed_on": Field("签订日期", DAY),
    }
)


def show_contract(desk: Desk, table: str, row_id: str) -> None:
    """The card of the contract that this due or move belongs to."""
    row = desk.book.row(table, row_id) if row_id else None
    if row is not None and row["contract_id"]:
        desk.go(TAB, Contract.table, row["contract_id"])


def today() -> str:
    return clock.today().isoformat()


def paid(values: Mapping[str, Any], handler: str = "") -> Payment:
    """Refused while a needed answer is missing."""
    return Payment(
        _needed(values, "fen", "金额"), _day(values, "day", "日期"),
        values.get("channel") or "银行", values.get("receipt_no") or "", handler,
    )  # fmt: skip


def served(values: Mapping[str, Any]) -> Served:
    return Served(
        _day(values, "day", "送达日期"), values.get("received_by") or "",
        values.get("way") or "当面签收",
    )  # fmt: skip


def ending(values: Mapping[str, Any]) -> Ending:
    return Ending(
        _day(values, "ended_on", "哪天结束"), values.get("ended_why") or "",
        values.get("how") != "到期收回",
    )  # fmt: skip


def _needed(values: Mapping[str, Any], name: str, label: str) -> Any:
    value = values.get(name)
    if value in (None, ""):
        raise Refused(f"〔{label}〕还没填", "填好再记", field=name, code="QL-SZ-330")
    return value


def _day(values: Mapping[str, Any], name: str, label: str) -> date:
    return date.fromisoformat(_needed(values, name, label))
