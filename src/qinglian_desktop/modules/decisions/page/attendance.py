"""Who was there? All of the roster are ticked; the clerk unticks who was not, by initials or hand.

Whoever was not simply there has a line of his own: how, and for 回避 why.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.modules.decisions.actions import Attends
from qinglian_desktop.modules.decisions.reads import Member
from qinglian_desktop.modules.decisions.records import ABSENT, ATTENDANCE, AVOIDS, THERE
from qinglian_desktop.modules.decisions.rules.avoidance import Proposal
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import emptied

_WAYS = tuple(way for way in ATTENDANCE if way != THERE)
_BETWEEN = re.compile(r"[\s、，,；;]+")
_ROWS = 5  # lines of names seen at once


class Attendance(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Sequence[Member] = ()
        self._away: dict[int, _AwayLine] = {}
        self.seek = QLineEdit()
        self.seek.setPlaceholderText("谁没来？打姓名或首字母，几个人用空格隔开，按回车")
        self.unknown = look.label("", "problem")
        self.unknown.hide()
        look.named(self.seek, "谁没来")
        self.list = QListWidget()
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setTabKeyNavigation(False)
        look.named(self.list, "应到名单", "打勾的是到会的；空格改")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.seek)
        column.addWidget(self.unknown)
        column.addWidget(self.list)
        column.addLayout(self._lines)
        self.seek.returnPressed.connect(self._on_return)
        self.seek.textEdited.connect(self._on_typed)
        self.list.itemChanged.connect(self._on_ticked)
        cover.cover().changed.connect(self._name_all)

    # -- the roster -----------------------------------------------------------------------

    def show_people(self, people: Sequence[Member], away: Sequence[Attends] = ()) -> None:
        """This roster, everybody there but those `away`; the same roster again keeps its ticks."""
        if tuple(people) == tuple(self._people) and not away:
            return
        self._people = tuple(people)
        self._away = {}
        emptied(self._lines)
        self.list.blockSignals(True)
        self.list.clear()
        for _ in people:
            item = QListWidgetItem()
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self._name_all()
        self.list.blockSignals(False)
        for how in away:
            place = self._place_of(how)
            if place >= 0:
                self._put_away(place, how)
        if people:
            self.list.setCurrentRow(0)
        self._fit()

    def show_anew(self, people: Sequence[Member], away: Sequence[Attends]) -> None:
        """As it was at another time: the ticks so far are let go."""
        self._people = ()
        self.show_people(people, away)
        self.changed.emit()

    def _place_of(self, how: Attends) -> int:
        for place, one in enumerate(self._people):
            if (how.person_id or how.name) in (one.person_id, one.name):
                return place
        return -1

    def away(self) -> tuple[Attends, ...]:
        """Whoever was not simply there."""
        found = []
        for place, line in sorted(self._away.items()):
            one = self._people[place]
            way, why = line.way.currentText(), line.why.text().strip()
            found.append(Attends(one.name, way, one.person_id, why if way == AVOIDS else ""))
        return tuple(found)

    @property
    def people(self) -> Sequence[Member]:
        """Who is due, as shown."""
        return self._people

    def mark_avoiding(self, one: Proposal) -> None:
        """Keeps somebody out, with the reason; it can still be put right in his line."""
        for place, member in enumerate(self._people):
            if bare(member.name) == one.name:
                self._bring_back(place)
                self._put_away(place, Attends(member.name, AVOIDS, interest=one.reason))
                self._away[place].why.setFocus(Qt.FocusReason.OtherFocusReason)
                self.changed.emit()
                return

    def point_at_reason(self) -> bool:
        """The focus to the first 回避 without its reason."""
        for line in self._away.values():
            if line.way.currentText() == AVOIDS and not line.why.text().strip():
                line.why.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    # -- ticks ----------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        self.unknown.hide()
        words = _BETWEEN.split(text.strip())
        place = self._found(words[-1])
        if place >= 0:
            self.list.setCurrentRow(place)

    def _found(self, text: str) -> int:
        """The first person whose name begins with or holds the text, or sounds like it."""
        word = text.strip()
        if not word:
            return -1
        by = (
            lambda name: name.startswith(word),
            lambda name: word in name,
            lambda name: word.isascii() and at_hand.now().sounds(name, word),
        )
        for fits in by:
            for place, one in enumerate(self._people):
                if fits(one.name):
                    return place
        return -1

    def _on_return(self) -> None:
        """Everybody named stays away, or comes after all; who is not known stays in the line."""
        words = [word for word in _BETWEEN.split(self.seek.text().strip()) if word]
        strange = [word for word in words if self._found(word) < 0]
        for place in dict.fromkeys(map(self._found, words)):
            if place >= 0:
                item = self.list.item(place)
                there = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if there else Qt.CheckState.Checked)
        self.seek.setText(" ".join(strange))
        self.unknown.setText(f"名单里没有“{'、'.join(strange)}”。请核对姓名。")
        self.unknown.setVisible(bool(strange))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        place = self.list.row(item)
        if item.checkState() == Qt.CheckState.Checked:
            self._bring_back(place)
        elif place not in self._away:
            self._put_away(place, Attends(self._people[place].name, ABSENT))
        self.changed.emit()

    def _put_away(self, place: int, how: Attends) -> None:
        line = _AwayLine(self._people[place].name, how)
        line.changed.connect(partial(self._on_line, place))
        before = list(self._away.values())[-1].why if self._away else self.list
        self._away[place] = line
        self._lines.addWidget(line)
        line.show()
        QWidget.setTabOrder(before, line.way)  # not behind everything that was there before
        QWidget.setTabOrder(line.way, line.why)
        self.list.blockSignals(True)
        # Who came late was there; who came late or left is still ticked off by hand.
        self.list.item(place).setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def _bring_back(self, place: int) -> None:
        line = self._away.pop(place, None)
        if line is not None:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()

    def _on_line(self, _place: int) -> None:
        self.changed.emit()

    # -- looks ----------------------------------------------------------------------------

    def _name_all(self, _on: bool = False) -> None:
        covered = cover.cover().on
        for place, one in enumerate(self._people):
            item = self.list.item(place)
            if item is not None:
                item.setText(cover.STARS if covered else one.name)
                item.setToolTip(
                    "" if covered else f"{one.name} {one.role} {one.group_name}".strip()
                )
        for line in self._away.values():
            line.name_it(covered)

    def _fit(self) -> None:
        sized = look.metrics()
        wide = max((self.fontMetrics().horizontalAdvance(p.name) for p in self._people), default=0)
        cell = QSize(wide + sized.icon + sized.px(48), sized.row)
        self.list.setGridSize(cell)
        self.list.blockSignals(True)  # another size is no tick
        for place in range(self.list.count()):
            self.list.item(place).setSizeHint(cell)
        self.list.blockSignals(False)
        room = self.list.width() - self.list.verticalScrollBar().sizeHint().width() - 4
        across = max(room // max(cell.width(), 1), 1)
        rows = min(-(-len(self._people) // across), _ROWS) if self._people else 1
        self.list.setFixedHeight(rows * cell.height() + 8)

    def resizeEvent(self, event: "QEvent") -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self._fit()


class _AwayLine(QWidget):
    """周甲 [缺席 ▾] and, where it is 回避, why."""

    changed = Signal()

    def __init__(self, name: str, how: Attends) -> None:
        super().__init__()
        self._name = name
        self.name = look.label(name)
        self.way = ChoiceBox("怎么没到")
        self.way.addItems(_WAYS)
        self.way.setCurrentText(how.attendance)
        self.why = QLineEdit(how.interest)
        self.why.setPlaceholderText("和这件事的关系，例：承租人是他弟弟")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.way)
        row.addWidget(self.why, 1)
        row.addStretch(0)
        self.way.currentTextChanged.connect(self._on_way)
        self.why.textEdited.connect(self.changed)
        self._on_way(how.attendance)
        self.name_it(cover.cover().on)

    def name_it(self, covered: bool) -> None:
        who = "" if covered else self._name
        self.name.setText(cover.STARS if covered else self._name)
        look.named(self.way, f"{who}怎么没到")
        look.named(self.why, f"{who}为什么回避")
        mode = QLineEdit.EchoMode.Password if covered else QLineEdit.EchoMode.Normal
        self.why.setEchoMode(mode)

    def _on_way(self, way: str) -> None:
        self.why.setVisible(way == AVOIDS)
        self.changed.emit()


def away_of(book: Any, row: Mapping[str, Any]) -> tuple[Attends, ...]:
    """Whoever was entered for this step as not simply there."""
    if not row.get("id"):
        return ()
    return tuple(
        Attends(one["name"], one["attendance"], one["person_id"] or "", one["interest"] or "")
        for one in reads.people_of(book, row["id"])
        if one["attendance"] != THERE
    )
