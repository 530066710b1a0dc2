"""How is a paper hung in a slot, moved, taken off a board; what does today's list print?"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Column, Document, SignLine, Table
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import slots, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.actions import hanging, posting
from qinglian_desktop.modules.disclosure.reads import own_notice, row_day, stay_of
from qinglian_desktop.modules.disclosure.wall_reads import Slot
from qinglian_desktop.modules.disclosure.wall_records import Hanging, NoticeBoard
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts

_MOST = 8  # slots in a row or column that a picture can still show
# What may be written into a hanging afterwards; the rest is written by its steps.
_OPEN_FIELDS = ("posted_by", "witness", "removed_by", "proof")


# -- boards ----------------------------------------------------------------------------------


def save_board(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A board with its slots. Refused for a name in use, a size that cannot be drawn, or one
    that is too small for what hangs there.
    """
    before = ledger.there(book, NoticeBoard.table, row_id) if row_id else {}
    new = {"across": 3, "down": 2, **before, **draft}
    name = (new.get("name") or "").strip()
    twin = book.find(NoticeBoard, name=name, owner=book.unit.office_id) if name else None
    if twin is not None and twin["id"] != row_id:
        raise Refused(f"已经有一块“{name}”", "换一个名称，例：东门公开栏", field="name",
                      code="QL-PD-064")  # fmt: skip
    for field in ("across", "down"):
        if not 1 <= (new.get(field) or 0) <= _MOST:
            label = NoticeBoard.fields[field].label
            raise Refused(f"〔{label}〕应在 1 到 {_MOST} 之间", "大的公开栏可以分成两块登记",
                          field=field, code="QL-PD-065")  # fmt: skip
    if row_id:
        used = [row["slot"] or 0 for row in _hanging_on(book, row_id)]
        if used and wall_reads.size(new) < max(used):
            raise Refused(f"第 {max(used)} 格还贴着公告，格数不能比它少", "先撤下或换位置，再改",
                          field="down", code="QL-PD-066")  # fmt: skip
    return ledger.save_row(book, NoticeBoard.table, row_id, draft)


def drop_board(book: Book, row_id: str) -> Changes:
    """Refused while something hangs there."""
    if _hanging_on(book, row_id):
        raise Refused("这块公开栏上还贴着公告，不能删", "先把上面的撤下或换位置", code="QL-PD-067")
    return ledger.drop_row(book, NoticeBoard.table, row_id)


def _hanging_on(book: Book, board_id: str) -> list[Row]:
    return wall_reads.hangings(
        book, Where("board_id", "=", board_id), Where("state", "=", wall.HANGS)
    )


def _board(book: Book, board_id: str, slot: int) -> Row:
    board = ledger.there(book, NoticeBoard.table, board_id)
    if board["deleted"] or not 1 <= slot <= wall_reads.size(board):
        raise Refused("没有这一格", "在公开栏图上选一格", field="slot", code="QL-PD-068")
    return board


# -- up --------------------------------------------------------------------------------------


def hang(
    book: Book,
    notice_id: str,
    board_id: str,
    slot: int,
    on: date | None = None,
    *,
    by: str = "",
    witness: str = "",
    proof: Iterable[Path | str] = (),
    fonts: "Fonts | None" = None,
) -> Changes:
    """Into this slot: the notice is posted (上墙) if it was not, or hangs at one more place.

    What hung there and may come down is taken down the same day. `result` is the first day on
    which this one may come down. Refused while the slot is promised to another paper.
    """
    notice, board = own_notice(book, notice_id), _board(book, board_id, slot)
    day = on or _printed_day(notice) or clock.today()
    spot, photos = wall_reads.spot_of(board, slot), ledger.stored(book, proof)
    with book.change(f"上墙：{notice['number']}，{spot}", event_on=day) as change:
        if notice["state"] == steps.ON_BOARD:
            day = _one_more(book, notice, board, on)
        stay = stay_of(book, notice, day)
        until = stay.until_on
        _clear_slot(book, board, slot, day, until, by)
        if notice["state"] != steps.ON_BOARD:
            posting.post(book, notice_id, spot, day, photos, fonts=fonts)
        posted = own_notice(book, notice_id)
        facts: Row = {
            "number": posted["number"],
            "spot": spot,
            "posted_on": day.isoformat(),
            "until_on": until.isoformat(),
            "until_why": stay.reckoned.stored(),
            "posted_by": by.strip() or book.operator.name,
            "witness": witness.strip() or None,
            "notice_id": notice_id,
            "board_id": board_id,
            "slot": slot,
            "placed_on": day.isoformat(),
        }
        facts |= {name: posted[name] for name in ("content_file", "paper_file", "fingerprint")}
        row_id = change.add(Hanging, facts)
        if photos:
            fresh = ledger.there(book, Hanging.table, row_id)
            ledger.add_papers(change, Hanging.table, fresh, "proof", photos)
        change.result = until
    return change.changes


def put_up(
    book: Book,
    notice_id: str,
    place: str,
    on: date | None = None,
    proof: Iterable[Path | str] = (),
    *,
    fonts: "Fonts | None" = None,
) -> Changes:
    """Posted where the words say: into the slot of that name, else just at that place."""
    wanted = "".join(place.split())
    for slot in wall_reads.picture(book):
        if "".join(slot.spot.split()) == wanted:
            return hang(
                book, notice_id, slot.board["id"], slot.number, on, proof=proof, fonts=fonts
            )
    return posting.post(book, notice_id, place, on, proof, fonts=fonts)


def _printed_day(notice: Row) -> date | None:
    return row_day(notice) if notice["state"] == "审核同意" else None


def _one_more(book: Book, notice: Row, board: Row, on: date | None) -> date:
    """The day on which a posted notice also hangs here; for the first slot, when it was posted."""
    found = wall_reads.open_hangings(book, notice["id"])
    if any(row["board_id"] == board["id"] for row in found):
        raise Refused(
            f"{notice['number']}已经贴在“{board['name']}”上", "要挪一格请按“换位置”",
            field="slot", code="QL-PD-069",
        )  # fmt: skip
    first = row_day(notice) or clock.today()
    anywhere = wall_reads.hangings(book, Where("notice_id", "=", notice["id"]))
    day = on or (clock.today() if anywhere else first)
    if not first <= day <= clock.today():
        raise Refused(
            "贴上日期不对", f"应在{paper_day(first)}到今天之间", field="posted_on",
            code="QL-PD-070",
        )  # fmt: skip
    return day


def _clear_slot(book: Book, board: Row, slot: int, day: date, until: date, by: str) -> None:
    """Refused unless this slot is free from `day` on; what may be covered is taken down."""
    said = slots.verdict(wall_reads.in_slot(book, board["id"], slot), day, until)
    other = said.other
    if said.word == "free" or other is None:
        return
    if said.word == "cover":
        take_off(book, other.id, day, by=by)
        return
    if said.word == "later":
        raise Refused(
            f"这一格{paper_day(other.posted_on)}起贴了别的公告", "请换一格，或核对贴上日期",
            field="slot", code="QL-PD-071",
        )  # fmt: skip
    opens = other.covered_from()
    if opens is None:
        raise Refused(
            "这一格是长期公开的内容，不能盖住", "请换一格；要撤它，先写原因撤下", field="slot",
            code="QL-PD-072",
        )  # fmt: skip
    raise Refused(
        f"这一格的公告还要贴 {(opens - day).days} 天，不能盖住",
        f"请换一格，或等到{paper_day(opens)}",
        field="slot",
        code="QL-PD-073",
    )


def move(book: Book, hanging_id: str, slot: int) -> Changes:
    """To another slot of the same board: its days run on."""
    row = _hanging(book, hanging_id)
    board = _board(book, row["board_id"], slot)
    if slot == row["slot"]:
        raise Refused("就在这一格", "选另一格", field="slot", code="QL-PD-074")
    spot = wall_reads.spot_of(board, slot)
    with book.change(f"换位置：{row['number']}，到{spot}") as change:
        until = date.fromisoformat(row["until_on"])
        _clear_slot(book, board, slot, clock.today(), max(until, clock.today()), "")
        change.put_row(
            Hanging.table,
            hanging_id,
            {"slot": slot, "spot": spot, "placed_on": clock.today().isoformat()},
        )
        change.result = spot
    return change.changes


# -- down ------------------------------------------------------------------------------------


def take_off(
    book: Book, hanging_id: str, on: date | None = None, reason: str = "", *, by: str = ""
) -> Changes:
    """Off one board; with the last one the notice comes down as a whole.

    Before its end it needs a reason and counts as 公示不足. `result` is the state of the notice.
    """
    row, day = _hanging(book, hanging_id), on or clock.today()
    notice, posted = own_notice(book, row["notice_id"]), date.fromisoformat(row["posted_on"])
    others = [one for one in wall_reads.open_hangings(book, notice["id"]) if one["id"] != row["id"]]
    by = by or book.operator.name
    if not others:
        return posting.take_down(book, notice["id"], day, reason, by=by)
    if not posted <= day <= clock.today():
        raise Refused(
            "撤下日期不对", f"应在{paper_day(posted)}到今天之间", field="removed_on",
            code="QL-PD-124",
        )  # fmt: skip
    hanging.refuse_after_cover(book, (row,), day)
    until = date.fromisoformat(row["until_on"])
    if day < until and not reason.strip():
        raise Refused(
            f"这份公告在这里还要贴 {(until - day).days} 天，不能撤下",
            f"请等到{paper_day(until)}；确实要提前撤下，请写明原因",
            field="removal_reason",
            code="QL-PD-125",
        )
    with book.change(
        f"撤下：{row['number']}，{row['spot']}", event_on=day, reason=reason
    ) as change:
        change.put_row(Hanging.table, hanging_id, hanging.ended(row, day, reason, by))
        change.result = notice["state"]
    return change.changes


def _hanging(book: Book, hanging_id: str) -> Row:
    row = ledger.there(book, Hanging.table, hanging_id)
    if row["deleted"] or row["state"] != wall.HANGS:
        raise Refused(
            f"{row['number']}已经不在这一格", "请看公开栏图上现在的样子", code="QL-PD-075"
        )
    return row


def save_hanging(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Names and photos may be added afterwards; days, slot and state are written by its steps."""
    if row_id is None:
        raise Refused("张贴在公开栏图上登记", "到公开栏，选一格，按“上墙”", code="QL-PD-076")
    before = ledger.there(book, Hanging.table, row_id)
    for name in draft:
        if name not in _OPEN_FIELDS and draft[name] != before[name]:
            label = Hanging.fields[name].label
            raise Refused(
                f"〔{label}〕不能直接改", "到公开栏，用上墙、撤下、换位置", field=name,
                code="QL-PD-077",
            )  # fmt: skip
    return ledger.save_row(book, Hanging.table, row_id, draft)


def drop_hanging(_book: Book, _row_id: str) -> Changes:
    """What hung is a fact; a slip of the hand is undone."""
    raise Refused("张贴记录不能删", "刚登记错的按 Ctrl+Z 撤销；贴着的用“撤下”", code="QL-PD-078")


# -- today's list ----------------------------------------------------------------------------


class Choice(NamedTuple):
    """A notice that may go into a slot, why, and the day it hangs from unless another is told."""

    notice: Row
    why: str
    day: date


def choices_for_slot(book: Book, slot: Slot) -> list[Choice]:
    """Notices that may go into this slot: approved ones, those that came down too early, and
    those that hang but not on this board; the oldest first.
    """
    there = {row["notice_id"] for row in _hanging_on(book, slot.board["id"])}
    placed = {row["notice_id"] for row in wall_reads.hangings(book)}
    states = ("审核同意", steps.TOO_SHORT, steps.ON_BOARD)
    found = wall_reads.own(book, "notice", Where("state", "in", states), order="created_at")
    ready = [row for row in found if row["id"] not in there]
    ready.sort(key=lambda row: states.index(row["state"]))
    return [_choice(row, row["id"] in placed) for row in ready]


def _choice(row: Row, placed: bool) -> Choice:
    today, since = clock.today(), row_day(row)
    if row["state"] == "审核同意":  # printed for a day, or not printed yet
        return Choice(row, "已审核", since or today)
    if row["state"] == steps.TOO_SHORT:
        return Choice(row, "要重新贴", today)
    if placed or since is None:
        return Choice(row, "已上墙，这里也贴", today)
    return Choice(row, "已上墙，补登位置", since)


def today_paper(book: Book, day: date) -> Document:
    """今日张贴单: what to hang, tear down and hang again, with room to tick and sign."""
    found = wall_reads.jobs(book, day)
    if not found:
        raise Refused("今天没有要贴、要撕、要补的", "公开栏不用动", code="QL-PD-079")
    columns = (
        Column("序号", 4, "center"), Column("做什么", 6, "center"), Column("编号", 13),
        Column("标题", 20), Column("哪里", 14), Column("为什么", 12), Column("做了打勾", 6),
    )  # fmt: skip
    rows = tuple(
        (str(number), job.act, job.notice["number"], job.notice["title"] or "", job.where,
         job.why, "")
        for number, job in enumerate(found, 1)
    )  # fmt: skip
    title = f"{book.unit.name}今日张贴单（{paper_day(day)}）"
    sign = SignLine(("张贴人", "在场人", "日期"))
    return Document(title, "table", (Table(columns, rows, row_mm=9), sign), unit=book.unit.name,
                    made_on=day)  # fmt: skip
