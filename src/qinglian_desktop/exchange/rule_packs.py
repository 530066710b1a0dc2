"""A changed rule pack on its way: the street seals it for its units, a unit looks and takes it in.

Nothing is replaced: a taken pack stands beside the older versions and holds by its own dates.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop import __version__
from qinglian_desktop.core import clock, pack_changes
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import Pack, in_force, in_words, parse_pack
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import container, offices, practice, stick
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.payload_limits import LIMITS
from qinglian_desktop.exchange.records import RulePack
from qinglian_desktop.exchange.sealing import seal, unseal
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

KIND, HOLIDAYS = "packs", "holidays"
# What a street may change; the words of the offices and the street's plan come with the program.
CHANGEABLE = (
    "self-government",
    "collective",
    "social-assistance",
    "chongqing-village",
    "decision-bodies",
    "decision-matters",
    "disclosure-catalogue",
    "disclosure-rules",
    "board-privacy",
    "reporting",
    "evaluation-indicators",
    "year-end",
    HOLIDAYS,
)
STREET_ONLY = ("roles", "upward-tables")  # what a street changes for itself; no unit gets it
_SORTS = {
    "disclosure-catalogue": "目录",
    "evaluation-indicators": "指标",
    "upward-tables": "表单",
    HOLIDAYS: "节假日",
}
_KINDS = {"village": "村", "community": "社区"}
_MEMBER = "rules"


class Offered(NamedTuple):
    """A pack that may be taken in: its text, where it comes from, what it changes."""

    pack: Pack
    text: bytes
    came_from: str
    base: Pack | None  # what held on its first day until now
    changes: tuple[pack_changes.ValueChange, ...]


def sort_of(name: str) -> str:
    """目录, 指标, 表单, 节假日, or simply 规则."""
    return _SORTS.get(name, "规则")


def is_sealed(path: Path) -> bool:
    """Is this the street's sealed pack (and not a bundle, a receipt, or a plain file)?"""
    try:
        return container.read_header(path).kind == KIND
    except Refused:
        return False


# --- the street ------------------------------------------------------------------------------


def issue(book: Book, path: Path, folder: Path) -> Changes:
    """Seals a pack for every enrolled unit it is for and takes it in here; `result` are the files.

    One change: an undo takes it out here, and says nothing to units that have it already.
    """
    if not book.unit.is_street:
        raise Refused("规则包由街道下发", "请在街道的程序里做这一步", code="QL-RP-010")
    offered = read(book, path)
    _refuse_earlier(book, offered.pack)
    if offered.pack.name in STREET_ONLY:
        return take(book, offered)
    units = [row for row in book.rows(Query("enrolled_unit")) if _is_for(row, offered.pack)]
    if not units:
        raise Refused("还没有登记好的单位，没有写出", "请先登记单位", code="QL-RP-011")
    stick.check_folder(folder)
    written = [_write(book, row, offered, folder) for row in units]
    return _kept(book, offered, f"下发{offered.pack.title}", written)


def _refuse_earlier(book: Book, new: Pack) -> None:
    """An open-ended pack that begins before one already issued would end again with that one."""
    issued = [
        one.effective_from
        for one in packs.taken(book.connection, book.files)
        if (one.name, one.unit_kind) == (new.name, new.unit_kind)
    ]
    last = max(issued, default=new.effective_from)
    if new.name != HOLIDAYS and new.effective_to is None and new.effective_from < last:
        what = f"生效日期早于已下发版本，那一版从{paper_day(last)}起管用"
        raise Refused(what, "请把生效日期改成那天或以后", code="QL-ST-102")


def _is_for(row: Row, pack: Pack) -> bool:
    return row["state"] == "已登记" and pack.unit_kind in ("", _kind_of(row["kind"]))


def _kind_of(word: str) -> str:
    return next((kind for kind, said in _KINDS.items() if said == word), "")


def _write(book: Book, row: Row, offered: Offered, folder: Path) -> Path:
    keys, unit = offices.own_keys(book), offices.unit_keys(book, row["office_id"])

    def fill(payload: PayloadWriter) -> None:
        payload.add_pack(_MEMBER, offered.text)

    draft = book.home / f"rules-{row['code']}.qlb"
    fields = {
        "kind": KIND,
        "from": book.unit.office_id,
        "to": row["office_id"],
        "stream_id": book.unit.stream_id,
        "bundle_no": 0,
        "high_seq": 0,
        "program": __version__,
    }
    try:
        seal(draft, fields, fill, keys.signing, (unit.recipient,))
        name = stick.safe_name(f"规则_{row['name']}_{offered.pack.version}.qlb")
        return stick.write_file(draft, folder / name)
    finally:
        draft.unlink(missing_ok=True)


# --- taking in -------------------------------------------------------------------------------


def read(book: Book, path: Path) -> Offered:
    """What a file offers: the street's sealed pack, or a plain pack file; nothing is written."""
    if is_sealed(path):
        with _unsealed(book, path) as text:
            return _offer(book, text, book.unit.street_name)
    try:
        if path.stat().st_size > LIMITS.pack:
            raise Refused(f"〔{path.name}〕太大，不是规则包", "请核对选的文件", code="QL-RP-012")
        text = path.read_bytes()
    except OSError as trouble:
        raise stick.refusal(trouble) from None
    came_from = book.unit.name if book.unit.is_street else "本单位导入的文件"
    offered = _offer(book, text, came_from)
    if not book.unit.is_street and offered.pack.name != HOLIDAYS:
        what = "这份规则不是街道下发的，没有采用"
        raise Refused(what, "请让街道用“下发规则包”写一份", code="QL-RP-013")
    return offered


def offered(book: Book, row_id: str) -> Offered:
    """What a pack changes that came with a bundle of the street and waits to be looked at."""
    row = book.row("offered_pack", row_id)
    if row is None:
        raise Refused("这份规则已经不在了", "请街道再下发一次", code="QL-RP-026")
    return _offer(book, book.files.read(row["content"]), row["came_from"])


@contextmanager
def _unsealed(book: Book, path: Path) -> Iterator[bytes]:
    header = container.read_header(path)
    practice.refuse_from(header.sender)
    if book.unit.is_street:
        raise Refused("这是街道下发的规则包，由村、社区采用", "请选规则文件", code="QL-RP-014")
    street = offices.street_keys(book)
    if header.sender != street.office:
        what = "这份规则不是本街道下发的，没有采用"
        raise Refused(what, "请核对是不是拿错了 U 盘", code="QL-RP-015")
    opened = unseal(
        path,
        my_keys=offices.own_keys(book),
        signer=street,
        addressed_to=book.unit.office_id,
        scratch=book.home / "inbox",
    )
    with opened as bundle:
        bundle.reader.prove_others(())
        if bundle.reader.packs() != (_MEMBER,):
            raise Refused("这个包里没有规则", "请让街道重新写一份", code="QL-RP-016")
        yield bundle.reader.pack(_MEMBER)


def _offer(book: Book, text: bytes, came_from: str) -> Offered:
    pack = _parsed(text)
    _refuse_stranger(book, pack)
    _refuse_unreadable(pack)
    kind = pack.unit_kind or book.unit.spoken
    there = packs.held(book.connection, book.files, pack.name, kind)
    worded = in_words(pack, packs.named("words"), kind)
    if any(one.version == pack.version for one in there if one.unit_kind == pack.unit_kind):
        what = f"“{pack.title}”{pack.version} 版这里已经有了"
        raise Refused(what, "不用再采用", code="QL-RP-017")
    base = _base(there, worded)
    _refuse_shapeless(there, worded)
    if pack.name == HOLIDAYS:
        _refuse_other_years(worded)
    _refuse_dead(there, worded, kind)
    labels = dict(packs.named("pack-labels")[0].value("labels"))
    return Offered(pack, text, came_from, base, pack_changes.changes(base, worded, labels))


def _parsed(text: bytes) -> Pack:
    try:
        return parse_pack(tomllib.loads(text.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Refused("这个文件不是规则包", "请核对选的文件", code="QL-RP-018") from None
    except RecursionError:
        raise Refused("这个文件套得太深，不是规则包", "请核对选的文件", code="QL-RP-018") from None


def _refuse_stranger(book: Book, pack: Pack) -> None:
    own = STREET_ONLY if book.unit.is_street else ()
    if pack.name not in (*CHANGEABLE, *own):
        what = f"“{pack.title}”这类规则不能下发"
        raise Refused(what, "这类规则随程序升级", code="QL-RP-019")
    if not book.unit.is_street and pack.unit_kind not in ("", book.unit.kind):
        whose = _KINDS[pack.unit_kind]
        what = f"“{pack.title}”是给{whose}用的，没有采用"
        raise Refused(what, "请向街道核对", code="QL-RP-020")


def _refuse_unreadable(pack: Pack) -> None:
    """Names that would not fit a line or the name of a file."""
    for text, most in ((pack.version, 40), (pack.title, 60), (pack.source, 500)):
        if len(text) > most or not text.isprintable():
            what = f"规则包的名称、版本或者依据太长，或者有看不见的字（{text[:20]}）"
            raise Refused(what, "请改好再下发", code="QL-RP-024")


def _refuse_other_years(pack: Pack) -> None:
    """Days off that lie in another year than the schedule is for."""
    year = int(pack.value("year"))
    spans = [(row["first"], row["last"]) for row in pack.rows("off")]
    spans += [(row["day"], row["day"]) for row in pack.rows("work")]
    near = range(year - 1, year + 2)
    if not all(first <= last and {first.year, last.year} <= set(near) for first, last in spans):
        raise Refused(f"放假安排里有不是 {year} 年的日期", "请改好再导入", code="QL-RP-025")


def _base(there: tuple[Pack, ...], new: Pack) -> Pack | None:
    """What held on the first day of the new one until now."""
    if new.name == HOLIDAYS:
        same = [one for one in there if one.data.get("year") == new.data.get("year")]
        return max(same, key=lambda one: one.version, default=None)
    try:
        return in_force(there, new.name, new.effective_from, new.unit_kind or _kind(there))
    except Refused:
        return None


def _kind(there: tuple[Pack, ...]) -> str:
    return next((one.unit_kind for one in there if one.unit_kind), "")


def _refuse_shapeless(there: tuple[Pack, ...], new: Pack) -> None:
    """A pack without what the program looks for in it would be found out too late."""
    like = [one for one in there if one.unit_kind == new.unit_kind] or list(there)
    newest = max(like, key=lambda one: (one.effective_from, one.version), default=None)
    gone = pack_changes.lacking(newest, new) if newest else ()
    odd = pack_changes.impossible(new)
    if odd:
        what = f"规则包里“{odd[0]}”这样的数不对"
        raise Refused(what, "请改好再下发", code="QL-RP-023")
    if gone:
        what = f"规则包里少了“{gone[0]}”等 {len(gone)} 项，或者写法不对"
        raise Refused(what, "请在原来那一版上改，再下发", code="QL-RP-021")


def _refuse_dead(there: tuple[Pack, ...], new: Pack, kind: str) -> None:
    """By its dates and its version it must be the one that holds from its first day to its last."""
    if new.name == HOLIDAYS:
        calendar = Calendar.of((*there, new))
        alone = Calendar.of((new,))
        holds = all(calendar.day_off(day) == alone.day_off(day) for day in alone.holidays)
    else:
        last = new.effective_to or max(new.effective_from, clock.today())
        days = (new.effective_from, last)
        holds = all(in_force((*there, new), new.name, day, kind) is new for day in days)
    if not holds:
        since = paper_day(new.effective_from)
        what = f"从{since}起仍是原来那一版管用，这一份不会生效"
        raise Refused(what, "请把版本号改大，或者改生效日期", code="QL-RP-022")


def take(book: Book, offered: Offered) -> Changes:
    """Takes the pack in, beside the older ones; one change that can be undone."""
    return _kept(book, offered, f"采用{offered.pack.title}", None)


def _kept(book: Book, offered: Offered, label: str, result: Any) -> Changes:
    pack, file_id = offered.pack, book.files.add(offered.text)
    _offer(book, offered.text, offered.came_from)  # what was taken in since it was looked at?
    with book.change(label) as change:
        change.put(
            RulePack(
                name=pack.name,
                version=pack.version,
                title=pack.title,
                from_on=pack.effective_from,
                until_on=pack.effective_to,
                unit_kind=pack.unit_kind or None,
                source=pack.source,
                came_from=offered.came_from,
                content=file_id,
                taken_at=clock.now(),
                taken_by=book.operator.name,
            )
        )
        change.result = result
    return change.changes
