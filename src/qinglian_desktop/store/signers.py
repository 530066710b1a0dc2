"""Who checks what another entered (复核人), each by a PIN of their own on this computer.

They are those of the list of people (store/people) who are marked so. What a PIN is compared with
stands in the settings of this file: it is in no list, no paper, no trail and no bundle, and no
undoing brings an old PIN back. Wrong tries are counted there too, so they are asked for before a
change is opened.
"""

import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.signer import Signer, bare, names_in
from qinglian_desktop.store import keyfile, locks, people, roles, sounds, tries

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

LEAST, MOST = 4, 64  # characters of a PIN
TRIES, MINUTES = tries.MOST, tries.MINUTES
OPENING = "开机 PIN"  # vouches where no other signer can
_COMMON: Final = frozenset(("0000", "1111", "1234", "4321", "8888", "6666", "123456", "888888"))


# -- who there is ------------------------------------------------------------------------------


def listed(book: "Book", *, everybody: bool = False) -> list[Row]:
    """Those who check today, in the order they were added; `everybody`: who has left too."""
    return people.checkers(book, everybody=everybody)


def has_pin(book: "Book", signer: Row) -> bool:
    return "hash" in _kept(book, signer["id"])


def vouchers(book: "Book", *, but: str = "", leaving: bool = False) -> list[str]:
    """Who can vouch for a new PIN: the signers that have one.

    Where there is none of them a 管理员 does, or the PIN that opens the file, which the clerk
    knows, in an office that has none; and for somebody who leaves, so that a forgotten PIN and a
    colleague who is gone lock nobody out.
    """
    names = [one["name"] for one in listed(book) if one["id"] != but and has_pin(book, one)]
    if names and not leaving:
        return names
    admins = [one for one in people.admins(book) if one["id"] != but and has_pin(book, one)]
    opening = [OPENING] if book.keys.protected and not people.admins(book) else []
    more = [one["name"] for one in admins] or opening
    return [*names, *(name for name in more if name not in names)]


# -- the check ---------------------------------------------------------------------------------


def confirm(book: "Book", name: str, pin: str, *, other_than: str | Iterable[str] = "") -> str:
    """The name of the signer whose PIN this is; Refused when it is not, or is one of those.

    Ask before `book.change`: a wrong try is counted, and a refusal inside a change would take
    the count back.
    """
    signer = _found(book, name)
    others = (other_than,) if isinstance(other_than, str) else tuple(other_than)
    for other in others:
        if other and is_same(book, signer, other):
            raise Refused(
                "录入和复核不能是同一个人", "请复核人输入 PIN", field="name", code="QL-SZ-043"
            )
    _check(book, signer["id"], signer["name"], pin)
    return str(signer["name"])


def meant(book: "Book", name: str) -> str:
    """The signer with a PIN who is called so, however it was typed; "" when there is none."""
    able = (one for one in listed(book) if has_pin(book, one))
    return next((str(one["name"]) for one in able if is_same(book, one, name)), "")


def is_same(book: "Book", signer: Row, name: str) -> bool:
    """Is this signer one of those who are called so, also where the name was typed otherwise?

    A name that is another signer's own is another person, whatever it sounds like.
    """
    own = bare(signer["name"])
    others = {bare(one["name"]) for one in listed(book, everybody=True)} - {own}
    return any(
        asked == own or (asked not in others and bool(_said(asked) & _said(own)))
        for asked in names_in(name)
    )


def _said(name: str) -> set[str]:
    """How it sounds; a name in our letters is its own sound."""
    return {name} if name.isascii() else {sound.full for sound in sounds.sounds(name)}


def _found(book: "Book", name: str) -> Row:
    asked = bare(name)
    for signer in listed(book):
        if asked and bare(signer["name"]) == asked:
            return signer
    what = f"复核人里没有“{name.strip()}”" if name.strip() else "还没有选复核人"
    raise Refused(what, "请选名单里的人，或先在“谁在用”里加上", field="name", code="QL-SZ-140")


def _check(book: "Book", key: str, name: str, pin: str) -> None:
    """Counts wrong tries; after five nothing is compared for ten minutes."""
    if book.connection.in_transaction:
        raise RuntimeError("a PIN is asked for before the change is opened")
    kept, now = _kept(book, key), datetime.fromisoformat(clock.now())
    count = _counted(kept)
    if (held := count.held(now)) != count:
        _keep(book, key, {**kept, **held._asdict()})
    _refuse_locked(held, name, now)
    if not pin:
        raise Refused("还没有输入 PIN", f"请{name}输入自己的 PIN", field="pin", code="QL-SE-081")
    if key != OPENING and "hash" not in kept:
        raise Refused(f"{name}还没有设 PIN", "请先在“谁在用”里设好", field="pin", code="QL-SZ-141")
    if _fits(book, key, kept, pin):
        if held != tries.Count():
            _keep(book, key, {**kept, **tries.Count()._asdict()})
        return
    count = held.one_more(now)
    _keep(book, key, {**kept, **count._asdict()})
    _refuse_locked(count, name, now)
    raise Refused(
        f"PIN 不对，还可以试 {count.left} 次", "忘记了可以在“谁在用”里重设", field="pin",
        code="QL-SE-081",
    )  # fmt: skip


def check_pin(book: "Book", one: Row, pin: str) -> None:
    """Refused, and counted, unless this is the PIN of this person of the list."""
    _check(book, one["id"], one["name"], pin)


def confirm_opening(book: "Book", pin: str) -> None:
    """The one PIN of a folder in which nobody is told apart."""
    _check(book, OPENING, "", pin)


def opening_slot(book: "Book") -> str | None:
    """The slot of the one PIN for everybody that the first versions wrote; None: any of them."""
    shared = (slot for slot in book.keys.slots if slot["kind"] == "pin" and not slot.get("id"))
    return "" if next(shared, None) is not None else None


def fits(book: "Book", one: Row, pin: str) -> bool:
    """Is it their PIN? Neither refused nor counted: another door has done that."""
    kept = _kept(book, one["id"])
    return "hash" in kept and _fits(book, one["id"], kept, pin)


def keep_pin(book: "Book", row_id: str, pin: str) -> None:
    """What their PIN is compared with from now on."""
    _keep(book, row_id, hashed(pin))


def _counted(kept: Mapping[str, Any]) -> tries.Count:
    return tries.Count(
        int(kept.get("wrong") or 0), str(kept.get("until") or ""), int(kept.get("locks") or 0)
    )


def _refuse_locked(count: tries.Count, name: str, now: datetime) -> None:
    if seconds := count.seconds(now):
        raise Refused(
            f"{name}的 PIN 连错了 {TRIES} 次，先停一停", f"过 {-(-seconds // 60)} 分钟再试",
            field="pin", code="QL-SZ-142",
        )  # fmt: skip


def _fits(book: "Book", key: str, kept: Mapping[str, Any], pin: str) -> bool:
    if key == OPENING:
        try:
            keyfile.unlock(book.home, pin, opening_slot(book))
        except Refused:
            return False
        return True
    return hmac.compare_digest(keyfile.stretched(pin, kept).hex(), kept["hash"])


# -- the list and the PINs ---------------------------------------------------------------------


def add(
    book: "Book", name: str, role: str, pin: str, *, vouched_by: str = "", their_pin: str = "",
    checks: bool = True, admin: bool = False,
) -> Changes:  # fmt: skip
    """One more person. Who checks is vouched for, from the second on, by somebody who can already;
    anybody else is added by a 管理员.
    """
    people.need(book, "管人")
    spoken = name.strip()
    if not bare(spoken):
        raise Refused("还没有写姓名", "请写这个人的姓名", field="name", code="QL-SZ-143")
    if any(bare(one["name"]) == bare(spoken) for one in people.listed(book)):
        raise Refused(
            f"名单里已经有{spoken}", "忘记 PIN 可以重设，不用再加", field="name", code="QL-SZ-144"
        )
    if role not in roles.offered(book):
        raise Refused("还没有选岗位", "请选一个岗位", field="role", code="QL-SZ-145")
    refuse_weak(pin)
    by = _vouched(book, vouched_by, their_pin) if checks else book.operator.name
    row_id, today = clock.new_id(), clock.today().isoformat()
    draft = {
        "name": spoken, "role": role, "since": today, "pin_on": today, "pin_by": by,
        "checks": int(checks), "admin": int(admin),
    }  # fmt: skip
    keys = _keys_with(book, role, vouched_by, their_pin)
    with (
        locks.waiting(book, keys, row_id, spoken, role, pin, opens=admin),
        book.change(f"加人：{spoken}，{role}"[:60]) as change,
    ):
        change.put_row(Signer.table, row_id, draft)
        _keep(book, row_id, hashed(pin))
        change.result = row_id
    return change.changes


def change_pin(book: "Book", row_id: str, old: str, new: str) -> Changes:
    """By the person, who knows the old one."""
    signer = _there(book, row_id)
    refuse_weak(new)
    _check(book, row_id, signer["name"], old)
    keys = locks.keys_of(book, row_id, old)
    return put_pin(
        book, signer, new, signer["name"], "改 PIN", "", keys, closes=bool(signer["admin"])
    )


def reset(
    book: "Book", row_id: str, new: str, reason: str, *, vouched_by: str = "", their_pin: str = ""
) -> Changes:
    """PIN forgotten. Of somebody who checks: another of them or the opening PIN vouches. Of anybody
    else, and where nobody could vouch, a 管理员 does it; the list shows that nobody vouched.
    """
    signer = _there(book, row_id)
    refuse_weak(new)
    if not reason.strip():
        raise Refused(
            "还没有写为什么重设", "例如：本人忘记了，当面重设", field="reason", code="QL-SZ-146"
        )
    able = vouchers(book, but=row_id) if signer["checks"] != 0 else []
    if not able and not _only_here(book, signer):
        people.need(book, "管人")
    if signer["checks"] == 0:
        by = book.operator.name
    else:
        by = _vouched(book, vouched_by, their_pin, but=row_id)
    keys = _keys_with(book, signer["role"], vouched_by, their_pin)
    return put_pin(
        book, signer, new, by, "重设 PIN", reason.strip(), keys, closes=bool(signer["admin"])
    )


def _only_here(book: "Book", one: Row) -> bool:
    """The only 管理员 of a folder that opens without a PIN: no sheet and no street could help."""
    others = (a for a in people.admins(book) if a["id"] != one["id"] and has_pin(book, a))
    return bool(one["admin"]) and not book.keys.protected and next(others, None) is None


def leave(book: "Book", row_id: str, *, vouched_by: str = "", their_pin: str = "") -> Changes:
    """Uses it no longer from today on; what was done and checked keeps the name."""
    signer = _there(book, row_id)
    people.need(book, "管人")
    if signer["admin"] and len(people.admins(book)) == 1:
        raise Refused("至少保留一名管理员", "请先让另一个人当管理员，再停用", code="QL-SE-092")
    if signer["checks"] != 0:
        _vouched(book, vouched_by, their_pin, leaving=True)
    locks.keep_sealed(book, row_id, signer["name"])
    with book.change(f"停用：{signer['name']}"[:60]) as change:
        change.put_row(Signer.table, row_id, {"left_on": clock.today().isoformat()})
        _keep(book, row_id, {})
    locks.take_away(book, row_id)
    return change.changes


def appoint(
    book: "Book", row_id: str, role: str, *, checks: bool, admin: bool, vouched_by: str = "",
    their_pin: str = "",
) -> Changes:  # fmt: skip
    """Another role, or another mark. Who is to check from now on is vouched for as a new one."""
    signer = _there(book, row_id)
    people.need(book, "管人")
    if role not in roles.offered(book):
        raise Refused("还没有选岗位", "请选一个岗位", field="role", code="QL-SZ-145")
    if signer["admin"] and not admin and len(people.admins(book)) == 1:
        raise Refused("至少保留一名管理员", "请先让另一个人当管理员，再改", code="QL-SE-092")
    if checks and signer["checks"] == 0:
        _vouched(book, vouched_by, their_pin)
    draft = {"role": role, "checks": int(checks), "admin": int(admin)}
    with book.change(f"改岗位：{signer['name']}，{role}"[:60]) as change:
        change.put_row(Signer.table, row_id, draft)
    locks.follow_role(book, row_id, role)
    return change.changes


def _vouched(book: "Book", name: str, pin: str, *, but: str = "", leaving: bool = False) -> str:
    """Who vouches for a PIN; the clerk where nobody else can."""
    able = vouchers(book, but=but, leaving=leaving)
    if not able:
        return f"{book.operator.name}（没有别人可证明）" if listed(book) else book.operator.name
    if name not in able:
        raise Refused(
            "要有一个人证明", f"请{'、'.join(able[:3])}里的一位输入 PIN", field="vouched_by",
            code="QL-SZ-147",
        )  # fmt: skip
    if name == OPENING:
        _check(book, OPENING, "", pin)
    else:
        check_pin(book, next(o for o in people.listed(book) if o["name"] == name), pin)
    return name


def _there(book: "Book", row_id: str) -> Row:
    signer = next((one for one in people.listed(book) if one["id"] == row_id), None)
    if signer is None:
        raise Refused("这个人已经不在名单里", "请刷新再看", code="QL-SZ-148")
    return signer


def _keys_with(book: "Book", role: str, vouched_by: str, their_pin: str) -> keyfile.Keys:
    """The keys to give to somebody of this role: the desk's, or those of whoever vouches where
    only they hold the key of the second file.
    """
    if not book.keys.opens_sealed and vouched_by and roles.sees_sealed(book, role):
        vouching = next((o for o in people.listed(book) if o["name"] == vouched_by), None)
        if vouching is not None:
            return locks.keys_of(book, vouching["id"], their_pin)
    return book.keys


def put_pin(
    book: "Book", signer: Row, pin: str, by: str, what: str, reason: str, keys: keyfile.Keys, *,
    closes: bool = False,
) -> Changes:  # fmt: skip
    """Writes somebody's new PIN; `by` says who, or what, vouched for it.

    With `closes`, a 管理员's, nothing opens without a PIN of somebody's own from now on.
    """
    label = f"{what}：{signer['name']}，{by}{'证明' if by != signer['name'] else ''}"[:60]
    row_id, name = signer["id"], signer["name"]
    with (
        locks.waiting(book, keys, row_id, name, signer["role"], pin, opens=closes),
        book.change(label, reason=reason) as change,
    ):
        draft = {"pin_on": clock.today().isoformat(), "pin_by": by}
        change.put_row(Signer.table, row_id, draft)
        change.number(f"signer:{row_id}")  # the same day again is a step of its own too
        _keep(book, row_id, hashed(pin))
    return change.changes


def refuse_weak(pin: str) -> None:
    if not LEAST <= len(pin) <= MOST or not pin.isprintable() or " " in pin:
        what, remedy = "PIN 太短、太长或者有空格", f"请用 {LEAST} 位以上的数字或字母"
        raise Refused(what, remedy, field="new", code="QL-SZ-149")
    if pin in _COMMON or len(set(pin)) == 1:
        raise Refused("这个 PIN 太好猜", "请换一个别人想不到的", field="new", code="QL-SZ-149")


def hashed(pin: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "salt": os.urandom(16).hex(),
        "passes": keyfile.PASSES,
        "memory_kib": keyfile.MEMORY_KIB,
    }
    return {**made, "hash": keyfile.stretched(pin, made).hex()}


def _kept(book: "Book", key: str) -> dict[str, Any]:
    return dict(book.setting(f"signer:{key}") or {})


def _keep(book: "Book", key: str, values: Mapping[str, Any]) -> None:
    book.put_setting(f"signer:{key}", dict(values))
