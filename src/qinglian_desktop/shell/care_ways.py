"""The ways by word (Ctrl+K) to what is checked and looked after: contracts, seals, works, lists."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def contracts(window: "Window") -> None:
    window.go("funds", "contract_check")


def clean_up(window: "Window") -> None:
    window.go("funds", "clean_up")


def seals(window: "Window") -> None:
    window.go("funds", "seal_use")


def projects(window: "Window") -> None:
    window.go("funds", "project")


def lists(window: "Window") -> None:
    window.go("benefits", "benefit_line")
