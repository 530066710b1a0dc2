"""What does a printer print on to find out where it prints? Two lines to measure, and a ruler."""

from typing import Final

from qinglian_desktop.core.document import Document
from qinglian_desktop.paper.draw.page import MM, Page
from qinglian_desktop.paper.draw.paint import painted
from qinglian_desktop.paper.fonts import Fonts

AWAY: Final = 20.0  # mm from the left and from the upper edge to the two lines
_LONG: Final = 100  # mm of the ruler
_SAID: Final = (
    "打印校准页",
    "一、用尺子从纸的左边量到竖线，应是 20 毫米。",
    "二、再从纸的上边量到横线，应是 20 毫米。",
    "三、把量到的两个数填到电脑上，以后每一页都会挪正。",
    "下面这把尺应正好 100 毫米。",
    "不是的话，请在打印机里关掉“缩放”，再打一次。",
)


def calibration_page(fonts: Fonts) -> bytes:
    page, face = Page(), fonts["sans"]
    edge = AWAY * MM
    page.rule(edge, 8 * MM, edge, 289 * MM, 0.5)
    page.rule(8 * MM, edge, 202 * MM, edge, 0.5)
    for step in range(-5, 6):
        long = (4 if step % 5 else 7) * MM
        page.rule(edge + step * MM, edge + 20 * MM, edge + step * MM, edge + 20 * MM + long, 0.2)
        page.rule(edge + 20 * MM, edge + step * MM, edge + 20 * MM + long, edge + step * MM, 0.2)
    top = 70 * MM
    for line in _SAID:
        page.put(40 * MM, top, line, face, 14)
        top += 12 * MM
    for step in range(_LONG + 1):
        x = (40 + step) * MM
        page.rule(x, top, x, top + (6 if step % 10 == 0 else 4 if step % 5 == 0 else 2.5) * MM, 0.3)
        if step % 10 == 0:
            page.put(x - 2 * MM, top + 8 * MM, str(step), face, 9)
    page.rule(40 * MM, top, (40 + _LONG) * MM, top, 0.3)
    return painted([page], Document("打印校准页", "table", (), sheet="portrait"))
