"""Does our age agree with the public one, in both directions, and take nothing damaged?"""

import io
import random

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age, age_bech32

SIZES = (0, 1, 15, 16, 17, 65535, 65536, 65537, 131071, 131072, 131073, 300_000)


def sealed(data: bytes, *recipients: str) -> bytes:
    out = io.BytesIO()
    age.encrypt(io.BytesIO(data), out, recipients)
    return out.getvalue()


def opened(data: bytes, *identities: age.Identity) -> bytes:
    out = io.BytesIO()
    age.decrypt(io.BytesIO(data), out, identities)
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_the_public_age_opens_what_we_seal_for_each_recipient(size: int) -> None:
    data = random.Random(size).randbytes(size)
    ours = [age.Identity.generate() for _ in range(3)]
    cipher = sealed(data, *(one.recipient for one in ours))
    for one in ours:
        assert pyrage.decrypt(cipher, [pyrage.x25519.Identity.from_str(one.text)]) == data


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_the_public_age_seals(size: int) -> None:
    data = random.Random(size).randbytes(size)
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    cipher = pyrage.encrypt(data, [other.to_public(), identity.to_public()])
    assert opened(cipher, age.Identity.parse(str(identity))) == data


def test_keys_are_spelled_as_the_public_age_spells_them() -> None:
    for _ in range(50):
        theirs = pyrage.x25519.Identity.generate()
        ours = age.Identity.parse(str(theirs))
        assert ours.text == str(theirs)
        assert ours.recipient == str(theirs.to_public())
        assert age.Identity.parse(ours.text.lower()) == ours


@given(st.binary(max_size=80))
def test_bech32_gives_back_what_it_took(data: bytes) -> None:
    assert age_bech32.decode("age", age_bech32.encode("age", data)) == data


def test_one_wrong_letter_in_a_typed_key_is_noticed() -> None:
    text = age.Identity.generate().text
    for place in range(len("AGE-SECRET-KEY-1"), len(text)):
        wrong = text[:place] + ("Q" if text[place] != "Q" else "P") + text[place + 1 :]
        with pytest.raises(Refused):
            age.Identity.parse(wrong)
    for wrong in ("", "age1", text[:-1], text + "Q", text.capitalize(), "密钥", text.lower()[3:]):
        with pytest.raises(Refused):
            age.Identity.parse(wrong)


def test_a_private_key_is_never_shown_by_repr() -> None:
    identity = age.Identity.generate()
    assert repr(identity.private) not in repr(identity)


def test_somebody_elses_key_does_not_open_it() -> None:
    cipher = sealed(b"x", age.Identity.generate().recipient)
    with pytest.raises(Refused) as refused:
        opened(cipher, age.Identity.generate())
    assert not isinstance(refused.value, Damaged)
    assert refused.value.remedy


def test_a_recipient_is_needed() -> None:
    with pytest.raises(ValueError, match="recipient"):
        age.Writer(io.BytesIO(), [])


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    identity, chance = age.Identity.generate(), random.Random(7)
    data = chance.randbytes(70_000)  # two chunks
    cipher = sealed(data, identity.recipient)
    head = cipher.index(b"---") + 80
    places = [*range(head), *(chance.randrange(head, len(cipher)) for _ in range(200))]
    for place in places:
        wrong = bytearray(cipher)
        wrong[place] ^= 1 << chance.randrange(8)
        with pytest.raises(Refused):  # Damaged or NewerData; a broken stanza: not ours
            opened(bytes(wrong), identity)
    for length in [*range(head), *(chance.randrange(len(cipher)) for _ in range(100))]:
        with pytest.raises(Damaged):
            opened(cipher[:length], identity)
    for more in (b"\0", cipher, bytes(65552)):
        with pytest.raises(Damaged):
            opened(cipher + more, identity)


def test_cutting_at_a_chunk_border_is_refused() -> None:
    identity = age.Identity.generate()
    cipher = sealed(bytes(3 * age.CHUNK), identity.recipient)
    payload = len(cipher) - 3 * (age.CHUNK + 16)
    for chunks in range(3):
        with pytest.raises(Damaged):
            opened(cipher[: payload + chunks * (age.CHUNK + 16)], identity)
    middle = cipher[:payload] + cipher[payload + age.CHUNK + 16 :]
    with pytest.raises(Damaged):
        opened(middle, identity)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"age-encryption.org/v1",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1\n--- AAAA\n",
        b"age-encryption.org/v1\n-> X25519\n\n--- AAAA\n",
        b"age-encryption.org/v1\n->  X25519 A\n\n--- AAAA\n",
        b"age-encryption.org/v1\n" + b"-> a b\nAA\n" * 65 + b"--- AAAA\n",
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- A\n",
        b"age-encryption.org/v1\n" + b"A" * 70_000,
        b"age-encryption.org/v\xff\n",
    ],
)
def test_broken_headers_are_refused(text: bytes) -> None:
    with pytest.raises(Damaged):
        opened(text, age.Identity.generate())


def test_a_share_of_low_order_is_refused() -> None:
    share = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"  # all zeros
    mac = b"--- " + b"A" * 43 + b"\n"
    with pytest.raises(Damaged):
        opened(b"age-encryption.org/v1\n" + share + mac + bytes(32), age.Identity.generate())


def test_a_newer_age_is_named_as_such() -> None:
    with pytest.raises(NewerData):
        opened(b"age-encryption.org/v2\n-> X25519 A\n", age.Identity.generate())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_reading_by_position_gives_any_piece(data: st.DataObject) -> None:
    identity = age.Identity(bytes(range(32)))
    size = data.draw(st.sampled_from(SIZES))
    plain = random.Random(1).randbytes(size)
    junk = b"before"
    cipher = junk + sealed(plain, identity.recipient) + b"behind"
    reader = age.Reader(
        io.BytesIO(cipher), [identity], start=len(junk), length=len(cipher) - len(junk) - 6
    )
    assert reader.size == size
    for _ in range(5):
        offset = data.draw(st.integers(0, size + 10))
        length = data.draw(st.integers(0, 200_000))
        assert reader.read_at(offset, length) == plain[offset : offset + length]


@given(st.lists(st.binary(max_size=50_000), max_size=12))
@settings(max_examples=40, deadline=None)
def test_portions_do_not_matter(portions: list[bytes]) -> None:
    identity, out = age.Identity(bytes(range(32))), io.BytesIO()
    writer = age.Writer(out, [identity.recipient])
    for one in portions:
        writer.write(one)
    writer.close()
    assert opened(out.getvalue(), identity) == b"".join(portions)


def test_an_empty_chunk_at_the_end_is_refused() -> None:
    """Allowed only for an empty file: one content has one number of chunks."""
    identity, out = age.Identity.generate(), io.BytesIO()
    writer = age.Writer(out, [identity.recipient])
    writer._seal(bytes(age.CHUNK), last=False)
    writer.close()
    with pytest.raises(Damaged):
        opened(out.getvalue(), identity)


def test_a_second_spelling_of_the_same_base64_is_refused() -> None:
    identity = age.Identity.generate()
    cipher = sealed(b"x", identity.recipient)
    last = cipher.index(b"\n", cipher.index(b"\n--- ") + 1) - 1
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    wrong = bytearray(cipher)
    wrong[last] = letters[letters.index(cipher[last]) | 3]  # the two bits that carry nothing
    assert wrong != cipher
    with pytest.raises(Damaged):
        opened(bytes(wrong), identity)
