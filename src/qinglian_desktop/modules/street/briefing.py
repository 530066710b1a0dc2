"""简报: what the merged tables of a period say, in words, tables and two charts.

Every figure is taken from the tables the street has on its screen (`reads.summary`, the board),
so that a briefing says what the page says.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Signature,
    Table,
    sealed,
)
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.modules.street import actions, lost
from qinglian_desktop.modules.street.figures import SummaryTable, UnitLine
from qinglian_desktop.store.book import Book

# What the bars show, by the column of the merged table.
_TASKS = ("已完成", "进行中", "未开始")
_POSTED = ("按期公开", "迟公开", "逾期未公开", "还没到期")
# Table, heading, and for some a chart: its title, its bars.
_SECTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("tasks", "任务进展", "各单位任务进展（项）", _TASKS),
    ("disclosure", "公开情况", "各单位公开情况（项）", _POSTED),
    ("funds", "收支情况", "", ()),
)


class Said(NamedTuple):
    """What the clerk adds: the number of the issue, words before and after the figures."""

    issue: str = ""
    before: str = ""
    after: str = ""


NOTHING = Said()


def briefing(book: Book, period: Period, said: Said = NOTHING) -> Document:
    """The briefing of a period as the rows are now."""
    if not book.unit.is_street:
        raise Refused("简报由街道来写", "本单位请用“工作简报”", code="QL-ST-127")
    lines = actions.board(book)
    if not lines:
        raise Refused("还没有单位", "先下发单位文件，村居才能报送", code="QL-ST-128")
    tables = {table.key: table for table in actions.summary(book, period)}
    return _paper(book.unit.name, period, clock.today(), lines, tables, said, lost.note(book))


def _paper(
    street: str, period: Period, day: date, lines: Sequence[UnitLine],
    tables: dict[str, SummaryTable], said: Said, left_out: str,
) -> Document:  # fmt: skip
    blocks: list[Block] = [
        *_words(said.before),
        Paragraph(
            f"{period.label}，{len(lines)} 个村（社区）的情况汇总如下，数据截止到{paper_day(day)}"
            "已经报来的内容。单位按编码排列。"
        ),
        Heading("一、报送情况"),
        Paragraph(_states(lines)),
        _board(lines),
    ]
    for number, (key, heading, chart, bars) in enumerate(_told(tables), 2):
        blocks += [Heading(f"{_numeral(number)}、{heading}"), *_part(tables[key], chart, bars)]
    if left_out:
        blocks.append(Note(left_out))
    if after := _words(said.after):
        last = _numeral(len(_told(tables)) + 2)
        blocks += [Heading(f"{last}、下一步工作"), *after]
    blocks.append(Signature(street, paper_day(day), seal=False))
    issue = f"（{said.issue.strip()}）" if said.issue.strip() else ""
    return sealed(
        Document(f"{street}\n“清廉村居”工作简报{issue}", "official", tuple(blocks), unit=street,
                 period=period.label, made_on=day)
    )  # fmt: skip


def _told(tables: dict[str, SummaryTable]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The sections, but for those of ledgers that are somebody else's."""
    return [one for one in _SECTIONS if one[0] in tables]


def _numeral(number: int) -> str:
    return "一二三四五六七八九"[number - 1]


def _part(table: SummaryTable, chart: str = "", wanted: Sequence[str] = ()) -> list[Block]:
    """What all of it comes to, drawn and told by unit; where there is nothing, only that."""
    told = Paragraph(_totals(table))
    if not _shown(table):
        return [told]
    bars = [word for word in wanted if word in table.columns]  # of a department's own ledgers
    drawn = [_chart(table, chart, bars)] if bars else []
    return [told, *drawn, _table(table), *([Note(table.note)] if table.note else [])]


def _words(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]


def _states(lines: Sequence[UnitLine]) -> str:
    counted = Counter(line.state for line in lines)
    return "，".join(f"{state} {many} 个" for state, many in counted.items()) + "。"


def _board(lines: Sequence[UnitLine]) -> Table:
    columns = (
        Column("序号", 5, "center"), Column("单位", 16), Column("报送", 12, "center"),
        Column("还缺什么", 22), Column("预警未销", 8, "right", counted=True, summed=False),
    )  # fmt: skip
    return Table(
        columns,
        tuple(
            (str(place), line.name, line.state, line.missing, line.warnings)
            for place, line in enumerate(lines, 1)
        ),
    )


def _shown(table: SummaryTable) -> list[int]:
    """The columns in which anything stands."""
    return [place for place, total in enumerate(table.totals) if total]


def _totals(table: SummaryTable) -> str:
    told = [f"{table.columns[place]} {_figure(table, place)}" for place in _shown(table)]
    return f"合计：{'，'.join(told)}。" if told else "这个时期没有数据。"


def _figure(table: SummaryTable, place: int) -> str:
    value = table.totals[place]
    return f"{money.show(value)} 元" if table.money[place] else str(value)


def _table(table: SummaryTable) -> Table:
    """The columns in which anything stands, with what they come to."""
    places = _shown(table)
    columns = [Column("序号", 5, "center"), Column(table.by, 14)]
    for place in places:
        amount = table.money[place]
        label = f"{table.columns[place]}（元）" if amount else table.columns[place]
        columns.append(Column(label, 13 if amount else 8, "right", money=amount,
                              counted=not amount))  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (str(number), line.name, *(line.values[place] for place in places))
        for number, line in enumerate(table.lines, 1)
    ]
    return Table(tuple(columns), tuple(rows), totals=bool(places))


def _chart(table: SummaryTable, title: str, wanted: Sequence[str]) -> Chart:
    places = [table.columns.index(word) for word in wanted]
    return Chart(
        title,
        tuple(line.name for line in table.lines),
        tuple(
            Series(table.columns[place], tuple(line.values[place] for line in table.lines))
            for place in places
        ),
        stacked=True,
    )


def save_as_word(book: Book, period: Period, path: Path, said: Said = NOTHING) -> Changes:
    """The briefing at `path`; `result` are the names of the template that nobody knows."""
    paper = briefing(book, period, said)
    return save_paper(book, paper, path, label="简报已存为 Word")
