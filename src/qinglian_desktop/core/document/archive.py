"""How is a printable thing kept, recognised and read back word for word?

A posted notice is archived as `canonical.dumps(to_plain(document))` and reprinted from that.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any, Final, TypeVar, get_args

from qinglian_desktop.core import canonical
from qinglian_desktop.core.document.blocks import (
    KINDS,
    SHEETS,
    Align,
    Band,
    Blank,
    Block,
    Box,
    Chart,
    Choice,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    MonthBox,
    Note,
    PageBreak,
    Paragraph,
    Series,
    Signature,
    SignLine,
    Slips,
    Table,
    Year,
)
from qinglian_desktop.core.outcome import Damaged, NewerData

VERSION: Final = 1  # of the plain form; a higher one was written by a newer program


def fingerprint(document: Document) -> str:
    """8 upper-case hexadecimal digits over everything printed except the fingerprint itself."""
    plain = to_plain(replace(document, fingerprint=""))
    return canonical.short(canonical.dumps(plain))[:8].upper()


def sealed(document: Document) -> Document:
    """The same document carrying its own fingerprint."""
    return replace(document, fingerprint=fingerprint(document))


_BLOCKS: Final[dict[str, type[Block]]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "facts": Facts,
    "table": Table,
    "sign": SignLine,
    "signature": Signature,
    "note": Note,
    "blank": Blank,
    "break": PageBreak,
    "form": Form,
    "choice": Choice,
    "slips": Slips,
    "year": Year,
    "chart": Chart,
}
_NAMES: Final = {made: name for name, made in _BLOCKS.items()}
_MISSING: Final = type(MISSING)
_Made = TypeVar("_Made", Column, Box, Band, MonthBox, Series, Document, Block)


def to_plain(document: Document) -> dict[str, Any]:
    """Dictionaries, lists, texts and whole numbers only.

    A field that holds its default is left out, so that a field added to a block one day does
    not change the fingerprint of what was posted before.
    """
    return {"v": VERSION, **_plain(document)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if not hasattr(value, "__dataclass_fields__"):
        return value
    made: dict[str, Any] = {"is": _NAMES[type(value)]} if type(value) in _NAMES else {}
    for field in fields(value):
        held = getattr(value, field.name)
        if held != field.default:
            made[field.name] = _plain(held)
    return made


def from_plain(plain: Any) -> Document:
    """The document that `to_plain` wrote.

    Raises NewerData when a newer program wrote it and Damaged when it is not whole.
    """
    try:
        values = dict(plain)
        if values.pop("v") > VERSION:
            raise NewerData("这份文件是更新的程序做的", "请先升级本程序再打开", code="QL-PR-090")
        return _document(values)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as trouble:
        raise Damaged(
            "存档的文件内容不完整", "请从最近的备份中找回这份文件", code="QL-PR-091"
        ) from trouble


def _document(plain: dict[str, Any]) -> Document:
    values = dict(plain)
    values["blocks"] = tuple(_block(block) for block in values["blocks"])
    if "made_on" in values:
        values["made_on"] = date.fromisoformat(values["made_on"])
    return _made(Document, values)


def _block(plain: dict[str, Any]) -> Block:
    values = dict(plain)
    made = _BLOCKS[values.pop("is")]
    if made is Table:
        values["columns"] = tuple(_made(Column, dict(column)) for column in values["columns"])
    elif made is Form:
        values["bands"] = tuple(_band(band) for band in values["bands"])
    elif made is Year:
        months = values["months"]
        values["months"] = tuple(
            _made(MonthBox, {n: _frozen(v) for n, v in month.items()}) for month in months
        )
    elif made is Chart:
        values["series"] = tuple(
            _made(Series, {n: _frozen(v) for n, v in one.items()}) for one in values["series"]
        )
    elif made is Slips:
        values["slips"] = tuple(_document(slip) for slip in values["slips"])
    return _made(made, {name: _frozen(value) for name, value in values.items()})


def _band(plain: dict[str, Any]) -> Band:
    values = dict(plain)
    values["boxes"] = tuple(_made(Box, dict(box)) for box in values["boxes"])
    return _made(Band, values)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _pairs(value: Any) -> bool:
    return all(len(pair) == 2 and _texts(pair) for pair in value)


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _whole(value: Any) -> bool:
    return isinstance(value, tuple) and all(type(item) is int for item in value)


def _rows(value: Any) -> bool:
    return all(isinstance(row, tuple) and {type(c) for c in row} <= {str, int} for row in value)


def _choice(choices: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: value in choices


# What a field must hold; fields not named here have a plain type and are told by their default.
_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "kind": _choice(KINDS),
    "sheet": _choice(SHEETS),
    "align": _choice(get_args(Align)),
    "pairs": _pairs,
    "labels": _texts,
    "carried": _whole,
    "strong": _whole,
    "rows": _rows,
    "marks": lambda value: isinstance(value, tuple) and all(_texts(one) for one in value),
    "columns": lambda value: isinstance(value, tuple),
    "blocks": lambda value: isinstance(value, tuple),
    "bands": lambda value: isinstance(value, tuple),
    "boxes": lambda value: isinstance(value, tuple),
    "slips": lambda value: isinstance(value, tuple),
    "options": _texts,
    "shares": _whole,
    "months": lambda value: isinstance(value, tuple),
    "days": _texts,
    "wordings": lambda value: isinstance(value, tuple) and all(_texts(one) for one in value),
    "names": _texts,
    "series": lambda value: isinstance(value, tuple),
    "values": _whole,
    "made_on": lambda value: isinstance(value, date),
}


def _made(made: type[_Made], values: dict[str, Any]) -> _Made:
    """Build `made`, holding each value to what its field takes."""
    for field in fields(made):
        if field.name not in values:
            continue
        value, kind = values[field.name], type(field.default)
        fits = _FITS.get(field.name)
        if not (fits(value) if fits else type(value) is (str if kind is _MISSING else kind)):
            raise TypeError(field.name)
    return made(**values)
