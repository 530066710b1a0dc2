"""What do the facts of a notice add up to, and how does each value read on paper?"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY, mask_name, show_quantity
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.modules.disclosure.kinds.declared import Computed, Facts, NoticeKind


def amount(facts: Facts, path: str) -> int:
    """A figure of the facts, or with `table.column` the sum of a column; 0 when empty."""
    table, _, column = path.rpartition(".")
    if table:
        return sum(row.get(column) or 0 for row in facts.get(table) or ())
    return int(facts.get(column) or 0)


def percent(part: int, whole: int) -> str:
    """41 of 45 → 91.1%, rounded in whole numbers."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def computed(kind: NoticeKind, facts: Facts) -> Row:
    """The figures a kind tells from its facts; one without its parts is left out."""
    return {made.name: value for made in kind.computed if (value := _made(made, facts)) is not None}


def _made(made: Computed, facts: Facts) -> Any:
    if made.rows:
        return len(facts.get(made.rows) or ())
    if made.of:
        part, whole = (amount(facts, path) for path in made.of)
        return percent(part, whole) if whole else None
    return sum(amount(facts, path) for path in made.add)


# -- values in words ---------------------------------------------------------------------------


def words_of(kind: NoticeKind, facts: Facts, frame: Mapping[str, str]) -> dict[str, str]:
    """Every fact by name as it is printed within a sentence; empty ones are not among them.

    `frame` gives what the notice itself knows: its issuer and its period.
    """
    made = {name: text for name, text in frame.items() if text}
    for name, field in kind.record.fields.items():
        if facts.get(name) not in (None, ""):
            made[name] = shown(field, facts[name])
    figures = computed(kind, facts)
    for one in kind.computed:
        if one.name in figures:
            made[one.name] = _figure(one.kind, figures[one.name])
    told = _TOLD.get(kind.id)
    return {**made, **(told(facts, made) if told else {})}


def shown(field: Field, value: Any) -> str:
    """One stored value in words: 2026年9月28日, 2,380.00, 1.5, 是."""
    if field.kind is DAY:
        return paper_day(field.kind.load(value))
    return field.kind.show(field.kind.load(value))


def _figure(kind: str, value: Any) -> str:
    if kind == "fen":
        return money.show(value)
    if kind == "quantity":
        return show_quantity(value)
    return str(value)


def label_of(kind: NoticeKind, name: str) -> str:
    """How a fact or figure is called on paper."""
    if name in kind.record.fields:
        return kind.record.fields[name].label
    told = {made.name: made.label for made in kind.computed}
    return told[name] if name in told else _LABELS[name]


def fact_text(kind: NoticeKind, name: str, words: Mapping[str, str]) -> str:
    """A fact on a line of its own; money with its sign."""
    text = words.get(name, "")
    if not text:
        return ""
    field = kind.record.fields.get(name)
    told = field.kind.name if field else ""
    made = next((one.kind for one in kind.computed if one.name == name), "")
    return f"¥{text}" if "money" in (told, made) or made == "fen" else text


_LABELS: Final = {"shown_counterparty": "对方"}


# -- what a kind says besides ------------------------------------------------------------------


def _vote(facts: Facts, _words: Mapping[str, str]) -> dict[str, str]:
    passed = bool(facts.get("passed", 1))
    return {"result": "本项表决通过。" if passed else "没有达到通过的标准，本项表决没有通过。"}


def _contract(facts: Facts, words: Mapping[str, str]) -> dict[str, str]:
    other = words.get("counterparty", "")
    return {"shown_counterparty": mask_name(other) if facts.get("is_person") else other}


def _candidates(facts: Facts, _words: Mapping[str, str]) -> dict[str, str]:
    # Passed or not posted at all: what a check of a person found is nobody's business.
    return {"vetted_words": "以上人选已通过联审。"} if facts.get("vetted") else {}


def _objected(facts: Facts, _words: Mapping[str, str]) -> dict[str, str]:
    many = int(facts.get("objections") or 0)
    said = f"公示期内收到意见{many}件，情况如下：" if many else "公示期内没有收到意见。"
    return {"objected": said}


_TOLD: Final[Mapping[str, Callable[[Facts, Mapping[str, str]], dict[str, str]]]] = {
    "N02": _vote,
    "N06": _contract,
    "N10": _candidates,
    "N20": _objected,
}
