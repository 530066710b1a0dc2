"""What can be done with contracts, their money and what is demanded."""

from qinglian_desktop.modules.contracts.actions.chaining import (
    Ending,
    end_contract,
    renew,
    supplement,
    unsettled,
)
from qinglian_desktop.modules.contracts.actions.money import (
    Payment,
    deposit,
    match,
    receive,
    unmatch,
)
from qinglian_desktop.modules.contracts.actions.saving import (
    bring_back_contract,
    drop_contract,
    drop_term,
    make_schedule,
    make_schedules,
    number_contracts,
    put_details,
    put_terms,
    review_contracts,
    save_contract,
    save_term,
    without_schedule,
)
from qinglian_desktop.modules.contracts.actions.serving import Served, limitation, serve

__all__ = [
    "Ending",
    "Payment",
    "Served",
    "bring_back_contract",
    "deposit",
    "drop_contract",
    "drop_term",
    "end_contract",
    "limitation",
    "make_schedule",
    "make_schedules",
    "match",
    "number_contracts",
    "put_details",
    "put_terms",
    "receive",
    "renew",
    "review_contracts",
    "save_contract",
    "save_term",
    "serve",
    "supplement",
    "unmatch",
    "unsettled",
    "without_schedule",
]
