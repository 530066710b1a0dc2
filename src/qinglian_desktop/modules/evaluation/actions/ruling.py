"""What the street says to a claim: accepted, accepted with fewer points, or not, and why."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import reads, standing
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.records import (
    TURNED_DOWN,
    BonusClaim,
    BonusRuling,
)
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def rule(book: Book, claim_id: str, verdict: str, draft: Mapping[str, Any]) -> Changes:
    """认可 or 不认可; `draft` may name fewer `points`, and what is `said`."""
    claim = _claim(book, claim_id)
    points, said = draft.get("points"), str(draft.get("said") or "").strip() or None
    worth = _worth(book, claim)
    if verdict == TURNED_DOWN:
        points = None
        if not said:
            raise Refused("还没写为什么不认可", "请写一句原因，单位会看到", field="said",
                          code="QL-ST-085")  # fmt: skip
    elif points is not None:
        _refuse_more(Decimal(points) / 1000, worth)
        if Decimal(points) / 1000 < worth and not said:
            raise Refused("比申报的少，还没写原因", "请写一句原因，单位会看到", field="said",
                          code="QL-ST-086")  # fmt: skip
    facts = {"verdict": verdict, "points": points, "said": said, "made_on": _today()}
    facts |= {"article": claim["article"], "level": claim["level"]}
    before = reads.rulings_on(book, claim["year"]).get(claim_id)
    with book.change(f"{verdict}加分 {claim['article']}") as change:
        if before is not None:
            change.put_row(BonusRuling.table, before["id"], facts)
        else:
            facts |= {"to_name": _name(book, claim["owner"]), "to_office": claim["owner"]}
            change.add(BonusRuling, {**facts, "claim_id": claim_id, "year": claim["year"]})
    return change.changes


def save_ruling(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Words and points are put right in place; a new ruling is given beside its claim."""
    if row_id is None:
        raise Refused("加分在“加分核定”里核", "选中一件，按“认可”或“不认可”", code="QL-ST-087")
    row = book.row(BonusRuling.table, row_id)
    if row is not None and {"verdict", "points", "said"} & draft.keys():
        told = {**row, **draft}
        return rule(book, row["claim_id"], told["verdict"], told)
    return ledger.save_row(book, BonusRuling.table, row_id, draft)


def _claim(book: Book, claim_id: str) -> Row:
    if not book.unit.is_street:
        raise Refused("加分由街道来核", "本单位请在“加分项”里登记", code="QL-ST-088")
    row = book.row(BonusClaim.table, claim_id)
    if row is None or row["deleted"]:
        raise Refused("这一件加分单位已经删了", "请刷新列表再看", code="QL-ST-089")
    return row


def _worth(book: Book, claim: Row) -> Decimal:
    found = standing.bonus(system_of(book, claim["year"]), [claim])
    if not found.claims:
        raise Refused(
            f"{claim['year']} 年的加分项里没有 {claim['article']}", "请让单位改成今年有的条目",
            code="QL-ST-090",
        )  # fmt: skip
    return found.claims[0].worth


def _refuse_more(points: Decimal, worth: Decimal) -> None:
    if not 0 <= points <= worth:
        raise Refused(
            f"这一件最多 {shown(worth)} 分", f"请填 0 到 {shown(worth)} 之间的数", field="points",
            code="QL-ST-091",
        )  # fmt: skip


def _name(book: Book, office: str) -> str:
    found = book.rows(Query("enrolled_unit", (Where("office_id", "=", office),)))
    return str(found[0]["name"]) if found else ""


def _today() -> str:
    return clock.today().isoformat()
