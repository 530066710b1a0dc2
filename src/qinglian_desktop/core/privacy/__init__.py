"""Does a text hold what a public paper may never carry, and what stands there once it is covered?

ID, telephone, card and door numbers are found however they are written: in full-width or Chinese
digits, with spaces, dots and dashes between the groups, broken over two lines. Covered numbers
(138****5678) are not found. Office telephones with an area code and service numbers (12345) are
allowed on a board.
"""

from qinglian_desktop.core.privacy.covering import covered, stands_for
from qinglian_desktop.core.privacy.finding import NAMES, Finding, Kind
from qinglian_desktop.core.privacy.masks import any_of, mask_board_name
from qinglian_desktop.core.privacy.scanning import findings

__all__ = [
    "NAMES",
    "Finding",
    "Kind",
    "any_of",
    "covered",
    "findings",
    "mask_board_name",
    "stands_for",
]
