"""What does a bundle say about itself before it is opened? (the header line)

Nothing personal: office ids, numbers, sizes. The line is canonical JSON, so that one header has
one spelling and its SHA-256 names the bundle.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.keys import OFFICE_ID, PublicKeys

FORMAT = 1
INTL = "intl-1"  # an age v1 file
PLAIN = "plain-1"  # a bare ZIP: units and enrolments hold public keys and nothing private
GM = "gm-1"  # the same with SM2, SM3 and SM4
SUITES = (INTL, PLAIN, GM)
MORE = "more"  # a further volume of a bundle
KINDS = ("up", "down", "receipt", "unit", "enrol", "packs", "peer", "rescue", MORE)
VOLUMES_MAX = 999
PLAIN_KINDS = ("unit", "enrol")
PROOF = "proof"  # who let the writing computer in, where it is not the office's first
HEADER_MAX = 64 * 1024  # bytes, the line feed not counted

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX_32, _HEX_64 = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_PROGRAM = re.compile(r"[ -~]{1,64}")
# Python keeps `from` for itself, and `to` reads badly alone.
_SPELLED = {"sender": "from", "addressee": "to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One bundle's label. `line` is the header as it stands in the file."""

    format: int = FORMAT
    min_reader: int = FORMAT
    suite: str
    kind: str
    bundle_id: str
    sender: str  # `from`: an office id
    addressee: str  # `to`: an office id
    signer_key_id: str
    stream_id: str
    bundle_no: int
    prev_bundle_hash: str  # `Header.hash` of the bundle before in this stream; "" for the first
    base_seq: int
    high_seq: int
    full: bool
    schema: int
    program: str
    created_claimed: str  # what the sender's clock said; never used for order
    cipher_len: int
    cipher_sha256: str
    reads: Mapping[str, int]  # what the sender can read: format_max, schema_max
    keys: Mapping[str, Any] | None = None  # public keys, only in `unit` and `enrol`
    volumes: Mapping[str, int] | None = None  # {no, of} where the photos did not fit into one
    # Fields of a later writer: kept, and signed with the rest, but not understood.
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_object(self) -> dict[str, Any]:
        made = {_SPELLED.get(name, name): getattr(self, name) for name in _NAMES}
        made["reads"] = dict(self.reads)
        for name in _OPTIONAL:
            if made[name] is None:
                del made[name]
        return {**made, **self.extra}

    @property
    def line(self) -> bytes:
        return canonical.dumps(self.as_object())

    @property
    def hash(self) -> str:
        """SHA-256 of the header line; names the bundle, since it covers the body's hash."""
        return canonical.digest(self.line)

    def repeated(self) -> dict[str, Any]:
        """What the manifest inside must repeat: everything but length and hash of the body."""
        made = self.as_object()
        del made["cipher_len"], made["cipher_sha256"]
        return made

    def carried_keys(self) -> PublicKeys | None:
        """The keys a `unit` or `enrol` bundle introduces; trust them only after the paper check."""
        return None if self.keys is None else PublicKeys.from_object(dict(self.keys))


_OPTIONAL = ("keys", "volumes")
_NAMES = tuple(one.name for one in fields(Header) if one.name != "extra")


def parse(line: bytes) -> Header:
    """Damaged for a line that breaks the rules, NewerData for one beyond this program."""
    try:
        given = canonical.loads(line, depth=4)
    except (ValueError, RecursionError):
        raise says.bad_header("看不懂") from None
    if not isinstance(given, dict) or canonical.dumps(given) != line:
        raise says.bad_header("写法不唯一")
    return from_object(given)


def from_object(given: dict[str, Any]) -> Header:
    """Checks versions first, then the type and shape of every field, then what fits together."""
    _check_versions(given)
    for name, allowed in _FIELDS.items():
        if name not in given or not allowed(given[name]):
            raise says.bad_header(name)
    known = {name: given[_SPELLED.get(name, name)] for name in _NAMES if name not in _OPTIONAL}
    extra = {name: value for name, value in given.items() if name not in _FIELDS}
    for name in _OPTIONAL:
        known[name] = extra.pop(name, None)
        if (known[name] is None) == (name in given):
            raise says.bad_header(name)
    header = Header(**known, extra=extra)
    if header.base_seq > header.high_seq:
        raise says.bad_header("base_seq")
    if header.suite == PLAIN and header.kind not in PLAIN_KINDS:
        raise says.bad_header("suite")
    _check_keys(header)
    _check_volumes(header)
    return header


def _check_versions(given: dict[str, Any]) -> None:
    for name in ("format", "min_reader"):
        if not _number(given.get(name)) or given[name] < 1:
            raise says.bad_header(name)
    if given["min_reader"] > FORMAT:
        raise says.newer(program=given.get("program"))
    for name, known in (("suite", SUITES), ("kind", KINDS)):
        if not isinstance(given.get(name), str) or len(given[name]) > 40:
            raise says.bad_header(name)
        if given[name] not in known:
            raise says.newer(program=given.get("program"))


def _check_keys(header: Header) -> None:
    if header.keys is None:
        return
    if header.kind not in PLAIN_KINDS:
        raise says.bad_header("keys")
    try:
        carried = header.carried_keys()
    except Refused:
        raise says.bad_header("keys") from None
    if carried is None or carried.key_id != header.signer_key_id:
        raise says.bad_header("keys")  # whoever introduces a key must hold it


def _check_volumes(header: Header) -> None:
    """The first volume is a bundle of its own kind; those that follow name it as the one before."""
    told, follows = header.volumes, header.kind == MORE
    if told is None and not follows:
        return
    whole = (
        isinstance(told, dict)
        and told.keys() >= {"no", "of"}
        and all(_number(value) for value in told.values())
        and (2 if follows else 1) <= told["no"] <= (told["of"] if follows else 1)
        and told["of"] <= VOLUMES_MAX
        and (not follows or header.prev_bundle_hash != "")
    )
    if not whole:
        raise says.bad_header("volumes")


def _number(value: object) -> bool:
    return type(value) is int and value >= 0


def _text(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _reads(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"format_max", "schema_max"} <= value.keys()
        and all(_number(one) for one in value.values())
    )


_FIELDS: dict[str, Callable[[Any], bool]] = {
    "format": _number,
    "min_reader": _number,
    "suite": lambda value: isinstance(value, str),
    "kind": lambda value: isinstance(value, str),
    "bundle_id": _text(_UUID),
    "from": _text(OFFICE_ID),
    "to": _text(OFFICE_ID),
    "signer_key_id": _text(_HEX_32),
    "stream_id": _text(OFFICE_ID),
    "bundle_no": _number,
    "prev_bundle_hash": lambda value: value == "" or _text(_HEX_64)(value),
    "base_seq": _number,
    "high_seq": _number,
    "full": lambda value: type(value) is bool,
    "schema": _number,
    "program": _text(_PROGRAM),
    "created_claimed": _text(_MOMENT),
    "cipher_len": _number,
    "cipher_sha256": _text(_HEX_64),
    "reads": _reads,
}
