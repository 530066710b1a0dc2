"""What one bundle would do, row by row: the differences behind the counts of the preview."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import naming
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.trail import Image
from qinglian_desktop.ui import look
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.exchange.differences import Difference
    from qinglian_desktop.exchange.preview import Preview
    from qinglian_desktop.shell.window import Window

COLUMNS = (
    Heading("哪一类", 120),
    Heading("记录", 240, private=True),
    Heading("会怎样", 120, state=True),
    Heading("内容（原来 → 改成）", 0, private=True),
)


def window_of(page: QWidget) -> "Window":
    from qinglian_desktop.shell.window import Window

    window = page.window()
    assert isinstance(window, Window)
    return window


def open_it(page: QWidget, path: Path) -> None:
    """Over the page: read beside the window, nothing written."""
    window = window_of(page)

    def done(answer: "tuple[Preview, list[Difference]]") -> None:
        preview, found = answer
        over = MergeDetails(window.book, preview, found)
        over.closed.connect(window.close_over)
        window.lay_over(over)
        over.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(trouble: Refused) -> None:
        window.bar.say(str(trouble))

    window.runner.job(
        partial(looked, only_deleted=False), path, label="看逐条内容", on_done=done,
        on_refused=refused,
    )  # fmt: skip


def looked(book: Book, path: Path, tick: Any, *, only_deleted: bool) -> Any:
    from qinglian_desktop.exchange import incoming

    return incoming.look_closely(book, path, only_deleted=only_deleted)


def lines(book: Book, found: "Sequence[Difference]") -> list[tuple[str, ...]]:
    """Each row in the words of its ledger, personal values masked as in every list."""
    return [_texts(book, one) for one in found]


def _texts(book: Book, one: "Difference") -> tuple[str, ...]:
    from qinglian_desktop.shell.undo_details import content

    record = book.tables.records.get(one.table)
    row = one.after or one.before
    if record is None or row is None:  # sent back: its content is not believed
        return (record.label if record else one.table, one.row_id, one.deed, one.why)
    image = Image(0, 0, one.table, one.row_id, "", one.before, one.after)
    return (record.label, naming(record, row), one.deed, content(record, image))


class MergeDetails(OverPage):
    def __init__(
        self,
        book: Book,
        preview: "Preview",
        found: "Sequence[Difference]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("differences", "逐条内容", parent)
        total = preview.new + preview.changed + preview.returned.count
        words = (
            f"{preview.from_name} 第 {preview.number} 号包：新增 {preview.new:,}，"
            f"修改 {preview.changed:,}，退回 {preview.returned.count:,}。"
        )
        if len(found) < total:
            words += f"下面是前 {len(found):,} 条。"
        said = look.label(words + "".join(f"{note}。" for note in preview.notes), "group")
        said.setWordWrap(True)
        self.table = PlainTable("逐条内容", COLUMNS)
        self.table.fill(lines(book, found))
        self.column.addWidget(said)
        self.column.addWidget(self.table, 1)
        enter_at(self, self.table)
        if found:
            self.table.selectRow(0)
