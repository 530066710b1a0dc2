"""Setting a project up, and taking it from stage to stage."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.projects import reads, rules
from qinglian_desktop.modules.projects.records import DONE, SET_UP, STAGES, Project
from qinglian_desktop.modules.property import actions as property_actions
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LEAST = 4  # characters of a reason
# Days that follow one another; the later one is named where they do not.
_IN_ORDER = ("set_up_on", "chosen_on", "started_on", "accepted_on", "settled_on")
_CARD_KIND, _CARD_SOURCE = "基础设施", "自建"
_MONEY = ("budget_fen", "contract_fen", "settled_fen")


def save_project(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a project, half-filled or not; a new one gets its number. `result` is its id.

    Refused for an amount below zero, days that run backwards, and a stage that was not reached
    step by step.
    """
    before = ledger.there(book, Project.table, row_id) if row_id else {}
    given = {**draft, **_from_contract(book, before, draft)}
    made = {**before, **given}
    if row_id and "stage" in given and (given["stage"] or SET_UP) != before["stage"]:
        what = "阶段不能直接改"
        raise Refused(
            what, "打开这项工程，按“下一步”或者“退回上一步”", field="stage", code="QL-SZ-465"
        )
    for name in _MONEY:
        if (made.get(name) or 0) < 0:
            label = Project.fields[name].label
            raise Refused(f"{label}小于 0", "核对金额", field=name, code="QL-SZ-351")
    _refuse_backwards(made)
    with book.change(
        ledger.label_of("改" if row_id else "登记", Project, made),
        event_on=None if row_id else ledger.event_day(Project, made),
    ) as change:
        if not row_id:
            (given,) = number_projects(change, [given])
        changes = ledger.save_row(book, Project.table, row_id, given)
        change.result = changes.result
    return change.changes


def number_projects(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The next numbers of this year for rows that have none; one in use is passed over."""
    year, made = clock.today().year, []
    for row in rows:
        number = row.get("number")
        while not number:
            number = f"工{year}-{change.number(f'project:{year}'):02}"
            if change.book.find(Project, number=number) is not None:
                number = ""
        made.append({**row, "number": number})
    return made


def _from_contract(book: Book, before: Mapping[str, Any], draft: Mapping[str, Any]) -> Row:
    """What a contract that is chosen says of the work; what is written already stays."""
    contract_id = draft.get("contract_id")
    if not contract_id or contract_id == before.get("contract_id"):
        return {}
    row = book.row(Contract.table, contract_id)
    if row is None:
        return {}
    told = {
        "contract_no": row["number"], "contract_fen": row["total_fen"] or row["rent_fen"],
        "contractor": row["party"], "started_on": row["start_on"], "until_on": row["end_on"],
    }  # fmt: skip
    made = {**before, **draft}
    return {n: v for n, v in told.items() if v and made.get(n) in (None, "")}


def _refuse_backwards(made: Row) -> None:
    last = ""
    for name in _IN_ORDER:
        day = made.get(name)
        if not day:
            continue
        if last and day < made[last]:
            fields = Project.fields
            what = f"{fields[name].label}早于{fields[last].label}"
            raise Refused(what, "核对两个日期", field=name, code="QL-SZ-352")
        last = name


def go_on(book: Book, row_id: str, reason: str = "") -> Changes:
    """The next stage; `result` is its name.

    Refused while something of this stage is missing, unless the clerk says why it goes on all
    the same: an old project without its papers is entered too, and shows what it lacks.
    """
    found = reads.case(book, row_id)
    stage = found.row["stage"]
    if stage == DONE:
        raise Refused("这项工程已经办完了", "要改就退回上一步", code="QL-SZ-353")
    lacking, text = found.missing, reason.strip()
    if lacking and len(text) < _LEAST:
        what = f"“{stage}”这一步还差：{'、'.join(lacking)}"
        remedy = "补上再往下；补不齐的，写明原因照样往下"
        raise Refused(what, remedy, field="reason", code="QL-SZ-354")
    draft: Row = {"stage": rules.following(stage)}
    if lacking:
        note = f"{paper_day(clock.today())} {stage}缺{'、'.join(lacking)}：{text}"
        draft["skipped"] = "\n".join(filter(None, (found.row["skipped"], note)))
    with book.change(f"工程到{draft['stage']}：{found.row['name'] or ''}"[:40]) as change:
        change.put_row(Project.table, row_id, draft)
        change.result = draft["stage"]
    return change.changes


def go_back(book: Book, row_id: str) -> Changes:
    """One stage back; refused at the first."""
    row = reads.own(book, row_id)
    place = STAGES.index(row["stage"])
    if not place:
        raise Refused("已经是第一步了", "不做的工程可以删到回收站", code="QL-SZ-355")
    with book.change(f"工程退回{STAGES[place - 1]}：{row['name'] or ''}"[:40]) as change:
        change.put_row(Project.table, row_id, {"stage": STAGES[place - 1]})
    return change.changes


def make_asset(book: Book, row_id: str) -> Changes:
    """The finished work as a card of the register; `result` is the card's id.

    Refused before it was accepted, and where it has a card.
    """
    found = reads.case(book, row_id)
    row = found.row
    card = book.row(Asset.table, row["asset_id"]) if row["asset_id"] else None
    if card is not None and not card["deleted"]:
        what = f"已经建了资产卡{card['number'] or ''}"
        raise Refused(what, "到资产台账里接着填", code="QL-SZ-380")
    if not row["accepted_on"]:
        what = "还没验收"
        raise Refused(what, "填好验收日期再建资产卡", field="accepted_on", code="QL-SZ-381")
    value = row["settled_fen"] or found.facts.contract_fen + found.facts.changed_fen
    with book.change(f"建资产卡：{row['name'] or ''}"[:40]) as change:
        made = property_actions.save_asset(
            book, None,
            {"name": row["name"], "kind": _CARD_KIND, "location": row["place"],
             "book": row["book"], "value_fen": value or None, "source": _CARD_SOURCE,
             "acquired_on": row["accepted_on"], "funding": row["money_source"]},
        )  # fmt: skip
        change.put_row(Project.table, row_id, {"asset_id": made.result})
        change.result = made.result
    return change.changes
