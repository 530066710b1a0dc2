"""Which rules hold, and what that is still open will a changed one touch? (page and command)"""

from datetime import date

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import naming
from qinglian_desktop.exchange.records import RulePack
from qinglian_desktop.exchange.rule_packs import CHANGEABLE, HOLIDAYS, STREET_ONLY
from qinglian_desktop.modules import running
from qinglian_desktop.store import deadlines, packs
from qinglian_desktop.store.book import Book

_RULES = frozenset(
    {"self-government", "collective", "chongqing-village", "social-assistance"}
    | {"decision-bodies", "decision-matters"}
)
_WITH_PROGRAM = "随程序"
_FEW = 3  # deadlines named before the list itself is opened
_POSTING = frozenset({"self-government", "disclosure-rules", "disclosure-catalogue"})


def held_now(book: Book, day: date) -> list[tuple[Pack, str]]:
    """Every pack that holds on the day or later, with where it came from; those taken in first."""
    rows = book.rows(Query(RulePack.table, order=(("from_on", True),)))
    own = [(packs.kept(book.files, row["content"]), row["came_from"]) for row in rows]
    kinds = ("", "village", "community") if book.unit.is_street else ("", book.unit.kind)
    names = (*CHANGEABLE, *STREET_ONLY) if book.unit.is_street else CHANGEABLE
    shipped = [
        (pack, _WITH_PROGRAM)
        for pack in packs.shipped()
        if pack.name in names and pack.unit_kind in kinds
    ]
    return [
        (pack, came)
        for pack, came in (*own, *shipped)
        if pack.effective_to is None or pack.effective_to >= day
    ]


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
    lines = tuple(f"{count} {words}" for count, words in found if count)
    return lines + (_moved(book, pack) if pack.name == HOLIDAYS else ())


def _moved(book: Book, pack: Pack) -> tuple[str, ...]:
    """Which open deadlines another holiday schedule moves: how many, and the first of them."""
    held = packs.held(book.connection, book.files, HOLIDAYS, "")
    moved = deadlines.moved(book, Calendar.of((*held, pack)), running.is_open)
    if not moved:
        return ()
    named = [
        f"{naming(dated.record, dated.row)} {paper_day(dated.day)}改到{paper_day(again.day)}"
        for dated, again in moved[:_FEW]
    ]
    more = "等" if len(moved) > _FEW else ""
    return (f"{len(moved)} 个在办的期限会变（{'、'.join(named)}{more}），采用以后逐条看",)


def _count(book: Book, table: str, *where: Where) -> int:
    return book.count(Query(table, where)) if table in book.tables.records else 0
