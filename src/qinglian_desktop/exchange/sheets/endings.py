"""Which rows under the header are no records: totals, notes, repeated headers, empty rows?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qinglian_desktop.exchange.sheets.heading import is_number
from qinglian_desktop.exchange.sheets.names import plain

_WHOLE = re.compile(
    r"(本[页月季年日期]|全[年月部]|以上|各项|上[页月年半]+|本项|各[村组户])?"
    r"(合|总|小|累|共)计(数|金额|人数|户数)?|总和|过次页|承前页|合计金额"
)
_ENDS = ("合计", "总计", "小计")
_COUNTED = re.compile(r"(本页|全部)?(合计|总计|小计|共计)[:(\d].*")
_NOTE = re.compile(
    r"(备注|注|附注|说明|填表说明|填报说明|填表人?|制表人?|填报人|填报单位|填报日期|填报时间|"
    r"填表日期|制表日期|审核人?|审批人?|复核人?|负责人|单位负责人|主要负责人|经办人|经手人|"
    r"主管|会计|出纳|监督|监委会主任|书记|主任|联系人|联系电话|电话|日期|公示时间|公示期|"
    r"举报电话|监督电话|单位盖章|盖章|公章|签字|签章)"
)
_SAID = re.compile(r"[:：(（]")
_LISTED = re.compile(r"[（(]?(\d{1,2}|[一二三四五六七八九十]{1,2})[.、．)）]\D")
_SENTENCE = re.compile(r"[。；：:;]")
_REMARKS = frozenset(("备注", "注", "附注", "说明", "填表说明"))
_TOTAL_SIGNS = frozenset("计总过承")
TOTAL, NOTE, HEADER = "合计行，没有导入", "表下的说明，没有导入", "重复的表头，没有导入"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record: its number in the sheet (from 1), its text, why it was left."""

    row: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.text}”：{self.why}"


def is_total(text: str) -> bool:
    """合计, 本月累计, 资产总计; 全年累计收入 is a record."""
    word = plain(text)
    return (
        word.endswith(_ENDS)
        or _WHOLE.fullmatch(word) is not None
        or _COUNTED.fullmatch(plain(text.replace("：", "(").replace(":", "("))) is not None
    )


def is_note(text: str, *, bare: bool = True) -> bool:
    """备注：…, 填表人：…, 审核（签字）; with `bare` also the word with nothing behind it."""
    text = "".join(text.split())
    found = _NOTE.match(text)
    if found is None:
        return False
    if found.end() == len(text):
        return bare
    return _SAID.match(text, found.end()) is not None


class Sorting:
    """Tells record from no record, row after row downwards."""

    def __init__(self, header: Sequence[Sequence[str]], named: Sequence[int], width: int) -> None:
        lines = [[plain(cell) for cell in _filled(line)] for line in header]
        self._header = [line for line in lines if len(line) > 1]
        self._lengths = {len(line) for line in self._header}
        self._named, self._width = named, width
        self._below = False  # a note was seen just above

    def why_not(self, row: Sequence[str]) -> str:
        """Why this row is no record, or "" when it is one."""
        filled = _filled(row)
        first = next((cell for cell in filled if not is_number(cell)), "")
        reason = self._reason(row, filled, first)
        self._below = reason == NOTE
        return reason

    def _reason(self, row: Sequence[str], filled: list[str], first: str) -> str:
        names = (row[n] for n in self._named if n < len(row))
        # Most rows are records: one look at a sign decides before the patterns do.
        if not _TOTAL_SIGNS.isdisjoint(first) and is_total(first):
            return TOTAL
        if any("计" in name and is_total(name) for name in names):
            return TOTAL
        alone = len(filled) == 1 and self._width > 2
        if is_note(first, bare=alone) and (alone or self._hardly_filled(filled)):
            return NOTE
        if first in _REMARKS and self._hardly_filled(filled) and not any(map(is_number, filled)):
            return NOTE
        if alone and first == filled[0]:
            if self._below or (len(first) > 12 and _SENTENCE.search(first)):
                return NOTE
            if _LISTED.match(first) and len(first) > 12:
                return NOTE
        if len(filled) in self._lengths and self._is_header(filled):
            return HEADER
        return ""

    def _is_header(self, filled: list[str]) -> bool:
        first = plain(filled[0])
        return any(
            line[0] == first and [plain(cell) for cell in filled] == line for line in self._header
        )

    def _hardly_filled(self, filled: list[str]) -> bool:
        """填表人：张三  审核：李四: few cells, or several such words."""
        signs = sum(is_note(cell, bare=False) for cell in filled)
        return signs > 1 or len(filled) <= max(2, self._width // 2)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell and not cell.isspace()]


def is_blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def shown(row: Sequence[str]) -> str:
    """The beginning of a row, for the list of rows left out."""
    text = " ".join(_filled(row))
    return text if len(text) <= 30 else text[:30] + "…"
