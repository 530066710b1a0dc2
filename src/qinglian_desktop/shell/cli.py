"""The command line: the same actions as the pages, without a window (design: noun, verb).

Exit status: 0 done, 1 refused (nothing was saved), 2 wrong usage, 3 damage found.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop import __version__
from qinglian_desktop.core import clock
from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.unreadable import Unreadable


class Context:
    """What every command gets: where the data lies, the PIN, and how to answer."""

    def __init__(self, home: Path, *, as_json: bool) -> None:
        self.home, self.as_json = home, as_json
        self.pin = os.environ.get("QINGLIAN_PIN", "")

    def book(self) -> Any:
        from qinglian_desktop.modules.catalog import RECORDS
        from qinglian_desktop.store.book import Book

        return Book.open(self.home, RECORDS, pin=self.pin)

    def say(self, text: str, data: Any = None) -> None:
        """The answer: Chinese text, or one JSON document with --json."""
        if self.as_json:
            print(json.dumps(data if data is not None else {"text": text}, ensure_ascii=False))
        elif text:
            print(text)

    def tick(self, label: str) -> Callable[[int, int], bool] | None:
        """A progress bar on a terminal, none in a pipe."""
        if not sys.stderr.isatty():
            return None

        def show(done: int, total: int) -> bool:
            share = done * 30 // max(total, 1)
            sys.stderr.write(f"\r{label} {'█' * share}{'·' * (30 - share)} {done}/{total}")
            if done >= total:
                sys.stderr.write("\n")
            return True

        return show


class _Parser(argparse.ArgumentParser):
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
    parser.add_argument("--version", action="version", version=__version__)
    commands.add_all(parser.add_subparsers(dest="command", parser_class=_Parser))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """The `qinglian` command; returns the exit status."""
    args = _parser().parse_args(argv)
    try:
        _fix_day(args.today or os.environ.get("QINGLIAN_TODAY", ""))
        context = Context(_home(args.home), as_json=args.json)
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


def told(refused: Refused) -> str:
    """What happened, what to do, and the code to ask about."""
    return f"{refused}（{refused.code}）" if refused.code else str(refused)


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


def _home(given: Path | None) -> Path:
    if given is not None:
        return given
    if set_home := os.environ.get("QINGLIAN_HOME"):
        return Path(set_home)
    import platformdirs

    return Path(platformdirs.user_data_dir("qinglian_desktop", appauthor=False))


def day_of(text: str) -> date:
    """An argument that is a day; Refused in words."""
    try:
        return read_day(text)
    except Unreadable as trouble:
        raise Refused(trouble.what, trouble.remedy) from None


def window() -> int:
    """The `qinglian-desktop` entry point: opens the window."""
    return main([])
