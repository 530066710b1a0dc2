"""How is a row of the files of a unit saved and read from a sheet? The same rules on every road."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.core.record import Record, Row, defaults
from qinglian_desktop.modules.archive import reads, records, rules
from qinglian_desktop.modules.archive.actions import surveying
from qinglian_desktop.modules.archive.records import (
    CLOSED,
    DRAFT,
    TO_RECHECK,
    Baseline,
    BaselineFigure,
    FiledPaper,
    OptionalAction,
    UnitPlan,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_Draft = Mapping[str, Any]
# What a plan says; it stands still once a meeting has approved it.
TEXTS = ("title", "aims", "weak", "schedule", "safeguards", "annex")


def _whole(book: Book, record: type[Record], row_id: str | None, draft: _Draft) -> Row:
    before = ledger.there(book, record.table, row_id) if row_id else defaults(record)
    return {**dict.fromkeys(record.fields), **before, **draft}


def _write(book: Book, record: type[Record], row_id: str | None, filled: Row) -> Changes:
    return ledger.save_row(book, record.table, row_id, filled)


def _with_year(made: Row, draft: _Draft, day: str) -> Row:
    """The year comes from the day, else it is this one."""
    if made["year"] is not None:
        return dict(draft)
    return {**draft, "year": int((made[day] or clock.today().isoformat())[:4])}


# -- the survey ---------------------------------------------------------------------------------


def save_baseline(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    """A new form is filled at once from the ledgers; `result` is its row id."""
    made = _whole(book, Baseline, row_id, draft)
    filled = _with_year(made, draft, "made_on")
    year = int(filled.get("year") or made["year"])
    _refuse_second(book, Baseline, row_id, f"{year}年的基础情况表", year=year)
    if row_id is not None:
        before = ledger.there(book, Baseline.table, row_id)
        with book.change(ledger.label_of("改", Baseline, made)) as change:
            change.result = change.put_row(Baseline.table, row_id, filled)
            if before["year"] and before["year"] != year:
                surveying.move(change, int(before["year"]), year)
        return change.changes
    filled = {"made_on": clock.today().isoformat(), "made_by": book.operator.name} | filled
    with book.change(f"建立{year}年基础情况表") as change:
        change.result = change.add(Baseline, filled)
        surveying.refill(change, year)
    return change.changes


def save_figure(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    """A number written by hand says so; one that agrees with the ledger again, too."""
    made = _whole(book, BaselineFigure, row_id, draft)
    filled = _figure(made, _with_year(made, draft, "counted_on"))
    year, item = filled.get("year", made["year"]), filled.get("item") or made["item"]
    _refuse_second(
        book, BaselineFigure, row_id, f"{year}年的“{made['name']}”", year=year, item=item
    )
    return _write(book, BaselineFigure, row_id, filled)


def _figure(made: Row, draft: Row) -> Row:
    """One the form does not know is called by its name."""
    value = (made["value"] or "").strip() or None
    called = {} if made["item"] else {"item": made["name"]}
    return {**draft, **called, "origin": reads.origin_of(value, made["counted"])}


def review_figures(_book: Book) -> Callable[[Row], Row | Problem]:
    def review(row: Row) -> Row | Problem:
        made = {**dict.fromkeys(BaselineFigure.fields), **defaults(BaselineFigure), **row}
        return {**row, **_figure(made, _with_year(made, row, "counted_on"))}

    return review


def _refuse_second(
    book: Book, record: type[Record], row_id: str | None, what: str, **equal: Any
) -> None:
    if any(value in (None, "") for value in equal.values()):
        return
    where = (Where(name, "=", value) for name, value in equal.items())
    if any(row["id"] != row_id for row in reads.own(book, record, *where)):
        raise Refused(f"{what}已经有了", "请打开那一条来改", code="QL-SA-064")


# -- problems -----------------------------------------------------------------------------------


def save_problem(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    """Days that follow from the state come by themselves. `result` is the row id."""
    before = ledger.there(book, records.Problem.table, row_id) if row_id else {}
    made = _whole(book, records.Problem, row_id, draft)
    filled = _problem(book, made, draft, str(before.get("status") or ""))
    if row_id is not None:
        return _write(book, records.Problem, row_id, filled)
    label = ledger.label_of("登记", records.Problem, {**made, **filled})
    with book.change(label, event_on=ledger.event_day(records.Problem, made)) as change:
        (numbered,) = number_problems(change, [filled])
        change.result = change.add(records.Problem, numbered)
    return change.changes


def _problem(book: Book, made: Row, draft: _Draft, before: str) -> Row:
    today = clock.today().isoformat()
    filled = dict(draft) | {
        name: value
        for name, value in rules.states_of(made, before, today).items()
        if made[name] != value
    }
    now = {**made, **filled}
    refuse(rules.problem_trouble(now, today))
    if now["found_on"] and not now["due_on"] and not before:
        by = _days_after(book, now["found_on"], "due")
        filled |= {"due_on": by.day.isoformat(), "due_why": by.stored()}
    if now["status"] == TO_RECHECK and now["done_on"] and not now["recheck_on"]:
        by = _days_after(book, now["done_on"], "recheck")
        filled |= {"recheck_on": by.day.isoformat(), "recheck_why": by.stored()}
    if before in (TO_RECHECK, CLOSED) and now["status"] not in (TO_RECHECK, CLOSED):
        filled |= {"recheck_on": None, "recheck_why": None}
    return filled


def _days_after(book: Book, start: str, rule_name: str) -> Reckoning:
    first = date.fromisoformat(start)
    pack: Pack = reads.pack_of(book, rules.BASELINE, first)
    rule = pack.value(rule_name)
    way = Way(
        "count", first, int(rule["days"]), what=rule["what"], by=f"依据：{cited(rule)}",
        rule=f"{pack.id} {rule_name}.days",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def review_problems(book: Book) -> Callable[[Row], Row | Problem]:
    def review(row: Row) -> Row | Problem:
        made = {**dict.fromkeys(records.Problem.fields), **defaults(records.Problem), **row}
        try:
            return {**row, **_problem(book, made, row, "")}
        except Refused as trouble:
            return Problem(trouble.what, trouble.remedy, field=trouble.field, code=trouble.code)

    return review


def number_problems(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The next numbers of the year for rows that have none; one in use is passed over."""
    made = []
    for row in rows:
        number, year = row.get("number"), (row.get("found_on") or clock.today().isoformat())[:4]
        while not number:
            number = f"{year}-{change.number(f'problem:{year}'):03}"
            if change.book.find(records.Problem, number=number) is not None:
                number = ""
        made.append({**row, "number": number})
    return made


# -- plan, initiatives, papers ------------------------------------------------------------------


def save_plan(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    """A new one gets the next version of its year. Refused: other words in an approved version."""
    made = _whole(book, UnitPlan, row_id, draft)
    filled = _with_year(made, draft, "approved_on")
    year = filled.get("year", made["year"])
    if row_id is not None:
        before = ledger.there(book, UnitPlan.table, row_id)
        if made["state"] != before["state"]:
            raise Refused(
                "方案的状态不在这里改", "用“会议通过”“报街道”“另起新版”这几个按钮",
                field="state", code="QL-SA-076",
            )  # fmt: skip
        if before["state"] != DRAFT and any(made[n] != before[n] for n in (*TEXTS, "year")):
            raise Refused(
                "会议通过的方案不能再改内容", "按“另起新版”，在新的一版里改", code="QL-SA-065"
            )
        return _write(book, UnitPlan, row_id, filled)
    if made["version"] is None:
        plans = reads.own(book, UnitPlan, Where("year", "=", year))
        filled["version"] = 1 + max((row["version"] or 0 for row in plans), default=0)
    return _write(book, UnitPlan, None, filled)


def save_action(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    made = _whole(book, OptionalAction, row_id, draft)
    return _write(book, OptionalAction, row_id, _with_year(made, draft, "start_on"))


def save_paper(book: Book, row_id: str | None, draft: _Draft) -> Changes:
    made = _whole(book, FiledPaper, row_id, draft)
    return _write(book, FiledPaper, row_id, _with_year(made, draft, "made_on"))
