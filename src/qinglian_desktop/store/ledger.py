"""How is a row of a plain ledger saved, dropped, brought back and given its papers?"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LONGEST = 40  # characters of a row's name in an undo text


def label_of(verb: str, record: type[Record], row: Mapping[str, Any]) -> str:
    """The undo text: 改任务：制定年度计划."""
    named = any(row.get(name) not in (None, "") for name in record.named_by)
    what = f"：{naming(record, row)[:_LONGEST]}" if named else ""
    return f"{verb}{record.label}{what}"


def event_day(record: type[Record], row: Mapping[str, Any]) -> date | None:
    """When the thing entered took place, where the declaration knows; the trail keeps it."""
    day = row.get(record.happened) if record.happened else None
    return date.fromisoformat(day) if day else None


def save_row(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves stored values, half-filled or not; a new row when `row_id` is None.

    `result` is the row's id. Refused when another office owns the row or a value does not fit.
    """
    record = book.tables[table]
    if row_id is None:
        with book.change(
            label_of("登记", record, draft), event_on=event_day(record, draft)
        ) as change:
            change.result = change.add(record, draft)
        return change.changes
    before = there(book, table, row_id)
    with book.change(label_of("改", record, {**before, **draft})) as change:
        change.result = change.put_row(table, row_id, draft)
    return change.changes


def drop_row(book: Book, table: str, row_id: str) -> Changes:
    """To the recycle bin."""
    with book.change(label_of("删", book.tables[table], there(book, table, row_id))) as change:
        change.drop(table, row_id)
    return change.changes


def bring_back_row(book: Book, table: str, row_id: str) -> Changes:
    """Out of the recycle bin."""
    with book.change(label_of("找回", book.tables[table], there(book, table, row_id))) as change:
        change.bring_back(table, row_id)
    return change.changes


def attach(
    book: Book, table: str, row_id: str, papers: Iterable[Path | str], field: str = "files"
) -> Changes:
    """Adds papers to a row: paths are copied into the file store, texts are file ids there.

    `result` is the number of papers the row has now. A paper it already has counts once.
    """
    row = there(book, table, row_id)
    added = stored(book, papers)
    with book.change(label_of("附材料到", book.tables[table], row)) as change:
        change.result = len(add_papers(change, table, row, field, added))
    return change.changes


def add_papers(
    change: Change, table: str, row: Row, field: str, added: Iterable[str]
) -> tuple[str, ...]:
    """Within a change: the row's papers and the new ones, each once, in order."""
    kind = change.book.tables[table].fields[field].kind
    before = kind.load(row[field]) if row.get(field) else ()
    papers = tuple(dict.fromkeys((*before, *added)))
    change.put_row(table, row["id"], {field: kind.dump(papers)})
    return papers


def stored(book: Book, papers: Iterable[Path | str]) -> tuple[str, ...]:
    """File ids of these papers; refused when one of them is not there."""
    ids = []
    for paper in papers:
        if isinstance(paper, Path):
            ids.append(book.take_file(paper))
        elif book.files.has(paper):
            ids.append(paper)
        else:
            raise Refused("附件不在本机", "请重新选择文件", field="files", code="QL-LD-002")
    return tuple(ids)


def there(book: Book, table: str, row_id: str) -> Row:
    """The row as stored, deleted or not; refused when there is none."""
    row = book.row(table, row_id)
    if row is None:
        raise Refused(f"没有找到这条{book.tables[table].label}", "请刷新列表再试", code="QL-LD-001")
    return row
