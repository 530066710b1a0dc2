"""Who took numbers of persons out unmasked? Written down before the file is, or no file."""

from collections.abc import Sequence
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.exchange.sheets.writing import write_table
from qinglian_desktop.store.book import Book


def write_revealed(
    book: Book, path: Path, record: type[Record], rows: Sequence[Row], why: str = ""
) -> int:
    """One table with nothing masked; the number of rows.

    Refused, with nothing written, where it cannot be recorded. A file that then cannot be written
    leaves the record: it says what somebody set out to do.
    """
    if not book.writable:
        raise Refused(
            "数据文件夹是只读的，记不下这次导出，没有导出",
            "请在能写的数据文件夹里做，或不加 --reveal",
            code="QL-CL-003",
        )
    note = RevealedExport(
        table_name=record.table,
        what=record.label,
        row_count=len(rows),
        file_name=path.name[:200],
        who=book.operator.name,
        exported_at=clock.now(),
        why=why.strip() or None,
    )
    with book.change(f"导出不遮的{record.label}：{len(rows)} 条") as change:
        change.put(note)
    return write_table(path, record, rows, reveal=True)
