"""What scores, claims and problems come to in the end, worked out from plain files."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from year.again import ABOVE, MOST
from year.plain import Cells, Files, rounded

LEVELS = (("示范", 90), ("合格", 80), ("提升", 70), ("待整改", 0))
BONUS_CAP = Decimal(5)
# article → (its own cap, points by level or for each)
BONUSES: dict[str, tuple[str, dict[str, str] | str]] = {
    "J01": ("3", {"街道": "1", "区级": "2", "市级": "3"}), "J02": ("3", {"区级": "2", "市级": "3"}),
    "J03": ("1", "0.5"), "J04": ("2", "1"), "J05": ("1", "1"), "J06": ("1", "1"),
    "J07": ("1", "1"), "J08": ("0.5", "0.5"),
}  # fmt: skip


class Whole:
    """What scores come to: earned, out of how much, told out of a hundred, and the level."""

    def __init__(self, scores: dict[str, Decimal], there: dict[str, bool]) -> None:
        self.most = sum((Decimal(most) for name, most in MOST.items() if there[name]), Decimal(0))
        self.earned = sum((p for name, p in scores.items() if there[name]), Decimal(0))
        self.points = rounded(Fraction(self.earned) * 100 / Fraction(self.most))
        self.level = next(name for name, least in LEVELS if self.points >= least)


def bonus(claims: Iterable[Cells], rulings: Iterable[Cells] = ()) -> Decimal:
    """Each article up to its own cap, all of them up to five; the street may give less."""
    ruled = {row["claim_id"]: row for row in rulings}
    brought: dict[str, list[Decimal]] = defaultdict(list)
    for row in claims:
        _, worth = BONUSES[row["article"]]
        points = Decimal(worth.get(row["level"], "0") if isinstance(worth, dict) else worth)
        if ruling := ruled.get(row["id"]):
            most = ruling["points"] or "9999000"
            given = Decimal(0) if ruling["verdict"] == "不认可" else Decimal(most) / 1000
            points = min(points, given)
        brought[row["article"]].append(points)
    whole = Decimal(0)
    for article, listed in brought.items():
        cap, worth = BONUSES[article]
        whole += min(max(listed) if isinstance(worth, dict) else sum(listed), Decimal(cap))
    return min(whole, BONUS_CAP)


def long_overdue(one: Files) -> int:
    """Problems from above that were due more than ninety days before the end of the year."""
    by = (date(one.year, 12, 31) - timedelta(days=90)).isoformat()
    return sum(
        row["source"] in ABOVE and "" < row["due_on"] < by
        and not "" < row["closed_on"] <= one.last
        for row in one.rows("problem")
    )  # fmt: skip


def brought(street: Files, units: Iterable[str]) -> dict[str, list[tuple[str, Decimal]]]:
    """What each claim of a unit adds in the end, where it adds anything: (article, points)."""
    names = {row["office_id"]: row["name"] for row in street.rows("enrolled_unit")}
    rulings = street.rows("bonus_ruling")
    found: dict[str, list[tuple[str, Decimal]]] = {name: [] for name in units}
    for office, name in names.items():
        # In the order of the articles and, within one, as they were entered.
        own = sorted(
            (row for row in street.rows("bonus_claim") if row["owner"] == office),
            key=lambda row: (row["article"], row["id"]),
        )
        for place, row in enumerate(own):
            same = [one for one in own[: place + 1] if one["article"] == row["article"]]
            added = _uncapped(same, rulings) - _uncapped(same[:-1], rulings)
            if added:
                found[name].append((row["article"], added))
    return found


def _uncapped(claims: list[Cells], rulings: list[Cells]) -> Decimal:
    """Claims of one article up to its own cap."""
    return bonus(claims, rulings)  # no article alone reaches the cap of all
