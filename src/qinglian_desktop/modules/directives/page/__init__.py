"""The road between street and unit on the screen: sections of 报送归档, and the tab 下发."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.directives.page import origin
from qinglian_desktop.modules.directives.page.matters import MattersPage
from qinglian_desktop.modules.directives.page.origin import Whence
from qinglian_desktop.modules.directives.page.reviews import LookAt, ReviewsPage
from qinglian_desktop.modules.directives.page.sent_back import Mend, SentBackPage
from qinglian_desktop.modules.directives.page.writing import WritingPage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section, Sections


def unit_sections(desk: Desk, mend: Mend, look_at: LookAt) -> tuple[Section, ...]:
    """What a unit finds beside its reports: what came, what was sent back, what was said."""
    return (
        ("directive", "街道来件", lambda: MattersPage(desk)),
        ("sent_back", "街道退回的", lambda: SentBackPage(desk, mend)),
        ("review", "街道意见", lambda: ReviewsPage(desk, look_at)),
    )


def make_street(
    desk: Desk, choose: Callable[[QWidget, Callable[[Path], object]], None], whence: Whence
) -> QWidget:
    """The street's tab: writing to the units, the matters, the opinions.

    `whence` leads from a matter to the finding or the meeting it came from.
    """
    return Sections(
        "directives",
        "下发",
        (
            ("down", "写给各单位", lambda: WritingPage(desk, choose)),
            ("directive", "下发的事项", lambda: origin.offer(MattersPage(desk), whence)),
            ("review", "提过的意见", lambda: ReviewsPage(desk)),
        ),
    )
