"""Small makers: an office with a book, people, entries, details and notices, for the tests."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules import guarding
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry, OpeningBalance
from qinglian_desktop.modules.registry.records import Body, Person, Post
from qinglian_desktop.store import guards, identity
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.store.identity import Unit

NAMES = {"community": "新街子社区", "village": "红旗村", "street": "通惠街道"}
WRITER, SUPERVISOR = "周文书", "吴监督"


def make_unit(kind: str = "community", name: str = "", code: str = "1", **facts: Any) -> Unit:
    """A freshly issued office; `kind` is community, village or street."""
    return identity.new_unit(
        **{
            "office_id": clock.new_id(),
            "code": code,
            "name": name or NAMES[kind],
            "kind": kind,
            "role": "street" if kind == "street" else "unit",
            "street_id": "street",
            "street_name": "通惠街道",
            **facts,
        }
    )


def make_book(
    tmp_path: Path,
    kind: str = "community",
    *,
    name: str = "",
    code: str = "1",
    pin: str = "",
    folder: str = "home",
) -> Book:
    """An empty book of a new office under tmp_path; the operator is WRITER."""
    book = Book.create(tmp_path / folder, RECORDS, make_unit(kind, name, code), pin=pin)
    book.operator = Operator(WRITER)
    return book


@contextmanager
def unguarded() -> Iterator[None]:
    """The door without the rules of the subjects: rows of any make, to look at the store alone."""
    guards.use({}, {}, {})
    try:
        yield
    finally:
        guards.use(guarding.GUARDS, guarding.WHOLES, guarding.BODIES, guarding.LOOKS_AT)


def entry_of(
    amount_fen: int = 238_000,
    day: date = date(2026, 9, 1),
    direction: str = SPENDING,
    *,
    account: str = COMMITTEE,
    **facts: Any,
) -> Entry:
    """One complete entry, not yet written anywhere."""
    return Entry(
        **{
            "book": account,
            "day": day,
            "direction": direction,
            "summary": "办公用品",
            "purpose": "办公费",
            "counterparty": "綦江区某文具店",
            "amount_fen": amount_fen,
            "voucher_no": f"旧-{clock.new_id()[-6:]}",
            "handler": WRITER,
            "approver": "郑主任",
            **facts,
        }
    )


def make_entry(
    book: Book,
    amount_fen: int = 238_000,
    day: date = date(2026, 9, 1),
    direction: str = SPENDING,
    **facts: Any,
) -> str:
    """One complete entry, written straight through the door; returns its id."""
    with book.change("登记收支") as change:
        return change.put(entry_of(amount_fen, day, direction, **facts))


def make_opening(
    book: Book, year: int = 2026, cash_fen: int = 0, bank_fen: int = 0, account: str = COMMITTEE
) -> str:
    with book.change("登记期初余额") as change:
        return change.put(
            OpeningBalance(book=account, year=year, cash_fen=cash_fen, bank_fen=bank_fen)
        )


def make_details(book: Book, subject: str, amounts: Iterable[int]) -> int:
    """Detail lines to be posted under `subject`; returns their total in 分."""
    total = 0
    with book.change("登记公开明细") as change:
        for number, fen in enumerate(amounts, 1):
            line = DetailLine(
                subject=subject, seq=number, place=f"{number}组", item="慰问金", amount_fen=fen
            )
            change.put(line)
            total += fen
    return total


def make_id_number(born: str = "19491231", tail: str = "002") -> str:
    first = "110105" + born + tail
    return first + check_digit(first)


def make_person(book: Book, name: str = "李建华", **facts: Any) -> str:
    with book.change("登记人员") as change:
        return change.put(Person(name=name, **facts))


def make_posts(
    book: Book,
    *names: str,
    body: str = "监委会",
    kind: str = "务监督委员会",
    from_on: date = date(2024, 1, 1),
    until_on: date | None = None,
) -> Changes:
    """A body and its members."""
    with book.change("登记机构") as change:
        if book.find(Body, name=body) is None:
            change.put(Body(name=body, kind=kind, seats=len(names)))
        for name in names:
            change.put(
                Post(body=body, person_name=name, title="委员", from_on=from_on, until_on=until_on)
            )
    return change.changes


def as_stored(day: date) -> str:
    """A day as a draft holds it."""
    return str(DAY.dump(day))


def begin_stream(book: Book) -> None:
    """What a restore does to the file it brings back."""
    book.unit = identity.next_stream(book.unit, beyond=len(list(book.home.glob("还原前-*"))))
    identity.save(book.connection, book.unit)
