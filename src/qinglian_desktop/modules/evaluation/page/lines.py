"""自评表 (A-02): every indicator in a list that is typed into, and its card (A-03)."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import actions, assessment_reads, assessment_rules
from qinglian_desktop.modules.evaluation.assessment_records import OPEN, AssessmentLine
from qinglian_desktop.modules.evaluation.page.line_view import LineView
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import push_button

_COLUMNS = (
    "dimension", "indicator", "title", "points", "suggested", "self_score", "note", "basis",
    "files",
)  # fmt: skip
_OWN = ("self_score", "note", "differs")
_BY_NEW_TABLE = "按新指标表更新"
_BY_PROGRAM = "这一列按指标表和台账算出来，不能在这里改。"


class LinesLedger(LedgerPage):
    """The lines of one version, in the order of the issued table."""

    assessment_id = ""  # before anything is begun nothing is listed

    def query(self, *, but: str = "") -> Query:
        asked = super().query(but=but)
        where = (Where("assessment_id", "=", self.assessment_id), *asked.where)
        return asked._replace(where=where, order=asked.order or (("seq", False),))

    def lock_columns(self) -> None:
        """What the program fills in takes nothing typed."""
        others = [name for name in AssessmentLine.fields if name not in (*_OWN, "files")]
        self.hands.keep_out(dict.fromkeys(others, _BY_PROGRAM))


class LinesPage(ListAndView):
    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        ledger = desk.ledger(
            AssessmentLine, title="自评表", columns=_COLUMNS, page_type=LinesLedger
        )
        assert isinstance(ledger, LinesLedger)
        super().__init__(ledger, AssessmentLine.table, "自评表")
        self.lines: LinesLedger = ledger
        self._desk, self._chosen = desk, chosen
        self._last: Mapping[str, int] = {}
        self._marks: Mapping[str, int] = {}
        ledger.lock_columns()
        for button in (ledger.head.add, ledger.list.begin):
            button.hide()
        ledger.table.records.says = {"basis": self._words}
        ledger.table.records.titles = {"basis": "进展"}
        ledger.list.empty.text.setText("还没有开始这一年的自评。到“首页”按“开始自评”。")
        self.take = push_button("采用建议")
        look.named(self.take, "采用建议", "还没自评的各项，都先按系统建议填上")
        self.refresh = push_button("更新建议")
        self.told = look.label("", "hint")
        self.told.setWordWrap(True)
        for button in (self.take, self.refresh):
            ledger.head.put(button)
        ledger.put_below_head(self.told)
        self.view = LineView(desk)
        self.view.closed.connect(self.show_list)
        self.view.stepped.connect(self._on_stepped)
        self._stack.addWidget(self.view)
        self.take.clicked.connect(self.on_take)
        self.refresh.clicked.connect(self.on_refresh)
        chosen.changed.connect(self.show_year)
        desk.runner.changed.connect(self._on_changed)
        self.show_year()

    def show_year(self) -> None:
        """The lines of the version worked in."""
        row = self._chosen.row
        self.lines.assessment_id = row["id"] if row else ""
        self._stack.setCurrentWidget(self.list)
        self.reload()

    def reload(self) -> None:
        row = self._chosen.row
        if row is not None and row["id"] != self.lines.assessment_id:
            self.lines.assessment_id = row["id"]
        self._show_told(row)
        super().reload()

    def _show_told(self, row: Row | None) -> None:
        book = self._desk.book
        is_open = row is not None and row["state"] in OPEN
        self.take.hide()
        self.refresh.hide()
        self.told.setVisible(row is not None)
        if row is None:
            return
        self._last = assessment_reads.last_year(book, row)
        self._marks = assessment_reads.word_of_street(book, row).scores
        own = assessment_rules.tally(assessment_reads.lines(book, row["id"]))
        self.take.setVisible(is_open and own.said < own.asked)
        told = f"已自评 {own.said}/{own.asked} 项，得分 {shown(own.points)}。"
        if not is_open:
            told += f"现在是“{row['state']}”，内容不能改。"
        self.told.setText(told)
        if is_open:
            assessment_id = row["id"]
            self._desk.runner.read(
                lambda book: (assessment_id, _words_of_update(book, assessment_id)),
                self._on_stale,
            )

    def _on_stale(self, answer: tuple[str, str]) -> None:
        assessment_id, words = answer
        if assessment_id == self.lines.assessment_id:
            self.refresh.setVisible(bool(words))
            self.refresh.setText(words)
            look.named(self.refresh, self.refresh.text())

    def _words(self, row: Row) -> str:
        """What the line still needs."""
        if not assessment_rules.applies(row):
            return "不适用"
        if row["self_score"] is None:
            return "还没自评"
        if assessment_rules.unlike_suggested(row):
            return "要写原因"
        if assessment_rules.unlike_others(row, self._last, self._marks):
            return "要写说明"
        return "已自评"

    def on_take(self) -> None:
        changes = self._desk.runner.act(
            actions.take_suggestions, self.lines.assessment_id,
            on_refused=self.list.banner.say,
        )  # fmt: skip
        if changes is not None:
            self._desk.runner.said.emit(f"{changes.result} 项按系统建议填上了，可以撤销。")

    def on_refresh(self) -> None:
        self._desk.runner.act(
            actions.refresh, self.lines.assessment_id, on_refused=self.list.banner.say,
            say="更新好了，已经填的自评分没有动；超过新分值的要重新填。"
            if self.refresh.text() == _BY_NEW_TABLE
            else "系统建议更新了，自评分没有动。",
        )  # fmt: skip

    def new_record(self) -> None:
        """Ctrl+N: the next line that has no score yet."""
        for place, row_id in enumerate(self.lines.table.records.ids):
            if self._words(self.lines.table.records.row(place)) == "还没自评":
                self.lines.table.select_id(row_id)
                return

    def show_row(self, _table: str, row_id: str) -> None:
        self.open_record(row_id)

    def _on_stepped(self, way: int) -> None:
        """下一项 (PgDn) on the card."""
        ids = list(self.lines.table.records.ids)
        if self.view.row_id in ids:
            place = ids.index(self.view.row_id) + way
            if 0 <= place < len(ids):
                self.open_record(ids[place])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("assessment_line", "assessment", "assessment_mark"):
            row = self._chosen.row
            if row is not None and row["id"] != self.lines.assessment_id:
                self.show_year()
            elif self.isVisible():
                self._show_told(row)

    def flush(self) -> None:
        self.view.flush()


def _words_of_update(book: Any, assessment_id: str) -> str:
    """What the button of the update says; "" while there is nothing to update."""
    if assessment_reads.reissued(book, assessment_reads.there(book, assessment_id)):
        return _BY_NEW_TABLE
    many = len(assessment_reads.stale(book, assessment_id))
    return f"台账变了，更新 {many} 项建议" if many else ""
