"""The pages of the register for the tab 三资: ledger, idle, depreciation, tie, yearly count."""

from functools import partial

from qinglian_desktop.modules.property.inventory import Inventory
from qinglian_desktop.modules.property.page.assets import AssetsPage
from qinglian_desktop.modules.property.page.idle import IdlePage
from qinglian_desktop.modules.property.page.inventory import InventoryPage
from qinglian_desktop.modules.property.page.tie import TiePage
from qinglian_desktop.modules.property.page.wear import WearPage
from qinglian_desktop.modules.property.records import Asset, WearRun
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section


def sections(desk: Desk) -> tuple[Section, ...]:
    """What the tab 三资 shows of this subject."""
    return (
        (Asset.table, "台账", partial(AssetsPage, desk)),
        ("idle", "闲置低效", partial(IdlePage, desk)),
        (WearRun.table, "折旧", partial(WearPage, desk)),
        ("tie", "账实核对", partial(TiePage, desk)),
        (Inventory.table, "年度清查", partial(InventoryPage, desk)),
    )
