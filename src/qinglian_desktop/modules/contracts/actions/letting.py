"""The card of an asset follows its contract: 出租 while it runs, free again when it ends."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import LAND, LETTING, RUNNING, WE_RECEIVE, Contract
from qinglian_desktop.modules.property import actions as holdings
from qinglian_desktop.modules.property.records import CONTRACTED, GONE, IDLE, LET, Asset
from qinglian_desktop.store.change import Change

_STATUS = {LAND: CONTRACTED, LETTING: LET}


def follow(change: Change, row: Row) -> None:
    """Within the change that wrote the contract: its asset says who has it, and until when."""
    asset = change.book.row(Asset.table, row["asset_id"]) if row["asset_id"] else None
    if asset is None or asset["deleted"] or asset["status"] == GONE or not _lets(row):
        return
    if row["state"] == RUNNING and (row["start_on"] or "") <= clock.today().isoformat():
        _mark(change, asset, {
            "status": _STATUS[row["kind"]], "user_name": row["party"],
            "contract_no": row["number"], "used_until": row["end_on"],
        })  # fmt: skip
    elif row["state"] != RUNNING and asset["contract_no"] == row["number"]:
        others = (
            Where("asset_id", "=", asset["id"]), Where("state", "=", RUNNING),
            Where("id", "!=", row["id"]), reads.own(change.book),
        )  # fmt: skip
        if not change.book.count(Query(Contract.table, others)):
            empty = {"user_name": None, "contract_no": None, "used_until": None}
            _mark(change, asset, {"status": IDLE, **empty})


def _lets(row: Row) -> bool:
    return row["kind"] in _STATUS and row["flow"] == WE_RECEIVE


def _mark(change: Change, asset: Row, facts: Row) -> None:
    if any(asset[name] != value for name, value in facts.items()):
        holdings.save_asset(change.book, asset["id"], facts)
