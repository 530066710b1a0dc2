"""The table of contents of the program: every subject, in tab order."""

from datetime import date
from functools import cache

from qinglian_desktop.core import reason
from qinglian_desktop.core.erasing import Erasure, TrailCut
from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.module import Command, Due, Module, Operation
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.own_value import OwnValue
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.exchange import due as exchanging
from qinglian_desktop.exchange import order_records
from qinglian_desktop.exchange import records as exchange
from qinglian_desktop.modules.archiving import ARCHIVE
from qinglian_desktop.modules.calling import due_where, later
from qinglian_desktop.modules.collected import COLLECTED
from qinglian_desktop.modules.decisions import beside, referring
from qinglian_desktop.modules.decisions import due as deciding
from qinglian_desktop.modules.decisions import records as decisions
from qinglian_desktop.modules.directives import records as directives
from qinglian_desktop.modules.disclosure import due as disclosing
from qinglian_desktop.modules.disclosure import following
from qinglian_desktop.modules.disclosure import records as disclosure
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.rules import FINANCE_CODES
from qinglian_desktop.modules.evaluation import assessment_records as assessing
from qinglian_desktop.modules.evaluation import records as evaluation
from qinglian_desktop.modules.forms import records as forms
from qinglian_desktop.modules.funds import looking
from qinglian_desktop.modules.guarding import BODIES, GUARDS, LOOKS_AT, WHOLES
from qinglian_desktop.modules.handover import records as handing
from qinglian_desktop.modules.ledgers import LEDGERS
from qinglian_desktop.modules.printing import records as printing
from qinglian_desktop.modules.registry import due as registering
from qinglian_desktop.modules.registry import records as registry
from qinglian_desktop.modules.street import records as street
from qinglian_desktop.modules.tasks import due as tasking
from qinglian_desktop.modules.tasks import records as tasks
from qinglian_desktop.modules.tasks import steps as task_steps
from qinglian_desktop.modules.yearend import records as yearend
from qinglian_desktop.store import guards, packs
from qinglian_desktop.store.book import Book


def _in(*states: str) -> Operation:
    def stands(row: Row) -> bool:
        return row["state"] in states

    return stands


def _move(state: str) -> Operation:
    move_task = later("tasks", "move_task")

    def move(book: Book, row_id: str) -> object:
        return move_task(book, row_id, state)

    return move


def _agreed(row: Row) -> bool:
    """A consultation whose outcome is to be published."""
    return bool(row["outcome"]) and not row["notice_id"]


def _free(row: Row) -> bool:
    """A consultation that has not become a matter."""
    return not row["matter_id"]


def _is_finance(row: Row) -> bool:
    return row["state"] == "待公开" and row["code"] in FINANCE_CODES


def _is_demanded(row: Row) -> bool:
    return row["state"] == wall.TO_DISCLOSE and not row["notice_id"]


MODULES: tuple[Module, ...] = (
    Module(
        name="tasks",
        label="任务台账",
        tab="tasks",
        records=(tasks.Task, tasks.TaskNote, tasks.Routine, tasks.TaskStep, tasks.Checklist),
        commands=(
            Command("开始办", _move("进行中"), "task", _in("未开始"), primary=True),
            Command("送核", _move("待核"), "task", _in("进行中"), primary=True),
            Command("核对办结", _move("已完成"), "task", _in("待核"), primary=True),
            Command("办下一期", later("tasks", "next_round"), "task", task_steps.goes_on),
            Command("以后定期办", later("tasks", "from_task"), "task", task_steps.may_return),
        ),
        due=tasking.due,
        sheets=(tasks.Task,),
    ),
    Module(
        name="decisions",
        label="四议公开",
        tab="decisions",
        records=(
            decisions.Matter,
            decisions.MatterStep,
            decisions.StepPerson,
            decisions.ExcludedAdult,
            decisions.HouseholdView,
            decisions.MatterLink,
            beside.Delegation,
            beside.Consultation,
            decisions.MeetingPaper,
            beside.MatterStandard,
            decisions.CheckNote,
        ),
        commands=(
            Command(
                "编公告",
                later("decisions", "publish_consultation"),
                "consultation",
                _agreed,
                primary=True,
            ),
            Command("立为事项", later("decisions", "raise_consultation"), "consultation", _free),
        ),
        due=deciding.due,
        roles=("unit",),
    ),
    Module(
        name="disclosure",
        label="公开公示",
        tab="disclosure",
        records=(
            disclosure.Notice,
            disclosure.PlannedPosting,
            disclosure.CatalogItem,
            disclosure.DetailLine,
            disclosure.DisclosurePlan,
            *wall.RECORDS,
        ),
        commands=(
            Command(
                "送审核",
                later("disclosure", "send_to_review"),
                "notice",
                _in("草稿", "退回"),
                primary=True,
            ),
            Command("撤下归档", later("disclosure", "take_down"), "notice", _in("已上墙")),
            Command("重新取明细", later("disclosure", "recompose"), "notice", _in("草稿", "退回")),
            Command(
                "编公告",
                later("funds", "compose_planned"),
                "planned_posting",
                _is_finance,
                primary=True,
            ),
            Command(
                "编公告",
                later("disclosure", "compose_demanded"),
                "disclosure_demand",
                _is_demanded,
                primary=True,
            ),
        ),
        due=disclosing.due,
        sheets=(disclosure.DetailLine, disclosure.CatalogItem),
    ),
    *COLLECTED,
    *LEDGERS,
    Module(
        name="registry",
        label="人户名册",
        tab="registry",
        records=(
            registry.Person,
            registry.Household,
            registry.Body,
            registry.Post,
            registry.Kin,
        ),
        due=registering.due,
        sheets=(registry.Person, registry.Household, registry.Body, registry.Post),
    ),
    ARCHIVE,
    Module(
        name="evaluation",
        label="清廉评价",
        tab="evaluation",
        records=(
            evaluation.VetoEvent,
            evaluation.BonusClaim,
            evaluation.BonusRuling,
            *assessing.RECORDS,
        ),
        due=due_where("evaluation", "due", "task", "assessment"),
    ),
    Module(
        name="forms",
        label="一表通填",
        tab="forms",
        records=(forms.FormMap, forms.ReportedNumber, forms.AskedTable),
    ),
    Module(
        name="directives",
        label="街道来件",
        tab="exchange",
        records=directives.RECORDS,
        due=due_where(
            "directives", "due", "directive", "review", "receipt", "received_bundle", "offered_pack"
        ),
    ),
    Module(
        name="exchange",
        label="报送归档",
        tab="exchange",
        records=(
            exchange.SentBundle,
            exchange.ReceivedBundle,
            exchange.Receipt,
            exchange.EnrolledUnit,
            exchange.MergeConflict,
            exchange.UnmatchedRow,
            exchange.WaitingLink,
            exchange.QuarantinedFile,
            exchange.RevealedExport,
            exchange.ExportNote,
            exchange.RevealedRow,
            exchange.RulePack,
            exchange.Computer,
            exchange.StoppedComputer,
            *order_records.RECORDS,
            exchange.DownTaken,
            exchange.OfferedPack,
            OwnValue,
        ),
        due=exchanging.due,
    ),
    Module(
        name="handover",
        label="交接",
        tab="settings",
        records=(handing.Handover,),
        due=due_where("handover", "due", "handover"),
    ),
    Module(name="signers", label="谁在用", tab="settings", records=(Signer,)),
    Module(name="grid", label="表格", tab="", records=(HeldCell,)),
    Module(name="kept", label="留痕", tab="settings", records=(Erasure, TrailCut)),
    Module(
        name="yearend",
        label="年终评价",
        tab="yearend",
        records=yearend.RECORDS,
        due=due_where("yearend", "due", "assessment_review"),
        roles=("street",),
    ),
    Module(
        name="street", label="街道汇总", tab="summary", records=street.RECORDS, roles=("street",)
    ),
    Module(
        name="printing",
        label="打印记录",
        tab="settings",
        records=(printing.PrintedPaper,),
    ),
)

RECORDS: tuple[type[Record], ...] = tuple(r for module in MODULES for r in module.records)

# Closed months, whole vouchers: whatever way a row of the books is written.
guards.use(GUARDS, WHOLES, BODIES, LOOKS_AT)

# What subjects above the books look at before a month is closed.
looking.use(later("property", "check_month"))

# When a notice goes up or comes down, its matter shows it, in the same change.
following.use(later("decisions", "follow_notice"), doubts=later("decisions", "doubts_about"))
# What contracts like it cost stands on the paper of the meeting that decides about one.
referring.use(later("contracts", "matter_words"))


def due_today(book: Book, day: date) -> list[Due]:
    """Everything due from every subject, the earliest first.

    A subject that cannot answer says so in a line of its own and hides nobody else.
    """
    found: list[Due] = []
    for module in MODULES:
        if module.due is None:
            continue
        try:
            found += module.due(book, day)
        except Refused as trouble:
            what = f"有 1 项没算出来：{module.label}，{trouble.what}"
            found.append(Due(day, what, trouble.remedy, module.name, act="去看看"))
    return [_in_brief(line) for line in sorted(found, key=lambda line: line.due_on)]


def _in_brief(line: Due) -> Due:
    laws = _everyday_names() if "《" in line.why else {}
    return line._replace(brief=reason.brief(line.why, line.due_on, laws))


@cache
def _everyday_names() -> dict[str, str]:
    """《重庆市实施〈村民委员会组织法〉办法》 → 重庆实施办法; read when a reason names a law."""
    codes = packs.named("sources")[0].rows("codes")
    return {row["short"]: row["brief"] for row in codes if "brief" in row}
