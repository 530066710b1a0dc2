"""What the office was told itself: used within its days, never against a law, taken back whole."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import hold, make_matter, make_office
from exchange.at_work import World
from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock, own_value
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import due as decisions_due
from qinglian_desktop.modules.decisions.records import RESULT
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure import reads as disclosure_reads
from qinglian_desktop.shell.desk_tools import undo_step
from qinglian_desktop.store import own_values, packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
LOOK_IN, SENDING = "objections:inspection.days", "reporting:monthly.from_day"
WHO = "街道张主任"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path_factory.mktemp("own")) as made:
        yield made


def settle(book: Book, rule: str, typed: str, since: date = TODAY, who: str = WHO) -> Any:
    return own_values.settle(book, rule, typed, since, who, TODAY)


def look_in(book: Book, day: date) -> int:
    return int(book.pack("objections", day).value("inspection.days"))


def one(book: Book, rule: str, day: date = TODAY) -> own_values.Open:
    return next(found for found in own_values.open_values(book, day) if found.spec.rule == rule)


def changed(path: Path, to: Path, *puts: tuple[str, str]) -> Path:
    text = path.read_text("utf-8")
    for old, new in puts:
        assert old in text, old
        text = text.replace(old, new, 1)
    to.write_text(text, "utf-8")
    return to


# -- its days ----------------------------------------------------------------------------------

_DAYS = 12
_STEPS = st.lists(
    st.tuples(st.integers(0, _DAYS - 1), st.integers(1, 365)) | st.integers(0, _DAYS - 1),
    max_size=5,
)


def painted(steps: list[Any]) -> list[int]:
    """The value of each day, as a calendar on the wall would be painted over."""
    answers: dict[int, list[int]] = {}  # first day → value, last day
    for step in steps:
        if isinstance(step, tuple):
            answers[step[0]] = [step[1], _DAYS]
            continue
        answers = {first: kept for first, kept in answers.items() if first < step}
        for kept in answers.values():
            kept[1] = min(kept[1], step - 1)
    days = [3] * _DAYS
    for first in sorted(answers):
        value, last = answers[first]
        for day in range(first, _DAYS):
            days[day] = value if day <= last else 3
    return days


@settings(max_examples=25, deadline=None)
@given(_STEPS)
def test_an_answer_holds_exactly_within_its_days(kept: Book, steps: list[Any]) -> None:
    first = date(2026, 3, 2)
    with kept.change("清空") as change:
        for row in own_values.answers(kept):
            change.drop("own_value", row["id"])
    for step in steps:
        if isinstance(step, tuple):
            settle(kept, LOOK_IN, f"{step[1]}天", first + timedelta(days=step[0]))
            continue
        with clock.fixed(first + timedelta(days=step)):
            try:
                own_values.put_back(kept, LOOK_IN)
            except Refused as refused:
                assert "本来就按规则包" in refused.what
    found = [look_in(kept, first + timedelta(days=day)) for day in range(_DAYS)]
    assert found == painted(steps)
    assert look_in(kept, first - timedelta(days=1)) == 3


def test_it_is_there_after_a_restart_and_gone_after_an_undo(tmp_path: Path) -> None:
    with clock.fixed(TODAY):
        with make_book(tmp_path) as book:
            settle(book, LOOK_IN, "7")
            home = book.home
        with Book.open(home, RECORDS) as book:
            assert [look_in(book, TODAY - timedelta(days=n)) for n in (0, 1)] == [7, 3]
            step = settle(book, LOOK_IN, "五天").step
            assert look_in(book, TODAY) == 5
            undo_step(book, step)
            assert look_in(book, TODAY) == 7
            undo_step(book, own_values.put_back(book, LOOK_IN).step)
            assert look_in(book, TODAY) == 7
            own_values.put_back(book, LOOK_IN)
            assert look_in(book, TODAY) == 3


def test_a_day_that_is_over_keeps_what_held_then(book: Book) -> None:
    settle(book, LOOK_IN, "7", TODAY - timedelta(days=5))
    own_values.put_back(book, LOOK_IN)
    assert look_in(book, TODAY) == 3
    assert look_in(book, TODAY - timedelta(days=1)) == 7


# -- what may be settled -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "self-government:posting.min_posting_days",
        "disclosure-rules:posting[PR03].days",
        "disclosure-rules:objections[OB01].days",
        "disclosure-rules:due.Q.day",
        "chongqing-village:answer.committee_days",
        "objections:inspection",
        "objections:stages",
        "words:words.committee",
        "",
    ],
)
def test_what_rests_on_law_is_refused(book: Book, rule: str) -> None:
    with pytest.raises(Refused, match="规则包"):
        settle(book, rule, "5")
    assert own_values.answers(book) == []


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        (LOOK_IN, "0"), (LOOK_IN, "366"), (LOOK_IN, ""), (LOOK_IN, "5个工作日"), (LOOK_IN, "3年"),
        (LOOK_IN, "3.5"), (LOOK_IN, "-3"), (LOOK_IN, "9" * 400), (LOOK_IN, "万"),
        (SENDING, "29"), ("objections:archive.years", "101"),
        ("disclosure-yearly:republish.month", "13"),
        ("notice-kinds:kinds[N05].days", "0个工作日"), ("notice-kinds:kinds[N05].days", "长期"),
        ("decision-matters:classes[M02].emergency", "也许"),
        ("decision-bodies:bodies[two-committees].quorum", "3/4"),
    ],
)  # fmt: skip
def test_out_of_bounds_or_of_another_kind_is_refused(book: Book, rule: str, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        settle(book, rule, typed)
    assert refused.value.field == "value" and refused.value.remedy.startswith("请")
    assert own_values.answers(book) == []


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        (LOOK_IN, "１０ 天", 10),
        (LOOK_IN, "十五", 15),
        ("notice-kinds:kinds[N05].days", "7个工作日", "7wd"),
        ("notice-kinds:kinds[N05].days", "3天", "3"),
        ("decision-matters:classes[M02].emergency", "可以", True),
        ("decision-bodies:bodies[two-committees].quorum", "四分之三以上", [3, 4]),
    ],
)
def test_the_kind_of_the_value_stays(book: Book, rule: str, typed: str, kept: Any) -> None:
    before = one(book, rule).given
    settle(book, rule, typed)
    name, _, at = rule.partition(":")
    place = own_value.place_of(book.pack(name, TODAY).data, at)
    assert place is not None and place.value == kept and type(place.value) is type(before)
    assert one(book, rule).given == before, "the pack itself is as it was"


@pytest.mark.parametrize(
    ("who", "told_on", "since", "field"),
    [
        (" 　", TODAY, TODAY, "told_by"),
        ("张" * 41, TODAY, TODAY, "told_by"),
        (WHO, TODAY + timedelta(days=1), TODAY, "told_on"),
        (WHO, TODAY, date(2018, 12, 28), "from_on"),
        (WHO, TODAY, TODAY + timedelta(days=367), "from_on"),
    ],
)
def test_who_said_it_and_when_are_asked(
    book: Book, who: str, told_on: date, since: date, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        own_values.settle(book, LOOK_IN, "7", since, who, told_on)
    assert refused.value.field == field


def test_a_street_changes_its_packs_instead(tmp_path: Path) -> None:
    refused = pytest.raises(Refused, match="下发规则包")
    with clock.fixed(TODAY), make_book(tmp_path, "street") as street, refused:
        settle(street, LOOK_IN, "7")


# -- the street, and the law, later ------------------------------------------------------------


def test_a_later_pack_of_the_street_holds_and_says_so(tmp_path: Path) -> None:
    source = RESOURCES / "packs" / "reporting.toml"
    version = ('version = "2026-1"', 'version = "2026-2"')
    with clock.fixed(TODAY):
        world = World(tmp_path)
        unit = world.unit()
        settle(unit, SENDING, "28")

        def from_day() -> int:
            return int(unit.pack("reporting", TODAY).value("monthly.from_day"))

        def takes(*puts: tuple[str, str]) -> Any:
            path = changed(source, tmp_path / "规则.toml", version, *puts)
            (sealed,) = rule_packs.issue(world.street, path, world.usb).result  # type: ignore[misc]
            return rule_packs.take(unit, rule_packs.read(unit, sealed)).step

        step = takes(("每月底前", "每个月月底前"))
        assert from_day() == 28, "the street said nothing about this value"
        undo_step(unit, step)
        version = ('version = "2026-1"', 'version = "2026-3"')
        takes(("from_day = 25", "from_day = 20"))
        assert from_day() == 20
        found = one(unit, SENDING)
        assert found.answer is None and "街道" in found.beaten and found.now == "20日"
        settle(unit, SENDING, "22")
        assert from_day() == 22, "asked again, the street answered for this office"
        world.close()


def test_a_law_that_comes_later_ends_it() -> None:
    (pack,) = packs.worded("objections", "community")
    (table,) = packs.worded("own-defaults", "community")
    spec = next(spec for spec in own_value.specs_of(table, pack) if spec.rule == LOOK_IN)
    firm = {**pack.data, "inspection": {**pack.data["inspection"], "unsure": []}}
    row = {
        "rule": LOOK_IN, "value": "7", "shown": "7 天", "instead": "3", "from_on": "2026-01-01",
        "until_on": None, "told_by": WHO, "told_on": "2026-01-01",
    }  # fmt: skip
    assert own_value.stands(spec, row, own_value.place_of(pack.data, spec.at), street=False)
    assert not own_value.stands(spec, row, own_value.place_of(firm, spec.at), street=False)
    lawful = pack._replace(data=firm)
    assert own_value.applied(lawful, table, [row], TODAY, street=False) is lawful


# -- what follows from it ----------------------------------------------------------------------


def test_a_day_reckoned_by_it_says_who_said_so(book: Book) -> None:
    settle(book, "disclosure-yearly:opinions.days", "10")
    assert disclosure.suggested_until(book, TODAY) == TODAY + timedelta(days=10)
    pack = book.pack("disclosure-yearly", TODAY)
    assert pack.value("opinions.what") == "征求意见 10 天"
    assert pack.value("opinions.basis") == "2026年11月24日街道张主任答复"
    settle(book, "disclosure-rules:due.H.day", "15")
    rule = book.pack("disclosure-rules", TODAY).value("due.H")
    assert disclosure_rules_ground(rule) == "依据：2026年11月24日街道张主任答复（本单位定的）"


def disclosure_rules_ground(rule: Mapping[str, Any]) -> str:
    from qinglian_desktop.modules.disclosure.rules import ground

    return ground(rule, "community")


def test_a_value_beside_others_leaves_them_in_doubt(book: Book) -> None:
    settle(book, "decision-matters:classes[M02].emergency", "可以")
    rows = book.pack("decision-matters", TODAY).rows("classes")
    row = next(row for row in rows if row["id"] == "M02")
    assert row["emergency"] is True and row["evidence"] == "LOC"
    assert row["basis"].endswith("本单位定的，2026年11月24日街道张主任答复")


def test_a_list_hangs_as_long_as_the_street_said(book: Book) -> None:
    notice = {"code": None, "period": None, "kind": "补贴发放名单", "mode": "公示"}
    asked = disclosure_reads.stay_of(book, notice, TODAY)
    assert asked.window_on == TODAY + timedelta(days=7)
    settle(book, "notice-kinds:kinds[N05].days", "30天")
    asked = disclosure_reads.stay_of(book, notice, TODAY)
    assert asked.until_on == asked.window_on == TODAY + timedelta(days=30)


def test_the_result_of_a_decision_is_asked_for(tmp_path: Path) -> None:
    decided = TODAY - timedelta(days=40)
    with clock.fixed(TODAY), make_office(tmp_path) as book:
        matter = make_matter(book, decided - timedelta(days=3))
        last = hold(book, matter, decided - timedelta(days=3))
        with book.change("贴过了") as change:
            change.put_row("matter", matter, {"stage": RESULT, "public_until": None})

        def asked() -> list[date]:
            found = decisions_due.due(book, last + timedelta(days=100))
            return [line.due_on for line in found if "实施结果" in line.subject]

        assert asked() == [last + timedelta(days=90)]
        settle(book, "decision-bodies:implementation.notice_within_days", "60", last)
        assert asked() == [last + timedelta(days=60)]


# -- nothing is left out -----------------------------------------------------------------------

# Values that rest on no law and are no entry of the list, each with its reason.
_ELSEWHERE = (
    (r"disclosure-catalogue:items\[", "the office's own catalogue has them, and its page"),
    (r"decision-matters:classes\[M\d\d\]\.pre_review", "the page 标准 has them"),
    (r"decision-matters:matters\[\w+\]\.by_amount", "how a matter is recognised"),
    (r"decision-bodies:bodies\[party-meeting-custom\]", "no road leads through this body"),
    (r"decision-bodies:bodies\[two-committees\]\.passing_over", "told with the share itself"),
    (r"notice-kinds:kinds\[N\d\d\]\.sheet_from", "how a paper is laid out"),
    (r"disclosure-rules:posting\[PR\d\d\]", "only looked up; notices go by catalogue and kind"),
    (r".*\.editable$", "says that it is open"),
    (r"archive-volumes:entries\[[\d-]+\]\.reference", "how a paper is laid out"),
    (r"archive-volumes:entries\[[\d-]+\]\.grace", "from when a gap is shown, nothing is due by it"),
    (r"disclosure-rules:due\.finance_elsewhere", "told for comparison"),
    (r"reporting:cross_check", "the street's own: it changes the pack itself"),
    (r"year-end:", "the street's own: it changes the pack itself"),
    (r"disclosure-rules:due\.[HY]\.months", "the month in which the day lies"),
    (
        r"subsidy-checks:limits\.(tolerance_fen|known_percent)",
        "rounding, and how full a register is",
    ),
    (r"retention:kinds\[\w+\]\.whole_years", "how the years are counted; their number is settled"),
    (r"disclosure-yearly:republish\.start_", "from when it is shown, not by when it is done"),
)


def _figures(value: Any, at: str, ground: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Numbers, switches and shares that stand in a rule which rests on no law."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            figure = type(inner) in (int, bool) or name == "days" or _is_share(inner)
            if figure and "evidence" in value and _doubtful(value):
                yield f"{at}.{name}", inner
            yield from _figures(inner, f"{at}.{name}".lstrip("."), value)
    elif isinstance(value, (list, tuple)):
        for place, row in enumerate(value):
            if isinstance(row, Mapping):
                yield from _figures(row, f"{at}[{row.get('id', place)}]", ground)


def _is_share(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(n) is int for n in value)


def _doubtful(rule: Mapping[str, Any]) -> bool:
    return rule["evidence"] in ("LOC", "GK") or "days" in rule.get("unsure", ())


def test_every_doubtful_figure_of_the_packs_can_be_settled_or_has_its_reason() -> None:
    (table,) = packs.named("own-defaults")
    missing, used = [], set()
    for pack in packs.shipped():
        if not pack.holds(TODAY):
            continue
        listed = {spec.rule for spec in own_value.specs_of(table, pack)}
        for at, _value in _figures(pack.data, "", {}):
            rule = f"{pack.name}:{at}"
            why = [pattern for pattern, _ in _ELSEWHERE if re.match(pattern, rule)]
            used.update(why)
            if rule not in listed and not why:
                missing.append(rule)
    assert missing == []
    assert used == {pattern for pattern, _ in _ELSEWHERE}, "a reason for nothing"


def test_every_entry_of_the_list_has_its_place(book: Book) -> None:
    found = own_values.open_values(book, TODAY)
    named = {row["at"].partition("[*]")[0] for row in packs.named("own-defaults")[0].rows("values")}
    assert {place for place in named if any(place in one.spec.at for one in found)} == named
    for value in found:
        assert value.spec.fits(value.given) and "另一种" not in value.now, value.spec.rule
        assert value.spec.read(value.spec.shown(value.given)) == value.given
