"""An enrolled unit gone bad: all the mutants, and what only a real street can be fed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from exchange.at_work import World, edit, entries, export, line, take
from exchange.made_bundles import PHOTO, PHOTO_SHA, Content, RawMember, Sender
from exchange.mutants import Factory, Mutant
from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import offices
from qinglian_desktop.exchange.keys import OfficeKeys

STRANGER = OfficeKeys.generate()
HELD, NEW = 30, 10  # rows the street has already, and rows the honest bundle adds


class GoneBad(Factory):
    """Mutants of an honest bundle of which the street knows three quarters."""

    def __init__(self, world: World) -> None:
        self.unit, self.street = world.unit(), world.street
        self.held = entries(self.unit, HELD)
        take(self.street, export(self.unit, world.usb).path)
        for path in world.usb.glob("*.qlb"):
            path.unlink()
        edit(self.unit, self.held[0], amount_fen=1)
        ids = [*self.held, *entries(self.unit, NEW, first=HELD)]
        sender = Sender(
            offices.own_keys(self.unit).signing,
            offices.street_keys(self.unit).recipient,
            {
                "kind": "up",
                "from": self.unit.unit.office_id,
                "to": self.street.unit.office_id,
                "stream_id": self.unit.unit.stream_id,
                "bundle_no": 900,
                "high_seq": 500,
                "full": True,
                "created_claimed": "2026-11-24T09:00:00",
            },
        )
        super().__init__(world.usb, sender, [line(self.unit, one) for one in ids])

    def kinds(self) -> Iterator[tuple[str, int, Mutant]]:
        """With these, 120 shares of a hundredth."""
        yield from super().kinds()
        yield "a row twice", 3, self.row_twice
        yield "one version, two contents", 3, self.fork
        yield "members swapped", 4, self.swapped_members
        yield "photos and members nobody shows", 5, self.bad_member
        yield "facts of the manifest", 2, self.bad_facts
        yield "not the sender, not for us, too new, too much gone", 3, self.wrong_office

    def row_twice(self) -> None:
        lines = list(self.rows)
        again = self.chance.choice(lines)
        if self.chance.random() < 0.5:  # with another content, so that the lines differ
            again = canonical.dumps({**json.loads(again), "note": self._word()})
        lines.insert(self.chance.randrange(len(lines)), again)
        self.forge(Content(tables={"entry": lines}))

    def fork(self) -> None:
        lines = list(self.rows)
        at = self.chance.randrange(1, HELD)  # one the street has, unchanged since
        lines[at] = canonical.dumps({**json.loads(lines[at]), "note": self._word()})
        self.forge(Content(tables={"entry": lines}))

    def swapped_members(self) -> None:
        """Each listed honestly, and the one under the name of the other."""
        tables = {"entry": self.rows, "person": self.rows[:20], "household": []}
        names = [f"data/{table}.jsonl".encode() for table in tables]
        first, second = self.chance.sample(names, 2)
        other = {first: second, second: first}
        how = self.chance.randrange(3)

        def arrange(made: list[RawMember]) -> list[RawMember]:
            if how == 0:
                return [replace(one, name=other.get(one.name, one.name)) for one in made]
            if how == 1:
                return [replace(one, local_name=other.get(one.name)) for one in made]
            data = {one.name: one.data for one in made}
            return [replace(one, data=data[other.get(one.name, one.name)]) for one in made]

        self.forge(Content(tables=tables, arrange=arrange))

    def bad_member(self) -> None:
        """A photo, a pack, a table of a later program: read later or never, and refused now."""
        name, data = self.chance.choice(
            [
                (f"blobs/{PHOTO_SHA[:2]}/{PHOTO_SHA}", PHOTO),
                ("packs/calendar-2026.toml", b"x = 1\n" * 50),
                ("roster.json", canonical.dumps({"roster_version": 9})),
                ("ack.json", canonical.dumps({"acked_seq": 3})),
                ("data/of_a_later_program.jsonl", self.rows[0] + b"\n"),
            ]
        )
        wrong = bytearray(data)
        wrong[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        told = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}

        def manifest(made: dict[str, Any]) -> None:
            made["members"][name] = told
            if name.startswith("data/"):
                made["tables"]["of_a_later_program"] = {"rows": 1}

        # A whole photo first: it must not stay behind when the one after it is refused.
        good = b"whole " * 20
        sha256 = hashlib.sha256(good).hexdigest()
        whole = RawMember(f"blobs/{sha256[:2]}/{sha256}".encode(), good, method=0)

        def both(made: dict[str, Any]) -> None:
            manifest(made)
            made["members"][whole.name.decode()] = {"sha256": sha256, "size": len(good)}

        spoilt = RawMember(name.encode(), bytes(wrong), method=self.chance.choice([0, 8]))
        self.forge(Content(members=[whole, spoilt], manifest=both))

    def bad_facts(self) -> None:
        wrong: list[Any] = [None, -1, "40", True, [], {}, "0" * 31, "0" * 33, 2**63 - 1, "g" * 32]
        name = self.chance.choice(["held", "digest", "rows"])
        values = [v for v in wrong if not (type(v) is int and name == "held" and v >= 0)]
        value = self.chance.choice(values)

        def manifest(made: dict[str, Any]) -> None:
            made["tables"]["entry"][name] = value
            if self.chance.random() < 0.2:
                del made["tables"]["entry"][name]

        self.forge(Content(manifest=manifest))

    def wrong_office(self) -> None:
        wrong: list[Callable[[], None]] = [
            lambda: self.forge(Content(), to=self.unit.unit.office_id),
            lambda: self.forge(Content(), schema=2),
            lambda: self.forge(Content(), kind="down"),
            lambda: self.forge(Content(), kind="receipt"),
            lambda: self.forge(Content(), **{"from": self._word()}),
            lambda: replace(self.sender, keys=STRANGER.signing).forge(self.path, Content()),
            lambda: replace(self.sender, recipient=STRANGER.decryption.recipient).forge(
                self.path, Content(tables={"entry": self.rows})
            ),
            self.all_deleted,
        ]
        self.chance.choice(wrong)()

    def all_deleted(self) -> None:
        lines = []
        for text in self.rows:
            said = json.loads(text)
            said["vv"] = {stream: number + 1 for stream, number in said["vv"].items()}
            lines.append(canonical.dumps({**said, "deleted": 1}))
        self.forge(Content(tables={"entry": lines}))

    def _word(self) -> str:
        return f"w{self.chance.randrange(10**9)}"


def bytes_of(home: Path) -> dict[str, bytes]:
    """Every file of a data folder, but what SQLite keeps in shared memory."""
    files = (path for path in home.rglob("*") if path.is_file() and path.suffix != ".db-shm")
    return {str(path): path.read_bytes() for path in files}
