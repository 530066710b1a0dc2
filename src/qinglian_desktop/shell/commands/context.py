"""What does every command get, and how does it answer?"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.unreadable import Unreadable

_HERE = "命令行"  # whose tries are counted here: a PIN is tried on everybody's slot


class Context:
    """What every command gets: where the data lies, the PIN, and how to answer."""

    def __init__(self, home: Path, *, as_json: bool) -> None:
        self.home, self.as_json = home, as_json
        self.pin = os.environ.get("QINGLIAN_PIN", "")

    def book(self) -> Any:
        """The book of this folder; a wrong PIN is counted as it is in the window."""
        from qinglian_desktop.shell.opening_early import open_book
        from qinglian_desktop.store import tries

        counted = tries.Tries(self.home)
        if self.pin and (seconds := counted.locked_for(_HERE)):
            raise Refused(
                f"PIN 连错了 {tries.MOST} 次，先停一停", f"过 {-(-seconds // 60)} 分钟再试",
                code="QL-SZ-142",
            )  # fmt: skip
        try:
            book = open_book(self.home, pin=self.pin)
        except Refused as refused:
            if self.pin and refused.code == "QL-SE-081":
                counted.wrong(_HERE)
            raise
        if book.keys.road == "pin":
            counted.forget(_HERE)
        if book.keys.person and not book.operator.person:  # on no list any more
            from qinglian_desktop.store import desk

            try:
                desk.enter(book, self.pin)
            except BaseException:
                book.close()
                raise
        return book

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


def day_of(text: str) -> date:
    """An argument that is a day; Refused in words."""
    try:
        return read_day(text)
    except Unreadable as trouble:
        raise Refused(trouble.what, trouble.remedy) from None


def given_file(path: Path) -> Path:
    """A file named on the command line; Refused in words when it is not there."""
    if not path.is_file():
        raise Refused(
            f"没有这个文件：{path}", "请核对名字和位置；在 U 盘上就先插好", code="QL-CL-001"
        )
    return path


def told(refused: Refused) -> str:
    """What happened, what to do, and the code to ask about."""
    return f"{refused}（{refused.code}）" if refused.code else str(refused)
