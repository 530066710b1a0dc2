"""A bar chart as Word draws it: a chart part with its figures, and the workbook behind them.

With the workbook the clerk can put a figure right in Word or WPS and the bars follow.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final
from xml.dom import minidom
from xml.dom.minidom import Element
from xml.sax.saxutils import escape

from qinglian_desktop.core.document import Chart

_OFFICE: Final = "http://schemas.openxmlformats.org"
_DRAWING: Final = f"{_OFFICE}/drawingml/2006"
_RELATED: Final = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGE: Final = f"{_OFFICE}/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_TYPES: Final = "[Content_Types].xml"
_EMU: Final = 12_700  # of a point
_WIDE: Final = 440  # points between the margins of a notice
_LINE, _FRAME, _LEAST = 22, 70, 160  # points a name, around the bars, of the whole
_TALLEST: Final = 620
_FILLS: Final = ("17624A", "6FA88F", "B9D6C8", "E8B04A")  # apart in black and white too
_SHEET: Final = "Sheet1"


def relation(number: int) -> str:
    """How the body names the chart of this number."""
    return f"rIdQinglianChart{number}"


def drawing(owner: minidom.Document, space: str, chart: Chart, number: int) -> Element:
    """The w:drawing that shows it, to be put into a run."""
    bars = len(chart.names) * (1 if chart.stacked else max(len(chart.series), 1))
    tall = min(max(_FRAME + bars * _LINE, _LEAST), _TALLEST)
    size = f'cx="{_WIDE * _EMU}" cy="{tall * _EMU}"'
    title = escape(chart.title, {'"': "&quot;"})
    made = minidom.parseString(
        f'<w:drawing xmlns:w="{space}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'xmlns:a="{_DRAWING}/main" xmlns:c="{_DRAWING}/chart" xmlns:r="{_RELATED}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{9000 + number}" name="{title}" descr="{title}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart r:id="{relation(number)}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    ).documentElement
    assert made is not None
    kept = owner.importNode(made, deep=True)
    assert isinstance(kept, Element)
    return kept


def parts_with(parts: dict[str, bytes], charts: Sequence[Chart]) -> dict[str, bytes]:
    """The package with a part for each chart, named in its lists."""
    if not charts:
        return parts
    found = dict(parts)
    relations = []
    for number, chart in enumerate(charts, 1):
        name = f"qinglian_chart{number}"
        found[f"word/charts/{name}.xml"] = _chart(chart).encode()
        found[f"word/embeddings/{name}.xlsx"] = _workbook(chart)
        found[f"word/charts/_rels/{name}.xml.rels"] = _relations(
            [("rId1", f"{_RELATED}/package", f"../embeddings/{name}.xlsx")]
        )
        relations.append((relation(number), f"{_RELATED}/chart", f"charts/{name}.xml"))
    found[_RELATIONS] = _more_relations(found.get(_RELATIONS), relations)
    found[_TYPES] = _more_types(found[_TYPES], len(charts))
    return found


# -- the lists of the package --------------------------------------------------------------------


def _relations(listed: Sequence[tuple[str, str, str]]) -> bytes:
    told = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in listed
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'.encode()


def _more_relations(data: bytes | None, listed: Sequence[tuple[str, str, str]]) -> bytes:
    if data is None:
        return _relations(listed)
    tree = minidom.parseString(data)
    for key, kind, target in listed:
        _append(tree, "Relationship", Id=key, Type=kind, Target=target)
    return tree.toxml(encoding="UTF-8", standalone=True)


def _more_types(data: bytes, many: int) -> bytes:
    tree = minidom.parseString(data)
    endings = tree.getElementsByTagNameNS("*", "Default")
    if all(one.getAttribute("Extension").lower() != "xlsx" for one in endings):
        _append(tree, "Default", Extension="xlsx", ContentType=_BOOK)
    for number in range(1, many + 1):
        place = f"/word/charts/qinglian_chart{number}.xml"
        _append(tree, "Override", PartName=place, ContentType=_CHART)
    return tree.toxml(encoding="UTF-8", standalone=True)


def _append(tree: minidom.Document, name: str, **attributes: str) -> None:
    root = tree.documentElement
    assert root is not None
    prefix = f"{root.prefix}:" if root.prefix else ""
    made = tree.createElementNS(root.namespaceURI or "", prefix + name)
    for key, value in attributes.items():
        made.setAttribute(key, value)
    root.appendChild(made)


# -- one chart -----------------------------------------------------------------------------------


def _chart(chart: Chart) -> str:
    grouping = "stacked" if chart.stacked else "clustered"
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    series = "".join(_series(chart, place) for place in range(len(chart.series)))
    title = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1200" b="1"/><a:t>{escape(chart.title)}</a:t></a:r></a:p>'
        '</c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" '
        f'xmlns:r="{_RELATED}"><c:roundedCorners val="0"/><c:chart>{title}'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="40"/>{overlap}<c:axId val="501"/><c:axId val="502"/></c:barChart>'
        # The first name at the top, as in the table.
        '<c:catAx><c:axId val="501"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="502"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="502"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="1"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="501"/>'
        '<c:crosses val="autoZero"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="1"/></c:chart>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(chart: Chart, place: int) -> str:
    one, column = chart.series[place], chr(ord("B") + place)
    last = len(chart.names) + 1
    fill = _FILLS[place % len(_FILLS)]
    ink = "FFFFFF" if chart.stacked and place == 0 else "1A1F1C"
    texts = "".join(_point(n, name) for n, name in enumerate(chart.names))
    figures = "".join(_point(n, str(value)) for n, value in enumerate(one.values))
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f'<c:tx><c:strRef><c:f>{_SHEET}!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f"{_point(0, one.name)}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="47524D"/></a:solidFill></a:ln></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="#,##0;;" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>"
        f'<a:defRPr sz="900"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:defRPr>'
        f'</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(chart.names)}"/>{texts}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>#,##0</c:formatCode><c:ptCount val="{len(one.values)}"/>{figures}'
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _point(place: int, text: str) -> str:
    return f'<c:pt idx="{place}"><c:v>{escape(text)}</c:v></c:pt>'


def _workbook(chart: Chart) -> bytes:
    """The figures as a sheet: names down, a column for each kind of bar."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(1980, 1, 1)})  # the same contents, the same file
    sheet = book.add_worksheet(_SHEET)
    for place, one in enumerate(chart.series, 1):
        sheet.write_string(0, place, one.name)
        for line, value in enumerate(one.values, 1):
            sheet.write_number(line, place, value)
    for line, name in enumerate(chart.names, 1):
        sheet.write_string(line, 0, name)
    book.close()
    return out.getvalue()
