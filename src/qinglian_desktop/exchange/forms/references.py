"""Where do references of a formula point once rows were put into a sheet? (A1 notation)"""

import re
from collections.abc import Callable
from functools import lru_cache

from qinglian_desktop.exchange.forms.shape import Growth

_CELLS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?")
_ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_LAST = 1_048_576


def sheet_prefix(name: str) -> str:
    """How formulas name the sheet, without the quotes."""
    return name.replace("'", "''")


def moved_formula(text: str, own_sheet: str, sheet: str, growth: Growth, row: int = -1) -> str:
    """A formula (without =) after rows were put into `sheet`.

    `own_sheet` is where it stands, `row` its row (from 0) before; -1 for a formula of no cell.
    """
    if not any(mark.isdigit() for mark in text):
        return text
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer("=" + text)
    except TokenizerError:  # nobody can work it out; it stays as it was
        return text
    inside = own_sheet == sheet and growth.first <= row <= growth.last
    made = []
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            made.append(_moved_operand(token.value, own_sheet, sheet, growth, row, inside=inside))
        else:
            made.append(token.value)
    return "".join(made)


def _moved_operand(
    text: str, own_sheet: str, sheet: str, growth: Growth, row: int, *, inside: bool
) -> str:
    named, mark, reference = text.rpartition("!")
    target = named.strip("'") if mark else sheet_prefix(own_sheet)
    if target.casefold() != sheet_prefix(sheet).casefold():
        return text
    return named + mark + moved_reference(reference, growth, row=row if inside else -1)


def moved_reference(text: str, growth: Growth, *, row: int = -1) -> str:
    """One reference; with `row` it stands in that row of the list itself.

    What a row of the list says about its own row (=D10*E10, a running sum) stays about that row.
    """
    if found := _CELLS.fullmatch(text):
        return _moved_cells(found, growth, row)
    if (found := _ROWS.fullmatch(text)) and int(found[4]) < _LAST:
        top, bottom = growth.span(int(found[2]) - 1, int(found[4]) - 1)
        return f"{found[1]}{top + 1}:{found[3]}{bottom + 1}"
    return text


def _moved_cells(found: re.Match[str], growth: Growth, row: int) -> str:
    top = int(found[4]) - 1
    if found[8] is None:
        return f"{found[1]}{found[2]}{found[3]}{growth.row(top) + 1}"
    bottom = int(found[8]) - 1
    own = row >= 0 and bottom == row and not found[7]
    if bottom + 1 >= _LAST:
        first, last = growth.row(top), bottom
    else:
        first, last = growth.span(top, bottom, grows=not own)
    return f"{found[1]}{found[2]}{found[3]}{first + 1}:{found[5]}{found[6]}{found[7]}{last + 1}"


def moved_areas(text: str, growth: Growth) -> str:
    """A list of areas as in sqref: A5:C10 F12."""
    return " ".join(moved_reference(part, growth) for part in text.split())


def carried(text: str, origin: str, target: str) -> str:
    """The formula (without =) as it reads when copied from one cell to another."""
    return _translator()("=" + text, origin, target)[1:]


@lru_cache(maxsize=1)
def _translator() -> Callable[[str, str, str], str]:
    from openpyxl.formula.translate import Translator

    def translate(text: str, origin: str, target: str) -> str:
        return str(Translator(text, origin=origin).translate_formula(target))

    return translate
