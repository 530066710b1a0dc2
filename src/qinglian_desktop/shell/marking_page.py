"""核评自评: the street marks what its units have handed in (the page of modules/evaluation)."""

from typing import TYPE_CHECKING

from qinglian_desktop.modules.evaluation.page.marking import MarkingPage

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def open_it(window: "Window", office: str = "") -> None:
    """At the list of the units, or at once at one of them."""
    page = MarkingPage(window.desk)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    if office:
        page.open_office(office)
