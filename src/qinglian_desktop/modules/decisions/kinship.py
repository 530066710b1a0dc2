"""Whom a matter concerns, and who of a roster is known to be close to them."""

from collections.abc import Sequence

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import links, reads
from qinglian_desktop.modules.decisions.rules import avoidance
from qinglian_desktop.modules.decisions.rules.avoidance import (
    EXECUTOR,
    OTHER_SIDE,
    Concern,
    Proposal,
    Tie,
)
from qinglian_desktop.modules.registry.records import Kin, Person
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store.book import Book


def proposed(book: Book, matter: Row, roster: Sequence[reads.Member]) -> tuple[Proposal, ...]:
    """Who of the roster should avoid this matter, as far as the registry knows it."""
    if not roster:
        return ()
    mine = Where("owner", "=", book.unit.office_id)
    ties = [
        Tie(bare(one.person_name), bare(one.relative_name), one.relation)
        for one in book.records(Kin, mine)
    ]
    names = [bare(one.name) for one in roster]
    concerned = _concerned(book, matter, [*names, *(n for tie in ties for n in tie[:2])])
    if not concerned:
        return ()
    homes = _homes(book, [*names, *(one.name for one in concerned)])
    return avoidance.proposals(names, concerned, ties, homes)


def _concerned(book: Book, matter: Row, names: Sequence[str]) -> tuple[Concern, ...]:
    """Who carries it out, the other side of what hangs on it, who is named in its text."""
    made = [Concern(name, EXECUTOR) for name in _split(matter["executor"])]
    for link in links.of_matter(book, matter["id"]):
        if link["other_table"] in book.tables.records:
            row = book.row(link["other_table"], link["other_id"]) or {}
            made += [Concern(name, OTHER_SIDE) for name in _split(row.get("counterparty"))]
    text = bare(f"{matter['title'] or ''} {matter['content'] or ''}")
    told = {one.name for one in made}
    return (*made, *(one for one in avoidance.named_in(text, names) if one.name not in told))


def _split(text: str | None) -> list[str]:
    """张三、李四: each by himself."""
    return [name for part in (text or "").replace("，", "、").split("、") if (name := bare(part))]


def _homes(book: Book, names: Sequence[str]) -> dict[str, frozenset[str]]:
    """The households in which somebody of this name lives."""
    where = (
        Where("name", "in", tuple(dict.fromkeys(names))),
        Where("household_no", "filled"),
        Where("owner", "=", book.unit.office_id),
    )
    found: dict[str, set[str]] = {}
    for one in book.records(Person, *where):
        found.setdefault(one.name, set()).add(one.household_no or "")
    return {name: frozenset(homes) for name, homes in found.items()}
