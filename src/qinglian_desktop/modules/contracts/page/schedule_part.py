"""收款 on the card of a contract: its schedule, what came in, and the acts on both."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.page import asking
from qinglian_desktop.modules.contracts.page.ask_card import AskCard
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.modules.contracts.page.receivables import LATE, VERY_LATE
from qinglian_desktop.modules.contracts.records import WE_PAY, RentDue, RentReceipt
from qinglian_desktop.modules.contracts.rules.standing import LATE as BEHIND
from qinglian_desktop.modules.contracts.rules.standing import TOO_LATE, Standing
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_DUES = (
    Heading("期次", 70), Heading("起", 110), Heading("止", 110), Heading("应付日期", 110),
    Heading("金额", 120, numeric=True), Heading("已付", 120, numeric=True),
    Heading("尚欠", 120, numeric=True), Heading("状态", 100, state=True),
    Heading("付到哪天", 110),
)  # fmt: skip
_PAID = (
    Heading("日期", 110), Heading("凭证号", 90), Heading("金额", 130, numeric=True),
    Heading("付了哪几期", 0, private=True),
)  # fmt: skip
_LEAST = 4  # rows of the schedule that are always to be seen


class SchedulePart(Part):
    """收款计划 and 收款记录."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "收款计划")
        self.money = push_button("登记收款", "primary")
        self.again = push_button("按条款生成")
        self.match = push_button("对应已有收支")
        self.loose = push_button("取消对应")
        self.buttons(self.money, self.again, self.match, self.loose)
        self.paying = AskCard("登记收款", asking.PAYMENT, "记下", reader=desk.book)
        entry = Field("哪笔收支", RentReceipt.fields["entry_id"].kind, link="entry")
        self.matching = AskCard("对应已有收支", {"entry": entry}, "对应上", reader=desk.book)
        self.sums = FigureLine("group")
        self.table = PlainTable("收款计划", _DUES)
        self.empty = EmptyCard("还没有收款计划。", "table")
        self.make = self.empty.add("按条款生成")
        self.below = look.label("收款记录", "group")
        self.receipts = PlainTable("收款记录", _PAID)
        self.no_receipts = look.label("还没有收款。", "hint")
        self.lists(
            (self.paying, self.matching), (self.sums, 0), (self.table, 3), (self.empty, 3),
            (self.below, 0), (self.no_receipts, 0), (self.receipts, 2),
        )  # fmt: skip
        self._entries: list[str] = []
        self.money.clicked.connect(self.on_money)
        self.again.clicked.connect(self.on_make)
        self.make.clicked.connect(self.on_make)
        self.match.clicked.connect(lambda: self.matching.begin({}))
        self.loose.clicked.connect(self.on_loose)
        self.paying.done.connect(self.pay)
        self.matching.done.connect(self.take)

    def reload(self) -> None:
        book, day = self.desk.book, clock.today()
        kept = reads.account_of(book, self.row_id)
        months = reads.red_months(book, day)
        self._name_acts(reads.contract(book, self.row_id)["flow"] == WE_PAY)
        spans = {row["id"]: row for row in book.page(RentDue.table, [d.due.id for d in kept.dues])}
        self.table.fill([_due_texts(one, spans, day, months) for one in kept.dues])
        there = bool(kept.dues)
        sized = look.metrics()
        self.table.setMinimumHeight(sized.header + _LEAST * sized.row)
        self.receipts.setMinimumHeight(sized.header + 2 * sized.row)
        self.table.setVisible(there)
        self.empty.setVisible(not there)
        owed, over = kept.owed(day), kept.over
        words = "共 {} · 已付 {} · 逾期 {}" + (" · 多收 {}，抵以后各期" if over else "")
        amounts = (sum(one.due.fen for one in kept.dues), kept.paid, owed, over)
        self.sums.tell(words, *amounts)
        self._fill_receipts(spans)

    def _name_acts(self, we_pay: bool) -> None:
        word = "付款" if we_pay else "收款"
        for part in (self.money, self.paying.name):
            part.setText(f"登记{word}")
        look.named(self.money, self.money.text())
        self.below.setText(f"{word}记录")
        self.no_receipts.setText(f"还没有{word}。")

    def _fill_receipts(self, spans: Mapping[str, Row]) -> None:
        book = self.desk.book
        ids = [row["id"] for row in reads.family(book, self.row_id).rows]
        found: dict[str, list[tuple[Row, int]]] = {}
        receipts = reads.rows_of(book, RentReceipt.table, ids, "paid_on")
        for row, fen in reads.live_receipts(book, receipts):
            found.setdefault(row["entry_id"] or row["voucher_id"], []).append((row, fen))
        posted = (*book.page("entry", list(found)), *book.page("voucher", list(found)))
        numbers = {row["id"]: row["voucher_no"] or "" for row in posted}
        self._entries = list(found)
        self.receipts.fill(
            [
                (
                    rows[0][0]["paid_on"], numbers[entry],
                    money.show(sum(fen for _, fen in rows)),
                    "、".join(_paid_for(row, fen, spans) for row, fen in rows),
                )
                for entry, rows in found.items()
            ]
        )  # fmt: skip
        self.loose.setEnabled(bool(found))
        self._place()

    def _place(self, shown: bool = False) -> None:
        """While a card is open it has the room of what came in."""
        super()._place(shown)
        free = self.paying.isHidden() and self.matching.isHidden()
        self.below.setVisible(free)
        self.receipts.setVisible(free and bool(self._entries))
        self.no_receipts.setVisible(free and not self._entries)

    def on_money(self) -> None:
        kept = reads.account_of(self.desk.book, self.row_id)
        owed = kept.owed(clock.today())
        following = next((one.left for one in kept.dues if not one.settled), 0)
        about = "现在欠 {} 元。" if owed else "没有逾期的，记在下一期上。"
        self.paying.begin(
            {"fen": owed or following or None, "day": asking.today(), "channel": "银行"},
            about,
            owed,
        )

    def pay(self, values: dict[str, Any]) -> None:
        handler = self.desk.book.operator.name
        if self.act(
            lambda book: actions.receive(book, self.row_id, asking.paid(values, handler)),
            self.paying.refuse, "已记在集体经济组织账上。",
        ):  # fmt: skip
            self.paying.hide()

    def take(self, values: dict[str, Any]) -> None:
        entry = values.get("entry")
        if not entry:
            self.matching.refuse(Refused("还没选哪笔收支", "按凭证号或摘要找", field="entry"))
        elif self.act(
            lambda book: actions.match(book, entry, self.row_id), self.matching.refuse,
            "已对应上。",
        ):  # fmt: skip
            self.matching.hide()

    def on_make(self) -> None:
        self.act(lambda book: actions.make_schedule(book, self.row_id), say="收款计划已生成。")

    def on_loose(self) -> None:
        row = self.receipts.row()
        if not 0 <= row < len(self._entries):
            self.banner.say("还没选哪一笔收款。请先在收款记录里点一笔。")
            return
        self.act(
            lambda book: actions.unmatch(book, self._entries[row]),
            say="已取消对应，这笔收支还在账上。",
        )


def _due_texts(one: Standing, spans: Mapping[str, Row], day: Any, months: int) -> list[str]:
    span, state = spans[one.due.id], one.state(day, months)
    word = {BEHIND: LATE, TOO_LATE: VERY_LATE}.get(state, state)
    return [
        f"第{one.due.seq}期", span["from_on"], span["until_on"], span["due_on"],
        money.show(one.due.fen), money.show(one.paid), money.show(one.left), word,
        one.last_on.isoformat() if one.last_on and one.settled else "",
    ]  # fmt: skip


def _paid_for(receipt: Row, fen: int, spans: Mapping[str, Row]) -> str:
    span = spans.get(receipt["due_id"] or "")
    which = f"第{span['seq']}期" if span else "抵以后各期"
    return f"{which} {money.show(fen)}"
