"""What an import does beside the window, with a book of its own. No Qt here."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules import saving
from qinglian_desktop.shell.sheet_import.draft import PASTED, Draft, load, remember, settled
from qinglian_desktop.store import backup

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets import Intake

_MANY = 300  # rows from which a copy is made first, unless there is one of today
Tick = Callable[[int, int], bool]


def read_file(book: Any, record: type[Record], path: Path) -> Changes:
    """A file, as far as it is clear by itself; `result` is a draft."""
    from qinglian_desktop.exchange.sheets import read_sheets

    found = Draft(record)
    load(found, read_sheets(path), path, book)
    return Changes("看表格", result=found)


def read_pasted(book: Any, record: type[Record], content: str) -> Changes:
    """What was copied in a spreadsheet: a table of a web page, or lines of text."""
    from qinglian_desktop.exchange.sheets.reading import sheets_of

    found = Draft(record)
    load(found, sheets_of(content.encode("utf-8", "replace"), PASTED), None, book)
    return Changes("看表格", result=found)


def write_blank(record: type[Record], path: Path) -> Changes:
    from qinglian_desktop.exchange.sheets import write_template

    write_template(record, path)
    return Changes("写空表", result=path)


def give_back(draft: Draft, out: Path) -> Changes:
    """Their own file with the bad cells red and a column 原因."""
    from qinglian_desktop.exchange.sheets import write_report

    assert draft.intake is not None
    write_report(draft.path, draft.intake, out)
    return Changes("写出有问题的行", result=out)


def check(book: Any, draft: Draft) -> "Intake":
    from qinglian_desktop.exchange.sheets import check_chosen

    record = draft.record
    return check_chosen(
        book,
        record,
        draft.path or Path(PASTED),
        settled(draft),
        reviewer=saving.reviewer(record.table),
        edits=draft.edits,
        said=draft.said,
    )


def take(book: Any, draft: Draft, tick: Tick) -> Changes:
    """Checked once more, for others may have written meanwhile; then all in one change."""
    from qinglian_desktop.exchange.sheets import import_rows

    table, intake = draft.record.table, check(book, draft)
    if len(intake.rows) > _MANY:
        backup.before(book, "导入", minutes=24 * 60)
    changes = import_rows(
        book, intake, complete=saving.completer(table), fill=saving.saver(table), tick=tick
    )
    remember(book, draft)
    return Changes(changes.label, changes.touched, changes.step, intake)
