"""撤销这次合并: what the undo centre does with a merge, which the trail alone cannot take back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store import merge_steps
from qinglian_desktop.store.batches import Batch
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.trail import Image
from qinglian_desktop.ui.messages import ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qinglian_desktop.exchange.taking_back import Result
    from qinglian_desktop.shell.window import Window

WORD = "撤销这次合并"


def is_one(book: Book, step: int) -> bool:
    return merge_steps.is_merge(book.connection, step)


def wanted(parent: "QWidget", line: Batch) -> bool:
    """Asked once: it takes rows of another office out of every list and sum."""
    words = (
        f"要撤销“{line.label}”吗？一共 {line.rows:,} 条："
        "新来的记录会拿走，改过的回到合并以前的内容。照片和扫描件留着。以后把同一个包再导入一次就又有了。"
    )
    return ask(parent, words, WORD, "先不撤销", danger=True)


def take_back(book: Book, step: int, tick: Callable[[int, int], bool]) -> Changes:
    from qinglian_desktop.exchange import taking_back

    return taking_back.take_back(book, step, tick)


def images(book: Book, step: int, limit: int, offset: int) -> tuple[list[Image], int]:
    """A page of its rows, before and now, and how many there are."""
    from qinglian_desktop.exchange import taking_back

    return taking_back.images(book, step, limit, offset)


def tell(window: "Window", result: "Result") -> None:
    """What went and what came back; no way to do it again but the bundle itself."""
    window.bar.say(
        f"已撤销合并：拿走新来的 {result.gone:,} 条，"
        f"{result.restored:,} 条回到原来的内容。{result.note}。"
    )
