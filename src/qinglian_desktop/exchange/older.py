"""A bundle of an older version, read as if it were one of today: its rows are raised as they come.

The sender counted its rows as it knows them. Where the bundle names all of them, what its sums say
beyond the rows that came is carried over to the raised ones; else they cannot be compared, and the
whole bundle of the quarter does it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.payload_rows import Row
from qinglian_desktop.store import shapes

_MODULUS = 2**128


def reader_of(header: Header, reader: PayloadReader) -> PayloadReader:
    """The reader of a bundle in the shape of today."""
    older = reader.tables() and header.schema < shapes.newest()
    return OlderReader(reader, header) if older else reader


class OlderReader(PayloadReader):
    """The same bundle, by the tables of today."""

    def __init__(self, reader: PayloadReader, header: Header) -> None:
        vars(self).update(vars(reader))
        self._version, self.comparable = header.schema, header.full
        self._from: dict[str, list[str]] = {}
        for old in reader.tables():
            for new in shapes.becomes(old, self._version):
                self._from.setdefault(new, []).append(old)
        self._beyond: dict[str, tuple[int, int]] = {}  # by table of today: rows, sum of hashes

    def tables(self) -> tuple[str, ...]:
        return tuple(self._from)

    def row_count(self, table: str) -> int:
        count = super().row_count
        return sum(count(old) for old in self._from[table])

    def rows(self, table: str) -> Iterator[tuple[list[bytes], list[Row]]]:
        came = made = total = 0
        for old in self._from[table]:
            for lines, rows in super().rows(old):
                came += len(lines)
                total -= sum(int(canonical.short(line), 16) for line in lines)
                now = [said for row in rows for said in self._raised(old, table, row)]
                spelt = [canonical.dumps(said) for said in now]
                made += len(spelt)
                total += sum(int(canonical.short(line), 16) for line in spelt)
                if now:
                    yield spelt, now
        self._beyond[table] = made - came, total

    def _raised(self, old: str, table: str, row: Row) -> list[Row]:
        try:
            return [said for name, said in shapes.raised(old, row, self._version) if name == table]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return [{**row, shapes.UNREADABLE: old}]  # this one is sent back, the others are taken

    def told(self, table: str) -> Mapping[str, Any]:
        """What the sums would be, had the sender counted rows of today; ask once they were read."""
        held = total = 0
        for old in self._from[table]:
            facts = super().told(old)
            if type(facts.get("held")) is not int or not _is_sum(facts.get("digest")):
                return facts
            held, total = held + facts["held"], total + int(facts["digest"], 16)
        more, beyond = self._beyond[table]
        return {"held": held + more, "digest": f"{(total + beyond) % _MODULUS:032x}"}

    def prove_others(self, tables: Collection[str]) -> None:
        super().prove_others({old for table in tables for old in self._from[table]})


def _is_sum(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32 and set(value) <= set("0123456789abcdef")
