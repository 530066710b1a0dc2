"""What is a text called that waits beside a row to be put right? By its row and its field."""

from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.kinds import TEXT
from qinglian_desktop.core.record import Field, Level, Record, Row, naming
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import history


def called(book: Book, record: type[Record], row: Row) -> str:
    """The name of a row for the clerk: never the key of a table or a field."""
    of = book.tables.records.get(str(row.get("of_table"))) if record is HeldCell else None
    if of is None:
        return naming(record, row)
    there = book.row(of.table, str(row["of_row"])) or {}
    return f"{naming(of, there)}〔{_field(of, row).label}〕"


def waits(book: Book, row: Row) -> str:
    """待改：abc; masked as the field it was meant for."""
    of = book.tables.records.get(str(row.get("of_table")))
    field = Field("", TEXT) if of is None else _field(of, row)
    text = str(row.get("text") or "")
    shown = field.kind.mask(text) if field.level >= Level.PERSON else text
    return f"待改：{history.plain(Field('', TEXT), shown)}"


def _field(of: type[Record], row: Row) -> Field:
    return of.fields.get(str(row["of_field"]), Field("", TEXT))
