"""One unit is supervised: meetings, an opinion, logs, trainings, a survey, rounds, a covenant."""

from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules import saving
from qinglian_desktop.shell.demo.unit import Unit

_MONTHS = 6  # before this one, each with its meeting, log and round
_WATCHER = "吴监督"


def supervise(unit: Unit) -> None:
    """Half a year of ledgers, each with something done and something open."""
    _rounds(unit)
    _committee(unit)
    _teaching(unit)
    _customs(unit)


def _save(unit: Unit, table: str, **draft: Any) -> str:
    return str(saving.saver(table)(unit.book, None, draft).result)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def _rounds(unit: Unit) -> None:
    """What comes every month; the log of the newest month is not sent yet."""
    month = Period.holding(clock.today(), "M")
    for back in range(_MONTHS):
        month = month.previous
        held, sent = month.first + timedelta(days=23), month.last + timedelta(days=3)
        meeting = _save(
            unit,
            "supervision_meeting",
            held_on=held.isoformat(),
            place="二楼会议室",
            topic=f"看{month.number}月票据和公开内容",
            expected=5,
            present=5 - back % 2,
            chair=_WATCHER,
        )
        _save(
            unit,
            "supervision_item",
            meeting_id=meeting,
            kind="财务",
            what=f"{month.number}月票据",
            opinion="手续齐全",
            agree=5 - back % 2,
            against=0,
            abstain=0,
        )
        _save(
            unit,
            "monitor_log",
            month=str(month),
            person=_WATCHER,
            meetings=2,
            households=8,
            matters="财务公开、工程验收",
            sent_on=sent.isoformat() if back else None,
        )
        _save(
            unit,
            "environment_inspection",
            inspected_on=(month.first + timedelta(days=8)).isoformat(),
            place="全域",
            toilet_off=2000 + 500 * back,
            rubbish_off=3000,
            sewage_off=500,
            looks_off=1000,
            system_off=0,
        )


def _committee(unit: Unit) -> None:
    due = (clock.today() + timedelta(days=4)).isoformat()
    _save(
        unit,
        "supervision_opinion",
        given_on=_ago(12),
        addressed_to=unit.book.word("committee"),
        matter="两张票据没有经手人签字",
        suggestion="补签后再入账",
        reply_due=due,
    )
    _save(
        unit,
        "supervision_attendance",
        held_on=_ago(20),
        topic="研究门面出租",
        expected=3,
        present=3,
        opinions="租金不低于去年",
        adopted=1,
    )
    person = _save(unit, "key_person", person="郑主任", positions="书记、主任", listed_on=_ago(150))
    _save(
        unit,
        "key_person_talk",
        held_on=_ago(100),
        key_person_id=person,
        person="郑主任",
        by="街道联系领导",
        topic="节日期间廉洁提醒",
    )
    _save(
        unit, "monitor_appointment", person=_WATCHER, appointed_on=_ago(300), pledged_on=_ago(300)
    )
    plan = _save(unit, "special_plan", theme="惠民补贴发放", made_on=_ago(200))
    _save(
        unit,
        "supervision_report",
        year=_year() - 1,
        reported_on=_ago(310),
        heard_by=unit.book.word("representatives"),
        text="一年开例会 12 次，提意见 9 条，采纳 8 条。",
        votes=33,
        satisfied=26,
        fairly=6,
        poor=1,
    )
    _save(
        unit,
        "personal_report",
        reporter="何委员",
        post="委员",
        relation="女儿结婚",
        event_on=_ago(35),
        tables=15,
        table_fen=600_00,
        pledged=1,
        reported_on=_ago(48),
        received_by=_WATCHER,
        after_on=_ago(31),
        actual_tables=14,
    )
    _save(
        unit,
        "special_check",
        plan_id=plan,
        checked_on=_ago(60),
        compared=120,
        hits=2,
        result="说明合理",
    )
    _save(unit, "promise", what="给二组装路灯", promised_on=_ago(90), due_on=due)
    _save(
        unit,
        "promise",
        what="修好小区健身器材",
        promised_on=_ago(120),
        due_on=_ago(60),
        closed_on=_ago(70),
        answer="满意",
    )


def _teaching(unit: Unit) -> None:
    for days, kind, title in (
        (150, "廉政", "清廉村居专题课"),
        (60, "警示", "以案说纪警示教育"),
        (40, "财务", "报账员财务培训"),
    ):
        _save(unit, "training", kind=kind, title=title, held_on=_ago(days), expected=12, present=11)
    site = _save(unit, "culture_site", name="廉情驿站", kind="宣传栏", checked_on=_ago(30))
    _save(
        unit,
        "culture_activity",
        kind="家风教育",
        title="好家风故事会",
        held_on=_ago(45),
        site_id=site,
        people=36,
    )
    _save(
        unit,
        "experience",
        title="院坝里的廉情驿站",
        written_on=_ago(20),
        results="群众反映少了一半",
    )
    heard = _save(
        unit,
        "survey_result",
        surveyed_on=_ago(25),
        issued=40,
        returned=38,
        valid=36,
        satisfied=24,
        fairly=8,
        middling=2,
        poor=1,
        unknown=1,
    )
    for seq, question, satisfied in (
        (1, "对财务公开满意吗", 25),
        (2, "对办事态度满意吗", 27),
        (3, "对环境卫生满意吗", 21),
    ):
        fairly = 33 - satisfied
        _save(
            unit,
            "survey_line",
            survey_id=heard,
            seq=seq,
            question=question,
            satisfied=satisfied,
            fairly=fairly,
            middling=2,
            poor=1,
            unknown=0,
        )


def _customs(unit: Unit) -> None:
    covenant = _save(
        unit,
        "covenant",
        version=f"{_year()}年修订",
        meeting_on=_ago(200),
        filed_on=_ago(195),
        effective_on=_ago(190),
        text="第一条 邻里互助。第二条 红白事简办。第三条 爱护环境。",
    )
    _save(
        unit,
        "covenant_check",
        covenant_id=covenant,
        checked_on=_ago(70),
        checked_by=_WATCHER,
        found="红白事从简执行得好，楼道堆物还有。",
        suggestion="每月看一次楼道。",
    )
    council = _save(unit, "council", kind="红白理事会", elected_on=_ago(400), chair="陈大山")
    _save(unit, "council_member", council_id=council, person="林小溪", post="理事")
    _save(unit, "review_meeting", held_on=_ago(50), topic="评孝老爱亲典型", expected=9, present=8)
    _save(
        unit,
        "event_report",
        kind="婚事",
        host="周世明",
        event_on=_ago(15),
        tables=16,
        reported_on=_ago(25),
        gifts_told=1,
    )
    _save(
        unit,
        "environment_issue",
        kind="污水",
        found_on=_ago(18),
        place="二组水沟",
        what="水沟堵塞",
        due_on=_ago(-3),
    )
    if unit.book.unit.kind == "village":
        _village(unit)


def _village(unit: Unit) -> None:
    """Toilets of households and a plant for sewage: only villages have them."""
    for place, kind in enumerate(("三格", "三格", "双瓮", "水冲入管"), 1):
        worn = {"smells": 1, "fault": "使用管护", "due_on": _ago(-6)} if place == 3 else {}
        _save(
            unit,
            "toilet",
            household_no=f"1-{4 * place:03d}",
            kind=kind,
            built_in=_year() - 3 - place,
            place="屋内",
            in_use=1,
            **worn,
        )
    _save(
        unit,
        "sewage_facility",
        place="三组污水池",
        kind="三格化粪池",
        households=18,
        responsible="三组组长",
        running=1,
        maintained_on=_ago(80),
    )


def _year() -> int:
    today: date = clock.today()
    return today.year
