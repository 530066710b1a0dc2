"""Which rows belong on a form, and what do they say? Conditions, joins, values of places."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qinglian_desktop.core import check, clock, days
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.forms import sources
from qinglian_desktop.modules.forms.mapping import Condition
from qinglian_desktop.modules.registry.rules import tags_of
from qinglian_desktop.store.book import Book

WITHIN = {
    "month": ("本月", "M", 0),
    "quarter": ("本季度", "Q", 0),
    "year": ("今年", "Y", 0),
    "last_month": ("上个月", "M", 1),
    "last_quarter": ("上季度", "Q", 1),
    "last_year": ("去年", "Y", 1),
}
OPS = {
    "=": "是", "!=": "不是", "has": "有", "lacks": "没有", ">=": "不小于", "<=": "不大于",
    "within": "在", "filled": "填了的", "empty": "没填的", "serving": "现任的",
}  # fmt: skip
SERVING = Condition("until_on", "serving")


def tags_in(book: Book) -> list[str]:
    """Every tag people carry here, the long ones first."""
    found: dict[str, None] = {}
    for text in book.distinct("person", "tags"):
        found |= dict.fromkeys(tags_of(text))
    return sorted(found, key=lambda tag: (-len(tag), tag))


def period_of(value: str | int, today: date) -> Period:
    """本季度 and the like as a period; a period of its own name stays what it is."""
    if str(value) in WITHIN:
        _, kind, back = WITHIN[str(value)]
        found = Period.holding(today, kind)
        return found.previous if back else found
    return Period.parse(str(value))


def rows_of(
    book: Book, record: type[Record], conditions: Sequence[Condition], order: str = ""
) -> list[Row]:
    """The complete rows of this office that meet every condition."""
    today = clock.today()
    where = [Where("owner", "=", book.unit.office_id)]
    where += [one for each in conditions for one in _as_where(record, each, today)]
    by = tuple((name, False) for name in (order or _usual_order(record)).split(",") if name)
    if any(name not in record.fields for name, _ in by):
        by = ()
    found = book.rows(Query(record.table, tuple(where), order=by))
    out = book.waiting(record.table)
    kept = [row for row in found if row["id"] not in out and check.is_complete(record, row)]
    return [row for row in kept if all(_meets(row, each, today) for each in conditions)]


def _usual_order(record: type[Record]) -> str:
    usual = {"person": "group_name,household_no", "household": "number", "entry": "day"}
    return usual.get(record.table, "")


def _as_where(record: type[Record], condition: Condition, today: date) -> list[Where]:
    """What the database can judge; the rest is judged row by row."""
    name, op, value = condition
    if name == sources.AGE:
        if op in (">=", "<="):
            return [Where("born_on", "filled")]
        return []
    if name not in record.fields:
        raise Refused("名单条件里有一项已经没有了", "请打开“改对应关系”重选条件", code="QL-FM-004")
    if op == "within":
        period = period_of(value, today)
        first, last = period.first.isoformat(), period.last.isoformat()
        return [Where(name, ">=", first), Where(name, "<=", last)]
    if op == "has":
        return [Where(name, "contains", str(value))]
    if op in ("=", "!=", ">=", "<="):
        return [Where(name, op, value)]
    return [Where(name, op)] if op in ("filled", "empty") else []


def _meets(row: Row, condition: Condition, today: date) -> bool:
    name, op, value = condition
    if name == sources.AGE:
        age = age_on(row.get("born_on"), today)
        if age is None:
            return False
        return {">=": age >= int(value), "<=": age <= int(value), "=": age == int(value)}.get(
            op, True
        )
    if op == "has":
        return str(value) in (tags_of(row.get(name)) if name == "tags" else str(row.get(name)))
    if op == "lacks":
        return str(value) not in (tags_of(row.get(name)) if name == "tags" else str(row.get(name)))
    if op == "serving":
        return (not row.get("until_on") or row["until_on"] >= today.isoformat()) and (
            not row.get("from_on") or row["from_on"] <= today.isoformat()
        )
    return True


def age_on(born: str | None, day: date) -> int | None:
    """Whole years; None where no birthday is written down."""
    return days.age_on(date.fromisoformat(born), day) if born else None


def said(record: type[Record], conditions: Iterable[Condition]) -> str:
    """The definition in words (口径): 人员：身份标签有党员，状态是在册."""
    parts = []
    for name, op, value in conditions:
        label = "年龄" if name == sources.AGE else _label(record, name)
        if op == "within":
            shown = period_of(value, clock.today()).label
        elif name in record.fields and op in ("=", "!=", ">=", "<="):
            kind = record.fields[name].kind
            shown = kind.show(kind.load(value)) if kind.fits(value) else str(value)
        else:
            shown = str(value)
        if op == "serving":
            parts.append("现任的")
        else:
            parts.append(f"{label}{OPS.get(op, op)}{shown}")
    return f"{record.label}：{'，'.join(parts)}" if parts else f"{record.label}：全部"


def _label(record: type[Record], name: str) -> str:
    return record.fields[name].label if name in record.fields else name


@dataclass
class Values:
    """Gives the value of each `take` for rows of one record; joined tables are read once."""

    book: Book
    record: type[Record]
    _joined: dict[str, dict[str, Row]] = field(default_factory=dict)
    _members: dict[str, list[Row]] | None = None

    def raw(self, row: Row, take: str, number: int = 0) -> Any:
        """The loaded value, as the writings want it; None where nothing is written down."""
        if take == sources.NUMBER:
            return number
        if take.startswith(sources.TEXT):
            return take[len(sources.TEXT) :]
        if take.startswith(sources.TAG):
            return take[len(sources.TAG) :] in tags_of(row.get("tags"))
        if take in sources.OFFICE:
            return constant(self.book, take)
        if take.startswith(sources.SIDE):
            same = row.get("direction") == take[len(sources.SIDE) :]
            return row.get("amount_fen") if same else None
        way, dot, name = take.partition(".")
        if dot:
            table = sources.joins_of(self.record)[way][0]
            there = self._way(row, way)
            return None if there is None else self._own(self.book.tables[table], there, name)
        return self._own(self.record, row, take)

    def _own(self, record: type[Record], row: Row, name: str) -> Any:
        if name == sources.AGE:
            return age_on(row.get("born_on"), clock.today())
        if name == sources.MEMBERS:
            return len(self._people(row))
        if name == sources.NAMES:
            return "、".join(str(each["name"]) for each in self._people(row))
        value = row.get(name)
        if name == "address" and not value and record.table == "person":
            home = self._by("household", "number").get(row.get("household_no") or "")
            value = home.get("address") if home else None
        if value is None or value == "" or name not in record.fields:
            return None
        return record.fields[name].kind.load(value)

    def _way(self, row: Row, way: str) -> Row | None:
        if self.record.table == "person" and way == "household":
            return self._by("household", "number").get(row.get("household_no") or "")
        if self.record.table == "household" and way == "head_person":
            people = self._people(row)
            named = [each for each in people if each["name"] == row.get("head")]
            heads = [each for each in people if each.get("relation") == "户主"]
            return next(iter([*named, *heads]), None)
        link = self.record.fields[way].link
        if row.get(way):
            return self._by(link, "id").get(row[way])
        if self.record.table == "post":  # not linked: by the name, where only one bears it
            return self._by_name().get(row.get("person_name") or "")
        return None

    def _own_rows(self, table: str) -> list[Row]:
        return self.book.rows(Query(table, (Where("owner", "=", self.book.unit.office_id),)))

    def _by(self, table: str, key: str) -> dict[str, Row]:
        name = f"{table}.{key}"
        if name not in self._joined:
            self._joined[name] = {str(r[key]): r for r in self._own_rows(table) if r.get(key)}
        return self._joined[name]

    def _by_name(self) -> dict[str, Row]:
        if "person" not in self._joined:
            people = [r for r in self._own_rows("person") if r.get("state") == "在册"]
            often = Counter(row["name"] for row in people)
            self._joined["person"] = {r["name"]: r for r in people if often[r["name"]] == 1}
        return self._joined["person"]

    def _people(self, household: Row) -> list[Row]:
        if self._members is None:
            self._members = {}
            for row in self._own_rows("person"):
                if row.get("household_no") and row.get("state") == "在册":
                    self._members.setdefault(row["household_no"], []).append(row)
        return self._members.get(household.get("number") or "", [])


def constant(book: Book, take: str) -> Any:
    """What is the same in every row: the office, the day, who fills it in."""
    today, unit = clock.today(), book.unit
    match take:
        case "office.name":
            return unit.name
        case "office.street":
            return unit.street_name
        case "office.code":
            return unit.code
        case "today":
            return today
        case "operator":
            return book.operator.name
        case "quarter":
            return Period.holding(today, "Q").label
        case "month":
            return Period.holding(today, "M").label
    return today.year
