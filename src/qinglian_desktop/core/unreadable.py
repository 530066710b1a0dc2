"""The answer of a reader that cannot make sense of one value."""


class Unreadable(ValueError):  # noqa: N818  (an answer, not an error of ours)
    """`what` happened with this value and the `remedy`, both Chinese phrases without 。."""

    def __init__(self, what: str, remedy: str, code: str = "") -> None:
        super().__init__(f"{what}。{remedy}。")
        self.what, self.remedy, self.code = what, remedy, code


def short(text: str) -> str:
    """The value as a message may repeat it: a whole pasted page would hide the message."""
    text = text.strip()
    return text if len(text) <= 20 else text[:19] + "…"
