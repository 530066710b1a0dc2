"""Which lists of people never hang, and which words tell of somebody's illness?"""

import re
from collections.abc import Sequence
from typing import Final

from qinglian_desktop.core.document import Block, Facts, Heading, Note, Paragraph, Table
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.privacy.people import people_in
from qinglian_desktop.modules.disclosure.privacy import Policy

_SORTS: Final = ("类别", "类型", "备注", "人员类别", "对象类别", "身份")
_SHORT: Final = 10  # signs of a cell that says what somebody is, not what was done
_ROLL: Final = ("名单", "名册", "花名册")
_LISTED: Final = ("名单", "名册", "花名册", "人员", "对象", "公示")


def refuse_lists(title: str, body: str, blocks: Sequence[Block], policy: Policy) -> None:
    """Refused when the paper is a list of people nobody may be shown on."""
    tables = [block for block in blocks if isinstance(block, Table) and block.rows]
    lists = [t for t in tables if any(policy.field(c.label) == "name" for c in t.columns)]
    named = any(word in title for word in _ROLL)
    listed = bool(lists or named or (tables and any(word in title for word in _LISTED)))
    for words, why in policy.refused:
        for word in words:
            if place := _names_them(word, title if listed else "", body, lists, tables):
                raise Refused(
                    f"{place}写了“{word}”：{why}",
                    "这样的名单只留底、不公开；可以只写人数和金额，或把这几行拿掉",
                    field="title" if place == "标题" else "body",
                    code="QL-PD-050",
                )


def _names_them(
    word: str, title: str, body: str, lists: Sequence[Table], tables: Sequence[Table]
) -> str:
    """Where such people are listed; "" when the word only says what was done."""
    if word in title:
        return "标题"
    if any(f"{word}{tail}" in body for tail in (*_ROLL, "姓名")):
        return "正文"
    for table in lists:
        if word in table.caption or any(word in column.label for column in table.columns):
            return "表头"
        for number, row in enumerate(table.rows, 1):
            if any(word in str(cell) for cell in row):
                return f"表里第 {number} 行"
    for table in tables:
        if place := _sorted_as(word, table):
            return place
    return ""


def _sorted_as(word: str, table: Table) -> str:
    """The row that calls somebody such a person, where no column is called one of names."""
    for place, column in enumerate(table.columns):
        if column.label in _SORTS:
            for number, row in enumerate(table.rows, 1):
                cell = str(row[place])
                if word in cell and len(cell) <= _SHORT:
                    return f"表里第 {number} 行"
    return ""


def told_of(title: str, body: str, lines: Sequence[str], policy: Policy) -> frozenset[str]:
    """Who is named in a sentence about such people: 社区矫正对象张＊＊按时报到."""
    words = [word for words, _ in policy.refused for word in words]
    told = [part for line in lines for part in re.split("[。；]", line)]
    found = [people_in(part) for part in told if any(word in part for word in words)]
    if any(word in title for word in words):
        found.append(people_in(body))
    return frozenset[str]().union(*found)


def health_words(body: str, blocks: Sequence[Block], policy: Policy) -> list[tuple[str, str]]:
    """Words of illness beside somebody: (where, word); a programme's name is none."""
    found = []
    for block in blocks:
        if not isinstance(block, Table):
            continue
        named = any(policy.field(column.label) == "name" for column in block.columns)
        for number, row in enumerate(block.rows, 1):
            cells = "\t".join(str(cell) for cell in row)
            ill = [word for word in policy.health if word in cells]
            if ill and (named or people_in(cells)):
                found += [(f"表里第 {number} 行", word) for word in ill]
    texts = [body]
    for block in blocks:
        if isinstance(block, Paragraph | Heading | Note):
            texts.append(block.text)
        elif isinstance(block, Facts):
            texts += [value for _, value in block.pairs]
    for text in texts:
        told = [word for word in policy.health if word in text]
        if told and people_in(text):
            found += [("正文", word) for word in told]
        found += [("正文", ill[0]) for ill in re.finditer(r"[患因]\S{0,6}?(?:癌|瘤|病)", text)]
    return found
