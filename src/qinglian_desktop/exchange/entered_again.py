"""Which rows that a restored unit has lost has it entered once more since? Offered, never merged.

A row is entered again when another one of the unit agrees with it in every amount, every day and
the words that name it; the number it was given anew says nothing.
"""

from typing import Any

from qinglian_desktop.core.kinds import DAY, FEN
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.exchange import unmatched
from qinglian_desktop.store.book import Book


def pairs(book: Book, office: str) -> list[tuple[str, str]]:
    """(the lost row, the one entered since), each as it is called."""
    gone: dict[str, set[str]] = {}
    for row in unmatched.open_rows(book, office):
        if not row["content"]:
            gone.setdefault(row["table_name"], set()).add(row["row_id"])
    found = []
    for table, ids in gone.items():
        record = book.tables[table]
        by_look: dict[tuple[Any, ...], Row] = {}
        for row in book.rows(Query(table, (Where("owner", "=", office),))):
            if row["id"] not in ids and (look := _look(record, row)):
                by_look[look] = row
        for row in book.page(table, sorted(ids)):
            twin = by_look.get(_look(record, row))
            if twin is not None:
                found.append((_called(record, row), _called(record, twin)))
    return found


def sentence(book: Book, office: str) -> str:
    """其中 1 条像是单位又登记了一次（收支〔0003 …〕和收支〔0007 …〕）…; "" for none."""
    twins = pairs(book, office)
    if not twins:
        return ""
    named = "、".join(f"{lost}和{again}" for lost, again in twins[: unmatched.NAMED])
    more = "等" if len(twins) > unmatched.NAMED else ""
    return f"其中 {len(twins)} 条像是单位又登记了一次（{named}{more}），先核对再处理"


def _look(record: type[Record], row: Row) -> tuple[Any, ...]:
    """What a person would know it by; () for a row that says too little to tell."""
    names = [
        name
        for name, field in record.fields.items()
        if field.kind in (FEN, DAY) or (name in record.named_by and not field.given)
    ]
    values = tuple(row[name] for name in names)
    return values if sum(value not in (None, "") for value in values) > 1 else ()


def _called(record: type[Record], row: Row) -> str:
    return f"{record.label}〔{naming(record, row)}〕"
