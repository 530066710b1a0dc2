"""回音壁, 查阅登记 and 联名要求: standard lists, with the receipt on paper."""

from io import BytesIO
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button

QUESTION_COLUMNS = ("notice_no", "seq", "state", "question", "answer", "asked_on", "due_on")
REQUEST_COLUMNS = ("number", "requested_on", "person", "state", "wanted", "due_on", "shown")
DEMAND_COLUMNS = ("number", "demanded_on", "matter", "state", "side", "signers", "base", "due_on")


class TodayPage(LedgerPage):
    """A list whose new rows happen today unless another day is written."""

    def new_record(self) -> None:
        super().new_record()
        if not self.drawer.row_id and self.drawer.form.is_blank:
            day = self.drawer.form.editors[self.record_type.happened]
            day.set_stored(clock.today().isoformat())


class EchoPage(TodayPage):
    """回音壁: 登记提问 begins one; the answer is written into the same form."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.head.add.setText("登记提问")
        look.named(self.head.add, "登记提问", "谁问的可以不写（Ctrl+N）")
        self.list.empty.text.setText("还没有人提问。有人来问公告上的事，就在这里记一笔。")


class InspectionPage(TodayPage):
    """查阅登记, with 打印回执 for the chosen row."""

    desk: Desk | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.head.add.setText("登记")
        look.named(self.head.add, "登记", "居民来查账时记一笔（Ctrl+N）")
        self.list.empty.text.setText("居民来查账、查档案时，在这里记一笔。")
        self.receipt = push_button("打印回执")
        self.head.put(self.receipt)
        self.receipt.clicked.connect(self.print_receipt)

    def print_receipt(self) -> None:
        """Of the open or chosen request."""
        self.banner.hide()
        self.save_waiting()
        open_one = self.drawer.row_id if not self.drawer.isHidden() else ""
        row_id = open_one or self.table.current_id()
        if not row_id:
            self.banner.say("还没选是哪一条。请先点一行，再按“打印回执”。")
            return
        assert self.desk is not None
        try:
            paper = actions.receipt(self.desk.book, row_id)
        except Refused as refused:
            self.banner.say(refused)
            return
        pdf = BytesIO()
        draw(paper, pdf, fonts=Fonts())
        facts = PaperFacts(f"receipt:{row_id}", paper.number, False, paper.fingerprint, "")
        self.desk.preview(pdf.getvalue(), f"{paper.title} {paper.number}", facts)
