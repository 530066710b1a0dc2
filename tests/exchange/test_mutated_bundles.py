"""Do the gates of a bundle refuse every mutant in words, in little memory, without a traceback?

test_bad_imports.py takes the same mutants the whole way of a clerk's file.
QINGLIAN_EXPLORE=1 makes 10,000 of them.
"""

import io
import re
from collections import Counter
from pathlib import Path

import pytest

from exchange.made_bundles import (
    PHOTO,
    PHOTO_SHA,
    ROWS,
    SENDER,
    STREET,
    STREET_ID,
    Content,
    RawMember,
    body,
    forge,
    header_of,
    lookup,
    sealed,
    take_all,
)
from exchange.memory import steady_memory
from exchange.mutants import Factory
from kill_rig import EXPLORE
from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age
from qinglian_desktop.exchange.payload import Limits
from qinglian_desktop.exchange.sealing import unseal

TOTAL = 10_000 if EXPLORE else 3_000
CODE = re.compile(r"QL-[A-Z]{2}-\d{3}")
FORBIDDEN = ("异常", "非法", "参数", "失败", "哈希", "校验", "系统错误")
LIMITS = Limits(ratio_from=1 << 20)


def same_content(path: Path, scratch: Path) -> bool:
    """Reads everything; True when it is exactly what the honest bundle says."""
    with unseal(
        path, my_keys=STREET, signer=lookup, addressed_to={STREET_ID}, scratch=scratch,
        limits=LIMITS,
    ) as bundle:  # fmt: skip
        bundle.reader.check_all()
        return bundle.reader.tables() == ("entry",) and list(bundle.reader.lines("entry")) == ROWS


def test_no_mutated_bundle_passes_the_gates(tmp_path: Path) -> None:
    factory, scratch = Factory(tmp_path, SENDER, ROWS), tmp_path / "scratch"
    assert same_content(factory.honest, scratch)
    refused, harmless, codes = Counter[str](), Counter[str](), Counter[str]()
    with steady_memory(60):
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
    assert refused.total() == TOTAL
    assert set(harmless) <= {"header changed and signed", "ZIP changed, encrypted and signed"}
    assert harmless.total() < TOTAL // 20
    assert len(codes) >= 12, codes
    assert list(scratch.iterdir()) == []


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
