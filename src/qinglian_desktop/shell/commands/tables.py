"""tables, template, import, export, add, show: every record type, by its table name.

The subjects are imported where they are asked: they load beside the opening of the book.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qinglian_desktop.core import access, check, made_by
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.shell.commands.context import Context, given_file


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listed = sub.add_parser("tables", help="所有的表和字段", epilog="例：qinglian tables")
    listed.set_defaults(run=run_tables)
    template = sub.add_parser(
        "template", help="导入用的空表", epilog="例：qinglian template person --out 人员.xlsx"
    )
    template.add_argument("table")
    template.add_argument("--out", required=True, type=Path)
    template.set_defaults(run=run_template)
    taken = sub.add_parser(
        "import",
        help="从表格导入",
        epilog="例：qinglian import person 居民.xlsx --report 问题.xlsx",
    )
    taken.add_argument("table")
    taken.add_argument("file", type=Path)
    taken.add_argument("--sheet")
    taken.add_argument("--map", type=Path)
    taken.add_argument("--set", action="append", default=[], metavar="field=value")
    taken.add_argument("--report", type=Path)
    taken.add_argument("--accept-valid", action="store_true")
    taken.set_defaults(run=run_import)
    export = sub.add_parser(
        "export", help="导出成表格", epilog="例：qinglian export entry --out 收支.xlsx"
    )
    export.add_argument("table")
    export.add_argument("--out", required=True, type=Path)
    export.add_argument("--where", action="append", default=[], metavar="field=value")
    export.add_argument("--reveal", action="store_true", help="证件号、电话不遮（会记下来）")
    export.add_argument("--why", default="", help="为什么不遮，例如“报街道核对”")
    export.set_defaults(run=run_export)
    added = sub.add_parser(
        "add",
        help="登记一条",
        epilog="例：qinglian add household number=2-015 head=张晓梅。"
        "金额写元，JSON 里的 _fen 是分。",
    )
    added.add_argument("table")
    added.add_argument("values", nargs="+", metavar="field=value")
    added.set_defaults(run=run_add)
    shown = sub.add_parser(
        "show", help="看记录", epilog="例：qinglian show entry --where book=委员会"
    )
    shown.add_argument("table")
    shown.add_argument("--where", action="append", default=[], metavar="field=value")
    shown.set_defaults(run=run_show)


def record_of(table: str) -> type[Record]:
    from qinglian_desktop.modules.catalog import RECORDS

    found = next((record for record in RECORDS if record.table == table), None)
    if found is None:
        raise Refused(f"没有叫〔{table}〕的表", "用 qinglian tables 看有哪些表")
    return found


def entered(table: str) -> type[Record]:
    """A record type that people fill in; Refused for what only the program may write."""
    from qinglian_desktop.modules.catalog import MODULES

    record = record_of(table)
    by_hand = [one for module in MODULES for one in module.sheets]
    if record not in by_hand:  # bundles, receipts, plans
        names = "、".join(sorted({one.table for one in by_hand}))
        raise Refused(
            f"〔{record.label}〕由程序自己写，不能直接登记或导入",
            f"能登记的表有：{names}；公告用 notice compose",
            code="QL-CL-002",
        )
    return record


def pairs(record: type[Record], given: Sequence[str]) -> dict[str, str]:
    """field=value arguments by field name; labels are understood too."""
    labels = {field.label: name for name, field in record.fields.items()}
    made = {}
    for one in given:
        name, equal, value = one.partition("=")
        name = labels.get(name, name)
        if not equal or name not in record.fields:
            raise Refused(f"〔{one}〕看不懂", f"要写成 字段=值，字段有：{'、'.join(record.fields)}")
        made[name] = value
    return made


def _wheres(record: type[Record], given: Sequence[str]) -> tuple[Where, ...]:
    draft, problems = check.read_texts(record, pairs(record, given))
    if problems:
        raise Refused(problems[0].what, problems[0].remedy, problems=problems)
    return tuple(Where(name, "=", value) for name, value in draft.items())


def run_tables(args: argparse.Namespace, context: Context) -> None:
    with context.book() as book:
        from qinglian_desktop.modules.catalog import MODULES

        data = [
            {
                "table": record.table,
                "label": record.label,
                "module": module.name,
                "owner": record.owner.name,
                "rows": book.count(Query(record.table)),
                "fields": [
                    {
                        "name": name,
                        "label": field.label,
                        "kind": field.kind.name,
                        "required": field.required,
                        "level": field.level.name,
                        "board": field.board.name,
                        "choices": list(field.choices),
                    }
                    for name, field in record.fields.items()
                ],
            }
            for module in MODULES
            for record in module.records
        ]
    lines = []
    for one in data:
        lines.append(f"{one['table']}（{one['label']}，{one['rows']} 条）")
        for field in one["fields"]:
            must = "，必填" if field["required"] else ""
            lines.append(f"  {field['name']}：{field['label']}{must}")
    context.say("\n".join(lines), data)


def run_template(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange.sheets import write_template

    write_template(entered(args.table), args.out)
    context.say(f"空表：{args.out}", {"file": str(args.out)})


def run_import(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange.sheets import ImportResult, import_file, read_mapping

    with context.book() as book:
        from qinglian_desktop.modules.saving import completer, reviewer

        record = entered(args.table)
        changes = import_file(
            book,
            record,
            given_file(args.file),
            accept_valid=args.accept_valid,
            report=args.report,
            sheet=args.sheet,
            mapping=read_mapping(args.map) if args.map else None,
            constants=pairs(record, args.set) or None,
            reviewer=reviewer(record.table),
            complete=completer(record.table),
            tick=context.tick("正在导入"),
        )
    result = changes.result
    assert isinstance(result, ImportResult)
    lines = [f"共 {result.total} 行，导入 {result.imported} 行。"]
    lines += [str(cell) for cell in result.bad]
    lines += [f"第 {skip.row} 行没有导入：{skip.why}" for skip in result.skipped]
    lines += [f"{remark}。" for remark in result.remarks]
    if result.already:
        lines.append(f"{len(result.already)} 行已有，没有重复导入。")
    if result.unmapped:
        lines.append(f"没有用到的列：{'、'.join(result.unmapped)}。")
    context.say("\n".join(lines), _as_data(result))


def _as_data(result: Any) -> dict[str, Any]:
    return {
        "imported": result.imported,
        "total": result.total,
        "already": len(result.already),
        "unmapped": list(result.unmapped),
        "remarks": list(result.remarks),
        "bad": [
            {
                "row": cell.row,
                "column": cell.column,
                "value": cell.value,
                "reason": cell.reason,
                "remedy": cell.remedy,
                "code": cell.code,
            }
            for cell in result.bad
        ],
        "skipped": [{"row": skip.row, "reason": skip.why} for skip in result.skipped],
    }


def run_export(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange.sheets import exporting, write_table
    from qinglian_desktop.exchange.sheets.revealing import write_revealed

    with context.book() as book:
        record = record_of(args.table)
        rows = book.rows(Query(record.table, _wheres(record, args.where)))
        if args.reveal:
            with made_by.hand(book.operator.name):
                count = write_revealed(book, args.out, record, rows, args.why)
        else:
            with made_by.hand(book.operator.name):
                count = write_table(args.out, record, rows)
            exporting.note(book, record.label, count, args.out)
    context.say(f"已导出 {count} 条：{args.out}", {"rows": count, "file": str(args.out)})


def run_add(args: argparse.Namespace, context: Context) -> None:
    with context.book() as book:
        from qinglian_desktop.modules.saving import saver

        record = entered(args.table)
        draft, problems = check.read_texts(record, pairs(record, args.values))
        if problems:
            raise Refused(problems[0].what, problems[0].remedy, problems=problems)
        row_id = str(saver(record.table)(book, None, draft).result)
        left = check.problems(record, book.row(record.table, row_id) or {})
    text = "已登记。" if not left else f"已登记为草稿：{left[0]}"
    context.say(text, {"id": row_id, "draft": [p.what for p in left]})


def run_show(args: argparse.Namespace, context: Context) -> None:
    with context.book() as book:
        record = record_of(args.table)
        rows = book.rows(Query(record.table, _wheres(record, args.where)))
    lines, data = [], []
    for row in rows:
        shown = {n: access.show(f, row.get(n)) for n, f in record.fields.items()}
        lines.append("；".join(f"{record.fields[n].label} {v}" for n, v in shown.items() if v))
        data.append(
            {"id": row["id"]}
            | {n: shown[n] if f.level >= 2 else row.get(n) for n, f in record.fields.items()}
        )
    context.say("\n".join(lines) or f"还没有{record.label}。", data)
