"""通报: its draft at any time, its number and day, and what was issued, word for word."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.yearend import actions, reads, rules
from qinglian_desktop.modules.yearend.page.part import Year, YearEndPage
from qinglian_desktop.modules.yearend.records import ISSUED, YearReview
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm
from qinglian_desktop.ui.where import where_to

_COLUMNS = (
    Heading("通报", 0), Heading("文号", 200), Heading("印发日期", 110),
    Heading("进展", 100, state=True), Heading("指纹", 110),
)  # fmt: skip
_ASK = "印发后内容就定下来，不能再改；各单位的结论随下次下发带去。要改只能另出更正。现在印发吗？"
_FIELDS = ("document_no", "issued_on", "demands")


class NoticePage(YearEndPage):
    def __init__(self, desk: Desk, year: Year) -> None:
        self.again = push_button("更正")
        self.again.setToolTip("另出一版；已经印发的照旧留着")
        self.old_word = push_button("存为 Word", icon="document")
        self.old_print = push_button("打印选中的", icon="print")
        super().__init__(
            desk, year, YearReview.table, "年终评价通报",
            (self.old_print, self.old_word, self.again),
        )  # fmt: skip
        self.form = SmallForm({name: YearReview.fields[name] for name in _FIELDS})
        self.draft = push_button("看草稿", icon="print")
        self.word = push_button("草稿存为 Word", icon="document")
        self.issue = push_button("印发", "primary")
        self.table = PlainTable("各版通报", _COLUMNS)
        self.rows: list[Row] = []
        self._lay_out()
        self.draft.clicked.connect(lambda: self.print_paper(""))
        self.word.clicked.connect(lambda: self.on_word(""))
        self.issue.clicked.connect(self.on_issue)
        self.form.submitted.connect(self.on_issue)
        self.again.clicked.connect(self.on_again)
        self.old_word.clicked.connect(lambda: self.on_word(self._chosen()))
        self.old_print.clicked.connect(lambda: self.print_paper(self._chosen()))
        self.table.opened.connect(lambda _row, _column: self.print_paper(self._chosen()))
        self._year = 0
        self.reload()

    def _lay_out(self) -> None:
        self.card = QFrame()
        self.card.setProperty("role", "card")
        look.named(self.card, "印发通报")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(10)
        line = QWidget()
        line.setProperty("role", "clear")
        row = FlowLayout(line, gap=8)
        for part in (self.issue, self.draft, self.word):
            row.addWidget(part)
        self.first = look.label("印发通报", "group")
        for place in (self.first, self.form, line):
            inside.addWidget(place)
        self.listed = look.label("印发过的（回车打印这一版）", "group")
        self.area = scrolled(self.card)
        self.column.addWidget(self.area, 2)
        self.column.addWidget(self.listed)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    def show_year(self) -> None:
        book, year = self.desk.book, self.chosen.year
        found = reads.reviews(book, year)
        issued = bool(found) and found[0]["state"] == ISSUED
        self.rows = [row for row in found if row["state"] == ISSUED]
        self.name.setText(f"{year}年度年终评价通报")
        self.card.setVisible(not issued)
        self.area.setVisible(not issued)
        self.again.setVisible(issued)
        for part in (self.table, self.listed, self.old_print, self.old_word):
            part.setVisible(bool(self.rows))
        lacking = rules.lacking(reads.judged(book, year))
        if issued:
            self.said.setText("已经印发，内容冻结。打印出来的和印发那天一样。")
        elif lacking:
            self.said.setText(f"还不能印发：{lacking}。草稿随时可以看，纸上有“草稿”两个字。")
        else:
            self.said.setText("每一家都核定了。填文号和日期，看过草稿再印发。")
        self.first.setText("更正通报" if self.rows else "印发通报")
        if not issued and self._year != year:
            begun = found[0]["demands"] if found else None
            today = clock.today().isoformat()
            self.form.put({"document_no": None, "issued_on": today, "demands": begun})
        self._year = 0 if issued else year
        self.table.fill(
            [
                (row["title"], row["document_no"] or "", row["issued_on"] or "", row["state"],
                 (row["digest"] or "")[:8].upper())
                for row in self.rows
            ]
        )  # fmt: skip
        if self.rows and self.table.row() < 0:
            self.table.selectRow(0)
        enter_at(self, self.table if issued else self.form.editors["document_no"])

    def show_row(self, _table: str, row_id: str) -> None:
        for place, row in enumerate(self.rows):
            if row["id"] == row_id:
                self.table.selectRow(place)

    def _chosen(self) -> str:
        place = self.table.row()
        return str(self.rows[place]["id"]) if 0 <= place < len(self.rows) else ""

    # -- paper and file -------------------------------------------------------------------

    def print_page(self) -> None:
        self.print_paper("" if self.card.isVisible() else self._chosen())

    def print_paper(self, review_id: str) -> None:
        given = self.form.values()
        words = ("", "") if review_id else (given["document_no"] or "", given["demands"] or "")
        show_paper(
            self.desk, actions.paper_of, self.chosen.year, review_id, *words, title="年终评价通报",
            on_refused=self.banner.say, draft_note="印发以后，纸上的“草稿”两个字自动去掉。",
        )  # fmt: skip

    def on_word(self, review_id: str) -> None:
        if covered := cover.stops("存为 Word"):
            self.banner.say(covered)
            return
        name = f"{self.chosen.year}年度年终评价通报{'' if review_id else '（草稿）'}.docx"
        place = where_to(self, "存为 Word", name, "Word 文件 (*.docx)", (".docx",))
        if place is not None:
            self.save_as(place, review_id)

    def save_as(self, path: Path, review_id: str) -> None:
        given = self.form.values()
        words = ("", "") if review_id else (given["document_no"] or "", given["demands"] or "")
        self.desk.runner.job(
            partial(_written, self.chosen.year, path, review_id, words), label="正在存为 Word",
            on_done=partial(self._on_written, path), on_refused=self.banner.say,
        )  # fmt: skip

    def _on_written(self, path: Path, _changes: Changes) -> None:
        self.desk.runner.said.emit(f"通报已存为 {path.name}。")

    # -- issuing --------------------------------------------------------------------------

    def on_issue(self) -> None:
        self.banner.hide()
        if self.form.problem():
            return
        if lacking := rules.lacking(reads.judged(self.desk.book, self.chosen.year)):
            self.banner.say(Refused(f"还不能印发：{lacking}", "请到“各单位”逐家核定"))
            return
        given = self.form.values()
        if given["document_no"] and not ask(self, _ASK, "印发", "再看看"):
            return
        day = date.fromisoformat(given["issued_on"]) if given["issued_on"] else None
        self.act(
            actions.issue, self.chosen.year, given["document_no"] or "", day,
            given["demands"] or "",
            on_refused=self._on_refused, say="通报已印发，各单位的结论随下次下发带去。",
        )  # fmt: skip

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)

    def on_again(self) -> None:
        self.act(
            actions.reopen,
            self.chosen.year,
            say="可以改了。改完在“通报”里印发更正，原来的一版留着。",
        )


def _written(
    year: int, path: Path, review_id: str, words: tuple[str, str], book: Any, _tick: Any
) -> Changes:
    return actions.save_notice_as_word(book, year, path, review_id, *words)
