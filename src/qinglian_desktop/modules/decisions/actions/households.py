"""入户征求意见: every household of the unit (or of the group), what it said, who is left.

The list is the registry as it is; a household that has answered stays in it when it moves away.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import papers, reads, steps
from qinglian_desktop.modules.decisions.actions.papering import Sheets, draw_all
from qinglian_desktop.modules.decisions.actions.preparing import unit_name, words_of
from qinglian_desktop.modules.decisions.papers import House, HouseholdsAsked
from qinglian_desktop.modules.decisions.records import VIEWS, HouseholdView
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.ordering import key

FORM, SUMMARY = "入户征求意见表", "入户征求意见汇总表"
KEYS: Final = dict(zip("123", VIEWS, strict=True))


class Answers(NamedTuple):
    """One household with the row of its answer, if it gave one."""

    house: House
    row_id: str = ""


class Round(NamedTuple):
    """A matter with all households that are asked about it."""

    matter: Row
    answers: tuple[Answers, ...]

    @property
    def houses(self) -> tuple[House, ...]:
        return tuple(one.house for one in self.answers)

    @property
    def left(self) -> int:
        return sum(not one.house.view for one in self.answers)

    def count(self, view: str) -> int:
        return sum(one.house.view == view for one in self.answers)

    @property
    def words(self) -> str:
        """同意 54 户，不同意 26 户，其他 26 户；还有 14 户没录。"""
        said = "，".join(f"{view} {self.count(view)} 户" for view in VIEWS)
        rest = f"还有 {self.left} 户没录。" if self.left else "都录完了。"
        return f"{said}；{rest}"


def round_of(book: Book, matter_id: str) -> Round:
    """Everybody who is asked, in the order of the doors; refused when the matter is gone."""
    matter = reads.case(book, matter_id).matter
    given = {row["household_no"]: row for row in _given(book, matter_id)}
    made = [_answer(row["number"], row["head"], row["group_name"], given.pop(row["number"], None))
            for row in _households(book, matter)]  # fmt: skip
    made += [_answer(number, row["head"], row["group_name"], row) for number, row in given.items()]
    made.sort(key=lambda one: (key(one.house.group), key(one.house.number)))
    return Round(matter, tuple(made))


def again(book: Book, found: Round, place: int) -> Round:
    """The round with this one household read anew; the others stand as they were read."""
    house = found.answers[place].house
    row = _row(book, found.matter["id"], house.number)
    one = _answer(house.number, house.head, house.group, row)
    return found._replace(answers=(*found.answers[:place], one, *found.answers[place + 1 :]))


def _answer(number: str, head: str | None, group: str | None, row: Row | None) -> Answers:
    told = row or {}
    house = House(
        number, head or "", group or "", told.get("view") or "", told.get("signer") or "",
        told.get("note") or "",
    )  # fmt: skip
    return Answers(house, told.get("id") or "")


def _given(book: Book, matter_id: str) -> list[Row]:
    return book.rows(Query(HouseholdView.table, (Where("matter_id", "=", matter_id),)))


def _households(book: Book, matter: Row) -> list[Row]:
    where = [Where("owner", "=", matter["owner"]), Where("number", "filled")]
    if matter["group_name"]:
        where.append(Where("group_name", "=", matter["group_name"]))
    return book.rows(Query(Household.table, tuple(where)))


def answer(
    book: Book, matter_id: str, number: str, view: str, asked_on: date | None = None
) -> Changes:
    """What a household said; "" takes it back. Signed by its head, as long as nobody else is told.

    Refused for a household nobody knows, and for a visit on a day to come.
    """
    found = reads.own(book, matter_id)
    before = _row(book, matter_id, number)
    if not view:
        if before is None:
            return Changes("")
        return ledger.drop_row(book, HouseholdView.table, before["id"])
    day = asked_on or clock.today()
    if day > clock.today():
        raise Refused("走访日期在今天之后", "走访完再录", field="asked_on", code="QL-DW-094")
    if before is not None and before["view"] == view:
        return Changes("")
    made: Row = {"view": view, "asked_on": day.isoformat()}
    if before is None:
        made |= _new(book, found.matter, number)
    with book.change(f"录入户意见：{number}户{view}", event_on=day) as change:
        if before is None:
            change.add(HouseholdView, made)
        else:
            change.put_row(HouseholdView.table, before["id"], made)
    return change.changes


def _new(book: Book, matter: Row, number: str) -> Row:
    known = book.find(Household, number=number, owner=matter["owner"])
    if known is None:
        raise Refused(f"名册里没有{number}户", "请刷新名单，或先登记这一户", code="QL-DW-095")
    return {
        "matter_id": matter["id"], "household_id": known["id"], "household_no": number,
        "group_name": known["group_name"], "head": known["head"], "signer": known["head"],
        "entered_on": clock.today().isoformat(),
    }  # fmt: skip


def _row(book: Book, matter_id: str, number: str) -> Row | None:
    where = (Where("matter_id", "=", matter_id), Where("household_no", "=", number))
    return next(iter(book.rows(Query(HouseholdView.table, where, limit=1))), None)


def explain(book: Book, matter_id: str, number: str, signer: str, note: str) -> Changes:
    """Who signed for a household and what it said besides; refused before its view is entered."""
    reads.own(book, matter_id)
    before = _row(book, matter_id, number)
    if before is None:
        raise Refused(f"{number}户还没录意见", "先按 1、2 或 3 录意见", code="QL-DW-096")
    given = {"signer": signer.strip() or None, "note": note.strip() or None}
    if all((before[name] or None) == value for name, value in given.items()):
        return Changes("")
    return ledger.save_row(book, HouseholdView.table, before["id"], given)


# -- papers ----------------------------------------------------------------------------------


def asked_of(book: Book, matter_id: str) -> HouseholdsAsked:
    """The round as its papers want it."""
    found = round_of(book, matter_id)
    matter, rows = found.matter, _given(book, matter_id)
    days = [row["asked_on"] for row in rows if row["asked_on"]]
    late = [entered for row in rows if (entered := _late(book, row)) is not None]
    return HouseholdsAsked(
        unit_name(book), matter["title"], matter["content"] or "", found.houses,
        matter["number"], date.fromisoformat(max(days)) if days else None,
        max(late) if late else None, words_of(book),
    )  # fmt: skip


def _late(book: Book, row: Row) -> date | None:
    asked, entered = reads.known_day(row, "asked_on"), reads.known_day(row, "entered_on")
    if asked is None or entered is None:
        return None
    return entered if steps.is_late(asked, entered, reads.late_days(book, entered)) else None


def print_round(
    book: Book, matter_id: str, name: str, tick: Callable[[int, int, str], Any]
) -> Changes:
    """The empty form or the summary; `result` is a tuple of one `Sheets`."""
    asked = asked_of(book, matter_id)
    if not asked.houses:
        raise Refused("名册里还没有户", "先到人户名册登记或导入各户", code="QL-DW-097")
    made = papers.empty_form(asked) if name == FORM else papers.result(asked)
    drawn: tuple[Sheets, ...] = draw_all([(name, made)], tick)
    return Changes("", result=drawn)
