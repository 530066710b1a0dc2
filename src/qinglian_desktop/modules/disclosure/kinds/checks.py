"""Which figures of a notice must agree? The checks the pack names for its kinds."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.modules.disclosure.kinds.declared import Facts, NoticeKind
from qinglian_desktop.modules.disclosure.kinds.figures import amount


def disagreements(kind: NoticeKind, facts: Facts) -> list[Problem]:
    """What does not agree, in words; an empty list where all does or nothing is asked."""
    return list(_CHECKS[kind.check](facts)) if kind.check else []


def _differ(what: str, told: int, found: int, field: str, remedy: str) -> Iterator[Problem]:
    """One problem when two sums of money are not the same."""
    if told != found:
        yield Problem(
            f"{what}：写的是 {money.show(told)} 元，算出来是 {money.show(found)} 元，"
            f"差 {money.show(abs(told - found))} 元",
            remedy,
            field=field,
        )


def _balance(facts: Facts) -> Iterator[Problem]:
    opening = amount(facts, "opening_cash") + amount(facts, "opening_bank")
    closing = amount(facts, "closing_cash") + amount(facts, "closing_bank")
    found = opening + amount(facts, "income.amount") - amount(facts, "spending.amount")
    yield from _differ(
        "上期结余＋收入－支出和本期结余对不上", closing, found, "closing_bank", "核对期末数和每一笔"
    )


def _votes(facts: Facts) -> Iterator[Problem]:
    present, due = amount(facts, "present"), amount(facts, "due")
    cast = sum(amount(facts, name) for name in ("yes", "no", "abstain"))
    if cast != present:
        yield Problem(
            f"三项票数合计 {cast}，与实到 {present} 不符，差 {abs(cast - present)} 票",
            "核对赞成、反对、弃权和实到人数",
            field="yes",
        )
    if present > due:
        yield Problem(f"实到 {present} 人比应到 {due} 人还多", "核对人数", field="present")
    if facts.get("passed") and amount(facts, "yes") <= amount(facts, "no"):
        yield Problem("赞成票不比反对票多，却写着通过", "核对票数，或改成没有通过", field="passed")
    yield from _gate_days(facts)
    if amount(facts, "excluded") and not facts.get("excluded_why"):
        yield Problem("有人没算进应到人数，没写为什么", "写明原因", field="excluded_why")


_GATES: Final = ("gate1", "gate2", "gate3", "gate4")


def _gate_days(facts: Facts) -> Iterator[Problem]:
    """The days of the four meetings follow one another, and the last is that of the vote."""
    days = [(name, str(facts[name])) for name in _GATES if facts.get(name)]
    for (_, before), (name, day) in pairwise(days):
        if day < before:
            what = "四步的日期前后颠倒了"
            yield Problem(what, "提议、商议、审议、决议要一步接一步", field=name)
            return
    if facts.get("gate4") and facts.get("held_on") and facts["gate4"] != facts["held_on"]:
        yield Problem("会议决议日期和开会日期不是同一天", "核对两个日期", field="gate4")


def _spent(facts: Facts) -> Iterator[Problem]:
    planned, spent = amount(facts, "money_planned"), amount(facts, "money_spent")
    if planned and spent > planned and not facts.get("over_why"):
        yield Problem(
            f"实际用钱比原定多 {money.show(spent - planned)} 元", "写明超出的原因", field="over_why"
        )


def _relief(facts: Facts) -> Iterator[Problem]:
    for number, row in enumerate(facts.get("rows") or (), 1):
        if (row.get("heads") or 0) < 1:
            yield Problem(f"名单第 {number} 行家庭人数不对", "至少 1 人", field="rows")


def _subsidy(facts: Facts) -> Iterator[Problem]:
    for number, row in enumerate(facts.get("rows") or (), 1):
        base, rate = row.get("base"), row.get("rate")
        if base and rate:
            # 分 for a thousandth of the measure, rounded to the nearest 分.
            found = (base * rate * 2 + 1000) // 2000
            yield from _differ(
                f"第 {number} 行面积（人数）乘标准和金额对不上", row.get("amount") or 0, found,
                "rows", "核对这一行",
            )  # fmt: skip
    if facts.get("total") is not None:
        yield from _differ(
            "应发总额和名单合计对不上", amount(facts, "total"), amount(facts, "rows.amount"),
            "total", "核对总额和名单",
        )  # fmt: skip


def _contract(facts: Facts) -> Iterator[Problem]:
    floor, price = amount(facts, "floor"), amount(facts, "price")
    if price < floor and not facts.get("below_why"):
        yield Problem(
            f"成交价比底价少 {money.show(floor - price)} 元",
            "写明低于底价的原因",
            field="below_why",
        )


def _project(facts: Facts) -> Iterator[Problem]:
    for ceiling in ("audited", "settlement", "price"):
        most, paid = amount(facts, ceiling), amount(facts, "payments.amount")
        if most:
            if paid > most:
                over = f"比{_CEILINGS[ceiling]}多 {money.show(paid - most)} 元"
                yield Problem(
                    f"已付 {money.show(paid)} 元，{over}",
                    "核对付款，或补登变更后的价款",
                    field="payments",
                )
            return


_CEILINGS: Final = {"audited": "审定价", "settlement": "结算价", "price": "中标价"}


def _ballots(facts: Facts) -> Iterator[Problem]:
    issued, returned = amount(facts, "issued"), amount(facts, "returned")
    counted = amount(facts, "valid") + amount(facts, "invalid")
    if returned > issued:
        yield Problem(f"收回 {returned} 张比发出 {issued} 张还多", "核对选票", field="returned")
    if counted != returned:
        yield Problem(
            f"有效票和无效票合计 {counted} 张，与收回 {returned} 张不符", "核对选票", field="valid"
        )
    valid = amount(facts, "valid")
    for row in facts.get("rows") or ():
        if valid and (row.get("votes") or 0) > valid:
            yield Problem(f"{row.get('name')}得票比有效票还多", "核对得票", field="rows")


def _grades(facts: Facts) -> Iterator[Problem]:
    valid = amount(facts, "valid")
    if valid > amount(facts, "issued"):
        yield Problem("有效评议票比发出的还多", "核对票数", field="valid")
    if amount(facts, "present") > amount(facts, "due"):
        yield Problem("实际参加的比应参加的还多", "核对人数", field="present")
    for row in facts.get("rows") or ():
        counted = sum(row.get(name) or 0 for name in ("excellent", "good", "fair", "poor"))
        if counted != valid:
            yield Problem(
                f"{row.get('name')}的四项合计 {counted} 票，与有效票 {valid} 不符", "核对票数",
                field="rows",
            )  # fmt: skip


def _donations(facts: Facts) -> Iterator[Problem]:
    found = amount(facts, "received_rows.value") - amount(facts, "used_rows.value")
    yield from _differ(
        "接收减使用和结余对不上", amount(facts, "balance"), found, "balance", "核对每一笔"
    )


def _land(facts: Facts) -> Iterator[Problem]:
    found = amount(facts, "rows.amount") + amount(facts, "retained")
    yield from _differ(
        "分配加留存和收到的补偿费对不上", amount(facts, "received"), found, "received",
        "核对名单和留存",
    )  # fmt: skip


def _dividends(facts: Facts) -> Iterator[Problem]:
    spare = amount(facts, "distributable") - amount(facts, "reserves")
    found = amount(facts, "rows.amount")
    if found > spare:
        yield Problem(
            f"名单合计 {money.show(found)} 元，比可以分的 {money.show(spare)} 元多", "核对名单",
            field="rows",
        )  # fmt: skip
    each = amount(facts, "per_share")
    for number, row in enumerate(facts.get("rows") or (), 1):
        if each and row.get("shares"):
            due = (row["shares"] * each * 2 + 1000) // 2000
            yield from _differ(
                f"第 {number} 行份额乘每股和金额对不上", row.get("amount") or 0, due, "rows",
                "核对这一行",
            )  # fmt: skip


def _objections(facts: Facts) -> Iterator[Problem]:
    told, listed = amount(facts, "objections"), facts.get("rows") or ()
    if told != len(listed):
        yield Problem(
            f"写的是收到 {told} 件，列出来 {len(listed)} 件", "每件意见列一行", field="objections"
        )
    if str(facts.get("from_on") or "") > str(facts.get("to_on") or "9"):
        yield Problem("公示止比公示起还早", "核对日期", field="to_on")


_CHECKS: Final[Mapping[str, Callable[[Facts], Iterator[Problem]]]] = {
    "balance": _balance,
    "votes": _votes,
    "spent": _spent,
    "relief": _relief,
    "subsidy": _subsidy,
    "contract": _contract,
    "project": _project,
    "ballots": _ballots,
    "grades": _grades,
    "donations": _donations,
    "land": _land,
    "dividends": _dividends,
    "objections": _objections,
}
