"""指标体系: what is scored in a year and how; at the street also a table of its own, seen first."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.evaluation import actions, computing
from qinglian_desktop.modules.evaluation.sheets.building import Imported
from qinglian_desktop.modules.evaluation.system import (
    BY_HAND,
    RULES,
    Indicator,
    System,
    shown,
)
from qinglian_desktop.shell import sticks
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.where import where_to
from qinglian_desktop.ui.year_box import YearBox

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("方面", 110), Heading("编号", 60), Heading("指标", 0),
    Heading("分值", 60, numeric=True),
    Heading("怎么计分", 90), Heading("从台账算", 110, state=True),
)  # fmt: skip
_KINDS = "表格 (*.xlsx *.xls *.csv);;全部文件 (*)"
ALL_OF_IT, SOME_OF_IT, NONE_OF_IT = "自动", "部分自动", "人工评定"


def open_it(window: "Window") -> None:
    page = IndicatorsPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class IndicatorsPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("indicators", "指标体系")
        self._window, self._book = window, window.book
        self._read: Imported | None = None
        self.street = window.book.unit.is_street
        self.year = YearBox()
        self.export = push_button("导出指标表", icon="export")
        self.open = push_button("导入指标表", "primary", icon="import")
        self.said, self.hint = look.label("", "group"), look.label("", "hint")
        self.table = PlainTable("指标", _HEADINGS)
        self.leave_it = push_button("先不用")
        self.keep = push_button("用上，随下次下发带走")
        self.issue = push_button("写入 U 盘，下发", "primary")
        self._lay_out()
        self.year.chosen.connect(self._on_year)
        self.export.clicked.connect(self._on_export)
        self.open.clicked.connect(self._on_open)
        self.leave_it.clicked.connect(self.show_held)
        self.keep.clicked.connect(partial(self.issue_to, None))
        self.issue.clicked.connect(partial(sticks.choose, self.issue, self.issue_to))
        window.runner.changed.connect(self._on_changed)
        self.now = clock.today().year
        self.show_held()

    def _lay_out(self) -> None:
        for part in (self.year, self.export, self.open):
            self.head.addWidget(part)
        for words in (self.said, self.hint):
            words.setWordWrap(True)
        self.column.addWidget(self.said)
        self.column.addWidget(self.hint)
        self.column.addWidget(self.table, 1)
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.leave_it, self.keep, self.issue):
            row.addWidget(button)
        self.column.addWidget(self.foot)
        enter_at(self, self.table)

    # -- what holds -----------------------------------------------------------------------

    def show_held(self) -> None:
        """The indicators of the year; what was read and not issued is forgotten."""
        self._read = None
        rules = computing.system_of(self._book, self.now)
        today = clock.today().year
        self.year.offer((today - 1, today, today + 1), self.now)
        self.said.setText(f"{self.now} 年：{rules.title}，{told(rules)}{_unsure(rules)}")
        self.hint.setText(self._what_to_do())
        self.foot.hide()
        self.year.setEnabled(True)
        self.open.setVisible(self.street)
        self.export.show()
        self.table.fill([*map(partial(_row, rules), rules.indicators)])

    def _what_to_do(self) -> str:
        if self.street:
            return (
                "改指标：先【导出指标表】，在表里改好，再【导入指标表】。"
                "自己做的表也能导入，先看读出了什么，再下发。"
            )
        return "指标由街道下发，一年一版；还没有下发的，按程序建议的指标。"

    def leave(self) -> None:
        if self._read is not None:
            self.show_held()
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().leave()

    def _on_year(self, year: int) -> None:
        self.now = year
        self.banner.hide()
        self.show_held()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("rule_pack") and self._read is None:
            self.show_held()

    def _on_export(self) -> None:
        name = f"{self.now}年指标体系.xlsx"
        path = where_to(self, "指标表存到哪里", name, "表格 (*.xlsx)", (".xlsx",))
        if path is None:
            return
        self._window.runner.job(
            _exported, path, self.now, label="导出指标表", on_done=self._on_exported,
            on_refused=self._on_refused,
        )  # fmt: skip

    def _on_exported(self, path: Path) -> None:
        self._window.runner.said.emit(f"写好了〔{path.name}〕，改好以后可以再导入。")

    # -- a table of the street ------------------------------------------------------------

    def _on_open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选指标表", sticks.usual_place(), _KINDS)
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """What the table comes to; nothing is written."""
        self.banner.hide()
        self._window.runner.job(
            _looked, path, self.now, label="看指标表", on_done=self._on_looked,
            on_refused=self._on_refused,
        )  # fmt: skip

    def _on_looked(self, found: Imported) -> None:
        self._read = found
        rules = found.system
        self.said.setText(f"读出〔{rules.title}〕，用在 {self.now} 年：{told(rules)}")
        more = "（可以在“自动计分”一栏写明怎么算）" if found.by_hand else ""
        by_hand = f"，{len(found.by_hand)} 项人工评定{more}" if found.by_hand else ""
        self.hint.setText(f"{len(found.kept)} 项从台账算建议分{by_hand}。")
        self.table.fill([*map(partial(_row, rules), rules.indicators)])
        self.open.hide()
        self.export.hide()
        self.year.setEnabled(False)  # the table was read for this year
        self.foot.show()
        sound = not found.faults
        self.keep.setEnabled(sound)
        self.issue.setEnabled(sound)
        if found.faults:
            self.banner.say(Refused("；".join(found.faults[:3]), "请在表里改好，再导入一次",
                                    code="QL-SA-002"))  # fmt: skip
        (self.issue if sound else self.leave_it).setFocus(Qt.FocusReason.OtherFocusReason)

    def issue_to(self, folder: Path | None) -> None:
        if self._read is None:
            return
        self._window.runner.job(
            _issued, self._read.system, self.now, folder, label="下发指标",
            on_done=partial(self._on_issued, folder), on_refused=self._on_refused,
        )  # fmt: skip

    def _on_issued(self, folder: Path | None, changes: Changes) -> None:
        written: Any = changes.result
        what = f"写好了 {len(written)} 个单位的指标，" if folder is not None else ""
        how = "本街道也用上了。" if folder is not None else "用上了，随下次下发带给各单位。"
        self._window.runner.said.emit(what + how)
        self.show_held()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)


def told(rules: System) -> str:
    """37 项，6 个方面，合计 100 分，加分最多 5 分."""
    whole = shown(sum((one.points for one in rules.indicators), rules.total * 0))
    return (
        f"{len(rules.indicators)} 项，{len(rules.dimensions)} 个方面，合计 {whole} 分，"
        f"加分最多 {shown(rules.bonus_cap)} 分，负面清单 {len(rules.vetoes)} 条"
    )


def _unsure(rules: System) -> str:
    return f"（{rules.unsure}）" if rules.unsure else ""


def _row(rules: System, one: Indicator) -> tuple[str, ...]:
    return (
        rules.dimension(one.dimension).name, one.id, one.title, shown(one.points),
        RULES[one.rule], counted(one),
    )  # fmt: skip


def counted(one: Indicator) -> str:
    """How much of an indicator the program works out from records."""
    by_hand = sum(part.way == BY_HAND for part in one.parts)
    return ALL_OF_IT if not by_hand else NONE_OF_IT if by_hand == len(one.parts) else SOME_OF_IT


def _exported(book: Book, path: Path, year: int, _tick: Any) -> Path:
    return actions.export_system(book, path, year)


def _looked(book: Book, path: Path, year: int, _tick: Any) -> Imported:
    return actions.read_workbook(book, path, year)


def _issued(book: Book, rules: System, year: int, folder: Path | None, _tick: Any) -> Changes:
    return actions.issue_system(book, rules, year, folder)
