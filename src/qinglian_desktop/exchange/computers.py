"""The computers of one office: who let each of them in, whose signature counts, who is stopped.

The street knows the first computer of an office by its enrolment. Every other one has a signing
key of its own and a proof: the first one vouched for a key that is used once, and that key
vouches for the new computer's own. No private key ever lies on two computers, save the one that
opens what is sent to the office.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import offices, outgoing_survey
from qinglian_desktop.exchange.container_header import PROOF, Header
from qinglian_desktop.exchange.keys import PublicKeys, SigningKey, key_id, verify
from qinglian_desktop.exchange.records import Computer, StoppedComputer
from qinglian_desktop.store import branching, people, stops
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_OWN = "computer"  # the setting: the proof of this computer, and the keys of the first one
IN_USE, WAITING, STOPPED = "在用", "等它开机", stops.STOPPED
_LETS_IN, _IS = b"qlb1-lets-in\0", b"qlb1-computer\0"
_SHAPE: Mapping[str, type] = {
    "admit": str,
    "by": str,
    "by_sig": str,
    "number": int,
    "own_sig": str,
    "sign": str,
}


# -- letting in --------------------------------------------------------------------------------


def let_in(office: str, number: int, first: SigningKey, once: SigningKey) -> dict[str, Any]:
    """The first computer vouches for a key that lets one more computer in."""
    told = {"admit": once.public.hex(), "by": first.key_id, "number": number}
    signature = first.sign(_LETS_IN + canonical.dumps({**told, "office": office}))
    return {**told, "by_sig": signature.hex()}


def proof(office: str, let: Mapping[str, Any], once: SigningKey, own: SigningKey) -> dict[str, Any]:
    """What the new computer shows from then on: the key that let it in vouches for its own."""
    told = {"number": let["number"], "office": office, "sign": own.public.hex()}
    signature = once.sign(_IS + canonical.dumps(told))
    return {**let, "own_sig": signature.hex(), "sign": told["sign"]}


def proved(first: PublicKeys, given: object) -> bytes | None:
    """The public signing key a proof stands for; None for what `first` never let in."""
    if not isinstance(given, dict) or set(given) != set(_SHAPE):
        return None
    if not all(type(given[name]) is sort for name, sort in _SHAPE.items()):
        return None
    try:
        admit, by_sig, own_sig, sign = (
            bytes.fromhex(given[name]) for name in ("admit", "by_sig", "own_sig", "sign")
        )
    except ValueError:
        return None
    told = {"admit": given["admit"], "by": first.key_id, "number": given["number"]}
    lets = _LETS_IN + canonical.dumps({**told, "office": first.office})
    own = {"number": given["number"], "office": first.office, "sign": given["sign"]}
    if given["by"] != first.key_id or not verify(first.signing, by_sig, lets):
        return None
    return sign if verify(admit, own_sig, _IS + canonical.dumps(own)) else None


# -- this computer -----------------------------------------------------------------------------


def keep_own(book: Book, first: PublicKeys, shown: Mapping[str, Any]) -> None:
    book.put_setting(_OWN, {"first": first.as_object(), PROOF: dict(shown)})


def is_first(book: Book) -> bool:
    """Is this the computer the office was enrolled with? Only it lets others in."""
    return book.setting(_OWN) is None


def first_keys(book: Book) -> PublicKeys:
    """The keys of the office's first computer."""
    held = book.setting(_OWN)
    if held is None:
        return offices.public_keys(book)
    return PublicKeys.from_object(held["first"])


def label(book: Book) -> dict[str, Any]:
    """What the header of every bundle of this computer says beside its signature."""
    held = book.setting(_OWN)
    return {} if held is None else {PROOF: held[PROOF]}


def own_key_id(book: Book) -> str:
    return offices.own_keys(book).signing.key_id


def show_itself(change: Change) -> None:
    """A computer that has just read the list it stands in writes its key there, for all others."""
    book, held = change.book, change.book.setting(_OWN)
    if held is None:
        return
    for row in listed(book):
        if row["number"] == book.unit.computer and row["key_id"] is None:
            made = {"key_id": own_key_id(book), "state": IN_USE}
            made["proof"] = canonical.dumps(held[PROOF]).decode()
            change.put_row(Computer.table, row["id"], made)


def spoken(book: Book) -> str:
    """新街子社区, or 新街子社区2号电脑: in the names of the files it writes."""
    unit = book.unit
    return unit.name if unit.computer == 1 else f"{unit.name}{unit.computer}号电脑"


# -- whose signature counts --------------------------------------------------------------------


def signer(book: Book, first: PublicKeys, header: Header) -> PublicKeys:
    """The keys a bundle of this office must be signed with; Refused for a computer that is
    stopped. For one nobody let in those of the first: its signature will not fit.
    """
    key = header.signer_key_id
    known = listed(book, first.office)
    row = next((one for one in known if one["key_id"] == key), None)
    _refuse_stopped(book, first, header, row)
    if key == first.key_id:
        return first
    shown = header.extra.get(PROOF)
    sign = proved(first, shown)
    number = shown["number"] if sign and isinstance(shown, dict) else 0
    if sign is None and row is not None:  # let in by a first computer that was replaced since
        sign, number = _told(row), row["number"]
    if sign is None or key_id(sign) != key:
        return first
    if row is None and _is_stopped(book, first.office, first.key_id):
        return first  # whoever holds the keys of a lost computer lets nobody in any more
    same = [one for one in known if one["number"] == number]
    for one in same:
        if one["key_id"] is None:  # stopped before a word of it came
            _refuse_stopped(book, first, header, one)
    if any(one["key_id"] not in (None, key) for one in same):
        raise Refused(
            f"〔{first.name}〕的加机文件被用了两次，没有导入",
            "请在第一台电脑上重新加一台，用新的文件建立",
            code="QL-UB-182",
        )
    return replace(first, signing=sign, name=f"{first.name}（{number}号电脑）")


def _told(row: Row) -> bytes | None:
    try:
        return bytes.fromhex(canonical.loads((row["proof"] or "").encode())["sign"])
    except (ValueError, KeyError, TypeError):
        return None


def _refuse_stopped(book: Book, first: PublicKeys, header: Header, row: Row | None) -> None:
    stopped = [row] if row is not None and row["state"] == STOPPED else []
    for known_by in (header.signer_key_id, header.stream_id):  # a copy is known by its line
        stopped += _stops(book, first.office, known_by)
    for stop in stopped:
        # What had come before it was stopped may come again.
        if stop["last_stream"] == header.stream_id and header.high_seq <= (stop["last_seq"] or 0):
            continue
        raise Refused(
            f"〔{first.name}〕的这台电脑已停用，没有导入",
            "请在第一台电脑上重新加一台；只有这一台的，用新要的单位文件建立，再还原备份",
            code="QL-UB-183",
        )


def _stops(book: Book, office: str, key: str) -> list[Row]:
    return [stop for stop in _all_stops(book, office) if stop["key_id"] == key]


def _all_stops(book: Book, office: str) -> list[Row]:
    """Those of before a restore too."""
    rows = book.rows(Query(StoppedComputer.table, (Where("office_id", "=", office),)))
    return rows + [stop for stop in stops.kept(book.connection) if stop["office_id"] == office]


def _is_stopped(book: Book, office: str, key: str) -> bool:
    return bool(_stops(book, office, key))


# -- the list ----------------------------------------------------------------------------------


def listed(book: Book, office: str = "") -> list[Row]:
    """The computers of an office (this one unless said), by their number."""
    owner = (Where("owner", "=", office or book.unit.office_id),)
    return book.rows(Query(Computer.table, owner, order=(("number", False),)))


def others(book: Book) -> list[Row]:
    """The other computers of this office, those that have not begun yet too."""
    own = own_key_id(book)
    return [row for row in listed(book) if row["state"] != STOPPED and row["key_id"] != own]


def by_stream(book: Book) -> dict[str, str]:
    """Which computer of this office wrote a stream: 本机, 2号电脑 …"""
    named = {row["key_id"]: row["name"] for row in listed(book)}
    own = (Where("from_office", "=", book.unit.office_id),)
    found = {
        row["stream_id"]: named.get(row["signer"], "1号电脑")
        for row in book.rows(Query("received_bundle", own))
    }
    return {**found, book.unit.stream_id: "本机"}


def stop(book: Book, row_id: str, reason: str) -> Changes:
    """A computer of this office is lost or given away: nothing it writes from now on counts."""
    row = book.row(Computer.table, row_id)
    if row is None or row["state"] == STOPPED:
        raise Refused("这台电脑已经停用了", "请刷新列表", code="QL-UB-184")
    if row["key_id"] == own_key_id(book):
        raise Refused("本机不能停用自己", "请在另一台电脑上停用", code="QL-UB-185")
    people.need(book, "管电脑")
    with book.change(f"停用{row['name']}", reason=reason) as change:
        made = {"state": STOPPED, "stopped_on": clock.today().isoformat()}
        came = _came(book, book.unit.office_id, row["key_id"], first_keys(book).key_id)
        change.put_row(Computer.table, row_id, {**made, **came})
    return change.changes


def stop_for(book: Book, office: str, key: str, reason: str) -> Changes:
    """At the street: bundles a lost computer of a unit writes from now on are refused (F56)."""
    people.need(book, "停用单位")
    unit = offices.unit_row(book, office)
    name = unit["name"] if unit else "单位"
    if _is_stopped(book, office, key):
        raise Refused("这台电脑已经停用了", "请刷新列表", code="QL-UB-184")
    if not reason.strip():
        raise Refused("还没有写为什么停用", "例：电脑被盗", field="reason", code="QL-UB-186")
    came = _came(book, office, key, offices.unit_keys(book, office).key_id)
    made = StoppedComputer(
        office_id=office,
        office_name=name,
        key_id=key,
        last_stream=came["last_stream"],
        last_seq=came["last_seq"],
        reason=reason.strip(),
        stopped_on=clock.today(),
    )
    with book.change(f"停用{name}的一台电脑", reason=reason) as change:
        change.put(made)
    return change.changes


def _came(book: Book, office: str, key: str | None, first: str) -> Row:
    """How far the newest stream of a computer has come here: what it wrote up to then counts."""
    rows = book.rows(Query("received_bundle", (Where("from_office", "=", office),)))
    bundles = [row for row in rows if (row["signer"] or first) == key]
    newest = max(bundles, key=lambda one: (one["epoch"] or 1, one["high_seq"]), default=None)
    return {
        "last_stream": newest["stream_id"] if newest else None,
        "last_seq": newest["high_seq"] if newest else None,
    }


def stopped_streams(book: Book, office: str) -> frozenset[str]:
    """At the street: what the stopped computers of a unit wrote; nobody waits for them any more."""
    unit = offices.unit_row(book, office)
    stopped = _all_stops(book, office)
    stopped += [row for row in listed(book, office) if row["state"] == STOPPED]
    if not stopped or unit is None or not unit["public_keys"]:
        return frozenset()
    keys, first = {row["key_id"] for row in stopped}, offices.row_keys(unit).key_id
    came = book.rows(Query("received_bundle", (Where("from_office", "=", office),)))
    return frozenset(row["stream_id"] for row in came if (row["signer"] or first) in keys)


def branch(book: Book) -> Changes:
    """The data were copied by hand and both copies worked on: this one goes on by itself."""
    return branching.branch(book, outgoing_survey.acked_seq(book))


def at_the_street(book: Book) -> list[Row]:
    """Every computer of every unit a bundle came from: whose, which, its state, its last bundle."""
    found = []
    for unit in book.rows(Query("enrolled_unit", order=(("code", False),))):
        if not unit["public_keys"]:
            continue
        office, first = unit["office_id"], offices.row_keys(unit).key_id
        names = {row["key_id"]: row["name"] for row in listed(book, office)}
        came: dict[str, Row] = {}
        for row in book.rows(Query("received_bundle", (Where("from_office", "=", office),))):
            key = row["signer"] or first
            if key not in came or row["received_at"] >= came[key]["received_at"]:
                came[key] = row
        for key, row in sorted(came.items(), key=lambda one: names.get(one[0], "")):
            stopped = _is_stopped(book, office, key)
            found.append(
                {
                    "office": unit["name"],
                    "office_id": office,
                    "key_id": key,
                    "name": names.get(key) or ("1号电脑" if key == first else "另一台"),
                    "state": STOPPED if stopped else IN_USE,
                    "last": f"第 {row['number']} 号，{row['received_at'][:10]}",
                }
            )
    return found
