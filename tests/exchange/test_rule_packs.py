"""A changed pack from the street: seen value by value, taken in by its dates, taken back."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World
from qinglian_desktop import RESOURCES
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming, rule_packs
from qinglian_desktop.modules.decisions.rules import law_on, needs, rule_for
from qinglian_desktop.store import packs, roles
from qinglian_desktop.store.book import Book, Operator

LAW = RESOURCES / "packs" / "law"
Untouched = Callable[..., AbstractContextManager[Any]]
SINCE = date(2027, 3, 1)


def changed(folder: Path, source: Path, *puts: tuple[str, str], name: str = "新规则.toml") -> Path:
    text = source.read_text("utf-8")
    for old, new in puts:
        assert old in text, old
        text = text.replace(old, new)
    made = folder / name
    made.write_text(text, "utf-8")
    return made


def newer(folder: Path, *puts: tuple[str, str]) -> Path:
    """The community's pack of 2026 as the street changes it from March 2027 on."""
    return changed(
        folder,
        LAW / "community-2026.toml",
        ('version = "community-2026"', 'version = "community-2027"'),
        ("effective_from = 2026-01-01", f"effective_from = {SINCE}"),
        ("min_posting_days = 15", "min_posting_days = 20"),
        *puts,
    )


@pytest.fixture
def sealed(world: World, tmp_path: Path) -> tuple[Book, Path]:
    unit = world.unit()
    (path,) = rule_packs.issue(world.street, newer(tmp_path), world.usb).result  # type: ignore[misc]
    return unit, path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A street with a unit, for refusals: they leave it as it was."""
    made = World(tmp_path_factory.mktemp("street"))
    made.unit()
    yield made
    made.close()


def test_the_unit_sees_each_value_takes_it_in_and_takes_it_back(sealed: tuple[Book, Path]) -> None:
    unit, path = sealed
    offered = rule_packs.read(unit, path)
    assert offered.came_from == "通惠街道"
    assert [(c.where, c.before, c.after) for c in offered.changes] == [
        ("生效日期", "2026年1月1日", "2027年3月1日"),
        ("公示－最少公示天数", "15", "20"),
    ]
    before = date(2027, 2, 28)
    taken = rule_packs.take(unit, offered)
    assert unit.pack("self-government", SINCE).value("posting.min_posting_days") == 20
    assert unit.pack("self-government", before).value("posting.min_posting_days") == 15
    assert unit.pack("self-government", date(2025, 12, 31)).version == "community-2018"
    unit.undo(taken.step)
    assert unit.pack("self-government", SINCE).version == "community-2026"


def test_a_changed_vote_is_judged_from_its_day_on(world: World, tmp_path: Path) -> None:
    unit = world.unit()
    text = (LAW / "community-2026.toml").read_text("utf-8")
    row = re.search(r'\[\[bodies\]\]\nid = "representatives".*', text, re.DOTALL)
    assert row
    path = newer(tmp_path, (row[0], row[0].replace("quorum = [2, 3]", "quorum = [3, 4]")))
    (bundle,) = rule_packs.issue(world.street, path, world.usb).result  # type: ignore[misc]
    offered = rule_packs.read(unit, bundle)
    assert ("表决规则－居民代表会议－到会要多少", "三分之二", "四分之三") in offered.changes
    rule_packs.take(unit, offered)
    for day, least in ((date(2027, 2, 28), 22), (SINCE, 25)):
        law = law_on(unit.pack, day, unit.unit.kind)
        assert needs(rule_for(law, "representatives"), 33).present == least


def test_the_street_uses_what_it_issues_and_seals_it_for_each_unit_it_is_for(
    world: World, tmp_path: Path
) -> None:
    first, second = world.unit(1), world.unit(2)
    world.unit(3, enrolled=False)
    done = rule_packs.issue(world.street, newer(tmp_path), world.usb)
    files = done.result
    assert isinstance(files, list)
    assert sorted(path.name for path in files) == [
        "规则_第1社区_community-2027.qlb",
        "规则_第2社区_community-2027.qlb",
    ]
    for unit, name in ((first, "第1"), (second, "第2")):
        mine = next(path for path in files if name in path.name)
        assert rule_packs.read(unit, mine).pack.version == "community-2027"
    assert [pack.version for pack in packs.taken(world.street.connection, world.street.files)] == [
        "community-2027"
    ]


def test_only_the_street_of_the_unit_is_believed(
    sealed: tuple[Book, Path], world: World, tmp_path: Path, untouched: Untouched
) -> None:
    unit, path = sealed
    other = world.unit(2)
    with untouched(other):
        rule_packs.read(other, path)  # for the other unit
    (tmp_path / "别的").mkdir()
    stranger = World(tmp_path / "别的")
    try:
        stranger.unit()
        (foreign,) = rule_packs.issue(stranger.street, newer(tmp_path), stranger.usb).result  # type: ignore[misc]
        with untouched(unit) as caught:
            rule_packs.read(unit, foreign)
        assert caught.value.code == "QL-RP-015"
    finally:
        stranger.close()
    with untouched(unit) as caught:
        rule_packs.read(unit, newer(tmp_path))  # the plain file, from no street
    assert caught.value.code == "QL-RP-013"
    with untouched(unit):
        incoming.import_file(unit, path)  # not at the door for bundles
    with untouched(world.street) as caught:
        rule_packs.read(world.street, path)
    assert caught.value.code == "QL-RP-014"


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_damaged_pack_is_refused(
    sealed: tuple[Book, Path], place: float, untouched: Untouched
) -> None:
    unit, path = sealed
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x40
    path.write_bytes(data)
    with untouched(unit):
        rule_packs.read(unit, path)


def test_a_pack_is_taken_once(sealed: tuple[Book, Path], untouched: Untouched) -> None:
    unit, path = sealed
    offered = rule_packs.read(unit, path)
    rule_packs.take(unit, offered)
    with untouched(unit) as caught:
        rule_packs.read(unit, path)
    assert caught.value.code == "QL-RP-017"
    with untouched(unit) as caught:
        rule_packs.take(unit, offered)  # a second window had it open
    assert caught.value.code == "QL-RP-017"


@pytest.mark.parametrize(
    ("put", "code"),
    [
        (('name = "self-government"', 'name = "words"'), "QL-RP-019"),
        (("min_posting_days = 20", 'min_posting_days = "二十"'), "QL-RP-021"),
        (("min_posting_days = 20\n", ""), "QL-RP-021"),
        (("min_posting_days = 20", "min_posting_days = -20"), "QL-RP-023"),
        (("quorum = [2, 3]", "quorum = [3, 2]"), "QL-RP-023"),
        (("quorum = [2, 3]", "quorum = [0, 3]"), "QL-RP-023"),
        ((f"effective_from = {SINCE}", "effective_from = 2025-12-31"), "QL-RP-022"),
        (('version = "community-2027"', 'version = "community-2026"'), "QL-RP-017"),
        (("households_each = [20, 50]", "households_each = [0, 50]"), "QL-RP-023"),
        (("adults = [1, 10]", "adults = []"), "QL-RP-023"),
        (('id = "representatives"', 'id = "someone"'), "QL-RP-021"),
        ((f"effective_from = {SINCE}", f"effective_from = {SINCE}T08:00:00"), "QL-RP-001"),
        (("min_posting_days = 20", "min_posting_days = true"), "QL-RP-021"),
        (('to = ["', 'to = [3, "'), "QL-RP-021"),
        (('version = "community-2027"', f'version = "{"长" * 41}"'), "QL-RP-024"),
        (('evidence = "LAW"', 'evidence = "SURE"'), "QL-RP-001"),
        (("{resident}", "{stranger}"), "QL-RP-001"),
        (("[posting]", "[posting"), "QL-RP-018"),
    ],
)
def test_a_pack_that_could_not_work_is_refused_before_it_leaves_the_street(
    kept: World, tmp_path: Path, put: tuple[str, str], code: str, untouched: Untouched
) -> None:
    path = newer(tmp_path, put)
    with untouched(kept.street) as caught:
        rule_packs.issue(kept.street, path, kept.usb)
    assert caught.value.code == code
    assert list(kept.usb.glob("规则*")) == []


def test_a_village_pack_is_nothing_for_a_community(
    world: World, tmp_path: Path, untouched: Untouched
) -> None:
    world.unit()
    path = changed(
        tmp_path,
        LAW / "village-2026.toml",
        ('version = "village-2026"', 'version = "village-2027"'),
        ("effective_from = 2026-01-01", f"effective_from = {SINCE}"),
    )
    with untouched(world.street) as caught:
        rule_packs.issue(world.street, path, world.usb)
    assert caught.value.code == "QL-RP-011"  # nobody it is for


PACKS = RESOURCES / "packs"


@pytest.mark.parametrize(
    ("file", "puts", "where", "after"),
    [
        (
            "decisions/bodies.toml",
            (("quorum = [2, 3]\npassing = [1, 2]\npassing_over = true\nof = \"present\"",
              "quorum = [1, 2]\npassing = [1, 2]\npassing_over = true\nof = \"present\""),),
            "表决规则－两委联席会议－到会要多少",
            "二分之一",
        ),
        (
            "decisions/matters.toml",
            (("pre_review = true", "pre_review = false"),),
            "大类－三资：发包租赁－街道预审",
            "否",
        ),
        (
            "disclosure/rules.toml",
            (("day = 15", "day = 20"),),
            "到期日－每季度－日",
            "20",
        ),
        (
            "disclosure/catalogue.toml",
            (("days = \"15\"", "days = \"20\""),),
            "事项－任期目标和年度工作计划－天数",
            "20",
        ),
    ],
)  # fmt: skip
def test_every_sort_of_pack_can_be_changed(
    world: World, tmp_path: Path, file: str, puts: Any, where: str, after: str
) -> None:
    unit = world.unit()
    text = (PACKS / file).read_text("utf-8")
    version = re.search('version = "(.*)"', text)
    assert version
    later = (version[0], 'version = "2027-1"'), ("effective_from = 2018-12-29",
                                                  f"effective_from = {SINCE}")  # fmt: skip
    path = changed(tmp_path, PACKS / file, *later, *puts)
    (bundle,) = rule_packs.issue(world.street, path, world.usb).result  # type: ignore[misc]
    offered = rule_packs.read(unit, bundle)
    assert (where, after) in [(change.where, change.after) for change in offered.changes]
    rule_packs.take(unit, offered)
    assert unit.pack(offered.pack.name, SINCE).version == "2027-1"
    assert unit.pack(offered.pack.name, date(2027, 2, 28)).version == version[1]


HOLIDAYS = RESOURCES / "packs" / "holidays" / "2026.toml"


def test_next_years_holidays_come_from_a_plain_file(unit: Book, tmp_path: Path) -> None:
    path = changed(tmp_path, HOLIDAYS, ("2026", "2027"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as the notepad of Windows saves it
    offered = rule_packs.read(unit, path)
    assert offered.base is None
    assert any("国庆节" in change.where for change in offered.changes)
    assert date(2027, 10, 5) not in unit.calendar().holidays
    taken = rule_packs.take(unit, offered)
    assert date(2027, 10, 5) in unit.calendar().holidays
    assert unit.calendar().note(2027) == ()
    unit.undo(taken.step)
    assert unit.calendar() == Calendar.of(packs.named("holidays"))


def test_a_corrected_holiday_pack_shows_just_what_moved(
    unit: Book, tmp_path: Path, untouched: Untouched
) -> None:
    more = '\n[[off]]\nname = "加放"\nfirst = 2026-11-27\nlast = 2026-11-27\n'
    text = HOLIDAYS.read_text("utf-8")
    path = tmp_path / "补.toml"
    path.write_text(text + more, "utf-8")
    with untouched(unit) as caught:
        rule_packs.read(unit, path)  # the same version
    assert caught.value.code == "QL-RP-017"
    path.write_text(text.replace('version = "2026"', 'version = "2026-2"') + more, "utf-8")
    offered = rule_packs.read(unit, path)
    assert [(c.where, c.before) for c in offered.changes] == [
        ("放假－加放 2026年11月27日至2026年11月27日", "没有")
    ]
    rule_packs.take(unit, offered)
    assert not unit.calendar().is_workday(date(2026, 11, 27))


@pytest.mark.parametrize(
    ("put", "code"),
    [
        (("last = 2026-01-03", "last = 9999-12-31"), "QL-RP-025"),
        (("last = 2026-01-03", "last = 2025-01-03"), "QL-RP-025"),
        (("first = 2026-01-01", 'first = "元旦"'), "QL-RP-021"),
        (("year = 2026", 'year = "2026"'), "QL-RP-021"),
        (('name = "元旦"\n', ""), "QL-RP-021"),
    ],
)
def test_a_schedule_with_days_of_another_year_is_refused(
    kept: World, tmp_path: Path, put: tuple[str, str], code: str, untouched: Untouched
) -> None:
    later = ('version = "2026"', 'version = "2026-9"')
    with untouched(kept.street) as caught:
        rule_packs.read(kept.street, changed(tmp_path, HOLIDAYS, later, put))
    assert caught.value.code == code


def test_every_item_of_the_rules_has_a_name_for_the_clerk() -> None:
    labels = dict(packs.named("pack-labels")[0].value("labels"))

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    for path in [*LAW.glob("*.toml"), *(RESOURCES / "packs" / "decisions").glob("*.toml")]:
        assert keys(dict(packs.read(path).data)) <= set(labels), path.name
    assert not [label for label in labels.values() if re.search("[A-Za-z]", label)]


def test_a_day_before_what_was_issued_is_said(world: World, tmp_path: Path) -> None:
    world.unit()
    rule_packs.issue(world.street, newer(tmp_path), world.usb)
    early = changed(
        tmp_path, newer(tmp_path), (str(SINCE), "2027-02-28"), ("community-2027", "community-2028")
    )
    with pytest.raises(Refused, match="生效日期早于已下发版本，那一版从2027年3月1日起") as caught:
        rule_packs.issue(world.street, early, world.usb)
    assert caught.value.code == "QL-ST-102"


def test_what_the_street_changes_for_itself_goes_to_no_unit(world: World, tmp_path: Path) -> None:
    unit = world.unit()
    new = changed(
        tmp_path,
        RESOURCES / "packs" / "roles.toml",
        ('version = "2026-1"', 'version = "2026-2"'),
        ('name = "民政办"', 'name = "社会事务办"'),
        ("effective_from = 2018-12-29", "effective_from = 2026-01-01"),
    )
    before = sorted(world.usb.iterdir())
    rule_packs.issue(world.street, new, world.usb)
    assert sorted(world.usb.iterdir()) == before
    offered = roles.offered(world.street)
    assert "社会事务办" in offered and "民政办" not in offered
    # Somebody whose department is gone keeps what is everybody's until the list is put right.
    assert roles.pages(world.street, "民政办") == ("today", "settings")
    world.street.operator = Operator("科室的人", "民政办", "somebody")
    assert {"entry", "task", "person"} <= roles.hidden(world.street)
    world.street.operator = Operator("科室的人", "社会事务办", "somebody")
    assert "person" not in roles.hidden(world.street) and "entry" in roles.hidden(world.street)
    with pytest.raises(Refused) as caught:
        rule_packs.read(unit, new)
    assert caught.value.code == "QL-RP-019"


def test_every_pack_that_can_be_issued_has_its_sort() -> None:
    sorts = {rule_packs.sort_of(name) for name in (*rule_packs.CHANGEABLE, "upward-tables")}
    assert sorts == {"目录", "指标", "规则", "表单", "节假日"}
