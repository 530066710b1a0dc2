"""What else can be done with a line of 今日? Put off until tomorrow, or postponed with a reason."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import put_off, why_day
from qinglian_desktop.shell.today_row import DueRow

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

LATER, NOW, POSTPONE, WHY = "明天再提醒", "今天就提醒", "推迟（要写原因）", "为什么是这天"


def show(window: "Window", row: DueRow, place: QPoint) -> None:
    menu = made(window, row)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)
    menu.setActiveAction(menu.actions()[0])


def made(window: "Window", row: DueRow) -> QMenu:
    menu, due = QMenu(row), row.due
    if row.aside:
        menu.addAction(NOW, partial(_take_back, window, due))
    else:
        menu.addAction(LATER, partial(_put_off, window, due))
    if due.table == Task.table and due.row_id:
        menu.addAction(POSTPONE, partial(_postpone, window, due))
    menu.addAction(WHY, partial(why_day.of_due, window, due))
    return menu


def _put_off(window: "Window", due: Due) -> None:
    try:
        put_off.put_off(window.book, due, clock.today())
    except Refused as refused:
        window.on_refused(refused)
        return
    window.today.show_again()
    window.bar.say("放到明天了，期限没有变。", action=partial(_take_back, window, due))


def _take_back(window: "Window", due: Due) -> None:
    try:
        put_off.take_back(window.book, due)
    except Refused as refused:
        window.on_refused(refused)
        return
    window.today.show_again()


def _postpone(window: "Window", due: Due) -> None:
    """The day itself goes later: on the card, where the reason is asked."""
    from qinglian_desktop.shell import task_card

    task_card.open_it(window, due.row_id)
    if isinstance(window.page, task_card.TaskCard):
        window.page.ask_reason("postpone")
