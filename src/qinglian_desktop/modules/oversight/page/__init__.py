"""The tab 监督教育: supervision, education and culture, surveys of satisfaction."""

from functools import partial

from qinglian_desktop.modules.disclosure.page.papers import papers_of
from qinglian_desktop.modules.education import page as education
from qinglian_desktop.modules.oversight import actions
from qinglian_desktop.modules.oversight.cadre_records import IntegrityNote
from qinglian_desktop.modules.oversight.records import (
    NO_CLUES,
    KeyPerson,
    KeyPersonTalk,
    MonitorAppointment,
    MonitorLog,
    PersonalReport,
    Promise,
    SpecialCheck,
    SpecialPlan,
    SupervisionAttendance,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionOpinion,
    SupervisionReport,
)
from qinglian_desktop.modules.survey import page as survey
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.plain_ledgers import Plain, Print, section

_MEETINGS = Plain(
    SupervisionMeeting, "例会",
    ("due_period", "held_on", "topic", "expected", "present", "present_rate", "files"),
    "每月开一次例会，开了就登记一条。", (Print("打印例会记录", "meeting_paper"),),
)  # fmt: skip
_ITEMS = Plain(
    SupervisionItem, "审议事项",
    ("meeting_id", "kind", "what", "opinion", "agree", "against", "abstain", "follow_up"),
    "例会上看了哪些事，一件一条，印在例会记录里。",
)  # fmt: skip
_OPINIONS = Plain(
    SupervisionOpinion, "监督意见",
    ("number", "given_on", "addressed_to", "suggestion", "reply_due", "replied_on", "adopted"),
    "提了书面意见就登记，到期没答复会提醒。", (Print("打印监督意见书", "opinion_paper"),),
)  # fmt: skip
_ATTENDED = Plain(
    SupervisionAttendance, "列席",
    ("held_on", "kind", "topic", "expected", "present", "present_rate", "opinions", "adopted"),
    "列席了哪些会、提了什么意见，登记在这里。",
)  # fmt: skip
_REPORTS = Plain(
    SupervisionReport, "年度报告",
    ("year", "reported_on", "heard_by", "votes", "satisfied_rate", "published_on"),
    "每年报告一次，评议票填齐，满意率自动算。",
)  # fmt: skip
_LOGS = Plain(
    MonitorLog, "履职纪实",
    ("month", "person", "meetings", "households", "matters", "signed_on", "sent_on", "receipt"),
    "每月一份，签字后报街道纪工委，登记回执。", (Print("打印履职纪实", "log_paper"),),
    "有线索的，密封后直接交街道纪工委。", f"{NO_CLUES}。",
)  # fmt: skip
_APPOINTED = Plain(
    MonitorAppointment, "聘任",
    ("person", "document_no", "appointed_on", "until_on", "pledged_on", "ended_on"),
    "监察监督员聘任、续聘、解聘都登记在这里。",
)  # fmt: skip
_KEY_PEOPLE = Plain(
    KeyPerson, "一肩挑",
    ("person", "positions", "combined", "listed_on", "reviewed_on", "audit_due"),
    "先登记谁一肩挑，再记权责清单和监督重点。",
)  # fmt: skip
_TALKS = Plain(
    KeyPersonTalk, "谈话提醒", ("held_on", "person", "by", "topic", "files"),
    "每半年谈一次，谈了就登记一条。", warning=f"{NO_CLUES}。",
)  # fmt: skip
_FEASTS = Plain(
    PersonalReport, "干部婚丧报告",
    ("number", "reporter", "kind", "event_on", "tables", "reported_on", "after_on"),
    "党员干部办婚丧喜庆事，事前报告、事后补报。",
)  # fmt: skip
_FILES = Plain(
    IntegrityNote, "廉洁档案",
    ("person", "kind", "done_on", "title", "result", "held", "kept_at", "files"),
    "承诺、述廉、培训、表彰，一件一行；打印时按人合成一本。",
    (Print("打印廉洁档案", "cadre_paper"), Print("打印档案目录", "cadres_paper", blank=True)),
    warning="组织结论、核查情况由街道保管，这里只记有没有和街道存档号。",
)  # fmt: skip
_PLANS = Plain(
    SpecialPlan, "整治方案", ("year", "theme", "made_on", "responsible", "published_on", "files"),
    "每年定一个主题，先有方案和问题清单。",
)  # fmt: skip
_CHECKS = Plain(
    SpecialCheck, "季度比对",
    ("quarter", "kind", "checked_on", "compared", "hits", "result", "handed_on"),
    "每季度比对一次，比对完登记结果。", note="待核实的密封移送，这里只记移送日期。",
    warning=f"{NO_CLUES}。",
)  # fmt: skip
_PROMISES = Plain(
    Promise, "承诺办结",
    ("number", "what", "responsible", "promised_on", "due_on", "closed_on", "answer"),
    "答应群众的事一件一条，到期会提醒。",
)  # fmt: skip


def make_page(desk: Desk) -> GroupedSections:
    make = partial(section, desk, on_print=papers_of(desk, actions))
    return GroupedSections(
        "oversight",
        "监督教育",
        (
            (
                desk.book.word("supervisors_short"),
                tuple(make(one) for one in (_MEETINGS, _ITEMS, _OPINIONS, _ATTENDED, _REPORTS)),
            ),
            ("监察监督员", (make(_LOGS), make(_APPOINTED))),
            ("一肩挑", tuple(make(one) for one in (_KEY_PEOPLE, _TALKS, _FEASTS, _FILES))),
            ("小切口整治", (make(_PLANS), make(_CHECKS), make(_PROMISES))),
            ("教育文化", education.sections(desk)),
            ("满意度测评", survey.sections(desk)),
        ),
    )
