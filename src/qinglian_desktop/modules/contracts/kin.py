"""Is the other side of a contract, or who stands for it, close to somebody in office?

From what people declared of their relatives (亲属关系) and the posts of the day the contract was
signed. It is only proposed: the clerk asks, and writes it into the contract or leaves it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.registry.records import Body, Kin, Post
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store.book import Book

# Bodies whose members decide or watch over what is let.
_IN_OFFICE = (
    "党组织", "委员会", "务监督委员会", "集体经济组织理事会", "集体经济组织监事会",
)  # fmt: skip


class Related(NamedTuple):
    name: str  # of the other side
    officer: str
    title: str  # 主任
    relation: str  # 配偶; "" where it is the officer

    def __str__(self) -> str:
        who = f"{self.title}{self.officer}"
        return f"{self.name}是{who}的{self.relation}" if self.relation else f"{self.name}就是{who}"


def related(book: Book, contract: Mapping[str, Any], today: date) -> tuple[Related, ...]:
    """Who of those in office on the day it was signed is the other side, or close to it."""
    names = {
        name: str(contract[field])
        for field in ("party", "legal_rep")
        if contract.get(field) and (name := bare(contract[field]))
    }
    if not names:
        return ()
    officers = _officers(book, day_of(contract, "signed_on") or today)
    found = [Related(names[one], one, officers[one], "") for one in names if one in officers]
    mine = Where("owner", "=", book.unit.office_id)
    for kin in book.records(Kin, mine):
        pair = bare(kin.person_name), bare(kin.relative_name)
        for name, officer in (pair, pair[::-1]):
            if name in names and officer in officers and name != officer:
                found.append(Related(names[name], officer, officers[officer], kin.relation))
    return tuple(dict.fromkeys(found))


def _officers(book: Book, day: date) -> dict[str, str]:
    """Names of those in office on a day, with their post."""
    mine = Where("owner", "=", book.unit.office_id)
    bodies = {one.name for one in book.records(Body, mine) if one.kind in _IN_OFFICE}
    found: dict[str, str] = {}
    for post in book.records(Post, mine):
        ends = post.until_on or date.max
        if post.body in bodies and post.from_on <= day <= ends:
            found.setdefault(bare(post.person_name), post.title)
    return found


def words(found: Sequence[Related]) -> str:
    """For the field of the contract: each once."""
    return "；".join(map(str, found))
