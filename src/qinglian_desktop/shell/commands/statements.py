"""books statement: one statement of a book, as text, as a workbook, or with its rows."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.shell.commands.context import Context

if TYPE_CHECKING:
    from qinglian_desktop.modules.funds.reads.telling import Sources
    from qinglian_desktop.modules.funds.statements.values import Figure, Line, Statement


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = verbs.add_parser(
        "statement",
        help="看一张报表，或存成表格",
        epilog="例：qinglian books statement 资产负债表 --book 集体经济组织 --period 2026Q3"
        " --out 资产负债表.xlsx。--json 里每个数都带着组成它的笔。",
    )
    told.add_argument("name", help="报表的名字，例：科目余额表")
    told.add_argument("--book", required=True, help="委员会 或 集体经济组织")
    told.add_argument("--period", required=True, help="例：2026Q3、2026-09、2026H1、2026")
    told.add_argument("--out", type=Path, help="存成 .xlsx")
    told.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.funds.actions import reporting
    from qinglian_desktop.modules.funds.reads.telling import compose, sources

    period = Period.parse(args.period)
    with context.book() as book:
        key = _key(args.name)
        read = sources(book, args.book, period)
        told = compose(book, read, key)
        if args.out:
            reporting.write_statements(book, args.book, (key,), period, args.out)
        data = _data(book, read, told) if context.as_json else None
    lines = [f"{told.title}　{told.when}　单位：元", *_text(told)]
    lines += [f"对不上：{_gap(told, place)}" for place in range(len(told.broken))]
    if args.out:
        lines.append(f"已存好：{args.out}")
        data = {**data, "file": str(args.out)} if data else None
    context.say("\n".join(lines), data)


def _key(name: str) -> str:
    from qinglian_desktop.modules.funds.reads.telling import NAMES

    titles = {title: key for key, title in NAMES.items()}
    if name not in titles and name not in NAMES:
        raise Refused(
            f"没有“{name}”这张报表", f"有这些：{'、'.join(NAMES.values())}", code="QL-SZ-390"
        )
    return titles.get(name, name)


def _text(told: "Statement") -> list[str]:
    return ["\t".join(_cell(told, line, place) for place in range(len(line.cells)))
            for line in told.lines]  # fmt: skip


def _cell(told: "Statement", line: "Line", place: int) -> str:
    cell = line.cells[place]
    shown = told.shown(line, cell)
    if shown is None:
        return ""
    return str(shown) if isinstance(cell, str | int) else money.show(int(shown))


def _gap(told: "Statement", place: int) -> str:
    tie = told.broken[place]
    leads = "、".join(lead.said for lead in tie.leads)
    said = f"{tie.left_said}和{tie.right_said}差 {money.show(abs(tie.gap))} 元"
    return f"{said}（{leads}）" if leads else said


def _data(book: Any, read: "Sources", told: "Statement") -> dict[str, Any]:
    labels = [head.over + head.label for head in told.heads]
    return {
        "title": told.title,
        "book": told.book,
        "when": told.when,
        "lines": [
            {
                label: _as_data(book, read, cell)
                for label, cell in zip(labels, line.cells, strict=True)
                if cell is not None
            }
            for line in told.lines
        ],
        "ties": [
            {"left": t.left_said, "left_fen": t.left, "right": t.right_said, "right_fen": t.right}
            for t in told.ties
        ],
        "doubt": told.doubt,
    }


def _as_data(book: Any, read: "Sources", cell: "str | int | Figure | None") -> Any:
    from qinglian_desktop.modules.funds.reads.behind import open_figure
    from qinglian_desktop.modules.funds.statements.values import Figure

    if not isinstance(cell, Figure):
        return cell.strip() if isinstance(cell, str) else cell
    rows = open_figure(book, read, cell.behind) if cell.behind and cell.fen else ()
    return {
        "fen": cell.fen,
        "rows": [
            {"day": row.day.isoformat() if row.day else None, "number": row.number,
             "account": row.account, "fen": row.fen, "table": row.table, "id": row.row_id}
            for row in rows
        ],
    }  # fmt: skip
