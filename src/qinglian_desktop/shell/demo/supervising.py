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
        addressed_to="村（社区）委员会",
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
    _save(
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


def _customs(unit: Unit) -> None:
    _save(
        unit,
        "covenant",
        version=f"{_year()}年修订",
        meeting_on=_ago(200),
        filed_on=_ago(195),
        effective_on=_ago(190),
        text="第一条 邻里互助。第二条 红白事简办。第三条 爱护环境。",
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


def _year() -> int:
    today: date = clock.today()
    return today.year
