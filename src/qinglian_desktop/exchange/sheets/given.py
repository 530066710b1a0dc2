"""What the caller says of a table in words: which column is what, what holds for all rows."""

import json
from collections.abc import Mapping
from pathlib import Path

from qinglian_desktop.core.check import value_problem
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.exchange.sheets.mapping import importable


def field_named(record: type[Record], word: str) -> str:
    """The field of that name or label; Refused with the list of those there are."""
    for name in importable(record):
        if word in (name, record.fields[name].label):
            return name
    labels = "、".join(f"{record.fields[n].label}（{n}）" for n in importable(record))
    raise Refused(f"{record.label}里没有“{word}”这一项", f"可以写：{labels}", field=word)


def read_mapping(path: Path) -> dict[str, str | None]:
    """A `--map` file: one JSON object {"列名": "字段"}; null leaves a column out."""
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as trouble:
        raise Refused(
            f"看不懂对照文件〔{path.name}〕", '写成这样：{"列名": "字段"}，存为 UTF-8'
        ) from trouble
    if not isinstance(found, dict) or not all(
        isinstance(field, str | None) for field in found.values()
    ):
        raise Refused(f"看不懂对照文件〔{path.name}〕", '写成这样：{"列名": "字段"}')
    return found


def said_fields(
    record: type[Record], mapping: Mapping[str, str | None] | None
) -> dict[str, str | None]:
    """The caller's mapping with every field checked and written as its name."""
    return {
        header: field_named(record, field) if field else None
        for header, field in (mapping or {}).items()
    }


def read_constants(record: type[Record], given: Mapping[str, str] | None) -> Row:
    """`--set field=value` as stored values; Refused naming the one that cannot be read."""
    found: Row = {}
    for word, text in (given or {}).items():
        name = field_named(record, word)
        field = record.fields[name]
        try:
            value = field.kind.dump(field.kind.read(text))
        except Unreadable as trouble:
            what = f"给〔{field.label}〕的值{trouble.what}"
            raise Refused(what, trouble.remedy, field=name, code=trouble.code) from None
        if problem := value_problem(name, field, value):
            raise Refused(problem.what, problem.remedy, field=name)
        if value != "":
            found[name] = value
    return found
