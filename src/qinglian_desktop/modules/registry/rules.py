"""What must agree in a roster: a person with the ID number, a term with the other terms."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day, show_day
from qinglian_desktop.core.idcard import CHECK_DIGIT, birth_of, read_id_number, sex_of
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules.registry.records import Kin, Post

LAST_DAY = date.max  # an open term has no end


def facts_of_number(number: str) -> dict[str, str]:
    """Birthday and sex as stored values; raises Unreadable when the number is no ID number.

    One wrong digit does not keep the person from the roster: the number stays as it was written,
    tells nothing else, and is asked about before a report goes out (modules/crosschecks).
    """
    try:
        number = read_id_number(number)
    except Unreadable as trouble:
        if trouble.code != CHECK_DIGIT:
            raise
        return {"id_number": "".join(number.split()).upper()}
    return {
        "id_number": number,
        "born_on": birth_of(number).isoformat(),
        "sex": sex_of(number),
    }


def number_problem(person: Mapping[str, Any]) -> Problem | None:
    """What is wrong between a person's ID number and what else is written down."""
    if not person.get("id_number"):
        return None
    try:
        told = facts_of_number(person["id_number"])
    except Unreadable as trouble:
        return Problem(f"〔身份证号〕{trouble.what}", trouble.remedy, "id_number", trouble.code)
    if "born_on" not in told:
        return None
    if person.get("born_on") not in (None, "", told["born_on"]):
        what = f"出生日期和身份证号对不上，号码里是 {told['born_on']}"
        return Problem(what, "请核对证件，改对其中一个", "born_on", "QL-RG-002")
    if person.get("sex") not in (None, "", told["sex"]):
        what = f"性别和身份证号对不上，号码里是“{told['sex']}”"
        return Problem(what, "请核对证件，改对其中一个", "sex", "QL-RG-003")
    return None


def person_problem(person: Mapping[str, Any], today: date) -> Problem | None:
    """What is wrong with what is written about a person; None when nothing is."""
    if (born := person.get("born_on")) and date.fromisoformat(born) > today:
        return Problem("出生日期在今天之后", "请核对证件上的日期", "born_on", "QL-RG-007")
    return number_problem(person)


def taken_number(number: str, name: str, group: str | None) -> Problem:
    """The ID number belongs to somebody who is registered already."""
    where = f"（{group}）" if group else ""
    return Problem(
        f"证件号已存在：{name}{where}",
        "是同一个人就打开那一条来改；不是就检查号码",
        "id_number",
        "QL-RG-001",
    )


def tags_of(text: str | None) -> tuple[str, ...]:
    """党员、居民代表 → ("党员", "居民代表")."""
    for mark in "，,;；/ ":
        text = (text or "").replace(mark, "、")
    return tuple(dict.fromkeys(part for part in (text or "").split("、") if part))


def serves(post: Post, day: date) -> bool:
    """Is the term running on that day? First and last day count."""
    return post.from_on <= day <= (post.until_on or LAST_DAY)


def term_problem(post: Post, others: Iterable[Post]) -> Problem | None:
    """A term that ends before it begins, or overlaps another of the same person and body."""
    if post.until_on is not None and post.until_on < post.from_on:
        return Problem("任职止早于任职起", "请核对两个日期", "until_on", "QL-RG-004")
    for other in others:
        if other.id == post.id or other.body != post.body or not _same_person(post, other):
            continue
        if post.from_on <= (other.until_on or LAST_DAY) and other.from_on <= (
            post.until_on or LAST_DAY
        ):
            return Problem(
                f"{post.person_name}在{post.body}的任期重叠：{term(other)}",
                "请先把前一段任期的任职止填好，或核对起止日期",
                "from_on",
                "QL-RG-005",
            )
    return None


def _same_person(post: Post, other: Post) -> bool:
    if post.person_id and other.person_id:
        return post.person_id == other.person_id
    return post.person_name == other.person_name


def term(post: Post) -> str:
    """2024-01-01 至 2026-12-31, or 至今."""
    return f"{show_day(post.from_on)} 至 {show_day(post.until_on) if post.until_on else '今'}"


def ending_why(until_on: date, lead: int) -> str:
    return f"任职止是{paper_day(until_on)}，提前 {lead} 天提醒，好准备换届或推选"


# Whoever writes the papers or keeps the money does not supervise them.
DESK_TITLES = ("文书", "会计", "出纳", "报账员", "财务")


class Bar(NamedTuple):
    """Why somebody may not, or should not, serve in the supervising body.

    `firm`: the law says so (村民委员会组织法 37, 城市居民委员会组织法 36); else it is custom.
    """

    words: str
    firm: bool


def bare(name: str | None) -> str:
    """A name without the blanks inside it: 张　三 → 张三."""
    return "".join((name or "").split())


def bars(
    name: str, committee: Iterable[Post], own: Iterable[Post], ties: Iterable[Kin]
) -> list[Bar]:
    """What speaks against `name`: a seat in the committee, a close relative there, desk work.

    `committee` are the posts of the committee that day, `own` all posts of this person.
    """
    who, found = bare(name), list[Bar]()
    members = {bare(post.person_name): post for post in committee}
    if who in members:
        found.append(Bar(f"是{members[who].body}{members[who].title}", firm=True))
    for tie in ties:
        pair = (bare(tie.person_name), bare(tie.relative_name))
        if who not in pair:
            continue
        other = pair[1] if pair[0] == who else pair[0]
        if other in members and other != who:
            post = members[other]
            words = f"和{post.body}{post.title}{other}是近亲属（{tie.relation}）"
            found.append(Bar(words, firm=True))
    for post in own:
        if any(word in post.title for word in DESK_TITLES) and bare(post.person_name) == who:
            found.append(Bar(f"又是{post.body}{post.title}", firm=False))
    return found
