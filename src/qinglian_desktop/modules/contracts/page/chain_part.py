"""前后合同: what came before and after, and 续签, 补充, 终止."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import actions, reads, rents
from qinglian_desktop.modules.contracts.page import asking
from qinglian_desktop.modules.contracts.page.ask_card import AskCard
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.modules.contracts.records import RUNNING
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_CHAIN = (
    Heading("合同编号", 110), Heading("合同", 0), Heading("怎么接着", 90), Heading("起", 110),
    Heading("止", 110), Heading("年租金", 130, numeric=True), Heading("状态", 100, state=True),
)  # fmt: skip


class ChainPart(Part):
    other_asked = Signal(str)  # another contract of the chain

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "前后合同")
        self.renew, self.supplement = push_button("续签"), push_button("补充协议")
        self.end = push_button("终止或收回")
        self.buttons(self.renew, self.supplement, self.end)
        self.about = self.hint()
        self.about.setText("合计里每一串合同只算现行条款一次。双击一行打开那一份。")
        reader = desk.book
        self.renewing = AskCard("续签", asking.RENEWAL, "存成续签合同", reader=reader)
        self.adding = AskCard("补充协议", asking.RENEWAL, "存成补充协议", reader=reader)
        self.ending = AskCard("终止或收回", asking.ENDING, "就此结束", reader=reader)
        self.table = PlainTable("前后合同", _CHAIN)
        self.lists((self.renewing, self.adding, self.ending), (self.table, 1))
        self._rows: tuple[Row, ...] = ()
        self.renew.clicked.connect(self.on_renew)
        self.supplement.clicked.connect(self.on_supplement)
        self.end.clicked.connect(self.on_end)
        self.renewing.done.connect(partial(self._follow, actions.renew, self.renewing))
        self.adding.done.connect(partial(self._follow, actions.supplement, self.adding))
        self.ending.done.connect(self.finish)
        self.table.opened.connect(lambda row, _column: self.other_asked.emit(self._rows[row]["id"]))

    def reload(self) -> None:
        self._rows = reads.family(self.desk.book, self.row_id).rows
        self.table.fill(
            [
                (
                    one["number"] or "", one["title"] or "", one["chain"] or "最早",
                    one["start_on"] or "",
                    one["ended_on"] or one["end_on"] or "不定期",
                    "" if one["rent_fen"] is None else money.show(one["rent_fen"]), one["state"],
                )
                for one in self._rows
            ]
        )  # fmt: skip
        running = reads.contract(self.desk.book, self.row_id)["state"] == RUNNING
        for button in (self.renew, self.supplement, self.end):
            button.setEnabled(running)

    def _open(self, card: AskCard, values: Mapping[str, Any], about: str) -> None:
        for one in (self.renewing, self.adding, self.ending):
            one.setVisible(one is card)
        card.begin(values, about)

    def on_renew(self) -> None:
        book = self.desk.book
        row = reads.contract(book, self.row_id)
        start = date.fromisoformat(row["end_on"]) + timedelta(days=1) if row["end_on"] else None
        rent = rents.at_end(book, row, clock.today())
        self._open(
            self.renewing,
            {"start_on": start and start.isoformat(), "rent_fen": rent,
             "signed_on": asking.today()},
            "对方、标的和付款方式照原合同，原合同记成“已续签”。",
        )  # fmt: skip

    def on_supplement(self) -> None:
        row = reads.contract(self.desk.book, self.row_id)
        self._open(
            self.adding,
            {"start_on": asking.today(), "end_on": row["end_on"], "signed_on": asking.today()},
            "写从哪天起按新条款，前一天以前仍按原来的算。年租金不改的留空，照原来的涨法接着算。",
        )  # fmt: skip

    def on_end(self) -> None:
        row = reads.contract(self.desk.book, self.row_id)
        over = bool(row["end_on"]) and row["end_on"] < asking.today()
        self._open(
            self.ending,
            {"ended_on": asking.today(), "how": "到期收回" if over else "提前终止"},
            "以后各期不再应收；已经欠的和押金还要结清。",
        )

    def _follow(self, how: Any, card: AskCard, values: dict[str, Any]) -> None:
        draft = {name: value for name, value in values.items() if value not in (None, "")}
        changes = self.desk.runner.act(
            lambda book: how(book, self.row_id, draft), on_refused=card.refuse,
            say="已存，从这里接着改其余条款。",
        )  # fmt: skip
        if changes is not None:
            card.hide()
            self.other_asked.emit(str(changes.result))

    def finish(self, values: dict[str, Any]) -> None:
        changes = self.act(
            lambda book: actions.end_contract(book, self.row_id, asking.ending(values)),
            self.ending.refuse,
        )
        if changes is not None:
            self.ending.hide()
            left = str(changes.result or "")
            self.banner.say(f"合同已结束。{left}，请接着办。" if left else "合同已结束，两清。")
