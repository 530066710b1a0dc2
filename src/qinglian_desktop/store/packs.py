"""Reads the dated rule packs that ship with the program; core/pack.py says what one is."""

import tomllib
from functools import cache
from pathlib import Path

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.pack import Pack, parse_pack


@cache
def shipped(folder: Path = RESOURCES / "packs") -> tuple[Pack, ...]:
    """Every pack under the folder, in the order of their paths."""
    return tuple(read(path) for path in sorted(folder.rglob("*.toml")))


def read(path: Path) -> Pack:
    try:
        with path.open("rb") as source:
            return parse_pack(tomllib.load(source))
    except (OSError, tomllib.TOMLDecodeError) as trouble:
        raise Damaged(f"规则包〔{path.name}〕读不出来", "请重新安装程序") from trouble
