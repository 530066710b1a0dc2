"""What the street decides about its offices and signs: whose records are whose, who goes on.

Each is a row for one unit, so that it travels down with the unit's own bundle and under its
signature.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FLAG, LONG
from qinglian_desktop.core.record import Board, Owner, Record, fact

MERGED, SPLIT, BACK = KINDS = ("合并", "拆分", "移回")


class TransferOrder(
    Record,
    table="transfer_order",
    label="移交令",
    owner=Owner.STREET,
    key=("title", "to_name"),
    named_by=("title",),
    happened="signed_on",
):
    """Records of one unit belong to another from here on; one row for each of the two."""

    order_id: str = fact("移交标识", kept=True)
    kind: str = fact("类型", CHOICE, board=Board.FULL, choices=KINDS)
    title: str = fact("事项", LONG, kept=True)
    to_name: str = fact("发给", kept=True)
    to_office: str = fact("发给（标识）", kept=True)
    giver: str = fact("移出单位（标识）", kept=True)
    giver_name: str = fact("移出单位", kept=True)
    receiver: str = fact("接收单位（标识）", kept=True)
    receiver_name: str = fact("接收单位", kept=True)
    everything: bool = fact("全部移交", FLAG, kept=True)
    undoes: str | None = fact("移回哪一份", default=None, kept=True)
    row_count: int = fact("移交条数", COUNT, kept=True)
    content_file: str | None = fact("移交清单", default=None, kept=True)  # file id
    ground: str = fact("依据", LONG, example="通惠街办〔2026〕15号")
    signed_by: str | None = fact("经办", default=None, kept=True)
    signed_on: date = fact("签发日期", DAY, kept=True)


class ForkDecision(
    Record,
    table="fork_decision",
    label="同一身份的处理",
    owner=Owner.STREET,
    key=("title",),
    named_by=("title",),
    happened="decided_on",
):
    """Two computers of a unit wrote under one identity: which goes on, which begins a line of
    its own.
    """

    title: str = fact("事项", LONG, kept=True)
    to_name: str = fact("发给", kept=True)
    to_office: str = fact("发给（标识）", kept=True)
    stream_id: str = fact("数据流", kept=True)
    number: int = fact("从第几号包起", COUNT, kept=True)
    stays_hash: str = fact("继续用的那一包", kept=True)
    parts_hash: str = fact("另算的那一包", kept=True)
    base_seq: int = fact("从第几条以后", COUNT, kept=True)
    new_stream: str = fact("另算的数据流", kept=True)
    reason: str = fact("为什么这样定", LONG)
    decided_by: str | None = fact("经办", default=None, kept=True)
    decided_on: date = fact("决定日期", DAY, kept=True)


RECORDS = (TransferOrder, ForkDecision)
