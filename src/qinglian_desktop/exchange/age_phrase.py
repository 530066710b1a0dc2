"""How is a file locked with words instead of a key? (age v1, the scrypt recipient)

Stock `age -d` asks for the passphrase and opens it; nothing else is needed in twenty years.
"""

import hmac
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import age

LEAST = 8  # characters of a passphrase
_LABEL = b"age-encryption.org/v1/scrypt"
_WORK = 16  # log2 of the rounds: about a quarter of a second and 64 MiB
_WORK_MOST = 20  # a damaged figure must not take the whole memory


def lock(source: BinaryIO, out: age.Sink, phrase: str, *, work: int = _WORK) -> None:
    """`source` from where it stands to its end, for whoever knows the phrase."""
    if len(phrase) < LEAST:
        raise too_short()
    writer = age.Writer(out, [_recipient(phrase, work)])
    while piece := source.read(age.CHUNK):
        writer.write(piece)
    writer.close()


def too_short() -> Refused:
    return Refused("口令太短", f"请用 {LEAST} 位以上，记在纸上收好", field="phrase")


def unlock(source: BinaryIO, out: age.Sink, phrase: str) -> int:
    """The file in the clear; Refused when the phrase is another one."""
    reader = age.Reader(source, file_key=_file_key(source, phrase))
    for offset in range(0, reader.size, age.CHUNK):
        out.write(reader.read_at(offset, age.CHUNK))
    return reader.size


def is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(21) == b"age-encryption.org/v1"


def _recipient(phrase: str, work: int) -> Callable[[bytes], bytes]:
    def stanza(file_key: bytes) -> bytes:
        salt = os.urandom(16)
        box = ChaCha20Poly1305(_stretched(phrase, salt, work))
        body = age.encoded(box.encrypt(bytes(12), file_key, None))
        return b"-> scrypt " + age.encoded(salt) + b" %d\n" % work + body + b"\n"

    return stanza


def _stretched(phrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(phrase.encode())


def _file_key(source: BinaryIO, phrase: str) -> bytes:
    stanzas = age.stanzas(source)
    if len(stanzas) != 1 or stanzas[0][0][0] != b"scrypt" or len(stanzas[0][0]) != 3:
        raise Refused("这个文件不是用口令锁的", "请核对是否拿错了文件")
    (_, salt, work), body = stanzas[0]
    if not work.isdigit() or not 1 <= int(work) <= _WORK_MOST or hmac.compare_digest(body, b""):
        raise Damaged("加密的内容不完整或被改动过", "请重新复制一次")
    try:
        box = ChaCha20Poly1305(_stretched(phrase, age.decoded(salt), int(work)))
        return box.decrypt(bytes(12), body, None)
    except InvalidTag:
        raise Refused("口令不对", "请照写下来的口令再输一次", field="phrase") from None
