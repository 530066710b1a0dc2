"""demo and screenshots: the main job done on invented people, and every page as a picture."""

import argparse
from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context

_SMALLEST, _LARGEST = 320, 8192  # px of a picture


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = sub.add_parser("demo", help="完整演示", epilog="例：qinglian demo --out demo")
    demo.add_argument("--out", required=True, type=Path)
    demo.add_argument("--units", type=int, default=13)
    demo.add_argument("--years", type=int, default=1)
    demo.add_argument("--seed", type=int, default=7)
    demo.set_defaults(run=run_demo)
    practice = sub.add_parser("practice", help="演练社区", epilog="例：qinglian practice --reset")
    practice.add_argument("--kind", choices=("community", "village"), default="community")
    practice.add_argument("--reset", action="store_true", help="回到第一天的样子")
    practice.add_argument("--no-window", action="store_true", help="只准备好，不打开窗口")
    practice.set_defaults(run=run_practice)
    shots = sub.add_parser(
        "screenshots",
        help="每一页的图",
        epilog="例：qinglian screenshots --out 图 --text-size extra",
    )
    shots.add_argument("--out", required=True, type=Path)
    shots.add_argument("--home", dest="shots_home", type=Path)
    shots.add_argument("--size", default="1366x768")
    shots.add_argument("--text-size", choices=("standard", "large", "extra"), default="standard")
    shots.set_defaults(run=run_screenshots)


def run_demo(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.shell.demo import play

    if not 1 <= args.units <= 30 or not 1 <= args.years <= 5:
        raise Refused("演示最多 30 个单位、5 年", "请把 --units 和 --years 改小")
    results = play(args.out, units=args.units, years=args.years, seed=args.seed)
    text = "\n".join(f"{what}\n    {where}" for what, where in results)
    context.say(text, [{"what": what, "where": str(where)} for what, where in results])


def run_practice(args: argparse.Namespace, context: Context) -> int:
    from qinglian_desktop.shell import practice
    from qinglian_desktop.shell.start import run

    place = practice.prepare(context.home, args.kind)
    if args.reset:
        practice.begin_anew(place)
    if args.no_window:
        context.say(f"演练社区在 {place}", {"home": str(place)})
        return 0
    return run(place)


def run_screenshots(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.shell.screenshots import take

    width, _, height = args.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise Refused(f"大小〔{args.size}〕看不懂", "要写成 宽x高，例：1366x768")
    if not all(_SMALLEST <= int(side) <= _LARGEST for side in (width, height)):
        raise Refused(f"大小〔{args.size}〕画不出来", f"宽和高都在 {_SMALLEST} 到 {_LARGEST} 之间")
    made = take(
        args.shots_home or context.home,
        args.out,
        size=(int(width), int(height)),
        text_size=args.text_size,
    )
    context.say("\n".join(map(str, made)), [str(path) for path in made])
