"""How large is a file, in numbers that say nothing of what stands in it?"""

from typing import NamedTuple

from qinglian_desktop.store.engine import Connection, one


class Told(NamedTuple):
    sqlite: str
    cipher: str  # "" in the plain build
    images: int
    changes: int
    settings: int
    migrations: int


def told(connection: Connection) -> Told:
    def count(table: str) -> int:
        return int(one(connection, f'SELECT count(*) FROM "{table}"'))

    return Told(
        str(one(connection, "SELECT sqlite_version()")),
        str(one(connection, "PRAGMA cipher_version") or ""),
        count("trail"),
        count("change"),
        count("setting"),
        count("_sqlite_migrations"),
    )
