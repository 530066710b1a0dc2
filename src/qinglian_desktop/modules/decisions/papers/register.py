"""《决策实施登记表》（一）至（六）: one form for each step of a matter, with the same head."""

from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Band, Box, Document, Form, sealed
from qinglian_desktop.modules.decisions.papers.values import Words, late_mark, ratio

GATES: Final = ("提议", "商议", "审议", "决议", "决议公开", "结果公开")
_ORIGINS: Final = ("党员群众提出", "干部提出", "上级要求")
_NUMBERS: Final = "一二三四五六"
_CONTENT: Final = 4  # the band that takes the rest of the page
_LEAST: Final = 28  # mm for what is written by hand
_STREET: Final = (3, 4)  # forms that street officials who are there sign with their posts
_POSTED: Final = (5, 6)


class Filed(NamedTuple):
    """One step as the register keeps it; what is not known yet stays empty to be written."""

    unit: str
    gate: str
    matter: str
    number: str = ""
    origin: str = ""
    held_on: date | None = None
    time: str = ""
    due: int | None = None
    present: int | None = None
    content: str = ""
    street: str = ""  # officials of the street who were there, with their posts
    published: str = ""
    supervision: str = ""
    late_on: date | None = None
    ratifies: bool = False
    words: Words = Words()
    meeting: str = ""  # 居民代表会议 …


def register(filed: Filed) -> Document:
    """The form of one step; exactly the fields that the register of the street has."""
    place = GATES.index(filed.gate) + 1
    bands = [
        Band((Box("事项来源", label=True), Box(_ticked(filed), 5))),
        Band((Box("决策事项", label=True), Box(filed.matter, 5)), 14),
        Band((Box("时　间", label=True), Box(_when(filed), 5))),
        Band((
            Box("应　到", label=True), Box(_people(filed.due, filed)),
            Box("实　到", label=True), Box(_people(filed.present, filed)),
            Box("比　例", label=True), Box(_share(filed)),
        )),
        _field(_content_label(filed), filed.content, _LEAST),
    ]  # fmt: skip
    if place in _POSTED:
        bands.append(_field("公开情况", filed.published, _LEAST))
        bands.append(_field("监督意见", filed.supervision, _LEAST))
    bands.append(_field("参加人员\n签　字", "", 34 if place in _POSTED else 54))
    if place in _STREET:
        bands.append(_field("街道到场\n人员签字\n（职务）", filed.street, _LEAST))
    blocks = (Form((4, 5, 3, 5, 3, 5), tuple(bands), fills=_CONTENT),)
    title = f"决策实施登记表（{_NUMBERS[place - 1]}）\n{_gate_title(filed)}"
    number = "　".join(filter(None, (filed.number, late_mark(filed.late_on))))
    return sealed(Document(title, "form", blocks, unit=filed.unit, number=number))


def whole(forms: tuple[Filed, ...]) -> tuple[Document, ...]:
    """All six, in order, the same head on each."""
    return tuple(register(one) for one in forms)


def _gate_title(filed: Filed) -> str:
    """What this step is called: 党组织提议, 两委商议 …"""
    called = {
        "提议": "党组织提议", "商议": "“两委”商议", "审议": "党员大会审议",
        "决议": f"{filed.meeting or filed.words.resident + '代表会议'}决议",
        "决议公开": "决议公开", "结果公开": "实施结果公开",
    }  # fmt: skip
    return called[filed.gate] + ("（补议）" if filed.ratifies else "")


def _content_label(filed: Filed) -> str:
    return {
        "提议": "提议内容", "商议": "商议内容", "审议": "审议内容", "决议": "决议内容",
        "决议公开": "决议内容", "结果公开": "实施结果",
    }[filed.gate]  # fmt: skip


def _ticked(filed: Filed) -> str:
    """Three boxes, the same on all six forms."""
    said = (f"党员、{filed.words.resident}提出", f"{filed.words.kind}干部提出", "上级要求")
    return "　".join(
        f"{'☑' if filed.origin == origin else '□'}{word}"
        for origin, word in zip(_ORIGINS, said, strict=True)
    )


def _when(filed: Filed) -> str:
    if filed.held_on is None:
        return "　　　　年　　　月　　　日"
    late = f"（补录，{paper_day(filed.late_on)}登记）" if filed.late_on else ""
    return f"{paper_day(filed.held_on)}{filed.time}{late}"


def _people(count: int | None, filed: Filed) -> str:
    if count is None:
        return "不开会" if GATES.index(filed.gate) + 1 in _POSTED else "　　　人"
    return f"{count} 人"


def _share(filed: Filed) -> str:
    return ratio(filed.present, filed.due) if filed.due and filed.present is not None else ""


def _field(label: str, text: str, mm: int) -> Band:
    return Band((Box(label, label=True), Box(text, 5, top=True)), mm)
