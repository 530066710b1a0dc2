"""Is a row complete and sound? Turns drafts into problems beside fields, or into a record."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import ENVELOPE, Field, Record, Row
from qinglian_desktop.core.unreadable import Unreadable, short

R = TypeVar("R", bound=Record)


def missing(value: Any) -> bool:
    return value is None or value == ""


def value_problem(name: str, field: Field, value: Any) -> Problem | None:
    """What is wrong with one stored value, or None; an empty one is judged by `problems`."""
    if missing(value):
        return None
    if not field.kind.fits(value):
        return Problem(
            f"〔{field.label}〕填的内容对不上，应是{_sort(field)}",
            f"例：{field.example or field.kind.example or '请重新填写'}",
            field=name,
            value=str(value)[:80],
        )
    if field.choices and value not in field.choices:
        return Problem(
            f"〔{field.label}〕没有“{short(value)}”这一项",
            f"请从这几项里选：{'、'.join(field.choices[:8])}",
            field=name,
            value=str(value)[:80],
        )
    return None


_SORTS = {"money": "金额", "count": "整数", "quantity": "数", "day": "日期", "flag": "是或否"}


def _sort(field: Field) -> str:
    return _SORTS.get(field.kind.name, "文字")


def problems(record: type[Record], draft: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that keeps this draft from being complete, in the order of the fields."""
    found = []
    for name, field in record.fields.items():
        value = draft.get(name)
        if missing(value):
            if field.required:
                found.append(
                    Problem(f"〔{field.label}〕还没填", "补上后才能报送或公开", field=name)
                )
        elif problem := value_problem(name, field, value):
            found.append(problem)
    return tuple(found)


def is_complete(record: type[Record], row: Mapping[str, Any]) -> bool:
    return not problems(record, row)


def complete(record: type[R], row: Mapping[str, Any]) -> R:
    """The typed record, or Refused naming the first field that stands in the way."""
    if found := problems(record, row):
        first = found[0]
        raise Refused(first.what, first.remedy, field=first.field, code=first.code, problems=found)
    return load(record, row)


def load(record: type[R], row: Mapping[str, Any]) -> R:
    """A record from a row already known to be complete."""
    values = {
        name: field.kind.load(row[name])
        for name, field in record.fields.items()
        if not missing(row.get(name))
    }
    return record(id=row.get("id") or "", **values)


def read_texts(record: type[Record], texts: Mapping[str, str]) -> tuple[Row, tuple[Problem, ...]]:
    """Typed or imported texts by field name → stored values, and what could not be read."""
    draft: Row = {}
    found: list[Problem] = []
    for name, text in texts.items():
        field = record.fields[name]
        if not text.strip():
            continue
        try:
            value = field.kind.dump(field.kind.read(text))
        except Unreadable as trouble:
            what = f"〔{field.label}〕{trouble.what}"
            found.append(Problem(what, trouble.remedy, name, trouble.code, text.strip()[:80]))
            continue
        if problem := value_problem(name, field, value):
            found.append(problem)
        else:
            draft[name] = value
    return draft, tuple(found)


def sound(record: type[Record]) -> Callable[[Mapping[str, Any]], str]:
    """A fast check for merging: returns "" or the name of the first value that may not enter.

    Half-filled rows and choices a newer program added are let in (they are kept verbatim).
    """
    fits = {name: field.kind.fits for name, field in record.fields.items()}
    envelope = {name: kind for name, kind in ENVELOPE.items() if name not in ("vv", "fv", "ext")}

    def first_bad(row: Mapping[str, Any]) -> str:
        for name, value in row.items():
            test = fits.get(name)
            if test is not None:
                if not test(value):
                    return name
            elif name in envelope and type(value) is not envelope[name]:
                return name
        return ""

    return first_bad
