"""What can be done with the register of assets."""

from qinglian_desktop.modules.property.actions.assets import (
    drop_asset,
    looked_after,
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
from qinglian_desktop.modules.property.actions.inventory_papering import inventory_paper

__all__ = [
    "add_found",
    "add_new_ones",
    "begin",
    "clear",
    "draft_notice",
    "drop_asset",
    "drop_inventory",
    "drop_line",
    "handle",
    "inventory_paper",
    "looked_after",
    "loss_of",
    "number_assets",
    "posting_days",
    "review_assets",
    "save_asset",
    "save_inventory",
    "save_line",
    "take_step",
    "tick",
]
