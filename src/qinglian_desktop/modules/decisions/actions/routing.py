"""Does this go before a meeting, and before which? Asked with a title, before it is opened."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.beside import Delegation, MatterStandard
from qinglian_desktop.modules.decisions.records import (
    CLASS_CHOICES,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_UNRESOLVED = "〔标准〕里填了金额，还没写是哪个决议通过的，写上才算数"
HAS_COLLECTIVE = "has_collective"  # setting of the office, as disclosure asks it


class Given(NamedTuple):
    """What the clerk has said about a matter beside its title; None: not said yet."""

    has_collective: bool | None = None
    group_owned: bool = False
    outsiders: bool = False
    canvassed: bool = False
    amount_fen: int | None = None
    group_collective: bool = False
    charter_allows: bool = False


def match(book: Book, title: str, day: date) -> rules.Match:
    """Which rows of the table of matters fit the title."""
    return rules.find(reads.law(book, day), title)


def questions(book: Book, day: date) -> tuple[rules.Question, ...]:
    """The three questions about a matter nobody knows."""
    return rules.questions(reads.law(book, day))


def answered(book: Book, day: date, answers: dict[str, str]) -> rules.Matter:
    """The row the three answers lead to; refused while one is missing."""
    said = (answers.get(name, "") for name in ("what", "whose", "reach"))
    return rules.answered(reads.law(book, day), *said)


def routed(book: Book, row_id: str, day: date, given: Given) -> rules.Route:
    """How this row of the table is decided in this office on that day."""
    law = reads.law(book, day)
    row = rules.matter(law, row_id)
    standard = standard_of(book, row.class_code, day)
    collective = given.has_collective
    if collective is None:
        collective = book.setting(HAS_COLLECTIVE)
    facts = rules.Facts(
        has_collective=collective,
        group_owned=given.group_owned,
        group_collective=given.group_collective,
        outsiders=given.outsiders,
        charter_allows=given.charter_allows,
        delegations=_delegations(book, given.amount_fen),
        amount=given.amount_fen,
        threshold=standard.get("amount_fen") if _resolved(standard) else None,
        canvassed=given.canvassed,
        pre_review=bool(standard["pre_review"]) if standard else None,
        lift_above=standard.get("raised_fen"),
    )
    found = rules.route(law, row_id, facts)
    if standard.get("amount_fen") and not _resolved(standard):
        return found._replace(notes=(*found.notes, _UNRESOLVED))
    return found


def _resolved(standard: Row) -> bool:
    """A line of its own holds once the meeting that passed it is named (§5.2)."""
    return any(standard.get(name) for name in ("resolution", "matter_id", "files"))


def standard_of(book: Book, code: str, day: date) -> Row:
    """What this office decided for a class, as it held on that day; {} where it decided nothing."""
    where = (
        Where("matter_class", "begins", code),
        Where("from_on", "<=", day.isoformat()),
        Where("owner", "=", book.unit.office_id),
    )
    found = book.rows(Query(MatterStandard.table, where, order=(("from_on", True),), limit=1))
    return found[0] if found else {}


def save_standard(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """What this office decided for a class.

    A new line begins with the street's reading beforehand as the class has it, so that whoever
    only writes an amount does not switch it off; it is switched off in the line that stands.
    """
    given = dict(draft)
    code = str(given.get("matter_class") or "")[:3]
    if row_id is None and code and not given.get("pre_review"):
        day = reads.known_day(given, "from_on") or clock.today()
        kinds = rules.classes(reads.law(book, day))
        given["pre_review"] = int(any(one.id == code and one.pre_review for one in kinds))
    return ledger.save_row(book, MatterStandard.table, row_id, given)


def _delegations(book: Book, amount: int | None) -> tuple[rules.Delegation, ...]:
    """What the representatives were given, as their meeting will be judged (reads.delegations)."""
    own = (Where("owner", "=", book.unit.office_id), Where("to_body", "=", "代表会议"))
    return tuple(
        rules.Delegation(reads.classes_of(one.classes), one.from_on, _last(one))
        for one in book.records(Delegation, *own)
        if one.limit_fen is None or (amount or 0) <= one.limit_fen
    )


def _last(one: Delegation) -> date:
    """The last day it holds; on the day it is taken back it holds no more."""
    if one.revoked_on is None:
        return one.until_on
    return min(one.until_on, one.revoked_on - timedelta(days=1))


def draft_of(found: rules.Route, given: Given) -> dict[str, Any]:
    """What the route settles about a new matter, as stored values."""
    code = found.class_code
    said = {"matter": found.matter.id, **given._asdict()}
    return {
        "matter_class": next((c for c in CLASS_CHOICES if c.startswith(code)), None),
        "path": "简易" if found.path == rules.SHORT else "完整",
        "body": reads.BY_KEY.get(found.body),
        "threshold": found.row or None,
        "for_collective": int(found.acting_for_collective),
        "pre_review": int(found.pre_review or found.lifted),
        "basis": found.basis[:400] or None,
        "route_answers": json.dumps(said, ensure_ascii=False),
        "route_pack": "、".join(found.versions) or None,
    }


def again(book: Book, matter: Row) -> Row:
    """What another amount makes of a matter; {} where the rules were never asked.

    Refused where it would no longer be decided here.
    """
    row_id, given = _said(matter)
    if not row_id:
        return {}
    given = given._replace(amount_fen=matter["amount_fen"])
    found = routed(book, row_id, date.fromisoformat(matter["opened_on"]), given)
    if found.path not in (rules.FULL, rules.SHORT) or not found.choices:
        raise Refused(
            "按这个金额，这件事不在这里决定", "请核对金额，或按〔新事项〕重新立",
            field="amount_fen", code="QL-DW-107",
        )  # fmt: skip
    made = draft_of(found, given)
    if made["path"] == matter["path"]:  # who decides may have been changed on purpose since
        return {name: made[name] for name in ("pre_review", "route_answers")}
    return made


def refuse_another(book: Book, matter: Row, title: str) -> None:
    """Refused when a title names another row of the table than the one that was judged."""
    row_id, _ = _said(matter)
    if not row_id:
        return
    day = date.fromisoformat(matter["opened_on"])
    found = match(book, title, day)
    # The clerk may have said that the title before was none of what it sounded like.
    known = {row_id, *(row.id for row in match(book, matter["title"], day).rows)}
    if found.sure and found.rows[0].id not in known:
        raise Refused(
            f"“{title[:20]}”是另一样事：{found.rows[0].label}", "由谁决定会不同，请另立一件新事项",
            field="title", code="QL-DW-108",
        )  # fmt: skip


def _said(matter: Row) -> tuple[str, Given]:
    """The row a matter was judged by, and what was answered; "" where nobody asked."""
    said = json.loads(matter["route_answers"] or "{}")
    given = {name: said[name] for name in Given._fields if name in said}
    return str(said.get("matter") or ""), Given(**given)
