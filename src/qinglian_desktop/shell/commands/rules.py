"""rules: which rule packs hold; a street's changed pack sealed, looked at, taken in."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.shell.commands.context import Context, day_of, given_file

if TYPE_CHECKING:
    from qinglian_desktop.core.pack import Pack
    from qinglian_desktop.exchange.rule_packs import Offered


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rules = sub.add_parser("rules", help="规则包：看、下发、采用")
    verbs = rules.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="哪些规则管用", epilog="例：qinglian rules list")
    listing.add_argument("--on", help="哪一天（默认今天）")
    listing.set_defaults(run=run_list)
    issue = verbs.add_parser(
        "issue", help="（街道）写给各单位", epilog="例：qinglian rules issue 新规则.toml --to U盘"
    )
    issue.add_argument("file", type=Path)
    issue.add_argument("--to", required=True, type=Path)
    issue.set_defaults(run=run_issue)
    for name, text, run in (
        ("inspect", "看改了什么，不采用", run_inspect),
        ("accept", "采用", run_accept),
    ):
        verb = verbs.add_parser(
            name, help=text, epilog=f"例：qinglian rules {name} 规则_某社区.qlb"
        )
        verb.add_argument("file", type=Path)
        verb.set_defaults(run=run)


def run_list(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.shell.pack_effects import held_now

    day = day_of(args.on) if args.on else clock.today()
    with context.book() as book:
        held = held_now(book, day)
        kinds = ("village", "community") if book.unit.is_street else (book.unit.kind,)
    found = [(pack, came) for pack, came in held if _is_the_one(pack, held, day, kinds)]
    data = [
        {
            "name": pack.name,
            "version": pack.version,
            "title": pack.title,
            "from": pack.effective_from.isoformat(),
            "to": pack.effective_to.isoformat() if pack.effective_to else "",
            "came_from": came,
        }
        for pack, came in found
    ]
    text = "\n".join(f"{p.version}　{p.title}（{came}）" for p, came in found)
    context.say(text, data)


def _is_the_one(
    pack: "Pack", held: "list[tuple[Pack, str]]", day: date, kinds: tuple[str, ...]
) -> bool:
    """Is this the version of its name that holds on the day?"""
    from qinglian_desktop.core.pack import in_force

    listed, asked = [one for one, _ in held], (pack.unit_kind,) if pack.unit_kind else kinds
    return pack.holds(day) and any(in_force(listed, pack.name, day, kind) is pack for kind in asked)


def run_issue(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import rule_packs

    with context.book() as book:
        written: Any = rule_packs.issue(book, given_file(args.file), args.to).result
    context.say(
        "\n".join(f"已写出并核对：{path}" for path in written), [str(path) for path in written]
    )


def run_inspect(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import rule_packs
    from qinglian_desktop.shell import pack_effects

    with context.book() as book:
        offered = rule_packs.read(book, given_file(args.file))
        touched = pack_effects.touched(book, offered.pack)
    context.say(_told(offered, touched), _data(offered, touched))


def run_accept(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.exchange import rule_packs
    from qinglian_desktop.shell import pack_effects

    with context.book() as book:
        offered = rule_packs.read(book, given_file(args.file))
        touched = pack_effects.touched(book, offered.pack)
        rule_packs.take(book, offered)
    context.say(f"已采用。{_told(offered, touched)}", _data(offered, touched))


def _told(offered: "Offered", touched: tuple[str, ...]) -> str:
    pack = offered.pack
    lines = [f"{pack.title} {pack.version}，从 {pack.effective_from} 起，改了："]
    lines += [f"    {one.where}：{one.before} → {one.after}" for one in offered.changes]
    lines += [f"会碰到：{line}" for line in touched]
    return "\n".join(lines)


def _data(offered: "Offered", touched: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": offered.pack.name,
        "version": offered.pack.version,
        "from": offered.pack.effective_from.isoformat(),
        "came_from": offered.came_from,
        "changes": [one._asdict() for one in offered.changes],
        "touched": list(touched),
    }
