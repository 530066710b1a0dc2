"""One unit's months: its people, its plan, its money, its notices. All through the actions."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import (
    COLLECTIVE,
    COMMITTEE,
    INCOME,
    SPENDING,
    Entry,
    OpeningBalance,
)
from qinglian_desktop.modules.registry.records import Body, Household, Person, Post
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.demo import books, people
from qinglian_desktop.store.book import Book, Operator

_HOUSEHOLDS, _ENTRIES = 20, 40  # households a unit; entries a quarter and book
PIN = "2468"  # of everybody who checks in the demonstration


@dataclass(slots=True)
class Unit:
    """One unit of the demonstration while it works."""

    book: Book
    chance: Random
    index: int
    director: str = ""
    supervisor: str = ""
    papers: list[tuple[str, Path]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.book.unit.name

    def free_slot(self) -> str:
        """The first empty place on the unit's board; the board is drawn with the first paper."""
        board = f"{self.name}公开栏"
        if not self.book.count(Query("notice_board")):
            disclosure.save_board(self.book, None, {"name": board, "place": "办公楼大门左侧"})
        hung = self.book.count(Query("hanging"))
        return f"{board}第 {hung + 1} 格"

    @property
    def accounts(self) -> tuple[str, ...]:
        return (COMMITTEE, COLLECTIVE) if self.book.unit.kind == "village" else (COMMITTEE,)


def settle(unit: Unit) -> None:
    """People, households, bodies and posts."""
    book, chance = unit.book, unit.chance
    # Three people: who keeps the books, who approves the spending, who watches both.
    clerk, unit.director, unit.supervisor = people.names(chance, 3)
    book.operator = Operator(clerk)
    with book.change("录入名册") as change:
        for number in range(1, _HOUSEHOLDS + 1):
            household = f"{number % 4 + 1}-{number:03d}"
            _household(unit, change, household, number)
        for kind, title, who in (
            ("委员会", "主任", unit.director),
            ("务监督委员会", "主任", unit.supervisor),
            ("党组织", "书记", unit.director),
        ):
            named = {"委员会": book.word("committee"), "务监督委员会": book.word("supervisors")}
            body = named.get(kind, f"{book.unit.name}党组织")
            change.put(Body(name=body, kind=kind, seats=5))
            change.put(
                Post(body=body, person_name=who, title=title, from_on=date(2026, 1, 15),
                     until_on=date(2031, 1, 14))
            )  # fmt: skip


def _household(unit: Unit, change: object, household: str, number: int) -> None:
    chance, group = unit.chance, f"{number % 4 + 1}组"
    head = people.name(chance)
    change.put(Household(number=household, head=head, group_name=group))  # type: ignore[attr-defined]
    for member in range(3):
        serial = unit.index * 100 + number * 3 + member
        id_number = people.id_number(chance, serial)
        change.put(  # type: ignore[attr-defined]
            Person(
                name=head if member == 0 else people.name(chance),
                id_number=id_number,
                born_on=date.fromisoformat(
                    f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"
                ),
                sex="男" if int(id_number[16]) % 2 else "女",
                phone=people.phone(serial) if member == 0 else None,
                household_no=household,
                relation="户主" if member == 0 else "家庭成员",
                group_name=group,
            )
        )


def plan(unit: Unit, year: int) -> None:
    """The street's plan, this year's catalogue and its period plan; some work already done."""
    book = unit.book
    tasks.load_plan(book, year)
    disclosure.load_catalog(book, year)
    disclosure.plan_year(book, year)
    _before_the_program(book)
    listed = book.ids(Query("task"))
    for row_id in unit.chance.sample(listed, 8):
        tasks.add_note(book, row_id, "已按要求开展，材料在档案盒")
    for row_id in unit.chance.sample(listed, 4):
        if (book.row("task", row_id) or {})["state"] == "未开始":
            tasks.move_task(book, row_id, "进行中")


def _before_the_program(book: Book) -> None:
    """What fell due long before today hung on paper; the program began this autumn."""
    begun = Where("due_on", "<", (clock.today() - timedelta(days=45)).isoformat())
    waiting = Where("state", "=", "待公开")
    old = book.ids(Query("planned_posting", (begun, waiting)))
    if old:
        disclosure.skip_planned(book, old, "启用程序以前，已在公开栏贴过")


def keep_accounts(unit: Unit, quarters: list[Period]) -> None:
    """Opening balances and the entries of each quarter, up to today."""
    book, chance = unit.book, unit.chance
    year = quarters[0].year
    with book.change("期初建账") as change:
        for account in unit.accounts:
            cash, bank = chance.randrange(100_000, 900_000), chance.randrange(8_000_000, 60_000_000)
            if account == COLLECTIVE:
                books.begin(book, year, cash, bank)
            else:
                change.put(OpeningBalance(book=account, year=year, cash_fen=cash, bank_fen=bank))
    for quarter in quarters:
        last = min(quarter.last, clock.today())
        with book.change(f"登记{quarter.label}收支") as change:
            for account in unit.accounts:
                for number in range(_ENTRIES):
                    day = quarter.first + timedelta(
                        days=number * (last - quarter.first).days // _ENTRIES
                    )
                    serial = change.number(f"voucher {account} {quarter.year}")
                    change.put(_entry(unit, account, day, number, serial))


def _entry(unit: Unit, account: str, day: date, number: int, serial: int) -> Entry:
    chance = unit.chance
    income = number % 5 == 0
    deals = people.INCOMES if income else people.PAYMENTS
    deal = chance.choice([one for one in deals if one.fits(day)])
    amount = chance.randrange(50_000, 900_000) if income else chance.randrange(3_000, 90_000)
    return Entry(
        book=account, day=day, direction=INCOME if income else SPENDING, summary=deal.summary,
        purpose=deal.purpose, counterparty=deal.party or people.name(chance),
        is_person=not deal.party,
        amount_fen=amount, voucher_no=f"{serial:04d}", handler=unit.book.operator.name,
        approver=unit.director,
        account=books.account_of(
            unit.book, account, day, INCOME if income else SPENDING, deal.purpose + deal.summary
        ),
    )  # fmt: skip


def post_notices(
    unit: Unit, quarter: Period, folder: Path, fonts: Fonts, *, all_papers: bool
) -> None:
    """The quarter's finance notices: composed, reviewed by the supervisor, posted, printed."""
    folder.mkdir(parents=True, exist_ok=True)
    for account in unit.accounts:
        number = str(funds.compose_quarterly(unit.book, account, quarter).result)
        hang(unit, number, folder, fonts, all_papers=all_papers)


def hang(unit: Unit, number: str, folder: Path, fonts: Fonts, *, all_papers: bool) -> None:
    """Review, posting and paper of one composed notice."""
    from qinglian_desktop.modules.disclosure.records import Notice

    book = unit.book
    row = book.find(Notice, number=number)
    assert row is not None
    row_id = str(row["id"])
    disclosure.send_to_review(book, row_id)
    disclosure.approve(book, row_id, unit.supervisor, pin=PIN)
    disclosure.put_up(book, row_id, unit.free_slot(), fonts=fonts)
    variants = (("board", "公开栏版"), ("plain", "大字白话版"), ("broadcast", "大喇叭稿"))
    for variant, word in variants if all_papers else variants[:1]:
        path = folder / f"{number}_{word}.pdf"
        disclosure.print_notice(book, row_id, path, variant, fonts=fonts)  # type: ignore[arg-type]
        unit.papers.append((f"{unit.name} {row['title']}（{word}）", path))
