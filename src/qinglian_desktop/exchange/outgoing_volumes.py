"""Photos that have no room beside the rows go in further volumes, the newest first.

The rows always travel in the first volume. What is still to be written is kept as a setting: the
writing goes on after the last volume that was read back, on this stick or on another one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import offices, outgoing_rows, stick, suites
from qinglian_desktop.exchange.container_header import MORE, VOLUMES_MAX, Header
from qinglian_desktop.exchange.outgoing_survey import Photo
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.exchange.sealing import SealedFile, seal
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

VOLUME = 256 << 20  # bytes of photos in one volume: a retry is cheap
_EACH = 256  # bytes around a photo in the file
_WAITING = "photos_waiting"

Tick = Callable[[int, int], bool]


class Waiting(NamedTuple):
    """The volumes of one bundle that are not on a stick yet."""

    stream: str
    number: int
    hash: str  # of the first volume
    to: str
    base: int
    high: int
    of: int
    name: str  # of the first volume's file, without its number among the volumes
    rest: list[list[str]]  # file ids, volume by volume

    @property
    def left(self) -> int:
        return sum(map(len, self.rest))


def split(photos: Sequence[Photo], room: int, volume: int = VOLUME) -> list[list[str]]:
    """The photos of each volume in their order; the first, with the rows, has `room` bytes."""
    made: list[list[str]] = [[]]
    left, size = min(room, volume), 0
    for photo in photos:
        if size + photo.size + _EACH > left:
            # What does not fit ends the volume: an older one must not come before a newer one.
            made.append([])
            left, size = volume, 0
        made[-1].append(photo.file_id)
        size += photo.size + _EACH
    if len(made) > VOLUMES_MAX:
        raise Refused(
            f"照片太多，要分 {len(made)} 卷",
            "请换一个大一些的 U 盘，先报送一部分",
            code="QL-UB-140",
        )
    return made


def waiting(book: Book) -> Waiting | None:
    """What is still to be written of the bundle before; None when nothing is."""
    held: dict[str, Any] | None = book.setting(_WAITING)
    if not held or held["stream"] != book.unit.stream_id:
        return None
    return Waiting(**held)


def keep(book: Book, rest: Waiting | None) -> None:
    """From now on only this is still to be written."""
    book.put_setting(_WAITING, rest._asdict() if rest and rest.rest else None)


def keep_rest(book: Book, first: Header, name: str, parts: Sequence[list[str]]) -> None:
    """The first volume stands: these others are still to be written."""
    rest = Waiting(
        stream=first.stream_id,
        number=first.bundle_no,
        hash=first.hash,
        to=first.addressee,
        base=first.base_seq,
        high=first.high_seq,
        of=len(parts),
        name=name,
        rest=[list(part) for part in parts[1:]],
    )
    keep(book, rest)


def write_rest(book: Book, to_dir: Path, tick: Tick | None = None) -> tuple[Changes, str]:
    """Writes one volume after the other as far as the stick takes them; why it ended, or "".

    Each is read back and compared before the next one is begun.
    """
    changes = Changes("写出照片")
    while rest := waiting(book):
        done = rest.of - len(rest.rest)
        if tick and not tick(done, rest.of):
            return changes, "已停止"  # what was read back stands, and is told so
        try:
            path = _write(book, to_dir, rest, done + 1)
        except Refused as trouble:
            return changes, trouble.what
        with book.change("写出照片") as change:
            keep(book, rest._replace(rest=rest.rest[1:]))
            _note(change, rest)
            change.result = path
        changes = change.changes
    return changes, ""


def _write(book: Book, to_dir: Path, rest: Waiting, number: int) -> Path:
    to = suites.to_the_street(book)
    draft = book.home / "outgoing" / f"{rest.stream[-12:]}-{rest.number:03d}-{number}.qlb"

    def fill(payload: PayloadWriter) -> None:
        outgoing_rows.add_blobs(book, payload, rest.rest[0])

    header = {
        "kind": MORE,
        "suite": suites.of(to),
        "from": book.unit.office_id,
        "to": rest.to,
        "stream_id": rest.stream,
        "bundle_no": rest.number,
        "prev_bundle_hash": rest.hash,
        "base_seq": rest.base,
        "high_seq": rest.high,
        "full": rest.base == 0,
        "volumes": {"no": number, "of": rest.of},
    }
    try:
        _seal(draft, header, fill, book, to)
        return stick.write_file(
            draft, to_dir / stick.volume_name(rest.name, number, rest.of), replaces=()
        )
    finally:
        draft.unlink(missing_ok=True)  # the photos themselves stay in the folder of files


def _seal(
    draft: Path,
    header: dict[str, Any],
    fill: Callable[[PayloadWriter], object],
    book: Book,
    to: Sequence[str],
) -> SealedFile:
    try:
        return seal(draft, header, fill, offices.own_keys(book).signing, to)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None


def _note(change: Change, rest: Waiting) -> None:
    row = change.book.find(SentBundle, bundle_hash=rest.hash)
    if row is not None:
        left = rest.left - len(rest.rest[0])
        change.put_row(SentBundle.table, row["id"], {"photos_left": left})
