"""The office's own templates: each begins as the program's, is edited in WPS, and goes back."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.word import standard
from qinglian_desktop.store.files import write_whole

FOLDER = "templates"


class Template(NamedTuple):
    """One template: the name of its file, and the program's own."""

    name: str
    shipped: Callable[[], bytes]

    def path(self, home: Path) -> Path:
        return home / FOLDER / self.name

    def data(self, home: Path) -> bytes:
        """The office's own template, or the one that comes with the program."""
        path = self.path(home)
        if not path.is_file():
            return self.shipped()
        try:
            return path.read_bytes()
        except OSError as trouble:
            raise Refused("模板打不开", "它可能正开着，请在 WPS 里关掉再试") from trouble

    def own(self, home: Path) -> Path:
        """The file to be edited in WPS; made from the program's own when there is none yet."""
        path = self.path(home)
        if not path.is_file():
            write_whole(path, self.shipped())
        return path

    def put_back(self, home: Path) -> Path | None:
        """The program's own from now on; what was edited stays beside it, under the day."""
        path = self.path(home)
        if not path.is_file():
            return None
        when = clock.now()[:19].replace(":", "").replace("T", " ")
        kept = path.with_name(f"{path.stem}（{when}）.docx")
        try:
            path.replace(kept)
        except OSError as trouble:
            raise Refused("模板正开着，动不了", "请在 WPS 里关掉模板再试") from trouble
        return kept


NOTICE = Template("公告.docx", standard.notice)
MINUTES = Template("会议记录.docx", standard.minutes)
REPORT = Template("汇报述职.docx", standard.report)
CIRCULAR = Template("通报.docx", standard.circular)
