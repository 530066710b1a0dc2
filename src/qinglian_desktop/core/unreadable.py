"""The answer of a reader that cannot make sense of one value."""


class Unreadable(ValueError):  # noqa: N818  (an answer, not an error of ours)
    """`what` happened with this value and the `remedy`, both Chinese phrases without 。."""

    def __init__(self, what: str, remedy: str, code: str = "") -> None:
        super().__init__(f"{what}。{remedy}。")
        self.what, self.remedy, self.code = what, remedy, code
