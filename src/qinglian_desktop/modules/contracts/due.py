"""What of the contracts is due: rent behind, terms that run out, claims that would lapse."""

from collections.abc import Sequence
from datetime import date, timedelta

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.core.pack import Pack, evidence_label
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import WE_PAY, Contract, RentDue
from qinglian_desktop.store.book import Book

_SOON = 90  # days the line about arrears looks ahead, as the clerk's list says it
_LAPSES = 180  # days before a claim lapses
_STEPS = (
    ("third", "该公开招租、续签或者收回了"),
    ("second", "该开会议决了"),
    ("first", "该评估底价、商议怎么办了"),
)


def due(book: Book, day: date) -> list[Due]:
    """Rent behind, contracts that end or have ended, claims near their limitation."""
    if book.unit.is_street or not book.count(Query(Contract.table, (reads.own(book),))):
        return []
    pack = book.pack(reads.PACK, day)
    ending = reads.expiring(book, day, int(pack.value("expiry.first")))
    owed = reads.overdue(book, day)
    return [
        *_behind(owed, ending, day, int(pack.value("arrears.red_months")), pack),
        *(_ends(one, pack) for one in ending if one.left >= 0),
        *(_stays(one, pack) for one in ending if one.left < 0),
        *_lapsing(book, owed, day, pack),
        *(_to_pay(one) for one in reads.overdue(book, day, WE_PAY)),
    ]


def _behind(
    owed: Sequence[reads.Owed], ending: Sequence[reads.Ending], day: date, months: int, pack: Pack
) -> list[Due]:
    """One line for all, as one afternoon's work: print the demands and take them round."""
    if not owed:
        return []
    soon = sum(1 for one in ending if 0 <= one.left <= _SOON)
    more = f"，{soon} 份 {_SOON} 天内到期" if soon else ""
    red = sum(1 for one in owed if one.red(day, months))
    total = money.show(sum(one.fen for one in owed))
    rule = pack.value("arrears")
    late = f"其中 {red} 份超过 {months} 个月" if red else f"都没超过 {months} 个月"
    return [
        Due(
            due_on=day,
            subject=f"{len(owed)} 份合同租金逾期{more}",
            why=f"共欠 {total} 元，{late}；{rule['basis']}（{evidence_label(rule)}）",
            module="contracts",
            act="去催缴",
            table=RentDue.table,
        )
    ]


def _ends(one: reads.Ending, pack: Pack) -> Due:
    days = {name: int(pack.value(f"expiry.{name}")) for name, _ in _STEPS}
    step, words = next(
        ((days[name], words) for name, words in _STEPS if one.left <= days[name]), (0, "")
    )
    rule = pack.value("expiry")
    return Due(
        due_on=one.end_on,
        subject=f"合同到期：{one.row['title'] or one.row['number']}，{words}",
        why=f"合同到{paper_day(one.end_on)}止，提前 {step} 天提醒；"
        f"{rule['basis']}（{evidence_label(rule)}）",
        module="contracts",
        act="看合同",
        table=Contract.table,
        row_id=one.row["id"],
        lead=days["first"],
    )


def _stays(one: reads.Ending, pack: Pack) -> Due:
    rule = pack.value("stays")
    return Due(
        due_on=one.end_on,
        subject=f"合同到期没有续签也没有收回：{one.row['title'] or one.row['number']}",
        why=f"{paper_day(one.end_on)}已到期；{rule['what']}。{rule['basis']}"
        f"（{evidence_label(rule)}）",
        module="contracts",
        act="看合同",
        table=Contract.table,
        row_id=one.row["id"],
    )


def _to_pay(one: reads.Owed) -> Due:
    """What the collective owes by a contract of its own."""
    return Due(
        due_on=one.worst,
        subject=f"该付款了：{one.row['title'] or one.row['number']}，{money.show(one.fen)} 元",
        why=f"合同约定{paper_day(one.worst)}付款",
        module="contracts",
        act="看合同",
        table=Contract.table,
        row_id=one.row["id"],
    )


def _lapsing(book: Book, owed: Sequence[reads.Owed], day: date, pack: Pack) -> list[Due]:
    """A claim lapses so many years after it was due, or demanded last."""
    rule = pack.value("limitation")
    served = reads.demands(book, [one.row["id"] for one in owed])
    made = []
    for one in owed:
        told = [row["served_on"] for row in served.get(one.row["id"], [])]
        since = max(one.worst, *(date.fromisoformat(on) for on in told)) if told else one.worst
        until = placed(since, 12 * int(rule["years"]), since.day)
        if until - timedelta(days=_LAPSES) <= day:
            said = "最近一次催缴" if told else "最早一期应付"
            made.append(
                Due(
                    due_on=until,
                    subject=f"{one.row['title'] or one.row['number']}的欠款快过诉讼时效",
                    why=f"{said}是{paper_day(since)}；{rule['what']}。{rule['basis']}"
                    f"（{evidence_label(rule)}）",
                    module="contracts",
                    act="去催缴",
                    table=RentDue.table,
                    lead=_LAPSES,
                )
            )
    return made
