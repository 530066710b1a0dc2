"""How much may a bundle hold, and which member names may it use?"""

import re
from dataclasses import dataclass

MIB = 1 << 20

MANIFEST, ACK, ROSTER = "manifest.json", "ack.json", "roster.json"
TABLE_NAME = re.compile(r"[a-z0-9_]{1,40}")
PACK_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
SHA256 = re.compile(r"[0-9a-f]{64}")
# Lower case only: two names can then never differ by case alone.
_MEMBER = re.compile(
    r"(?P<json>manifest\.json|ack\.json|roster\.json)"
    r"|data/(?P<table>[a-z0-9_]{1,40})\.jsonl"
    r"|blobs/(?P<folder>[0-9a-f]{2})/(?P<blob>(?P=folder)[0-9a-f]{62})"
    r"|packs/(?P<pack>[a-z0-9][a-z0-9_-]{0,59})\.toml"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. All are enforced on what really comes out, not on what was declared."""

    bundle: int = 1024 * MIB
    json_total: int = 2048 * MIB  # everything but blobs, decompressed
    json_member: int = 512 * MIB
    small_member: int = 12 * MIB  # manifest, ack, roster
    values: int = 1_000_000  # in each of those three: tiny values swell most in memory
    pack: int = 1 * MIB
    blob: int = 20 * MIB
    line: int = 1 * MIB
    depth: int = 4  # a row is depth 1
    rows: int = 5_000_000  # per table
    members: int = 60_000
    # Rows with random ids never pack better than about 20 : 1; DEFLATE can do 1032 : 1.
    ratio: int = 200
    ratio_from: int = 4 * MIB  # below this a good ratio does no harm


LIMITS = Limits()


def table_of(name: str) -> str | None:
    """The table whose rows the member holds, None for any other member."""
    found = _MEMBER.fullmatch(name)
    return found and found["table"]


def blob_of(name: str) -> str | None:
    found = _MEMBER.fullmatch(name)
    return found and found["blob"]


def allowed_size(name: str, limits: Limits) -> int | None:
    """The most bytes the member may have; None when no member may have this name."""
    found = _MEMBER.fullmatch(name)
    if found is None:
        return None
    if found["json"]:
        return min(limits.small_member, limits.json_member)
    if found["blob"]:
        return limits.blob
    return limits.pack if found["pack"] else limits.json_member


def table_member(table: str) -> str:
    return f"data/{table}.jsonl"


def blob_member(sha256: str) -> str:
    return f"blobs/{sha256[:2]}/{sha256}"


def pack_member(name: str) -> str:
    return f"packs/{name}.toml"
