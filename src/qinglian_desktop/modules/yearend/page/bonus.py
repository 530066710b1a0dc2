"""加分核定: every claim of a year with its papers; the street accepts it, or says why not."""

from io import BytesIO
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES, TEXT
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.evaluation import actions, reads, standing
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.records import ACCEPTED, TURNED_DOWN, BonusRuling
from qinglian_desktop.modules.evaluation.standing import Counted
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.modules.yearend import reads as yearend
from qinglian_desktop.modules.yearend.page.part import Year, YearEndPage
from qinglian_desktop.paper.binder import Cover, Part, bound
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.small_form import SmallForm

_COLUMNS = (
    Heading("单位", 150), Heading("条目", 60), Heading("凭什么加分", 0), Heading("哪一级", 70),
    Heading("文号", 150), Heading("材料", 60, numeric=True), Heading("申报", 60, numeric=True),
    Heading("计分", 60, numeric=True), Heading("结果", 90, state=True),
)  # fmt: skip
_OPEN = "待核"


class BonusPage(YearEndPage):
    def __init__(self, desk: Desk, year: Year) -> None:
        self.look_at = push_button("看材料", icon="document")
        self.look_at.setToolTip("把这一件的证明材料排在一起看")
        super().__init__(desk, year, BonusRuling.table, "加分核定", (self.look_at,))
        self.claims: list[tuple[dict[str, Any], Counted]] = []
        self._claim = ""
        self.table = PlainTable("各单位申报的加分", _COLUMNS)
        self.empty = EmptyCard("今年还没有单位申报加分。", "assessment")
        self.about = look.label("", "group")
        self.about.setWordWrap(True)
        self.facts = look.label("", "hint")
        self.facts.setWordWrap(True)
        said = BonusRuling.fields["said"]._replace(kind=TEXT)  # one line: the list needs the room
        points = BonusRuling.fields["points"]._replace(example="1")  # short: the field is
        fields = {"points": points, "said": said}
        self.form = SmallForm(fields, in_a_row=tuple(fields))
        self.accept = push_button(ACCEPTED, "primary")
        self.refuse = push_button(TURNED_DOWN)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show(now.row())
        )
        self.table.opened.connect(lambda _row, _column: self.form.editors["points"].setFocus())
        self.look_at.clicked.connect(self.on_look)
        self.accept.clicked.connect(lambda: self.on_rule(ACCEPTED))
        self.refuse.clicked.connect(lambda: self.on_rule(TURNED_DOWN))
        self.form.submitted.connect(lambda: self.on_rule(ACCEPTED))
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        self.card = QFrame()
        self.card.setProperty("role", "card")
        look.named(self.card, "这一件加分")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        line = QWidget()
        line.setProperty("role", "clear")
        row = FlowLayout(line, gap=8)
        row.addWidget(self.accept)
        row.addWidget(self.refuse)
        self.buttons = line
        for part in (self.about, self.facts, self.form, line):
            inside.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.card)
        self.column.addWidget(self.empty, 1)

    def show_year(self) -> None:
        book, year = self.desk.book, self.chosen.year
        system, rulings = system_of(book, year), reads.rulings_on(book, year)
        self.claims, names = [], []
        for unit in yearend.units(book):
            claims = reads.claims_of(book, year, unit["office_id"])
            by_id = {claim["id"]: claim for claim in claims}
            for one in standing.bonus(system, claims, rulings).claims:
                self.claims.append((by_id[one.claim_id], one))
                names.append(unit["name"])
        there = bool(self.claims)
        for part in (self.table, self.card, self.look_at, self.said):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if not there:
            return
        left = sum(one.ruling is None for _, one in self.claims)
        what = f"还有 {left} 件没核" if left else "都核过了"
        self.said.setText(
            f"共 {len(self.claims)} 件，{what}。每一条有自己的上限，"
            f"一个单位最多 {shown(system.bonus_cap)} 分，不计入复核分。"
        )
        self.table.fill([_row(name, *one) for name, one in zip(names, self.claims, strict=True)])
        ids = [claim["id"] for claim, _ in self.claims]
        place = ids.index(self._claim) if self._claim in ids else self._next(-1)
        self.table.selectRow(place)
        self._show(place)

    def _next(self, place: int) -> int:
        """The next one nobody has looked at; the same place where there is none."""
        many = len(self.claims)
        order = [(place + step) % many for step in range(1, many + 1)]
        return next((n for n in order if self.claims[n][1].ruling is None), max(place, 0))

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self.claims):
            return
        claim, one = self.claims[place]
        other = claim["id"] != self._claim
        self._claim = claim["id"]
        self.about.setText(f"{one.bonus.id} {one.bonus.title}")
        words = f"怎么计分：{one.bonus.words}。要的材料：{one.bonus.papers}。"
        self.facts.setText(f"{words}{one.words}。" if one.words else words)
        self.look_at.setEnabled(bool(_files(claim)))
        issued = yearend.is_issued(self.desk.book, self.chosen.year)
        self.form.setVisible(not issued)
        self.buttons.setVisible(not issued)
        if other:
            told = one.ruling or {}
            self.form.put({"points": told.get("points"), "said": told.get("said")})

    def show_row(self, _table: str, row_id: str) -> None:
        """The claim a ruling speaks of."""
        for place, (_claim, one) in enumerate(self.claims):
            if one.ruling is not None and one.ruling["id"] == row_id:
                self.table.selectRow(place)

    def on_rule(self, verdict: str) -> None:
        place = self.table.row()
        if not 0 <= place < len(self.claims) or self.form.problem():
            return
        claim = self.claims[place][0]
        changes = self.act(
            actions.rule, claim["id"], verdict, self.form.values(), on_refused=self._on_refused,
            say=f"已记下“{verdict}”，下发时一起告诉单位。",
        )  # fmt: skip
        if changes is not None:
            self.table.selectRow(self._next(place))

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)

    def on_look(self) -> None:
        """The papers of the claim as one paper on the screen."""
        place = self.table.row()
        if not 0 <= place < len(self.claims):
            return
        if covered := cover.stops("看材料"):
            self.banner.say(covered)
            return
        claim, title = self.claims[place][0], "证明材料"

        def work(book: Any, _tick: Any) -> Changes:
            parts = [
                Part(f"{title} {number}", book.files.read(file_id))
                for number, file_id in enumerate(_files(claim), 1)
            ]
            front = Cover(f"{claim['article']} {title}", book.unit.name, "", clock.today())
            pdf = BytesIO(bound(front, parts, Fonts(), dividers=False)[0].pdf)
            return Changes("", result=pdf.getvalue())

        def done(changes: Changes) -> None:
            self.desk.preview(bytes(changes.result), title)  # type: ignore[call-overload]

        self.desk.runner.job(work, label="正在打开材料", on_done=done, on_refused=self.banner.say)


def _files(claim: dict[str, Any]) -> tuple[str, ...]:
    return FILES.load(claim["files"]) if claim["files"] else ()


def _row(name: str, claim: dict[str, Any], one: Counted) -> tuple[str, ...]:
    many = len(_files(claim))
    return (
        name, one.bonus.id, claim["what"] or "", claim["level"] or "", claim["document_no"] or "",
        str(many) if many else "没有", shown(one.worth), shown(one.points),
        one.ruling["verdict"] if one.ruling else _OPEN,
    )  # fmt: skip
