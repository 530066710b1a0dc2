"""Which kind of card is it, what does its kind give, and what does the card still lack?"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.check import missing
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.modules.property.records import (
    EARNING,
    GONE,
    NATURAL,
    NO_WEAR,
    SERVING,
    Asset,
)

PACK = "assets"
_LARGEST = 10**13  # 分; far beyond what any community owns
_PERMILLE = 1000
_LONGEST = 1200  # months of a life


class Kind(NamedTuple):
    """What the pack says of one kind of asset."""

    series: str
    card: str
    nature: str
    account: str
    serving: str  # the account of a thing that earns nothing
    contra: str  # where what wears off is credited; "" where nothing does
    months: int
    residual: int  # ‰ of the value
    method: str

    def account_of(self, nature: str | None) -> str:
        return self.serving if nature == SERVING else self.account


class Given(NamedTuple):
    """The pack of a day as the subject reads it."""

    pack: Pack
    kinds: Mapping[str, Kind]
    needed: Mapping[str, tuple[str, ...]]  # by card
    methods: Mapping[str, Mapping[str, Any]]

    def value(self, key: str) -> int:
        return int(self.pack.value(key))

    def kind_of(self, row: Mapping[str, Any]) -> Kind | None:
        """The kind of this row, as the book it stands in knows it."""
        kind = self.kinds.get(str(row.get("kind")))
        if kind is None or row.get("book") != COMMITTEE:
            return kind
        top = kind.account[:3]
        known = top if top in self.pack.value("committee.accounts") else ""
        return kind._replace(account=known, serving=known, contra="", method=NO_WEAR)

    def expense(self, nature: str | None, status: str | None) -> str:
        """Where what wears off is charged: the first row that fits."""
        for row in self.pack.rows("expenses"):
            if row["nature"] in ("", nature) and row["status"] in ("", status):
                return str(row["account"])
        raise AssertionError("the last row of the pack fits everything")


def given(pack: Pack) -> Given:
    """The tables of the pack by their names."""
    lives = {row["id"]: row for row in pack.rows("lives")}
    kinds = {row["id"]: _kind(row, lives.get(row["id"])) for row in pack.rows("kinds")}
    needed = {row["id"]: tuple(row["needed"]) for row in pack.rows("cards")}
    return Given(pack, kinds, needed, {row["id"]: row for row in pack.rows("methods")})


def _kind(row: Mapping[str, Any], life: Mapping[str, Any] | None) -> Kind:
    """What a kind gives; one without a life never wears off."""
    worn = life or {"years": 0, "residual": 0, "method": NO_WEAR}
    told = {name: row[name] for name in Kind._fields if name in row}
    return Kind(**told, months=worn["years"] * 12, residual=worn["residual"], method=worn["method"])


def with_kind(row: Row, rules: Given) -> Row:
    """The row with what its kind gives where the clerk left a gap."""
    kind = rules.kind_of(row)
    if kind is None:
        return row
    made = dict(row)
    if missing(made.get("nature")):
        made["nature"] = _nature(made, kind)
    if missing(made.get("account")):
        made["account"] = kind.account_of(made["nature"]) or None
    if missing(made.get("method")):
        made["method"] = kind.method
    if kind.contra and missing(made.get("life_months")):
        made["life_months"] = kind.months
    if kind.contra and missing(made.get("residual_fen")) and not missing(made.get("value_fen")):
        usual = (made["value_fen"] * kind.residual + 500) // _PERMILLE
        left = made["value_fen"] - (
            made.get("worn_fen") or 0
        )  # an old thing may be worn to nothing
        made["residual_fen"] = max(min(usual, left), 0)
    return made


def _nature(row: Row, kind: Kind) -> str:
    """A thing that is let earns, whatever is usual for its kind; an account says it too."""
    account = str(row.get("account") or "")
    if kind.nature == NATURAL:
        return NATURAL
    if kind.account != kind.serving and account in (kind.account, kind.serving):
        return EARNING if account == kind.account else SERVING
    return EARNING if row.get("status") == "出租" else kind.nature


def lacking(row: Mapping[str, Any], rules: Given) -> tuple[str, ...]:
    """The labels of what the card of this kind must say and does not; a draft is kept all the same.

    An earthwork has no boundary, a plot no price: each card needs its own fields.
    """
    kind = rules.kinds.get(str(row.get("kind")))
    needed = rules.needed[kind.card] if kind else ("name", "kind")
    if row.get("disputed"):
        needed = tuple(name for name in needed if name != "holder")
    return tuple(Asset.fields[name].label for name in needed if missing(row.get(name)))


def asset_problem(
    row: Mapping[str, Any], before: Mapping[str, Any] | None, today: date
) -> Problem | None:
    """What is wrong with the values themselves; gaps are no mistake."""
    return _figure_problem(row) or _day_problem(row, today) or _status_problem(row, before)


def _figure_problem(row: Mapping[str, Any]) -> Problem | None:
    for name in ("value_fen", "residual_fen", "worn_fen", "income_fen", "quantity", "area"):
        figure, label = row.get(name), Asset.fields[name].label
        if figure is not None and not 0 <= figure < _LARGEST:
            wrong = "小于 0" if figure < 0 else "太大"
            return Problem(f"〔{label}〕{wrong}", "请核对这个数", name, "QL-SZ-220")
    value = row.get("value_fen")
    if value is not None and (row.get("residual_fen") or 0) + (row.get("worn_fen") or 0) > value:
        return Problem("已提折旧加净残值超过了原值", "请核对这三个数", "worn_fen", "QL-SZ-221")
    months = row.get("life_months")
    if months is not None and not 0 <= months <= _LONGEST:
        return Problem(f"使用 {months} 个月不对", "填月数：20 年是 240", "life_months", "QL-SZ-222")
    return None


def _day_problem(row: Mapping[str, Any], today: date) -> Problem | None:
    for name in ("acquired_on", "status_since", "worn_until"):
        day = row.get(name)
        if day and date.fromisoformat(day) > today:
            label, said = Asset.fields[name].label, paper_day(date.fromisoformat(day))
            return Problem(f"〔{label}〕{said}在今天之后", "请核对日期", name, "QL-SZ-223")
    return None


def _status_problem(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> Problem | None:
    """A card may begin as one of a thing long gone; afterwards only 处置 and its taking back
    put it out of the register or into it again."""
    gone = row.get("status") == GONE
    was = before is not None and before["status"] == GONE
    if was and (not gone or row.get("retired_on") != (before or {})["retired_on"]):
        return Problem(
            "这件资产已经处置了", "处置登错了，请在资产卡上冲销那次处置", "status", "QL-SZ-225"
        )
    if gone and not was and (before is not None or not row.get("retired_on")):
        return Problem(
            "处置要有手续，不能直接改状态", "请打开资产卡，按“处置”", "status", "QL-SZ-224"
        )
    if row.get("retired_on") and not gone:
        return Problem(
            "写了处置日期，状态却不是已处置", "处置请打开资产卡，按“处置”", "retired_on",
            "QL-SZ-639",
        )  # fmt: skip
    return None
