"""take-out, rebuild: everything in files that need no program, and a data folder made from them."""

import argparse
import os
from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context

_PHRASE = "QINGLIAN_PHRASE"


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    out = sub.add_parser(
        "take-out",
        help="全部带走",
        epilog=f"例：{_PHRASE}=口令 qinglian take-out --to U盘",
    )
    out.add_argument("--to", required=True, type=Path, help="放到哪个文件夹")
    out.add_argument("--plain", action="store_true", help="不加口令，谁拿到都能看")
    out.set_defaults(run=run_take_out)
    back = sub.add_parser(
        "rebuild", help="用带走的重新建", epilog="例：qinglian --home 新文件夹 rebuild 带走的文件夹"
    )
    back.add_argument("source", type=Path, help="带走的文件夹，或加了口令的文件")
    back.set_defaults(run=run_rebuild)


def run_take_out(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import taking_out

    phrase = "" if args.plain else os.environ.get(_PHRASE, "")
    if not phrase and not args.plain:
        raise Refused(
            "带出去的有姓名和身份证号，没有带",
            f"请把口令写进 {_PHRASE} 再做；确实不加口令的，写上 --plain",
        )
    with context.book() as book:
        made = taking_out.take_out(book, args.to, phrase=phrase, tick=context.tick("正在带出"))
    context.say(
        f"已带出 {made.rows:,} 条、{made.files:,} 个附件：{made.path}",
        {"path": str(made.path), "rows": made.rows, "files": made.files},
    )


def run_rebuild(args: argparse.Namespace, context: Context) -> None:
    import shutil

    from qinglian_desktop.exchange import taking_out
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import sidecar

    scratch = context.home.with_name(f"{context.home.name}.重建")
    try:
        folder = taking_out.opened(args.source, scratch, os.environ.get(_PHRASE, ""))
        rows = sidecar.rebuild(
            folder, context.home, RECORDS, pin=context.pin, tick=context.tick("正在重建")
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    context.say(
        f"重新建好了，{rows:,} 条和留痕都逐条核对过：{context.home}",
        {"rows": rows, "home": str(context.home)},
    )
