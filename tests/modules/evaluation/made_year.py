"""A year of records with its gaps: late, missing, of other years, deleted; the same each time."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from office import unguarded
from qinglian_desktop.core import clock
from qinglian_desktop.store.book import Book

YEAR = 2026
ENTERED = date(YEAR, 12, 30)
_KINDS = ("支部党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会", "述职述廉")


class Maker:
    """Draws days and values; `put` writes one row without asking its subject."""

    def __init__(self, seed: int, year: int) -> None:
        self.random, self.year = random.Random(seed), year

    def day(self, *, outside: float = 0.15) -> str:
        """A day of the year, now and then of the one before."""
        year = self.year - 1 if self.random.random() < outside else self.year
        return (date(year, 1, 1) + timedelta(days=self.random.randrange(358))).isoformat()

    def done(self, due: str) -> str | None:
        """In time, late, or not at all."""
        drawn = self.random.random()
        if drawn < 0.2:
            return None
        gap = -self.random.randrange(1, 9) if drawn < 0.75 else self.random.randrange(0, 12)
        return (date.fromisoformat(due) + timedelta(days=gap)).isoformat()

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def many(self, most: int) -> range:
        return range(self.random.randrange(most // 2, most + 1))


Draft = tuple[str, dict[str, Any]]


def drafts(seed: int, year: int = YEAR) -> Iterator[Draft]:
    """(table, values); a value @table:n is the id of the n-th row of that table."""
    made = Maker(seed, year)
    yield from _party(made)
    yield from _oversight(made)
    yield from _surroundings(made)
    yield from _collective(made)
    yield from _problems(made)


def _party(made: Maker) -> Iterator[Draft]:
    for _ in made.many(60):
        topic = made.pick("学习文件", "研究清廉村居工作", "年度述职", "谈心")
        values = {"kind": made.pick(*_KINDS), "subject": made.pick("没有专题", "清廉村居")}
        yield "party_meeting", {**values, "topic": topic, "held_on": made.day()}
    for _ in made.many(14):
        month = made.day()[:7]
        yield "duty_log", {"month": month, "person": "郑立", "kind": "亲自部署", "text": "部署"}
    for _ in made.many(6):
        yield "joint_meeting", {"held_on": made.day(), "topic": "三张清单"}
    for number in made.many(20):
        due = made.day()
        yield "joint_item", {
            "number": f"{number}", "list": made.pick("项目", "项目", "需求"), "title": "路灯",
            "due_on": due, "done_on": made.done(due),
            "status": made.pick("已办结", "办理中", "不办了"),
        }  # fmt: skip
    for number in made.many(24):
        yield "check_in", {
            "year": made.year - made.chance(0.1), "person": f"党员{number}", "unit": "某某小学",
            "where_to": "社区", "reported_on": f"{made.year}-02-03",
            "post": made.pick("宣传岗", "宣传岗", None),
            "feedback_on": made.pick(f"{made.year}-11-03", None, f"{made.year + 1}-01-09"),
        }  # fmt: skip
    for _ in made.many(30):
        yield "service_log", {
            "check_in_id": f"@check_in:{made.random.randrange(10)}", "served_on": made.day(),
            "what": "代办", "hours": 2000,
        }  # fmt: skip
    yield from _grids(made)


def _grids(made: Maker) -> Iterator[Draft]:
    for number in range(5):
        yield "grid", {"number": f"{number}", "name": f"网格{number}"}
        for role in ("网格长", "专职", "兼职", "其他"):
            if made.chance(0.7):
                gone = made.pick(None, None, f"{made.year}-06-30")
                yield "grid_staff", {
                    "grid_id": f"@grid:{number}", "person": "李四", "role": role,
                    "until_on": gone,
                }  # fmt: skip
    for number in range(40):
        yield "household", {"number": f"2-{number:03d}"}
    for _ in made.many(40):
        yield "grid_visit", {
            "grid_id": "@grid:0", "visited_on": made.day(),
            "household_no": f"2-{made.random.randrange(60):03d}",
        }  # fmt: skip
    for number in made.many(20):
        due = made.day()
        yield "grid_event", {
            "number": f"{number}", "grid_id": "@grid:0", "found_on": due, "what": "堆物",
            "due_on": due, "closed_on": made.done(due),
        }  # fmt: skip


def _oversight(made: Maker) -> Iterator[Draft]:
    for _ in made.many(14):
        yield "supervision_meeting", {"held_on": made.day()}
    for _ in made.many(12):
        expected = made.pick(3, 5, None)
        present = made.random.randrange(0, 4)
        yield "supervision_attendance", {
            "held_on": made.day(), "kind": "两委联席会", "expected": expected, "present": present,
        }  # fmt: skip
    yield "supervision_report", {"year": made.year, "reported_on": f"{made.year}-12-20"}
    for _ in made.many(14):
        sent = made.pick(f"{made.year}-12-01", None, f"{made.year + 1}-01-04")
        yield "monitor_log", {"month": made.day()[:7], "person": "吴敏", "sent_on": sent}
    yield (
        "key_person_talk",
        {"held_on": made.day(), "person": "郑立", "by": "吴敏", "topic": "提醒"},
    )
    for _ in range(3):
        yield "key_person", {
            "person": "郑立", "positions": "书记、主任", "authority": made.pick("权责", None),
            "listed_on": f"{made.year}-03-01",
        }  # fmt: skip
    yield "special_plan", {"year": made.year, "theme": "补贴", "made_on": f"{made.year}-02-01"}
    for _ in made.many(4):
        quarter = made.pick(1, 2, 3, 4)
        yield "special_check", {
            "quarter": f"{made.year}Q{quarter}", "kind": "补贴名单", "checked_on": made.day(),
        }  # fmt: skip
    for number in made.many(12):
        due = made.day()
        yield "promise", {
            "number": f"{number}", "what": "路灯", "promised_on": due, "due_on": due,
            "closed_on": made.done(due),
        }  # fmt: skip


def _surroundings(made: Maker) -> Iterator[Draft]:
    yield "covenant", {
        "kind": "居民公约", "version": "旧版", "effective_on": f"{made.year - 3}-01-01",
        "until_on": f"{made.year}-03-31", "review": "合法", "reviewed_on": f"{made.year - 3}-01-01",
    }  # fmt: skip
    yield "covenant", {
        "kind": "居民公约", "version": "新版", "effective_on": f"{made.year}-04-01",
        "review": made.pick("合法", "要修改"), "reviewed_on": f"{made.year}-03-01",
        "meeting_on": f"{made.year}-03-20", "filed_on": made.pick(None, f"{made.year}-04-02"),
    }  # fmt: skip
    yield "covenant_check", {
        "half": f"{made.year}H{made.pick(1, 2)}", "covenant_id": "@covenant:1",
        "checked_on": f"{made.year}-06-20",
    }  # fmt: skip
    for number, kind in enumerate(("红白理事会", "道德评议会")):
        yield "council", {"kind": kind, "charter": made.pick("章程", "章程", None),
                          "elected_on": f"{made.year - 1}-05-01"}  # fmt: skip
        yield "council_member", {"council_id": f"@council:{number}", "person": "王五"}
    for _ in made.many(5):
        yield "review_meeting", {"held_on": made.day(), "topic": "评典型"}
    for number in made.many(14):
        yield "event_report", {
            "number": f"{number}", "kind": "婚事", "host": "赵六", "event_on": made.day(),
            "reported_on": made.pick(f"{made.year}-01-02", None),
            "is_party_member": int(made.chance(0.3)), "is_cadre": 0,
        }  # fmt: skip
    for _ in made.many(20):
        on = made.day()
        yield "environment_inspection", {
            "inspected_on": on, "month": on[:7], "place": "3组",
            "score": made.random.randrange(70_000, 100_001),
        }  # fmt: skip
    for number in made.many(16):
        due = made.day()
        yield "environment_issue", {
            "number": f"{number}", "found_on": due, "place": "3组", "what": "垃圾",
            "due_on": due, "closed_on": made.done(due),
        }  # fmt: skip
    for _ in made.many(12):
        yield "training", {
            "kind": made.pick("廉政", "警示", "财务", "其他"), "title": "培训",
            "held_on": made.day(), "expected": made.pick(20, 25, None),
            "present": made.random.randrange(10, 24),
        }  # fmt: skip
    for _ in made.many(3):
        yield "culture_activity", {"kind": "清廉文化", "title": "故事会", "held_on": made.day()}
    for _ in range(2):
        valid = made.random.randrange(40, 60)
        yield "survey_result", {
            "year": made.year, "surveyed_on": f"{made.year}-11-0{made.pick(1, 2)}",
            "sample_planned": 30, "valid": valid, "satisfied": valid - 9, "fairly": 3,
            "unknown": 2,
        }  # fmt: skip


def _collective(made: Maker) -> Iterator[Draft]:
    yield "body", {"name": "某某股份经济合作社", "kind": "集体经济组织"}
    for half in (1, 2):
        yield "collective_report", {
            "kind": "半年汇报", "period": f"{made.year}H{half}",
            "heard_on": made.pick(None, f"{made.year}-12-20", f"{made.year + 1}-01-10"),
        }  # fmt: skip
    yield "collective_report", {
        "kind": "理事会述职", "period": f"{made.year}", "heard_on": f"{made.year}-12-10",
    }  # fmt: skip
    for number in made.many(20):
        posted = made.day()
        yield "notice", {
            "number": f"{number}", "kind": "一般公开", "title": "公开", "posted_on": posted,
            "state": made.pick("已上墙", "已归档", "已上墙", "公示不足"),
        }  # fmt: skip
        due = made.day()
        yield "planned_posting", {
            "year": made.year, "code": f"F{number:02d}", "category": "财务", "item": "收支",
            "period": f"{made.year}Q1", "due_on": due,
            "state": made.pick("已公开", "待公开", "不适用"),
            "notice_id": f"@notice:{number}" if made.chance(0.8) else None,
        }  # fmt: skip
    yield "disclosure_plan", {
        "year": made.year, "state": "已生效", "prepared_by": "周文书",
        "prepared_on": f"{made.year}-02-01", "notice_id": "@notice:0",
    }  # fmt: skip
    for programme in ("耕地补贴", "种粮补贴", "公益林", "退耕还林"):
        for row in range(4):
            yield "benefit_line", {
                "programme": programme, "period": f"{made.year}", "row_no": row + 1,
                "name": "钱七", "amount_fen": 100, "notice_id": "@notice:1",
                "state": made.pick(*["没有问题", "已核实"] * 2, "待核实"),
            }  # fmt: skip
    for number in made.many(10):
        yield "approval", {
            "book": "委员会", "asked_on": made.day(), "reason": "买纸", "payee": "某店",
            "amount_fen": 100, "number": f"{number}",
            "entry_id": made.pick("e1", "e2", None),
        }  # fmt: skip
        for name in ("郑立", "吴敏")[: made.random.randrange(3)]:
            yield "approval_sign", {
                "approval_id": f"@approval:{number}", "step": "审批", "box": "主任", "name": name,
                "signed_on": f"{made.year}-05-01",
            }  # fmt: skip
    yield "inventory", {
        "year": made.year, "counted_on": f"{made.year}-05-01",
        "posted_on": made.pick(None, f"{made.year}-06-01"),
        "ledgers_on": f"{made.year + 1}-01-03",
    }  # fmt: skip
    for number in made.many(6):
        due = made.day()
        yield "audit", {
            "number": f"{number}", "kind": "定期审计", "subject": "合作社", "due_on": due,
            "published_on": made.done(due),
        }  # fmt: skip
    for number in made.many(10):
        due = made.day()
        yield "finding", {
            "audit_id": "@audit:0", "seq": number + 1, "issue": "A01 白条入账", "content": "白条",
            "due_on": due, "closed_on": made.done(due),
        }  # fmt: skip


def _problems(made: Maker) -> Iterator[Draft]:
    for number in made.many(30):
        due = made.day()
        yield "problem", {
            "number": f"{number}", "found_on": due, "description": "公开栏没有写清",
            "source": made.pick("街道督查", "巡察", "审计", "自查"), "category": "作风",
            "plan_item": made.pick("（七）", "（二）"), "due_on": due, "closed_on": made.done(due),
        }  # fmt: skip


def fill(book: Book, seed: int = 7, year: int = YEAR) -> None:
    """Writes the year into a book as if entered at its end; of the rows on which no other hangs
    one in twelve is deleted again.
    """
    named = {
        value[1:].partition(":")[0]
        for _, values in drafts(seed, year) for value in values.values()
        if isinstance(value, str) and value.startswith("@")
    }  # fmt: skip
    chosen = random.Random(seed)
    with entered(book, date(year, 12, 30)) as change:
        ids: dict[str, list[str]] = {}
        for table, values in drafts(seed, year):
            listed = ids.setdefault(table, [])
            row_id = change.add(book.tables[table], _linked(values, ids))
            listed.append(row_id)
            if table not in {*named, "body"} and chosen.random() < 0.08:
                change.drop(table, row_id)


def _linked(values: Mapping[str, Any], ids: Mapping[str, list[str]]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        if isinstance(value, str) and value.startswith("@"):
            table, _, number = value[1:].partition(":")
            there = ids.get(table, [])
            value = there[int(number) % len(there)] if there else None
        found[name] = value
    return found


@contextmanager
def entered(book: Book, on: date) -> Iterator[Any]:
    """One change on that day, past the rules of the subjects."""
    with clock.fixed(on), unguarded(), book.change("一年的记录") as change:
        yield change
