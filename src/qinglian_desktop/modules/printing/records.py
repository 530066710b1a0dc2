"""What was printed: the log of this office's papers (打印记录), which never leaves it."""

from qinglian_desktop.core.kinds import CHOICE, COUNT, LONG, MOMENT, NAME
from qinglian_desktop.core.record import Owner, Record, fact

PRINTED, SAVED, WAITING = "已打印", "已存 PDF", "没打成"


class PrintedPaper(
    Record,
    table="printed_paper",
    label="打印记录",
    owner=Owner.LOCAL,
    key=("title", "printed_at"),
):
    title: str = fact("文件")
    number: str | None = fact("编号", default=None)
    state: str = fact("结果", CHOICE, choices=(PRINTED, SAVED, WAITING))
    stage: str = fact("稿次", CHOICE, choices=("正式", "草稿"), default="正式")
    pages: str = fact("哪几页", example="1-3,5")
    page_count: int = fact("一共几页", COUNT)
    copies: int = fact("份数", COUNT)
    sheets: int = fact("用纸", COUNT)
    printer: str | None = fact("打印机", default=None)
    who: str = fact("经办", NAME)
    printed_at: str = fact("时间", MOMENT)
    fingerprint: str | None = fact("核对码", default=None)
    paper_key: str | None = fact("同一份文件", default=None)
    page_codes: str | None = fact("每页的码", LONG, default=None)
    paper_file: str | None = fact("存档", default=None)
