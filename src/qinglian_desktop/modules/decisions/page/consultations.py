"""协商记录: the standard list, and a record of it on paper."""

from collections.abc import Sequence
from functools import partial

from qinglian_desktop.modules.decisions.beside import Consultation
from qinglian_desktop.modules.decisions.page import outgoing
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button


def consultations(desk: Desk, columns: Sequence[str]) -> LedgerPage:
    """The ledger with 打印记录 at its head."""
    page = desk.ledger(Consultation, title="协商记录", columns=tuple(columns))
    button = push_button("打印记录", icon="print")
    look.named(button, "打印记录", "把选中的一条协商记录印出来签字")
    page.head.put(button)
    button.clicked.connect(partial(print_chosen, desk, page))
    return page


def print_chosen(desk: Desk, page: LedgerPage, _checked: bool = False) -> None:
    """The record that is open, else the one chosen in the list."""
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say("还没选哪一条。请先在列表里点一条协商记录。")
        return
    if page.save_waiting():
        outgoing.consultation_paper(desk, row_id, "协商记录", page.banner.say)
