"""The sheet in the drawer: made, tried, used up, or waived in so many words.

Only a sheet that was tried counts: whoever typed the code from the paper has the paper, and the
code opened the keys. Until then, or until it is waived in words, setting up is not finished.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qinglian_desktop.core import clock, code
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.store import database, desk, keyfile, people, signers
from qinglian_desktop.store.tries import Tries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qinglian_desktop.core.record import Record
    from qinglian_desktop.store.book import Book

_SETTING: Final = "recovery"
WAIVER: Final = "暂不打印"  # what is typed to do without for now
WAYS: Final = {keyfile.SHEET: "恢复单", keyfile.STREET: "街道密钥"}


class Status(NamedTuple):
    """How somebody who forgot a PIN would get back in here."""

    number: int = 0  # of the sheet; 0 when there is none
    made_on: str = ""
    tried_on: str = ""  # the day its code was typed and opened the keys
    waived_on: str = ""
    street: bool = False  # could the street help?
    street_tried_on: str = ""
    needed: bool = False  # is there a PIN that could be forgotten?

    @property
    def unfinished(self) -> bool:
        return self.needed and not (self.number and self.tried_on) and not self.waived_on


class Sheet(NamedTuple):
    """What is printed; the code stands nowhere else."""

    code: str
    number: int
    made_on: str

    def __repr__(self) -> str:
        return f"Sheet(number={self.number})"


def status(book: "Book") -> Status:
    kept: dict[str, Any] = book.setting(_SETTING) or {}
    slots = {str(slot["kind"]): slot for slot in book.keys.slots}
    sheet = slots.get(keyfile.SHEET, {})
    number = int(sheet.get("number", 0))
    return Status(
        number=number,
        made_on=str(sheet.get("made_on", "")),
        tried_on=str(kept.get("tried_on", "")) if kept.get("number") == number else "",
        waived_on=str(kept.get("waived_on", "")),
        street=keyfile.STREET in slots,
        street_tried_on=str(kept.get("street_tried_on", "")),
        needed=book.keys.protected,
    )


def new_sheet(book: "Book") -> Sheet:
    """A new sheet; the code of the one before opens nothing from now on."""
    people.need(book, "恢复单")
    if not book.keys.encrypted:
        raise Refused(
            "这台电脑没有加密部件，数据没有上锁，用不着恢复单", "请保管好电脑", code="QL-SE-087"
        )
    if book.keys.sealed is None:
        able = "、".join(people.doing(book, people.SEALED))
        raise Refused(
            f"恢复单由〔{able}〕来出，现在坐着的人只有一把钥匙",
            "请他们点右上角的名字换成自己，再出",
            code="QL-SE-093",
        )  # fmt: skip
    kept: dict[str, Any] = book.setting(_SETTING) or {}
    last = book.keys.slot(keyfile.SHEET) or {}
    number = max(int(kept.get("number", 0)), int(last.get("number", 0))) + 1
    made = Sheet(code.make(), number, clock.today().isoformat())
    _tell(book, f"出第 {number} 张恢复单")
    changed = keyfile.put_code(
        book.home, book.keys, keyfile.SHEET, made.code, number=number, made_on=made.made_on
    )
    book.keys = book.keys._replace(slots=changed.slots)
    return made


def waive(book: "Book", words: str) -> None:
    """Without a sheet for now: only in so many words, and in the trail."""
    people.need(book, "恢复单")
    if words.strip() != WAIVER:
        raise Refused(
            "没有打印恢复单，忘记 PIN 就只能靠街道密钥", f"真的先不打印，请原样输入“{WAIVER}”",
            field="waiver", code="QL-SE-088",
        )  # fmt: skip
    _tell(book, "先不打印恢复单")
    _keep(book, waived_on=clock.today().isoformat())


def try_code(book: "Book", typed: str) -> str:
    """试一次恢复: does this code really open these data? Which of the ways it was.

    The keys it gives open the file beside the one that is open, so that nothing is taken on trust.
    """
    keys = keyfile.unlock_code(book.home, code.read(typed))
    if keys.main != book.keys.main or (book.keys.sealed and keys.sealed != book.keys.sealed):
        raise Damaged("恢复码打开的不是这份数据的钥匙", "请重新打印一张恢复单再试")
    for path, key in ((book.path, keys.main), (book.home / "sealed.db", keys.sealed)):
        database.open_database(path, key).close()
    today = clock.today().isoformat()
    if keys.road == keyfile.SHEET:
        sheet = book.keys.slot(keyfile.SHEET) or {}
        _keep(book, tried_on=today, number=int(sheet.get("number", 0)), waived_on="")
    else:
        _keep(book, street_tried_on=today)
    return WAYS[keys.road]


def recover(
    home: Path, records: "Sequence[type[Record]]", typed: str, person: str, pin: str
) -> "Book":
    """忘记 PIN: with the code of either way, somebody of this folder sets a new PIN and is in.

    The way that was used is used up: the sheet is to be printed anew, the street's code is made
    anew by whoever opens the book (exchange/rescue).
    """
    from qinglian_desktop.store.book import Book

    signers.refuse_weak(pin)
    keys = keyfile.unlock_code(home, code.read(typed))
    book = Book.open_with(home, records, keys)
    try:
        _new_pin(book, person, pin, WAYS[keys.road])
        changed = keyfile.drop_code(home, book.keys, keys.road)
        book.keys = book.keys._replace(slots=changed.slots, person=person, road="pin")
        Tries(home).forget(person)
        desk.sit(book, person)
    except BaseException:
        book.close()
        raise
    return book


def _new_pin(book: "Book", person: str, pin: str, way: str) -> None:
    if not person:  # an office in which nobody is told apart
        _tell(book, f"用{way}重设 PIN")
        made = keyfile.set_pin(book.home, book.keys, pin)
        book.keys = book.keys._replace(slots=made.slots)
        return
    one = desk.listed_again(book, person)
    signers.put_pin(book, one, pin, way, "重设 PIN", "忘记 PIN", book.keys)


def office(book: "Book") -> dict[str, str]:
    """What a locked folder may say of itself to its street."""
    unit = book.unit
    return {"id": unit.office_id, "name": unit.name, "code": unit.code, "role": unit.role}


def _keep(book: "Book", **told: Any) -> None:
    book.put_setting(_SETTING, {**(book.setting(_SETTING) or {}), **told})


def _tell(book: "Book", label: str) -> Changes:
    """Into the trail; it is not undone, since what it tells happened outside of the rows."""
    with book.change(label) as change:
        change.number("recovery")
    return change.changes
