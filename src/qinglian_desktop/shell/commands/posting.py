"""books post: vouchers from a table, all of them or none."""

import argparse
from pathlib import Path

from qinglian_desktop.shell.commands.context import Context, given_file

_WORDS = {
    "committee": "委员会", "居委会": "委员会", "村委会": "委员会", "委员会": "委员会",
    "collective": "集体经济组织", "集体": "集体经济组织", "集体经济组织": "集体经济组织",
}  # fmt: skip


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    post = verbs.add_parser(
        "post",
        help="从表格记凭证",
        epilog="例：qinglian books post 凭证.xlsx --book 集体；"
        "列：日期、摘要、科目编码、借方、贷方、凭证号",
    )
    post.add_argument("file", type=Path, metavar="FILE", help="表格：一行一笔分录")
    post.add_argument("--book", required=True, metavar="BOOK", help="哪本账：集体 或 居委会")
    post.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.funds import actions

    account = _WORDS.get(args.book, args.book)
    drafts = actions.read_vouchers(given_file(args.file))
    with context.book() as book:
        changes = actions.post_many(book, account, drafts, f"从表格记凭证 {len(drafts)} 张")
    fen = sum(line.debit_fen for draft in drafts for line in draft.lines)
    context.say(
        f"记了 {len(drafts)} 张凭证。", {"posted": len(drafts), "debit_fen": fen,
                                         "step": changes.step}
    )  # fmt: skip
