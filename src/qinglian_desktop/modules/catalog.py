"""The table of contents of the program: every subject, in tab order."""

from qinglian_desktop.core.module import Module
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange import records as exchange
from qinglian_desktop.modules.benefits import records as benefits
from qinglian_desktop.modules.disclosure import records as disclosure
from qinglian_desktop.modules.funds import records as funds
from qinglian_desktop.modules.registry import records as registry
from qinglian_desktop.modules.tasks import records as tasks

MODULES: tuple[Module, ...] = (
    Module(
        name="tasks",
        label="任务台账",
        tab="tasks",
        records=(tasks.Task, tasks.TaskNote),
        sheets=(tasks.Task,),
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
        ),
        sheets=(disclosure.DetailLine, disclosure.CatalogItem),
    ),
    Module(
        name="funds",
        label="三资",
        tab="funds",
        records=(funds.Entry, funds.OpeningBalance, funds.Grant, funds.BalanceLine),
        sheets=(funds.Entry, funds.OpeningBalance, funds.Grant, funds.BalanceLine),
    ),
    Module(
        name="benefits",
        label="惠民补贴",
        tab="benefits",
        records=(benefits.SubsidyStandard,),
        sheets=(benefits.SubsidyStandard,),
    ),
    Module(
        name="registry",
        label="人户名册",
        tab="registry",
        records=(registry.Person, registry.Household, registry.Body, registry.Post),
        sheets=(registry.Person, registry.Household, registry.Body, registry.Post),
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
        ),
    ),
)

RECORDS: tuple[type[Record], ...] = tuple(r for module in MODULES for r in module.records)
