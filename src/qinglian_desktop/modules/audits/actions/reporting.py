"""Reports to the Party organisation and the yearly 述职: saved, and drafted from the books."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.audits import reads, rules
from qinglian_desktop.modules.audits.records import (
    CLOSED,
    HALF_YEAR,
    SUBMITTED,
    TO_WRITE,
    Audit,
    CollectiveReport,
    Finding,
)
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.modules.funds import reads as funds
from qinglian_desktop.modules.funds.figures import by_purpose
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME, SPENDING
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_MOST = 5  # purposes that are named one by one


def save_report(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a report; its last day with the reason and its state come by themselves.

    Refused for a period that cannot be read, twice the same, and a hearing without a meeting.
    """
    before = ledger.there(book, CollectiveReport.table, row_id) if row_id else None
    made: Row = {**(before or defaults(CollectiveReport)), **draft}
    filled = dict(draft)
    period = _period(made)
    if period is not None:
        filled["period"] = str(period)
        _refuse_twice(book, made["kind"], str(period), row_id)
        pack = reads.pack_of(book)
        rule = rules.report_rule(pack, made["kind"])
        moved = before is not None and before["period"] != str(period) and "due_on" not in draft
        if rule is not None and (moved or not made.get("due_on")):
            found = rules.report_due(pack, rule, period, book.calendar())
            filled |= {"due_on": found.day.isoformat(), "due_why": found.stored()}
    _checked(made, period)
    if made.get("body") and not made.get("written_on"):
        filled["written_on"] = clock.today().isoformat()
    filled["state"] = rules.report_state({**made, **filled})
    return ledger.save_row(book, CollectiveReport.table, row_id, filled)


def _period(made: Row) -> Period | None:
    if not made.get("period") or not made.get("kind"):
        return None
    period, kind = Period.parse(made["period"]), made["kind"]
    wanted = "H" if kind == HALF_YEAR else "Y"
    if period.kind != wanted:
        example = "2026年上半年" if wanted == "H" else "2026年"
        what = f"{kind}的所属时期要写{'半年' if wanted == 'H' else '一年'}"
        raise Refused(what, f"例：{example}", field="period", code="QL-SZ-287")
    return period


def _refuse_twice(book: Book, kind: str, period: str, row_id: str | None) -> None:
    other = reads.reports(book).get((kind, period))
    if other is not None and other["id"] != row_id:
        what = f"{Period.parse(period).label}的{kind}已经登记"
        raise Refused(what, "请打开那一条来改", field="period", code="QL-SZ-288")


def _checked(made: Row, period: Period | None) -> None:
    heard = made.get("heard_on")
    if heard and period is not None and heard < period.first.isoformat():
        raise Refused(f"听取日期早于{period.label}", "请核对年份和日期", field="heard_on",
                      code="QL-SZ-270")  # fmt: skip
    if heard and heard > clock.today().isoformat():
        raise Refused("听取日期在今天之后", "请填开会那天", field="heard_on", code="QL-SZ-270")
    if heard and not (made.get("heard_by") or "").strip():
        raise Refused("还没写哪个会听取", "例：社区党委会议", field="heard_by", code="QL-SZ-289")


# -- drafted from the books -------------------------------------------------------------------


def compose(book: Book, row_id: str) -> Changes:
    """Writes the draft of a report from the books; `result` is its text.

    Refused where something stands already: the clerk's words are never written over.
    """
    row = reads.there(book, CollectiveReport, row_id)
    if (row["body"] or "").strip():
        what = "报告里已经写了内容"
        raise Refused(what, "要重新起草，先把内容清空", field="body", code="QL-SZ-290")
    period = _period(row)
    if period is None:
        raise Refused("还没写所属时期", "例：2026年上半年", field="period", code="QL-SZ-658")
    text = drafted(book, row["kind"], period)
    with book.change(f"起草{row['kind']}：{period.label}") as change:
        draft = {"body": text, "state": TO_WRITE}
        change.result = change.put_row(CollectiveReport.table, row_id, draft)
    return change.changes._replace(result=text)


def drafted(book: Book, kind: str, period: Period) -> str:
    """The text: money, what was decided, what audits found; then what only people know."""
    parts = [
        f"一、{period.label}集体资金收支",
        *_money(book, period),
        "二、集体决定的事",
        *_matters(book, period),
        "三、审计和整改",
        *_audits(book, period),
        "四、存在的问题",
        "【请补写：工作中还有哪些不足】",
        "五、下一步打算",
        "【请补写：接下来做什么】",
    ]
    if kind != HALF_YEAR:
        parts += ["六、廉洁履职情况", "【请补写：本人遵守财务纪律、回避和公开的情况】"]
    return "\n".join(parts)


def _money(book: Book, period: Period) -> list[str]:
    figures = funds.quarter_figures(book, COLLECTIVE, period)
    if not figures.lines and not figures.opening.total:
        return [f"{period.label}集体经济组织账上没有收支。"]
    held, left = figures.opening.total, figures.closing.total
    opening = f"期初结余 {money.show(held)} 元，收入 {money.show(figures.income)} 元，"
    said = [f"{opening}支出 {money.show(figures.spending)} 元，期末结余 {money.show(left)} 元。"]
    for direction in (INCOME, SPENDING):
        found = by_purpose(figures.lines, direction)[:_MOST]
        if found:
            named = "，".join(f"{name} {money.show(total)} 元" for name, _, total in found)
            said.append(f"{direction}主要是：{named}。")
    return said


def _within(period: Period, field: str) -> tuple[Where, Where]:
    first, last = period.first.isoformat(), period.last.isoformat()
    return Where(field, ">=", first), Where(field, "<=", last)


def _matters(book: Book, period: Period) -> list[str]:
    mine = Where("owner", "=", book.unit.office_id)
    where = (mine, *_within(period, "opened_on"))
    found = book.rows(Query(Matter.table, where, order=(("opened_on", False),)))
    if not found:
        return [f"{period.label}没有提交集体决定的事项。"]
    named = "；".join(f"{row['title']}（{row['state']}）" for row in found[:_MOST])
    more = f"等 {len(found)} 件" if len(found) > _MOST else f"，共 {len(found)} 件"
    return [f"提交集体决定：{named}{more}。"]


def _audits(book: Book, period: Period) -> list[str]:
    found = reads.own(book, Audit, *_within(period, "reported_on"))
    said = []
    for row in found:
        on = paper_day(date.fromisoformat(row["reported_on"]))
        rows = reads.findings_of(book, row["id"])
        done = sum(one["state"] == CLOSED for one in rows)
        said.append(f"{on}出具{row['kind']}报告，指出问题 {len(rows)} 个，已销号 {done} 个。")
    late = [
        row for row in reads.own(book, Finding, Where("due_on", "<", period.last.isoformat()))
        if row["state"] not in (SUBMITTED, CLOSED)
    ]  # fmt: skip
    if late:
        said.append(f"还有 {len(late)} 个问题过了整改期限没有报送。")
    return said or [f"{period.label}没有审计报告。"]
