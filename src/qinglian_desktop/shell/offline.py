"""Did anything try to reach a network since the start? It is counted, and it gets nowhere.

Python tells every step towards a network to an audit hook, whoever takes it: this program or a
library that came with it. A hook cannot be taken away again.
"""

import sys

NETWORK_PARTS = ("ssl", "http.client", "urllib.request", "ftplib", "smtplib", "PySide6.QtNetwork")
_HARMLESS = "socket.gethostname"  # asks this computer for its own name
_tries: list[str] = []
_hooked: list[bool] = []


def guard() -> None:
    """From here on no socket can be made in this process."""
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_hear)


def _hear(event: str, _given: object) -> None:
    if event.startswith("socket.") and event != _HARMLESS:
        _tries.append(event)
        raise OSError("this program works offline")


def guarded() -> bool:
    return bool(_hooked)


def tries() -> tuple[str, ...]:
    """What was tried since the start, and refused."""
    return tuple(_tries)


def parts_loaded() -> tuple[str, ...]:
    """Parts of Python or Qt that could speak to a network and lie in memory now."""
    return tuple(name for name in NETWORK_PARTS if name in sys.modules)
