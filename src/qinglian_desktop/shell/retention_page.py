"""到期清除: what has been kept long enough, looked at first; and the trail, made shorter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.answered import answered
from qinglian_desktop.store import people, retention, thinning
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.retention import Kept
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.word_question import ask_word

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_COLUMNS = (
    Heading("类别", 140), Heading("名称", 0, private=True), Heading("从哪天算", 120),
    Heading("保存到", 130), Heading("依据", 320),
)  # fmt: skip
NOTHING = "没有过保存期的。保存几年可以在“待核实的做法”里改。"
_LEFT = (
    "清除的是数据文件、附件和留痕里的内容；以前的备份还原时会自动再清一遍。"
    "街道那边在下次报送合并以后也清掉。"
)


def open_it(window: "Window") -> "RetentionPage":
    page = RetentionPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


class RetentionPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("retention", "到期清除")
        self._window = window
        self.found: list[Kept] = []
        self.plan: thinning.Plan | None = None
        self.purge = push_button("清除…", "danger", icon="delete")
        self.thin = push_button("精简留痕…")
        self.table = PlainTable("过了保存期的", _COLUMNS)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.said = look.label("")
        self.left = look.label(_LEFT, "hint")
        self.trail = look.label("")
        self.empty = EmptyCard("正在看哪些过了保存期。", "clock")
        for line in (self.said, self.left, self.trail):
            line.setWordWrap(True)
        below = QWidget()
        row = FlowLayout(below)
        row.addWidget(self.thin)
        self.head.addWidget(self.purge)
        for part in (self.said, self.left):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.trail)
        self.column.addWidget(below)
        self.purge.clicked.connect(self.on_purge)
        self.thin.clicked.connect(self.on_thin)
        enter_at(self, self.table)
        self._fill(None)
        self.reload()

    def reload(self) -> None:
        self._window.runner.read(_looked, self._fill)

    def _fill(self, told: "tuple[list[Kept], thinning.Plan] | None") -> None:
        self.found, self.plan = told or ([], None)
        self.table.fill([_texts(one) for one in self.found])
        self.table.setVisible(bool(self.found))
        self.left.setVisible(bool(self.found))
        self.empty.setVisible(not self.found)
        if told is not None:
            self.empty.text.setText(NOTHING)
        self.purge.setVisible(bool(self.found))
        self.said.setVisible(bool(self.found))
        if self.found:
            self.table.selectAll()
            self.said.setText(f"{retention.said(len(self.found))}不想清的，点一下别的就不选它。")
        self.trail.setVisible(self.plan is not None)
        if self.plan is not None:
            self.trail.setText(_trail_words(self.plan))
        self.thin.setVisible(bool(self.plan and self.plan.upto))

    def chosen(self) -> list[Kept]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.found[row] for row in rows if row < len(self.found)]

    # -- the two acts ----------------------------------------------------------------------

    def on_purge(self) -> None:
        keys = [one.key for one in self.chosen()]
        if not self._may("到期清除"):
            return
        asked = retention.said(len(keys)) + "清除以前会先备份一次。"
        answer = ask_word(self, asked, retention.WORD, "清除", "先不清") if keys else ("", "")
        if answer is None:
            return
        typed, reason = answer

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return retention.purge(book, keys, typed, reason, tick)

        self._run(work, "正在清除", lambda made: f"清除了 {made.result:,} 件，找不回来了。")

    def on_thin(self) -> None:
        plan = self.plan
        if plan is None or not self._may("精简留痕"):
            return
        asked = _trail_words(plan) + "取走的看不到经过了，链条和核对码还接得上。"
        answer = ask_word(self, asked, "精简", "精简", "先不做")
        if answer is None:
            return
        reason = answer[1] or f"满 {plan.months} 个月"

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return thinning.thin(book, plan, reason, thinning_key(book))

        self._run(work, "正在精简留痕", lambda made: f"留痕取走了 {made.result:,} 条。")

    def _may(self, act: str) -> bool:
        refused = people.may(self._window.book, act)
        if refused is not None:
            self.banner.say(refused)
        return refused is None

    def _run(
        self,
        work: Callable[[Book, Callable[[int, int], bool]], Changes],
        label: str,
        words: Callable[[Changes], str],
    ) -> None:
        def done(changes: Changes) -> None:
            self._window.bar.say(words(changes))
            self.reload()

        self.banner.hide()
        self._window.runner.job(work, label=label, on_done=done, on_refused=self.banner.say)


def _looked(book: Book) -> tuple[list[Kept], thinning.Plan]:
    return retention.over(book), thinning.plan(book, answered(book))


def thinning_key(book: Book) -> thinning.Sign | None:
    """Signs with the key of this office; an office without one leaves the cut unsigned."""
    from qinglian_desktop.core.outcome import Refused
    from qinglian_desktop.exchange import offices

    try:
        signing = offices.own_keys(book).signing
    except Refused:
        return None
    return lambda facts: signing.sign(b"qinglian trail cut\0" + facts).hex()


def _texts(one: Kept) -> tuple[str, ...]:
    return (one.kind, one.name, one.since, retention.shown_until(one), one.basis)


def _trail_words(plan: thinning.Plan) -> str:
    if not plan.upto or plan.first_day is None or plan.last_day is None:
        return f"留痕留 {plan.months} 个月，现在没有满期的。"
    days = f"{paper_day(plan.first_day)}到{paper_day(plan.last_day)}"
    return f"留痕里 {days}的 {plan.images:,} 条满了 {plan.months} 个月。"
