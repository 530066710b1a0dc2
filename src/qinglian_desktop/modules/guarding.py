"""What holds of a row whatever way it is written, and what is whole only together?"""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core.module import Operation
from qinglian_desktop.modules.calling import later
from qinglian_desktop.store.guards import Body

# What holds for every way of writing a table, and what must be whole before COMMIT.
GUARDS: Mapping[str, Operation] = MappingProxyType(
    {
        "bank_line": later("funds", "guard_bank_line"),
        "entry": later("funds", "guard_entry"),
        "voucher": later("funds", "guard_voucher"),
        "voucher_line": later("funds", "guard_line"),
        "opening_balance": later("funds", "guard_opening"),
        "book_month": later("funds", "guard_month"),
        "bank_account": later("funds", "guard_bank_account"),
        "account": later("funds", "guard_account"),
        "held_cell": later("funds", "guard_held"),
        "wear_line": later("property", "guard_wear_line"),
        "matter_step": later("property", "guard_decision"),
        "veto_event": later("evaluation", "guard_veto"),
        "year_verdict": later("yearend", "guard_verdict"),
        "year_review": later("yearend", "guard_review"),
        "assessment": later("evaluation", "guard_assessment"),
        "assessment_line": later("evaluation", "guard_line"),
        "assessment_mark": later("evaluation", "guard_mark"),
    }
)
# All that these guards look at in a new row: of thousands that come at once, alike ones are asked
# about once.
LOOKS_AT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bank_line": (),
        "entry": ("book", "day:7", "reverses_id", "reviewed_on", "transfer_id"),
    }
)
WHOLES: Mapping[str, Operation] = MappingProxyType(
    {
        **dict.fromkeys(("entry", "voucher", "voucher_line"), later("funds", "whole_books")),
        **dict.fromkeys(("labour_order", "labour_day"), later("labour", "whole_log")),
        "directive": later("inspection", "follow_directive"),
    }
)
# What two computers changed apart and only makes sense as one.
BODIES: Mapping[str, Body] = MappingProxyType(
    {
        "voucher": Body(
            "voucher_line", "voucher_id", "整张凭证", "reviewed_on",
            later("funds", "is_torn"), later("funds", "in_words"),
        ),
        # Who was there, how they voted, and what it comes to.
        "matter_step": Body(
            "step_person", "step_id", "整场会", "",
            later("decisions", "is_torn"), later("decisions", "in_words"), strict=True,
        ),
        "entry": Body(
            "entry", "transfer_id", "跨账划转的一对", "",
            later("funds", "is_half_pair"), later("funds", "pair_in_words"), twins=True,
        ),
    }
)  # fmt: skip
