"""Checking a list row by row; what the clerk says about a finding keeps it quiet."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.benefits import reads, rules
from qinglian_desktop.modules.benefits.records import (
    ANSWERED,
    CLEAN,
    DOUBTED,
    UNSEEN,
    BenefitLine,
)
from qinglian_desktop.modules.benefits.rules import Finding
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LEAST = 4  # characters of an explanation
_CHECKED = ("problem", "remedy", "state")
_BESIDE = frozenset(("answer", "note", "notice_id", "state", "problem", "remedy"))


def check_list(
    book: Book, programme: str, period: str, tick: Callable[..., object] = lambda *_: True
) -> Changes:
    """Looks at every row; `result` is the list of findings.

    A row whose finding changed waits for an explanation again; one that is as it was keeps it.
    Refused when there is no such list, and when its period names no year.
    """
    rows = reads.rows_of(book, programme, period)
    if not rows:
        what = f"没有“{programme} {period}”这份名单"
        raise Refused(what, "先导入上级发的名单", code="QL-SZ-340")
    if not rules.year_of(period):
        what = f"期间“{period}”里看不出是哪一年"
        raise Refused(what, "把这份名单的期间改成 2026 或者 2026-10 这样", code="QL-SZ-464")
    tick(0, len(rows), "正在检查名单")
    posted = reads.posted_on(book, rows)
    lines = [reads.line_of(row, place, posted) for place, row in enumerate(rows, 1)]
    found = rules.check(reads.pack_of(book), lines, reads.around(book, programme, period))
    by_row: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        by_row[one.line_id].append(one)
    with book.change(f"检查名单：{programme} {period}") as change:
        for row in rows:
            _write(change, row, by_row[row["id"]])
        change.result = found
    return change.changes._replace(result=found)


def _write(change: Change, row: Row, found: Sequence[Finding]) -> None:
    problem = "；".join(one.what for one in found) or None
    remedy = "；".join(dict.fromkeys(one.remedy for one in found)) or None
    state = CLEAN
    if problem:
        state = ANSWERED if row["answer"] and row["problem"] == problem else DOUBTED
    draft = {"problem": problem, "remedy": remedy, "state": state}
    change.put_row(BenefitLine.table, row["id"], draft)


def save_line(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a row; an explanation settles what was found, a changed fact is checked anew.

    Refused when an explanation is too short to say anything, and for what only the check writes:
    nobody declares a row sound by hand.
    """
    before = ledger.there(book, BenefitLine.table, row_id) if row_id else {}
    given = dict(draft)
    for name in _CHECKED:
        if name in given and (given[name] or None) != {"state": UNSEEN, **before}.get(name):
            label = BenefitLine.fields[name].label
            what = f"〔{label}〕是检查时写上的，不能手改"
            raise Refused(what, "把这一行改对，再按“检查”", field=name, code="QL-SZ-346")
    answer = (given.get("answer") or "").strip()
    if "answer" in given and answer and len(answer) < _LEAST:
        what = "核实结果太短，没有记下"
        raise Refused(what, "写明向谁核的、结果怎样", field="answer", code="QL-SZ-341")
    if before:
        given |= _state(before, given)
    if row_id is None and not given.get("row_no"):
        given["row_no"] = _last(book, given) + 1
    return ledger.save_row(book, BenefitLine.table, row_id, given)


def _state(before: Row, given: Row) -> Row:
    moved = {n for n, v in given.items() if before.get(n) != v} - _BESIDE
    if moved:
        return {"state": UNSEEN}
    if "answer" in given and before["problem"] and before["state"] in (DOUBTED, ANSWERED):
        return {"state": ANSWERED if given["answer"] else DOUBTED}
    return {}


def _last(book: Book, row: Mapping[str, Any]) -> int:
    """The highest number of the list this row belongs to."""
    where = (
        Where("programme", "=", row.get("programme")),
        Where("period", "=", row.get("period")),
        Where("owner", "=", book.unit.office_id),
    )
    query = Query(BenefitLine.table, where, order=(("row_no", True),), limit=1)
    found = book.rows(query)
    return int(found[0]["row_no"] or 0) if found else 0


def number_lines(change: Change, rows: Sequence[Row]) -> list[Row]:
    """Rows of a sheet without a number go on after those of their list; none comes in checked."""
    last: dict[tuple[Any, Any], int] = {}
    made = []
    for row in rows:
        key = row.get("programme"), row.get("period")
        if key not in last:
            last[key] = _last(change.book, row)
        number = row.get("row_no") or last[key] + 1
        last[key] = max(last[key], number)
        made.append({**row, **dict.fromkeys(_CHECKED), "row_no": number, "state": UNSEEN})
    return made
