"""Bundles spoilt in every way we know, from one honest bundle.

Two kinds of attacker: one who finds a stick and changes bytes, and a registered unit gone bad,
who signs and encrypts properly whatever it likes.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from exchange.made_bundles import Content, Sender, body
from exchange.test_payload import BAD_LINES, BAD_NAMES, LIES, MANIFEST_LIES, ZIP_TRICKS, lying

Mutant = Callable[[], None]  # writes the mutated bundle
# What may stand in the place of a value or a text of an honest line, and is no such line then.
_VALUES = (
    b"NaN", b"-Infinity", b"1.5", b"1e9", b"-0", b"01", b"null", b"9223372036854775808",
    b"9" * 5000, b"[[[[1]]]]", b"[" * 3000, b'{"a":{"b":{"c":{"d":1}}}}', b'"\\ud800"',
    b'"\\u0000"', b'"\\u4e2d"', b'"\xff"', b'"\xed\xa0\x80"', b'"\x00"', b"", b"tru",
)  # fmt: skip


def spoilt(line: bytes, chance: random.Random) -> bytes:
    """An honest line with one value that JSON, or our spelling of it, does not allow."""
    said = json.loads(line)
    name = chance.choice([*said])
    text = [
        json.dumps(key, ensure_ascii=False).encode()
        + b":"
        + (chance.choice(_VALUES) if key == name else _spelled(value))
        for key, value in said.items()
    ]
    return b"{" + b",".join(text) + b"}"


def _spelled(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def damaged_bytes(data: bytes, chance: random.Random, donor: bytes) -> bytes:
    """`data` changed somewhere, in one of the ways disks, sticks and people change files."""
    while (made := _touched(data, chance, donor)) == data:
        pass  # zeros over zeros, or what both files have in common
    return made


def _touched(data: bytes, chance: random.Random, donor: bytes) -> bytes:
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
    """Makes mutants of one honest bundle of 40 rows, each kind from a seeded source of chance."""

    def __init__(self, folder: Path, sender: Sender, rows: list[bytes]) -> None:
        self.path, self.chance = folder / "mutant.qlb", random.Random(20261124)
        self.sender, self.rows = sender, rows
        self.honest, other = folder / "honest.qlb", folder / "other.qlb"
        whole, less = Content(tables={"entry": rows}), Content(tables={"entry": rows[:30]})
        sender.forge(self.honest, whole)
        sender.forge(other, less, bundle_no=13)
        self.data, self.donor = self.honest.read_bytes(), other.read_bytes()
        other.unlink()
        self.parts, self.donor_parts = self.data.split(b"\n", 3), self.donor.split(b"\n", 3)
        self.header = sender.header()
        self.plain, self.plain_donor = body(whole, self.header), body(less, self.header)

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
        self.sender.write_lines(self.path, text.encode(), self.parts[3])

    def changed_cipher(self) -> None:
        self.sender.forge(
            self.path,
            self.plain,
            alter=lambda text: damaged_bytes(text, self.chance, self.parts[3]),
            bundle_id=self.header.bundle_id,
        )

    def changed_zip(self) -> None:
        wrong = damaged_bytes(self.plain, self.chance, self.plain_donor)
        self.sender.forge(self.path, wrong, bundle_id=self.header.bundle_id)

    def bad_rows(self) -> None:
        lines = list(self.rows)
        at = self.chance.randrange(len(lines))
        if self.chance.random() < 0.5:
            lines.insert(at, self.chance.choice([*BAD_LINES.values()]))
        else:
            lines[at] = spoilt(lines[at], self.chance)
        self.forge(Content(tables={"entry": lines}))

    def bad_name(self) -> None:
        name = self.chance.choice(BAD_NAMES) + self.chance.choice([b"", b"", b"/", b"\\", b"\xff"])
        self.forge(lying(name, self.chance.randbytes(9)))

    def trick(self) -> None:
        self.forge(self.chance.choice([*ZIP_TRICKS.values(), *LIES.values()]))

    def bad_manifest(self) -> None:
        if self.chance.random() < 0.3:
            whole = not self.header.full
            other = {"bundle_no": 99, "high_seq": 7, "full": whole, "stream_id": "s2"}
            name = self.chance.choice([*other])
            self.forge(Content(), inside={name: other[name]})
            return
        self.forge(Content(manifest=self.chance.choice([*MANIFEST_LIES.values()])))

    def forge(self, content: Content, **more: Any) -> None:
        """With our rows, where `content` has no others."""
        if content.tables == Content().tables:
            content = replace(content, tables={"entry": self.rows})
        self.sender.forge(self.path, content, **more)
