"""The answer to a bundle (回执): what was taken, what was sent back, how far this side has come.

Nothing is ever marked as received by having been exported; only a receipt says so.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import (
    anchors,
    gates,
    offices,
    orders,
    photos,
    reads,
    stick,
    suites,
    unmatched,
)
from qinglian_desktop.exchange import arrived as before
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader, PayloadWriter
from qinglian_desktop.exchange.payload_limits import TABLE_NAME
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.records import Receipt, SentBundle
from qinglian_desktop.exchange.road import Arrived, Road, Tick, blank
from qinglian_desktop.exchange.sealing import seal
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.merge import Merge


def answer(book: Book, beside: Path, header: Header) -> tuple[Path | None, tuple[str, ...]]:
    """Writes the receipt for a merged bundle into the folder it came from.

    A stick that cannot be written keeps nothing back: the merge stands, the receipt goes into the
    data folder and the note says where.
    """
    (came,) = before.received(book, header, Where("bundle_hash", "=", photos.answered(header)))
    written_before = stick.sha256_of(_draft_path(book, came["bundle_id"]))
    try:
        draft = _draft(book, header, _ack(book, came))
    except (OSError, Refused):
        return None, ("内容已合并，但本机磁盘写不下回执，腾出空间后再导入一次就会补写",)
    row = offices.unit_row(book, header.sender)
    epoch = came["epoch"] or 1
    name = stick.receipt_name(row["name"] if row else "单位", header.bundle_no, epoch)
    try:
        place = stick.write_file(draft, beside.parent / name, replaces=(written_before,))
        return place, ()
    except Refused as trouble:
        return draft, (f"回执没能写到 U 盘上（{trouble.what}），已存在本机，可再导入一次补写",)


class _Answered(NamedTuple):
    """The bundle a receipt is about."""

    bundle_id: str
    sender: str
    stream_id: str
    bundle_no: int


def told_again(book: Book, note: Row) -> str:
    """The receipt of a bundle whose merge was taken back: the unit shall send everything.

    Kept on this computer; what becomes of it, in words. The next receipt says the same by itself.
    """
    about = _Answered(note["bundle_id"], note["from_office"], note["stream_id"], note["number"])
    told = {
        "accepted": 0,
        "acked_seq": before.reached(book, about),
        "bundle_id": about.bundle_id,
        "missing": [],
        "needs_full": True,
        "number": about.bundle_no,
        "returned": [],
        "returned_count": 0,
        "stream_id": about.stream_id,
        "taken_back": True,
        "trail_head": "",
    }
    by_itself = "单位下次报送时也会得知，要写整包"
    try:
        path = _draft(book, about, told)
    except (OSError, Refused):
        return f"更正的回执没有写成，{by_itself}"
    return f"更正的回执存在本机〔{path}〕，可以带给单位；不带也行，{by_itself}"


def write_again(book: Book, folder: Path) -> Changes:
    """The newest receipt of each computer of each unit once more; `result` are the files.

    One may have been left on another stick, or the stick could not be written at the time.
    """
    came = book.rows(Query("received_bundle", order=(("received_at", False), ("number", False))))
    newest = {(row["from_office"], row["stream_id"]): row for row in came}
    names = {row["office_id"]: row["name"] for row in book.rows(Query("enrolled_unit"))}
    stick.check_folder(folder)
    written = []
    for row in newest.values():
        draft = _draft_path(book, row["bundle_id"])
        if row["from_office"] in names and draft.is_file():
            name = stick.receipt_name(names[row["from_office"]], row["number"], row["epoch"] or 1)
            known = (stick.sha256_of(draft),)
            written.append(stick.write_file(draft, folder / name, replaces=known))
    if not written:
        raise Refused("没有回执可写", "先导入各单位的包，合并时会写回执", code="QL-ST-101")
    return Changes(f"写出 {len(written)} 份回执", (), 0, tuple(written))


def _draft_path(book: Book, bundle_id: str) -> Path:
    return book.home / "receipts" / f"{bundle_id}.qlb"


def _draft(book: Book, about: Header | _Answered, told: dict[str, Any]) -> Path:
    keys, unit = offices.own_keys(book), offices.unit_keys(book, about.sender)

    def fill(payload: PayloadWriter) -> None:
        payload.add_json("ack.json", told)

    path = _draft_path(book, told["bundle_id"])
    path.parent.mkdir(exist_ok=True)
    fields = {
        "kind": "receipt",
        "from": book.unit.office_id,
        "to": about.sender,
        "stream_id": book.unit.stream_id,
        "bundle_no": about.bundle_no,
        "prev_bundle_hash": "",
        "base_seq": 0,
        "high_seq": 0,
        "full": False,
    }
    seal(path, fields, fill, keys.signing, (unit.recipient,))
    return path


def acks(book: Book, office: str) -> list[dict[str, Any]]:
    """What every bundle of a unit's newest history was answered with, the newest ones first.

    They travel once more with what the street sends down: a receipt may have been left on a
    stick, and what it sent back would otherwise never be heard.
    """
    rows = book.rows(Query("received_bundle", (Where("from_office", "=", office),)))
    found = []
    working = before.by_computer(rows)
    most = max(1, _MOST_ACKS // max(1, len(working)))  # each computer hears of its own newest
    for of_one in working:
        stream = before.current_stream(of_one)
        current = [row for row in of_one if row["stream_id"] == stream]
        newest = sorted(current, key=lambda row: int(row["number"]), reverse=True)[:most]
        found += [_ack(book, row, whole=place == 0) for place, row in enumerate(newest)]
    return found[:_MOST_ACKS]


def _ack(book: Book, row: Row, *, whole: bool = True) -> dict[str, Any]:
    """The answer to one merged bundle, from the line written about it.

    What is asked of the office as a whole stands in the newest answer alone (`whole`).
    """
    label = _Answered(row["bundle_id"], row["from_office"], row["stream_id"], row["number"])
    reach = before.reached(book, label)
    gap = reach < row["high_seq"]
    # What was merged once and taken back lies in the gap: the unit does not know, and sends all.
    lacks = gap and bool(before.taken_back(book, label))
    return {
        "accepted": row["new_count"] + row["changed_count"] + row["same_count"],
        "acked_seq": reach,
        "bundle_id": row["bundle_id"],
        "missing": before.missing_numbers(book, label) if gap else [],
        "needs_full": bool(row["needs_full"]) or lacks,
        "number": row["number"],
        "returned": json.loads(row["returned"] or "[]"),
        "returned_count": row["refused_count"],
        "stream_id": row["stream_id"],
        "trail_head": row["trail_head"] or "",
        **({"unread": row["unknown_tables"].split()} if row["unknown_tables"] else {}),
        **suites.told(book, row["from_office"]),
        **anchors.countersigned(book, row),
        **(photos.asked_for(book, row["from_office"]) if whole else {}),
        **(_unmatched(book, row["from_office"]) if whole else {}),
    }


def _unmatched(book: Book, office: str) -> dict[str, Any]:
    """Rows the unit no longer has, or has older, by name: it may enter them again, or agree."""
    waiting = unmatched.of_list(unmatched.open_rows(book, office))
    named = [
        {"how": one.how, "id": one.row_id, "table": one.table, "what": one.what}
        for one in waiting[:_MOST_NAMED]
    ]
    return {"unmatched": named, "unmatched_count": len(waiting)} if waiting else {}


def look(
    book: Book, header: Header, reader: PayloadReader, merge: Merge, name: str, tick: Tick | None
) -> Arrived:
    """A receipt is shown by its number; all of it is proved before anybody sees that."""
    reader.prove_others(())
    return Arrived(header, reader, blank(header, name), merge)


def keep(book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes:
    """Files a receipt of the street; the next bundle begins where it says."""
    told = told_in(arrived.reader.json("ack.json"))
    with book.change(f"读取第 {told['number']} 号包的回执") as change:
        notes = file(change, told, arrived.header)
    changes, done = change.changes, orders.carry_out(book)
    return changes._replace(result=Outcome(arrived.preview, None, (*notes, *done)))


def file(
    change: Change, told: dict[str, Any], header: Header, *, newest: bool = True
) -> tuple[str, ...]:
    """One answer of the street, whatever bundle brought it; what is to be said about it.

    An older bundle, out of a drawer, knows no better than what is here (`newest`).
    """
    book, notes = change.book, tuple[str, ...]()
    known = book.find(Receipt, bundle_id=told["bundle_id"], street_stream=header.stream_id)
    if known and not newest:
        return ()
    if told["stream_id"] == book.unit.stream_id and not _own(book, told):
        return ("这份回执答的不是这台电脑写的包：有两台电脑用了同一身份，请告诉街道来定",)
    if told["stream_id"] != book.unit.stream_id:
        notes = ("这是还原以前写的包的回执，已记下，下一包仍写整包",)
        if book.any_of("computer"):  # what comes down answers every computer of the office
            other = ("这是本单位另一台电脑的回执，请也到那台上读一次",)
            notes = other if header.kind == "receipt" else ()
    if told.get("taken_back") is True:
        notes += (f"街道撤销了第 {told['number']} 号包的合并，下一包会写整包",)
    odd = told.get("unmatched")
    if odd:
        notes += (unmatched.to_the_unit(odd, told["unmatched_count"]),)
    anchor = anchors.read(book, told.get("anchor"), offices.street_keys(book))
    change.put(
        Receipt(
            id=known["id"] if known else "",
            number=told["number"],
            bundle_id=told["bundle_id"],
            from_office=header.sender,
            stream_id=told["stream_id"],
            street_stream=header.stream_id,
            acked_seq=0 if told["needs_full"] else told["acked_seq"],
            accepted=told["accepted"],
            returned=told["returned_count"],
            details=json.dumps(told["returned"], ensure_ascii=False),
            missing="、".join(str(number) for number in told["missing"]) or None,
            unmatched=json.dumps(odd, ensure_ascii=False) if odd else None,
            unmatched_count=told["unmatched_count"] if odd else None,
            files_wanted=photos.wanted_text(told),
            files_missing=photos.missing_count(told),
            unknown_tables=_tables(told.get("unread")),
            needs_full=told["needs_full"],
            anchor_seq=anchor.seq if anchor else None,
            anchor_head=anchor.head if anchor else None,
            anchor_sign=anchor.sign if anchor else None,
            received_at=known["received_at"] if known else clock.now(),
        )
    )
    suites.heed(book, told)
    if reads.note(book, header):
        change.touch("receipt", "")  # kept, though the same answer may have been here before
    return notes


def _own(book: Book, told: dict[str, Any]) -> bool:
    """Is it not another bundle under a number this computer has given? What a copied folder wrote
    under the same name is confirmed to that one alone; counted here, rows would never go.
    """
    same = {"number": told["number"], "stream_id": book.unit.stream_id, "kind": "up"}
    known = book.find(SentBundle, **same)
    return known is None or book.find(SentBundle, bundle_id=told["bundle_id"]) is not None


ROAD = Road(gates.street_that_answers, look, keep)

_MOST_ACKS = 24  # bundles answered once more with what goes down
_TABLES = 400  # tables one receipt may name
_MOST_NAMED = 40  # unmatched rows named one by one; beyond, only counted
_ODD = {"how": 40, "id": 64, "table": 40, "what": 200}  # what names one, and how long it may be
_SHAPE: dict[str, type] = {
    "accepted": int,
    "acked_seq": int,
    "bundle_id": str,
    "missing": list,
    "needs_full": bool,
    "number": int,
    "returned": list,
    "returned_count": int,
    "stream_id": str,
}


def told_in(given: Any) -> dict[str, Any]:
    """An answer as it came, proved; Damaged when it is none."""
    if not _is_receipt(given):
        raise Damaged("回执内容不完整，没有读取", "请让街道重新写一次", code="QL-UB-130")
    told: dict[str, Any] = dict(given)
    odd, count = told.get("unmatched"), told.get("unmatched_count")
    if type(count) is not int or count < 1 or not _names_rows(odd):
        told["unmatched"] = None  # nothing is unmatched, or the street's program does not tell
    return told


def _tables(given: object) -> str | None:
    """The tables a receipt says the street's program could not read; None where it names none."""
    listed = given if isinstance(given, list) else []
    return " ".join(str(one) for one in listed[:_TABLES] if TABLE_NAME.fullmatch(str(one))) or None


def _names_rows(odd: object) -> bool:
    return (
        type(odd) is list
        and 0 < len(odd) <= _MOST_NAMED
        and all(
            type(row) is dict
            and all(type(row.get(n)) is str and len(row[n]) <= most for n, most in _ODD.items())
            for row in odd
        )
    )


def _is_receipt(told: Any) -> bool:
    """A number below zero would stand in the way of every bundle that follows."""
    return (
        type(told) is dict
        and all(type(told.get(name)) is sort for name, sort in _SHAPE.items())
        and all(told[name] >= 0 for name, sort in _SHAPE.items() if sort is int)
        and all(type(number) is int and number >= 0 for number in told["missing"])
        and all(
            type(row) is dict and all(type(text) is str for text in row.values())
            for row in told["returned"]
        )
    )
