"""How do cells come from the clipboard and go there?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication

from qinglian_desktop.core import access
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Level
from qinglian_desktop.ui import clipboard, cover, taking
from qinglian_desktop.ui.grid import clips, locks
from qinglian_desktop.ui.grid.area import Area, target
from qinglian_desktop.ui.grid.reading import Cells, Read, read_cells
from qinglian_desktop.ui.grid.writing import SAME, Writer
from qinglian_desktop.ui.table import MOST_COPIED

_LONG_CLIP = 60_000  # characters read in front of the clerk


class ClipWriter(Writer):
    def copy(self, _given: object = None) -> bool:
        """The chosen block as it is shown (masked), as text and as a table."""
        table, area = self.table, self.table.area()
        if area is None or not table.records.ids:
            return False
        if not table.is_solid():
            self._say("选了好几块，请只选连着的一块再复制。")
            return False
        if area.height > MOST_COPIED:
            self._say(f"选中的超过 {MOST_COPIED:,} 条，一次放不下。请用“导出”。")
            return False
        columns = table.seen_columns()[area.left : area.right + 1]
        lines = range(area.top, min(area.bottom, len(table.records.ids) - 1) + 1)
        rows = [[self._text(line, column) for column in columns] for line in lines]
        fields = table.records.fields
        clip = clips.clip_of(rows, [not fields[column].kind.numeric for column in columns])
        clipboard.put(clip.plain, clip.html)
        told = f"{len(rows):,} 条" if table.whole_rows() else f"{len(rows) * len(columns):,} 格"
        table.said.emit(f"已复制 {told}")
        return True

    def _text(self, line: int, column: int) -> str:
        """The cell as shown, with its line breaks."""
        records = self.table.records
        field, name = records.fields[column], records.columns[column]
        stored = records.row(line).get(name)
        many = field.kind.name in ("long", "text") and isinstance(stored, str) and "\n" in stored
        if many and field.kind.fits(stored) and not (cover.cover().on and cover.hides(field)):
            return access.show(field, stored)
        return records.text(line, column)

    def _cut(self, _given: object = None) -> None:
        area = self.table.area()
        if area is None:
            return
        fields = [self._record.fields.get(name) for name in self.table.names_of(area)]
        masked = any(field is None or field.level >= Level.PERSON for field in fields)
        if masked or cover.cover().on:
            self._say("选中的有遮住的内容，剪下来只剩星号。请用复制，或打开记录来改。")
            return
        if self.copy():
            self._clear(verb="剪切")

    def paste(self, _given: object = None) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if data is not None and taking.holds_files(data):
            self.files_pasted.emit()
            return
        if data is None or not (data.hasHtml() or data.hasText()):
            self._say("剪贴板里没有可以粘贴的文字。")
            return
        flavours = ("text/html", "text/plain")
        found = [clips.decoded(bytes(data.data(name).data())) for name in flavours]
        self.paste_clip(found[0], found[1] or data.text())

    def paste_clip(self, html_text: str, plain: str) -> None:
        area = self.table.area() or Area(0, 0, 0, 0)
        if self.table.area() is not None and not self.table.is_solid():
            self._say("选了好几块，请只选连着的一块再粘贴。")
            return
        if len(html_text) + len(plain) > _LONG_CLIP:
            self._paste_beside(html_text, plain, area)
            return
        rows = clips.rows_of(html_text, plain)
        if not rows:
            self._say("剪贴板里没有可以粘贴的文字。")
            return
        cells, over = self._placed(rows, area)
        if why := self._nowhere(cells):
            self._say(why)
            return
        read = read_cells(self.table.records.reader, cells)
        several = len(cells.row_ids) > 1
        label = f"粘贴 {len(read.edits)} 行" if several else ""
        self.write(read.edits, label, "已粘贴 {rows:,} 行" if several or _bad(read) else "")
        self.table.choose(area._replace(
            bottom=area.top + len(cells.row_ids) - 1, right=area.left + len(cells.names) - 1,
        ))  # fmt: skip
        self._told_skipped(read, over)

    def _paste_beside(self, html_text: str, plain: str, area: Area) -> None:
        """A long clip: taken apart, read and written beside the window, one change."""
        if self._runner.working:
            self._say("正在办上一件事，等它办完再粘贴。")
            return
        write, table = self._write, self._record.table
        ids = list(self.table.records.ids)
        columns = self.table.seen_columns()
        names = tuple(self.table.records.columns[column] for column in columns)
        placed = partial(_cells, self._record, names, ids, self._locked)

        def work(book: Any, tick: Callable[..., bool]) -> Changes:
            rows = clips.rows_of(html_text, plain)
            if not rows:
                raise Refused("剪贴板里没有可以粘贴的文字", "请重新复制一次")
            cells, _over = placed(rows, area)
            read = read_cells(book, cells)
            if not read.edits:
                raise Refused("没有可以改的格子", "".join(read.skipped[:1]).rstrip("。"))
            label = f"粘贴 {len(read.edits)} 行"
            return write(book, table, read.edits, label, tick)

        self._job(work, "正在粘贴", "已粘贴 {rows:,} 行")

    def _placed(self, rows: clips.Rows, area: Area) -> tuple[Cells, int]:
        records, columns = self.table.records, self.table.seen_columns()
        names = tuple(records.columns[column] for column in columns)
        return _cells(self._record, names, records.ids, self._locked, rows, area)

    def _nowhere(self, cells: Cells) -> str:
        """Why not one of these cells can be changed."""
        open_names = [name for name in cells.names if name not in self._locked]
        if not open_names:
            return self._locked[cells.names[0]] if cells.names else "这里没有地方放。"
        if cells.row_ids and not cells.row_ids[-1]:
            return locks.locked_row(self.table.records.reader, self._record, {})
        return ""

    def _told_skipped(self, read: Read, over: int) -> None:
        words = list(read.skipped[:2])
        if not read.edits and not words:
            words.append(SAME)
        if over:
            words.append(f"右边多出 {over} 列没有地方放，没有粘贴。")
        if words:
            self._say("".join(words))

    # -- clearing and dropping ------------------------------------------------------------

    def _delete(self, _given: object = None) -> None:
        if self.table.whole_rows():
            self._drop()
        else:
            self._clear()

    def _drop(self, _given: object = None) -> None:
        ids = self.table.selected_ids() or [self.table.current_id()]
        if ids != [""]:
            self.table.dropped.emit(ids)

    def _clear(self, _given: object = None, verb: str = "清空") -> None:
        """Also for a single cell it is said, with the way back: the key is easily hit."""
        edits = self._edits(lambda _line, _name: None)
        cells = sum(len(edit.values) for edit in edits)
        self.write(edits, f"{verb} {cells} 格", f"已{verb} {cells:,} 格")


def _bad(read: Read) -> bool:
    return any(edit.bad for edit in read.edits)


def _cells(
    record: Any, names: tuple[str, ...], ids: Sequence[str], locked: Mapping[str, str],
    rows: clips.Rows, area: Area,
) -> tuple[Cells, int]:  # fmt: skip
    """Which text goes into which row and field; and how many columns had no room at the right."""
    height, width = len(rows), len(rows[0])
    to = target(area, height, width)
    right = min(to.right, len(names) - 1)
    chosen = names[to.left : right + 1]
    row_ids = list(ids[to.top : to.bottom + 1])
    row_ids += [""] * (to.height - len(row_ids))
    texts = [
        [rows[line % height][column % width] for column in range(len(chosen))]
        for line in range(to.height)
    ]
    return Cells(record, chosen, row_ids, texts, locked), to.right - right
