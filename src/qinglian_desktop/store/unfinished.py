"""What is typed and not saved yet, kept so that a dead program or a full disk loses none of it.

One file of fixed size with two places that are written in turn: a write cut short leaves the one
before. Its room is taken while there is some, so that a full disk can still keep what is typed.
Where the database is encrypted, so is this.
"""

import hashlib
import hmac
import json
import os
import struct
import threading
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.whole import sync_folder

NAME = "没写完.dat"
ROOM = 256 * 1024  # bytes of each of the two places
_MARK = b"QLT1"
_HEAD = struct.Struct(">4sQI32s")  # mark, turn, length of what follows, its SHA-256
_LONGEST = 20_000  # letters kept of one text


class Piece(NamedTuple):
    """A text as it stood on the screen, and where."""

    page: str  # page id
    place: str  # words for the clerk: 人员 · 备注
    text: str
    table: str = ""
    row_id: str = ""
    field: str = ""
    at: str = ""


class Unfinished:
    """The file of one data folder. Every method may be called from any thread."""

    def __init__(self, home: Path, key: bytes | None) -> None:
        self.path = home / NAME
        self._key = None if key is None else hmac.digest(key, b"qinglian unfinished", "sha256")
        self._turn: int | None = None
        self._lock = threading.Lock()

    def take_room(self) -> bool:
        """Makes the file, once; False when there is no room for it."""
        with self._lock:
            return self._take_room()

    def _take_room(self) -> bool:
        try:
            if self.path.is_file() and self.path.stat().st_size == 2 * ROOM:
                return True
            part = self.path.with_name(NAME + ".part")
            with part.open("wb") as out:
                out.write(os.urandom(2 * ROOM))  # not zeros: some disks store those as nothing
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.path)
            sync_folder(self.path.parent)
        except OSError:
            return False
        return True

    def keep(self, pieces: list[Piece]) -> bool:
        """These and no others; True once they are on the disk."""
        body = self._locked(_packed(pieces))
        with self._lock:
            if not self._take_room():
                return False
            if self._turn is None:
                self._turn = max((turn for turn, _ in self._places()), default=0)
            turn = self._turn + 1
            head = _HEAD.pack(_MARK, turn, len(body), hashlib.sha256(body).digest())
            try:
                with self.path.open("rb+") as out:
                    out.seek(turn % 2 * ROOM)
                    out.write(head + body)
                    if not pieces:  # all is saved: nothing of it stays in either place
                        out.write(os.urandom(ROOM - len(head) - len(body)))
                    out.flush()
                    os.fsync(out.fileno())
                    if not pieces:
                        out.seek((turn + 1) % 2 * ROOM)
                        out.write(os.urandom(ROOM))
            except OSError:
                return False
            self._turn = turn
            return True

    def kept(self) -> list[Piece]:
        """What was kept last; nothing when there is none, or none that this key opens."""
        with self._lock:
            places = self._places()
        for _, body in sorted(places, reverse=True):
            try:
                return [Piece(**one) for one in json.loads(self._unlocked(body))]
            except (ValueError, TypeError):
                continue  # the other place then
        return []

    def _places(self) -> list[tuple[int, bytes]]:
        """Turn and body of each place that is whole."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return []
        found = []
        for start in (0, ROOM):
            head = data[start : start + _HEAD.size]
            if len(head) < _HEAD.size:
                continue
            mark, turn, length, told = _HEAD.unpack(head)
            body = data[start + _HEAD.size : start + _HEAD.size + length]
            if mark == _MARK and length <= ROOM and hashlib.sha256(body).digest() == told:
                found.append((turn, body))
        return found

    def _locked(self, data: bytes) -> bytes:
        if self._key is None:
            return data
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce = os.urandom(12)
        return nonce + ChaCha20Poly1305(self._key).encrypt(nonce, data, _MARK)

    def _unlocked(self, body: bytes) -> bytes:
        if self._key is None:
            return body
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            return ChaCha20Poly1305(self._key).decrypt(body[:12], body[12:], _MARK)
        except InvalidTag:
            raise ValueError from None


def _packed(pieces: list[Piece]) -> bytes:
    """As many of the newest as the place holds; the longest texts are cut at their end."""
    listed = [piece._replace(text=piece.text[:_LONGEST])._asdict() for piece in pieces]
    while len(data := json.dumps(listed, ensure_ascii=False).encode()) > ROOM - _HEAD.size - 64:
        listed.pop(0)
    return data
