"""How an office comes into being: the street issues, the unit enrols, the street accepts.

The identity is never typed. Keys are trusted only after the fingerprint on paper was compared.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange import (
    age,
    arrived,
    container,
    offices,
    practice,
    reads,
    stick,
    suites,
)
from qinglian_desktop.exchange.container_header import PLAIN, Header
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.exchange.sealing import seal, unseal_plain
from qinglian_desktop.store import identity, people
from qinglian_desktop.store.book import Book

KINDS = {"community": "社区", "village": "村"}
_ISSUE = "发单位文件"


def found_street(
    home: Path, name: str, code: str, records: Sequence[type[Record]], *, pin: str = ""
) -> Book:
    """A street office's data folder with its keys; the recovery key waits inside to be printed."""
    office_id = clock.new_id()
    unit = identity.new_unit(
        office_id=office_id,
        code=_code(code),
        name=checked_name(name),
        kind="street",
        role="street",
        street_id=office_id,
        street_name=checked_name(name),
    )
    book = Book.create(home, records, unit, pin=pin)
    keys, recovery = OfficeKeys.generate(), age.Identity.generate()
    offices.keep_own(book, keys)
    offices.keep_street(book, keys.public(office_id, name), recovery.recipient)
    book.put_setting(offices.PENDING, recovery.text)  # in the encrypted file until it is printed
    suites.keep_recovery(book, recovery)
    return book


def _code(code: str) -> str:
    if not code.isascii() or not code.isdigit() or not 6 <= len(code) <= 15:
        raise Refused("单位编码要是 6 至 15 位数字", "例：500110007001", field="code")
    return code


def checked_name(name: str) -> str:
    name = name.strip()
    if not 2 <= len(name) <= 40:
        raise Refused("单位名称要有 2 至 40 个字", "例：新街子社区", field="name")
    if not name.isprintable():
        raise Refused(
            "单位名称里有换行或看不见的字符", "请重新打一遍，例：新街子社区", field="name"
        )
    return name


def issue_unit(book: Book, name: str, kind: str, code: str, out_dir: Path) -> Changes:
    """Writes the unit file: identity, this street's public keys; `result` is its path."""
    if not book.unit.is_street:
        raise Refused("单位文件由街道来发", "请在街道的程序里做这一步")
    people.need(book, _ISSUE)
    if kind not in KINDS:
        raise Refused("单位类型只能是社区或村", "请选 community（社区）或 village（村）")
    name, code = checked_name(name), _code(code)
    row = _issued(book, "code", code)
    if row is not None and (row["name"], row["kind"]) != (name, KINDS[kind]):
        raise Refused(
            f"编码 {code} 已经发给〔{row['name']}〕",
            "请换一个编码，或用原来的名称补发",
            field="code",
        )
    if row is None and _issued(book, "name", name):
        raise Refused(f"〔{name}〕已经发过单位文件", "请用原来的编码补发", field="name")
    if row is not None and row["deleted"]:
        # A second identity would hide everything the first one has reported.
        raise Refused(
            f"〔{name}〕已经从名册里删除", "请先在回收站里恢复它，再用原来的编码补发", field="code"
        )
    office_id = row["office_id"] if row else clock.new_id()
    stick.check_folder(out_dir)
    path = _write_unit_file(book, office_id, name, kind, code, out_dir)
    with book.change(f"发给{name}单位文件") as change:
        if row is None:
            record = EnrolledUnit(office_id=office_id, code=code, name=name, kind=KINDS[kind])
            change.put(record)
        change.result = path
    return Changes(change.label, change.changes.touched, change.step, path)


def _issued(book: Book, field: str, value: str) -> Row | None:
    """The unit of that code or name, deleted ones too: an identity is never given twice."""
    found = book.rows(Query("enrolled_unit", (Where(field, "=", value),), deleted=True))
    return min(found, key=lambda row: int(row["deleted"]), default=None)


def _write_unit_file(
    book: Book, office_id: str, name: str, kind: str, code: str, out_dir: Path
) -> Path:
    keys = offices.own_keys(book)
    told = {
        "code": code,
        "epoch": str(arrived.newest_rank(book, office_id) + 1),
        "kind": kind,
        "name": name,
        "office": office_id,
        "recovery": offices.recovery_recipient(book),
        "street": book.unit.name,
    }
    public = offices.public_keys(book)
    draft = book.home / f"unit-{code}.qlb"
    _seal_plain(book.unit, "unit", office_id, draft, told, keys, public)
    try:
        return stick.write_file(draft, out_dir / stick.safe_name(f"单位文件_{name}.qlu"))
    finally:
        draft.unlink(missing_ok=True)


def _seal_plain(
    unit: identity.Unit,
    kind: str,
    to: str,
    path: Path,
    told: dict[str, Any],
    keys: OfficeKeys,
    public: PublicKeys,
) -> None:
    def fill(payload: PayloadWriter) -> None:
        payload.add_json("roster.json", told)

    fields = {
        "suite": PLAIN,
        "kind": kind,
        "from": unit.office_id,
        "to": to,
        "stream_id": unit.stream_id,
        "bundle_no": 0,
        "prev_bundle_hash": "",
        "base_seq": 0,
        "high_seq": 0,
        "full": False,
        "keys": public.as_object(),
    }
    seal(path, fields, fill, keys.signing, ())


def _read_plain(path: Path, kind: str, sort: str) -> tuple[Header, PublicKeys, dict[str, Any]]:
    """A unit or enrolment file, signed by the very keys it introduces."""
    header = container.read_header(path)
    if header.kind != kind:
        raise Refused(f"这不是{sort}", f"请选择{sort}")
    keys = header.carried_keys()
    if keys is None or keys.office != header.sender:
        raise Damaged(f"这个{sort}不完整", "请让对方重新写一份")
    with unseal_plain(path, keys) as bundle:
        told = bundle.reader.json("roster.json")
    if type(told) is not dict or not all(type(v) in (str, dict) for v in told.values()):
        raise Damaged(f"这个{sort}不完整", "请让对方重新写一份")
    return header, keys, dict(told)


def unit_named(unit_file: Path) -> str:
    """The name of the unit a unit file was issued to; Refused or Damaged when it is none."""
    _, _, told = _read_plain(unit_file, "unit", "单位文件")
    return str(told.get("name", ""))


def found_unit(
    home: Path, unit_file: Path, records: Sequence[type[Record]], *, pin: str = ""
) -> Book:
    """A unit's data folder from the file its street issued, with keys of its own."""
    try:
        header, street, told = _read_plain(unit_file, "unit", "单位文件")
        facts = {name: str(told[name]) for name in ("code", "kind", "name", "office", "street")}
        recovery = str(told["recovery"])
        age.recipient_key(recovery)
        _code(facts["code"])
        checked_name(facts["name"])
        checked_name(facts["street"])
    except KeyError as trouble:
        raise Damaged("这个单位文件不完整", "请向街道重新要一份") from trouble
    if facts["kind"] not in KINDS or facts["office"] != header.addressee:
        raise Damaged("这个单位文件里外说法不一致", "请向街道重新要一份")
    begins = str(told.get("epoch", "1"))  # after every history the street has seen of this office
    unit = identity.new_unit(
        epoch=int(begins) if begins.isascii() and begins.isdigit() and len(begins) < 10 else 1,
        office_id=facts["office"],
        code=facts["code"],
        name=facts["name"],
        kind=facts["kind"],
        role="unit",
        street_id=street.office,
        street_name=facts["street"],
    )
    book = Book.create(home, records, unit, pin=pin)
    offices.keep_own(book, OfficeKeys.generate())
    offices.keep_street(book, street, recovery)
    reads.note(book, header)
    return book


def write_enrolment(book: Book, to_dir: Path) -> tuple[Path, str]:
    """The unit's public keys for the street; the fingerprint goes on the signed paper form."""
    practice.refuse_to_write(book)
    keys, public = offices.own_keys(book), offices.public_keys(book)
    told = {"code": book.unit.code, "name": book.unit.name, "stream": book.unit.stream_id}
    stick.check_folder(to_dir)
    draft = book.home / "enrolment.qlb"
    _seal_plain(book.unit, "enrol", book.unit.street_id, draft, told, keys, public)
    try:
        name = stick.safe_name(f"登记文件_{book.unit.name}.qle")
        return stick.write_file(draft, to_dir / name), public.fingerprint
    finally:
        draft.unlink(missing_ok=True)


def enrol_unit(book: Book, path: Path, fingerprint: str) -> Changes:
    """Accepts a unit's keys once the digits on its signed paper form match."""
    people.need(book, _ISSUE)
    header, keys, told = _read_plain(path, "enrol", "登记文件")
    practice.refuse_from(header.sender)
    if header.addressee != book.unit.office_id:
        raise Refused("这份登记文件是写给别的街道的", "请核对是不是拿错了 U 盘")
    row = offices.unit_row(book, header.sender)
    if row is None:
        raise Refused("这个单位没有领过本街道的单位文件", "请先发给它单位文件，让它用那份文件建立")
    if _digits(fingerprint) != _digits(keys.fingerprint):
        raise Refused(
            f"指纹和登记文件里的对不上，没有登记〔{row['name']}〕",
            "请逐组核对盖章登记表上的 8 组数字",
            field="fingerprint",
        )
    with book.change(f"登记{row['name']}") as change:
        change.put_row("enrolled_unit", row["id"], _enrolled(keys, told))
        known = offices.row_keys(row).key_id if row["public_keys"] else ""
        reads.note(book, header, instead_of=known)
    return change.changes


def _enrolled(keys: PublicKeys, told: dict[str, Any]) -> Row:
    return {
        "state": "已登记",
        "public_keys": canonical.dumps(keys.as_object()).decode(),
        "stream_id": str(told.get("stream", "")) or None,
        "fingerprint": keys.fingerprint,
        "enrolled_on": clock.today().isoformat(),
    }


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def revoke_unit(book: Book, code: str) -> Changes:
    """A lost computer: bundles signed with its keys are refused from now on."""
    people.need(book, "停用单位")
    row = book.find(EnrolledUnit, code=code)
    if row is None:
        raise Refused(f"没有编码是 {code} 的单位", "请用“单位名册”查一下编码", field="code")
    with book.change(f"停用{row['name']}的钥匙") as change:
        change.put_row("enrolled_unit", row["id"], {"state": "已停用"})
    return change.changes
