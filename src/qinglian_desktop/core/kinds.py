"""The kinds of value a field can hold: how each is stored, shown, read, checked and masked.

Sixteen kinds and no more; a screen's wish is written in that screen.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from qinglian_desktop.core import money, reckoning
from qinglian_desktop.core.days import read_day, show_day
from qinglian_desktop.core.idcard import read_id_number
from qinglian_desktop.core.period import said, written
from qinglian_desktop.core.phone import read_phone
from qinglian_desktop.core.unreadable import Unreadable, short

_DAY = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
_INT = money.LIMIT  # what the readers let in; 9,000 of the largest still add up in 64 bits
_FILE_ID = re.compile(r"[0-9a-f]{64}")  # SHA-256 of the content
_LONGEST = 20_000  # characters in one cell; longer text belongs in an attachment
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)  # control characters; not tab and line break
_LINE = 500  # characters of a field that is one line on screen and paper


def _same(value: Any) -> Any:
    return value


def _text(stored: Any) -> bool:
    if type(stored) is not str or len(stored) > _LONGEST or "\x00" in stored:
        return False
    if stored.isprintable():  # as most are: half a character never is
        return True
    try:
        stored.encode()  # half a character (a lone surrogate) cannot be stored
    except UnicodeEncodeError:
        return False
    return True


def _int(stored: Any) -> bool:
    return type(stored) is int and -_INT < stored < _INT


def _day(stored: Any) -> bool:
    if type(stored) is not str or _DAY.fullmatch(stored) is None:
        return False
    return stored[8:] < "29" or _exists(date.fromisoformat, stored)


def _moment(stored: Any) -> bool:
    return (
        type(stored) is str
        and _MOMENT.fullmatch(stored) is not None
        and _exists(datetime.fromisoformat, stored)
    )


def _exists(read: Callable[[str], Any], stored: str) -> bool:
    try:
        read(stored)
    except ValueError:
        return False
    return True


def _flag(stored: Any) -> bool:
    return type(stored) is int and stored in (0, 1)


def _files(stored: Any) -> bool:
    if not _text(stored) or not stored.startswith("["):
        return False
    try:
        listed = json.loads(stored)
    except (ValueError, RecursionError):
        return False
    return all(type(file_id) is str and _FILE_ID.fullmatch(file_id) for file_id in listed)


def stars(text: str) -> str:
    return "＊" * min(len(text), 8)


def mask_name(text: str) -> str:
    """张＊＊; a two-character surname keeps both (欧阳＊)."""
    keep = 2 if text[:2] in DOUBLE_SURNAMES and len(text) > 2 else 1
    return text[:keep] + "＊" * max(len(text) - keep, 1) if text else ""


DOUBLE_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容长孙宇文司徒夏侯令狐端木南宫轩辕钟离闻人澹台公冶宗政"
        "濮阳淳于单于太叔申屠仲孙鲜于闾丘司空呼延拓跋百里东郭西门独孤赫连万俟第五左丘公羊谷梁纳兰"
        "完颜耶律颛孙巫马公西漆雕乐正宰父壤驷梁丘",
    )
)


def mask_id(text: str) -> str:
    """Last four digits only; never the birthday (disclosure-and-decisions §10.2)."""
    return "＊" * (len(text) - 4) + text[-4:] if len(text) > 8 else stars(text)


def mask_phone(text: str) -> str:
    return text[:3] + "＊＊＊＊" + text[-4:] if len(text) == 11 else stars(text)


def _read_text(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST:
        raise Unreadable(
            f"有 {len(text)} 个字，太长了", f"请缩短到 {_LONGEST} 字以内，全文作为附件"
        )
    if not text.isprintable() and (_UNSEEN.search(text) or not _text(text)):
        raise Unreadable("含有看不见的字符", "请重新输入这一格")
    return text


def _read_line(text: str) -> str:
    text = text.strip()
    if len(text) > _LINE:
        raise Unreadable(
            f"有 {len(text)} 个字，太长了", f"请缩短到 {_LINE} 字以内，详细的写在备注里"
        )
    return _read_text(text)


def stands_as_it_is(text: str) -> bool:
    """Does every kind of words read this text as itself, without the blanks around it?

    A quick look for whoever reads thousands; a text it says no to may still be read.
    """
    return len(text) <= _LINE and text.isprintable()


def _read_count(text: str) -> int:
    cleaned = text.strip().replace(",", "").replace("，", "")
    cleaned = cleaned.removesuffix(".0")
    if not re.fullmatch(r"[-+]?\d{1,15}", cleaned):
        raise Unreadable(f"〔{short(text)}〕不是整数", "只填数字，例：12")
    return int(cleaned)


def _read_quantity(text: str) -> int:
    cleaned = text.strip().replace(",", "").replace("，", "")
    if not re.fullmatch(r"[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})", cleaned):
        raise Unreadable(f"〔{short(text)}〕不是数", "只填数字，例：7.5")
    value = Decimal(cleaned).scaleb(3)
    if value != value.to_integral_value() or abs(value) >= _INT:
        raise Unreadable(f"〔{short(text)}〕太大或小数太长", "最多三位小数，例：7.125")
    return int(value)


def show_quantity(stored: int) -> str:
    text = f"{Decimal(stored) / 1000:,.3f}".rstrip("0").rstrip(".")
    return text or "0"


def _read_money(text: str) -> int:
    try:
        return money.parse_yuan(text)
    except ValueError as trouble:
        raise Unreadable(str(trouble).rstrip("。"), "只填金额，例：2380 或 2380.50") from None


def _read_flag(text: str) -> bool:
    word = text.strip()
    if word in {"是", "有", "√", "✓", "1", "true", "True", "对"}:
        return True
    if word in {"否", "无", "×", "0", "false", "False", "不是", ""}:
        return False
    raise Unreadable(f"〔{short(word)}〕看不懂", "填“是”或“否”")


def _read_moment(text: str) -> str:
    cleaned = text.strip().replace(" ", "T")
    if not _moment(cleaned):
        raise Unreadable(f"时间看不懂：〔{short(text)}〕", "例：2026-11-03 14:30")
    return cleaned


def _read_files(text: str) -> tuple[str, ...]:
    listed = tuple(part for part in re.split(r"[;；,，\s]+", text.strip()) if part)
    if not all(_FILE_ID.fullmatch(part) for part in listed):
        raise Unreadable("附件编号看不懂", "请在程序里用“添加附件”选文件")
    return listed


class Kind(NamedTuple):
    """One kind of value.

    `dump`/`load` go between the Python value and the stored str or int; `show` gives the
    text for screen and paper; `read` takes what a clerk typed or a workbook holds and raises
    `Unreadable`; `fits` tells whether a stored value may enter the table at all.
    """

    name: str
    python: type
    column: type
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    fits: Callable[[Any], bool]
    dump: Callable[[Any], Any] = _same
    load: Callable[[Any], Any] = _same
    mask: Callable[[str], str] = stars
    numeric: bool = False
    example: str = ""


TEXT = Kind("text", str, str, str, _read_line, _text)
LONG = Kind("long", str, str, str, _read_text, _text)
# A month, quarter, half year or year: kept as 2026Q3, said and read as 2026年第三季度.
PERIOD = Kind(
    "period",
    str,
    str,
    said,
    lambda text: written(_read_line(text)),
    _text,
    example="2026年第三季度",
)
# Why a day is that day: kept as data, shown in words (core/reckoning.py).
REASON = Kind("reason", str, str, reckoning.words, _read_text, _text)
CHOICE = Kind("choice", str, str, str, _read_line, _text)
NAME = Kind("name", str, str, str, _read_line, _text, mask=mask_name, example="张晓梅")
ID_NUMBER = Kind(
    "id_number", str, str, str, read_id_number, _text, mask=mask_id, example="11010519491231002X"
)
PHONE = Kind("phone", str, str, str, read_phone, _text, mask=mask_phone, example="13800000000")
LINK = Kind("link", str, str, str, _read_text, _text)
DAY = Kind(
    "day",
    date,
    str,
    show_day,
    read_day,
    _day,
    dump=date.isoformat,
    load=date.fromisoformat,
    example="2026-11-03",
)
MOMENT = Kind(
    "moment",
    str,
    str,
    lambda value: value.replace("T", " "),
    _read_moment,
    _moment,
    example="2026-11-03 14:30",
)
FEN = Kind("money", int, int, money.show, _read_money, _int, numeric=True, example="2380.50")


def show_count(number: int) -> str:
    """Four digits stay together, since a year is a count too."""
    return f"{number:,}" if abs(number) >= 10_000 else str(number)


COUNT = Kind("count", int, int, show_count, _read_count, _int, numeric=True, example="12")
QUANTITY = Kind(
    "quantity", int, int, show_quantity, _read_quantity, _int, numeric=True, example="7.5"
)
FLAG = Kind(
    "flag",
    bool,
    int,
    lambda yes: "是" if yes else "否",
    _read_flag,
    _flag,
    dump=int,
    load=bool,
    example="是",
)
FILES = Kind(
    "files",
    tuple,
    str,
    lambda ids: f"{len(ids)} 件" if ids else "",
    _read_files,
    _files,
    dump=lambda ids: json.dumps(list(ids)),
    load=lambda text: tuple(json.loads(text)),
)

ALL: tuple[Kind, ...] = (
    TEXT,
    PERIOD,
    LONG,
    REASON,
    CHOICE,
    NAME,
    ID_NUMBER,
    PHONE,
    LINK,
    DAY,
    MOMENT,
    FEN,
    COUNT,
    QUANTITY,
    FLAG,
    FILES,
)
