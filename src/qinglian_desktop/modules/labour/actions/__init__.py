"""What can be done with casual labour: order, note, post, pay."""

from qinglian_desktop.modules.labour.actions.guarding import (
    whole_log,
)
from qinglian_desktop.modules.labour.actions.paying import (
    drop_pay,
    export_pay,
    make_pay,
    pay,
    pay_again,
    print_pay,
    sheet_of,
    words_of,
)
from qinglian_desktop.modules.labour.actions.saving import (
    drop_day,
    save_day,
    save_order,
    save_pay,
    why_day_stays,
)

__all__ = [
    "drop_day",
    "drop_pay",
    "export_pay",
    "make_pay",
    "pay",
    "pay_again",
    "print_pay",
    "save_day",
    "save_order",
    "save_pay",
    "sheet_of",
    "whole_log",
    "why_day_stays",
    "words_of",
]
