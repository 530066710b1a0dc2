"""同类单价: what comparable contracts cost for each 亩 or 平方米 a year. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any, NamedTuple

from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts.rules.days import day_of

# One name for each measure, however it is written.
_UNITS = {
    "亩": "亩", "平方米": "平方米", "㎡": "平方米", "m2": "平方米", "m²": "平方米",
    "平米": "平方米", "平方": "平方米",
}  # fmt: skip
_LEAST_AREA = 1  # a thousandth


class Compared(NamedTuple):
    """The unit price of one contract beside those like it."""

    price: Fraction | None  # 分 for one unit of area and year; None without rent or area
    median: Fraction
    many: int
    unit: str

    @property
    def percent(self) -> Fraction | None:
        if self.price is None or not self.median:
            return None
        return self.price * 100 / self.median

    def words(self) -> str:
        """同类 4 份，中位数每平方米每年 120.00 元，本合同 96.00 元."""
        said = f"同类 {self.many} 份，中位数每{self.unit}每年 {yuan(self.median)} 元"
        return f"{said}，这一份 {yuan(self.price)} 元" if self.price is not None else said


def yuan(fen: Fraction) -> str:
    """To the nearest 分, half up."""
    rounded = (2 * fen.numerator + fen.denominator) // (2 * fen.denominator)
    return f"{rounded // 100:,}.{rounded % 100:02}"


def unit_of(row: Mapping[str, Any]) -> str:
    """亩 or 平方米; "" for what is not measured by area."""
    return _UNITS.get((row.get("area_unit") or "").strip(), "")


def price_of(row: Mapping[str, Any]) -> Fraction | None:
    """分 for one 亩 or 平方米 a year."""
    area, rent = row.get("area"), row.get("rent_fen")
    if not unit_of(row) or not rent or not area or area < _LEAST_AREA:
        return None
    return Fraction(rent * 1000, area)


def compared(
    pack: Pack, row: Mapping[str, Any], others: Iterable[Mapping[str, Any]], day: date
) -> Compared | None:
    """Those of the same kind and unit, near in size and of the last years; None with too few.

    A contract and those it follows are no company for one another; `others` leaves them out.
    """
    unit, area = unit_of(row), row.get("area")
    if not unit or not area:
        return None
    within, since = int(pack.value("comparing.size_percent")), _since(pack, day)
    prices = [
        price
        for other in others
        if other["kind"] == row["kind"]
        and unit_of(other) == unit
        and (price := price_of(other)) is not None
        and abs(other["area"] - area) * 100 <= area * within
        and (began := day_of(other, "signed_on") or day_of(other, "start_on")) is not None
        and since <= began <= day
    ]
    if len(prices) < int(pack.value("comparing.least")):
        return None
    return Compared(price_of(row), Fraction(median(prices)), len(prices), unit)


def _since(pack: Pack, day: date) -> date:
    return placed(day, -12 * int(pack.value("comparing.years")), day.day)


def years_of(first: date, last: date) -> Fraction:
    """How many years a term takes, its last day included."""
    end = last + timedelta(days=1)
    whole = end.year - first.year
    passed = placed(first, 12 * whole, first.day)
    if passed > end:
        whole -= 1
        passed = placed(first, 12 * whole, first.day)
    rest = (end - passed).days
    return whole + Fraction(rest, 366) if rest else Fraction(whole)
