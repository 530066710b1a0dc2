"""Which keys work everywhere in the window? One table, so that help and tests read the same."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import acts as named
from qinglian_desktop.shell import form_drop, lists, pages, pasting
from qinglian_desktop.ui.messages import Banner

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def table(window: "Window") -> list[tuple[str, str, Callable[[], object]]]:
    """(key, what it does, how)."""
    tabs = [
        (f"Alt+{number}", f"去{tab.label}", partial(window.go, tab.page_id))
        for number, tab in pages.numbered(window.tabs.values())
    ]
    return [
        *tabs,
        ("F1", "怎么办", partial(_help, window)),
        ("Ctrl+K", "搜索", window.header.focus_search),
        ("Ctrl+Shift+V", "粘贴成单", partial(pasting.open_it, window)),
        ("Ctrl+N", "新增一条", window.new_record),
        ("Ctrl+P", "打印这一页", window.print_page),
        ("F12", "打印这一页", window.print_page),
        ("Ctrl+Z", "撤销", window.runner.undo),
        ("Ctrl+Y", "重做", window.runner.redo),
        ("Ctrl+B", "立即备份", window.back_up_now),
        ("F7", "为什么是这天", partial(_why, window)),
        ("F9", "遮挡或恢复", window.toggle_cover),
        ("Ctrl+L", "锁定", partial(_lock, window)),
        ("Ctrl+=", "字大一号", partial(window.step_size, 1)),
        ("Ctrl++", "字大一号", partial(window.step_size, 1)),
        ("Ctrl+-", "字小一号", partial(window.step_size, -1)),
        ("Ctrl+0", "标准字号", partial(window.step_size, 0)),
        ("Alt+Left", "回到刚才的地方", window.go_back),
        ("Ctrl+Shift+L", "显示或收起列标题的筛选", partial(lists.toggle_marks, window)),
    ]


def acts(window: "Window") -> dict[str, Callable[[], object]]:
    """What Ctrl+K offers to do, by its words: every tab, what has a key, and the rest of it."""
    keyed = {what: how for key, what, how in table(window) if not key.startswith("Alt+")}
    del keyed["搜索"]
    return {**keyed, **named.named(window)}


def _why(window: "Window") -> None:
    from qinglian_desktop.shell import why_day

    why_day.open_it(window)


def _lend(banner: Banner, refused: Refused) -> None:
    from qinglian_desktop.shell import lending

    lending.ask(banner, refused)


def _lock(window: "Window") -> None:
    from qinglian_desktop.shell import locking

    locking.lock_now(window)


def _help(window: "Window", name: str = "") -> None:
    from qinglian_desktop.shell.help import side

    side.open_it(window, name)


def install(window: "Window") -> dict[str, QAction]:
    made = {}
    for key, what, action in table(window):
        act = QAction(what, window)
        act.setShortcut(key)
        act.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        act.setAutoRepeat(key in ("Ctrl+Z", "Ctrl+Y"))
        act.triggered.connect(partial(_run, action))
        window.addAction(act)
        made[key] = act
    window.header.help_asked.connect(partial(_help, window))
    window.header.left.connect(partial(_back_to_page, window))
    form_drop.install(window)
    Banner.lend = _lend
    return made


def _back_to_page(window: "Window") -> None:
    window.page.setFocus(Qt.FocusReason.OtherFocusReason)


def _run(action: Callable[[], object], _checked: bool = False) -> None:
    action()
