"""Which subjects belong to the collective's funds, assets and resources (集体"三资")?"""

from qinglian_desktop.core.module import Command, Module, Operation
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.audits import records as audits
from qinglian_desktop.modules.benefits import records as benefits
from qinglian_desktop.modules.calling import due_where, later
from qinglian_desktop.modules.contracts import beside as beside_contracts
from qinglian_desktop.modules.contracts import records as contracts
from qinglian_desktop.modules.funds import banking, books, control, slips
from qinglian_desktop.modules.funds import records as funds
from qinglian_desktop.modules.labour import records as labour
from qinglian_desktop.modules.projects import records as projects
from qinglian_desktop.modules.property import inventory
from qinglian_desktop.modules.property import records as holdings


def _in(*states: str) -> Operation:
    def stands(row: Row) -> bool:
        return row["state"] in states

    return stands


def _reported(row: Row) -> bool:
    """An audit whose report is there."""
    return bool(row["reported_on"])


def _unwritten(row: Row) -> bool:
    return not row["body"]


def _is_income(row: Row) -> bool:
    return row["direction"] == funds.INCOME and not row["receipt_no"]


# Where something of the books may be due; of audits, also once somebody is or was in office.
_BOOKED = ("entry", "voucher", "opening_balance", "budget_line", "receipt_slip")
_AUDITED = (*_BOOKED, "asset", "contract", "body", "post", "audit", "finding", "collective_report")

COLLECTED: tuple[Module, ...] = (
    Module(
        name="funds",
        label="三资",
        tab="funds",
        records=(
            funds.Entry,
            funds.OpeningBalance,
            funds.Grant,
            funds.BalanceLine,
            *books.RECORDS,
            *control.RECORDS,
            *banking.RECORDS,
            *slips.RECORDS,
        ),
        commands=(Command("开收据", later("funds", "write_receipt"), "entry", _is_income),),
        due=due_where("funds", "due", *_BOOKED),
        sheets=(
            funds.Entry,
            funds.OpeningBalance,
            funds.Grant,
            funds.BalanceLine,
            control.BudgetLine,
        ),
    ),
    Module(
        name="labour",
        label="临时用工",
        tab="funds",
        records=labour.RECORDS,
        commands=(
            Command(
                "登记发放", later("labour", "pay"), "labour_pay", _in(labour.POSTING), primary=True
            ),
            Command("重新发放", later("labour", "pay_again"), "labour_pay", _in(labour.PAID)),
        ),
        due=due_where("labour", "due", "labour_order", "labour_day", "labour_pay"),
        roles=("unit",),
    ),
    Module(
        name="contract_care",
        label="合同体检用印",
        tab="funds",
        records=beside_contracts.RECORDS,
        due=due_where("contracts", "beside_due", "contract", "clean_up"),
    ),
    Module(
        name="projects",
        label="小型工程",
        tab="funds",
        records=(projects.Project, projects.ProjectChange),
        due=due_where("projects", "due", "project"),
        sheets=(projects.Project,),
    ),
    Module(
        name="property",
        label="资产资源",
        tab="funds",
        records=holdings.RECORDS,
        due=due_where("property", "due", "asset"),
        sheets=(holdings.Asset,),
    ),
    Module(
        name="inventory",
        label="年度清查",
        tab="funds",
        records=inventory.RECORDS,
        due=due_where("property", "inventory_due", "asset", "inventory"),
        roles=("unit",),
    ),
    Module(
        name="audits",
        label="审计报告",
        tab="funds",
        records=(audits.Audit, audits.Finding, audits.CollectiveReport),
        commands=(
            Command("编结果公告", later("audits", "publish"), "audit", _reported, primary=True),
            Command("编整改公告", later("audits", "publish_rectified"), "audit", _reported),
            Command("起草", later("audits", "compose"), "collective_report", _unwritten),
        ),
        due=due_where("audits", "due", *_AUDITED),
        roles=("unit",),
    ),
    Module(
        name="contracts",
        label="合同",
        tab="funds",
        records=contracts.RECORDS,
        due=due_where("contracts", "due", "contract"),
        sheets=(contracts.Contract,),
    ),
    Module(
        name="benefits",
        label="惠民补贴",
        tab="benefits",
        records=(benefits.SubsidyStandard, benefits.BenefitLine),
        sheets=(benefits.SubsidyStandard, benefits.BenefitLine),
    ),
)
