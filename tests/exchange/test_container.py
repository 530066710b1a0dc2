"""Is a bundle that is cut, changed, foreign, forged or newer refused before it is decrypted?"""

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.made_bundles import (
    PHOTO,
    PHOTO_SHA,
    RECOVERY,
    ROWS,
    STRANGER,
    STREET,
    STREET_ID,
    STREET_PUBLIC,
    UNIT,
    UNIT_ID,
    UNIT_PUBLIC,
    fields,
    fill,
    header_of,
    lookup,
    sealed,
    take_all,
    write_signed,
)
from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age, container, container_header, keys
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.sealing import clean_scratch, seal, unseal, unseal_plain

LOW = keys.Cost(memory=keys.MEMORY_FLOOR, passes=1)


def parts(path: Path) -> list[bytes]:
    """magic, header line, signatures line, body."""
    return path.read_bytes().split(b"\n", 3)


def put(path: Path, pieces: list[bytes]) -> None:
    path.write_bytes(b"\n".join(pieces))


def resigned(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes the header and signs it again with the unit's key."""
    magic, line, _, body = parts(path)
    header = json.loads(line)
    change(header)
    line = canonical.dumps(header)
    signature = UNIT.signing.sign(container.signed_bytes(line)).hex()
    entry = {"alg": "ed25519", "key": UNIT.signing.key_id, "sig": signature}
    put(path, [magic, line, canonical.dumps([entry]), body])


def test_what_was_sealed_is_what_is_opened(tmp_path: Path) -> None:
    done = sealed(tmp_path / "a.qlb")
    assert done.size == (tmp_path / "a.qlb").stat().st_size
    assert done.sha256 == hashlib.sha256((tmp_path / "a.qlb").read_bytes()).hexdigest()
    assert [one.name for one in tmp_path.iterdir()] == ["a.qlb"]
    with unseal(
        tmp_path / "a.qlb",
        my_keys=STREET,
        signer=lookup,
        addressed_to={STREET_ID},
        scratch=tmp_path / "scratch",
    ) as bundle:
        assert bundle.header.bundle_id == done.bundle_id
        assert bundle.header.hash == done.hash
        assert (bundle.header.sender, bundle.header.addressee) == (UNIT_ID, STREET_ID)
        assert list(bundle.reader.lines("entry")) == ROWS
        assert bundle.reader.row_count("notice") == 0
        assert bundle.reader.json("ack.json") == {"acked_seq": 3}
        assert bundle.reader.blob(PHOTO_SHA) == PHOTO
        assert bundle.manifest.facts == {"trail": {"head": "ab", "seq": 7}}
        assert bundle.path.exists()
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_recovery_key_opens_it_and_the_sender_does_not(tmp_path: Path) -> None:
    sealed(tmp_path / "a.qlb")
    with container.open_body(tmp_path / "a.qlb", [RECOVERY]) as source:
        assert source.size > 100
    with (
        pytest.raises(Refused) as refused,
        container.open_body(tmp_path / "a.qlb", [UNIT.decryption]),
    ):
        pass
    assert refused.value.code == "QL-UB-107"


def test_nothing_of_the_content_is_readable_in_the_file_or_the_scratch(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def watching(writer: PayloadWriter) -> None:
        fill(writer)
        seen.extend(one.read_bytes() for one in tmp_path.iterdir())

    sealed(tmp_path / "a.qlb", watching)
    seen.append((tmp_path / "a.qlb").read_bytes())
    assert len(seen) == 2
    for data in seen:
        assert "张建国".encode() not in data
        assert b"data/entry" not in data
        assert PHOTO[:20] not in data


def test_a_cut_file_says_how_much_is_missing_and_who_shall_send_it_again(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.raises(Damaged) as refused:
        take_all(path, tmp_path)
    assert refused.value.what == "文件不完整（缺 100 字节）"
    assert refused.value.remedy == "请让〔新街子社区〕重新导出"
    assert refused.value.code == "QL-UB-102"
    path.write_bytes(whole + b"\0")
    with pytest.raises(Damaged, match="末尾多出"):
        take_all(path, tmp_path)


def test_cut_anywhere_is_refused_without_a_private_key(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    whole, header = path.read_bytes(), container.read_header(path)
    container.verify(path, header, UNIT_PUBLIC)
    for length in [*range(0, len(whole) - 3000, 7), *range(len(whole) - 3000, len(whole), 31)]:
        path.write_bytes(whole[:length])
        with pytest.raises(Refused) as refused:
            container.verify(path, container.read_header(path), UNIT_PUBLIC)
        assert refused.value.remedy


def test_a_flipped_bit_anywhere_is_refused_without_a_private_key(tmp_path: Path) -> None:
    path, chance = tmp_path / "a.qlb", random.Random(3)
    sealed(path)
    whole = path.read_bytes()
    for _ in range(400):
        wrong = bytearray(whole)
        wrong[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(wrong))
        with pytest.raises(Refused):
            container.verify(path, container.read_header(path), UNIT_PUBLIC)


def test_the_header_of_one_on_the_body_of_another_is_refused(tmp_path: Path) -> None:
    a, b = tmp_path / "a.qlb", tmp_path / "b.qlb"
    sealed(a)
    sealed(b, bundle_no=13)
    put(a, [*parts(a)[:3], parts(b)[3]])
    with pytest.raises(Damaged):
        take_all(a, tmp_path)


def test_a_bundle_of_a_stranger_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    seal(path, fields(), fill, STRANGER.signing, [STREET.decryption.recipient])
    with pytest.raises(Refused) as refused:
        take_all(path, tmp_path)
    assert refused.value.what == "签名不是已登记单位的，没有导入"
    assert refused.value.code == "QL-UB-104"


def test_one_unit_cannot_sign_in_the_name_of_another(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    seal(path, fields(**{"from": "unit-08"}), fill, UNIT.signing, [STREET.decryption.recipient])
    with pytest.raises(Refused, match="签名不是已登记单位的"):
        take_all(path, tmp_path)


def test_a_stolen_body_signed_anew_by_another_unit_does_not_match_its_manifest(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    resigned(path, lambda header: header.update(bundle_no=13))
    with pytest.raises(Damaged, match="里外说法不一致（bundle_no）") as refused:
        take_all(path, tmp_path)
    assert refused.value.code == "QL-UB-108"


def test_a_wrong_signature_under_a_known_key_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    magic, line, signatures, body = parts(path)
    entry = json.loads(signatures)[0]
    entry["sig"] = STRANGER.signing.sign(container.signed_bytes(line)).hex()
    for wrong in ([entry], [], [{**entry, "alg": "other"}]):
        put(path, [magic, line, canonical.dumps(wrong), body])
        with pytest.raises(Damaged, match="签名与内容对不上"):
            take_all(path, tmp_path)


def test_a_second_spelling_of_the_signatures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    magic, line, signatures, body = parts(path)
    put(path, [magic, line, signatures.replace(b",", b", ", 1), body])
    with pytest.raises(Damaged):
        container.read_header(path)


def test_a_bundle_cannot_end_before_it_begins() -> None:
    with pytest.raises(Damaged, match="base_seq"):
        header_of(base_seq=41, high_seq=40)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[1]",
        b'["alg"]',
        b'[{"alg":"ed25519"}]',
        b'[{"alg":"ed25519","key":1,"sig":2}]',
        b'[{"alg":"ed25519","key":"k","sig":"zz"}]',
        b'[{"alg": "ed25519"}]',
        b"[[[[]]]]",
        b"\xff",
    ],
)
def test_a_broken_signature_line_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    magic, line, _, body = parts(path)
    put(path, [magic, line, text, body])
    with pytest.raises(Damaged) as refused:
        container.read_header(path)
    assert refused.value.code == "QL-UB-106"


def test_a_bundle_for_somebody_else_is_refused_by_addressee(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path, to="street-02")
    with pytest.raises(Refused) as refused:
        take_all(path, tmp_path)
    assert refused.value.what == "收件单位不是本机，没有导入"


@pytest.mark.parametrize(
    "change",
    [
        {"suite": "gm-7"},
        {"min_reader": 2, "format": 2},
        {"kind": "unheard"},
    ],
)
def test_a_newer_bundle_asks_for_an_upgrade(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    resigned(path, lambda header: header.update(change))
    with pytest.raises(NewerData) as refused:
        container.read_header(path)
    assert refused.value.remedy.startswith("请先升级")


def test_a_newer_container_or_schema_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path, schema=3)
    with (
        pytest.raises(NewerData),
        unseal(
            path,
            my_keys=STREET,
            signer=UNIT_PUBLIC,
            addressed_to=STREET_ID,
            scratch=tmp_path / "s",
            schema_max=2,
        ),
    ):
        pass
    path.write_bytes(b"QLB2\n" + path.read_bytes()[5:])
    with pytest.raises(NewerData):
        container.read_header(path)


def test_fields_of_a_later_writer_are_kept_and_signed(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    done = sealed(path, format=2, colour={"of": ["the", "sky"]})
    header = container.read_header(path)
    assert header.extra == {"colour": {"of": ["the", "sky"]}}
    assert header == done.header
    assert take_all(path, tmp_path) == len(ROWS)


@pytest.mark.parametrize("name", [*fields(), "format", "reads", "full", "cipher_len", "schema"])
def test_a_field_that_is_missing_or_of_another_type_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    saved = path.read_bytes()
    for wrong in (None, -1, 1.5, "", "x" * 70, [], {}, True, "\n", 2**62):
        if name == "full" and wrong is True:
            continue
        if wrong == 2**62 and name in (
            "format",
            "cipher_len",
            "schema",
            "bundle_no",
            "high_seq",
        ):
            continue  # numbers may be large; what they claim is checked elsewhere
        path.write_bytes(saved)
        magic, line, signatures, body = parts(path)
        header = {**json.loads(line), name: wrong}
        text = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        put(path, [magic, text.encode(), signatures, body])
        with pytest.raises(Refused):  # NewerData where a version or kind is merely unknown
            container.read_header(path)
    path.write_bytes(saved)
    magic, line, signatures, body = parts(path)
    header = json.loads(line)
    del header[name]
    put(path, [magic, canonical.dumps(header), signatures, body])
    with pytest.raises(Damaged):
        container.read_header(path)


def test_a_second_spelling_of_a_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    sealed(path)
    magic, line, signatures, body = parts(path)
    for wrong in (
        line.replace(b":", b": ", 1),
        line + b" ",
        b"[" + line + b"]",
        line[:-1] + b',"zz":1.0}',
        line[:-1] + b',"a":1}',
        line[:-1] + b',"zz":NaN}',
        line[:-1] + b',"zz":{"a":{"b":{"c":{}}}}}',
        line[:-1] + b',"zz":' + b"[" * 5000 + b"]" * 5000 + b"}",
        line.replace(b'"kind":"up"', b'"kind":"up","kind":"up"'),
        line[:-1] + b',"keys":null}',
    ):
        put(path, [magic, wrong, signatures, body])
        with pytest.raises(Damaged):
            container.read_header(path)


def test_endless_lines_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    for text in (b"QLB1\n" + b"{" * 70_000, b"QLB1\n{}\n"):
        path.write_bytes(text)
        with pytest.raises(Damaged):
            container.read_header(path)
    for text in (b"", b"PK\x03\x04", b"MZ" * 100, "报送包".encode()):
        path.write_bytes(text)
        with pytest.raises(Refused) as refused:
            container.read_header(path)
        assert refused.value.code in ("QL-UB-101", "QL-UB-102")


def test_a_missing_file_or_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.qlb", tmp_path):
        with pytest.raises(Refused) as refused:
            container.read_header(path)
        assert refused.value.remedy


def test_plain_bodies_are_only_for_units_and_enrolments(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        seal(tmp_path / "a.qlb", fields(suite="plain-1"), fill, UNIT.signing)
    with pytest.raises(ValueError, match="recipients"):
        seal(tmp_path / "a.qlb", fields(), fill, UNIT.signing)
    assert list(tmp_path.iterdir()) == []
    path = tmp_path / "e.qle"
    told = {"stream": "s1"}
    seal(
        path,
        fields(kind="enrol", suite="plain-1", keys=UNIT_PUBLIC.as_object()),
        lambda writer: writer.add_json("roster.json", told),
        UNIT.signing,
    )
    carried = container.read_header(path).carried_keys()
    assert carried == UNIT_PUBLIC
    with unseal_plain(path, UNIT_PUBLIC) as bundle:
        assert bundle.reader.json("roster.json") == told
    with pytest.raises(Refused), unseal_plain(path, STREET_PUBLIC):
        pass
    whole = bytearray(path.read_bytes())
    whole[-30] ^= 1
    path.write_bytes(bytes(whole))
    with pytest.raises(Damaged), unseal_plain(path, UNIT_PUBLIC):
        pass


def test_introduced_keys_must_be_those_that_sign() -> None:
    with pytest.raises(Damaged):
        header_of(kind="enrol", keys=STREET_PUBLIC.as_object())
    with pytest.raises(Damaged):
        header_of(kind="up", keys=UNIT_PUBLIC.as_object())


def test_what_the_filling_raises_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    def breaking(writer: PayloadWriter) -> None:
        writer.add_table("entry", ROWS)
        raise KeyError("a bug of ours")

    def breaking_inside(writer: PayloadWriter) -> None:
        writer.add_table("entry", (line for line in [ROWS[0], None]))  # type: ignore[misc]

    with pytest.raises(KeyError):
        sealed(tmp_path / "a.qlb", breaking)
    with pytest.raises(TypeError):
        sealed(tmp_path / "a.qlb", breaking_inside)
    with pytest.raises(Damaged):  # read back like an importer: not a canonical row
        sealed(tmp_path / "a.qlb", lambda writer: writer.add_table("entry", [b'{"b": 1}']))
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_the_disk_changed_is_never_given_the_final_name(tmp_path: Path) -> None:
    source = tmp_path / "body"
    source.write_bytes(b"other than stated")
    with source.open("rb") as file, pytest.raises(Damaged):
        container.write_container(tmp_path / "a.qlb", header_of(), file, UNIT.signing)
    assert [one.name for one in tmp_path.iterdir()] == ["body"]


def test_copies_left_by_a_killed_import_are_removed(tmp_path: Path) -> None:
    (tmp_path / "bundle-left").mkdir()
    (tmp_path / "bundle-left" / "x.qlb").write_bytes(b"x")
    (tmp_path / "kept").mkdir()
    clean_scratch(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]
    clean_scratch(tmp_path / "absent")


def test_a_written_header_is_read_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "a.qlb"
    write_signed(path, header_of(prev_bundle_hash="0" * 64, base_seq=5), b"body")
    header = container.read_header(path)
    assert header.base_seq == 5
    assert container_header.parse(header.line) == header


# Keys


def test_a_fingerprint_is_eight_groups_of_four_digits_and_always_the_same() -> None:
    fixed = keys.OfficeKeys.from_secret(bytes(range(64))).public("unit-07")
    groups = fixed.fingerprint.split(" ")
    assert [len(one) for one in groups] == [4] * 8
    assert fixed.fingerprint.replace(" ", "").isdecimal()
    again = keys.OfficeKeys.from_secret(bytes(range(64))).public("unit-08", "别的名称")
    assert again.fingerprint == fixed.fingerprint
    for place in (0, 32):
        other = bytearray(range(64))
        other[place] ^= 9  # past the bits that X25519 clears
        changed = keys.OfficeKeys.from_secret(bytes(other)).public("unit-07")
        assert changed.fingerprint != fixed.fingerprint


def test_public_keys_survive_their_json_form() -> None:
    told = json.loads(canonical.dumps(UNIT_PUBLIC.as_object()))
    assert keys.PublicKeys.from_object(told) == UNIT_PUBLIC
    for wrong in (None, [], {}, {**told, "sign": "zz"}, {**told, "age": "age1x"}):
        with pytest.raises(Refused):
            keys.PublicKeys.from_object(wrong)
    for name in told:
        with pytest.raises(Damaged):
            keys.PublicKeys.from_object({**told, name: 5} if name != "format" else {})
    with pytest.raises(NewerData):
        keys.PublicKeys.from_object({**told, "format": 2})


def test_a_secret_opens_with_its_passphrase_only() -> None:
    secret = UNIT.secret
    held = json.loads(canonical.dumps(keys.wrap(secret, "清风 2026", LOW)))
    assert keys.OfficeKeys.from_secret(keys.unwrap(held, "清风 2026")) == UNIT
    assert secret.hex() not in str(held)
    with pytest.raises(Refused) as refused:
        keys.unwrap(held, "清风2026")
    assert (refused.value.what, refused.value.field) == ("口令不对", "passphrase")
    assert refused.value.remedy


def test_weaker_terms_cannot_be_slipped_in() -> None:
    held = keys.wrap(b"x", "p", LOW)
    for wrong in (
        None,
        {},
        {**held, "memory_kib": 1024},
        {**held, "memory_kib": 1 << 40},
        {**held, "salt": "zz"},
        {**held, "box": "00"},
        {**held, "box": 7},
        {**held, "kdf": "none"},
        {name: value for name, value in held.items() if name != "passes"},
    ):
        with pytest.raises(Damaged):
            keys.unwrap(wrong, "p")
    with pytest.raises(Refused):
        keys.unwrap({**held, "passes": 2}, "p")
    with pytest.raises(NewerData):
        keys.unwrap({**held, "format": 2}, "p")
    with pytest.raises(ValueError, match="floor"):
        keys.wrap(b"x", "p", keys.Cost(memory=1024))
    assert keys.Cost() == keys.Cost(64 * 1024, 3)


def test_a_forgotten_passphrase_is_overcome_with_the_key_from_the_safe() -> None:
    held = keys.escrow(UNIT.secret, RECOVERY.recipient)
    assert keys.recover(held, RECOVERY) == UNIT.secret
    with pytest.raises(Refused):
        keys.recover(held, age.Identity.generate())
    with pytest.raises(Damaged):
        keys.recover(held[:-8], RECOVERY)
    with pytest.raises(Damaged):
        keys.recover("不是", RECOVERY)
