"""What does the window hand to a page? The open book, the runner, and ways to other places."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from qinglian_desktop.core.module import Command
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui.runner import Runner

if TYPE_CHECKING:  # the ledger's editors are loaded with the first ledger, not with the window
    from qinglian_desktop.ui.ledger_page import LedgerPage


class MakeLedger(Protocol):
    """Builds the standard page of a record type, with its saving, import, export and print."""

    def __call__(
        self,
        record: type[Record],
        *,
        title: str = "",
        columns: tuple[str, ...] | None = None,
        page_type: "type[LedgerPage] | None" = None,
    ) -> "LedgerPage": ...


class Preview(Protocol):
    """Shows a PDF before it is printed; with facts it is known again when it is printed anew."""

    def __call__(
        self, pdf: Path | bytes, title: str, facts: PaperFacts | None = None
    ) -> object: ...


class Desk(NamedTuple):
    """Handed to every page. `book` is the open book of the main thread, for reading."""

    book: Any
    runner: Runner
    go: Callable[[str, str, str], object]  # (page id, table, row id); "" where there is none
    preview: Preview
    ledger: MakeLedger
    commands: Callable[[str], Sequence[Command]]  # what the catalogue offers for a table's rows
    store_file: Callable[[Path], str]  # keeps a photo or scan, answers its id
