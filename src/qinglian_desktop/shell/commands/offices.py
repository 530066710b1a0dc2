"""init and unit: how an office comes into being, on both sides."""

import argparse
from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context, given_file


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = sub.add_parser(
        "init",
        help="建立数据文件夹",
        epilog="例：qinglian --home 数据 init --unit-file 单位文件.qlu",
    )
    init.add_argument("--role", choices=("street",))
    init.add_argument("--name")
    init.add_argument("--code")
    init.add_argument("--unit-file", type=Path)
    init.add_argument("--enrol-to", type=Path)
    init.set_defaults(run=run_init)

    unit = sub.add_parser("unit", help="街道：发单位文件、登记、停用")
    verbs = unit.add_subparsers(dest="verb", required=True)
    issue = verbs.add_parser(
        "issue",
        help="发单位文件",
        epilog="例：qinglian unit issue --name 新街子社区 --kind community "
        "--code 500110007001 --out U盘",
    )
    issue.add_argument("--name", required=True)
    issue.add_argument("--kind", required=True, choices=("community", "village"))
    issue.add_argument("--code", required=True)
    issue.add_argument("--out", required=True, type=Path)
    issue.set_defaults(run=run_issue)
    enrol = verbs.add_parser(
        "enrol",
        help="核对指纹后登记",
        epilog='例：qinglian unit enrol 登记文件.qle --fingerprint "…"',
    )
    enrol.add_argument("file", type=Path)
    enrol.add_argument("--fingerprint", required=True)
    enrol.set_defaults(run=run_enrol)
    listed = verbs.add_parser("list", help="单位名册", epilog="例：qinglian unit list")
    listed.set_defaults(run=run_list)
    settle = verbs.add_parser(
        "settle",
        help="对不上的，以单位现在的为准",
        epilog="例：qinglian unit settle 500110007001",
    )
    settle.add_argument("code")
    settle.add_argument("--approve-deletions", action="store_true", help="同意删除很多条")
    settle.set_defaults(run=run_settle)
    revoke = verbs.add_parser(
        "revoke", help="停用丢失的电脑", epilog="例：qinglian unit revoke 500110007001"
    )
    revoke.add_argument("code")
    revoke.set_defaults(run=run_revoke)


def run_init(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import issuing
    from qinglian_desktop.modules.catalog import RECORDS

    if args.role == "street":
        if not args.name or not args.code:
            raise Refused("建街道要有名称和编码", "请加上 --name 和 --code")
        with issuing.found_street(
            context.home, args.name, args.code, RECORDS, pin=context.pin
        ) as book:
            text = (
                f"已建立〔{book.unit.name}〕。打开程序，在“设置—安全与恢复”里打印恢复密钥，"
                "两份分开锁好，再照纸上试一次。"
            )
            context.say(
                text + openly(book), {"home": str(context.home), "office": book.unit.office_id}
            )
        return
    if args.unit_file is None:
        raise Refused("没有说用哪个单位文件", "请加上 --unit-file，文件向街道领取")
    with issuing.found_unit(
        context.home, given_file(args.unit_file), RECORDS, pin=context.pin
    ) as book:
        _enrol_to(book, args.enrol_to or context.home, context)


def _enrol_to(book: object, folder: Path, context: Context) -> None:
    from qinglian_desktop.exchange import issuing
    from qinglian_desktop.store.book import Book

    assert isinstance(book, Book)
    path, fingerprint = issuing.write_enrolment(book, folder)
    text = (
        f"已建立〔{book.unit.name}〕。登记文件：{path}\n"
        f"指纹：{fingerprint}\n请把指纹填在登记表上盖章，连同登记文件一起交街道。"
    )
    context.say(
        text + openly(book),
        {"home": str(context.home), "enrolment": str(path), "fingerprint": fingerprint},
    )


def openly(book: object) -> str:
    """Says when the files are not, or not yet, protected."""
    from qinglian_desktop.store.book import Book

    assert isinstance(book, Book)
    if not book.keys.encrypted:
        return "\n提醒：这台电脑没有加密部件，数据文件没有加密。"
    if not book.keys.protected:
        return "\n提醒：还没有设 PIN，拿走整个文件夹的人能打开数据。请在“设置”里设 PIN。"
    return ""


def run_issue(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import issuing

    with context.book() as book:
        path = issuing.issue_unit(book, args.name, args.kind, args.code, args.out).result
    context.say(f"单位文件：{path}", {"file": str(path)})


def run_enrol(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import issuing

    with context.book() as book:
        changes = issuing.enrol_unit(book, given_file(args.file), args.fingerprint)
    context.say(f"已{changes.label}。", {"done": changes.label})


def run_list(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.street import actions

    with context.book() as book:
        lines = actions.board(book)
    data = [
        {
            "code": line.code,
            "name": line.name,
            "kind": line.kind,
            "state": line.state,
            "last_number": line.last_number,
            "last_on": line.last_on,
            "missing": line.missing,
        }
        for line in lines
    ]
    text = "\n".join(
        f"{line.code} {line.name} {line.state}"
        + (f"，第 {line.last_number} 号包 {line.last_on}" if line.last_number else "")
        + (f"，{line.missing}" if line.missing else "")
        for line in lines
    )
    context.say(text or "还没有单位。", data)


def run_settle(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.street import lost

    with context.book() as book:
        changes = lost.settle(book, args.code, approve=args.approve_deletions)
    context.say(
        f"已{changes.label}。在撤销里可以退回。",
        {"done": changes.label, "step": changes.step, "rows": changes.result},
    )


def run_revoke(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import issuing

    with context.book() as book:
        changes = issuing.revoke_unit(book, args.code)
    context.say(f"已{changes.label}。", {"done": changes.label})
