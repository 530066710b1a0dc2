"""An office with people of every sort, for filling forms: all invented."""

from datetime import date
from pathlib import Path

from office import entry_of, make_book
from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME, SPENDING
from qinglian_desktop.modules.registry.records import Body, Household, Person, Post
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book

_NAMES = [
    "李建华",
    "张晓梅",
    "王德珍",
    "赵明",
    "欧阳永红",
    "陈素琴",
    "周国强",
    "吴立新",
    "郑桂兰",
    "冯志文",
    "韩长福",
    "杨秀芳",
]
_TAGS = (
    "党员、居民代表", "党员、网格员", "低保", "退役军人、党员", "残疾", "低保、残疾", "网格员",
    "党员", None, "退役军人", "党员", "居民代表",
)  # fmt: skip


def number_of(born: date, serial: int) -> str:
    first = f"999999{born:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def people() -> list[Person]:
    made = []
    for place, (name, tags) in enumerate(zip(_NAMES, _TAGS, strict=True)):
        born = date(1938 + 4 * place, place % 12 + 1, 3 + place)
        made.append(
            Person(
                name=name,
                sex="女" if place % 2 else "男",
                id_number=number_of(born, 10 + place + (place + 1) % 2 - place % 2),
                born_on=born,
                phone=f"1990000{1000 + place}",
                household_no=f"{place // 3 + 1}-00{place // 3 + 1}",
                relation="户主" if place % 3 == 0 else "家属",
                group_name=f"{place // 6 + 1}组",
                address=f"新街{place // 3 + 1}号" if place % 3 == 0 else None,
                tags=tags,
            )
        )
    return made


def full_office(tmp_path: Path, **given: str) -> Book:
    """Twelve people in four households, posts, entries of the collective, tasks."""
    book = make_book(tmp_path, **given)
    with book.change("登记名册") as change:
        ids = {person.name: change.put(person) for person in people()}
        for place, person in enumerate(people()[::3], start=1):
            change.put(
                Household(
                    number=f"{place}-00{place}", head=person.name, group_name=person.group_name,
                    address=f"新街{place}号", phone=person.phone,
                )
            )  # fmt: skip
        change.put(Body(name="社区居委会", kind="委员会", seats=5))
        for name, title in (
            ("李建华", "书记"), ("张晓梅", "副主任"), ("赵明", "委员"), ("周国强", "委员"),
            ("冯志文", "委员"),
        ):  # fmt: skip
            change.put(
                Post(
                    body="社区居委会", person_name=name, title=title, from_on=date(2024, 3, 1),
                    person_id=ids[name] if name != "赵明" else None, phone="02300000000",
                )
            )  # fmt: skip
        for day, way, purpose, fen in (
            (date(2026, 2, 3), INCOME, "租金收入", 1_200_000),
            (date(2026, 10, 8), INCOME, "租金收入", 800_050),
            (date(2026, 11, 2), INCOME, "财政补助", 300_000),
            (date(2026, 10, 20), SPENDING, "办公费", 23_800),
            (date(2026, 11, 11), SPENDING, "维修费", 150_000),
        ):
            change.put(entry_of(fen, day, way, account=COLLECTIVE, purpose=purpose))
        for place, (title, state) in enumerate(
            (("公开三资情况", "进行中"), ("清理合同", "已完成"), ("=公式样的题目", "未开始")),
            start=1,
        ):
            change.put(
                Task(
                    year=2026, code=f"1.0{place}", title=title, state=state, lead_office="民政办",
                    assignee="周文书", due_on=date(2026, 12, place),
                )
            )  # fmt: skip
    return book
