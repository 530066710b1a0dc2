"""Small things of the kit that every page shows: stars, empty tables, words beside fields."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QStyleOptionViewItem, QWidget

from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.chips import StatePainter
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable


def test_a_narrow_column_under_the_cover_shows_whole_stars(qtbot: object) -> None:
    table = PlainTable("数", (Heading("笔", 40, numeric=True),))
    table.fill([["12"]])
    cover.set_covered(True)
    for width, least in ((200, len(cover.STARS)), (60, 1), (20, 1)):
        option = QStyleOptionViewItem()
        option.rect, option.fontMetrics = QRect(0, 0, width, 36), QFontMetrics(table.font())
        StatePainter(table).initStyleOption(option, table.records.index(0, 0))
        assert set(option.text) == {cover.STARS[0]}
        assert least <= len(option.text) <= len(cover.STARS)
        fits = option.fontMetrics.horizontalAdvance(option.text) <= width - 16
        assert fits or len(option.text) == 1
    cover.set_covered(False)


def test_an_empty_table_says_what_belongs_there(qtbot: object) -> None:
    table = PlainTable("评价进程", (Heading("日期", 0),))
    table.resize(400, 300)
    blank = table.grab().toImage()
    table.say_nothing("收到文件以后登记。")
    assert table.accessibleDescription() == "收到文件以后登记。"
    assert table.grab().toImage() != blank
    table.fill([["2026-11-26"]])
    filled = table.grab().toImage()
    table.say_nothing("")
    assert table.grab().toImage() == filled, "nothing is written over rows"


def test_a_tick_stands_in_the_middle_of_the_field_beside_it(qtbot: object) -> None:
    held = QWidget()
    row = FlowLayout(held)
    button, tick = push_button("印"), QCheckBox("带附件")
    row.addWidget(button)
    row.addWidget(tick)
    held.resize(600, look.metrics().button)
    held.show()
    row.setGeometry(held.rect())
    middles = [one.mapTo(held, QPoint(0, one.height() // 2)).y() for one in (button, tick)]
    assert abs(middles[0] - middles[1]) <= 1
