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
