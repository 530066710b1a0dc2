"""Is every mutated bundle refused in words, quickly, in little memory, and never with a traceback?

Two kinds of attacker: one who finds a stick and changes bytes, and a registered unit gone bad,
who signs and encrypts properly whatever it likes.
"""

import hashlib
import io
import json
import random
import re
import resource
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange.made_bundles import (
    PHOTO,
    PHOTO_SHA,
    ROWS,
    STREET,
    STREET_ID,
    UNIT_ID,
    UNIT_PUBLIC,
    Content,
    RawMember,
    body,
    forge,
    header_of,
    lookup,
    row,
    sealed,
    take_all,
    write_lines,
)
from exchange.test_payload import BAD_LINES, BAD_NAMES, LIES, MANIFEST_LIES, ZIP_TRICKS, lying
from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age
from qinglian_desktop.exchange.payload import Limits
from qinglian_desktop.exchange.sealing import unseal

TOTAL = 10_000
CODE = re.compile(r"QL-[A-Z]{2}-\d{3}")
FORBIDDEN = ("异常", "非法", "参数", "失败", "哈希", "校验", "系统错误")
LIMITS = Limits(ratio_from=1 << 20)
Mutant = Callable[[], None]  # writes the mutated bundle


def same_content(path: Path, scratch: Path) -> bool:
    """Reads everything; True when it is exactly what the honest bundle says."""
    with unseal(
        path, my_keys=STREET, signer=lookup, addressed_to={STREET_ID}, scratch=scratch,
        limits=LIMITS,
    ) as bundle:  # fmt: skip
        bundle.reader.check_all()
        return bundle.reader.tables() == ("ledger",) and list(bundle.reader.lines("ledger")) == ROWS


def damaged_bytes(data: bytes, chance: random.Random, donor: bytes) -> bytes:
    """`data` changed somewhere, in one of the ways disks, sticks and people change files."""
    at = chance.randrange(len(data))
    run = chance.randrange(1, 64)
    made = bytearray(data)
    way = chance.randrange(8)
    if way < 3:
        made[at] ^= 1 << chance.randrange(8)
    elif way == 3:
        made = made[:at]
    elif way == 4:
        made[at : at + run] = bytes(len(made[at : at + run]))
    elif way == 5:
        made[at:at] = chance.randbytes(run)
    elif way == 6:
        del made[at : at + run]
    else:
        made[at : at + run] = donor[at : at + run]
    return bytes(made)


class Factory:
    """Makes mutants of one honest bundle, each kind from a seeded source of chance."""

    def __init__(self, folder: Path) -> None:
        self.path, self.chance = folder / "mutant.qlb", random.Random(20261124)
        self.honest, self.other = folder / "honest.qlb", folder / "other.qlb"
        forge(self.honest, Content())
        forge(self.other, Content(tables={"ledger": ROWS[:30]}), bundle_no=13)
        self.data, self.donor = self.honest.read_bytes(), self.other.read_bytes()
        self.parts, self.donor_parts = self.data.split(b"\n", 3), self.donor.split(b"\n", 3)
        self.header = header_of()
        self.plain = body(Content(), self.header)
        self.plain_donor = body(Content(tables={"ledger": ROWS[:30]}), self.header)

    def kinds(self) -> Iterator[tuple[str, int, Mutant]]:
        """Name, share and maker of each kind."""
        yield "bytes changed by anybody", 30, self.changed_bytes
        yield "parts swapped by anybody", 5, self.swapped_parts
        yield "header changed and signed", 15, self.changed_header
        yield "ciphertext changed and signed", 8, self.changed_cipher
        yield "ZIP changed, encrypted and signed", 22, self.changed_zip
        yield "rows", 6, self.bad_rows
        yield "names", 4, self.bad_name
        yield "ZIP tricks", 5, self.trick
        yield "manifest", 5, self.bad_manifest

    def changed_bytes(self) -> None:
        self.path.write_bytes(damaged_bytes(self.data, self.chance, self.donor))

    def swapped_parts(self) -> None:
        made = list(self.parts)
        for place in self.chance.sample(range(1, 4), self.chance.randrange(1, 3)):
            made[place] = self.donor_parts[place]
        if self.chance.random() < 0.5:
            first, second = self.chance.sample(range(4), 2)
            made[first], made[second] = made[second], made[first]
        self.path.write_bytes(b"\n".join(made))

    def changed_header(self) -> None:
        made = json.loads(self.parts[1])
        name = self.chance.choice([*made, "keys", "new"])
        wrong: list[Any] = [
            None, "", "x", 0, -1, 7, 2**63, 2**70, 1.5, True, False, [], {}, [1], {"a": 1},
            "../../x", "\0", "\ud7ff", "x" * 70_000, 10**400, {"a": {"b": {"c": {"d": {}}}}},
        ]  # fmt: skip
        value = self.chance.choice(wrong)
        if self.chance.random() < 0.1 and name in made:
            del made[name]
        elif name in made and made[name] == value and type(made[name]) is type(value):
            made["bundle_no"] = 99
        else:
            made[name] = value
        text = json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        write_lines(self.path, text.encode(), self.parts[3])

    def changed_cipher(self) -> None:
        forge(
            self.path,
            self.plain,
            alter=lambda text: damaged_bytes(text, self.chance, self.parts[3]),
        )

    def changed_zip(self) -> None:
        wrong = damaged_bytes(self.plain, self.chance, self.plain_donor)
        forge(self.path, wrong, bundle_id=self.header.bundle_id)

    def bad_rows(self) -> None:
        lines = list(ROWS)
        lines.insert(self.chance.randrange(len(lines)), self.chance.choice([*BAD_LINES.values()]))
        forge(self.path, Content(tables={"ledger": lines}))

    def bad_name(self) -> None:
        name = self.chance.choice(BAD_NAMES) + self.chance.choice([b"", b"", b"/", b"\\", b"\xff"])
        forge(self.path, lying(name, self.chance.randbytes(9)))

    def trick(self) -> None:
        forge(self.path, self.chance.choice([*ZIP_TRICKS.values(), *LIES.values()]))

    def bad_manifest(self) -> None:
        if self.chance.random() < 0.3:
            other = {"bundle_no": 99, "high_seq": 7, "full": True, "stream_id": "s2"}
            name = self.chance.choice([*other])
            forge(self.path, Content(), inside={name: other[name]})
            return
        forge(self.path, Content(manifest=self.chance.choice([*MANIFEST_LIES.values()])))


def test_ten_thousand_mutated_bundles_are_refused_in_words(tmp_path: Path) -> None:
    factory, scratch = Factory(tmp_path), tmp_path / "scratch"
    assert same_content(factory.honest, scratch)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused, harmless, codes = Counter[str](), Counter[str](), Counter[str]()
    for name, share, mutate in factory.kinds():
        while refused[name] < TOTAL * share // 100:
            mutate()
            if factory.path.read_bytes() == factory.data:
                continue  # chance changed nothing
            try:
                same = same_content(factory.path, scratch)
            except Refused as trouble:  # and no other kind of exception, ever
                refused[name] += 1
                codes[trouble.code] += 1
                told = trouble.what + trouble.remedy
                assert trouble.what and trouble.remedy and CODE.fullmatch(trouble.code), trouble
                assert not any(word in told for word in FORBIDDEN), told
                assert type(trouble) in (Refused, Damaged, NewerData)
            else:
                # A registered unit may write a ZIP with another time stamp or a header with a
                # field of a later version: allowed, and what is read is what was meant.
                assert same, name
                harmless[name] += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert refused.total() == TOTAL
    assert set(harmless) <= {"header changed and signed", "ZIP changed, encrypted and signed"}
    assert harmless.total() < TOTAL // 20
    assert len(codes) >= 12, codes
    assert grown < 60 * 1024, f"{grown} KiB"
    assert list(scratch.iterdir()) == []


CHILD = """
import sys
from pathlib import Path
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys
from qinglian_desktop.exchange.sealing import unseal
street, unit = OfficeKeys.from_secret(bytes.fromhex(sys.argv[1])), bytes.fromhex(sys.argv[2])
for path in sys.argv[4:]:
    said = "taken"
    try:
        with unseal(Path(path), my_keys=street, signer=PublicKeys("{unit}", unit, ""),
                    addressed_to="{street}", scratch=Path(sys.argv[3])) as bundle:
            bundle.reader.check_all()
    except Refused as trouble:
        said = trouble.code
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0])
    print(Path(path).name, said, peak)
"""


def packed(pieces: Iterator[bytes], level: int = 9) -> tuple[bytes, int, str]:
    """Raw DEFLATE, size and SHA-256 of what must not be held in memory at once."""
    packer, sha, size, raw = zlib.compressobj(level, zlib.DEFLATED, -15), hashlib.sha256(), 0, []
    for piece in pieces:
        raw.append(packer.compress(piece))
        sha.update(piece)
        size += len(piece)
    raw.append(packer.flush())
    return b"".join(raw), size, sha.hexdigest()


def swollen(pieces: Iterator[bytes], rows: int, claimed: int | None = None) -> Content:
    """A table whose content is far larger than the file; `claimed`: the size it states."""
    raw, size, sha256 = packed(pieces)
    size = claimed or size
    one = RawMember(b"data/ledger.jsonl", b"", raw=raw, size=size, crc=1)
    told = {"data/ledger.jsonl": {"sha256": sha256, "size": size}}
    return Content(
        tables={},
        members=[one],
        manifest=lambda made: made.update(tables={"ledger": {"rows": rows}}, members=told),
    )


def crowd(count: int) -> Content:
    return Content(
        tables={}, members=[RawMember(b"packs/p%d.toml" % n, b"", method=0) for n in range(count)]
    )


def tiny_values(made: dict[str, Any]) -> None:
    made["facts"] = [[]] * 1_100_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read there")
def test_swollen_bundles_are_met_within_300_megabytes(tmp_path: Path) -> None:
    noise = random.Random(5)
    lines = b"".join(row(number) + b"\n" for number in range(2000))
    cases: dict[str, tuple[Content, str]] = {
        "bomb": (swollen((bytes(1 << 20) for _ in range(200)), 1), "QL-UB-110"),
        "lying-bomb": (swollen((bytes(1 << 20) for _ in range(200)), 1, 4000), "QL-UB-111"),
        "long-line": (
            swollen((noise.randbytes(1 << 19).hex().encode() for _ in range(20)), 1),
            "QL-UB-110",
        ),
        "brackets": (swollen((b'{"a":' + b"[" * 1_000_000 for _ in range(1)), 1), "QL-UB-111"),
        "open-strings": (
            swollen((b'{"a":"' + b'\\"{[' * 250_000 + b"\n" for _ in range(2)), 2),
            "QL-UB-112",
        ),
        "tiny-rows": (swollen((b"{}\n" * 300_000 for _ in range(2)), 600_000), "QL-UB-111"),
        "many-rows": (swollen((lines for _ in range(100)), 200_000), "QL-UB-111"),
        "60001-members": (crowd(60_000), "QL-UB-110"),
        "tiny-values": (Content(manifest=tiny_values), "QL-UB-110"),
    }
    paths = []
    for name, (content, _) in cases.items():
        paths.append(tmp_path / name)
        forge(paths[-1], content)
    child = CHILD.replace("{unit}", UNIT_ID).replace("{street}", STREET_ID)
    told = subprocess.run(
        [sys.executable, "-c", child, STREET.secret.hex(), UNIT_PUBLIC.signing.hex(),
         str(tmp_path / "scratch"), *map(str, paths)],
        check=False, capture_output=True, text=True, timeout=60,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    said = {
        name: (code, int(peak)) for name, code, peak in map(str.split, told.stdout.splitlines())
    }
    assert {name: code for name, (code, _) in said.items()} == {
        name: code for name, (_, code) in cases.items()
    }
    assert max(peak for _, peak in said.values()) < 300 * 1024, said


def test_an_honest_bundle_with_photos_is_still_taken(tmp_path: Path) -> None:
    """A reader that refuses everything would pass the other tests."""
    sealed(tmp_path / "a.qlb")
    assert take_all(tmp_path / "a.qlb", tmp_path / "scratch") == len(ROWS)
    name = f"blobs/{PHOTO_SHA[:2]}/{PHOTO_SHA}"
    told = {name: {"sha256": PHOTO_SHA, "size": len(PHOTO)}}
    content = Content(
        members=[RawMember(name.encode(), PHOTO, method=0)],
        manifest=lambda made: made["members"].update(told),
    )
    forge(tmp_path / "b.qlb", content)
    assert take_all(tmp_path / "b.qlb", tmp_path / "scratch") == len(ROWS)


def test_what_was_encrypted_for_the_street_twice_is_not_mistaken(tmp_path: Path) -> None:
    """An age file inside an age file is not a ZIP."""
    out = io.BytesIO()
    age.encrypt(io.BytesIO(body(Content(), header_of())), out, [STREET.decryption.recipient])
    forge(tmp_path / "a.qlb", out.getvalue())
    with pytest.raises(Damaged) as refused:
        take_all(tmp_path / "a.qlb", tmp_path / "scratch")
    assert refused.value.code == "QL-UB-109"
    assert canonical.dumps([refused.value.what])  # words, not bytes
