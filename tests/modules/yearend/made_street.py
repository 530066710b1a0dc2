"""A street at the end of a year: thirteen units whose figures are drawn, and known to the test."""

import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.record import columns
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.store.book import Book

YEAR, UNITS = 2026, 13
UNFIT = "不适用"  # how a line says that it is not for this unit


class Line(NamedTuple):
    indicator: str
    most: int  # thousandths of a point, as all below
    own: int
    mark: int | None  # None where the street left it as it is
    applies: bool


class Claim(NamedTuple):
    article: str
    level: str
    verdict: str
    points: int | None
    worth: Decimal  # by the list, told here once more


class Plan(NamedTuple):
    """What was drawn for one unit."""

    name: str
    code: str
    office: str
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    veto: str


# Articles of the list with what one claim of them brings; the test does not ask the pack.
_WORTH = {
    ("J01", "街道"): "1", ("J01", "区级"): "2", ("J01", "市级"): "3", ("J02", "区级"): "2",
    ("J02", "市级"): "3", ("J03", ""): "0.5", ("J04", ""): "1", ("J06", ""): "1",
}  # fmt: skip
_CAPS = {"J01": "3", "J02": "3", "J03": "1", "J04": "2", "J06": "1"}


def drawn(points: Mapping[str, int], seed: int = 7) -> list[Plan]:
    """`points` has the most each indicator brings, in thousandths."""
    made, plans = random.Random(seed), []
    for number in range(1, UNITS + 1):
        worst = made.choice((0, 0, 1, 2, 3))  # steps of a tenth that a line may lose
        lines = tuple(
            _line(made, indicator, most, worst, number) for indicator, most in points.items()
        )
        claims = tuple(_claim(made, *made.choice([*_WORTH])) for _ in range(made.randrange(0, 6)))
        veto = {3: "V05", 8: "V06"}.get(number, "")
        plans.append(
            Plan(f"第{number}社区", f"500110007{number:03d}", f"office-{number:02d}", lines,
                 claims, veto)
        )  # fmt: skip
    return plans


def _line(made: random.Random, indicator: str, most: int, worst: int, number: int) -> Line:
    own = most * (10 - made.randint(0, worst)) // 10
    mark = made.choice((None, None, None, own, own * made.randint(5, 10) // 10))
    return Line(indicator, most, own, mark, made.random() > 0.05 * (number % 2))


def _claim(made: random.Random, article: str, level: str) -> Claim:
    verdict = made.choice(("认可", "认可", "不认可"))
    worth = Decimal(_WORTH[article, level])
    points = int(worth * 500) if verdict == "认可" and made.random() < 0.2 else None
    return Claim(article, level, verdict, points, worth)


# -- what it should come to, by plain arithmetic -----------------------------------------------


def points_of(plan: Plan, *, marked: bool) -> Decimal:
    """Earned of what applies, told out of a hundred, to the hundredth."""
    ours = [line for line in plan.lines if line.applies]
    got = sum(line.mark if marked and line.mark is not None else line.own for line in ours)
    of, whole = sum(line.most for line in ours), sum(line.most for line in plan.lines)
    exact = Fraction(got, 1000) * Fraction(whole, of)
    told = Decimal(exact.numerator) / Decimal(exact.denominator)
    return told.quantize(Decimal("0.01"), ROUND_HALF_UP)


def bonus_of(plan: Plan) -> Decimal:
    """Each article to its cap (of levels the highest alone), all together to five."""
    by: dict[str, Decimal] = {}
    for claim in plan.claims:
        got = claim.worth if claim.points is None else Decimal(claim.points) / 1000
        got = Decimal(0) if claim.verdict == "不认可" else got
        had = by.get(claim.article, Decimal(0))
        best = max(had, got) if claim.level else had + got
        by[claim.article] = min(best, Decimal(_CAPS[claim.article]))
    return min(sum(by.values(), Decimal(0)), Decimal(5))


def conclusion_of(plan: Plan) -> str:
    if plan.veto:
        return {"V05": "不予认定", "V06": "暂停评价"}[plan.veto]
    points = points_of(plan, marked=True)
    return (
        "示范" if points >= 90 else "合格" if points >= 80 else "提升" if points >= 70 else "待整改"
    )


# -- in the street's file ----------------------------------------------------------------------


def street(folder: Path) -> tuple[Book, list[Plan]]:
    """The street's book with the rows of all units as a merge would have left them."""
    book = make_book(folder, "street")
    system = system_of(book, YEAR)
    plans = drawn({one.id: int(one.points * 1000) for one in system.indicators})
    names = {one.id: system.dimension(one.dimension).name for one in system.indicators}
    with book.change("登记单位") as change:
        for plan in plans:
            change.add(EnrolledUnit, {"code": plan.code, "name": plan.name, "kind": "community",
                                      "office_id": plan.office, "state": "已登记"})  # fmt: skip
    book.connection.execute("BEGIN")
    for plan in plans:
        _put_unit(book, plan, system.pack, names)
    book.connection.execute("COMMIT")
    return book, plans


def _put_unit(book: Book, plan: Plan, pack: str, names: Mapping[str, str]) -> None:
    kept = f"assessment-{plan.office}"
    total = int(points_of(plan, marked=False) * 1000)
    put(book, "assessment", plan.office, id=kept, title=f"{YEAR}年度自评（第 1 版）", year=YEAR,
        version=1, state="已报送街道", pack=pack, cutoff_on=f"{YEAR}-12-31",
        frozen_on=f"{YEAR}-12-20", total=total)  # fmt: skip
    me = book.unit.office_id
    put(book, "assessment_review", me, to_name=plan.name, to_office=plan.office,
        assessment_id=kept, year=YEAR, version=1, outcome="核评完", made_on=f"{YEAR}-12-25",
    )  # fmt: skip
    for seq, line in enumerate(plan.lines):
        row_id = f"line-{plan.office}-{line.indicator}"
        put(book, "assessment_line", plan.office, id=row_id, assessment_id=kept, seq=seq,
            indicator=line.indicator, dimension=names[line.indicator], title=line.indicator,
            points=line.most, basis="已计分" if line.applies else UNFIT,
            self_score=line.own if line.applies else None)  # fmt: skip
        if line.mark is not None and line.applies:
            put(book, "assessment_mark", me, to_name=plan.name, to_office=plan.office,
                assessment_id=kept, line_id=row_id, year=YEAR, indicator=line.indicator,
                score=line.mark, made_on=f"{YEAR}-12-25")  # fmt: skip
    for claim in plan.claims:
        row_id = put(book, "bonus_claim", plan.office, year=YEAR, article=claim.article,
                     what="有文件", level=claim.level or None)  # fmt: skip
        put(book, "bonus_ruling", me, to_name=plan.name, to_office=plan.office, claim_id=row_id,
            year=YEAR, article=claim.article, level=claim.level or None, verdict=claim.verdict,
            points=claim.points, made_on=f"{YEAR}-12-25")  # fmt: skip
    if plan.veto:
        put(book, "veto_event", me, article=plan.veto, unit_name=plan.name,
            to_office=plan.office, happened_on=f"{YEAR}-05-06", confirmed_by="街道纪工委",
            document_no="通惠纪函〔2026〕3号")  # fmt: skip


def put(book: Book, table: str, owner: str, /, **values: Any) -> str:
    """A row as it stands, past the door."""
    row: dict[str, Any] = dict.fromkeys(columns(book.tables[table]))
    row |= {"id": clock.new_id(), "owner": owner, "vv": "{}", "fv": "{}", "deleted": 0}
    row |= {"row_hash": "0" * 32, "ext": "{}", "created_at": f"{YEAR}-12-20T08:00:00"} | values
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    book.connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*row.values()])
    return str(row["id"])
