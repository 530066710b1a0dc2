"""One change to one field of many rows: what it would make of each."""

import re
from typing import Any, NamedTuple

from qinglian_desktop.core.record import Field, Level, Record

TAG_FIELDS = ("tags",)  # texts that hold several words, 党员、网格员
_BETWEEN = re.compile(r"[、,，;；\s]+")
_TEXTS = ("text", "long", "name")
WORDS = {"set": "改成", "clear": "清空", "replace": "换掉其中的字", "add": "加上", "remove": "去掉"}


class Edit(NamedTuple):
    """`how`: set, clear, replace (`old` by `value`), add or remove (a tag)."""

    field: str
    how: str
    value: Any = None
    old: str = ""


class Line(NamedTuple):
    """What becomes of one row; with `trouble` it stays as it is."""

    row_id: str
    name: str
    before: Any
    after: Any
    trouble: str = ""
    draft: bool = False  # it was complete and would be no longer

    @property
    def changes(self) -> bool:
        return not self.trouble and self.before != self.after


def fields(record: type[Record]) -> tuple[str, ...]:
    """The fields many rows may share: not papers, not numbers the program gives."""
    return tuple(
        name
        for name, field in record.fields.items()
        if field.level < Level.SEALED and field.kind.name != "files" and not field.given
    )


def ways(name: str, field: Field) -> tuple[str, ...]:
    if name in TAG_FIELDS:
        return ("add", "remove", "set", "clear")
    if field.kind.name in _TEXTS and not field.choices:
        return ("set", "replace", "clear")
    return ("set", "clear")


def after(edit: Edit, before: Any) -> Any:
    """The stored value the row would have; None for empty."""
    if edit.how == "clear":
        return None
    if edit.how == "set":
        return edit.value
    text = str(before or "")
    if edit.how == "replace":
        return (text.replace(edit.old, edit.value or "") if edit.old else text) or None
    tags, given = _tags(text), _tags(str(edit.value or ""))
    if edit.how == "add":
        missing = [tag for tag in given if tag not in tags]
        return "、".join([*tags, *missing]) if missing else before
    left = [tag for tag in tags if tag not in given]
    return before if left == tags else "、".join(left) or None


def _tags(text: str) -> list[str]:
    return list(dict.fromkeys(part for part in _BETWEEN.split(text) if part))


def label(record: type[Record], edit: Edit, count: int) -> str:
    """The undo text: 批量改人员的身份标签，12 条."""
    return f"批量改{record.label}的{record.fields[edit.field].label}，{count} 条"
