"""bundle export, inspect and import at both ends of the road down, on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.shell import cli
from qinglian_desktop.store.book import Book


def _ask(home: Path, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    assert cli.main(["--home", str(home), "--json", "bundle", *words]) == status
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_street_writes_for_one_unit_which_looks_and_takes_it_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path)
    units = [world.unit(1), world.unit(2)]
    actions.issue(world.street, [one.unit.code for one in units], {"title": "报送台账"})
    street, home, code = world.street.home, units[0].home, units[0].unit.code
    world.close()
    usb = tmp_path / "out"
    usb.mkdir()
    (sent,) = _ask(street, capsys, "export", "--to", str(usb), "--unit", code)
    assert (sent["unit"], sent["rows"], sent["full"]) == ("第1社区", 1, True)
    seen = _ask(home, capsys, "inspect", sent["file"])
    assert (seen["kind"], seen["new"]) == ("down", 1)
    (told,) = _ask(home, capsys, "import", sent["file"])
    assert told["new"] == 1
    with Book.open(home, RECORDS) as unit:
        assert unit.count(Query("directive")) == 1
    refused = _ask(street, capsys, "export", "--to", str(usb), "--unit", "1", status=1)
    assert refused["refused"]["code"] == "QL-UB-218"
