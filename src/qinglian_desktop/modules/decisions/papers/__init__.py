"""The papers of a decision as printable values: plain values in, documents out."""

from qinglian_desktop.modules.decisions.papers.ballots import ballots, tally_sheet
from qinglian_desktop.modules.decisions.papers.consultation import Consulted, consultation
from qinglian_desktop.modules.decisions.papers.convening import agenda, notice
from qinglian_desktop.modules.decisions.papers.households import (
    House,
    HouseholdsAsked,
    empty_form,
    result,
)
from qinglian_desktop.modules.decisions.papers.minutes import minutes
from qinglian_desktop.modules.decisions.papers.register import Filed, register
from qinglian_desktop.modules.decisions.papers.signing import sign_in
from qinglian_desktop.modules.decisions.papers.values import (
    Bar,
    Item,
    Meeting,
    Member,
    Tally,
    Words,
)

__all__ = [
    "Bar",
    "Consulted",
    "Filed",
    "House",
    "HouseholdsAsked",
    "Item",
    "Meeting",
    "Member",
    "Tally",
    "Words",
    "agenda",
    "ballots",
    "consultation",
    "empty_form",
    "minutes",
    "notice",
    "register",
    "result",
    "sign_in",
    "tally_sheet",
]
