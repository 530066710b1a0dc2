"""Who wants to know that a notice went up or came down? Subjects above say so, in the catalogue.

They are told within the change, so that what they write goes back with it.
"""

from collections.abc import Callable

from qinglian_desktop.store.change import Change

Follower = Callable[[Change, str], object]  # (change, notice id)

_followers: list[Follower] = []


def use(*followers: Follower) -> None:
    """Exactly these are told from now on."""
    _followers[:] = followers


def tell(change: Change, notice_id: str) -> None:
    for follower in _followers:
        follower(change, notice_id)
