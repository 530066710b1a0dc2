"""What no ledger can tell: a veto that was confirmed, a bonus that is claimed and judged.

The indicators themselves are no rows: they are a dated pack (system.py), from the program or
from the street.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, NAME, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, fact

FULL = Board.FULL
ACCEPTED, TURNED_DOWN = ("认可", "不认可")


class VetoEvent(
    Record,
    table="veto_event",
    label="负面清单情形",
    owner=Owner.EITHER,
    key=("article", "document_no"),
    named_by=("article", "document_no"),
    happened="happened_on",
    whole=True,  # what was lifted, by whom and why belongs together
):
    """One confirmed situation: that it is so, by which paper; never the case itself."""

    article: str = fact("第几条", example="V05")
    unit_name: str | None = fact("哪个单位", default=None)
    to_office: str | None = fact("单位（标识）", default=None, kept=True)
    happened_on: date = fact("确认的情形日期", DAY)
    confirmed_by: str = fact("确认的部门", example="街道纪工委")
    document_no: str = fact("确认文号", example="通惠纪函〔2026〕3号")
    confirmed_on: date | None = fact("确认日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("确认函", FILES, default=None)
    lifted_on: date | None = fact("解除日期", DAY, default=None, kept=True)
    lifted_reason: str | None = fact("解除的原因", LONG, default=None, kept=True)
    lifted_by: str | None = fact("谁解除的", NAME, default=None, kept=True)
    lifted_with: str | None = fact("谁复核的解除", NAME, default=None, kept=True)


class BonusClaim(
    Record,
    table="bonus_claim",
    label="加分项",
    owner=Owner.COMMUNITY,
    key=("year", "article", "what"),
    named_by=("year", "article", "what"),
    happened="happened_on",
    together=(("article", "level"),),
):
    """One claim of a bonus; its points follow from the pack, never from what is typed."""

    year: int = fact("年度", COUNT, board=FULL, example="2026")
    article: str = fact("加分条目", board=FULL, example="J02")
    what: str = fact("凭什么加分", LONG, board=FULL, example="入选市级清廉村居优秀案例")
    level: str | None = fact(
        "哪一级", CHOICE, board=FULL, choices=("街道", "区级", "市级"), default=None
    )
    happened_on: date | None = fact("日期", DAY, board=FULL, default=None)
    document_no: str | None = fact("认定文号", board=FULL, default=None)
    files: tuple[str, ...] | None = fact("证明材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class BonusRuling(
    Record,
    table="bonus_ruling",
    label="加分核定",
    owner=Owner.STREET,
    key=("to_name", "year", "article", "claim_id"),
    named_by=("to_name", "article"),
    happened="made_on",
    together=(("verdict", "points", "said", "article", "level"),),
    adds_up=False,
):
    """What the street says to one claim; it holds while the claim is what was looked at."""

    to_name: str = fact("哪个单位", kept=True)
    to_office: str = fact("单位标识", kept=True)
    claim_id: str = fact("哪一件", link="bonus_claim", kept=True)
    year: int = fact("年度", COUNT, board=FULL, kept=True)
    article: str = fact("加分条目", board=FULL, kept=True)
    level: str | None = fact("哪一级", board=FULL, default=None, kept=True)
    verdict: str = fact("结果", CHOICE, board=FULL, choices=(ACCEPTED, TURNED_DOWN))
    points: int | None = fact("最多给几分", QUANTITY, board=FULL, default=None, example="0.5")
    said: str | None = fact("核定意见", LONG, board=FULL, default=None)
    made_on: date = fact("日期", DAY, board=FULL)
