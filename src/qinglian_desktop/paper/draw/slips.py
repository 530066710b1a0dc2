"""How do small papers lie on a sheet that is cut apart: ballots, cards for each household?"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.document import Document, Slips
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.paper.draw.page import MM, Page, Rule
from qinglian_desktop.paper.draw.styles import Style, Type

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_DASH: Final = 2 * MM  # of the line to cut along, and of the gap behind it
_SHARES: Final = (1.0, 0.92, 0.85, 0.78, 0.7)  # of the type size, the largest that fits is taken


def slips(flow: Flow, block: Slips) -> None:
    """Sheet after sheet, filled row by row; a card of equal size for each slip."""
    width, height = flow.style.width / block.across, flow.style.height / block.down
    many = block.across * block.down
    for place, slip in enumerate(block.slips):
        if place % many == 0:
            if place:
                flow.turn()
            _cuts(flow.page, block, width, height)
        row, column = divmod(place % many, block.across)
        _lay(flow.page, _card(flow, slip, width, height), column * width, row * height)


def _card(flow: Flow, slip: Document, width: float, height: float) -> Page:
    """The slip on a page of its own, its type made smaller until it is one page."""
    from qinglian_desktop.paper.draw.flow import Flow as Card

    for share in _SHARES:
        style = replace(_scaled(flow.style, share), width=width, height=height)
        pages = Card(slip, flow.fonts, style).run()
        if len(pages) == 1:
            return pages[0]
    raise Refused(
        "一张票上写不下这些字", "请把事项的名称改短，或分两次表决", code="QL-PR-094"
    )  # fmt: skip


def _scaled(style: Style, share: float) -> Style:
    """The style with all its type smaller; margins stay."""
    changed = {
        field.name: _smaller(value, share)
        for field in fields(style)
        if isinstance(value := getattr(style, field.name), Type)
    }
    heads = tuple(_smaller(kind, share) for kind in style.heads)
    return replace(style, **changed, heads=heads)  # type: ignore[arg-type]


def _smaller(kind: Type, share: float) -> Type:
    return replace(kind, size=kind.size * share, pitch=kind.pitch * share)


def _lay(sheet: Page, card: Page, x: float, y: float) -> None:
    """What is on the card, moved to its place on the sheet."""
    sheet.texts += [text._replace(x=text.x + x, y=text.y + y) for text in card.texts]
    sheet.tints += [tint._replace(x=tint.x + x, y=tint.y + y) for tint in card.tints]
    sheet.rules += [Rule(r.x + x, r.y + y, r.to_x + x, r.to_y + y, r.weight) for r in card.rules]


def _cuts(page: Page, block: Slips, width: float, height: float) -> None:
    """Where to cut: short lines, which a pair of scissors follows and no eye minds."""
    far, low = width * block.across, height * block.down
    for column in range(1, block.across):
        for step in range(int(low / _DASH / 2) + 1):
            start = step * 2 * _DASH
            page.rule(column * width, start, column * width, min(start + _DASH, low), 0.4)
    for row in range(1, block.down):
        for step in range(int(far / _DASH / 2) + 1):
            start = step * 2 * _DASH
            page.rule(start, row * height, min(start + _DASH, far), row * height, 0.4)
