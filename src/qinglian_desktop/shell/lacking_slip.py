"""写缺包单: the street prints what each unit is to bring."""

from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def open_it(window: "Window") -> None:
    """The paper in the preview; where nothing is wanting that is said."""
    from qinglian_desktop.modules.street import lacking
    from qinglian_desktop.shell import drawing

    try:
        paper = lacking.slip(window.book)
    except Refused as refused:
        window.runner.refused.emit(refused)
        return
    drawing.show_paper(window, paper, "缺包单")
