"""Row by row: which rows of a sheet are good, which have something wrong, which are no records?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from qinglian_desktop.core.kinds import ID_NUMBER
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Record, Row, defaults
from qinglian_desktop.exchange.sheets import likeness, twins
from qinglian_desktop.exchange.sheets.cells import BLANK, LOST, About, BadCell, CellReader
from qinglian_desktop.exchange.sheets.choosing import Chosen
from qinglian_desktop.exchange.sheets.copies import side_by_side
from qinglian_desktop.exchange.sheets.endings import (
    CARRIED,
    OTHER,
    TOTAL,
    Skipped,
    Sorting,
    is_blank,
    is_carried,
    is_numbered_only,
    shown,
)
from qinglian_desktop.exchange.sheets.extent import Extent, extent
from qinglian_desktop.exchange.sheets.heading import covering
from qinglian_desktop.exchange.sheets.likeness import Pair
from qinglian_desktop.exchange.sheets.mapping import Column, Dictionary, Plan
from qinglian_desktop.exchange.sheets.periods import day_of
from qinglian_desktop.exchange.sheets.reading import Cell
from qinglian_desktop.exchange.sheets.sides import sides_of

Review = Callable[[Row], Row | Problem]  # the row as it is to be kept, or why it may not be


@dataclass(slots=True)
class Sieve:
    """What has been sorted out so far; row numbers from 1 as beside the rows of the sheet."""

    good: list[tuple[int, Row]] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    already: list[int] = field(default_factory=list)
    held: list[Pair] = field(default_factory=list)  # the clerk has not yet said who they are
    fills: list[Pair] = field(
        default_factory=list
    )  # one with a row of the book, whose gaps it fills
    year_guessed: bool = False  # a day without its year took the one of today
    same: list[int] = field(default_factory=list)  # the clerk said that they are there


def sift(record: type[Record], chosen: Chosen) -> Sieve:
    """Every row under the header, judged by itself."""
    sieve, plan = Sieve(), chosen.plan
    reach = extent(chosen.sheet, chosen.heading, Dictionary(record).known)
    for columns in plan.blocks:
        _sift_block(sieve, record, chosen, columns, reach)
    if reach.end < len(chosen.sheet.rows):
        row = chosen.sheet.rows[reach.end]
        sieve.skipped.append(Skipped(reach.end + 1, shown(row), OTHER))
    for columns in plan.blocks:
        for column in columns:
            if record.fields[column.field].kind is ID_NUMBER:
                _suspect_zeros(sieve, column)
    return sieve


def _sift_block(
    sieve: Sieve,
    record: type[Record],
    chosen: Chosen,
    columns: Sequence[Column],
    reach: Extent,
) -> None:
    sheet, heading, several = chosen.sheet, chosen.heading, bool(chosen.plan.beside)
    read_row = RowReader(record, chosen, columns)
    named = [column.index for column in columns if column.field in record.named_by]
    width = sum(1 for label in heading.joined if label)
    header = sheet.rows[heading.top : heading.bottom + 1]
    part = _part_of(record, chosen, columns)
    if several:
        width //= len(chosen.plan.blocks)
        header = [part(row) for row in header]
    leftmost = min((n for n, label in enumerate(heading.joined) if label), default=0)
    sorting = Sorting(
        header,
        named,
        width,
        reach.titles,
        read_row.continued,
        sections=reach.sections,
        counted=not several and leftmost < min(column.index for column in columns),
    )
    for index in range(heading.bottom + 1, reach.end):
        row = part(sheet.rows[index]) if several else sheet.rows[index]
        if is_blank(row):
            continue
        why = sorting.why_not(row, index)
        if why and not (why == TOTAL and record.with_totals):
            sieve.skipped.append(Skipped(index + 1, shown(row), why))
            continue
        draft, bad = read_row(index, row)
        if bad and is_numbered_only(row, reach.serial):
            continue
        if bad and is_carried(row):
            sieve.skipped.append(Skipped(index + 1, shown(row), CARRIED))
        elif bad:
            sieve.bad += bad
        else:
            sieve.good.append((index + 1, draft))
    sieve.year_guessed |= read_row.year_guessed


def _part_of(
    record: type[Record], chosen: Chosen, columns: Sequence[Column]
) -> Callable[[list[Cell]], list[Cell]]:
    """The cells of one of several tables beside each other, the others left blank."""
    group = next(g for g in side_by_side(chosen.heading, record) if columns[0].index in g)
    first, last = group[0], group[-1]

    def part(row: list[Cell]) -> list[Cell]:
        return [cell if first <= n <= last else "" for n, cell in enumerate(row)]

    return part


class RowReader:
    """Turns one row into stored values with the defaults and constants, or into bad cells."""

    def __init__(self, record: type[Record], chosen: Chosen, columns: Sequence[Column]) -> None:
        plan = chosen.plan
        about = About(chosen.heading.year, chosen.sheet.since_1904)
        readers = [CellReader(record, column, about) for column in columns]
        self._columns = [(r.known, r, r.column.index, r.column.field) for r in readers]
        self._covered = _filled_down(record, chosen, columns)
        self.continued = {row for row, _ in self._covered}
        self._month = ""
        self._beside = bool(self._covered) or any(
            column.month >= 0 or column.part >= 0 for column in columns
        )
        self._base = {**defaults(record), **plan.constants}
        places = {column.field: column for column in columns}
        self._sides = sides_of(record) if any(column.side for column in columns) else None
        self._required = [
            (name, places.get(name) or Column(-1, f.label, name))
            for name, f in record.fields.items()
            if f.asked and name not in self._base
        ]

    @property
    def year_guessed(self) -> bool:
        return any(reader.year_guessed for _, reader, _, _ in self._columns)

    def __call__(self, index: int, row: list[Cell]) -> tuple[Row, list[BadCell]]:
        draft, bad = dict(self._base), []
        for known, reader, column, name in self._columns:
            text = row[column] if column < len(row) else ""
            if self._beside:
                text = self._completed(index, row, text, reader.column)
            answer = known[type(text)].get(text) or reader.answer(text)
            if answer is BLANK:
                continue
            value, trouble = answer
            if self._sides and reader.column.side and trouble is None:
                bad += self._take_side(index, draft, reader.column, value)
            elif trouble is not None:
                bad.append(
                    _bad(index + 1, reader.column, text, trouble.what, trouble.remedy, trouble.code)
                )
                draft[name] = None
            elif value != "":
                draft[name] = value
        for name, place in self._required:
            if name not in draft:
                bad.append(_bad(index + 1, place, "", "没有填", "请补上这一格"))
        return draft, bad

    def _completed(self, index: int, row: list[Cell], text: Cell, column: Column) -> Cell:
        """The text of a cell, with what the month beside it or a merged cell above it says."""
        if column.month >= 0:
            text = self._with_month(row, text, column)
        if not text or text.isspace():
            text = self._covered.get((index, column.index), "")
        return day_of(text, column.part) if column.part >= 0 else text

    def _with_month(self, row: list[Cell], day: str, column: Column) -> str:
        """月 and 日 in two columns; a month is written once and counts for the rows below."""
        month = row[column.month] if column.month < len(row) else ""
        if month.strip():
            self._month = month.strip().removesuffix("月")
        day = day.strip().removesuffix("日")
        if not day or not self._month:
            return day
        year = f"{column.year}年" if column.year else ""
        return f"{year}{self._month}月{day}日"

    def _take_side(self, index: int, draft: Row, column: Column, value: int) -> list[BadCell]:
        """The amount of one side; nothing or 0 on a side says that it is the other one."""
        assert self._sides is not None
        if not value and (self._sides.choice in draft or column.side == self._sides.words[0]):
            return []
        if self._sides.choice in draft:
            reason = "这一行又有收入又有支出"
            return [_bad(index + 1, column, str(value / 100), reason, "请分成两行")]
        draft[self._sides.choice], draft[self._sides.amount] = column.side, value
        return []


def _bad(row: int, column: Column, text: str, reason: str, remedy: str, code: str = "") -> BadCell:
    value = text.strip()[:80]
    return BadCell(row, column.header, value, reason, remedy, code, column.index, column.field)


def _filled_down(
    record: type[Record], chosen: Chosen, columns: Sequence[Column]
) -> dict[tuple[int, int], Cell]:
    """What a merged cell says to the rows it covers: words, dates and years, never amounts."""
    rows = chosen.sheet.rows
    areas = [area for area in chosen.sheet.merged if area[0][0] > chosen.heading.bottom]
    found: dict[tuple[int, int], Cell] = {}
    for column in columns:
        about = record.fields[column.field]
        if not areas or (about.kind.numeric and about.label != "年度"):
            continue
        for row, source in covering(areas, column.index).items():
            if source < len(rows) and column.index < len(rows[source]):
                found[row, column.index] = rows[source][column.index]
    return found


def _suspect_zeros(sieve: Sieve, column: Column) -> None:
    """Where a column lost digits, numbers ending in 000 are not believed, even one that fits.

    One damaged number in eleven fits by chance, one sound number in a thousand ends so; from one
    loss in twenty on, chance is the likelier reason.
    """
    lost = sum(cell.code == LOST and cell.field == column.field for cell in sieve.bad)
    if lost * 20 < len(sieve.good) + lost:
        return
    kept = []
    for number, draft in sieve.good:
        value = draft.get(column.field) or ""
        if value.endswith("000"):
            reason = "后三位是 000，这一列别的号码丢过数字，它也可能丢了"
            remedy = "请从原表重新复制，复制前把这一列设成“文本”"
            sieve.bad.append(_bad(number, column, value, reason, remedy, LOST))
        else:
            kept.append((number, draft))
    sieve.good = kept


def judge(sieve: Sieve, record: type[Record], plan: Plan, review: Review) -> None:
    """The subject's own rules, the same that hold for a row typed by hand, from the top down."""
    places = {column.field: column for column in plan.columns}
    kept = []
    for number, draft in sieve.good:
        answer = review(draft)
        if not isinstance(answer, Problem):
            kept.append((number, answer))
            continue
        label = record.fields[answer.field].label if answer.field in record.fields else ""
        place = places.get(answer.field) or Column(-1, label, answer.field)
        text = _text_of(record, answer.field, draft)
        sieve.bad.append(_bad(number, place, text, answer.what, answer.remedy, answer.code))
    sieve.good = kept


def _text_of(record: type[Record], name: str, draft: Row) -> str:
    value = draft.get(name)
    if value in (None, "") or name not in record.fields:
        return ""
    kind = record.fields[name].kind
    return kind.show(kind.load(value))


def leave_out_known(
    sieve: Sieve,
    record: type[Record],
    plan: Plan,
    known: twins.Twins,
    pairs: Mapping[int, Pair],
    said: Mapping[int, str] | None,
) -> None:
    """Rows that are there already are counted; one number with two contents is a bad row.

    A row like another one waits for what the clerk says about it; `said` None asks nobody.
    """
    kept = []
    for number, draft in sieve.good:
        answer, before = known.judge(number, draft)
        pair = pairs.get(number) if said is not None else None
        if answer in (twins.SAME, twins.TWIN):
            sieve.already.append(number)
        elif pair is not None and said is not None and said.get(number) != likeness.NEW:
            _as_said(sieve, pair, said.get(number, ""))
        elif answer == twins.NEW:
            kept.append((number, draft))
        else:
            sieve.bad.append(_same_number(number, draft, before, record, plan))
    sieve.good = kept


def _as_said(sieve: Sieve, pair: Pair, said: str) -> None:
    if said == likeness.SAME:
        sieve.same.append(pair.number)
    elif said == likeness.FILL and pair.row_id:
        sieve.fills.append(pair)
    else:
        sieve.held.append(pair)


def _same_number(number: int, draft: Row, before: int, record: type[Record], plan: Plan) -> BadCell:
    keys = [column for column in plan.columns if column.field in record.key]
    place = max(keys, key=lambda c: record.key.index(c.field)) if keys else plan.columns[0]
    names = "、".join(record.fields[name].label for name in record.key)
    text = _text_of(record, place.field, draft)
    if before:
        reason = f"和第 {before} 行同号（{names}相同），内容却不一样"
        remedy = "请核对两行，留下对的一行"
    else:
        reason = f"已有同号记录（{names}相同），内容却不一样"
        remedy = "请核对：要改原来的记录，请在程序里改；不是同一条，请改号"
    return _bad(number, place, text, reason, remedy)
