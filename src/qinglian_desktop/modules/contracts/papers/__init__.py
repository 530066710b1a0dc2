"""The papers of contracts: the demand for rent, the list of what is owed, of what runs out."""

from qinglian_desktop.modules.contracts.papers.demand import Letter, Line, demand
from qinglian_desktop.modules.contracts.papers.lists import (
    Late,
    Row,
    RunsOut,
    calendar,
    owed_list,
    runs_out_list,
)

__all__ = [
    "Late",
    "Letter",
    "Line",
    "Row",
    "RunsOut",
    "calendar",
    "demand",
    "owed_list",
    "runs_out_list",
]
