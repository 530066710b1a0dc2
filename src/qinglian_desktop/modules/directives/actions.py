"""What the street asks, and what the unit does about it: each writes rows of its own."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row, defaults, naming
from qinglian_desktop.modules.directives import reads, steps
from qinglian_desktop.modules.directives.records import (
    CLOSED,
    DOING,
    DONE,
    INSPECTED,
    MEETING,
    OPEN,
    ORDER,
    RETURNED,
    TASK,
    WITHDRAWN,
    Directive,
    DirectiveAnswer,
    Review,
)
from qinglian_desktop.modules.tasks.actions import move_task, number_tasks
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_NAMES = uuid.UUID("5b7d3c0e-6f1a-5e0d-9b44-1c8e2a7f4d93")  # names what a unit makes of a matter

# --- the street -------------------------------------------------------------------------------


def issue(book: Book, codes: Collection[str], draft: Mapping[str, Any]) -> Changes:
    """One row for each of these units, so that each closes for itself; `result` is their ids."""
    _refuse_unit(book)
    units = [row for row in book.rows(Query("enrolled_unit")) if row["code"] in codes]
    if not units:
        raise Refused("还没选发给哪些单位", "请至少选一个单位", field="units", code="QL-UB-225")
    _refuse_bare(draft)
    kind, title = draft.get("kind") or TASK, str(draft["title"])
    with book.change(f"下发{kind}：{title[:20]}（{len(units)} 个单位）") as change:
        change.result = [
            change.add(Directive, _addressed(draft, unit))
            for unit in sorted(units, key=lambda unit: str(unit["code"]))
        ]
    return change.changes


def _refuse_unit(book: Book) -> None:
    if not book.unit.is_street:
        raise Refused("这一件由街道下发", "需要改动请报街道", code="QL-UB-226")


def _refuse_bare(draft: Mapping[str, Any]) -> None:
    """What a unit could not work with: no matter, or an order without its ground and last day."""
    if not draft.get("title"):
        raise Refused(
            "还没写是什么事", "写一句，例：公开栏补贴三季度财务公告", field="title",
            code="QL-UB-227",
        )  # fmt: skip
    if draft.get("kind") != ORDER:
        return
    for name, what in (("ground", "依据"), ("due_on", "截止日期"), ("evidence", "要交的佐证")):
        if not draft.get(name):
            raise Refused(
                f"整改通知要写{what}", "填好再保存", field=name, code="QL-UB-228"
            )  # fmt: skip


def _addressed(draft: Mapping[str, Any], unit: Row) -> Row:
    made = {"issued_on": clock.today().isoformat(), **draft}
    made |= {"to_name": unit["name"], "to_office": unit["office_id"]}
    if made.get("due_on") and not made.get("due_reason"):
        day = date.fromisoformat(made["due_on"])
        what = f"街道{paper_day(clock.today())}下发时定的日期"
        made["due_reason"] = reckoning.given(day, what, by=str(made.get("ground") or "")).stored()
    return made


def save_directive(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A row as somebody typed it into the list or its form; the unit is found by its name."""
    if row_id is None:
        unit = _unit_named(book, draft.get("to_name"))
        return issue(book, (unit["code"],), draft)._replace(result=None)
    before = ledger.there(book, Directive.table, row_id)
    if "to_name" in draft and draft["to_name"] != before["to_name"]:
        raise Refused(
            f"这一件是发给〔{before['to_name']}〕的，不能改成别的单位",
            "请另下发一件，这一件用“撤回”",
            field="to_name",
            code="QL-UB-229",
        )
    made = {**before, **draft}
    if made["state"] != before["state"]:
        raise Refused(
            "进展不能直接改", "请在“下发的事项”里用“办结”或“撤回”", field="state",
            code="QL-UB-240",
        )  # fmt: skip
    _refuse_bare(made)
    return ledger.save_row(book, Directive.table, row_id, draft)


def _unit_named(book: Book, name: object) -> Row:
    found = book.rows(Query("enrolled_unit"))
    for unit in found:
        if unit["name"] == name:
            return unit
    listed = "、".join(unit["name"] for unit in found[:5])
    raise Refused(
        f"没有叫〔{name or ''}〕的单位", f"请照名册写：{listed}", field="to_name", code="QL-UB-230"
    )


def close(book: Book, row_id: str, note: str = "") -> Changes:
    """办结: the street has seen that it is done; a unit that does not say so needs a word why."""
    found = _matter(book, row_id)
    note = note.strip() or str(found.row["closed_note"] or "")
    steps.allow_close(found.stand, note)
    with book.change(f"办结：{found.row['title'][:20]}（{found.row['to_name']}）") as change:
        draft = {"state": CLOSED, "closed_on": clock.today().isoformat(), "closed_note": note}
        change.put_row(Directive.table, row_id, draft)
    return change.changes


def withdraw(book: Book, row_id: str) -> Changes:
    """撤回: the unit need not do it any more; the row stays and says so."""
    found = _matter(book, row_id)
    if found.stand in (CLOSED, WITHDRAWN):
        raise Refused(f"这一件{found.stand}，不用再撤回", "看别的一件", code="QL-UB-221")
    with book.change(f"撤回：{found.row['title'][:20]}（{found.row['to_name']}）") as change:
        draft = {"state": WITHDRAWN, "closed_on": clock.today().isoformat()}
        change.put_row(Directive.table, row_id, draft)
    return change.changes


def _matter(book: Book, row_id: str) -> reads.Matter:
    found = reads.matter(book, row_id)
    if found is None:
        ledger.there(book, Directive.table, row_id)
        raise AssertionError("unreachable")
    return found


def review(
    book: Book, table: str, row_id: str, verdict: str, said: str = "", field: str = ""
) -> Changes:
    """The street's opinion of a unit's row as it is here now; `result` is its id."""
    _refuse_unit(book)
    row = ledger.there(book, table, row_id)
    unit = book.find(book.tables["enrolled_unit"], office_id=row["owner"])
    if unit is None:
        raise Refused("这一条不是单位报来的", "自己登记的记录请直接改", code="QL-UB-231")
    if verdict == RETURNED and not said.strip():
        raise Refused(
            "退回要写原因", "写一句就行，例：发票抬头不是本社区", field="said", code="QL-UB-232"
        )
    record = book.tables[table]
    about = naming(record, row)
    with book.change(f"{verdict}：{unit['name']}的{record.label}") as change:
        change.result = change.put(
            Review(
                to_name=unit["name"],
                to_office=row["owner"],
                about=f"{record.label} {about}"[:200],
                verdict=verdict,
                said=said.strip() or None,
                made_on=clock.today(),
                field_name=field or None,
                target_table=table,
                target_id=row_id,
                target_version=row["vv"],
            )
        )
    return change.changes


def save_review(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """An opinion is begun at the row it speaks of; here its words are put right."""
    if row_id is None:
        raise Refused(
            "意见要从单位的记录上提", "请在汇总表里打开那条记录，再按“提意见”", code="QL-UB-233"
        )
    before = ledger.there(book, Review.table, row_id)
    made = {**before, **draft}
    if made["verdict"] == RETURNED and not made["said"]:
        raise Refused("退回要写原因", "写一句就行", field="said", code="QL-UB-232")
    return ledger.save_row(book, Review.table, row_id, draft)


def take_review_back(book: Book, row_id: str) -> Changes:
    """收回: the opinion goes to the recycle bin, and at the unit with the next bundle."""
    return ledger.drop_row(book, Review.table, row_id)


def send_back(book: Book, row_id: str, said: str) -> Changes:
    """退回再办: what the unit answered is not enough; it says why, and the unit goes on."""
    found = _matter(book, row_id)
    if found.answer is None:
        raise Refused("单位还没有答复，没有可以退回的", "等它报来再看", code="QL-UB-234")
    return review(book, DirectiveAnswer.table, found.answer["id"], RETURNED, said, "said")


# --- the unit ---------------------------------------------------------------------------------


def register_task(book: Book, row_id: str) -> Changes:
    """登记到任务台账: the matter as a task of the unit's own; `result` is the task's id.

    From then on the task says how far it has come: done there is done here.
    """
    found = _matter(book, row_id)
    _refuse_done(found)
    row, known = found.row, found.answer
    if known is not None and known["task_id"]:
        raise Refused("这一件已经在任务台账里", "按“去任务台账”接着办", code="QL-UB-237")
    with book.change(f"登记到任务台账：{row['title'][:20]}") as change:
        task_id = _register(change, row)
        if known is not None:
            change.put_row(DirectiveAnswer.table, known["id"], {"task_id": task_id})
        else:
            _answered(change, row, {"task_id": task_id})
        change.result = task_id
    return change.changes


def heed_withdrawn(book: Book) -> int:
    """Tasks of matters the street has withdrawn are ended, with that word; how many."""
    ended = 0
    for task_id, title in reads.withdrawn_tasks(book):
        word = f"街道已撤回“{title[:20]}”，不用再办"
        with book.change(f"街道撤回，任务终止：{title[:20]}"):
            if book.rows(Query("task", (Where("id", "=", task_id),)))[0]["state"] == "待核":
                move_task(book, task_id, "进行中", word)
            move_task(book, task_id, "已终止", word)
        ended += 1
    return ended


def take_up_decided(book: Book) -> int:
    """What an inspection found and what a joint meeting decided is a task here at once; how many.

    Nobody has to open the matter first; what was answered already is left as it is.
    """
    asked = Where("to_office", "=", book.unit.office_id), Where("state", "=", OPEN)
    decided = Where("origin", "in", (INSPECTED, MEETING))
    taken = [one for one in reads.matters(book, *asked, decided) if one.answer is None]
    for one in taken:
        register_task(book, one.row["id"])
    return len(taken)


def _register(change: Change, row: Row) -> str:
    """The task in the unit's own ledger, as the street described it."""
    book, task_id = change.book, _own_id(Task, row["id"])
    there = book.row(Task.table, task_id)
    if there is not None and not there["deleted"]:
        return task_id
    lines = [f"要求：{row['what']}" if row["what"] else "", row["ground"] or ""]
    draft = {
        "title": row["title"],
        "issuer": book.unit.street_name,
        "source_no": row["number"],
        "due_on": row["due_on"],
        "due_reason": row["due_reason"],
        "evidence": row["evidence"],
        "state": "进行中",
        "note": "\n".join(filter(None, lines)) or None,
    }
    if there is not None:
        draft |= {"year": there["year"], "code": there["code"]}
    (draft,) = number_tasks(change, [draft])
    return _made(change, Task, row["id"], draft)


def _own_id(record: type[Record], directive_id: str) -> str:
    """Of the row a matter becomes here: the same on every computer of the unit, so that two that
    read one stick before they merge make one row and not two.
    """
    return str(uuid.uuid5(_NAMES, f"{record.table}/{directive_id}"))


def _made(change: Change, record: type[Record], directive_id: str, draft: Mapping[str, Any]) -> str:
    """A new row for a matter; one that went to the bin is begun anew in its old place."""
    row_id = _own_id(record, directive_id)
    there = change.book.row(record.table, row_id)
    if there is not None and not there["deleted"]:
        return change.put_row(record.table, row_id, draft)
    begun = {**dict.fromkeys(record.fields), **defaults(record), **draft}
    if there is None:
        return change.put_row(record.table, row_id, begun)
    return change.add_again(record, row_id, begun)


def _answered(change: Change, directive: Row, given: Mapping[str, Any]) -> str:
    """A new answer, begun bare and then filled in: what is filled in is an edit and has a stamp, so
    that of two answers given apart the words of one are kept and those of the other are told.
    """
    bare = {"directive_id": directive["id"], "title": directive["title"]}
    row_id = _made(change, DirectiveAnswer, directive["id"], bare)
    return change.put_row(DirectiveAnswer.table, row_id, given)


def _refuse_done(found: reads.Matter) -> None:
    if found.stand in (CLOSED, WITHDRAWN):
        raise Refused(f"街道已经把这一件{found.stand[1:]}了", "不用再办", code="QL-UB-235")


def answer(book: Book, row_id: str, draft: Mapping[str, Any]) -> Changes:
    """What the unit says to a matter, in one step; `result` is the id of its answer."""
    found = _matter(book, row_id)
    _refuse_done(found)
    known = found.answer
    started = {"directive_id": row_id, "title": found.row["title"], "state": DOING}
    changes = save_answer(
        book, known["id"] if known else None, {**({} if known else started), **draft}
    )
    if found.stand == steps.SENT_BACK and not changes.touched:
        raise Refused(
            "答复和退回时一样，还没有改过",
            "请写一句这次怎么办的，或换上新的佐证，再保存",
            field="said",
            code="QL-UB-239",
        )
    return changes


def save_answer(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """The unit's answer as it was typed; 已办完 needs its word and the evidence asked for."""
    before = ledger.there(book, DirectiveAnswer.table, row_id) if row_id else {}
    made = {**before, **draft}
    asked = str(made.get("directive_id") or "")
    directive = book.row(Directive.table, asked) if asked else None
    if directive is None:
        raise Refused(
            "答复要从街道来件上写", "请在“街道来件”里选那一件，再按“去办”", code="QL-UB-236"
        )
    task = book.row("task", made["task_id"]) if made.get("task_id") else None
    shown = made if not task else {**made, "files": made.get("files") or task["files"]}
    steps.refuse_unfinished(shown, directive["evidence"])
    given = dict(draft)
    if made.get("state") == DONE and not made.get("done_on"):
        given["done_on"] = clock.today().isoformat()
    if row_id is not None:
        return ledger.save_row(book, DirectiveAnswer.table, row_id, given)
    label, day = ledger.label_of("登记", DirectiveAnswer, given), given.get("done_on")
    with book.change(label, event_on=date.fromisoformat(day) if day else None) as change:
        change.result = _answered(change, directive, given)
    return change.changes
