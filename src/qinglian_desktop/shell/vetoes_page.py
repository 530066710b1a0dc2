"""负面清单 laid over a page: the confirmed situations, and how two people lift one."""

from typing import TYPE_CHECKING

from qinglian_desktop.modules.evaluation.page.lifting import LiftCard
from qinglian_desktop.modules.evaluation.records import VetoEvent
from qinglian_desktop.ui.over_ledger import OverLedger

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

COLUMNS = (
    "article", "unit_name", "happened_on", "confirmed_by", "document_no", "lifted_on",
    "lifted_with",
)  # fmt: skip


def open_it(window: "Window") -> None:
    page = VetoesPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class VetoesPage(OverLedger):
    def __init__(self, window: "Window") -> None:
        street = window.book.unit.is_street
        columns = COLUMNS if street else tuple(name for name in COLUMNS if name != "unit_name")
        ledger = window.desk.ledger(VetoEvent, title="负面清单", columns=columns)
        super().__init__("vetoes", "负面清单", ledger)
        self.card = LiftCard(window.desk, ledger, self.banner)
        self.put_in(self.card, above_rows=True)
