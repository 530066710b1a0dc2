"""SE-10, SE-02: SM2, SM3 and SM4 by the published vectors, and the suite gm-1 from end to end."""

import io
import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from gmalg import SM2
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.at_work import World, entries, export, report, take
from exchange.conftest import Untouched
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import age, container, gm, incoming, offices, suites
from qinglian_desktop.exchange.container_header import GM, INTL
from qinglian_desktop.exchange.keys import PublicKeys
from qinglian_desktop.store.book import Book


def test_sm3_by_gb_t_32905_appendix_a() -> None:
    for text, told in (
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ):
        made = Hash(SM3())
        made.update(text)
        assert made.finalize().hex() == told


def test_sm4_by_gb_t_32907_appendix_a() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    made = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    assert made.update(key).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_by_rfc_8998_appendix_a() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    more = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = bytes.fromhex(
        "aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8
    )
    made = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    made.authenticate_additional_data(more)
    sealed = made.update(text) + made.finalize()
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert made.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


def test_sm2_signature_by_gb_t_32918_5() -> None:
    """The example on the recommended curve, with its fixed k."""
    secret = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
    k = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    made = SM2(sk=secret, uid=gm.UID, rnd_fn=lambda _: k)
    r, s = made.sign(b"message digest")
    assert r.hex() == "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    assert s.hex() == "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"


def test_sm2_encryption_by_gb_t_32918_5() -> None:
    secret = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
    k = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    public = SM2(sk=secret).generate_pk(secret)
    made = SM2(pk=public, rnd_fn=lambda _: k).encrypt(b"encryption standard")
    assert made.hex() == (
        "04"
        "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
        "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
        "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
        "21886ca989ca9c7d58087307ca93092d651efa"
    )


@settings(max_examples=8, deadline=None)
@given(private=st.binary(min_size=32, max_size=32), flip=st.integers(0, 511))
def test_a_signature_fits_its_message_and_no_other(private: bytes, flip: int) -> None:
    public, signature = gm.public_of(private), gm.sign(private, b"words")
    assert gm.verify(public, signature, b"words")
    assert not gm.verify(public, signature, b"other words")
    changed = bytearray(signature)
    changed[flip // 8] ^= 1 << flip % 8
    assert not gm.verify(public, bytes(changed), b"words")


def test_bad_keys_and_signatures_are_no_and_not_a_crash() -> None:
    signature = gm.sign(bytes(32), b"words")
    for public in (b"", bytes(64), b"\xff" * 64, b"x" * 63):
        assert not gm.verify(public, signature, b"words")
    for odd in (b"", bytes(64), b"\xff" * 64):
        assert not gm.verify(gm.public_of(bytes(32)), odd, b"words")


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_is_sealed_with_sm4_comes_back(size: int) -> None:
    mine, safe, other = (age.Identity.generate() for _ in range(3))
    data, out, back = os.urandom(size), io.BytesIO(), io.BytesIO()
    age.encrypt(io.BytesIO(data), out, [gm.recipient_of(one.private) for one in (mine, safe)])
    assert out.getvalue().startswith(gm.VERSION)
    for reader in (mine, safe):
        back = io.BytesIO()
        assert age.decrypt(io.BytesIO(out.getvalue()), back, [reader]) == size
        assert back.getvalue() == data
    with pytest.raises(Refused) as refused:
        age.decrypt(io.BytesIO(out.getvalue()), io.BytesIO(), [other])
    assert refused.value.code == "QL-UB-107"


def test_every_changed_byte_is_found() -> None:
    mine, out = age.Identity.generate(), io.BytesIO()
    age.encrypt(io.BytesIO(b"words" * 20), out, [gm.recipient_of(mine.private)])
    sealed = out.getvalue()
    for place in range(0, len(sealed), 23):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Refused):
            age.decrypt(io.BytesIO(changed), io.BytesIO(), [mine])


@pytest.fixture
def national(world: World, unit: Book, usb: Path) -> Book:
    """A unit whose street has chosen gm-1 and has said so in a receipt."""
    suites.choose(world.street, GM)
    entries(unit, 1)
    report(unit, world.street, usb)
    return unit


def test_a_street_chooses_and_its_units_follow(world: World, national: Book, usb: Path) -> None:
    entries(national, 2, first=10)
    sent = export(national, usb)
    opening = container.read_opening(sent.path)
    assert opening.header.suite == GM
    assert len(opening.national) == 1
    outcome = take(world.street, sent.path)
    assert outcome.preview.new == 2
    suites.choose(world.street, INTL)
    assert outcome.receipt is not None
    take(national, take(world.street, export(national, usb).path).receipt or Path())
    assert container.read_header(export(national, usb).path).suite == INTL


def test_the_key_in_the_safe_opens_it_too(world: World, national: Book, usb: Path) -> None:
    text = str(world.street.setting(offices.PENDING))  # as it waits to be printed
    sent = export(national, usb)
    with container.open_body(sent.path, [age.Identity.parse(text)]) as source:
        assert source.read_at(0, 2) == b"PK"


def test_an_sm2_signature_of_another_is_refused(
    world: World, national: Book, usb: Path, untouched: Untouched
) -> None:
    path = export(national, usb).path
    lines = path.read_bytes().split(b"\n", 3)
    entries_ = json.loads(lines[2])
    assert [one["alg"] for one in entries_] == ["ed25519", "sm2-sm3"]
    forged = gm.sign(os.urandom(32), container.signed_bytes(lines[1])).hex()
    for changed in ([entries_[0]], [entries_[0], {**entries_[1], "sig": forged}]):
        text = json.dumps(changed, sort_keys=True, separators=(",", ":")).encode()
        path.write_bytes(b"\n".join((*lines[:2], text, lines[3])))
        with untouched(world.street, Damaged) as refused:
            incoming.import_file(world.street, path)
        assert refused.value.code == "QL-UB-104"


def test_a_unit_registered_before_has_no_sm2_key_and_is_not_told(
    world: World, unit: Book, usb: Path
) -> None:
    row = offices.unit_row(world.street, unit.unit.office_id)
    assert row is not None
    held = json.loads(row["public_keys"])
    held.pop("gm")
    with world.street.change("旧登记") as change:
        old = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        change.put_row("enrolled_unit", row["id"], {"public_keys": old})
    assert PublicKeys.from_object(held).gm == b""
    suites.choose(world.street, GM)
    entries(unit, 1)
    report(unit, world.street, usb)
    assert container.read_header(export(unit, usb).path).suite == INTL


def test_only_a_street_with_an_sm2_key_in_its_safe_may_choose(world: World, unit: Book) -> None:
    with pytest.raises(Refused) as at_unit:
        suites.choose(unit, GM)
    assert at_unit.value.code == "QL-UB-143"
    world.street.put_setting("recovery_gm", None)
    with pytest.raises(Refused) as without:
        suites.choose(world.street, GM)
    assert without.value.code == "QL-UB-144"


def test_nothing_claims_to_be_certified() -> None:
    """密评 asks for a certified module; no word for the clerk may sound as if this were one."""
    source = Path(gm.__file__).parents[1]
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("国密认证", "商密认证", "通过密评", "国密合规", "符合密评"):
            assert word not in text, path.name
