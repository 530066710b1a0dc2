"""What hangs where, what is still open about a notice, what must be hung or taken down today?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.reads import row_day, stay_of
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.slots import Hung
from qinglian_desktop.modules.disclosure.wall_records import Hanging, NoticeBoard, Objection
from qinglian_desktop.store.book import Book

OBJECTIONS, LIMITS = "objections", "disclosure-rules"


def own(book: Book, table: str, *where: Where, order: str = "") -> list[Row]:
    """Rows of this office, in the order of a field."""
    mine = Where("owner", "=", book.unit.office_id)
    return book.rows(Query(table, (mine, *where), order=((order, False),) if order else ()))


# -- boards and slots ------------------------------------------------------------------------


class Slot(NamedTuple):
    """One place on a board, and the paper that hangs there now."""

    board: Row
    number: int  # from 1, row by row
    hanging: Row | None = None
    notice: Row | None = None
    lasting: bool = False
    doubled: bool = False  # two papers stand in the books for this slot

    @property
    def spot(self) -> str:
        return spot_of(self.board, self.number)

    def until(self) -> date | None:
        """The first day on which it may be covered; None when empty or for good."""
        if self.hanging is None or self.lasting or not self.hanging["until_on"]:
            return None
        return date.fromisoformat(self.hanging["until_on"])

    def word(self, day: date) -> str:
        """空, 在贴, 可撤 or 长期: what the picture writes."""
        if self.hanging is None:
            return "空"
        if self.lasting:
            return "长期"
        until = self.until()
        return "可撤" if until is not None and until <= day else "在贴"


def spot_of(board: Mapping[str, Any], number: int) -> str:
    """大门口公开栏第 3 格."""
    return f"{board['name']}第 {number} 格"


def boards(book: Book) -> list[Row]:
    return own(book, NoticeBoard.table, order="created_at")


def size(board: Mapping[str, Any]) -> int:
    return (board["across"] or 0) * (board["down"] or 0)


def hangings(book: Book, *where: Where) -> list[Row]:
    return own(book, Hanging.table, *where, order="posted_on")


def open_hangings(book: Book, notice_id: str) -> list[Row]:
    """Where a notice hangs now."""
    return hangings(book, Where("notice_id", "=", notice_id), Where("state", "=", wall.HANGS))


def is_lasting(book: Book, notice: Mapping[str, Any], posted_on: date) -> bool:
    return stay_of(book, notice, posted_on).term.lasting


def hung_of(book: Book, row: Mapping[str, Any], notice: Mapping[str, Any] | None) -> Hung:
    """A hanging as the rules of slots take it: from the day it came into this slot."""
    posted = date.fromisoformat(row["posted_on"])
    placed = date.fromisoformat(row["placed_on"]) if row["placed_on"] else posted
    until = date.fromisoformat(row["until_on"]) if row["until_on"] else posted
    removed = date.fromisoformat(row["removed_on"]) if row["removed_on"] else None
    lasting = removed is None and notice is not None and is_lasting(book, notice, posted)
    return Hung(row["id"], placed, until, removed, lasting)


def in_slot(book: Book, board_id: str, number: int) -> list[Hung]:
    """Every paper that ever hung in this slot."""
    rows = hangings(book, Where("board_id", "=", board_id), Where("slot", "=", number))
    known = _notices(book, (row["notice_id"] for row in rows))
    return [hung_of(book, row, known.get(row["notice_id"])) for row in rows]


def covered_on(book: Book, row: Mapping[str, Any]) -> date | None:
    """The day on which the next paper took the place of this one; None while none did."""
    others = in_slot(book, row["board_id"], row["slot"])
    after = date.fromisoformat(row["placed_on"] or row["posted_on"])
    days = [one.posted_on for one in others if one.id != row["id"] and one.posted_on >= after]
    return min(days, default=None)


def picture(book: Book) -> list[Slot]:
    """Every slot of every board, in order, with what hangs there now."""
    rows = hangings(book, Where("state", "=", wall.HANGS))
    known = _notices(book, (row["notice_id"] for row in rows))
    there: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        there[row["board_id"], row["slot"]].append(row)
    made = []
    for board in boards(book):
        for number in range(1, size(board) + 1):
            found = there.get((board["id"], number), [])
            if not found:
                made.append(Slot(board, number))
                continue
            row = found[-1]
            notice = known.get(row["notice_id"])
            lasting = hung_of(book, row, notice).lasting
            made.append(Slot(board, number, row, notice, lasting, len(found) > 1))
    return made


def _notices(book: Book, ids: Iterable[str | None]) -> dict[str | None, Row]:
    wanted = list(dict.fromkeys(one for one in ids if one))
    return {row["id"]: row for row in book.page(Notice.table, wanted)} if wanted else {}


# -- too short -------------------------------------------------------------------------------


def short_boards(rows: Iterable[Row]) -> list[Row]:
    """The last hanging of each board where the paper came down early and was not hung again."""
    of_board: dict[str | None, list[Row]] = {}
    for row in rows:
        of_board.setdefault(row["board_id"], []).append(row)
    return [
        max(found, key=lambda row: (row["removed_on"] or "", row["id"]))
        for found in of_board.values()
        if all(row["state"] == wall.SHORT for row in found)
    ]


def held_until(book: Book) -> dict[str, Row]:
    """By notice, the last day on which some board still owes it; only what hangs on boards."""
    found: dict[str, Row] = {}
    for row in hangings(book, Where("state", "=", wall.HANGS), Where("until_on", "filled")):
        last = found.setdefault(row["notice_id"], {"until_on": row["until_on"]})
        last["until_on"] = max(last["until_on"], row["until_on"])
    return found


# -- what is to be done at the boards --------------------------------------------------------


class Job(NamedTuple):
    """One line of today's list: 该贴, 该撕 or 该补."""

    act: str
    notice: Row
    where: str
    why: str
    hanging_id: str = ""


HANG, TEAR, MEND = "该贴", "该撕", "该补"


def jobs(book: Book, day: date) -> list[Job]:
    """What is to be hung, torn down and hung again at the boards that day, in this order."""
    own_notices = own(book, Notice.table, order="created_at")
    rows = hangings(book)
    by_notice: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_notice[row["notice_id"]].append(row)
    spots = _free_spots(book, day)
    made = []
    for notice in own_notices:
        found = by_notice[notice["id"]]
        if notice["state"] == "审核同意":
            made.append(Job(HANG, notice, next(spots, "公开栏没有空格，先撕可以撤的"), "已审核"))
        elif notice["state"] == steps.TOO_SHORT and not found:
            made.append(Job(MEND, notice, notice["place"] or "", _short_why(notice)))
        elif notice["state"] in (steps.ON_BOARD, steps.TOO_SHORT):
            made += [Job(MEND, notice, row["spot"], _short_why(row), row["id"])
                     for row in short_boards(found)]  # fmt: skip
        made += _to_tear(book, notice, found, day)
    order = (HANG, TEAR, MEND)
    return sorted(made, key=lambda job: order.index(job.act))


def _to_tear(book: Book, notice: Row, found: list[Row], day: date) -> list[Job]:
    if notice["state"] != steps.ON_BOARD:
        return []
    hanging = [row for row in found if row["state"] == wall.HANGS] or [
        {**notice, "spot": notice["place"] or "", "id": ""}
    ]
    made = []
    for row in hanging:
        posted = row_day(row)
        if posted is None or not row["until_on"] or is_lasting(book, notice, posted):
            continue
        if date.fromisoformat(row["until_on"]) <= day:
            until = paper_day(date.fromisoformat(row["until_on"]))
            why = f"{until}起可以撤"
            made.append(Job(TEAR, notice, row["spot"], why, row["id"]))
    return made


def _short_why(row: Mapping[str, Any]) -> str:
    posted, removed = row_day(row), row["removed_on"]
    if posted is None or not removed or not row["until_on"]:
        return "提前撤下了"
    hung = (date.fromisoformat(removed) - posted).days
    asked = (date.fromisoformat(row["until_on"]) - posted).days
    return f"只贴了 {hung} 天，至少要贴 {asked} 天"


def _free_spots(book: Book, day: date) -> Iterator[str]:
    """Slots for new papers: the empty ones first, then those that may be covered."""
    shown = picture(book)
    empty = [slot.spot for slot in shown if slot.word(day) == "空"]
    ripe = [f"{slot.spot}（先撕旧的）" for slot in shown if slot.word(day) == "可撤"]
    return iter([*empty, *ripe])


# -- what is open about a notice -------------------------------------------------------------


class Publicity(NamedTuple):
    """Where a 公示 stands: may the next step be taken?"""

    until_on: date | None
    over: bool  # the days are over
    early: bool  # it came down before people could object to the end
    open: tuple[Row, ...]  # objections that wait
    settled: tuple[Row, ...]  # objections that were dealt with
    paused: bool  # the law lets an objection pause it

    @property
    def clear(self) -> bool:
        """May the step after it be taken?"""
        return self.over and not self.early and not (self.open and self.paused)

    @property
    def undisputed(self) -> bool:
        """公示无异议: over, and nobody objected (who took it back did not)."""
        return self.over and not self.early and not self.open and not self.settled


def objections_of(book: Book, notice_id: str) -> list[Row]:
    return own(book, Objection.table, Where("notice_id", "=", notice_id), order="raised_on")


def open_objections(book: Book, notice_id: str) -> list[Row]:
    """Those that still wait for somebody."""
    return [row for row in objections_of(book, notice_id) if is_open(row)]


def open_in_its_days(book: Book, notice_id: str, day: date) -> list[Row]:
    """Open ones that were raised while the notice had to hang: they hold up what follows it."""
    notice = book.row(Notice.table, notice_id)
    return list(publicity(book, notice, day).open) if notice is not None else []


def is_open(row: Mapping[str, Any]) -> bool:
    return row["state"] in wall.OPEN_OBJECTIONS


def publicity(book: Book, notice: Mapping[str, Any], day: date) -> Publicity:
    """How far the posting of a notice is on that day, with what was objected in its days."""
    posted = row_day(notice)
    last = notice["window_on"] or notice["until_on"]  # people may object until then
    until = date.fromisoformat(last) if last else None
    hung = notice["state"] in steps.FROZEN
    told = objections_of(book, notice["id"])
    # What is raised after the last day is answered like any other, and holds nothing up.
    found = [row for row in told if not last or row["raised_on"] <= last]
    modes = book.pack(OBJECTIONS, posted or day).value("pause.modes")
    return Publicity(
        until,
        hung and until is not None and until <= day,
        notice["state"] == steps.TOO_SHORT and (notice["removed_on"] or "") < (last or ""),
        tuple(row for row in found if is_open(row)),
        tuple(row for row in found if row["state"] == wall.CLOSED),
        notice["mode"] in modes,
    )
