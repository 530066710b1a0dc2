"""What follows from what in customs and surroundings: words of a covenant, a score, days."""

from collections.abc import Iterable, Mapping
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.core.share import percent
from qinglian_desktop.modules.customs.records import DEDUCTED, EnvironmentInspection

PACK = "customs-rules"
_POINT = 1000  # a quantity is stored in thousandths


def hints(rules: Iterable[Mapping[str, Any]], text: str | None) -> str:
    """Words of the text that no covenant should need, and why: a hint, never a bar."""
    found = []
    for rule in rules:
        met = [word for word in rule["words"] if word in (text or "")]
        if met:
            found.append(f"有“{'”“'.join(met)}”：{rule['told']}")
    return "；".join(found)


def score(parts: Iterable[Mapping[str, Any]], row: Row) -> int | None:
    """Each part begins full and ends at nothing; None until every part says what it lost."""
    total = 0
    for part in parts:
        off = row.get(part["field"])
        if off is None:
            return None
        total += max(part["points"] * _POINT - off, 0)
    return total


def inspected(parts: Iterable[Mapping[str, Any]], row: Row) -> Row:
    """The score from the parts; a total of an old sheet without them stays as it was typed."""
    for name in DEDUCTED:
        if (row.get(name) or 0) < 0:
            label = EnvironmentInspection.fields[name].label
            raise Refused(
                f"〔{label}〕小于 0", "扣几分就写几，没扣写 0", field=name, code="QL-OV-010"
            )
    total = row.get("score")
    if total is not None and not 0 <= total <= 100 * _POINT:
        raise Refused("〔得分〕不在 0 到 100 之间", "核对得分", field="score", code="QL-OV-011")
    if all(row.get(name) is None for name in DEDUCTED):
        return {}
    return {"score": score(parts, row)}


def present_rate(row: Row) -> Row:
    return {"present_rate": percent(row.get("present"), row.get("expected"))}


def in_order(record: type[Record], row: Row, first: str, then: str) -> Row:
    if row.get(first) and row.get(then) and row[then] < row[first]:
        fields = record.fields
        what = f"{fields[then].label}早于{fields[first].label}"
        raise Refused(what, "核对两个日期", field=then, code="QL-OV-012")
    return {}
