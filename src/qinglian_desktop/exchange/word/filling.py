"""Puts values into a template that somebody edited in WPS.

A name in 〔〕 may have been split over several runs (a spelling check or a change of font does
that), moved, restyled or deleted: it is looked for in the text of its paragraph, and the value
takes the look of its first character. What nobody knows is left where it stands, and told.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from xml.dom import minidom
from xml.dom.minidom import Element, Node

from qinglian_desktop.core.document import Chart
from qinglian_desktop.exchange.word import blocks, charts, mark, package
from qinglian_desktop.exchange.word.values import WHOLE, Values

NAME: Final = re.compile(r"〔([^〔〕\n]{1,24})〕")
_NUMBER: Final = re.compile(r"[\d\s]+")  # 渝府发〔2026〕5号 is no name to be filled
_NOTHING: Final = "无"
_BODY: Final = "word/document.xml"


class Filled(NamedTuple):
    data: bytes
    unknown: tuple[str, ...]  # names left standing because nobody knows them


def fill(template: bytes, values: Values) -> Filled:
    """The filled document. Refused when the template is no whole .docx."""
    parts = package.unpacked(template)
    made = package.trees(parts)
    unknown: dict[str, None] = {}
    drawn = list[Chart]()
    try:
        for name, tree in made.items():
            _fill_tree(tree, values, unknown, drawn if name == _BODY else None)
    except RecursionError as trouble:  # thousands of elements inside each other
        raise package.unreadable() from trouble
    whole = charts.parts_with(mark.marked(parts), drawn)
    return Filled(package.packed(whole, made), tuple(unknown))


def _fill_tree(
    tree: minidom.Document, values: Values, unknown: dict[str, None],
    drawn: list[Chart] | None = None,
) -> None:  # fmt: skip
    root = tree.documentElement
    if root is None:
        return
    space = root.namespaceURI or ""
    for row in reversed(_elements(root, space, "tr")):  # a table in a cell before the outer one
        _repeat(row, space, values, unknown)
    for paragraph in _elements(root, space, "p"):
        if paragraph.parentNode is None or _inside_list_row(paragraph, space, values):
            continue
        text = _text(paragraph, space)
        if text.strip() == f"〔{WHOLE}〕":
            blocks.put_in_place(paragraph, values.whole, drawn)
        elif _lists_in(text, values):
            _repeat(paragraph, space, values, unknown)
        else:
            _fill_paragraph(paragraph, space, values.single.get, unknown)
            if NAME.fullmatch(text.strip()) and not _text(paragraph, space):
                _leave_out(paragraph, space)
    for element in root.getElementsByTagName("*"):
        if element.hasAttribute(_FILLED):
            element.removeAttribute(_FILLED)


def _leave_out(paragraph: Element, space: str) -> None:
    """A line that was nothing but a name without a value; a cell keeps its last paragraph."""
    above = paragraph.parentNode
    if isinstance(above, Element):
        beside = [n for n in above.childNodes if isinstance(n, Element) and n.localName == "p"]
        if len(beside) > 1 and not _elements(paragraph, space, "sectPr"):
            above.removeChild(paragraph)


def _elements(root: Element, space: str, name: str) -> list[Element]:
    return list(root.getElementsByTagNameNS(space, name))


def _inside_list_row(paragraph: Element, space: str, values: Values) -> bool:
    """Rows of a list are filled already; what stands in them is a value, not a name."""
    node = paragraph.parentNode
    while isinstance(node, Element):
        if node.getAttribute(_FILLED):
            return True
        node = node.parentNode
    return False


# -- texts of a paragraph -----------------------------------------------------------------


def _own_texts(paragraph: Element, space: str) -> list[Element]:
    """The w:t of this paragraph, not those of a text box inside it."""
    return [t for t in _elements(paragraph, space, "t") if _paragraph_of(t, space) is paragraph]


def _paragraph_of(node: Node, space: str) -> Node | None:
    above = node.parentNode
    while above is not None and not (
        isinstance(above, Element) and above.localName == "p" and above.namespaceURI == space
    ):
        above = above.parentNode
    return above


def _said(node: Element) -> str:
    return "".join(child.data for child in node.childNodes if isinstance(child, minidom.Text))


def _text(paragraph: Element, space: str) -> str:
    return "".join(map(_said, _own_texts(paragraph, space)))


def _say(node: Element, text: str) -> None:
    while node.firstChild is not None:
        node.removeChild(node.firstChild)
    owner = node.ownerDocument
    assert owner is not None
    node.appendChild(owner.createTextNode(text))
    node.setAttribute("xml:space", "preserve")


def _name_of(written: str) -> str:
    return "".join(written.split()).replace(":", "：")


Look = Callable[[str], str | None]  # the value of a name; None when it is not known


def _fill_paragraph(paragraph: Element, space: str, look: Look, unknown: dict[str, None]) -> None:
    """Every known name of this paragraph gives way to its value, from the last to the first."""
    texts = _own_texts(paragraph, space)
    whole = "".join(map(_said, texts))
    for found in reversed(list(NAME.finditer(whole))):
        name = _name_of(found[1])
        value = look(name)
        if value is None:
            if not _NUMBER.fullmatch(name):
                unknown.setdefault(found[0])
            continue
        _replace(texts, found.start(), found.end(), value)


def _replace(texts: list[Element], begin: int, end: int, value: str) -> None:
    """Characters begin…end of the joined texts become `value`, in the run of the first of them."""
    place, first = 0, True
    for node in texts:
        said = _said(node)
        low, high = max(begin - place, 0), min(end - place, len(said))
        place += len(said)
        if low >= high or low >= len(said):
            continue
        head, *more = value.split("\n") if first else [""]
        if more:
            _say(node, said[:low] + head)
            _break_lines(node, [*more[:-1], more[-1] + said[high:]])
        else:
            _say(node, said[:low] + head + said[high:])
        first = False


def _break_lines(node: Element, lines: list[str]) -> None:
    """Further lines of one value, in the same run."""
    run, owner, after = node.parentNode, node.ownerDocument, node.nextSibling
    assert isinstance(run, Element) and owner is not None
    assert after is None or isinstance(after, Element | minidom.Text)
    prefix = node.tagName.removesuffix("t")
    for line in lines:
        text = owner.createElementNS(node.namespaceURI or "", f"{prefix}t")
        for piece in (owner.createElementNS(node.namespaceURI or "", f"{prefix}br"), text):
            run.insertBefore(piece, after)
        _say(text, line)


# -- lists --------------------------------------------------------------------------------

_FILLED: Final = "qinglian-filled"  # marks rows while the tree is worked on


def _lists_in(text: str, values: Values) -> list[str]:
    """The lists that a text names: 〔支出：摘要〕 names 支出."""
    heads = [_name_of(found[1]).partition("：") for found in NAME.finditer(text)]
    return [head for head, colon, _ in heads if colon and head in values.lists]


def _repeat(element: Element, space: str, values: Values, unknown: dict[str, None]) -> None:
    """A row of a table, or a paragraph, that names a list stands once for each of its lines."""
    inner = [element] if element.localName == "p" else _elements(element, space, "p")
    named = _lists_in("\n".join(_text(p, space) for p in inner), values)
    above = element.parentNode
    if not named or above is None:
        return
    name = named[0]
    for number, line in enumerate(values.lists[name] or [{}], 1):
        copy = element.cloneNode(deep=True)
        assert isinstance(copy, Element)
        copy.setAttribute(_FILLED, "1")
        above.insertBefore(copy, element)
        look = _line(name, line, number, values)
        for paragraph in [copy] if copy.localName == "p" else _elements(copy, space, "p"):
            _fill_paragraph(paragraph, space, look, unknown)
    above.removeChild(element)


def _line(name: str, line: Mapping[str, str], number: int, values: Values) -> Look:
    """Names of one line of a list; of an empty list the first says 无."""
    empty = iter((_NOTHING,))

    def look(written: str) -> str | None:
        head, colon, column = written.partition("：")
        if not colon or head != name:
            return values.single.get(written)
        if not line:
            return next(empty, "")
        if column == "序号" and column not in line:
            return str(number)
        return line.get(column)

    return look
