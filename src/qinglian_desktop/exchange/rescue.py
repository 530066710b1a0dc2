"""The street as the way back: a locked unit asks, the street's recovery key answers.

Beside the keys of every office lies one more code, sealed to the recovery key that the street
keeps on paper. The unit carries it over on a stick (求助文件); the street opens it with the paper
and hands back the code: as a file that only this computer can read, or spoken. Each code helps
once. Both files are short JSON texts, so that they can be looked at, and hold nobody's data.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import canonical, clock, code
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import age, keys, offices, practice, stick
from qinglian_desktop.store import keyfile
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole
from qinglian_desktop.store.recovery import office

ASKING, ANSWERING = "qinglian-help", "qinglian-help-answer"
_WAITING: Final = "求助中.json"  # the key that reads the answer; gone once it was used
_LARGEST: Final = 64 * 1024


class Asked(NamedTuple):
    """A 求助文件 as the street reads it; `digits` stand on both screens."""

    office: str
    name: str
    code: str
    asked_on: str
    digits: str
    sealed: str
    reply_to: str


def keep_with_street(book: Book) -> bool:
    """Seals a code to the street's recovery key, where there is none yet; True when it was made.

    Only somebody who holds both keys can give them; else it waits for the next who does.
    """
    if not book.keys.encrypted or book.keys.sealed is None or not book.writable:
        return False
    recipient = offices.recovery_recipient(book)
    held = book.keys.slot(keyfile.STREET)
    if held is not None and held.get("recipient") == recipient:
        return False
    made = code.make()
    changed = keyfile.put_code(
        book.home, book.keys, keyfile.STREET, made, recipient=recipient, office=office(book),
        made_on=clock.today().isoformat(),
        sealed_code=keys.escrow(made.encode(), recipient),
    )  # fmt: skip
    book.keys = book.keys._replace(slots=changed.slots)
    return True


# -- at the unit, which cannot open its data ---------------------------------------------------


def ask(home: Path, folder: Path) -> tuple[Path, str]:
    """Writes the 求助文件 into `folder`; its path, and the digits to compare with the street."""
    held = next((s for s in keyfile.load(home) if s["kind"] == keyfile.STREET), None)
    if held is None:
        raise Refused(
            "这份数据还没有交给街道保管的钥匙", "请用恢复单；以后打开一次程序就会备好",
            code="QL-SE-095",
        )  # fmt: skip
    stick.check_folder(folder)
    reader = age.Identity.generate()
    told = {
        "format": 1, "kind": ASKING, "office": held["office"], "sealed": held["sealed_code"],
        "reply_to": reader.recipient, "asked_on": clock.today().isoformat(),
    }  # fmt: skip
    data = canonical.dumps(told)
    write_whole(home / _WAITING, json.dumps({"reader": reader.text}).encode())
    name = stick.safe_name(f"求助文件_{held['office']['name']}.qlh")
    return _out(home, data, folder / name), _digits(data)


def code_of(home: Path, answer: Path) -> str:
    """The code in the street's answer; Refused when it was written for another computer."""
    told = _read(answer, ANSWERING, "答复文件")
    try:
        waiting = json.loads((home / _WAITING).read_text("utf-8"))
        reader = age.Identity.parse(str(waiting["reader"]))
        return keys.recover(str(told["sealed"]), reader).decode("ascii")
    except (OSError, ValueError, KeyError, TypeError, Refused) as trouble:
        raise Refused(
            "这个答复文件不是回答这台电脑的", "请核对是不是拿错了，或重新写一份求助文件",
            code="QL-SE-096",
        ) from trouble  # fmt: skip


def close(home: Path) -> None:
    """Back in: what waited for the answer goes."""
    (home / _WAITING).unlink(missing_ok=True)


# -- at the street -----------------------------------------------------------------------------


def asked(book: Book, path: Path) -> Asked:
    """What a unit asks, checked against the roster; nothing is opened yet."""
    if not book.unit.is_street:
        raise Refused("求助文件由街道来办", "请把它交给街道")
    told = _read(path, ASKING, "求助文件")
    try:
        of, data = told["office"], canonical.dumps(told)
        age.recipient_key(str(told["reply_to"]))
        found = Asked(
            str(of["id"]), str(of["name"]), str(of["code"]), str(told["asked_on"]), _digits(data),
            str(told["sealed"]), str(told["reply_to"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, Damaged) as trouble:
        raise _unreadable("求助文件") from trouble
    practice.refuse_from(found.office)
    known = book.rows(Query("enrolled_unit", (Where("office_id", "=", found.office),), limit=1))
    if not known and found.office != book.unit.office_id:
        raise Refused(
            f"单位名册里没有〔{found.name}〕", "请核对是不是别的街道的单位", code="QL-SE-097"
        )
    return found


def answer(book: Book, given: Asked, recovery: str, folder: Path) -> tuple[Path, str]:
    """Opens the code with the recovery key from the safe; the answer file and the code itself.

    Whom it was for, and that it was done, stay in the trail; the code stands nowhere.
    """
    found = _opened(given.sealed, recovery)
    stick.check_folder(folder)
    told = {
        "format": 1, "kind": ANSWERING, "office": given.office,
        "sealed": keys.escrow(found.encode(), given.reply_to),
    }  # fmt: skip
    with book.change(f"帮{given.name}找回：核对数 {given.digits}"[:60]) as change:
        change.number("rescue")
    name = stick.safe_name(f"答复文件_{given.name}.qla")
    return _out(book.home, canonical.dumps(told), folder / name), found


def own_code(home: Path, recovery: str) -> str:
    """The street forgot its own PIN: the code beside its keys, by its recovery key."""
    held = next((s for s in keyfile.load(home) if s["kind"] == keyfile.STREET), None)
    if held is None:
        raise Refused("这份数据没有用恢复密钥锁过", "请用恢复单", code="QL-SE-095")
    return _opened(str(held["sealed_code"]), recovery)


# -- the street's own recovery key, until it is on paper ---------------------------------------


def pending_key(book: Book) -> str:
    """The recovery key that waits to be printed; "" once a copy on paper was tried."""
    return str(book.setting(offices.PENDING) or "")


def tried_key(book: Book, typed: str) -> None:
    """It was typed from the paper and opens what is sealed to it: now it stands on paper alone."""
    held = book.keys.slot(keyfile.STREET)
    if held is not None:
        _opened(str(held["sealed_code"]), typed)
    elif _identity(typed).recipient != offices.recovery_recipient(book):
        raise Refused(
            "这把恢复密钥和本街道的对不上", "请核对是不是本街道的那一张", field="recovery",
            code="QL-SE-098",
        )  # fmt: skip
    with book.change("恢复密钥试过，电脑里不再留") as change:
        change.number("rescue")
        book.put_setting(offices.PENDING, "")


def _identity(typed: str) -> age.Identity:
    try:
        return age.Identity.parse("".join(typed.split()).upper())
    except (Refused, ValueError) as trouble:
        raise Refused(
            "恢复密钥不对，可能有一位打错", "请照纸上再看一遍，或用扫码枪扫那个方块",
            field="recovery", code="QL-SE-098",
        ) from trouble  # fmt: skip


def _opened(sealed: str, recovery: str) -> str:
    identity = _identity(recovery)
    try:
        return code.read(keys.recover(sealed, identity).decode("ascii"))
    except (Refused, ValueError) as trouble:
        raise Refused(
            "这把恢复密钥打不开它", "请核对是不是本街道最早的那一张", field="recovery",
            code="QL-SE-098",
        ) from trouble  # fmt: skip


# -- the two files -----------------------------------------------------------------------------


def _digits(data: bytes) -> str:
    """Eight digits of what was asked, for two people who compare them by telephone."""
    told = f"{int.from_bytes(hashlib.sha256(data).digest(), 'big') % 10**8:08d}"
    return f"{told[:4]} {told[4:]}"


def _out(home: Path, data: bytes, target: Path) -> Path:
    draft = home / f"{target.name}.draft"
    write_whole(draft, data)
    try:
        return stick.write_file(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path, kind: str, sort: str) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _unreadable(sort)
        told = canonical.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as trouble:
        raise _unreadable(sort) from trouble
    if not isinstance(told, dict) or told.get("kind") != kind:
        raise Refused(f"这不是{sort}", f"请选{sort}", code="QL-SE-099")
    return told


def _unreadable(sort: str) -> Damaged:
    return Damaged(f"这个{sort}读不出来", "请重新写一份", code="QL-SE-099")
