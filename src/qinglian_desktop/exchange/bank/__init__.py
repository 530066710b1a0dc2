"""Statements of banks: which column says what, what moved, and does the balance run on?"""

from qinglian_desktop.exchange.bank.columns import (
    ROLES,
    Layout,
    header_key,
    lay_out,
    layout_of,
    whole_header,
)
from qinglian_desktop.exchange.bank.statement import (
    Break,
    Moved,
    Statement,
    read_statement,
    sheet_rows,
)

__all__ = [
    "ROLES",
    "Break",
    "Layout",
    "Moved",
    "Statement",
    "header_key",
    "lay_out",
    "layout_of",
    "read_statement",
    "sheet_rows",
    "whole_header",
]
