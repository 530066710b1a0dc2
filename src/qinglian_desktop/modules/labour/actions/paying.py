"""From the month's log to the board, and from the board to the money: posted first, paid then."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import FEN, show_quantity
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.steps import EDITABLE
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import SPENDING
from qinglian_desktop.modules.labour import papers, reads, rules
from qinglian_desktop.modules.labour.actions.guarding import FREEING
from qinglian_desktop.modules.labour.lines import Line, lines_of
from qinglian_desktop.modules.labour.papers import PaySheet
from qinglian_desktop.modules.labour.records import (
    PAID,
    POSTING,
    LabourDay,
    LabourOrder,
    LabourPay,
)
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_KIND: Final = "N05"  # 补贴发放名单: posted for days in which people may object
_CODE: Final = "F06"  # 干部报酬、误工补贴、绩效
_PROGRAMME: Final = "临时用工误工补贴"
_PURPOSE: Final = "误工费"
_REASONS: Final = 3  # reasons named on the sheet, the rest is counted

Tick = Callable[[int, int, str], object]


def make_pay(book: Book, account: str, period: str) -> Changes:
    """The month's log of a book becomes a sheet and the draft of its notice.

    `result` is the id of the sheet. Refused before the month is over, without a log, while a row
    of it is half-filled, and where two computers have noted a day that cannot be worked twice.
    """
    month = Period.parse(period)
    if clock.today() <= month.last:
        raise Refused(f"{month.label}还没过完", f"{paper_day(month.last)}以后再编", field="month",
                      code="QL-SZ-212")  # fmt: skip
    rows = reads.unposted(book, account, month)
    if not rows:
        raise Refused(f"{month.label}{account}账没有待公示的用工", "先记用工日志",
                      field="month", code="QL-SZ-213")  # fmt: skip
    if open_ := reads.unfinished(book, rows):
        raise Refused(f"有 {len(open_)} 条用工记录没填完", "补完或删掉再编", code="QL-SZ-214")
    _refuse_overfull(book, rows)
    lines = lines_of(reads.named(book, rows))
    with book.change(f"编{month.label}用工公示") as change:
        odd = filter(None, (_growth(book, account, month), _noted_apart(book, rows)))
        pay_id = _sheet(book, account, month, lines, "；".join(odd))
        for row in rows:
            change.put_row(LabourDay.table, row["id"], {"pay_id": pay_id})
        made = disclosure.draft(
            book, _KIND, _facts(book, month, rows, lines), code=_CODE, period=str(month)
        )
        notice_id = made.ids(Notice.table)[-1]
        change.put_row(LabourPay.table, pay_id, {"notice_id": notice_id})
        change.result = pay_id
    return change.changes


def _refuse_overfull(book: Book, rows: list[Row]) -> None:
    if found := reads.overfull(book, rows):
        more = f"等 {len(found)} 处" if len(found) > 1 else ""
        raise Refused(
            f"{found[0]}{more}，{rules.APART}", f"一人一天最多 1 个工，{rules.TAKE_ONE}",
            code="QL-SZ-466",
        )  # fmt: skip


def _noted_apart(book: Book, rows: list[Row]) -> str:
    """Halves of one day that two computers have noted, neither knowing of the other: perhaps the
    same half. Told beside the sheet, for whoever was there to say.
    """
    halves: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        halves.setdefault((row["order_id"], row["day"], row["person_id"]), []).append(row)
    odd = [one for one in halves.values() if len(one) > 1 and _by_two_computers(one)]
    if not odd:
        return ""
    told = [
        f"{one.name}{paper_day(date.fromisoformat(one.row['day']))}"
        for one in reads.named(book, [rows[0] for rows in odd])
    ]
    more = f"等 {len(told)} 处" if len(told) > _REASONS else ""
    return f"{'、'.join(told[:_REASONS])}{more}两台电脑各记了半天，请核对是不是同一回"


def _by_two_computers(rows: list[Row]) -> bool:
    seen = [set(json.loads(row["vv"])) for row in rows]
    return not set.intersection(*seen)


def _sheet(
    book: Book, account: str, month: Period, lines: tuple[Line, ...], told: str
) -> str:  # fmt: skip
    total = sum(line.amount_fen for line in lines)
    with book.change("编用工发放表") as change:
        place = change.number(f"labour pay:{month}")
        return change.add(
            LabourPay,
            {
                "number": f"{month}-{place}", "book": account, "month": str(month),
                "made_on": clock.today().isoformat(),
                "people": len({line.person_id for line in lines}),
                "days": sum(line.days for line in lines), "total_fen": total,
                "told": told or None, "state": POSTING,
            },
        )  # fmt: skip


def _growth(book: Book, account: str, month: Period) -> str:
    pack = book.pack(reads.PACK, clock.today())
    before, earlier = [], month
    for _ in range(pack.value("growth.months")):
        earlier = earlier.previous
        before.append(reads.amount_in(book, account, earlier))
    now = reads.amount_in(book, account, month)
    said = rules.growth(now, before, pack.value("growth.percent"))
    unsure = doubt(pack.value("growth"))
    return f"{said}（多少算多，{unsure}）" if said and unsure else said


def _facts(book: Book, month: Period, rows: list[Row], lines: tuple[Line, ...]) -> Row:
    rates = dict.fromkeys(line.rate_fen for line in lines)
    return {
        "programme": f"{month.label}{_PROGRAMME}",
        "document": "；".join(_grounds(book, rows)),
        "standard": "、".join(f"每个工 {FEN.show(rate)} 元" for rate in rates),
        "base_measure": "工日",
        "total": sum(line.amount_fen for line in lines),
        "data_source": "用工日志",
        "rows": [
            {"group": line.group or "未分组", "name": line.name, "base": line.days,
             "rate": line.rate_fen, "amount": line.amount_fen, "note": line.tasks or None}
            for line in lines
        ],
    }  # fmt: skip


def _orders(book: Book, rows: list[Row]) -> list[Row]:
    return book.page(LabourOrder.table, list(dict.fromkeys(row["order_id"] for row in rows)))


def _grounds(book: Book, rows: list[Row]) -> list[str]:
    """What the orders rest on: the number of the matter, or the meeting in words."""
    found: dict[str, None] = {}
    for order in _orders(book, rows):
        matter = reads.living(book, "matter", order["matter_id"])
        found[f"决策事项{matter['number']}" if matter else order["decision"] or ""] = None
    return [words for words in found if words]


def drop_pay(book: Book, row_id: str) -> Changes:
    """Takes a sheet back before it is on the board: the log is free again, the draft goes."""
    pay = ledger.there(book, LabourPay.table, row_id)
    notice = reads.notice_of(book, pay)
    if pay["state"] == PAID:
        raise Refused("钱已经发了，发放表不能删", "账上有错的，用红字冲回", code="QL-SZ-215")
    if notice is not None and notice["state"] not in EDITABLE:
        raise Refused(
            f"公示{notice['number']}已是“{notice['state']}”，发放表不能删",
            "有错的，到公开公示里发更正公告", code="QL-SZ-637",
        )  # fmt: skip
    with book.change(f"删用工发放表：{pay['number']}") as change:
        change.known[FREEING] = True
        for row in reads.of_pay(book, row_id):
            change.put_row(LabourDay.table, row["id"], {"pay_id": None})
        if notice is not None:
            disclosure.drop_notice(book, notice["id"])
        change.drop(LabourPay.table, row_id)
    return change.changes


def pay(book: Book, row_id: str, day: date | None = None) -> Changes:
    """The money goes out: an entry in the books, linked with the sheet. `result` is its id.

    Refused before the notice has hung its days without an open objection, when it was paid
    already, and when log, notice and sheet no longer say the same, by name and in sum.
    """
    sheet, day = ledger.there(book, LabourPay.table, row_id), day or clock.today()
    if sheet["state"] == PAID:
        raise Refused(f"{sheet['number']}已经发放", "到收支登记里看那一笔", code="QL-SZ-216")
    return _pay_out(book, sheet, day)


def pay_again(book: Book, row_id: str) -> Changes:
    """The money goes out once more, its entry having been reversed or thrown away.

    Refused while the entry stands: nobody is paid twice. `result` is the id of the new entry.
    """
    sheet = ledger.there(book, LabourPay.table, row_id)
    if sheet["state"] == PAID and reads.stands(book, sheet["entry_id"]):
        what = f"{sheet['number']}入账的那一笔还在"
        raise Refused(what, "发错了的，先在收支登记里用红字冲回", code="QL-SZ-462")
    return _pay_out(book, sheet, clock.today())


def _pay_out(book: Book, sheet: Row, day: date) -> Changes:
    row_id, notice = sheet["id"], reads.notice_of(book, sheet)
    if notice is None:
        raise Refused("这张发放表没有公示", "先公示，再发放", code="QL-SZ-217")
    disclosure.refuse_unsettled(book, notice["id"], day)
    _refuse_different(book, sheet, notice)
    month = Period.parse(sheet["month"])
    matters = {order["matter_id"] for order in _orders(book, reads.of_pay(book, row_id))}
    draft: Row = {
        "book": sheet["book"], "day": day.isoformat(), "direction": SPENDING,
        "summary": f"发放{month.label}临时用工误工费（{sheet['number']}）",
        "purpose": _PURPOSE, "counterparty": f"用工人员 {sheet['people']} 人",
        "amount_fen": sheet["total_fen"], "channel": "银行", "handler": book.operator.name,
    }  # fmt: skip
    if len(matters) == 1 and (only := next(iter(matters))):
        draft["matter_id"] = only
    with book.change(f"发放{month.label}误工费") as change:
        entry = funds.save_entry(book, None, draft)
        paid = {"state": PAID, "paid_on": day.isoformat(), "entry_id": entry.result}
        change.put_row(LabourPay.table, row_id, paid)
        change.result = entry.result
    return change.changes


def _refuse_different(book: Book, sheet: Row, notice: Row) -> None:
    """Log, sheet and what hung on the board, by name and in sum."""
    noted = reads.of_pay(book, sheet["id"])
    _refuse_overfull(book, noted)
    log, told = sum(row["amount_fen"] for row in noted), sheet["total_fen"]
    right = reads.correction_of(book, notice)
    shown = disclosure.facts_of(book, (right or notice)["id"]).get("rows", ())
    if right is not None and not shown and log == told:
        return  # put right in words, which only a reader can compare
    posted = sum(row.get("amount") or 0 for row in shown)
    if not log == told == posted:
        raise Refused(
            f"日志 {FEN.show(log)}、发放表 {FEN.show(told)}、公示 {FEN.show(posted)}，三处不一样",
            "先核对，公示有错的发更正公告，再发放", code="QL-SZ-218",
        )  # fmt: skip
    mine = Counter((bare(one.name), one.amount_fen) for one in lines_of(reads.named(book, noted)))
    theirs = Counter((bare(row.get("name")), row.get("amount")) for row in shown)
    if mine != theirs:
        name = next(iter((mine - theirs) or (theirs - mine)))[0]
        raise Refused(
            f"公示的名单和日志不一样：{name}", "先核对，公示有错的发更正公告，再发放",
            code="QL-SZ-463",
        )  # fmt: skip


# -- papers ------------------------------------------------------------------------------------


def sheet_of(book: Book, row_id: str) -> PaySheet:
    """What the pay sheet says: the log behind it, added up anew."""
    sheet = ledger.there(book, LabourPay.table, row_id)
    rows, notice = reads.of_pay(book, row_id), reads.notice_of(book, sheet)
    posted = ""
    if notice is not None and notice["posted_on"]:
        day = paper_day(date.fromisoformat(notice["posted_on"]))
        posted = f"公告{notice['number']}，{day}上墙"
    reasons = list(dict.fromkeys(order["reason"] for order in _orders(book, rows)))
    said = "；".join(reasons[:_REASONS])
    if len(reasons) > _REASONS:
        said += f"等 {len(reasons)} 项"
    return PaySheet(
        book.unit.name, sheet["number"], sheet["book"], Period.parse(sheet["month"]).label, said,
        lines_of(reads.named(book, rows)), posted, date.fromisoformat(sheet["made_on"]),
    )  # fmt: skip


def print_pay(book: Book, row_id: str, tick: Tick) -> Changes:
    """Draws the pay sheet; `result` is its PDF."""
    from io import BytesIO

    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    tick(0, 1, "正在排发放表")
    pdf = BytesIO()
    draw(papers.pay_sheet(sheet_of(book, row_id)), pdf, fonts=Fonts())
    return Changes("", result=pdf.getvalue())


def export_pay(book: Book, row_id: str, path: Path) -> Changes:
    """Writes the pay sheet as a workbook; `result` is the number of its rows."""
    from qinglian_desktop.core.kinds import FEN as AMOUNT
    from qinglian_desktop.core.kinds import QUANTITY, TEXT
    from qinglian_desktop.exchange.sheets import OutColumn, exporting, write_table

    sheet = sheet_of(book, row_id)
    columns = (
        OutColumn("序号", TEXT, width=6), OutColumn("组别", TEXT), OutColumn("姓名", TEXT),
        OutColumn("干了什么", TEXT, width=24), OutColumn("工日", QUANTITY),
        OutColumn("单价", AMOUNT), OutColumn("应发", AMOUNT),
        OutColumn("领款人签字", TEXT, width=16),
    )  # fmt: skip
    rows = [
        (str(place), line.group, line.name, line.tasks, line.days, line.rate_fen,
         line.amount_fen, "")
        for place, line in enumerate(sheet.lines, 1)
    ]  # fmt: skip
    totals = ("合计", "", "", "", sheet.days, "", sheet.total, "")
    title = f"{sheet.month}临时用工发放表（{sheet.number}）"
    many = write_table(path, columns, rows, title=title, totals=totals)
    exporting.note(book, title, many, path)
    return Changes("", result=many)


def words_of(book: Book, row_id: str) -> str:
    """Where a sheet stands, for the line over the list."""
    sheet = ledger.there(book, LabourPay.table, row_id)
    notice = reads.notice_of(book, sheet)
    state = f"公示{notice['number']}：{notice['state']}" if notice else "没有公示"
    return f"{sheet['number']}：{sheet['people']} 人 {show_quantity(sheet['days'])} 个工，{state}"
