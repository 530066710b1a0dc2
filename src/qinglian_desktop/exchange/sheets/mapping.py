"""Which column of a sheet fills which field of a record, and in which unit?

A header means a field by its label or name, by one of the other names offices use, or because
the caller said so (`--map`). Nothing is dropped in silence: what stays over is named.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qinglian_desktop.core.kinds import COUNT, DAY, FEN, QUANTITY
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record, Row
from qinglian_desktop.exchange.sheets.copies import of_one_side, side_at, side_by_side
from qinglian_desktop.exchange.sheets.heading import Heading
from qinglian_desktop.exchange.sheets.names import (
    OTHER_NAMES,
    REASON,
    base_and_unit,
    plain,
    squeezed,
)
from qinglian_desktop.exchange.sheets.periods import is_period, period_of
from qinglian_desktop.exchange.sheets.sides import Sides, side_meant, sides_of

_POWERS = {"亿元": 8, "万元": 4, "千元": 3, "百元": 2, "元": 0, "亿": 8, "万": 4, "千": 3}
_COUNTED = re.compile(r"(.+?)([1-9])")
_NUMBERED = re.compile(r"[(（]?\d{1,2}[.、)）](?=\D)")  # 2.身份证号
_YEAR = re.compile(r"(20\d\d)年")
SAID, LABEL, OTHER = 0, 1, 2  # how a column was recognised, best first


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: its place (from 0), its header, the field, the power of ten.

    `power` counts for amounts (万元 = 4); `times` for areas given in 公顷
    (15 亩) and lives given in years (12 months).
    """

    index: int
    header: str
    field: str
    power: int = 0
    times: int = 1
    side: str = ""  # 收入 or 支出, where each has an amount column of its own
    month: int = -1  # the column of 月 beside a column of 日
    year: int = 0  # which its header gives: 2025年 over 月 and 日
    part: int = -1  # 0 or 1: the first or the last day of a period in one cell


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is read. `unmapped` are the headers that fill nothing."""

    columns: tuple[Column, ...]
    unmapped: tuple[str, ...]
    constants: Row
    missing: tuple[str, ...] = ()  # labels of required fields that nothing fills
    beside: tuple[tuple[Column, ...], ...] = ()  # the same columns of the same table further right

    @property
    def blocks(self) -> tuple[tuple[Column, ...], ...]:
        return (self.columns, *self.beside)


def importable(record: type[Record]) -> tuple[str, ...]:
    """The fields a workbook may fill: no attachments, links, sealed ones or worked-out reasons."""
    return tuple(
        name
        for name, field in record.fields.items()
        if field.kind.name not in ("files", "link", "reason") and field.level < Level.SEALED
    )


class Dictionary:
    """Header text → field of one record."""

    def __init__(self, record: type[Record], said: Mapping[str, str | None] | None = None) -> None:
        self.record = record
        self.said = {plain(header): field for header, field in (said or {}).items()}
        self._exact: dict[str, str] = {}
        self._other: dict[str, str] = {}
        self._seen: dict[str, tuple[str, int]] = {}  # looking for the header asks again and again
        names = importable(record)
        for name in names:
            self._exact |= {name.casefold(): name, squeezed(record.fields[name].label): name}
        for name in names:
            for other in OTHER_NAMES.get(record.fields[name].label, ()):
                self._other.setdefault(squeezed(other), name)

    def known(self, header: str) -> str:
        return self.look_up(header)[0]

    def look_up(self, header: str) -> tuple[str, int]:
        """(field, how it was recognised); the field is "" when the header means nothing."""
        if header not in self._seen:
            self._seen[header] = self._look_up(header)
        return self._seen[header]

    def _look_up(self, header: str) -> tuple[str, int]:
        text = plain(header)
        if text in self.said:
            return self.said[text] or "", SAID
        base, _ = base_and_unit(text)
        if found := self._known(text, base):
            return found
        # 联系电话1 and 联系电话2: the first of them is meant.
        if counted := _COUNTED.fullmatch(base):
            field, _ = self._known(counted[1], counted[1]) or ("", OTHER)
            return field, OTHER + int(counted[2])
        if numbered := _NUMBERED.match(text):
            return self.look_up(text[numbered.end() :])
        return "", OTHER

    def _known(self, text: str, base: str) -> tuple[str, int] | None:
        for word in (text, base):
            for table, rank in ((self._exact, LABEL), (self._other, OTHER)):
                if found := table.get(squeezed(word).casefold()) or table.get(word.casefold()):
                    return found, rank
        return None


Weigh = Callable[[int], int]  # how likely a column is meant, where two have one name


def plan_columns(
    words: Dictionary,
    heading: Heading,
    constants: Row,
    *,
    weigh: Weigh = lambda index: 0,
    spans: Callable[[int], bool] = lambda index: False,
    strict: bool = True,
) -> Plan:
    """Columns to fields; Refused when two columns want one field or a said column is not there.

    Not strict, the first of two columns is taken and the other named as left over. `spans` says
    of a column whether periods stand in it.
    """
    record = words.record
    if strict:
        _check_said(words, heading)
    groups = side_by_side(heading, record)
    found: dict[str, list[tuple[int, int]]] = {}  # field → (rank, column)
    unmapped = []
    sides = sides_of(record)
    columns = _side_columns(words, heading, groups[0])
    apart = {column.index for column in columns}
    sided = bool(columns) or of_one_side(heading, groups) != ""
    for index in groups[0]:
        if index in apart:
            continue
        label, joined = heading.labels[index], heading.joined[index]
        name, rank = words.look_up(joined)
        if not name and joined != label and rank != SAID:
            name, rank = words.look_up(label)
        if sides and sided and name == sides.choice and rank != SAID:
            name = ""  # 方向: of the balance, not of the entry
        if name:
            found.setdefault(name, []).append((rank, index))
        elif label and rank != SAID and label != REASON:
            unmapped.append((index, joined))
    for name, places in found.items():
        best = [index for rank, index in places if rank == min(places)[0]]
        if len(best) > 1:
            weights = {index: weigh(index) for index in best}
            best = [index for index in best if weights[index] == max(weights.values())]
        if strict and len(best) > 1:
            raise _two_for_one(record, heading, best, name)
        if name in constants:
            raise Refused(
                f"〔{record.fields[name].label}〕表里已有一列，又另外给了一个值",
                "两样只留一样",
                field=name,
            )
        columns.append(_column(record, heading, best[0], name))
        unmapped += [(n, heading.joined[n]) for _, n in places if n != best[0]]
    left = [n for n, _ in unmapped if n in groups[0]]
    whole = _whole_periods(record, heading, left, {*found, *constants}, spans)
    columns += whole
    unmapped = [(n, header) for n, header in unmapped if n not in {c.index for c in whole}]
    columns.sort(key=lambda column: column.index)
    months = {column.month for column in columns}
    unmapped = [(n, header) for n, header in unmapped if n not in months]
    columns = _sided(record, heading, groups, columns)
    plan = _plan(record, columns, tuple(h for _, h in sorted(unmapped)), constants)
    return replace(plan, beside=_beside(record, heading, columns, groups))


def _whole_periods(
    record: type[Record], heading: Heading, left: Sequence[int], given: set[str],
    spans: Callable[[int], bool],
) -> list[Column]:  # fmt: skip
    """租赁期限 as both days, where no column gives one of them."""
    days = period_of(record)
    if days is None or given & {*days}:
        return []
    places = [n for n in left if is_period(heading.joined[n]) or is_period(heading.labels[n])]
    if len(places) != 1 or not spans(places[0]):
        return []
    return [
        Column(places[0], heading.joined[places[0]], name, part=n) for n, name in enumerate(days)
    ]


def _side_columns(words: Dictionary, heading: Heading, group: Sequence[int]) -> list[Column]:
    """收入 | 支出 as two columns of amounts, where no column gives the amount or the side."""
    sides = sides_of(words.record)
    if sides is None:
        return []
    meant = {n: side_meant(heading.labels[n]) or side_meant(heading.joined[n]) for n in group}
    if sorted(word for word in meant.values() if word) != sorted(sides.words):
        return []
    others = {words.known(heading.joined[n]) or words.known(heading.labels[n])
              for n in group if not meant[n]}  # fmt: skip
    if sides.amount in others:
        return []
    return [
        replace(_column(words.record, heading, n, sides.amount), side=word)
        for n, word in meant.items()
        if word
    ]


def plan_said(
    record: type[Record], heading: Heading, said: Mapping[int, str], constants: Row
) -> Plan:
    """The plan that the clerk has put together: column (from 0) → field."""
    columns = [c for at, name in sorted(said.items()) for c in _said(record, heading, at, name)]
    left = tuple(
        label
        for index, label in enumerate(heading.joined)
        if label
        and label != REASON
        and index not in said
        and index not in {column.month for column in columns}
    )
    groups = side_by_side(heading, record)
    inside = all(index in groups[0] for index in said)
    if len(groups) > 1 and inside:
        left = tuple(h for n, h in enumerate(heading.joined) if n in groups[0] and n not in said)
    plan = _plan(record, columns, left, constants)
    return replace(plan, beside=_beside(record, heading, columns, groups) if inside else ())


def _said(record: type[Record], heading: Heading, index: int, name: str) -> list[Column]:
    """amount_fen=收入 is one side, start_on+end_on a period in one cell."""
    name, _, side = name.partition("=")
    if "+" in name:
        header = heading.joined[index]
        return [Column(index, header, day, part=n) for n, day in enumerate(name.split("+"))]
    return [replace(_column(record, heading, index, name), side=side)]


def _plan(
    record: type[Record], columns: list[Column], unmapped: tuple[str, ...], constants: Row
) -> Plan:
    filled = {column.field for column in columns} | set(constants)
    if any(column.side for column in columns) and (sides := sides_of(record)):
        filled.add(sides.choice)
    missing = tuple(
        field.label for name, field in record.fields.items() if field.asked and name not in filled
    )
    return Plan(tuple(columns), unmapped, constants, missing)


def _sided(
    record: type[Record], heading: Heading, groups: list[list[int]], columns: list[Column]
) -> list[Column]:
    """Under 收入 the column of amounts says the side too."""
    sides: Sides | None = sides_of(record)
    if sides is None or not of_one_side(heading, groups):
        return columns
    return [
        replace(column, side=side_at(heading, column.index))
        if column.field == sides.amount
        else column
        for column in columns
    ]


def _beside(
    record: type[Record], heading: Heading, columns: list[Column], groups: list[list[int]]
) -> tuple[tuple[Column, ...], ...]:
    if not columns:
        return ()
    place = {index: n for n, index in enumerate(groups[0])}
    copies = (
        [replace(column, index=group[place[column.index]]) for column in columns]
        for group in groups[1:]
    )
    return tuple(tuple(_sided(record, heading, groups, copy)) for copy in copies)


def _two_for_one(record: type[Record], heading: Heading, best: Sequence[int], name: str) -> Refused:
    pair = "和".join(f"〔{heading.joined[n]}〕（{letters(n)} 列）" for n in best[:2])
    return Refused(
        f"{pair}都对着〔{record.fields[name].label}〕",
        "请改一个列名，或在对照里写明用哪一列",
        field=name,
    )


def _check_said(words: Dictionary, heading: Heading) -> None:
    there = set(heading.labels) | set(heading.joined)
    for header in words.said:
        if header not in there:
            columns = "、".join(label for label in heading.joined if label)
            raise Refused(f"表里没有〔{header}〕这一列", f"表里有：{columns}")


def _column(record: type[Record], heading: Heading, index: int, name: str) -> Column:
    field, header = record.fields[name], heading.joined[index]
    _, unit = base_and_unit(header)
    if field.kind is FEN:
        if "、" in heading.unit and not unit:
            raise Refused(
                f"表里写了几种金额单位：{heading.unit}，不知道〔{header}〕是哪一种",
                "请把单位写进列名，例：金额(万元)",
                field=name,
                code="QL-IM-018",
            )
        said = unit.removeprefix("人民币").removeprefix("单位").split("/")[0]
        return Column(index, header, name, _POWERS.get(said, _POWERS.get(heading.unit, 0)))
    if field.kind is DAY and heading.labels[index] == "日" and "月" in heading.labels[:index]:
        found = _YEAR.search(header)
        month = len(heading.labels[:index]) - 1 - heading.labels[:index][::-1].index("月")
        return Column(index, header, name, month=month, year=int(found[1]) if found else 0)
    if field.kind is QUANTITY and "面积" in field.label and unit == "公顷":
        return Column(index, header, name, times=15)
    years = field.kind is COUNT and "月数" in field.label and "年" in header
    return Column(index, header, name, times=12 if years else 1)


def letters(index: int) -> str:
    """0 → A, 27 → AB: the column as the spreadsheet names it."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def expected(record: type[Record], names: Sequence[str] = ()) -> str:
    """The labels a clerk should write in the header, required ones first."""
    fields = [record.fields[name] for name in names or importable(record)]
    fields.sort(key=lambda field: not field.asked)
    return "、".join(field.label for field in fields[:12])
