"""What can be done with the register of assets."""

from qinglian_desktop.modules.property.actions.assets import (
    drop_asset,
    number_assets,
    review_assets,
    save_asset,
)
from qinglian_desktop.modules.property.actions.differences import (
    draft_notice,
    handle,
    loss_of,
    posting_days,
)
from qinglian_desktop.modules.property.actions.disposing import needs_decision
from qinglian_desktop.modules.property.actions.events import (
    against_choices,
    drop_event,
    record_event,
    reverse_event,
    save_event,
)
from qinglian_desktop.modules.property.actions.inventory import (
    add_found,
    add_new_ones,
    begin,
    clear,
    drop_inventory,
    drop_line,
    save_inventory,
    save_line,
    take_step,
    tick,
)
from qinglian_desktop.modules.property.actions.inventory_papering import (
    inventory_paper,
)
from qinglian_desktop.modules.property.actions.wearing import (
    charge_month,
    keep_wear,
    month_due,
    reverse_month,
)
from qinglian_desktop.modules.property.tying import check_month

__all__ = [
    "add_found",
    "add_new_ones",
    "against_choices",
    "begin",
    "charge_month",
    "check_month",
    "clear",
    "draft_notice",
    "drop_asset",
    "drop_event",
    "drop_inventory",
    "drop_line",
    "handle",
    "inventory_paper",
    "keep_wear",
    "loss_of",
    "month_due",
    "needs_decision",
    "number_assets",
    "posting_days",
    "record_event",
    "reverse_event",
    "reverse_month",
    "review_assets",
    "save_asset",
    "save_event",
    "save_inventory",
    "save_line",
    "take_step",
    "tick",
]
