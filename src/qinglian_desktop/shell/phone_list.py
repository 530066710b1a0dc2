"""打印提醒电话单: the street prints whom to ring and what each unit still owes."""

from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_ASK = "电话平时是遮住的。要把完整的电话印在纸上吗？印了会记进查看记录。"


def open_it(window: "Window") -> None:
    """The paper in the preview; where everybody has sent, that is said."""
    from qinglian_desktop.modules.street import phoning
    from qinglian_desktop.shell import drawing
    from qinglian_desktop.ui import cover
    from qinglian_desktop.ui.messages import ask

    if covered := cover.stops("打印电话单"):
        window.runner.refused.emit(covered)
        return
    try:
        paper = phoning.paper(window.book)
        if phoning.has_phones(window.book) and ask(window, _ASK, "印完整电话", "遮住电话"):
            paper = phoning.paper(window.book, whole=True)
    except Refused as refused:
        window.runner.refused.emit(refused)
        return
    drawing.show_paper(window, paper, "提醒电话单", restricted=True)
