"""Who this file belongs to: the office as the street issued it, this installation, its stream.

The office id is never derived from the name and never typed. A new database, and any restore,
begins a new stream (exchange-and-reliability §2, §4.5).
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Unit:
    """This office. `kind` is community, village or street; `role` is unit or street."""

    office_id: str
    code: str
    name: str
    kind: str
    role: str
    street_id: str
    street_name: str
    install_id: str
    stream_id: str
    epoch: int = 1

    @property
    def is_street(self) -> bool:
        return self.role == "street"


def new_unit(**facts: Any) -> Unit:
    return Unit(**facts, install_id=clock.new_id(), stream_id=clock.new_id())


def next_stream(unit: Unit) -> Unit:
    return replace(unit, stream_id=clock.new_id(), epoch=unit.epoch + 1)


def save(connection: Connection, unit: Unit) -> None:
    put_setting(connection, "unit", asdict(unit))


def load(connection: Connection) -> Unit | None:
    found = setting(connection, "unit")
    return None if found is None else Unit(**found)


def setting(connection: Connection, name: str, default: Any = None) -> Any:
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return default if found is None else json.loads(found[0])


def put_setting(connection: Connection, name: str, value: Any) -> None:
    connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value, ensure_ascii=False)),
    )
