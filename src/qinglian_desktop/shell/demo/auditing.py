"""One unit is looked at: an audit with two findings, a report, the count of the year begun."""

from datetime import timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.audits import actions as audits
from qinglian_desktop.modules.audits.records import HALF_YEAR, SPECIAL
from qinglian_desktop.modules.property import actions as holdings
from qinglian_desktop.modules.property import inventory_reads
from qinglian_desktop.shell.demo.unit import Unit

_REPORTED = 40  # days ago


def look_into(unit: Unit) -> None:
    _audit(unit)
    _report(unit)
    _count(unit)


def _audit(unit: Unit) -> None:
    """One finding was put right and reported, the other waits for its measures."""
    book, today = unit.book, clock.today()

    def ago(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    made = audits.save_audit(
        book, None,
        {"kind": SPECIAL, "subject": unit.name, "is_person": 0, "auditor": "街道审计小组",
         "organiser": "通惠街道办事处", "period_from": f"{today.year - 1}-01-01",
         "period_until": f"{today.year - 1}-12-31", "scope": "集体资金收支和合同履行"},
    )  # fmt: skip
    audit_id = str(made.result)
    done = audits.save_finding(
        book, None,
        {"audit_id": audit_id, "issue": "A10 票据不规范", "content": "3 笔支出附的是收据，没有发票",
         "basis": "《会计法》第14条", "amount_fen": 186_000, "responsible": unit.director},
    )  # fmt: skip
    audits.save_finding(
        book, None,
        {"audit_id": audit_id, "issue": "A06 资产漏登", "content": "新购的一台打印机没有登记",
         "amount_fen": 218_000, "responsible": unit.director},
    )  # fmt: skip
    audits.save_audit(
        book, audit_id,
        {"noticed_on": ago(80), "opened_on": ago(75), "drafted_on": ago(60),
         "opinions": "没有不同意见。", "reported_on": ago(_REPORTED), "report_no": "通街审〔1〕号",
         "opinion": "财务收支基本合规，票据和资产登记要改正。"},
    )  # fmt: skip
    audits.save_finding(
        book, str(done.result),
        {"measures": "补开了发票，换下收据", "begun_on": ago(30), "submitted_on": ago(12)},
    )  # fmt: skip


def _report(unit: Unit) -> None:
    """The report on the last half year is drafted from the books and waits to be heard."""
    period = Period.holding(clock.today(), "H").previous
    draft = {"kind": HALF_YEAR, "period": str(period), "who": unit.director}
    made = audits.save_report(unit.book, None, draft)
    audits.compose(unit.book, str(made.result))


def _count(unit: Unit) -> None:
    """The sheet of the year is numbered and half typed in, where there is a register."""
    year = inventory_reads.next_year(unit.book, clock.today())
    day = inventory_reads.as_of(inventory_reads.pack_of(unit.book), year)
    things = inventory_reads.to_count(unit.book, day)
    if not things:
        return
    row_id = str(holdings.begin(unit.book, year).result)
    half = max(len(things) // 2, 1)
    holdings.tick(unit.book, row_id, f"1-{half}=在")
    if len(things) > half + 1:
        holdings.tick(unit.book, row_id, f"{half + 1}=闲 {half + 2}=损")
