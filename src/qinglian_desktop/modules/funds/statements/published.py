"""A balance sheet somebody else drew up: is it a collective's, does it tie, what would it open?

Its lines are told by their words (pack: `published`). A total is checked against the lines that
make it up, never against the totals between, so that one wrong subtotal is named once.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money

COLUMNS: Final = ("年初数", "期末数")
_TEN: Final = "[一二三四五六七八九十]+"
_NUMBERED: Final = re.compile(f"^(?:{_TEN}、|[(]{_TEN}[)]|[0-9]+[.、])")


class SheetLine(NamedTuple):
    """One line as it was printed; None where nothing stands."""

    item: str
    no: int
    opening: int | None
    closing: int | None

    @property
    def both(self) -> tuple[int | None, int | None]:
        return self.opening, self.closing


class Fault(NamedTuple):
    """What does not tie: the line, in which column, by how much, said in words."""

    item: str
    column: str
    gap: int
    said: str


class Share(NamedTuple):
    """A line that would open one account, or has to be divided among several."""

    item: str
    fen: int  # debits positive
    accounts: tuple[str, ...]

    @property
    def asks(self) -> bool:
        return len(self.accounts) > 1


class Reading(NamedTuple):
    cooperative: tuple[str, ...]  # the words that show it is no village collective's
    faults: tuple[Fault, ...]
    blanks: tuple[str, ...]  # lines without a figure in either column
    shares: tuple[Share, ...]  # of the closing column
    unknown: tuple[str, ...]  # lines with a figure that no rule knows

    @property
    def sound(self) -> bool:
        """May it open a book? Only its closing column counts for that."""
        closing = any(fault.column == COLUMNS[1] for fault in self.faults)
        return not (self.cooperative or closing or self.unknown)


class _Rule(NamedTuple):
    item: str
    names: tuple[str, ...]
    plus: tuple[str, ...] = ()  # what a total is made of, lines by their item
    minus: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    sign: int = 1


def read_sheet(lines: Sequence[SheetLine], pack: Mapping[str, Any]) -> Reading:
    """`pack` is the table `published`: items with their names, totals, marks of a cooperative."""
    rules = [_rule(row) for row in pack["items"]]
    named = {_plain(name): rule for rule in rules for name in rule.names}
    found: dict[str, SheetLine] = {}
    unknown = []
    for line in lines:
        rule = named.get(_plain(line.item))
        if rule is not None:
            found[rule.item] = line
        elif any(line.both):
            unknown.append(line.item)
    marks = tuple(
        line.item
        for line in lines
        if any(mark in _plain(line.item) for mark in pack["cooperative"])
    )
    faults = [
        fault
        for rule in rules
        if rule.plus and rule.item in found
        for fault in _total_faults(rule, rules, found)
    ]
    return Reading(
        marks,
        (*_sides(found), *faults, *_assets_gone(found)),
        tuple(line.item for line in lines if line.both == (None, None)),
        _shares(rules, found),
        tuple(unknown),
    )


def _rule(row: Mapping[str, Any]) -> _Rule:
    return _Rule(
        row["item"],
        (row["item"], *row.get("names", ())),
        tuple(row.get("plus", ())),
        tuple(row.get("minus", ())),
        tuple(row.get("of", ())),
        -1 if row.get("side") == "贷" else 1,
    )


def _plain(text: str) -> str:
    """Without what printers put in differently: blanks, brackets, numbers in front, 减：."""
    kept = "".join(text.translate(str.maketrans("（）：．", "():.")).split())
    return _NUMBERED.sub("", kept).removeprefix("减:").removeprefix("其中:").removesuffix(":")


def _leaves(
    item: str, rules: Mapping[str, _Rule], found: Mapping[str, SheetLine], sign: int = 1
) -> list[tuple[str, int]]:
    """The lines of the sheet below a total that are no totals themselves, each with its sign.

    A total between without any line of its own below it is such a line itself.
    """
    rule = rules[item]
    if not rule.plus:
        return [(item, sign)] if item in found else []
    made = []
    for factor, parts in ((sign, rule.plus), (-sign, rule.minus)):
        for part in parts:
            lower = _leaves(part, rules, found, factor)
            made += lower or ([(part, factor)] if part in found else [])
    return made


def _total_faults(
    rule: _Rule, rules: Sequence[_Rule], found: Mapping[str, SheetLine]
) -> list[Fault]:
    by_item = {one.item: one for one in rules}
    leaves = [(found[item], sign) for item, sign in _leaves(rule.item, by_item, found)]
    made = []
    for place, column in enumerate(COLUMNS):
        told = found[rule.item].both[place]
        added = sum(sign * (line.both[place] or 0) for line, sign in leaves)
        gap = (told or 0) - added
        if leaves and gap:
            item = found[rule.item].item.strip()
            said = (
                f"“{item}”{column}写的是 {money.show(told or 0)}，各行加起来是 "
                f"{money.show(added)}，{'多' if gap > 0 else '少'}了 {money.show(abs(gap))}"
            )
            made.append(Fault(item, column, gap, said))
    return made


def _sides(found: Mapping[str, SheetLine]) -> list[Fault]:
    """Assets against debts and equity, in both columns."""
    left, right = found.get("资产总计"), found.get("负债和所有者权益总计")
    made = []
    for place, column in enumerate(COLUMNS):
        if left is None or right is None:
            continue
        one, other = left.both[place] or 0, right.both[place] or 0
        if one != other:
            said = (
                f"{column}两边不平：资产总计 {money.show(one)}，"
                f"负债和所有者权益总计 {money.show(other)}，差 {money.show(abs(one - other))}"
            )
            made.append(Fault("资产总计", column, one - other, said))
    return made


def _assets_gone(found: Mapping[str, SheetLine]) -> list[Fault]:
    """Fixed assets that grew fewer, while nothing was written off or is being cleared."""
    value = found.get("固定资产原值")
    if value is None or value.opening is None or value.closing is None:
        return []
    lost = value.opening - value.closing
    beside = [found[name].both for name in ("累计折旧", "固定资产清理") if name in found]
    if lost <= 0 or any((now or 0) != (before or 0) for before, now in beside):
        return []
    said = (
        f"“固定资产原值”一年少了 {money.show(lost)}，"
        "“累计折旧”和“固定资产清理”都没有变，没写清楚去了哪里"
    )
    return [Fault("固定资产原值", "", lost, said)]


def _shares(rules: Sequence[_Rule], found: Mapping[str, SheetLine]) -> tuple[Share, ...]:
    return tuple(
        Share(rule.item, rule.sign * fen, rule.accounts)
        for rule in rules
        if rule.accounts and rule.item in found and (fen := found[rule.item].closing)
    )
