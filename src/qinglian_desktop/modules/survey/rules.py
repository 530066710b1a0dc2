"""What counted sheets come to: (满意 + 基本满意) ÷ (有效 − 不了解)."""

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.share import percent
from qinglian_desktop.modules.survey.records import ANSWERS, SurveyResult

PACK = "survey-rules"


def sample(least: int, of_hundred: int, households: int) -> int:
    """How many sheets are planned: a share of the households, rounded up, and never too few."""
    return max(least, -(-households * of_hundred // 100))


def counted(row: Row, valid: int | None) -> Row:
    """The rate once the answers add up to the valid sheets, and in words what does not fit."""
    told = [row.get(name) for name in ANSWERS]
    total = sum(one or 0 for one in told)
    if valid is None or all(one is None for one in told):
        return {"satisfied_rate": None, "told": None}
    if total != valid:
        side = f"多 {total - valid}" if total > valid else f"少 {valid - total}"
        return {"satisfied_rate": None, "told": f"五种回答加起来 {total} 份，比有效的{side} 份"}
    known = valid - (row.get("unknown") or 0)
    good = (row.get("satisfied") or 0) + (row.get("fairly") or 0)
    return {"satisfied_rate": percent(good, known), "told": None}


def refuse_too_many(row: Row, valid: int | None) -> None:
    total = sum(row.get(name) or 0 for name in ANSWERS)
    if valid is not None and total > valid:
        raise Refused(
            f"五种回答加起来 {total} 份，比有效的 {valid} 份多", "核对每一种的份数",
            field="satisfied", code="QL-OV-020",
        )  # fmt: skip


def result(row: Row) -> Row:
    """A whole survey: fewer come back than went out, and no more are valid than came back."""
    for less, more in (("returned", "issued"), ("valid", "returned")):
        one, other = row.get(less), row.get(more)
        if one is not None and other is not None and one > other:
            fields = SurveyResult.fields
            raise Refused(
                f"{fields[less].label}比{fields[more].label}多", "核对两个数", field=less,
                code="QL-OV-021",
            )  # fmt: skip
    valid, planned = row.get("valid"), row.get("sample_planned")
    refuse_too_many(row, valid)
    made = counted(row, valid)
    if valid is not None and planned and valid < planned and not made["told"]:
        made["told"] = f"有效份数比计划的 {planned} 份少，自评时这一项不得分"
    return made
