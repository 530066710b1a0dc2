"""What thirty programs leave on the clipboard, byte by byte in the manner of each, and its cells.

Excel, WPS, LibreOffice, WeChat, browsers and mail programs; invented contents.
"""

from typing import NamedTuple


class Sample(NamedTuple):
    """The flavours as they arrive, and the cells they must become."""

    name: str
    html: bytes
    plain: bytes
    cells: tuple[tuple[str, ...], ...]


def _excel(body: str, *, columns: int = 2) -> bytes:
    """Excel 2016 and later: the fragment begins inside the table, source lines are wrapped."""
    widths = "\r\n".join(" <col width=72 style='width:54pt'>" for _ in range(columns))
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml"\r\n'
        'xmlns:x="urn:schemas-microsoft-com:office:excel"\r\n'
        'xmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n'
        '<meta name=Generator content="Microsoft Excel 15">\r\n'
        '<style>\r\n<!--table\r\n\t{mso-displayed-decimal-separator:"\\.";}\r\n'
        "br\r\n\t{mso-data-placement:same-cell;}\r\n-->\r\n</style>\r\n</head>\r\n"
        '<body link="#0563C1" vlink="#954F72">\r\n'
        "<table border=0 cellpadding=0 cellspacing=0 width=144 style='border-collapse:\r\n"
        " collapse;width:108pt'>\r\n<!--StartFragment-->\r\n"
        f"{widths}\r\n{body}\r\n<!--EndFragment-->\r\n</table>\r\n</body>\r\n</html>\r\n"
    ).encode()


def _wps(body: str) -> bytes:
    """WPS tables: GBK-age markup, a hidden line of widths at the end."""
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        '<meta name="Generator" content="WPS Office ET"><style><!-- .et2{color:#000000;} -->'
        '</style></head><body><!--StartFragment--><table width="144.00" border="0">'
        f'<colgroup><col width="72.00"></colgroup>{body}'
        '<![if supportMisalignedColumns]><tr style="display:none;"><td width="72"></td>'
        '<td width="72"></td></tr><![endif]></table><!--EndFragment--></body></html>'
    ).encode()


def _calc(body: str) -> bytes:
    """LibreOffice Calc: upper-case doctype, tabs in the source, fonts inside cells."""
    return (
        '<!DOCTYPE html>\n\n<html>\n<head>\n\t\n\t<meta http-equiv="content-type" '
        'content="text/html; charset=utf-8"/>\n\t<title></title>\n\t<meta name="generator" '
        'content="LibreOffice 24.2 (Linux)"/>\n\t<style type="text/css">\n\t\tbody,div,table '
        '{ font-family:"Noto Sans CJK SC"; font-size:x-small }\n\t</style>\n\t\n</head>\n\n'
        '<body>\n<table cellspacing="0" border="0">\n\t<colgroup span="2" width="86">'
        f"</colgroup>\n{body}\n</table>\n</body>\n\n</html>\n"
    ).encode()


def _windows(html: str) -> bytes:
    """CF_HTML with its header, as some programs hand it on untouched."""
    head = "Version:1.0\r\nStartHTML:{:08d}\r\nEndHTML:{:08d}\r\nStartFragment:{:08d}\r\n"
    head += "EndFragment:{:08d}\r\nSourceURL:file:///C:/table.html\r\n"
    whole = f"<html><body><!--StartFragment-->{html}<!--EndFragment--></body></html>"
    start = len(head.format(0, 0, 0, 0))
    return (head.format(start, start + len(whole), start + 33, start + 40) + whole).encode()


_PAIR = (("张晓梅", "2380.50"), ("李建华", "12"))
_PAIR_TEXT = "张晓梅\t2380.50\r\n李建华\t12\r\n".encode()
_PAIR_ROWS = "<tr><td>张晓梅</td><td>2380.50</td></tr><tr><td>李建华</td><td>12</td></tr>"

SAMPLES: tuple[Sample, ...] = (
    Sample("excel plain block", _excel(
        " <tr height=18 style='height:13.5pt'>\r\n"
        "  <td height=18 class=xl65 width=72 style='height:13.5pt;width:54pt'>张晓梅</td>\r\n"
        "  <td class=xl66 align=right width=72 style='width:54pt'>2380.50</td>\r\n </tr>\r\n"
        " <tr height=18>\r\n  <td height=18>李建华</td>\r\n  <td align=right>12</td>\r\n </tr>"
    ), _PAIR_TEXT, _PAIR),
    Sample("excel line break in a cell", _excel(
        " <tr>\r\n  <td class=xl65 width=72>第一行<br>\r\n    第二行</td>\r\n  <td>1</td>\r\n </tr>"
    ), '"第一行\n第二行"\t1\r\n'.encode(), (("第一行\n第二行", "1"),)),
    Sample("excel wraps its source inside Chinese words", _excel(
        " <tr>\r\n  <td>关于进一步规范村务\r\n  公开工作的通知</td>\r\n"
        "  <td>a b\r\n  c</td>\r\n </tr>"
    ), "关于进一步规范村务公开工作的通知\ta b c\r\n".encode(),
        (("关于进一步规范村务公开工作的通知", "a b c"),)),
    Sample("excel merged title over two columns", _excel(
        " <tr>\r\n  <td colspan=2 class=xl67>收支表</td>\r\n </tr>\r\n"
        " <tr>\r\n  <td>日期</td>\r\n  <td>金额</td>\r\n </tr>"
    ), "收支表\t\r\n日期\t金额\r\n".encode(), (("收支表", ""), ("日期", "金额"))),
    Sample("excel group merged over two rows", _excel(
        " <tr>\r\n  <td rowspan=2>1组</td>\r\n  <td>张晓梅</td>\r\n </tr>\r\n"
        " <tr>\r\n  <td>李建华</td>\r\n </tr>"
    ), "1组\t张晓梅\r\n\t李建华\r\n".encode(), (("1组", "张晓梅"), ("", "李建华"))),
    Sample("excel accounting format is padded with blanks", _excel(
        " <tr>\r\n  <td><span style='mso-spacerun:yes'>&nbsp;</span>¥2,380.00 </td>\r\n"
        "  <td><span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>-<span "
        "style='mso-spacerun:yes'>&nbsp;&nbsp; </span></td>\r\n </tr>"
    ), " ¥2,380.00 \t - \r\n".encode(), (("¥2,380.00", "-"),)),
    Sample("excel text that looks like a number", _excel(
        " <tr>\r\n  <td style='mso-number-format:\"\\@\"'>0012</td>\r\n"
        "  <td>11010519491231002X</td>\r\n </tr>"
    ), b"0012\t11010519491231002X\r\n", (("0012", "11010519491231002X"),)),
    Sample("excel empty cells", _excel(
        " <tr>\r\n  <td></td>\r\n  <td>&nbsp;</td>\r\n </tr>\r\n"
        " <tr>\r\n  <td>1</td>\r\n  <td></td>\r\n </tr>"
    ), b"\t\r\n1\t\r\n", (("", ""), ("1", ""))),
    Sample("excel one cell", _excel(" <tr>\r\n  <td>张晓梅</td>\r\n </tr>", columns=1),
           "张晓梅\r\n".encode(), (("张晓梅",),)),
    Sample("excel rich text inside a cell", _excel(
        " <tr>\r\n  <td>张<font class=\"font5\">晓</font><font class=\"font0\"><b>梅</b></font>"
        "</td>\r\n  <td>H<sub>2</sub>O</td>\r\n </tr>"
    ), "张晓梅\tH2O\r\n".encode(), (("张晓梅", "H2O"),)),
    Sample("excel characters of markup", _excel(
        " <tr>\r\n  <td>a&lt;b&gt;&amp;&quot;c&quot;</td>\r\n  <td>&#20859;&#32769;</td>\r\n </tr>"
    ), 'a<b>&"c"\t养老\r\n'.encode(), (('a<b>&"c"', "养老"),)),
    Sample("wps block with its hidden line", _wps(_PAIR_ROWS), _PAIR_TEXT, _PAIR),
    Sample("wps line break", _wps(
        "<tr><td class=\"et2\">甲<br />乙</td><td x:num=\"46000\">2025-12-09</td></tr>"
    ), '"甲\n乙"\t2025-12-09\r\n'.encode(), (("甲\n乙", "2025-12-09"),)),
    Sample("wps in UTF-16", _wps(_PAIR_ROWS).decode().encode("utf-16"), _PAIR_TEXT, _PAIR),
    Sample("wps in GBK", _wps(_PAIR_ROWS).decode().encode("gb18030"),
           _PAIR_TEXT.decode().encode("gb18030"), _PAIR),
    Sample("wps merged both ways", _wps(
        "<tr><td colspan=\"2\" rowspan=\"2\">合并</td><td>1</td></tr><tr><td>2</td></tr>"
    ), "合并\t\t1\r\n\t\t2\r\n".encode(), (("合并", "", "1"), ("", "", "2"))),
    Sample("calc block with fonts", _calc(
        "\t<tr>\n\t\t<td height=\"17\" align=\"left\"><font face=\"Noto Sans CJK SC\">张晓梅"
        "</font></td>\n\t\t<td align=\"right\" sdval=\"2380.5\" sdnum=\"2052;0;0.00\">"
        "<font face=\"x\">2380.50</font></td>\n\t</tr>\n\t<tr>\n\t\t<td>李建华</td>\n"
        "\t\t<td sdval=\"12\">12</td>\n\t</tr>"
    ), "张晓梅\t2380.50\n李建华\t12".encode(), _PAIR),
    Sample("calc line break and empty cell", _calc(
        "\t<tr>\n\t\t<td>甲<br>乙</td>\n\t\t<td align=\"left\"><br></td>\n\t</tr>"
    ), '"甲\n乙"\t\n'.encode(), (("甲\n乙", ""),)),
    Sample("calc in UTF-16 without a mark",
           _calc("<tr><td>ab</td><td>12</td></tr>").decode().encode("utf-16-le"),
           b"ab\t12\n", (("ab", "12"),)),
    Sample("wechat table of a document", (
        "<meta charset='utf-8'><div data-copy-origin='weixin'><table><tbody><tr><td><p>张晓梅</p>"
        "</td><td><p>第一行</p><p>第二行</p></td></tr></tbody></table></div>"
    ).encode(), "张晓梅\n第一行\n第二行".encode(), (("张晓梅", "第一行\n第二行"),)),
    Sample("wechat message, plain lines", b"", "张晓梅\t13800000000\n李建华\t13900000000".encode(),
           (("张晓梅", "13800000000"), ("李建华", "13900000000"))),
    Sample("wechat message with unseen marks", b"",
           "\u200b张晓梅\u2060\t1380000\u200b0000\ufeff\n".encode(), (("张晓梅", "13800000000"),)),
    Sample("full-width digits and odd blanks", b"", "２３８０\u3000\t\u00a0一\u00a0组\r\n".encode(),
           (("２３８０", "一 组"),)),
    Sample("quoted cells over several lines", b"",
           '"第一行\n第二行"\t"他说""好"""\r\n"a\tb"\t1\r\n'.encode(),
           (("第一行\n第二行", '他说"好"'), ("a\tb", "1"))),
    Sample("quotes that are only characters", b"", '"清廉村居"\t5" 屏\r\n'.encode(),
           (('"清廉村居"', '5" 屏'),)),
    Sample("ragged lines", b"", b"1\t2\t3\n4\n5\t6\n",
           (("1", "2", "3"), ("4", "", ""), ("5", "6", ""))),
    Sample("old Mac line ends and no end", b"", b"1\t2\r3\t4", (("1", "2"), ("3", "4"))),
    Sample("text in GBK with a closing null", b"", "张晓梅\t1组\0".encode("gb18030"),
           (("张晓梅", "1组"),)),
    Sample("html without a table: the text counts", "<p>张晓梅</p>".encode(), "张晓梅\t1".encode(),
           (("张晓梅", "1"),)),
    Sample("windows header before the html",
           _windows("<table><tr><td>1</td><td>2</td></tr></table>"), b"1\t2\r\n", (("1", "2"),)),
    Sample("browser table with thead and a nested one", (
        "<table><thead><tr><th>姓名</th><th>说明</th></tr></thead><tbody><tr><td>张晓梅</td>"
        "<td><table><tr><td>里</td><td>层</td></tr></table></td></tr></tbody></table>"
    ).encode(), b"", (("姓名", "说明"), ("张晓梅", "里层"))),
    Sample("unclosed cells and rows", b"<table><tr><td>1<td>2<tr><td>3<td>4</table>", b"",
           (("1", "2"), ("3", "4"))),
    Sample("lines left empty below a block", b"",
           "甲\t1\t\r\n\r\n乙\t2\t\r\n\r\n\r\n".encode(),
           (("甲", "1", ""), ("", "", ""), ("乙", "2", ""))),
    Sample("empty cells of one column are cells", b"", "甲\r\n\r\n乙\r\n\r\n".encode(),
           (("甲",), ("",), ("乙",), ("",))),
    Sample("word breaks a line within a cell", b"", "甲\v乙\t1\r\n".encode(), (("甲\n乙", "1"),)),
    Sample("word table with its empty paragraphs", (
        "<html xmlns:w=\"urn:schemas-microsoft-com:office:word\"><body><!--StartFragment--><table "
        "class=MsoTableGrid><tr><td><p class=MsoNormal><span>1<o:p></o:p></span></p></td><td>"
        "<p class=MsoNormal>张晓梅<span><o:p></o:p></span></p><p class=MsoNormal>李建华</p></td>"
        "<td><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></td></tr>"
        "</table><!--EndFragment--></body></html>"
    ).encode(), b"", (("1", "张晓梅\n李建华", ""),)),
    Sample("rows of a filtered sheet that are not shown", _excel(
        " <tr>\r\n  <td>甲</td>\r\n  <td>1</td>\r\n </tr>\r\n"
        " <tr height=0 style='display:none'>\r\n  <td>乙</td>\r\n  <td>2</td>\r\n </tr>"
    ), "甲\t1\r\n".encode(), (("甲", "1"),)),
    Sample("spans that lie", (
        b"<table><tr><td colspan=\"99999999999\">1</td></tr><tr><td rowspan=0 colspan=x>2</td></tr>"
        b"</table>"
    ), b"", (("1",), ("2",))),
)  # fmt: skip
