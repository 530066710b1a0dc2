"""The values an office settled itself: put into the packs it asks for, kept, taken back.

core/own_value says which they are. The list of them is read when there is an answer at all, or
when the clerk opens it: a start needs neither.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import clock, own_value
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.own_value import OwnValue, Place, Spec
from qinglian_desktop.core.pack import Pack, evidence_label
from qinglian_desktop.core.record import Row
from qinglian_desktop.store import packs
from qinglian_desktop.store.engine import Connection

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.readings import Readings

TABLE = "own-defaults"
_COLUMNS = ("rule", "value", "shown", "instead", "from_on", "until_on", "told_by", "told_on")
_FIRST = date(2018, 12, 29)  # the day from which the packs hold
_AHEAD = 366  # days
_MOST_WORDS = 40
_KEPT = 64  # packs with answers in them that are held ready
# The pack as given stands beside what was made of it, so that it lives as long as its number.
_MADE: dict[tuple[int, tuple[tuple[Any, ...], ...]], tuple[Pack, Pack]] = {}


def in_pack(connection: Connection, pack: Pack, day: date, words: str) -> Pack:
    """The pack as this office goes by it on that day."""
    found = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM own_value WHERE pack = ? AND deleted = 0"
        " ORDER BY rule, from_on",
        (pack.name,),
    ).fetchall()
    every = [dict(zip(_COLUMNS, row, strict=True)) for row in found]
    held = (own_value.holding(every, rule, day) for rule in dict.fromkeys(r["rule"] for r in every))
    rows = [row for row in held if row is not None]
    if not rows:
        return pack
    # Not by the day: it only decides which answers hold.
    key = id(pack), tuple(tuple(row.values()) for row in rows)
    if key not in _MADE:
        if len(_MADE) >= _KEPT:
            _MADE.clear()
        made = own_value.applied(pack, _table(words), rows, day, street=_of_the_street(pack))
        _MADE[key] = pack, made
    return _MADE[key][1]


def _table(words: str) -> Pack:
    return packs.worded(TABLE, words)[-1]


def _of_the_street(pack: Pack) -> bool:
    """Was the pack taken in, and did not come with the program?"""
    return all(one.id != pack.id for one in packs.named(pack.name))


# -- what there is to settle -------------------------------------------------------------------


class Open(NamedTuple):
    """One value that rests on no law: what the pack says, what the office was told."""

    spec: Spec
    pack: Pack
    given: Any  # what the pack says
    grounds: str  # on what that rests, in words
    answer: Row | None  # what the office goes by today
    coming: Row | None  # an answer that begins later
    beaten: str  # why an answer does not hold: the street, or a law, has said so since

    @property
    def now(self) -> str:
        """What is gone by today, in words."""
        return str(self.answer["shown"]) if self.answer else self.spec.shown(self.given)


def open_values(book: "Readings", day: date) -> list[Open]:
    """Everything the office may settle, in the order of the list."""
    words = book.unit.spoken
    table, rows = _table(words), answers(book)
    names = dict.fromkeys(row["pack"] for row in table.rows("values"))
    found = []
    for name in names:
        pack = book.given_pack(name, day)
        for spec in own_value.specs_of(table, pack):
            one = _looked_at(spec, pack, [row for row in rows if row["rule"] == spec.rule], day)
            if one is not None:
                found.append(one)
    return found


def _looked_at(spec: Spec, pack: Pack, rows: list[Row], day: date) -> Open | None:
    place = own_value.place_of(pack.data, spec.at)
    if place is None or not spec.fits(place.value):
        return None
    street = _of_the_street(pack)
    answer = own_value.holding(rows, spec.rule, day)
    holds = answer is not None and own_value.stands(spec, answer, place, street=street)
    if not place.open and answer is None:
        return None
    coming = min(
        (row for row in rows if row["from_on"] > day.isoformat()),
        key=lambda row: row["from_on"],
        default=None,
    )
    return Open(
        spec, pack, place.value, _grounds(place), answer if holds else None, coming,
        _beaten(pack, place, street=street) if answer is not None and not holds else "",
    )  # fmt: skip


def _grounds(place: Place) -> str:
    label = evidence_label(place.ground)
    return label if place.basis in label else f"{place.basis}（{label}）"


def _beaten(pack: Pack, place: Place, *, street: bool) -> str:
    whose = "街道" if street else "程序"
    what = "定了这一项" if place.open else "有了依据"
    return f"{whose}的“{pack.title}”{pack.version} 版{what}，按它办"


def answers(book: "Readings") -> list[Row]:
    return book.rows(Query(OwnValue.table, order=(("from_on", False),)))


# -- settling ----------------------------------------------------------------------------------


def settle(
    book: "Book", rule: str, typed: str, from_on: date, told_by: str, told_on: date
) -> Changes:
    """Keeps what the office was told, from that day on; one change that can be undone.

    Told again for the same first day, the later answer takes the place of the earlier one.
    """
    one = _found(book, rule, from_on)
    value = one.spec.read(typed)
    words = _checked(told_by, from_on, told_on)
    draft = {
        "pack": one.spec.pack, "rule": rule, "title": one.spec.label,
        "value": own_value.kept(value), "shown": one.spec.shown(value),
        "instead": own_value.kept(one.given), "was": one.spec.shown(one.given),
        "from_on": from_on.isoformat(), "until_on": None,
        "told_by": words, "told_on": told_on.isoformat(),
    }  # fmt: skip
    there = book.find(OwnValue, rule=rule, from_on=from_on.isoformat())
    with book.change(f"{one.spec.label}：{draft['shown']}"[:60]) as change:
        if there is None:
            change.add(OwnValue, draft)
        else:
            change.put_row(OwnValue.table, there["id"], draft)
        change.result = draft["shown"]
    return change.changes


def _found(book: "Book", rule: str, day: date) -> Open:
    """The value as it stands on that day; refused when it is not the office's to settle."""
    if book.unit.is_street:
        what, remedy = "街道的做法写在规则包里", "请用“下发规则包”改"
        raise Refused(what, remedy, code="QL-RP-032")
    if not _FIRST <= day <= clock.today() + timedelta(days=_AHEAD):
        what = f"{paper_day(day)}太早或者太晚"
        remedy = f"请填 {paper_day(_FIRST)}到今天以后一年以内的日期"
        raise Refused(what, remedy, field="from_on", code="QL-RP-033")
    pack_name = rule.partition(":")[0]
    table = _table(book.unit.spoken)
    known = any(row["pack"] == pack_name for row in table.rows("values"))
    pack = book.given_pack(pack_name, day) if known else None
    specs = own_value.specs_of(table, pack) if pack else ()
    spec = next((one for one in specs if one.rule == rule), None)
    if pack is None or spec is None:
        what = "这一项不能由本单位定"
        raise Refused(what, "有法律依据的、规则包里写明的，都按规则包办", code="QL-RP-034")
    one = _looked_at(spec, pack, [], day)
    if one is None:
        what = f"“{spec.label}”在{paper_day(day)}有依据，不能改"
        raise Refused(what, "请照规则包办", code="QL-RP-100")
    return one


def _checked(told_by: str, from_on: date, told_on: date) -> str:
    words = " ".join(told_by.split())
    if not words:
        raise Refused("还没有写谁答复的", "请写上，例如“街道张主任”", field="told_by",
                      code="QL-RP-035")  # fmt: skip
    if len(words) > _MOST_WORDS or not words.isprintable():
        raise Refused("“谁答复的”太长，或者有看不见的字", f"请写 {_MOST_WORDS} 个字以内",
                      field="told_by", code="QL-RP-101")  # fmt: skip
    if told_on > clock.today():
        raise Refused("答复的日期还没有到", "请核对日期", field="told_on", code="QL-RP-036")
    return words


def put_back(book: "Book", rule: str) -> Changes:
    """From today on the pack's own value again; what was done until then keeps its rule."""
    today = clock.today()
    there = (Where("rule", "=", rule),)
    rows = [row for row in book.rows(Query(OwnValue.table, there)) if _runs(row, today)]
    if not rows:
        raise Refused("这一项本来就按规则包办", "不用改回", code="QL-RP-037")
    with book.change(f"{rows[0]['title']}：改回规则包的"[:60]) as change:
        for row in rows:
            if row["from_on"] >= today.isoformat():
                change.drop(OwnValue.table, row["id"])
            else:
                until = (today - timedelta(days=1)).isoformat()
                change.put_row(OwnValue.table, row["id"], {"until_on": until})
    return change.changes


def _runs(row: Row, today: date) -> bool:
    return not row["until_on"] or row["until_on"] >= today.isoformat()
