"""What did the last batch of cells do? One line under the filters, with the way back."""

from collections.abc import Callable
from functools import partial

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui.grid.hands import Hands
from qinglian_desktop.ui.messages import Bar
from qinglian_desktop.ui.runner import Runner

_TAKEN_BACK = ("撤销：", "重做：")


class BatchBar(Bar):
    """Stays until it is closed or a step is taken back: bad cells are looked at one by one."""

    def __init__(self, hands: Hands, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self.look: Callable[[int], object] | None = None  # 查看: where a step is shown whole
        hands.batch_done.connect(self._on_done)
        runner.changed.connect(self._on_changed)

    def _on_done(self, words: str, changes: Changes) -> None:
        undo = partial(self._runner.undo_step, changes.step)
        view = None if self.look is None else partial(self.look, changes.step)
        self.say(words, action=undo, view=view, stay=True)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.label.startswith(_TAKEN_BACK):
            self.hide()  # what it offers to take back may just have been
