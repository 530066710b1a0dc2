"""What can be done with contracts, their money and what is demanded."""

from qinglian_desktop.modules.contracts.actions.chaining import (
    Ending,
    end_contract,
    renew,
    supplement,
    unsettled,
)
from qinglian_desktop.modules.contracts.actions.checking import (
    clean_up,
    contract_words,
    explain_finding,
    make_task,
    matter_words,
    price_words,
    print_progress,
    progress,
    save_clean_up,
)
from qinglian_desktop.modules.contracts.actions.money import (
    Payment,
    deposit,
    match,
    receive,
    unmatch,
)
from qinglian_desktop.modules.contracts.actions.numbering import number_contracts
from qinglian_desktop.modules.contracts.actions.returning import bring_back_term, keep_due
from qinglian_desktop.modules.contracts.actions.saving import (
    bring_back_contract,
    drop_contract,
    drop_term,
    make_schedule,
    make_schedules,
    put_details,
    put_terms,
    review_contracts,
    save_contract,
    save_term,
    without_schedule,
)
from qinglian_desktop.modules.contracts.actions.sealing import (
    begun,
    print_register,
    register,
    save_seal_use,
    unsealed,
)
from qinglian_desktop.modules.contracts.actions.serving import Served, limitation, serve

__all__ = [
    "Ending",
    "Payment",
    "Served",
    "begun",
    "bring_back_contract",
    "bring_back_term",
    "clean_up",
    "contract_words",
    "deposit",
    "drop_contract",
    "drop_term",
    "end_contract",
    "explain_finding",
    "keep_due",
    "limitation",
    "make_schedule",
    "make_schedules",
    "make_task",
    "match",
    "matter_words",
    "number_contracts",
    "price_words",
    "print_progress",
    "print_register",
    "progress",
    "put_details",
    "put_terms",
    "receive",
    "register",
    "renew",
    "review_contracts",
    "save_clean_up",
    "save_contract",
    "save_seal_use",
    "save_term",
    "serve",
    "supplement",
    "unmatch",
    "unsealed",
    "unsettled",
    "without_schedule",
]
