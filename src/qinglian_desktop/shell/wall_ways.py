"""The ways by word (Ctrl+K) to what hangs: boards, a new objection, today's list, the archive."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def _section(window: "Window", key: str) -> Any:
    page: Any = window.go("disclosure")
    return page.show_section(key)


def boards(window: "Window") -> None:
    _section(window, "notice_board")


def today_list(window: "Window") -> None:
    _section(window, "notice_board").print_page()


def objection(window: "Window") -> None:
    _section(window, "objection").new_record()


def archive(window: "Window") -> None:
    _section(window, "archive")
