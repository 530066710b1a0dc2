"""Does the head of a page break instead of squeezing?"""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.title_row import TitleRow

WORDS = ("打印清单", "存为 Word", "月度汇总")


def shown(width: int) -> tuple[QWidget, TitleRow, list[QPushButton]]:
    page = QWidget()
    page.setFixedWidth(width)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    head = TitleRow("问题清单", with_import=True, with_export=True, with_print=True)
    for word in WORDS:
        head.put(push_button(word))
    head.put(push_button("更多"), last=True)
    head.put(push_button("另一个"))
    column.addWidget(head)
    column.addStretch(1)
    page.resize(width, 800)
    page.show()
    QApplication.processEvents()
    return page, head, [b for b in head.findChildren(QPushButton) if b.isVisible()]


@pytest.mark.parametrize("size", ["standard", "extra"])
@pytest.mark.parametrize("width", [200, 330, 480, 640, 789, 1000, 1400])
def test_nothing_in_the_head_is_squeezed_or_written_over(
    dressed: QApplication, size: str, width: int
) -> None:
    look.apply(dressed, size=size)
    page, head, buttons = shown(width)
    for one in (head.title, *buttons):
        assert one.width() >= one.sizeHint().width(), one.text()
        assert one.height() >= one.sizeHint().height(), one.text()
        assert head.rect().contains(one.geometry()), one.text()
    parts = [head.title, *buttons]
    for one, other in combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry()), (one.text(), other.text())
    assert head.height() < page.height()
    page.close()


def test_in_one_line_the_buttons_stand_at_the_right_and_more_is_the_last(
    dressed: QApplication,
) -> None:
    look.apply(dressed)
    page, head, buttons = shown(1400)
    order = sorted(buttons, key=lambda button: button.x())
    assert [b.text() for b in order] == ["新增", "导入", "导出", "打印", *WORDS, "另一个", "更多"]
    assert order[-1].geometry().right() == head.rect().right()
    assert head.title.x() == 0
    middles = {button.geometry().center().y() for button in buttons}
    assert max(middles) - min(middles) <= 1
    page.close()


def test_in_several_lines_the_order_stays(dressed: QApplication) -> None:
    look.apply(dressed)
    page, head, buttons = shown(420)
    order = sorted(buttons, key=lambda button: (button.y(), button.x()))
    assert [b.text() for b in order] == ["新增", "导入", "导出", "打印", *WORDS, "另一个", "更多"]
    assert head.title.pos().y() < order[-1].y()
    head.add.hide()
    QApplication.processEvents()
    assert head.rect().contains(order[1].geometry())
    page.close()
