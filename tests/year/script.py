"""What one unit does in a year: every row through the save of its subject, on the day it is done.

What is drawn is the same each time.
"""

from datetime import date, timedelta
from functools import partial

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.tasks import actions as tasks
from year import books
from year.doing import LAST, YEAR, Ref, Year, first_of, last_of

_EVERY_MONTH = ("支委会", "党小组会", "主题党日")
_EVERY_QUARTER = ("支部党员大会", "党课")


def lay_out(year: Year) -> None:
    """The whole year of a unit."""
    _roster(year)
    if year.profile.idle:
        return
    _party(year)
    _joint(year)
    _members(year)
    _grids(year)
    _oversight(year)
    _customs(year)
    _teaching(year)
    _problems(year)
    books.posted(year)
    books.decided(year)
    books.benefits(year)
    books.signed(year)
    if year.profile.collective:
        books.collective(year)
    books.claims(year)
    if year.profile.after:
        books.afterwards(year)


def _roster(year: Year) -> None:
    """Households, and the street's plan of the year turned into tasks."""
    start = date(YEAR, 1, 6)
    for number in range(1, 21):
        year.add(start, "household", number=f"{number % 4 + 1}-{number:03d}")
        if number % 3 == 0:
            year.add(start, "person", name=f"赵{'一二三四五六七八九十'[number // 3]}",
                     household_no=f"{number % 4 + 1}-{number:03d}", relation="户主")  # fmt: skip
    if not year.profile.idle:
        year.on(start, lambda: tasks.load_plan(year.book, YEAR))
        for month in range(2, 13):
            year.on(date(YEAR, month, 25), partial(_do_a_task, year, month))


def _do_a_task(year: Year, month: int) -> None:
    """One task of the plan goes on, with a photo; where the unit keeps to it, it is finished."""
    book = year.book
    open_ones = book.ids(Query("task", (Where("state", "in", ("未开始", "进行中")),)))
    row_id = open_ones[month]
    tasks.add_note(book, row_id, "已开展，拍了照片", [book.files.add(f"照片 {month}".encode())])
    tasks.attach(book, row_id, [book.files.add(f"照片 {month}".encode())])
    if year.done():
        tasks.move_task(book, row_id, "待核")
        tasks.move_task(book, row_id, "已完成")


def _party(year: Year) -> None:
    held = {"chair": "郑主任", "expected": 18, "present": 16}
    for month in range(1, 13):
        kinds = list(_EVERY_MONTH) + (list(_EVERY_QUARTER) if month % 3 == 0 else [])
        kinds += ["组织生活会"] if month == 2 else []
        for kind in kinds:
            if year.done():
                day = year.day(first_of(month), last_of(month))
                clean = kind == "支委会" and month in (4, 10)
                year.add(day, "party_meeting", kind=kind, held_on=day,
                         topic="研究清廉村居建设" if clean else "学习文件", **held)  # fmt: skip
        if year.done():
            day = year.day(first_of(month), last_of(month))
            year.add(day, "duty_log", person="郑主任", kind="亲自部署", text="查看公开栏",
                     done_on=day)  # fmt: skip
    if year.done():
        day = date(YEAR, 12, 20)
        year.add(day, "party_meeting", kind="述职述廉", held_on=day, topic="年度述职述廉",
                 **held)  # fmt: skip


def _joint(year: Year) -> None:
    for quarter in range(1, 5):
        if year.done():
            day = year.day(first_of(3 * quarter), last_of(3 * quarter))
            year.add(day, "joint_meeting", held_on=day, topic="更新三张清单")
    for number in range(6):
        due = date(YEAR, 2 * number + 2, 20)
        raised = due - timedelta(days=40)
        name = year.add(raised, "joint_item", list="项目" if number else "需求",
                        title=f"路灯 {number}", due_on=due, raised_on=raised)  # fmt: skip
        if number == 4 and not year.done():
            year.change(due, "joint_item", name, status="不办了")
        elif year.done():
            year.change(due, "joint_item", name, done_on=due)
        elif year.done():
            year.change(due + timedelta(days=8), "joint_item", name,
                        done_on=due + timedelta(days=8))  # fmt: skip


def _members(year: Year) -> None:
    for number in range(8):
        day = date(YEAR, 1, 15 + number)
        name = year.add(day, "check_in", person=f"党员{'甲乙丙丁戊己庚辛'[number]}",
                        unit="某某小学", where_to="社区", reported_on=day,
                        post="宣传岗" if year.done() else None)  # fmt: skip
        if year.done():
            on = year.day(date(YEAR, 3, 1), date(YEAR, 10, 31))
            year.add(on, "service_log", check_in_id=Ref(name), served_on=on, hours=2000,
                     what="代办医保")  # fmt: skip
        if year.done():
            on = date(YEAR, 12, 1 + number)
            year.change(on, "check_in", name, feedback_on=on, result="好")
    # One who served long ago and nobody of this year.
    old = date(YEAR, 2, 20)
    year.add(old, "check_in", person="党员壬", unit="供电所", reported_on=date(YEAR - 1, 3, 1),
             year=YEAR - 1, post="劝导岗")  # fmt: skip


def _grids(year: Year) -> None:
    start = date(YEAR, 1, 10)
    for number in (1, 2, 3):
        grid = year.add(start, "grid", number=f"{number:02d}", name=f"第{number}网格")
        for role in ("网格长", "专职" if number < 3 else "兼职"):
            if year.done():
                year.add(start, "grid_staff", grid_id=Ref(grid), person=f"李{number}", role=role,
                         from_on=start,
                         until_on=None if year.done() else date(YEAR, 8, 31))  # fmt: skip
        for _ in range(3):
            found = year.day(date(YEAR, 2, 1), date(YEAR, 10, 31))
            due = found + timedelta(days=10)
            event = year.add(found, "grid_event", grid_id=Ref(grid), found_on=found, what="堆物",
                             due_on=due)  # fmt: skip
            year.closing("grid_event", event, due, result="已清走")
    for number in range(1, 21):
        if year.done():
            on = year.day(date(YEAR, 2, 1), LAST)
            year.add(on, "grid_visit", grid_id=Ref(grid), visited_on=on,
                     household_no=f"{number % 4 + 1}-{number:03d}")  # fmt: skip
    year.add(date(YEAR, 6, 2), "grid_visit", grid_id=Ref(grid), visited_on=date(YEAR, 6, 2),
             household_no="9-999")  # fmt: skip


def _oversight(year: Year) -> None:
    for month in range(1, 13):
        middle = year.day(first_of(month), last_of(month))
        if year.done():
            year.add(middle, "supervision_meeting", held_on=middle, expected=5, present=4)
        if year.done():
            on = first_of(month) + timedelta(days=32)
            sent = on.isoformat() if year.done() else None
            year.add(on, "monitor_log", month=f"{YEAR}-{month:02d}", person="吴监督", sent_on=sent)
        if year.done():
            year.add(middle, "supervision_attendance", held_on=middle, expected=3,
                     present=year.random.randrange(1, 4))  # fmt: skip
        if year.done():
            year.add(middle, "environment_inspection", inspected_on=middle, place="全域",
                     toilet_off=year.random.randrange(0, 9) * 500, rubbish_off=3000,
                     sewage_off=500, looks_off=1000, system_off=0)  # fmt: skip
    _key_people(year)
    _special(year)
    if year.done():
        on = date(YEAR, 12, 22)
        year.add(on, "supervision_report", reported_on=on, votes=40, satisfied=35, fairly=3, poor=2)


def _key_people(year: Year) -> None:
    person = year.add(date(YEAR, 1, 8), "key_person", person="郑主任", positions="书记、主任",
                      authority="审批、用章、用人" if year.done() else None,
                      listed_on=date(YEAR, 1, 8))  # fmt: skip
    for half in (1, 2):
        if year.done():
            on = year.day(first_of(6 * half - 5), last_of(6 * half))
            on = max(on, date(YEAR, 1, 9))
            year.add(on, "key_person_talk", held_on=on, key_person_id=Ref(person), person="郑主任",
                     by="街道联系领导", topic="节前提醒")  # fmt: skip


def _special(year: Year) -> None:
    """The plan of the year against small wrongs, its checks, and what was promised."""
    plan = ""
    if year.done():
        plan = year.add(date(YEAR, 2, 10), "special_plan", theme="补贴发放",
                        made_on=date(YEAR, 2, 10))  # fmt: skip
    for quarter in range(1, 5):
        if year.done():
            on = last_of(3 * quarter)
            year.add(on, "special_check", checked_on=on, compared=120, hits=2, result="说明合理",
                     plan_id=Ref(plan) if plan else None)  # fmt: skip
    for number in range(5):
        given = date(YEAR, 2 + number, 3)
        due = given + timedelta(days=60)
        name = year.add(given, "promise", what=f"路灯 {number}", promised_on=given, due_on=due)
        year.closing("promise", name, due)


def _customs(year: Year) -> None:
    old = year.add(date(YEAR, 1, 7), "covenant", version="旧版", review="合法",
                   reviewed_on=date(YEAR - 3, 2, 1), meeting_on=date(YEAR - 3, 3, 1),
                   effective_on=date(YEAR - 3, 4, 1), until_on=date(YEAR, 3, 31))  # fmt: skip
    new = date(YEAR, 3, 20)
    held = year.add(new, "covenant", version="新版", text="第一条 邻里互助。",
                    review="合法" if year.done() else "要修改",
                    reviewed_on=date(YEAR, 3, 1) if year.done() else None,
                    meeting_on=date(YEAR, 3, 10) if year.done() else None,
                    filed_on=date(YEAR, 3, 15) if year.done() else None,
                    effective_on=date(YEAR, 4, 1))  # fmt: skip
    for half, name in ((1, old), (2, held)):
        if year.done():
            on = last_of(6 * half) - timedelta(days=9)
            year.add(on, "covenant_check", covenant_id=Ref(name), checked_on=on)
    for kind in ("红白理事会", "道德评议会"):
        on = date(YEAR, 1, 12)
        council = year.add(on, "council", kind=kind, elected_on=date(YEAR - 1, 5, 1),
                           charter="章程" if year.done() else None)  # fmt: skip
        if year.done():
            year.add(on, "council_member", council_id=Ref(council), person="王五")
    for quarter in range(1, 5):
        if year.done():
            on = year.day(first_of(3 * quarter), last_of(3 * quarter))
            year.add(on, "review_meeting", held_on=on, topic="评典型", expected=9, present=8)
    for number in range(6):
        on = date(YEAR, 2 * number + 1, 18)
        year.add(on, "event_report", kind="婚事", host=f"周{'一二三四五六'[number]}", event_on=on,
                 reported_on=on - timedelta(days=5) if year.done() else None,
                 is_party_member=number % 2, is_cadre=int(number == 4))  # fmt: skip
    for number in range(6):
        found = date(YEAR, 2 * number + 1, 9)
        due = found + timedelta(days=15)
        name = year.add(found, "environment_issue", kind="垃圾", found_on=found, place="3组",
                        what="没有清运", due_on=due)  # fmt: skip
        year.closing("environment_issue", name, due)


def _teaching(year: Year) -> None:
    for quarter in range(1, 5):
        on = year.day(first_of(3 * quarter - 1), last_of(3 * quarter))
        if year.done():
            year.add(on, "training", kind="廉政" if quarter % 2 else "警示", title="专题课",
                     held_on=on, expected=12, present=year.random.randrange(7, 13))  # fmt: skip
        if quarter % 2 == 0 and year.done():
            year.add(on, "training", kind="财务", title="报账员培训", held_on=on, expected=4,
                     present=year.random.randrange(2, 5))  # fmt: skip
    for half in (1, 2):
        if year.done():
            on = last_of(6 * half) - timedelta(days=30)
            year.add(on, "culture_activity", title="家风故事会", held_on=on)
    one = year.profile
    good = one.sheets * one.satisfied // 100
    on = date(YEAR, 11, 20)
    year.add(on, "survey_result", surveyed_on=on, sample_planned=60, issued=one.sheets + 10,
             returned=one.sheets + 5, valid=one.sheets, satisfied=good - 20 if good > 20 else good,
             fairly=20 if good > 20 else 0, middling=0, poor=one.sheets - good,
             unknown=0)  # fmt: skip


def _problems(year: Year) -> None:
    sources = ("街道督查", "巡察", "自查", "审计", "居民反映")
    for number in range(10):
        found = date(YEAR, number + 1, 12)
        due = found + timedelta(days=30)
        name = year.add(found, "problem", found_on=found, source=sources[number % 5],
                        category="作风", description="公开栏没有写清", due_on=due,
                        plan_item="（七）" if number % 3 == 0 else "（二）")  # fmt: skip
        if year.profile.overdue and number == 0:
            continue
        on = min(due - timedelta(days=2), LAST)
        if not year.done():
            on = min(due + timedelta(days=year.random.randrange(3, 60)), LAST)
        year.change(on, "problem", name, status="已销号", done_on=on, recheck="已改好")
