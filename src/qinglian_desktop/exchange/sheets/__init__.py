"""Workbooks and text tables: reading, checking, taking in, giving back, writing."""

from qinglian_desktop.exchange.sheets.cells import BadCell
from qinglian_desktop.exchange.sheets.choosing import Chosen, guess
from qinglian_desktop.exchange.sheets.endings import Skipped
from qinglian_desktop.exchange.sheets.given import read_mapping
from qinglian_desktop.exchange.sheets.intake import (
    ImportRefused,
    ImportResult,
    Intake,
    check_chosen,
    check_sheet,
    import_file,
    import_rows,
)
from qinglian_desktop.exchange.sheets.likeness import FILL, NEW, SAME, Pair
from qinglian_desktop.exchange.sheets.mapping import importable, plan_said
from qinglian_desktop.exchange.sheets.reading import SheetData, read_sheets
from qinglian_desktop.exchange.sheets.returned import write_report
from qinglian_desktop.exchange.sheets.template import write_template
from qinglian_desktop.exchange.sheets.writing import (
    OutColumn,
    SheetOut,
    columns_of,
    write_table,
    write_workbook,
)

__all__ = [
    "FILL",
    "NEW",
    "SAME",
    "BadCell",
    "Chosen",
    "ImportRefused",
    "ImportResult",
    "Intake",
    "OutColumn",
    "Pair",
    "SheetData",
    "SheetOut",
    "Skipped",
    "check_chosen",
    "check_sheet",
    "columns_of",
    "guess",
    "import_file",
    "import_rows",
    "importable",
    "plan_said",
    "read_mapping",
    "read_sheets",
    "write_report",
    "write_table",
    "write_template",
    "write_workbook",
]
