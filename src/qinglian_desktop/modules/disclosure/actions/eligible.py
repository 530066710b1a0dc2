"""Who may examine what the committee posts? Members of the supervising body, and nobody close."""

from collections.abc import Iterable
from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.registry import actions as registry
from qinglian_desktop.store.book import Book

SUPERVISORS = "务监督委员会"


def bare(name: str | None) -> str:
    """A name without the blanks inside it: 张　三 → 张三."""
    return "".join((name or "").split())


def refuse_barred(book: Book, name: str, day: date) -> None:
    """Refused when the law keeps this person out: a member of the committee, or a close relative.

    村民委员会组织法 37, 城市居民委员会组织法 36.
    """
    for bar in registry.legal_bars(book, name, day):
        raise Refused(
            f"{name}{bar.words}，不能审查",
            "请换一位监督委员会成员；名册不对就先在人户名册里改",
            field="reviewer",
            code="QL-PD-164",
        )


def supervisor(book: Book, name: str, preparer: str | None, day: date) -> str:
    """The name, when this person may examine the year's plan on that day; else refused."""
    name, prepared = bare(name), bare(preparer)
    if not name:
        raise Refused("没有写审查人", "请填监督委员会成员的姓名", field="reviewer",
                      code="QL-PD-022")  # fmt: skip
    if name == prepared:
        raise Refused(
            f"{name}是起草人，不能自己审查", "请换一个人审查", field="reviewer", code="QL-PD-023"
        )
    names = {bare(post.person_name) for post in registry.members(book, SUPERVISORS, day)}
    body = book.word("supervisors_short")
    if not names:
        raise Refused(
            f"{paper_day(day)}的{body}名册是空的",
            "先到〔人户名册·任职〕登记监督委员会成员，再审查",
            field="reviewer",
            code="QL-PD-165",
        )
    refuse_outsider(names, name, prepared, body, day)
    refuse_barred(book, name, day)
    return name


def refuse_outsider(names: Iterable[str], name: str, preparer: str, body: str, day: date) -> None:
    """Refused when the reviewer does not serve in the body, or the preparer does."""
    names = set(names)
    if names and name not in names:
        raise Refused(
            f"{paper_day(day)}的{body}名册里没有{name}",
            f"请由{body}成员审核，或先更新名册",
            field="reviewer",
            code="QL-PD-024",
        )
    if preparer in names:
        raise Refused(
            f"填表人{preparer}是{body}成员", "填表和监督要分开，请换人填表", code="QL-PD-025"
        )
