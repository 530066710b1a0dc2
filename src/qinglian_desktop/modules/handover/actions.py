"""What a hand-over is made of: the list, the package, two signatures, the look at what arrived."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.exchange import taking_out
from qinglian_desktop.exchange.records import Receipt, SentBundle
from qinglian_desktop.exchange.stick_names import safe_name
from qinglian_desktop.modules.handover import rules
from qinglian_desktop.modules.handover.records import (
    FINISHED,
    UNFINISHED,
    Handover,
    Inventory,
    Line,
)
from qinglian_desktop.modules.tasks.records import OPEN, Task, TaskNote
from qinglian_desktop.store import ledger, recovery, signers, totals
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.copying import Tick
from qinglian_desktop.store.files import write_whole

_OWN = frozenset((Handover.table,))  # written after the list was made


class Made(NamedTuple):
    package: Path
    listed: Path
    row_id: str
    changes: Changes


def inventory(book: Book, giver: str, taker: str, due: Iterable[Due]) -> Inventory:
    """The list as of now; `due` is what the subjects say is due (modules/catalog)."""
    return Inventory(
        unit=book.unit.name,
        made_at=clock.now(),
        giver=giver,
        taker=taker,
        open=tuple(_open(book, due)),
        lacking=tuple(_lacking(book)),
        keys=tuple(_keys(book, giver)),
        waiting=tuple(_waiting(book)),
        tables=tables_of(book),
        files=files_of(book),
    )


def tables_of(book: Book) -> dict[str, tuple[str, int, str]]:
    """Table → its word, its rows, their hash."""
    records = book.tables.records
    found = totals.totals(book, but=_OWN)
    return {table: (records[table].label, *total) for table, total in found.items()}


def files_of(book: Book) -> int:
    """How many attachments there are, without the lists and scans of hand-overs themselves."""
    own: set[str] = set()
    for row in book.rows(Query(Handover.table)):
        for name in ("listed", "files"):
            own |= set(Handover.fields[name].kind.load(row[name]) if row[name] else ())
    return len(set(book.files.all()) - own)


def _open(book: Book, due: Iterable[Due]) -> Iterable[Line]:
    """Every open task, with a day or without, then what else is due; the earliest first."""
    today = clock.today().isoformat()
    own = Where("owner", "=", book.unit.office_id)
    tasks = book.rows(Query(Task.table, (own, Where("state", "in", list(OPEN)))))
    lines = [
        Line(
            f"任务：{row['title'] or row['code'] or ''}", row["due_on"] or "",
            row["assignee"] or "", bool(row["due_on"]) and row["due_on"] < today,
        )
        for row in tasks
    ]  # fmt: skip
    lines += [
        Line(one.subject, one.due_on.isoformat(), one.who, one.due_on < clock.today())
        for one in due
        if one.table not in (Task.table, Handover.table)
    ]
    return sorted(lines, key=lambda line: (line.due_on or "9", line.what))


def _lacking(book: Book) -> list[str]:
    """Tasks to be checked or done that ask for evidence and have none, nor in their notes."""
    own = Where("owner", "=", book.unit.office_id)
    asked = (own, Where("evidence", "filled"), Where("files", "empty"))
    states = Where("state", "in", ["待核", "已完成"])
    noted = {
        row["task_id"] for row in book.rows(Query(TaskNote.table, (own, Where("files", "filled"))))
    }
    rows = book.rows(Query(Task.table, (*asked, states), order=(("code", False),)))
    return [f"{naming(Task, row)}（要{row['evidence']}）" for row in rows if row["id"] not in noted]


def _keys(book: Book, giver: str) -> list[str]:
    """Each key or PIN the leaving clerk knows, and what is to be done about it."""
    found = []
    if signers.meant(book, giver):
        found.append(f"{giver}的 PIN：到“谁在用”里把{giver}改为离任")
    status = recovery.status(book)
    if status.number:
        found.append(f"第 {status.number} 张恢复单：到“安全与恢复”里重新出一张，旧的作废")
    if book.keys.protected:
        found.append("本单位的钥匙：到“安全与恢复”里换一次钥匙")
    found.append("交接包的口令：当面告诉接手人，不和 U 盘放在一起")
    found.append("U 盘：交接手人，清点几个、各装什么")
    return found


def _waiting(book: Book) -> list[str]:
    """Bundles to the street after the last one it has confirmed."""
    numbers = [row["number"] for row in book.rows(Query(Receipt.table)) if row["number"]]
    up = (Where("kind", "=", "up"), Where("number", ">", max(numbers, default=0)))
    sent = book.rows(Query(SentBundle.table, up, order=(("number", False),)))
    return [f"第 {row['number']} 号包，{str(row['written_at'])[:10]} 写入" for row in sent]


def hand_over(
    book: Book, listed: Inventory, into: Path, *, phrase: str, tick: Tick | None = None
) -> Made:
    """The package with everything, locked with a phrase, and beside it what to compare it with.

    The whole list stays with the row, under lock: its lines name people. It is not finished by
    that: both have to sign. Refused without two different people.
    """
    if not listed.giver.strip() or not listed.taker.strip():
        raise Refused("还没写交出人或接手人", "两个人的姓名都要写", code="QL-TL-067")
    if listed.giver.strip() == listed.taker.strip():
        raise Refused("交出人和接手人是同一个人", "请写接手的那个人", code="QL-TL-068")
    taken = taking_out.take_out(book, into, phrase=phrase, tick=tick)
    package = taken.path.with_name(taken.path.name.replace("清廉全部带走", "清廉交接包"))
    taken.path.replace(package)  # one made in the same minute is superseded
    data = rules.written(listed)
    path = into / safe_name(
        f"交接清单-{book.unit.name}-{listed.made_at[:16].replace(':', '')}.json"
    )
    write_whole(path, rules.written(rules.bare(listed)))
    made = Handover(
        handed_on=clock.today(), giver=listed.giver, taker=listed.taker,
        package=package.name[:200], listed=(book.files.add(data),),
        list_hash=rules.fingerprint(data),
        open_count=len(listed.open), late_count=listed.late,
        lacking_count=len(listed.lacking), row_count=listed.rows, file_count=listed.files,
    )  # fmt: skip
    with book.change("生成交接包") as change:
        row_id = change.put(made)
    return Made(package, path, row_id, change.changes)


def sign(book: Book, row_id: str, name: str, pin: str) -> Changes:
    """Giver or taker signs with the PIN of their own; with both, the hand-over is finished."""
    row = _unsigned(book, row_id)
    field = _side(row, name)
    confirmed = signers.confirm(book, name, pin)
    with book.change(f"交接签字：{confirmed}") as change:
        change.put_row(Handover.table, row_id, {field: clock.now()[:19]})
        change.result = _settle(change.book, row_id)
        change.put_row(Handover.table, row_id, {"state": change.result})
    return change.changes


def sign_on_paper(book: Book, row_id: str, scan: Path) -> Changes:
    """The printed list came back with both names under it; its scan is kept with the hand-over."""
    row = _unsigned(book, row_id)
    papers = ledger.stored(book, [scan])
    with book.change("交接清单已签字") as change:
        ledger.add_papers(change, Handover.table, row, "files", papers)
        moment = clock.now()[:19]
        signed = {name: row[name] or moment for name in ("gave_at", "took_at")}
        change.put_row(Handover.table, row_id, {**signed, "state": FINISHED})
    return change.changes


def _unsigned(book: Book, row_id: str) -> Row:
    row = ledger.there(book, Handover.table, row_id)
    if row["state"] == FINISHED:
        raise Refused("这次交接已经签完了", "不用再签", code="QL-TL-069")
    return row


def _side(row: Row, name: str) -> str:
    """Which of the two signs."""
    for field, who in (("gave_at", row["giver"]), ("took_at", row["taker"])):
        if name.strip() == str(who).strip():
            return field
    raise Refused(
        f"〔{name}〕不是这次的交出人或接手人",
        f"请由{row['giver']}或{row['taker']}签", field="name", code="QL-TL-070",
    )  # fmt: skip


def _settle(book: Book, row_id: str) -> str:
    row = ledger.there(book, Handover.table, row_id)
    return FINISHED if row["gave_at"] and row["took_at"] else UNFINISHED


def save_handover(book: Book, row_id: str | None, draft: Row) -> Changes:
    """Words beside a hand-over; what was counted and signed is written by its steps alone."""
    if row_id is None:
        raise Refused("交接从“交接”里开始", "按“生成交接包”", code="QL-TL-071")
    if set(draft) - {"note"}:
        raise Refused("交接的内容不能改", "写错了就重新生成一个交接包", code="QL-TL-072")
    return ledger.save_row(book, Handover.table, row_id, draft)


def check(book: Book, listed: Path) -> list[str]:
    """Does this data folder hold what the list says? In words; nothing where it does."""
    try:
        told = rules.read(listed.read_bytes())
    except OSError as trouble:
        raise Refused(f"打不开〔{listed.name}〕", "请确认 U 盘还在，再选一次") from trouble
    return rules.differences(told, tables_of(book), files_of(book))


def list_of(book: Book, row: Row) -> Inventory:
    """The list as it was made with the package; refused when it was changed or is gone."""
    kind = Handover.fields["listed"].kind
    kept = kind.load(row["listed"]) if row["listed"] else ()
    data = book.files.read(kept[0]) if kept and book.files.has(kept[0]) else b""
    if rules.fingerprint(data) != row["list_hash"]:
        raise Refused(
            "当时的交接清单不在了", "从 U 盘上找“交接清单”文件，或者从备份里找回",
            code="QL-TL-080",
        )  # fmt: skip
    return rules.read(data)


def lacking_signatures(row: Row) -> list[str]:
    """Who still has to sign."""
    sides = (("gave_at", row["giver"]), ("took_at", row["taker"]))
    return [str(who) for field, who in sides if not row[field]]


def unfinished(book: Book) -> Row | None:
    """The newest hand-over, while it lacks a signature; older ones it has replaced."""
    row = last(book)
    return row if row is not None and row["state"] == UNFINISHED else None


def last(book: Book) -> Row | None:
    """The hand-over made last."""
    newest = (("handed_on", True), ("created_at", True), ("id", True))
    rows = book.rows(Query(Handover.table, order=newest, limit=1))
    return rows[0] if rows else None
