"""A template that somebody edited in WPS still fills, and what nobody knows stays to be seen."""

import zipfile
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.dom import minidom
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.document import Column, Document, Facts, Heading, Paragraph, Table
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.word import filling, standard, values
from qinglian_desktop.exchange.word.values import Values

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
SPENT = [
    {"日期": "9月1日", "摘要": "办公用品", "金额": "2,380.00"},
    {"日期": "9月2日", "摘要": "维修〔标题〕", "金额": "300.00"},
]
GIVEN = Values(
    {"标题": "2026年第三季度收支", "单位": "新街子社区", "正文": "第一段\n第二段", "草稿": "",
     "支出合计": "2,680.00"},
    {"支出": SPENT, "收入": []},
    {"支出": ("日期", "摘要", "金额"), "收入": ("日期", "金额")},
    (Heading("一、收支"), Paragraph("共两笔。"), Facts((("依据", "实施办法"),)),
     Table((Column("摘要"), Column("金额（元）", align="right", money=True)),
           (("办公用品", 238_000),), totals=True)),
)  # fmt: skip


def run(text: str, dress: str = "") -> str:
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def line(*runs: str, dress: str = "") -> str:
    return f"<w:p><w:pPr>{dress}</w:pPr>{''.join(runs)}</w:p>"


def docx(*body: str, **more: str) -> bytes:
    """A .docx in the manner of WPS, with a prefix that is declared and only named in Ignorable."""
    root = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:w14="{W14}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'mc:Ignorable="w14"><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", root)
        package.writestr("word/media/image1.png", b"\x89PNG seal")
        for name, text in more.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return package.read(name).decode()


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    tree = minidom.parseString(part(data, name))
    return ["".join(_texts(p)) for p in tree.getElementsByTagName("w:p")]


def _texts(paragraph: Any) -> list[str]:
    said = []
    for node in paragraph.getElementsByTagName("*"):
        if node.tagName == "w:br":
            said.append("\n")
        elif node.tagName == "w:t":
            said += [child.data for child in node.childNodes]
    return said


def filled(*body: str) -> tuple[list[str], tuple[str, ...]]:
    made = filling.fill(docx(*body), GIVEN)
    return lines(made.data), made.unknown


@given(st.lists(st.integers(0, 20), max_size=6), st.booleans())
def test_a_name_split_over_any_runs_is_filled(cuts: list[int], checked: bool) -> None:
    text = "甲〔标题〕，由〔单位〕公布"
    places = sorted({0, *(cut for cut in cuts if cut < len(text)), len(text)})
    between = "<w:proofErr w:type='spellStart'/>" if checked else ""
    runs = [run(text[a:b]) + between for a, b in pairwise(places)]
    said, unknown = filled(line(*runs))
    assert said == ["甲2026年第三季度收支，由新街子社区公布"] and unknown == ()


def test_the_value_wears_the_look_of_the_names_first_character() -> None:
    red = '<w:color w:val="FF0000"/>'
    data = docx(line(run("题："), run("〔标", red), run("题〕尾", "<w:b/>")))
    made = part(filling.fill(data, GIVEN).data)
    first = made.index("2026年第三季度收支")
    assert red in made[:first] and made[:first].rindex("w:color") > made[:first].rindex("题：")
    assert "尾" in made[first:] and "<w:b/>" in made[first:]


def test_moved_restyled_and_deleted_names_are_no_trouble() -> None:
    said, unknown = filled(line(run("〔单位〕", "<w:i/>")), line(run("自己写的一句话")))
    assert said == ["新街子社区", "自己写的一句话"] and unknown == ()


def test_blanks_and_a_narrow_colon_inside_a_name_are_forgiven() -> None:
    assert filled(line(run("〔 单 位 〕")))[0] == ["新街子社区"]
    assert filled(line(run("〔支出:摘要〕")))[0] == ["办公用品", "维修〔标题〕"]


def test_an_unknown_name_stays_and_is_told_a_number_in_brackets_is_none() -> None:
    said, unknown = filled(
        line(run("〔单位名〕 〔社区主任〕 〔单位名〕")), line(run("渝府发〔2026〕5号"))
    )
    assert said == ["〔单位名〕 〔社区主任〕 〔单位名〕", "渝府发〔2026〕5号"]
    assert set(unknown) == {"〔单位名〕", "〔社区主任〕"}


def test_several_lines_stay_lines_and_an_empty_line_goes() -> None:
    said, _ = filled(line(run("〔草稿〕")), line(run("前〔正文〕后")))
    assert said == ["前第一段\n第二段后"]


def row(*cells: str) -> str:
    inner = "".join(f"<w:tc><w:tcPr/>{line(run(cell))}</w:tc>" for cell in cells)
    return f"<w:tr>{inner}</w:tr>"


def test_a_row_stands_once_for_each_line_of_its_list() -> None:
    table = (
        row("序", "日期", "摘要", "金额")
        + row("〔支出：序号〕", "〔支出：日期〕", "〔支出：摘要〕", "〔支出：金额〕元")
        + row("", "", "合计", "〔支出合计〕")
    )
    said, unknown = filled(f"<w:tbl>{table}</w:tbl>")
    assert said == [
        "序", "日期", "摘要", "金额",
        "1", "9月1日", "办公用品", "2,380.00元",
        "2", "9月2日", "维修〔标题〕", "300.00元",
        "", "", "合计", "2,680.00",
    ]  # fmt: skip
    assert unknown == ()


def test_an_empty_list_says_so_in_one_row() -> None:
    said, _ = filled(f"<w:tbl>{row('〔收入：日期〕', '〔收入：金额〕')}</w:tbl>")
    assert said == ["无", ""]


def test_a_column_that_is_not_there_stays_and_is_told() -> None:
    said, unknown = filled(f"<w:tbl>{row('〔支出：摘要〕', '〔支出：单价〕')}</w:tbl>")
    assert said == ["办公用品", "〔支出：单价〕", "维修〔标题〕", "〔支出：单价〕"]
    assert unknown == ("〔支出：单价〕",)


def test_the_whole_of_it_takes_the_place_and_look_of_its_paragraph() -> None:
    data = docx(
        line(run("〔内", '<w:sz w:val="28"/>'), run("容〕"), dress="<w:ind/>"), line(run("末"))
    )
    made = filling.fill(data, GIVEN)
    assert lines(made.data) == [
        "一、收支", "共两笔。", "依据：实施办法", "摘要", "金额（元）", "办公用品", "2,380.00",
        "合计", "2,380.00", "末",
    ]  # fmt: skip
    body = part(made.data)
    assert (body.count('w:val="28"'), body.count('w:val="24"')) == (3, 6), "cells are set smaller"
    assert body.count("<w:jc ") == 6 and body.count("<w:ind/>") == 3


def test_the_end_of_a_section_stays_where_the_whole_stood() -> None:
    made = filling.fill(docx(line(run("〔内容〕"), dress="<w:sectPr/>")), GIVEN).data
    assert part(made).count("<w:sectPr/>") == 2, "that one and the end of the body"


def test_headers_and_footers_are_filled_and_all_else_is_untouched() -> None:
    head = f'<w:hdr xmlns:w="{W}">{line(run("〔单位〕"))}</w:hdr>'
    made = filling.fill(docx(line(run("正文")), header1=head), GIVEN).data
    assert lines(made, "word/header1.xml") == ["新街子社区"]
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert package.read("word/media/image1.png") == b"\x89PNG seal"
    assert f'xmlns:w14="{W14}"' in part(made) and 'mc:Ignorable="w14"' in part(made)
    assert "qinglian" not in part(made)


def test_a_list_inside_a_cell_of_another_table() -> None:
    inner = f"<w:tbl>{row('〔支出：摘要〕')}</w:tbl>{line(run('〔单位〕'))}"
    said, _ = filled(f"<w:tbl><w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr></w:tbl>")
    assert said == ["办公用品", "维修〔标题〕", "新街子社区"]


@given(st.text(max_size=40).filter(str.isprintable))
def test_any_printable_value_arrives_as_it_is(text: str) -> None:
    made = filling.fill(docx(line(run("〔单位〕。"))), GIVEN.__class__({"单位": text}))
    assert lines(made.data) == [text + "。"]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"\xd0\xcf\x11\xe0 an old .doc", docx()[:200]],
    ids=["empty", "no zip", "old doc", "cut"],
)
def test_what_is_no_docx_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused, match="恢复原样"):
        filling.fill(data, GIVEN)


def test_entities_and_bombs_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    with pytest.raises(Refused, match="模板打不开"):
        filling.fill(out.getvalue(), GIVEN)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (21 * 1024 * 1024))
    with pytest.raises(Refused, match="模板太大"):
        filling.fill(out.getvalue(), GIVEN)


@pytest.mark.parametrize(
    "xml", ['<?xml version="1.0" encoding="UTF-99"?><x/>', "<x>" * 5000 + "</x>" * 5000]
)
def test_an_unknown_writing_or_endless_nesting_is_refused(xml: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", xml)
    with pytest.raises(Refused, match="模板打不开"):
        filling.fill(out.getvalue(), GIVEN)


def test_a_template_damaged_in_its_bytes_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<x>" + "一段文字" * 100 + "</x>")
    data, begin = bytearray(out.getvalue()), 30 + len("word/document.xml")
    data[begin : begin + 9] = b"\xff" * 9
    with pytest.raises(Refused, match="模板打不开"):
        filling.fill(bytes(data), GIVEN)


def test_the_programs_own_template_is_filled_whole() -> None:
    paper = Document(
        "关于第三季度收支的公开", "board",
        (Heading("三、支出明细"), Paragraph("经手人都是周文书，审批人都是郑主任。", indent=False),
         Table((Column("2026年"), Column("摘要"), Column("金额（元）", money=True)),
               (("9月1日", "办公用品", 238_000),), totals=True),
         Facts((("监督电话", "02348660000"),))),
        unit="新街子社区", number="公开-2026-001", period="2026年第三季度", draft=True,
    )  # fmt: skip
    asked = values.of_document(paper)
    assert asked.lists["支出"] == [
        {"日期": "9月1日", "摘要": "办公用品", "金额": "2,380.00", "经手人": "周文书",
         "审批人": "郑主任"}
    ]  # fmt: skip
    assert asked.single["支出合计大写"] == "贰仟叁佰捌拾元整"
    made = filling.fill(standard.notice(), asked)
    said = lines(made.data)
    assert made.unknown == ("〔落款单位〕", "〔落款日期〕"), "this paper has no signature"
    assert "经手人都是周文书，审批人都是郑主任。" in said and "监督电话：02348660000" in said
    assert said[0] == "草稿，不作公开用" and said[1] == "关于第三季度收支的公开"
