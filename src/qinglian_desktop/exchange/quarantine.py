"""Files that were refused because somebody may have meddled with them: kept aside as they came.

A stick goes back to its office; what was on it would be gone. So the file is copied into the data
folder before anything else happens, noted once, and shown until somebody has looked into it.
"""

import contextlib
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.exchange import container, offices, stick
from qinglian_desktop.exchange.records import QuarantinedFile
from qinglian_desktop.store.book import Book

FORK = "QL-UB-119"
# Changed or damaged, not signed by whom it says, inside not like outside, not what a bundle may
# hold, too large, two computers under one identity. A file that is merely cut is copied again.
CODES = frozenset(f"QL-UB-{n}" for n in (103, 104, 108, 109, 110, 111, 112, 119, 122, 124, 125))
_LARGEST = 256 << 20  # bytes of one file; beyond, only the note is kept
_ALL = 1 << 30  # bytes of all of them
_LONGEST = 120  # characters of a file's name


def take(book: Book, path: Path, refused: Refused) -> Row | None:
    """Keeps the file aside when its refusal calls for it; the note of it, None where not.

    The same file is kept once. Trouble with the disk keeps nobody from reading the refusal.
    """
    if refused.code not in CODES:
        return None
    try:
        sha256, size = stick.sha256_of(path), path.stat().st_size
        known = book.find(QuarantinedFile, sha256=sha256, state="待查")
        if known is not None:
            return known
        if size <= _LARGEST and _held(book) + size <= _ALL:
            _copy(book, path, sha256)
        note = QuarantinedFile(
            file_name=path.name[:_LONGEST],
            from_name=_sender(book, path),
            sha256=sha256,
            size=size,
            code=refused.code,
            what=refused.what,
            remedy=refused.remedy or None,
            found_at=clock.now(),
        )
        with book.change(f"隔离一个包：{path.name[:40]}") as change:
            row_id = change.put(note)
    except (OSError, Refused):
        return None
    return book.row(QuarantinedFile.table, row_id)


def _copy(book: Book, path: Path, sha256: str) -> None:
    target = place(book, sha256)
    inbox = book.home / "inbox"  # a copy left half-way there goes after a day
    for folder in (inbox, target.parent):
        folder.mkdir(exist_ok=True)
    stick.copy_in(path, inbox).replace(target)
    sync_folder(target.parent)


def place(book: Book, sha256: str) -> Path:
    """Where the copy of a file lies, if one was kept."""
    return book.home / "quarantine" / f"{sha256}.qlb"


def _held(book: Book) -> int:
    folder = book.home / "quarantine"
    return sum(one.stat().st_size for one in folder.iterdir()) if folder.is_dir() else 0


def _sender(book: Book, path: Path) -> str | None:
    """Whose bundle it says it is; a claim, and shown as one."""
    with contextlib.suppress(Refused):
        row = offices.unit_row(book, container.read_header(path).sender)
        return str(row["name"]) if row else None
    return None


def waiting(book: Book) -> list[Row]:
    """What nobody has looked into yet, the newest first."""
    where = (Where("state", "=", "待查"),)
    return book.rows(Query(QuarantinedFile.table, where, order=(("found_at", True),)))


def listed(book: Book) -> list[Row]:
    """All that was ever kept aside, the newest first."""
    return book.rows(Query(QuarantinedFile.table, order=(("found_at", True),)))


def undecided(book: Book, row_id: str) -> Row:
    """A file kept aside that nobody has decided about; Refused when somebody has."""
    row = book.row(QuarantinedFile.table, row_id)
    if row is None or row["state"] != "待查":
        raise Refused("这个包已经处理过了", "请刷新再看", code="QL-UB-163")
    return row


def settle(book: Book, row_id: str, answer: str) -> Changes:
    """Somebody has looked into it; what was found out is written down. The copy stays."""
    row = undecided(book, row_id)
    if not answer.strip():
        raise Refused(
            "还没有写查到了什么", "例如：已请社区重新导出，新包已导入", field="answer",
            code="QL-UB-164",
        )  # fmt: skip
    with book.change(f"处理隔离的包：{row['file_name'][:40]}") as change:
        change.put_row(
            QuarantinedFile.table, row_id, {"state": "已处理", "answer": answer.strip()[:500]}
        )
    return change.changes
