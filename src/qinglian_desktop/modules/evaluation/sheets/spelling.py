"""A system as the text of its rule pack, which the street signs and its units take in."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from qinglian_desktop.modules.evaluation.system import (
    NAME,
    Bonus,
    Indicator,
    Part,
    System,
    Veto,
    shown,
)


def as_pack(rules: System, first: date) -> str:
    """The pack file; what it says is read back as the same system."""
    return "\n".join(_lines(rules, first)) + "\n"


def _lines(rules: System, first: date) -> Iterator[str]:
    yield _row("name", NAME)
    yield _row("version", rules.pack.partition("@")[2])
    yield f"effective_from = {first.isoformat()}"
    yield _row("title", rules.title)
    yield _row("source", rules.source)
    yield _row("evidence", rules.evidence)
    yield _row("total", rules.total)
    yield _row("bonus_cap", rules.bonus_cap)
    # Rows stand on one line each, so that no table ends where another begins.
    yield f"dimensions = [{_rows(one._asdict() for one in rules.dimensions)}]"
    yield f"levels = [{_rows(one._asdict() for one in rules.levels)}]"
    yield f"indicators = [{_rows(_indicator(one) for one in rules.indicators)}]"
    yield f"vetoes = [{_rows(_veto(one) for one in rules.vetoes)}]"
    yield f"bonuses = [{_rows(_bonus(one) for one in rules.bonuses)}]"
    month, day = rules.cutoff
    period = {"cutoff_month": month, "cutoff_day": day}
    names = ("late_days", "few", "gap_days", "hand_in_days")
    yield _row("period", {**period, **{name: getattr(rules, name) for name in names}})
    yield _row("settings", rules.settings)


def _indicator(one: Indicator) -> Mapping[str, Any]:
    return {
        "id": one.id, "dimension": one.dimension, "title": one.title, "points": one.points,
        "rule": one.rule, "scoring": one.words, "papers": one.papers, "item": one.item,
        **({"needs": one.needs} if one.needs else {}),
        "parts": [_part(part) for part in one.parts],
        "evidence": one.evidence, "source": one.source,
    }  # fmt: skip


def _part(part: Part) -> Mapping[str, Any]:
    told: dict[str, Any] = {"id": part.id, "points": part.points, "way": part.way}
    told |= {"measure": part.measure} if part.measure else {}
    told |= {"words": part.words} if part.words else {}
    told |= {"each": part.each} if part.each else {}
    told |= {"steps": [list(step) for step in part.steps]} if part.steps else {}
    return told | ({"empty": part.empty} if part.empty else {})


def _veto(one: Veto) -> Mapping[str, Any]:
    return {
        "id": one.id, "title": one.title, "months": one.months, "trigger": one.trigger,
        "confirmed_by": one.confirmed_by, "effect": one.effect, "pauses": one.pauses,
        **({"measure": one.measure} if one.measure else {}), "item": one.item,
        "basis": one.basis,
    }  # fmt: skip


def _bonus(one: Bonus) -> Mapping[str, Any]:
    return {
        "id": one.id, "title": one.title, "scoring": one.words, "cap": one.cap,
        **({"each": one.each} if one.each else {}),
        **({"levels": one.levels} if one.levels else {}),
        "papers": one.papers, "item": one.item, "basis": one.basis,
    }  # fmt: skip


def _rows(rows: Iterator[Mapping[str, Any]]) -> str:
    return "".join(f"\n    {_value(row)}," for row in rows) + "\n"


def _row(key: str, value: Any) -> str:
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """As TOML: its strings are those of JSON."""
    if isinstance(value, Decimal):
        return json.dumps(shown(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "")
    return str(value)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").isalnum() else json.dumps(
        name, ensure_ascii=False
    )  # fmt: skip
