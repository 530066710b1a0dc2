"""What the street's board says of a unit, in words; no order of merit anywhere."""

from collections.abc import Sequence
from datetime import date

from qinglian_desktop.core.record import Row


def state_word(unit: Row, received: Sequence[Row], day: date, *, agrees: bool = True) -> str:
    """待登记, 还没报送, 本月已报, 本月未报, 缺前面的包, 对不上, 有退回, 已停用."""
    if unit["state"] != "已登记":
        return "已停用" if unit["state"] == "已停用" else "待登记"
    if not received:
        return "还没报送"
    newest = max(received, key=lambda row: row["number"])
    if gap_words(received):
        return "缺前面的包"
    if not agrees:
        return "对不上"
    if newest["refused_count"]:
        return "有退回"
    return "本月已报" if newest["received_at"][:7] == day.isoformat()[:7] else "本月未报"


def gap_words(received: Sequence[Row]) -> str:
    """Which bundles are wanting: a bundle begins beyond what the ones before it reached."""
    covered = 0
    for row in sorted(received, key=lambda row: (row["base_seq"], row["high_seq"])):
        if row["base_seq"] > covered:
            have = {other["number"] for other in received}
            lacking = [str(n) for n in range(1, row["number"]) if n not in have]
            return f"缺第 {'、'.join(lacking) or '前面的'} 号包"
        covered = max(covered, row["high_seq"])
    return ""
