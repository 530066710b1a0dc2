"""bundle and street: the exchange in both directions, and the merged tables."""

import argparse
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.shell.commands.context import Context, given_file, told


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bundle = sub.add_parser("bundle", help="报送包：写出、看一看、导入")
    verbs = bundle.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser(
        "export", help="写到 U 盘", epilog="例：qinglian bundle export --to U盘"
    )
    export.add_argument("--to", required=True, type=Path)
    export.add_argument("--full", action="store_true", help="写整包")
    export.add_argument(
        "--unit", action="append", default=[], help="街道：只写给这个编码的单位，可写几次"
    )
    export.set_defaults(run=run_export)
    inspect = verbs.add_parser(
        "inspect", help="先看内容，不导入", epilog="例：qinglian bundle inspect 第012包.qlb"
    )
    inspect.add_argument("file", type=Path)
    inspect.set_defaults(run=run_inspect)
    taken = verbs.add_parser(
        "import", help="合并报送包或读取回执", epilog="例：qinglian bundle import U盘/*.qlb"
    )
    taken.add_argument("files", nargs="+", type=Path)
    taken.add_argument("--approve-deletions", action="store_true", help="同意包里的大量删除")
    taken.add_argument(
        "--keep-deleted", action="store_true", help="不同意大量删除，其余照收，回执告诉单位"
    )
    taken.set_defaults(run=run_import)
    back = verbs.add_parser(
        "undo",
        help="撤销最近一次合并",
        epilog="例：qinglian bundle undo 500110007001",
    )
    back.add_argument("code", help="单位编码")
    back.add_argument("--number", type=int, help="第几号包；不是最近一次就不做")
    back.set_defaults(run=run_undo)

    street = sub.add_parser("street", help="街道：汇总表")
    street_verbs = street.add_subparsers(dest="verb", required=True)
    summary = street_verbs.add_parser(
        "summary",
        help="合并的表",
        epilog="例：qinglian street summary --period 2026Q3 --out 汇总.xlsx",
    )
    summary.add_argument("--period")
    summary.add_argument("--out", type=Path)
    summary.set_defaults(run=run_summary)


def run_export(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import outgoing, preflight
    from qinglian_desktop.modules import crosschecks

    with context.book() as book:
        if book.unit.is_street:
            _write_down(book, args, context)
            return
        left = preflight.preflight(book, crosschecks.RULES)
        sent: Any = outgoing.export_bundle(
            book, args.to, full=args.full, tick=context.tick("正在写出")
        ).result
    notes = [f"有 {len(left)} 处还没填齐，街道可能退回："] if left else []
    notes += [f"  {problem.what}" for problem in left[:20]]
    notes += [f"{note}。" for note in sent.notes]
    text = "\n".join([*notes, f"已写入并核对无误：{sent.path}（{sent.rows} 条）"])
    context.say(
        text,
        {
            "file": str(sent.path),
            "number": sent.number,
            "rows": sent.rows,
            "size": sent.size,
            "full": sent.full,
            "unfinished": len(left),
        },
    )


def _write_down(book: Any, args: argparse.Namespace, context: Context) -> None:
    """At a street: one file for each unit."""
    from qinglian_desktop.exchange import directing

    made: Any = directing.write_down(
        book, args.to, args.unit, tick=context.tick("正在写给各单位")
    ).result
    text = [f"已写入并核对无误：{one.path}（{one.rows} 条）" for one in made]
    data = [
        {
            "unit": one.name,
            "file": str(one.path),
            "number": one.number,
            "rows": one.rows,
            "packs": one.packs,
            "full": one.full,
        }
        for one in made
    ]
    context.say("\n".join(text), data)


def preview_data(preview: Any) -> dict[str, Any]:
    return {
        "kind": preview.kind,
        "from": preview.from_name,
        "number": preview.number,
        "full": preview.full,
        "new": preview.new,
        "changed": preview.changed,
        "same": preview.same,
        "returned": preview.returned.count,
        "already": preview.already,
        "notes": list(preview.notes),
        "unmatched": [
            {"table": one.table, "id": one.row_id, "what": one.what, "how": one.how}
            for one in preview.unmatched
        ],
        "tables": {
            plan.table: {"new": plan.new, "changed": plan.changed, "same": plan.same}
            for plan in preview.plans
        },
    }


def _preview_text(preview: Any) -> str:
    if preview.kind == "receipt":
        return f"{preview.from_name}对第 {preview.number} 号包的回执"
    if preview.kind == "down":
        return (
            f"{preview.from_name}下发的第 {preview.number} 号包：新来 {preview.new}，"
            f"改过 {preview.changed}，没有变化 {preview.same}"
        )
    return (
        f"{preview.from_name} 第 {preview.number} 号包：新增 {preview.new}，"
        f"修改 {preview.changed}，没有变化 {preview.same}，退回 {preview.returned.count}"
    )


def run_inspect(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import incoming

    with context.book() as book:
        preview = incoming.inspect(book, given_file(args.file))
    text = "\n".join([_preview_text(preview), *preview.notes])
    context.say(text, preview_data(preview))


def run_import(args: argparse.Namespace, context: Context) -> int:
    """One bad bundle among many keeps none back; it is named, and the exit status tells."""
    from qinglian_desktop.exchange import incoming
    from qinglian_desktop.shell import from_street

    lines, data, status = [], [], 0
    last: Refused | None = None
    with context.book() as book:
        for path in args.files:
            try:
                outcome: Any = incoming.import_file(
                    book,
                    given_file(path),
                    tick=context.tick(path.name),
                    approve_deletions=args.approve_deletions,
                    keep_deleted=args.keep_deleted,
                ).result
            except Refused as refused:
                status, last = max(status, refused.status), refused
                lines.append(f"〔{path.name}〕{told(refused)}")
                data.append({"file": str(path), "refused": str(refused), "code": refused.code})
                continue
            lines.append(_preview_text(outcome.preview))
            lines += [f"  {note}" for note in outcome.notes]
            if outcome.receipt:
                lines.append(f"  回执：{outcome.receipt}")
            receipt = str(outcome.receipt or "")
            data.append({"file": str(path), **preview_data(outcome.preview), "receipt": receipt})
        if data and (word := from_street.heed(book)):
            lines.append(word)
    if last is not None and len(args.files) == 1:
        raise last
    context.say("\n".join(lines), data)
    if last is not None:
        import sys

        sys.stderr.write(f"{told(last)}\n")
    return status


def run_undo(args: argparse.Namespace, context: Context) -> None:
    """The newest merge of one unit, as in the undo centre."""
    from qinglian_desktop.exchange import taking_back

    with context.book() as book:
        step, number = taking_back.newest(book, args.code)
        if args.number is not None and args.number != number:
            raise Refused(
                f"最近一次合并的是第 {number} 号包，没有撤销",
                "撤销从最后合并的包开始",
                code="QL-UB-301",
            )
        result: Any = taking_back.take_back(book, step, context.tick("正在撤销")).result
    text = (
        f"已撤销第 {number} 号包的合并：拿走 {result.gone} 条，{result.restored} 条回到原来的内容"
    )
    data = {"number": number, "gone": result.gone, "restored": result.restored}
    context.say(f"{text}。{result.note}", data)


def run_summary(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.street import actions, lost

    period = Period.parse(args.period) if args.period else Period.holding(clock.today(), "Q")
    with context.book() as book:
        if args.out:
            made = actions.write_summary(book, period, args.out).result
            context.say(f"汇总表：{args.out}", {"file": str(args.out), "sheets": made})
            return
        tables, left_out = actions.summary(book, period), lost.note(book)
    data = [
        {
            "key": table.key,
            "title": table.title,
            "columns": list(table.columns),
            "money": list(table.money),
            "totals": list(table.totals),
            "units": [{"name": line.name, "values": list(line.values)} for line in table.lines],
        }
        for table in tables
    ]
    text = "\n".join(_table_text(table) for table in tables)
    context.say(f"{text}\n{left_out}" if left_out else text, data)


def _table_text(table: Any) -> str:
    from qinglian_desktop.core import money

    def shown(values: Any) -> str:
        return "  ".join(
            f"{label} {money.show(v) if is_money else v}"
            for label, v, is_money in zip(table.columns, values, table.money, strict=True)
        )

    lines = [f"〔{table.title}〕", *(f"{line.name}：{shown(line.values)}" for line in table.lines)]
    return "\n".join([*lines, f"合计：{shown(table.totals)}"])
