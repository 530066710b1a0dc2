"""What stands on the list of a hand-over, and does another data folder hold the same?"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Refused

FORMAT = 1


class Line(NamedTuple):
    """One thing that is left to do: what, until when, who has it."""

    what: str
    due_on: str = ""
    who: str = ""
    late: bool = False


class Inventory(NamedTuple):
    """Everything that is handed over, as it stood at that moment."""

    unit: str
    made_at: str
    giver: str
    taker: str
    open: tuple[Line, ...]
    lacking: tuple[str, ...]  # what asks for evidence and has none
    keys: tuple[str, ...]  # keys and PINs to be changed, each with what to do
    waiting: tuple[str, ...]  # bundles without a receipt
    tables: Mapping[str, tuple[str, int, str]]  # table → its word, rows, hash
    files: int

    @property
    def rows(self) -> int:
        return sum(rows for _, rows, _ in self.tables.values())

    @property
    def late(self) -> int:
        return sum(line.late for line in self.open)


def written(inventory: Inventory) -> bytes:
    """The list as it lies beside the package: the same content, the same bytes."""
    told = inventory._asdict() | {"format": FORMAT}
    told["open"] = [line._asdict() for line in inventory.open]
    told["tables"] = {table: list(total) for table, total in inventory.tables.items()}
    for name in ("lacking", "keys", "waiting"):
        told[name] = list(told[name])
    return canonical.dumps(told)


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(data: bytes) -> Inventory:
    """Refused where this is no list of ours."""
    try:
        told: dict[str, Any] = json.loads(data)
        if told.pop("format") != FORMAT:
            raise ValueError
        told["open"] = tuple(Line(**line) for line in told["open"])
        told["tables"] = {
            str(table): (str(word), int(rows), str(digest))
            for table, (word, rows, digest) in told["tables"].items()
        }
        for name in ("lacking", "keys", "waiting"):
            told[name] = tuple(map(str, told[name]))
        return Inventory(**told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise Refused(
            "这个文件不是交接清单，或者不完整", "请选和交接包放在一起的“交接清单”文件",
            code="QL-TL-066",
        ) from trouble  # fmt: skip


def differences(
    told: Inventory, tables: Mapping[str, tuple[str, int, str]], files: int
) -> list[str]:
    """In words, table by table, where another data folder is not what was handed over."""
    found = []
    for table in sorted(told.tables.keys() | tables.keys()):
        word, had, hashed = told.tables.get(table) or (tables[table][0], 0, "")
        _, has, now = tables.get(table, (word, 0, ""))
        if had != has:
            found.append(f"{word}：清单上 {had:,} 条，这里 {has:,} 条")
        elif hashed != now:
            found.append(f"{word}：条数一样，内容不一样")
    if told.files != files:
        found.append(f"附件：清单上 {told.files:,} 个，这里 {files:,} 个")
    return found
