"""From a matter back to what it came from: the finding of an inspection, the task of a meeting."""

from collections.abc import Callable

from qinglian_desktop.modules.directives.page.matters import MattersPage
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

Whence = Callable[[str], object]  # leads to what this directive came from


def offer(page: MattersPage, whence: Whence) -> MattersPage:
    """A button beside the others, as long as the open matter says where it is from."""
    button = push_button("看从哪里来")
    look.named(button, "看从哪里来", "打开督查发现或者会议定的任务")
    beside = page.first.parentWidget()
    assert beside is not None
    row = beside.layout()
    assert row is not None
    row.addWidget(button)

    def follow(*_: object) -> None:
        matter = page.current
        button.setVisible(bool(matter and matter.row["origin"]))

    def go(_checked: bool = False) -> None:
        if page.current is not None:
            whence(str(page.current.row["id"]))

    page.table.selectionModel().selectionChanged.connect(follow)
    button.clicked.connect(go)
    follow()
    return page
