"""What should worry the clerk about disclosure, beside what is due by the plan? (今日)

The catalogue not adjusted, periods nobody planned, the supervising committee's roster.
"""

from collections.abc import Iterator
from datetime import date

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import yearly
from qinglian_desktop.modules.disclosure.reads import (
    RULES,
    YEARLY,
    items_of,
    plan_of,
)
from qinglian_desktop.modules.disclosure.records import CatalogItem, DisclosurePlan, PlannedPosting
from qinglian_desktop.modules.registry import reads as registry
from qinglian_desktop.modules.registry.records import Body, Post
from qinglian_desktop.modules.registry.rules import Bar
from qinglian_desktop.store.book import Book

SUPERVISORS, COMMITTEE = "务监督委员会", "委员会"
LEAD = 7
_SHOWN = 62  # days the adjustment of the catalogue is shown before it must be public


def alarms(book: Book, day: date) -> Iterator[Due]:
    """Every alarm of this day; a street keeps no catalogue of its own."""
    if book.unit.is_street:
        return
    pack = book.pack(YEARLY, day)
    years = book.distinct(CatalogItem.table, "year")
    yield from _adjusting(book, day, pack, {int(year) for year in years})
    if any(int(year) in (day.year, day.year - 1) for year in years):
        yield from _never_planned(book, day, pack)
    yield from _roster(book, day)


# -- the year's catalogue ----------------------------------------------------------------------


def _adjusting(book: Book, day: date, pack: Pack, years: set[int]) -> Iterator[Due]:
    """The catalogue of a year on its way, or not even begun."""
    rule = pack.value("republish")
    begins = date(day.year, rule["start_month"], rule["start_day"])
    for year in (day.year, day.year + 1):
        if not any(earlier < year for earlier in years):
            continue  # the first one holds as it stands
        plan = plan_of(book, year)
        if plan is None and year > day.year and day < begins:
            continue
        if plan is None and year == day.year and year in years:
            continue  # adopted before the adjustment was kept here
        if plan is not None and plan["state"] == yearly.IN_FORCE:
            continue
        public = placed(date(year, rule["month"], 1), 0, rule["day"])
        yield _next_step(book, plan, year, public, f"{rule['what']}；依据：{rule['basis']}")


def _next_step(book: Book, plan: Row | None, year: int, public: date, why: str) -> Due:
    state = plan["state"] if plan else ""
    due_on, lead = public, _SHOWN
    if plan is not None and state == yearly.HEARING:
        due_on, lead = date.fromisoformat(plan["opinions_until"]), 0
        why = f"征求意见到{paper_day(due_on)}"
    if plan is not None and state in (yearly.EXAMINING, yearly.ANSWERING):
        name = "review" if state == yearly.EXAMINING else "answer"
        due_on, lead = date.fromisoformat(plan[f"{name}_due_on"]), LEAD
        why = reckoning.words(plan[f"{name}_why"])
    what = yearly.NEXT_WORDS[state]
    return Due(
        due_on=due_on,
        subject=f"{year}年{book.word('disclosure')}目录：该{what}",
        why=why,
        module="disclosure",
        act="去办理",
        table=DisclosurePlan.table,
        row_id=plan["id"] if plan else "",
        lead=lead,
    )


# -- what nobody planned -----------------------------------------------------------------------


def _never_planned(book: Book, day: date, pack: Pack) -> Iterator[Due]:
    """A quarter closed without a finance posting, a half year without the supervisors' report."""
    own = Where("owner", "=", book.unit.office_id)
    for must in pack.rows("musts"):
        period = Period.holding(day, must["letter"]).previous
        rows = book.rows(Query(PlannedPosting.table, (
            own, Where("code", "in", tuple(must["codes"])), Where("year", "=", period.year),
        )))  # fmt: skip
        if any(_covers(row["period"], period) for row in rows):
            continue
        item = next((i for i in items_of(book, period.year) if i["code"] in must["codes"]), None)
        if item is None:
            continue
        due_on = period.due_on(book.pack(RULES, period.last).value("due"))
        off = "目录里停用了这一项" if not item["enabled"] else "公开计划里没有这一期"
        yield Due(
            due_on=due_on,
            subject=f"{period.label}{must['what']}还没有公开",
            why=f"{off}；依据：{cited(must)}",
            module="disclosure",
            act="看目录",
            table=CatalogItem.table,
            row_id=item["id"],
            lead=LEAD,
        )


def _covers(planned: str, period: Period) -> bool:
    """Is the planned line the period itself, or one of the months within it?"""
    return Period.parse(planned) in period.parts


# -- who supervises ----------------------------------------------------------------------------


def _roster(book: Book, day: date) -> Iterator[Due]:
    """Members of the supervising committee who may not be there; a committee whose term is over."""
    members = registry.serving(book, SUPERVISORS, day)
    found = registry.bars_of(book, [post.person_name for post in members], day) if members else {}
    for post in members:
        bars = found[post.person_name]
        if post.person_name == book.operator.name and book.operator.role == "文书":
            bars = [*bars, Bar("又是填表的文书", firm=False)]
        if bars:
            law = "填表和监督要分开"
            if any(bar.firm for bar in bars):
                law = f"法律规定{book.word('committee_short')}成员和近亲属不能担任"
            words = "、".join(bar.words for bar in bars)
            yield _about(post, day, f"{post.body}的{post.person_name}{words}", f"{law}；请核对名册")
    yield from _over(book, day, members)


def _over(book: Book, day: date, members: list[Post]) -> Iterator[Due]:
    own = Where("owner", "=", book.unit.office_id)
    serving = {post.body for post in members}
    for body in book.records(Body, Where("kind", "=", SUPERVISORS), own):
        if body.name in serving:
            continue
        past = [post for post in registry.own_posts(book, Where("body", "=", body.name))
                if post.until_on is not None and post.until_on < day]  # fmt: skip
        if past:
            last = max(past, key=lambda post: post.until_on or day)
            words = f"{body.name}任期已满，还没有登记新一届"
            assert last.until_on is not None
            why = f"任职止是{paper_day(last.until_on)}，和{book.word('committee_short')}任期相同"
            yield _about(last, last.until_on, words, why)


def _about(post: Post, day: date, subject: str, why: str) -> Due:
    return Due(
        due_on=day,
        subject=subject,
        why=why,
        module="registry",
        act="看名册",
        table=Post.table,
        row_id=post.id,
        lead=0,
    )
