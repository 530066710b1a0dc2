"""fill and forms: an upstream form filled by a remembered mapping, and which are remembered."""

import argparse
from pathlib import Path
from typing import Any

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context, given_file


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    filled = sub.add_parser(
        "fill",
        help="按记住的对应关系填一张上级的表",
        epilog="例：qinglian fill 党员花名册.xlsx --map 党员花名册 --out 填好.xlsx。"
        "--map 也可以是 forms --out 得到的 JSON 文件；不写就按内容认。",
    )
    filled.add_argument("form", type=Path)
    filled.add_argument("--map", default="", metavar="NAME")
    filled.add_argument("--out", required=True, type=Path)
    filled.add_argument("--accept-changed", action="store_true", help="数和上次报的不同也照填")
    filled.add_argument("--reason", default="", help="为什么和上次不同")
    filled.set_defaults(run=run_fill)
    listed = sub.add_parser(
        "forms",
        help="记住了哪些表；加上文件就看它怎么对",
        epilog="例：qinglian forms 党员花名册.xlsx --out 对应.json",
    )
    listed.add_argument("form", type=Path, nargs="?")
    listed.add_argument("--out", type=Path, help="把对应关系写成 JSON 文件，可以改了再用")
    listed.set_defaults(run=run_forms)


def run_fill(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.forms import actions

    path = given_file(args.form)
    if args.out.resolve() == path.resolve():
        raise Refused("填好的表和空表同名", "请换一个文件名，空表要留着", code="QL-FM-021")
    with context.book() as book:
        looked = _looked(book, path, args.map)
        changes = actions.fill(
            book, looked, args.out, accept=args.accept_changed, reason=args.reason,
            keep=not args.map.endswith(".json"),  # a mapping of a file is nobody's memory
        )  # fmt: skip
        filled = changes.result
        assert isinstance(filled, actions.Filled)
    lines = [f"填好了：{filled.path}（{filled.rows} 行）"]
    lines += [f"{note}。" for note in filled.notes]
    if looked.known and looked.known.said:
        lines.append(looked.known.said)
    data = {"file": str(filled.path), "rows": filled.rows, "notes": list(filled.notes)}
    context.say("\n".join(lines), data | {"form": looked.mapping.name})


def _looked(book: Any, path: Path, name: str) -> Any:
    """The form with the mapping that was named, or the one it is known by."""
    from qinglian_desktop.modules.forms import actions

    if not name:
        looked = actions.look(book, path)
        if looked.known is None:
            raise Refused(
                f"没认出〔{path.name}〕是哪张表", "请用 --map 写明；用 qinglian forms 看记住了哪些",
                code="QL-FM-022",
            )  # fmt: skip
        return looked
    if name.endswith(".json"):
        return actions.fitted(book, path, actions.read_map(given_file(Path(name))))
    row_id, mapping = actions.mapping_named(book, name)
    return actions.fitted(book, path, mapping, row_id)


def run_forms(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.forms import actions
    from qinglian_desktop.modules.forms.records import FormMap

    with context.book() as book:
        if args.form is not None:
            _say_form(args, context, actions.look(book, given_file(args.form)))
            return
        rows = book.rows(Query(FormMap.table, order=(("name", False),)))
    lines = [
        f"{row['name']}：{row['asked_by'] or '没写哪个部门要'}，填过 {row['times']} 次，"
        f"上次 {row['filled_on'] or '还没填过'}，证件号{row['id_writing'] or '没有'}"
        for row in rows
    ]
    names = ("name", "asked_by", "times", "filled_on", "id_writing")
    context.say(
        "\n".join(lines) or "还没有记住的表。请在窗口里把表拖进来对一次列。",
        [{name: row[name] for name in names} for row in rows],
    )


def _say_form(args: argparse.Namespace, context: Context, looked: Any) -> None:
    import json

    from qinglian_desktop.core.whole import replace_file
    from qinglian_desktop.modules.forms.mapping import to_text

    text = to_text(looked.mapping)
    if args.out is not None:
        replace_file(args.out, text.encode())
    known = f"认出来了：{looked.mapping.name}" if looked.known else "没见过这张表，先这样对："
    lines = [known] + ([looked.known.said] if looked.known and looked.known.said else [])
    lines += [f"  {c.header} ← {c.take or '（不填）'}" for c in looked.mapping.columns]
    lines += [f"  {s.label} ← {s.take}" for s in looked.mapping.spots]
    context.say("\n".join(lines), json.loads(text) | {"known": looked.known is not None})
