"""The tab 四议公开: the matters with their steps, delegations, consultations, own standards."""

from collections.abc import Callable, Mapping
from functools import partial

from qinglian_desktop.modules.decisions.beside import Consultation, Delegation, MatterStandard
from qinglian_desktop.modules.decisions.page.consultations import consultations
from qinglian_desktop.modules.decisions.page.matters import MattersPage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Sections

_DELEGATED = ("granted_on", "classes", "matters", "limit_fen", "from_on", "until_on", "revoked_on")
_CONSULTED = ("held_on", "topic", "form", "outcome", "assignee", "due_on", "late")
_STANDARDS = ("matter_class", "amount_fen", "pre_review", "raised_fen", "from_on", "resolution")


def make_page(desk: Desk, checks: Mapping[str, Callable[[], object]]) -> "DecisionsPage":
    """`checks`: what the window opens from the head of the matters, by its word."""
    return DecisionsPage(desk, checks)


class DecisionsPage(Sections):
    def __init__(self, desk: Desk, checks: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(
            "decisions",
            "四议公开",
            (
                ("matter", "事项", partial(MattersPage, desk, checks)),
                (
                    Delegation.table,
                    "授权",
                    partial(desk.ledger, Delegation, title="授权", columns=_DELEGATED),
                ),
                (
                    Consultation.table,
                    "协商",
                    partial(consultations, desk, _CONSULTED),
                ),
                (
                    MatterStandard.table,
                    "标准",
                    partial(desk.ledger, MatterStandard, title="事项标准", columns=_STANDARDS),
                ),
            ),
        )
