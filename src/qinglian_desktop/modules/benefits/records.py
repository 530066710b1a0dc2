"""Benefits for residents (惠民补贴): the standards in force, year by year."""

from qinglian_desktop.core.kinds import COUNT, FEN, LONG, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, fact


class SubsidyStandard(
    Record,
    table="subsidy_standard",
    label="补贴标准",
    owner=Owner.COMMUNITY,
    key=("year", "programme"),
    named_by=("programme", "year"),
    adds_up=False,
):
    year: int = fact("年度", COUNT, board=Board.FULL, example="2025")
    programme: str = fact("补贴项目", board=Board.FULL, example="种粮大户补贴")
    area_from: int | None = fact("面积下限", QUANTITY, board=Board.FULL, default=None)
    area_to: int | None = fact("单户面积上限", QUANTITY, board=Board.FULL, default=None)
    rate_fen: int = fact("补贴标准", FEN, board=Board.FULL)
    source: str | None = fact("出处", LONG, board=Board.FULL, default=None)
