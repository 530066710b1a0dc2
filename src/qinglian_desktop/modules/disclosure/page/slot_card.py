"""What can be done with the chosen slot? Hang a notice, take it off, move it, add its photo."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure.actions.boards import Choice
from qinglian_desktop.modules.disclosure.wall_reads import Slot
from qinglian_desktop.modules.disclosure.wall_records import Hanging
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import fill, push_button


class SlotCard(QFrame):
    """`asked` names the act; the page carries it out."""

    asked = Signal(str)  # hang, take_off, move, look

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "这一格")
        self.slot: Slot | None = None
        self._choices: dict[str, Choice] = {}
        self.title = look.label("先选一格", "group")
        self.title.setWordWrap(True)
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.notice = self._box("要贴的公告")
        self.up = self._form(desk, ("posted_by", "witness", "posted_on", "proof"))
        self.hang = push_button("上墙", "primary")
        self.look = push_button("看公告", "link")
        self.photo = self._form(desk, ("proof", "witness"))
        self.down = self._form(desk, ("removed_by", "removal_reason"))
        self.off = push_button("撤下")
        self.place = self._box("换到哪一格")
        self.move_button = push_button("换位置")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        self._empty = (self.notice, self.up, self.hang)
        self._full = (self.look, self.photo, self.down, self.off, self.place, self.move_button)
        for part in (self.title, self.words, *self._empty, *self._full):
            column.addWidget(part)
        column.addStretch(1)
        cover.cover().changed.connect(self._on_cover)
        self.notice.activated.connect(self._on_notice)
        for button, act in (
            (self.hang, "hang"),
            (self.off, "take_off"),
            (self.move_button, "move"),
            (self.look, "look"),
        ):
            button.setAutoDefault(False)
            button.setProperty("act", act)
            button.clicked.connect(self._on_clicked)

    def _on_cover(self) -> None:
        if self.slot is not None:
            self.words.setText(self._said(self.slot, list(self._choices.values())))

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        look.named(box, name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _form(self, desk: Desk, fields: tuple[str, ...]) -> RecordForm:
        return RecordForm(Hanging, reader=desk.book, fields=fields, store_file=desk.store_file)

    def _on_clicked(self) -> None:
        self.asked.emit(self.sender().property("act"))

    # -- what is shown --------------------------------------------------------------------

    def show_slot(
        self, slot: Slot | None, choices: Sequence[Choice], free: Sequence[int], who: str
    ) -> None:
        """`choices` are notices that may go in here, `free` the slots it may move to."""
        same = (
            self.slot is not None and slot is not None and self._key(self.slot) == self._key(slot)
        )
        self.slot = slot
        shown = slot is not None and slot.hanging is not None
        ripe = shown and slot is not None and slot.word(clock.today()) == "可撤"
        for part in self._empty:
            part.setVisible(slot is not None and (not shown or bool(ripe)) and bool(choices))
        for part in self._full:
            part.setVisible(shown)
        self.photo.setVisible(shown and not (ripe and choices))
        for part in (self.place, self.move_button):
            part.setVisible(shown and bool(free) and not ripe)
        if slot is None:
            self.title.setText("先选一格")
            self.words.setText("点左边图上的一格，看贴了什么，或者把公告贴上去。")
            return
        self.title.setText(slot.spot)
        self.words.setText(self._said(slot, choices))
        self.hang.setText("盖上去，换成这一份" if ripe else "上墙")
        fill(self.off, shown and (not choices or not ripe) and bool(ripe))
        self._fill_boxes(slot, choices, free)
        if not same:
            self.up.set_row({"posted_by": who})
            self._on_notice()
            self.down.set_row({"removed_by": who})
        if slot.hanging is not None:
            self.photo.set_row(slot.hanging)

    def _on_notice(self, *_: object) -> None:
        """An approved paper was printed for a day; another one hangs from today."""
        one = self._choices.get(self.notice.currentData())
        day = one.day if one is not None else clock.today()
        self.up.editors["posted_on"].set_stored(day.isoformat())

    def _key(self, slot: Slot) -> tuple[str, int, str]:
        return slot.board["id"], slot.number, (slot.hanging or {}).get("id", "")

    def _fill_boxes(self, slot: Slot, choices: Sequence[Choice], free: Sequence[int]) -> None:
        chosen = self.notice.currentData()
        self._choices = {one.notice["id"]: one for one in choices}
        self.notice.clear()
        for one in choices:
            self.notice.addItem(f"{one.why}：{one.notice['title']}", one.notice["id"])
            said = f"{one.notice['number']} {one.notice['title']}"
            self.notice.setItemData(self.notice.count() - 1, said, Qt.ItemDataRole.ToolTipRole)
        self.notice.setCurrentIndex(max(self.notice.findData(chosen), 0) if choices else -1)
        self.place.clear()
        for number in free:
            self.place.addItem(f"第 {number} 格", number)

    def _said(self, slot: Slot, choices: Sequence[Choice]) -> str:
        hanging, day = slot.hanging, clock.today()
        if hanging is None:
            more = "" if choices else "还没有审核好的公告；先到“公告”里写好、审核。"
            return f"空着。{more}"
        posted = paper_day(date.fromisoformat(hanging["posted_on"]))
        who = "、".join(str(hanging[n]) for n in ("posted_by", "witness") if hanging[n])
        who = cover.STARS if who and cover.cover().on else who
        title = (slot.notice or {}).get("title") or ""
        said = f"{title}（{hanging['number']}），{posted}贴上{'，' + who if who else ''}。"
        lacks = "、".join(
            word for name, word in (("proof", "照片"), ("witness", "在场人")) if not hanging[name]
        )
        said += f"还缺{lacks}，补在下面。" if lacks else ""
        until = slot.until()
        if slot.lasting:
            return f"{said}长期公开，撤下要写原因。"
        if until is None or until <= day:
            return f"{said}贴够了，可以撤，也可以直接盖上新的。"
        left = (until - day).days
        return f"{said}还要贴 {left} 天，{paper_day(until)}起才能撤、才能盖。"

    def point_at(self, refused: Refused) -> bool:
        """The red words under the field that is meant, or the focus there."""
        for form in (self.up, self.down):
            if form.isVisibleTo(self) and form.show_problem(refused):
                return True
        return False

    def take_focus(self) -> None:
        first = self.notice if self.notice.isVisibleTo(self) else self.off
        if first.isVisibleTo(self):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
