"""What can a form be filled from? Every declared record, and what follows from its fields."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core.record import Level, Owner, Record
from qinglian_desktop.exchange.sheets.names import OTHER_NAMES, base_and_unit, plain, squeezed
from qinglian_desktop.modules.registry.records import Household, Person, Post

NUMBER, AGE, MEMBERS, NAMES = "#no", "#age", "#members", "#names"
TAG = "tag:"
TEXT = "text:"
SIDE = "side:"  # an amount where the row is of that side: 收入, 支出
COUNT, SUM, ROWS = "count", "sum:", "rows"
OFFICE = MappingProxyType(
    {
        "office.name": "本单位名称",
        "office.street": "街道名称",
        "office.code": "本单位编码",
        "today": "填表的日期",
        "operator": "填表的人",
        "quarter": "现在是哪个季度",
        "month": "现在是哪个月",
        "year": "今年",
    }
)
_OFFICE_KINDS = MappingProxyType({"today": "day", "operator": "name", "year": "count"})
_OFFICE_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "office.name": (
            "填报单位", "填表单位", "报送单位", "单位", "单位名称", "村社区", "村（社区）",
            "村(社区)", "社区名称", "村名", "上报单位", "所属村社区", "编制单位", "制表单位",
            "填报单位(盖章)", "单位(盖章)", "填表单位(盖章)", "村(居)委会", "所在村社区",
        ),
        "office.street": ("镇街", "街道", "乡镇", "乡镇街道", "镇街道", "所属街道"),
        "today": (
            "填报日期", "填表日期", "报送日期", "制表日期", "填报时间", "填表时间", "日期",
            "报送时间", "上报日期", "统计日期", "编制日期",
        ),
        "operator": ("填表人", "填报人", "制表人", "经办人", "统计人", "报送人", "制表"),
    }
)  # fmt: skip
_MORE: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "person": {
            NUMBER: ("序号", "编号", "顺序号"),
            AGE: ("年龄", "周岁", "年龄周岁"),
            "born_on": ("出生年月", "出生年月日", "生日", "出生时间"),
            "household.head": ("户主", "户主姓名"),
            "household.#members": ("家庭人口", "家庭人口数", "人口数", "家庭人数", "户内人数"),
            "address": ("户籍地址", "家庭地址", "居住地", "常住地址", "户籍所在地", "详细地址"),
            "phone": ("本人电话", "手机号码", "联系方式", "联系人电话"),
            "group_name": ("所在组", "村组", "小区", "所属网格", "网格名称", "组别", "社"),
            "tags": ("人员类别", "类别", "身份类别"),
        },
        "household": {
            NUMBER: ("序号", "编号", "顺序号"),
            MEMBERS: ("家庭人口", "家庭人口数", "人口数", "家庭人数", "人口", "户人口"),
            NAMES: ("家庭成员", "成员姓名", "家庭成员姓名"),
            "head": ("户主", "户主姓名", "姓名"),
            "head_person.id_number": ("户主身份证号", "身份证号", "身份证号码", "户主身份证号码"),
            "head_person.sex": ("户主性别", "性别"),
        },
        "post": {
            NUMBER: ("序号", "编号", "顺序号"),
            "person_id.sex": ("性别",),
            "person_id.born_on": ("出生年月", "出生日期", "出生年月日"),
            "person_id.#age": ("年龄",),
            "person_id.id_number": ("身份证号", "身份证号码", "公民身份号码"),
            "person_id.group_name": ("组/网格", "所属网格", "网格"),
            "person_id.address": ("住址", "家庭住址"),
            "from_on": ("任职时间", "任职年月", "任现职时间"),
            "until_on": ("离任时间", "任期止"),
            "phone": ("联系电话", "手机", "电话", "手机号码", "联系方式"),
        },
    }
)  # fmt: skip
# Last of all: what a header says in the middle of other words, and what may be meant by it.
_ALIKE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile("户主.*身份证|户主.*证件号"), ("head_person.id_number",)),
    (re.compile("监护|紧急|配偶|父亲|母亲|子女|开户|户主|代办|领款|签"), ()),
    (re.compile("身份证|身份号码|证件号"), ("id_number", "person_id.id_number")),
    (re.compile("住址|地址"), ("address", "person_id.address")),
    (re.compile("电话|手机|联系方式|联系号码"), ("phone",)),
    (re.compile("出生(年月|日期|时间)"), ("born_on", "person_id.born_on")),
    (re.compile("姓名$"), ("name", "person_name", "head")),
    (re.compile("^收入(金额)?$"), (SIDE + "收入",)),
    (re.compile("^支出(金额)?$"), (SIDE + "支出",)),
)
_ANY = {NUMBER: ("序号", "顺序号")}
# Tables beside those a link names: the rows of a household, its head, whose name a post bears.
_JOINS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "person": {"household": ("household", "户")},
        "household": {"head_person": ("person", "户主")},
        "post": {"person_id": ("person", "本人")},
    }
)
_FIRST = (Person.table, Household.table, Post.table, "task", "entry")


class Taken(NamedTuple):
    """One thing that can fill a place: how it is called, and what sort of value it is."""

    take: str
    label: str
    kind: str
    group: str
    level: Level = Level.INNER


def sources(records: Iterable[type[Record]]) -> list[type[Record]]:
    """The records a list can be made of: what this office keeps itself, people first."""
    kept = [r for r in records if r.owner not in (Owner.LOCAL, Owner.STREET) and not r.sealed]
    place = {table: n for n, table in enumerate(_FIRST)}
    return sorted(kept, key=lambda record: place.get(record.table, len(place)))


def joins_of(record: type[Record]) -> dict[str, tuple[str, str]]:
    """(table, word) by the name of the way there."""
    linked = {
        name: (field.link, field.label) for name, field in record.fields.items() if field.link
    }
    return linked | dict(_JOINS.get(record.table, {}))


def fields_of(
    record: type[Record], records: Mapping[str, type[Record]], tags: Iterable[str] = ()
) -> list[Taken]:
    """Everything a column can take from rows of this record, by group."""
    found = [Taken(NUMBER, "序号", "count", "这张表"), *_own(record, "", record.label)]
    for way, (table, word) in joins_of(record).items():
        if table in records:
            found += _own(records[table], f"{way}.", word)
    if record is Person:
        found += [Taken(TAG + tag, f"是不是“{tag}”", "flag", "身份标签") for tag in tags]
    return found + office()


def _own(record: type[Record], before: str, group: str) -> list[Taken]:
    word = group if before else ""
    found = [
        Taken(before + name, word + field.label, _kind(name, field.kind.name), group, field.level)
        for name, field in record.fields.items()
        if field.kind.name not in ("files", "link") and field.level < Level.SEALED
    ]
    if record is Person:
        found.append(Taken(before + AGE, f"{word}年龄", "count", group))
    if not before and {"direction", "amount_fen"} <= set(record.fields):
        sides = record.fields["direction"].choices
        found += [Taken(SIDE + side, f"{side}金额", "money", group) for side in sides]
    if record is Household:
        found.append(Taken(before + MEMBERS, f"{word}人口", "count", group))
        found.append(Taken(before + NAMES, f"{word}成员姓名", "text", group))
    return found


def _kind(name: str, kind: str) -> str:
    return "sex" if name == "sex" else kind


def office() -> list[Taken]:
    return [
        Taken(take, label, _OFFICE_KINDS.get(take, "text"), "本单位")
        for take, label in OFFICE.items()
    ]


def taken(
    take: str, record: type[Record] | None, records: Mapping[str, type[Record]]
) -> Taken | None:
    """What a remembered `take` means; None when it means nothing any more."""
    if take.startswith(TEXT):
        return Taken(take, f"固定写“{take[len(TEXT) :]}”", "text", "这张表")
    if take.startswith(TAG):
        return Taken(take, f"是不是“{take[len(TAG) :]}”", "flag", "身份标签")
    if take in OFFICE:
        return next(each for each in office() if each.take == take)
    if take in (COUNT, ROWS):
        return Taken(take, "名册里有多少" if take == COUNT else "这张表的行数", "count", "合计")
    if record is None:
        return None
    if take.startswith(SUM):
        field = record.fields.get(take[len(SUM) :])
        if field is None or not field.kind.numeric:
            return None
        return Taken(take, f"{field.label}加起来", field.kind.name, "合计")
    return next((each for each in fields_of(record, records) if each.take == take), None)


class Words:
    """Header text → what fills the column, for rows of one record."""

    def __init__(
        self, record: type[Record], records: Mapping[str, type[Record]], tags: Iterable[str] = ()
    ) -> None:
        self.record, self._tags = record, tuple(tags)
        self._exact: dict[str, str] = {}
        self._other: dict[str, str] = {}
        self._taken = {each.take: each for each in fields_of(record, records)}
        for each in self._taken.values():
            if each.group not in ("本单位", "这张表"):
                self._exact.setdefault(squeezed(each.label), each.take)
        for take, words in (_MORE.get(record.table) or _ANY).items():
            for word in words:
                self._other.setdefault(squeezed(word), take)
        for name, field in record.fields.items():
            for word in OTHER_NAMES.get(field.label, ()):
                self._other.setdefault(squeezed(word), name)
        own = {squeezed(field.label) for field in record.fields.values()}
        for take, labels in _OFFICE_LABELS.items():
            for word in labels:
                if take != "today" and squeezed(word) not in own:
                    self._other.setdefault(squeezed(word), take)

    def known(self, header: str) -> str:
        text = plain(header)
        if not text or len(text) > 30:
            return ""
        base, _ = base_and_unit(text)
        for word in (squeezed(text), squeezed(base)):
            if found := self._exact.get(word) or self._other.get(word):
                return found
        return self._tag(base or text) or self._alike(squeezed(base or text))

    def _alike(self, text: str) -> str:
        """家庭现居住地址, 本人手机号: the word says enough, whatever stands before it."""
        for pattern, takes in _ALIKE:
            if pattern.search(text):
                return next((take for take in takes if take in self._taken), "")
        return ""

    def taken(self, take: str) -> Taken | None:
        return self._taken.get(take)

    def _tag(self, text: str) -> str:
        if self.record is not Person:
            return ""
        word = text.removeprefix("是否为").removeprefix("是否").removesuffix("户")
        for tag in self._tags:
            if word == tag or (text.startswith("是否") and tag in text):
                return TAG + tag
        return ""


@cache
def office_word(label: str) -> str:
    """What a word like 填报单位 asks for; "" when it is nothing of ours."""
    word = squeezed(label)
    bare = squeezed(base_and_unit(plain(label))[0])
    for take, labels in _OFFICE_LABELS.items():
        if any(squeezed(each) in (word, bare) for each in labels):
            return take
    return ""
