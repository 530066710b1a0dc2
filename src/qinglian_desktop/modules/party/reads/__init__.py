"""What has this unit of its party work, what should it have by now, and what is missing?

Counted from the rows each time, as of a day: what happened later is not counted.
"""

from qinglian_desktop.modules.party.reads.grids import (
    Grids,
    Standing,
    grid_figures,
    grids_on,
    households_of,
    households_visited,
    standing,
    visit_period,
)
from qinglian_desktop.modules.party.reads.joint import (
    Reported,
    Reporting,
    items_of_year,
    joint_meetings,
    joint_periods,
    open_items,
    projects,
    reported,
    reporting,
)
from qinglian_desktop.modules.party.reads.meetings import (
    called_to,
    clean_studies,
    duty_log,
    duty_months,
    meetings_of,
    names_in,
    organisation_life,
    year_slots,
)
from qinglian_desktop.modules.party.reads.rows import earliest, own, pack_of, there, year_until

__all__ = [
    "Grids",
    "Reported",
    "Reporting",
    "Standing",
    "called_to",
    "clean_studies",
    "duty_log",
    "duty_months",
    "earliest",
    "grid_figures",
    "grids_on",
    "households_of",
    "households_visited",
    "items_of_year",
    "joint_meetings",
    "joint_periods",
    "meetings_of",
    "names_in",
    "open_items",
    "organisation_life",
    "own",
    "pack_of",
    "projects",
    "reported",
    "reporting",
    "standing",
    "there",
    "visit_period",
    "year_slots",
    "year_until",
]  # fmt: skip
