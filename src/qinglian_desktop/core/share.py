"""How much of a hundred is it? Shares are shown with one decimal and never rounded up."""


def percent(part: int | None, whole: int | None) -> int | None:
    """Thousandths of a per cent (as a quantity is stored): 2 of 3 is 66.6, told as 66600.

    Cut off and not rounded, so that 94.95 never passes for the 95 a rule asks for. None where
    there is nothing to share; more than the whole counts as all of it.
    """
    if part is None or not whole or whole < 0 or part < 0:
        return None
    return min(part, whole) * 1000 // whole * 100
