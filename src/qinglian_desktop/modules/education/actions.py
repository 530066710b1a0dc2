"""How trainings are saved: with the shares of who came and who passed."""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.education import rules
from qinglian_desktop.modules.education.records import Training
from qinglian_desktop.modules.working_out import Sort
from qinglian_desktop.store.book import Book


def _trained(_book: Book, row: Row) -> Row:
    return rules.trained(row)


SORTS: Mapping[str, Sort] = MappingProxyType({Training.table: Sort(Training, _trained)})
