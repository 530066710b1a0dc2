"""Is cash kept as the rules say (现金管理)? Limit, 坐支, late banking, 白条. Pure.

Cash is two heaps: what was taken in and must be banked, and petty cash, which came from the
bank and may be spent. What is banked is the oldest that was taken in; what is spent is petty
cash as long as there is any, and only then what was taken in (坐支).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.pack import Pack, cited

PACK: Final = "cash-rules"
TAKEN, PAID, BANKED, DRAWN = "收", "付", "存", "提"
_FEN: Final = 100


class Move(NamedTuple):
    """One movement of cash, amounts in 分."""

    row_id: str
    day: date
    how: str  # 收 付 存 提
    fen: int
    words: str = ""  # purpose and summary
    bill: bool = True  # is there a receipt or invoice?
    number: str = ""  # of the voucher


class Count(NamedTuple):
    """One count of the cash box."""

    row_id: str
    day: date
    book_fen: int
    counted_fen: int
    iou_fen: int = 0

    @property
    def gap(self) -> int:
        """Counted less booked: more is 长款, less is 短款."""
        return self.counted_fen - self.book_fen


class Found(NamedTuple):
    """One thing that asks to be put right."""

    rule: str
    name: str
    level: str
    what: str
    fix: str
    basis: str
    rows: tuple[str, ...] = ()
    day: date | None = None


class _Taking(NamedTuple):
    move: Move
    left: int


def look(
    pack: Pack,
    moves: Iterable[Move],
    day: date,
    *,
    opening_fen: int = 0,
    counts: Sequence[Count] = (),
    personal: Sequence[tuple[str, str]] = (),
    begun: date | None = None,
) -> tuple[Found, ...]:
    """Everything of one book that the cash rules speak of, in the order of the pack.

    `personal` are bank accounts in a person's name (id, bank); `begun` is the day from which
    the cash is to be counted.
    """
    rules = {row["id"]: row for row in pack.rows("rules")}
    listed = sorted((move for move in moves if move.day <= day), key=_order)
    found = [
        *_heaps(rules, listed, opening_fen, day),
        *_single(rules, listed, pack.value("allowed").split()),
        *_balance(rules, listed, opening_fen, day),
        *_counted(rules, counts, day, begun if listed or opening_fen else None),
    ]
    found += [
        _found(rules["FUND-05"], f"{bank}的账户是个人户名", (row_id,)) for row_id, bank in personal
    ]
    place = {rule: place for place, rule in enumerate(rules)}
    return tuple(sorted(found, key=lambda one: (place[one.rule], one.day or day)))


def _order(move: Move) -> tuple[date, int]:
    """On one day cash first comes in; then it is banked, then spent."""
    return move.day, (TAKEN, DRAWN, BANKED, PAID).index(move.how)


def _heaps(
    rules: Mapping[str, Any], moves: Iterable[Move], opening: int, day: date
) -> Iterable[Found]:
    petty, takings = opening, list[_Taking]()
    grace = timedelta(days=rules["FUND-04"]["limit"])
    for move in moves:
        if move.how == TAKEN:
            takings.append(_Taking(move, move.fen))
        elif move.how == DRAWN:
            petty += move.fen
        elif move.how == BANKED:
            from_takings, taken = _take(takings, move.fen)
            petty -= move.fen - from_takings
            for one in taken:
                if move.day > one.day + grace:
                    yield _late(rules["FUND-04"], one, move.day)
        else:
            short = move.fen - max(petty, 0)
            petty -= min(move.fen, max(petty, 0))
            if short > 0:
                used, taken = _take(takings, short)
                petty -= short - used
                if used:
                    what = f"{_called(move)}付 {money.show(move.fen)} 元，其中"
                    what += f" {money.show(used)} 元用的是还没存的收款"
                    rows = (move.row_id, *(one.row_id for one in taken))
                    yield _found(rules["FUND-03"], what, rows, move.day)
    for left in takings:
        if day > left.move.day + grace:
            yield _late(rules["FUND-04"], left.move, None)


def _take(takings: list[_Taking], fen: int) -> tuple[int, list[Move]]:
    """So much out of the takings, the oldest first: what there was, and of which."""
    used, touched = 0, []
    while takings and used < fen:
        first = takings[0]
        part = min(first.left, fen - used)
        used += part
        touched.append(first.move)
        if part == first.left:
            takings.pop(0)
        else:
            takings[0] = first._replace(left=first.left - part)
    return used, touched


def _late(rule: Mapping[str, Any], taking: Move, banked: date | None) -> Found:
    when = f"{paper_day(banked)}才存" if banked else "还没存"
    what = f"{_called(taking)}{paper_day(taking.day)}收的 {money.show(taking.fen)} 元{when}"
    return _found(rule, what, (taking.row_id,), taking.day)


def _single(
    rules: Mapping[str, Any], moves: Iterable[Move], allowed: Sequence[str]
) -> Iterable[Found]:
    """What one movement tells by itself."""
    for move in moves:
        said = f"{_called(move)}{money.show(move.fen)} 元"
        free = any(word in move.words for word in allowed)
        if move.how == PAID and not free and move.fen > rules["FUND-02"]["limit"] * _FEN:
            yield _found(rules["FUND-02"], f"{said}付的是现金", (move.row_id,), move.day)
        if move.how == PAID and not move.bill:
            yield _found(rules["PAY-07"], f"{said}没有票据", (move.row_id,), move.day)
        if move.how == DRAWN and move.fen > rules["FUND-18"]["limit"] * _FEN:
            yield _found(rules["FUND-18"], f"{said}从银行提出", (move.row_id,), move.day)


def _balance(
    rules: Mapping[str, Any], moves: Iterable[Move], opening: int, day: date
) -> Iterable[Found]:
    held = opening + sum(m.fen if m.how in (TAKEN, DRAWN) else -m.fen for m in moves)
    limit = rules["FUND-01"]["limit"] * _FEN
    if held > limit:
        what = f"库存现金 {money.show(held)} 元，限额 {money.show(limit)} 元"
        yield _found(rules["FUND-01"], what, (), day)


def _counted(
    rules: Mapping[str, Any], counts: Sequence[Count], day: date, begun: date | None
) -> Iterable[Found]:
    done = [count for count in counts if count.day <= day]
    for count in done:
        said = f"{paper_day(count.day)}盘点"
        if abs(count.gap) > 0:
            word = "长款" if count.gap > 0 else "短款"
            what = f"{said}{word} {money.show(abs(count.gap))} 元"
            yield _found(rules["FUND-10"], what, (count.row_id,), count.day)
        if count.iou_fen > 0:
            what = f"{said}有白条 {money.show(count.iou_fen)} 元"
            yield _found(rules["FUND-12"], what, (count.row_id,), count.day)
    last = max((count.day for count in done), default=begun)
    if last is not None and day > last + timedelta(days=rules["FUND-11"]["limit"]):
        what = f"上次盘点是{paper_day(last)}" if done else "还没有盘点过"
        yield _found(rules["FUND-11"], f"{what}，已经 {(day - last).days} 天", (), day)


def _called(move: Move) -> str:
    return f"凭证 {move.number}：" if move.number else ""


def _found(
    rule: Mapping[str, Any], what: str, rows: tuple[str, ...], day: date | None = None
) -> Found:
    basis = cited({**rule, "basis": rule.get("basis", rule["source"])})
    return Found(rule["id"], rule["name"], rule["level"], what, rule["fix"], basis, rows, day)
