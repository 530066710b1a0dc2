"""How does an empty office begin? The few buttons that fill it from the street's own plan."""

from collections.abc import Callable
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store.book import Book

Beginning = tuple[str, str, Callable[..., Any]]  # word, hint, action(book, year)


def wanted(book: Book) -> list[Beginning]:
    """What this year still lacks, in the order in which it is done."""
    of_year = (Where("year", "=", clock.today().year),)
    offers: list[Beginning] = []
    if not book.count(Query("task", of_year, limit=1)):
        offers.append(("按方案建立任务", "方案的 9 项任务可以一键建好", _load_plan))
    if book.unit.is_street:
        return offers
    if not book.count(Query("catalog_item", of_year, limit=1)):
        offers.append(("建立公开目录和计划", "按规则包里的公开目录建立，可以再改", _load_catalog))
    elif not book.count(Query("planned_posting", of_year, limit=1)):
        offers.append(("排今年的公开计划", "每月、每季要公开的各排一行", _plan_year))
    return offers


def _load_plan(book: Book, year: int) -> Changes:
    from qinglian_desktop.modules.tasks import actions

    return actions.load_plan(book, year)


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
