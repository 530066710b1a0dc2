"""What can be done with the list of a page as a whole? Conditions, order, views, columns.

Sits between the table, the filter bar and what is remembered for the person at the desk.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from qinglian_desktop.core import access, pick
from qinglian_desktop.core.module import Query, Reader, Values, Where
from qinglian_desktop.core.pick import Pick, View
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import cover, wording
from qinglian_desktop.ui.bulk_button import BulkActions, BulkButton
from qinglian_desktop.ui.column_chooser import ColumnChooser
from qinglian_desktop.ui.columns import Columns, Layout
from qinglian_desktop.ui.filter_bar import FilterBar
from qinglian_desktop.ui.header_panel import HeaderPanel
from qinglian_desktop.ui.header_values import MOST
from qinglian_desktop.ui.link_editor import name_of
from qinglian_desktop.ui.memory import Forgetful, Memory
from qinglian_desktop.ui.model import OWNER
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.table import RecordTable
from qinglian_desktop.ui.views import ViewButton, Views


class Extras(NamedTuple):
    """What the shell gives a list beside its rows."""

    views: Sequence[View] = ()  # that come with it
    memory: Memory | None = None  # of the person at the desk
    bulk: BulkActions | None = None  # how 批量改 is tried and done
    street: bool = False  # rows of several offices


_AT_ONCE = 2000  # rows of a list whose values are counted without leaving the window


class ListTools(QObject):
    def __init__(
        self,
        table: RecordTable,
        filters: FilterBar,
        runner: Runner,
        *,
        key: str,
        query: Callable[..., Query],
        ready: Callable[[], bool],
        extras: Extras,
    ) -> None:
        super().__init__(table)
        self.table, self.filters, self._query = table, filters, query
        self._runner, self._key = runner, key
        self._memory: Memory = extras.memory or Forgetful()
        self._who = self._memory.who
        self._choosing = False  # a view is being shown; what changes now is not by hand
        self.columns = Columns(table, street=extras.street)
        self.views = Views(extras.views)
        self.view_button = ViewButton(self.views)
        filters.add(self.view_button)
        self.many = BulkButton(table, runner, extras.bulk, query=query, show=self.text, ready=ready)
        filters.add_at_end(self.many, shown=extras.bulk is not None)
        filters.say_pick = self.say
        self.panel: HeaderPanel | None = None
        self._connect()
        self._recall()

    def _connect(self) -> None:
        self.table.headings.menu_asked.connect(self.open_panel)
        self.columns.changed.connect(self._keep)
        self.view_button.chosen.connect(self.show_view)
        self.view_button.kept.connect(self._keep_view)
        self.view_button.changed.connect(self._keep)
        self.filters.changed.connect(self._on_filters)
        cover.cover().changed.connect(self._on_cover)

    # -- what is remembered ---------------------------------------------------------------

    def _recall(self) -> None:
        kept = dict(self._memory.recall(self._key))
        offered = self.columns.offered
        self.views.own = [pick.read(one, offered) for one in kept.get("views", ())]
        self.views.usual = str(kept.get("usual", ""))
        self.columns.use(Layout.read(kept.get("columns", {}), offered))
        self.table.headings.show_marks(bool(kept.get("marks", True)))
        if (usual := self.views.named(self.views.usual)) is not None:
            self.view_button.choose(usual.name)

    def look_again(self) -> None:
        """Before the list is asked: who sits at the desk now, and how long is the whole list?"""
        if self._memory.who != self._who:
            self._who = self._memory.who
            self.view_button.say("")
            self._recall()
        some = self.filters.active
        if not some and not self.table.wanted.order:
            self.table.expect(0, some=False)
            return
        everything = Query(self.table.records.record_type.table)
        if self.table.is_long:  # known by now; whether a row came or went is told when counted
            self.table.expect(self.table.length, some=some)
            self._runner.read(lambda book: book.count(everything), self._on_counted)
        else:
            self.table.expect(self.table.records.reader.count(everything), some=some)

    def _on_counted(self, total: int) -> None:
        if isValid(self):
            self.table.counted(total, some=self.filters.active)

    def _keep(self) -> None:
        layout = self.columns.layout()
        self._memory.keep(
            self._key,
            {
                "views": [pick.kept(view) for view in self.views.own],
                "usual": self.views.usual,
                "columns": {**layout._asdict(), "widths": dict(layout.widths)},
                "marks": self.table.headings.marks,
            },
        )

    # -- views ----------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Its conditions and its order; the list is asked once."""
        known = [p for p in view.picks if p.field in self.columns.offered]
        order = tuple(one for one in view.order if one[0] in self.columns.offered)
        self.table.wanted = self.table.wanted._replace(order=order)
        self._choosing = True
        self.filters.show_view(view._replace(picks=tuple(known)))
        self._choosing = False
        self.table.widths.measure()

    def _keep_view(self, name: str) -> None:
        self.views.put(self.filters.view(name, self.table.wanted.order))
        self._keep()

    # -- conditions -----------------------------------------------------------------------

    def field(self, name: str) -> Field:
        return self.table.records.field_of(name)

    def text(self, name: str, value: Any) -> str:
        """One stored value of a column as the list shows it."""
        field = self.field(name)
        if value is None:
            return ""
        if cover.cover().on and cover.hides(field):
            return cover.STARS
        if name == OWNER:
            return self.table.records.owners.get(str(value), "本街道")
        if field.kind.name == "link":
            rows = self.table.records.reader.page(field.link, [str(value)])
            return name_of(self.table.records.reader, field.link, rows[0]) if rows else "（已不在）"
        if not field.kind.fits(value):
            return access.show(field, value)
        shown = access.show(field, value)
        if field.kind.name == "choice":
            return wording.said(shown)
        return " ".join(shown.split())  # one line, whatever was typed

    def say(self, one: Pick) -> str:
        """A condition in words, for its chip; covered like everything else."""
        field = self.field(one.field)
        if (
            cover.cover().on
            and cover.hides(field)
            and one.how in ("in", "holds", "begins", "range")
        ):
            return f"{field.label}：{cover.STARS}"
        return pick.said(field, one, partial(self.text, one.field))

    def _on_filters(self) -> None:
        if not self._choosing:
            self.view_button.say("")  # something else is shown now than the view says
        self._mark()

    def _mark(self) -> None:
        """The filter mark in the headings of filtered columns."""
        places = enumerate(self.columns.shown)
        on = frozenset(place for place, name in places if name in self.filters.picks)
        self.table.headings.say_filtered(on)

    def _on_cover(self, _on: bool) -> None:
        if self.filters.picks:
            self.filters.say()

    # -- the panel of a column ------------------------------------------------------------

    def open_panel(self, column: int) -> None:
        if self.panel is not None:
            self.panel.close_panel()
        name, headings = self.columns.shown[column], self.table.headings
        window = self.table.window()
        panel = HeaderPanel(
            name, self.field(name), self.filters.picks.get(name), partial(self._ask_values, name),
            order=dict(self.table.wanted.order).get(name),
            frozen=self.columns.frozen_count > 0, alone=len(self.columns.shown) == 1,
            parent=window,
        )  # fmt: skip
        self.panel = panel
        panel.picked.connect(partial(self.filters.pick, name))
        panel.sort_asked.connect(partial(self._on_sort, name))
        panel.column_asked.connect(partial(self._on_column, name))
        panel.closed.connect(self._on_closed)
        panel.open_at(headings.mapTo(window, headings.section_rect(column).bottomLeft()))

    def _on_closed(self) -> None:
        self.panel = None
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sort(self, name: str, way: bool | None) -> None:
        self.table.order_by(() if way is None else ((name, way),))

    def _on_column(self, name: str, act: str) -> None:
        if act == "hide":
            self.columns.hide(name)
        elif act == "freeze":
            self.columns.freeze(self.columns.shown.index(name) + 1)
        elif act == "loose":
            self.columns.freeze(0)
        elif act == "reset":
            self.columns.reset()
        else:
            self.choose_columns()
        self._mark()

    def choose_columns(self) -> None:
        columns = self.columns
        dialog = ColumnChooser(columns.offered, columns.shown, columns.label, self.table.window())
        dialog.chosen.connect(self._on_chosen)
        dialog.reset_asked.connect(columns.reset)
        dialog.open()

    def _on_chosen(self, names: Sequence[str]) -> None:
        self.columns.show(names)
        self._mark()

    def toggle_marks(self) -> None:
        """Ctrl+Shift+L: the arrows in the headings, shown or put away."""
        self.table.headings.show_marks(not self.table.headings.marks)
        self.table.widths.measure()
        self._keep()

    def _ask_values(
        self, name: str, typed: str, done: Callable[[Values, Sequence[str]], None]
    ) -> None:
        """The values in the rows the other columns' conditions leave, beside the window."""
        asked = self._query(but=name)._replace(order=(), columns=())
        if typed and name != OWNER:
            asked = asked._replace(where=(*asked.where, Where(name, "shows", typed)))

        def question(book: Reader) -> Values:
            return book.values(asked, name, MOST)

        def answered(values: Values) -> None:
            shown = [(one, self.text(name, one[0])) for one in values.found]
            if name == OWNER:  # a few offices, whose names the file does not know
                shown = [(one, text) for one, text in shown if typed in text]
            done(values._replace(found=tuple(one for one, _ in shown)), [t for _, t in shown])

        if (self.table.whole or len(self.table.records.ids)) <= _AT_ONCE:
            answered(question(self.table.records.reader))
        else:
            self._runner.read(question, answered)
