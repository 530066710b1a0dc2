"""Benefits for residents (惠民补贴): the standards year by year, and the lists of who gets what."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, LONG, NAME, QUANTITY
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

UNSEEN, CLEAN, DOUBTED, ANSWERED = "待检查", "没有问题", "待核实", "已核实"
STATES = (UNSEEN, CLEAN, DOUBTED, ANSWERED)


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


class BenefitLine(
    Record,
    table="benefit_line",
    label="补贴救助名单",
    owner=Owner.COMMUNITY,
    key=("programme", "period", "row_no"),
    named_by=("programme", "row_no"),
):
    """One person on a list from above: what he gets, what the check found, what the clerk says."""

    programme: str = fact("补贴项目", board=Board.FULL, example="耕地地力保护补贴")
    period: str = fact("期间", board=Board.FULL, example="2026")
    row_no: int = fact("序号", COUNT, board=Board.FULL, example="12", given=True)
    name: str = fact("姓名", NAME, board=Board.MASK)
    amount_fen: int = fact("金额", FEN, board=Board.FULL, example="2380.50")
    problem: str | None = fact("问题", LONG, default=None, veiled=True)
    remedy: str | None = fact("怎么办", LONG, default=None)
    answer: str | None = fact("核实结果", LONG, default=None, veiled=True)
    # Kept as the list has it: a wrong number is what the check is there to find.
    id_number: str | None = fact("身份证号", level=Level.PERSON, default=None)
    card_no: str | None = fact("一卡通号", level=Level.PERSON, default=None)
    card_holder: str | None = fact("卡主", NAME, default=None)
    agent: str | None = fact("代领人", NAME, default=None)
    plot: str | None = fact("地块", default=None, example="2组大田湾")
    area: int | None = fact("面积", QUANTITY, board=Board.FULL, default=None, example="3.5")
    rate_fen: int | None = fact("标准", FEN, board=Board.FULL, default=None)
    heads: int | None = fact("家庭人数", COUNT, board=Board.FULL, default=None)
    paid_on: date | None = fact("发放日期", DAY, board=Board.FULL, default=None)
    state: str = fact("核对", CHOICE, choices=STATES, default=UNSEEN)
    notice_id: str | None = fact("公示", link="notice", tie=Tie.LOOSE, default=None)
    note: str | None = fact("备注", LONG, default=None)
