"""One unit looks after things: a list is checked, a path is built, seals are entered."""

from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.benefits import actions as benefits
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.contracts import actions as contracts
from qinglian_desktop.modules.contracts import checkup
from qinglian_desktop.modules.projects import actions as projects
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.demo.unit import Unit

_YUAN = 100
_ON_THE_LIST = 12
_PROGRAMME = "高龄津贴"


def care(unit: Unit) -> None:
    """A list with two faults, a project past its tenth, three seals, one contract to mend."""
    _list(unit)
    _project(unit)
    _contracts(unit)


def _list(unit: Unit) -> None:
    book, period = unit.book, f"{clock.today():%Y-%m}"
    own = (Where("owner", "=", book.unit.office_id),)
    people = book.rows(Query(Person.table, own, order=(("name", False),), limit=_ON_THE_LIST))
    rows: list[Row] = [
        {"programme": _PROGRAMME, "period": period, "row_no": place, "name": one["name"],
         "id_number": one["id_number"], "card_holder": one["name"], "amount_fen": 200 * _YUAN}
        for place, one in enumerate(people, 1)
    ]  # fmt: skip
    if len(rows) < 4:
        return
    rows[2]["card_holder"] = rows[3]["name"]
    rows.append({**rows[0], "row_no": len(rows) + 1})
    with book.change(f"导入{_PROGRAMME}名单") as change:
        change.add_all(BenefitLine, rows)
    benefits.check_list(book, _PROGRAMME, period)


def _project(unit: Unit) -> None:
    book, today = unit.book, clock.today()

    def ago(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    draft = {
        "name": "二组便道硬化", "place": "二组", "content": "长 320 米、宽 2.5 米的水泥便道",
        "money_source": "街道补助和集体自筹", "set_up_on": ago(70), "budget_fen": 62_000 * _YUAN,
        "selection": "比选", "bidders": 3, "chosen_on": ago(55),
        "contractor": "綦江区固源建筑公司", "contract_no": f"工合{today.year}-01",
        "contract_fen": 58_000 * _YUAN, "started_on": ago(40), "stage": "施工",
    }  # fmt: skip
    row_id = str(projects.save_project(book, None, draft).result)
    change = {"project_id": row_id, "day": ago(12), "amount_fen": 6_960 * _YUAN,
              "reason": "增加一段挡土墙"}  # fmt: skip
    projects.save_change(book, None, change)
    projects.save_project(
        book, None,
        {"name": "文化广场照明", "place": "一组", "set_up_on": ago(6),
         "budget_fen": 18_000 * _YUAN},
    )  # fmt: skip


def _contracts(unit: Unit) -> None:
    book, today = unit.book, clock.today()
    for row in contracts.unsealed(book)[:3]:
        told = contracts.begun(book, row["id"]) | {"applicant": "周文书", "approver": "郑主任"}
        contracts.save_seal_use(book, None, {**told, "day": _sealed_on(row, today)})
    for one in checkup.found(book):
        if one.finding.rule == "stays":
            contracts.clean_up(book, one.row["id"], one.finding.rule)
            return


def _sealed_on(row: Row, today: date) -> str:
    signed: str | None = row["signed_on"]
    return min(signed or today.isoformat(), today.isoformat())
