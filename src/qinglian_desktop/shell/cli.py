"""The command line: the same actions as the pages, without a window (design: noun, verb).

Exit status: 0 done, 1 refused (nothing was saved), 2 wrong usage, 3 damage found.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qinglian_desktop import __version__
from qinglian_desktop.core import clock
from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.shell.commands.context import Context, told
from qinglian_desktop.shell.home import home_for


class _Format(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its own few words in Chinese."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": _Format, **given}, add_help=False)
        self._positionals.title, self._optionals.title = "要写的", "可以加的"
        self.add_argument("-h", "--help", action="help", help="看这一页")

    def error(self, message: str) -> Any:
        del message  # argparse speaks English; the usage line shows what is wanted
        self.print_usage(sys.stderr)
        sys.stderr.write(f"命令写得不对。请看 {self.prog} --help。\n")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    from qinglian_desktop.shell import commands

    parser = _Parser(prog="qinglian", description="清廉村居工作台。不带命令时打开窗口。")
    parser.add_argument("--home", type=Path, help="数据文件夹（默认按系统，或 QINGLIAN_HOME）")
    parser.add_argument("--today", help="把今天当作这一天，例 2026-11-03")
    parser.add_argument("--json", action="store_true", help="用 JSON 回答")
    parser.add_argument("--version", action="version", version=__version__, help="版本")
    commands.add_all(parser.add_subparsers(dest="command", parser_class=_Parser))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """The `qinglian` command; returns the exit status."""
    args = _parser().parse_args(argv)
    try:
        _fix_day(args.today or os.environ.get("QINGLIAN_TODAY", ""))
        context = Context(home_for(args.home), as_json=args.json)
        if args.command is None:
            from qinglian_desktop.shell.start import run

            return run(context.home)
        status = args.run(args, context)
        return int(status or 0)
    except Refused as refused:
        return _refuse(refused, as_json=args.json)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\n已停止，没有改动任何内容。\n")
        return 1


def _refuse(refused: Refused, *, as_json: bool) -> int:
    """The last line of standard error says what happened and what to do."""
    for problem in refused.problems[:200]:
        sys.stderr.write(f"{problem}\n")
    sys.stderr.write(f"{told(refused)}\n")
    if as_json:
        said = {"what": refused.what, "remedy": refused.remedy, "code": refused.code}
        problems = [
            {"what": p.what, "remedy": p.remedy, "field": p.field, "value": p.value}
            for p in refused.problems
        ]
        print(json.dumps({"refused": said, "problems": problems}, ensure_ascii=False))
    return refused.status


def _fix_day(text: str) -> None:
    if text:
        try:
            clock.fix(read_day(text))
        except Unreadable as trouble:
            raise Refused(trouble.what, trouble.remedy, field="today") from None


def window() -> int:
    """The `qinglian-desktop` entry point: opens the window."""
    return main([])
