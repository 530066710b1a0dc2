"""The offices of a kept sample, set up again as they are today with the keys they had then."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import offices
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import identity
from qinglian_desktop.store.book import Book

KEPT = Path(__file__).parent / "kept"
SAMPLES = sorted(path for path in KEPT.iterdir() if path.is_dir())
STREET, UNIT = "通惠街道", "新街子社区"


def facts_of(sample: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((sample / "facts.json").read_text(encoding="utf-8"))
    return told


def keys_of(sample: Path, which: str) -> OfficeKeys:
    return OfficeKeys.from_secret(bytes.fromhex(facts_of(sample)[which]["secret"]))


def street_of(sample: Path, home: Path) -> Book:
    """A street of today with the keys and the unit of that time."""
    facts = facts_of(sample)
    told, keys = facts["street"], keys_of(sample, "street")
    unit = identity.new_unit(
        office_id=told["office"], code="500110007", name=STREET, kind="street", role="street",
        street_id=told["office"], street_name=STREET,
    )._replace(stream_id=told["stream"])  # fmt: skip
    book = Book.create(home, RECORDS, unit)
    offices.keep_own(book, keys)
    offices.keep_street(book, keys.public(told["office"], STREET), told["recovery"])
    public = keys_of(sample, "unit").public(facts["unit"]["office"], UNIT)
    public = replace(public, gm=bytes.fromhex(facts["unit"].get("gm", "")))
    with book.change("登记") as change:
        change.put(
            EnrolledUnit(
                office_id=facts["unit"]["office"], code="500110007001", name=UNIT, kind="社区",
                state="已登记", public_keys=canonical.dumps(public.as_object()).decode(),
                stream_id=facts["unit"]["stream"],
            )
        )  # fmt: skip
    return book


def unit_of(sample: Path, home: Path) -> Book:
    """A unit of today with the keys and the stream of that time; its book is empty."""
    facts = facts_of(sample)
    told, street = facts["unit"], facts["street"]
    unit = identity.new_unit(
        office_id=told["office"], code="500110007001", name=UNIT, kind="community", role="unit",
        street_id=street["office"], street_name=STREET,
    )._replace(stream_id=told["stream"])  # fmt: skip
    book = Book.create(home, RECORDS, unit)
    offices.keep_own(book, keys_of(sample, "unit"))
    public = keys_of(sample, "street").public(street["office"], STREET)
    offices.keep_street(book, public, street["recovery"])
    return book
