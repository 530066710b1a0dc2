"""What an office was told about a rule nobody had confirmed: its own dated value (本单位定的).

A value is named by its pack and its place there. Only what rests on no law may be changed, and
the place keeps its kind. Reading and writing is `store/own_values`.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY, LONG
from qinglian_desktop.core.numerals import read as read_number
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import FIRM, OWN, Pack
from qinglian_desktop.core.record import Owner, Record, Row, fact

UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "days": " 天",
        "years": " 年",
        "day": "日",
        "month": "月",
        "yuan": " 元",
        "percent": "%",
        "count": " 个",
    }
)
_LIMITS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "days": (1, 365),
        "years": (1, 100),
        "day": (1, 31),
        "month": (1, 12),
        "term": (1, 365),
        "yuan": (0, 10_000_000),
        "percent": (1, 100),
        "count": (1, 100),
    }
)
# Texts, not patterns: every start loads this file, and few ask anything of it.
_NUMBER = r"([0-9]{1,6}|[零〇一二两三四五六七八九十百]{1,6})\s*(天|日|年|月|号|%|％|份|项|家|个)?"
_TERM = r"([0-9]{1,6}|[零〇一二两三四五六七八九十百]{1,6})\s*(天|日|个?工作日|wd)?"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_STEP = r"([^.\[\]]+)(?:\[([^\]]+)\])?"
_ROW_WORDS = r"<([a-z_]+)>"
EVERY_ROW = "*"


class OwnValue(
    Record,
    table="own_value",
    label="本单位定的做法",
    owner=Owner.LOCAL,
    key=("rule", "from_on"),
    named_by=("title", "shown"),
):
    """One answer: from its first day on it stands for what the pack says at that place."""

    pack: str = fact("规则包")
    rule: str = fact("哪一处")
    title: str = fact("管什么", LONG)
    value: str = fact("值")  # JSON, as the pack would write it
    shown: str = fact("本单位定的")
    instead: str = fact("代替的值")  # JSON; where a street says another thing, its word holds
    was: str = fact("规则包里的")
    from_on: date = fact("从哪天起", DAY, ahead=True)
    until_on: date | None = fact("到哪天止", DAY, default=None, ahead=True)
    told_by: str = fact("谁答复的")
    told_on: date = fact("哪天答复的", DAY)


class Choice(NamedTuple):
    value: Any
    words: str


class Spec(NamedTuple):
    """A value that an office may settle: where it stands, and how it is said to the clerk."""

    pack: str
    at: str
    label: str
    use: str
    kind: str
    least: int
    most: int
    choices: tuple[Choice, ...] = ()
    text_key: str = ""
    text: str = ""
    shared: bool = False  # the rule holds other values that are settled apart

    @property
    def rule(self) -> str:
        return f"{self.pack}:{self.at}"

    def shown(self, value: Any) -> str:
        """The value as a clerk says it: 15 天, 5 个工作日, 可以."""
        if self.kind == "choice":
            return next((one.words for one in self.choices if one.value == value), "另一种")
        if self.kind == "term":
            text = str(value)
            return f"{text[:-2]} 个工作日" if text.endswith("wd") else f"{text} 天"
        shown = f"{value:,}" if self.kind == "yuan" else value
        return f"{shown}{UNITS[self.kind]}"

    def read(self, typed: str) -> Any:
        """What was typed or chosen, as the pack writes it; Refused in words."""
        text = typed.strip().translate(_WIDE)
        if not text:
            raise self._refusal("还没有填街道怎么说的")
        if self.kind == "choice":
            for one in self.choices:
                if one.words == text:
                    return one.value
            raise self._refusal(f"“{typed.strip()}”不在能选的里面")
        if self.kind == "yuan":
            return self._yuan(text)
        found = re.fullmatch(_TERM if self.kind == "term" else _NUMBER, text)
        if not found or not self._said_right(found[2]):
            raise self._refusal(f"“{typed.strip()}”看不出是多少")
        number = int(found[1]) if found[1].isdecimal() else read_number(found[1])
        if not self.least <= number <= self.most:
            raise self._refusal(f"{number} 不在 {self.least} 到 {self.most} 之间")
        if self.kind != "term":
            return number
        return f"{number}wd" if found[2] and found[2].endswith(("工作日", "wd")) else f"{number}"

    def _yuan(self, text: str) -> int:
        """Whole yuan, written as amounts are: 5000, 5,000 元, 1万."""
        try:
            fen = money.parse_yuan(text)
        except ValueError:
            raise self._refusal(f"“{text}”看不出是多少") from None
        if fen % 100 or not self.least * 100 <= fen <= self.most * 100:
            raise self._refusal(f"{money.show(fen)} 元不行")
        return fen // 100

    def _said_right(self, unit: str | None) -> bool:
        """30年 is no number of days, and 5月 no day of a month."""
        fits = {"days": "天日", "years": "年", "day": "日号", "month": "月", "percent": "%％",
                "count": "份项家个"}  # fmt: skip
        return not unit or self.kind == "term" or unit in fits[self.kind]

    def _refusal(self, what: str) -> Refused:
        return Refused(what, self.hint(), field="value", code="QL-RP-031")

    def hint(self) -> str:
        """What may be put in: 请填 0 到 7 天."""
        if self.kind == "choice":
            return f"请选{'、'.join(one.words for one in self.choices)}里的一个"
        unit = UNITS.get(self.kind, " 天，或者几个工作日")
        if self.kind == "yuan":
            return f"请填整元，{self.least} 到 {self.most:,} 之间"
        return f"请填 {self.least} 到 {self.most}{unit}"

    def fits(self, value: Any) -> bool:
        """Would the program understand this value at this place?"""
        if self.kind == "choice":
            return any(one.value == value for one in self.choices)
        if self.kind == "term":
            return isinstance(value, str)
        return type(value) is int


def specs_of(table: Pack, pack: Pack) -> Iterator[Spec]:
    """What an office may settle of this pack; a place [*] stands for each row of its table."""
    for row in table.rows("values"):
        if row["pack"] != pack.name:
            continue
        least, most = _LIMITS.get(row["kind"], (0, 0))
        text = row.get("text", {})
        spec = Spec(
            pack.name, row["at"], row["label"], row["use"], row["kind"],
            row.get("least", least), row.get("most", most),
            tuple(Choice(value, words) for value, words in row.get("choices", ())),
            text.get("key", ""), text.get("words", ""), row.get("shared", False),
        )  # fmt: skip
        yield from _each_row(spec, pack)


def _each_row(spec: Spec, pack: Pack) -> Iterator[Spec]:
    table, every, rest = spec.at.partition(f"[{EVERY_ROW}]")
    if not every:
        yield spec
        return
    for row in pack.data.get(table, ()):
        label = re.sub(_ROW_WORDS, lambda mark, row=row: str(row[mark[1]]), spec.label)  # type: ignore[misc]
        yield spec._replace(at=f"{table}[{row['id']}]{rest}", label=label)


class Place(NamedTuple):
    """Where a value stands in a pack: the mapping that holds it, and the rule it belongs to."""

    holder: Any
    name: str
    ground: Mapping[str, Any]  # the nearest mapping that says its evidence

    @property
    def value(self) -> Any:
        return self.holder[self.name]

    @property
    def basis(self) -> str:
        """On what the rule rests, in words."""
        return str(self.ground.get("basis") or self.ground["source"])

    @property
    def open(self) -> bool:
        """Does the value rest on no law, so that an office may settle it?"""
        doubtful = self.ground.get("evidence", "GK") not in FIRM
        return doubtful or "days" in self.ground.get("unsure", ())


def place_of(data: Mapping[str, Any], at: str) -> Place | None:
    """The place of a value; None where this version of the pack has none."""
    found: Any = data
    ground: Mapping[str, Any] = {}
    steps = re.findall(_STEP, at)
    for step, row_id in steps[:-1]:
        found = found.get(step) if isinstance(found, Mapping) else None
        if row_id:
            rows = found if isinstance(found, (list, tuple)) else ()
            found = next((row for row in rows if row.get("id") == row_id), None)
        if not isinstance(found, Mapping):
            return None
        ground = found if "evidence" in found else ground
    name = steps[-1][0]
    return Place(found, name, ground) if name in found else None


def holding(rows: Iterable[Row], rule: str, day: date) -> Row | None:
    """The answer that holds for a rule on a day: the last that had begun, unless it has ended."""
    on = day.isoformat()
    begun = [row for row in rows if row["rule"] == rule and row["from_on"] <= on]
    last = max(begun, key=lambda row: row["from_on"], default=None)
    return None if last is None or (last["until_on"] or on) < on else last


def stands(spec: Spec, row: Mapping[str, Any], place: Place | None, *, street: bool) -> bool:
    """Does an answer stand beside this version of the pack?

    A law that has come since does away with it; so does a pack of the street (`street`) that
    says something else than what the answer stood for.
    """
    if place is None or not place.open or not spec.fits(place.value):
        return False
    return not street or place.value == json.loads(row["instead"])


def applied(pack: Pack, table: Pack, rows: Iterable[Row], day: date, *, street: bool) -> Pack:
    """The pack with the answers that hold on the day in their places, and said so."""
    rows = tuple(rows)
    found = [(s, row) for s in specs_of(table, pack) if (row := holding(rows, s.rule, day))]
    data = copy.deepcopy(dict(pack.data))
    done = False
    for spec, row in found:
        place = place_of(data, spec.at)
        if place is not None and stands(spec, row, place, street=street):
            _put(spec, row, place)
            done = True
    return pack._replace(data=MappingProxyType(data)) if done else pack


def _put(spec: Spec, row: Row, place: Place) -> None:
    place.holder[place.name] = json.loads(row["value"])
    ground = place.ground
    assert isinstance(ground, dict)
    if spec.text_key:
        ground[spec.text_key] = spec.text.replace("<value>", row["shown"])
    if spec.shared or ground["evidence"] in FIRM:  # more stands there than this one value
        ground["basis"] = f"{place.basis}；{spec.label}：{said(row)}"
        if not spec.shared:
            ground["unsure"] = [part for part in ground.get("unsure", ()) if part != "days"]
    else:
        ground["evidence"] = OWN
        ground["basis"] = f"{paper_day(date.fromisoformat(row['told_on']))}{row['told_by']}答复"


def kept(value: Any) -> str:
    """A value of a pack as it is kept."""
    return json.dumps(value, ensure_ascii=False)


def said(row: Mapping[str, Any]) -> str:
    """本单位定的，2026年11月26日张主任答复."""
    return f"本单位定的，{paper_day(date.fromisoformat(row['told_on']))}{row['told_by']}答复"
