"""How a subject introduces itself: its records, commands, due items; and what a page reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from qinglian_desktop.core.record import Record, Row

Operation = Callable[..., Any]


class Where(NamedTuple):
    """One condition. `op`: = != < <= > >= in, not in, contains shows begins empty filled.

    `in` with None in its list lets blanks in. `shows` and `begins` look at the text as a list
    shows it: masked, a link by the name of its row; capital letters count as small ones.
    """

    field: str
    op: str
    value: Any = None


class Query(NamedTuple):
    """Which rows of one table, in which order; deleted rows only when asked for."""

    table: str
    where: tuple[Where, ...] = ()
    search: str = ""  # looked for in every text field
    order: tuple[tuple[str, bool], ...] = ()  # (field, descending)
    deleted: bool = False
    limit: int | None = None
    natural: bool = False  # ordered as people read: pinyin, 2组 before 10组, blanks last
    columns: tuple[str, ...] = ()  # what a paper or sheet of it shows, in order; () = the usual


class Values(NamedTuple):
    """Values of one column with how many rows have each; `left` more were not asked for."""

    found: tuple[tuple[Any, int], ...]
    left: int = 0


class Reader(Protocol):
    """What a page may ask: ids first, then pages of rows; never a whole ledger."""

    def ids(self, query: Query) -> Sequence[str]: ...

    def page(self, table: str, ids: Sequence[str]) -> Sequence[Row]: ...

    def count(self, query: Query) -> int: ...

    def totals(self, query: Query, fields: Sequence[str]) -> Mapping[str, int]: ...

    def distinct(self, table: str, field: str) -> Sequence[str]: ...

    def values(self, query: Query, field: str, most: int) -> Values: ...


class Due(NamedTuple):
    """One line of 今日: what is due, when, why that day, and the one thing to do about it.

    `why` is the whole reason; `brief` says it in one line where the whole one takes more.
    """

    due_on: date
    subject: str
    why: str
    module: str
    act: str = "去办理"
    table: str = ""
    row_id: str = ""
    lead: int = 7  # days before the due date on which it appears
    who: str = ""
    brief: str = ""
    dated: str = ""  # the table of the row with the deadline, where the act is about another one
    dated_id: str = ""


class Command(NamedTuple):
    """One thing that can be done with a row of a ledger."""

    label: str
    run: Operation  # (book, row_id) -> Changes
    table: str
    when: Callable[[Row], bool] = lambda row: True
    primary: bool = False


class Module(NamedTuple):
    """One subject in the table of contents (modules/catalog.py)."""

    name: str
    label: str
    tab: str  # the tab it lives under; several subjects may share one
    records: tuple[type[Record], ...]
    commands: tuple[Command, ...] = ()
    due: Callable[..., Iterable[Due]] | None = None  # (book, day) -> what is due
    sheets: tuple[type[Record], ...] = ()  # may be imported from workbooks
    roles: tuple[str, ...] = ("unit", "street")  # whose navigation shows it
