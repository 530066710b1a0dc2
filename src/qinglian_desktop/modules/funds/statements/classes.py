"""Which accounts of a chart belong together on a statement?"""

from typing import Final

from qinglian_desktop.modules.funds.chart import Chart, Item

ASSETS, DEBTS, EQUITY, COSTS, RESULTS = "资产", "负债", "所有者权益", "成本", "损益"
NET: Final = "净资产"  # of a committee, which has no owners
CLASSES: Final = (ASSETS, DEBTS, EQUITY, NET, COSTS, RESULTS)


def path(chart: Chart, code: str) -> tuple[Item, ...]:
    """The account and what it stands below, the highest first; () for one that is nowhere.

    A detail that the chart no longer has (the office closed it) still stands below its parent.
    """
    found: list[Item] = []
    item = chart.placed(code)
    while item is not None:
        found.append(item)
        item = chart.items.get(item.parent)
    return tuple(reversed(found))


def kind_of(chart: Chart, code: str) -> str:
    """Its class; "" for an account that is nowhere."""
    above = path(chart, code)
    return above[0].kind if above else ""


def word(chart: Chart, code: str) -> str:
    """Its own name, without those it stands below."""
    above = path(chart, code)
    return above[-1].name if above else chart.name(code)


def earned(chart: Chart) -> tuple[str, ...]:
    """Accounts of the first level that hold what came in as income."""
    return _results(chart, "贷")


def spent(chart: Chart) -> tuple[str, ...]:
    return _results(chart, "借")


def _results(chart: Chart, side: str) -> tuple[str, ...]:
    return tuple(
        item.code
        for item in chart.items.values()
        if not item.parent and item.kind == RESULTS and item.side == side
    )
