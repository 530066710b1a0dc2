"""Receipt books, receipts and invoices: each number once, none left out, nothing paid twice."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, Shut, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import arrivals, qr_invoice, receipts
from qinglian_desktop.modules.funds.actions.entries import save_entry
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.modules.funds.slips import USED, VOID, Invoice, ReceiptBook, ReceiptSlip
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int, str], object]
_NAMED: Final = 3


def save_receipt_book(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A book of receipts issued by the street. `result` is its id.

    Refused for numbers that overlap with another book, or that leave out slips already written.
    """
    before = ledger.there(book, ReceiptBook.table, row_id) if row_id else None
    made: Row = {**(before or defaults(ReceiptBook)), **draft}
    if made.get("first_no") and made.get("last_no"):
        first, last = (receipts.read(made[name], name) for name in ("first_no", "last_no"))
        others = [one for one in arrivals.books_of(book) if one.row_id != row_id]
        refuse(receipts.range_problem(first, last, others))
        if before is not None and row_id:
            _refuse_cut(book, row_id, receipts.Range(first, last, date.min))
    if (made.get("returned_on") or "9") < (made.get("received_on") or ""):
        raise Refused("交回日期早于领用日期", "请核对两个日期", field="returned_on",
                      code="QL-SZ-193")  # fmt: skip
    return ledger.save_row(book, ReceiptBook.table, row_id, draft)


def _refuse_cut(book: Book, row_id: str, now: receipts.Range) -> None:
    """Slips that were written stay inside their book."""
    old = next((one for one in arrivals.books_of(book) if one.row_id == row_id), None)
    if old is None:
        return
    numbers = [receipts.read(row["number"]) for row in arrivals.used_numbers(book).values()]
    if out := [number for number in numbers if number in old and number not in now]:
        raise Refused(
            f"收据 {receipts.runs(out[:_NAMED])} 已经开出，不在新的起止号里", "请核对起号和止号",
            field="first_no", code="QL-SZ-616",
        )  # fmt: skip


def drop_receipt_book(book: Book, row_id: str) -> Changes:
    """Refused once a slip of it was written."""
    one = next((one for one in arrivals.books_of(book) if one.row_id == row_id), None)
    if one is not None:
        numbers = [receipts.read(row["number"]) for row in arrivals.used_numbers(book).values()]
        if any(number in one for number in numbers):
            raise Refused(
                "这一本里已经开过收据，不能删", "用完了请填交回核销日期", code="QL-SZ-617"
            )
    return ledger.drop_row(book, ReceiptBook.table, row_id)


def save_receipt(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A receipt written out, or made void. `result` is its id; an empty number is the next one.

    Refused for a number twice, one of no book or of a book given back, void without a reason.
    """
    before = ledger.there(book, ReceiptSlip.table, row_id) if row_id else None
    made: Row = {**(before or defaults(ReceiptSlip)), **draft}
    filled = dict(draft)
    if not made.get("number"):
        entry = book.row(Entry.table, made["entry_id"]) if made.get("entry_id") else None
        made["number"] = filled["number"] = _next(book, entry["book"] if entry else "")
    number = receipts.read(made["number"])
    if before is not None and before["number"] and receipts.read(before["number"]) != number:
        raise Refused(f"收据 {before['number']} 已经用掉，号不能改",
                      "写错了请作废这一张，另开一张", field="number", code="QL-SZ-194")  # fmt: skip
    made["number"] = filled["number"] = str(number)
    refuse(_number_problem(book, number, made, row_id))
    refuse(_slip_problem(book, before, made, row_id))
    if made["state"] == VOID:
        filled["entry_id"] = None
    with book.change(ledger.label_of("改" if row_id else "开", ReceiptSlip, made)) as change:
        saved = ledger.save_row(book, ReceiptSlip.table, row_id, filled)
        _number_in_entry(book, before, made)
        change.result = saved.result
    return change.changes


def _next(book: Book, account: str) -> str:
    number = arrivals.next_receipt(book, account)
    if not number:
        raise Refused("没有可用的收据本", "先登记从街道领来的收据本", field="number",
                      code="QL-SZ-618")  # fmt: skip
    return number


def _number_problem(
    book: Book, number: receipts.Number, made: Row, row_id: str | None
) -> Problem | None:
    if number.key in arrivals.used_numbers(book, but=row_id):
        return Problem(f"收据 {number} 已经开过", "一个号只能用一次，请核对", "number", "QL-SZ-619")
    one = receipts.book_of(number, arrivals.books_of(book))
    if one is None:
        return Problem(
            f"收据 {number} 不在任何一本领来的收据里", "先登记这本收据的起止号，或核对号码",
            "number", "QL-SZ-620",
        )  # fmt: skip
    day = date.fromisoformat(made["day"]) if made.get("day") else None
    if day and day < one.received_on:
        when = paper_day(one.received_on)
        return Problem(f"这本收据{when}才领来", "请核对开票日期", "day", "QL-SZ-621")
    if day and one.returned_on and day > one.returned_on:
        when = paper_day(one.returned_on)
        return Problem(f"这本收据{when}已交回核销", "请核对号码和日期", "day", "QL-SZ-622")
    if day and day > clock.today():
        return Problem("开票日期在今天之后", "请核对日期", "day", "QL-SZ-623")
    return None


def _slip_problem(book: Book, before: Row | None, made: Row, row_id: str | None) -> Problem | None:
    if made["state"] == VOID:
        if not (made.get("void_reason") or "").strip():
            return Problem("作废要写原因", "例：金额写错，三联都在", "void_reason", "QL-SZ-625")
        return None
    if before is not None and before["state"] == VOID:
        return Problem("这张收据已经作废", "作废的号不再用，请另开一张", "state", "QL-SZ-196")
    fen = made.get("amount_fen")
    if fen is not None and fen <= 0:
        return Problem("收据金额要大于 0", "请核对金额", "amount_fen", "QL-SZ-624")
    entry = book.row(Entry.table, made["entry_id"]) if made.get("entry_id") else None
    if entry is None or entry["deleted"]:
        return None
    if entry["direction"] != INCOME:
        return Problem("收据只能连收入", "请选一笔收入", "entry_id", "QL-SZ-197")
    if fen is not None and entry["amount_fen"] is not None and fen != entry["amount_fen"]:
        return Problem(
            f"收据 {money.show(fen)} 元，账上这一笔 {money.show(entry['amount_fen'])} 元",
            "两个金额要一样；分几次交的分几张开", "amount_fen", "QL-SZ-626",
        )  # fmt: skip
    where = (
        Where("entry_id", "=", entry["id"]), Where("state", "=", USED),
        Where("id", "!=", row_id or ""),
    )  # fmt: skip
    if there := book.rows(Query(ReceiptSlip.table, where, limit=1)):
        number = there[0]["number"]
        return Problem(
            f"这一笔收入已开收据 {number}", "请核对选的是哪一笔", "entry_id", "QL-SZ-627"
        )
    return None


def _number_in_entry(book: Book, before: Row | None, made: Row) -> None:
    """The entry names its receipt; one whose receipt became void names none."""
    entry_id = made.get("entry_id") or (before or {}).get("entry_id")
    entry = book.row(Entry.table, entry_id) if entry_id else None
    if entry is None or entry["deleted"]:
        return
    wanted = None if made["state"] == VOID else made["number"]
    mine = entry["receipt_no"] in (None, "", made["number"])
    if mine and (entry["receipt_no"] or None) != wanted:
        with suppress(Shut):  # a closed or reviewed one keeps its words; the link says it
            save_entry(book, entry["id"], {"receipt_no": wanted})


def drop_receipt(_book: Book, _row_id: str) -> Changes:
    raise Refused("开过的收据不能删，号要留着", "写错了请把状态改成作废并写原因", code="QL-SZ-198")


def write_receipt(book: Book, entry_id: str) -> Changes:
    """开收据 for an income: the next number, its payer and amount. `result` is the number."""
    entry = ledger.there(book, Entry.table, entry_id)
    if entry["direction"] != INCOME or not entry["amount_fen"] or not entry["day"]:
        raise Refused("只给填好的收入开收据", "请选一笔收入", code="QL-SZ-628")
    stands = arrivals.arrival(book, entry_id)
    if stands.has_receipt:
        raise Refused(f"这一笔已开收据 {stands.receipt_no}", "不用再开", code="QL-SZ-629")
    draft = {
        "day": entry["day"], "payer": entry["counterparty"], "amount_fen": entry["amount_fen"],
        "purpose": entry["purpose"] or entry["summary"], "entry_id": entry_id,
        "written_by": book.operator.name,
    }  # fmt: skip
    with book.change(f"开收据：{entry['summary'] or ''}"[:60]) as change:
        saved = save_receipt(book, None, draft)
        row = book.row(ReceiptSlip.table, str(saved.result))
        change.result = row["number"] if row else ""
    return change.changes


# -- invoices -----------------------------------------------------------------------------------


def save_invoice(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """An invoice, typed or scanned. `result` is its id; what is odd stands in 请核实.

    The text of its square fills in what is still empty. Refused when the same invoice is there
    already, in any book and year and however its number was written.
    """
    before = ledger.there(book, Invoice.table, row_id) if row_id else None
    filled = dict(draft)
    text = filled.get("qr_text")
    if text and text != (before or {}).get("qr_text"):
        scanned = qr_invoice.parse(text).draft
        empty = {k: v for k, v in scanned.items() if not (filled.get(k) or (before or {}).get(k))}
        filled |= empty
    made: Row = {**(before or defaults(Invoice)), **filled}
    if made.get("day") and made["day"] > clock.today().isoformat():
        raise Refused("开票日期在今天之后", "请核对日期", field="day", code="QL-SZ-199")
    total = made.get("total_fen")
    if total is None and made.get("net_fen") is not None and made.get("tax_fen") is not None:
        made["total_fen"] = filled["total_fen"] = total = made["net_fen"] + made["tax_fen"]
    if twin := same_invoice(book, made, but=row_id):
        raise Refused(
            f"这张发票 {twin['number']} 已经登记过{_where(book, twin)}",
            "同一张发票不能报两次，请核对", field="number", code="QL-SZ-630",
        )  # fmt: skip
    filled["told"] = "；".join(_odd(book, made)) or None
    return ledger.save_row(book, Invoice.table, row_id, filled)


def same_invoice(book: Book, made: Mapping[str, Any], but: str | None = None) -> Row | None:
    """The same invoice, registered before; None when this is the first time."""
    key = qr_invoice.key_of(made.get("number"), made.get("code"))
    if not key:
        return None
    for row in book.rows(Query(Invoice.table, (Where("id", "!=", but or ""),))):
        other = qr_invoice.key_of(row["number"], row["code"])
        if qr_invoice.are_one(key, other, same_total=row["total_fen"] == made.get("total_fen")):
            return row
    return None


def _where(book: Book, row: Row) -> str:
    entry = book.row(Entry.table, row["entry_id"]) if row["entry_id"] else None
    if entry is None:
        return ""
    return f"，{(entry['day'] or '')[:4]}年{entry['book'] or ''}账凭证 {entry['voucher_no'] or ''}"


def _odd(book: Book, made: Row) -> list[str]:
    """What the clerk should look at, nothing of it refused."""
    odd = [qr_invoice.number_problem(made.get("number") or "", made.get("code"))]
    net, tax, total = (made.get(name) for name in ("net_fen", "tax_fen", "total_fen"))
    if net is not None and tax is not None and total is not None and net + tax != total:
        odd.append(f"金额加税额是 {money.show(net + tax)}，价税合计是 {money.show(total)}")
    entry = book.row(Entry.table, made["entry_id"]) if made.get("entry_id") else None
    if entry is not None and not entry["deleted"]:
        together = _of_entry(book, entry["id"], made)
        if entry["amount_fen"] is not None and together != entry["amount_fen"]:
            paid = money.show(entry["amount_fen"])
            odd.append(f"发票共 {money.show(together)} 元，报销的这一笔 {paid} 元")
    buyer = "".join((made.get("buyer") or "").split())
    if buyer and not any(name in buyer or buyer in name for name in _our_names(book)):
        odd.append(f"购买方“{buyer[:20]}”不是本单位")
    return [words for words in odd if words]


def _of_entry(book: Book, entry_id: str, made: Row) -> int:
    """All invoices of an entry together, this one as it is now."""
    rows = book.rows(Query(Invoice.table, (Where("entry_id", "=", entry_id),)))
    others = sum(row["total_fen"] or 0 for row in rows if row["id"] != made.get("id"))
    return int(others + (made.get("total_fen") or 0))


def _our_names(book: Book) -> list[str]:
    """How our two legal persons may stand on an invoice."""
    from qinglian_desktop.modules.disclosure.reads import collective_of

    names = [book.unit.name, collective_of(book)]
    return ["".join(name.split()) for name in names if name]


def scan_invoice(book: Book, text: str, entry_id: str | None = None) -> Changes:
    """What a scanner typed, as a new invoice. `result` is its id."""
    draft: Row = {"qr_text": text.strip()}
    if entry_id:
        draft["entry_id"] = entry_id
    return save_invoice(book, None, draft)


def invoices_of_papers(book: Book, paths: Sequence[Path], tick: Tick) -> Changes:
    """Invoices read from the squares on photos and PDFs, each with its paper. One change.

    `result` says what came of each. A paper without such a square, and an invoice that is there
    already, are told; the others are kept.
    """
    from qinglian_desktop.paper import squares

    told: list[str] = []
    added = 0
    with book.change(f"从照片认发票 {len(paths)} 份") as change:
        for done, path in enumerate(paths):
            tick(done, len(paths), f"正在认{path.name[:20]}")
            try:
                texts = [t for t in squares.texts_on(path) if qr_invoice.looks_like(t)]
                if not texts:
                    told.append(f"〔{path.name[:20]}〕上没找到发票的方块，请照票面手填")
                    continue
                row_id = str(scan_invoice(book, texts[0]).result)
                ledger.attach(book, Invoice.table, row_id, [path])
                added += 1
            except Refused as refused:
                told.append(f"〔{path.name[:20]}〕{refused.what}")
    said = "。".join([f"登记了 {added} 张", *told[:_NAMED]]) + "。"
    return change.changes._replace(result=said)
