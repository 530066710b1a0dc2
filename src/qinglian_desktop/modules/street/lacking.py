"""缺包单: what is each unit to bring with its next stick? Bundles that are wanting, and photos."""

from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, SignLine, Table
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import arrived
from qinglian_desktop.modules.street.rules import gap_words
from qinglian_desktop.store import wanted_files
from qinglian_desktop.store.book import Book

_COLUMNS = (Column("单位", 12), Column("缺什么", 18), Column("请带来", 24))


class Lacking(NamedTuple):
    """What one unit has not brought yet, in words."""

    unit: str
    what: str
    bring: str


def lacking(book: Book) -> list[Lacking]:
    """Units of whose newest history something is wanting, in the order of their codes."""
    found = []
    for unit in book.rows(Query("enrolled_unit", order=(("code", False),))):
        rows = book.rows(Query("received_bundle", (Where("from_office", "=", unit["office_id"]),)))
        gap = ""
        for of_one in arrived.by_computer(rows):
            stream = arrived.current_stream(of_one)
            gap = gap or gap_words([row for row in of_one if row["stream_id"] == stream])
        photos = wanted_files.count(book.connection, unit["office_id"])
        what = [gap, f"照片还有 {photos} 张未送达" if photos else ""]
        bring = [
            f"{gap.removeprefix('缺')}；找不到就写一个整包" if gap else "",
            "下次报送会自动带上" if photos else "",
        ]
        if gap or photos:
            found.append(
                Lacking(unit["name"], "；".join(filter(None, what)), "；".join(filter(None, bring)))
            )
    return found


def slip(book: Book) -> Document:
    """The paper that goes with the sticks; Refused where nothing is wanting."""
    rows = tuple(lacking(book))
    if not rows:
        raise Refused("没有单位缺包", "不用写缺包单", code="QL-UB-142")
    return Document(
        f"{book.unit.name}缺包单",
        "table",
        (Table(_COLUMNS, rows), SignLine()),
        unit=book.unit.name,
        made_on=clock.today(),
    )
