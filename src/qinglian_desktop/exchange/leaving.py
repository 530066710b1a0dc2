"""Records leave the unit that gives them (F55): each once the street has it, and none before."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import outgoing_plan, outgoing_survey, transfers
from qinglian_desktop.exchange.order_records import TransferOrder
from qinglian_desktop.exchange.records import Receipt, SentBundle
from qinglian_desktop.exchange.transfers import Order
from qinglian_desktop.store import anchors, backup, handing
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.guards import bodies


class Going(NamedTuple):
    """The records the orders here are about."""

    told: dict[str, list[str]]  # by ledger: the street has them
    left: int  # it has not said so yet
    returned: int  # it has said that it could not take them

    @property
    def total(self) -> int:
        return self.left + self.returned + sum(map(len, self.told.values()))


def going(book: Book) -> Going:
    own = book.unit.office_id
    mine = [o for o in transfers.standing(transfers.orders(book).values()) if o.giver == own]
    told: dict[str, list[str]] = {}
    left = back = 0
    if not mine:
        return Going(told, left, back)
    acked, refused = outgoing_survey.acked_seq(book), _Refused(book)
    # What was cut off the trail was confirmed before.
    oldest = anchors.from_seq(book.connection)
    named = {o.id: {} if o.whole else transfers.files_listed(book, o) for o in mine}
    for record in transfers.moving(book):
        rows = _perhaps_covered(book, mine, named, record.table)
        covered = [row for row in rows if _covered(mine, named, record.table, row)]
        last = anchors.newest(book.connection, [(record.table, row["id"]) for row in covered])
        for row in covered:
            key = record.table, row["id"]
            seq = last.get(key, oldest)
            if not 0 < seq <= acked:
                left += 1
            elif not row["deleted"] and refused.has(key, seq):
                back += 1
            else:
                told.setdefault(record.table, []).append(row["id"])
    return Going(told, left, back)


class _Refused:
    """What the street has sent back: a receipt confirms the bundle, not those rows of it."""

    def __init__(self, book: Book) -> None:
        own = (Where("stream_id", "=", book.unit.stream_id),)
        receipts = book.rows(Query(Receipt.table, own))
        sent = {
            r["number"]: r for r in book.rows(Query(SentBundle.table, own)) if r["kind"] == "up"
        }
        whole = [r["number"] for r in receipts if sent.get(r["number"], {}).get("full")]
        self._tables = outgoing_plan.unread(book)
        self._rows: dict[tuple[str, str], int] = {}
        self._more = 0  # up to here rows went back that no receipt names
        for receipt in receipts:
            if receipt["number"] < max(whole, default=0):
                continue  # a whole bundle has named all of them since
            told = sent.get(receipt["number"])
            upto = int(receipt["acked_seq"] if told is None else told["high_seq"])
            listed = json.loads(receipt["details"] or "[]")
            for one in listed:
                key = one["table"], one["id"]
                self._rows[key] = max(upto, self._rows.get(key, 0))
            if receipt["returned"] > len(listed):
                self._more = max(upto, self._more)

    def has(self, key: tuple[str, str], seq: int) -> bool:
        """Did this row, last changed with that image, come back?"""
        return key[0] in self._tables or seq <= max(self._more, self._rows.get(key, 0))


def _perhaps_covered(
    book: Book, mine: Iterable[Order], named: Mapping[str, Mapping[str, set[str]]], table: str
) -> Iterable[Row]:
    """All own rows, or those an order for a part of them names: 今日 asks ever after."""
    own = Where("owner", "=", book.unit.office_id)
    if any(order.whole for order in mine):
        return book.rows(Query(table, (own,), deleted=True))
    fields = {table: "id"}
    fields |= {head: b.link for head, b in bodies().items() if b.part == table}
    found: dict[str, Row] = {}
    for listing, field in fields.items():
        ids = {row_id for listed in named.values() for row_id in listed.get(listing, ())}
        if ids:
            where = own, Where(field, "in", tuple(ids))
            found |= {row["id"]: row for row in book.rows(Query(table, where, deleted=True))}
    return found.values()


def _covered(
    mine: Iterable[Order], named: Mapping[str, Mapping[str, set[str]]], table: str, row: Row
) -> bool:
    stamps = handing.stamps(row)
    for order in mine:
        if order.id in stamps:
            continue
        if order.whole:
            return True
        listed = named[order.id]
        if row["id"] in listed.get(table, ()):
            return True
        for head, body in bodies().items():
            if body.part == table and row[body.link] in listed.get(head, ()):
                return True
    return False


def carry_out(book: Book) -> tuple[str, ...]:
    """Lets go of the records the street has moved to another unit and has confirmed; in words."""
    if book.unit.is_street or not book.any_of(TransferOrder.table):
        return ()
    found, said = going(book), []
    if found.told:
        count = sum(map(len, found.told.values()))
        backup.before(book, "移交")
        with book.change(f"按街道的移交令交出 {count} 条", kind="transfer") as change:
            for table, ids in found.told.items():
                handing.let_go(change, table, ids)
        said.append(f"已按街道的移交令交出 {count} 条，留痕和移交前的备份里还查得到")
    if found.left:
        said.append(f"还有 {found.left} 条要移交的没有报送过，下次报送、读到回执后交出")
    if found.returned:
        said.append(
            f"还有 {found.returned} 条要移交的街道没有收下，留在这里，请按回执里写的改好再报送"
        )
    return tuple(said)
