"""Every sheet that leaves is noted: what, how much, by whom, when, under which name."""

from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.exchange.records import ExportNote
from qinglian_desktop.store.book import Book


def note(book: Book, what: str, count: int, path: Path) -> None:
    """After the file was written. A read-only folder keeps no list; nothing in it is unmasked."""
    if not book.writable:
        return
    with book.change(f"导出{what[:40]}：{count:,} 条", kind="export") as change:
        change.put(
            ExportNote(
                what=what[:120],
                row_count=count,
                file_name=path.name[:200],
                who=book.operator.name,
                exported_at=clock.now(),
            )
        )
