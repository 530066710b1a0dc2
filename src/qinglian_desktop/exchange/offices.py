"""Whose keys are whose: this office's own, its street's, and those of the enrolled units."""

from dataclasses import replace
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import gm
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys
from qinglian_desktop.store.book import Book

_OWN, _STREET = "office_keys", "street_keys"
PENDING = "street_recovery"  # the street's recovery key, until it was printed and tried


def keep_own(book: Book, keys: OfficeKeys) -> None:
    """Into the encrypted file; where there is no encryption the settings page says so."""
    book.put_setting(_OWN, keys.secret.hex())


def own_keys(book: Book) -> OfficeKeys:
    held = book.setting(_OWN)
    if held is None:
        raise Refused(
            "这份数据里没有本单位的钥匙", "请用单位文件重新建立，或从备份还原", code="QL-UB-132"
        )
    return OfficeKeys.from_secret(bytes.fromhex(held))


def public_keys(book: Book) -> PublicKeys:
    keys = own_keys(book)
    public = keys.public(book.unit.office_id, book.unit.name)
    return replace(public, gm=gm.public_of(keys.signing.private))


def keep_street(book: Book, street: PublicKeys, recovery: str) -> None:
    book.put_setting(_STREET, {"keys": street.as_object(), "recovery": recovery})


def street_keys(book: Book) -> PublicKeys:
    return PublicKeys.from_object(_street(book)["keys"])


def recovery_recipient(book: Book) -> str:
    """The age recipient whose private half lies on paper in the street's safe."""
    return str(_street(book)["recovery"])


def _street(book: Book) -> dict[str, Any]:
    held: dict[str, Any] | None = book.setting(_STREET)
    if held is None:
        raise Refused("这份数据里没有街道的钥匙", "请向街道重新要单位文件", code="QL-UB-133")
    return held


def unit_row(book: Book, office_id: str) -> Row | None:
    """The enrolment of one office in the street's roster."""
    found = book.rows(Query("enrolled_unit", (Where("office_id", "=", office_id),), limit=1))
    return found[0] if found else None


def unit_keys(book: Book, office_id: str) -> PublicKeys:
    """The keys a bundle of this office must be signed with; Refused for strangers."""
    row = unit_row(book, office_id)
    if row is None:
        raise Refused(
            "这个包不是本街道登记的单位写的，没有导入",
            "请核对是不是拿错了 U 盘",
            code="QL-UB-124",
        )
    if row["state"] == "已停用":
        raise Refused(
            f"〔{row['name']}〕的钥匙已停用，没有导入",
            "请让这个单位重新登记后再写一次",
            code="QL-UB-125",
        )
    if not row["public_keys"]:
        raise Refused(
            f"〔{row['name']}〕还没有登记，没有导入",
            "请先导入它的登记文件并核对指纹",
            code="QL-UB-126",
        )
    return row_keys(row)


def row_keys(row: Row) -> PublicKeys:
    """The keys a unit was enrolled with, as the roster holds them."""
    try:
        given = canonical.loads(row["public_keys"].encode())
    except ValueError as trouble:
        raise Damaged("单位名册里的钥匙读不出来", "请用备份还原", code="QL-UB-131") from trouble
    return replace(PublicKeys.from_object(given), name=row["name"])
