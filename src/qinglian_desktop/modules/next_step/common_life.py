"""What comes next in the life of the place: party work, oversight, customs, the unit's own file.

The rest of the table, and what it means, is in `table`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.modules.next_step.rule import Next

_PAPERS = Next("add_papers", "补齐签到、记录", empty=("files",))
_PUBLISH = Next("publish", "公布", empty=("published_on",))
_TERM = (
    Next("elect", "任期满了，换届或续聘", filled=("until_on",), since="until_on", due="until_on"),
    Next("serve", "任期届满前准备换届", filled=("until_on",), due="until_on"),
)
# Somebody or something has left it: nothing to be gone over any more.
_LEFT = Next("archive", "随年度存档", filled=("until_on",), since="until_on")

LIFE: Mapping[str, tuple[Next, ...]] = MappingProxyType(
    {
        # -- party work
        "party_meeting": (_PAPERS,),
        "joint_meeting": (_PAPERS,),
        "party_branch": _TERM,
        "member_unit": (Next("archive", "随年度存档", filled=("left_on",), since="left_on"),),
        "joint_item": (
            Next("claim", "找单位认领", ("待认领",), "due_on"),
            Next("do", "办完填上结果", ("办理中",), "due_on"),
            Next("ask_back", "问问居民办得怎样", ("已办结",), empty=("feedback_on",)),
        ),
        "check_in": (
            Next("choose_post", "认领岗位", empty=("post",)),
            Next("write_back", "年底反馈给工作单位", empty=("feedback_on",)),
        ),
        "grid": (_LEFT,),
        "grid_staff": (_LEFT,),
        # -- oversight
        "supervision_meeting": (_PAPERS,),
        "supervision_attendance": (_PAPERS,),
        "supervision_opinion": (
            Next("urge", "等答复，过期要催", due="reply_due", empty=("replied_on",)),
        ),
        "supervision_report": (_PUBLISH,),
        "monitor_log": (
            Next("sign", "打印出来签字", empty=("signed_on",)),
            Next("send", "报街道纪工委", empty=("sent_on",)),
        ),
        "monitor_appointment": (
            Next("archive", "随年度存档", filled=("ended_on",)),
            Next("pledge", "签承诺书", empty=("pledged_on",)),
            Next("renew", "聘期满了，续聘或另聘", since="until_on", due="until_on"),
            Next("hold", "聘期满以前商量续聘", filled=("until_on",), due="until_on"),
        ),
        "key_person": (
            _LEFT,
            Next("list", "公布权责清单", empty=("listed_on",)),
            Next("review", "年底述职述廉", empty=("reviewed_on",)),
            Next("audit", "按期安排审计", filled=("audit_due",), due="audit_due"),
        ),
        "personal_report": (
            Next("report", "办事以前先报告", empty=("reported_on",), due="event_on"),
            Next("report_after", "办完再报告一次", empty=("after_on",)),
        ),
        "special_plan": (_PUBLISH,),
        "survey_result": (_PUBLISH,),
        # -- culture and customs
        "training": (_PAPERS,),
        "culture_activity": (_PAPERS,),
        "culture_site": (
            Next("mend", "安排维护", ("要维护",)),
            Next("archive", "随年度存档", ("停用",)),
        ),
        "covenant": (
            Next("archive", "随年度存档", filled=("until_on",), since="until_on"),
            Next("ask", "征求意见", empty=("asked_on",)),
            Next("review", "审查合不合法", empty=("reviewed_on",)),
            Next("meet", "开会表决", empty=("meeting_on",)),
            Next("file", "报街道备案", empty=("filed_on",)),
            _PUBLISH,
        ),
        "council": _TERM,
        "council_member": (_LEFT,),
        "review_meeting": (
            _PAPERS,
            Next("publish", "公布评出的典型", filled=("praised",), empty=("published_on",)),
        ),
        "event_report": (
            Next("visit", "上门讲一讲，签承诺", until="event_on", due="event_on"),
            Next("record", "补记实际几桌", empty=("actual_tables",)),
        ),
        "environment_inspection": (_PUBLISH,),
        "toilet": (
            Next(
                "repair", "修好填上日期", filled=("due_on",), empty=("repaired_on",), due="due_on"
            ),
        ),
        # -- the unit's own file, and what stands against it
        "problem": (
            Next("begin", "定措施，开始整改", ("待整改",), "due_on"),
            Next("finish", "整改完送复查", ("整改中",), "due_on"),
            Next("recheck", "复查，没问题就销号", ("待复查",), "recheck_on"),
        ),
        "unit_plan": (
            Next("approve", "开会通过", ("草稿",)),
            Next("file", "报街道", ("会议通过",)),
        ),
        "optional_action": (
            Next("carry_out", "按计划开始做", ("立项",), "start_on"),
            Next("settle", "写成效，固化下来", ("实施",)),
        ),
        "veto_event": (
            Next("archive", "随年度存档", filled=("lifted_on",)),
            Next("confirm", "补上确认文号", empty=("document_no",)),
            Next("put_right", "整改好再申请解除"),
        ),
    }
)
# Registers of these subjects: gone over once a year.
KEPT = frozenset(
    {
        "party_branch", "member_unit", "grid", "grid_staff", "council", "council_member",
        "culture_site", "toilet", "sewage_facility", "key_person", "covenant",
    }
)  # fmt: skip
