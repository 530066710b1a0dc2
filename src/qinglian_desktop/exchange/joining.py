"""How does a second computer come into an office? One file from the first one, and sixteen digits.

The file is an ordinary full bundle for the computers of the office; its header holds one box
more, shut with the digits that stand on paper: who the office is, whose the street is, the key
that opens what is sent to the office, and a key that lets exactly one computer in.
"""

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.exchange import (
    age,
    computers,
    container,
    incoming,
    offices,
    peering,
    stick,
)
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys, SigningKey, unwrap, wrap
from qinglian_desktop.exchange.records import Computer
from qinglian_desktop.store import identity, people
from qinglian_desktop.store.book import Book

BOX = "join"  # the field of the header that holds it
_DIGITS = 16
_ROOM = "正在加入"  # where the data are put together before they count
_MAIN, _PARTS = "qinglian.db", ("files", "sealed_files", "keys.json", "sealed.db")
_TEXTS = ("code", "kind", "name", "street_name", "recovery", "office_key", "once")


class Added(NamedTuple):
    """The file is written; the digits are told once and kept nowhere."""

    path: Path
    name: str
    digits: str


def add_computer(book: Book, to_dir: Path, name: str = "") -> Changes:
    """Writes the file a new computer begins with; `result` is Added. Only the first one may."""
    if not computers.is_first(book):
        raise Refused("这一步要在第一台电脑上做", "请到第一台电脑上加", code="QL-UB-189")
    if book.unit.is_street:
        raise Refused("街道端只用一台电脑", "换电脑请用备份还原", code="QL-UB-188")
    people.need(book, "管电脑")
    keys, once = offices.own_keys(book), SigningKey.generate()
    with book.change("加一台电脑") as change:
        known = computers.listed(book)
        if not known:
            change.put(_itself(book, keys))
        number = max((row["number"] for row in known), default=1) + 1
        called = name.strip() or f"{number}号电脑"
        made = Computer(number=number, name=called[:20], added_on=clock.today())
        change.put(made)
    digits = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    box = wrap(_told(book, keys, once, number), digits)
    file_name = f"加电脑_{book.unit.name}_{number}号.qlb"
    sent = peering.write_for_all(book, to_dir, 0, name=file_name, label={BOX: box})
    shown = " ".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))
    return change.changes._replace(result=Added(sent.path, called, shown))


def _itself(book: Book, keys: OfficeKeys) -> Computer:
    return Computer(
        number=1,
        name="1号电脑",
        key_id=keys.signing.key_id,
        state=computers.IN_USE,
        added_on=clock.today(),
    )


def _told(book: Book, keys: OfficeKeys, once: SigningKey, number: int) -> bytes:
    unit = book.unit
    return canonical.dumps(
        {
            "code": unit.code,
            "first": offices.public_keys(book).as_object(),
            "kind": unit.kind,
            "let": computers.let_in(unit.office_id, number, keys.signing, once),
            "name": unit.name,
            "office_key": keys.decryption.private.hex(),
            "once": once.private.hex(),
            "recovery": offices.recovery_recipient(book),
            "street": offices.street_keys(book).as_object(),
            "street_name": unit.street_name,
        }
    )


# -- at the new computer -----------------------------------------------------------------------


def is_for_joining(path: Path) -> bool:
    """Is this the file of a first computer for one more?"""
    try:
        header = container.read_header(path)
    except Refused:
        return False
    return header.kind == peering.KIND and BOX in header.extra


def join(home: Path, path: Path, digits: str, records: Sequence[type[Record]]) -> Book:
    """A data folder of this office on a new computer, with everything the first one had.

    Refused in words, and nothing left, when the digits or the file do not fit; killed half-way, it
    is begun anew.
    """
    told, first = _opened(path, digits)
    if (home / _MAIN).exists():
        raise Refused(f"〔{home.name}〕里已经有一份数据", "请换一个空文件夹，或直接打开原来的数据")
    room = home / _ROOM
    shutil.rmtree(room, ignore_errors=True)  # of a try that a dead program had begun
    try:
        _fill(room, path, told, first, records)
        _move_in(room, home)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Book.open(home, records)


def _fill(
    room: Path,
    path: Path,
    told: dict[str, Any],
    first: PublicKeys,
    records: Sequence[type[Record]],
) -> None:
    """Everything the new computer begins with, in a folder that is nothing yet."""
    street, own = PublicKeys.from_object(told["street"]), SigningKey.generate()
    once = SigningKey(bytes.fromhex(told["once"]))
    unit = identity.new_unit(
        office_id=first.office,
        code=told["code"],
        name=told["name"],
        kind=told["kind"],
        role="unit",
        street_id=street.office,
        street_name=told["street_name"],
        computer=told["let"]["number"],
    )
    shown = computers.proof(first.office, told["let"], once, own)
    with Book.create(room, records, unit) as book:
        offices.keep_own(book, OfficeKeys(own, age.Identity(bytes.fromhex(told["office_key"]))))
        offices.keep_street(book, street, told["recovery"])
        computers.keep_own(book, first, shown)
        incoming.import_file(book, path, approve_deletions=True)


def _move_in(room: Path, home: Path) -> None:
    """The main file comes last: until then this is a first start, and the file is read anew."""
    for name in _PARTS:
        if not (room / name).exists():
            continue
        left = home / name
        if left.is_dir():
            shutil.rmtree(left)
        (room / name).replace(left)
    sync_folder(home)
    (room / _MAIN).replace(home / _MAIN)
    sync_folder(home)


def _opened(path: Path, digits: str) -> tuple[dict[str, Any], PublicKeys]:
    header = container.read_header(path)
    if header.kind != peering.KIND or BOX not in header.extra:
        raise Refused(
            "这不是加电脑的文件", "请在第一台电脑上点“加一台电脑”写一份", code="QL-UB-190"
        )
    typed = "".join(one for one in digits if one.isdigit())
    try:
        told = canonical.loads(unwrap(header.extra[BOX], typed))
    except Damaged:
        raise Damaged("这份加电脑的文件不完整", "请在第一台电脑上重新写一份") from None
    except Refused:
        raise Refused(
            "16 位数字对不上", "请照纸上的数字再输一遍", field="digits", code="QL-UB-191"
        ) from None
    first = PublicKeys.from_object(told["first"])
    if first.office != header.sender or not all(type(told.get(n)) is str for n in _TEXTS):
        raise Damaged("这份加电脑的文件里外说法不一致", "请在第一台电脑上重新写一份")
    return told, first
