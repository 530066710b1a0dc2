"""Row by row: which rows of a sheet are good, which have something wrong, which are no records?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from qinglian_desktop.core.kinds import ID_NUMBER
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange.sheets import likeness, twins
from qinglian_desktop.exchange.sheets.cells import LOST, BadCell
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
from qinglian_desktop.exchange.sheets.likeness import Pair
from qinglian_desktop.exchange.sheets.mapping import Column, Dictionary, Plan
from qinglian_desktop.exchange.sheets.reading import Cell
from qinglian_desktop.exchange.sheets.rowreading import RowReader, bad_cell
from qinglian_desktop.exchange.sheets.strips import strips

_SLAB = 4000  # rows whose columns are looked at together
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
    for first in range(heading.bottom + 1, reach.end, _SLAB):
        rows = sheet.rows[first : min(first + _SLAB, reach.end)]
        if several:
            rows = [part(row) for row in rows]
        drafts = _at_once(read_row, sorting, rows)
        for index, (row, draft) in enumerate(zip(rows, drafts, strict=True), first):
            if draft is not None and sorting.goes_on(index):
                sieve.good.append((index + 1, draft))
            elif not is_blank(row):
                _sift_row(sieve, record, read_row, sorting, index, row, reach.serial)
    sieve.year_guessed |= read_row.year_guessed


def _at_once(
    read_row: RowReader, sorting: Sorting, rows: Sequence[list[Cell]]
) -> Sequence[Row | None]:
    """What the rows say that are surely records with nothing wrong; None for all others."""
    columns = [] if read_row.one_by_one else strips(rows)
    read = read_row.at_once(columns) if columns else None
    if read is None:
        return [None] * len(rows)
    drafts: list[Row | None] = [*read[0]]
    for place in read[1] | sorting.doubtful(columns):
        drafts[place] = None
    return drafts


def _sift_row(
    sieve: Sieve,
    record: type[Record],
    read_row: RowReader,
    sorting: Sorting,
    index: int,
    row: list[Cell],
    serial: int,
) -> None:
    why = sorting.why_not(row, index)
    if why and not (why == TOTAL and record.with_totals):
        sieve.skipped.append(Skipped(index + 1, shown(row), why))
        return
    draft, bad = read_row(index, row)
    if bad and is_numbered_only(row, serial):
        return
    if bad and is_carried(row):
        sieve.skipped.append(Skipped(index + 1, shown(row), CARRIED))
    elif bad:
        sieve.bad += bad
    else:
        sieve.good.append((index + 1, draft))


def _part_of(
    record: type[Record], chosen: Chosen, columns: Sequence[Column]
) -> Callable[[list[Cell]], list[Cell]]:
    """The cells of one of several tables beside each other, the others left blank."""
    group = next(g for g in side_by_side(chosen.heading, record) if columns[0].index in g)
    first, last = group[0], group[-1]

    def part(row: list[Cell]) -> list[Cell]:
        return [cell if first <= n <= last else "" for n, cell in enumerate(row)]

    return part


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
            sieve.bad.append(bad_cell(number, column, value, reason, remedy, LOST))
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
        sieve.bad.append(bad_cell(number, place, text, answer.what, answer.remedy, answer.code))
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
    for row in sieve.good:
        number, draft = row
        answer, before = known.judge(number, draft)
        pair = pairs.get(id(draft)) if pairs and said is not None else None
        if answer in (twins.SAME, twins.TWIN):
            sieve.already.append(number)
        elif pair is not None and said is not None and said.get(number) != likeness.NEW:
            _as_said(sieve, pair, said.get(number, ""))
        elif answer == twins.NEW:
            kept.append(row)
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
    return bad_cell(number, place, text, reason, remedy)
