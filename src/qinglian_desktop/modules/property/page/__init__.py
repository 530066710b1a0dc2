"""The pages of the register for the tab 三资."""

from functools import partial

from qinglian_desktop.modules.property.inventory import Inventory
from qinglian_desktop.modules.property.page.inventory import InventoryPage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section


def sections(desk: Desk) -> tuple[Section, ...]:
    """What the tab 三资 shows of this subject."""
    return ((Inventory.table, "年度清查", partial(InventoryPage, desk)),)
