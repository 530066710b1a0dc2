"""How is a card of the register saved, numbered, checked and taken out?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.check import missing
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.property import reads, rules
from qinglian_desktop.modules.property.records import Asset, AssetEvent, WearLine
from qinglian_desktop.modules.property.rules import Given
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_OTHER = "QT"  # the series of a card whose kind is not known yet
_DIGITS = 10


def save_asset(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a card, half-filled or not; its kind gives account, life and method. `result`: its id.

    The number comes by itself as soon as the kind is known; one written by hand is kept unless
    it is taken. Only 处置 on the card puts a thing out of the register.
    """
    before = ledger.there(book, Asset.table, row_id) if row_id else None
    given = reads.rules_on(book, clock.today())
    made = _completed(before, draft, given)
    refuse(rules.asset_problem(made, before, clock.today()))
    changed = {n: v for n, v in made.items() if n in Asset.fields and v != (before or {}).get(n)}
    event_on = None if row_id else ledger.event_day(Asset, made)
    label = ledger.label_of("改" if row_id else "登记", Asset, made)
    with book.change(label, event_on=event_on) as change:
        if missing(made.get("number")) and not missing(made.get("kind")):
            changed["number"] = _next(change, _series(made, given))
        elif not before or made.get("number") != before["number"]:
            _refuse_taken(book, made.get("number"), row_id or "")
            series = _series(made, given)
            change.at_least(f"asset:{series}", _tail(str(made.get("number") or ""), series))
        if row_id is None:
            change.result = change.add(Asset, changed)
        else:
            change.result = change.put_row(Asset.table, row_id, {**draft, **changed})
    return change.changes


def _completed(before: Row | None, draft: Mapping[str, Any], given: Given) -> Row:
    """The row as it will stand. A new kind or value brings its own account, life and residual
    where the old ones were what the old kind gave."""
    made: Row = {**(before or defaults(Asset)), **draft}
    if before is not None:
        told = ("kind", "book", "nature", "value_fen")
        old = rules.with_kind({name: before[name] for name in told}, given)
        for name in ("account", "method", "life_months", "residual_fen"):
            if name not in draft and before[name] == old.get(name):
                made[name] = None
    made = rules.with_kind(made, given)
    status = (before or {}).get("status")
    if before is not None and made["status"] != status and "status_since" not in draft:
        made["status_since"] = clock.today().isoformat()
    if before is None and missing(made.get("status_since")):
        made["status_since"] = made.get("acquired_on")
    return made


def _refuse_taken(book: Book, number: str | None, row_id: str) -> None:
    where = (reads.own(book), Where("number", "=", number), Where("id", "!=", row_id))
    if number and book.count(Query(Asset.table, where)):
        raise Refused(f"编号 {number} 已经用过", "留空会自动编号", field="number", code="QL-SZ-227")


def _series(row: Mapping[str, Any], given: Given) -> str:
    kind = given.kinds.get(str(row.get("kind")))
    return kind.series if kind else _OTHER


def _next(change: Change, series: str) -> str:
    """What is taken already is looked up once for all rows of a change."""
    name, known = f"asset:{series}", f"asset numbers {series}"
    if known not in change.known:
        change.at_least(name, _highest(change.book, series))
        change.known[known] = True
    return f"{series}-{change.number(name):04d}"


def _tail(number: str, series: str) -> int:
    """The figure of a number of this series; 0 for any other text."""
    head, _, tail = number.rpartition("-")
    good = head == series and tail.isascii() and tail.isdigit() and len(tail) < _DIGITS
    return int(tail) if good else 0


def _highest(book: Book, series: str) -> int:
    """Among all cards, those in the recycle bin too: a number is given once."""
    begins = Where("number", "begins", f"{series}-")
    found = [
        row["number"]
        for deleted in (False, True)
        for row in book.rows(Query(Asset.table, (begins,), deleted=deleted))
    ]
    return max((_tail(number, series) for number in found if number), default=0)


def review_assets(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_asset` for rows of a sheet, with what their kind gives."""
    given, today = reads.rules_on(book, clock.today()), clock.today()

    def review(row: Row) -> Row | Problem:
        made = rules.with_kind(row, given)
        if missing(made.get("status_since")):
            made["status_since"] = made.get("acquired_on")
        return rules.asset_problem(made, None, today) or made

    return review


def number_assets(change: Change, assets: Sequence[Row]) -> list[Row]:
    """Numbers for the rows of a sheet that have none, each series going on."""
    given = reads.rules_on(change.book, clock.today())
    made = list(assets)
    waiting: dict[str, list[int]] = {}
    for place, row in enumerate(made):
        if missing(row.get("number")):
            waiting.setdefault(_series(row, given), []).append(place)
    for series, places in waiting.items():
        name, head = f"asset:{series}", f"{series}-"
        highest = max((_tail(str(row.get("number") or ""), series) for row in made), default=0)
        change.at_least(name, max(highest, _highest(change.book, series)))
        for place, number in zip(places, change.numbers(name, len(places)), strict=True):
            made[place] = {**made[place], "number": f"{head}{number:04d}"}
    return made


def drop_asset(book: Book, asset_id: str) -> Changes:
    """To the recycle bin, unless the books already speak of it."""
    row = ledger.there(book, Asset.table, asset_id)
    if why := _held(book, asset_id):
        raise Refused(f"〔{row['name'] or row['number']}〕{why}", "不要了请在资产卡上办处置",
                      code="QL-SZ-228")  # fmt: skip
    return ledger.drop_row(book, Asset.table, asset_id)


def _held(book: Book, asset_id: str) -> str:
    told = (Where("asset_id", "=", asset_id),)
    if book.count(Query(WearLine.table, told)):
        return "已经提过折旧，不能删"
    posted = (*told, Where("voucher_id", "filled"), Where("reversed_on", "empty"))
    if book.count(Query(AssetEvent.table, posted)):
        return "有变动记在账上，不能删"
    return ""
