"""The street's desk, to which bad bundles are brought one after another."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange.at_work import state, take
from exchange.gone_bad import NEW, GoneBad, bytes_of
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

ASKED_ABOUT = "QL-UB-121"  # much is deleted: may be looked at, and is asked about when imported


class Desk:
    """The street, and its folder as it was before the mutants came."""

    def __init__(self, factory: GoneBad, folder: Path) -> None:
        self.factory, self.book = factory, factory.street
        self.home, self.pristine = factory.street.home, folder / "pristine"
        self.book.close()
        shutil.copytree(self.home, self.pristine)
        self._open()
        take(self.book, factory.honest)
        self.merged = state(self.book)
        self.renew()

    def _open(self) -> None:
        self.book = Book.open(self.home, RECORDS)
        self.before = bytes_of(self.home)
        self.on_stick = {*self.factory.path.parent.iterdir(), self.factory.path}

    @contextmanager
    def left(self) -> Iterator[None]:
        """Meanwhile another process may come."""
        self.book.close()
        self.before = bytes_of(self.home)
        yield
        self._open()

    def renew(self) -> None:
        self.book.close()
        shutil.rmtree(self.home)
        shutil.copytree(self.pristine, self.home)
        for path in self.factory.path.parent.glob("*回执*"):
            path.unlink()
        self._open()

    def judge(self) -> Refused | None:
        """The refusal; None when the mutant was taken for the honest bundle that it is."""
        path = self.factory.path
        try:
            outcome = take(self.book, path)
        except Refused as trouble:  # and no other kind of exception, ever
            assert bytes_of(self.home) == self.before, f"{trouble}: something was changed"
            assert not self.book.connection.in_transaction
            assert set(path.parent.iterdir()) == self.on_stick, "something was written there"
            return trouble
        assert (outcome.preview.new, outcome.preview.changed) == (NEW, 1)
        assert state(self.book) == self.merged, "taken, and with another content"
        self.renew()
        return None
