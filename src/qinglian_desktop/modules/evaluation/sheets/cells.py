"""What stands in which cell of an issued table, merged cells spread out, and what a column is.

Issued tables are made for reading: cells are merged over the indicators they belong to, headings
take two lines, a page begins again with the same heading.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from qinglian_desktop.exchange.sheets.reading import SheetData

ID, DIMENSION, MIDDLE, TITLE = "id", "dimension", "middle", "title"
POINTS, WORDS, PAPERS, RULE = "points", "words", "papers", "rule"
PARTS, ITEM, NEEDS, NOTE = "parts", "item", "needs", "note"

_SCORING = (
    r"(评分|计分|评价|考核|扣分|赋分)(标准|办法|方法|细则|规则|要点|依据)|"
    r"(评分|计分|赋分|扣分)方式|评分说明|(指标|内容)(说明|解释|释义)|触发|认定规则|^标准$"
)
# The first that fits decides; what is scored by whom later is no part of the issue.
_MEANT = (
    ("", r"自评|自查得|得分|核评|复核|考核分|实得|评分人|打分|扣分$|是否|(数量|个数)$"),
    (PARTS, r"自动计分|从台账"),
    (RULE, r"计分类型|指标类型|指标属性"),
    (ITEM, r"方案(事项|条目)|对应(任务|事项)"),
    (NEEDS, r"适用"),
    (NOTE, r"^备注$"),
    (POINTS, r"分值|满分|权重|标准分|基本分|赋分|^分数$|^分$|总分"),
    (WORDS, _SCORING),
    (PAPERS, r"方式$|佐证|印证|(证明|支撑)材料|备查|资料|^材料|查看内容|数据来源|(责任|确认)部门"),
    (DIMENSION, r"一级|方面|维度|类别$|^大类$|^模块$|^板块$|评价领域|^项目$|目标"),
    (MIDDLE, r"二级"),
    (TITLE, r"三级|指标|内容|要求|要素|事项|项目|任务|措施|情形|条件"),
    (ID, r"编号|序号|代码|^号$|^条$"),
)  # fmt: skip
_OF_POINTS = re.compile(r"分值|满分|权重|标准分|基本分|赋分|分数|总分")
_COARSE = re.compile(r"方面|一级|大类|类别|总分|小计")
_ID_TOO = re.compile(r"指标(编号|代码|序号)|^序号|^编号")
_SPACES = re.compile(r"\s+")
# A line broken within a cell, or letters set apart: 基 层 组 织.
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff，、；。）])\s+(?=[\u4e00-\u9fff（])")
_WITH_POINTS = re.compile(
    r"(指标|内容|项目|要求|事项|方面)[\s（(/及、和与]+(分值|分数|满分|权重)[）)]?$"
)
# 基层组织有力18分, but not 每次扣1分.
_AT_END = re.compile(r"(?:[,，:：\s]|(?<=[\u4e00-\u9fff])(?<![扣得加减计记]))(\d+(?:\.\d+)?)\s*分$")
_POINTS = re.compile(
    r"[（(\[【]?\s*(?:(?:最高|最多|满分|总分|不超过|计|共|≤)\s*[:：]?|0\s*[-—–~－～至]+)?\s*[+＋]?\s*(-?\d+(?:\.\d+)?)\s*(?:分|%)?\s*[）)\]】]?"
)
_IN_TEXT = re.compile(
    r"[（(\[【]\s*(?:(?:满分|计|共|总分|分值)?[:：]?\s*(\d+(?:\.\d+)?)\s*分|"
    r"(?:权重|占比?)[:：]?\s*(\d+(?:\.\d+)?)\s*%)\s*[）)\]】]"
)
_AGAIN = re.compile(r"[（(]\s*(续|续表|接上页|续上页)\s*[）)]|^续表?[:：]?")
# 一、 or （三）; 三资管理 and 一票否决 begin with a word.
_NUMBERED = re.compile(
    r"^(?:[（(][一二三四五六七八九十]+[）)][、.．:：\s]*|"
    r"[一二三四五六七八九十]+(?:[）)][、.．:：\s]*|[、.．:：\s]+)|[（(]?\d{1,2}(?:[、．:：]|[）)]|\.(?!\d))\s*)"
)
# 1.2 or 3、 before the words of an indicator; figures of the words themselves stay.
_COUNTED = re.compile(
    r"^[（(]?(?:\d{1,2}(?:[.．\-]\d{1,2}){1,3}\s+|\d{1,2}(?:[、）)]|[.．](?!\d))\s*)"
)
_COLUMN = re.compile(r"[（(]?([甲乙丙丁戊己庚辛壬癸]|[A-Za-z]|\d{1,2})[）)]?")
_PART = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")
_BAND = re.compile(
    r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．:：\s])\s*\D{2}"
)
# Brackets of a line that runs downwards.
_UPRIGHT = str.maketrans("︵︶︷︸︹︺︻︼", "（）｛｝〔〕【】")
_NOISE = re.compile(
    r"^[—\-–\s]*(第?\s*\d+\s*页?(\s*[,，/]?\s*共\s*\d+\s*页)?)[—\-–\s]*$|^[（(]?续表?[）)]?$|"
    r"^(接|转)[上下]页|^附件\s*\d*[:：]?$|^(填报|被评|编制)?单位(（盖章）)?[:：]|^填表人|^(审核|负责|联系|复核|制表|经办)人|^联系电话|（盖章）|^年\s*月\s*日$|"
    r"^[^:：]{2,8}(签[字名章])?[:：]$|^\d{4}年\d{1,2}月(\d{1,2}日)?$"
)  # fmt: skip
_DITTO = ("同上", "〃", "″", "同上栏")


def clean(text: str) -> str:
    """One line, wide signs made narrow where they are figures or letters."""
    spread = "".join(
        unicodedata.normalize("NFKC", sign) if _is_wide(sign) else sign
        for sign in text.translate(_UPRIGHT)
    )
    return _WITHIN.sub("", _SPACES.sub(" ", spread.replace("\u3000", " ")).strip())


def _is_wide(sign: str) -> bool:
    return "\uff01" <= sign <= "\uff5e" and (sign.isalnum() or sign in "％．")


def plain(text: str) -> str:
    """A text without spaces and marks, to compare it by."""
    return "".join(sign for sign in clean(text) if sign.isalnum())


def points(text: str) -> Decimal | None:
    """5, 5分, ５.0, 5% as points; None for anything else."""
    found = _POINTS.fullmatch(clean(text))
    if found is None:
        return None
    try:
        return Decimal(found[1])
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


def told_points(text: str) -> Decimal | None:
    """What a heading says about itself: 基层组织有力（18分）."""
    line = clean(text)
    found = ["".join(one) for one in _IN_TEXT.findall(line)] or _AT_END.findall(line)
    return Decimal(found[-1]) if found else None


def bare(text: str) -> str:
    """The name alone: without 一、, （18分）, （续）."""
    name = _AT_END.sub("", _IN_TEXT.sub("", _AGAIN.sub("", clean(text))))
    return _NUMBERED.sub("", name).strip(" :：。；;")


def without_points(text: str) -> str:
    return _AT_END.sub("", _IN_TEXT.sub("", text)).strip(" ，,：:")


def is_lettered(texts: Sequence[str]) -> bool:
    """The row below a heading that numbers its columns: 甲, 乙, 1, 2."""
    return all(_COLUMN.fullmatch(text) for text in texts)


def once(text: str) -> str:
    """Without （续）, as it stood on the page before."""
    return _AGAIN.sub("", clean(text))


def heads_a_part(text: str) -> bool:
    """一, （二） or 三、 alone, as aspects are numbered where indicators are 1, 2, 3."""
    return _PART.fullmatch(clean(text)) is not None


def unnumbered(text: str) -> str:
    """The words of an indicator without 1.2 or 3、 before them; a number alone stays."""
    return _COUNTED.sub("", text, count=1) or text


def is_noise(text: str) -> bool:
    """The number of a page, 续表, who fills it in."""
    return _NOISE.search(clean(text)) is not None


class Cell(NamedTuple):
    text: str
    anchor: tuple[int, int]  # of the merged area it belongs to; itself where it is alone
    wide: int = 1  # columns of that area


class Grid(NamedTuple):
    """One sheet, every merged area spread over its cells."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def grid_of(sheet: SheetData) -> Grid:
    width = max(len(row) for row in sheet.rows)
    anchors: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}
    for first, last in sheet.merged:
        for row in range(first[0], min(last[0], len(sheet.rows) - 1) + 1):
            for column in range(first[1], min(last[1], width - 1) + 1):
                anchors[row, column] = first, last[1] - first[1] + 1
    rows: list[tuple[Cell, ...]] = []
    for number in range(len(sheet.rows)):
        cells = []
        for column in range(width):
            at, wide = anchors.get((number, column), ((number, column), 1))
            above = sheet.rows[at[0]]
            text = above[at[1]] if at[1] < len(above) else ""
            told = clean(text)
            if told in _DITTO and rows:
                told = rows[-1][column].text
            cells.append(Cell(told, at, wide))
        rows.append(tuple(cells))
    return Grid(sheet.name, tuple(rows))


def meaning(label: str) -> str:
    """What a column of this heading holds; "" for one that is none of ours."""
    text = plain(label)
    if not text:
        return ""
    if told := _WITH_POINTS.search(clean(label)):
        return meaning(clean(label)[: told.start()] + told[1])
    if _ID_TOO.search(text):
        return ID
    return next((role for role, pattern in _MEANT if re.search(pattern, text)), "")


class Columns(NamedTuple):
    """Where a table begins and what each of its columns holds."""

    bottom: int  # the last line of the heading
    roles: Mapping[int, str]
    labels: tuple[str, ...]

    def of(self, role: str) -> list[int]:
        return [column for column, name in self.roles.items() if name == role]

    @property
    def finest(self) -> int:
        """The column of what one indicator has; the others say what an aspect has. -1: none."""
        found = self.of(POINTS)
        own = [n for n in found if not _COARSE.search(self.labels[n])] or found
        after = [n for n in own if n > max((*self.of(TITLE), *self.of(MIDDLE)), default=-1)]
        return (after or own or [-1])[0]


def columns_at(grid: Grid, top: int) -> Columns | None:
    """The heading that begins in this row, over one to three lines; None where none does."""
    best: Columns | None = None
    line = grid.rows[top]
    if len({cell.anchor for cell in line if cell.text}) < 2 or any(map(_is_figure, line)):
        return None  # a title over all columns, or a row of the table
    for bottom in range(top, min(top + 3, len(grid.rows))):
        labels = _labels(grid, top, bottom)
        roles = _levels({n: role for n, label in enumerate(labels) if (role := meaning(label))})
        found = Columns(bottom, roles, labels)
        if any(_is_figure(cell) for cell in grid.rows[bottom]) or not _is_heading(found):
            if bottom > top:
                break
            continue
        if best is None or _says_more(found, best, grid):
            best = found
    return best


def _levels(roles: dict[int, str]) -> dict[int, str]:
    """Where several columns name indicators and none an aspect, the first is the aspect."""
    named = [n for n, role in roles.items() if role in (MIDDLE, TITLE)]
    if DIMENSION not in roles.values() and len(named) > 1:
        roles[named[0]] = DIMENSION
    return roles


def _says_more(found: Columns, best: Columns, grid: Grid) -> bool:
    """Is the line below one more line of the heading, and not the first of the table?"""
    line = [cell.text for cell in grid.rows[found.bottom]]
    own = [text for text in dict.fromkeys(line) if text]
    short = all(len(text) <= 12 for text in own)
    return short and len(own) > 1 and len(found.roles) >= len(best.roles) and _meant(line)


def _meant(line: Sequence[str]) -> bool:
    texts = [text for text in dict.fromkeys(line) if text]
    known = sum(bool(meaning(text)) or bool(re.search(_MEANT[0][1], text)) for text in texts)
    return known * 2 > len(texts)


def _labels(grid: Grid, top: int, bottom: int) -> tuple[str, ...]:
    """The lowest line of each column; where that means nothing, all its lines together."""
    labels = []
    for column in range(len(grid.rows[top])):
        lines = [grid.rows[row][column].text for row in range(top, bottom + 1)]
        own = list(dict.fromkeys(text for text in lines if text))
        lowest = own[-1] if own else ""
        joined = "".join(own)
        ours = meaning(lowest) or re.search(_MEANT[0][1], lowest)
        labels.append(lowest if ours or not meaning(joined) else joined)
    return tuple(labels)


def _is_heading(found: Columns) -> bool:
    roles = set(found.roles.values())
    texts = {TITLE, WORDS, DIMENSION, MIDDLE}
    long = any(len(label) > 20 for label in found.labels)
    return not long and len(roles & {*texts, POINTS, ID, PAPERS}) >= 2 and bool(roles & texts)


def _is_figure(cell: Cell) -> bool:
    return points(cell.text) is not None


def settled(found: Columns, lines: Sequence[Sequence[Cell]]) -> Columns:
    """The columns as the rows below them show them to be; a heading alone may mislead."""
    roles = dict(found.roles)
    for column in found.of(POINTS):
        told = [line[column].text for line in lines if column < len(line) and line[column].text]
        if told and not any(points(text) is not None for text in told):
            roles[column] = meaning(_OF_POINTS.sub("", plain(found.labels[column]))) or WORDS
    for column in found.of(DIMENSION):
        if meaning(found.labels[column]) == MIDDLE and len(set(_bands(lines))) > 1:
            roles[column] = MIDDLE
    made = found._replace(roles=roles)
    if _reaches_over(made, lines):
        first, *_ = made.of(WORDS)
        roles |= {made.of(TITLE)[0]: DIMENSION, first: TITLE}
    if WORDS not in roles.values() and _in_steps(made, lines):
        steps = {TITLE: WORDS, MIDDLE: TITLE}
        return made._replace(roles={n: steps.get(role, role) for n, role in roles.items()})
    return made


def _reaches_over(found: Columns, lines: Sequence[Sequence[Cell]]) -> bool:
    """考核项目 | 考核要点 | 扣分办法: is the first an aspect, the second what is looked at?"""
    roles = [*found.roles.values()]
    if DIMENSION in roles or MIDDLE in roles or roles.count(TITLE) != 1 or roles.count(WORDS) < 2:
        return False
    (title,), (first, *_), own = found.of(TITLE), found.of(WORDS), found.finest
    scored = [line for line in lines if own >= 0 and line[own].text]
    named = {line[title].anchor for line in scored if line[title].text}
    return (
        title < first
        and 0 < len(named) * 2 <= len(scored)
        and all(line[first].text for line in scored)
    )


def heads_a_band(text: str) -> bool:
    """一、基层组织有力 or （一）基层组织有力."""
    return _BAND.match(text) is not None


def _bands(lines: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Lines over all columns that are numbered as aspects are: 一、基层组织有力（18分）."""
    for line in lines:
        texts = {cell.anchor: cell.text for cell in line if cell.text}
        text = next(iter(texts.values()), "")
        if len(texts) == 1 and heads_a_band(text):
            yield text


def _in_steps(found: Columns, lines: Sequence[Sequence[Cell]]) -> bool:
    """Do cells of points reach over one cell of the second level and several of the third?"""
    middle, third, own = found.of(MIDDLE), found.of(TITLE), found.finest
    if len(middle) != 1 or len(third) != 1 or own < 0:
        return False
    inside: dict[tuple[int, int], list[Sequence[Cell]]] = {}
    for line in lines:
        if line[own].text:
            inside.setdefault(line[own].anchor, []).append(line)
    tall = [rows for rows in inside.values() if len(rows) > 1]
    return bool(tall) and all(
        len({row[middle[0]].anchor for row in rows}) == 1
        and len({row[third[0]].anchor for row in rows}) > 1
        for rows in tall
    )


def is_coarse(label: str) -> bool:
    """Does a column of points say what a whole aspect has?"""
    return _COARSE.search(label) is not None


def halves(found: Columns) -> Iterator[Columns]:
    """A page whose list goes on to the right under the same heading again, as two."""
    used = [n for n, label in enumerate(found.labels) if label]
    half = len(used) // 2
    left, right = used[:half], used[half:]
    labels = [found.labels[n] for n in left]
    if len(used) % 2 == 0 and half > 1 and labels == [found.labels[n] for n in right]:
        for part in (left, right):
            yield found._replace(roles={n: r for n, r in found.roles.items() if n in part})
    else:
        yield found
