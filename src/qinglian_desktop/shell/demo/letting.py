"""One unit lets things: a dozen contracts, some behind, one renewed, one past its end."""

from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import Payment, Served
from qinglian_desktop.modules.contracts.records import AGENCY, LAND, LETTING, SHARES
from qinglian_desktop.shell.demo.unit import Unit

# title, kind, party, what, months since it began, years, yuan a year, how often, deposit
_CONTRACTS = (
    ("临街1号门面出租", LETTING, "綦江区好又来超市", "1号门面", 22, 3, 24_000, "每年", 4000),
    ("临街2号门面出租", LETTING, "綦江区老灶台面馆", "2号门面", 10, 3, 18_000, "每半年", 3000),
    ("临街3号门面出租", LETTING, "綦江区平安药房", "3号门面", 34, 3, 15_600, "每季", 2600),
    ("仓库出租", LETTING, "綦江区顺达物流公司", "原粮站仓库", 26, 2, 30_000, "每半年", 5000),
    ("厂房出租", LETTING, "綦江区恒兴五金厂", "老村小厂房", 15, 5, 60_000, "每季", 10_000),
    ("办公用房出租", LETTING, "綦江区云上家政公司", "综合楼二楼", 7, 2, 9600, "每月", 800),
    ("鱼塘发包", LAND, "胡志强", "三组鱼塘", 20, 5, 7200, "每年", 0),
    ("果园发包", LAND, "綦江区绿源合作社", "五组果园", 44, 10, 21_000, "每年", 0),
    ("荒坡发包", LAND, "唐建国", "二组荒坡", 8, 15, 3600, "每年", 0),
    ("劳务介绍服务", AGENCY, "綦江区众力劳务公司", "季节性用工介绍", 11, 2, 12_000, "每年", 0),
    ("光伏参股", SHARES, "綦江区阳光新能源公司", "屋顶光伏", 30, 20, 16_000, "每年", 0),
    ("停车场出租", LETTING, "綦江区安泊停车公司", "广场停车场", 3, 3, 36_000, "每季", 6000),
)  # fmt: skip
_BEHIND = (1, 4, 6)  # places of those who have not paid what fell due last
_RISING = 7  # 5 % every three years


def let(unit: Unit) -> None:
    """Twelve contracts through the actions, their deposits, and what was paid of them."""
    today, made = clock.today(), []
    for place, one in enumerate(_CONTRACTS):
        title, kind, party, what, months, years, yuan, every, deposit = one
        start = placed(today, -months, 1)
        end = placed(start, 12 * years, 1) - timedelta(days=1)
        draft = {
            "title": title, "kind": kind, "party": party, "subject": what,
            "party_kind": "个人" if len(party) < 4 else "企业",
            "signed_on": (start - timedelta(days=12)).isoformat(),
            "start_on": start.isoformat(), "end_on": end.isoformat(),
            "rent_fen": yuan * 100, "pay_every": every, "deposit_fen": deposit * 100 or None,
            "award": "公开竞价" if place % 3 else "公开协商",
            "area": (60 + 15 * place) * 1000, "area_unit": "亩" if kind == LAND else "平方米",
            "filed_on": start.isoformat() if place % 4 else None,
        }  # fmt: skip
        if kind == LAND:
            draft |= {"is_member": int(len(party) < 4),
                      "street_on": (start - timedelta(days=30)).isoformat()}  # fmt: skip
        if place == _RISING:
            draft |= {"rise_percent": 5_000, "rise_every": 3}
        contract = str(actions.save_contract(unit.book, None, draft).result)
        made.append(contract)
        _take(unit, contract, start, deposit * 100, behind=place in _BEHIND)
    _renew(unit, made[2])
    actions.serve(unit.book, made[6:7], Served(today - timedelta(days=20)))


def _take(unit: Unit, contract: str, start: date, deposit: int, *, behind: bool) -> None:
    """The deposit, and every due of the last year but, for some, the latest."""
    book, today = unit.book, clock.today()
    if deposit:
        actions.deposit(book, contract, "收到", _paid(unit, deposit, start))
    past = [one for one in reads.account_of(book, contract).dues if one.due.due_on <= today]
    owed = past[:-1] if behind else past
    fen = sum(one.left for one in owed)
    if fen:
        paid = _paid(unit, fen, owed[-1].due.due_on)
        actions.receive(book, contract, paid, [one.due.id for one in owed])


def _paid(unit: Unit, fen: int, day: date) -> Payment:
    """In the quarter that is still open: the figures of the others hang on the board."""
    open_since = Period.holding(clock.today(), "Q").first
    return Payment(
        fen, max(day, open_since), handler=unit.book.operator.name, approver=unit.director
    )


def _renew(unit: Unit, contract: str) -> None:
    """A lease that ends soon was renewed for three years at a little more."""
    row = reads.contract(unit.book, contract)
    end = placed(date.fromisoformat(row["end_on"]), 36, 31)
    draft = {"end_on": end.isoformat(), "rent_fen": row["rent_fen"] * 105 // 100}
    actions.renew(unit.book, contract, draft)
