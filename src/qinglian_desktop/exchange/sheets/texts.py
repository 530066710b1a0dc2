"""How do the bytes of a text table (.csv, .txt) become rows? Encoding and separator by content."""

import codecs
import csv
import io
from collections import Counter

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets.prescan import too_large

_HEAD = 200_000  # characters
_MOST_CELLS, _MOST_COLUMNS = 5_000_000, 16_384  # as wide as a sheet can be
_GUARDED = frozenset("=+-@\t\r\n＝＋－＠")
_SAMPLE = 20  # lines looked at to find the separator
_SEPARATORS = (",", "\t", ";", "，", "|")
_CONTROL = frozenset(chr(n) for n in range(32)) - frozenset("\t\r\n\f\x1a")
_SAVE_AS = "请用 WPS 打开，另存为 .xlsx 再拖进来"


def read_text_rows(data: bytes) -> list[list[str]]:
    """The rows of a text table; Refused in words when the bytes are no text."""
    text = _decoded(data).lstrip("\ufeff")
    if text.startswith("sep=") and "\n" in text:  # Excel's own hint line
        hint, _, text = text.partition("\n")
        return _rows("\n" + text, hint.strip()[4:5] or ",")
    return _rows(text, _separator(text))


def _decoded(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data, encoding)
    head = data[:4000]
    if b"\x00" in head:  # UTF-16 without its mark: separators and digits carry zero bytes
        odd, even = head[1::2].count(0), head[::2].count(0)
        return _checked(data, "utf-16-le" if odd >= even else "utf-16-be")
    try:
        return _checked(data, "utf-8")
    except Refused:
        return _checked(data, "gb18030")


def _checked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as trouble:
        raise not_a_table() from trouble
    if not _CONTROL.isdisjoint(text):
        raise not_a_table()
    return text


def not_a_table() -> Refused:
    return Refused("这个文件不是表格，或者已经损坏", _SAVE_AS)


def _separator(text: str) -> str:
    """The sign that cuts the first lines into the most columns, outside quotation marks."""
    lines = [_outside_quotes(line) for line in text[:_HEAD].splitlines()[:_SAMPLE]]

    def cuts(sign: str) -> int:
        # A table has as many signs in most lines; in a sentence they stand as they fall.
        counts = Counter(count for line in lines if (count := line.count(sign)))
        return max((count * lines for count, lines in counts.items()), default=0)

    best = max(_SEPARATORS, key=cuts)
    return best if cuts(best) else ","


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _rows(text: str, separator: str) -> list[list[str]]:
    if text.count(separator) + text.count("\n") > _MOST_CELLS:
        raise too_large("超过 500 万格")
    if max((line.count(separator) for line in text.splitlines()), default=0) > _MOST_COLUMNS:
        raise too_large("超过 16384 列")
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as trouble:
        raise not_a_table() from trouble
    if '"' in text:
        _refuse_open_quote(text, separator)
    return [[_plain(cell) for cell in row] for row in found]


def _refuse_open_quote(text: str, separator: str) -> None:
    """A quotation mark that is never closed swallows every row below it: nobody may miss that."""
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begun = strict.line_num + 1
        try:
            next(strict)
        except StopIteration:
            return
        except csv.Error as trouble:
            if "end of data" not in str(trouble):
                continue  # a quotation mark inside a cell, which spreadsheets write and read
            raise Refused(
                f"第 {begun} 行有一个引号只有一半，后面的行都连在一起了",
                "请在表格里删掉或补齐那个引号，再导入",
                code="QL-IM-016",
            ) from trouble


def _plain(cell: str) -> str:
    """Takes off what programs wrap round a text so that it stays one: ="…" and a leading '."""
    if cell[:2] == '="' and cell[-1:] == '"' and len(cell) > 2:
        return cell[2:-1]
    if cell[:1] == "'" and cell.lstrip("'")[:1] in _GUARDED:
        return cell[1:]
    return cell
