"""How is a voucher posted, changed and taken away? Whole, balanced, in an open month."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, Shut, refuse
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.funds.actions.guarding import posting, refuse_closed
from qinglian_desktop.modules.funds.actions.numbering import (
    Numbers,
    already_used,
    series_of,
)
from qinglian_desktop.modules.funds.books import (
    CLOSING,
    OPENING,
    RED,
    TRANSFER,
    Account,
    Line,
    Voucher,
    VoucherLine,
)
from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.posting import lines_problem
from qinglian_desktop.modules.funds.reads import chart_on, elsewhere
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LONGEST_SUMMARY = 200


class Draft(NamedTuple):
    """One voucher to be posted."""

    day: date
    summary: str
    lines: Sequence[Line]
    kind: str = TRANSFER
    facts: Mapping[str, Any] = {}  # further fields of the voucher


def post_voucher(
    book: Book,
    account: str,
    day: date,
    summary: str,
    lines: Sequence[Line],
    *,
    kind: str = TRANSFER,
    source_table: str = "",
    source_id: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Changes:
    """Posts a voucher to the book `account`. `result` is its id.

    Refused unless it balances, its month is open and its accounts are those of this book and
    day. Inside an open change it is part of that change.
    """
    source = {"source_table": source_table or None, "source_id": source_id or None}
    draft = Draft(day, summary, tuple(lines), kind, {**source, **(facts or {})})
    with book.change(f"记凭证：{summary[:40]}", event_on=day) as change:
        change.result = post_all(change, account, (draft,))[0]
    return change.changes


def post_many(book: Book, account: str, drafts: Iterable[Draft], label: str = "") -> Changes:
    """Posts many vouchers in one change, all or none; `result` is their ids in order."""
    listed = list(drafts)
    with book.change(label or f"记凭证 {len(listed)} 张") as change:
        change.result = tuple(post_all(change, account, listed))
    return change.changes


def post_all(change: Change, account: str, drafts: Sequence[Draft]) -> list[str]:
    """Within a change: these vouchers, numbered in their order; their ids."""
    book, today = change.book, clock.today()
    numbers = Numbers.of(change)
    heads: list[Row] = []
    for draft in drafts:
        refuse(_head_problem(account, draft, today))
        check_lines(change, account, draft)
        head: Row = {
            "book": account,
            "day": draft.day.isoformat(),
            "kind": draft.kind,
            "summary": draft.summary,
            "amount_fen": sum(line.debit_fen for line in draft.lines),
            "entered_by": book.operator.name,
            **draft.facts,
        }
        _number(numbers, head)
        heads.append(head)
    refuse_closed(change, account, {head["day"][:7] for head in heads})
    with posting(change):
        ids = _add(change, Voucher, heads)
        parts = zip(ids, heads, drafts, strict=True)
        rows = [row for key, head, one in parts for row in line_rows(key, head, one.lines)]
        _add(change, VoucherLine, rows)
    if len(heads) <= _FEW:  # after many it is less work to look the numbers up again
        for row_id, head in zip(ids, heads, strict=True):
            numbers.wrote(row_id, None, head)
            numbers.wrote(head["voucher_no"], head, {})
        numbers.keep(change)
    return ids


_FEW = 8  # rows from which on writing them together is less work


def _add(change: Change, record: type[Record], rows: Sequence[Row]) -> list[str]:
    if len(rows) > _FEW:
        return change.add_all(record, rows)
    return [change.add(record, row) for row in rows]


def _number(numbers: Numbers, head: Row) -> None:
    series = series_of(head)
    if series is None:
        head["voucher_no"] = OPENING
    elif not head.get("voucher_no"):
        head["voucher_no"] = numbers.next(series)
    elif numbers.taken(series, head["voucher_no"], None):
        raise already_used(series, head["voucher_no"])
    if series is not None:
        numbers.wrote(head["voucher_no"], None, head)  # held for it until it has its id


def line_rows(voucher_id: str, head: Row, lines: Iterable[Line]) -> list[Row]:
    """The lines of a voucher as they are stored."""
    shared = {name: head[name] for name in ("book", "day", "kind")}
    return [
        {
            "voucher_id": voucher_id, **shared, "place": place, "account": line.account,
            "debit_fen": line.debit_fen, "credit_fen": line.credit_fen,
            "summary": line.summary or None, "party": line.party or None,
        }
        for place, line in enumerate(lines, 1)
    ]  # fmt: skip


def check_lines(change: Change, account: str, draft: Draft) -> None:
    """Refused in words when these lines may not be posted on that day."""
    chart = known_chart(change, account, draft.day)
    if problem := lines_problem(draft.lines, chart, draft.kind):
        if problem.code == "QL-SZ-101":
            problem = elsewhere(change.book, account, draft.day, problem)
        refuse(problem)
    paired = [line.account for line in draft.lines if line.account in chart.paired]
    if paired and draft.kind == TRANSFER and not draft.facts.get("transfer_id"):
        refuse(paired_problem(chart, paired[0]))


def paired_problem(chart: Chart, code: str) -> Problem:
    return Problem(
        f"{chart.items[code].title}要两本账一起记", "请用“跨账划转”，两边会成对登记",
        "account", "QL-SZ-116",
    )  # fmt: skip


def known_chart(change: Change, account: str, day: date) -> Chart:
    """The chart of the day, looked up once for the rows of one change."""
    key = f"chart {account} {day} {change.state(Account.table)}"
    if key not in change.known:
        change.known[key] = chart_on(change.book, account, day)
    found: Chart = change.known[key]
    return found


def _head_problem(account: str, draft: Draft, today: date) -> Problem | None:
    if account not in BOOKS:
        return Problem(f"没有“{account}”这本账", f"账本只有：{'、'.join(BOOKS)}", "book",
                       "QL-SZ-011")  # fmt: skip
    if draft.day > today:
        return Problem(
            f"日期{paper_day(draft.day)}在今天之后", "发生后再记；请核对日期", "day", "QL-SZ-117"
        )
    if not draft.summary.strip():
        return Problem("凭证没有摘要", "用几个字写明是什么事，例：结转本年收益", "summary",
                       "QL-SZ-118")  # fmt: skip
    if len(draft.summary) > _LONGEST_SUMMARY:
        return Problem("摘要太长", f"请写在 {_LONGEST_SUMMARY} 字以内", "summary", "QL-SZ-118")
    if draft.kind == OPENING and (draft.day.month, draft.day.day) != (1, 1):
        return Problem("期初余额的日期要是 1月1日", "请填年初那一天", "day", "QL-SZ-119")
    return None


# -- a voucher that is there ------------------------------------------------------------------


def lines_in(book: Book, voucher_id: str) -> tuple[Line, ...]:
    """The lines of a voucher in their order."""
    return tuple(
        Line(
            row["account"], row["debit_fen"], row["credit_fen"], row["summary"] or "",
            row["party"] or "",
        )
        for row in stored_lines(book, voucher_id)
    )  # fmt: skip


def stored_lines(book: Book, voucher_id: str, *, deleted: bool = False) -> list[Row]:
    where = (Where("voucher_id", "=", voucher_id),)
    query = Query(VoucherLine.table, where, order=(("place", False),), deleted=deleted)
    return book.rows(query)


def change_voucher(
    book: Book, row_id: str, day: date, summary: str, lines: Sequence[Line]
) -> Changes:
    """Another day, summary or lines for a voucher that is neither reviewed nor closed."""
    before = ledger.there(book, Voucher.table, row_id)
    _may_change(before, day)
    draft = Draft(day, summary, tuple(lines), before["kind"], before)
    refuse(_head_problem(before["book"], draft, clock.today()))
    with book.change(ledger.label_of("改", Voucher, {**before, "summary": summary})) as change:
        check_lines(change, before["book"], draft)
        made = {
            "day": day.isoformat(),
            "summary": summary,
            "amount_fen": sum(line.debit_fen for line in lines),
        }
        change.result = change.put_row(Voucher.table, row_id, made)
        _put_lines(change, row_id, line_rows(row_id, {**before, **made}, lines))
    return change.changes


def _may_change(before: Row, day: date) -> None:
    if before["kind"] in (RED, CLOSING):
        raise Refused(
            f"{before['kind']}凭证是程序按账生成的，不能改", "不对就删掉，重新生成",
            code="QL-SZ-606",
        )  # fmt: skip
    if before["source_table"]:
        raise Refused(
            "这张凭证是从别的台账记来的，不能在这里改", "请到来的那本台账里更正，或者红字冲回",
            code="QL-SZ-121",
        )  # fmt: skip
    if before["day"][:4] != str(day.year):
        raise Refused(
            f"这一张已编入{before['day'][:4]}年的凭证号，不能改到别的年度",
            "请删掉这一张，在对的年度重新记", field="day", code="QL-SZ-005",
        )  # fmt: skip


def _put_lines(change: Change, voucher_id: str, rows: Sequence[Row]) -> None:
    """The lines in the places of those that were there; what is over goes."""
    before = stored_lines(change.book, voucher_id)
    for old, new in zip(before, rows, strict=False):
        change.put_row(VoucherLine.table, old["id"], new)
    for old in before[len(rows) :]:
        change.put_row(VoucherLine.table, old["id"], {"place": 0, "debit_fen": 0, "credit_fen": 0})
        change.drop(VoucherLine.table, old["id"])
    for new in rows[len(before) :]:
        change.add(VoucherLine, new)


def drop_voucher(book: Book, row_id: str) -> Changes:
    """A voucher of an open month goes with its lines; what was reversed or paired stays."""
    row = ledger.there(book, Voucher.table, row_id)
    if book.find(Voucher, reverses_id=row_id, deleted=0) is not None:
        raise Refused("这张凭证已经用红字冲回", "要取消请先删那张红字凭证", code="QL-SZ-122")
    if row["kind"] == CLOSING and row["source_table"]:
        raise _closing_as_a_set()
    if _comes_from_elsewhere(book, row):
        raise Refused(
            "这张凭证是从别的台账记来的，不能在这里删", "请到来的那本台账里更正，或者红字冲回",
            code="QL-SZ-121",
        )  # fmt: skip
    with book.change(ledger.label_of("删", Voucher, row)) as change:
        change.drop(Voucher.table, row_id)
    return change.changes


def _closing_as_a_set() -> Refused:
    return Refused(
        "年终结转的凭证要一起做、一起撤", "请到“月结”里用“年终结转”或者“撤掉年终结转”",
        code="QL-SZ-120",
    )  # fmt: skip


def _comes_from_elsewhere(book: Book, row: Row) -> bool:
    """Does the row of the other ledger that posted it still stand?"""
    table, row_id = row["source_table"], row["source_id"]
    if table not in book.tables.records or not row_id:
        return False
    source = book.row(table, row_id)
    return source is not None and not source["deleted"]


def bring_back_voucher(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin with the lines it went with."""
    row = ledger.there(book, Voucher.table, row_id)
    if row["kind"] == CLOSING and row["source_table"]:
        raise _closing_as_a_set()
    with book.change(ledger.label_of("找回", Voucher, row)) as change:
        change.bring_back(Voucher.table, row_id)
        for line in stored_lines(book, row_id, deleted=True):
            if line["deleted"] and line["place"]:  # 0: left out by a change before it went
                change.bring_back(VoucherLine.table, line["id"])
    return change.changes


_FREE = ("summary", "files", "note", "matter_id")  # of a voucher, outside its own form


def save_voucher(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Words and papers beside a voucher; its accounts and amounts are changed as a whole only."""
    if row_id is None:
        raise Refused("凭证不能在这里新增", "请在三资的“凭证”里按 Ctrl+N", code="QL-SZ-139")
    before = ledger.there(book, Voucher.table, row_id)
    _only_words(Voucher, before, draft, _FREE)
    return ledger.save_row(book, Voucher.table, row_id, draft)


def save_line(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: a line is written with its voucher."""
    before = ledger.there(book, VoucherLine.table, row_id) if row_id else {}
    _only_words(VoucherLine, before, draft, ())
    if row_id is None:
        raise _with_its_voucher("科目")
    return ledger.save_row(book, VoucherLine.table, row_id, draft)


def drop_line(_book: Book, _row_id: str) -> Changes:
    """Refused: a line goes with its voucher."""
    raise _with_its_voucher("科目")


def _only_words(
    record: type[Record], before: Row, draft: Mapping[str, Any], free: tuple[str, ...]
) -> None:
    for name, value in draft.items():
        if name not in free and (value or None) != (before.get(name) or None):
            raise _with_its_voucher(record.fields[name].label, name)


def _with_its_voucher(label: str, field: str = "") -> Shut:
    return Shut(
        f"〔{label}〕不能单独改", "请打开这张凭证，在凭证页里整张改", field=field,
        code="QL-SZ-126",
    )  # fmt: skip


def review_none(_book: Book) -> Callable[[Row], Row | Problem]:
    """Rows of a sheet are no vouchers: each would pass by the balance of its lines."""

    def review(_row: Row) -> Row | Problem:
        return Problem(
            "凭证不能从表格一行一行导入", "请用命令 qinglian books post，整张一起记", "account",
            "QL-SZ-139",
        )  # fmt: skip

    return review
