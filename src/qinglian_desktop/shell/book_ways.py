"""The ways by word (Ctrl+K) into the books: vouchers, transfers, the end of a month, the chart."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def vouchers(window: "Window") -> None:
    window.go("funds", "voucher")


def transfers(window: "Window") -> None:
    window.go("funds", "transfers")


def months(window: "Window") -> None:
    window.go("funds", "book_month")


def chart(window: "Window") -> None:
    window.go("funds", "chart")


def opening(window: "Window") -> None:
    window.go("funds", "opening")
