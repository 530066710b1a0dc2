"""The bank's statement comes in, and is matched with the books: by hand or by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import bank as sheets
from qinglian_desktop.exchange.bank import Layout, Moved, Statement
from qinglian_desktop.modules.funds import bank_reads, rules
from qinglian_desktop.modules.funds.actions.entries import save_entry
from qinglian_desktop.modules.funds.bank_reads import LINE, PACK, PART, Placed
from qinglian_desktop.modules.funds.banking import (
    BY_HAND,
    BY_ITSELF,
    WRITTEN,
    BankLine,
    BankTick,
)
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.matching import Doubt, match
from qinglian_desktop.modules.funds.records import INCOME, SPENDING
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LAYOUTS: Final = "bank_layouts"  # the setting that remembers how columns were matched
_MOST_LAYOUTS: Final = 20
_NAMED: Final = 3  # breaks told one by one
_TAIL: Final = 4  # digits by which an account number is compared


# -- the sheet of the bank ----------------------------------------------------------------------


class Looked(NamedTuple):
    """A file before it comes in: its rows, and how its columns are read (None: nobody knows)."""

    name: str
    rows: list[list[str]]
    layout: Layout | None


def look_at(book: Book, path: Path) -> Looked:
    """Reads a statement; columns that were matched by hand before are known again."""
    rows = sheets.sheet_rows(path)
    return Looked(path.name, rows, sheets.layout_of(rows, known_layouts(book)))


def known_layouts(book: Book) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = book.setting(_LAYOUTS, {})
    return kept


def match_columns(book: Book, seen: Looked, row: int, said: Mapping[str, str]) -> Looked:
    """The clerk says which column is which ({role: header text}); remembered by the header."""
    layout = sheets.lay_out(seen.rows, row, said)
    sheets.read_statement(seen.rows, layout)  # refused in words before it is remembered
    kept = known_layouts(book)
    kept.pop(key := sheets.header_key(seen.rows[row]), None)
    book.put_setting(_LAYOUTS, dict([*kept.items(), (key, dict(said))][-_MOST_LAYOUTS:]))
    return seen._replace(layout=layout)


def read(seen: Looked) -> Statement:
    """The lines of a file; refused while its columns are not known."""
    if seen.layout is None:
        raise Refused(
            f"〔{seen.name}〕的表头没见过", "请指明哪一列是日期、收入、支出、余额", code="QL-SZ-184"
        )
    return sheets.read_statement(seen.rows, seen.layout)


class Taken(NamedTuple):
    """What came of a statement."""

    added: int
    known: int
    first: date
    last: date
    hole: int = 0  # balance before its first new line less the last one there

    def __str__(self) -> str:
        days = f"{paper_day(self.first)}到{paper_day(self.last)}"
        said = f"导入 {self.added} 笔（{days}）"
        if self.known:
            said += f"，{self.known} 笔以前已导入，没有重复"
        if self.hole:
            said += f"。和上一份流水差 {money.show(abs(self.hole))}，中间可能缺一段"
        return said


def import_statement(
    book: Book, account_id: str, seen: Looked, *, with_breaks: bool = False
) -> Changes:
    """Takes in what is new of a statement. `result` is a `Taken`.

    The same statement twice adds nothing. Refused for another account's statement, for days to
    come, and, unless `with_breaks`, where the running balance does not run on.
    """
    account = ledger.there(book, BankAccount.table, account_id)
    statement = read(seen)
    _refuse_other(account, statement)
    if statement.lines[-1].day > clock.today():
        raise Refused(
            f"流水里有{paper_day(statement.lines[-1].day)}的，还没到",
            "请核对这份流水",
            code="QL-SZ-185",
        )
    if statement.breaks and not with_breaks:
        said = "；".join(str(one) for one in statement.breaks[:_NAMED])
        more = f"等 {len(statement.breaks)} 处" if len(statement.breaks) > _NAMED else ""
        remedy = "银行的表可能缺了几行，请重新下载整月的；确实这样也可以照样导入"
        raise Refused(f"{said}{more}", remedy, code="QL-SZ-186")
    there = bank_reads.lines(book, account_id)
    fresh = _fresh(statement.lines, there)
    place = max((row["place"] for row in there), default=0)
    days = [line.day for line in statement.lines]
    taken = Taken(len(fresh), len(statement.lines) - len(fresh), min(days), max(days),
                  _hole(fresh, there))  # fmt: skip
    with book.change(f"导入银行流水：{seen.name[:30]}") as change:
        change.add_all(
            BankLine,
            [_row(line, account_id, place + at, seen.name) for at, line in enumerate(fresh, 1)],
        )
        change.result = taken
    return change.changes._replace(result=taken)


def _refuse_other(account: Row, statement: Statement) -> None:
    said = "".join(sign for sign in statement.account if sign.isdigit())
    ours = "".join(sign for sign in account["number"] or "" if sign.isdigit())
    if said and ours and said[-_TAIL:] != ours[-_TAIL:]:
        raise Refused(
            f"这份流水是尾号 {said[-_TAIL:]} 的账户，选的账户尾号是 {ours[-_TAIL:]}",
            "请选对账户，或换一份流水", code="QL-SZ-187",
        )  # fmt: skip


def _fresh(lines: Sequence[Moved], there: Iterable[Row]) -> list[Moved]:
    """Lines that are not there yet; of equal ones as many as are more than before."""
    held = Counter(_same(row["day"], bank_reads.signed(row), row["balance_fen"], row["summary"])
                   for row in there)  # fmt: skip
    fresh = []
    for line in lines:
        key = _same(line.day.isoformat(), line.fen, line.balance, line.summary)
        if held[key] > 0:
            held[key] -= 1
        else:
            fresh.append(line)
    return fresh


def _same(day: str, fen: int, balance: int | None, summary: str | None) -> tuple[Any, ...]:
    """The balance tells two lines apart; without one their words do."""
    return day, fen, balance, "" if balance is not None else summary or ""


def _hole(fresh: Sequence[Moved], there: Sequence[Row]) -> int:
    """What the balance of the line before does not explain; 0 where nothing is known."""
    if not fresh or not there or fresh[0].balance is None:
        return 0
    before = [row for row in there if row["day"] <= fresh[0].day.isoformat()]
    if not before or before[-1]["balance_fen"] is None:
        return 0
    return int(fresh[0].balance - fresh[0].fen - before[-1]["balance_fen"])


def _row(line: Moved, account_id: str, place: int, name: str) -> Row:
    return {
        "bank_account_id": account_id, "day": line.day.isoformat(), "place": place,
        "time": line.time or None, "direction": INCOME if line.fen > 0 else SPENDING,
        "amount_fen": abs(line.fen), "balance_fen": line.balance,
        "summary": line.summary or None, "counterparty": line.party or None,
        "counter_account": line.party_account or None, "bank_ref": line.ref or None,
        "statement": name[:80],
    }  # fmt: skip


def save_bank_line(_book: Book, _row_id: str | None, _draft: Mapping[str, Any]) -> Changes:
    raise _untouchable()


def drop_bank_line(_book: Book, _row_id: str) -> Changes:
    raise _untouchable()


def guard_bank_line(change: Change, before: Row | None, after: Row) -> None:
    """At the door: a line of the bank is never edited; only its import is undone as a whole."""
    if before is None:
        return
    same = all((before.get(name) or None) == (after.get(name) or None) for name in BankLine.fields)
    if not same or (before["deleted"] != after["deleted"] and change.undoes is None):
        raise _untouchable()
    if after["deleted"] and not before["deleted"]:
        asked = Query(BankTick.table, (Where("bank_line_id", "=", before["id"]),))
        if change.book.count(asked):
            raise Shut(
                "这份流水里有已经对上的，不能撤销导入", "先取消对上，再撤销", code="QL-SZ-610"
            )  # fmt: skip


def _untouchable() -> Refused:
    return Shut("银行流水是银行的凭据，不能改、不能删", "导错了请撤销那一次导入", code="QL-SZ-188")


# -- matching -----------------------------------------------------------------------------------


def tick(book: Book, account_id: str, keys: Sequence[str], how: str = BY_HAND) -> Changes:
    """对上: these rows of both sides belong together. `result` is the key of the match.

    One to one, one to many, many to many; refused while the sides differ or a row is matched
    already. Two lines of the bank that cancel out need nothing of the books.
    """
    seen = bank_reads.view(book, account_id)
    rows = bank_reads.picked(seen, keys)
    if len(rows) < len(set(keys)):
        raise Refused("选中的有已经不在的", "请刷新再选", code="QL-SZ-189")
    if taken := [one for one in rows if not one.open]:
        raise Refused(f"选中的有 {len(taken)} 笔已经对上", "先取消对上，再重新选", code="QL-SZ-611")
    at_bank = [one for one in rows if one.table == LINE]
    in_books = [one for one in rows if one.table != LINE]
    if not at_bank or len(rows) < 2:
        raise Refused("要对的还没选全", "左边选银行流水，右边选账上的，再按空格", code="QL-SZ-219")
    ours, theirs = (sum(one.item.fen for one in side) for side in (in_books, at_bank))
    if ours != theirs:
        raise Refused(
            f"银行 {money.show(theirs)}，账上 {money.show(ours)}，差 {money.show(theirs - ours)}",
            "两边合计一样才能对上；一笔对多笔的，把几笔都选上", code="QL-SZ-638",
        )  # fmt: skip
    with book.change(f"对上 {len(rows)} 笔") as change:
        change.result = _put(change, account_id, rows, how)
    return change.changes


def _put(change: Change, account_id: str, rows: Sequence[Placed], how: str) -> str:
    """One match more; what is left of a match that no longer adds up goes with it."""
    key, today = clock.new_id(), clock.today().isoformat()
    for group in {one.group for one in rows if one.broken}:
        where = (Where("group_key", "=", group),)
        for row_id in change.book.ids(Query(BankTick.table, where)):
            change.drop(BankTick.table, row_id)
    field = {LINE: "bank_line_id", PART: "voucher_line_id"}
    for one in rows:
        change.add(
            BankTick,
            {
                "group_key": key, "bank_account_id": account_id, "amount_fen": one.item.fen,
                field.get(one.table, "entry_id"): one.row_id, "how": how, "ticked_on": today,
            },
        )  # fmt: skip
    return key


def untick(book: Book, group_key: str) -> Changes:
    """取消对上: the whole match goes."""
    rows = book.rows(Query(BankTick.table, (Where("group_key", "=", group_key),)))
    if not rows:
        raise Refused("这一笔还没有对上", "不用取消", code="QL-SZ-612")
    with book.change(f"取消对上 {len(rows)} 笔") as change:
        for row in rows:
            change.drop(BankTick.table, row["id"])
    return change.changes


class ByItself(NamedTuple):
    """What 自动对 found, and what it left to the clerk."""

    matched: int
    doubts: tuple[Doubt, ...]

    def __str__(self) -> str:
        said = f"自动对上 {self.matched} 笔。" if self.matched else "没有能自动对上的。"
        return said + "".join(str(doubt) for doubt in self.doubts[:_NAMED])


def auto_tick(book: Book, account_id: str) -> Changes:
    """自动对: what amount, day and the other party leave no doubt of. `result` is a `ByItself`."""
    seen = bank_reads.view(book, account_id)
    window = book.pack(PACK, clock.today()).value("match.days")
    found = match(*bank_reads.candidates(seen), window)
    there = {one.item.key: one for one in seen.both()}
    told = ByItself(len(found.pairs), found.doubts)
    with book.change(f"自动对账 {len(found.pairs)} 笔") as change:
        for pair in found.pairs:
            _put(change, account_id, [there[key] for key in pair], BY_ITSELF)
        change.result = told
    return change.changes._replace(result=told)


def entry_from_line(book: Book, line_id: str, draft: Mapping[str, Any] | None = None) -> Changes:
    """An entry made of a line of the bank (interest, a fee), and matched with it.

    `result` is the id of the entry. Its purpose comes from the words of the line where the pack
    knows them; the clerk fills in the rest in the ledger. Refused when the line is matched.
    """
    line = ledger.there(book, LINE, line_id)
    account = ledger.there(book, BankAccount.table, line["bank_account_id"])
    asked = Query(BankTick.table, (Where("bank_line_id", "=", line_id),))
    if book.count(asked):
        raise Refused("这一笔流水已经对上", "先取消对上，再补记", code="QL-SZ-613")
    made = {**_entry_of(book, line, account), **(draft or {})}
    with book.change(f"补记：{made['summary']}"[:60]) as change:
        entry = save_entry(book, None, made)
        keys = (f"{LINE}:{line_id}", f"entry:{entry.result}")
        tick(book, account["id"], keys, WRITTEN)
        change.result = entry.result
    return change.changes


def _entry_of(book: Book, line: Row, account: Row) -> Row:
    said = line["summary"] or ""
    usual = [
        row["purpose"]
        for row in book.pack(PACK, clock.today()).value("quick.rows")
        if row["direction"] == line["direction"] and any(w in said for w in row["words"].split())
    ]
    purpose = usual[0] if usual else None
    return {
        "book": account["book"], "day": line["day"], "direction": line["direction"],
        "summary": said or purpose or "银行流水", "purpose": purpose,
        "counterparty": line["counterparty"] or account["bank"], "amount_fen": line["amount_fen"],
        "channel": "银行", "bank_account_id": account["id"], "handler": book.operator.name,
    }  # fmt: skip


# -- paper --------------------------------------------------------------------------------------


def print_reconciliation(book: Book, account_id: str, day: date, tick: Any) -> Changes:
    """Draws the 余额调节表 of a day; `result` is its PDF. Refused without a bank's balance."""
    from io import BytesIO

    from qinglian_desktop.modules.funds.papers.reconciliation import reconciliation
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    tick(0, 1, "正在排余额调节表")
    seen = bank_reads.view(book, account_id)
    found = bank_reads.reconciled(book, account_id, day, seen)
    if found.bank is None:
        raise Refused(found.said(), "导入流水后再打印", code="QL-SZ-609")
    pdf = BytesIO()
    paper = reconciliation(book.unit.name, seen.account, found, person=rules.may_be_person)
    draw(paper, pdf, fonts=Fonts())
    return Changes("", result=pdf.getvalue())
