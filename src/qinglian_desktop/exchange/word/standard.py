"""The templates as they come with the program (公告, 会议记录, 汇报述职, 通报), edited in WPS."""

import zipfile
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument\
.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships\
/officeDocument" Target="word/document.xml"/></Relationships>"""
# GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, 28 points a line; sizes in half points.
_PAGE: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_Line = tuple[str, str, int, str, bool]  # text, font, size in half points, side, is it a title
_NOTICE: Final[tuple[_Line, ...]] = (
    ("〔草稿〕", "仿宋", 28, "right", False),
    ("〔标题〕", "宋体", 44, "center", True),
    ("编号：〔编号〕　期间：〔期间〕", "仿宋", 28, "center", False),
    ("〔内容〕", "仿宋", 32, "both", False),
    ("填表人：＿＿＿＿　审核人：＿＿＿＿　日期：＿＿＿＿", "仿宋", 28, "left", False),
    ("〔落款单位〕", "仿宋", 32, "right", False),
    ("〔落款日期〕", "仿宋", 32, "right", False),
)
_MINUTES: Final[tuple[_Line, ...]] = (
    ("〔标题〕", "宋体", 44, "center", True),
    ("〔编号〕", "楷体", 32, "center", False),
    ("〔内容〕", "仿宋", 32, "both", False),
    ("主持人（签字）：＿＿＿＿＿＿　　记录人（签字）：＿＿＿＿＿＿", "仿宋", 32, "left", False),
    ("监督委员会（签字）：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", "仿宋", 32, "left", False),
)
_CIRCULAR: Final[tuple[_Line, ...]] = (
    ("〔草稿〕", "仿宋", 28, "right", False),
    ("〔编号〕", "仿宋", 32, "center", False),
    ("〔标题〕", "宋体", 44, "center", True),
    ("〔内容〕", "仿宋", 32, "both", False),
    ("〔落款单位〕", "仿宋", 32, "right", False),
    ("〔落款日期〕", "仿宋", 32, "right", False),
)
_REPORT: Final[tuple[_Line, ...]] = (
    ("〔草稿〕", "仿宋", 28, "right", False),
    ("〔标题〕", "宋体", 44, "center", True),
    ("〔内容〕", "仿宋", 32, "both", False),
    ("〔落款单位〕", "仿宋", 32, "right", False),
    ("〔落款日期〕", "仿宋", 32, "right", False),
)


def notice() -> bytes:
    """A whole .docx with the names of a notice in 〔〕."""
    return _document(_NOTICE)


def minutes() -> bytes:
    """A whole .docx with the names of the minutes of a meeting in 〔〕."""
    return _document(_MINUTES)


def report() -> bytes:
    """A whole .docx with the names of a report in 〔〕."""
    return _document(_REPORT)


def circular() -> bytes:
    """A whole .docx with the names of a paper that is issued under a number, in 〔〕."""
    return _document(_CIRCULAR)


def _document(lines: tuple[_Line, ...]) -> bytes:
    body = "".join(_paragraph(*line) for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_SPACE}"><w:body>{body}{_PAGE}</w:body></w:document>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):  # fmt: skip
            made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            package.writestr(made, text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _paragraph(text: str, font: str, size: int, side: str, bold: bool) -> str:
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if side == "both" else ""
    spacing = '<w:spacing w:line="560" w:lineRule="exact"/>'
    after = '<w:spacing w:before="240" w:after="240" w:line="700" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr>{after if bold else spacing}{indent}<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
        f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
