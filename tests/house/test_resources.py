"""Is what ships with the program whole: packs, plan, samples, icons, lock and licences?"""

import ast
import re
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import chinese_calendar
import pytest

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.pack import Pack, doubt, in_force, parse_pack, word
from qinglian_desktop.core.period import FREQUENCIES, Period, Term, frequencies

ROOT = RESOURCES.parent
PACKS: dict[str, Pack] = {
    path.relative_to(RESOURCES / "packs").as_posix(): parse_pack(
        tomllib.loads(path.read_text(encoding="utf-8")), where=path.name
    )
    for path in sorted((RESOURCES / "packs").rglob("*.toml"))
}
CATALOGUE = PACKS["disclosure/catalogue.toml"]
RULES = PACKS["disclosure/rules.toml"]
PLAN = PACKS["plan/work-plan-2023.toml"]
SOURCES = {row["code"]: row for row in PACKS["sources.toml"].rows("codes")}


def day(text: str) -> date:
    return date.fromisoformat(text)


def rules_with_evidence(value: object) -> list[dict]:
    found = []
    if isinstance(value, dict):
        found += [value] if "evidence" in value else []
        for inner in value.values():
            found += rules_with_evidence(inner)
    elif isinstance(value, list):
        for inner in value:
            found += rules_with_evidence(inner)
    return found


# --- packs in general ---------------------------------------------------------------------------


def test_no_two_packs_share_name_and_version() -> None:
    assert max(Counter(pack.id for pack in PACKS.values()).values()) == 1


def test_every_rule_tells_where_it_comes_from_in_chinese() -> None:
    for path, pack in PACKS.items():
        for rule in rules_with_evidence(dict(pack.data)):
            said = rule.get("basis", rule["source"])
            assert re.search(r"[一-鿿]", said), (path, rule)


def test_one_version_of_the_organic_law_holds_on_any_day_for_any_kind() -> None:
    packs = list(PACKS.values())
    for kind in ("village", "community"):
        versions = sorted(
            (p for p in packs if p.name == "self-government" and p.unit_kind == kind),
            key=lambda p: p.effective_from,
        )
        assert [p.version for p in versions] == [f"{kind}-2018", f"{kind}-2026"]
        for before, after in pairwise(versions):
            assert before.effective_to is not None
            assert before.effective_to + timedelta(days=1) == after.effective_from
        assert versions[-1].effective_to is None


@pytest.mark.parametrize(
    ("kind", "on", "days", "source"),
    [
        ("village", "2025-12-31", 10, "CQ30"),
        ("village", "2026-01-01", 15, "V35"),
        ("community", "2026-01-01", 15, "R34"),
    ],
)
def test_a_notice_stays_up_as_long_as_the_law_of_its_day_asks(
    kind: str, on: str, days: int, source: str
) -> None:
    pack = in_force(PACKS.values(), "self-government", day(on), kind)
    assert pack.value("posting.min_posting_days") == days
    assert pack.value("posting.source") == source
    assert doubt(pack.value("posting")) == ""


def test_the_figure_for_communities_before_2026_is_marked_as_unverified() -> None:
    pack = in_force(PACKS.values(), "self-government", day("2023-10-15"), "community")
    assert doubt(pack.value("posting")) == "待核实"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("collective", "2025-05-01"),
        ("social-assistance", "2026-07-01"),
        ("chongqing-village", "2013-11-01"),
    ],
)
def test_the_other_laws_begin_on_their_day(name: str, first: str) -> None:
    pack = in_force(PACKS.values(), name, day(first), "village")
    assert pack.effective_from == day(first)
    assert pack.effective_to is None


def test_village_and_community_are_called_by_their_names() -> None:
    packs = PACKS.values()
    said = {
        key: (word(packs, key, "village"), word(packs, key, "community"))
        for key in ("committee", "committee_short", "supervisors", "disclosure", "charter", "party")
    }
    assert said == {
        "committee": ("村民委员会", "居民委员会"),
        "committee_short": ("村委会", "居委会"),
        "supervisors": ("村务监督委员会", "居务监督委员会"),
        "disclosure": ("村务公开", "居务公开"),
        "charter": ("村规民约", "居民公约"),
        "party": ("村党组织", "社区党组织"),
    }
    for key in PACKS["words.toml"].value("words"):
        assert all(word(packs, key, kind) for kind in ("village", "community", ""))


# --- holidays -----------------------------------------------------------------------------------


def test_every_day_of_2018_to_2026_works_as_published() -> None:
    calendar = Calendar.of(PACKS.values())
    assert calendar.years == frozenset(range(2018, 2027))
    wrong = [
        at
        for n in range((date(2026, 12, 31) - date(2018, 1, 1)).days + 1)
        if calendar.is_workday(at := date(2018, 1, 1) + timedelta(days=n))
        != chinese_calendar.is_workday(at)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("on", "works", "name"),
    [
        # Written down from the State Council's notices, not from the library.
        ("2018-12-29", True, "元旦"),
        ("2019-05-04", False, "劳动节"),
        ("2020-02-02", False, "春节"),  # prolonged in the epidemic
        ("2020-10-01", False, "国庆节"),
        ("2021-09-18", True, "中秋节"),
        ("2022-10-09", True, "国庆节"),
        ("2023-06-25", True, "端午节"),
        ("2023-09-29", False, "中秋节"),
        ("2024-02-09", True, ""),  # New Year's Eve was an ordinary working day
        ("2024-05-11", True, "劳动节"),
        ("2025-01-26", True, "春节"),
        ("2025-10-08", False, "国庆节"),
        ("2026-02-15", False, "春节"),
        ("2026-02-28", True, "春节"),
    ],
)
def test_known_days_off_and_makeup_days(on: str, works: bool, name: str) -> None:
    calendar = Calendar.of(PACKS.values())
    assert calendar.is_workday(day(on)) is works
    named = calendar.makeups if works else calendar.holidays
    assert named.get(day(on), "") == name


# --- the catalogue ------------------------------------------------------------------------------


def test_the_catalogue_has_its_134_rows_by_scope_and_category() -> None:
    rows = CATALOGUE.rows("items")
    assert len(rows) == len({row["id"] for row in rows}) == 134
    assert Counter(row["scope"] for row in rows) == {"B": 89, "V": 37, "C": 8}
    assert Counter(row["category"] for row in rows) == {
        "党务": 22,
        "政务": 68,
        "财务": 28,
        "服务": 16,
    }


def test_every_catalogue_row_can_be_read_by_the_program() -> None:
    letters = {"P": "党务", "G": "政务", "F": "财务", "S": "服务"}
    for row in CATALOGUE.rows("items"):
        assert row["category"] == letters[row["id"][0]]
        assert set(frequencies(row["frequency"])) <= set(FREQUENCIES)
        Term.parse(row["days"])
        assert row["reviewer"] in {"监委会", "党组织", "街道", "监事会", "选委会"}
        assert row["pd"] in range(4)
        assert row["item"]
        assert row["trigger"]


def evidence_of(source: str) -> str:
    """The strongest tag among the cited sources, worked out again from their codes."""
    tags = []
    for part in re.split(r"[;,] ", source):
        if part.startswith("PW11"):  # remembered, not read
            tags.append("GK")
        elif part.startswith("PR18") or part == "LOC/GK":
            tags.append("LOC")
        elif not part.endswith("GK") or part == "GK":
            codes = [code for code in SOURCES if re.fullmatch(rf"{code}[\d( –].*|{code}", part)]
            tags += [SOURCES[max(codes, key=len)]["evidence"]] if codes else []
    return min(tags, key=["LAW", "CQ", "SEED", "POL", "LOC", "GK"].index)


def test_the_evidence_of_a_row_follows_from_its_sources() -> None:
    wrong = {
        row["id"]: (row["source"], row["evidence"])
        for row in CATALOGUE.rows("items")
        if row["evidence"] != evidence_of(row["source"])
    }
    assert wrong == {}


def test_a_figure_chosen_here_is_never_shown_as_law() -> None:
    for row in CATALOGUE.rows("items"):
        for mark, part in (("days GK", "days"), ("period GK", "period")):
            if mark in row["source"]:
                assert part in row["unsure"], row["id"]
        if row["category"] == "党务" and row["days"] != "L":
            assert doubt(row), row["id"]  # the 15 days of both laws do not cover Party matters


@pytest.mark.parametrize(
    ("row_id", "expected"),
    [
        ("P06", ("E", "5wd", "街道", "B", 1, "SEED")),
        ("G19", ("E", "-20", "选委会", "B", 1, "LAW")),
        ("G41", ("E", "10wd", "街道", "B", 0, "LAW")),
        ("G47", ("E", "7", "街道", "B", 2, "CQ")),
        ("F03", ("Q/M", "15", "监委会", "V", 1, "LAW")),
        ("F04", ("Q", "15", "监委会", "C", 0, "LAW")),
        ("S16", ("E", "3", "党组织", "B", 0, "LAW")),
    ],
)
def test_rows_of_the_catalogue_read_by_hand(row_id: str, expected: tuple) -> None:
    row = next(row for row in CATALOGUE.rows("items") if row["id"] == row_id)
    keys = ("frequency", "days", "reviewer", "scope", "pd", "evidence")
    assert tuple(row[key] for key in keys) == expected


def test_posting_and_due_rules_are_all_there() -> None:
    assert [row["id"] for row in RULES.rows("posting")] == [f"PR{n:02}" for n in range(1, 20)]
    assert {row["id"] for row in RULES.value("due").values()} == {f"DL{n:02}" for n in range(1, 7)}
    for row in RULES.rows("posting"):
        Term.parse(row["days"])


@pytest.mark.parametrize(
    ("period", "due"),
    [("2023Q3", "2023-10-15"), ("2026-09", "2026-10-15"), ("2026H1", "2026-07-31")],
)
def test_the_shipped_rules_say_when_a_period_is_due(period: str, due: str) -> None:
    assert Period.parse(period).due_on(RULES.value("due")) == day(due)


# --- the plan -----------------------------------------------------------------------------------

OFFICES = (  # copied from the plan of 17 July 2023, word for word
    ("党群办", "平安办、民政办、乡村振兴办等"),
    ("纪工委", "党群办、民政办、农服中心等"),
    ("农服中心、乡村振兴办", "财政办等"),
    ("农服中心", "财政办、民政办、乡村振兴办等"),
    ("农服中心、民政办", "党群办、财政办等"),
    ("党群办", "民政办、纪工委等"),
    ("纪工委", "农服中心、乡村振兴办、民政办、财政办等"),
    ("平安办", "纪工委、党群办、民政办、农服中心、司法所等"),
    ("民政办、乡村振兴办", "农服中心等"),
)


def test_the_nine_items_have_the_offices_of_the_plan() -> None:
    items = [item for item in PLAN.rows("items") if item["kind"] == "content"]
    assert tuple((item["lead_text"], item["responsible_text"]) for item in items) == OFFICES
    for item in items:
        assert "、".join(item["lead"]) == item["lead_text"]
        assert "、".join(item["responsible"]) + "等" * item["others"] == item["responsible_text"]


def test_four_steps_and_three_requirements_follow() -> None:
    titles = [(item["id"], item["title"]) for item in PLAN.rows("items")[9:]]
    assert titles == [
        ("S1", "排查摸底，建立档案"),
        ("S2", "制定方案，稳步推进"),
        ("S3", "培树典型，强化激励"),
        ("S4", "总结提高，辐射引领"),
        ("R1", "强化组织领导"),
        ("R2", "落实工作责任"),
        ("R3", "务求工作实效"),
    ]


def test_the_127_tasks_belong_to_their_items_and_offices() -> None:
    tasks = PLAN.rows("tasks")
    items = {item["id"]: item for item in PLAN.rows("items")}
    assert len(tasks) == len({task["id"] for task in tasks}) == 127
    counts = Counter(task["item"] for task in tasks)
    assert [counts[str(n)] for n in range(1, 10)] == [23, 17, 9, 12, 7, 10, 10, 9, 12]
    assert sum(counts[key] for key in items if key[0] in "SR") == 18
    words = {"每周": "W", "每月": "M", "每季度": "Q", "每半年": "H", "每年": "Y"}
    for task in tasks:
        item = items[task["item"]]
        assert (task["lead"], task["responsible"]) == (item["lead"], item["responsible"])
        assert task["every"] == words.get(task["frequency"], "")
        assert all((task["task"], task["clause"], task["proofs"], task["module"]))


# --- samples, icons -----------------------------------------------------------------------------


def test_every_sample_has_its_source_line() -> None:
    folder = RESOURCES / "samples"
    text = (folder / "README.md").read_text(encoding="utf-8")
    files = sorted(path.name for path in folder.glob("*.csv"))
    assert len(files) == 5
    for name in files:
        line = next(line for line in text.splitlines() if f"`{name}`" in line)
        assert len(line.split("|")) == 6
        assert all(cell.strip() for cell in line.split("|")[1:5])


def test_every_icon_in_the_index_is_a_small_drawing_and_no_file_is_unused() -> None:
    folder = RESOURCES / "icons"
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    assert set(index["filled"]) <= set(index["regular"])
    used = {name for table in index.values() for name in table.values()}
    assert used == {path.name for path in folder.glob("*.svg")}
    for name in used:
        drawing = ET.parse(folder / name).getroot()
        assert drawing.tag.endswith("svg")
        size = "64" if name == "mark.svg" else "20"
        assert (drawing.get("width"), drawing.get("viewBox")) == (size, f"0 0 {size} {size}")
        assert "<script" not in (folder / name).read_text(encoding="utf-8")
    assert "MIT License" in (folder / "LICENSE-fluent.txt").read_text(encoding="utf-8")


# --- the lock and the licences ------------------------------------------------------------------

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", LOCK, re.MULTILINE))


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_locked_package_is_pinned_by_hash_and_names_no_host() -> None:
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.split("\n#\n")[-1]):
        if "==" in block.split("\n")[0]:
            assert "--hash=sha256:" in block, block.split("\n")[0]
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith("--hash")]
    assert [line for line in lines if "://" in line or " /" in line] == []
    assert LOCKED["pyside6-essentials"] == "6.11.3"


def test_what_the_project_declares_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {_name(text) for text in project["project"]["dependencies"]}
    declared |= {_name(text) for text in project["build-system"]["requires"]}
    assert declared - set(LOCKED) == set()


def test_every_locked_package_has_its_licence_line() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    named = {
        cells[1].strip(): cells[2].strip()
        for line in text.splitlines()
        if len(cells := line.split("|")) == 5
    }
    assert {name for name in LOCKED if not named.get(name)} == set()
    fonts = {path.name for path in (RESOURCES / "fonts").glob("*.ttf")}
    assert {name for name in fonts if name not in text} == set()


def test_no_library_under_the_gpl_alone_is_part_of_the_program() -> None:
    runtime = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").split("\n## ")[1]
    rows = [line.split("|")[2].strip() for line in runtime.splitlines() if line.startswith("| ")]
    assert len(rows) > 20
    assert [text for text in rows if text.startswith(("GPL", "AGPL"))] == []


def test_the_build_carries_the_texts_that_qt_does_not_bring_along() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "installer/licences").iterdir()}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"], "the other one adds to it"
    assert "installer/licences" in (ROOT / "installer/qinglian.spec").read_text("utf-8")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_program_imports_only_what_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {_name(text) for text in project["project"]["dependencies"]}
    packages = {
        "pyside6": "pyside6-essentials",
        "shiboken6": "pyside6-essentials",
        "msoffcrypto": "msoffcrypto-tool",
        "pil": "pillow",
        "zxingcpp": "zxing-cpp",
    }
    strangers = {}
    for path in (ROOT / "src").rglob("*.py"):
        for name in _imported(path) - set(sys.stdlib_module_names) - {"qinglian_desktop"}:
            package = _name(name)
            if packages.get(package, package) not in declared:
                strangers[name] = path.name
    assert strangers == {}


def test_no_rule_file_names_a_place_of_the_builders_machine() -> None:
    for path in [*(RESOURCES / "packs").rglob("*.toml"), *ROOT.glob("*.md"), ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/work/|/tmp/|/opt/|/root/|localhost", text), path.name
