"""What of a sheet can be taken in, what cannot and why; and taking it in, all in one change.

    intake = check_sheet(book, Person, path)
    changes = import_rows(book, intake)

Nothing is written while checking. A file with one bad row is refused whole unless the clerk
asks for the rest (`accept_valid`); what is in already is not taken twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.collecting import resting
from qinglian_desktop.core.outcome import Changes, Problem, Refused, Stopped
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange.sheets import choosing, twins
from qinglian_desktop.exchange.sheets.cells import UNITS, BadCell
from qinglian_desktop.exchange.sheets.choosing import Chosen
from qinglian_desktop.exchange.sheets.endings import Skipped
from qinglian_desktop.exchange.sheets.given import read_constants
from qinglian_desktop.exchange.sheets.heading import Heading
from qinglian_desktop.exchange.sheets.likeness import Likeness, Pair, find_pairs
from qinglian_desktop.exchange.sheets.mapping import Plan
from qinglian_desktop.exchange.sheets.reading import SheetData, read_sheets
from qinglian_desktop.exchange.sheets.sifting import Review, judge, leave_out_known, sift
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Tick = Callable[[int, int], bool]
Reviewer = Callable[[Book], Review]  # a subject's rules, with what they look up in the book
Fill = Callable[[Book, str, Row], object]
Complete = Callable[[Change, Sequence[Row]], Sequence[Row]]
_STEP = 2000  # rows between two looks at 停止


@dataclass(frozen=True, slots=True)
class Intake:
    """The answer of a check. Row numbers are those the clerk sees beside the rows."""

    record: type[Record]
    path: Path
    sheet: SheetData
    heading: Heading
    plan: Plan
    rows: tuple[tuple[int, Row], ...]  # (row number, stored values of a new record)
    bad: tuple[BadCell, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    already: tuple[int, ...] = ()  # rows that are in the book, or above in the file, word for word
    alike: tuple[Pair, ...] = ()  # rows that are probably there under another spelling
    held: bool = False  # those rows wait for the clerk's word and are not among `rows`
    fills: tuple[Pair, ...] = ()  # rows that fill the gaps of a row of the book
    same: tuple[int, ...] = ()  # rows the clerk called the same as one that is there
    year_guessed: bool = False  # days without their year are taken for this year's
    edits: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def unmapped(self) -> tuple[str, ...]:
        return self.plan.unmapped

    @property
    def bad_rows(self) -> tuple[int, ...]:
        return tuple(sorted({cell.row for cell in self.bad}))

    @property
    def total(self) -> int:
        apart = len(self.alike) if self.held else 0
        known = len(self.already) + len(self.fills) + len(self.same)
        return len(self.rows) + len(self.bad_rows) + known + apart

    @property
    def summary(self) -> str:
        """`共 500 行，493 行可以导入，7 行有问题`, with what else the clerk should know."""
        parts = [f"共 {self.total} 行", f"{len(self.rows)} 行可以导入"]
        if self.bad:
            parts.append(f"{len(self.bad_rows)} 行有问题")
        if self.alike and self.held:
            parts.append(f"{len(self.alike)} 行可能已有，等你看一眼")
        if self.fills:
            parts.append(f"{len(self.fills)} 行只补空的格")
        if there := len(self.already) + len(self.same):
            parts.append(f"{there} 行已有，没有重复导入")
        return "，".join(parts)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was taken as it was not written in the rows themselves."""
        return tuple(_remarks(self))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(
            Problem(
                f"第 {cell.row} 行〔{cell.column}〕{cell.reason}",
                cell.remedy,
                cell.field,
                cell.code,
                cell.value,
            )
            for cell in self.bad
        )


def _remarks(intake: Intake) -> Iterator[str]:
    heading, fields = intake.heading, intake.record.fields
    for name, value in intake.plan.constants.items():
        if fields[name].label == "年度" and value == heading.year:
            yield f"年度都按表名里的 {heading.year} 年"
    if intake.year_guessed:
        yield f"没有写年份的日期，都按 {clock.today().year} 年"
    powers = {column.power for column in intake.plan.columns if column.power}
    for power in sorted(powers):
        columns = [column for column in intake.plan.columns if column.power == power]
        names = "、".join(f"〔{fields[column.field].label}〕" for column in columns)
        yield f"{names}表里的单位是{UNITS[power]}，已换成元"
    first = heading.bottom + 1
    hidden = sorted(n + 1 for n in intake.sheet.hidden_rows if first <= n < len(intake.sheet.rows))
    if hidden:
        some = "、".join(map(str, hidden[:5])) + ("等" if len(hidden) > 5 else "")
        yield f"第 {some} 行在表里是隐藏的，也在内"
    if intake.alike and not intake.held:
        pair = intake.alike[0]
        more = f"等 {len(intake.alike)} 行" if len(intake.alike) > 1 else ""
        yield f"第 {pair.number} 行{more}可能和已有的是同一个人（{pair.why}），也在内，请核对"
    from qinglian_desktop.exchange.sheets import adding_up

    yield from adding_up.remarks(intake)
    if intake.plan.beside:
        yield f"左右并排的 {len(intake.plan.blocks)} 张表都在内"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `Changes.result` of import_rows and import_file."""

    imported: int
    total: int
    bad: tuple[BadCell, ...]
    skipped: tuple[Skipped, ...]
    already: tuple[int, ...]
    unmapped: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    report: Path | None = None


class ImportRefused(Refused):
    """A file with bad rows; nothing was written. `intake` tells all about it."""

    def __init__(self, intake: Intake, report: Path | None = None) -> None:
        self.intake, self.report = intake, report
        remedy = "请按原因改好再导入，或只导入没有问题的行"
        if report is not None:
            remedy = f"有问题的格子在〔{report.name}〕里标红了，改好再导入"
        super().__init__(intake.summary, remedy, code="QL-IM-011", problems=intake.problems)


@resting()
def check_sheet(
    book: Book | None,
    record: type[Record],
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    constants: Mapping[str, str] | None = None,
    reviewer: Reviewer | None = None,
) -> Intake:
    """Reads and checks one sheet; without a book nothing is looked up there.

    `reviewer` gives the subject's rules, those that a row typed by hand must keep too.

    `mapping` is {header: field name or label}, None leaving a column out; `constants` gives
    fields the same text for all rows. Refused when the file cannot be read, no header is found
    or a required column is missing.
    """
    fixed = read_constants(record, constants)
    chosen = choosing.choose(record, read_sheets(path), sheet, mapping, fixed)
    return check_chosen(book, record, path, chosen, reviewer=reviewer)


@resting()
def check_chosen(
    book: Book | None,
    record: type[Record],
    path: Path,
    chosen: Chosen,
    *,
    reviewer: Reviewer | None = None,
    edits: Mapping[tuple[int, int], str] | None = None,
    said: Mapping[int, str] | None = None,
) -> Intake:
    """Checks a sheet whose columns are known.

    `edits` are cells the clerk put right, by row and column from 0. `said` is what the clerk
    says about rows that are like others, by row number; None lets them all in.
    """
    if not chosen.plan.columns:
        raise Refused("一列也没有对上", "请先说清哪一列是什么，再检查")
    if edits:
        chosen = replace(chosen, sheet=_edited(chosen.sheet, edits))
    sieve = sift(record, chosen)
    plan = chosen.plan
    fields = [column.field for column in plan.columns] + list(plan.constants)
    existing = [] if book is None else twins.own_rows(book, record)
    pairs = find_pairs(Likeness(record, existing), sieve.good)
    known = twins.Twins(record, fields, existing)
    leave_out_known(sieve, record, plan, known, pairs, said)
    if book is not None and reviewer is not None:
        judge(sieve, record, plan, reviewer(book))
    kept = {number for number, _ in sieve.good}
    alike = (pair for pair in pairs.values() if pair.number in kept)
    return Intake(
        record,
        path,
        chosen.sheet,
        chosen.heading,
        plan,
        tuple(sieve.good),
        tuple(sorted(sieve.bad, key=lambda cell: (cell.row, cell.index))),
        tuple(sieve.skipped),
        tuple(sorted(sieve.already)),
        alike=tuple(alike if said is None else sieve.held),
        held=said is not None,
        fills=tuple(sieve.fills),
        same=tuple(sieve.same),
        year_guessed=sieve.year_guessed,
        edits=dict(edits or {}),
    )


def _edited(sheet: SheetData, edits: Mapping[tuple[int, int], str]) -> SheetData:
    rows = list(sheet.rows)
    for (row, column), text in edits.items():
        line = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
        line[column] = text
        rows[row] = line
    return replace(sheet, rows=rows)


@resting()
def import_rows(
    book: Book,
    intake: Intake,
    *,
    label: str = "",
    complete: Complete | None = None,
    fill: Fill | None = None,
    tick: Tick | None = None,
) -> Changes:
    """All good rows in one change that can be undone as one; Stopped rolls all of it back.

    `complete` puts in what only the open change can give, the numbers of a series; `fill` saves
    a row of the book whose gaps the file fills, by the rules of its subject.
    """
    label = label or f"导入{intake.record.label} {len(intake.rows)} 条"
    total = len(intake.rows)
    with book.change(label) as change:
        drafts = [draft for _, draft in intake.rows]
        made = list(complete(change, drafts) if complete else drafts)
        for done in range(0, len(made), _STEP):
            if tick is not None and not tick(done, total):
                raise Stopped
            change.add_all(intake.record, made[done : done + _STEP])
        for pair in intake.fills:
            if fill is None:
                change.put_row(intake.record.table, pair.row_id, pair.gaps)
            else:
                fill(book, pair.row_id, pair.gaps)
        if tick is not None:
            tick(total, total)
        change.result = _result(intake)
    return change.changes


def _result(intake: Intake, report: Path | None = None) -> ImportResult:
    return ImportResult(
        len(intake.rows),
        intake.total,
        intake.bad,
        intake.skipped,
        intake.already,
        intake.unmapped,
        intake.remarks,
        report,
    )


def import_file(
    book: Book,
    record: type[Record],
    path: Path,
    *,
    accept_valid: bool = False,
    report: Path | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    constants: Mapping[str, str] | None = None,
    reviewer: Reviewer | None = None,
    complete: Complete | None = None,
    tick: Tick | None = None,
) -> Changes:
    """Check and import in one go, as the command line does; `report` is written when a row is bad.

    Raises ImportRefused when there are bad rows and `accept_valid` is not set.
    """
    from qinglian_desktop.exchange.sheets.returned import write_report

    intake = check_sheet(
        book,
        record,
        path,
        sheet=sheet,
        mapping=mapping,
        constants=constants,
        reviewer=reviewer,
    )
    if not intake.bad:
        report = None  # nothing to give back
    if report is not None:
        write_report(path, intake, report)
    if intake.bad and not accept_valid:
        raise ImportRefused(intake, report)
    changes = import_rows(book, intake, complete=complete, tick=tick)
    return Changes(changes.label, changes.touched, changes.step, _result(intake, report))
