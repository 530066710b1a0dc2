"""演练社区: an office to try things out in. What it holds never becomes part of a real report.

The mark is its identity, which no clerk can write: it stands in every bundle, so that a street
knows one that was made around the guards here.
"""

from collections.abc import Sequence
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange import age, offices
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.store import identity
from qinglian_desktop.store.book import Book

NAMES = {"community": "演练社区", "village": "演练村"}
_STREET = f"{identity.PRACTICE}street"


def found(home: Path, records: Sequence[type[Record]], kind: str = "community") -> Book:
    """An empty practice office, with a street of its own that nobody holds the keys of."""
    unit = identity.new_unit(
        office_id=f"{identity.PRACTICE}{clock.new_id()}",
        code="000000000000",
        name=NAMES[kind],
        kind=kind,
        role="unit",
        street_id=_STREET,
        street_name="演练街道",
    )
    book = Book.create(home, records, unit)
    offices.keep_own(book, OfficeKeys.generate())
    street = OfficeKeys.generate().public(_STREET, "演练街道")
    offices.keep_street(book, street, age.Identity.generate().recipient)
    return book


def refuse_to_write(book: Book) -> None:
    """Nothing for a street leaves a practice office."""
    if book.unit.is_practice:
        raise Refused("这里是演练，没有写 U 盘", "要真的报送，请回到本单位的窗口", code="QL-UB-135")


def refuse_from(sender: str) -> None:
    """Whatever came from one is not taken in."""
    if sender.startswith(identity.PRACTICE):
        raise Refused(
            "这是演练社区的文件，没有导入", "里面都是编的；请单位把真的写来", code="QL-UB-136"
        )
