"""A period in one cell: 合同期限 2023.1.1-2025.12.31. Which two days does it mean?"""

import calendar
import re

from qinglian_desktop.core.days import in_digits
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets.names import base_and_unit, squeezed

_LABELS = ("开始", "结束")
_HEADS = re.compile(
    r"(合同|租赁|承包|出租|租用|承租|租赁承包|承包租赁|发包|合同起止|租赁起止|承包起止|起止)"
    r"(期限|期间|时间|日期|年限|起止时间|起止日期|起止)|租期|起止|起止年月"
)
_DATE = r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?)?[日号]?"
_WITHIN = r"(?:(\d{4})[-./年])?(\d{1,2})(?:[-./月](\d{1,2})?)?[日号]?"
_BETWEEN = r"(?:起|开始)?(?:至|到|—+|－+|-+|~+|～+)"
_PERIOD = re.compile(rf"[自从]?{_DATE}{_BETWEEN}{_WITHIN}(?:止|为止|结束)?")


def period_of(record: type[Record]) -> tuple[str, str] | None:
    """The first and the last day of what the record is about; None for most records."""
    days = {field.label: name for name, field in record.fields.items() if field.kind is DAY}
    first, last = (days.get(label, "") for label in _LABELS)
    return (first, last) if first and last else None


def is_period(header: str) -> bool:
    return _HEADS.fullmatch(squeezed(base_and_unit(header)[0])) is not None


def is_span(text: str) -> bool:
    return _PERIOD.fullmatch(in_digits("".join(text.split()))) is not None


def day_of(text: str, part: int) -> str:
    """The first (0) or the last (1) day as a text; what is no period stays whole, as the first.

    A month alone begins with its first day and ends with its last one.
    """
    found = _PERIOD.fullmatch(in_digits("".join(text.split())))
    if found is None:
        return "" if part else text
    year, month, day = found[1], found[2], found[3] or "1"
    if part:
        year, month, day = found[4] or year, found[5], found[6] or ""
        if not day and 1 <= int(month) <= 12:
            day = str(calendar.monthrange(int(year), int(month))[1])
    return f"{year}-{month}-{day}"
