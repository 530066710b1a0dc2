"""UB-11: what earlier versions wrote is read today, what later ones will write is met in words."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, drop, edit, entries, export, forge, line, newer_by, take
from exchange.conftest import Untouched
from exchange.kept_world import SAMPLES, facts_of, keys_of, street_of, unit_of
from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import NewerData
from qinglian_desktop.exchange import container_header, incoming, issuing
from qinglian_desktop.exchange.container import read_header
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import migrations
from qinglian_desktop.store.book import Book

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
ROOT = Path(__file__).parents[2]


def held(book: Book) -> dict[str, list[list[Any]]]:
    return {
        table: sorted(
            [row["id"], row["row_hash"], row["deleted"]]
            for row in book.rows(Query(table, deleted=True))
        )
        for table in ("entry", "person", "task")
    }


def test_at_least_three_older_versions_are_kept() -> None:
    assert len(SAMPLES) >= 4
    numbers = {name[:5] for name in migrations.names()}
    assert {sample.name for sample in SAMPLES} <= numbers, "made by real versions"


def _lacking(changelog: str, kept: set[str | None]) -> set[str]:
    """Versions that are out and have left no sample."""
    headings = re.findall(r"^## (\d+\.\d+\.\d+)(.*)$", changelog, re.MULTILINE)
    return {version for version, state in headings if "未发布" not in state} - kept


def test_every_release_has_left_a_sample() -> None:
    """A version that is out must be read for ever: the facts of its sample name it as `release`."""
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert not _lacking(told, {facts_of(sample).get("release") for sample in SAMPLES})
    assert _lacking("## 0.2.0（未发布）\n\n## 0.1.0（2026-12-01）\n", {None}) == {"0.1.0"}


@each_sample
def test_a_street_of_today_reads_the_bundles_of_then(sample: Path, tmp_path: Path) -> None:
    facts = facts_of(sample)
    with street_of(sample, tmp_path / "street") as street:
        first = take(street, _copied(sample / "first.qlb", tmp_path))
        assert (first.preview.returned.count, first.preview.unknown) == (0, ())
        assert first.preview.new == sum(map(len, facts["rows"].values()))
        assert street.files.has(facts["photo"])
        second = take(street, _copied(sample / "second.qlb", tmp_path))
        assert (second.preview.new, second.preview.changed) == (0, 2)
        assert held(street) == facts["rows"], "row for row, hash for hash"
        assert take(street, _copied(sample / "first.qlb", tmp_path)).preview.already
        assert not [note for note in second.notes if "对不上" in note], "the sums of then agree"


@each_sample
def test_a_unit_of_today_reads_the_receipts_of_then(sample: Path, tmp_path: Path) -> None:
    with unit_of(sample, tmp_path / "unit") as unit:
        for name in ("receipt1.qlb", "receipt2.qlb"):
            take(unit, _copied(sample / name, tmp_path))
        told = unit.rows(Query("receipt", order=(("number", False),)))
        assert [row["number"] for row in told] == [1, 2]
        assert not [row for row in told if row["needs_full"] or row["returned"]]


@each_sample
def test_unit_files_and_enrolments_of_then_are_read(sample: Path, tmp_path: Path) -> None:
    with issuing.found_unit(tmp_path / "new", sample / "unit.qlu", RECORDS) as unit:
        assert unit.unit.office_id == facts_of(sample)["unit"]["office"]
    with street_of(sample, tmp_path / "street") as street:
        issuing.enrol_unit(
            street, sample / "enrolment.qle", facts_of(sample)["unit"]["fingerprint"]
        )


@each_sample
def test_the_keys_of_then_open_with_the_recovery_key_in_mind(sample: Path) -> None:
    """The header of then is read without a key, and names the signer of then."""
    header = read_header(sample / "first.qlb")
    assert header.signer_key_id == keys_of(sample, "unit").signing.key_id
    assert header.format == 1


def _copied(path: Path, folder: Path) -> Path:
    """Receipts are written beside what they answer: not into the samples."""
    made = folder / path.name
    made.write_bytes(path.read_bytes())
    return made


# -- newer than this program ------------------------------------------------------------------


def test_a_newer_minor_version_is_merged_with_a_notice(world: World, unit: Book, usb: Path) -> None:
    """Unknown table, unknown columns, unknown fields of header and manifest."""
    (row_id,) = entries(unit, 1)
    more = line(unit, row_id, invented_later="新版的字段", invented_number=7)
    path = forge(
        unit,
        usb / "newer.qlb",
        {"entry": [more], "drone_flight": [canonical.dumps({"id": "1", "owner": "x"})]},
        more=lambda payload: payload.add_facts(weather={"rain": 1}),
        invented_header="later",
    )
    outcome = take(world.street, path)
    assert outcome.preview.unknown == ("drone_flight",)
    assert any("升级" in note for note in outcome.notes)
    row = world.street.row("entry", row_id)
    assert row is not None
    assert json.loads(row["ext"]) == {"invented_later": "新版的字段", "invented_number": 7}
    assert read_header(path).extra == {"invented_header": "later"}


def test_columns_of_a_newer_version_go_on_unharmed(world: World, unit: Book, usb: Path) -> None:
    """A clerk with the older program edits such a row: what he cannot see travels on."""
    row_id, other = entries(unit, 2)
    newer_by(unit, row_id, invented_later="新版的字段")
    edit(unit, row_id, summary="旧版改过")
    take(world.street, export(unit, usb).path)
    row = world.street.row("entry", row_id)
    assert row is not None
    assert (row["summary"], json.loads(row["ext"])) == (
        "旧版改过",
        {"invented_later": "新版的字段"},
    )
    assert other


def _of_program(**fields: Any) -> Callable[[Book, Path], Path]:
    def made(unit: Book, path: Path) -> Path:
        (row_id,) = entries(unit, 1)
        fields.setdefault("program", "qinglian_desktop 2.3.0")
        return forge(unit, path, {"entry": [line(unit, row_id)]}, **fields)

    return made


@pytest.mark.parametrize(
    "made", [_of_program(schema=2), _of_program(schema=9, program="qinglian_desktop 2.3.0")]
)
def test_a_newer_major_version_is_refused_and_the_version_named(
    world: World, unit: Book, usb: Path, untouched: Untouched, made: Callable[[Book, Path], Path]
) -> None:
    path = made(unit, usb / "newer.qlb")
    with untouched(world.street, NewerData) as refused:
        incoming.import_file(world.street, path)
    assert refused.value.code == "QL-UB-066"
    assert "2.3.0" in f"{refused.value.what}{refused.value.remedy}"


@pytest.mark.parametrize(
    "beyond", [{"format": 2, "min_reader": 2}, {"suite": "gm-7"}, {"kind": "song"}]
)
def test_format_suite_and_kind_beyond_this_program_name_the_version(
    unit: Book, usb: Path, beyond: dict[str, Any]
) -> None:
    entries(unit, 1)
    given = read_header(export(unit, usb).path).as_object()
    given |= {"program": "qinglian_desktop 2.3.0", **beyond}
    with pytest.raises(NewerData) as refused:
        container_header.from_object(given)
    assert "2.3.0" in refused.value.remedy


def test_a_deleted_row_of_a_newer_version_stays_deleted(
    world: World, unit: Book, usb: Path
) -> None:
    rows = entries(unit, 30)
    newer_by(unit, rows[0], invented_later="x")
    take(world.street, export(unit, usb).path)
    drop(unit, rows[0])
    take(world.street, export(unit, usb).path)
    row = world.street.row("entry", rows[0])
    assert row is not None
    assert (row["deleted"], json.loads(row["ext"])) == (1, {"invented_later": "x"})
