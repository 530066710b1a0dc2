"""What can be done with the register of assets."""

from qinglian_desktop.modules.property.actions.assets import (
    drop_asset,
    looked_after,
    number_assets,
    review_assets,
    save_asset,
)

__all__ = ["drop_asset", "looked_after", "number_assets", "review_assets", "save_asset"]
