"""Who this file belongs to: the office as the street issued it, this installation, its stream.

The office id is never derived from the name and never typed. A new database, and any restore,
begins a new stream (exchange-and-reliability §2, §4.5).
"""

import json
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store.engine import Connection

# The settings with which this computer signs and for whom it seals; no restore takes them back.
# Without a proof it is the first computer of its office.
OFFICE_KEYS, PROOF_OF_COMPUTER = "office_keys", "computer"
SIGNS_WITH = (OFFICE_KEYS, PROOF_OF_COMPUTER, "street_keys")
PRACTICE = "practice-"  # how the id of an office begins whose data are all made up


class Unit(NamedTuple):
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
    computer: int = 1  # which one of the office's computers this is

    @property
    def is_street(self) -> bool:
        return self.role == "street"

    @property
    def spoken(self) -> str:
        """In whose words a pack speaks here; "" is the joint form, as a street reads it."""
        return "" if self.is_street else self.kind

    @property
    def is_practice(self) -> bool:
        """演练: nothing of it may ever be reported."""
        return self.office_id.startswith(PRACTICE)


def new_unit(**facts: Any) -> Unit:
    return Unit(**facts, install_id=clock.new_id(), stream_id=clock.new_id())


def next_stream(unit: Unit, beyond: int = 0) -> Unit:
    epoch = max(unit.epoch, beyond) + 1
    return unit._replace(stream_id=clock.new_id(), epoch=epoch)


def save(connection: Connection, unit: Unit) -> None:
    put_setting(connection, "unit", unit._asdict())


def load(connection: Connection) -> Unit:
    """Refused when the file has none; Damaged when what stands there cannot be read."""
    found = setting(connection, "unit")
    if found is None:
        raise Refused("这份数据没有单位身份", "请用街道发的单位文件重新建立")
    known = set(Unit._fields)
    try:
        return Unit(**{name: value for name, value in found.items() if name in known})
    except (TypeError, AttributeError):
        raise Damaged("这份数据的单位身份读不出来", "请用备份还原") from None


def setting(connection: Connection, name: str, default: Any = None) -> Any:
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    if found is None:
        return default
    try:
        return json.loads(found[0])
    except ValueError:
        raise Damaged(f"这台电脑的设置读不出来（{name}）", "请用备份还原") from None


def put_setting(connection: Connection, name: str, value: Any) -> None:
    connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value, ensure_ascii=False)),
    )
