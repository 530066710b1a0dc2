"""Which line of the bank is which row of the books? Pure: values in, pairs and doubts out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day


class Item(NamedTuple):
    """One row on either side; `fen` is above 0 for money that came in."""

    key: str
    day: date
    fen: int
    party: str = ""
    words: str = ""


class Doubt(NamedTuple):
    """Equal amounts that nothing tells apart."""

    fen: int
    bank: tuple[str, ...]
    books: tuple[str, ...]

    def __str__(self) -> str:
        many = max(len(self.bank), len(self.books))
        return f"同一金额有 {many} 笔，请手工选。（{money.show(abs(self.fen))}）"


class Matched(NamedTuple):
    pairs: tuple[tuple[str, str], ...]  # (bank, books)
    doubts: tuple[Doubt, ...]


def match(bank: Iterable[Item], books: Iterable[Item], window: int) -> Matched:
    """One to one, by amount, days not further apart than `window`, and the other party.

    Among equal amounts the party tells who is who; where it does not, nobody is chosen.
    """
    sides: dict[int, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for place, listed in enumerate((bank, books)):
        for item in listed:
            sides[item.fen][place].append(item)
    pairs: list[tuple[str, str]] = []
    doubts: list[Doubt] = []
    for fen in sorted(sides, key=lambda one: (abs(one), one)):
        ours, theirs = sides[fen]
        found, open_ = _told_apart(ours, theirs, window)
        pairs += found
        doubts += (Doubt(fen, *group) for group in open_)
    return Matched(tuple(pairs), tuple(doubts))


Group = tuple[tuple[str, ...], tuple[str, ...]]


def _told_apart(
    bank: Sequence[Item], books: Sequence[Item], window: int
) -> tuple[list[tuple[str, str]], list[Group]]:
    pairs: list[tuple[str, str]] = []
    near = [(a, b) for a in bank for b in books if abs((a.day - b.day).days) <= window]
    named = [(a, b) for a, b in near if a.party and b.party and _same_party(a, b)]
    taken: set[str] = set()
    for left, right in _parts(named):
        if len(left) == len(right) == 1:
            pairs.append((left[0], right[0]))
            taken |= {f"a{left[0]}", f"b{right[0]}"}
    rest = [
        (a, b) for a, b in near
        if f"a{a.key}" not in taken and f"b{b.key}" not in taken and _may_be(a, b)
    ]  # fmt: skip
    doubts: list[Group] = []
    for left, right in _parts(rest):
        if len(left) == len(right) == 1:
            pairs.append((left[0], right[0]))
        else:
            doubts.append((left, right))
    return pairs, doubts


def _same_party(a: Item, b: Item) -> bool:
    one, other = _bare(a.party), _bare(b.party)
    return one in other or other in one


def _may_be(a: Item, b: Item) -> bool:
    """Two different names do not belong together by themselves."""
    return not a.party or not b.party or _same_party(a, b)


def _bare(name: str) -> str:
    return "".join(sign for sign in name if sign.isalnum())


def _parts(edges: Sequence[tuple[Item, Item]]) -> Iterator[Group]:
    """What hangs together by pairs that may be, in the order of the first side."""
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        beside[f"a{a.key}"].append(f"b{b.key}")
        beside[f"b{b.key}"].append(f"a{a.key}")
    seen: set[str] = set()
    for start in list(beside):
        if start in seen:
            continue
        part, waiting = [start], [start]
        seen.add(start)
        while waiting:
            for other in beside[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
                    waiting.append(other)
        left = tuple(node[1:] for node in part if node[0] == "a")
        right = tuple(node[1:] for node in part if node[0] == "b")
        yield left, right


# -- 余额调节表 ---------------------------------------------------------------------------------


class Member(NamedTuple):
    """One row of a match: on the bank's side or the books'."""

    item: Item
    at_bank: bool


class Reconciled(NamedTuple):
    """A bank account on one day: what each side holds and what the other has not seen yet."""

    day: date
    bank: int | None  # by the statement; None where it tells no balance
    books: int
    bank_only: tuple[Item, ...]  # 银行已收（付），账上未收（付）
    books_only: tuple[Item, ...]

    @property
    def bank_after(self) -> int | None:
        return None if self.bank is None else self.bank + sum(i.fen for i in self.books_only)

    @property
    def books_after(self) -> int:
        return self.books + sum(item.fen for item in self.bank_only)

    @property
    def agrees(self) -> bool:
        return self.bank_after == self.books_after

    @property
    def gap(self) -> int:
        return (self.bank_after or 0) - self.books_after

    def said(self) -> str:
        """Why the month may not be closed yet, in words; "" when all is well."""
        when = paper_day(self.day)
        if self.bank is None:
            return f"银行流水没有到{when}的余额，请导入这个月的流水"
        if not self.agrees:
            return f"{when}银行和账上调节后还差 {money.show(abs(self.gap))}，请逐笔核对"
        return ""


def open_on(
    day: date, items: Iterable[Member], groups: Mapping[str, Sequence[Member]]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """What was open on a day: (only at the bank, only in the books).

    `items` are in no match. A match of which one side came later was open on that day as far
    as it had come.
    """
    loose = [member for member in items if member.item.day <= day]
    for members in groups.values():
        there = [member for member in members if member.item.day <= day]
        at_bank = sum(member.item.fen for member in there if member.at_bank)
        if at_bank != sum(member.item.fen for member in there if not member.at_bank):
            loose += there
    loose.sort(key=lambda member: (member.item.day, member.item.key))
    return (
        tuple(member.item for member in loose if member.at_bank),
        tuple(member.item for member in loose if not member.at_bank),
    )
