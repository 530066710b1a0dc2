"""How does an empty office begin? The few buttons that fill it from the street's own plan."""

from collections.abc import Callable
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store.book import Book

Beginning = tuple[str, str, Callable[..., Any]]  # word, hint, action(book, year)


_OF_THE_PLAN = (Where("name", "=", "work-plan"),)


def wanted(book: Book) -> list[Beginning]:
    """What this year still lacks, in the order in which it is done."""
    of_year = (Where("year", "=", clock.today().year),)
    offers: list[Beginning] = []
    if not book.count(Query("task", of_year, limit=1)):
        offers.append(("按方案建立任务", "方案的 9 项任务可以一键建好", load_plan))
    elif book.count(Query("rule_pack", _OF_THE_PLAN, limit=1)) and _has_new_plan(book):
        offers.append(("按新方案更新任务", "办结的留着，往年的不动，可以撤销", _renew_plan))
    if book.unit.is_street:
        return offers
    if not book.count(Query("catalog_item", limit=1)):
        offers.append(("建立公开目录和计划", "按规则包里的公开目录建立，可以再改", _load_catalog))
    elif _waits_for_its_plan(book, clock.today().year):
        offers.append(("排今年的公开计划", "每月、每季要公开的各排一行", _plan_year))
    if past := _past(book, clock.today().year):
        word = f"启用前到期的 {len(past)} 期不再补"
        offers.append((word, "标为不适用并写明原因；已经在公开栏贴过的就这样办", _settle_past))
    return offers


def _waits_for_its_plan(book: Book, year: int) -> bool:
    """Is there a catalogue in force without a plan? A later year's is adjusted first."""
    from qinglian_desktop.modules.disclosure import reads

    of_year = (Where("year", "=", year),)
    if book.count(Query("planned_posting", of_year, limit=1)):
        return False
    return bool(book.count(Query("catalog_item", of_year, limit=1))) and reads.is_open(book, year)


def _past(book: Book, year: int) -> list[str]:
    """Periods that were already over when the plan was made and have no notice."""
    where = (Where("year", "=", year), Where("state", "=", "待公开"), Where("notice_id", "empty"))
    rows = book.rows(Query("planned_posting", where))
    return [row["id"] for row in rows if row["due_on"] < row["created_at"][:10]]


def _settle_past(book: Book, year: int) -> Changes:
    from qinglian_desktop.modules.disclosure import actions

    past = _past(book, year)
    with book.change("启用前到期的期次不再补") as change:
        actions.skip_planned(book, past, "启用本程序前已到期")
        change.result = len(past)
    return change.changes


def load_plan(book: Book, year: int) -> Changes:
    from qinglian_desktop.modules.tasks import actions

    return actions.load_plan(book, year)


def _has_new_plan(book: Book) -> bool:
    from qinglian_desktop.modules.tasks import reads

    return reads.waits_for_new_plan(book, clock.today().year)


def _renew_plan(book: Book, year: int) -> Changes:
    from qinglian_desktop.modules.tasks import actions

    return actions.renew_plan(book, year)


def _load_catalog(book: Book, year: int) -> Changes:
    """The catalogue and its plan in one change, so that one 撤销 takes both back."""
    from qinglian_desktop.modules.disclosure import actions

    with book.change(f"建立{year}年公开目录和计划") as change:
        actions.load_catalog(book, year)
        planned = actions.plan_year(book, year)
        change.result = planned.result
    return change.changes


def _plan_year(book: Book, year: int) -> Changes:
    from qinglian_desktop.modules.disclosure import actions

    return actions.plan_year(book, year)
