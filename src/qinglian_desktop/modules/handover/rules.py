"""What stands on the list of a hand-over, and does another data folder hold the same?"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.handover.records import Inventory, Line

FORMAT = 1


def written(inventory: Inventory) -> bytes:
    """The list as it lies beside the package: the same content, the same bytes."""
    told = inventory._asdict() | {"format": FORMAT}
    told["open"] = [line._asdict() for line in inventory.open]
    told["tables"] = {table: list(total) for table, total in inventory.tables.items()}
    for name in ("lacking", "keys", "waiting"):
        told[name] = list(told[name])
    return canonical.dumps(told)


def bare(inventory: Inventory) -> Inventory:
    """What may lie open on a stick: how many rows and which hash has each table, nobody's name."""
    return inventory._replace(giver="", taker="", open=(), lacking=(), keys=(), waiting=())


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
