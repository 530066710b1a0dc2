"""No check-in, no ranking, no online time, no streaks: the rules for such programs forbid them.

《整治“指尖上的形式主义”》: neither the words on screen nor what is stored may hold any of it.
"""

import re
from pathlib import Path

from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.help import cards
from qinglian_desktop.shell.preferences import Preferences
from reading_source import sources

PACKS = Path(__file__).parents[2] / "resources" / "packs"

WORDS = (
    "打卡",
    "排名",
    "排行",
    "在线时长",
    "使用时长",
    "连续登录",
    "活跃",
    "勋章",
    "积分榜",
    "未读",
    "名次",
    "登录次数",
    "使用次数",
    "报送速度",
    "末位",
    "红黑榜",
)
STORED = re.compile(
    "check_?in|streak|rank(ing)?$|online|login_(count|days)|last_(seen|login)|visits|badge|unread"
)
# Called like one and none of it: who of the Party reported to the community for service, as the
# plan asks (item 一); a row a year, written by the clerk, about nobody's use of the program.
REPORTED = ("check_in", "service_log.check_in_id")


def test_no_screen_speaks_of_them() -> None:
    found = [
        f"{source.name}:{line} {text[:40]}"
        for source in sources()
        for line, text in source.literals()
        if any(word in text for word in WORDS)
    ]
    found += [name for name in cards.names() for t in cards.card(name).texts()
              if any(word in t for word in WORDS)]  # fmt: skip
    assert found == []


def test_no_field_and_no_rule_pack_speaks_of_them() -> None:
    labels = [field.label for record in RECORDS for field in record.fields.values()]
    packs = [path for path in PACKS.rglob("*") if path.suffix in (".toml", ".csv", ".json")]
    assert packs
    told = [*labels, *(path.read_text("utf-8") for path in packs)]
    assert [word for text in told for word in WORDS if word in text] == []


def test_nothing_of_the_kind_is_stored() -> None:
    stored = {f"{record.table}.{name}" for record in RECORDS for name in record.fields}
    stored |= {f"window.json {name}" for name in Preferences._fields}
    assert len(stored) > 100
    told = {name for name in stored if name not in REPORTED}
    told = {name.removeprefix(f"{REPORTED[0]}.") for name in told}  # its own fields are looked at
    assert {name for name in told if STORED.search(name)} == set()


def test_the_scan_knows_one_when_it_sees_it() -> None:
    for name in ("login_count", "streak", "person.rank", "last_login", "unread"):
        assert STORED.search(name)
    assert not STORED.search("window.json role")
