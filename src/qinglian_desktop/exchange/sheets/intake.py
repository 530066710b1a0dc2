"""What of a sheet can be taken in, what cannot and why; and taking it in, all in one change.

    intake = check_sheet(book, Person, path)
    changes = import_rows(book, intake)

Nothing is written while checking. A file with one bad row is refused whole unless the clerk
asks for the rest (`accept_valid`); what is in already is not taken twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qinglian_desktop.core.outcome import Changes, Problem, Refused, Stopped
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange.sheets import choosing, twins
from qinglian_desktop.exchange.sheets.cells import UNITS, BadCell
from qinglian_desktop.exchange.sheets.endings import Skipped
from qinglian_desktop.exchange.sheets.heading import Heading
from qinglian_desktop.exchange.sheets.mapping import Plan, read_constants
from qinglian_desktop.exchange.sheets.reading import SheetData, read_sheets
from qinglian_desktop.exchange.sheets.sifting import Review, judge, leave_out_known, sift
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Tick = Callable[[int, int], bool]
Reviewer = Callable[[Book], Review]  # a subject's rules, with what they look up in the book
Complete = Callable[[Change, Sequence[Row]], Sequence[Row]]
_STEP = 200  # rows between two looks at 停止


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

    @property
    def unmapped(self) -> tuple[str, ...]:
        return self.plan.unmapped

    @property
    def bad_rows(self) -> tuple[int, ...]:
        return tuple(sorted({cell.row for cell in self.bad}))

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.bad_rows) + len(self.already)

    @property
    def summary(self) -> str:
        """`共 500 行，493 行可以导入，7 行有问题`, with what else the clerk should know."""
        parts = [f"共 {self.total} 行", f"{len(self.rows)} 行可以导入"]
        if self.bad:
            parts.append(f"{len(self.bad_rows)} 行有问题")
        if self.already:
            parts.append(f"{len(self.already)} 行已有，没有重复导入")
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
    sieve = sift(record, chosen)
    fields = [column.field for column in chosen.plan.columns] + list(fixed)
    existing = [] if book is None else twins.own_rows(book, record)
    leave_out_known(sieve, record, chosen.plan, twins.Twins(record, fields, existing))
    if book is not None and reviewer is not None:
        judge(sieve, record, chosen.plan, reviewer(book))
    return Intake(
        record,
        path,
        chosen.sheet,
        chosen.heading,
        chosen.plan,
        tuple(sieve.good),
        tuple(sorted(sieve.bad, key=lambda cell: (cell.row, cell.index))),
        tuple(sieve.skipped),
        tuple(sorted(sieve.already)),
    )


def import_rows(
    book: Book,
    intake: Intake,
    *,
    label: str = "",
    complete: Complete | None = None,
    tick: Tick | None = None,
) -> Changes:
    """All good rows in one change that can be undone as one; Stopped rolls all of it back.

    `complete` puts in what only the open change can give, the numbers of a series.
    """
    label = label or f"导入{intake.record.label} {len(intake.rows)} 条"
    total = len(intake.rows)
    with book.change(label) as change:
        drafts = [draft for _, draft in intake.rows]
        for done, draft in enumerate(complete(change, drafts) if complete else drafts):
            if tick is not None and done % _STEP == 0 and not tick(done, total):
                raise Stopped
            change.add(intake.record, draft)
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
