"""With which algorithms does a unit write to its street? The street says so in its receipts.

`intl-1` is the usual suite. A street may choose `gm-1` (SM2, SM3, SM4) for its units; it then
tells its own SM2 key and that of the recovery key, and reads both suites ever after.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import age, gm, offices
from qinglian_desktop.exchange.container_header import GM, INTL
from qinglian_desktop.store.book import Book

_CHOSEN = "suite"  # at the street
_TOLD = "suite_of_the_street"  # at a unit
_RECOVERY = "recovery_gm"


def chosen(book: Book) -> str:
    """The suite this street wants its units to write in."""
    return str(book.setting(_CHOSEN) or INTL)


def choose(book: Book, suite: str) -> Changes:
    """At a street: from the next receipts on the units write so."""
    if not book.unit.is_street:
        raise Refused("加密方式由街道选", "请在街道的程序里选", code="QL-UB-143")
    if suite == GM and not book.setting(_RECOVERY):
        raise Refused(
            "这个街道建立时还没有国密的恢复密钥，不能改用国密",
            "请继续用现在的加密方式",
            code="QL-UB-144",
        )
    with book.change("选报送包的加密方式") as change:
        book.put_setting(_CHOSEN, suite)
        change.touch("enrolled_unit", "")
    return change.changes


def keep_recovery(book: Book, recovery: age.Identity) -> None:
    """When a street is founded: the SM2 half of the key in the safe."""
    book.put_setting(_RECOVERY, gm.recipient_of(recovery.private))


def told(book: Book, office: str) -> dict[str, Any]:
    """What a receipt says about the suite; nothing for a unit that has no SM2 key registered."""
    if chosen(book) != GM or not offices.unit_keys(book, office).gm:
        return {}
    own = offices.own_keys(book).decryption.private
    return {"gm": {"recovery": str(book.setting(_RECOVERY)), "to": gm.recipient_of(own)}}


def heed(book: Book, ack: Mapping[str, Any]) -> None:
    """At a unit: what its street said last is what holds; call it in the change of a receipt."""
    said = ack.get("gm")
    whole = isinstance(said, dict) and all(_is_key(said.get(n)) for n in ("recovery", "to"))
    book.put_setting(_TOLD, said if whole else None)


def _is_key(text: object) -> bool:
    if not isinstance(text, str) or not text.startswith(gm.PREFIX) or len(text) != 132:
        return False
    return set(text[len(gm.PREFIX) :]) <= set("0123456789abcdef")


def to_the_street(book: Book) -> tuple[str, str]:
    """The recipients of the next report: the street, and the key in its safe."""
    if said := book.setting(_TOLD):
        return said["to"], said["recovery"]
    return offices.street_keys(book).recipient, offices.recovery_recipient(book)


def of(recipients: Sequence[str]) -> str:
    """The suite these recipients read."""
    return GM if recipients[0].startswith(gm.PREFIX) else INTL
