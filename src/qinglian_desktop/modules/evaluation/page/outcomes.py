"""认定登记: what the street and the district decided, by the papers that came."""

from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from qinglian_desktop.core.kinds import CHOICE
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.evaluation import actions, assessment_reads, assessment_rules, reads
from qinglian_desktop.modules.evaluation.assessment_records import AssessmentStep
from qinglian_desktop.modules.evaluation.page.part import YearPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.small_form import SmallForm

_STEPS = (
    Heading("版本", 80), Heading("日期", 110), Heading("到了哪一步", 120, state=True),
    Heading("发文单位", 140), Heading("文号", 160), Heading("等次", 80), Heading("有效期到", 110),
    Heading("说明", 0),
)  # fmt: skip
_SHOWN = ("happened_on", "step", "issued_by", "document_no", "level", "valid_until", "said")
_FIELDS = ("happened_on", "issued_by", "document_no", "level", "valid_until", "said", "files")


class OutcomesPage(YearPage):
    tables = (*YearPage.tables, "year_verdict")

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        super().__init__(desk, chosen, AssessmentStep.table, "认定登记", ())
        self.card = QFrame()
        self.card.setProperty("role", "card")
        look.named(self.card, "登记进展")
        self.sure = push_button("登记", "primary")
        self.form = SmallForm({}, reader=desk.book)
        self._inner = QVBoxLayout(self.card)
        self._inner.setContentsMargins(16, 12, 16, 16)
        self._inner.setSpacing(10)
        self._inner.addWidget(look.label("登记进展（照收到的文件填）", "group"))
        self._inner.addWidget(self.form)
        self._inner.addWidget(self.sure)
        self._offered: tuple[str, ...] = ()
        self.table = PlainTable("评价进程", _STEPS)
        self.table.say_nothing("收到街道、区里的文件以后，到了哪一步、什么等次，一份一份登记。")
        self.inner.addWidget(self.card)
        self.inner.addWidget(self.table, 1)
        self.sure.clicked.connect(self.on_sure)
        self.reload()

    def show_version(self, row: Any) -> None:
        if row is None:
            return
        told = reads.conclusion_of_street(self.desk.book, row["year"])
        offered = assessment_rules.NEXT.get(row["state"], ())
        how = "" if offered or row["frozen_on"] else "先到“提交”报送，之后收到的文件在这里登记。"
        self.said.setText(f"{row['title']} · 现在是“{row['state']}”。{how}{told}")
        self.card.setVisible(bool(offered))
        if offered and offered != self._offered:
            self._offer(offered)
        versions = reversed(assessment_reads.versions(self.desk.book, row["year"]))
        self.table.fill(
            [
                (f"第 {version['version']} 版", *(str(one[name] or "") for name in _SHOWN))
                for version in versions
                for one in assessment_reads.steps_of(self.desk.book, version["id"])
            ]
        )
        enter_at(self, self.form.editors["step"] if offered else self.table)

    def _offer(self, offered: tuple[str, ...]) -> None:
        """The form asks only for steps that can follow."""
        fields = {"step": Field("到了哪一步", CHOICE, choices=offered)}
        fields |= {name: AssessmentStep.fields[name] for name in _FIELDS}
        made = SmallForm(fields, reader=self.desk.book, store_file=self.desk.store_file)
        self._inner.replaceWidget(self.form, made)
        self.form.hide()
        self.form.deleteLater()
        self.form, self._offered = made, offered
        made.put({"step": offered[0]})
        made.submitted.connect(self.on_sure)

    def on_sure(self) -> None:
        row = self.chosen.row
        if row is None or self.form.problem():
            return
        values = self.form.values()
        step = str(values.pop("step") or "")
        self.banner.hide()
        changes = self.desk.runner.act(
            actions.note_step, row["id"], step, values, on_refused=self._on_refused,
            say=f"已登记“{step}”，可以撤销。",
        )  # fmt: skip
        if changes is not None:
            self._offered = ()
            self.reload()

    def _on_refused(self, refused: Any) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)
