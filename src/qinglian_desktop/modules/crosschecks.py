"""What must fit together before a report goes to the street: days, parts, lists and their totals.

Read by the list before sending (exchange/preflight.py). A rule names a table and its fields; what
it means stands in core/crosscheck.py.
"""

from qinglian_desktop.core.crosscheck import (
    AddUp,
    AtMost,
    Balance,
    GoTogether,
    InOrder,
    Readable,
    Rule,
    Total,
)

RULES: tuple[Rule, ...] = (
    # Days that follow each other.
    InOrder("contract", "start_on", "end_on"),
    InOrder("contract", "signed_on", "ended_on"),
    InOrder("rent_due", "from_on", "until_on"),
    InOrder("rent_term", "from_on", "until_on"),
    InOrder("matter", "opened_on", "ended_on"),
    InOrder("matter_step", "told_on", "held_on"),
    InOrder("delegation", "from_on", "until_on"),
    InOrder("notice", "posted_on", "removed_on"),
    InOrder("objection", "raised_on", "closed_on"),
    InOrder("post", "from_on", "until_on"),
    InOrder("project", "started_on", "accepted_on"),
    InOrder("project", "accepted_on", "settled_on"),
    InOrder("bank_account", "opened_on", "closed_on"),
    InOrder("asset", "acquired_on", "retired_on"),
    InOrder("audit", "period_from", "period_until"),
    InOrder("inventory", "numbered_on", "verified_on"),
    InOrder("receipt_book", "received_on", "returned_on"),
    # Parts of a whole.
    AtMost("matter_step", "present_count", "due_count"),
    AtMost("matter_step", "yes_count", "present_count"),
    AtMost("asset", "worn_fen", "value_fen"),
    AtMost("asset", "residual_fen", "value_fen"),
    AtMost("finding", "recovered_fen", "amount_fen"),
    AtMost("inventory_line", "spoilt_qty", "counted_qty"),
    AddUp("invoice", ("net_fen", "tax_fen"), "total_fen"),
    AddUp("matter_step", ("yes_count", "no_count", "abstain_count"), "base_count"),
    # One thing asks for another.
    GoTogether("notice", "removed_on", "posted_on"),
    GoTogether("matter_step", "yes_count", "held_on"),
    GoTogether("receipt_slip", "state", "void_reason", "作废"),
    GoTogether("contract", "ended_on", "ended_why"),
    GoTogether("matter", "ended_on", "ended_reason"),
    GoTogether("labour_pay", "paid_on", "entry_id"),
    GoTogether("delegation", "matters", "from_on"),
    # A number in which one digit is wrong is kept as it was written, and asked about.
    Readable("person", "id_number"),
    # Lists against their totals.
    Total("labour_pay", "total_fen", "labour_day", "pay_id", "amount_fen"),
    Total("wear_run", "total_fen", "wear_line", "run_id", "amount_fen"),
    Total("wear_run", "count", "wear_line", "run_id"),
    Total("voucher", "amount_fen", "voucher_line", "voucher_id", "debit_fen"),
    Balance("voucher", "voucher_line", "voucher_id", "debit_fen", "credit_fen"),
)
