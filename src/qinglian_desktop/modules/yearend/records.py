"""What the street decides at the end of a year: unit by unit, and the notice that was issued.

Numbers are worked out each time until the notice is issued; then they stand in its snapshot.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, QUANTITY
from qinglian_desktop.core.record import Owner, Record, fact

DRAFTED, ISSUED = STATES = ("起草", "已印发")
ABSENT = "未参评"  # of a unit that handed nothing in, with the reason


class YearVerdict(
    Record,
    table="year_verdict",
    label="年终评价",
    owner=Owner.STREET,
    key=("year", "unit_name"),
    named_by=("year", "unit_name"),
    whole=True,  # a conclusion belongs to what it was drawn from
    adds_up=False,
):
    """The conclusion about one unit; it goes down to the unit once the notice is issued."""

    year: int = fact("年度", COUNT, kept=True)
    unit_name: str = fact("单位", kept=True)
    unit_office: str = fact("单位（标识）", kept=True)
    # From what it was drawn; when that is another by now it is looked at again.
    assessment_id: str | None = fact("哪一版自评", link="assessment", default=None, kept=True)
    points: int | None = fact("复核分", QUANTITY, default=None, kept=True)
    bonus: int | None = fact("加分", QUANTITY, default=None, kept=True)
    worked_out: str | None = fact("按分数是", default=None, kept=True)
    conclusion: str = fact("结论", kept=True)
    said: str | None = fact("说明", LONG, default=None)
    settled_on: date = fact("核定日期", DAY, kept=True)
    document_no: str | None = fact("通报文号", default=None, kept=True)
    # Empty until the notice is issued: until then nothing of it travels.
    to_office: str | None = fact("下发给", default=None, kept=True)


class YearReview(
    Record,
    table="year_review",
    label="年终评价通报",
    owner=Owner.STREET,
    key=("year", "version"),
    named_by=("title",),
    whole=True,
    adds_up=False,
):
    """One notice about a year; issued it never changes, what is put right is the next version."""

    title: str = fact("通报", kept=True)
    year: int = fact("年度", COUNT, kept=True)
    version: int = fact("第几版", COUNT, kept=True)
    state: str = fact("进展", CHOICE, choices=STATES, default=DRAFTED, kept=True)
    document_no: str | None = fact("文号", default=None, example="通惠街道〔2026〕58号")
    issued_on: date | None = fact("印发日期", DAY, default=None)
    demands: str | None = fact("下一步要求", LONG, default=None)
    digest: str | None = fact("指纹", default=None, kept=True)
    snapshot: tuple[str, ...] | None = fact("印发时的存档", FILES, default=None, kept=True)
    word_file: tuple[str, ...] | None = fact("印发时的 Word", FILES, default=None, kept=True)


RECORDS = (YearVerdict, YearReview)
