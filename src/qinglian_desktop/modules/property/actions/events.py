"""What happens to an asset is entered, posted in the same change, and taken back in red.

An event keeps how the asset stood before, so that the newest one can be taken back; older ones
wait until those after them are.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.check import missing
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.decisions.records import MatterLink
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.modules.property import reads, rules
from qinglian_desktop.modules.property.actions.disposing import refuse_disposal
from qinglian_desktop.modules.property.inventory import InventoryLine
from qinglian_desktop.modules.property.records import (
    CONTRACTED,
    DAMAGED,
    DISPOSALS,
    GONE,
    HANDED_OVER,
    IDLE,
    LENT,
    LENT_OUT,
    LET,
    LET_OUT,
    LOWERED,
    NATURAL,
    OBTAINED,
    RAISED,
    REPAIRED,
    STATUS_ONLY,
    TAKEN_BACK,
    Asset,
    AssetEvent,
    WearLine,
)
from qinglian_desktop.modules.property.rules import Given, posting
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_AFTER = {LENT_OUT: LENT, TAKEN_BACK: IDLE}  # the status that follows by itself
_NEEDS_AMOUNT = (REPAIRED, RAISED, LOWERED)
_LEAST_REASON = 4  # characters
_OWN_FIELDS = ("handler", "reason", "files", "note", "appraiser")  # may be put right later


def record_event(
    book: Book, asset_id: str, draft: Mapping[str, Any], *, against: str = ""
) -> Changes:
    """Enters what happened; `result` is the id of the event.

    `against` is the account on the other side of a thing obtained or raised; "" where the
    payment was already entered in the books. Refused without a decision where one is needed.
    """
    asset, given = reads.asset(book, asset_id), reads.rules_on(book, clock.today())
    made = _checked(book, asset, draft, given)
    said = f"{made['kind']}：{naming(Asset, asset)[:30]}"
    day = date.fromisoformat(made["day"])
    with book.change(said, event_on=day) as change:
        charge = _last_charge(book, asset, day, given) if made["kind"] in DISPOSALS else 0
        number = change.number(f"asset event:{day.year}")
        made["number"] = f"BD-{day.year}-{number:04d}"
        event_id = change.add(AssetEvent, {**made, **_before(asset), "asset_id": asset_id})
        if charge:
            _charged(change, asset, event_id, day, charge, given)
        if lines := _lines(book, asset, made, given, against, charge):
            posted = funds.post_voucher(
                book, asset["book"], day, said, lines, source_table=AssetEvent.table,
                source_id=event_id,
            )  # fmt: skip
            change.put_row(AssetEvent.table, event_id, {"voucher_id": posted.result})
        if made.get("matter_id"):
            _hang(change, event_id, made, said)
        change.put_row(Asset.table, asset_id, _after(asset, made))
        change.result = event_id
    return change.changes


def _checked(book: Book, asset: Row, draft: Mapping[str, Any], given: Given) -> Row:
    """What is to be kept of the draft; Refused in words when something stands in the way."""
    made: Row = {n: v for n, v in draft.items() if n in AssetEvent.fields and not missing(v)}
    for name in ("kind", "day"):
        if missing(made.get(name)):
            label = AssetEvent.fields[name].label
            raise Refused(f"〔{label}〕还没填", "补上再登记", field=name, code="QL-SZ-640")
    if asset["status"] == GONE:
        raise Refused(
            "这件资产已经处置了", "处置登错了，先冲销那次处置", field="kind", code="QL-SZ-230"
        )
    if missing(asset["book"]):
        raise Refused("这张卡片没写账本", "先在卡片上选账本", code="QL-SZ-229")
    _refuse_day(book, asset, date.fromisoformat(made["day"]))
    _refuse_amounts(made, asset, _charged_so_far(book, asset))
    kind = made["kind"]
    if kind == OBTAINED:
        _refuse_twice(book, asset)
    if kind == STATUS_ONLY and made.get("status_after") in (None, GONE):
        raise Refused("还没选改成什么状态", "处置请选出售、报废、毁损或调出",
                      field="status_after", code="QL-SZ-233")  # fmt: skip
    if kind in (RAISED, LOWERED):
        made["change_fen"] = made["amount_fen"] * (1 if kind == RAISED else -1)
    if kind in DISPOSALS:
        _refuse_charged(book, asset, made["day"])
        made["amount_fen"] = asset["value_fen"]  # what goes is worth this much in the register
        refuse_disposal(book, asset, made, given)
    return made


def _refuse_amounts(made: Row, asset: Row, charged: int) -> None:
    kind = made["kind"]
    if kind in _NEEDS_AMOUNT and not (made.get("amount_fen") or 0) > 0:
        raise Refused(f"{kind}要写金额", "填大于 0 的数", field="amount_fen", code="QL-SZ-231")
    for name in ("amount_fen", "proceeds_fen", "appraised_fen"):
        if (made.get(name) or 0) < 0:
            label = AssetEvent.fields[name].label
            raise Refused(f"〔{label}〕小于 0", "请核对这个数", field=name, code="QL-SZ-641")
    if kind == LOWERED:
        worn = (asset["worn_fen"] or 0) + charged
        if made["amount_fen"] > (asset["value_fen"] or 0) - worn:
            raise Refused("减掉的比净值还多", "请核对金额", field="amount_fen", code="QL-SZ-232")


def _refuse_charged(book: Book, asset: Row, day: str) -> None:
    """A thing that is gone wears off no more: no month after that of its going may be charged."""
    last = max((one["month"] for one in reads.wear_of(book, asset["id"])), default="")
    if last > day[:7]:
        raise Refused(
            f"{last}的折旧已经提了，比处置的日期晚", "先冲销那几个月的折旧，登记处置，再重新计提",
            field="day", code="QL-SZ-254",
        )  # fmt: skip


def _charged_so_far(book: Book, asset: Row) -> int:
    return sum(line["amount_fen"] for line in reads.wear_of(book, asset["id"]))


def _refuse_twice(book: Book, asset: Row) -> None:
    events = reads.events_of(book, asset["id"])
    if any(one["kind"] == OBTAINED and not one["reversed_on"] for one in events):
        raise Refused("这件资产已经登记过取得", "价值变了请选增值或减值", field="kind",
                      code="QL-SZ-253")  # fmt: skip


def _refuse_day(book: Book, asset: Row, day: date) -> None:
    if day > clock.today():
        raise Refused(
            f"{paper_day(day)}在今天之后", "发生以后再登记", field="day", code="QL-SZ-234"
        )
    if asset["acquired_on"] and day.isoformat() < asset["acquired_on"]:
        raise Refused("比取得日期还早", "请核对这个日期和卡上的取得日期", field="day",
                      code="QL-SZ-642")  # fmt: skip
    standing = [event for event in reads.events_of(book, asset["id"]) if not event["reversed_on"]]
    if standing and day.isoformat() < standing[-1]["day"]:
        last = paper_day(date.fromisoformat(standing[-1]["day"]))
        raise Refused(
            f"{last}已经登记过{standing[-1]['kind']}，不能在它以前再插一次",
            "请核对日期；以前的登错了，先冲销再补", field="day", code="QL-SZ-235",
        )  # fmt: skip


def _hang(change: Change, event_id: str, made: Row, said: str) -> None:
    """The decision shows what hangs on it (决议关联)."""
    change.add(
        MatterLink,
        {"matter_id": made["matter_id"], "other_table": AssetEvent.table, "other_id": event_id,
         "other_name": f"{made['number']} {said}"},
    )  # fmt: skip


# -- what it does to the card and to the books --------------------------------------------------


def _before(asset: Row) -> Row:
    return {
        "status_before": asset["status"], "since_before": asset["status_since"],
        "user_before": asset["user_name"], "until_before": asset["used_until"],
        "keeper_before": asset["keeper"],
    }  # fmt: skip


def _after(asset: Row, made: Row) -> Row:
    """How the card stands afterwards."""
    kind, after = made["kind"], dict[str, Any]()
    status = made.get("status_after") or _AFTER.get(kind)
    if kind == LET_OUT:
        status = CONTRACTED if asset["nature"] == NATURAL else LET
    if kind in DISPOSALS:
        return {"status": GONE, "status_since": made["day"], "retired_on": made["day"]}
    if status and status != asset["status"]:
        after |= {"status": status, "status_since": made["day"]}
    if kind in (LET_OUT, LENT_OUT):
        after |= {"user_name": made.get("other"), "used_until": made.get("until")}
        if made.get("amount_fen") and kind == LET_OUT:
            after["income_fen"] = made["amount_fen"]
    if kind == HANDED_OVER and made.get("other"):
        after["keeper"] = made["other"]
    if kind == TAKEN_BACK:
        after |= {"user_name": None, "used_until": None}
    if made.get("change_fen"):
        after["value_fen"] = (asset["value_fen"] or 0) + made["change_fen"]
    if kind == OBTAINED and asset["value_fen"] is None and made.get("amount_fen"):
        after["value_fen"] = made["amount_fen"]
    return after


def _last_charge(book: Book, asset: Row, day: date, given: Given) -> int:
    """What is still to be charged up to the month in which it goes."""
    from qinglian_desktop.modules.property.actions.wearing import owed

    card = reads.card_of(asset, given)
    if card is None:
        return 0
    found = owed(asset, card, reads.wear_of(book, asset["id"]), rules.month_of(day))
    return found.amount


def _charged(
    change: Change, asset: Row, event_id: str, day: date, charge: int, given: Given
) -> None:
    kind = given.kind_of(asset)
    change.add(
        WearLine,
        {
            "event_id": event_id, "asset_id": asset["id"],
            "month": rules.month_word(rules.month_of(day)), "amount_fen": charge,
            "expense": given.expense(asset["nature"], asset["status"]),
            "contra": kind.contra if kind else "",
        },
    )  # fmt: skip


def _lines(
    book: Book, asset: Row, made: Row, given: Given, against: str, charge: int
) -> tuple[Line, ...]:
    kind, account, pack = made["kind"], asset["account"] or "", given.pack
    if not account:
        return ()
    simple = asset["book"] == COMMITTEE
    place = "committee" if simple else "leaving"
    amount = made.get("amount_fen") or 0
    if kind in (OBTAINED, RAISED) and against:
        sides = posting.added(account, against, amount or asset["value_fen"] or 0)
    elif kind == LOWERED:
        sides = posting.lowered(account, pack.value(f"{place}.lowered"), amount)
    elif kind in DISPOSALS:
        row = next(row for row in pack.rows("disposing") if row["id"] == kind)
        known = given.kind_of(asset)
        worn = (asset["worn_fen"] or 0) + _charged_so_far(book, asset)  # with the last charge
        sides = posting.left(
            posting.Leaving(
                account, known.contra if known else "", asset["value_fen"] or 0, worn, charge,
                given.expense(asset["nature"], asset["status"]), made.get("proceeds_fen") or 0,
                pack.value(f"{place}.receivable"),
                pack.value("committee.gain") if simple else row["gain"],
                pack.value("committee.loss") if simple else row["loss"],
            )
        )  # fmt: skip
    else:
        return ()
    words = f"{kind}：{asset['name'] or asset['number']}"
    return tuple(_as_lines(sides, words, made.get("other") or ""))


def _as_lines(sides: Iterable[posting.Side], words: str, party: str) -> Iterable[Line]:
    for side in sides:
        if side.debit or side.credit:
            yield Line(side.account, side.debit, side.credit, words, party)


def against_choices(book: Book, account: str, kind: str) -> list[tuple[str, str]]:
    """Where a thing may come from, in words, with the account on the other side."""
    rows = reads.rules_on(book, clock.today()).pack.rows("against")
    simple = account == COMMITTEE
    found = [(row["id"], row["committee" if simple else "account"]) for row in rows
             if kind in row["for"]]  # fmt: skip
    return [(word, code) for word, code in found if code != "-"]


# -- taken back ---------------------------------------------------------------------------------


def reverse_event(book: Book, event_id: str, day: date, reason: str) -> Changes:
    """Takes the newest event of an asset back: the card as it stood, the voucher in red."""
    event = ledger.there(book, AssetEvent.table, event_id)
    asset = reads.asset(book, event["asset_id"])
    _refuse_back(book, event, day, reason)
    with book.change(f"冲销{event['kind']}：{naming(Asset, asset)[:30]}", event_on=day) as change:
        voucher = event["voucher_id"]
        if voucher and not funds.reversal_of(book, Voucher.table, voucher):
            funds.reverse(book, Voucher.table, voucher, day, reason)
        gone = {"reversed_on": day.isoformat(), "reversed_why": reason}
        change.put_row(AssetEvent.table, event_id, gone)
        change.put_row(Asset.table, asset["id"], _as_before(asset, event))
        link = book.find(MatterLink, other_table=AssetEvent.table, other_id=event_id)
        if link is not None and not link["deleted"]:
            change.drop(MatterLink.table, link["id"])
        change.result = event_id
    return change.changes


def _refuse_back(book: Book, event: Row, day: date, reason: str) -> None:
    if event["reversed_on"]:
        raise Refused("这次变动已经冲销过了", "请看变动记录", code="QL-SZ-240")
    if _of_count(book, event):
        raise Refused("这次变动是年度清查记的", "请在“最近的操作”里撤销清查的那一步",
                      code="QL-SZ-255")  # fmt: skip
    standing = [one for one in reads.events_of(book, event["asset_id"]) if not one["reversed_on"]]
    if standing[-1]["id"] != event["id"]:
        raise Refused(
            f"它后面还有{standing[-1]['kind']}", "请从最后一次变动开始，一次一次冲销",
            code="QL-SZ-241",
        )  # fmt: skip
    if not event["day"] <= day.isoformat() <= clock.today().isoformat():
        raise Refused("冲销的日期不对", "要在变动以后、今天以前", field="day", code="QL-SZ-242")
    if len(reason.strip()) < _LEAST_REASON:
        raise Refused("还没写为什么冲销", "用几个字写明，例：登错了资产", field="reason",
                      code="QL-SZ-243")  # fmt: skip


def _of_count(book: Book, event: Row) -> bool:
    """Did a yearly count write it? Then a line of the count and 181 hang on it too."""
    lines = book.rows(Query(InventoryLine.table, (Where("asset_id", "=", event["asset_id"]),)))
    if event["voucher_id"]:
        return any(line["found_voucher"] == event["voucher_id"] for line in lines)
    by_count = event["kind"] in (DAMAGED, RAISED, LOWERED)
    return by_count and any(event["day"] in (x["found_on"], x["handled_on"]) for x in lines)


def _as_before(asset: Row, event: Row) -> Row:
    before = {
        "status": event["status_before"], "status_since": event["since_before"],
        "user_name": event["user_before"], "used_until": event["until_before"],
        "keeper": event["keeper_before"],
    }  # fmt: skip
    if event["kind"] in DISPOSALS:
        before["retired_on"] = None
    if event["change_fen"]:
        before["value_fen"] = (asset["value_fen"] or 0) - event["change_fen"]
    return before


def save_event(book: Book, event_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Only words and papers beside an event are put right here; what it did is taken back."""
    if event_id is None:
        raise Refused("变动要在资产卡上登记", "请打开资产卡，按“变动”", code="QL-SZ-643")
    before = ledger.there(book, AssetEvent.table, event_id)
    if any(before.get(name) != value for name, value in draft.items() if name not in _OWN_FIELDS):
        raise Refused("变动登记以后不能改", "登错了请冲销，再登一次", code="QL-SZ-644")
    return ledger.save_row(book, AssetEvent.table, event_id, draft)


def drop_event(_book: Book, _event_id: str) -> Changes:
    """What happened is never thrown away; it is taken back."""
    raise Refused("变动不能删", "登错了请在资产卡上冲销", code="QL-SZ-244")
