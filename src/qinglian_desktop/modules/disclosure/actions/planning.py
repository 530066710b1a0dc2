"""What will this office post this year, and by when? The plan, and what happened meanwhile."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import frequency, rules, yearly
from qinglian_desktop.modules.disclosure.reads import (
    RULES,
    is_open,
    items_of,
    plan_of,
    previous_year,
)
from qinglian_desktop.modules.disclosure.records import CatalogItem, PlannedPosting
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

OPEN, LEFT_OUT = "待公开", "不适用"
_COPIED = ("year", "code", "category", "item")
_DROPPED = "目录里的频次改了，这一期不用公开"


class Moment(NamedTuple):
    """One period of an item: when it is due, and why."""

    period: str
    due_on: str
    why: str


class Planner:
    """Works out the periods of a year; equal questions are answered once.

    A year's plan asks the same few dozen days for a hundred items.
    """

    def __init__(self, book: Book, year: int) -> None:
        self._book, self._year = book, year
        self._calendar: Calendar = book.calendar()
        self._known: dict[tuple[str, str, bool, bool], tuple[Moment, ...]] = {}

    def moments(self, item: Mapping[str, Any]) -> Iterator[Moment]:
        """Every closed period that this item asks for in the year."""
        if not item["enabled"] or not item["frequency"]:
            return
        for letter in frequency.planned_letters(item["frequency"]):
            early = str(item["trigger"] or "").startswith("年初")
            asked = (letter, item["due_rule"] or "", early, rules.eventful(item))
            if asked not in self._known:
                self._known[asked] = tuple(self._moment(item, p) for p in self._periods(letter))
            yield from self._known[asked]

    def _periods(self, letter: str) -> tuple[Period, ...]:
        return Period.within(self._year, letter)

    def _moment(self, item: Mapping[str, Any], period: Period) -> Moment:
        pack, kind = self._book.pack(RULES, period.last), self._book.unit.kind
        due_on, why = rules.due_of(item, period, pack, self._calendar, kind)
        return Moment(str(period), due_on.isoformat(), why)


def plan_year(book: Book, year: int) -> Changes:
    """One line for every period of every item that is posted by month, quarter, half or year.

    What happens only now and then (随时, 分阶段, 长期) gets its line when it happens. Lines
    already there stay. `result` is the number of lines added. Refused when there is no catalogue
    for the year, or while its yearly adjustment is not through.
    """
    items = items_of(book, year)
    if not items:
        first = previous_year(book, year) is None
        remedy = "先建立公开目录，再排计划" if first else "先在〔公开公示·年度调整〕里起草"
        raise Refused(f"还没有{year}年的公开目录", remedy, code="QL-PD-003")
    if not is_open(book, year):
        state = (plan_of(book, year) or {"state": ""})["state"]
        raise Refused(
            f"{year}年的公开目录还没有生效",
            f"先在〔年度调整〕里{yearly.NEXT_WORDS[state]}，走完再排计划",
            code="QL-PD-154",
        )
    planner = Planner(book, year)
    there, again = _there(book, year)
    with book.change(f"排{year}年公开计划") as change:
        lines = [
            ({**{name: item[name] for name in _COPIED}, **moment._asdict()}, key)
            for item in items
            for moment in planner.moments(item)
            if (key := (item["code"], moment.period)) not in there
        ]
        _add(change, [(line, again.get(key, "")) for line, key in lines])
        change.result = len(lines)
    return change.changes


def _add(change: Change, lines: list[tuple[Row, str]]) -> None:
    """New lines at once; one whose making was undone comes back under its old id."""
    change.add_all(PlannedPosting, [line for line, row_id in lines if not row_id])
    for line, row_id in lines:
        if row_id:
            change.add_again(PlannedPosting, row_id, {**line, "state": OPEN, "reason": None})


def _there(book: Book, year: int) -> tuple[set[tuple[str, str]], dict[tuple[str, str], str]]:
    """Periods that have a line already, and the lines whose making was undone."""
    own = (
        Where("year", "=", year),
        Where("owner", "=", book.unit.office_id),
        Where("event_on", "empty"),
    )
    planned = book.rows(Query(PlannedPosting.table, own, deleted=True))
    undone = book.taken_back(PlannedPosting.table)
    there = {(row["code"], row["period"]) for row in planned if row["id"] not in undone}
    again = {(row["code"], row["period"]): row["id"] for row in planned if row["id"] in undone}
    return there, again


_ASKING = (*_COPIED, "frequency", "due_rule", "trigger", "enabled")


def follow_item(change: Change, before: Row | None, after: Row | None) -> None:
    """Brings the plan in line with a catalogue row that was changed.

    Only where the year has a plan. What has a notice stays; open periods that are asked for no
    more become 不适用, those that are asked for again become open, missing ones are added.
    """
    book = change.book
    if after is None or not after["year"] or not after["code"]:
        return
    if before is not None and all(before[name] == after[name] for name in _ASKING):
        return
    of_year = (Where("year", "=", after["year"]), Where("owner", "=", book.unit.office_id))
    if not book.count(Query(PlannedPosting.table, of_year, limit=1)):
        return
    code = (before or {}).get("code") or after["code"]
    moments = {m.period: m for m in Planner(book, after["year"]).moments(after)}
    lines = book.rows(Query(PlannedPosting.table, (*of_year, Where("code", "=", code))))
    ours = {_DROPPED, (before or {}).get("reason")}
    for line in lines:
        draft = _follow_line(line, after, moments, ours)
        if draft:
            change.put_row(PlannedPosting.table, line["id"], draft)
    there = {line["period"] for line in lines if not line["event_on"]}
    named = {name: after[name] for name in _COPIED}
    missing = [{**named, **m._asdict()} for p, m in moments.items() if p not in there]
    change.add_all(PlannedPosting, missing)


def _follow_line(line: Row, item: Row, moments: Mapping[str, Moment], ours: set[str | None]) -> Row:
    """What of a line changes with its item; nothing for what is posted, or has its notice.

    `ours` are the reasons with which a change of the catalogue sets lines aside: the clerk's own
    reasons hold.
    """
    if line["state"] == "已公开" or line["notice_id"]:
        return {}
    happened = bool(line["event_on"])
    wanted = bool(item["enabled"]) if happened else line["period"] in moments
    if wanted and line["state"] == LEFT_OUT and line["reason"] not in ours:
        return {}
    draft: Row = {name: item[name] for name in _COPIED}
    if wanted:
        moment = {} if happened else moments[line["period"]]._asdict()
        return {**draft, **moment, "state": OPEN, "reason": None}
    if line["state"] == OPEN:
        off = (item["reason"] or "").strip() if not item["enabled"] else ""
        return {**draft, "state": LEFT_OUT, "reason": off or _DROPPED}
    return draft


def skip_planned(book: Book, ids: Iterable[str], reason: str) -> Changes:
    """Lines of the plan that need no notice from here (不适用), with the reason for all.

    For periods already posted on paper before the program was used, or with nothing to post.
    """
    if not reason.strip():
        raise Refused(
            "要写原因", "例：启用本程序前已在公开栏公开", field="reason", code="QL-PD-004"
        )
    with book.change("公开计划标为不适用", reason=reason) as change:
        for row_id in ids:
            row = ledger.there(book, PlannedPosting.table, row_id)
            if row["state"] == "已公开":
                raise Refused(
                    f"{row['item']} {row['period']} 已经公开",
                    "已公开的不能标为不适用",
                    code="QL-PD-005",
                )
            change.put_row(
                PlannedPosting.table, row_id, {"state": LEFT_OUT, "reason": reason.strip()}
            )
    return change.changes


def unplanned(book: Book, year: int) -> int:
    """How many periods of the year's catalogue have no line in the plan yet."""
    planner = Planner(book, year)
    there, _ = _there(book, year)
    return sum(
        (item["code"], moment.period) not in there
        for item in items_of(book, year)
        for moment in planner.moments(item)
    )


def enter_event(book: Book, item_id: str, event_on: date, event: str) -> Changes:
    """Something happened that has to be posted: a line of the plan with its due day.

    What is posted yearly and must be up before its meeting (评议方案, 经营报告) gets the day of
    that meeting into its own line. `result` is the line's id. Refused for an item that is only
    posted by period, one that is switched off, an event still to come that is not counted
    backwards, and one that is already entered.
    """
    item = ledger.there(book, CatalogItem.table, item_id)
    _may_happen(book, item, event_on, event)
    calendar, pack = book.calendar(), book.pack(RULES, event_on)
    due_on, why = rules.due_of_event(item, event_on, pack, calendar, book.unit.kind)
    moment: Row = {"event_on": event_on.isoformat(), "event": event.strip()}
    moment |= {"due_on": due_on.isoformat(), "why": why}
    with book.change(f"登记要公开的事：{event.strip()[:30]}", event_on=event_on) as change:
        line = _yearly_line(book, item, event_on)
        if line is not None:
            change.put_row(PlannedPosting.table, line["id"], moment)
            change.result = line["id"]
        else:
            named = {name: item[name] for name in _COPIED}
            period = str(Period.holding(event_on, "M"))
            draft = {**named, **moment, "year": event_on.year, "period": period}
            change.result = change.add(PlannedPosting, draft)
    return change.changes


def _yearly_line(book: Book, item: Row, event_on: date) -> Row | None:
    """The open line of the year that waits for the day of its meeting."""
    if frequency.eventful_letters(item["frequency"]):
        return None
    line = book.find(
        PlannedPosting,
        code=item["code"],
        period=str(event_on.year),
        owner=book.unit.office_id,
        state=OPEN,
    )
    return line if line is not None and not line["notice_id"] else None


def _may_happen(book: Book, item: Row, event_on: date, event: str) -> None:
    name = f"{item['code']} {item['item']}"
    if not event.strip():
        raise Refused(
            "还没写发生了什么", "例：代表会议通过修路方案", field="event", code="QL-PD-155"
        )
    if not rules.eventful(item):
        raise Refused(
            f"“{name}”是{item['frequency']}公开的，不用登记发生了什么",
            "到〔要公开的〕里打开那一期",
            field="item",
            code="QL-PD-156",
        )
    if not item["enabled"]:
        raise Refused(f"“{name}”今年停用了", "先在公开目录里启用", field="item", code="QL-PD-157")
    if event_on > clock.today() and not rules.counts_back(item):
        raise Refused(
            "发生日期在今天之后", "请填发生那天；还没发生的，发生后再登记", field="event_on",
            code="QL-PD-158",
        )  # fmt: skip
    if item["year"] != event_on.year:
        raise Refused(
            f"{paper_day(event_on)}不在{item['year']}年",
            f"请在{event_on.year}年的目录里登记",
            field="event_on",
            code="QL-PD-159",
        )
    twin = book.find(
        PlannedPosting,
        code=item["code"],
        event_on=event_on.isoformat(),
        event=event.strip(),
        owner=book.unit.office_id,
    )
    if twin is not None:
        raise Refused(
            f"{paper_day(event_on)}的“{event.strip()[:20]}”已经登记过",
            "到〔要公开的〕里打开它；是另一件事就写清楚些",
            field="event",
            code="QL-PD-160",
        )
