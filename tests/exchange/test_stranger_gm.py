"""The page is complete for gm-1 too: a second reader, the published vectors, and a kept file."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from exchange import stranger_gm, stranger_merge
from exchange import stranger_reader as stranger
from exchange.at_work import World, entries, export, report, take
from exchange.kept_world import facts_of, keys_of, street_of
from exchange.test_kept import held
from exchange.test_stranger import PAGE
from qinglian_desktop.exchange import gm, offices, suites
from qinglian_desktop.exchange.container_header import GM
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.store.book import Book

SAMPLE = Path(__file__).parent / "vectors" / "gm-1"
_SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
_SIGNED = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
_SEALED = (
    "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
    "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
    "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
    "21886ca989ca9c7d58087307ca93092d651efa"
)


def test_the_strangers_sm2_is_that_of_gb_t_32918_5() -> None:
    point = stranger_gm._times(_SECRET, stranger_gm.G)
    assert point is not None
    public = b"".join(map(stranger_gm._bytes, point))
    assert stranger_gm.verify(public, bytes.fromhex(_SIGNED), b"message digest")
    assert not stranger_gm.verify(public, bytes.fromhex(_SIGNED), b"message digests")
    assert stranger_gm._decrypted(bytes.fromhex(_SEALED), _SECRET) == b"encryption standard"


def test_it_reads_a_report_of_today(world: World, unit: Book, street: Book, usb: Path) -> None:
    suites.choose(street, GM)
    entries(unit, 1)
    report(unit, street, usb)
    entries(unit, 2, first=10)
    sent = export(unit, usb, full=True)
    mine, theirs = offices.own_keys(unit), offices.own_keys(street)
    data, national = sent.path.read_bytes(), offices.public_keys(unit).gm
    bundle = stranger.read(data, mine.signing.public, theirs.decryption.private, national)
    assert bundle.header["suite"] == "gm-1"
    assert len(bundle.tables["entry"]) == 3
    assert stranger.sums_agree(bundle)
    other = gm.public_of(bytes(32))
    for key, changed in ((other, data), (national, data[:-1] + bytes([data[-1] ^ 1]))):
        with pytest.raises(Exception):  # noqa: B017  (any refusal will do)
            stranger.read(changed, mine.signing.public, theirs.decryption.private, key)


def test_the_kept_file_is_read_by_both(tmp_path: Path) -> None:
    facts, unit, street = facts_of(SAMPLE), keys_of(SAMPLE, "unit"), keys_of(SAMPLE, "street")
    national, data = bytes.fromhex(facts["unit"]["gm"]), (SAMPLE / "report.qlb").read_bytes()
    bundle = stranger.read(data, unit.signing.public, street.decryption.private, national)
    assert stranger.sums_agree(bundle)
    assert list(bundle.blobs) == [facts["photo"]]
    receipt = stranger.read(
        (SAMPLE / "receipt.qlb").read_bytes(), street.signing.public, unit.decryption.private
    )
    assert json.loads(receipt.others["ack.json"])["gm"].keys() == {"recovery", "to"}
    copied = tmp_path / "report.qlb"
    copied.write_bytes(data)
    with street_of(SAMPLE, tmp_path / "street") as book:
        assert take(book, copied).preview.new == len(facts["rows"]["entry"])
        assert held(book)["entry"] == facts["rows"]["entry"]


def test_the_vectors_of_the_page_are_those_of_both() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    told: dict[str, Any] = json.loads(block)
    secret = bytes.fromhex(told["secret"])
    assert secret == bytes(range(64))
    keys = OfficeKeys.from_secret(secret)
    public = keys.public("u", "单位")
    assert (public.signing.hex(), public.recipient) == (told["sign"], told["age"])
    assert (public.key_id, public.fingerprint) == (told["key_id"], told["fingerprint"])
    assert stranger.key_id(bytes.fromhex(told["sign"])) == told["key_id"]
    assert gm.public_of(secret[:32]).hex() == told["gm"] == stranger_gm.public_of(secret[:32]).hex()
    to = stranger_gm.public_of(secret[32:])
    assert gm.recipient_of(secret[32:]) == f"sm2:{told['gm_to']}" == f"sm2:{to.hex()}"
    assert gm.name_of(to).decode() == told["gm_name"] == stranger_gm.name_of(to)
    row = stranger.one_value(told["line"].encode())
    assert stranger_merge.hash_of(row) == told["row_hash"]
