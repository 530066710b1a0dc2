"""Which matter is it? A title in the clerk's words → a row of the table of matters, or a question.

A row is taken only when exactly one fits; else the candidates are offered, and where nothing
fits three questions lead to a row. Nothing is guessed.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core.money import parse_yuan
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.modules.decisions.rules.law import Law

OTHER = "other"  # the row of last resort: decided by all, never left undecided
# Roads on which it matters whose the property is.
OWNED = frozenset(
    {"members", "members-only", "land-only", "land-lease", "outsiders", "adjust", "benefit"}
)
_ANY = "*"
_NOISE = re.compile(r"[\s，。、；：“”‘’（）()《》【】·,.;:!?！？-]+")
# 三组, 村民小组, 田坝组; not 各组 (all of them), 小组长, 本社区, 工作组.
_GROUP = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}|[本该某])(?:村民|居民)?(?:小组|组|社)(?!区|会|工|保)"
    r"|(?<![各个])(?:村|村民|居民)小组(?!长|会)|生产队"
    r"|[湾坝坪沟岩垭山河溪坡塆岗冲坎嘴堡]组"
)
_OUTSIDE = re.compile(
    r"外村|邻村|别村|外组|隔壁村|外地|外来|外人|本村以外|本社区以外|本集体以外|集体以外|非本村|非本集体|非成员"
    r"|外乡|外镇|外县|城里|公司|企业|老板"
)
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([百千]?[万亿]?)元?")


class Matter(NamedTuple):
    """A row of the table: what it is, which class, by which road it is decided."""

    id: str
    class_code: str
    label: str
    scope: str  # B both, V village, C community, K where there is collective land or property
    track: str
    source: str
    basis: str
    unsure: str
    approvals: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    by_amount: bool = False  # below the unit's own threshold the short path is enough
    who: str = ""  # who decides, where it is not ours to decide
    note: str = ""


class MatterClass(NamedTuple):
    """M01–M13: the groups of the local lists, with their defaults for 街道预审 and emergencies."""

    id: str
    name: str
    content: str
    pre_review: bool
    emergency: bool
    unsure: str


class Hints(NamedTuple):
    """What the title itself says about the facts; shown to the clerk, who may put it right."""

    group_owned: bool = False
    outsiders: bool = False
    amount: int | None = None  # 分


class Match(NamedTuple):
    """The rows that fit a title; `sure` when it is exactly one."""

    rows: tuple[Matter, ...]
    sure: bool
    hints: Hints


class Question(NamedTuple):
    """One of the three questions about a matter nobody knows."""

    id: str
    text: str
    answers: tuple[tuple[str, str], ...]  # value, words


def classes(law: Law) -> tuple[MatterClass, ...]:
    """The classes a unit of this kind uses, in order."""
    return tuple(
        MatterClass(
            row["id"], row["name"], row["content"], row["pre_review"], row["emergency"], doubt(row)
        )
        for row in law.matters.rows("classes")
        if row.get("scope", "B") in ("B", _letter(law))
    )


def class_of(law: Law, code: str) -> MatterClass:
    """A class by its code, whatever kind of unit uses it; refused for a code nobody knows."""
    for row in law.matters.rows("classes"):
        if row["id"] == code:
            return MatterClass(
                code, row["name"], row["content"], row["pre_review"], row["emergency"], doubt(row)
            )
    raise Refused(f"没有〔{code}〕这一类事项", "请从事项类别里选一个", code="QL-DW-005")


def matters(law: Law) -> tuple[Matter, ...]:
    """Every row that may come up in a unit of this kind."""
    return tuple(_matter(row) for row in _rows(law))


def matter(law: Law, matter_id: str) -> Matter:
    """A row by its id; refused when this kind of unit has no such matter."""
    for row in _rows(law):
        if row["id"] == matter_id:
            return _matter(row)
    raise Refused("事项表里没有这一项", "请重新选事项", field="matter", code="QL-DW-006")


def find(law: Law, title: str) -> Match:
    """The rows whose words stand in the title; a more exact row takes the place of others."""
    plain = _NOISE.sub("", title)
    said = law.matters.data.get("titles", {})
    named = any(word in plain for word in said.get("collective", ()))
    bare = plain
    for word in said.get("apart", ()):
        bare = bare.replace(word, "/")
    met = {
        row["id"]: row
        for row in _rows(law)
        if (named or row.get("named") != _letter(law)) and _fits(row, plain, bare)
    }
    beaten = {other for row in met.values() for other in row.get("beats", ())}
    rows = tuple(_matter(row) for key, row in met.items() if key not in beaten)
    read = hints(title)
    if not any(row.track in OWNED for row in rows):
        # A road in group 3 may well be the village's work; a pond of group 3 is not its pond.
        read = read._replace(group_owned=False)
    return Match(rows, len(rows) == 1, read)


def hints(title: str) -> Hints:
    """Group-owned, to outsiders, how much money: what can be read off the title."""
    return Hints(bool(_GROUP.search(title)), bool(_OUTSIDE.search(title)), _money(title))


def _money(title: str) -> int | None:
    found = [m for m in _AMOUNT.finditer(title) if m[2] or m[0].endswith("元")]
    if len(found) != 1:  # two amounts: nobody says which one
        return None
    try:
        return parse_yuan(found[0][1] + found[0][2])
    except ValueError:
        return None


def questions(law: Law) -> tuple[Question, ...]:
    """The three questions, in order, in the words of the office."""
    return tuple(
        Question(row["id"], row["text"], tuple((a[0], a[1]) for a in row["answers"]))
        for row in law.matters.rows("questions")
    )


def answered(law: Law, what: str, whose: str, reach: str) -> Matter:
    """The row three answers lead to; every set of answers leads to one."""
    given = {"what": what, "whose": whose, "reach": reach}
    for question in questions(law):
        if given[question.id] not in dict(question.answers):
            raise Refused("三个问题还没有答完", "请把三个问题都选上", field=question.id)
    for row in law.matters.rows("answers"):
        if all(row[key] in (_ANY, value) for key, value in given.items()):
            return matter(law, row.get(law.kind, row.get("row", OTHER)))
    return matter(law, OTHER)


def _rows(law: Law) -> tuple[Mapping[str, Any], ...]:
    usable = ("B", "K", _letter(law))
    return tuple(row for row in law.matters.rows("matters") if row["scope"] in usable)


def _letter(law: Law) -> str:
    return "V" if law.kind == "village" else "C"


def _fits(row: Mapping[str, Any], title: str, bare: str) -> bool:
    """`bare` is the title without the words that only look like those of the table."""
    if any(_stands(word, title) for word in row.get("without", ())):
        return False
    return any(
        all(_stands(group, bare) for group in pattern.split("&"))
        for pattern in row.get("words", ())
    )


def _stands(group: str, title: str) -> bool:
    """One of the words is there; behind a > one of the later words stands after it."""
    first, behind, then = group.partition(">")
    places = [at + len(word) for word in first.split("|") if (at := title.find(word)) >= 0]
    if not behind:
        return bool(places)
    return bool(places) and any(title.find(word, min(places)) >= 0 for word in then.split("|"))


def _matter(row: Mapping[str, Any]) -> Matter:
    return Matter(
        id=row["id"],
        class_code=row["class"],
        label=row["label"],
        scope=row["scope"],
        track=row["track"],
        source=row["source"],
        basis=row["basis"],
        unsure=doubt(row),
        approvals=tuple(row.get("approvals", ())),
        papers=tuple(row.get("papers", ())),
        by_amount=row.get("by_amount", False),
        who=row.get("who", ""),
        note=row.get("note", ""),
    )
