"""What does the finance notice (财务收支公开) say? Every entry, the totals, in three papers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from qinglian_desktop.core import money, numerals
from qinglian_desktop.core.document import Block, Cell, Column, Facts, Heading, Paragraph, Table
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.speech import sentences
from qinglian_desktop.modules.funds import standing as open_items
from qinglian_desktop.modules.funds.figures import Figures, by_purpose
from qinglian_desktop.modules.funds.records import INCOME, SPENDING, Entry
from qinglian_desktop.modules.funds.standing import Standing

# Pay may be named in full, relief is named by role (disclosure-and-decisions §10.2).
PAY: Final = ("误工", "工资", "报酬", "薪酬", "绩效", "劳务", "补助费", "值班")
RELIEF: Final = ("救助", "慰问", "救济", "低保", "特困", "帮扶", "困难")
_MOST_PLAIN: Final = 5  # purposes in the big-print table; the rest is one row
_SAME: Final = ("经手人", "审批人")  # told once over the table when all rows name the same one
_FEW: Final = 3  # rows from which a column with one name is worth a sentence
_INCOME_COLUMNS: Final = (
    Column("日期", 11), Column("凭证号", 7), Column("来源", 16), Column("摘要", 20),
    Column("用途", 11), Column("经手人", 7), Column("金额（元）", 13, "right", money=True),
)  # fmt: skip
_SPENDING_COLUMNS: Final = (
    Column("日期", 10), Column("凭证号", 7), Column("用途", 9), Column("摘要", 20),
    Column("收款方", 17), Column("经手人", 7), Column("审批人", 7),
    Column("金额（元）", 13, "right", money=True),
)  # fmt: skip


def payee(entry: Entry, resident: str) -> str:
    """The other side as the board names it: organisation in full, a person by what it is for."""
    if not entry.is_person:
        return entry.counterparty
    about = entry.purpose + entry.summary
    if any(word in about for word in RELIEF):
        return f"受助{resident}"
    if any(word in about for word in PAY):
        return entry.counterparty
    return mask_name(entry.counterparty)


def public_words(text: str, entry: Entry, resident: str) -> str:
    """A summary in which the person is named as in the column beside it."""
    if entry.is_person and entry.counterparty:
        return text.replace(entry.counterparty, payee(entry, resident))
    return text


def finance(figures: Figures, resident: str, standing: Sequence[Standing] = ()) -> Content:
    """The three papers of one book and period; one without entries says 本期无收支.

    `standing` is what others owe the book and what it owes them at the end of the period.
    """
    return Content(
        (*_board(figures, resident), *open_items.board(standing)),
        (*_plain(figures), *open_items.plain(standing)),
        (*_spoken(figures), *open_items.spoken(standing)),
        totals(figures),
    )


def totals(figures: Figures) -> str:
    """The period in one line, as the QR square tells it."""
    return (
        f"本期收入 {money.show(figures.income)} 元，本期支出 {money.show(figures.spending)} 元，"
        f"期末结余 {money.show(figures.closing.total)} 元"
    )


def _board(figures: Figures, resident: str) -> tuple[Block, ...]:
    opening, closing = figures.opening, figures.closing
    blocks: list[Block] = [
        Heading("一、收支结余"),
        Facts(
            (
                ("上期结余", money.marked(opening.total)),
                ("本期收入", money.marked(figures.income)),
                ("本期支出", money.marked(figures.spending)),
                ("本期结余", money.marked(closing.total)),
                ("其中现金", f"¥{money.show(closing.cash)}"),
                ("其中银行存款", f"¥{money.show(closing.bank)}"),
            )
        ),
    ]
    if not figures.lines:
        return (*blocks, Paragraph("本期无收支。"))
    income = [line for line in figures.lines if line.direction == INCOME]
    spending = [line for line in figures.lines if line.direction == SPENDING]
    year = figures.period.year
    blocks.append(Heading("二、收入明细"))
    received = tuple(_received(line, resident) for line in income)
    blocks += _listed(_INCOME_COLUMNS, received, year) or [Paragraph("本期无收入。")]
    blocks.append(Heading("三、支出明细"))
    paid = tuple(_paid(line, resident) for line in spending)
    blocks += _listed(_SPENDING_COLUMNS, paid, year) or [Paragraph("本期无支出。")]
    return tuple(blocks)


def _listed(
    columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], year: int
) -> list[Block]:
    """The entries as a table; the year stands in its head, a name that all rows share over it."""
    if not rows:
        return []
    shared = {
        place: str(rows[0][place])
        for place, column in enumerate(columns)
        if column.label in _SAME and rows[0][place] and len(rows) >= _FEW
        if len({row[place] for row in rows}) == 1
    }
    kept = [place for place in range(len(columns)) if place not in shared]
    named = [replace(c, label=f"{year}年") if c.label == "日期" else c for c in columns]
    table = Table(
        tuple(named[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
        totals=True,
    )
    said = "，".join(f"{columns[place].label}都是{name}" for place, name in shared.items())
    return [*([Paragraph(f"{said}。", indent=False)] if said else ()), table]


def _day(line: Entry) -> str:
    return f"{line.day.month}月{line.day.day}日"


def _received(line: Entry, resident: str) -> tuple[Cell, ...]:
    return (
        _day(line),
        line.voucher_no,
        payee(line, resident),
        public_words(line.summary, line, resident),
        public_words(line.purpose, line, resident),
        line.handler or "",
        line.amount_fen,
    )


def _paid(line: Entry, resident: str) -> tuple[Cell, ...]:
    return (
        _day(line),
        line.voucher_no,
        public_words(line.purpose, line, resident),
        public_words(line.summary, line, resident),
        payee(line, resident),
        line.handler or "",
        line.approver or "",
        line.amount_fen,
    )


def _plain(figures: Figures) -> tuple[Block, ...]:
    said: list[Block] = [
        Paragraph(f"原来有 {money.show(figures.opening.total)} 元。", indent=False),
        Paragraph(f"收了 {money.show(figures.income)} 元。", indent=False),
        Paragraph(f"花了 {money.show(figures.spending)} 元。", indent=False),
        Paragraph(f"还剩 {money.show(figures.closing.total)} 元。", indent=False, bold=True),
    ]
    rows = by_purpose(figures.lines, SPENDING)
    if not rows:
        words = "这段时间没有花钱。" if figures.lines else "这段时间没有收钱，也没有花钱。"
        return (*said, Paragraph(words, indent=False))
    shown, rest = rows, rows[:0]
    if len(rows) > _MOST_PLAIN:
        shown, rest = rows[: _MOST_PLAIN - 1], rows[_MOST_PLAIN - 1 :]
    cells: list[tuple[Cell, ...]] = [(p, f"{n} 笔", fen) for p, n, fen in shown]
    if rest:
        cells.append(("其他", f"{sum(r[1] for r in rest)} 笔", sum(r[2] for r in rest)))
    columns = (
        Column("钱花在哪里", 18),
        Column("几笔", 8, "right"),
        Column("金额（元）", 14, "right", money=True),
    )
    return (*said, Table(columns, tuple(cells)))


def _spoken(figures: Figures) -> tuple[str, ...]:
    lines = [
        "上期结余：",
        f"{money.spoken(figures.opening.total)}。",
        "本期收入：",
        f"{money.spoken(figures.income)}。",
        "本期支出：",
        f"{money.spoken(figures.spending)}。",
        "本期结余：",
        f"{money.spoken(figures.closing.total)}。",
    ]
    rows = by_purpose(figures.lines, SPENDING)
    if not figures.lines:
        return (*lines, "本期没有收支。")
    if rows:
        lines += ["支出最多的，／有这几项。"]
    for purpose, number, fen in rows[:_MOST_PLAIN]:
        lines += [*sentences(f"{purpose}{numerals.said(number)}笔："), f"{money.spoken(fen)}。"]
    return tuple(lines)
