"""check, backup, restore: is everything whole, copies, and back again."""

import argparse
from pathlib import Path
from typing import Any

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.shell.commands.context import Context


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = sub.add_parser("check", help="数据体检", epilog="例：qinglian check")
    check.set_defaults(run=run_check)
    backup = sub.add_parser("backup", help="备份", epilog="例：qinglian backup --to U盘")
    backup.add_argument("--to", required=True, type=Path)
    backup.set_defaults(run=run_backup)
    restore = sub.add_parser(
        "restore", help="还原", epilog="例：qinglian restore 清廉备份-2026-11-03 --preview"
    )
    restore.add_argument("file", type=Path)
    restore.add_argument("--preview", action="store_true", help="只看会变成什么样")
    restore.set_defaults(run=run_restore)


def run_check(args: argparse.Namespace, context: Context) -> int:
    from qinglian_desktop.shell import examining

    with context.book() as book:
        found = [str(fault) for fault in examining.look(book, context.tick("正在体检"))]
    context.say("\n".join(found) or "数据、附件、留痕和限制内容都完整。", {"findings": found})
    if found:
        raise Damaged(
            f"体检发现 {len(found)} 处问题，第一处：{found[0]}".rstrip("。"), "逐条看上面的怎么办"
        )
    return 0


def run_backup(args: argparse.Namespace, context: Context) -> None:
    with context.book() as book:
        made = book.back_up(args.to)
    context.say(
        f"备份好了，并且打开核对过（共 {made.rows:,} 条）：{made.folder}",
        {"folder": str(made.folder), "rows": made.rows, "size": made.size},
    )


def run_restore(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import backup

    tables = tuple(record.table for record in RECORDS if not record.sealed)
    if not (args.file / "qinglian.db").is_file():
        raise Refused(f"〔{args.file.name}〕不是备份文件夹", "请选名字以“清廉备份”开头的文件夹")
    own, now = _present(context, tables)
    keys, lock = backup.unlocked(args.file, context.pin, context.home, own[0] if own else None)
    if own:
        backup.refuse_another_units(args.file, keys, own[1])
    will = backup.summary(args.file, keys, tables)
    changes = {t: (now.get(t, 0), will[t]) for t in tables if now.get(t, 0) != will[t]}
    lines = [f"{t}：现在 {a} 条，还原后 {b} 条" for t, (a, b) in changes.items()]
    if args.preview:
        context.say("\n".join(lines) or "和现在一样。", {"now": now, "after": will})
        return
    backup.restore(args.file, context.home, keys, lock=lock, own=own[0] if own else None)
    context.book().close()
    context.say(
        "\n".join([*lines, "已还原。原来的数据另存在“还原前”文件夹里。"]),
        {"now": now, "after": will},
    )


def _present(
    context: Context, tables: tuple[str, ...]
) -> tuple[tuple[Any, str] | None, dict[str, int]]:
    """Keys and office of what is there now, and its row counts; None where that is damaged."""
    try:
        with context.book() as book:
            counts = {table: book.count(Query(table)) for table in tables}
            return (book.keys, book.unit.office_id), counts
    except Damaged:
        return None, {}
