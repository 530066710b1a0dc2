"""What can be done about a meeting that is not entered yet; to prepare it comes first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import fill, push_button

_ORDER = "会还没开的，先按“准备会议”；开完了的，在下面登记。"


class WaysBefore(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.order = look.label(_ORDER, "hint")
        self.order.setWordWrap(True)
        self.prepare = push_button("准备会议")
        self.prepare.setToolTip("定时间地点，看要到多少人，打印会议材料")
        self.homes = push_button("入户征求意见")
        self.to_all = push_button("")
        self.to_roster = push_button("去录名册")
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.prepare, self.homes, self.to_all, self.to_roster):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.order)
        column.addWidget(buttons)

    def show_ways(self, *, entered: bool, planned: bool, whole: str) -> bool:
        """`whole` is the full meeting that may decide instead. Does preparing come first?"""
        self.prepare.setVisible(not entered)
        self.homes.setVisible(not entered)
        self.to_all.setVisible(bool(whole))
        if whole:
            word = f"改由{whole}决定"
            self.to_all.setText(word)
            look.named(self.to_all, word, "代表会议没有授权，或者意见分歧大、定不下来时用")
        first = not entered and not planned
        fill(self.prepare, first)
        self.order.setVisible(first)
        return first
