"""廉洁档案: the open half of a cadre's file, entry by entry.

The restricted half (what became of petitions, sanctions, vetting) stays with the street; of it
is kept only whether there is one and the number it is filed under there.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, DAY, FILES, FLAG, LONG, NAME
from qinglian_desktop.core.record import Board, Level, Owner, Record, fact

FULL, SENSITIVE = Board.FULL, Level.SENSITIVE

PLEDGE, REPORT, REVIEW, YEARLY = "廉洁承诺", "述职述廉", "民主评议", "年度考核"
COURSE, PRAISE, TOLD, AUDIT = "教育培训", "表彰奖励", "报告事项", "审计结论"
VERDICT, CAREER = "组织结论", "履历学历"
CLASSES = (CAREER, PLEDGE, REPORT, REVIEW, YEARLY, COURSE, PRAISE, TOLD, AUDIT, VERDICT)


class IntegrityNote(
    Record,
    table="integrity_note",
    label="廉洁档案",
    owner=Owner.COMMUNITY,
    key=("person", "kind", "done_on"),
    named_by=("person", "kind"),
    happened="done_on",
):
    person: str = fact("干部姓名", NAME, board=FULL, suggests="person")
    kind: str = fact("哪一类", CHOICE, board=FULL, choices=CLASSES, default=PLEDGE)
    done_on: date = fact("日期", DAY, board=FULL)
    title: str | None = fact("材料名称", board=FULL, default=None, example="2026年廉洁承诺书")
    result: str | None = fact("结果", default=None, example="优秀")
    held: bool | None = fact("组织结论有没有", FLAG, level=SENSITIVE, default=None)
    kept_at: str | None = fact("街道存档号", level=SENSITIVE, default=None, example="通纪存2026-3")
    files: tuple[str, ...] | None = fact("扫描件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)
