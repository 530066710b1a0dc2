"""Villages are renamed, merged, split (F55): the street signs whose records are whose.

An order of the street moves records from one unit to another. At the street it holds at once;
the one that gets them takes them in with the next file from the street, the one that gives them
lets go of each as soon as the street has said that it has it. Ids never change. What the giver
wrote before it heard of the order comes in at the street under the new owner (`passing`).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import leaves
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.record import Owner, Record, Row
from qinglian_desktop.exchange import confirming, issuing, unmatched
from qinglian_desktop.exchange.order_records import BACK, MERGED, SPLIT, TransferOrder
from qinglian_desktop.store import anchors, backup, handing, links, people
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.guards import bodies

# What tells of an office itself, or answers the street in its name: it stays with that office.
_STAYS = frozenset(("computer", "merge_conflict", "directive_answer", "erasure"))
Ids = Mapping[str, Collection[str]]  # by table


class Order(NamedTuple):
    """One order, whichever of its two rows it was read from."""

    id: str
    kind: str
    giver: str
    receiver: str
    whole: bool
    undoes: str
    content_file: str
    title: str


def moving(book: Book) -> list[type[Record]]:
    """The ledgers whose records can change hands."""
    return [
        record
        for record in book.tables.records.values()
        if leaves(record, Owner.STREET)
        and record.owner is not Owner.STREET
        and record.table not in _STAYS
    ]


def alone(book: Book) -> list[type[Record]]:
    """Those of them a person can choose: a part goes with what it is a part of."""
    parts = {body.part for body in bodies().values()}
    return [record for record in moving(book) if record.table not in parts]


def orders(book: Book) -> dict[str, Order]:
    """Every order there is here, by its id, in the order they were signed."""
    rows = book.rows(Query(TransferOrder.table, order=(("id", False),)))
    return {row["order_id"]: of_row(row) for row in rows}


def of_row(row: Row) -> Order:
    return Order(
        row["order_id"], row["kind"], row["giver"], row["receiver"], bool(row["everything"]),
        row["undoes"] or "", row["content_file"] or "", row["title"],
    )  # fmt: skip


def standing(given: Iterable[Order]) -> list[Order]:
    """Those that were not taken back by a later one."""
    listed = list(given)
    back = {one.undoes for one in listed if one.undoes}
    return [one for one in listed if one.id not in back]


# -- at the street -----------------------------------------------------------------------------


def rename(book: Book, code: str, name: str, ground: str) -> Changes:
    """The unit has a new name; its id and everything it has stay. It hears so with the next file
    from the street.
    """
    people.need(book, "停用单位")
    unit = _unit(book, code)
    _grounds(ground)
    if not name.strip():
        raise Refused("还没有写新名称", "例：新街子社区", field="name", code="QL-UB-242")
    name = issuing.checked_name(name)
    if any(row["name"] == name for row in book.rows(Query("enrolled_unit"))):
        raise Refused(f"已经有叫〔{name}〕的单位", "请换一个名称", field="name", code="QL-UB-243")
    label = f"{unit['name']}改名为{name}"
    with book.change(label, reason=ground.strip()) as change:
        change.put_row("enrolled_unit", unit["id"], {"name": name})
        change.result = f"{label}，下次写给它的文件会告诉它"
    return change.changes


def merge_units(book: Book, giver: str, receiver: str, ground: str) -> Changes:
    """All records of one unit are the other one's; also what still comes from it later."""
    one, other = _pair(book, giver, receiver, ground)
    found = {record.table: _owned(book, record, one["office_id"]) for record in moving(book)}
    title = f"{one['name']}并入{other['name']}"
    return _sign(book, MERGED, title, one, other, found, ground)


def chosen(book: Book, giver: str, tables: Collection[str], words: str = "") -> Ids:
    """What a split would move: of these ledgers the records in which `words` stands, or all; what
    is one with its parts goes as one.
    """
    office = _unit(book, giver)["office_id"]
    found: dict[str, list[str]] = {}
    for record in alone(book):
        if record.table in tables:
            rows = _owned(book, record, office)
            found[record.table] = [row["id"] for row in rows if _tells(record, row, words)]
    for head, body in bodies().items():
        if head in found:
            kept = set(found[head])
            parts = _owned(book, book.tables[body.part], office)
            found[body.part] = [row["id"] for row in parts if row[body.link] in kept]
    return {table: ids for table, ids in found.items() if ids}


def cut_off(book: Book, ids: Ids) -> str:
    """What a split would leave behind of that which names the chosen records; in words, or ""."""
    named = {record.table: record.label for record in moving(book)}
    counts = links.left(book, ids)
    return "、".join(f"{named[table]} {n:,} 条" for table, n in counts.items() if table in named)


def split(book: Book, giver: str, receiver: str, ids: Ids, ground: str) -> Changes:
    """The chosen records of one unit are the other one's."""
    one, other = _pair(book, giver, receiver, ground)
    if not any(ids.values()):
        raise Refused(
            "没有选中要移交的记录", "请勾选台账，或改一下要找的字", field="words", code="QL-UB-244"
        )
    named = {record.table for record in moving(book)}
    found = {table: book.page(table, list(listed)) for table, listed in ids.items()}
    for table, rows in found.items():
        if table not in named or any(row["owner"] != one["office_id"] for row in rows):
            raise Refused(
                f"选中的记录里有不是〔{one['name']}〕的", "请重新选一次", code="QL-UB-245"
            )
    title = f"{one['name']}的一部分移交{other['name']}"
    return _sign(book, SPLIT, title, one, other, found, ground)


def give_back(book: Book, order_id: str, ground: str) -> Changes:
    """An order was wrong: what came by it goes back, with all that was done to it since."""
    known = orders(book).get(order_id)
    if known is None or known not in standing(orders(book).values()) or known.kind == BACK:
        raise Refused("这份移交令已经移回过了", "请看列表里最新的一份", code="QL-UB-246")
    one, other = _pair(book, known.receiver, known.giver, ground, by_code=False)
    tables = [record.table for record in moving(book)]
    ids: dict[str, list[str]] = {}
    for table, row_id in handing.stamped_ids(book.connection, tables, known.receiver, order_id):
        ids.setdefault(table, []).append(row_id)
    found = {table: book.page(table, listed) for table, listed in ids.items()}
    title = f"{one['name']}移回{other['name']}"
    return _sign(book, BACK, title, one, other, found, ground, undoes=order_id)


def _sign(
    book: Book,
    kind: str,
    title: str,
    giver: Row,
    receiver: Row,
    found: Mapping[str, list[Row]],
    ground: str,
    undoes: str = "",
) -> Changes:
    backup.before(book, "移交")
    order, count = clock.new_id(), sum(map(len, found.values()))
    content = ""
    if kind != MERGED:
        ids = {table: sorted(row["id"] for row in rows) for table, rows in found.items()}
        content = book.files.add(json.dumps(ids, ensure_ascii=False).encode())
    with book.change(title, kind="transfer", reason=ground.strip()) as change:
        for table, rows in found.items():
            handing.hand_over(change, table, rows, order, receiver["office_id"])
            for office in (giver["office_id"], receiver["office_id"]):
                handing.recount(book.connection, table, office)
        _no_more_missed(change, giver["office_id"], found)
        for unit in (giver, receiver):
            change.put(
                TransferOrder(
                    order_id=order,
                    kind=kind,
                    title=title,
                    to_name=unit["name"],
                    to_office=unit["office_id"],
                    giver=giver["office_id"],
                    giver_name=giver["name"],
                    receiver=receiver["office_id"],
                    receiver_name=receiver["name"],
                    everything=kind == MERGED,
                    undoes=undoes or None,
                    row_count=count,
                    content_file=content or None,
                    ground=ground.strip(),
                    signed_by=book.operator.name or None,
                    signed_on=clock.today(),
                )
            )
        change.result = order
    return change.changes


def _no_more_missed(change: Change, giver: str, found: Mapping[str, list[Row]]) -> None:
    """Rows the giver has no more, as after a restore of this street, go from here: what the list
    told of them is over.
    """
    gone = {(table, row["id"]) for table, rows in found.items() for row in rows}
    for row in unmatched.listed(change.book, giver):
        if (row["table_name"], row["row_id"]) in gone:
            change.drop(unmatched.TABLE, row["id"])


def _pair(
    book: Book, giver: str, receiver: str, ground: str, *, by_code: bool = True
) -> tuple[Row, Row]:
    """The two units, when an order between them can be signed."""
    people.need(book, "停用单位")
    one, other = (_unit(book, name, by_code=by_code) for name in (giver, receiver))
    _grounds(ground)
    if one["id"] == other["id"]:
        raise Refused("移出和接收是同一个单位", "请另选接收的单位", field="to", code="QL-UB-247")
    away = [o for o in standing(orders(book).values()) if o.whole and o.giver == other["office_id"]]
    if by_code and away:
        raise Refused(
            f"〔{other['name']}〕已经{away[0].title}，再收的也会移走",
            "请在下面选那一份移交令，按“移回”",
            field="to",
            code="QL-UB-259",
        )
    for unit in (one, other):
        if unit["state"] != "已登记":
            raise Refused(
                f"〔{unit['name']}〕{unit['state']}，不能移交", "请先登记它，再签移交令",
                code="QL-UB-248",
            )  # fmt: skip
        # Rows it has no more are no hindrance: they go as they are here.
        waiting = unmatched.open_rows(book, unit["office_id"])
        if any(row["content"] or row["how"] for row in waiting):
            raise Refused(
                f"〔{unit['name']}〕还有对不上的记录没有定", "请先在“全街道一览”里定下，再签移交令",
                code="QL-UB-249",
            )  # fmt: skip
    return one, other


def _grounds(ground: str) -> None:
    if not ground.strip():
        raise Refused("还没有写依据", "例：通惠街办〔2026〕15号", field="ground", code="QL-UB-250")


def _unit(book: Book, name: str, *, by_code: bool = True) -> Row:
    if not book.unit.is_street:
        raise Refused("改名、合并、拆分由街道来签", "请报街道办理", code="QL-UB-251")
    field = "code" if by_code else "office_id"
    found = book.rows(Query("enrolled_unit", (Where(field, "=", name),)))
    if not found:
        raise Refused(f"没有编码是 {name} 的单位", "请核对编码", field="unit", code="QL-UB-218")
    return found[0]


def _owned(book: Book, record: type[Record], office: str) -> list[Row]:
    """Deleted ones too: whoever owns a record owns that it was deleted."""
    return book.rows(Query(record.table, (Where("owner", "=", office),), deleted=True))


def _tells(record: type[Record], row: Row, words: str) -> bool:
    texts = (row[name] for name, field in record.fields.items() if field.kind.column is str)
    return not words or any(words in text for text in texts if isinstance(text, str))


# -- how far it has come -----------------------------------------------------------------------


class Stand(NamedTuple):
    """One order as the street sees it."""

    order: Row  # the row for the one that gives
    given: str
    taken: str
    back: bool  # was it taken back since?


def stands(book: Book) -> list[Stand]:
    """Every order, the newest first, and how far each of the two units has come with it."""
    rows = book.rows(Query(TransferOrder.table, order=(("id", True),)))
    back = {row["undoes"] for row in rows if row["undoes"]}
    return [
        Stand(
            row,
            "已读到" if heard(book, row["giver"], row) else "还没读到",
            "已收下" if heard(book, row["receiver"], row) else "还没读到",
            row["order_id"] in back,
        )
        for row in rows
        if row["to_office"] == row["giver"]
    ]


def heard(book: Book, office: str, order: Row) -> bool:
    """Has this unit said that it has taken in what was written since the order was signed?"""
    key = TransferOrder.table, order["id"]
    told = confirming.base_for(book, office)
    return told >= anchors.newest(book.connection, [key]).get(key, 0) > 0


def files_listed(book: Book, order: Order) -> dict[str, set[str]]:
    """The ids an order names, by table."""
    try:
        told: Any = json.loads(book.files.read(order.content_file))
        return {str(table): set(map(str, ids)) for table, ids in told.items()}
    except (ValueError, AttributeError, TypeError) as trouble:
        raise Damaged("移交清单看不懂", "请街道重新签一份", code="QL-UB-252") from trouble
