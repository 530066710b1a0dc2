"""The strict reader: one spelling out, and nothing but ValueError for a hostile text."""

import contextlib
import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qinglian_desktop.core import canonical

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
leaves = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), words)
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=20
)


def depth_of(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    deeper = 1 if isinstance(value, dict | list) else 0
    return deeper + max((depth_of(part) for part in inner), default=0)


@given(values)
def test_what_is_written_is_read_again(value: object) -> None:
    assert canonical.loads(canonical.dumps(value), depth=max(depth_of(value), 1)) == value


@pytest.mark.parametrize(
    "text",
    [r"D:\udisk\照片", r"\u0000", r"C:\users", "\\", "\\\\ud800", "]]]]]]]]", "{[" * 50, '"'],
)
def test_a_clerks_backslashes_and_brackets_are_only_text(text: str) -> None:
    assert canonical.loads(canonical.dumps({"note": text, "more": [text]})) == {
        "note": text,
        "more": [text],
    }


@given(values)
def test_the_order_of_keys_makes_no_difference(value: object) -> None:
    again = json.loads(json.dumps(value))
    assert canonical.dumps(again) == canonical.dumps(value)
    turned = {"a": value, "b": 1}
    assert canonical.dumps(turned) == canonical.dumps(dict(reversed(turned.items())))


def test_the_spelling_is_fixed() -> None:
    assert canonical.dumps({"乙": [1, None, True], "a": "中\n"}) == (
        '{"a":"中\\n","乙":[1,null,true]}'.encode()
    )


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"x":{"a":1,"a":2}}',
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"1.5",
        b"1e3",
        b"1E400",
        b"9223372036854775808",
        b"-9223372036854775809",
        b"9" * 5000,
        b'"\x00"',
        b'"\\u0000"',
        b'{"\\u0000":1}',
        b'"\\ud800"',
        b'"\\uDFFF"',
        b'"\\\\\\ud800"',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b"",
        b"{",
        b'{"a":1}x',
        b"'a'",
        b'{"a":}',
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'["' + b"]" * 100_000 + b'",' + b"[" * 100_000,
        b'["\\"' + b"}" * 100_000 + b'",' + b"[" * 100_000,
        b'"' + b'\\"' * 100_000 + b"[" * 100_000,
        b"[[[[[[[1]]]]]]]",
    ],
)
def test_what_the_plain_reader_lets_pass_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        canonical.loads(data)


@given(
    st.one_of(
        st.binary(), st.text('{}[]":,0123456789-+.eE\\ud8\x00n ', max_size=60).map(str.encode)
    )
)
@example(b'"\\')
@example(b'{"a":"\\')
@example(b'"\\u')
def test_only_valueerror_ever_comes_out(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        canonical.loads(data)


def test_a_hostile_megabyte_is_refused_in_no_time() -> None:
    started = time.process_time()
    for hostile in (b'"' + b'\\"' * 500_000, b'"\\' * 500_000, b"[" * 1_000_000, b'["]' * 300_000):
        with pytest.raises(ValueError):
            canonical.loads(hostile)
    assert time.process_time() - started < 2


def test_the_largest_integers_are_kept() -> None:
    for number in (2**63 - 1, -(2**63), 0):
        assert canonical.loads(str(number).encode()) == number


def test_digests_have_the_length_they_promise() -> None:
    assert canonical.digest(b"abc").startswith("ba7816bf8f01cfea414140de5dae2223")
    assert canonical.digest(b"abc")[:32] == canonical.short(b"abc")
    assert len(canonical.digest(b"")) == 64
