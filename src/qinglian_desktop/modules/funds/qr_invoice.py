"""What does the square of an invoice say, and are two invoices one? Pure.

The text of a VAT invoice's square, as it prints on paper and as a scanner types it:
`01,<sort>,<code>,<number>,<amount>,<day>,<check code>,<sum>,`. On the all-electronic invoice the
code is empty, the number has 20 digits and the amount is the total with tax.
"""

import re
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.unreadable import Unreadable

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFF0C: ord(",")}
_FULL_ELECTRONIC: Final = 20  # digits of the number
_SHORT: Final = 8


class Scanned(NamedTuple):
    """`net_fen` is the amount without tax, `total_fen` the one with it; the square tells one."""

    number: str
    day: date
    code: str = ""
    net_fen: int | None = None
    total_fen: int | None = None
    check_code: str = ""

    @property
    def draft(self) -> dict[str, Any]:
        """As stored values of an invoice."""
        told = {
            "code": self.code, "number": self.number, "day": self.day.isoformat(),
            "net_fen": self.net_fen, "total_fen": self.total_fen, "check_code": self.check_code,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value not in ("", None)}


def parse(text: str) -> Scanned:
    """The square's text; Refused in words for any other."""
    plain = "".join(text.translate(_WIDE).split())
    parts = plain.split(",")
    if len(parts) < 6 or parts[0] != "01" or not parts[1].isdigit():
        raise _unknown(text)
    _, _, code, number, amount, day, *rest = parts
    if not re.fullmatch(r"\d{8}|\d{20}", number) or not re.fullmatch(r"|\d{10}|\d{12}", code):
        raise _unknown(text)
    if bool(code) == (len(number) == _FULL_ELECTRONIC):
        raise _unknown(text)  # a short number needs its code, the long one has none
    try:
        fen, on = money.parse_yuan(amount) if amount else None, read_day(day)
    except (ValueError, Unreadable):
        raise _unknown(text) from None
    whole = len(number) == _FULL_ELECTRONIC
    return Scanned(
        number, on, code, None if whole else fen, fen if whole else None,
        rest[0] if rest and rest[0].isdigit() else "",
    )  # fmt: skip


def looks_like(text: str) -> bool:
    return re.match(r"\s*[0０][1１]\s*[,，]\s*\d", text) is not None


def _unknown(text: str) -> Refused:
    return Refused(
        f"这不是发票的二维码：〔{text.strip()[:24]}〕", "请对准发票左上角的方块再扫，或照票面手填",
        field="qr_text", code="QL-SZ-195",
    )  # fmt: skip


def key_of(number: str | None, code: str | None = None) -> str:
    """The digits that name an invoice, however they were written.

    A short number that lost its leading zeros in a sheet has them again; a 20-digit number
    split into 12 and 8 is whole again.
    """
    digits = _digits(number)
    return _digits(code) + digits.zfill(_SHORT) if digits else ""


def are_one(key: str, other: str, *, same_total: bool) -> bool:
    """Where one of them lacks its code, the amounts must agree, too."""
    if not key or not other:
        return False
    if key == other:
        return True
    short, long = sorted((key, other), key=len)
    return same_total and len(short) == _SHORT < len(long) and long.endswith(short)


def _digits(text: str | None) -> str:
    return re.sub(r"[^0-9]", "", (text or "").translate(_WIDE))


def number_problem(number: str, code: str | None) -> str:
    """What is odd about the digits, in words; "" when nothing is."""
    digits, before = _digits(number), _digits(code)
    if len(digits) == _FULL_ELECTRONIC or (len(digits) == _SHORT and len(before) in (10, 12)):
        return ""
    if len(digits) == _SHORT and not before:
        return "8 位的发票号码还要填发票代码"
    return f"发票号码有 {len(digits)} 位，一般是 8 位（有代码）或 20 位"
