"""导出诊断: what helps whoever mends the program, and not a word about any person or sum.

Only what is named here is written: versions, sizes, counts, whether something is set, codes of
refusals, areas of faults. Nothing is copied out of a row, a setting or the name of a file.
"""

import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop import __version__
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.shell import examining, logs, offline
from qinglian_desktop.store import engine, sizing
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LAST = 200  # lines of the log
_UNIT = {"community": "社区", "village": "村", "street": "街道"}
_FILES = ("qinglian.db", "qinglian.db-wal", "sealed.db", "keys.json", "window.json")
_FOLDERS = ("files", "sealed_files", "outgoing", "inbox", "logs")


def export(window: "Window") -> None:
    """Asks where to, collects beside the window, says where it lies."""
    from qinglian_desktop.ui.where import where_to

    day = clock.today().isoformat()
    place = where_to(window, "导出诊断", f"清廉诊断_{day}.txt", "文字 (*.txt)", (".txt",))
    if place is None:
        return
    seen = _seen(window)

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        text = "\n".join([*collected(book, tick), *seen])
        try:
            replace_file(place, text.encode("utf-8"))
        except OSError as trouble:
            what = f"写不进〔{place.name}〕，没有导出"
            raise Refused(what, "换个文件夹再导出一次", code="QL-SE-140") from trouble
        return Changes("诊断导出了", result=str(place))

    window.runner.job(
        work,
        label="正在导出诊断",
        on_done=lambda made: window.bar.say(f"{made.label}：{made.result}。里面没有个人信息。"),
    )


def _seen(window: "Window") -> list[str]:
    """What only the window knows: how it looks, which refusals it said last."""
    from PySide6.QtCore import qVersion

    from qinglian_desktop.ui.messages import CODES

    kept = window.preferences
    screen = window.screen()
    size, ratio = screen.geometry(), screen.devicePixelRatio()
    codes = "、".join(f"{code} {count} 次" for code, count in Counter(CODES).most_common())
    return [
        "",
        "【窗口】",
        f"Qt {qVersion()}，屏幕 {size.width()}×{size.height()}，缩放 {ratio:g}",
        f"字号 {kept.size}，颜色 {kept.theme}",
        f"最近的提示：{codes or '没有'}",
    ]


def collected(book: Book, tick: Callable[[int, int], bool] | None = None) -> list[str]:
    """Everything that can be told without a window, line by line."""
    lines: list[str] = []
    for title, told in (
        ("程序和系统", _program(book)),
        ("文件", _sizes(book.home)),
        ("条数", _counts(book)),
        ("设置", _settings(book)),
        ("体检", _health(book, tick)),
        ("程序记录", _log(book.home)),
    ):
        lines += ["", f"【{title}】", *told]
    return lines[1:]


def _program(book: Book) -> Iterator[str]:
    yield f"清廉村居工作台 {__version__}，{_UNIT[book.unit.kind]}端，第 {book.unit.epoch} 段历史"
    python = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    yield f"Python {python}，{platform.system()} {platform.release()}，{platform.machine()}"
    told = sizing.told(book.connection)
    libc = " ".join(platform.libc_ver())
    yield f"SQLite {told.sqlite}，libc {libc.strip() or '无'}"
    pin = "设了" if book.keys.protected else "没有设"
    yield f"加密：{told.cipher or '没有加密部件'}，PIN：{pin}"
    able = "能" if engine.can_encrypt() else "不能"
    yield f"能加密：{able}，联网的尝试：{len(offline.tries())} 次"
    yield f"写入的日期：{clock.today().isoformat()}"


def _sizes(home: Path) -> Iterator[str]:
    for name in _FILES:
        path = home / name
        if path.is_file():
            yield f"{name}：{_megabytes(path.stat().st_size)}"
    for name in _FOLDERS:
        found = [path.stat().st_size for path in (home / name).rglob("*") if path.is_file()]
        if found:
            yield f"{name}：{len(found):,} 个，{_megabytes(sum(found))}"


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.2f} MB"


def _counts(book: Book) -> Iterator[str]:
    for record in book.tables.records.values():
        alive = book.count(Query(record.table))
        every = book.count(Query(record.table, deleted=True))
        if every:
            yield f"{record.label}：{alive:,} 条，另有删掉的 {every - alive:,} 条"
    told = sizing.told(book.connection)
    yield f"留痕：{told.images:,} 条"
    yield f"步骤：{told.changes:,} 步"


def _settings(book: Book) -> Iterator[str]:
    """How many there are; what a setting is called may hold the name of a clerk."""
    told = sizing.told(book.connection)
    yield f"记住的设置：{told.settings:,} 项"
    yield f"数据格式：第 {told.migrations} 版"


def _health(book: Book, tick: Callable[[int, int], bool] | None) -> Iterator[str]:
    counted = Counter((fault.area, fault.act or "看怎么办") for fault in examining.look(book, tick))
    for (area, act), count in counted.most_common():
        yield f"{area}：{count:,} 处，{act}"
    if not counted:
        yield "没有问题"


def _log(home: Path) -> Iterator[str]:
    """The last lines, scrubbed once more: an older program may have written more."""
    try:
        text = (home / "logs" / logs.LOG).read_text("utf-8", errors="replace")
    except OSError:
        yield "没有"
        return
    for line in text.splitlines()[-_LAST:]:
        day, _, rest = line.partition(" ")
        dated = len(day) == 10 and day[4] == "-"
        yield f"{day} {logs.scrubbed(rest)}" if dated else logs.scrubbed(line)
