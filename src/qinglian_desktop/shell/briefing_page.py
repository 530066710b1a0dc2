"""写简报: the figures of a period in words, tables and two charts, as a paper and for Word."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Chart, Document, Heading, Paragraph, Table
from qinglian_desktop.core.kinds import LONG, TEXT
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.street import briefing
from qinglian_desktop.modules.street.briefing import Said
from qinglian_desktop.modules.street.page.summary import periods
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.where import where_to

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_FIELDS = {
    "issue": Field("第几期", TEXT, required=False, example="2026年第4期"),
    "before": Field("开头的话", LONG, required=False),
    "after": Field("下一步工作", LONG, required=False),
}
_HOW = "数字和汇总表一样，两张图在 Word 里可以改。先看一遍，再存为 Word 接着写。"


def open_it(window: "Window") -> None:
    page = BriefingPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class BriefingPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("briefing", "写简报")
        self._window = window
        self.period = ChoiceBox("期间")
        for one in periods(clock.today()):
            self.period.addItem(one.label, str(one))
        self.period.setCurrentIndex(1)
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.form = SmallForm(_FIELDS)
        self.word = push_button("存为 Word", "primary", icon="document")
        self.show_it = push_button("看一看", icon="print")
        buttons = QWidget()
        buttons.setProperty("role", "clear")
        row = FlowLayout(buttons, gap=8)
        for part in (self.period, self.word, self.show_it):
            row.addWidget(part)
        self.parts = look.label("")
        self.parts.setWordWrap(True)
        look.named(self.parts, "简报里写到的数字")
        self.empty = EmptyCard("还没有单位。先下发单位文件，村居才能报送。", "street")
        self.body = scrolled(self.form, look.label("简报里写到", "group"), self.parts)
        self.column.addWidget(self.said)
        self.column.addWidget(buttons)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self._buttons = buttons
        self.period.currentIndexChanged.connect(self.reload)
        self.word.clicked.connect(self.on_word)
        self.show_it.clicked.connect(self.print_page)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.form.editors["issue"])
        self.reload()

    @property
    def chosen(self) -> Period:
        return Period.parse(self.period.currentData())

    def _told(self) -> Said:
        given = self.form.values()
        return Said(*(str(given[name] or "") for name in ("issue", "before", "after")))

    def reload(self) -> None:
        try:
            paper = briefing.briefing(self._window.book, self.chosen)
        except Refused as refused:
            self.banner.say(refused)
            paper = None
        there = paper is not None
        for part in (self.said, self._buttons, self.body):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if paper is not None:
            self.banner.hide()
            self.parts.setText("\n".join(_parts(paper)))

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()

    def print_page(self) -> None:
        show_paper(
            self._window.desk, briefing.briefing, self.chosen, self._told(), title="简报",
            on_refused=self.banner.say,
        )  # fmt: skip

    def on_word(self) -> None:
        if covered := cover.stops("存为 Word"):
            self.banner.say(covered)
            return
        name = f"{self._window.book.unit.name}{self.chosen.label}简报.docx"
        place = where_to(self, "简报存到哪里", name, "Word 文件 (*.docx)", (".docx",))
        if place is not None:
            self.save_as(place)

    def save_as(self, path: Path) -> None:
        self._window.runner.job(
            partial(_written, self.chosen, path, self._told()), label="正在写简报",
            on_done=partial(self._on_written, path), on_refused=self.banner.say,
        )  # fmt: skip

    def _on_written(self, path: Path, _changes: Changes) -> None:
        self._window.runner.said.emit(f"简报已存为 {path.name}。")


def _written(period: Period, path: Path, said: Said, book: Any, _tick: Any) -> Changes:
    return briefing.save_as_word(book, period, path, said)


def _parts(paper: Document) -> list[str]:
    """What is said under each heading, and which pictures and tables stand there."""
    lines: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text):
                lines.append(text)
            case Chart(title=title):
                lines.append(f"（图：{title}）")
            case Table(rows=rows):
                lines.append(f"（表：{len(rows)} 行）")
            case _:
                pass
    return lines
