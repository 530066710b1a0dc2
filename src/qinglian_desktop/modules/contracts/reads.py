"""Who owes what by which contract, which run out, what held on a day, how much is held as deposit?

What is paid is read from the receipts each time, and a receipt counts only as long as its entry
stands: a reversed or deleted entry frees its match by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.contracts.records import (
    CHANGED,
    RENEWED,
    RUNNING,
    TO_CLEAR,
    WE_RECEIVE,
    Contract,
    DepositMove,
    RentDemand,
    RentDue,
    RentReceipt,
    RentTerm,
)
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.standing import (
    Account,
    Due,
    Paid,
    Standing,
    account,
    red_from,
)
from qinglian_desktop.modules.funds.books import Voucher
from qinglian_desktop.modules.funds.records import COLLECTIVE, Entry
from qinglian_desktop.store.book import Book

PACK = "collective-contracts"
_CHUNK = 500  # ids in one question


def own(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)


def contract(book: Book, contract_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(Contract.table, contract_id)
    if row is None or row["deleted"]:
        raise Refused("这份合同已经不在了", "请刷新列表再试", code="QL-SZ-306")
    return row


def rows_of(book: Book, table: str, contract_ids: Iterable[str], order: str = "") -> list[Row]:
    """Rows of a table that belong to these contracts."""
    ids, found = list(contract_ids), []
    by = ((order, False),) if order else ()
    for start in range(0, len(ids), _CHUNK):
        chosen = Where("contract_id", "in", tuple(ids[start : start + _CHUNK]))
        found += book.rows(Query(table, (chosen,), order=by))
    return found


def terms(book: Book, contract_id: str) -> list[Row]:
    return rows_of(book, RentTerm.table, [contract_id], "from_on")


# -- chains --------------------------------------------------------------------------------------


class Family(NamedTuple):
    """Contracts that follow each other, the first one first."""

    rows: tuple[Row, ...]

    @property
    def root(self) -> str:
        return str(self.rows[0]["id"])

    def on(self, day: date) -> Row | None:
        """The terms that hold on a day: the last that had begun and not been replaced by then."""
        begun = [row for row in self.rows if (day_of(row, "start_on") or day) <= day]
        return begun[-1] if begun else None

    @property
    def current(self) -> Row:
        """The last of the chain: its terms are the ones in force, or about to be."""
        return self.rows[-1]


def families(book: Book) -> list[Family]:
    """Every chain of this office; a contract alone is a chain of one."""
    return chained(book.rows(Query(Contract.table, (own(book),), order=(("number", False),))))


def chained(rows: Sequence[Row]) -> list[Family]:
    known = {row["id"]: row for row in rows}
    after: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["follows_id"] in known:
            after[row["follows_id"]].append(row)
    made = []
    for row in rows:
        if row["follows_id"] in known:
            continue
        chain, here = [row], row
        while after[here["id"]] and len(chain) <= len(rows):
            here = max(after[here["id"]], key=lambda one: (one["start_on"] or "", one["number"]))
            chain.append(here)
        made.append(Family(tuple(chain)))
    # Where two follow the same one, the other stands alone: what it asks must not be lost.
    placed = {row["id"] for one in made for row in one.rows}
    made += [Family((row,)) for row in rows if row["id"] not in placed]
    return made


def family(book: Book, contract_id: str) -> Family:
    """The chain this contract belongs to."""
    for one in families(book):
        if any(row["id"] == contract_id for row in one.rows):
            return one
    return Family((contract(book, contract_id),))


def in_force(book: Book, day: date) -> list[Row]:
    """Each chain once, with the terms of that day: what totals may add up."""
    rows = []
    for one in families(book):
        row = one.on(day)
        if row is not None and row["state"] in (RUNNING, CHANGED, RENEWED) and _holds(row, day):
            rows.append(row)
    return rows


def _holds(row: Row, day: date) -> bool:
    """Within its own days; a contract still 履行中 past its end is still carried out."""
    if row["state"] == RUNNING:
        return True
    stopped = day_of(row, "ended_on") or day_of(row, "end_on")
    return stopped is None or day <= stopped


# -- who owes what -------------------------------------------------------------------------------


def account_of(book: Book, contract_id: str) -> Account:
    """The dues of the whole chain: what was paid too much before is carried over a renewal."""
    chain = family(book, contract_id)
    return accounts(book, [chain]).get(chain.root, Account(()))


def accounts(book: Book, chains: Sequence[Family]) -> dict[str, Account]:
    """The account of each chain, by the id of its first contract."""
    root_of = {row["id"]: chain.root for chain in chains for row in chain.rows}
    dues: dict[str, list[Due]] = defaultdict(list)
    for row in rows_of(book, RentDue.table, root_of):
        due_on = date.fromisoformat(row["due_on"])
        due = Due(row["id"], row["contract_id"], row["seq"], due_on, row["amount_fen"])
        dues[root_of[row["contract_id"]]].append(due)
    paid: dict[str, list[Paid]] = defaultdict(list)
    for row, fen in live_receipts(book, rows_of(book, RentReceipt.table, root_of, "created_at")):
        on = date.fromisoformat(row["paid_on"])
        one = Paid(row["contract_id"], row["due_id"] or "", on, fen, row["entry_id"] or "")
        paid[root_of[row["contract_id"]]].append(one)
    return {chain.root: account(dues[chain.root], paid[chain.root]) for chain in chains}


def live_receipts(book: Book, receipts: Sequence[Row]) -> list[tuple[Row, int]]:
    """Receipts whose entry or voucher stands, each with what still counts: no more than its sum."""
    room = standing_entries(book, {row["entry_id"] for row in receipts if row["entry_id"]})
    room |= _standing(book, Voucher, {row["voucher_id"] for row in receipts if row["voucher_id"]})
    found = []
    for row in receipts:
        source = row["entry_id"] or row["voucher_id"]
        fen = min(row["amount_fen"], room.get(source, 0))
        if fen > 0:
            room[source] -= fen
            found.append((row, fen))
    return found


def standing_entries(book: Book, ids: Iterable[str]) -> dict[str, int]:
    """Of these entries those that are neither deleted nor reversed, with their sums."""
    return _standing(book, Entry, ids)


def _standing(book: Book, record: type[Record], ids: Iterable[str]) -> dict[str, int]:
    wanted = sorted(one for one in ids if one)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = tuple(wanted[start : start + _CHUNK])
        red = book.rows(Query(record.table, (Where("reverses_id", "in", part),)))
        gone = {row["reverses_id"] for row in red}
        for row in book.page(record.table, part):
            if not row["deleted"] and row["id"] not in gone and row["amount_fen"]:
                found[row["id"]] = row["amount_fen"]
    return found


def free_fen(book: Book, entry_id: str) -> int:
    """How much of an entry is not yet laid on any contract."""
    sums = standing_entries(book, [entry_id])
    where = (Where("entry_id", "=", entry_id),)
    laid = (RentReceipt.table, DepositMove.table)
    used = [row["amount_fen"] or 0 for table in laid for row in book.rows(Query(table, where))]
    return max(sums.get(entry_id, 0) - sum(used), 0)


class Owed(NamedTuple):
    """A chain that is behind: the contract whose terms hold, and the dues that are late."""

    row: Row
    dues: tuple[Standing, ...]
    worst: date  # the day of the oldest
    chain: frozenset[str]  # every contract of it, so that an older one finds it too

    @property
    def fen(self) -> int:
        return sum(one.left for one in self.dues)

    def red(self, day: date, months: int) -> bool:
        return day > red_from(self.worst, months)


def overdue(book: Book, day: date, flow: str = WE_RECEIVE) -> list[Owed]:
    """Who is behind, the oldest first."""
    chains = [one for one in families(book) if one.current["flow"] == flow]
    found = []
    for chain, kept in _with_accounts(book, chains):
        late = tuple(one for one in kept.dues if one.late(day))
        if late:
            row = chain.on(day) or chain.current
            worst = min(one.due.due_on for one in late)
            found.append(Owed(row, late, worst, frozenset(one["id"] for one in chain.rows)))
    return sorted(found, key=lambda one: (one.worst, one.row["number"] or ""))


def _with_accounts(book: Book, chains: Sequence[Family]) -> list[tuple[Family, Account]]:
    kept = accounts(book, chains)
    return [(chain, kept[chain.root]) for chain in chains]


class Month(NamedTuple):
    due: int = 0
    paid: int = 0
    late: int = 0  # what is left of it and behind on the day asked


class Calendar(NamedTuple):
    """应收日历: a chain and what falls due in each month of the year."""

    row: Row
    months: tuple[Month, ...]

    @property
    def sums(self) -> Month:
        return added(self.months)


def added(months: Iterable[Month]) -> Month:
    found = list(months)
    return Month(
        sum(one.due for one in found),
        sum(one.paid for one in found),
        sum(one.late for one in found),
    )


def calendar(book: Book, year: int, day: date, flow: str = WE_RECEIVE) -> list[Calendar]:
    """Every chain that has something due in that year."""
    chains = [one for one in families(book) if one.current["flow"] == flow]
    made = []
    for chain, kept in _with_accounts(book, chains):
        of = [one for one in kept.dues if one.due.due_on.year == year]
        if of:
            months = tuple(
                added(
                    Month(one.due.fen, one.paid, one.left if one.late(day) else 0)
                    for one in of
                    if one.due.due_on.month == month
                )
                for month in range(1, 13)
            )
            made.append(Calendar(chain.on(day) or chain.current, months))
    return made


# -- what runs out -------------------------------------------------------------------------------


class Ending(NamedTuple):
    row: Row
    end_on: date
    left: int  # days; below 0 it is past and still 履行中


def expiring(book: Book, day: date, within: int) -> list[Ending]:
    """Running contracts that end within so many days or have ended, the first one first."""
    where = (
        own(book),
        Where("state", "=", RUNNING),
        Where("end_on", "filled"),
        Where("end_on", "<=", (day + timedelta(days=within)).isoformat()),
    )
    rows = book.rows(Query(Contract.table, where, order=(("end_on", False),)))
    made = []
    for row in rows:
        end = date.fromisoformat(row["end_on"])
        made.append(Ending(row, end, (end - day).days))
    return made


def unclear(book: Book) -> int:
    return book.count(Query(Contract.table, (own(book), Where("state", "=", TO_CLEAR))))


# -- deposits and demands ------------------------------------------------------------------------


def held(book: Book, contract_id: str) -> int:
    """What is held of this chain: received less refunded and deducted."""
    chain = family(book, contract_id)
    moves = rows_of(book, DepositMove.table, [row["id"] for row in chain.rows])
    return held_of(book, moves)


def held_of(book: Book, moves: Sequence[Row]) -> int:
    stands = standing_entries(book, {row["entry_id"] for row in moves if row["entry_id"]})
    stands |= _standing(book, Voucher, {row["voucher_id"] for row in moves if row["voucher_id"]})
    return sum((1 if row["kind"] == "收到" else -1) * _counts(row, stands) for row in moves)


def _counts(move: Row, stands: Mapping[str, int]) -> int:
    """As the books say it now: nothing once its entry or voucher is reversed or deleted."""
    source = move["entry_id"] or move["voucher_id"]
    return stands.get(source, 0) if source else move["amount_fen"] or 0


def held_by_contract(book: Book) -> list[tuple[Row, int]]:
    """Every chain with a deposit held, and how much."""
    moves: dict[str, list[Row]] = defaultdict(list)
    for row in book.rows(Query(DepositMove.table, (own(book),))):
        moves[row["contract_id"]].append(row)
    made = []
    for chain in families(book):
        fen = held_of(book, [one for row in chain.rows for one in moves[row["id"]]])
        if fen:
            made.append((chain.current, fen))
    return made


def deposits_on_account(book: Book, day: date) -> int:
    """What the collective's books say it holds for others (押金保证金)."""
    from qinglian_desktop.modules.funds.reads import account_balances

    code = str(book.pack(PACK, day).value("accounts.deposit")["account"])
    found = account_balances(book, COLLECTIVE, day).get(code)
    return -found.closing if found else 0


def demands(book: Book, contract_ids: Iterable[str]) -> Mapping[str, list[Row]]:
    """The demands that reached the other side, by contract, the newest last.

    Of the whole chain: what was demanded before a renewal is not forgotten by it.
    """
    wanted = set(contract_ids)
    asked = {
        row["id"]: [one["id"] for one in chain.rows if one["id"] in wanted]
        for chain in families(book)
        for row in chain.rows
    }
    found: dict[str, list[Row]] = defaultdict(list)
    chains = [one for one, names in asked.items() if names]
    for row in sorted(rows_of(book, RentDemand.table, chains), key=lambda one: one["served_on"]):
        for one in asked[row["contract_id"]]:
            found[one].append(row)
    return found


def red_months(book: Book, day: date) -> int:
    return int(book.pack(PACK, day).value("arrears.red_months"))
