"""How does the clerk bring a year's catalogue into force? One action a step, each can be undone."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps, yearly, yearly_paper
from qinglian_desktop.modules.disclosure.actions import drafting
from qinglian_desktop.modules.disclosure.actions.catalogue import load_catalog
from qinglian_desktop.modules.disclosure.actions.comparing import changes_of, unexplained
from qinglian_desktop.modules.disclosure.actions.eligible import supervisor
from qinglian_desktop.modules.disclosure.actions.planning import plan_year
from qinglian_desktop.modules.disclosure.reads import (
    YEARLY,
    answer_due,
    items_of,
    opinion_due,
    plan_of,
    previous_year,
)
from qinglian_desktop.modules.disclosure.records import (
    DisclosurePlan,
    Notice,
    PlannedPosting,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

CATALOGUE_KIND = "N17"
CATALOGUE_ITEM = "G10"  # the item of the catalogue that is the catalogue itself
_FIRST, _LAST = 2000, 2100


def draft_year(book: Book, year: int, prepared_by: str = "") -> Changes:
    """Begins the adjustment: the catalogue of `year` from the one before, as a draft.

    `result` is the id of the year's plan. Refused when it was begun already.
    """
    if not _FIRST <= year <= _LAST:
        raise Refused(f"年度 {year} 不对", "请填四位数的年份，例：2027", field="year",
                      code="QL-PD-166")  # fmt: skip
    if plan_of(book, year) is not None:
        raise Refused(
            f"{year}年的方案已经起草了", "在〔年度调整〕里接着办", field="year", code="QL-PD-167"
        )
    name = prepared_by.strip() or book.operator.name
    with book.change(f"起草{year}年公开目录") as change:
        load_catalog(book, year)
        begun = {"year": year, "prepared_by": name, "prepared_on": clock.today().isoformat()}
        change.result = change.add(DisclosurePlan, begun)
    return change.changes


def ask_opinions(book: Book, plan_id: str, until: date, since: date | None = None) -> Changes:
    """The draft is shown to the residents until a day. Refused while a change lacks its reason."""
    plan, since = _plan(book, plan_id, yearly.DRAFT), since or clock.today()
    _refuse_unexplained(book, plan["year"])
    yearly.in_order(plan, "opinions_from", since, clock.today())
    if until < since:
        raise Refused(
            f"征求意见截止（{paper_day(until)}）早于开始（{paper_day(since)}）",
            "请核对两个日期",
            field="opinions_until",
            code="QL-PD-168",
        )
    given = {"opinions_from": since.isoformat(), "opinions_until": until.isoformat()}
    usual = _opinions(book, since)
    if usual.day == until:  # any other day is the clerk's own
        given["opinions_why"] = usual.stored()
    return _step(book, plan, yearly.HEARING, given)


def hear(book: Book, plan_id: str, opinions: int, heard: str, on: date | None = None) -> Changes:
    """What the residents said and what became of it; the draft goes to the supervisors."""
    plan, on = _plan(book, plan_id, yearly.HEARING), on or clock.today()
    until = date.fromisoformat(plan["opinions_until"])
    if on < until:
        left = (until - on).days
        raise Refused(
            f"征求意见到{paper_day(until)}，还差 {left} 天",
            "到期后再送审查",
            field="sent_on",
            code="QL-PD-169",
        )
    yearly.in_order(plan, "sent_on", on, clock.today())
    if opinions and not heard.strip():
        raise Refused(
            f"收到 {opinions} 条意见，还没写怎么采纳的",
            "逐条写：谁家提的不用写，写提了什么、采没采纳",
            field="heard",
            code="QL-PD-170",
        )
    words = heard.strip() or "没有收到意见"
    due = opinion_due(book, on)
    given = {"opinions": opinions, "heard": words, "sent_on": on.isoformat()}
    given |= {"review_due_on": due.day.isoformat(), "review_why": due.stored()}
    return _step(book, plan, yearly.EXAMINING, given, event_on=on)


def examine(
    book: Book, plan_id: str, reviewer: str, verdict: str, opinion: str, on: date | None = None
) -> Changes:
    """The supervising committee's opinion, with the name and the day of its signature.

    Refused unless the reviewer serves in the committee, did not draft the plan, and is neither a
    member of the committee that is supervised nor close to one. `result`: days it came too late.
    """
    plan, on = _plan(book, plan_id, yearly.EXAMINING), on or clock.today()
    yearly.in_order(plan, "reviewed_on", on, clock.today())
    name = supervisor(book, reviewer, plan["prepared_by"], on)
    if verdict == "有异议" and not opinion.strip():
        raise Refused("有异议要写清楚", "写明哪一项、怎么改", field="opinion", code="QL-PD-171")
    given = {"reviewer": name, "reviewed_on": on.isoformat(), "verdict": verdict}
    due = answer_due(book, on)
    given |= {"opinion": opinion.strip() or "同意公开方案"}
    given |= {"answer_due_on": due.day.isoformat(), "answer_why": due.stored()}
    late = yearly.late_by(on, plan["review_due_on"])
    return _step(book, plan, yearly.ANSWERING, given, event_on=on, result=late)


def answer(book: Book, plan_id: str, who: str, words: str, on: date | None = None) -> Changes:
    """The committee's answer to the opinion, with the name and the day of its signature."""
    plan, on = _plan(book, plan_id, yearly.ANSWERING), on or clock.today()
    yearly.in_order(plan, "answered_on", on, clock.today())
    name = "".join(who.split())
    if not name:
        raise Refused("没有写谁答复", f"请填{book.word('committee_short')}的答复人",
                      field="answered_by", code="QL-PD-172")  # fmt: skip
    if name == plan["reviewer"]:
        raise Refused(
            f"{name}是审查人，不能自己答复", "请填另一个人", field="answered_by", code="QL-PD-173"
        )
    if plan["verdict"] == "有异议" and not words.strip():
        raise Refused(
            "有异议，要写怎么答复", "写明改了什么；不改的写原因", field="answer", code="QL-PD-174"
        )
    given = {"answered_by": name, "answered_on": on.isoformat()}
    given |= {"answer": words.strip() or "没有异议，按方案提交会议"}
    late = yearly.late_by(on, plan["answer_due_on"])
    return _step(book, plan, yearly.MEETING, given, event_on=on, result=late)


def decide(
    book: Book, plan_id: str, meeting: str, on: date | None = None, decision: str = ""
) -> Changes:
    """The committee's meeting fixes the plan; from now on a change of it needs a reason."""
    plan, on = _plan(book, plan_id, yearly.MEETING), on or clock.today()
    yearly.in_order(plan, "decided_on", on, clock.today())
    _refuse_unexplained(book, plan["year"])
    if not meeting.strip():
        raise Refused(
            "没有写哪次会议",
            f"例：{book.word('committee_short')}12月会议",
            field="meeting",
            code="QL-PD-175",
        )
    given = {"meeting": meeting.strip(), "decided_on": on.isoformat()}
    given |= {"decision": decision.strip() or "通过"}
    return _step(book, plan, yearly.PUBLISHING, given, event_on=on)


def publish(book: Book, plan_id: str) -> Changes:
    """Composes the notice of the catalogue, with what changed and why; `result` is its number.

    A notice that was dropped again is composed anew.
    """
    plan = ledger.there(book, DisclosurePlan.table, plan_id)
    if plan["state"] != yearly.FILING or _notice(book, plan) is not None:
        yearly.allow(plan, yearly.PUBLISHING)
    year = plan["year"]
    facts = yearly_paper.notice_facts(items_of(book, year), changes_of(book, year), plan)
    told = yearly_paper.notice_body(plan)
    with book.change(f"编{year}年目录公告") as change:
        made = drafting.draft(
            book, CATALOGUE_KIND, facts, code=CATALOGUE_ITEM, period=str(year), body=told
        )
        notice = next(row_id for table, row_id in made.touched if table == Notice.table)
        linked = {"notice_id": notice, "state": yearly.FILING}
        change.put_row(DisclosurePlan.table, plan_id, linked)
        change.result = made.result
    return change.changes


def file_with(
    book: Book,
    plan_id: str,
    with_whom: str = "",
    on: date | None = None,
    receipt: Iterable[Path | str] = (),
) -> Changes:
    """Filed with the street: the catalogue of the year is in force, and its plan is made.

    Refused until the notice of the catalogue hangs. `result`: lines added to the plan.
    """
    plan, on = _plan(book, plan_id, yearly.FILING), on or clock.today()
    yearly.in_order(plan, "filed_on", on, clock.today())
    notice = _notice(book, plan)
    if notice is None or notice["state"] not in steps.FROZEN:
        raise Refused(
            "目录公告还没上墙" if notice else "目录公告已经不在了",
            "先在〔公告〕里送审核、打印、上墙，再报街道备案" if notice else "先按“编目录公告”",
            code="QL-PD-176",
        )
    if on < date.fromisoformat(notice["posted_on"]):
        raise Refused(
            f"备案日期早于上墙的{paper_day(date.fromisoformat(notice['posted_on']))}",
            "请核对日期",
            field="filed_on",
            code="QL-PD-163",
        )
    street = with_whom.strip() or f"{book.unit.street_name}办事处"
    papers = ledger.stored(book, receipt)
    with book.change(f"{plan['year']}年目录报街道备案", event_on=on) as change:
        given = {"filed_with": street, "filed_on": on.isoformat(), "state": yearly.IN_FORCE}
        change.put_row(DisclosurePlan.table, plan_id, given)
        if papers:
            ledger.add_papers(change, DisclosurePlan.table, plan, "receipt", papers)
        change.result = plan_year(book, plan["year"]).result
        line = book.find(
            PlannedPosting,
            code=notice["code"],
            period=notice["period"],
            owner=book.unit.office_id,
        )
        if line is not None:  # the notice of the catalogue hung before there was a plan
            posted = {"notice_id": notice["id"], "state": "已公开"}
            change.put_row(PlannedPosting.table, line["id"], posted)
    return change.changes


def save_plan(_book: Book, _row_id: str | None, _draft: Mapping[str, Any]) -> Changes:
    """The year's plan is written by its steps only, so that none can be jumped."""
    raise Refused(
        "年度方案不能直接改", "请在〔公开公示·年度调整〕里一步一步办；办错了用撤销",
        code="QL-PD-177",
    )  # fmt: skip


def why_plan_stays(row: Row) -> str:
    """Why the year's plan may not be taken back any more; "" while it is in the office only."""
    return f"{row['year']}年方案已经报街道备案" if row["state"] == yearly.IN_FORCE else ""


def _plan(book: Book, plan_id: str, state: str) -> Row:
    plan = ledger.there(book, DisclosurePlan.table, plan_id)
    yearly.allow(plan, state)
    return plan


def _notice(book: Book, plan: Row) -> Row | None:
    row = book.row(Notice.table, plan["notice_id"]) if plan["notice_id"] else None
    return row if row is not None and not row["deleted"] else None


def _refuse_unexplained(book: Book, year: int) -> None:
    if lacking := unexplained(book, year):
        shown = "、".join(f"{item['code']} {item['item']}" for item in lacking[:3])
        raise Refused(
            f"有 {len(lacking)} 项和上一年不同，没写原因：{shown}",
            "在公开目录里打开这一项，把〔调整的原因〕写上",
            field="reason",
            code="QL-PD-178",
        )


def _step(
    book: Book,
    plan: Row,
    state: str,
    given: Row,
    *,
    event_on: date | None = None,
    result: object = None,
) -> Changes:
    with book.change(f"{plan['year']}年公开方案：{state}", event_on=event_on) as change:
        change.put_row(DisclosurePlan.table, plan["id"], {**given, "state": state})
        change.result = result
    return change.changes


def suggested_until(book: Book, day: date) -> date:
    """Until when the residents are asked unless the clerk says otherwise."""
    return _opinions(book, day).day


def _opinions(book: Book, day: date) -> Reckoning:
    pack = book.pack(YEARLY, day)
    rule = pack.value("opinions")
    way = Way(
        "count", day, int(rule["days"]), end="later", what=rule["what"],
        by=f"依据：{cited(rule)}", rule=f"{pack.id} opinions.days",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def next_year(book: Book, day: date) -> int:
    """Which year's catalogue is up for adjustment: this one while it has none, else the next."""
    missing = not items_of(book, day.year) and previous_year(book, day.year) is not None
    begun = plan_of(book, day.year)
    waiting = begun is not None and begun["state"] != yearly.IN_FORCE
    return day.year if missing or waiting else day.year + 1
