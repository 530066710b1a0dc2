"""Does the content come out exactly as it went in, and nothing else come out at all?"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.made_bundles import (
    PHOTO,
    PHOTO_SHA,
    ROWS,
    Content,
    Memory,
    RawMember,
    body,
    fill,
    header_of,
    raw_zip,
    reader_of,
    row,
)
from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import payload_rows
from qinglian_desktop.exchange.payload import Limits, PayloadReader, PayloadWriter

HEADER = header_of()


def written(
    filled: Callable[[PayloadWriter], object] = fill, limits: Limits | None = None
) -> bytes:
    out = io.BytesIO()
    writer = PayloadWriter(out, HEADER.repeated(), limits or Limits())
    try:
        filled(writer)
    except BaseException:
        writer.discard()
        raise
    writer.close()
    return out.getvalue()


def opened(data: bytes, limits: Limits | None = None) -> PayloadReader:
    return PayloadReader(Memory(data), HEADER, limits or Limits())


def test_every_member_comes_out_as_it_went_in() -> None:
    reader = opened(written())
    assert reader.tables() == ("entry", "notice")
    assert list(reader.lines("entry")) == ROWS
    assert list(reader.lines("notice")) == []
    [(lines, rows)] = reader.rows("entry")
    assert lines == ROWS
    assert rows == [json.loads(line) for line in ROWS]
    assert reader.json("ack.json") == {"acked_seq": 3}
    assert reader.json("roster.json") is None
    assert reader.packs() == ("calendar-2026",)
    assert reader.pack("calendar-2026").decode() == "年 = 2026\n"
    assert reader.blobs() == ((PHOTO_SHA, len(PHOTO)),)
    out = io.BytesIO()
    assert reader.copy_blob(PHOTO_SHA, out) == len(PHOTO)
    assert out.getvalue() == PHOTO == reader.blob(PHOTO_SHA)
    assert reader.manifest.tables["entry"] == {"digest": "0" * 32, "held": 40, "rows": 40}
    assert reader.manifest.facts == {"trail": {"head": "ab", "seq": 7}}
    assert reader.check_all() == 40


def test_any_unzip_opens_it_and_photos_are_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert archive.testzip() is None
        assert archive.read("data/entry.jsonl").split(b"\n")[:-1] == ROWS
        methods = {one.filename: one.compress_type for one in archive.infolist()}
        assert methods.pop(f"blobs/{PHOTO_SHA[:2]}/{PHOTO_SHA}") == zipfile.ZIP_STORED
        assert set(methods.values()) == {zipfile.ZIP_DEFLATED}
        assert archive.infolist()[-1].filename == "manifest.json"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert written() == written()


def test_the_test_zips_are_honest_until_told_to_lie() -> None:
    content = Content()
    assert reader_of(content).check_all() == len(ROWS)
    with zipfile.ZipFile(io.BytesIO(body(content, HEADER))) as archive:
        assert archive.testzip() is None


@given(
    st.lists(
        st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
            st.recursive(
                st.integers(-(2**63), 2**63 - 1)
                | st.booleans()
                | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
                | st.sampled_from(
                    ["{[", "\\u0000", "\\ud800", "C:\\udata", "null", ":null", "\u2028"]
                ),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner),
                max_leaves=4,
            ),
            max_size=5,
        ),
        max_size=30,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_row_survives_the_journey(rows: list[dict[str, Any]]) -> None:
    lines = [canonical.dumps(one) for one in rows]
    data = written(lambda writer: writer.add_table("t", lines))
    back = [one for _, block in opened(data, Limits(depth=9)).rows("t") for one in block]
    assert back == rows


def test_tens_of_thousands_of_rows_come_in_blocks() -> None:
    lines = [row(number) for number in range(30_000)]
    data = written(lambda writer: writer.add_table("entry", lines))
    blocks = list(opened(data).line_blocks("entry"))
    assert [line for block in blocks for line in block] == lines
    assert 10 < len(blocks) < 300


BAD_LINES = {
    "nan": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "float": b'{"a":1.5}',
    "exponent": b'{"a":1e3}',
    "negative float": b'{"a":-0.5}',
    "float in a list": b'{"a":[1,2E9]}',
    "capital escape": b'{"a":"\\u001F"}',
    "twice": b'{"a":1,"a":2}',
    "unsorted": b'{"b":1,"a":2}',
    "blank": b'{"a": 1}',
    "leading blank": b' {"a":1}',
    "trailing blank": b'{"a":1} ',
    "carriage return": b'{"a":1}\r',
    "empty": b"",
    "null field": b'{"a":null}',
    "array": b"[1,2]",
    "number": b"1",
    "two on a line": b'{"a":1},{"a":1}',
    "half": b'{"a":[{}',
    "huge int": b'{"a":9223372036854775808}',
    "gigantic int": b'{"a":' + b"9" * 6000 + b"}",
    "minus zero": b'{"a":-0}',
    "surrogate": b'{"a":"\\ud800"}',
    "raw surrogate": b'{"a":"\xed\xa0\x80"}',
    "escaped": b'{"a":"\\u4e2d"}',
    "NUL": b'{"a":"\\u0000"}',
    "raw NUL": b'{"a":"\x00"}',
    "control": b'{"a":"\x01"}',
    "not UTF-8": b'{"a":"\xff"}',
    "BOM": b'\xef\xbb\xbf{"a":1}',
    "too deep": b'{"a":[[[[1]]]]}',
    "very deep": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "open": b'{"a":"',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_named_with_table_and_number(line: bytes) -> None:
    lines = [*ROWS[:6], line, *ROWS[6:]]
    with pytest.raises(Damaged) as refused:
        reader_of(Content(tables={"entry": lines})).check_all()
    assert refused.value.what == "包里〔entry〕第 7 行看不懂"
    assert refused.value.remedy


_NUMBERS = st.integers(-(2**65), 2**65) | st.floats(allow_nan=False)
_SAID = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.text(max_size=4) | st.sampled_from(["1,2.5", "a:.b"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2),
    max_leaves=3,
)
_LINES = st.dictionaries(st.text("abé\x7f\u2028", max_size=2), _SAID, max_size=3).map(
    lambda told: json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
)


@pytest.mark.skipif(payload_rows.orjson is None, reason="there is no quick library here")
@given(st.lists(_LINES | st.sampled_from([*BAD_LINES.values()]), max_size=3))
@settings(max_examples=300, deadline=None)
def test_the_quick_library_and_the_standard_one_judge_alike(lines: list[bytes]) -> None:
    def judged() -> object:
        try:
            return repr(payload_rows.decode("t", lines))
        except Damaged as refused:
            return refused.what

    with pytest.MonkeyPatch.context() as without:
        without.setattr(payload_rows, "orjson", None)
        expected = judged()
    assert judged() == expected


def test_lines_that_only_together_look_whole_are_refused() -> None:
    lines = [b'{"a":[{}', b'{}],"b":1}', b'{"a":1},{"a":1}']
    with pytest.raises(Damaged, match="第 1 行"):
        payload_rows.decode("t", lines)


def test_a_line_feed_inside_a_line_does_not_hide_from_the_count() -> None:
    data = b"\n".join(ROWS) + b"\n"
    content = Content(
        tables={"entry": [data[:-1]]}, manifest=lambda made: None
    )  # told: one row; found: forty
    with pytest.raises(Damaged):
        reader_of(content).check_all()


MANIFEST_LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no header": lambda made: made.pop("header"),
    "no members": lambda made: made.pop("members"),
    "no tables": lambda made: made.pop("tables"),
    "tables a list": lambda made: made.update(tables=[]),
    "header a text": lambda made: made.update(header="x"),
    "members a list": lambda made: made.update(members=[1]),
    "another number": lambda made: made["header"].update(bundle_no=99),
    "one more field": lambda made: made["header"].update(more=1),
    "one field less": lambda made: made["header"].pop("to"),
    "a table without member": lambda made: made["tables"].update(ghost={"rows": 0}),
    "a member without file": lambda made: made["members"].update(
        {"data/ghost.jsonl": {"size": 0, "sha256": "0" * 64}}
    ),
    "a file without member": lambda made: made["members"].clear(),
    "one row too few": lambda made: made["tables"]["entry"].update(rows=39),
    "one row too many": lambda made: made["tables"]["entry"].update(rows=41),
    "rows a text": lambda made: made["tables"]["entry"].update(rows="40"),
    "rows true": lambda made: made["tables"]["entry"].update(rows=True),
    "rows negative": lambda made: made["tables"]["entry"].update(rows=-1),
    "table a number": lambda made: made["tables"].update(entry=40),
    "another size": lambda made: made["members"]["data/entry.jsonl"].update(size=5),
    "size a text": lambda made: made["members"]["data/entry.jsonl"].update(size="5"),
    "another hash": lambda made: made["members"]["data/entry.jsonl"].update(sha256="0" * 64),
    "hash too short": lambda made: made["members"]["data/entry.jsonl"].update(sha256="00"),
    "itself": lambda made: made["members"].update(
        {"manifest.json": {"size": 1, "sha256": "0" * 64}}
    ),
}


@pytest.mark.parametrize("change", MANIFEST_LIES.values(), ids=MANIFEST_LIES.keys())
def test_a_manifest_that_does_not_agree_is_refused(
    change: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises(Refused) as refused:
        reader_of(Content(manifest=change)).check_all()
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        lambda text: text + b" ",
        lambda text: text.replace(b":", b": ", 1),
        lambda text: b"[]",
        lambda text: b"",
        lambda text: b"\xff" + text,
        lambda text: text[:-1],
        lambda text: text[:-1] + b',"header":{}}',
        lambda text: b"[" * 200_000 + b"]" * 200_000,
        lambda text: text[:-1] + b',"z":NaN}',
    ],
)
def test_a_manifest_in_another_spelling_is_refused(text: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Refused):
        reader_of(Content(manifest_text=text))


BAD_NAMES = [
    b"../evil",
    b"/etc/passwd",
    b"C:\\x.jsonl",
    b"\\\\server\\share",
    b"data/../manifest.json",
    b"data/Ledger.jsonl",
    b"data/CON.jsonl",
    b"DATA/entry.jsonl",
    b"data/entry.jsonl.",
    b"data/entry.jsonl ",
    b"data/entry.jsonl\n",
    b"data/entry.jsonl\0",
    b"data/" + b"a" * 41 + b".jsonl",
    b"data/.jsonl",
    b"data/x/y.jsonl",
    "data/账.jsonl".encode(),
    b"blobs/aa/" + b"b" * 64,
    b"blobs/aa/" + b"a" * 63,
    b"blobs/AA/" + b"A" * 64,
    b"packs/../x.toml",
    b"packs/x.toml.exe",
    b"autorun.inf",
    b"evil.lnk",
    b"data/",
    b"",
    b"Manifest.json",
]


def told(name: bytes, data: bytes) -> Callable[[dict[str, Any]], object]:
    """Puts the member into the manifest, so that nothing but its own oddity can betray it."""
    sha256 = hashlib.sha256(data).hexdigest()
    return lambda made: made["members"].update(
        {name.decode(errors="replace"): {"sha256": sha256, "size": len(data)}}
    )


def lying(name: bytes = b"ack.json", data: bytes = b'{"a":1}', **lies: Any) -> Content:
    return Content(members=[RawMember(name, data, **lies)], manifest=told(name, data))


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_outside_the_list_is_refused(name: bytes) -> None:
    with pytest.raises(Damaged):
        reader_of(lying(name))


@pytest.mark.parametrize("name", [b"ack.json", b"packs/a.toml", b"blobs/ab/" + b"ab" * 32])
def test_a_member_the_manifest_does_not_know_is_refused(name: bytes) -> None:
    with pytest.raises(Damaged, match="清单与文件对不上"):
        reader_of(Content(members=[RawMember(name, b"{}")]))


def before_directory(body: bytes) -> bytes:
    """Bytes between the last member and the directory, the end record corrected for them."""
    at = struct.unpack("<L", body[-6:-2])[0]
    return body[:at] + b"junk" + body[at:-6] + struct.pack("<L", at + 4) + body[-2:]


ZIP_TRICKS: dict[str, Content] = {
    "duplicate name": Content(arrange=lambda made: [made[0], *made]),
    "symlink": lying(attributes=0o120777 << 16),
    "device": lying(attributes=0o060666 << 16),
    "folder": lying(attributes=0o040777 << 16),
    "encrypted": lying(flags=1),
    "UTF-8 flag": lying(flags=0x800),
    "bzip2": lying(method=12),
    "lzma": lying(method=14),
    "zip64": lying(needs=45),
    "extra field": lying(extra=b"\x01\x00\x00\x00"),
    "sizes behind, none there": lying(flags=8),
    "gap": lying(before=b"hidden"),
    "hidden member": lying(not_in_directory=True),
    "ghost member": lying(only_in_directory=True),
    "overlap": lying(offset=0),
    "offset beyond": lying(offset=2**31),
    "junk before": Content(finish=lambda body: b"MZ" + body),
    "junk behind": Content(finish=lambda body: body + b"\0"),
    "two archives": Content(finish=lambda body: body + body),
    "comment": Content(finish=lambda body: body[:-2] + b"\x04\x00abcd"),
    "comment told, none there": Content(zip_lies={"comment": 4}),
    "count too small": Content(zip_lies={"count": 1}),
    "count too large": Content(zip_lies={"count": 3}),
    "length too small": Content(zip_lies={"length": 20}),
    "length too large": Content(zip_lies={"length": 2**31}),
    "gap before the directory": Content(finish=before_directory),
    "data descriptor lies": lying(
        flags=8, raw=zlib.compress(b'{"a":1}', 6, -15), after=b"PK\x07\x08" + bytes(12)
    ),
    "offset lies": Content(zip_lies={"offset": 0}),
    "empty": Content(finish=lambda body: b""),
    "only an end": Content(finish=lambda body: raw_zip([])),
    "no ZIP": Content(finish=lambda body: b"x" * 500),
    "cut": Content(finish=lambda body: body[:-1]),
    "head cut": Content(finish=lambda body: body[1:]),
    "nested": Content(finish=lambda body: raw_zip([RawMember(b"ack.json", body)])),
}


@pytest.mark.parametrize("content", ZIP_TRICKS.values(), ids=ZIP_TRICKS.keys())
def test_a_zip_of_another_shape_is_refused(content: Content) -> None:
    with pytest.raises(Refused) as refused:
        reader_of(content).check_all()
    assert refused.value.code in ("QL-UB-109", "QL-UB-111")


LIES: dict[str, Content] = {
    "crc": lying(crc=1),
    "size smaller": lying(size=3),
    "size larger": lying(size=30),
    "packed smaller": lying(packed=2),
    "packed larger": lying(packed=30),
    "another local name": lying(local_name=b"evil.exe"),
    "broken deflate": lying(raw=b"\xff\xff\xff\xff"),
    "deflate cut": lying(raw=zlib.compress(b'{"a":1}', 6, -15)[:-1]),
    "bytes behind deflate": lying(raw=zlib.compress(b'{"a":1}', 6, -15) + b"junk"),
    "two deflate streams": lying(raw=zlib.compress(b'{"a":1}', 6, -15) * 2),
    "empty deflate": lying(raw=b""),
    "stored longer": lying(method=0, size=6),
    "stored, other data": lying(method=0, raw=b'{"a":2}'),
}


@pytest.mark.parametrize("content", LIES.values(), ids=LIES.keys())
def test_a_member_that_lies_about_itself_is_refused(content: Content) -> None:
    with pytest.raises(Refused):
        reader_of(content).check_all()


def test_the_lying_member_is_taken_when_it_does_not_lie() -> None:
    assert reader_of(lying()).json("ack.json") == {"a": 1}
    assert reader_of(lying(method=0)).json("ack.json") == {"a": 1}


def test_a_photo_under_anothers_hash_is_refused() -> None:
    name = f"blobs/{'ab' * 1}/{'ab' * 32}".encode()
    content = Content(members=[RawMember(name, PHOTO, method=0)], manifest=told(name, PHOTO))
    with pytest.raises(Damaged, match="与清单对不上"):
        reader_of(content)


def test_each_limit_is_kept() -> None:
    lines = [row(number) for number in range(1000)]
    content = Content(tables={"entry": lines})
    data = body(content, HEADER)
    size = len(data)
    assert opened(data, Limits(bundle=size)).check_all() == 1000
    text = sum(len(line) + 1 for line in lines)
    for limits in (
        Limits(bundle=size - 1),
        Limits(json_total=text - 1),
        Limits(json_member=text - 1),
        Limits(small_member=10),
        Limits(values=3),
        Limits(rows=999),
        Limits(members=1),
        Limits(line=max(map(len, lines)) - 1),
        Limits(ratio=2, ratio_from=1000),
    ):
        with pytest.raises(Refused) as refused:
            opened(data, limits).check_all()
        assert refused.value.code == "QL-UB-110", limits
    exact = Limits(
        json_total=text, json_member=text, rows=1000, members=2, line=max(map(len, lines))
    )
    assert opened(data, exact).check_all() == 1000
    with pytest.raises(Damaged, match="第 1 行"):
        opened(data, Limits(depth=1)).check_all()


def test_the_writer_refuses_what_no_reader_would_take() -> None:
    def many(writer: PayloadWriter) -> None:
        for name in ("a", "b"):
            writer.add_pack(name, b"x")

    for filled, limits in (
        (fill, Limits(bundle=1000)),
        (fill, Limits(blob=100)),
        (fill, Limits(json_member=100)),
        (many, Limits(members=2)),
    ):
        with pytest.raises(Refused) as refused:
            written(filled, limits)
        assert refused.value.code == "QL-UB-116"
    assert opened(written(many, Limits(members=3)), Limits(members=3)).packs() == ("a", "b")


def test_an_attachment_that_changed_since_is_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(PHOTO)
    assert opened(written(lambda writer: writer.add_blob(path, PHOTO_SHA))).blob(PHOTO_SHA) == PHOTO
    path.write_bytes(PHOTO + b"x")
    with pytest.raises(Damaged, match="和登记时不一样"):
        written(lambda writer: writer.add_blob(path, PHOTO_SHA))


def test_names_the_writer_must_not_use() -> None:
    for wrong in (
        lambda writer: writer.add_table("Ledger", []),
        lambda writer: writer.add_table("a/b", []),
        lambda writer: writer.add_json("manifest.json", {}),
        lambda writer: writer.add_pack("../x", b""),
        lambda writer: writer.add_facts(members={}),
        lambda writer: (writer.add_pack("a", b""), writer.add_pack("a", b"")),
    ):
        with pytest.raises(ValueError, match=r"not|written twice|belong"):
            written(wrong)


def bomb(size: int) -> RawMember:
    packer, left = zlib.compressobj(9, zlib.DEFLATED, -15), size
    raw = b""
    while left:
        piece = min(left, 1 << 20)
        raw += packer.compress(bytes(piece))
        left -= piece
    return RawMember(b"data/entry.jsonl", b"", raw=raw + packer.flush(), size=size)


def test_a_bomb_is_refused_by_its_ratio_and_by_what_comes_out() -> None:
    for lies in ({}, {"size": 4000}):
        one = bomb(64 << 20)
        one.size = lies.get("size", one.size)
        content = Content(
            tables={},
            members=[one],
            manifest=lambda made, one=one: made.update(  # type: ignore[misc]
                tables={"entry": {"rows": 1}},
                members={"data/entry.jsonl": {"size": one.size, "sha256": "0" * 64}},
            ),
        )
        with pytest.raises(Refused) as refused:
            reader_of(content).check_all()
        assert refused.value.code == ("QL-UB-111" if lies else "QL-UB-110")
