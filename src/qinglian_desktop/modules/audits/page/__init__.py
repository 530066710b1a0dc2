"""The group 审计报告 of the tab 三资: audits, what they found, reports, who leaves."""

from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.audits.page.dossier import DossierPage
from qinglian_desktop.modules.audits.page.lists import audits, findings, reports
from qinglian_desktop.modules.audits.records import Audit, CollectiveReport, Finding
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section

DOSSIER = "dossier"


def sections(desk: Desk) -> tuple[Section, ...]:
    def dossier() -> QWidget:
        return DossierPage(desk)

    return (
        (Audit.table, "审计", partial(audits, desk)),
        (Finding.table, "审计问题", partial(findings, desk)),
        (CollectiveReport.table, "汇报述职", partial(reports, desk)),
        (DOSSIER, "离任资料包", dossier),
    )
