"""What is a file on a stick called, so that FAT, Windows and a clerk can all live with it?

Names are for people: whoever reads a bundle never trusts its name.
"""

import re
import unicodedata
from datetime import date
from pathlib import Path

from qinglian_desktop.exchange.container import SUFFIX

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,4}\Z")
_MOST = 180  # bytes of UTF-8: under every file system's limit with the suffix and .part behind it


def bundle_name(unit: str, day: date, number: int, epoch: int = 1) -> str:
    """新街子社区_2026年11月_第012包.qlb; after a restore …_还原1次_第001包.qlb"""
    return safe_name(f"{unit}_{day.year}年{day.month:02d}月_{_part(number, epoch)}{SUFFIX}")


def down_name(street: str, unit: str, day: date, number: int, epoch: int = 1) -> str:
    """通惠街道_给新街子社区_2026年11月_第004包.qlb"""
    month = f"{day.year}年{day.month:02d}月"
    return safe_name(f"{street}_给{unit}_{month}_{_part(number, epoch)}{SUFFIX}")


def receipt_name(unit: str, number: int, epoch: int = 1) -> str:
    """新街子社区_第012包_回执.qlb"""
    return safe_name(f"{unit}_{_part(number, epoch)}_回执{SUFFIX}")


def volume_name(name: str, number: int, of: int) -> str:
    """…第012包.qlb → …第012包-2共3.qlb"""
    return safe_name(f"{name.removesuffix(SUFFIX)}-{number}共{of}{SUFFIX}")


def _part(number: int, epoch: int) -> str:
    """The numbers begin anew after a restore; the names must not."""
    return (f"还原{epoch - 1}次_" if epoch > 1 else "") + f"第{number:03d}包"


def next_name(path: Path, number: int) -> Path:
    """The name to try when `path` is taken: …-2.qlb, …-3.qlb."""
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def safe_name(name: str) -> str:
    """`name` without what FAT or Windows cannot store; the suffix (.qlb, .qlu …) stays."""
    name = _UNFIT.sub("_", unicodedata.normalize("NFC", name))
    found = _SUFFIX.search(name)
    suffix = found[0] if found else ""
    stem = name.removesuffix(suffix).encode("utf-8", "ignore")[:_MOST].decode("utf-8", "ignore")
    stem = stem.strip(" .")
    return f"_{stem}{suffix}" if not stem or _RESERVED.fullmatch(stem) else stem + suffix
