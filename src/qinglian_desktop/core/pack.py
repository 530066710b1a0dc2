"""Which rule held on that day? Dated rule packs (规则包) as values; reading files is store's."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused

UNIT_KINDS = ("", "village", "community")  # "" serves both
# Where a rule comes from: national law, Chongqing's regulations, the street's own plan,
# national policy read in part, other places' practice, general knowledge.
EVIDENCE = ("LAW", "CQ", "SEED", "POL", "LOC", "GK")
FIRM = frozenset({"LAW", "CQ", "SEED"})
OWN = "OWN"  # never in a file: what the office was told itself (core/own_value)
EVIDENCE_LABELS = MappingProxyType(
    {
        "LAW": "国家法律法规",
        "CQ": "重庆市法规",
        "SEED": "街道方案",
        "POL": "上级文件",
        "LOC": "外地做法",
        "GK": "一般经验",
        OWN: "本单位定的",
    }
)
TO_VERIFY = "待核实"
_UNSURE_LABELS = {"days": "天数", "period": "周期"}
_TEXTS = ("name", "version", "title", "source")
_META = frozenset({*_TEXTS, "evidence", "effective_from", "effective_to", "unit_kind"})

_PLACE = re.compile(r"<([a-z_]+)>")  # a place in the words of a rule


class Pack(NamedTuple):
    """One version of one rule pack; `effective_to` is its last day, None while it still holds."""

    name: str  # what it rules; all versions of one pack share it
    version: str
    effective_from: date
    effective_to: date | None
    unit_kind: str  # "", "village" or "community"
    title: str
    source: str
    data: Mapping[str, Any]
    evidence: str = "GK"

    @property
    def id(self) -> str:
        """What a record keeps to say by which rules it was judged."""
        return f"{self.name}@{self.version}"

    def holds(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def rows(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """A table of the pack; refused in words when the pack has no such table."""
        found = self.data.get(key)
        if not isinstance(found, (list, tuple)):
            raise _refusal(f"规则包“{self.title}”里没有“{key}”这张表")
        return tuple(found)

    def value(self, key: str) -> Any:
        """One figure of the pack by dotted key (`meeting.notice_days`); refused when absent."""
        found: Any = self.data
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise _refusal(f"规则包“{self.title}”里没有“{key}”这一项")
            found = found[part]
        return found


def _refusal(what: str) -> Refused:
    return Refused(what, "规则包随程序来，请重新安装程序", code="QL-RP-001")


def parse_pack(data: Mapping[str, Any], *, where: str = "") -> Pack:
    """Check the shape of what a file held and make a Pack of it.

    `where` names the file in the refusal. Raises Refused when a needed item is missing, a day
    is not a day, or a row tells its evidence without its source.
    """
    place = f"规则包“{where}”" if where else "规则包"
    texts = {key: _text(data, key, place) for key in _TEXTS}
    starts = _day(data, "effective_from", place)
    ends = _day(data, "effective_to", place) if data.get("effective_to") else None
    if ends is not None and ends < starts:
        raise _refusal(f"{place}的失效日期早于生效日期")
    unit_kind = data.get("unit_kind", "")
    if unit_kind not in UNIT_KINDS:
        raise _refusal(f"{place}的适用对象“{unit_kind}”不认识，只能是村、社区或不填")
    _check_evidence(data, place)
    rest = {key: value for key, value in data.items() if key not in _META}
    return Pack(
        **texts,
        effective_from=starts,
        effective_to=ends,
        unit_kind=unit_kind,
        data=MappingProxyType(rest),
        evidence=str(data.get("evidence", "GK")),
    )


def _text(data: Mapping[str, Any], key: str, place: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _refusal(f"{place}缺“{key}”这一项，或者它不是文字")
    return value


def _day(data: Mapping[str, Any], key: str, place: str) -> date:
    value = data.get(key)
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _refusal(f"{place}的“{key}”不是日期，应写成 2026-01-01 这样")
    return value


def _check_evidence(value: Any, place: str, depth: int = 0) -> None:
    """Every rule that says how sure it is must also say where it comes from."""
    if depth > 8:
        raise _refusal(f"{place}套了太多层")
    if isinstance(value, Mapping):
        if "evidence" in value:
            tag = value["evidence"]
            if tag not in EVIDENCE:
                raise _refusal(f"{place}里有一条依据等级“{tag}”不认识")
            if not value.get("source"):
                raise _refusal(f"{place}里有一条规则没有写依据")
        for inner in value.values():
            _check_evidence(inner, place, depth + 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check_evidence(inner, place, depth + 1)


def in_force(packs: Iterable[Pack], name: str, day: date, unit_kind: str = "") -> Pack:
    """The version of `name` that held on `day` for this kind of unit.

    A version made for the kind goes before one for both; among equals the one that began last.
    Raises Refused when none held.
    """
    named = [pack for pack in packs if pack.name == name]
    fitting = [p for p in named if p.holds(day) and p.unit_kind in ("", unit_kind)]
    if fitting:
        return max(fitting, key=lambda p: (bool(p.unit_kind), p.effective_from, p.version))
    when = f"{day.year}年{day.month}月{day.day}日"
    own = [pack for pack in named if pack.unit_kind == unit_kind] or named
    title = f"“{own[0].title}”这类" if own else f"“{name}”"
    raise Refused(
        f"{when}没有可用的{title}规则包",
        "请核对日期；日期没错就请安装带新规则包的程序",
        code="QL-RP-002",
    )


def word(packs: Iterable[Pack], key: str, unit_kind: str = "") -> str:
    """The office's own word: `word(packs, "committee", "community")` is 居民委员会.

    Without a kind (the street speaks of both) the joint form 村（居）民委员会 is given.
    """
    tables = [pack for pack in packs if pack.name == "words"]
    if not tables:
        raise _refusal("还没有用词规则包")
    newest = max(tables, key=lambda p: (p.effective_from, p.version))
    return str(newest.value(f"words.{key}.{unit_kind or 'both'}"))


_MARK = re.compile(r"\{([a-z_]+)\}")


def in_words(pack: Pack, words: Iterable[Pack], unit_kind: str = "") -> Pack:
    """The pack with its marks ({committee}, {charter} …) put in the words of one kind of unit.

    A text that both kinds take is written once; what an office reads is its own word, and what
    a street reads is the joint form. Refused for a mark that is not in the table of words.
    """
    words = tuple(words)

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return _MARK.sub(lambda mark: word(words, mark[1], unit_kind), value)
        if isinstance(value, Mapping):
            return {key: put(inner) for key, inner in value.items()}
        return [put(inner) for inner in value] if isinstance(value, list) else value

    return pack._replace(data=MappingProxyType(put(pack.data)))


def doubt(rule: Mapping[str, Any]) -> str:
    """What the clerk must still check about a rule: "", 待核实, or 天数待核实、周期待核实.

    Law, Chongqing's regulations and the street's plan are firm; `unsure` names single figures
    of a firm rule that were chosen here.
    """
    if rule.get("evidence", "GK") not in FIRM | {OWN}:
        return TO_VERIFY
    return "、".join(_UNSURE_LABELS[part] + TO_VERIFY for part in rule.get("unsure", ()))


def evidence_label(rule: Mapping[str, Any]) -> str:
    """Where a rule comes from, in words, with its doubt: `外地做法（待核实）`."""
    label = EVIDENCE_LABELS[rule.get("evidence", "GK")]
    unsure = doubt(rule)
    return f"{label}（{unsure}）" if unsure else label


def marked(words: str, marks: Mapping[str, object]) -> str:
    """The words of a rule, with what was found put in their places: 超过<limit>年 → 超过20年."""
    return _PLACE.sub(lambda mark: str(marks[mark[1]]), words)


def cited(rule: Mapping[str, Any]) -> str:
    """The articles of a rule and how sure they are: `《…》第28条（国家法律法规）`.

    A rule without an article is what its label says, told once: `一般经验（待核实）`.
    """
    label, unsure = EVIDENCE_LABELS[rule.get("evidence", "GK")], doubt(rule)
    if rule["basis"] == label:
        return f"{label}（{unsure}）" if unsure else label
    return f"{rule['basis']}（{label}{f'，{unsure}' if unsure else ''}）"
