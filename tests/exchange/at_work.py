"""A street and its units at work, for the tests of issuing, reporting and merging."""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from office import make_entry
from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import incoming, issuing, offices, outgoing
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.exchange.outgoing import SentFile
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.sealing import seal
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import envelope
from qinglian_desktop.store.book import Book

STREET, STREET_CODE = "通惠街道", "500110007"
FORBIDDEN = ("异常", "非法", "参数", "失败", "哈希", "校验", "系统错误")
# What a merge writes about itself; everything else is the units' own rows.
LOCAL = ("received_bundle", "sent_bundle", "receipt")


class World:
    """One street, its stick, and the units it has enrolled."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.usb = folder, folder / "U盘"
        self.usb.mkdir()
        self.street = issuing.found_street(folder / "street", STREET, STREET_CODE, RECORDS)
        self._open: list[Book] = [self.street]

    def unit(self, number: int = 1, name: str = "", *, enrolled: bool = True) -> Book:
        name = name or f"第{number}社区"
        code = f"{STREET_CODE}{number:03d}"
        file: Any = issuing.issue_unit(self.street, name, "community", code, self.usb).result
        unit = issuing.found_unit(self.folder / f"unit-{code}-{len(self._open)}", file, RECORDS)
        self._open.append(unit)
        if enrolled:
            self.enrol(unit)
        return unit

    def enrol(self, unit: Book) -> None:
        path, fingerprint = issuing.write_enrolment(unit, self.usb)
        issuing.enrol_unit(self.street, path, fingerprint)

    def keep(self, book: Book) -> Book:
        """Closes this book too at the end."""
        self._open.append(book)
        return book

    def close(self) -> None:
        for book in self._open:
            book.close()


def export(unit: Book, usb: Path, *, full: bool = False) -> SentFile:
    sent = outgoing.export_bundle(unit, usb, full=full).result
    assert isinstance(sent, SentFile)
    return sent


def take(book: Book, path: Path, *, approve: bool = False) -> Outcome:
    outcome = incoming.import_file(book, path, approve_deletions=approve).result
    assert isinstance(outcome, Outcome)
    return outcome


def report(unit: Book, street: Book, usb: Path) -> Outcome:
    """The whole round: the bundle there, the receipt back."""
    outcome = take(street, export(unit, usb).path)
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    return outcome


def entries(unit: Book, count: int, first: int = 0) -> list[str]:
    return [
        make_entry(unit, amount_fen=10_000 + number, voucher_no=f"{number:04d}")
        for number in range(first, first + count)
    ]


def edit(unit: Book, row_id: str, **values: Any) -> None:
    with unit.change("修改") as change:
        change.put_row("entry", row_id, values)


def drop(unit: Book, *row_ids: str) -> None:
    with unit.change("删除") as change:
        for row_id in row_ids:
            change.drop("entry", row_id)


def everything(book: Book) -> dict[str, list[Any]]:
    """Every row of every table of the file, in order: nothing may differ after a refusal."""
    tables = [
        name
        for (name,) in book.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    made = {}
    for table in sorted(tables):
        found = book.connection.execute(f'SELECT * FROM "{table}"').fetchall()
        made[table] = sorted(map(repr, found))
    return made


def state(book: Book) -> str:
    """A hash over the units' rows and the sums kept of them; what order must not change."""
    said: dict[str, Any] = {}
    for table in book.tables.records:
        if table not in (*LOCAL, "enrolled_unit", "merge_conflict"):
            rows = book.rows(Query(table, deleted=True))
            said[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    said["digest"] = sorted(
        map(list, book.connection.execute("SELECT * FROM digest WHERE row_count > 0"))
    )
    return hashlib.sha256(canonical.dumps(said)).hexdigest()


def line(unit: Book, row_id: str, **values: Any) -> bytes:
    """One row as the unit's bundle carries it, with some values changed by force."""
    row = unit.row("entry", row_id)
    assert row is not None
    said = json.loads(envelope.line(row))
    for name, value in values.items():
        if value is None:
            said.pop(name, None)
        else:
            said[name] = value
    return canonical.dumps(said)


def forge(
    unit: Book,
    path: Path,
    tables: Mapping[str, Iterable[bytes]],
    *,
    keys: OfficeKeys | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
    more: Callable[[PayloadWriter], object] = lambda payload: None,
    **header: Any,
) -> Path:
    """A bundle the unit really signed and sealed, with whatever rows and header one likes."""
    keys, street = keys or offices.own_keys(unit), offices.street_keys(unit)

    def fill(payload: PayloadWriter) -> None:
        for table, lines in tables.items():
            listed = list(lines)
            sum_ = sum(int(canonical.short(one), 16) for one in listed) % 2**128
            told = {"held": len(listed), "digest": f"{sum_:032x}", **(facts or {}).get(table, {})}
            payload.add_table(table, listed, **told)
        more(payload)

    fields = {
        "kind": "up",
        "from": unit.unit.office_id,
        "to": street.office,
        "stream_id": unit.unit.stream_id,
        "bundle_no": 900,
        "high_seq": 0,
        "full": True,
        **header,
    }
    seal(path, fields, fill, keys.signing, (street.recipient,))
    return path


def copy_of(book: Book, home: Path) -> Book:
    """A data folder copied by hand, which nobody should do."""
    import shutil

    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(book.home, home)
    return Book.open(home, RECORDS)


def blob(payload: PayloadWriter, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    payload.add_blob(io.BytesIO(data), sha256)
    return sha256


def newer_by(unit: Book, row_id: str, **fields: Any) -> None:
    """Fields of a newer program in a row of this office, as that program would have left them."""
    row = unit.row("entry", row_id)
    assert row is not None
    made = {**row, "ext": envelope.text({**json.loads(row["ext"]), **fields})}
    made = envelope.stamped(made, row, unit.unit.stream_id, unit.tables["entry"].stamp_name)
    with unit.change("新版程序登记") as change:
        unit.connection.execute(
            "UPDATE entry SET ext = ?, vv = ?, fv = ?, row_hash = ? WHERE id = ?",
            (made["ext"], made["vv"], made["fv"], made["row_hash"], row_id),
        )
        change.touch("entry", row_id)


def renamed_keys(unit: Book) -> None:
    """New keys nobody has enrolled."""
    offices.keep_own(unit, OfficeKeys.generate())
