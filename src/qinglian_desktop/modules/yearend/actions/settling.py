"""A conclusion about one unit: drawn from what is there, by the rules or lower, with a reason."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.yearend import reads, rules
from qinglian_desktop.modules.yearend.records import ISSUED, YearReview, YearVerdict
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def settle(book: Book, year: int, office: str, conclusion: str = "", said: str = "") -> Changes:
    """核定 of one unit; without a `conclusion` it is what the rules say."""
    refuse_closed(book, year)
    system = system_of(book, year)
    one = next((one for one in reads.judged(book, year, system) if one.case.office == office), None)
    if one is None:
        raise Refused("没有登记这个单位", "请刷新列表再看", code="QL-ST-092")
    if one.state in (rules.TO_REVIEW, rules.BACK, rules.TO_RULE):
        raise Refused(one.doubts[0], "办完再核定这一家", code="QL-ST-093")
    allowed, words = rules.choices(system, one), " ".join(said.split())
    chosen = conclusion or one.worked_out or ""
    if chosen not in allowed:
        what = f"{one.case.name}不能定为“{chosen}”" if chosen else "还没有收到这一家报送的自评"
        raise Refused(what, f"可以定为：{'、'.join(allowed)}", field="conclusion", code="QL-ST-094")
    if chosen != one.worked_out and not words:
        raise Refused(
            f"定为“{chosen}”要写原因", "请写一句，通报里会照写", field="said", code="QL-ST-095"
        )
    facts = rules.frozen_facts(one) | {
        "conclusion": chosen, "said": words or None, "settled_on": clock.today().isoformat(),
        "unit_name": one.case.name,
    }  # fmt: skip
    before = one.case.verdict
    with book.change(f"{one.case.name} {year} 年终评价：{chosen}"[:60]) as change:
        if before is not None and not before["to_office"]:
            change.put_row(YearVerdict.table, before["id"], facts)
        else:  # what went out stays as it was; the new one waits for its notice
            change.add(YearVerdict, {**facts, "year": year, "unit_office": office})
    return change.changes


def refuse_closed(book: Book, year: int) -> None:
    """Refused at a unit, and while the notice of the year stands."""
    if not book.unit.is_street:
        raise Refused("年终评价由街道来做", "本单位请在“自评”里报送", code="QL-ST-096")
    if reads.is_issued(book, year):
        raise Refused(
            f"{year} 年的通报已经印发", "要改请先在“通报”里按“更正”，另出一版", code="QL-ST-097"
        )


def keep_verdict(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: a conclusion is drawn on the page that shows what it is drawn from."""
    raise _by_act(book, row_id, draft)


def keep_review(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: a notice is issued from its own page."""
    raise _by_act(book, row_id, draft)


def keep_row(book: Book, row_id: str) -> Changes:
    """Refused: it is what was decided."""
    raise _by_act(book, row_id)


def _by_act(*_given: object) -> Shut:
    return Shut("年终评价的结论和通报不在列表里改", "请到“年终评价”那一页办", code="QL-ST-098")


def guard_verdict(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: what went out with a notice is not rewritten."""
    del change
    if before is None or not before["to_office"]:
        return
    if any(before[name] != after[name] for name in (*YearVerdict.fields, "deleted")):
        raise _stands()


def guard_review(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: what was issued is neither rewritten nor taken back."""
    del change
    if before is None or before["state"] != ISSUED:
        return
    names = (*YearReview.fields, "deleted")
    if any(before[name] != after[name] for name in names):
        raise _stands()


def _stands() -> Shut:
    return Shut("通报已经印发，不能再改", "要改请按“更正”，原来的一版照旧留着", code="QL-ST-099")
