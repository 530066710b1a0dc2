"""What that is still open will a changed rule touch? Counted, one line for each ledger."""

from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.exchange.rule_packs import HOLIDAYS
from qinglian_desktop.store.book import Book

_RULES = frozenset(
    {"self-government", "collective", "chongqing-village", "social-assistance"}
    | {"decision-bodies", "decision-matters"}
)
_POSTING = frozenset({"self-government", "disclosure-rules", "disclosure-catalogue"})


def touched(book: Book, pack: Pack) -> tuple[str, ...]:
    """Open matters, plans and notices that the pack will meet from its first day on."""
    since = pack.effective_from
    found: list[tuple[int, str]] = []
    if pack.name in _RULES:
        matters = (Where("state", "=", "办理中"),)
        words = f"件正在办的决策事项：{paper_day(since)}以后的步骤按新规则"
        found.append((_count(book, "matter", *matters), words))
    if pack.name in _POSTING:
        plans = (Where("state", "=", "待公开"), Where("due_on", ">=", since.isoformat()))
        found.append((_count(book, "planned_posting", *plans), "期公开计划：到期日可能要重排"))
        notices = (Where("state", "in", ("草稿", "待审", "退回", "审核同意")),)
        found.append(
            (_count(book, "notice", *notices), "份还没上墙的公告：公示天数按上墙那天的规则")
        )
    if pack.name == HOLIDAYS:
        found += _near(book, pack)
    return tuple(f"{count} {words}" for count, words in found if count)


def _near(book: Book, pack: Pack) -> list[tuple[int, str]]:
    """Open deadlines that fall in the year of the pack, from today on; each may move."""
    year = int(pack.value("year"))
    span = (
        Where("due_on", ">=", date(year, 1, 1).isoformat()),
        Where("due_on", "<=", date(year, 12, 31).isoformat()),
    )
    tasks = _count(book, "task", *span, Where("state", "in", ("未开始", "进行中", "待核")))
    plans = _count(book, "planned_posting", *span, Where("state", "=", "待公开"))
    return [
        (tasks, f"件 {year} 年到期的任务：碰上放假的会往后移"),
        (plans, f"期 {year} 年到期的公开计划：碰上放假的会往后移"),
    ]


def _count(book: Book, table: str, *where: Where) -> int:
    return book.count(Query(table, where)) if table in book.tables.records else 0
