"""From rows to a finished bundle and back: the two doors the merge uses."""

import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from qinglian_desktop import __version__
from qinglian_desktop.core import clock
from qinglian_desktop.exchange import age, container, gm, stick
from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.container import Measured, Source
from qinglian_desktop.exchange.container_header import (
    FORMAT,
    GM,
    HEADER_MAX,
    INTL,
    PLAIN,
    Header,
    from_object,
)
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys, SigningKey
from qinglian_desktop.exchange.payload import Manifest, PayloadReader, PayloadWriter
from qinglian_desktop.exchange.payload_limits import LIMITS, Limits
from qinglian_desktop.store import shapes

_DAY = 24 * 3600  # seconds
# What `header_fields` need not say; what holds no rows is of the first version, which all read.
_USUAL: dict[str, Any] = {"prev_bundle_hash": "", "base_seq": 0, "full": False, "schema": 1}


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A finished, proved bundle; `sha256` and `size` are of the whole file."""

    bundle_id: str
    sha256: str
    size: int
    hash: str  # of the header: the next bundle's prev_bundle_hash
    header: Header = field(repr=False)
    rows: int = 0
    blob_bytes: int = 0
    manifest: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class OpenBundle:
    """A bundle whose signature, addressee, length, hash and label have all been proved."""

    header: Header
    manifest: Manifest
    reader: PayloadReader
    path: Path  # the local copy, gone when the bundle is closed


def seal(
    path: Path,
    header_fields: Mapping[str, Any],
    fill: Callable[[PayloadWriter], object],
    signer: SigningKey,
    recipients: Sequence[str] = (),
    *,
    limits: Limits = LIMITS,
) -> SealedFile:
    """Writes a bundle to `path` on the local disk and reads it back like an importer.

    `header_fields` use the file's names (`kind`, `from`, `to`, `stream_id`, `bundle_no`,
    `high_seq` …; `suite` is intl-1 unless said). `fill` adds the content; the manifest follows
    by itself. `recipients` are age1… strings: the addressee and the recovery key.
    Refused when the content is beyond the limits; what `fill` raises passes through. In every
    such case nothing is left behind.
    """
    draft = _draft(header_fields, signer)
    if (draft.suite == PLAIN) == bool(recipients):
        raise ValueError("recipients belong to an encrypted bundle, and only to one")
    if any((draft.suite == GM) != to.startswith(gm.PREFIX) for to in recipients):
        raise ValueError("recipients of another suite")
    body_path = path.with_name(path.name + ".body")
    _clear(path.parent)
    try:
        with body_path.open("w+b") as file:
            measured, file_key, writer, manifest = _body(file, draft, fill, recipients, limits)
            header = replace(draft, cipher_len=measured.size, cipher_sha256=measured.sha256)
            _prove(file, header, file_key, limits)
            file.seek(0)
            sha256, size = container.write_container(path, header, file, signer)
    finally:
        body_path.unlink(missing_ok=True)
    return SealedFile(
        header.bundle_id,
        sha256,
        size,
        header.hash,
        header,
        writer.rows,
        writer.blob_bytes,
        manifest,
    )


def _clear(folder: Path) -> None:
    """What a dead program left half made goes after a day, when nobody can be at work on it."""
    for left in (*folder.glob("*.ql[bue].body"), *folder.glob("*.ql[bue].part")):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _DAY:
                left.unlink()


def _draft(header_fields: Mapping[str, Any], signer: SigningKey) -> Header:
    made = {
        **_USUAL,
        "format": FORMAT,
        "min_reader": FORMAT,
        "suite": INTL,
        "bundle_id": clock.new_id(),
        "signer_key_id": signer.key_id,
        "program": f"qinglian_desktop {__version__}",
        "created_claimed": clock.now(),
        **header_fields,
        "cipher_len": 0,
        "cipher_sha256": "0" * 64,
    }
    made.setdefault("reads", {"format_max": FORMAT, "schema_max": shapes.newest()})
    return from_object(made)


def _body(
    file: BinaryIO,
    draft: Header,
    fill: Callable[[PayloadWriter], object],
    recipients: Sequence[str],
    limits: Limits,
) -> tuple[Measured, bytes | None, PayloadWriter, dict[str, Any]]:
    measured = Measured(file)
    sealed = age.Writer(measured, recipients) if recipients else None
    writer = PayloadWriter(sealed or measured, draft.repeated(), limits)
    try:
        fill(writer)
        manifest = writer.close()
    except BaseException:
        writer.discard()
        raise
    if sealed:
        sealed.close()
    file.flush()
    return measured, sealed.file_key if sealed else None, writer, manifest


def _prove(file: BinaryIO, header: Header, file_key: bytes | None, limits: Limits) -> None:
    """Decodes what was just written with the reader an importer uses."""
    source: Source
    if file_key is None:
        source = container.PlainSource(file, 0, header.cipher_len)
    else:
        source = age.Reader(file, length=header.cipher_len, file_key=file_key)
    PayloadReader(source, header, limits).check_all()


@contextmanager
def unseal(
    path: Path,
    *,
    my_keys: OfficeKeys | Sequence[age.Identity],
    signer: PublicKeys | Callable[[Header], PublicKeys | None],
    addressed_to: str | Collection[str],
    scratch: Path,
    limits: Limits = LIMITS,
    schema_max: int | None = None,
) -> Iterator[OpenBundle]:
    """Takes the bundle through the gates up to its content, on a local copy in `scratch`.

    Order: label → signer known → signature → addressee → schema → copy → length and hash →
    decrypt → manifest like header. `signer`: the sender's registered keys, or what finds them;
    None (or a refusal of its own) stands for an unknown or revoked one. A file that already lies
    in `scratch` is not copied again. Raises Refused, Damaged or NewerData and nothing else; rows
    and blobs are proved as they are read. Nothing decrypted is written to the disk.
    """
    opening = container.read_opening(path)
    header = opening.header
    known = signer if isinstance(signer, PublicKeys) else signer(header)
    if known is None:
        raise says.unknown_signer()
    container.verify_signature(opening, known)
    mine = {addressed_to} if isinstance(addressed_to, str) else addressed_to
    if header.addressee not in mine:
        raise says.not_for_us(f"〔{known.name or header.sender}〕")
    if schema_max is not None and header.schema > schema_max:
        raise says.newer(program=header.program)
    with _local(path, scratch, limits) as local:
        container.verify(local, header, known)
        identities = (my_keys.decryption,) if isinstance(my_keys, OfficeKeys) else my_keys
        with container.open_body(local, identities) as source:
            reader = PayloadReader(source, header, limits)
            yield OpenBundle(header, reader.manifest, reader, local)


@contextmanager
def unseal_plain(path: Path, keys: PublicKeys, *, limits: Limits = LIMITS) -> Iterator[OpenBundle]:
    """A `unit` or `enrol` file proved against `keys`, usually those it introduces itself.

    That proves only that whoever wrote it holds them: compare the fingerprint on paper.
    """
    header = container.read_header(path)
    if header.suite != PLAIN:
        raise says.not_a_bundle()
    with (
        tempfile.TemporaryDirectory(prefix="bundle-", ignore_cleanup_errors=True) as scratch,
        unseal(
            path,
            my_keys=(),
            signer=keys,
            addressed_to=header.addressee,
            scratch=Path(scratch),
            limits=limits,
        ) as bundle,
    ):
        yield bundle


@contextmanager
def _local(path: Path, scratch: Path, limits: Limits) -> Iterator[Path]:
    if path.parent == scratch:
        yield path
        return
    folder = _own_folder(scratch)
    try:
        most = limits.bundle + HEADER_MAX + container.SIGNATURES_MAX + 16
        yield stick.copy_in(path, folder, most=most)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_folder(scratch: Path) -> Path:
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="bundle-", dir=scratch))
        folder.chmod(0o700)
    except OSError as error:
        raise stick.refusal(error, local=True) from None
    return folder


def clean_scratch(scratch: Path) -> None:
    """Removes copies that a killed import left behind; call it at start, with no import running."""
    if scratch.is_dir():
        for left in scratch.glob("bundle-*"):
            shutil.rmtree(left, ignore_errors=True)
