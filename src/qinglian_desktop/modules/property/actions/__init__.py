"""What can be done with the register of assets."""

from qinglian_desktop.modules.property.actions.assets import (
    drop_asset,
    looked_after,
    number_assets,
    review_assets,
    save_asset,
)
from qinglian_desktop.modules.property.actions.events import (
    against_choices,
    drop_event,
    needs_decision,
    record_event,
    reverse_event,
    save_event,
)
from qinglian_desktop.modules.property.actions.wearing import (
    charge_month,
    keep_wear,
    month_due,
    reverse_month,
)

__all__ = [
    "against_choices",
    "charge_month",
    "drop_asset",
    "drop_event",
    "keep_wear",
    "looked_after",
    "month_due",
    "needs_decision",
    "number_assets",
    "record_event",
    "reverse_event",
    "reverse_month",
    "review_assets",
    "save_asset",
    "save_event",
]
