"""Does the list show exactly the rows that were picked, in the order people expect?"""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import make_book, unguarded
from qinglian_desktop.core import access, pick
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.core.record import Level, Record, Row, naming
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store import ordering
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)  # a Tuesday
RECORDS: tuple[type[Record], ...] = (
    Person, Post, Entry, DetailLine, Task, TaskNote, RevealedExport,
)  # fmt: skip
_WORDS = (
    "2组",
    "10组",
    "第三组",
    "",
    "F03",
    "f3",
    "李建华",
    "办公用品",
    "a' OR 1",
    "%",
    "2-015",
    "2-9",
)
_DAYS = ("2025-12-31", "2026-01-01", "2026-11-23", "2026-11-24", "2026-11-29", "2026-11-30")


def value_of(kind: str, chance: random.Random, choices: tuple[str, ...]) -> Any:
    if chance.random() < 0.25:
        return None
    match kind:
        case "choice":
            return chance.choice(choices or _WORDS[:3])
        case "day":
            return chance.choice(_DAYS)
        case "moment":
            return f"{chance.choice(_DAYS)}T{chance.choice(('00:00', '23:59'))}"
        case "money" | "count" | "quantity":
            return chance.choice((-5, 0, 1, 12, 100, 238_000))
        case "flag":
            return chance.choice((0, 1))
        case "phone":
            return f"138{chance.randrange(10**8):08d}"
        case "id_number":
            return chance.choice(("11010519491231002X", "110105194912310038"))
        case "files":
            return '["' + "a" * 64 + '"]' if chance.random() < 0.5 else "[]"
    return chance.choice(_WORDS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Sixty rows of each kind, some half-filled, in which every kind of field occurs."""
    chance = random.Random(7)
    made = make_book(Path(tmp_path_factory.mktemp("picks")))
    with unguarded(), made.change("登记") as change:
        linked: dict[str, list[str]] = {}
        for record in RECORDS:
            for _ in range(60):
                row = {
                    n: value_of(f.kind.name, chance, f.choices) for n, f in record.fields.items()
                }
                for name, field in record.fields.items():
                    if field.link:
                        row[name] = chance.choice((None, "gone", *linked.get(field.link, ())))
                linked.setdefault(record.table, []).append(change.add(record, row))
    yield made
    made.close()


def shown(book: Book, record: type[Record], name: str, row: Row) -> str:
    """What the list shows, told by the plain code of the screen."""
    field, stored = record.fields[name], row[name]
    if stored in (None, ""):
        return ""
    if field.link:
        linked = book.row(field.link, stored)
        return naming(book.tables[field.link], linked) if linked else ""
    return access.show(field, stored)


def is_blank(record: type[Record], name: str, stored: Any) -> bool:
    nothing = (None, "", "[]") if record.fields[name].kind.name == "files" else (None, "")
    return stored in nothing


def meets(book: Book, record: type[Record], row: Row, one: Pick) -> bool:
    """The same condition as a plain reader of the list would judge it."""
    stored = row[one.field]
    blank = is_blank(record, one.field, stored)
    if one.how == "empty":
        return blank
    if one.how == "filled":
        return not blank
    if one.how == "in":
        return (None if blank else stored) in one.value
    if one.how == "period":
        first, last = pick.period(one.value, TODAY)
        return not blank and first <= date.fromisoformat(stored[:10]) <= last
    if one.how == "range":
        low, high = one.value
        if blank:
            return False
        seen = stored[:10] if isinstance(stored, str) else stored
        return (low is None or seen >= low) and (high is None or seen <= high)
    text, wanted = shown(book, record, one.field, row).lower(), one.value.lower()
    return wanted in text if one.how == "holds" else text.startswith(wanted)


@st.composite
def picks(draw: st.DrawFn) -> tuple[type[Record], tuple[Pick, ...]]:
    record = draw(st.sampled_from(RECORDS))
    found = []
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(list(record.fields)))
        kind, numeric = record.fields[name].kind.name, record.fields[name].kind.numeric
        hows = ["in", "empty", "filled", "holds", "begins"]
        hows += ["period", "range"] if kind in ("day", "moment") else ["range"] if numeric else []
        how = draw(st.sampled_from(hows))
        value: Any = None
        if how == "in":
            chance = random.Random(draw(st.integers(0, 999)))
            choices = record.fields[name].choices
            drawn = [value_of(kind, chance, choices) for _ in range(3)]
            value = tuple({None if is_blank(record, name, one) else one for one in drawn})
        elif how == "period":
            value = draw(st.sampled_from(pick.PERIODS))
        elif how == "range" and numeric:
            value = draw(st.tuples(*[st.none() | st.integers(-10, 300)] * 2))
        elif how == "range":
            value = draw(st.tuples(*[st.none() | st.sampled_from(_DAYS)] * 2))
        elif how in ("holds", "begins"):
            value = draw(st.sampled_from([w for w in _WORDS if w] + ["138", "＊", "F", "组", "00"]))
        found.append(Pick(name, how, value))
    return record, tuple(found)


@settings(max_examples=300)
@given(picks())
def test_the_list_shows_exactly_what_was_picked(
    book: Book, picked: tuple[type[Record], tuple[Pick, ...]]
) -> None:
    record, chosen = picked
    where = tuple(w for one in chosen for w in pick.wheres(one, TODAY))
    found = book.ids(Query(record.table, where))
    everything = book.rows(Query(record.table))
    wanted = [r["id"] for r in everything if all(meets(book, record, r, one) for one in chosen)]
    assert found == wanted
    assert book.count(Query(record.table, where)) == len(wanted)


@settings(max_examples=150)
@given(st.data(), st.booleans(), st.booleans())
def test_order_is_that_of_a_plain_sort_with_blanks_last(
    book: Book, data: st.DataObject, down: bool, second_down: bool
) -> None:
    record = data.draw(st.sampled_from(RECORDS))
    names = data.draw(
        st.lists(st.sampled_from(list(record.fields)), min_size=1, max_size=2, unique=True)
    )
    ways = tuple(zip(names, (down, second_down), strict=False))
    rows = book.rows(Query(record.table))
    for name, falls in reversed(ways):
        keyed = [r for r in rows if not is_blank(record, name, r[name])]
        blanks = [r for r in rows if is_blank(record, name, r[name])]
        rows = sorted(keyed, key=order_of(book, record, name), reverse=falls) + blanks
    found = book.ids(Query(record.table, order=ways, natural=True))
    assert found == [r["id"] for r in rows]


def order_of(book: Book, record: type[Record], name: str) -> Callable[[Row], Any]:
    field = record.fields[name]

    def key(row: Row) -> Any:
        stored = row[name]
        if field.choices:
            return field.choices.index(stored) if stored in field.choices else len(field.choices)
        if field.link:
            return ordering.key(shown(book, record, name, row))
        if field.kind.name in ("day", "moment") or not isinstance(stored, str):
            return stored
        return ordering.key(stored, field.kind.name == "name")

    return key


def test_words_stand_by_pinyin_then_strokes_and_figures_by_size() -> None:
    names = ["张三", "阿强", "王五", "曾华", "陈一", "李四", "丁一", "卫一", "吴一", "一一", "李建"]
    assert sorted(names, key=lambda name: ordering.key(name, 1)) == [
        "阿强", "陈一", "丁一", "李建", "李四", "王五", "卫一", "吴一", "一一", "曾华", "张三",
    ]  # fmt: skip
    groups = ["10组", "2组", "第三组", "1组", "第二组", "第十二组", "第十组", "２1组"]
    assert sorted(groups, key=ordering.key) == [
        "1组", "2组", "10组", "２1组", "第二组", "第三组", "第十组", "第十二组",
    ]  # fmt: skip
    assert sorted(["2-015", "2-9", "10-1", "2-010"], key=ordering.key) == [
        "2-9", "2-010", "2-015", "10-1",
    ]  # fmt: skip
    assert sorted(["F03", "f2", "F10"], key=ordering.key) == ["f2", "F03", "F10"]
    # Same sound and tone: fewer strokes first.
    assert ordering.key("丁") < ordering.key("盯") and ordering.key("马一") < ordering.key("玛一")
    assert ordering.key("十全十美") != ordering.key("10全10美")


def test_every_usual_character_has_one_place_in_the_order() -> None:
    usual = [chr(code) for code in range(0x4E00, 0xA000)]
    keys = {ordering.key(character) for character in usual}
    assert len(keys) == len(usual)
    assert ordering.key("八") < ordering.key("大") < ordering.key("马") < ordering.key("做")
    # Characters beyond the table come after it, and do no harm.
    assert ordering.key("㐀") != ordering.key("𠀀") and ordering.key("座") < ordering.key("𠀀")


def test_what_is_stored_does_not_change_with_the_order(book: Book) -> None:
    before = book.rows(Query("person"))
    book.ids(Query("person", order=(("group_name", False), ("name", True)), natural=True))
    assert book.rows(Query("person")) == before


def test_values_come_with_their_counts_and_the_rest_is_told(book: Book) -> None:
    rows = book.rows(Query("person"))
    counted: dict[Any, int] = {}
    for row in rows:
        value = row["group_name"] or None
        counted[value] = counted.get(value, 0) + 1
    found = book.values(Query("person"), "group_name", 200)
    assert dict(found.found) == counted and found.left == 0
    assert found.found[-1][0] is None  # blanks last
    listed = [value for value, _ in found.found[:-1]]
    assert listed == sorted(listed, key=ordering.key)
    few = book.values(Query("person"), "group_name", 3)
    assert len(few.found) == 3 and few.left == len(counted) - 3
    none = Query("person", (Where("name", "=", "没有这人"),))
    assert book.values(none, "group_name", 3) == ((), 0)


def test_a_masked_column_is_searched_as_it_is_seen(book: Book) -> None:
    rows = [r for r in book.rows(Query("person")) if r["phone"]]
    hidden, seen = rows[0]["phone"][3:7], rows[0]["phone"][-4:]
    assert rows[0]["id"] in book.ids(Query("person", (Where("phone", "shows", seen),)))
    assert rows[0]["id"] not in book.ids(Query("person", (Where("phone", "shows", "8" + hidden),)))
    assert Person.fields["phone"].level >= Level.PERSON


def test_a_pick_is_kept_as_it_was_meant_and_outlives_a_column() -> None:
    view = pick.View(
        "本月到期",
        (Pick("due_on", "period", "本月"), Pick("gone", "empty")),
        (("gone", True), ("due_on", False)),
    )
    read = pick.read(pick.kept(view), list(Task.fields))
    assert read.picks == (Pick("due_on", "period", "本月"),) and read.order == (("due_on", False),)
    november, december = date(2026, 11, 24), date(2026, 12, 1)
    assert pick.wheres(read.picks[0], november)[1].value == "2026-11-01"
    assert pick.wheres(read.picks[0], december)[1].value == "2026-12-01"
    assert pick.period("本周", date(2027, 1, 1)) == (date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Pick("group_name", "in", ("2组",)), "组/网格：2组"),
        (Pick("group_name", "in", ("1组", "2组", None)), "组/网格：1组等 3 个"),
        (Pick("group_name", "in", (None,)), "组/网格：（空白）"),
        (Pick("group_name", "holds", "组"), "组/网格：含“组”"),
        (Pick("group_name", "begins", "2"), "组/网格：“2”开头"),
        (Pick("group_name", "empty"), "组/网格：空白"),
        (Pick("group_name", "filled"), "组/网格：不空"),
    ],
)
def test_a_pick_is_said_in_words(one: Pick, words: str) -> None:
    assert pick.said(Person.fields["group_name"], one, str) == words
    day = Person.fields["born_on"]
    assert pick.said(day, Pick("born_on", "range", ("1960-01-01", None)), str).endswith(
        "1960-01-01 起"
    )
    assert pick.said(day, Pick("born_on", "range", (None, "1960-01-01")), str).endswith(
        "到 1960-01-01"
    )


def test_a_range_may_end_with_the_last_day_there_is() -> None:
    last = pick.wheres(Pick("born_on", "range", ("1900-01-01", "9999-12-31")), date(2026, 11, 24))
    assert [(where.op, where.value) for where in last] == [("filled", None), (">=", "1900-01-01")]
