"""Which rows under the header are no records: totals, notes, repeated headers, empty rows?"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from qinglian_desktop.exchange.sheets.heading import is_number
from qinglian_desktop.exchange.sheets.names import plain
from qinglian_desktop.exchange.sheets.strips import Strip

# Where a text stands instead of a pattern, few rows ask for it: it is compiled when one does.
_PARTS = r"本[页月季年日期组村户社区]+|全[年月部村组]|以上|各项|上[页月年半]+|本项|各[村组户]"
_NTH = r"第?[一二三四五六七八九十\d]+[组社队月季]度?"
_WHOLE = (
    rf"({_PARTS}|{_NTH})?(合|总|小|累|共)计(数|金额|人数|户数|人次|面积)?|"
    r"平均[数值分]?|总(和|数|人数|户数|金额|额|面积)|过次页|承前页|汇总数?|计"
)
_ENDS = ("合计", "总计", "小计")
_COUNTED = (
    rf"({_PARTS}|{_NTH})?(合计|总计|小计|共计|总人数|总户数|总数|总金额)(人数|户数|金额)?[:(\d].*|"
    r"共([\d一二三四五六七八九十百千,.]+[户人条笔项亩元个件]次?)+"
)
_EXACT = frozenset(("合计", "总计", "小计", "共计", "累计", "汇总", "本页合计", "本页小计"))
_NOTES = (
    "备注|注|附注|说明|填表说明|填报说明|填表要求|填报要求|填表须知|"
    "注意事项|编制说明|填表人?|制表人?|填报人|填报单位|填报日期|填报时间|"
    "填表日期|制表日期|审核人?|审批人?|复核人?|负责人|单位负责人|"
    "主要负责人|经办人|经手人|主管|会计|出纳|监督|监委会主任|书记|主任|"
    "联系人|联系电话|电话|日期|公示时间|公示期|举报电话|监督电话|单位盖章|"
    "盖章|公章|签字|签章"
)
_NOTE = re.compile(_NOTES)
_NOTE_SIGNS = "".join({word[0] for word in _NOTES.split("|")})
_SAID = re.compile(r"[:：(（]")
_LISTED = re.compile(r"[（(]?(\d{1,2}|[一二三四五六七八九十]{1,2})[.、．)）]\D")
_SENTENCE = re.compile(r"[。；：:;]")
_REMARKS = frozenset(("备注", "注", "附注", "说明", "填表说明"))
_FULL = (
    4  # words beside its name that make a row a record: 1至3月电费合计, whose, for what, by whom
)
_WORD = re.compile(r"[^\d\W].*")
_TOTAL_SIGNS = "计总过承共汇均"
_TOTAL_SIGN = re.compile(f"[{_TOTAL_SIGNS}]")
_PAGE = r"第?\d+页.*|第.{1,4}页.*|共\d+页|[-—－·]*\d+[-—－·]+|.{0,4}(以下|此处|下面)空白.{0,4}"
_DAY = r"[二〇零一\d]{4}年[\d一二三四五六七八九十]{1,3}月([\d一二三四五六七八九十]{1,3}日)?|年月日?"
_SIGNED = r".*(盖章|签字|签章|签名)[)）]?[:：]?.*|[本此]表.*|以上.*"
_SIGN = r"[\u4e00-\u9fff()（）]{2,9}[:：].*"
_PLACE_TO_SIGN = f"{_SIGN}|{_SIGNED}|{_DAY}"
# What a title between rows says when it could also be a name: 李国栋 and 刘新村 are people.
_GROUP = (
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）].*|"
    r".*([小一二三四五六七八九十\d]组|村民委员会|自然村|行政村|社区|网格|小区|院落|支部|科室|部分|"
    r"名单|名册|情况表|明细表?|[一二三四五六七八九十\d]+[社队栋类]|单元|(低保|特困|脱贫|监测|一般)户)"
    r"([:：(（].*)?"
)
_EXAMPLE = re.compile(r"[(（]?(例|示例|样例|范例|举例|填写示例|填报示例|例如)[)）]?([:：].*)?")
_OFFICE = r".*(委员会|村委会|居委会|监委会|办事处|人民政府|合作社|社区|党支部)"
_HINT = re.compile(
    r"[(（]?(必填|选填|非必填|可不填|可以不填)项?[)）]?|.*(如|例)[:：].*|.*格式.*|.*填写.*|"
    r"填.{1,12}|.{0,6}\d+位.*|.*下拉.*|[yY]{4}.*|"
    r"[(（](文本|字符|数字|数值|日期|百分比|整数|金额)(型|格式)?[)）]"
)
_BALANCE = (
    r"(上年|上月|上期|年初|月初|期初|本月|本年|期末|月末|年末)(结转|结存|余额|结余)|"
    r"承上[年月页]|结转下?[年月页]"
)
_STROKES = re.compile(r"[\s\-—－―_=*＊·.…/\\~]*")
_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RECKONED = re.compile(r"=.*")  # 3=1×2
TOTAL, NOTE, HEADER = "合计行，没有导入", "表下的说明，没有导入", "重复的表头，没有导入"
GROUP, EXAMPLE = "分组的标题，没有导入", "填写示例，没有导入"
HINTS, CARRIED = "填写提示，没有导入", "结转和余额，没有导入"
PLACES, OTHER = "列号，没有导入", "下面是另一张表，没有导入"


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
    word = word[1:-1] if word[:1] == "(" and word[-1:] == ")" else word
    return (
        word.endswith(_ENDS)
        or re.fullmatch(_WHOLE, word) is not None
        or re.fullmatch(_COUNTED, plain(text.replace("：", "(").replace(":", "("))) is not None
    )


@lru_cache(1024)  # the first words of the rows of a table are few
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
    """Tells record from no record, row after row downwards.

    `titles` are rows that one merged cell fills, or that stand over a header that comes again;
    `continued` are rows into which merged cells reach from above; `sections` are those numbered
    一、二 among others numbered 1, 2; `counted` says that the first column only numbers the rows,
    so that a word alone in it is a title.
    """

    def __init__(
        self,
        header: Sequence[Sequence[str]],
        named: Sequence[int],
        width: int,
        titles: Container[int] = (),
        continued: Container[int] = (),
        *,
        sections: Container[int] = (),
        counted: bool = False,
    ) -> None:
        lines = [[plain(cell) for cell in _filled(line)] for line in header]
        self._header = [line for line in lines if len(line) > 1]
        self._openers = _NOTE_SIGNS + "".join(_written(line[0][:1]) for line in self._header)
        self._lengths = {len(line) for line in self._header}
        self._named, self._width, self._counted = named, width, counted
        self._titles, self._continued, self._sections = titles, continued, sections
        self._leftmost = min((_first(line) for line in header if any(line)), default=0)
        self._below = self._summed = False  # a note, a total was seen just above
        self._records = 0

    def why_not(self, row: Sequence[str], index: int = -1) -> str:
        """Why this row is no record, or "" when it is one."""
        filled = _filled(row)
        first = next((cell for cell in filled if not is_number(cell)), "")
        reason = self._reason(row, filled, first, index)
        self._below, self._summed = reason == NOTE, reason == TOTAL
        self._records += not reason
        return reason

    def doubtful(self, columns: Sequence[Strip]) -> set[int]:
        """Rows (from 0) that may be no records; below a first record, all others are some.

        Whatever `_reason` may find, some text of the row or too few of them give it away.
        """
        found: set[int] = set()
        signs: Counter[int] = Counter()
        for strip in columns:
            ends = {
                t for t in strip.with_any(_TOTAL_SIGNS) if is_total(t) or _squashed(t) in _EXACT
            }
            found.update(strip.places(ends))
            signs.update(strip.places(set(filter(_is_place, strip.with_any(":：")))))
        found.update(place for place, many in signs.items() if many > 1)
        if signs and not any(map(_says_more, columns)):
            found.update(signs)
        for strip in _leading(columns):
            found.update(strip.places({t for t in strip.with_any(self._openers) if self._opens(t)}))
        return found | _hardly_any(columns)

    def goes_on(self, index: int) -> bool:
        """Is a row that is not doubtful a record? It is, as soon as there was one before it."""
        if not self._records or self._summed or index in self._sections:
            return False
        self._records += 1
        self._below = False
        return True

    def _opens(self, text: str) -> bool:
        return is_note(text) or any(line[0] == plain(text) for line in self._header)

    def _reason(self, row: Sequence[str], filled: list[str], first: str, index: int) -> str:
        # Most rows are records: one look at a sign decides before the patterns do.
        whole = "".join(filled)
        among = self._summed and first.startswith("其中") and _words(filled) <= _FULL
        if among or (_TOTAL_SIGN.search(whole) and self._is_total(row, filled, first)):
            return TOTAL
        if index in self._sections:
            return GROUP
        alone = len(filled) == 1 and self._width > 2 and index not in self._continued
        if is_note(first, bare=alone) and (alone or self._hardly_filled(filled)):
            return NOTE
        if first in _REMARKS and self._hardly_filled(filled) and not any(map(is_number, filled)):
            return NOTE
        if alone and (reason := self._why_alone(row, filled[0], first, index)):
            return reason
        if ("：" in whole or ":" in whole) and self._is_signed(filled):
            return NOTE
        if is_note(filled[0]) and sum(map(is_note, filled)) > 1 and not any(map(is_number, filled)):
            return NOTE
        if len(filled) in self._lengths and self._is_header(filled):
            return HEADER
        if self._records:
            return ""
        if _counts_columns(filled):
            return PLACES
        if len(filled) > 1 and 2 * sum(_HINT.fullmatch(c) is not None for c in filled) > len(
            filled
        ):
            return HINTS
        return EXAMPLE if _EXAMPLE.fullmatch("".join(filled[0].split())) else ""

    def _is_signed(self, filled: list[str]) -> bool:
        """社区主任：张三  经办人：李四, and nothing but such places: 审核人： （盖章） 年 月 日."""
        signs = sum(re.fullmatch(_SIGN, cell) is not None for cell in filled)
        if signs > 1 and self._hardly_filled(filled):
            return True
        return len(filled) > 1 and all(map(_is_place, filled))

    def _is_total(self, row: Sequence[str], filled: list[str], first: str) -> bool:
        if is_total(first) or any("".join(cell.split()) in _EXACT for cell in filled):
            return True
        named = [row[n] for n in self._named if n < len(row)]
        if not any(is_total(name) for name in named):
            return False
        beside = _words(cell for cell in filled if cell not in named)
        return beside < _FULL or any(re.fullmatch(_WHOLE, plain(name)) for name in named)

    def _why_alone(self, row: Sequence[str], text: str, first: str, index: int) -> str:
        """A row with one filled cell: a title between rows, a note below, a page number."""
        bare = "".join(text.split())
        if index in self._titles:
            return GROUP
        if re.fullmatch(_PAGE, bare) or re.fullmatch(_DAY, bare) or re.fullmatch(_SIGNED, bare):
            return NOTE
        if bare[:1] in "（(" and bare[-1:] in "）)" and len(bare) > 6:
            return NOTE
        if re.fullmatch(_OFFICE, bare) and _first(row) != min(self._named, default=-1):
            return NOTE
        if first != text:
            return ""
        if self._below or (len(first) > 12 and (_SENTENCE.search(first) or _LISTED.match(first))):
            return NOTE
        if re.fullmatch(_SIGN, bare):
            return NOTE
        if _first(row) > self._leftmost:
            return ""
        return GROUP if self._counted or re.fullmatch(_GROUP, bare) else ""

    def _is_header(self, filled: list[str]) -> bool:
        first = plain(filled[0])
        return any(
            line[0] == first and [plain(cell) for cell in filled] == line for line in self._header
        )

    def _hardly_filled(self, filled: list[str]) -> bool:
        """填表人：张三  审核：李四: few cells, or several such words."""
        signs = sum(is_note(cell, bare=False) for cell in filled)
        return signs > 1 or len(filled) <= max(2, self._width // 2)


def _is_place(text: str) -> bool:
    return re.fullmatch(_PLACE_TO_SIGN, _squashed(text)) is not None


def _says_more(strip: Strip) -> bool:
    """Does something stand in each row of this column that is no place to sign?"""
    return all(text.strip() and not _is_place(text) for text in strip.texts)


def _leading(columns: Sequence[Strip]) -> Iterator[Strip]:
    """The columns in which the first cell and the first word of a row can stand."""
    for strip in columns:
        yield strip
        if strip.sorts == {str} and all(t.strip() and not is_number(t) for t in strip.texts):
            return


def _hardly_any(columns: Sequence[Strip]) -> set[int]:
    """Rows with less than two cells that hold more than strokes."""
    full = (strip for strip in columns if not any(map(_STROKES.fullmatch, strip.texts)))
    if len(list(islice(full, 2))) == 2:
        return set()
    empty = {text for strip in columns for text in strip.texts if _STROKES.fullmatch(text)}
    rows = zip(*(strip.cells for strip in columns), strict=True)
    return {n for n, row in enumerate(rows) if sum(cell not in empty for cell in row) < 2}


def _counts_columns(filled: list[str]) -> bool:
    """甲 乙 1 2 3 under a header, also ① ② ③=①×②: the numbers of the columns."""
    words = [_RECKONED.sub("", "".join(cell.split())).strip("()（）栏") for cell in filled]
    words = [str(_CIRCLED.index(word) + 1) if word in _CIRCLED and word else word for word in words]
    letters = [word for word in words if word in _LETTERS and len(word) == 1]
    figures = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    if len(filled) < 3 or len(letters) + len(figures) != len(words):
        return False
    rising = figures == list(range(figures[0], figures[0] + len(figures))) if figures else True
    return rising and (not figures or figures[0] < 3)


def _words(cells: Iterable[str]) -> int:
    return sum(_WORD.fullmatch(cell) is not None for cell in cells)


def _squashed(text: str) -> str:
    return "".join(text.split())


def _written(sign: str) -> str:
    """The ways in which `plain` finds this first sign of a text, or that there is none."""
    if not sign:
        return "*★☆※:：(（\u200b\ufeff"
    wide = chr(ord(sign) + 0xFEE0)
    return sign + wide if plain(wide) == sign else sign


def _first(row: Sequence[str]) -> int:
    return next((n for n, cell in enumerate(row) if cell and not cell.isspace()), 0)


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in map(str.strip, row) if text]


def is_blank(row: Sequence[str]) -> bool:
    """Nothing but blanks, or the strokes with which an empty line is crossed out."""
    return not any(cell and not _STROKES.fullmatch(cell) for cell in row)


def is_numbered_only(row: Sequence[str], serial: int) -> bool:
    """A line that was printed with its number and never filled in."""
    return 0 <= serial < len(row) and is_blank([*row[:serial], *row[serial + 1 :]])


def is_carried(row: Sequence[str]) -> bool:
    """上年结转, 期末余额 among the entries of a cash book."""
    return any(re.fullmatch(_BALANCE, "".join(cell.split())) for cell in row)


def shown(row: Sequence[str]) -> str:
    """The beginning of a row, for the list of rows left out."""
    text = " ".join(_filled(row))
    return text if len(text) <= 30 else text[:30] + "…"
