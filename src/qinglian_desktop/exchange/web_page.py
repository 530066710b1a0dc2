"""A posted notice as one file for the chat group: it opens without a network and asks for nothing.

No script, no picture, no font and no address of anywhere; a policy in its head forbids them even
where somebody adds one. On a telephone a row of a table becomes a small card; on paper it is a
table again.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from qinglian_desktop.core import money
from qinglian_desktop.core.document import (
    Blank,
    Block,
    Chart,
    Choice,
    Document,
    Facts,
    Form,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Slips,
    Table,
    Year,
    cell_text,
)

_STYLE: Final = """
:root{color-scheme:light}
body{margin:0;background:#f2f2f2;color:#111;font-size:1.06rem;line-height:1.75;
font-family:"Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:46rem;margin:0 auto;background:#fff;padding:1.2rem 1rem 2rem}
h1{font-size:1.5rem;line-height:1.4;text-align:center;margin:.4rem 0 .2rem}
h2{font-size:1.15rem;margin:1.4rem 0 .4rem}h3{font-size:1.06rem;margin:1rem 0 .3rem}
p{margin:.4rem 0;overflow-wrap:anywhere}p.in{text-indent:2em}
p.under{color:#444;font-size:.92rem;text-align:center;border-bottom:2px solid #111;
padding-bottom:.6rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
th{background:#eee}td.r,th.r{text-align:right;font-variant-numeric:tabular-nums}
tr.sum td{font-weight:bold;background:#f6f6f6}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.6rem 0}
dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}
.sign{text-align:right;margin-top:1.4rem}.note,footer{color:#444;font-size:.9rem}
footer{border-top:1px solid #999;margin-top:1.6rem;padding-top:.6rem}
details{margin-top:1.4rem;border:1px solid #999;padding:.4rem .8rem}
summary{font-weight:bold;padding:.3rem 0}details div{font-size:1.35rem}
@media (max-width:34rem){
table,tbody,tr,td{display:block;width:auto}thead{position:absolute;left:-999rem}
tr{border:1px solid #555;margin:.5rem 0;padding:.2rem 0}
td,td.r{border:0;text-align:left;padding:.15rem .6rem;display:flex;gap:.8rem}
td:empty{display:none}
td::before{content:attr(data-label);flex:0 0 6em;color:#444}
dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{body{background:#fff;font-size:12pt}main{max-width:none;padding:0}
tr{break-inside:avoid}thead{display:table-header-group}details{display:none}}
"""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)


def web_page(paper: Document, large: Document | None = None) -> bytes:
    """The notice as it hung, and below it the big-print version to be opened with a touch."""
    title = paper.title.replace("\n", "")
    more = ""
    if large is not None:
        told = "\n".join(_block(block) for block in large.blocks)
        more = f"<details><summary>大字白话版</summary><div>\n{told}\n</div></details>\n"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{"<br>".join(escape(part) for part in paper.title.split(chr(10)))}</h1>
{_under(paper)}
{chr(10).join(_block(block) for block in paper.blocks)}
{more}<footer>{_foot(paper)}</footer>
</main>
</body>
</html>
""".encode()


def _under(paper: Document) -> str:
    parts = (f"编号：{paper.number}" if paper.number else "",
             f"所属期：{paper.period}" if paper.period else "")  # fmt: skip
    said = "　".join(escape(part) for part in parts if part)
    return f'<p class="under">{said}</p>' if said else ""


def _foot(paper: Document) -> str:
    parts = [paper.unit, f"核对码 {paper.fingerprint}" if paper.fingerprint else ""]
    told = "　".join(escape(part) for part in parts if part)
    return f"<p>{told}</p><p>以公开栏张贴的为准。对核对码，就知道这份是不是原样。</p>"


def _block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            mark = "h2" if level == 1 else "h3"
            return f"<{mark}>{escape(text)}</{mark}>"
        case Paragraph(text=text, indent=indent, bold=bold):
            said = escape(text).replace("\n", "<br>")
            said = f"<strong>{said}</strong>" if bold else said
            return f'<p class="in">{said}</p>' if indent else f"<p>{said}</p>"
        case Facts(pairs=pairs):
            told = "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in pairs)
            return f"<dl>{told}</dl>" if pairs else ""
        case Table():
            return _table(block)
        case Signature(unit=unit, day=day):
            return f'<p class="sign">{escape(unit)}<br>{escape(day)}</p>'
        case Note(text=text):
            return f'<p class="note">{escape(text)}</p>'
        case SignLine() | Blank() | PageBreak() | Form() | Choice() | Slips() | Year() | Chart():
            return ""  # what is drawn, signed, ticked, cut or hung up as one sheet is for paper


def _table(table: Table) -> str:
    right = tuple(' class="r"' if c.numeric or c.align == "right" else "" for c in table.columns)
    labels = tuple(escape(column.label, quote=True) for column in table.columns)
    head = "".join(f"<th{r}>{label}</th>" for r, label in zip(right, labels, strict=True))
    rows = [
        "<tr>" + "".join(
            f'<td{r} data-label="{label}">{escape(cell_text(column, cell))}</td>'
            for r, label, column, cell in zip(right, labels, table.columns, row, strict=True)
        ) + "</tr>"
        for row in table.rows
    ]  # fmt: skip
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return (
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join([*rows, *_sums(table, labels)])
        + "\n</tbody></table>"
    )


def _sums(table: Table, labels: Sequence[str]) -> list[str]:
    """合计 under the columns that are added up, and what it is in 大写."""
    if not table.totals or not table.summed:
        return []
    sums = dict(zip(table.summed, table.grand(), strict=True))
    cells = []
    for place, column in enumerate(table.columns):
        text = cell_text(column, sums[place]) if place in sums else "合计" if place == 0 else ""
        cells.append(f'<td class="r" data-label="{labels[place]}">{escape(text)}</td>'
                     if place in sums else f"<td>{text}</td>")  # fmt: skip
    amounts = [n for place, n in sums.items() if table.columns[place].money]
    line = f'<tr class="sum">{"".join(cells)}</tr>'
    if len(amounts) != 1:
        return [line]
    told = f"合计（大写）：{money.capital(amounts[0])}"
    return [line, f'<tr class="sum"><td colspan="{len(table.columns)}">{told}</td></tr>']
