"""Two books kept in plain Python: random vouchers, and every statement worked out by hand.

Nothing of the program is imported: what it says is compared with what stands here.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

COLLECTIVE, COMMITTEE = "集体经济组织", "委员会"
PARTIES = ("李建国", "王秀英", "通惠超市", "綦江建材店", "赵大海")
_MONEY = ("101", "102", "10201", "10202")
_OPEN = {
    COLLECTIVE: ("11201", "11301", "11302", "21101", "21102", "212", "213", "201", "221"),
    COMMITTEE: ("112", "211"),
}
_REST = {
    COLLECTIVE: (
        "111", "121", "131", "132", "133", "134", "14101", "15101", "15102", "152", "153", "154",
        "161", "162", "171", "18101", "214", "231", "24101", "24103", "301", "31101", "401",
        "50101", "50102", "50103", "50201", "50301", "50403", "51101", "512", "51301", "51302",
        "51308", "51309", "51401", "51503", "521", "3220101", "3220102", "3220103",
    ),
    COMMITTEE: (
        "121", "151", "231", "241", "301", "50101", "50102", "503", "50401", "51101", "51102",
        "51201", "513", "51401", "515", "519",
    ),
}  # fmt: skip
_PURPOSES = ("办公费", "误工补贴", "门面租金", "电话费", "慰问", "会议费", "其他")


class Leg(NamedTuple):
    account: str
    debit: int
    credit: int
    party: str = ""


class Voucher(NamedTuple):
    book: str
    day: str
    kind: str  # 收支 转账 结转 期初 红字
    legs: tuple[Leg, ...]
    purpose: str = ""
    reverses: int = -1  # the place in the list of the one that is taken back


def random_books(count: int, seed: int) -> list[Voucher]:
    """So many vouchers in both books over three years, with openings, red ones and closings."""
    dice = random.Random(seed)
    made = [_opening(dice)]
    for year in (2024, 2025, 2026):
        for _ in range(count // 3):
            made.append(_one(dice, year, made))
        if year < 2026:
            made += [closing for book in (COLLECTIVE,) for closing in _closings(book, year, made)]
    return made


def _opening(dice: random.Random) -> Voucher:
    legs = [Leg(code, dice.randrange(1, 10**8), 0) for code in ("101", "10201", "15101", "121")]
    legs.append(Leg("11301", dice.randrange(1, 10**6), 0, PARTIES[0]))
    legs.append(Leg("21101", 0, dice.randrange(1, 10**6), PARTIES[2]))
    legs.append(Leg("301", 0, sum(leg.debit - leg.credit for leg in legs)))
    return Voucher(COLLECTIVE, "2024-01-01", "期初", tuple(legs))


def _one(dice: random.Random, year: int, before: list[Voucher]) -> Voucher:
    book = dice.choice((COLLECTIVE, COLLECTIVE, COMMITTEE))
    day = f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    drawn = dice.random()
    if drawn < 0.5:
        return _entry(dice, book, day)
    if drawn < 0.55 and before[-1].kind == "转账":
        place = len(before) - 1
        legs = tuple(leg._replace(debit=-leg.debit, credit=-leg.credit) for leg in before[-1].legs)
        return before[-1]._replace(kind="红字", legs=legs, reverses=place)
    codes = (*_MONEY[:3:2], *_OPEN[book], *_REST[book])
    legs, off = [], 0
    for _ in range(dice.randrange(1, 6)):
        fen = dice.randrange(1, 10**7)
        debit = dice.random() < 0.5
        off += fen if debit else -fen
        legs.append(_leg(dice, dice.choice(codes), fen if debit else 0, 0 if debit else fen))
    if not off:
        legs.append(_leg(dice, "10201", 1, 0))
        off = 1
    legs.append(_leg(dice, dice.choice(codes), max(-off, 0), max(off, 0)))
    return Voucher(book, day, "转账", tuple(legs))


def _leg(dice: random.Random, account: str, debit: int, credit: int) -> Leg:
    party = dice.choice(PARTIES) if account.startswith(("112", "113", "2")) else ""
    return Leg(account, debit, credit, party)


def _entry(dice: random.Random, book: str, day: str) -> Voucher:
    """Two lines: money and what it was for."""
    fen, held = dice.randrange(1, 10**7), dice.choice(("101", "102"))
    other = dice.choice((*_OPEN[book], *_REST[book]))
    party, purpose = dice.choice(PARTIES), dice.choice(_PURPOSES)
    if dice.random() < 0.5:
        legs = (Leg(held, fen, 0), Leg(other, 0, fen, party))
    else:
        legs = (Leg(other, fen, 0, party), Leg(held, 0, fen))
    return Voucher(book, day, "收支", legs, purpose)


def _closings(book: str, year: int, made: list[Voucher]) -> list[Voucher]:
    """501–521 into 321, 321 into 322, what was shared out into what is left over."""
    last = f"{year}-12-31"
    held = sides(v for v in made if v.book == book and v.day <= last)
    first, result = [], 0
    for code, (debit, credit) in sorted(held.items()):
        net = debit - credit
        if code[0] == "5" and net:
            first.append(_pair(code, -net))
            result += net
    third = []
    for code in ("3220101", "3220102", "3220103"):
        net = held.get(code, (0, 0))[0] - held.get(code, (0, 0))[1]
        if net:
            third.append(_pair(code, -net))
    shared = sum(leg.credit - leg.debit for leg in third)
    steps = (
        (*first, _pair("321", result)),
        (
            Leg("321", max(-result, 0), max(result, 0)),
            Leg("32202", max(result, 0), max(-result, 0)),
        ),
        (*third, _pair("32202", shared)),
    )
    return [
        Voucher(book, last, "结转", legs)
        for legs in steps
        if len(legs) > 1 and any(leg.debit or leg.credit for leg in legs)
    ]


def _pair(account: str, net: int) -> Leg:
    """On the debit side where it is positive."""
    return Leg(account, max(net, 0), max(-net, 0))


def sides(vouchers: Iterable[Voucher]) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for voucher in vouchers:
        for leg in voucher.legs:
            found[leg.account][0] += leg.debit
            found[leg.account][1] += leg.credit
    return {code: (debit, credit) for code, (debit, credit) in found.items()}


class Worked(NamedTuple):
    """What the statements must say, worked out leg by leg."""

    accounts: dict[str, tuple[int, int, int]]  # opening net, debit, credit
    position: dict[int, tuple[int, int]]  # line number -> at the year's start, at the end
    result: dict[int, int]
    claims: int
    debts: int


def work_out(vouchers: Iterable[Voucher], book: str, first: str, last: str) -> Worked:
    """`first` and `last` are days; the position is told from the new year of `last` on."""
    own = [v for v in vouchers if v.book == book and v.day <= last]
    accounts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    earned: dict[str, int] = defaultdict(int)
    at_start: dict[tuple[str, str], int] = defaultdict(int)
    at_end: dict[tuple[str, str], int] = defaultdict(int)
    new_year = last[:4] + "-01-01"
    for voucher in own:
        opens = voucher.kind == "期初"
        for leg in voucher.legs:
            net = leg.debit - leg.credit
            key = leg.account, leg.party
            at_end[key] += net
            if voucher.day < new_year or opens:
                at_start[key] += net
            if voucher.day < first or opens:
                accounts[leg.account][0] += net
            else:
                accounts[leg.account][1] += leg.debit
                accounts[leg.account][2] += leg.credit
                if voucher.kind != "结转":
                    earned[leg.account] += net
    both = [_position(dict(at_start)), _position(dict(at_end))]
    result = _result(dict(earned), {c: a[0] for c, a in accounts.items()})
    claims, debts = _open(dict(at_end))
    return Worked(
        {code: (o, d, c) for code, (o, d, c) in accounts.items()},
        {no: (both[0][no], both[1][no]) for no in both[0]},
        result,
        claims,
        debts,
    )


def _position(held: dict[tuple[str, str], int]) -> dict[int, int]:
    def of(*tops: str) -> int:
        return sum(fen for (code, _), fen in held.items() if code[:3] in tops)

    owing = sum(f for (c, _), f in held.items() if c[:3] == "113" and f > 0)
    owed = -sum(f for (c, _), f in held.items() if c[:3] == "113" and f < 0)
    line = {
        1: of("101", "102"), 2: of("111"), 3: of("112") + owing, 4: of("121", "401"), 5: of("131"),
        7: of("141"), 8: of("132"), 9: -of("133"), 10: of("132") + of("133"), 11: of("151"),
        12: -of("152"), 13: of("151") + of("152"), 14: of("153"), 15: of("154"), 16: of("161"),
        17: -of("162"), 18: of("161") + of("162"), 19: of("134"), 20: of("171"), 21: of("181"),
        24: -of("201"), 25: owed - of("211"), 26: -of("212"), 27: -of("213"), 28: -of("214"),
        30: -of("221"), 31: -of("231"), 32: -of("241"), 35: -of("301"), 36: -of("311"),
        37: -sum(f for (c, _), f in held.items() if c[:2] in ("32", "50", "51", "52")),
    }  # fmt: skip
    line[6] = line[1] + line[2] + line[3] + line[4] + line[5]
    line[22] = sum(line[no] for no in (7, 10, 13, 14, 15, 18, 19, 20, 21))
    line[23] = line[6] + line[22]
    line[29] = sum(line[no] for no in range(24, 29))
    line[33] = line[30] + line[31] + line[32]
    line[34] = line[29] + line[33]
    line[38] = line[35] + line[36] + line[37]
    line[39] = line[34] + line[38]
    return line


def _result(earned: dict[str, int], opening: dict[str, int]) -> dict[int, int]:
    def of(top: str) -> int:
        return sum(fen for code, fen in earned.items() if code.startswith(top))

    line = {
        1: -of("501"), 2: -of("502"), 3: -of("503"), 4: of("511"), 5: of("512"), 6: of("513"),
        7: of("51308"), 9: -of("504"), 10: of("514"), 11: of("515"), 13: of("521"),
        15: -sum(fen for code, fen in opening.items() if code[:2] in ("32", "50", "51", "52")),
        17: -(of("321") + of("322") - of("32201")),
        19: of("3220101"), 20: of("3220102"), 21: of("3220103"),
    }  # fmt: skip
    line[8] = line[1] + line[2] + line[3] - line[4] - line[5] - line[6]
    line[12] = line[8] + line[9] - line[10] - line[11]
    line[14] = line[16] = line[12] - line[13]
    line[18] = line[15] + line[16] + line[17]
    line[22] = line[18] - line[19] - line[20] - line[21]
    return line


def _open(held: dict[tuple[str, str], int]) -> tuple[int, int]:
    claims = debts = 0
    for (code, _), fen in held.items():
        top = code[:3]
        if top == "112" or (top == "113" and fen > 0):
            claims += fen
        elif top in ("201", "211", "212", "213", "221") or top == "113":
            debts -= fen
    return claims, debts
