"""The empty sheet a clerk or a group leader fills in: columns, choices, an example, how to."""

from pathlib import Path
from typing import Any

from qinglian_desktop.core.kinds import FLAG
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.exchange.sheets.choosing import EXAMPLE, HOW_TO
from qinglian_desktop.exchange.sheets.layout import (
    Looks,
    new_workbook,
    number_format,
    set_up_print,
    sheet_name,
)
from qinglian_desktop.exchange.sheets.mapping import importable
from qinglian_desktop.exchange.sheets.writing import OutColumn, set_widths
from qinglian_desktop.store.files import write_whole

_ROWS = 5000  # rows that carry choices and formats
_LIST = 255  # characters Excel takes for a list of choices in a cell
_SORTS = {
    "text": "文字",
    "period": "月、季度、半年或年，例：2026年9月、2026年第三季度",
    "long": "文字，可以长",
    "choice": "从可选的几项里选一项",
    "name": "姓名或名称",
    "id_number": "18 位身份证号，单元格设成“文本”",
    "phone": "手机号 11 位，或座机",
    "day": "日期，例：2026-11-03",
    "moment": "日期和时间，例：2026-11-03 14:30",
    "money": "金额，单位：元，最多两位小数",
    "count": "整数",
    "quantity": "数，最多三位小数",
    "flag": "填“是”或“否”",
}
_EXAMPLES = {"text": "（文字）", "long": "（文字）"}


def write_template(record: type[Record], path: Path) -> None:
    """An .xlsx with three sheets: to fill in, an example, how to fill it in."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"模板不能写成〔{path.suffix or path.name}〕文件", "请把文件名写成 .xlsx")
    fields = [record.fields[name] for name in importable(record)]
    with new_workbook(constant_memory=False) as made:
        page = made.book.add_worksheet(sheet_name(record.label, {EXAMPLE, HOW_TO}))
        _header(made.looks, page, fields)
        _rules(made.looks, page, fields)
        page = made.book.add_worksheet(EXAMPLE)
        _header(made.looks, page, fields)
        for index, field in enumerate(fields):
            page.write_string(1, index, example_of(field), made.looks.of(field.kind))
        _how_to(made.looks, made.book.add_worksheet(HOW_TO), record, fields)
    write_whole(path, made.content())


def example_of(field: Field) -> str:
    if field.example or field.choices:
        return field.example or field.choices[0]
    return field.kind.example or _EXAMPLES.get(field.kind.name, "")


def choices_of(field: Field) -> tuple[str, ...]:
    return ("是", "否") if field.kind is FLAG else field.choices


def _header(looks: Looks, page: Any, fields: list[Field]) -> None:
    set_widths(page, [OutColumn(field.label, field.kind) for field in fields])
    set_up_print(page, 0)
    needed = looks("bold", True, "border", 1, "bg_color", "#F9E0B8", "align", "center")
    for index, field in enumerate(fields):
        page.write_string(0, index, field.label, needed if field.asked else looks.header)


def _rules(looks: Looks, page: Any, fields: list[Field]) -> None:
    columns = [OutColumn(field.label, field.kind) for field in fields]
    set_widths(page, columns, [looks("num_format", number_format(field.kind)) for field in fields])
    for index, field in enumerate(fields):
        rule: dict[str, Any] = {"validate": "any"}
        choices = choices_of(field)
        if choices and len(",".join(choices)) <= _LIST:
            rule = {
                "validate": "list",
                "source": list(choices),
                "error_title": "没有这一项",
                "error_message": f"请从这几项里选：{'、'.join(choices)}"[:_LIST],
            }
        rule["input_title"] = field.label[:30]
        rule["input_message"] = _hint(field)[:_LIST]
        page.data_validation(1, index, _ROWS, index, rule)


def _hint(field: Field) -> str:
    need = "必填" if field.asked else "不填就自动给" if field.given else "可以不填"
    return f"{need}。{_SORTS.get(field.kind.name, '文字')}。"


def _how_to(looks: Looks, page: Any, record: type[Record], fields: list[Field]) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 10)
    page.set_column(2, 4, 36)
    page.write_string(0, 0, f"怎么填〔{record.label}〕", looks.title)
    lines = (
        "一行填一条。列的顺序可以变，用不着的列可以删，标题行上面可以再加表名。",
        "橙色的列必须填。身份证号、电话、编号请先把单元格设成“文本”再填，免得丢了后几位。",
        "合计行不会导入。金额以元为单位；要用万元，请把标题写成“金额(万元)”。",
    )
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, line, looks())
    top = len(lines) + 2
    for index, label in enumerate(("列", "必填", "填什么", "可选的内容", "例")):
        page.write_string(top, index, label, looks.header)
    cell = looks("border", 1, "text_wrap", True, "valign", "top")
    for number, field in enumerate(fields, top + 1):
        texts = (
            field.label,
            "必填" if field.asked else "",
            _SORTS.get(field.kind.name, "文字"),
            "、".join(choices_of(field)),
            example_of(field),
        )
        for index, text in enumerate(texts):
            page.write_string(number, index, text, cell)
    set_up_print(page, top)
