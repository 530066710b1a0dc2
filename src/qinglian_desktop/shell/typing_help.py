"""What the editors of this office have at hand: what was used last, sounds, new people, lanes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.ui.at_hand import AtHand
from qinglian_desktop.ui.runner import Runner

_USED, _MEANT = "used", "amounts_meant"  # settings of this computer, in its encrypted file
_FRESH = 400  # rows read into the index before a list answers
_MEANT_KEPT = 500


class TypingHelp(AtHand):
    """Reads beside the window and keeps its memory there too: a long job never holds up typing."""

    def __init__(self, book: Any, runner: Runner) -> None:
        super().__init__()
        self._book, self._runner = book, runner
        self._remembered: dict[str, dict[str, Any]] = {}
        if not book.unit.is_street:  # people are registered by the community
            self.makes = frozenset(("person",))

    def used(self, key: str) -> Sequence[str]:
        return tuple(self._memory(_USED).get(key, ()))

    def note(self, key: str, value: str) -> None:
        if self.used(key)[:1] == (value,):
            return
        super().note(key, value)
        self._memory(_USED)[key] = list(super().used(key))
        self._keep(_USED)

    def _memory(self, name: str) -> dict[str, Any]:
        if name not in self._remembered:
            self._remembered[name] = dict(self._book.setting(name, {}))
            if name == _USED:
                for key, values in self._remembered[name].items():
                    for value in reversed(values):
                        super().note(key, value)
        return self._remembered[name]

    def _keep(self, name: str) -> None:
        kept = dict(self._remembered[name])

        def write(book: Any) -> None:
            with suppress(Refused):  # somebody writes for long: remembered with the next one
                book.put_setting(name, kept)

        self._runner.read(write, _nothing)

    def sounds(self, word: str, letters: str) -> bool:
        from qinglian_desktop.store import sounds

        return sounds.begins(word, letters)

    def ask(
        self, reader: Reader, question: Callable[[Any], Any], on_done: Callable[[Any], None]
    ) -> None:
        def asked(book: Any) -> Any:
            with suppress(Refused):
                book.catch_up_words(_FRESH)
            return question(book)

        self._runner.read(asked, on_done)

    def make(self, table: str, draft: Mapping[str, Any]) -> str:
        refusals: list[Refused] = []
        changes = self._runner.act(
            saving.saver(table), None, dict(draft), on_refused=refusals.append
        )
        if changes is None:
            raise refusals[0]
        return next(iter(changes.ids(table)))

    def reveal(self, table: str, row_id: str, fields: str, why: str) -> None:
        from qinglian_desktop.exchange.revealing import note

        if self._runner.working:  # the desk would stand still until that has written
            raise Refused("正在办上一件事，还没有显示", "等它办完，再按一次 F2", code="QL-SE-150")
        note(self._book, table, row_id, fields, why)  # no step of work: Ctrl+Z passes it by

    def meant(self, table: str, row_id: str) -> int | None:
        found = self._memory(_MEANT).get(f"{table} {row_id}")
        return int(found) if found is not None else None

    def mean(self, table: str, row_id: str, amount: int) -> None:
        memory = self._memory(_MEANT)
        memory.pop(f"{table} {row_id}", None)
        memory[f"{table} {row_id}"] = amount
        while len(memory) > _MEANT_KEPT:
            memory.pop(next(iter(memory)))
        self._keep(_MEANT)


def _nothing(_answer: Any) -> None:
    """Nobody waits for it."""
