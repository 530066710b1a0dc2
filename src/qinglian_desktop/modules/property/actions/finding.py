"""What a count found goes into the books and into the register, in one change."""

from collections.abc import Sequence
from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import counting
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property import reads as register
from qinglian_desktop.modules.property.actions.assets import save_asset
from qinglian_desktop.modules.property.counting import Accounts, Worth
from qinglian_desktop.modules.property.inventory import SPOILT, SURPLUS, InventoryLine
from qinglian_desktop.modules.property.records import (
    DAMAGED,
    GONE,
    LOWERED,
    RAISED,
    Asset,
    AssetEvent,
    WearLine,
)
from qinglian_desktop.modules.property.rules import month_of, month_word
from qinglian_desktop.modules.property.rules.posting import Side
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def chart_of(book: Book, account: str = COLLECTIVE) -> Accounts:
    """The accounts of a difference; the committee's book has its own for what is lost or won."""
    chart = counting.accounts_of(reads.pack_of(book).value("accounts"))
    if account != COMMITTEE:
        return chart
    own = register.rules_on(book, clock.today()).pack.value("committee")
    owes = own["receivable"]
    return chart._replace(
        from_member=owes, from_other=owes, loss=own["loss"], gain=own["gain"]
    )  # fmt: skip


def waits(book: Book, line: Row) -> bool:
    """Does it stay in register and books until it is decided? What is spoilt may be repaired,
    and the committee's book has nothing like 181."""
    asset = book.row(Asset.table, line["asset_id"]) if line["asset_id"] else None
    return bool(line["result"] == SPOILT or (asset is not None and asset["book"] == COMMITTEE))


def settle_found(
    change: Change, row: Row, line: Row, day: date, decided: Sequence[Side] | None = None
) -> Row:
    """The voucher of finding, and the register brought in line with it; the fields of the line.

    With the entry of the decision at once where the book has nothing to wait in.
    """
    surplus = line["result"] == SURPLUS
    asset_id = line["asset_id"]
    if surplus and not asset_id:
        asset_id = _new_asset(change, row, line, day)
    asset = change.book.row(Asset.table, asset_id) if asset_id else None
    if asset is None or asset["status"] == GONE:  # gone since, by an act of its own
        return {"open_fen": 0}
    if line["asset_id"] and (month := register.charged_after(change.book, asset["id"], day)):
        raise Refused(
            f"{line['number']} 号{month}的折旧已经提了，比这一天晚",
            "日期填计提以后，或先冲销那个月的折旧", code="QL-SZ-432",
        )  # fmt: skip
    worth = worth_of(change.book, line, asset, day)
    chart = chart_of(change.book)
    sides = counting.on_finding(worth, surplus=surplus, chart=chart)
    if decided is not None:
        sides = counting.at_once(sides, decided, chart)
    said = f"{row['year']}年清查{line['result']}：{line['name']}"[:60]
    voucher = post(change, asset["book"], day, said, sides, line["id"])
    if line["asset_id"]:
        _in_register(change, asset, line, worth, day, voucher)
    fen = worth.value if surplus else worth.net
    return {"asset_id": asset_id, "found_voucher": voucher, "open_fen": fen if sides else 0}


def worth_of(book: Book, line: Row, asset: Row, day: date) -> Worth:
    """Value and wear of what is gone, as the register has them on the day of the voucher."""
    account = str(asset["account"] or "")
    if line["result"] == SURPLUS:
        more = int(line["counted_fen"] or 0) - int(line["book_fen"] or 0)
        return Worth(account, "", max(more, 0), 0)
    standing = {one.row["id"]: one for one in register.standing(book, day)}
    one = standing.get(asset["id"])
    if one is None:
        return Worth(account, "", 0, 0)
    gone, whole = counting.gone_qty(line), counting.booked(line)
    kind = register.rules_on(book, day).kind_of(asset)
    contra = kind.contra if kind else ""
    worn = counting.share(one.worn, gone, whole) if contra else 0
    return Worth(account, contra, counting.share(one.value, gone, whole), worn)


def post(
    change: Change, account: str, day: date, said: str, sides: Sequence[Side], line_id: str
) -> str | None:
    if not sides:
        return None
    lines = [Line(side.account, side.debit, side.credit, said) for side in sides]
    made = funds.post_voucher(
        change.book, account, day, said, lines,
        source_table=InventoryLine.table, source_id=line_id,
    )  # fmt: skip
    return str(made.result)


def _new_asset(change: Change, row: Row, line: Row, day: date) -> str:
    draft = {
        "name": line["name"], "kind": line["kind"], "quantity": line["counted_qty"],
        "unit": line["measure"], "location": line["place"], "value_fen": line["counted_fen"] or 0,
        "acquired_on": day.isoformat(), "source": "盘盈", "note": f"{row['year']}年清查盘盈",
    }  # fmt: skip
    return str(save_asset(change.book, None, draft).result)


def _in_register(
    change: Change, asset: Row, line: Row, worth: Worth, day: date, voucher: str | None
) -> None:
    """The card, and an event that tells why it changed."""
    whole = line["result"] != SURPLUS and counting.gone_qty(line) >= counting.booked(line)
    moved = worth.value if line["result"] == SURPLUS else -worth.value
    kind = DAMAGED if whole else RAISED if moved > 0 else LOWERED
    number = change.number(f"asset event:{day.year}")
    event_id = change.add(
        AssetEvent,
        {
            "number": f"BD-{day.year}-{number:04d}", "asset_id": asset["id"],
            "day": day.isoformat(), "kind": kind, "amount_fen": abs(moved),
            "change_fen": None if whole else moved, "reason": f"清查{line['result']}",
            "status_before": asset["status"], "since_before": asset["status_since"],
            "status_after": GONE if whole else None, "user_before": asset["user_name"],
            "until_before": asset["used_until"], "keeper_before": asset["keeper"],
            "voucher_id": voucher,
        },
    )  # fmt: skip
    if whole:
        draft: Row = {
            "status": GONE,
            "status_since": day.isoformat(),
            "retired_on": day.isoformat(),
        }
    else:
        draft = _smaller(change.book, asset, line)
        draft["value_fen"] = (asset["value_fen"] or 0) + moved
        if worth.worn:
            change.add(WearLine, _worn_back(change.book, asset, event_id, worth, day))
    change.put_row(Asset.table, asset["id"], draft)


def _smaller(book: Book, asset: Row, line: Row) -> Row:
    """Quantity and residual value of a card of which a part is gone, or more was found."""
    stays = counting.booked(line) - counting.gone_qty(line)
    more = line["result"] == SURPLUS
    field = "quantity" if asset["quantity"] else "area" if asset["area"] else ""
    draft: Row = {field: line["counted_qty"] if more else stays} if field else {}
    if asset["residual_fen"] and not more:
        whole = counting.booked(line)
        draft["residual_fen"] = counting.share(asset["residual_fen"], stays, whole)
    return draft


def _worn_back(book: Book, asset: Row, event_id: str, worth: Worth, day: date) -> Row:
    """What had worn off the part that is gone, as a charge the other way; no month is skipped."""
    card = register.card_of(asset, register.rules_on(book, day))
    lines = register.wear_of(book, asset["id"])
    month = register.charged_through(asset, card, lines) if card else month_of(day) - 1
    return {
        "event_id": event_id, "asset_id": asset["id"], "month": month_word(month),
        "amount_fen": -worth.worn, "expense": counting.pending(worth.account, chart_of(book)),
        "contra": worth.contra,
    }  # fmt: skip
