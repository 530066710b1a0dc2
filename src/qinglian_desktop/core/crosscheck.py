"""What one field says against another, and a list against its total: told before a report leaves.

A subject declares such rules as data (modules/crosschecks.py); here is what each means. They are
questions to the clerk and never stop a saving or a sending.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.core.unreadable import Unreadable


class Reading(Protocol):
    """The own, undeleted rows of a table, as a rule reads them."""

    def __call__(self, table: str) -> Sequence[Row]: ...


class InOrder(NamedTuple):
    """The second day must not lie before the first."""

    table: str
    first: str
    then: str


class AtMost(NamedTuple):
    """A part must not be more than the whole; both in one row."""

    table: str
    part: str
    whole: str


class AddUp(NamedTuple):
    """The parts must give the whole; all in one row, and only where all are filled in."""

    table: str
    parts: tuple[str, ...]
    whole: str


class GoTogether(NamedTuple):
    """Where the first is filled in (or has this value), the second must be."""

    table: str
    when: str
    needs: str
    value: object = None


class Total(NamedTuple):
    """The rows of a list must give the total their head tells, or their number."""

    table: str  # of the head
    whole: str
    lines: str  # table of the list
    link: str  # field of a line that names its head
    part: str = ""  # summed; "" counts the lines


class Readable(NamedTuple):
    """What is written there is what the field wants; a text that was kept all the same is not."""

    table: str
    field: str


class Balance(NamedTuple):
    """Two columns of a list must give the same, head by head."""

    table: str
    lines: str
    link: str
    one: str
    other: str


Rule = InOrder | AtMost | AddUp | GoTogether | Readable | Total | Balance


def problems(
    rules: Sequence[Rule], records: Mapping[str, type[Record]], read: Reading
) -> Iterator[Problem]:
    """What does not fit together, row by row; `value` is the id of the row."""
    for rule in rules:
        record = records.get(rule.table)
        if record is None or (isinstance(rule, Total | Balance) and rule.lines not in records):
            continue
        sums = _sums(rule, read) if isinstance(rule, Total | Balance) else {}
        for row in read(rule.table):
            found = (
                _unread(rule.field, record, row)
                if isinstance(rule, Readable)
                else _asked(rule, record, row, sums)
            )
            if found is not None:
                what, remedy, field = found
                named = f"{record.label}〔{naming(record, row)}〕：{what}"
                yield Problem(named, remedy, field, value=row["id"])


def _asked(
    rule: Rule, record: type[Record], row: Row, sums: Mapping[str, tuple[int, int]]
) -> tuple[str, str, str] | None:
    """(what, remedy, field), or None where it fits."""
    match rule:
        case InOrder(_, first, then) if row[first] and row[then] and row[then] < row[first]:
            what = f"〔{_label(record, then)}〕早于〔{_label(record, first)}〕"
            return what, "请核对这两个日期", then
        case AtMost(_, part, whole) if _filled(row, part, whole) and row[part] > row[whole]:
            what = f"〔{_label(record, part)}〕{_told(record, part, row[part])}，比"
            more = f"〔{_label(record, whole)}〕{_told(record, whole, row[whole])}还多"
            return what + more, "请核对这两个数", part
        case AddUp(_, parts, whole) if _filled(row, *parts, whole):
            total = sum(row[part] for part in parts)
            if total != row[whole]:
                listed = "、".join(f"〔{_label(record, part)}〕" for part in parts)
                told = f"{_told(record, whole, total)}，〔{_label(record, whole)}〕"
                what = f"{listed}合起来是 {told}填的是 {_told(record, whole, row[whole])}"
                return what, "请核对这几个数", whole
        case GoTogether(_, when, needs, value) if row[needs] in (None, ""):
            if row[when] not in (None, "", 0) and (value is None or row[when] == value):
                said = f"是“{row[when]}”" if value is not None else "填了"
                what = f"〔{_label(record, when)}〕{said}，〔{_label(record, needs)}〕还空着"
                return what, "请补上，或改前面那一格", needs
        case Total(_, whole, _, _, _) if row[whole] is not None:
            total, _ = sums.get(row["id"], (0, 0))
            if row["id"] in sums and total != row[whole]:
                told = f"{_told(record, whole, total)}，〔{_label(record, whole)}〕"
                what = f"明细合起来是 {told}填的是 {_told(record, whole, row[whole])}"
                return what, "请核对明细和合计", whole
        case Balance() if row["id"] in sums:
            one, other = sums[row["id"]]
            if one != other:
                what = f"两边不相等：{money.show(one)} 和 {money.show(other)}"
                return what, "请核对明细", ""
    return None


def _unread(name: str, record: type[Record], row: Row) -> tuple[str, str, str] | None:
    """(what, remedy, field), or None where the text is read or nothing is written."""
    if row[name]:
        try:
            record.fields[name].kind.read(row[name])
        except Unreadable as trouble:
            return f"〔{_label(record, name)}〕{trouble.what}", trouble.remedy, name
    return None


def _sums(rule: Total | Balance, read: Reading) -> dict[str, tuple[int, int]]:
    """Per head the sums of its lines: (sum or count, 0), or both columns."""
    made: dict[str, tuple[int, int]] = {}
    for line in read(rule.lines):
        head = line[rule.link]
        one, other = made.get(head, (0, 0))
        if isinstance(rule, Balance):
            made[head] = (one + (line[rule.one] or 0), other + (line[rule.other] or 0))
        else:
            made[head] = (one + ((line[rule.part] or 0) if rule.part else 1), 0)
    return made


def _filled(row: Row, *names: str) -> bool:
    return all(row[name] is not None for name in names)


def _label(record: type[Record], name: str) -> str:
    return record.fields[name].label


def _told(record: type[Record], name: str, value: int) -> str:
    kind = record.fields[name].kind
    return str(kind.show(kind.load(value)))
