"""What gave way when two computers of an office had changed the same: kept, shown, chosen."""

from dataclasses import dataclass, field

from qinglian_desktop.exchange.records import MergeConflict
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.versions import Lost


@dataclass(slots=True)
class Found:
    """The values that gave way in one merge."""

    lost: list[tuple[str, str, Lost]] = field(default_factory=list)

    def add(self, table: str, row_id: str, lost: Lost) -> None:
        # A conflict row two computers wrote apart says the same on both.
        if table != MergeConflict.table:
            self.lost.append((table, row_id, lost))

    @property
    def rows(self) -> set[tuple[str, str]]:
        """The rows in which something gave way."""
        return {(table, row_id) for table, row_id, _ in self.lost}


def keep(change: Change, found: Found) -> None:
    """Files each as a row, named after what it tells; one that is there already stays as it is."""
    for table, row_id, lost in found.lost:
        if change.book.row(MergeConflict.table, lost.id) is not None:
            continue
        change.put(
            MergeConflict(
                id=lost.id,
                table_name=table,
                row_id=row_id,
                field_name=lost.field,
                kept=None if lost.kept is None else str(lost.kept),
                lost=None if lost.lost is None else str(lost.lost),
                lost_stream=lost.lost_stream,
            )
        )
