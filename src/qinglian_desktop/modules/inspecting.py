"""The subject 督查 in the table of contents: its records and what can be done with a row."""

from qinglian_desktop.core.module import Module
from qinglian_desktop.modules.inspection import records as inspection

INSPECTION = Module(
    name="inspection",
    label="督查会议",
    tab="inspection",
    records=inspection.RECORDS,
    roles=("street",),
)
