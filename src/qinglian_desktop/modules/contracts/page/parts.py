"""The plainer parts of a contract's card: rents agreed, details of its kind, deposit, demands."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import LONG
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.page import asking
from qinglian_desktop.modules.contracts.page.ask_card import AskCard
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.modules.contracts.records import (
    ContractDetail,
    DepositMove,
    RentTerm,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.labelled import LabelledGrid
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.rows_editor import RowsEditor


class _TermLine(
    Record, table="rent_term_line", label="租金约定", owner=RentTerm.owner, key=("from_on",)
):
    """A row of the list: everything but which contract it belongs to."""

    kind: Any = RentTerm.fields["kind"]
    from_on: Any = RentTerm.fields["from_on"]
    until_on: Any = RentTerm.fields["until_on"]
    amount_fen: Any = RentTerm.fields["amount_fen"]
    note: Any = RentTerm.fields["note"]


class RentPart(Part):
    """租金约定: another rent from a day on, days free, sums of a list; the schedule follows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "租金约定")
        self.hint().setText(
            "约定填“改租金”“免租”或“定额”（按清单付的每一笔），一行一条。存下后收款计划跟着变。"
        )
        self.rows = RowsEditor("terms", _TermLine)
        self.keep = push_button("存下约定", "primary")
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        column.addStretch(1)
        area = QScrollArea()  # the list has a height of its own, a low screen may have less
        area.setWidgetResizable(True)
        area.setWidget(inner)
        self.buttons(self.keep)
        self.column.addWidget(area, 1)
        self._typed = False
        self.rows.edited.connect(self._on_typed)
        self.keep.clicked.connect(self.save)

    def _on_typed(self) -> None:
        self._typed = True

    def flush(self) -> bool:
        if self._typed and self.row_id:
            self.save()
        return not self._typed

    def reload(self) -> None:
        self._typed = False
        found = reads.terms(self.desk.book, self.row_id)
        self.rows.set_rows([{name: row[name] for name in _TermLine.fields} for row in found])

    def save(self) -> None:
        if trouble := self.rows.unreadable():
            self.banner.say(trouble[0])
            return
        wanted = [one for one in self.rows.rows() if one.get("kind") or one.get("from_on")]
        if any(not one.get("kind") or not one.get("from_on") for one in wanted):
            self.banner.say("有一行没写约定或日期。请写全，或者删掉这一行。")
            return
        self.act(lambda book: actions.put_terms(book, self.row_id, wanted), say="租金约定已存。")


class DetailsPart(Part):
    """What only contracts of this kind say; the items come from the pack."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "补充内容")
        self.about = self.hint()
        self.editors: dict[str, FieldEditor] = {}
        self._kind = ""
        self.holder = QWidget()
        self.holder.setProperty("role", "clear")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.holder)
        self.keep = push_button("存下", "primary")
        self.column.addWidget(self.area, 1)
        self.buttons(self.keep)
        self.keep.clicked.connect(self.save)

    def flush(self) -> bool:
        typed = any(editor.touched for editor in self.editors.values())
        return not (typed and self.row_id) or self.save()

    def reload(self) -> None:
        book = self.desk.book
        row = reads.contract(book, self.row_id)
        if row["kind"] != self._kind:
            self._build(row["kind"] or "其他")
        said = {
            one["item"]: one["value"]
            for one in reads.rows_of(book, ContractDetail.table, [self.row_id])
        }
        for name, editor in self.editors.items():
            editor.set_stored(said.get(name))
        self.about.setText(f"“{row['kind'] or '其他'}”的合同还要写清这些，照原件填，没有的空着。")

    def _build(self, kind: str) -> None:
        pack = self.desk.book.pack(reads.PACK, clock.today())
        items: Sequence[str] = next(
            (one["items"] for one in pack.rows("details") if one["kind"] == kind), ()
        )
        holder = QWidget()
        holder.setProperty("role", "clear")
        grid = LabelledGrid(128, 200, gap=8)
        self.editors = {}
        for place, item in enumerate(items):
            editor = editor_for(Field(item, LONG, required=False))
            words = look.label(f"{item}：", "field")
            words.setWordWrap(True)
            words.setBuddy(editor.input)
            self.editors[item] = editor
            grid.put(place, words, editor)
        grid.lay()
        column = QVBoxLayout(holder)
        column.addLayout(grid)
        column.addStretch(1)
        self.area.setWidget(holder)
        self.holder, self._kind = holder, kind

    def save(self) -> bool:
        said = {item: editor.stored() or "" for item, editor in self.editors.items()}
        return bool(
            self.act(
                lambda book: actions.put_details(book, self.row_id, said), say="补充内容已存。"
            )
        )


_MOVES = (
    Heading("日期", 110), Heading("收还是退", 100), Heading("金额", 130, numeric=True),
    Heading("原因", 0),
)  # fmt: skip


class DepositPart(Part):
    """押金: what is held, and what came, went back or was kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "押金")
        self.take, self.refund = push_button("收押金", "primary"), push_button("退押金")
        self.deduct = push_button("扣押金")
        self.buttons(self.take, self.refund, self.deduct)
        self.asking = AskCard("押金", asking.DEPOSIT, "记下", reader=desk.book)
        self.held = FigureLine("group")
        self.table = PlainTable("押金记录", _MOVES)
        self.lists((self.asking,), (self.held, 0), (self.table, 1))
        self._kind = "收到"
        for button, kind in ((self.take, "收到"), (self.refund, "退还"), (self.deduct, "扣下")):
            button.clicked.connect(lambda _=False, kind=kind: self.ask(kind))
        self.asking.done.connect(self.record)

    def reload(self) -> None:
        book = self.desk.book
        row = reads.contract(book, self.row_id)
        ids = [one["id"] for one in reads.family(book, self.row_id).rows]
        moves = reads.rows_of(book, DepositMove.table, ids, "day")
        agreed = row["deposit_fen"] or 0
        words = "现有押金 {} 元" + ("，约定 {} 元" if agreed else "")
        self.held.tell(words, reads.held(book, self.row_id), agreed)
        self.table.fill(
            [
                (one["day"], one["kind"], money.show(one["amount_fen"] or 0), one["reason"] or "")
                for one in moves
            ]
        )

    def ask(self, kind: str) -> None:
        self._kind = kind
        self.asking.show_field("for_rent", kind == "扣下")
        book = self.desk.book
        row, held = reads.contract(book, self.row_id), reads.held(book, self.row_id)
        fen = max((row["deposit_fen"] or 0) - held, 0) if kind == "收到" else held
        words = {"收到": "收押金", "退还": "退押金", "扣下": "扣押金，要写明扣什么"}[kind]
        self.asking.begin({"fen": fen or None, "day": asking.today(), "channel": "银行"}, words)

    def record(self, values: dict[str, Any]) -> None:
        handler, kind = self.desk.book.operator.name, self._kind
        if self.act(
            lambda book: actions.deposit(
                book, self.row_id, kind, asking.paid(values, handler), values.get("reason") or "",
                for_rent=bool(values.get("for_rent")),
            ),
            self.asking.refuse, "押金已记。",
        ):  # fmt: skip
            self.asking.hide()


_DEMANDS = (
    Heading("送达日期", 110), Heading("谁收的", 110, private=True), Heading("怎么送达", 100),
    Heading("催缴金额", 130, numeric=True), Heading("哪几期", 0), Heading("诉讼时效到", 120),
)  # fmt: skip


class DemandPart(Part):
    """催缴: what was demanded and reached the other side."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "催缴")
        self.about = self.hint()
        self.table = PlainTable("催缴记录", _DEMANDS)
        self.column.addWidget(self.table, 1)

    def reload(self) -> None:
        book = self.desk.book
        rows = reads.demands(book, [self.row_id]).get(self.row_id, [])
        self.table.fill(
            [
                (
                    one["served_on"] or "", one["received_by"] or "", one["way"] or "",
                    money.show(one["amount_fen"] or 0), one["lines"] or "", one["limit_on"] or "",
                )
                for one in rows
            ]
        )  # fmt: skip
        rule = book.pack(reads.PACK, clock.today()).value("limitation")
        words = f"{rule['what']}（{rule['basis']}）。"
        self.about.setText(words if rows else f"还没有送达过催缴单。{words}")
