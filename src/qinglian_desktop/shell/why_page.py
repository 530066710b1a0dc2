"""为什么是这天, shown: where a deadline starts, by which article, which days were counted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.calendar import Calendar, Step, missing_words, say
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.reckoning import Reckoning, Way
from qinglian_desktop.core.record import Record, naming
from qinglian_desktop.core.recount import recount
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.month_picture import MonthPicture, marks
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.turning import Turning

_MONTHS = 4  # drawn; of a longer way the first and the last ones
_UNITS = {"day": "天", "workday": "个工作日"}


class WhyPage(OverPage):
    """Words at the left, the months with the counted days at the right."""

    def __init__(
        self, calendar: Calendar, record: type[Record], row: Mapping[str, Any], name: str
    ) -> None:
        super().__init__("why", "为什么是这天")
        self.day = date.fromisoformat(row[name])
        stored = row.get(record.deadlines[name])
        self.reckoned = reckoning.parse(stored)
        self._called = naming(record, row)
        self.subject = look.label("", "group")
        self.subject.setWordWrap(True)
        self.said = look.label(f"{record.fields[name].label}：{say(self.day)}", "strong")
        self.lines: list[str] = []
        self.pictures: list[MonthPicture] = []
        self._words = QVBoxLayout()
        self._words.setSpacing(10)
        months = QWidget()
        self._months = FlowLayout(months, gap=16)
        self._tell(calendar, stored)
        self._lay_out(months)
        cover.cover().changed.connect(self._on_cover)
        self._on_cover(cover.cover().on)
        enter_at(self, self.back)

    def _lay_out(self, months: QWidget) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self.subject)
        inside.addWidget(self.said)
        inside.addSpacing(4)
        inside.addLayout(self._words)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(Turning(card, months, (3, 4), gap=24) if self.pictures else card)
        look.named(area, self.title)
        self.column.addWidget(area, 1)

    def _say(self, text: str, role: str = "") -> None:
        self.lines.append(text)
        words = look.label(text, role)
        words.setWordWrap(True)
        self._words.addWidget(words)

    def _tell(self, calendar: Calendar, stored: str | None) -> None:
        found = self.reckoned
        if found is None or found.day != self.day:
            self._say(f"{stored or '登记时填的日期'}。" if found is None else "这一天是后来改的。")
            self._say("这一天是人定的，没有按规则推算，所以没有可以再算一遍的过程。", "hint")
            return
        deciding = max(found.ways, key=lambda way: way.last(calendar)[0])
        for way in found.ways:
            self._tell_way(calendar, way, deciding=way is deciding and len(found.ways) > 1)
        for text in missing_words(found.missing):
            self._say(f"{text}。", "hint")
        if found.told:
            self._say(f"{found.closing}。", "strong")
        self._check(calendar, found)
        steps = deciding.walk(calendar)
        if deciding.how != "given" or len(steps) > 1:
            self._draw(steps, "起算" if deciding.how == "count" else "原定")

    def _tell_way(self, calendar: Calendar, way: Way, *, deciding: bool) -> None:
        last, _ = way.last(calendar)
        self._say(f"{way.what}{'（由这一条决定）' if deciding else ''}", "strong")
        if way.by:
            self._say(way.by)
        for text in told(way, way.walk(calendar), last):
            self._say(text, "hint")

    def _check(self, calendar: Calendar, found: Reckoning) -> None:
        """Counted once more in another way, on the calendar of now."""
        again = recount(found, calendar)
        if again == self.day:
            self._say("按这些规则换一种办法再算一遍，还是这一天。", "hint")
        else:
            self._say(f"按现在的放假安排是{say(again)}。到“放假安排”里可以逐条改过来。", "problem")

    def _draw(self, steps: tuple[Step, ...], first: str) -> None:
        drawn = marks(steps, first)
        months = sorted({day.replace(day=1) for day in drawn})
        if len(months) > _MONTHS:
            half = _MONTHS // 2
            months = [*months[:half], *months[-half:]]
        for month in months:
            picture = MonthPicture(month, drawn)
            self.pictures.append(picture)
            self._months.addWidget(picture)

    def _on_cover(self, _on: bool) -> None:
        self.subject.setText(cover.veiled(f"〔{self._called}〕"))


def told(way: Way, steps: tuple[Step, ...], last: date) -> list[str]:
    """Start, count, days left out and end of one way, a sentence each."""
    made = []
    if way.how == "count":
        unit = _UNITS[way.unit]
        back = "往前" if way.amount < 0 else ""
        made.append(f"从{say(way.start)}起算，当天不算，{back}数 {abs(way.amount)} {unit}。")
    for first, until, why in reckoning.skipped(steps):
        many = (until - first).days + 1
        span = paper_day(first) if many == 1 else f"{paper_day(first)}至{paper_day(until)}"
        counted = "不算" if way.how == "count" else "让过"
        made.append(f"{counted}：{span}，{why}，{many} 天。")
    if way.how != "given" or last != way.start:
        made.append(f"到{say(last)}。")
    return made
